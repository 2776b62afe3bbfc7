"""The right of the door: how many are in, who still has to pitch, and how the sectors stand."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm.attendance import Counts, SectorCount
from crm.pitches import PitchSlot
from ui.huddles.check_in import words as said
from ui.kit import icons, painting, theme
from ui.kit.card import Card
from ui.kit.charts import Donut
from ui.kit.page import scroller
from ui.kit.painted_list import FittingList, RowState

LINE = 28
LOW, HIGH = 96, 152


class TallyLine(msgspec.Struct, frozen=True):
    """A line of a tally: the mark of a `sector`, or a square in the token `fill`; then words and a number."""

    text: str
    number: str
    fill: str = ""
    sector: str | None = None


class Tally(QWidget):
    """Lines of numbers, painted; read out as one sentence."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lines: tuple[TallyLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: Sequence[TallyLine]) -> None:
        """Show lines."""
        self._lines = tuple(lines)
        spoken = ", ".join(f"{line.text} {line.number.replace(' / ', ' of ')}" for line in lines)
        self.setAccessibleName(f"{self._name}: {spoken or 'nobody yet'}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(LINE) * max(1, len(self._lines)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(90), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, height, side = QPainter(self), theme.px(LINE), theme.px(10)
        for number, line in enumerate(self._lines):
            box = QRect(0, number * height, self.width(), height)
            x, middle = theme.px(8), box.y() + height // 2
            if line.sector is not None:
                painting.sector_shape(painter, x, middle, line.sector, 10)
            else:
                painting.round_rect(painter, QRect(x, middle - side // 2, side, side), 3, line.fill)
            wide = painting.text_width(line.number, 13, 600, tabular=True) + 2
            right = self.width() - theme.px(8) - wide
            x += side + theme.px(10)
            painting.draw_text(painter, QRect(x, box.y(), right - x - 8, height), line.text, 13, 400, "text2")
            painting.draw_text(painter, QRect(right, box.y(), wide, height), line.number, 13, 600, tabular=True)


class SlotRow(msgspec.Struct, frozen=True):
    """A slot of the agenda as a row."""

    slot: PitchSlot

    @property
    def id(self) -> int:
        """Its place in the agenda."""
        return self.slot.number

    @property
    def title(self) -> str:
        """What is pitched in it."""
        return self.slot.pitch.topic if self.slot.pitch is not None else "Free slot"

    def spoken(self) -> str:
        """Return the row as it is read out."""
        return said.slot(self.slot)


class SlotList(FittingList[SlotRow]):
    """The pitches in the order of the agenda; as high as they are many."""

    row_height, wide = 40, 200
    hovers = False

    def show_slots(self, slots: Sequence[PitchSlot]) -> None:
        """Show slots; the current one stays by its place."""
        rows = tuple(map(SlotRow, slots))
        if rows != self.rows():
            self.set_rows(rows)

    def moves(self, event: QKeyEvent) -> bool:
        """Its keys move whatever is held with them."""
        return event.key() in self.steps

    def paint_row(self, painter: QPainter, rect: QRect, row: SlotRow, state: RowState) -> None:
        slot = row.slot
        self.paint_ground(painter, rect.adjusted(theme.px(6), 1, -theme.px(6), -1), state)
        inner = rect.adjusted(theme.px(16) - 3, 0, 3 - theme.px(20), 0)
        at = f"{slot.starts:%H:%M}"
        wide = painting.text_width("00:00", 13, tabular=True) + 2
        painting.draw_text(
            painter, QRect(inner.x() + theme.px(4), inner.y(), wide, inner.height()), at, 13, 400, "text2", tabular=True
        )
        x = inner.x() + theme.px(4) + wide + theme.px(14)
        if slot.pitch is None:
            words = QRect(x, inner.y(), inner.right() - x, inner.height())
            painting.draw_text(painter, words, "Free slot", 13, 400, "text2")
            return
        right = _paint_whereabouts(painter, inner, slot)
        title, detail = slot.pitch.contact or "No presenter yet", slot.pitch.topic
        upper, lower = painting.line_height(13, 500), painting.line_height(11)
        top = inner.y() + (inner.height() - upper - lower) // 2
        painting.draw_text(painter, QRect(x, top, right - x, upper), title, 13, 500)
        painting.draw_text(painter, QRect(x, top + upper, right - x, lower), detail, 11, 400, "text2")


def _paint_whereabouts(painter: QPainter, box: QRect, slot: PitchSlot) -> int:
    """Paint whether the presenter is here; return where that begins."""
    word, tone = said.whereabouts(slot)
    if word == "here":
        side = theme.px(18)
        mark = QRect(box.right() - side, box.y() + (box.height() - side) // 2, side, side)
        icons.paint(painter, mark, "check-circle", "ok")
        return mark.x() - theme.px(8)
    wide = painting.text_width(word, 12, 600)
    words = QRect(box.right() - wide, box.y(), wide + 1, box.height())
    painting.draw_text(painter, words, word, 12, 600, tone)
    return words.x() - theme.px(8)


class SideColumn(QWidget):
    """The cards at the right of the door, scrolled where they do not fit; `turn` scrolls by a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._counts = False, Counts()
        self.donut = Donut(HIGH)
        self.numbers = Tally("Numbers")
        self.pitches = SlotList("Pitches")
        self.sectors = Tally("By sector, here of expected")
        self.arrived = Card("Arrived")
        self._ring = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._ring.setSpacing(theme.px(12))
        self._ring.addWidget(self.donut, 0, Qt.AlignmentFlag.AlignCenter)
        self._ring.addWidget(self.numbers, 1)
        self.arrived.body.addLayout(self._ring)
        self.agenda = Card("Pitches", flush=True)
        self.agenda.body.addWidget(self.pitches)
        self.by_sector = Card("By sector")
        self.by_sector.body.addWidget(self.sectors)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        for card in (self.arrived, self.agenda, self.by_sector):
            column.addWidget(card)
        column.addStretch(1)
        self.area: QScrollArea = scroller(content, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    def show_numbers(self, counts: Counts, sectors: Sequence[SectorCount], slots: Sequence[PitchSlot]) -> None:
        """Show how the huddle stands."""
        self._counts = counts
        self._fill_ring()
        self.arrived.set_count(f"{counts.attended:,} in all" if counts.walk_ins else "")
        self.numbers.set_lines(
            (
                TallyLine("Still expected", f"{counts.still_expected:,}", "border_strong"),
                TallyLine("Walk-ins", f"{counts.walk_ins:,}", "accent"),
                TallyLine("Apologies", f"{counts.apologies:,}", "text2"),
            )
        )
        taken = sum(slot.pitch is not None for slot in slots)
        self.agenda.set_count(f"{taken} of {len(slots)}")
        self.agenda.setVisible(bool(slots))
        self.pitches.show_slots(slots)
        self.by_sector.setVisible(bool(sectors))
        self.sectors.set_lines(
            [TallyLine(each.sector, f"{each.here:,} / {each.expected:,}", sector=each.symbol) for each in sectors]
        )

    def _fill_ring(self) -> None:
        here, expected = self._counts.expected_here, said.expected(self._counts)
        self.donut.set_values(
            here, expected, f"of {expected:,}{'' if self._low else ' expected'}", said.finding(self._counts)
        )

    def set_low(self, low: bool) -> None:
        """Lay ring and numbers beside each other where there is little height."""
        if low != self._low:
            self._low = low
            self._ring.setDirection(QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom)
            self._ring.setSpacing(theme.px(6 if low else 12))
            self.donut.set_side(LOW if low else HIGH)
            self._fill_ring()

    def turn(self, pages: int) -> None:
        """Scroll by so many pages."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())
