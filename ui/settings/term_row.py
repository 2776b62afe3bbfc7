"""One term of a vocabulary: its name is edited where it stands; buttons move, retire and delete it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.vocabularies import Term
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.field_row import FieldRow
from ui.kit.fields import ChoiceField, TextField
from ui.kit.label import Label

SYMBOLS = (
    ("industry", "Square"),
    ("academia", "Diamond"),
    ("public", "Circle"),
    ("investor", "Triangle"),
    ("entrepreneur", "Hexagon"),
    ("other", "Plain dot"),
)


class TermRow(QWidget):
    """Says what was asked of a term by its id: a new name, a step up or down, retired or not, deleted, a new mark."""

    renamed = Signal(object, str)
    moved = Signal(object, int)
    retired = Signal(object, bool)
    deleted = Signal(object)
    marked = Signal(object, str)

    def __init__(self, term: Term, position: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.term = term
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.name = FieldRow(position, TextField, name_width=24)
        self.name.set_value(term.name)
        self.name.committed.connect(self._rename)
        row.addWidget(self.name, 1)
        if term.symbol:
            mark = ChoiceField(f"Mark of {term.name}", SYMBOLS)
            mark.set_value(term.symbol)
            mark.edited.connect(self._mark)
            mark.setFixedWidth(theme.px(112))
            self._symbol = mark
            row.addWidget(mark)
        used = f"{term.used:,} in use" if term.used else "unused"
        use = Label(used if term.active else f"retired · {used}", "secondary", tone="text3", elide=True)
        use.setFixedWidth(theme.px(96))
        row.addWidget(use)
        self._add_buttons(row)

    def controls(self) -> list[QWidget]:
        """Return what takes the keyboard, from left to right: the name or its field, the mark, the buttons."""
        # The list of a mark is a window of its own.
        inside = (widget for widget in self.findChildren(QWidget) if widget.window() is self.window())
        return [
            widget
            for widget in inside
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        ]

    def _add_buttons(self, row: QHBoxLayout) -> None:
        up = IconButton("chevron-up", f"Move {self.term.name} up")
        down = IconButton("chevron-down", f"Move {self.term.name} down")
        up.clicked.connect(self._up)
        down.clicked.connect(self._down)
        last = self._last_button()
        for button in (up, down, last):
            row.addWidget(button)

    def _last_button(self) -> Button:
        if not self.term.active:
            text, slot = "Use again", self._retire
        elif self.term.used:
            text, slot = "Retire", self._retire
        else:
            text, slot = "Delete", self._delete
        button = Button(text, "ghost", tip=f"{text} {self.term.name}")
        # Many rows have a button of this text: read out, it says whose it is.
        button.setAccessibleName(f"{text} {self.term.name}")
        button.setMinimumWidth(theme.px(84))
        button.clicked.connect(slot)
        return button

    @Slot(object)
    def _rename(self, name: str) -> None:
        self.renamed.emit(self.term.id, name)

    @Slot()
    def _mark(self) -> None:
        self.marked.emit(self.term.id, self._symbol.value())

    @Slot()
    def _up(self) -> None:
        self.moved.emit(self.term.id, -1)

    @Slot()
    def _down(self) -> None:
        self.moved.emit(self.term.id, 1)

    @Slot()
    def _retire(self) -> None:
        self.retired.emit(self.term.id, not self.term.active)

    @Slot()
    def _delete(self) -> None:
        self.deleted.emit(self.term.id)
