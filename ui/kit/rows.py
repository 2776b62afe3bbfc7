"""A short list in a card: each row a tick, a picture, two lines and what matters at the right."""

import msgspec
from PySide6.QtCore import QMargins, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QScrollArea

from ui.kit import icons, painting, theme
from ui.kit.painted_list import ENTERS, FittingList, Index, RowState

ONE_LINE, TWO_LINES, MORE = 34, 48, 18


class ListRow(msgspec.Struct, frozen=True):
    """One row. At the left a circle to tick (`tick` False or True; None for none), an avatar (a name) or an `icon`.

    Then `title`, quietly after it `aside`; below it `detail`, after the mark of a `sector` when there is no avatar, and
    `more` lines under both. At the right a pill with its tone and icon, or `note` in a token's ink over `under`;
    `chevron` says that it leads somewhere, `chosen` that what stands elsewhere is about it.
    """

    id: object
    title: str
    detail: str = ""
    aside: str = ""
    sector: str | None = None
    avatar: str = ""
    square: bool = False
    icon: str = ""
    tick: bool | None = None
    pill: str = ""
    pill_tone: str = "neutral"
    pill_icon: str = ""
    note: str = ""
    note_tone: str = "text2"
    under: str = ""
    chevron: bool = False
    more: tuple[str, ...] = ()
    chosen: bool = False
    speech: str = ""

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        done = {True: "done", False: "", None: ""}[self.tick]
        parts = (self.title, self.aside, self.detail, *self.more, self.pill, self.note, self.under, done)
        return self.speech or ", ".join(part for part in parts if part)


