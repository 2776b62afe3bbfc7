"""Check-in: the door of a huddle. One field, the keyboard alone, and every tick on the disk before the next key."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.attendance import Counts
from crm.changes import Topic
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles.check_in import words as said
from ui.huddles.check_in.actions import CheckInActions
from ui.huddles.check_in.rows import DoorList, DoorRow
from ui.huddles.check_in.search import DoorCard
from ui.huddles.check_in.side_column import SideColumn
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.enter_once import EnterOnce
from ui.kit.label import Label
from ui.kit.page import Page

WIDE, NARROW, NARROW_BELOW = 340, 300, 1100
ARRIVED, LOW_BELOW, MOST_ARRIVED = 130, 700, 200


class CheckInPage(Page):
    """The page of the door of one huddle; see `ui.pages` for what it offers to the window."""

    topics: ClassVar[Topic] = Topic.HUDDLES | Topic.CONTACTS | Topic.ORGANISATIONS

    def __init__(self, context: Context) -> None:
        super().__init__("Check-in")
        self.context = context
        self._id = 0
        self._shown: HuddleDetail | None = None
        self._shut: said.Shut | None = None
        self._pitches: dict[int, datetime] = {}
        self._limit = 5
        self._enter_once = EnterOnce(self)
        self.deeds = CheckInActions(context, self)
        self.door = DoorCard(context)
        self.arrivals = DoorList("Just arrived", focusable=True)
        self.arrived = Card("Just arrived", flush=True)
        self.nobody = Label("People you check in appear here, newest first.", "body", tone="text3", wrap=True)
        self.nobody.setContentsMargins(theme.px(16) - 3, 0, theme.px(16), theme.px(8))
        self.arrived.body.addWidget(self.nobody)
        self.arrived.body.addWidget(self.arrivals, 1)
        self.arrived.body.addStretch()
        self.aside = SideColumn()
        self.states = StateStack(self._build_content())
        self.states.acted.connect(self.open_up)
        self.body.addWidget(self.states)
        self.first_focus = self.door.field
        self._build_buttons()
        self._connect()

    def _build_content(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        left = QVBoxLayout()
        left.setSpacing(theme.px(16))
        left.addWidget(self.door)
        left.addWidget(self.arrived, 1)
        row.addLayout(left, 1)
        row.addWidget(self.aside)
        return content

    def _build_buttons(self) -> None:
        self.undo_button = Button("Undo last", icon="undo", tip="Take the last tick back", shortcut="Ctrl+Z")
        self.undo_button.clicked.connect(self.undo_last)
        self.screen_button = Button("Full screen", icon="maximize", tip="The door alone", shortcut="F11")
        self.screen_button.clicked.connect(self.full_screen)
        self.finish_button = Button(
            "Finish check-in", "primary", icon="check", tip="The huddle was held: go on after it", shortcut="Alt+F"
        )
        self.finish_button.clicked.connect(self.finish)
        for button in (self.undo_button, self.screen_button, self.finish_button):
            self.add_action(button)

    def _connect(self) -> None:
        field = self.door.field
        self.deeds.done.connect(field.empty)
        self.deeds.refused.connect(self.door.set_problem)
        field.textChanged.connect(self._typed)
        field.ticked.connect(self.tick)
        field.turned.connect(self.aside.turn)
        field.escaped.connect(self.escape)
        self.door.list.pressed_row.connect(self._pressed)
        self.door.list.chosen_row.connect(self._chosen)
        self.door.walk_in.checked_in.connect(self._walked_in)
        self.door.walk_in.left.connect(self.door.back)
        self.arrivals.taken_back.connect(self.untick)

    # -- as a page

    def show_target(self, id: int = 0, **_: object) -> None:
        """Remember whose door this is; another one's begins anew."""
        if id != self._id:
            self._id = self.deeds.huddle_id = id
            self.door.walk_in.fill()
            self.door.field.empty()
            if self.door.is_adding():
                self.door.back()

    def reload(self) -> None:
        """Read the huddle and who is there, and show it."""
        workspace = self.context.workspace
        huddle = workspace.huddles.get(self._id)
        was_open = self._shown is not None and self._shut is None
        self._shown, self._shut = huddle, said.shut(huddle)
        self.set_title(f"Check-in: {huddle.row.label}")
        self.set_subtitle(said.subtitle(huddle))
        for button in (self.undo_button, self.finish_button):
            button.setEnabled(self._shut is None)
        if self._shut is not None:
            self.states.show_empty(self._shut.icon, self._shut.sentence, self._shut.action)
            return
        slots = workspace.pitches.agenda(self._id)
        self._pitches = {
            slot.pitch.contact_id: slot.starts for slot in slots if slot.pitch and slot.pitch.contact_id is not None
        }
        counts = workspace.attendance.counts(self._id)
        self._show_arrived(huddle, counts)
        self.aside.show_numbers(counts, workspace.attendance.by_sector(self._id), slots)
        self.undo_button.setEnabled(workspace.attendance.undoes(self._id))
        self._search(keep=True)
        self.states.show_content()
        if not was_open and self.isVisible():
            self._to_field()

    def _show_arrived(self, huddle: HuddleDetail, counts: Counts) -> None:
        people = self.context.workspace.attendance.arrived(self._id, MOST_ARRIVED)
        self.arrivals.show_rows([said.arrived_row(each, huddle.time_zone, self._pitches) for each in people])
        self.arrived.set_count(f"{counts.attended:,}" if counts.attended else "nobody yet")
        self.arrivals.setVisible(bool(people))
        self.nobody.setVisible(not people)

    def page_actions(self) -> list[Action]:
        """Return what can be done at the door."""
        page, here, group = Scope.PAGE, Scope.LIST, "Check-in"
        walk_in = ("Ctrl+Return", "Ctrl+Enter")
        return [
            Action("tick", "Check in the chosen person", self.tick, "check", ("Return",), here, group, "door arrive"),
            Action("walk_in", "Add a walk-in", self.add_walk_in, "user-plus", walk_in, page, group, enabled=self._open),
            Action("apologies", "Apologies", self.apologies, "minus", ("Alt+E",), page, group, enabled=self._open),
            Action("untick", "Take a tick back", self.untick, "undo", ("Del",), here, group, "mistake", deletes=True),
            Action("full_screen", "Full screen", self.full_screen, "maximize", ("F11",), page, group),
            Action("aside_down", "Scroll the numbers", self.scroll_numbers, "arrow-down", ("PgDown",), here, group),
            Action("finish", "Finish check-in", self.finish, "check", ("Alt+F",), page, group, enabled=self._open),
            Action("unlock", "Unlock", self.open_up, "lock", (), page, group, enabled=self._is_locked),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        if self._shut is not None:
            return (self,)
        return (self.door.field, self.arrivals, self.aside.pitches)

    # -- who is meant

    @Slot()
    def _typed(self) -> None:
        self._search()

    def _search(self, *, keep: bool = False) -> None:
        """Show whom the words mean, the best chosen; without words who is still expected, nobody chosen.

        With `keep` the person who was chosen stays so: Enter never means somebody else than the eye has just read.
        """
        if self._shown is None or self._shut is not None:
            return
        text = self.door.field.text()
        found = self.context.workspace.attendance.candidates(self._id, text, self._limit)
        rows = [said.candidate_row(each, self._shown.time_zone, self._pitches) for each in found]
        caption = ""
        if not text.strip():
            caption = "Still expected" if rows else "Nobody else is expected. Type the name of whoever comes in."
        rows.append(said.add_row(text))
        self.door.show_rows(rows, said.first_not_in(rows) if text.strip() else -1, caption, keep=keep)

    def _row(self) -> DoorRow | None:
        row = self.door.list.current_row()
        return row if row is not None and self._open() else None

    # -- deeds

    @Slot()
    def tick(self) -> None:
        """Check in the chosen person, and be ready for the next one."""
        row = self._row()
        if row is not None and row.state == "add":
            self.add_walk_in()
        elif row is not None:
            self.deeds.tick(row)

    @Slot()
    def add_walk_in(self) -> None:
        """Open the form of a walk-in with what is typed."""
        if self._open() and not self.door.is_adding():
            self.door.add(self._id)

    @Slot(object)
    def _walked_in(self, contact: int) -> None:
        self._enter_once.closed()
        self.deeds.walked_in(contact)

    @Slot()
    def apologies(self) -> None:
        """Note that the chosen person sent apologies."""
        row = self._row()
        self.deeds.apologies(row if row is not None and row.state != "add" else None)

    @Slot()
    def untick(self) -> None:
        """Take back the tick of the person chosen among those who arrived."""
        row = self.arrivals.current_row()
        if row is not None and self.deeds.take_back(row):
            self._to_field()

    @Slot()
    def undo_last(self) -> None:
        """Take the last tick back, as Ctrl+Z does."""
        self.context.actions.run("undo")
        self._to_field()

    @Slot()
    def finish(self) -> None:
        """Mark the huddle held, and go on to what comes after it."""
        if self._shown is not None:
            self.deeds.finish(self._shown)

    @Slot()
    def open_up(self) -> None:
        """Do what the door needs to be open."""
        if self._shut is not None:
            self.deeds.open_up(self._shut)

    # -- the window

    @Slot()
    def full_screen(self) -> None:
        """Give the whole screen to the door, or take it back."""
        self._set_full_screen(not self.window().isFullScreen())
        self._to_field()

    def _set_full_screen(self, full: bool) -> None:
        window, bit = self.window(), Qt.WindowState.WindowFullScreen
        window.setWindowState(window.windowState() | bit if full else window.windowState() & ~bit)
        self.screen_button.setText("Leave full screen" if full else "Full screen")

    @Slot()
    def escape(self) -> None:
        """Empty the field; from an empty one leave the full screen."""
        if self.door.field.text():
            self.door.field.empty()
        elif self.window().isFullScreen():
            self.full_screen()

    @Slot()
    def scroll_numbers(self) -> None:
        """Scroll the numbers at the right by a page."""
        self.aside.turn(1)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the screen back when another page comes: only the door needs it whole."""
        if not event.spontaneous() and self.window().isFullScreen():
            self._set_full_screen(False)
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many people as there is room for, and the numbers as broad as they can be."""
        super().resizeEvent(event)
        self.aside.setFixedWidth(theme.px(NARROW if self.width() < theme.px(NARROW_BELOW) else WIDE))
        height = self.height() - theme.px(104)
        self.aside.set_low(height < theme.px(LOW_BELOW))
        # One row is the walk-in's.
        limit = self.door.rows_in(height - theme.px(ARRIVED)) - 1
        if limit != self._limit:
            self._limit = limit
            self._search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send what is typed anywhere to the field."""
        typed, field = event.text(), self.door.field
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Escape and plain and self._shut is None:
            self._to_field()
            self.escape()
        elif plain and typed.strip() and typed.isprintable() and self._open() and not self.door.is_adding():
            self._to_field()
            field.end(False)
            field.insert(typed)
        else:
            super().keyPressEvent(event)

    # -- inside

    @Slot(object)
    def _pressed(self, row: DoorRow) -> None:
        self.tick()
        if not self.door.is_adding():
            self._to_field()

    @Slot(object)
    def _chosen(self, row: DoorRow) -> None:
        """Keep the keyboard with the field after a click on a row found."""
        self._to_field()

    def _to_field(self) -> None:
        self.door.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> bool:
        return self._shown is not None and self._shut is None

    def _is_locked(self) -> bool:
        return self._shut is not None and self._shut.way_on == "unlock"
