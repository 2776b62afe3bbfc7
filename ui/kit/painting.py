"""What delegates and our own widgets draw with: text, avatars, sector marks, pills, rings and shadows, all cached.

Sizes are design pixels at 100 % (they are scaled here by the text size); rectangles are real pixels of the widget.
Colours are token names or #RRGGBB.
"""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTextLayout,
    QTextOption,
)

from ui.kit import icons, theme

# Sums of flags are made once: making them anew for each cell shows in a profile.
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
CENTRE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
_ALIGNED = {"left": int(LEFT), "right": int(RIGHT), "centre": int(CENTRE)}
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev", "lord", "lady"})
_TONES = {
    "neutral": ("chip", "text2"),
    "accent": ("accent_soft", "accent"),
    "danger": ("danger_soft", "danger"),
    "warn": ("warn_soft", "warn"),
    "ok": ("ok_soft", "ok"),
}


def tone_colors(tone: str) -> tuple[str, str]:
    """Ground and ink of a status tone: neutral, accent, danger, warn or ok. KeyError for another."""
    return _TONES[tone]


@lru_cache(maxsize=256)
def _metrics(size: float, weight: int, tabular: bool, scale: int) -> QFontMetrics:
    return QFontMetrics(theme.font(size, weight, tabular))


def metrics(size: float, weight: int = 400, tabular: bool = False) -> QFontMetrics:
    """Measures of `theme.font(...)` with the same arguments."""
    return _metrics(size, weight, tabular, theme.text_size())


def line_height(size: float, weight: int = 400) -> int:
    """Height in pixels of one line of text."""
    return metrics(size, weight).height()


@lru_cache(maxsize=16384)
def _text_width(text: str, size: float, weight: int, tabular: bool, scale: int) -> int:
    return metrics(size, weight, tabular).horizontalAdvance(text)


def text_width(text: str, size: float = 13, weight: int = 400, tabular: bool = False) -> int:
    """Width in pixels of one line."""
    return _text_width(text, size, weight, tabular, theme.text_size())


@lru_cache(maxsize=16384)
def _elided(text: str, width: int, size: float, weight: int, tabular: bool, scale: int) -> str:
    line = " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text
    if text_width(line, size, weight, tabular) <= width:
        return line
    return metrics(size, weight, tabular).elidedText(line, Qt.TextElideMode.ElideRight, max(0, width))


