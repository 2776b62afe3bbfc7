"""A bar of shares with their numbers beneath: how many replied what, how many came."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import painting, theme

BAR, GAP, MARK = 10, 10, 8


class Share(msgspec.Struct, frozen=True):
    """A part of the whole: its word, its number and the token that fills it."""

    text: str
    number: int
    fill: str


class ShareBar(QWidget):
    """Shares side by side, each with its number in words beneath, broken into lines where there is no room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._shares: tuple[Share, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_shares(self, shares: Sequence[Share]) -> None:
        """Show shares; those of nothing are left out."""
        self._shares = tuple(share for share in shares if share.number)
        said = ", ".join(f"{share.number:,} {share.text}" for share in self._shares)
        self.setAccessibleName(f"{self._name}: {said or 'nobody yet'}")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        lines = (places[-1].bottom() + 1) if places else theme.px(BAR)
        return lines + theme.px(2)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self.heightForWidth(max(self.width(), theme.px(200))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(140), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, height = QPainter(self), theme.px(BAR)
        total = sum(share.number for share in self._shares)
        painting.round_rect(painter, QRect(0, 0, self.width(), height), height / 2, "hover", "border")
        x = 0
        for number, share in enumerate(self._shares):
            last = number == len(self._shares) - 1
            width = self.width() - x if last else max(theme.px(3), self.width() * share.number // total)
            painting.round_rect(painter, QRect(x, 0, width - (0 if last else 2), height), 3, share.fill)
            x += width
        for share, place in zip(self._shares, self._places(self.width()), strict=True):
            self._legend(painter, share, place)

    def _legend(self, painter: QPainter, share: Share, place: QRect) -> None:
        side = theme.px(MARK)
        mark = QRect(place.x(), place.y() + (place.height() - side) // 2, side, side)
        painting.round_rect(painter, mark, 2, share.fill)
        words = place.adjusted(side + theme.px(6), 0, 0, 0)
        used = painting.draw_text(painter, words, f"{share.number:,}", 12, 600, "text")
        painting.draw_text(painter, words.adjusted(used + theme.px(4), 0, 0, 0), share.text, 12, 400, "text2")

    def _places(self, width: int) -> list[QRect]:
        """Return where each legend stands in a width."""
        x, y = 0, theme.px(BAR + GAP)
        height = painting.line_height(12) + theme.px(2)
        places: list[QRect] = []
        for share in self._shares:
            words = painting.text_width(f"{share.number:,}", 12, 600) + painting.text_width(share.text, 12)
            wanted = theme.px(MARK + 6 + 4) + words + 2
            if x and x + wanted > width:
                x, y = 0, y + height + theme.px(2)
            places.append(QRect(x, y, min(wanted, width), height))
            x += wanted + theme.px(16)
        return places
