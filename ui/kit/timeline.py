"""The history of a contact or an organisation: events under their months, newest first, read fifty at a time."""

from collections.abc import Sequence
from typing import Protocol

import msgspec
from PySide6.QtCore import QMargins, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QWidget

from ui.kit import icons, painting, theme
from ui.kit.painted_list import ENTERS, Index, PaintedList, RowModel, RowState

FETCH = 50
BODY_LINES, OPEN_LINES = 3, 60


class TimelineEvent(msgspec.Struct, frozen=True):
    """One event. `group` is its heading ("May 2026"), `date` stands at the right ("21 May"), `year` is for the bars.

    `icon` and `tone` (neutral, accent, danger, warn, ok) make the bubble; `secondary` stands quietly after the title.
    """

    id: object
    group: str
    date: str
    icon: str
    title: str
    year: int = 0
    tone: str = "neutral"
    secondary: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()

    def spoken(self) -> str:
        """The event as a screen reader says it."""
        parts = (f"{self.date}, {self.title}", self.secondary, self.body, ", ".join(self.tags))
        return ". ".join(part for part in parts if part)


class TimelineSource(Protocol):
    """Events, newest first; a page shorter than asked for is the last."""

    def page(self, offset: int, limit: int) -> Sequence[TimelineEvent]: ...


