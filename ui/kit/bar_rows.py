"""Rows with a bar each: numbers one below the other, as long as they are large."""

import msgspec
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ui.kit import painting, theme
from ui.kit.painted_list import FittingList, RowState

NAME, BAR = 128, 16


class BarRow(msgspec.Struct, frozen=True):
    """One row: `share` and the darker `part` of it, both 0 to 1, then `value`; `note` stands at the right."""

    title: str
    share: float
    part: float = 0.0
    value: str = ""
    note: str = ""
    said: str = ""

    @property
    def id(self) -> str:
        """What it is found by again."""
        return self.title

    def spoken(self) -> str:
        """Return the row as it is read out."""
        return self.said or ", ".join(filter(None, (self.title, self.value, self.note)))


class BarRows(FittingList[BarRow]):
    """As high as its rows; Up and Down step through them, each is read out as a sentence."""

    row_height, wide, least = 40, 320, 200
    hovers = False

    def paint_row(self, painter: QPainter, rect: QRect, row: BarRow, state: RowState) -> None:
        if state.focused:
            painting.focus_ring(painter, rect.adjusted(theme.px(6), 1, -theme.px(6), -1), 6)
        inner = rect.adjusted(theme.px(13), 0, -theme.px(13), 0)
        name, gap = min(theme.px(NAME), inner.width() // 3), theme.px(10)
        painting.draw_text(painter, QRect(inner.x(), inner.y(), name, inner.height()), row.title, 13, 500)
        note = painting.text_width(row.note, 12, 400, True)
        painting.draw_text(painter, inner, row.note, 12, 400, "text2", "right", tabular=True)
        value = max((painting.text_width(each.value, 12, 600, True) for each in self.rows()), default=0)
        left = inner.x() + name + gap
        room = max(0, inner.right() - note - value - 3 * gap - left)
        high = theme.px(BAR)
        bar = QRect(left, inner.center().y() - high // 2, max(2, round(room * row.share)), high)
        painting.round_rect(painter, bar, 4, theme.mix(theme.tokens().chart_accent, theme.tokens().surface, 0.35))
        if row.part:
            bar.setWidth(max(2, round(room * row.part)))
            painting.round_rect(painter, bar, 4, "chart_accent")
        spot = left + round(room * row.share) + gap
        words = QRect(spot, inner.y(), value + 2, inner.height())
        painting.draw_text(painter, words, row.value, 12, 600, "text", tabular=True)
