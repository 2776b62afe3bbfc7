"""Which huddle an attendance file is of, where its day does not tell: one of those there are, or a new one."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.attendance.huddle_matching import FileHuddles
from crm.errors import NotFound
from crm.huddles import HuddleRow
from ui.context import Context
from ui.huddles.review import words
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.rows import RowList
from ui.kit.two_columns import TwoColumns


class ReviewHuddle(QWidget):
    """Says `chosen` with a huddle's id, or `wanted` with the day of a new one (None where the file names no day)."""

    chosen = Signal(object)
    wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.why = Label("", "body", tone="text2", wrap=True)
        self.list = RowList("Huddles the file may be of")
        self.list.row_activated.connect(self._choose)
        card = Card("Which huddle is this of?", flush=True)
        self.why.setContentsMargins(theme.px(13), 0, theme.px(13), theme.px(8))
        keys = Label("Enter or 1, 2, 3 chooses", "secondary", tone="text3")
        keys.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), 0)
        for part in (self.why, self.list, keys):
            card.body.addWidget(part)
        self.first_focus: QWidget = self.list
        columns = TwoColumns()
        columns.add_left(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroller(columns))

    def ask(self, of: FileHuddles) -> None:
        """Ask about a file."""
        rows = {id_: row for id_ in (*of.of_its_days, *of.others) if (row := self._row(id_)) is not None}
        self.why.setText(words.which_huddle(of))
        self.list.set_rows(words.huddle_choices(of, rows))
        self.list.select_row(0)

    def _row(self, huddle_id: int) -> HuddleRow | None:
        try:
            return self._context.workspace.huddles.get(huddle_id).row
        except NotFound:  # erased since the file was read
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 choose."""
        place = event.key() - Qt.Key.Key_1
        rows = self.list.rows()
        if 0 <= place < min(len(rows), 9) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._choose(rows[place].id)
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _choose(self, choice: object) -> None:
        if isinstance(choice, int):
            self.chosen.emit(choice)
        elif isinstance(choice, tuple):
            day = choice[1]
            self.wanted.emit(day if isinstance(day, date) else None)
