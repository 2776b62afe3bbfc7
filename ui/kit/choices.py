"""A list to choose from while one types elsewhere: groups, icons or avatars, marked letters, key caps; painted."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QWidget

from ui.kit import icons, painting, theme
from ui.kit.actions import key_caps, shortcut_text
from ui.kit.painted_list import ENTERS, PaintedList, RowModel, RowState

HEADING, ROW, INSET = 30, 44, 8


class Choice(msgspec.Struct, frozen=True):
    """One row. `spans` are the (start, end) of letters in `title` to mark; `shortcut` a portable key text.

    With `avatar` (a name) initials are drawn, square for an organisation, tinted by `sector`; else `icon`. `data` is
    the caller's. One that is `only_said` can neither be current nor be chosen.
    """

    title: str
    group: str = ""
    subtitle: str = ""
    icon: str = ""
    avatar: str = ""
    sector: str = ""
    square: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    shortcut: str = ""
    data: Any = None
    only_said: bool = False

    @property
    def id(self) -> object:
        """What it stands for."""
        return self.data

    def spoken(self) -> str:
        """Return the row as it is read out."""
        parts = (self.title, self.subtitle, shortcut_text(self.shortcut) if self.shortcut else "")
        return ", ".join(part for part in parts if part)


class _Heading(msgspec.Struct, frozen=True):
    """The name of a group, over its first row."""

    title: str

    @property
    def id(self) -> object:
        return self.title

    def spoken(self) -> str:
        return self.title


class _Model(RowModel[Choice | _Heading]):
    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show other choices, with a heading wherever the group changes."""
        rows: list[Choice | _Heading] = []
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                rows.append(_Heading(group))
            rows.append(choice)
        self.show(rows)

    def can_be_current(self, row: Choice | _Heading) -> bool:
        return isinstance(row, Choice) and not row.only_said


