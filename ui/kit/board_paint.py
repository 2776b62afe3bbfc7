"""How the cards, heads and empty places of a board are painted."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, painting, theme
from ui.kit.board_model import BoardCard, BoardColumn
from ui.kit.label import plain_tip

CARD_HEIGHT, CARD_GAP = 104, 8
PAD, RADIUS = 12, 8
MARK, MARK_GAP = 10, 6


def card_size(width: int) -> QSize:
    """Return the room one card takes in a column of this width, the gap below it included."""
    return QSize(width, theme.px(CARD_HEIGHT + CARD_GAP))


def card_box(room: QRect) -> QRect:
    """Return where the card itself lies in its room."""
    return room.adjusted(1, 0, -1, -theme.px(CARD_GAP))


def paint_card(painter: QPainter, box: QRect, card: BoardCard, *, chosen: bool, hot: bool) -> None:
    """Paint a card; a chosen one has a ring."""
    if not theme.is_dark():
        painting.round_rect(painter, box.translated(0, 1), RADIUS, "border")
    painting.round_rect(painter, box, RADIUS, "hover" if hot and not chosen else "surface", "border")
    if chosen:
        painting.focus_ring(painter, box, RADIUS)
    pad = theme.px(PAD)
    inner = box.adjusted(pad, theme.px(9), -pad, -theme.px(10))
    first, second = painting.line_height(13, 600), painting.line_height(12)
    title = QRect(inner.x(), inner.y() + 2, inner.width(), first)
    painting.draw_text(painter, title, card.title, 13, 600)
    under = QRect(inner.x(), title.bottom() + 2, inner.width(), second)
    painting.draw_text(painter, under, card.detail, 12, 400, "text3")
    foot = theme.px(painting.CHIP_HEIGHT)
    last = QRect(inner.x(), inner.bottom() + 1 - foot, inner.width(), foot)
    between = QRect(inner.x(), under.bottom() + 1, inner.width(), last.y() - under.bottom() - 1)
    _paint_worth(painter, between, card)
    _paint_foot(painter, last, card)


def _paint_worth(painter: QPainter, box: QRect, card: BoardCard) -> None:
    """The value at the right, whole; as many marks at the left as there is room for."""
    width = painting.text_width(card.value, 13, 600, True) if card.value else 0
    painting.draw_text(painter, box, card.value, 13, 600, "text", "right", True)
    x, middle = box.x(), box.center().y() + 1
    room = box.right() - width - theme.px(MARK_GAP if width else 0)
    for number, sector in enumerate(card.sectors):
        if x + theme.px(MARK) > room:
            if number:
                break
            return
        x += painting.sector_shape(painter, x, middle, sector, MARK - 1) + theme.px(MARK_GAP)


def _paint_foot(painter: QPainter, box: QRect, card: BoardCard) -> None:
    """The pill at the left; the age at the right in the longest words that leave the pill whole."""
    filled = card.pill_tone != "neutral"
    wanted = painting.chip_width(card.pill, None, card.pill_icon) if card.pill else 0
    if not filled:
        wanted -= 2 * theme.px(9)
    weight = 600 if card.age_warns else 400
    for age in card.ages:
        width = painting.text_width(age, 12, weight, True)
        if wanted + theme.px(8) + width <= box.width():
            painting.draw_text(
                painter, box, age, 12, weight, "warn" if card.age_warns else "text2", "right", tabular=True
            )
            break
    if not card.pill:
        return
    middle = box.center().y() + 1
    if filled:
        painting.draw_chip(painter, box.x(), middle, card.pill, card.pill_tone, icon=card.pill_icon, limit=box.width())
        return
    side = theme.px(14)
    icons.paint(painter, QRect(box.x(), middle - side // 2, side, side), card.pill_icon, "text2")
    words = QRect(box.x() + theme.px(19), box.y(), box.width() - theme.px(19), box.height())
    painting.draw_text(painter, words, card.pill, 12, 500)


def paint_empty(painter: QPainter, box: QRect, words: str, *, chosen: bool) -> None:
    """Paint the dashed place of a column without cards."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(theme.color("accent" if chosen else "border_strong"), 2 if chosen else 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    painting.draw_text(painter, box.adjusted(8, 0, -8, 0), words, 12, 400, "text3", "centre")


def paint_place(painter: QPainter, y: int, width: int) -> None:
    """Paint the line where a dragged card would go."""
    painting.round_rect(painter, QRect(2, y - 1, width - 4, 3), 1.5, "accent")


class ColumnHead(QWidget):
    """Name, count and total of a column over a line; what does not fit is left out, the total first."""

    def __init__(self) -> None:
        super().__init__()
        self._column = BoardColumn(0, "")
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_column(self, column: BoardColumn, share: float) -> None:
        """Show a column; `share` (0 to 1) is how far along the board it stands."""
        self._column, self._share = column, share
        self.setToolTip(plain_tip(column.tip))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, column, table = QPainter(self), self._column, theme.tokens()
        line = theme.mix(table.accent, table.border_strong, 0.25 + 0.75 * self._share)
        painting.round_rect(painter, QRect(0, self.height() - 2, self.width(), 2), 1, line)
        box = QRect(theme.px(3), 0, self.width() - theme.px(6), self.height() - theme.px(5))
        count = f"{len(column.cards):,}"
        pill = max(theme.px(22), painting.text_width(count, 11, 500) + theme.px(12))
        name = painting.text_width(column.name, 13, 600)
        total = painting.text_width(column.total, 12, 500, True)
        room = box.width() - pill - theme.px(8)
        if column.total and min(name, room) + total + theme.px(10) <= room:
            painting.draw_text(painter, box, column.total, 12, 500, "text3", "right", tabular=True)
            room -= total + theme.px(10)
        shown = painting.draw_text(painter, QRect(box.x(), box.y(), room, box.height()), column.name, 13, 600)
        spot = QRect(box.x() + shown + theme.px(8), 0, pill, theme.px(19))
        spot.moveTop(box.y() + (box.height() - spot.height()) // 2)
        painting.round_rect(painter, spot, spot.height() / 2, "chip")
        painting.draw_text(painter, spot, count, 11, 500, "text2", "centre")
