"""What a huddle needs on paper: the sign-in sheet and the badges, as PDF for any printer.

Painted in points of A4 at 72 to the inch with black ink, whatever the window's theme; letters come from the system's
fonts, so that no name loses one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from crm.attendance import AttendanceRow
from crm.formats.safe_file import replacing
from crm.huddles import HuddleDetail
from ui.huddles.words import line

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 42.0
DOTS = 300
LINE, HEAD, FOOT = 26.0, 84.0, 30.0
SPARE = 12
"""Empty lines for those nobody expects."""
ACROSS, DOWN = 2, 5
INK, QUIET, RULE = "#1A1F29", "#475063", "#B9C0CC"


@dataclass(frozen=True, slots=True)
class _Text:
    size: float
    weight: int = 400
    ink: str = INK
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


def expected(rows: Sequence[AttendanceRow]) -> list[AttendanceRow]:
    """Return whom paper is made for: those registered, and those who were there."""
    return [row for row in rows if (row.is_expected or row.presence == "attended") and not row.is_trashed]


def sign_in_sheet(huddle: HuddleDetail, rows: Sequence[AttendanceRow]) -> bytes:
    """Return the sheet people sign at the door, with empty lines for walk-ins."""
    lines: list[AttendanceRow | None] = [*expected(rows), *[None] * SPARE]
    each = int((HEIGHT - 2 * MARGIN - HEAD - FOOT) // LINE)
    pages = ceil(len(lines) / each)
    with _Pdf(f"{huddle.row.title}: sign-in sheet") as paper:
        for number in range(pages):
            if number:
                paper.turn()
            _sheet_page(paper.painter, huddle, lines[number * each : (number + 1) * each], (number + 1, pages))
        return paper.finish()


def badges(huddle: HuddleDetail, rows: Sequence[AttendanceRow]) -> bytes:
    """Return badges, ten a page, with marks to cut along; on an empty page where nobody is expected."""
    people = expected(rows)
    with _Pdf(f"{huddle.row.title}: badges") as paper:
        for number, row in enumerate(people):
            place = number % (ACROSS * DOWN)
            if number and not place:
                paper.turn()
            width, height = (WIDTH - 2 * MARGIN) / ACROSS, (HEIGHT - 2 * MARGIN) / DOWN
            box = QRectF(MARGIN + place % ACROSS * width, MARGIN + place // ACROSS * height, width, height)
            _badge(paper.painter, box, row, huddle.row.title)
        return paper.finish()


def save(path: Path, content: bytes) -> None:
    """Write a finished PDF in place of `path`; raises CannotWrite, DiskFull."""
    with replacing(path) as handle:
        handle.write(content)


class _Pdf:
    """A PDF in memory, painted in points."""

    def __init__(self, title: str) -> None:
        self._bytes = QByteArray()
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setTitle(title)
        self._writer.setResolution(DOTS)
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
        )
        self._writer.setPageLayout(layout)
        self.painter = QPainter()

    def __enter__(self) -> "_Pdf":
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


def _sheet_page(
    painter: QPainter, huddle: HuddleDetail, lines: Sequence[AttendanceRow | None], page: tuple[int, int]
) -> None:
    wide = WIDTH - 2 * MARGIN
    _write(painter, QRectF(MARGIN, MARGIN, wide, 26), huddle.row.title, _Text(20, 600))
    _write(painter, QRectF(MARGIN, MARGIN + 28, wide, 16), line(huddle.row), _Text(10, ink=QUIET))
    columns = ((0.0, 0.34, "Name"), (0.34, 0.36, "Organisation"), (0.70, 0.30, "Signature"))
    top = MARGIN + HEAD
    for start, share, title in columns:
        box = QRectF(MARGIN + wide * start, top - 20, wide * share - 8, 16)
        _write(painter, box, title, _Text(9, 600, QUIET))
    painter.setPen(QPen(QColor(RULE), 0.8))
    painter.drawLine(int(MARGIN), int(top), int(WIDTH - MARGIN), int(top))
    for number, row in enumerate(lines):
        y = top + number * LINE
        if row is not None:
            for (start, share, _), text, weight in zip(columns, (row.name, row.organisation), (500, 400), strict=False):
                box = QRectF(MARGIN + wide * start, y, wide * share - 8, LINE)
                _write(painter, box, text, _Text(11, weight))
        painter.setPen(QPen(QColor(RULE), 0.5))
        painter.drawLine(int(MARGIN), int(y + LINE), int(WIDTH - MARGIN), int(y + LINE))
    foot = QRectF(MARGIN, HEIGHT - MARGIN - 14, wide, 14)
    _write(painter, foot, f"Page {page[0]} of {page[1]}", _Text(9, ink=QUIET, align=Qt.AlignmentFlag.AlignRight))


def _badge(painter: QPainter, box: QRectF, row: AttendanceRow, title: str) -> None:
    painter.setPen(QPen(QColor(RULE), 0.5))
    painter.drawRect(box)
    inner, centre = box.adjusted(14, 14, -14, -14), Qt.AlignmentFlag.AlignHCenter
    _write(painter, QRectF(inner.x(), inner.y(), inner.width(), 12), title, _Text(8, ink=QUIET, align=centre))
    middle = inner.y() + inner.height() / 2
    name = QRectF(inner.x(), middle - 26, inner.width(), 30)
    _write(painter, name, row.name, _Text(_fitting(row.name, inner.width(), 24), 600, align=centre))
    place = QRectF(inner.x(), middle + 8, inner.width(), 18)
    size = _fitting(row.organisation, inner.width(), 12)
    _write(painter, place, row.organisation, _Text(size, ink=QUIET, align=centre))


def _font(size: float, weight: int) -> QFont:
    font = QFont()
    font.setPixelSize(max(1, round(size)))
    font.setWeight(QFont.Weight(weight))
    return font


def _fitting(text: str, width: float, size: float) -> float:
    """Return the greatest size up to `size`, and no less than 9, at which a text fits a width."""
    while size > 9 and QFontMetricsF(_font(size, 600)).horizontalAdvance(text) > width:
        size -= 1
    return size


def _write(painter: QPainter, box: QRectF, text: str, look: _Text) -> None:
    font = _font(look.size, look.weight)
    painter.setFont(font)
    painter.setPen(QColor(look.ink))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, look.align | Qt.AlignmentFlag.AlignVCenter, shown)
