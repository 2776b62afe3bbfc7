"""What changed on a record, in words: when, what was done, and each field before and after."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtWidgets import QWidget

from crm import clock, dates
from crm.errors import NotFound
from crm.interactions import read_moment
from crm.settings import USER_NAME
from crm.workspace import Workspace
from ui.kit.timeline import TimelineEvent, TimelineView

NOUNS = {
    "contact": ("", "user"),
    "organisation": ("", "building"),
    "contact_email": ("E-mail", "mail"),
    "contact_phone": ("Phone", "phone"),
    "contact_address": ("Address", "map-pin"),
    "contact_alias": ("Former name", "edit"),
    "contact_tag": ("Tag", "tag"),
    "contact_theme": ("Theme", "hash"),
    "affiliation": ("Affiliation", "briefcase"),
    "participant": ("Interaction", "users"),
    "follow_up": ("Follow-up", "bell"),
    "organisation_alias": ("Other name", "edit"),
    "organisation_domain": ("E-mail domain", "globe"),
    "organisation_tag": ("Tag", "tag"),
    "organisation_theme": ("Theme", "hash"),
    "partnership": ("Partnership", "flag"),
}
FIELDS = {
    "given_name": "given name",
    "family_name": "family name",
    "preferred_name": "preferred name",
    "linkedin_url": "LinkedIn profile",
    "about": "notes",
    "cadence_aim": "cadence aim (days)",
    "cadence_limit": "cadence limit (days)",
    "deleted_at": "trash",
    "value": "address",
    "is_primary": "primary",
    "is_lead": "our lead contact",
    "is_current": "current",
    "typed": "number",
    "organisation_id": "organisation",
    "contact_id": "contact",
    "parent_id": "parent",
    "sector_id": "sector",
    "sub_region_id": "sub-region",
    "tag_id": "tag",
    "theme_id": "theme",
    "short_name": "short name",
    "company_number": "company number",
    "ods_code": "ODS code",
    "closed_on": "closed on",
    "started_on": "from",
    "ended_on": "until",
    "started": "from",
    "ended": "until",
    "due_on": "due",
    "snoozed_until": "snoozed until",
    "owed_by": "owed by",
    "done_at": "done",
    "dropped_at": "dropped",
}
_SILENT = frozenset(
    {"id", "uid", "created_at", "e164", "happened_at", "interaction_id", "position", "repeat_from", "follows_id"}
)
_FLAGS = frozenset({"active", "is_primary", "is_lead", "is_current", "shared"})
_MOMENTS = frozenset({"deleted_at", "done_at", "dropped_at"})
_DATES = frozenset({"birthday", "started", "ended", "started_on", "ended_on", "closed_on", "due_on", "snoozed_until"})
_MAIN = ("value", "typed", "name", "title", "domain", "status", "role", "street", "town", "postcode")
MOST = 400


class ChangesSource:
    """The changes about one record as rows of a timeline, one for each action, the newest first."""

    def __init__(self, workspace: Workspace, record: str, record_id: int) -> None:
        self._workspace, self._record, self._id = workspace, record, record_id
        self._rows: list[TimelineEvent] | None = None

    def page(self, offset: int, limit: int) -> Sequence[TimelineEvent]:
        """Return rows `offset` to `offset + limit`."""
        if self._rows is None or offset == 0:
            self._rows = self._read()
        return self._rows[offset : offset + limit]

    def _read(self) -> list[TimelineEvent]:
        names = _Names(self._workspace)
        found = self._workspace.changes(self._record, self._id, MOST)
        return [self._row(list(rows), names) for _, rows in groupby(found, lambda each: each.change_set)]

    def _row(self, rows: list[Any], names: "_Names") -> TimelineEvent:
        first = rows[0]
        at = dates.utc_to_local(read_moment(first.at))
        told = Counter(line for each in reversed(rows) for line in _lines(each, self._record, names))
        lines = [line if number == 1 else f"{line} ({number} times)" for line, number in told.items()]
        known = [each.table for each in rows if each.table in NOUNS]
        icon = NOUNS[known[-1]][1] if known else "edit"
        on = at.date()
        group = "Today" if on == clock.today() else f"{on:%B} {on.year}"
        shown = f"{at:%H:%M}" if on == clock.today() else f"{on.day} {dates.MONTHS[on.month - 1]}, {at:%H:%M}"
        body = "\n".join(lines)
        return TimelineEvent(
            first.change_set, group, shown, icon, first.label, on.year, secondary=self._hand(first), body=body
        )

    def _hand(self, change: Any) -> str:
        """Return who did it, and where, as far as it was not the person who reads this, here."""
        by = f"by {change.author}" if change.author not in ("", self._workspace.settings.get(USER_NAME)) else ""
        return " ".join(filter(None, (by, "on another computer" if change.is_elsewhere else "")))


def _lines(change: Any, record: str, names: "_Names") -> list[str]:
    noun = NOUNS.get(change.table, (change.table.replace("_", " ").capitalize(), ""))[0]
    if change.before is None or change.after is None:
        verb, image = ("added", change.after) if change.before is None else ("removed", change.before)
        if not noun:
            return []
        text = _summary(change.table, image or {}, record, names)
        return [f"{noun} {verb}: {text}" if text else f"{noun} {verb}"]
    made = []
    for column, after in change.after.items():
        if column in _SILENT:
            continue
        label = FIELDS.get(column, column.replace("_", " "))
        if column == "deleted_at":
            made.append("Moved to the trash" if after else "Restored from the trash")
            continue
        label = f"{noun}, {label}" if noun else f"{label[:1].upper()}{label[1:]}"
        made.append(f"{label}: {names.shown(column, change.before[column])} → {names.shown(column, after)}")
    return made


def _summary(table: str, image: dict[str, Any], record: str, names: "_Names") -> str:
    parts = [str(image[key]) for key in _MAIN if image.get(key)]
    for column in ("tag_id", "theme_id", "organisation_id", "contact_id"):
        if image.get(column) and column != f"{record}_id":
            parts.append(names.shown(column, image[column]))
    if table == "affiliation":
        parts += [f"{word} {names.shown(key, image[key])}" for key, word in _SPAN if image.get(key)]
    return ", ".join(parts)


_SPAN = (("started", "from"), ("ended", "until"))


class ChangesView(TimelineView):
    """What changed on one record, every line of it shown; Space folds an action to its first lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What changed", parent)
        self.events().modelReset.connect(self._unfold_all)
        self.events().rowsInserted.connect(self._unfold_all)

    def _unfold_all(self) -> None:
        events = self.events()
        self.open_ids |= {events.event_at(number).id for number in range(events.rowCount())}


