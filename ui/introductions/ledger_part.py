"""The ledger: every introduction, who takes part, how it stands, and what came of it."""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm import clock
from crm.errors import CrmError
from crm.introductions import IntroductionRow, LedgerFilter
from ui.context import Context
from ui.introductions import words
from ui.introductions.actions import IntroductionActions
from ui.introductions.columns import COLUMNS, REASON
from ui.introductions.page_part import PagePart
from ui.introductions.panel import IntroductionPanel
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.fields import ChoiceField, SearchField
from ui.kit.menu import Menu
from ui.kit.side_panel import PanelHost
from ui.kit.table import TableView
from ui.records.clipboard import put_table
from ui.records.service_calls import write_or_tell

PANEL_AFTER_MS = 40


class LedgerFilters(QWidget):
    """One row of fields; `changed` says that something else is to be shown, `left_down` that Down left the search."""

    changed = Signal()
    left_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("Find in the ledger", "Name, organisation or reason")
        self.status = ChoiceField("Status", words.STATUSES)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.search, 2)
        row.addWidget(self.status, 1)
        row.addStretch(1)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.changed)
        self.search.searched.connect(self._edited)
        self.search.left_down.connect(self.left_down)
        self.status.edited.connect(self._edited)

    def shown(self) -> LedgerFilter:
        """Return the filter as it is set."""
        return LedgerFilter(self.search.text().strip(), self.status.value())

    def narrows(self) -> bool:
        """Say whether anything is left out."""
        return self.shown() != LedgerFilter()

    def clear(self) -> None:
        """Leave nothing out."""
        self.search.set_quietly("")
        self.status.set_value("")

    @Slot()
    def _edited(self) -> None:
        self._later.start()


class LedgerSource(msgspec.Struct, frozen=True):
    """Introductions as they were read."""

    rows: Sequence[IntroductionRow]

    def count(self) -> int:
        return len(self.rows)

    def page(self, offset: int, limit: int) -> Sequence[IntroductionRow]:
        return self.rows[offset : offset + limit]

    def index_of(self, record: int) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.id == record), None)


