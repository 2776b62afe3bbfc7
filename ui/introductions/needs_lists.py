"""The columns of the board of needs and offers: lists that hand letters and sideways arrows on, each in its card."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView

from crm.needs import NeedRow
from ui.introductions.needs_words import need_row
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.page import scroller
from ui.kit.rows import ListRow, RowList

Deed = Callable[[], object]


class BoardList(RowList):
    """One column's rows. Left and Right: `sideways(-1 or 1)`; the keyboard arrives: `focused`; `keys` are its letters.

    With `clicks` off a click only makes a row current, for rows whose Enter writes something.
    """

    sideways = Signal(int)
    focused = Signal()

    def __init__(self, name: str, *, clicks: bool = True) -> None:
        super().__init__(name)
        self._clicks = clicks
        self.keys: Mapping[Qt.Key, Deed] = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in self.keys:
            self.keys[key]()
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._clicks:
            super().mouseReleaseEvent(event)
        else:
            QListView.mouseReleaseEvent(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class Column(Card):
    """A list that scrolls under its title; `acted` is the action of what stands in for it."""

    acted = Signal()

    def __init__(self, name: str, rows: BoardList) -> None:
        super().__init__(name, flush=True)
        self.list = rows
        self.states = StateStack(scroller(rows))
        self.states.acted.connect(self.acted)
        self.body.addWidget(self.states)

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show rows with their number; the current one stays."""
        self.list.set_rows(rows)
        self.set_count(f"{len(rows):,}" if rows else "")
        self.states.show_content()


class NeedsColumn(Column):
    """Needs or offers, as records under their rows."""

    def __init__(self, name: str) -> None:
        super().__init__(name, BoardList(name))
        self._rows: dict[int, NeedRow] = {}

    def show_needs(self, rows: Sequence[NeedRow], chosen: NeedRow | None) -> None:
        """Show them; one may be `chosen`: its pairs are shown alone."""
        self._rows = {row.id: row for row in rows}
        self.show_rows([need_row(row, chosen=chosen is not None and row.id == chosen.id) for row in rows])

    def row(self, wanted: object) -> NeedRow | None:
        """Return the one shown under an id."""
        return self._rows.get(wanted) if isinstance(wanted, int) else None

    def current(self) -> NeedRow | None:
        """Return the current one."""
        return self.row(self.list.current_id())
