"""A form: fields with their names above, errors beneath, saved with Ctrl+Enter; what was typed is never lost."""

from collections.abc import Mapping
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.chips_field import ChipsField
from ui.kit.edit_conflict import as_it_is, changed_meanwhile
from ui.kit.fields import ParsedField
from ui.kit.label import Label
from ui.kit.page import scroller

LONGEST_TITLE = 28


class _Row(msgspec.Struct):
    label: str
    field: Any
    error: Label
    required: bool
    box: QWidget
    name: Label | None
    theirs: Button | None = None
    kept: Any = None


class Form(QWidget):
    """Build it with `add`, fill it with `set_values`.

    `submitted(values)` follows Ctrl+Enter or the save button when every field is understood; the first that is not gets
    the focus and a sentence beneath it. `edited` follows any change.

    Two neighbours added with `half` share a line. The cancel button says `cancelled`, Esc `left`: what was typed is not
    wanted, or is for later; nothing is cleared here. With `scrolls` the fields scroll between what is said above them
    and the buttons, which are always in view.
    """

    submitted = Signal(object)
    cancelled = Signal()
    left = Signal()
    edited = Signal()

    def __init__(
        self, save: str = "Save", cancel: str = "Cancel", parent: QWidget | None = None, *, scrolls: bool = False
    ) -> None:
        super().__init__(parent)
        self._rows: dict[str, _Row] = {}
        self._place = (0, 0)
        self._area: QScrollArea | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        self._problem = Label("", "body", tone="danger", wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(12))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        if scrolls:
            content = QWidget()
            inner = QVBoxLayout(content)
            # Room for the ring of a field that has the focus, and for the scroll bar.
            inner.setContentsMargins(theme.px(1), 0, theme.px(3), theme.px(2))
            inner.addLayout(self._grid)
            inner.addStretch(1)
            self._area = scroller(content, fit=True)
            column.addWidget(self._area, 1)
        else:
            column.addLayout(self._grid)
            column.addStretch(1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.px(8))
        self.buttons.addStretch(1)
        self.cancel_button = Button(cancel, "ghost", tip="Throw away what is typed here; Esc keeps it for later")
        self.cancel_button.clicked.connect(self.cancelled)
        self.save_button = Button(save, "primary", tip=save, shortcut="Ctrl+Enter")
        self.save_button.clicked.connect(self.submit)
        if cancel:
            self.buttons.addWidget(self.cancel_button)
        else:
            self.cancel_button.setParent(self)
            self.cancel_button.hide()
        self.buttons.addWidget(self.save_button)
        column.addLayout(self.buttons)

    def add(
        self, key: str, label: str, field: Any, *, hint: str = "", required: bool = False, half: bool = False
    ) -> Any:
        """Add a field under its name and return it. `hint` is a quiet line beneath it."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        name = Label(label if not required else f"{label} *", "secondary") if label else None
        if name is not None:
            column.addWidget(name)
        if not field.accessibleName():
            field.setAccessibleName(label)
        column.addWidget(field)
        if hint:
            column.addWidget(Label(hint, "caption", wrap=True))
        error = Label("", "secondary", tone="danger", wrap=True)
        error.hide()
        column.addWidget(error)
        line, side = self._place
        if half:
            self._grid.addWidget(box, line, side, Qt.AlignmentFlag.AlignTop)
            self._place = (line, 1) if side == 0 else (line + 1, 0)
        else:
            line += side
            self._grid.addWidget(box, line, 0, 1, 2)
            self._place = (line + 1, 0)
        self._rows[key] = _Row(label, field, error, required, box, name)
        field.edited.connect(self._changed)
        if isinstance(field, ParsedField):
            field.doubted.connect(self._doubted)
            field.echoed.connect(self._echoed)
        elif isinstance(field, ChipsField):
            field.typing.connect(self.edited)
        return field

    def remove(self, key: str) -> None:
        """Take a field out, with its name."""
        row = self._rows.pop(key)
        self._grid.removeWidget(row.box)
        row.box.hide()
        row.box.deleteLater()

    def field(self, key: str) -> Any:
        """The field added under a key."""
        return self._rows[key].field

    def set_shown(self, key: str, shown: bool) -> None:
        """Show or hide a field with its name; a hidden one is not asked about."""
        self._rows[key].box.setVisible(shown)

    def values(self) -> dict[str, Any]:
        """What the fields hold now, by key."""
        return {key: row.field.value() for key, row in self._rows.items()}

    def set_values(self, values: dict[str, Any]) -> None:
        """Fill fields by key; the others stay."""
        for key, value in values.items():
            self._rows[key].field.set_value(value)

    def kept(self) -> dict[str, Any]:
        """What a draft keeps of the fields, by key, as JSON can hold it."""
        return {key: row.field.kept() for key, row in self._rows.items()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what was kept; fields it says nothing of stay, and what it says of no field is passed over."""
        for key, value in kept.items():
            if key in self._rows:
                self._rows[key].field.restore(value)

    def words(self) -> dict[str, str]:
        """How the fields read, by key."""
        return {key: row.field.words() for key, row in self._rows.items()}

    def label_of(self, key: str) -> str:
        """The name of a field, as it is read out where none stands above it."""
        row = self._rows[key]
        return row.label.strip() or row.field.accessibleName().strip() or str(getattr(row.field, "text", str)())

    def set_error(self, key: str, text: str) -> None:
        """Say beneath a field what is wrong with it, empty takes it away."""
        row = self._rows[key]
        if row.theirs is not None:
            row.theirs.hide()
        row.error.setText(text)
        row.error.setVisible(bool(text))
        row.field.mark(bool(text))
        row.field.setAccessibleDescription(text)

    def set_clash(self, key: str, words: str, kept: Any) -> None:
        """Say beneath a field that it was changed elsewhere, to what, and offer that in place of what is typed."""
        now = as_it_is(words)
        self.set_error(key, changed_meanwhile(words, "Save again to put yours in its place."))
        row = self._rows[key]
        if row.theirs is None:
            row.theirs = Button("", "ghost", icon="restore")
            row.theirs.clicked.connect(self._take_theirs)
            layout: Any = row.box.layout()
            layout.addWidget(row.theirs, 0, Qt.AlignmentFlag.AlignLeft)
            self.setTabOrder(row.field, row.theirs)
        row.kept = kept
        row.theirs.setText(f"Leave it {now if len(now) <= LONGEST_TITLE else 'as it is'}")
        row.theirs.setAccessibleName(f"{self.label_of(key)}: leave it {now}")
        row.theirs.show()

    def set_problem(self, text: str) -> None:
        """Say above the fields why saving failed, empty takes it away; what was typed stays."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def errors(self) -> dict[str, str]:
        """The sentences shown beneath the fields, by key."""
        return {key: row.error.text() for key, row in self._rows.items() if not row.error.isHidden()}

    def focus_first(self) -> None:
        """Give the keyboard to the first field, behind what it holds unless that is marked to be typed over."""
        for row in self._rows.values():
            if not row.box.isHidden():
                row.field.setFocus(Qt.FocusReason.OtherFocusReason)
                if isinstance(row.field, QLineEdit) and not row.field.hasSelectedText():
                    row.field.end(False)
                return

    def go_to(self, key: str) -> None:
        """Give the keyboard to a field, and bring it into view."""
        row = self._rows[key]
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(row.box)

    def submit(self) -> None:
        """Check every field and say `submitted`, or show what stands in the way."""
        wrong = ""
        for key, row in self._rows.items():
            if row.box.isHidden():
                continue
            problem = row.field.problem()
            if not problem and row.required and row.field.value() in ("", None, []):
                problem = f"{row.label} is needed."
            self.set_error(key, problem)
            wrong = wrong or (key if problem else "")
        if wrong:
            self.go_to(wrong)
            return
        self.set_problem("")
        self.submitted.emit(self.values())

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Enter, whatever it means on the page under the form."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _saves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _saves(event):
            self.submit()
        elif event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        sender = self.sender()
        for key, row in self._rows.items():
            if row.field is sender and not row.error.isHidden():
                self.set_error(key, "")
        self.edited.emit()

    def _doubted(self, problem: str) -> None:
        sender = self.sender()
        for key, row in self._rows.items():
            if row.field is sender and row.error.text() != problem:
                self.set_error(key, problem)
                # Its sentence is no use out of view, beneath the buttons.
                if problem and row.field is QApplication.focusWidget():
                    self._show(row.box)

    def _echoed(self, echo: str) -> None:
        """Say beside its name what a field understood, where the field has no room for it."""
        sender = self.sender()
        for row in self._rows.values():
            if row.field is sender and row.name is not None:
                name = f"{row.label} *" if row.required else row.label
                row.name.setText(f"{name}  = {echo}" if echo else name)

    def _take_theirs(self) -> None:
        sender = self.sender()
        for key, row in self._rows.items():
            if row.theirs is sender:
                row.field.restore(row.kept)
                self.go_to(key)
                self.set_error(key, "")
                self.edited.emit()

    def _show(self, box: QWidget) -> None:
        if self._area is not None:
            # The sentence beneath has its height only once the rows are laid out again.
            self._grid.activate()
            self._area.ensureWidgetVisible(box, 0, theme.px(8))


def _saves(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
