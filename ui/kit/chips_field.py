"""Several values in one field: chips that can be taken out, and a line to add more with suggestions."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.kit import painting, theme
from ui.kit.chips import ChipButton
from ui.kit.choices import Choice
from ui.kit.fields import TextField
from ui.kit.flow import FlowLayout
from ui.kit.suggestions import Suggestions


class Picked(msgspec.Struct, frozen=True):
    """One value: its text, and the `data` of the choice it came from (an id); None for new text."""

    text: str
    data: Any = None
    tone: str = "neutral"
    sector: str | None = None
    icon: str = ""


def kept_of(picked: Picked) -> list[Any]:
    """What a draft keeps of a value; `restored` makes it a value again, of a bare text too."""
    return [picked.text, list(picked.data) if isinstance(picked.data, tuple) else picked.data]


def restored(kept: Any) -> Picked:
    """The value that was kept."""
    if isinstance(kept, str):
        return Picked(kept)
    text, data = kept
    return Picked(text, tuple(data) if isinstance(data, list) else data)


def picked_from(choice: Choice) -> Picked:
    """The value a suggestion stands for, with the sector's mark where it has one."""
    icon = "" if choice.sector else choice.icon
    return Picked(choice.title, choice.data, sector=choice.sector or None, icon=icon)


def _is_same(one: Picked, other: Picked) -> bool:
    """Whether two values are one: two people of one name are two; what is only typed goes by its text."""
    if one.data is not None and other.data is not None:
        return bool(one.data == other.data)
    return one.text.casefold() == other.text.casefold()


class SuggestField(TextField):
    """One value: typed text, or a suggestion. `find(text)` gives the suggestions for what is typed.

    `value()` is a `Picked` (its data None for text that is nobody's yet), or None when empty.
    """

    def __init__(
        self,
        name: str,
        find: Callable[[str], Sequence[Choice]],
        *,
        placeholder: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, placeholder=placeholder, icon=icon, parent=parent)
        self._find = find
        self._picked: Picked | None = None
        self._suggestions = Suggestions(self, f"{name}: suggestions")
        self._suggestions.accepted.connect(self._take)
        self.textEdited.connect(self._suggest)

    def value(self) -> Any:
        text = self.text().strip()
        if not text:
            return None
        return self._picked if self._picked is not None and self._picked.text == text else Picked(text)

    def set_value(self, value: Any) -> None:
        """Show a `Picked`, a text or None."""
        self._picked = value if isinstance(value, Picked) else None
        super().set_value(value.text if isinstance(value, Picked) else value)

    def kept(self) -> Any:
        picked: Picked | None = self.value()
        return kept_of(picked) if picked is not None else None

    def restore(self, kept: Any) -> None:
        self.set_value(restored(kept) if kept else None)

    def take_key(self, event: QKeyEvent) -> bool:
        """Give the suggestions their keys."""
        return self._suggestions.take_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab takes the suggestion as it leaves the field; Qt asks here before any key event.
        if forward and self._suggestions.isVisible() and (choice := self._suggestions.list.current()) is not None:
            self._suggestions.hide()
            self._take(choice)
        return super().focusNextPrevChild(forward)

    def _suggest(self, text: str) -> None:
        found = self._find(text.strip()) if text.strip() else ()
        self._suggestions.offer(found, self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _take(self, choice: Choice) -> None:
        self._picked = picked_from(choice)
        self.setText(choice.title)
        self._edited()


class _Line(QLineEdit):
    """The bare line at the end of the chips."""

    left_back = Signal()
    entered = Signal()

    def __init__(self, owner: "ChipsField") -> None:
        super().__init__(owner)
        self._owner = owner
        self.setProperty("bare", True)

    def sizeHint(self) -> QSize:
        text = self.text() or self.placeholderText()
        return QSize(max(theme.px(70), painting.text_width(text) + theme.px(16)), theme.px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(26))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._owner.take_key(event):
            return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.left_back.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma) and not event.modifiers():
            if self.text().strip():
                self.entered.emit()
            elif event.key() != Qt.Key.Key_Comma:
                event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Ctrl+Enter saves the form: what is typed here is part of it.
            if self.text().strip():
                self.entered.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward and self._owner.take_tab():
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._owner.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.leave()


