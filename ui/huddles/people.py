"""The people of a huddle as a list: their replies and whether they were there, set by single letters."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent

from crm import clock
from crm.attendance import AttendanceRow
from crm.text import fold, words
from ui.context import Context
from ui.huddles.words import PRESENCES, REGISTRATIONS
from ui.kit.actions import Action, Scope
from ui.kit.menu import Menu
from ui.kit.table import AvatarCell, ChipCell, Column, TableView, TextCell
from ui.records.clipboard import copy_addresses, put_table
from ui.records.service_calls import write_or_tell

FILTERS: dict[str, Callable[[AttendanceRow], bool]] = {
    "all": lambda row: True,
    "registered": lambda row: row.registration == "registered",
    "invited": lambda row: row.registration == "invited",
    "waitlisted": lambda row: row.registration == "waitlisted",
    "not_coming": lambda row: row.registration in ("declined", "cancelled") or row.presence == "apologies",
    "attended": lambda row: row.presence == "attended",
    "no_shows": lambda row: row.is_no_show,
    "walk_ins": lambda row: row.is_walk_in,
    "first": lambda row: row.presence == "attended" and not row.times_before,
    "unmarked": lambda row: row.registration == "registered" and row.presence == "unknown",
}


class PeopleSource(msgspec.Struct, frozen=True):
    """The rows of a huddle that a filter and words show."""

    rows: Sequence[AttendanceRow]

    def count(self) -> int:
        return len(self.rows)

    def page(self, offset: int, limit: int) -> Sequence[AttendanceRow]:
        return self.rows[offset : offset + limit]


def chosen(rows: Sequence[AttendanceRow], key: str, text: str) -> list[AttendanceRow]:
    """Return the rows that a filter shows and whose name or organisation holds every word."""
    wanted = words(text)
    return [
        row
        for row in rows
        if FILTERS[key](row) and all(word in fold(f"{row.name} {row.organisation}") for word in wanted)
    ]


def _presence(row: AttendanceRow) -> str:
    if row.is_no_show:
        return "No-show"
    return "Walk-in" if row.is_walk_in else PRESENCES[row.presence][0]


def _presence_cell(row: AttendanceRow) -> ChipCell | TextCell:
    if not (text := _presence(row)):
        return TextCell("")
    icons = {"attended": "check", "absent": "x", "apologies": "minus"}
    return ChipCell(text, PRESENCES[row.presence][1], icon=icons[row.presence])


def _reply_cell(row: AttendanceRow) -> ChipCell:
    text, tone = REGISTRATIONS[row.registration]
    return ChipCell(text, tone)


def _note(row: AttendanceRow) -> str:
    said = ["in the trash"] if row.is_trashed else []
    said += [f"Pitch: {topic}" for topic in row.pitches]
    if not row.times_before:
        said.append("first huddle")
    return " · ".join(said)


def _came(row: AttendanceRow) -> str:
    if row.checked_in_at:
        return f"{clock.wall_clock(row.checked_in_at, row.time_zone):%H:%M}"
    return f"{row.minutes} min" if row.minutes is not None else ""


COLUMNS = (
    Column(
        "name",
        "Person",
        lambda row: row.name,
        300,
        200,
        100,
        cell=lambda row: AvatarCell(row.name, row.organisation, row.symbol),
        sortable=False,
    ),
    Column(
        "reply",
        "Reply",
        lambda row: REGISTRATIONS[row.registration][0],
        128,
        124,
        90,
        cell=_reply_cell,
        sortable=False,
    ),
    Column("presence", "Attendance", _presence, 132, 126, 80, cell=_presence_cell, sortable=False),
    Column("came", "When", _came, 76, 70, 40, sortable=False, tabular=True, tone="text2"),
    Column("note", "Note", _note, 180, 110, 30, sortable=False, tone="text2"),
    Column("email", "E-mail", lambda row: row.email, 220, 180, 10, sortable=False, tone="text2"),
)


ORGANISATION = Column("organisation", "Organisation that day", lambda row: row.organisation)
"""Shown under the name; of its own only where rows are copied."""


def sentence(row: AttendanceRow) -> str:
    """Return a row as it is read out: "Jane Roe, Acme Imaging: registered, attended"."""
    said = ", ".join(filter(None, (REGISTRATIONS[row.registration][0].lower(), _presence(row).lower(), _note(row))))
    return f"{row.name}{', ' + row.organisation if row.organisation else ''}: {said}"


class PeopleActions(QObject):
    """What is done with the chosen people of a huddle: replies and presence by letters, off the list, copied."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.huddle_id = 0
        self.table: PeopleTable | None = None
        self._letters = {
            Qt.Key.Key_R: self.registered,
            Qt.Key.Key_I: self.invited,
            Qt.Key.Key_W: self.waitlisted,
            Qt.Key.Key_D: self.declined,
            Qt.Key.Key_N: self.no_reply,
            Qt.Key.Key_A: self.attended,
            Qt.Key.Key_E: self.apologies,
            Qt.Key.Key_X: self.absent,
            Qt.Key.Key_C: self.clear,
        }

    def table_of(self) -> list[Action]:
        """Return them for the table of actions."""
        here, group = Scope.LIST, "People of the huddle"
        return [
            Action("reply_registered", "Registered", self.registered, "check", ("R",), here, group, "coming reply"),
            Action("reply_invited", "Invited", self.invited, "mail", ("I",), here, group, "reply"),
            Action("reply_waitlisted", "On the waiting list", self.waitlisted, "clock", ("W",), here, group, "reply"),
            Action("reply_declined", "Declined", self.declined, "x", ("D",), here, group, "reply not coming"),
            Action("reply_none", "No reply", self.no_reply, "minus", ("N",), here, group),
            Action("was_there", "Attended", self.attended, "check-circle", ("A",), here, group, "presence came"),
            Action("sent_apologies", "Apologies", self.apologies, "minus", ("E",), here, group, "excused"),
            Action("was_absent", "Absent", self.absent, "x", ("X",), here, group, "no-show"),
            Action(
                "presence_cleared",
                "Clear the presence",
                self.clear,
                "undo",
                ("C",),
                here,
                group,
                "unknown",
                deletes=True,
            ),
            Action(
                "off_the_list",
                "Take off the list",
                self.remove,
                "user-minus",
                ("Del",),
                here,
                group,
                "delete",
                deletes=True,
            ),
            Action("open_person", "Open the person", self.open, "enter", ("Return",), here, group),
            Action("copy_people", "Copy the selected rows", self.copy, "copy", ("Ctrl+C",), Scope.PAGE, group),
            Action(
                "copy_people_addresses", "Copy e-mail addresses", self.copy_addresses, "mail", (), Scope.PAGE, group
            ),
        ]

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a letter; False where it means nothing."""
        run = None if event.modifiers() else self._letters.get(Qt.Key(event.key()))
        if run is not None:
            run()
        return run is not None

    def registered(self) -> None:
        """They come."""
        self._reply("registered", "Registered")

    def invited(self) -> None:
        """They were invited and have not replied."""
        self._reply("invited", "Invited")

    def waitlisted(self) -> None:
        """They wait for a place."""
        self._reply("waitlisted", "On the waiting list")

    def declined(self) -> None:
        """They do not come."""
        self._reply("declined", "Declined")

    def no_reply(self) -> None:
        """They were not asked, or their reply was a mistake."""
        self._reply("none", "No reply")

    def attended(self) -> None:
        """They were there."""
        self._mark("attended", "Attended")

    def apologies(self) -> None:
        """They sent apologies."""
        self._mark("apologies", "Apologies")

    def absent(self) -> None:
        """They were not there."""
        self._mark("absent", "Absent")

    def clear(self) -> None:
        """Nothing is known of their presence."""
        self._mark("unknown", "Cleared")

    def remove(self) -> None:
        """Take them off the list."""
        people = self._people()
        if people:
            call = self._context.workspace.attendance.remove
            write_or_tell(self._context, lambda: call(self.huddle_id, people), f"Off the list: {self._who()}")

    def open(self) -> None:
        """Go to the person."""
        row = self.table.current_row() if self.table is not None else None
        if row is not None:
            self._context.navigator.open("contact", row.contact_id)

    def copy(self) -> None:
        """Copy the chosen rows, as text and as a table."""
        rows = self._rows()
        if rows:
            put_table((COLUMNS[0], ORGANISATION, *COLUMNS[1:]), rows)
            self._context.toasts.say(f"{len(rows):,} {'person' if len(rows) == 1 else 'people'} copied")

    def copy_addresses(self) -> None:
        """Copy the e-mail addresses of the chosen rows."""
        rows = self._rows()
        copy_addresses(self._context, (row.email for row in rows), sum(not row.email for row in rows))

    def open_menu(self, _: object, spot: QPoint) -> None:
        """Offer everything, where a row was asked about."""
        menu = Menu(self.table, once=True)
        self._context.actions.fill_menu(menu, [action.id for action in self.table_of()])
        menu.popup(spot)

    def _reply(self, registration: str, said: str) -> None:
        if people := self._people():
            call = self._context.workspace.attendance.reply
            write_or_tell(self._context, lambda: call(self.huddle_id, people, registration), f"{said}: {self._who()}")

    def _mark(self, presence: str, said: str) -> None:
        if people := self._people():
            call = self._context.workspace.attendance.mark
            write_or_tell(self._context, lambda: call(self.huddle_id, people, presence), f"{said}: {self._who()}")

    def _rows(self) -> list[AttendanceRow]:
        if self.table is None:
            return []
        chosen_ids = set(self.table.selected_ids())
        return [row for row in self.table.shown if row.id in chosen_ids]

    def _people(self) -> list[int]:
        return [row.contact_id for row in self._rows()]

    def _who(self) -> str:
        rows = self._rows()
        return rows[0].name if len(rows) == 1 else f"{len(rows):,} people"


class PeopleTable(TableView):
    """The people of a huddle; letters set replies and presence, Delete takes off the list, Enter opens."""

    def __init__(self, deeds: PeopleActions) -> None:
        super().__init__(COLUMNS, sentence, "People of the huddle")
        self._deeds = deeds
        self.shown: Sequence[AttendanceRow] = ()
        self.row_activated.connect(deeds.open)
        self.delete_requested.connect(deeds.remove)
        self.menu_requested.connect(deeds.open_menu)

    def show_people(self, rows: Sequence[AttendanceRow], *, to_top: bool) -> None:
        """Show rows; the place stays unless `to_top`."""
        self.shown = rows
        self.set_source(PeopleSource(rows), to_top=to_top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._deeds.take_key(event):
            super().keyPressEvent(event)
