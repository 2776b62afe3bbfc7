"""The rows under the line: each understood part a chip that can be changed or turned back into text."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.interactions.understood_parts import Row, UnderstoodPart
from ui.kit import theme
from ui.kit.chips import ChipButton
from ui.kit.date_field import DateField
from ui.kit.flow import FlowLayout
from ui.kit.label import Label
from ui.records.typed_days import written

LABEL_WIDTH, DAY_WIDTH = 78, 190
DAY_KEYS = "Enter takes it, Esc leaves it as it was"


class PartChip(ChipButton):
    """A part as a control. Enter, Space, a click: `clicked`; Backspace, Delete: `removed`; a right click: `asked`."""

    asked = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent=parent)
        self.part: UnderstoodPart | None = None

    def show_part(self, part: UnderstoodPart) -> None:
        """Show a part."""
        if part != self.part:
            self.part = part
            self.set(part.text, part.tone, sector=part.sector, icon=part.icon)
            self.setAccessibleName(part.spoken())
            self.setAccessibleDescription("Enter changes it" + (", Backspace makes it text" if part.span else ""))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked.emit(event.globalPos())


class _Line(QWidget):
    """One row: its name, its chips (kept and reused from key to key) and the quiet words after them."""

    def __init__(self, owner: "Understood", label: str) -> None:
        super().__init__(owner)
        self._owner = owner
        self.chips: list[PartChip] = []
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(10))
        name = Label(label, "secondary", tone="text3")
        name.setFixedWidth(theme.px(LABEL_WIDTH))
        name.setMinimumHeight(theme.px(26))
        outer.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        self._parts = QWidget(self)
        self.flow = FlowLayout(self._parts, gap=6)
        self.hint = Label("", "secondary", tone="text3", elide=True)
        self.hint.setMinimumHeight(theme.px(26))
        self.flow.addWidget(self.hint)
        outer.addWidget(self._parts, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(26))

    def show_row(self, row: Row) -> None:
        """Show other parts in place of those shown."""
        made = len(self.chips) < len(row.parts)
        while len(self.chips) < len(row.parts):
            chip = PartChip(self._parts)
            self._owner.wire(chip)
            self.flow.insert(len(self.chips), chip)
            self.chips.append(chip)
        for chip, part in zip(self.chips, row.parts, strict=False):
            chip.show_part(part)
        for chip in self.chips[len(row.parts) :]:
            chip.hide()
        if row.hint != self.hint.text():
            self.hint.setText(row.hint)
        self.flow.invalidate()
        if made:
            self._owner.order()


class Understood(QWidget):
    """`activated`, `removed` and `asked` carry the part of a chip.

    `dated(part, day, back)` carries a day typed or picked for one, None where it stays; `back`: the field had the keys.
    """

    activated = Signal(object)
    removed = Signal(object)
    asked = Signal(object, QPoint)
    dated = Signal(object, object, bool)

    def __init__(self, after: QWidget) -> None:
        super().__init__()
        self._after = after
        self.setAccessibleName("Understood as")
        self._lines: dict[str, _Line] = {}
        self._day: DateField | None = None
        self._dated: UnderstoodPart | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show what is understood now."""
        for row in rows:
            if row.label not in self._lines:
                self._lines[row.label] = _Line(self, row.label)
                self._column.addWidget(self._lines[row.label])
            self._lines[row.label].show_row(row)

    def wire(self, chip: PartChip) -> None:
        """Take what a new chip says."""
        chip.clicked.connect(self._activate)
        chip.removed.connect(self._remove)
        chip.asked.connect(self._ask)

    def order(self) -> None:
        """Let Tab go through all chips in their order, from the widget they come `after`."""
        before = self._after
        for line in self._lines.values():
            for chip in line.chips:
                QWidget.setTabOrder(before, chip)
                before = chip

    def chips(self) -> list[PartChip]:
        """The chips shown, in their order."""
        return [chip for line in self._lines.values() for chip in line.chips if not chip.isHidden()]

    def chip_of(self, part: UnderstoodPart) -> PartChip | None:
        """The chip that shows a part."""
        return next((chip for chip in self.chips() if chip.part == part), None)

    def ask_day(self, part: UnderstoodPart, day: date | None, parse: Callable[[str], Any]) -> None:
        """Put a date field in the place of the chip of a part."""
        self._leave_day()
        line = self._lines[part.role.value]
        for chip in line.chips:
            chip.hide()
        self._dated, self._day = part, DateField(f"{part.role.value}: day", parse, written, parent=line)
        self._day.setFixedWidth(theme.px(DAY_WIDTH))
        self._day.set_value(day)
        self._day.returnPressed.connect(self._take_day)
        self._day.doubted.connect(self._doubted)
        self._day.echoed.connect(self._echoed)
        self._day.installEventFilter(self)
        line.flow.insert(0, self._day)
        self._day.show()
        line.hint.setText(DAY_KEYS)
        self._day.setFocus(Qt.FocusReason.OtherFocusReason)
        self._day.selectAll()

    def day_field(self) -> DateField | None:
        """The date field that is open, or None."""
        return self._day

    def take_day(self) -> bool:
        """Take what the date field holds; False where that is no day. True without one open."""
        field, part = self._day, self._dated
        if field is None or part is None:
            return True
        day = field.value()
        if day is None:
            field.mark(True)
            self._lines[part.role.value].hint.setText(field.problem() or "A day is needed.")
            return False
        self._end_day(day, back=True)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the date field leaves the part as it was; going elsewhere takes a day that was typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._end_day(None, back=True)
            return True
        if (
            watched is self._day
            and self._day is not None
            and isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        ):
            self._end_day(self._day.value() if self._day.isModified() else None, back=False)
        return False

    def _end_day(self, day: date | None, *, back: bool) -> None:
        part = self._dated
        self._leave_day()
        self.dated.emit(part, day, back)

    @Slot(str)
    def _doubted(self, problem: str) -> None:
        if self._dated is not None and self._day is not None:
            self._lines[self._dated.role.value].hint.setText(problem)
            if not problem:
                self._day.tell_echo()

    @Slot(str)
    def _echoed(self, echo: str) -> None:
        if self._dated is not None:
            self._lines[self._dated.role.value].hint.setText(f"= {echo}" if echo else DAY_KEYS)

    @Slot()
    def _take_day(self) -> None:
        self.take_day()

    def _leave_day(self) -> None:
        field, part = self._day, self._dated
        self._day, self._dated = None, None
        if field is not None and part is not None:
            self._lines[part.role.value].flow.removeWidget(field)
            field.hide()
            field.deleteLater()

    def _sender_part(self) -> UnderstoodPart | None:
        chip = self.sender()
        return chip.part if isinstance(chip, PartChip) else None

    @Slot()
    def _activate(self) -> None:
        self.activated.emit(self._sender_part())

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self._sender_part())

    @Slot(QPoint)
    def _ask(self, spot: QPoint) -> None:
        self.asked.emit(self._sender_part(), spot)
