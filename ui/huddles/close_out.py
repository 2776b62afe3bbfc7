"""The close-out list: what is to be done after a huddle, each step opening the right people with the action ready."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QApplication

from crm import clock, dates
from crm.huddles import HuddleDetail
from crm.huddles.close_out import FIRST_TIMERS, HANDS, LOCK, NEXT, NO_SHOWS, THANK, TICKED, UNMATCHED, CloseOutStep
from ui.context import Context
from ui.kit.actions import Action, Scope
from ui.kit.card import Card
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records.clipboard import copy_addresses
from ui.records.link_opener import open_letter
from ui.records.service_calls import write_or_tell

SHOWN = {THANK: "attended", NO_SHOWS: "no_shows", FIRST_TIMERS: "first", LOCK: "unmarked"}
"""The filter that shows the people of a step."""
LETTERS = (THANK, NO_SHOWS, FIRST_TIMERS)


class ClosingCard(Card):
    """Enter or a click opens a step: its people are shown and chosen, its letter is offered. Space ticks it."""

    people_wanted = Signal(str)
    hands_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("To close", flush=True)
        self.context = context
        self._huddle: HuddleDetail | None = None
        self._steps: dict[str, CloseOutStep] = {}
        self._letter = ""
        self.list = RowList("To close")
        self.list.row_activated.connect(self._open)
        self.list.row_toggled.connect(self._toggle)
        self.list.menu_requested.connect(self._menu_at)
        self.body.addWidget(self.list)

    def table_of(self) -> list[Action]:
        """Return what can be done with the list."""
        here, group = Scope.LIST, "To close"
        return [
            Action("close_open", "Open the step", self._open_current, "enter", ("Return",), here, group),
            Action("close_tick", "Tick the step", self._toggle_current, "check", ("Space",), here, group, "done"),
        ]

    def show_huddle(self, huddle: HuddleDetail) -> None:
        """Show the steps of a huddle."""
        self._huddle = huddle
        steps = self.context.workspace.close_out.steps(huddle.id)
        self._steps = {step.key: step for step in steps}
        done = sum(step.done for step in steps)
        self.set_count(f"{done} of {len(steps)} done")
        self.list.set_rows([_row(step) for step in steps])

    @Slot()
    def _open_current(self) -> None:
        self._open(self.list.current_id())

    @Slot()
    def _toggle_current(self) -> None:
        self._toggle(self.list.current_id())

    @Slot(object)
    def _open(self, wanted: object) -> None:
        """Open the people or the place of a step, with what is to be done ready."""
        step = self._steps.get(str(wanted))
        if step is None or self._huddle is None:
            return
        if step.key == LOCK:
            self._lock()
        elif step.key == UNMATCHED:
            self.context.navigator.open("attendance_review", self._huddle.id)
        elif step.key == HANDS:
            self._follow_up(step)
        elif step.key == NEXT:
            self._next(step)
        else:
            self.people_wanted.emit(SHOWN[step.key])
            self._offer_letter(step.key)

    @Slot(object)
    def _toggle(self, wanted: object) -> None:
        step = self._steps.get(str(wanted))
        if step is None or self._huddle is None:
            return
        close_out, huddle = self.context.workspace.close_out, self._huddle.id
        if step.is_ticked:
            write_or_tell(self.context, lambda: close_out.undo_step(huddle, step.key), f"Not done: {step.title}")
        elif step.key in TICKED and not step.done:
            write_or_tell(self.context, lambda: close_out.done(huddle, step.key), f"Done: {step.title}")
        else:
            self._open(step.key)

    @Slot(object, QPoint)
    def _menu_at(self, wanted: object, spot: QPoint) -> None:
        step = self._steps.get(str(wanted))
        if step is None:
            return
        menu = Menu(self, once=True)
        menu.add("Open", self._open_current, icon="enter", shortcut="↵")
        if step.key in LETTERS:
            self._fill_letter(menu, step.key)
        if step.key in TICKED:
            menu.addSeparator()
            menu.add("Not done" if step.is_ticked else "Done", self._toggle_current, icon="check", shortcut="Space")
        menu.popup(spot)

    # -- what each step does

    def _lock(self) -> None:
        if self._huddle is None:
            return
        huddles, id_ = self.context.workspace.huddles, self._huddle.id
        if self._huddle.row.is_locked:
            write_or_tell(self.context, lambda: huddles.unlock(id_), "Unlocked: what the lock settled is open again")
        else:
            write_or_tell(
                self.context, lambda: huddles.lock(id_), "Locked: who registered and was not seen is a no-show"
            )

    def _follow_up(self, step: CloseOutStep) -> None:
        hands, raised = self.context.workspace.hands, step.ids
        if raised:
            said = f"{len(raised)} follow-up{'' if len(raised) == 1 else 's'} added, the hands are settled"
            write_or_tell(self.context, lambda: hands.follow_up(raised), said)

    def _next(self, step: CloseOutStep) -> None:
        if step.ids:
            self.context.navigator.open("huddle", step.ids[0])
        elif self._huddle is not None:
            self.context.navigator.open("plan_huddle", series=self._huddle.row.series_id)

    def _offer_letter(self, key: str) -> None:
        menu = Menu(self, once=True)
        self._fill_letter(menu, key)
        box = self.list.visualRect(self.list.currentIndex())
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.list.viewport().mapToGlobal(box.bottomLeft()))

    def _fill_letter(self, menu: Menu, key: str) -> None:
        self._letter = key
        menu.add("Copy the letter", self._copy_letter, icon="copy")
        menu.add("Copy their addresses", self._copy_addresses, icon="mail")
        menu.add("Write in the mail program", self._write_letter, icon="send")

    @Slot()
    def _copy_letter(self) -> None:
        if self._huddle is not None:
            letter = self.context.workspace.close_out.letter(self._huddle.id, self._letter)
            QApplication.clipboard().setText(f"{letter.subject}\n\n{letter.body}")
            self.context.toasts.say("The letter is copied")

    @Slot()
    def _copy_addresses(self) -> None:
        copy_addresses(self.context, *self._recipients())

    @Slot()
    def _write_letter(self) -> None:
        if self._huddle is None:
            return
        letter = self.context.workspace.close_out.letter(self._huddle.id, self._letter)
        open_letter(self.context, letter, *self._recipients())

    def _recipients(self) -> tuple[list[str], int]:
        people = self._steps[self._letter].contact_ids
        found = self.context.workspace.close_out.recipients(people)
        return [each.value for each in found.addresses], len(found.without)


def _row(step: CloseOutStep) -> ListRow:
    """Return a step as a row: what, how many it is about, until when."""
    late = step.due is not None and not step.done and step.count > 0
    note = f"{step.count:,}" if step.count and not step.done else ""
    under = ""
    if late and step.due is not None:
        over = step.due < clock.now()
        under = "overdue" if over else f"by {dates.show_day(step.due.date(), clock.today())}"
    said = ", ".join(filter(None, (step.title, "done" if step.done else "to do", note, under)))
    return ListRow(
        step.key,
        step.title,
        tick=step.done,
        note=note,
        under=under,
        speech=said,
    )
