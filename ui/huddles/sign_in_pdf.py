"""What a huddle needs on paper: the sign-in sheet and the badges."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crm.attendance import AttendanceRow
from crm.huddles import HuddleDetail
from ui.huddles.words import line
from ui.records.pdf import HEIGHT, MARGIN, QUIET, RULE, WIDTH, Pdf, Text, fitting, rule, write

LINE, HEAD, FOOT = 26.0, 84.0, 30.0
SPARE = 12
"""Empty lines for those nobody expects."""
ACROSS, DOWN = 2, 5


def expected(rows: Sequence[AttendanceRow]) -> list[AttendanceRow]:
    """Return whom paper is made for: those registered, and those who were there."""
    return [row for row in rows if (row.is_expected or row.presence == "attended") and not row.is_trashed]


def sign_in_sheet(huddle: HuddleDetail, rows: Sequence[AttendanceRow]) -> bytes:
    """Return the sheet people sign at the door, with empty lines for walk-ins."""
    lines: list[AttendanceRow | None] = [*expected(rows), *[None] * SPARE]
    each = int((HEIGHT - 2 * MARGIN - HEAD - FOOT) // LINE)
    pages = ceil(len(lines) / each)
    with Pdf(f"{huddle.row.title}: sign-in sheet") as paper:
        for number in range(pages):
            if number:
                paper.turn()
            _sheet_page(paper.painter, huddle, lines[number * each : (number + 1) * each], (number + 1, pages))
        return paper.finish()


def badges(huddle: HuddleDetail, rows: Sequence[AttendanceRow]) -> bytes:
    """Return badges, ten a page, with marks to cut along; on an empty page where nobody is expected."""
    people = expected(rows)
    with Pdf(f"{huddle.row.title}: badges") as paper:
        for number, row in enumerate(people):
            place = number % (ACROSS * DOWN)
            if number and not place:
                paper.turn()
            width, height = (WIDTH - 2 * MARGIN) / ACROSS, (HEIGHT - 2 * MARGIN) / DOWN
            box = QRectF(MARGIN + place % ACROSS * width, MARGIN + place // ACROSS * height, width, height)
            _badge(paper.painter, box, row, huddle.row.title)
        return paper.finish()


def _sheet_page(
    painter: QPainter, huddle: HuddleDetail, lines: Sequence[AttendanceRow | None], page: tuple[int, int]
) -> None:
    wide = WIDTH - 2 * MARGIN
    write(painter, QRectF(MARGIN, MARGIN, wide, 26), huddle.row.title, Text(20, 600))
    write(painter, QRectF(MARGIN, MARGIN + 28, wide, 16), line(huddle.row), Text(10, ink=QUIET))
    columns = ((0.0, 0.34, "Name"), (0.34, 0.36, "Organisation"), (0.70, 0.30, "Signature"))
    top = MARGIN + HEAD
    for start, share, title in columns:
        box = QRectF(MARGIN + wide * start, top - 20, wide * share - 8, 16)
        write(painter, box, title, Text(9, 600, QUIET))
    rule(painter, top, wide, 0.8)
    for number, row in enumerate(lines):
        y = top + number * LINE
        if row is not None:
            for (start, share, _), text, weight in zip(columns, (row.name, row.organisation), (500, 400), strict=False):
                box = QRectF(MARGIN + wide * start, y, wide * share - 8, LINE)
                write(painter, box, text, Text(11, weight))
        rule(painter, y + LINE, wide)
    foot = QRectF(MARGIN, HEIGHT - MARGIN - 14, wide, 14)
    write(painter, foot, f"Page {page[0]} of {page[1]}", Text(9, ink=QUIET, align=Qt.AlignmentFlag.AlignRight))


def _badge(painter: QPainter, box: QRectF, row: AttendanceRow, title: str) -> None:
    painter.setPen(QPen(QColor(RULE), 0.5))
    painter.drawRect(box)
    inner, centre = box.adjusted(14, 14, -14, -14), Qt.AlignmentFlag.AlignHCenter
    write(painter, QRectF(inner.x(), inner.y(), inner.width(), 12), title, Text(8, ink=QUIET, align=centre))
    middle = inner.y() + inner.height() / 2
    name = QRectF(inner.x(), middle - 26, inner.width(), 30)
    write(painter, name, row.name, Text(fitting(row.name, inner.width(), 24), 600, align=centre))
    place = QRectF(inner.x(), middle + 8, inner.width(), 18)
    size = fitting(row.organisation, inner.width(), 12)
    write(painter, place, row.organisation, Text(size, ink=QUIET, align=centre))
