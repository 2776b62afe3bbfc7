"""What the marks of the grid mean, all that can appear; in as many lines as the width asks for."""

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm.attendance.grid_records import BEFORE, WORDS
from ui.kit import painting, theme
from ui.kit.flow import FlowLayout
from ui.kit.label import Label
from ui.kit.marks import draw_mark
from ui.records.attendance_marks import MARKS

LEGEND = tuple((code, WORDS[code][:1].upper() + WORDS[code][1:]) for code in MARKS)
"""A mark and its word, as a cell says it in its tool tip."""
EMPTY = f"Empty: {WORDS[BEFORE]}"
KEYS = "A P E X set the cell · Shift+arrows fill · Ctrl+Z undo"
MARK, HEIGHT, GAP, BESIDE = 26, 20, 6, 14
KEYS_FROM = 780


class _Entry(QWidget):
    """One mark with its word."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__()
        self._code, self.text = code, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(MARK + GAP) + painting.text_width(self.text, 12) + 2, theme.px(HEIGHT + 2))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, mark = QPainter(self), theme.px(MARK)
        draw_mark(painter, QRect(0, 0, mark, self.height()), MARKS[self._code], mark, theme.px(HEIGHT))
        words = self.rect().adjusted(theme.px(MARK + GAP), 0, 0, 0)
        painting.draw_text(painter, words, self.text, 12, 400, "text2")


class Legend(QWidget):
    """The marks, what an empty cell says, and the keys that set them."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Marks: " + ", ".join((*(text for _, text in LEGEND), EMPTY)))
        flow = FlowLayout(self, BESIDE, 4)
        flow.setContentsMargins(theme.px(13), theme.px(6), theme.px(13), theme.px(6))
        self.entries = [_Entry(code, text) for code, text in LEGEND]
        for entry in self.entries:
            flow.addWidget(entry)
        self.keys = Label(KEYS, "secondary", tone="text3")
        for label in (Label(EMPTY, "secondary"), self.keys):
            flow.addWidget(label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the keys to help where a line for them would be one of the grid's."""
        super().resizeEvent(event)
        self.keys.setVisible(self.width() >= theme.px(KEYS_FROM))
