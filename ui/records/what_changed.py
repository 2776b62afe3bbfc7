"""What changed on a record, in words: when, what was done, and each field before and after."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from PySide6.QtWidgets import QWidget

from crm import clock, dates
from crm.fields import ALL, Changed, Field, Kind, No
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
_PARTS = {
    "value": "address",
    "is_primary": "primary",
    "is_lead": "our lead contact",
    "is_current": "current",
    "typed": "number",
    "sub_region_id": "sub-region",
    "started_on": "from",
    "ended_on": "until",
    "started": "from",
    "ended": "until",
}
"""The columns of what belongs to a record; those of the records themselves are declared (`crm.fields`)."""
_SILENT = frozenset({"id", "uid", "created_at", "e164", "happened_at", "interaction_id", "position"})
_KINDS = {
    **dict.fromkeys(("active", "is_primary", "is_lead", "is_current", "shared"), Kind.YES_NO),
    **dict.fromkeys(("started", "ended", "started_on", "ended_on"), Kind.DAY),
}
_DECLARED = {fields.table: fields for fields in ALL}
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
        names.look_up(found, self._record)
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
            first.change_set, group, shown, icon, first.label, on.year, secondary=self._hand(first, names), body=body
        )

    def _hand(self, change: Any, names: "_Names") -> str:
        """Return who did it, and where, as far as it was not the person who reads this, here."""
        by = f"by {change.author}" if change.author not in ("", names.user) else ""
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
        if column == "deleted_at":
            made.append("Moved to the trash" if after else "Restored from the trash")
            continue
        label = _called(change.table, column)
        if not label:
            continue
        label = f"{noun}, {label}" if noun else f"{label[:1].upper()}{label[1:]}"
        made.append(
            f"{label}: {names.shown(change.table, column, change.before[column])} → "
            f"{names.shown(change.table, column, after)}"
        )
    return made


def _called(table: str, column: str) -> str:
    """Return what a column is called, empty for one that is not told."""
    field, fields = _field(table, column), _DECLARED.get(table)
    if field is not None:
        return "" if isinstance(field.changed, No) else field.changed.name or field.in_words
    if fields is not None and column in fields.hidden:
        return ""
    return "" if column in _SILENT else _PARTS.get(column, column.removesuffix("_id").replace("_", " "))


def _field(table: str, column: str) -> Field | None:
    fields = _DECLARED.get(table)
    return fields[column] if fields is not None and column in fields else None


def _kind(table: str, column: str) -> Kind | None:
    """Return what a column holds as far as that changes how it is told."""
    field = _field(table, column)
    if field is None:
        return _KINDS.get(column)
    return None if isinstance(field.changed, Changed) and field.changed.plain else field.kind


def _summary(table: str, image: dict[str, Any], record: str, names: "_Names") -> str:
    parts = [str(image[key]) for key in _MAIN if image.get(key)]
    for column in names.references(table):
        if image.get(column) and _called(table, column) and column != f"{record}_id":
            parts.append(names.shown(table, column, image[column]))
    if table == "affiliation":
        parts += [f"{word} {names.shown(table, key, image[key])}" for key, word in _SPAN if image.get(key)]
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
    """Says values of the change log as a person reads them."""

    def __init__(self, workspace: Workspace) -> None:
        self._naming = workspace.naming()
        self.user: str = workspace.settings.get(USER_NAME)

    def look_up(self, changes: Sequence[Any], record: str) -> None:
        """Look up at once what the records are called that changes of one record tell of."""
        self._naming.look_up(
            (other, int(value))
            for each in changes
            for column, other in self._naming.references(each.table).items()
            if _called(each.table, column) and column != f"{record}_id"
            for image in (each.before or {}, each.after or {})
            if (value := image.get(column)) not in (None, "")
        )

    def references(self, table: str) -> Sequence[str]:
        """Return the columns of a table that refer to records, by name."""
        return tuple(self._naming.references(table))

    def shown(self, table: str, column: str, value: Any) -> str:
        """Return a value as a person reads it."""
        if value in (None, ""):
            return "nothing"
        kind = _kind(table, column)
        if kind is Kind.YES_NO:
            return "yes" if value else "no"
        if kind is Kind.MOMENT:
            at = dates.utc_to_local(read_moment(str(value)))
            return f"{dates.show_date(at.date(), clock.today())}, {at:%H:%M}"
        if kind is Kind.DAY:
            return _date(str(value))
        if (record := self._naming.references(table).get(column)) is not None:
            return self._naming.name(record, int(value)) or "a deleted one"
        return f"“{value}”"


def _date(text: str) -> str:
    try:
        return dates.show_partial(text)
    except ValueError:
        return text
