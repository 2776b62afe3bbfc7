"""What a list shows: a text and conditions, joined by all or any, as an expression over the summaries and as JSON.

One small language for contacts and organisations. A contact can be filtered by the fields of its organisation (rule 8).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial, reduce
from operator import and_, or_
from typing import Any

import msgspec
from peewee import SQL, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.derived.summaries import NO_FOLLOW_UP
from crm.db.expressions import as_given, is_current
from crm.db.schema import (
    Affiliation,
    Attendance,
    Contact,
    ContactTag,
    ContactTheme,
    Organisation,
    OrganisationTag,
    OrganisationTheme,
)
from crm.errors import Invalid
from crm.fields import CONTACT, ORGANISATION, Fields, Filtered
from crm.lifecycle_states import ids_in_states
from crm.search import Listed, Search, read_listed
from crm.text import clean_line

Value = int | str


class Condition(msgspec.Struct, frozen=True):
    """One field with the values it may have; `negated` turns it round.

    Values are ids for sector, sub_region, theme, tags, organisation and, of huddles, `attended` (0 means none); words
    for partnership and lifecycle (`crm.lifecycle_states.STATES`); days for `within` and `not_within` (the last contact)
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


_BESIDES: dict[str, tuple[Field, ...]] = {
    "contact": (
        Field("not_within", "No contact for", "days"),
        Field("never", "Never in touch"),
        Field("lifecycle", "Lifecycle", "lifecycle"),
        Field("attended", "Attended huddle", "huddle"),
        Field("has_organisation", "Has organisation"),
        Field("added", "Added within", "days"),
        Field("organisation_tag", "Organisation’s tag", "tag"),
    ),
    "organisation": (
        Field("not_within", "No contact for", "days"),
        Field("never", "Never in touch"),
        Field("lifecycle", "Lifecycle", "lifecycle"),
        Field("attended", "Attended huddle", "huddle"),
        Field("added", "Added within", "days"),
    ),
}
"""Conditions that are no field of the record."""
_ORDER = (
    "sector", "sub_region", "theme", "tag", "partnership", "within", "not_within", "never", "lifecycle", "attended",
    "has_people", "has_email", "has_phone", "has_organisation", "has_follow_up", "active", "added", "organisation_tag",
    "organisation",
)  # fmt: skip
"""As they are offered; what is declared and not named here comes last."""


def _offered(fields: Fields) -> tuple[Field, ...]:
    declared = [
        Field(told.key, told.label or field.label, told.vocabulary) for field, told in fields.told("filtered", Filtered)
    ]
    place = {key: number for number, key in enumerate(_ORDER)}
    return tuple(sorted((*declared, *_BESIDES[fields.table]), key=lambda each: place.get(each.key, len(place))))


FIELDS: dict[str, tuple[Field, ...]] = {fields.table: _offered(fields) for fields in (CONTACT, ORGANISATION)}


SUMMARIES: dict[str, Any] = {"contact": ContactSummary, "organisation": OrganisationSummary}
"""The table that lists of each subject show, sort and filter."""

_LINKS: dict[tuple[str, str], Any] = {
    ("contact", "theme"): ContactTheme,
    ("contact", "tag"): ContactTag,
    ("organisation", "theme"): OrganisationTheme,
    ("organisation", "tag"): OrganisationTag,
}


def condition(shown: Filter, subject: str, today: date) -> Any:
    """Return what holds of the summaries that a filter shows, as an expression; None for everything.

    Raises Invalid for a field that lists of this subject do not know.
    """
    return _part(shown, subject, today)


def condition_of_words(asked: Listed, subject: str, *, row_by_row: bool = False) -> Any:
    """Return what holds of the summaries that a list's text asks for, None where it asks for nothing.

    `row_by_row` looks for it in the words of each row: for a query that ends after few rows, where the set of all that
    match would take longer.
    """
    if not asked:
        return None
    key = key_of(subject)
    return Search.row_matching(asked, subject, key) if row_by_row else key.in_(Search.matching(asked, subject))


def key_of(subject: str) -> Any:
    """Return the column of the summaries that names the record."""
    return SUMMARIES[subject]._meta.primary_key


def _part(part: Condition | Filter, subject: str, today: date) -> Any:
    if isinstance(part, Condition):
        found = _condition(part, subject, today)
        return ~found if part.negated else found
    each = [_part(inner, subject, today) for inner in part.parts]
    text = condition_of_words(read_listed(part.text), subject)
    return _joined(and_, [text, _joined(or_ if part.any_of else and_, each)])


