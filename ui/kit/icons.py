"""Our own icons by name: SVGs on a 24 px grid whose colour is set when they are loaded."""

import os
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from ui.kit import theme

__all__ = ["icon", "names", "paint", "pixmap"]

_FOLDER = Path(resources.__file__).parent / "icons"


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Names of every icon there is."""
    return frozenset(name for name, ending in map(os.path.splitext, os.listdir(_FOLDER)) if ending == ".svg")


def pixmap(name: str, color: str = "text2", size: int = 18, ratio: float | None = None) -> QPixmap:
    """Icon `name` of `size` logical pixels, drawn in a token name or #RRGGBB; cached. KeyError for an unknown name."""
    if ratio is None:
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen else 1.0
    return _pixmap(name, theme.color(color).name(), size, ratio)


def icon(name: str, color: str | None = None, size: int = 18) -> QIcon:
    """Icon for menus and stock buttons; follows the theme when `color` is a token name. KeyError if unknown."""
    if name not in names():
        raise KeyError(name)
    return QIcon(_Engine(name, color or "text2", size))


def paint(painter: QPainter, rect: QRect | QRectF, name: str, color: str) -> None:
    """Draw icon `name` in the middle of `rect`, as large as its shorter side, in a token name or #RRGGBB."""
    device = painter.device()
    area = rect.toRect() if isinstance(rect, QRectF) else rect
    size = min(area.width(), area.height())
    image = pixmap(name, color, size, device.devicePixelRatio() if device else 1.0)
    painter.drawPixmap(area.x() + (area.width() - size) // 2, area.y() + (area.height() - size) // 2, image)


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    if name not in names():
        raise KeyError(name)
    return (_FOLDER / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=1024)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


class _Engine(QIconEngine):
    """Draws in the colour the theme has at that moment, so that icons held by actions never go stale."""

    def __init__(self, name: str, color: str, size: int) -> None:
        super().__init__()
        self._name, self._color, self._size = name, color, size

    def _shade(self, mode: QIcon.Mode) -> str:
        return "text3" if mode == QIcon.Mode.Disabled else self._color

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(theme.px(self._size), size.width(), size.height())
        return QSize(side, side)

    def availableSizes(self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> list[QSize]:
        side = theme.px(self._size)
        return [QSize(side, side)]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._shade(mode), min(size.width(), size.height()), 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = round(min(size.width(), size.height()) / scale)
        return pixmap(self._name, self._shade(mode), side, scale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, rect, self._name, self._shade(mode))

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color, self._size)

    def isNull(self) -> bool:
        return False
