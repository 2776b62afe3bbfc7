"""What can be done with several selected rows; it appears when there are two or more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import painting, theme
from ui.kit.buttons import Button, IconButton
from ui.kit.label import Label


class SelectionBar(QWidget):
    """Count, "Select all", the buttons added with `add`, and a cross that says `cleared`. Hidden below two."""

    cleared = Signal()
    all_wanted = Signal()

    def __init__(self, noun: str = "contacts", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._noun = noun
        self.setAccessibleName("Selection")
        self._count = Label("", "strong")
        self._all = Button("", "ghost")
        self._all.clicked.connect(self.all_wanted)
        self._clear = IconButton("x", "Clear the selection", shortcut="Esc")
        self._clear.clicked.connect(self.cleared)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(14), theme.px(6), theme.px(6), theme.px(6))
        self._row.setSpacing(theme.px(4))
        self._row.addWidget(self._count)
        self._row.addWidget(self._all)
        self._row.addStretch(1)
        self._row.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def add(self, button: Button) -> Button:
        """Put a button before the cross."""
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def set_selected(self, selected: int, total: int) -> None:
        """Show how many of the rows are selected."""
        self._count.setText(f"{selected:,} selected" if selected < total else f"All {total:,} {self._noun} selected")
        self._all.setText(f"Select all {total:,}")
        self._all.setVisible(selected < total)
        self._all.updateGeometry()
        self.setVisible(selected >= 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 8, "accent_soft", "accent")