class RowList(FittingList[ListRow]):
    """As high as its rows: the page scrolls, the list never does.

    A click or Enter: `row_activated(id)`; Space or a click on the circle: `row_toggled(id)`; Delete:
    `delete_requested(id)`; the menu key or a right click: `menu_requested(id, global position)`. Letters go on to the
    page. Up from the first row and Down from the last say `left(-1 or 1)`, and the page around scrolls with the current
    row. `set_rows` keeps the current row by its identity, or its place when it is gone.
    """

    left = Signal(int)
    row_activated = Signal(object)
    row_toggled = Signal(object)
    delete_requested = Signal(object)
    menu_requested = Signal(object, QPoint)

    def height_of(self, row: ListRow) -> int:
        return row_height(row)

    def press(self, key: Qt.Key) -> bool:
        row = self.current_row()
        if key in ENTERS:
            if row is not None:
                self.row_activated.emit(row.id)
        elif key == Qt.Key.Key_Space:
            if row is not None and row.tick is not None:
                self.row_toggled.emit(row.id)
        elif key == Qt.Key.Key_Delete and row is not None:
            self.delete_requested.emit(row.id)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.moves(event) and self.currentIndex() == before and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit(-1 if event.key() == Qt.Key.Key_Up else 1)

    def select_row(self, number: int) -> None:
        """Make a row current; a negative number counts from the end."""
        count = len(self.rows())
        if count:
            self.setCurrentIndex(self.entries.index(number % count))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self._scroll_page_to(self.visualRect(current))

    def _scroll_page_to(self, row: QRect) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        content = above.widget() if above is not None else None
        if above is not None and content is not None:
            spot = self.viewport().mapTo(content, row.center())
            above.ensureVisible(spot.x(), spot.y(), 0, 2 * row.height())

    def click(self, row: ListRow, spot: QPoint) -> None:
        if row.tick is not None and spot.x() < theme.px(34):
            self.row_toggled.emit(row.id)
        else:
            self.row_activated.emit(row.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if (spot := self.menu_spot(event)) is not None:
            self.menu_requested.emit(self.current_id(), spot)

    def paint_row(self, painter: QPainter, rect: QRect, row: ListRow, state: RowState) -> None:
        ground = rect.adjusted(theme.px(6), 1, -theme.px(6), -1)
        if row.chosen and not state.focused:
            painting.round_rect(painter, ground, 6, "accent_soft")
        else:
            self.paint_ground(painter, ground, state)
        inner = rect.adjusted(theme.px(16) - 3, 0, 3 - theme.px(16), 0)
        inner.setHeight(_head_height(row))
        left = _paint_left(painter, inner, row)
        right = _paint_right(painter, inner, row)
        _paint_words(painter, QRect(left, rect.y(), right - left, inner.height()), row)
        _paint_more(painter, inner, left, row)


def row_height(row: ListRow) -> int:
    """Height of a row in pixels: 48 with a second line or a picture, else 34; `more` lines add 18 each."""
    return _head_height(row) + (len(row.more) * theme.px(MORE) + theme.px(6) if row.more else 0)


def _head_height(row: ListRow) -> int:
    tall = bool(row.detail or row.under or row.avatar or (row.icon and row.aside))
    return theme.px(TWO_LINES if tall else ONE_LINE)


def _paint_left(painter: QPainter, box: QRect, row: ListRow) -> int:
    x, middle = box.x(), box.y() + box.height() // 2
    if row.tick is not None:
        side = theme.px(20)
        name, ink = ("check-circle", "ok") if row.tick else ("circle", "border_strong")
        icons.paint(painter, QRect(x, middle - side // 2, side, side), name, ink)
        x += side + theme.px(14)
    side = theme.px(30)
    square = QRect(x, middle - side // 2, side, side)
    if row.avatar:
        painting.avatar(painter, square, row.avatar, row.sector or "", row.square)
        x += side + theme.px(12)
    elif row.icon and _head_height(row) > theme.px(ONE_LINE):
        painting.round_rect(painter, square, 6, "hover")
        icons.paint(painter, square.marginsRemoved(QMargins(*[theme.px(7)] * 4)), row.icon, "text2")
        x += side + theme.px(12)
    elif row.icon:
        side = theme.px(16)
        icons.paint(painter, QRect(x, middle - side // 2, side, side), row.icon, "text2")
        x += side + theme.px(12)
    elif row.sector is not None and not row.detail:
        x += painting.sector_shape(painter, x, middle, row.sector) + theme.px(10)
    return x


def _paint_right(painter: QPainter, box: QRect, row: ListRow) -> int:
    right, middle = box.right() + 1, box.y() + box.height() // 2
    if row.chevron:
        side = theme.px(16)
        icons.paint(painter, QRect(right - side, middle - side // 2, side, side), "chevron-right", "text3")
        right -= side + theme.px(6)
    if row.pill and not row.more:
        width = painting.chip_width(row.pill, None, row.pill_icon)
        painting.draw_chip(painter, right - width, middle, row.pill, row.pill_tone, icon=row.pill_icon)
        return right - width - theme.px(12)
    if not row.note and not row.under:
        return right
    width = max(painting.text_width(row.note, 12, 500, tabular=True), painting.text_width(row.under, 11, tabular=True))
    first, second = _lines(QRect(right - width, box.y(), width + 1, box.height()), bool(row.detail or row.under))
    painting.draw_text(painter, first, row.note, 12, 500, row.note_tone, "right", True)
    painting.draw_text(painter, second, row.under, 11, 400, "text3", "right", True)
    return right - width - theme.px(12)


def _paint_more(painter: QPainter, box: QRect, left: int, row: ListRow) -> None:
    """The further lines; the pill stands beside the first of them, so that the title keeps its room."""
    line = QRect(left, box.bottom() + 1 - theme.px(3), box.right() - left, theme.px(MORE))
    for number, words in enumerate(row.more):
        room = QRect(line)
        if row.pill and not number:
            width = painting.chip_width(row.pill, None, row.pill_icon)
            spot = line.right() + 1 - width
            painting.draw_chip(painter, spot, line.center().y(), row.pill, row.pill_tone, icon=row.pill_icon)
            room.setRight(spot - theme.px(8))
        painting.draw_text(painter, room, words, 12, 400, "text2")
        line.translate(0, line.height())


def _paint_words(painter: QPainter, box: QRect, row: ListRow) -> None:
    first, second = _lines(box, bool(row.detail))
    ink = "text3" if row.tick else "text"
    used = painting.draw_text(painter, first, row.title, 13, 500, ink)
    if row.aside and first.width() - used > theme.px(40):
        painting.draw_text(painter, first.adjusted(used + theme.px(8), 0, 0, 0), row.aside, 12, 400, "text2")
    if row.detail:
        if row.sector is not None and not row.avatar:
            mark = painting.sector_shape(painter, second.x(), second.center().y() + 1, row.sector, 8)
            second.setLeft(second.x() + mark + theme.px(7))
        painting.draw_text(painter, second, row.detail, 12, 400, "text2")


def _lines(box: QRect, two: bool) -> tuple[QRect, QRect]:
    if not two:
        return QRect(box), QRect()
    upper, lower = painting.line_height(13, 500), painting.line_height(12)
    top = box.y() + (box.height() - upper - lower - 1) // 2
    return QRect(box.x(), top, box.width(), upper), QRect(box.x(), top + upper + 1, box.width(), lower)
