"""A list of follow-ups and what is done with its rows: the same keys on every page that shows one."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from crm import clock
from crm.dates import show_date, show_day
from crm.followups import FollowUpRow, repeats
from ui.context import Context
from ui.kit.actions import Action, Scope
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records.service_calls import write_or_tell

if TYPE_CHECKING:
    from ui.kit.date_field import CalendarPopup


def follow_up_row(row: FollowUpRow, today: date) -> ListRow:
    """Return a follow-up as a row: title, who, and how its due day stands to today."""
    who = " · ".join(filter(None, (row.contact, row.organisation)))
    detail = " · ".join(filter(None, (who, repeats.in_words(row.repeat))))
    pill, tone = due_words(row, today)
    owed = "they owe: " if row.owed_by == "them" else ""
    speech = ", ".join(filter(None, (f"{owed}{row.title}", who, pill, "high priority" if row.priority > 0 else "")))
    return ListRow(
        row.id,
        row.title,
        detail,
        sector=row.symbol if who else None,
        tick=not row.is_open,
        pill=pill,
        pill_tone=tone,
        speech=speech,
    )


def due_words(row: FollowUpRow, today: date) -> tuple[str, str]:
    """Return the words of the due pill and its tone."""
    if row.group == "snoozed" and row.snoozed_until is not None:
        return f"until {show_date(row.snoozed_until, today)}", "neutral"
    if row.due_on is None:
        return "No day", "neutral"
    late = (today - row.due_on).days
    if late > 0:
        return f"{late} day{'' if late == 1 else 's'} overdue", "danger"
    at = f" {row.due_time:%H:%M}" if row.due_time else ""
    return f"{show_day(row.due_on, today)}{at}", "warn" if late == 0 else "neutral"


class FollowUpActions(QObject):
    """What is done with the current row of the list that had the keyboard last; one for all lists of a page."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._list: FollowUpList | None = None
        self._just_done: FollowUpRow | None = None
        self._snoozing: int | None = None
        self._calendar: CalendarPopup | None = None

    def table(self) -> list[Action]:
        """Return them for the table of actions."""
        here, group = Scope.LIST, "Follow-ups"
        return [
            Action("follow_up_done", "Mark as done", self.done, "check-circle", ("Space",), here, group),
            Action("follow_up_snooze", "Snooze", self.snooze, "snooze", ("S",), here, group, "later hide"),
            Action("follow_up_log", "Log what happened", self.log, "plus", ("L",), here, group),
            Action("follow_up_edit", "Edit the follow-up", self.edit, "edit", ("Return", "E"), here, group),
            Action("follow_up_introduction", "Open its introduction", self.open_introduction, "link", ("I",), here,
                   group, enabled=self._has_introduction),
            Action("follow_up_drop", "Drop the follow-up", self.drop, "x", ("D",), here, group, "cancel"),
            Action("follow_up_trash", "Move to trash", self.trash, "trash", ("Del",), here, group, "delete remove",
                   deletes=True),
            Action("follow_up_undo", "Undo in the list", self.undo, "undo", ("U",), here, group),
        ]  # fmt: skip

    def take(self, shown: "FollowUpList") -> None:
        """Act on this list from now on."""
        self._list = shown

    def moved(self) -> None:
        """The row that L means is the current one again, not the one just done."""
        self._just_done = None

    def done(self) -> None:
        """Complete the current follow-up; L then logs what happened."""
        row, followups = self._current(), self._context.workspace.followups
        if row is None:
            return
        if write_or_tell(self._context, _Call(followups.done, [row.id]), f"Done: {row.title} · L logs what happened"):
            self._just_done = row

    def drop(self) -> None:
        """Say that the current follow-up need not be done any more."""
        if (row := self._current()) is not None:
            call = _Call(self._context.workspace.followups.drop, [row.id])
            write_or_tell(self._context, call, f"Dropped: {row.title}")

    def trash(self) -> None:
        """Move the current follow-up to the trash."""
        if (row := self._current()) is not None:
            call = _Call(self._context.workspace.trash.put, "follow_up", [row.id])
            write_or_tell(self._context, call, f"Moved to the trash: {row.title}")

    def log(self) -> None:
        """Log against the follow-up just done, else the current one, which saving completes."""
        row, self._just_done = self._just_done or self._current(), None
        if row is not None:
            self._context.navigator.open("log", follow_up=row.id)

    def edit(self) -> None:
        """Open the current follow-up."""
        if (row := self._current()) is not None:
            self._context.navigator.open("follow_up", row.id)

    def undo(self) -> None:
        """Take back the last action."""
        self.moved()
        self._context.actions.run("undo")

    def snooze(self) -> None:
        """Ask until when to hide the current follow-up."""
        row = self._current()
        if row is None or self._list is None:
            return
        self._snoozing = row.id
        menu, today = Menu(self._list, once=True), clock.today()
        tomorrow = today + timedelta(days=1)
        monday = today + timedelta(days=7 - today.weekday())
        next_week = monday if monday > tomorrow else monday + timedelta(days=7)
        for text, day in (("&Tomorrow", tomorrow), ("&Next week", next_week)):
            action = menu.add("", self._snooze_chosen, icon="snooze", data=day)
            action.setText(f"{text}\t{show_date(day, today)}")
        menu.add("", self._pick_day, icon="calendar").setText("&Pick a day…")
        if row.group == "snoozed":
            menu.add("", self._snooze_chosen, icon="eye").setText("&Show it again")
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._list.spot())

    def fill_menu(self, menu: Menu) -> None:
        """Put everything that can be done with the current row into a menu."""
        row = self._current()
        wanted = [action.id for action in self.table() if action.id not in ("follow_up_introduction", "follow_up_undo")]
        self._context.actions.fill_menu(menu, wanted)
        if row is not None and row.introduction_id is not None:
            menu.addSeparator()
            menu.add("Open the introduction", self.open_introduction, icon="link", shortcut="I")
        if row is not None and (row.contact_id or row.organisation_id):
            menu.addSeparator()
            menu.add(f"Open {row.contact or row.organisation}", self.open_record, icon="enter")

    def open_introduction(self) -> None:
        """Go to the introduction that the current follow-up asks about."""
        row = self._current()
        if row is not None and row.introduction_id is not None:
            self._context.navigator.open("introductions", introduction=row.introduction_id)

    def open_record(self) -> None:
        """Go to the person or organisation the current follow-up is about."""
        row = self._current()
        if row is not None and row.contact_id is not None:
            self._context.navigator.open("contact", row.contact_id)
        elif row is not None and row.organisation_id is not None:
            self._context.navigator.open("organisation", row.organisation_id)

    @Slot()
    def _snooze_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._snooze_until(action.data())

    @Slot()
    def _pick_day(self) -> None:
        if self._list is None:
            return
        if self._calendar is None:
            # Deferred: Today is what most starts show, and it paints neither calendar nor field.
            from ui.kit.date_field import CalendarPopup

            self._calendar = CalendarPopup(self._list.window())
            self._calendar.picked.connect(self._snooze_until)
        self._calendar.open_at(self._list.spot(), clock.today() + timedelta(days=1))

    @Slot(object)
    def _snooze_until(self, day: date | None) -> None:
        if self._snoozing is None:
            return
        call = _Call(self._context.workspace.followups.snooze, [self._snoozing], day)
        write_or_tell(self._context, call, f"Snoozed until {show_date(day, clock.today())}" if day else "Shown again")

    def _has_introduction(self) -> bool:
        row = self._current()
        return row is not None and row.introduction_id is not None

    def _current(self) -> FollowUpRow | None:
        return self._list.current() if self._list is not None else None


