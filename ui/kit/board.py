"""The board: columns of cards that are moved by the mouse, by keys and by menu. It knows nothing of what they are."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.board_column import CardList
from ui.kit.board_model import CARD_MIME, LAST, BoardCard, BoardColumn
from ui.kit.board_paint import ColumnHead
from ui.kit.board_slot import BoardSlot, CardQuestion

__all__ = ["CARD_MIME", "LAST", "Board", "BoardCard", "BoardColumn", "CardQuestion"]


class Board(QWidget):
    """Columns side by side, slots below each other at the right. At most one card of all is current.

    Nothing moves by itself: a drop or Ctrl+Shift with an arrow says `moved(card, column, place)`, counted without
    the card, `LAST` for the end. Enter or a double click: `card_activated(card)`; the menu key or a right click:
    `menu_requested(card, global position)`; N: `new_requested(column, card or None)`; Delete:
    `delete_requested(card)`; a click on a slot: `slot_activated(column)`; `current_changed(card or None)`.
    """

    card_activated = Signal(object)
    menu_requested = Signal(object, QPoint)
    moved = Signal(object, object, int)
    new_requested = Signal(object, object)
    delete_requested = Signal(object)
    slot_activated = Signal(object)
    current_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._columns: list[BoardColumn] = []
        self._slots: list[BoardColumn] = []
        self.heads: list[ColumnHead] = []
        self.lists: list[CardList] = []
        self.slots: list[BoardSlot] = []
        self._entering = False
        self._question: tuple[CardQuestion, int] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(16))
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, theme.px(42), 0, 0)
        side.setSpacing(theme.px(8))
        side.addStretch(1)
        self._row.addWidget(self._side)

    # -- what is shown

    def set_columns(self, columns: Sequence[BoardColumn]) -> None:
        """Show columns and their cards; the current card stays current in whatever column it is now."""
        chosen, focused, lane = self.current_card(), self.has_focus(), self._lane()
        self._entering = True
        try:
            self._columns = [each for each in columns if not each.slot]
            self._slots = [each for each in columns if each.slot]
            self._make_parts()
            for number, column in enumerate(self._columns):
                share = number / max(1, len(self._columns) - 1)
                self.heads[number].show_column(column, share)
                self.lists[number].show_cards(column.cards)
                self.lists[number].setAccessibleName(_spoken(column))
            for slot, column in zip(self.slots, self._slots, strict=True):
                slot.show_column(column)
        finally:
            self._entering = False
        if chosen is None or not self.choose(chosen):
            self._settle(lane)
        elif focused and self._question is None:
            self.take_focus()
        self._keep_question()

    def columns(self) -> list[BoardColumn]:
        """Return the columns shown, slots left out."""
        return list(self._columns)

    def current_card(self) -> int | None:
        """Return the current card, None without one."""
        return next((card for each in self.lists if (card := each.current_card()) is not None), None)

    def current_column(self) -> int | None:
        """Return the column that has the keyboard or the current card, None on an empty board."""
        return self._columns[self._lane()].id if self._columns else None

    def choose(self, card: object) -> bool:
        """Make a card current and show it; False where it is not on the board."""
        return any(each.choose(card) for each in self.lists)

    def has_focus(self) -> bool:
        """Say whether a column has the keyboard."""
        return any(each.hasFocus() for each in self.lists)

    def take_focus(self) -> None:
        """Give the keyboard to the current card, else to the first there is."""
        if self.lists:
            self.lists[self._lane()].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- asking on a card

    def ask(self, question: CardQuestion, card: int) -> None:
        """Ask over a card; what was asked before is taken away."""
        self.stop_asking()
        self.choose(card)
        self._question = (question, card)
        self._keep_question()
        question.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_asking(self) -> None:
        """Take the question away and give the keyboard back to the cards."""
        if self._question is None:
            return
        question, card = self._question
        self._question = None
        for each in self.lists:
            each.release()
        question.hide()
        question.deleteLater()
        self.choose(card)
        self.take_focus()

    def _keep_question(self) -> None:
        if self._question is None:
            return
        question, card = self._question
        home = next((each for each in self.lists if each.cards.row_of(card) >= 0), None)
        if home is None:  # it was moved or deleted meanwhile
            self.stop_asking()
            return
        for each in self.lists:
            each.release()
        home.hold(question, card)

    # -- parts

    def _make_parts(self) -> None:
        while len(self.lists) < len(self._columns):
            self._add_column()
        for number, (head, cards) in enumerate(zip(self.heads, self.lists, strict=True)):
            if number >= len(self._columns):
                cards.show_cards(())
            column = head.parentWidget()
            if column is not None:
                column.setVisible(number < len(self._columns))
        while len(self.slots) < len(self._slots):
            slot = BoardSlot()
            slot.dropped.connect(self._dropped_in_slot)
            slot.clicked.connect(self._slot_clicked)
            self.slots.append(slot)
            layout = self._side.layout()
            if isinstance(layout, QVBoxLayout):
                layout.insertWidget(len(self.slots) - 1, slot)
        for slot in self.slots[len(self._slots) :]:
            slot.setParent(None)
            slot.deleteLater()
        del self.slots[len(self._slots) :]
        self._side.setVisible(bool(self._slots))

    def _add_column(self) -> None:
        whole, head, cards = QWidget(), ColumnHead(), CardList()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(head)
        column.addWidget(cards, 1)
        self._row.insertWidget(len(self.lists), whole, 1)
        self.heads.append(head)
        self.lists.append(cards)
        cards.opened.connect(self.card_activated)
        cards.menu_wanted.connect(self.menu_requested)
        cards.left.connect(self._go_sideways)
        cards.pushed.connect(self.push)
        cards.new_wanted.connect(self._new_wanted)
        cards.deleted.connect(self.delete_requested)
        cards.dropped.connect(self._dropped)
        cards.entered.connect(self._entered)

    def _lane(self) -> int:
        """The number of the column with the current card, else with the keyboard, else the first that has cards."""
        shown = self.lists[: len(self._columns)]
        for test in (_has_current, CardList.hasFocus, _has_cards):
            found = next((number for number, each in enumerate(shown) if test(each)), -1)
            if found >= 0:
                return found
        return 0

    def _settle(self, lane: int) -> None:
        """Choose the card nearest to one that is gone, so that the keyboard is somewhere."""
        shown = self.lists[: len(self._columns)]
        if shown and not any(map(_has_current, shown)):
            home = shown[min(lane, len(shown) - 1)]
            home = home if home.cards.rows else next(filter(_has_cards, shown), home)
            if home.cards.rows:
                home.choose_row(max(0, home.row_at_height(0)))
        self.current_changed.emit(self.current_card())

    # -- keys

    @Slot()
    def _entered(self) -> None:
        sender = self.sender()
        if self._entering or not isinstance(sender, CardList):
            return
        for each in self.lists:
            if each is not sender:
                each.forget()
        self.current_changed.emit(sender.current_card())

    @Slot(int)
    def _go_sideways(self, step: int) -> None:
        lane = self._lane()
        target = lane + step
        if not 0 <= target < len(self._columns):
            return
        row = self.lists[target].row_at_height(self.lists[lane].height_of_current())
        self.lists[lane].forget()
        if row >= 0:
            self.lists[target].choose_row(row)
        self.lists[target].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int, int)
    def push(self, columns: int, places: int) -> None:
        """Ask for the current card to be moved along the columns, or up and down its own."""
        card, lane = self.current_card(), self._lane()
        if card is None:
            return
        if places:
            row = self.lists[lane].cards.row_of(card) + places
            if 0 <= row < self.lists[lane].cards.rowCount():
                self.moved.emit(card, self._columns[lane].id, row)
            return
        every = [*self._columns, *self._slots]
        if 0 <= lane + columns < len(every):
            self.moved.emit(card, every[lane + columns].id, LAST)

    @Slot()
    def _new_wanted(self) -> None:
        self.new_requested.emit(self.current_column(), self.current_card())

    # -- drops

    @Slot(object, int)
    def _dropped(self, card: int, place: int) -> None:
        sender = self.sender()
        if isinstance(sender, CardList):
            self.moved.emit(card, self._columns[self.lists.index(sender)].id, place)

    @Slot(object)
    def _dropped_in_slot(self, card: int) -> None:
        sender = self.sender()
        if isinstance(sender, BoardSlot):
            self.moved.emit(card, sender.column.id, LAST)

    @Slot()
    def _slot_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, BoardSlot):
            self.slot_activated.emit(sender.column.id)


def _has_current(each: CardList) -> bool:
    return each.currentIndex().isValid()


def _has_cards(each: CardList) -> bool:
    return bool(each.cards.rows)


def _spoken(column: BoardColumn) -> str:
    count = len(column.cards)
    cards = f"{count:,} card{'' if count == 1 else 's'}" if count else "empty: drop here or press N"
    return ", ".join(filter(None, (column.name, cards, column.total, column.tip)))