class TimelineModel(RowModel[TimelineEvent]):
    """The events read so far; more are fetched when the view comes to the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: TimelineSource | None = None
        self._complete = True

    def set_source(self, source: TimelineSource, at_least: int = FETCH) -> None:
        """Show the newest events of a source, `at_least` so many."""
        limit = max(at_least, FETCH)
        events = source.page(0, limit)
        self._source, self._complete = source, len(events) < limit
        self.show(events)

    def source(self) -> TimelineSource | None:
        """Where the events come from."""
        return self._source

    def event_at(self, number: int) -> TimelineEvent:
        """The event at a place."""
        return self.rows[number]

    def starts_group(self, number: int) -> bool:
        """Whether the heading stands above this event."""
        return number == 0 or self.rows[number - 1].group != self.rows[number].group

    def is_last(self, number: int) -> bool:
        """Whether the history ends with this event."""
        return self._complete and number == len(self.rows) - 1

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        if parent.isValid() or self._complete or self._source is None:
            return
        more = list(self._source.page(len(self.rows), FETCH))
        self._complete = len(more) < FETCH
        if more:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(more) - 1)
            self.rows = (*self.rows, *more)
            self.endInsertRows()


class TimelineView(PaintedList[TimelineEvent]):
    """The list of events.

    Enter or double click: `event_activated(id)`; Space unfolds a long text; the menu key or a right click:
    `menu_requested(id, global position)`; Delete: `delete_requested(id)`. `year_changed(year)` follows the topmost
    event while one scrolls.
    """

    event_activated = Signal(object)
    menu_requested = Signal(object, QPoint)
    delete_requested = Signal(object)
    year_changed = Signal(int)

    def __init__(self, name: str = "History", parent: QWidget | None = None) -> None:
        self._events = TimelineModel()
        super().__init__(name, parent, self._events)
        self._year = 0
        self.open_ids: set[object] = set()
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(self._activate)
        self.verticalScrollBar().valueChanged.connect(self._say_year)

    def events(self) -> TimelineModel:
        """The model, for its events."""
        return self._events

    def set_source(self, source: TimelineSource) -> None:
        """Show another history, or the same under another filter, from its newest event."""
        self.open_ids.clear()
        self._events.set_source(source)
        self.scrollToTop()
        self._say_year()

    def reload(self) -> None:
        """Read the same history anew; current event and scroll place stay."""
        source = self._events.source()
        if source is None:
            return
        current, place = self.current_id(), self.verticalScrollBar().value()
        self._events.set_source(source, self._events.rowCount())
        found = self._events.row_of(current)
        if found >= 0:
            self.setCurrentIndex(self._events.index(found))
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)

    def jump_to_year(self, year: int) -> None:
        """Go to the newest event of a year (or of the year before it that has any), reading as far as needed."""
        number = 0
        while True:
            while number < self._events.rowCount():
                if self._events.event_at(number).year <= year:
                    index = self._events.index(number)
                    self.setCurrentIndex(index)
                    self.scrollTo(index, QListView.ScrollHint.PositionAtTop)
                    return
                number += 1
            if not self._events.canFetchMore(QModelIndex()):
                return
            self._events.fetchMore(QModelIndex())

    def press(self, key: Qt.Key) -> bool:
        index = self.currentIndex()
        if key in ENTERS:
            self._activate(index)
        elif key == Qt.Key.Key_Space:
            self._unfold(index)
        elif key == Qt.Key.Key_Delete:
            if index.isValid():
                self.delete_requested.emit(self.current_id())
        else:
            return False
        return True

    def moves(self, event: QKeyEvent) -> bool:
        """Every key that types nothing, whatever is held with it."""
        return event.key() not in ENTERS and not (event.text().isprintable() and event.text())

    def menu_place(self, box: QRect) -> QPoint:
        return box.topLeft() + QPoint(theme.px(60), theme.px(24))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if (spot := self.menu_spot(event)) is not None:
            self.menu_requested.emit(self.current_id(), spot)

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.event_activated.emit(self._events.event_at(index.row()).id)

    def _unfold(self, index: QModelIndex) -> None:
        if index.isValid():
            self.open_ids ^= {self._events.event_at(index.row()).id}
            self.scheduleDelayedItemsLayout()

    def _say_year(self) -> None:
        index = self.indexAt(QPoint(theme.px(60), theme.px(8)))
        year = self._events.event_at(index.row()).year if index.isValid() else 0
        if year and year != self._year:
            self._year = year
            self.year_changed.emit(year)

    def row_size(self, number: int) -> QSize:
        width = self.viewport().width()
        return QSize(width - 1, self._height(number, width))

    def paint_row(self, painter: QPainter, rect: QRect, row: TimelineEvent, state: RowState) -> None:
        """Heading, bubble on the line, title and date, text, tags."""
        line = rect.x() + theme.px(22)
        if self._events.starts_group(state.number):
            first = state.number == 0
            painter.fillRect(line, rect.y() + (theme.px(12) if first else 0), 2, theme.px(40), theme.color("border"))
            _paint_heading(painter, rect, row.group)
            rect.setTop(rect.top() + theme.px(42))
        if not self._events.is_last(state.number):
            painter.fillRect(line, rect.y(), 2, rect.height(), theme.color("border"))
        else:
            painter.fillRect(line, rect.y(), 2, theme.px(10), theme.color("border"))
        self.paint_ground(painter, rect.adjusted(theme.px(42), 0, -theme.px(6), -theme.px(4)), state)
        bubble = QRect(line + 1 - theme.px(13), rect.y() + theme.px(4), theme.px(26), theme.px(26))
        ground, ink = painting.tone_colors(row.tone)
        painting.round_rect(painter, bubble.adjusted(-3, -3, 3, 3), 40, "surface")
        painting.round_rect(painter, bubble, 20, ground)
        icons.paint(painter, bubble.marginsRemoved(QMargins(*[theme.px(6)] * 4)), row.icon, ink)
        self._paint_words(painter, rect, row)

    def _paint_words(self, painter: QPainter, rect: QRect, event: TimelineEvent) -> None:
        left, right = rect.x() + theme.px(50), rect.right() - theme.px(14)
        height = painting.line_height(13, 600)
        y = rect.y() + theme.px(7)
        wide = painting.text_width(event.date, 12, tabular=True)
        painting.draw_text(
            painter, QRect(right - wide - 1, y, wide + 2, height), event.date, 12, 400, "text3", "right", True
        )
        room = right - wide - theme.px(12) - left
        used = painting.draw_text(painter, QRect(left, y, room, height), event.title, 13, 600)
        if event.secondary and room - used > theme.px(40):
            rest = QRect(left + used + theme.px(8), y, room - used - theme.px(8), height)
            painting.draw_text(painter, rest, event.secondary, 12, 400, "text2")
        y += height + theme.px(2)
        step = painting.line_height(13)
        for line in self._lines(event, right - left):
            painting.draw_text(painter, QRect(left, y, right - left, step), line, 13, 400, "text2")
            y += step
        if event.tags:
            x, middle = left, y + theme.px(15)
            for tag in event.tags:
                limit = right - x
                if limit < theme.px(40):
                    break
                x += painting.draw_chip(painter, x, middle, tag, limit=limit, size=11) + theme.px(6)

    def _lines(self, event: TimelineEvent, width: int) -> tuple[str, ...]:
        lines = OPEN_LINES if event.id in self.open_ids else BODY_LINES
        return painting.wrapped(event.body, width, 13, 400, lines)

    def _height(self, number: int, width: int) -> int:
        event = self._events.event_at(number)
        height = theme.px(42) if self._events.starts_group(number) else 0
        height += theme.px(9) + painting.line_height(13, 600)
        height += len(self._lines(event, width - theme.px(65))) * painting.line_height(13)
        height += theme.px(26) if event.tags else 0
        return max(height + theme.px(16), theme.px(44))


def _paint_heading(painter: QPainter, rect: QRect, group: str) -> None:
    height = theme.px(22)
    width = painting.text_width(group, 12, 600) + theme.px(20)
    box = QRect(rect.x() + theme.px(4), rect.y() + theme.px(10), width, height)
    painting.round_rect(painter, box, height / 2, "surface", "border")
    painting.draw_text(painter, box, group, 12, 600, "text2", "centre")