class _Call:
    """A call of a service with its arguments."""

    def __init__(self, run: Callable[..., object], *values: object) -> None:
        self._run, self._values = run, values

    def __call__(self) -> None:
        self._run(*self._values)


class FollowUpList(RowList):
    """Rows of follow-ups: Space or the circle completes, Enter or a click opens; the letters of `FollowUpActions`."""

    def __init__(self, deeds: FollowUpActions, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._deeds = deeds
        self._found: dict[object, FollowUpRow] = {}
        self._keys = {
            Qt.Key.Key_S.value: deeds.snooze,
            Qt.Key.Key_L.value: deeds.log,
            Qt.Key.Key_E.value: deeds.edit,
            Qt.Key.Key_D.value: deeds.drop,
            Qt.Key.Key_I.value: deeds.open_introduction,
            Qt.Key.Key_U.value: deeds.undo,
        }
        self.row_activated.connect(self._edit)
        self.row_toggled.connect(self._done)
        self.delete_requested.connect(self._trash)
        self.menu_requested.connect(self._open_menu)

    def show_follow_ups(self, rows: Sequence[FollowUpRow]) -> None:
        """Show follow-ups."""
        today = clock.today()
        self._found = {row.id: row for row in rows}
        self.set_rows([follow_up_row(row, today) for row in rows])

    def current(self) -> FollowUpRow | None:
        """The follow-up of the current row."""
        return self._found.get(self.current_id())

    def spot(self) -> QPoint:
        """Where something about the current row opens, on the screen."""
        box = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(QPoint(box.center().x(), box.bottom()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        run = self._keys.get(event.key()) if not event.modifiers() else None
        if run is not None:
            self._deeds.take(self)
            run()
            return
        if event.key() != Qt.Key.Key_Space:
            self._deeds.moved()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._deeds.moved()
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._deeds.take(self)

    @Slot(object)
    def _edit(self, wanted: object) -> None:
        self._deeds.take(self)
        self._deeds.edit()

    @Slot(object)
    def _done(self, wanted: object) -> None:
        self._deeds.take(self)
        self._deeds.done()

    @Slot(object)
    def _trash(self, wanted: object) -> None:
        self._deeds.take(self)
        self._deeds.trash()

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        self._deeds.take(self)
        menu = Menu(self, once=True)
        self._deeds.fill_menu(menu)
        menu.popup(spot)
