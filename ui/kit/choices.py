"""A list to choose from while one types elsewhere: groups, icons or avatars, marked letters, key caps; painted."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.kit import background, icons, painting, theme
from ui.kit.actions import key_caps, shortcut_text

Index = QModelIndex | QPersistentModelIndex
CHOICE = Qt.ItemDataRole.UserRole
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

    def spoken(self) -> str:
        """Return the row as it is read out."""
        parts = (self.title, self.subtitle, shortcut_text(self.shortcut) if self.shortcut else "")
        return ", ".join(part for part in parts if part)


class _Model(QAbstractListModel):
    """Choices with a heading row wherever the group changes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Choice | str] = []

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other choices."""
        self.beginResetModel()
        self.rows = []
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                self.rows.append(group)
            self.rows.append(choice)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == CHOICE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row if isinstance(row, str) else row.spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and not _can_be_chosen(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ChoiceList(QListView):
    """The list. A text field above it hands its keys over with `take_key`.

    `chosen` carries a choice; `moved` says that another row is current.
    """

    chosen = Signal(object)
    moved = Signal()

    def __init__(self, name: str, *, row_height: int = ROW, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row_height = row_height
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setProperty("flat", True)
        background.let_through(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def show_choices(self, choices: Sequence[Choice], select_first: bool = True) -> None:
        """Show other choices, the first one current."""
        self._model.show(choices)
        self.scrollToTop()
        if select_first:
            self._move_to(range(len(self._model.rows)))

    def choices(self) -> list[Choice]:
        """Return the choices shown, without the headings."""
        return [row for row in self._model.rows if isinstance(row, Choice)]

    def current(self) -> Choice | None:
        """Return the current choice, or None."""
        row = self.currentIndex().data(CHOICE)
        return row if isinstance(row, Choice) else None

    def take_key(self, event: QKeyEvent) -> bool:
        """Move with the arrow and page keys and choose with Enter; False for a key that is not for the list."""
        at, last = self.currentIndex().row(), len(self._model.rows)
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
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
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
        row = next((row for row in rows if _can_be_chosen(self._model.rows[row])), None)
        if row is None:
            return
        index = self._model.index(row)
        self.setCurrentIndex(index)
        # With its heading, where it is the first of its group.
        if row <= 1:
            self.scrollToTop()
        else:
            if isinstance(self._model.rows[row - 1], str):
                self.scrollTo(self._model.index(row - 1))
            self.scrollTo(index)
        self.moved.emit()
        if QAccessible.isActive():
            # The focus stays in the text field, so the reader would not hear of the row.
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
            )

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(CHOICE)
        if isinstance(row, Choice) and _can_be_chosen(row):
            self.chosen.emit(row)


def _can_be_chosen(row: Choice | str) -> bool:
    return isinstance(row, Choice) and not row.only_said


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: ChoiceList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(CHOICE), str)
        return QSize(100, theme.px(HEADING if heading else self._view.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect = index.data(CHOICE), option.rect
        if isinstance(row, str):
            box = rect.adjusted(theme.px(18), theme.px(6), -theme.px(12), 0)
            painting.draw_text(painter, box, row.upper(), 11, 600, "text2")
            return
        pill = rect.adjusted(theme.px(INSET), 1, -theme.px(INSET), -1)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painting.round_rect(painter, pill, 6, "accent_soft")
            painter.fillRect(QRect(pill.left(), pill.top(), 3, pill.height()), theme.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.round_rect(painter, pill, 6, "hover")
        left = pill.left() + theme.px(12)
        middle = pill.center().y() + 1
        side = theme.px(30)
        picture = QRect(left, middle - side // 2, side, side)
        if row.avatar:
            painting.avatar(painter, picture, row.avatar, row.sector, row.square)
        elif row.icon:
            inner = (side - theme.px(18)) // 2
            icons.paint(painter, picture.adjusted(inner, inner, -inner, -inner), row.icon, "text2")
        right = _draw_caps(painter, row, pill.right() - theme.px(12), middle, current)
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
