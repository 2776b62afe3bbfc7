"""Marks: a glyph on a ground that says in a small space how something stands; drawn alike wherever it is shown."""

from functools import lru_cache

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.kit import icons, painting, theme

WIDTH, HEIGHT = 34, 24


class Mark(msgspec.Struct, frozen=True):
    """A glyph in an ink on a ground with an edge, each a token's name; without a glyph it is a dot."""

    glyph: str = ""
    ground: str = ""
    ink: str = "text3"
    edge: str = ""


DOT = Mark()


@lru_cache(maxsize=128)
def _picture(mark: Mark, width: int, height: int, ratio: float, scale: int, mode: str) -> QPixmap:
    image = QPixmap(round(width * ratio), round(height * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not mark.glyph:
        side = theme.px(3)
        dot = QRect((width - side) // 2, (height - side) // 2, side, side)
        painting.round_rect(painter, dot, side / 2, mark.ink)
    else:
        painting.round_rect(painter, QRect(0, 0, width, height), 5, mark.ground, mark.edge)
        side = min(theme.px(14), height - 4, width - 4)
        icons.paint(painter, QRect((width - side) // 2, (height - side) // 2, side, side), mark.glyph, mark.ink)
    painter.end()
    return image


def draw_mark(painter: QPainter, box: QRect, mark: Mark, width: int = 0, height: int = 0) -> None:
    """Draw a mark in the middle of a box; `width` and `height` are in pixels, 0 for those of a grid."""
    width, height = width or theme.px(WIDTH), height or theme.px(HEIGHT)
    device = painter.device()
    ratio = device.devicePixelRatio() if device else 1.0
    image = _picture(mark, width, height, ratio, theme.text_size(), theme.mode())
    painter.drawPixmap(box.x() + (box.width() - width) // 2, box.y() + (box.height() - height) // 2, image)
