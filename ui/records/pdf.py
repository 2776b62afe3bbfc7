"""Paper, as PDF for any printer: A4 painted in points at 72 to the inch, with black ink whatever the window's theme.

Letters come from the system's fonts, so that no name loses one.
"""

from pathlib import Path

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from crm.formats.safe_file import replacing

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 42.0
"""Of a page that stands; one that lies is as wide as the other is high."""
DOTS = 300
INK, QUIET, RULE = "#1A1F29", "#475063", "#B9C0CC"


class Text(msgspec.Struct, frozen=True):
    """How a text is written."""

    size: float
    weight: int = 400
    ink: str = INK
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


def save(path: Path, content: bytes) -> None:
    """Write a finished PDF in place of `path`; raises CannotWrite, DiskFull."""
    with replacing(path) as handle:
        handle.write(content)


class Pdf:
    """A PDF in memory, painted in points."""

    def __init__(self, title: str, *, lying: bool = False) -> None:
        self._bytes = QByteArray()
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setTitle(title)
        self._writer.setResolution(DOTS)
        way = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
        layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF(0, 0, 0, 0))
        self._writer.setPageLayout(layout)
        self.painter = QPainter()

    def __enter__(self) -> "Pdf":
        self.painter.begin(self._writer)
        self.painter.scale(DOTS / 72, DOTS / 72)
        return self

    def __exit__(self, *_: object) -> None:
        if self.painter.isActive():
            self.painter.end()

    def turn(self) -> None:
        """Begin the next page."""
        self._writer.newPage()

    def finish(self) -> bytes:
        """End it and return its bytes."""
        self.painter.end()
        self._buffer.close()
        return bytes(self._bytes.data())


def rule(painter: QPainter, y: float, wide: float, weight: float = 0.5) -> None:
    """Draw a line across the page, from margin to margin."""
    painter.setPen(QPen(QColor(RULE), weight))
    painter.drawLine(int(MARGIN), int(y), int(MARGIN + wide), int(y))


def font(size: float, weight: int) -> QFont:
    """Return the font of a size in points."""
    made = QFont()
    made.setPixelSize(max(1, round(size)))
    made.setWeight(QFont.Weight(weight))
    return made


def fitting(text: str, width: float, size: float) -> float:
    """Return the greatest size up to `size`, and no less than 9, at which a text fits a width."""
    while size > 9 and QFontMetricsF(font(size, 600)).horizontalAdvance(text) > width:
        size -= 1
    return size


def write(painter: QPainter, box: QRectF, text: str, look: Text) -> None:
    """Write one line into a box; what does not fit is cut with an ellipsis."""
    shape = font(look.size, look.weight)
    painter.setFont(shape)
    painter.setPen(QColor(look.ink))
    shown = QFontMetricsF(shape).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, look.align | Qt.AlignmentFlag.AlignVCenter, shown)