class LedgerPart(PagePart):
    """The introductions as a table, one of them beside it; letters act on the current one wherever the keyboard is."""

    flush: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows: Sequence[IntroductionRow] = ()
        self._sort, self._wanted = ("newest", True), 0
        self.filters = LedgerFilters()
        self.table = TableView(COLUMNS, words.sentence, "Introductions")
        self.deeds = IntroductionActions(context, self.current, self._spot, self)
        self.panel = IntroductionPanel(context, self.deeds)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.states = StateStack(card, skeleton_rows=8)
        self._following = QTimer(self, singleShot=True, interval=PANEL_AFTER_MS)
        new = Button("New introduction", icon="plus", tip="New introduction", shortcut="Ctrl+N")
        new.clicked.connect(self.new)
        self.header = (new,)
        self._build()
        self._connect()

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(24), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(self.filters)
        column.addWidget(self.states, 1)
        self.host = PanelHost(content, self.panel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.host)

    def _connect(self) -> None:
        self.filters.changed.connect(self.reload)
        self.filters.left_down.connect(self.take_focus)
        self.table.row_activated.connect(self.open_panel)
        self.table.panel_requested.connect(self.toggle_panel)
        self.table.delete_requested.connect(self.trash)
        self.table.menu_requested.connect(self._open_menu)
        self.table.sort_requested.connect(self._sort_by)
        self.table.current_changed.connect(self._current_moved)
        self._following.timeout.connect(self._fill_panel)
        self.panel.closed.connect(self.host.close_panel)
        self.states.acted.connect(self._state_acted)

    # -- as a part

    def show_target(self, introduction: int | None = None, **_: Any) -> None:
        """Remember to show one introduction, whatever the filter."""
        self._wanted = introduction or 0
        if introduction is not None:
            self.filters.clear()

    @Slot()
    def reload(self) -> None:
        """Read the ledger and show it; the current row stays."""
        try:
            self.rows = self.context.workspace.introductions.ledger(self.filters.shown(), *self._sort)
        except CrmError as error:
            self.states.show_error(str(error))
            return
        self.table.set_source(LedgerSource(self.rows), to_top=False)
        self.table.set_sort(*self._sort)
        self._tell()
        if self._wanted:
            if self.table.select_id(self._wanted):
                self.host.open_panel()
            self._wanted = 0
        elif self.rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        if self.host.is_open():
            self._fill_panel()
        self.told.emit()

    def summary(self) -> str:
        """Return how many are shown, to be made and to be asked about."""
        today = clock.today()
        to_make = sum(row.made_on is None for row in self.rows)
        due = sum(row.check_on is not None and row.check_on < today for row in self.rows)
        return words.summary(len(self.rows), to_make, due)

    def part_actions(self) -> list[Action]:
        """Return what can be done with the ledger."""
        page, here, group = Scope.PAGE, Scope.LIST, "Introductions"
        return [
            Action("introduce", "New introduction", self.new, "plus", ("Ctrl+N",), page, group, "create add"),
            Action("follow_up", "Add a follow-up", self.follow_up, "bell", ("Ctrl+Shift+F",), page, group),
            Action("find", "Find in the ledger", self.to_search, "search", ("Ctrl+F",), page, group, "filter"),
            Action("open_record", "Open beside the ledger", self.open_panel, "enter", ("Return",), here, group),
            Action("panel", "Side panel", self.toggle_panel, "columns", ("Space",), here, group),
            *self.deeds.table_of(),
            Action("copy", "Copy the selected rows", self.copy_rows, "copy", ("Ctrl+C",), page, group),
            Action("trash", "Move to trash", self.trash, "trash", ("Del",), here, group, "delete remove", deletes=True),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return (self.table, self.filters, self.panel) if self.host.is_open() else (self.table, self.filters)

    @Slot()
    def take_focus(self) -> None:
        """Give the keyboard to the table, or to what stands in for it."""
        there = self.states.showing() == "content"
        (self.table if there else self.filters.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.deeds.take_key(event):
            super().keyPressEvent(event)

    # -- what is shown

    def current(self) -> IntroductionRow | None:
        """Return the introduction of the current row."""
        row = self.table.current_row()
        return row if isinstance(row, IntroductionRow) else None

    def to_search(self) -> None:
        """Go to the field that filters."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def open_panel(self) -> None:
        """Show the current introduction beside the ledger, with the keyboard on its parties."""
        if self.current() is not None:
            self._fill_panel()
            self.host.open_panel(focus=True)
            self.panel.parties.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def toggle_panel(self) -> None:
        """Show the current introduction beside the ledger, or hide it."""
        if self.host.is_open():
            self.host.close_panel()
        elif self.current() is not None:
            self._fill_panel()
            self.host.open_panel()

    @Slot()
    def _current_moved(self) -> None:
        if self.host.is_open():
            self._following.start()

    @Slot()
    def _fill_panel(self) -> None:
        row = self.current()
        self.panel.show_record(row.id if row is not None else None)

    @Slot(str, bool)
    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = (key, descending)
        self.reload()

    def _tell(self) -> None:
        if self.rows:
            self.states.show_content()
        elif self.filters.narrows():
            self.states.show_empty("search", "No introduction matches this filter.", "Clear the filter")
        else:
            self.states.show_empty(
                "link", "Nobody was introduced to anybody yet. Bring two people together.", "New introduction", "Ctrl+N"
            )

    @Slot()
    def _state_acted(self) -> None:
        if self.states.showing() == "empty" and not self.filters.narrows():
            self.new()
            return
        if self.states.showing() == "empty":
            self.filters.clear()
        self.reload()
        self.take_focus()

    # -- what is done

    @Slot()
    def new(self) -> None:
        """Open the form of a new introduction."""
        self.context.navigator.open("new_introduction")

    def follow_up(self) -> None:
        """Add a follow-up about the current introduction."""
        row = self.current()
        about = {} if row is None else {"introduction": row.id, "contact": row.parties[0].contact_id}
        self.context.navigator.open("follow_up", **about)

    def copy_rows(self) -> None:
        """Copy the selected rows, as text and as a table."""
        chosen = set(self.table.selected_ids())
        rows = [row for row in self.rows if row.id in chosen]
        if rows:
            put_table((*COLUMNS, REASON), rows)
            self.context.toasts.say(f"{len(rows):,} introduction{'' if len(rows) == 1 else 's'} copied")

    @Slot()
    def trash(self) -> None:
        """Move the selected introductions to the trash."""
        ids = [int(str(each)) for each in self.table.selected_ids()]
        if not ids:
            return
        row, trash = self.current(), self.context.workspace.trash
        said = f"“{row.reason}”" if row is not None and len(ids) == 1 else f"{len(ids):,} introductions"
        write_or_tell(self.context, lambda: trash.put("introduction", ids), f"Moved to the trash: {said}")

    def _spot(self) -> QPoint:
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.isAncestorOf(focus):
            return self.panel.spot()
        box = self.table.visualRect(self.table.currentIndex())
        return self.table.viewport().mapToGlobal(QPoint(theme.px(160), box.bottom()))

    @Slot(object, QPoint)
    def _open_menu(self, _record: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        menu.add("Open beside the ledger", self.open_panel, icon="enter", shortcut="↵")
        self.deeds.fill_menu(menu)
        menu.addSeparator()
        menu.add("Move to trash", self.trash, icon="trash", shortcut="Del")
        menu.popup(spot)
