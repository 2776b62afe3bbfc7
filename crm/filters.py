"""What a list shows: a text and conditions, joined by all or any, as SQL over the summary tables and as JSON.

One small language for contacts and organisations. A contact can be filtered by the fields of its organisation (rule 8).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from crm.errors import Invalid
from crm.search import Search
from crm.text import clean_line, words

Value = int | str


@dataclass(frozen=True, slots=True)
class Condition:
    """One field with the values it may have; `negated` turns it round.

    Values are ids for sector, sub_region, theme, tag and organisation (0 means none); words for partnership; days for
    the last contact (`within`, `not_within`); none for the yes/no fields.
    """

    field: str
    values: tuple[Value, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A text, and conditions of which all or any must hold; a condition may be a group of its own."""

    text: str = ""
    any_of: bool = False
    parts: tuple["Condition | Filter", ...] = ()

    def with_text(self, text: str) -> "Filter":
        """Return the same filter with another text."""
        return Filter(clean_line(text), self.any_of, self.parts)

    def with_part(self, part: "Condition | Filter") -> "Filter":
        """Return the filter with `part`, in place of another condition on the same field."""
        kept = [
            each
            for each in self.parts
            if not (isinstance(each, Condition) and isinstance(part, Condition) and each.field == part.field)
        ]
        return Filter(self.text, self.any_of, (*kept, part))

    def without(self, part: "Condition | Filter") -> "Filter":
        """Return the filter without `part`."""
        return Filter(self.text, self.any_of, tuple(each for each in self.parts if each != part))

    @property
    def is_empty(self) -> bool:
        """Return whether everything is shown."""
        return not self.text and not self.parts

    def to_json(self) -> str:
        """Return the filter as JSON text, for saved views."""
        return json.dumps(_plain(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Filter":
        """Return the filter of a JSON text; raises Invalid where it is none."""
        try:
            made = _parsed(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Invalid("filter", "This saved view cannot be read.") from error
        return made if isinstance(made, Filter) else Filter(parts=(made,))


EVERYTHING = Filter()


def _plain(part: Condition | Filter) -> dict[str, Any]:
    if isinstance(part, Condition):
        return {"field": part.field, "values": list(part.values), "negated": part.negated}
    return {"text": part.text, "any_of": part.any_of, "parts": [_plain(each) for each in part.parts]}


def _parsed(data: Mapping[str, Any]) -> Condition | Filter:
    if "field" in data:
        return Condition(str(data["field"]), tuple(data["values"]), bool(data["negated"]))
    return Filter(str(data["text"]), bool(data["any_of"]), tuple(_parsed(each) for each in data["parts"]))


@dataclass(frozen=True, slots=True)
class Field:
    """A field one can filter by: its key, the label of its chip, and which vocabulary its values come from."""

    key: str
    label: str
    vocabulary: str = ""


FIELDS: dict[str, tuple[Field, ...]] = {
    "contact": (
        Field("sector", "Sector", "sector"),
        Field("sub_region", "Sub-region", "sub_region"),
        Field("theme", "Theme", "theme"),
        Field("tag", "Tag", "tag"),
        Field("partnership", "Partnership", "partnership"),
        Field("within", "Last contact within", "days"),
        Field("not_within", "No contact for", "days"),
        Field("never", "Never in touch"),
        Field("has_email", "Has e-mail"),
        Field("has_phone", "Has phone"),
        Field("has_organisation", "Has organisation"),
        Field("has_follow_up", "Has follow-up"),
        Field("organisation", "Organisation", "organisation"),
    ),
    "organisation": (
        Field("sector", "Sector", "sector"),
        Field("sub_region", "Sub-region", "sub_region"),
        Field("theme", "Theme", "theme"),
        Field("tag", "Tag", "tag"),
        Field("partnership", "Partnership", "partnership"),
        Field("within", "Last contact within", "days"),
        Field("not_within", "No contact for", "days"),
        Field("never", "Never in touch"),
        Field("has_people", "Has people"),
        Field("has_follow_up", "Has follow-up"),
    ),
}


@dataclass(slots=True)
class _Compiler:
    """Turns a filter into SQL over one summary table under the alias `s`."""

    subject: str
    today: date
    params: list[Any] = field(default_factory=list)

    def compile(self, part: Condition | Filter) -> str:
        if isinstance(part, Condition):
            sql = self._condition(part)
            return f"NOT ({sql})" if part.negated else sql
        found = [sql for each in part.parts if (sql := self.compile(each))]
        joined = (" OR " if part.any_of else " AND ").join(found)
        text = self._text(part.text)
        return " AND ".join(f"({sql})" for sql in (text, joined) if sql)

    def _text(self, text: str) -> str:
        if not words(text):
            return ""
        sql, params = Search.matching(text, self.subject)
        self.params += params
        return f"s.{self.subject}_id IN ({sql})"

    def _condition(self, part: Condition) -> str:
        match part.field:
            case "sector" | "sub_region" | "organisation":
                return self._among(f"coalesce(s.{part.field}_id, 0)", part.values)
            case "partnership":
                return self._among("s.partnership", part.values)
            case "theme" | "tag":
                return self._linked(part.field, part.values)
            case "within" | "not_within":
                return self._lately(part)
            case "never":
                return "s.last_touch_at = ''"
            case "has_email":
                return "s.email <> ''"
            case "has_phone":
                return "s.phone <> ''"
            case "has_organisation":
                return "s.organisation_id IS NOT NULL"
            case "has_people":
                return "s.people > 0"
            case "has_follow_up":
                return "s.next_follow_up_on <> '9999'"
        raise Invalid("filter", f"Lists cannot be filtered by “{part.field}”.")

    def _among(self, column: str, values: tuple[Value, ...]) -> str:
        self.params += values
        return f"{column} IN ({', '.join('?' * len(values))})"

    def _linked(self, link: str, values: tuple[Value, ...]) -> str:
        sql = f"s.{self.subject}_id IN (SELECT {self.subject}_id FROM {self.subject}_{link} WHERE "
        sql += self._among(f"{link}_id", values) + ")"
        if link == "theme" and self.subject == "contact":
            sql += " OR s.organisation_id IN (SELECT organisation_id FROM organisation_theme WHERE "
            sql = f"({sql}{self._among('theme_id', values)}))"
        return sql

    def _lately(self, part: Condition) -> str:
        days = min(max(int(part.values[0]), 0), 36_500) if part.values else 0
        self.params.append((self.today - timedelta(days=days)).isoformat())
        return "s.last_touch_at >= ?" if part.field == "within" else "s.last_touch_at < ?"


def compiled(shown: Filter, subject: str, today: date) -> tuple[str, list[Any]]:
    """Return the WHERE expression (empty for everything) over `{subject}_summary s`, and its parameters.

    Raises Invalid for a field that lists do not know.
    """
    compiler = _Compiler(subject, today)
    sql = compiler.compile(shown)
    return sql, compiler.params
