"""The conversations to engineer at a huddle, on paper for whoever brings the pairs together."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from crm.huddles import HuddleDetail
from crm.needs import Conversation, NeedRow
from ui.huddles.words import line
from ui.records.pdf import HEIGHT, MARGIN, QUIET, RULE, WIDTH, Pdf, Text, fitting, font, rule, write

EACH, HIGH, HEAD = 5, 132.0, 62.0
"""Conversations a page: ten fill both sides of a sheet. Their height, and that of what stands above them."""
WIDE = WIDTH - 2 * MARGIN
NUMBER, GAP = 26.0, 20.0


def conversations_sheet(huddle: HuddleDetail, conversations: Sequence[Conversation]) -> bytes:
    """Return who should talk to whom and why, with room for what came of it.

    What is confidential is told by its kind alone: a sheet of paper lies about.
    """
    pages = max(1, ceil(len(conversations) / EACH))
    with Pdf(f"{huddle.row.title}: conversations") as paper:
        for page in range(pages):
            if page:
                paper.turn()
            _head(paper.painter, huddle)
            shown = conversations[page * EACH : (page + 1) * EACH]
            for place, each in enumerate(shown):
                top = MARGIN + HEAD + place * HIGH
                rule(paper.painter, top, WIDE)
                _conversation(paper.painter, top, page * EACH + place + 1, each)
            foot = QRectF(MARGIN, HEIGHT - MARGIN - 14, WIDE, 14)
            look = Text(9, ink=QUIET, align=Qt.AlignmentFlag.AlignRight)
            write(paper.painter, foot, f"Page {page + 1} of {pages}", look)
        return paper.finish()


def _head(painter: QPainter, huddle: HuddleDetail) -> None:
    write(painter, QRectF(MARGIN, MARGIN, WIDE, 26), "Conversations to engineer", Text(20, 600))
    place = " · ".join(filter(None, (huddle.row.title, line(huddle.row))))
    write(painter, QRectF(MARGIN, MARGIN + 28, WIDE, 16), place, Text(10, ink=QUIET))


def _conversation(painter: QPainter, top: float, number: int, each: Conversation) -> None:
    """Both sides beside each other, the reasons below, and a line to write on."""
    left, right = MARGIN + NUMBER, MARGIN + WIDE
    half = (right - left - GAP) / 2
    write(painter, QRectF(MARGIN, top + 9, NUMBER, 18), str(number), Text(14, 600, QUIET))
    _side(painter, QRectF(left, top + 9, half, 64), each.contact, each.match.need)
    _side(painter, QRectF(left + half + GAP, top + 9, half, 64), each.other, each.match.offer)
    why = f"Why: {' · '.join(each.match.reasons)}"
    _write_lines(painter, QRectF(left, top + 75, right - left, 26), why, Text(9, ink=QUIET))
    foot = top + HIGH - 12
    painter.setPen(QPen(QColor(QUIET), 0.8))
    painter.drawRect(QRectF(left, foot - 9, 9, 9))
    write(painter, QRectF(left + 15, foot - 12, 50, 14), "Talked", Text(9, ink=QUIET))
    painter.setPen(QPen(QColor(RULE), 0.5))
    painter.drawLine(int(left + 66), int(foot), int(right), int(foot))


def _side(painter: QPainter, box: QRectF, name: str, row: NeedRow) -> None:
    x, y, wide = box.x(), box.y(), box.width()
    write(painter, QRectF(x, y, wide, 18), name, Text(fitting(name, wide, 13), 600))
    write(painter, QRectF(x, y + 17, wide, 14), row.organisation, Text(10, ink=QUIET))
    _write_lines(painter, QRectF(x, y + 33, wide, 28), told(row), Text(10))


def told(row: NeedRow) -> str:
    """Return what paper says of a need or an offer: the kind alone of what is confidential."""
    said = f"{row.category} (confidential)" if row.confidential else row.title
    return f"{'Needs' if row.kind == 'need' else 'Offers'}: {said}"


def _write_lines(painter: QPainter, box: QRectF, text: str, look: Text) -> None:
    """Write a text on as many lines as its box holds, cut where it needs more."""
    shape = font(look.size, look.weight)
    metrics = QFontMetricsF(shape)
    painter.setFont(shape)
    painter.setPen(QColor(look.ink))
    lines = max(1, int(box.height() // metrics.lineSpacing()))
    # A line that ends between words is not full: the last tenth of each is not counted on.
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, lines * box.width() * 0.9)
    painter.drawText(box, Qt.TextFlag.TextWordWrap | look.align | Qt.AlignmentFlag.AlignTop, shown)
