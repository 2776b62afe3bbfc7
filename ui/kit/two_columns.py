"""Two columns of cards beside each other, or one under the other where there is no room."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme

NARROW_BELOW = 860


class TwoColumns(QWidget):
    """Put cards in with `add_left` and `add_right`; the left column takes `share` per cent.

    Below 860 design pixels, or when nothing is shown at the right, one column takes the whole width.
    """

    def __init__(self, share: int = 63, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(16))
        self._sides: list[QWidget] = []
        for part in (share, 100 - share):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.px(16))
            column.addStretch(1)
            self._sides.append(side)
            self._row.addWidget(side, part)

    def add_left(self, card: QWidget) -> None:
        """Put a card under those at the left."""
        self._add(0, card)

    def add_right(self, card: QWidget) -> None:
        """Put a card under those at the right."""
        self._add(1, card)

    def fit(self) -> None:
        """Let a side without anything shown give its room to the other."""
        for side in self._sides:
            cards = [child for child in side.children() if isinstance(child, QWidget)]
            side.setVisible(any(not card.isHidden() for card in cards))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow cards that are shown or hidden."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.fit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the columns where there is no room for both."""
        narrow = self.width() < theme.px(NARROW_BELOW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)

    def _add(self, number: int, card: QWidget) -> None:
        column = self._sides[number].layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, card)
        card.installEventFilter(self)