class _Names:
    """Names of what the log knows by number, each looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tables: dict[str, dict[int, str]] = {}

    def shown(self, column: str, value: Any) -> str:
        """Return a value as a person reads it."""
        if value in (None, ""):
            return "nothing"
        if column in _FLAGS:
            return "yes" if value else "no"
        if column in _MOMENTS:
            at = dates.utc_to_local(read_moment(str(value)))
            return f"{dates.show_date(at.date(), clock.today())}, {at:%H:%M}"
        if column in _DATES:
            return _date(str(value))
        if column.endswith("_id"):
            return self._name(column.removesuffix("_id"), int(value))
        return f"“{value}”"

    def _name(self, record: str, record_id: int) -> str:
        if record in ("sector", "sub_region", "theme"):
            terms = self._table(record, lambda: self._workspace.vocabularies.terms(record, retired=True))
            return terms.get(record_id, "a deleted one")
        if record == "tag":
            return "#" + self._table("tag", self._workspace.tags.all).get(record_id, "deleted")
        service = self._workspace.contacts if record == "contact" else self._workspace.organisations
        try:
            return service.name(record_id)
        except NotFound:
            return "a deleted one"

    def _table(self, record: str, read: Callable[[], Sequence[Any]]) -> dict[int, str]:
        if record not in self._tables:
            self._tables[record] = {term.id: term.name for term in read()}
        return self._tables[record]


def _date(text: str) -> str:
    try:
        return dates.show_partial(text)
    except ValueError:
        return text