def elided(text: str, width: int, size: float = 13, weight: int = 400, tabular: bool = False) -> str:
    """`text` as one line that fits `width` pixels, shortened with an ellipsis."""
    return _elided(text, width, size, weight, tabular, theme.text_size())


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    size: float = 13,
    weight: int = 400,
    color: str = "text",
    align: str = "left",
    tabular: bool = False,
) -> int:
    """Draw one elided line in the vertical middle of `rect`; align is left, right or centre. Returns its width."""
    if not text or rect.width() <= 0:
        return 0
    shown = elided(text, rect.width(), size, weight, tabular)
    painter.setFont(theme.font(size, weight, tabular))
    painter.setPen(theme.color(color))
    painter.drawText(rect, _ALIGNED[align], shown)
    return text_width(shown, size, weight, tabular)


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int, size: float, weight: int, lines: int, scale: int) -> tuple[str, ...]:
    face, measure = theme.font(size, weight), metrics(size, weight)
    found: list[str] = []
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        # Only the head of a long note can be shown, so only the head is laid out.
        head = paragraph[: 4 * lines * max(1, width // 3)]
        layout = QTextLayout(head, face)
        layout.setTextOption(option)
        layout.beginLayout()
        while len(found) < lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            start, rest = line.textStart(), head[line.textStart() :]
            last = len(found) == lines - 1
            cut = last and (line.textLength() < len(rest) or any(paragraphs[number + 1 :]))
            piece = head[start : start + line.textLength()].rstrip()
            if cut:
                whole = " ".join((rest, *paragraphs[number + 1 :][:2]))
                piece = measure.elidedText(whole[: len(piece) + 40], Qt.TextElideMode.ElideRight, width)
                piece = piece if piece.endswith("…") else piece + "…"
            found.append(piece)
        layout.endLayout()
        if len(found) >= lines:
            break
    return tuple(found)


def wrapped(text: str, width: int, size: float = 13, weight: int = 400, lines: int = 3) -> tuple[str, ...]:
    """`text` broken into at most `lines` lines of `width` pixels; the last is elided when there is more."""
    if not text or width <= 0:
        return ()
    return _wrapped(text, width, size, weight, lines, theme.text_size())


def round_rect(
    painter: QPainter, rect: QRect | QRectF, radius: float, fill: str | QColor = "", edge: str = "", width: float = 1
) -> None:
    """Fill and outline a rounded rectangle; the outline lies inside `rect`."""
    area = QRectF(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if edge:
        area.adjust(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.color(edge), width))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if isinstance(fill, QColor):
        painter.setBrush(fill)
    else:
        painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
    radius = min(radius, area.height() / 2)
    painter.drawRoundedRect(area, radius, radius)


def focus_ring(painter: QPainter, rect: QRect | QRectF, radius: float = 6, color: str = "accent") -> None:
    """The 2 px ring of what has the keyboard, inside `rect`."""
    round_rect(painter, rect, radius, edge=color, width=2)


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """At most two letters for an avatar: of the first and last word, titles left out."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    words = [word for word in words if word.lower() not in _TITLES] or words
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@lru_cache(maxsize=1024)
def _avatar(
    letters: str,
    tint: str,
    surface: str,
    share: float,
    ink: str,
    font: tuple[float, int],
    side: int,
    square: bool,
    ratio: float,
) -> QPixmap:
    image = QPixmap(round(side * ratio), round(side * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    radius = max(4.0, side * 0.18) if square else side / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.mix(tint, surface, share))
    painter.setPen(QPen(theme.mix(tint, surface, 0.62), 1))
    painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), radius, radius)
    face = QFont(theme.font(13, font[1]))
    face.setPixelSize(max(7, round(font[0])))
    painter.setFont(face)
    painter.setPen(QColor(ink))
    painter.drawText(QRect(0, 0, side, side), int(CENTRE), letters)
    painter.end()
    return image


def avatar(painter: QPainter, rect: QRect, name: str, sector: str = "", square: bool = False) -> None:
    """Initials of `name` on a circle (a person) or a rounded square (an organisation) tinted by the sector."""
    table, side = theme.tokens(), min(rect.width(), rect.height())
    device = painter.device()
    ratio = device.devicePixelRatio() if device else 1.0
    tint = theme.sector_style(sector).color
    weight = 600
    image = _avatar(
        initials(name), tint, table.surface, table.avatar_mix, table.text, (side * 0.36, weight), side, square, ratio
    )
    painter.drawPixmap(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, image)


@lru_cache(maxsize=64)
def _shape_path(shape: str, side: float) -> QPainterPath:
    path, half = QPainterPath(), side / 2
    corners = {"diamond": (4, 0.0, 0.56), "triangle": (3, -90.0, 0.6), "hexagon": (6, 0.0, 0.53)}
    if shape == "square":
        path.addRoundedRect(QRectF(side * 0.06, side * 0.06, side * 0.88, side * 0.88), side * 0.16, side * 0.16)
    elif shape in corners:
        count, turn, reach = corners[shape]
        down = side * 0.08 if shape == "triangle" else 0.0
        if shape == "hexagon":
            turn = -90.0
        points = []
        for number in range(count):
            angle = math.radians(turn + number * 360 / count)
            points.append(QPointF(half + math.cos(angle) * side * reach, half + down + math.sin(angle) * side * reach))
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
    else:
        path.addEllipse(QRectF(side * 0.03, side * 0.03, side * 0.94, side * 0.94))
    return path


@lru_cache(maxsize=256)
def _shape(shape: str, color: str, side: int, ratio: float) -> QPixmap:
    image = QPixmap(round((side + 2) * ratio), round((side + 2) * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(1, 1)
    if shape == "ring":
        painter.setPen(QPen(QColor(color), max(1.5, side * 0.18)))
        painter.drawEllipse(QRectF(side * 0.14, side * 0.14, side * 0.72, side * 0.72))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawPath(_shape_path(shape, side))
    painter.end()
    return image


def sector_shape(painter: QPainter, x: int, middle: int, sector: str, size: float = 9) -> int:
    """Draw the mark of a sector with its left edge at x and its centre at height `middle`. Returns its width."""
    side = theme.px(size)
    style = theme.sector_style(sector)
    device = painter.device()
    image = _shape(style.shape, style.color, side, device.devicePixelRatio() if device else 1.0)
    painter.drawPixmap(x - 1, middle - (side + 2) // 2, image)
    return side


CHIP_HEIGHT = 22


def chip_width(text: str, sector: str | None = None, icon: str = "", size: float = 12, weight: int = 500) -> int:
    """Width in pixels that `draw_chip` takes for the same arguments."""
    lead = theme.px(15) if sector is not None else theme.px(18) if icon else 0
    return text_width(text, size, weight) + lead + 2 * theme.px(9)


def chip_colors(tone: str, sector: str | None) -> tuple[QColor, str]:
    """Ground and ink of a chip: the tint of its sector, with text in `text`, or the colours of a tone."""
    if sector is not None:
        table = theme.tokens()
        return theme.mix(theme.sector_style(sector).color, table.surface, table.chip_mix), "text"
    ground, ink = tone_colors(tone)
    return theme.color(ground), ink


def draw_chip(
    painter: QPainter,
    x: int,
    middle: int,
    text: str,
    tone: str = "neutral",
    sector: str | None = None,
    icon: str = "",
    limit: int = 10_000,
    size: float = 12,
    weight: int = 500,
) -> int:
    """Draw a chip with its left edge at x, centred at height `middle`, at most `limit` pixels wide. Returns its width.

    A chip of a sector (its key or name) has the sector's tint and shape; another the colours of its tone.
    """
    width = min(chip_width(text, sector, icon, size, weight), limit)
    height, pad = theme.px(CHIP_HEIGHT), theme.px(9)
    if width <= 2 * pad:
        return 0
    ground, ink = chip_colors(tone, sector)
    rect = QRect(x, middle - height // 2, width, height)
    round_rect(painter, rect, height / 2, fill=ground)
    left = x + pad
    if sector is not None:
        sector_shape(painter, left, middle, sector, 8)
        left += theme.px(15)
    elif icon:
        side = theme.px(14)
        icons.paint(painter, QRect(left, middle - side // 2, side, side), icon, ink)
        left += theme.px(18)
    draw_text(painter, QRect(left, rect.y(), rect.right() - pad - left + 2, height), text, size, weight, ink)
    return width


@lru_cache(maxsize=32)
def shadow_pixmap(radius: int, blur: int, color: str, ratio: float = 1.0) -> QPixmap:
    """A soft shadow to be drawn as nine patches; its corners are radius + 2 * blur pixels. Made once, not per frame."""
    corner = radius + 2 * blur
    side = 2 * corner + 2
    image = QPixmap(round(side * ratio), round(side * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QColor(color)
    reached = 0.0
    for step in range(2 * blur, -1, -1):
        # The rings add up to a bell-shaped fall-off from the edge outwards.
        wanted = shade.alphaF() * math.exp(-((step / blur) ** 2) * 1.3) * (1 - step / (2 * blur))
        extra = max(0.0, (wanted - reached) / max(1e-6, 1 - reached))
        reached = wanted
        ring = QColor(shade)
        ring.setAlphaF(min(1.0, extra))
        painter.setBrush(ring)
        inset = 2 * blur - step
        painter.drawRoundedRect(QRectF(inset, inset, side - 2 * inset, side - 2 * inset), radius + step, radius + step)
    painter.end()
    return image


def draw_shadow(painter: QPainter, rect: QRect, radius: int = 14, blur: int = 22, drop: int = 10) -> None:
    """Shadow of a raised panel at `rect`, reaching 2 * blur pixels out and `drop` down; draw the panel after it."""
    device = painter.device()
    ratio = device.devicePixelRatio() if device else 1.0
    image = shadow_pixmap(radius, blur, theme.tokens().shadow, ratio)
    reach, corner = 2 * blur, radius + 2 * blur
    area = rect.adjusted(-reach, -reach + drop, reach, reach + drop)
    side = 2 * corner + 2
    xs = (area.left(), area.left() + corner, area.right() + 1 - corner, area.right() + 1)
    ys = (area.top(), area.top() + corner, area.bottom() + 1 - corner, area.bottom() + 1)
    cuts = (0, corner, side - corner, side)
    for row in range(3):
        for column in range(3):
            target = QRectF(xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row])
            source = QRectF(
                cuts[column] * ratio,
                cuts[row] * ratio,
                (cuts[column + 1] - cuts[column]) * ratio,
                (cuts[row + 1] - cuts[row]) * ratio,
            )
            painter.drawPixmap(target, image, source)


def keycap(painter: QPainter, x: int, middle: int, text: str) -> int:
    """Draw one key as a small cap with its left edge at x. Returns its width."""
    height = theme.px(20)
    width = max(height, text_width(text, 11, 500) + theme.px(10))
    round_rect(painter, QRect(x, middle - height // 2, width, height), 4, "hover", "border")
    draw_text(painter, QRect(x, middle - height // 2, width, height), text, 11, 500, "text2", "centre")
    return width


def keycap_width(text: str) -> int:
    """Width in pixels that `keycap` takes."""
    return max(theme.px(20), text_width(text, 11, 500) + theme.px(10))


def avatar_size(large: bool = False) -> QSize:
    """Size of the avatar in a list (30) or on a page (56)."""
    side = theme.px(56 if large else 30)
    return QSize(side, side)
