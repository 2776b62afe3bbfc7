"""The panel beside a list: one record with its head, what is next, its parts, or why it cannot be shown."""

from collections.abc import Sequence
from typing import ClassVar, Generic

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.followups import FollowUpRow
from crm.text import begun
from ui.context import Context
from ui.kit import theme
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button, IconButton, SegmentedControl
from ui.kit.empty_states import ErrorState
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.side_panel import SidePanel
from ui.records.next_follow_up import NextFollowUp
from ui.records.shown import Record


class RecordPanel(SidePanel, Generic[Record]):
    """`show_record(id)` reads and shows one; None shows that none is chosen. `closed` is its cross.

    A feature says what to `read`, what to `build` for it and how to `show` it. With `late` the widgets are made for the
    first record only, so that a list opens without them; with `scrolls` the whole panel scrolls.
    """

    closed = Signal()
    kind: ClassVar[str]
    """The kind of record: whose follow-ups are read, and what may be logged about it."""
    nothing: ClassVar[str]
    """What stands there while no record is chosen."""
    beside: ClassVar[str] = "the list"
    late: ClassVar[bool] = False
    scrolls: ClassVar[bool] = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(f"{begun(self.kind)} beside {self.beside}", parent)
        self.context = context
        self.shown: Record | None = None
        self._error: ErrorState | None = None
        self._nothing = Label(self.nothing, "body", tone="text2", wrap=True)
        self._whole: QWidget | None = None
        self.body.setSpacing(0)
        self.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        if not self.late:
            self._make().hide()

    # -- what a feature says

    def read(self, record_id: int) -> Record:
        """Return the record; raises CrmError where it cannot be read."""
        raise NotImplementedError

    def build(self, column: QVBoxLayout) -> None:
        """Put what shows a record into the column."""
        raise NotImplementedError

    def show_one(self, record: Record, due: Sequence[FollowUpRow]) -> None:
        """Show a record and what is to be done about it."""
        raise NotImplementedError

    # -- building

    def _make(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self.build(column)
        self._whole = scroller(made) if self.scrolls else made
        self.body.addWidget(self._whole, 1)
        return self._whole

    def name_row(self, *buttons: QWidget) -> QHBoxLayout:
        """Return the name with buttons at its right, the cross last."""
        self.name = Label("", "section", elide=True)
        cross = IconButton("x", "Close the panel", size=28, shortcut="Esc")
        cross.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        for button in (*buttons, cross):
            row.addWidget(button)
        return row

    def head(self, avatar: Avatar, *buttons: QWidget) -> QHBoxLayout:
        """Return the avatar, and beside it the name over a line."""
        self.avatar, self.line = avatar, Label("", "body", tone="text2", elide=True)
        first = self.name_row(*buttons)
        first.setSpacing(0)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        texts.addLayout(first)
        texts.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        row.addWidget(avatar)
        row.addLayout(texts, 1)
        return row

    @staticmethod
    def button_row(*buttons: Button) -> QHBoxLayout:
        """Return buttons beside each other, from the left."""
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    # -- showing

    def record_id(self) -> int | None:
        """Return which record is shown."""
        return self.shown.id if self.shown is not None else None

    def show_record(self, record_id: int | None) -> None:
        """Read a record and show it."""
        self._drop_error()
        followups = self.context.workspace.followups
        try:
            found = self.read(record_id) if record_id is not None else None
            due = followups.of(self.kind, record_id) if record_id is not None else []
        except CrmError as error:
            self._show_error(str(error))
            return
        self.shown = found
        self._nothing.setVisible(found is None)
        if found is not None:
            if self._whole is None:
                self._make()
            self.show_one(found, due)
        if self._whole is not None:
            self._whole.setVisible(found is not None)

    def show_name(self, name: str) -> None:
        """Show the name; it names the panel to a screen reader, too."""
        self.setAccessibleName(f"{name}, beside {self.beside}")
        self.name.setText(name)

    def _show_error(self, sentence: str) -> None:
        self.shown = None
        self._nothing.hide()
        if self._whole is not None:
            self._whole.hide()
        self._error = ErrorState(sentence, "Close")
        self._error.acted.connect(self.closed)
        self.body.addWidget(self._error)

    def _drop_error(self) -> None:
        if self._error is not None:
            self.body.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    # -- doing

    def open_about(self, form: str) -> None:
        """Open a form that is about the record shown."""
        if self.shown is not None:
            self.context.navigator.open(form, **{self.kind: self.shown.id})

    def log_about(self) -> None:
        """Log a meeting about the record."""
        self.open_about("log")

    def follow_up_about(self) -> None:
        """Add a follow-up about the record."""
        self.open_about("follow_up")


class TabbedPanel(RecordPanel[Record]):
    """A record's panel with what is next and, behind tabs, its parts; a part is filled when it is turned to."""

    tab_words: ClassVar[Sequence[tuple[str, str]]]
    """The key and the words of each tab."""

    def add_tabs(self, column: QVBoxLayout, pages: Sequence[QWidget]) -> None:
        """Put what is next into the column, and the tabs with a page for each."""
        self._next_id: int | None = None
        self._stale: set[str] = set()
        self.next = NextFollowUp()
        self.next.clicked.connect(self.open_next)
        column.addWidget(self.next)
        self.tabs = SegmentedControl(self.tab_words, f"Parts of the {self.kind}", look="tabs")
        self.tabs.changed.connect(self._turn_to)
        column.addWidget(self.tabs)
        self._pages = QStackedWidget()
        for page in pages:
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)

    def fill_tab(self, key: str, record: Record) -> None:
        """Show the part of a record that is behind a tab."""
        raise NotImplementedError

    def fill_tabs(self, due: Sequence[FollowUpRow]) -> None:
        """Show what is next, and the part that is turned to; the others wait until one turns to them."""
        self._next_id = due[0].id if due else None
        self.next.show_row(due[0] if due else None)
        self._stale = {key for key, _ in self.tab_words}
        self._turn_to(self.tabs.current())

    def open_next(self) -> None:
        """Go to what is next."""
        if self._next_id is not None:
            self.context.navigator.open("follow_up", self._next_id)

    def _turn_to(self, key: str) -> None:
        self._pages.setCurrentIndex([each for each, _ in self.tab_words].index(key))
        if key in self._stale and self.shown is not None:
            self._stale.discard(key)
            self.fill_tab(key, self.shown)