class ChoiceList(PaintedList[Choice | _Heading]):
    """The list. A text field above it hands its keys over with `take_key`.

    `chosen` carries a choice; `moved` says that another row is current.
    """

    chosen = Signal(object)
    moved = Signal()
    types_ahead = True

    def __init__(self, name: str, *, row_height: int = ROW, parent: QWidget | None = None) -> None:
        self._model = _Model()
        super().__init__(name, parent, self._model)
        self.row_height = row_height
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)

    def show_choices(self, choices: Sequence[Choice], select_first: bool = True) -> None:
        """Show other choices, the first one current."""
        self._model.show_choices(choices)
        self.scrollToTop()
        if select_first:
            self._move_to(range(len(self.rows())))

    def choices(self) -> list[Choice]:
        """Return the choices shown, without the headings."""
        return [row for row in self.rows() if isinstance(row, Choice)]

    def current(self) -> Choice | None:
        """Return the current choice, or None."""
        row = self.current_row()
        return row if isinstance(row, Choice) else None

    def take_key(self, event: QKeyEvent) -> bool:
        """Move with the arrow and page keys and choose with Enter; False for a key that is not for the list."""
        at, last = self.currentIndex().row(), len(self.rows())
        page = max(1, self.viewport().height() // theme.px(self.row_height) - 1)
        key = event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if key == Qt.Key.Key_Down:
            self._move_to(range(at + 1, last))
        elif key == Qt.Key.Key_Up:
            self._move_to(range(at - 1, -1, -1))
        elif key == Qt.Key.Key_PageDown:
            self._move_to([*range(min(at + page, last - 1), last), *range(last - 1, at, -1)])
        elif key == Qt.Key.Key_PageUp:
            self._move_to([*range(max(at - page, 0), -1, -1), *range(max(at, 0))])
        elif key in ENTERS:
            self._choose(self.currentIndex())
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the same keys where the list itself has the focus."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def _move_to(self, rows: Sequence[int]) -> None:
        """Make the first of `rows` that is no heading current."""
        row = next((row for row in rows if self._model.can_be_current(self._model.rows[row])), None)
        if row is None:
            return
        index = self._model.index(row)
        self.setCurrentIndex(index)
        # With its heading, where it is the first of its group.
        if row <= 1:
            self.scrollToTop()
        else:
            if isinstance(self._model.rows[row - 1], _Heading):
                self.scrollTo(self._model.index(row - 1))
            self.scrollTo(index)
        self.moved.emit()
        if QAccessible.isActive():
            # The focus stays in the text field, so the reader would not hear of the row.
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
            )

    def _choose(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()] if index.isValid() else None
        if isinstance(row, Choice) and not row.only_said:
            self.chosen.emit(row)

    def height_of(self, row: Choice | _Heading) -> int:
        return theme.px(HEADING if isinstance(row, _Heading) else self.row_height)

    def paint_row(self, painter: QPainter, rect: QRect, row: Choice | _Heading, state: RowState) -> None:
        if isinstance(row, _Heading):
            box = rect.adjusted(theme.px(18), theme.px(6), -theme.px(12), 0)
            painting.draw_text(painter, box, row.title.upper(), 11, 600, "text2")
            return
        pill = rect.adjusted(theme.px(INSET), 1, -theme.px(INSET), -1)
        if state.chosen:
            painting.round_rect(painter, pill, 6, "accent_soft")
            painter.fillRect(QRect(pill.left(), pill.top(), 3, pill.height()), theme.color("accent"))
        else:
            self.paint_ground(painter, pill, state)
        left = pill.left() + theme.px(12)
        middle = pill.center().y() + 1
        side = theme.px(30)
        picture = QRect(left, middle - side // 2, side, side)
        if row.avatar:
            painting.avatar(painter, picture, row.avatar, row.sector, row.square)
        elif row.icon:
            inner = (side - theme.px(18)) // 2
            icons.paint(painter, picture.adjusted(inner, inner, -inner, -inner), row.icon, "text2")
        right = _draw_caps(painter, row, pill.right() - theme.px(12), middle, state.chosen)
        text = QRect(left + side + theme.px(12), pill.top(), 0, pill.height())
        text.setRight(right - theme.px(12))
        _draw_texts(painter, text, row)


def _draw_caps(painter: QPainter, row: Choice, right: int, middle: int, current: bool) -> int:
    """Draw the key caps at the right, and return where they begin."""
    caps = key_caps(row.shortcut) if row.shortcut else ["↵"] if current else []
    for cap in reversed(caps):
        right -= painting.keycap_width(cap)
        painting.keycap(painter, right, middle, cap)
        right -= theme.px(4)
    return right


def _draw_texts(painter: QPainter, box: QRect, row: Choice) -> None:
    if not row.subtitle:
        _draw_marked(painter, box, row)
        return
    upper = painting.line_height(13, 600)
    lower = painting.line_height(12)
    top = box.center().y() - (upper + lower) // 2
    _draw_marked(painter, QRect(box.left(), top, box.width(), upper), row)
    below = QRect(box.left(), top + upper, box.width(), lower)
    painting.draw_text(painter, below, row.subtitle, 12, 400, "text3")


def _draw_marked(painter: QPainter, box: QRect, row: Choice) -> None:
    """Draw the title with its marked letters in bold accent; a title that has to be cut is drawn unmarked."""
    if not row.spans or painting.text_width(row.title, 13, 700) > box.width():
        painting.draw_text(painter, box, row.title, 13, 600)
        return
    at, x = 0, box.left()
    for start, end in (*row.spans, (len(row.title), len(row.title))):
        for piece, weight, ink in ((row.title[at:start], 600, "text"), (row.title[start:end], 700, "accent")):
            if piece:
                wide = painting.text_width(piece, 13, weight)
                painting.draw_text(painter, QRect(x, box.top(), wide + 2, box.height()), piece, 13, weight, ink)
                x += wide
        at = end