class ChipsField(QWidget):
    """`value()` is a list of `Picked`. Enter, comma or Tab adds what is typed; Backspace takes the last chip out.

    `find(text)` gives suggestions; with `only_known` nothing else is taken. The x of a chip, or Delete
    on it, takes it out.
    """

    edited = Signal()
    typing = Signal()
    """Something is typed that is no value yet."""

    def __init__(
        self,
        name: str,
        find: Callable[[str], Sequence[Choice]],
        *,
        placeholder: str = "",
        only_known: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._find, self._only_known, self._wrong = find, only_known, False
        self._values: list[Picked] = []
        self._chips: list[ChipButton] = []
        self._placeholder = placeholder
        self.setAccessibleName(name)
        self._line = _Line(self)
        self._line.setAccessibleName(name)
        self._line.setPlaceholderText(placeholder)
        self._suggestions = Suggestions(self._line, f"{name}: suggestions")
        self._suggestions.accepted.connect(self._take)
        self._flow = FlowLayout(self, gap=4)
        self._flow.setContentsMargins(theme.px(6), theme.px(3), theme.px(6), theme.px(3))
        self._flow.addWidget(self._line)
        self._line.textEdited.connect(self._suggest)
        self._line.textEdited.connect(self.typing)
        self._line.entered.connect(self._enter)
        self._line.left_back.connect(self._remove_last)
        self.setFocusProxy(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> Any:
        return list(self._values)

    def set_value(self, value: Any) -> None:
        """Show `Picked`s or texts."""
        self._values = [each if isinstance(each, Picked) else Picked(str(each)) for each in value or ()]
        self._show_chips()

    def mark(self, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def kept(self) -> Any:
        """The values, and last what is typed and no value yet."""
        typed = self._line.text().strip()
        return [kept_of(each) for each in self._values] + ([{"typed": typed}] if typed else [])

    def restore(self, kept: Any) -> None:
        typed = [each["typed"] for each in kept or () if isinstance(each, dict)]
        self.set_value([restored(each) for each in kept or () if not isinstance(each, dict)])
        self._line.setText("".join(typed))

    def words(self) -> str:
        return ", ".join(each.text for each in self._values)

    def problem(self) -> str:
        text = self._line.text().strip()
        if not text or not (self._only_known or len(self._known_as(text)) > 1):
            return ""
        if len(self._known_as(text)) > 1:
            return f"Several are called “{text}”: choose the one you mean from the list."
        return f"“{text}” is not one of the list."

    def take_key(self, event: QKeyEvent) -> bool:
        """Give the suggestions their keys."""
        return self._suggestions.take_key(event)

    def take_tab(self) -> bool:
        """Let Tab add what is typed or suggested; False leaves the field."""
        if not self._line.text().strip():
            return False
        choice = self._suggestions.list.current() if self._suggestions.isVisible() else None
        if choice is not None:
            self._suggestions.hide()
            self._take(choice)
            return True
        self._enter()
        return not self._line.text()

    def leave(self) -> None:
        """Keep what is typed when the focus goes."""
        self.update()
        if self._line.text().strip() and not self._only_known:
            self._enter()

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else theme.px(240)
        return QSize(theme.px(240), max(theme.px(32), self._flow.heightForWidth(max(width, theme.px(120)))))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._line.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        focus = self._line.hasFocus()
        edge = "danger" if self._wrong else "accent" if focus else "border_strong"
        painting.round_rect(QPainter(self), self.rect(), 6, "surface", edge, 2 if focus else 1)

    def _suggest(self, text: str) -> None:
        self.mark(False)
        self._line.updateGeometry()
        offered = self._find(text.strip()) if text.strip() else ()
        found = [choice for choice in offered if not self._holds(picked_from(choice))]
        self._suggestions.offer(found, self._line.mapToGlobal(QPoint(0, self._line.height() + 4)), 300)

    def _take(self, choice: Choice) -> None:
        self._add(picked_from(choice))

    def _enter(self) -> None:
        text = self._line.text().strip()
        known = self._known_as(text)
        if len(known) == 1:
            self._add(picked_from(known[0]))
        elif not known and not self._only_known:
            self._add(Picked(text))
        else:
            self.mark(True)

    def _holds(self, picked: Picked) -> bool:
        return any(_is_same(each, picked) for each in self._values)

    def _known_as(self, text: str) -> list[Choice]:
        """Return the choices of that very name: of several the person alone can say which is meant."""
        return [choice for choice in self._find(text) if choice.title.casefold() == text.casefold()]

    def _add(self, picked: Picked) -> None:
        self._line.clear()
        self._suggestions.hide()
        if not self._holds(picked):
            self._values.append(picked)
            self._show_chips()
            self.edited.emit()

    def _remove_last(self) -> None:
        if self._values:
            self._values.pop()
            self._show_chips()
            self.edited.emit()

    def _remove_chip(self) -> None:
        number = self._chips.index(self.sender())  # type: ignore[arg-type]
        del self._values[number]
        self._show_chips()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for number, value in enumerate(self._values):
            chip = ChipButton(value.text, value.tone, sector=value.sector, icon=value.icon, removable=True, parent=self)
            chip.removed.connect(self._remove_chip)
            self._chips.append(chip)
            self._flow.insert(number, chip)
            chip.show()
        self._line.setPlaceholderText("" if self._values else self._placeholder)
        self._line.updateGeometry()
        self._flow.invalidate()
        self.updateGeometry()
