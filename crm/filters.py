"""What a list shows: a text and conditions, joined by all or any, as SQL over the summary tables and as JSON.

One small language for contacts and organisations. A contact can be filtered by the fields of its organisation (rule 8).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from crm.db.today import is_current
from crm.errors import Invalid
from crm.search import Search, read_listed
from crm.standing import ids_in_states
from crm.text import clean_line

Value = int | str


class Condition(msgspec.Struct, frozen=True):
    """One field with the values it may have; `negated` turns it round.

    Values are ids for sector, sub_region, theme, tags, organisation and, of huddles, `attended` (0 means none); words
    for partnership and lifecycle (`crm.standing.STATES`); days for `within` and `not_within` (the last contact)
    and `added`; none for the yes/no fields. Sector, sub-region and partnership of a contact are those of the
    organisation it stands for first; `organisation` is any it is at now.
    """

    field: str
    values: tuple[Value, ...] = ()
    negated: bool = False


class Filter(msgspec.Struct, frozen=True):
    """A text, and conditions of which all or any must hold; a condition may be a group of its own.

    The text is looked for in what holds now, what stands behind “former:” in it in former roles and employers.
    """

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
        values = tuple(data["values"])
        if not all(isinstance(value, int | str) for value in values):
            raise ValueError("a value of a condition is a number or a word")
        return Condition(str(data["field"]), values, bool(data["negated"]))
    return Filter(str(data["text"]), bool(data["any_of"]), tuple(_parsed(each) for each in data["parts"]))


class Field(msgspec.Struct, frozen=True):
    """A field one can filter by: its key, the label of its chip, and which vocabulary its values come from."""

    key: str
    label: str
    vocabulary: str = ""


_OF_BOTH = (
    Field("sector", "Sector", "sector"),
    Field("sub_region", "Sub-region", "sub_region"),
    Field("theme", "Theme", "theme"),
    Field("tag", "Tag", "tag"),
    Field("partnership", "Partnership", "partnership"),
    Field("within", "Last contact within", "days"),
    Field("not_within", "No contact for", "days"),
    Field("never", "Never in touch"),
    Field("lifecycle", "Lifecycle", "lifecycle"),
    Field("attended", "Attended huddle", "huddle"),
)
FIELDS: dict[str, tuple[Field, ...]] = {
    "contact": (
        *_OF_BOTH,
        Field("has_email", "Has e-mail"),
        Field("has_phone", "Has phone"),
        Field("has_organisation", "Has organisation"),
        Field("has_follow_up", "Has follow-up"),
        Field("active", "Active"),
        Field("added", "Added within", "days"),
        Field("organisation_tag", "Organisation’s tag", "tag"),
        Field("organisation", "Organisation", "organisation"),
    ),
    "organisation": (
        *_OF_BOTH,
        Field("has_people", "Has people"),
        Field("has_follow_up", "Has follow-up"),
        Field("added", "Added within", "days"),
    ),
}


Sql = tuple[str, list[Any]]
"""An expression and its parameters, in the order of its question marks."""

_FLAGS = {
    "never": "s.last_touch_at = ''",
    "has_email": "s.email <> ''",
    "has_phone": "s.phone <> ''",
    "has_organisation": "s.organisation_id IS NOT NULL",
    "has_people": "s.people > 0",
    "has_follow_up": "s.next_follow_up_on <> '9999'",
    "active": "s.contact_id NOT IN (SELECT id FROM contact WHERE NOT active)",
}


def compiled(shown: Filter, subject: str, today: date, *, row_by_row: bool = False) -> Sql:
    """Return the WHERE expression (empty for everything) over `{subject}_summary s`, and its parameters.

    `row_by_row` looks for the text in the words of each row: for a query that ends after few rows, where the set of all
    that match would take longer. Raises Invalid for a field that lists of this subject do not know.
    """
    if not row_by_row:
        return _part(shown, subject, today)
    rest = _part(replace(shown, text=""), subject, today)
    return _joined("AND", [rest, _text_of_row(shown.text, subject)])


def ids_by_text(shown: Filter, subject: str) -> Sql:
    """Return the query of the ids of a filter that is a text alone (an id may come twice), empty for any other."""
    return ("", []) if shown.parts or not read_listed(shown.text) else Search.matching_sql(shown.text, subject)


def _part(part: Condition | Filter, subject: str, today: date) -> Sql:
    if isinstance(part, Condition):
        sql, params = _condition(part, subject, today)
        return (f"NOT ({sql})" if part.negated else sql), params
    each = [found for inner in part.parts if (found := _part(inner, subject, today))[0]]
    return _joined("AND", [_text(part.text, subject), _joined("OR" if part.any_of else "AND", each)])


def _joined(word: str, each: Sequence[Sql]) -> Sql:
    said = [(sql, params) for sql, params in each if sql]
    if len(said) < 2:
        return said[0] if said else ("", [])
    return f" {word} ".join(f"({sql})" for sql, _ in said), [value for _, params in said for value in params]


def _text(text: str, subject: str) -> Sql:
    if not read_listed(text):
        return "", []
    sql, params = Search.matching_sql(text, subject)
    return f"s.{subject}_id IN ({sql})", params


def _text_of_row(text: str, subject: str) -> Sql:
    return Search.row_matching_sql(text, subject, f"s.{subject}_id") if read_listed(text) else ("", [])


def _condition(part: Condition, subject: str, today: date) -> Sql:
    if part.field not in {field.key for field in FIELDS[subject]}:
        raise Invalid("filter", f"Lists cannot be filtered by “{part.field}”.")
    match part.field:
        case "sector" | "sub_region":
            return _among(f"coalesce(s.{part.field}_id, 0)", part.values)
        case "partnership":
            return _among("s.partnership", part.values)
        case "theme" | "tag":
            return _linked(f"s.{subject}_id", _links(part.field, subject), f"{part.field}_id", part.values)
        case "organisation":
            return _at_organisation(part.values)
        case "lifecycle":
            standing, found = ids_in_states(subject, part.values, today)
            return f"s.{subject}_id IN ({standing})", found
        case "attended":
            there = f"SELECT {subject}_id FROM attendance WHERE {{0}} AND presence = 'attended'"
            return _linked(f"s.{subject}_id", f"{there} AND {subject}_id IS NOT NULL", "huddle_id", part.values)
        case "organisation_tag":
            theirs = "SELECT organisation_id FROM organisation_tag WHERE {0}"
            return _linked("coalesce(s.organisation_id, 0)", theirs, "tag_id", part.values)
        case "within" | "not_within" | "added":
            return _lately(part, subject, today)
        case _:
            return _FLAGS[part.field], []


def _among(column: str, values: Sequence[Value]) -> Sql:
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)


def _links(field: str, subject: str) -> str:
    linked = f"SELECT {subject}_id FROM {subject}_{field} WHERE {{0}}"
    if field == "theme" and subject == "contact":  # a person is found by what their organisation works on, too
        theirs = "SELECT organisation_id FROM organisation_theme WHERE {0}"
        linked += f" UNION ALL SELECT contact_id FROM contact_summary WHERE organisation_id IN ({theirs})"
    return linked


def _linked(key: str, links: str, column: str, values: Sequence[Value]) -> Sql:
    """Return whether `key` is among the `links` ({0}: which of them) to any of the values; with 0 also to none."""
    among, params = _among(column, [value for value in values if value])
    found: Sql = (f"{key} IN ({links.format(among)})", params * links.count("{0}"))
    if 0 not in values:
        return found
    return _joined("OR", [found, (f"{key} NOT IN ({links.format('true')})", [])])


def _at_organisation(values: Sequence[Value]) -> Sql:
    among, params = _among("organisation_id", [value for value in values if value])
    there = f"s.contact_id IN (SELECT a.contact_id FROM affiliation a WHERE {among} AND {is_current('a')})"
    return (f"{there} OR s.organisation_id IS NULL" if 0 in values else there), params


def _lately(part: Condition, subject: str, today: date) -> Sql:
    days = min(max(int(part.values[0]), 0), 36_500) if part.values else 0
    since = (today - timedelta(days=days)).isoformat()
    if part.field == "added":
        return f"s.{subject}_id IN (SELECT id FROM {subject} WHERE created_at >= ?)", [since]
    return ("s.last_touch_at >= ?" if part.field == "within" else "s.last_touch_at < ?"), [since]