def _joined(way: Callable[[Any, Any], Any], each: Iterable[Any]) -> Any:
    said = [one for one in each if one is not None]
    return reduce(way, said) if said else None


def _condition(part: Condition, subject: str, today: date) -> Any:
    if part.field not in {field.key for field in FIELDS[subject]}:
        raise Invalid("filter", f"Lists cannot be filtered by “{part.field}”.")
    summary, key = SUMMARIES[subject], key_of(subject)
    match part.field:
        case "sector" | "sub_region":
            return _among(fn.coalesce(getattr(summary, f"{part.field}_id"), 0), part.values)
        case "partnership":
            return _among(summary.partnership, part.values)
        case "theme" | "tag":
            return _linked(key, partial(_links, part.field, subject), part.values)
        case "organisation":
            return _at_organisation(part.values)
        case "lifecycle":
            return key.in_(ids_in_states(subject, part.values, today))
        case "attended":
            return _linked(key, partial(_came, key.column_name), part.values)
        case "organisation_tag":
            theirs = partial(_links, "tag", "organisation")
            return _linked(fn.coalesce(ContactSummary.organisation_id, 0), theirs, part.values)
        case "within" | "not_within" | "added":
            return _lately(part, subject, today)
        case _:
            return _flag(part.field, summary)


def _flag(field: str, summary: Any) -> Any:
    match field:
        case "never":
            return summary.last_touch_at == ""
        case "has_email":
            return summary.email != ""
        case "has_phone":
            return summary.phone != ""
        case "has_organisation":
            return summary.organisation_id.is_null(False)
        case "has_people":
            return summary.people > 0
        case "has_follow_up":
            return summary.next_follow_up_on != NO_FOLLOW_UP
        case _:
            return summary.contact_id.not_in(Contact.select(Contact.id).where(~Contact.active))


def _among(column: Any, values: Iterable[Value]) -> Any:
    """Return whether a column is one of the values."""
    return column.in_(as_given(values))


def _links(field: str, subject: str, values: Sequence[Value] | None) -> Any:
    """Return the query of the records with one of these tags or themes, or with any."""
    link = _LINKS[subject, field]
    linked = _with(link.select(getattr(link, f"{subject}_id")), getattr(link, f"{field}_id"), values)
    if field == "theme" and subject == "contact":  # a person is found by what their organisation works on, too
        theirs = _links("theme", "organisation", values)
        person = ContactSummary.alias()
        linked += person.select(person.contact_id).where(person.organisation_id.in_(theirs))
    return linked


def _came(column: str, values: Sequence[Value] | None) -> Any:
    """Return the query of who came to one of these huddles, or to any."""
    who = getattr(Attendance, column)
    # The word itself, not a value: the index of who came is over rows that have it.
    there = Attendance.select(who).where(Attendance.presence == SQL("'attended'"), who.is_null(False))
    return _with(there, Attendance.huddle_id, values)


def _with(query: Any, column: Any, values: Sequence[Value] | None) -> Any:
    return query if values is None else query.where(_among(column, values))


def _linked(key: Any, links: Callable[[Sequence[Value] | None], Any], values: Sequence[Value]) -> Any:
    """Return whether `key` is among the `links` to any of the values; with 0 also to none."""
    found = key.in_(links([value for value in values if value]))
    return found | key.not_in(links(None)) if 0 in values else found


def _at_organisation(values: Sequence[Value]) -> Any:
    there = Affiliation.select(Affiliation.contact_id).where(
        _among(Affiliation.organisation_id, [value for value in values if value]), is_current(Affiliation)
    )
    found = ContactSummary.contact_id.in_(there)
    return found | ContactSummary.organisation_id.is_null() if 0 in values else found


def _lately(part: Condition, subject: str, today: date) -> Any:
    days = min(max(int(part.values[0]), 0), 36_500) if part.values else 0
    since = (today - timedelta(days=days)).isoformat()
    if part.field == "added":
        record = Contact if subject == "contact" else Organisation
        return key_of(subject).in_(record.select(record.id).where(record.created_at >= since))
    touched = SUMMARIES[subject].last_touch_at
    return touched >= since if part.field == "within" else touched < since
