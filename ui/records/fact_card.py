"""The facts of a record, edited where they stand: one row for each declared field, saved as soon as it is left.

A row that is open while the record is read again keeps what is typed; what somebody else changed meanwhile it says
before it overwrites that (`ui.kit.field_row`). What breaks a rule stays open with the reason.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.fields import value_of
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.field_row import NAME_WIDTH, FactRow, FieldRow
from ui.kit.label import Label, plain_tip
from ui.records.facts import Fact
from ui.records.link_opener import follow, full_address
from ui.records.service_calls import write
from ui.records.shown import Record


class FactColumn(QVBoxLayout, Generic[Record]):
    """Facts of the record shown, one under the other; a feature says which there are and how one is written.

    `keys` are those shown, all of them without. `stacked` puts the name of chips above them, so that they have the
    whole width.
    """

    facts: ClassVar[Sequence[Fact]]
    moves_on: ClassVar[bool] = False
    """Whether the keyboard goes on to the next fact when one is saved."""

    def __init__(
        self,
        context: Context,
        keys: Sequence[str] | None = None,
        *,
        name_width: int = NAME_WIDTH,
        spacing: int = 2,
        stacked: bool = False,
    ) -> None:
        super().__init__()
        self.context = context
        self.shown: Record | None = None
        self.rows: dict[str, FieldRow] = {}
        self.chips: dict[str, ChipsField] = {}
        self._width, self._stacked, self._all = name_width, stacked, False
        self._boxes: dict[str, QWidget] = {}
        self._links: dict[IconButton, Fact] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.px(spacing))
        known = {fact.key: self.in_file(fact) for fact in self.facts}
        self._facts = {key: known[key] for key in keys or known}
        for fact in self._facts.values():
            if fact.chips is not None:
                self._add_chips(fact, fact.chips(context, fact.name, placeholder=fact.placeholder))
            else:
                self._add_row(fact)
        self._rare = [fact.key for fact in self._facts.values() if fact.rare]
        if self._rare:
            self._more = Button("All facts", "ghost", icon="chevron-down")
            self._more.clicked.connect(self._unfold)
            self.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    # -- what a feature says

    def in_file(self, fact: Fact) -> Fact:
        """Return the fact as the open file has it, where the choices of its field stand in there."""
        return fact

    def value(self, record: Record, key: str) -> Any:
        """Return the value of a fact."""
        return value_of(record, key)

    def write(self, record: Record, key: str, value: Any) -> None:
        """Write one fact; raises CrmError where that cannot be."""
        raise NotImplementedError

    def said(self, record: Record, name: str) -> str:
        """Return what is said when a fact was saved."""
        raise NotImplementedError

    # -- building

    def _add_row(self, fact: Fact) -> None:
        row = FieldRow(
            fact.name,
            fact.make,
            show=fact.show,
            placeholder=fact.placeholder,
            tone=fact.tone,
            multiline=fact.multiline,
            name_width=self._width,
        )
        row.committed.connect(self._committed)
        self.rows[fact.key] = row
        self._boxes[fact.key] = row if fact.address is None else self._linked(row, fact)
        self.addWidget(self._boxes[fact.key])

    def _linked(self, row: FieldRow, fact: Fact) -> QWidget:
        """Return a fact with the button that opens its address."""
        button = IconButton("external", f"Open {fact.name.lower()}", size=26)
        button.clicked.connect(self._open)
        self._links[button] = fact
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(row, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _add_chips(self, fact: Fact, field: ChipsField) -> None:
        field.edited.connect(self._chips_edited)
        self.chips[fact.key] = field
        if self._stacked:
            self.addWidget(Label(fact.name, "secondary", tone="text3"))
            self.addWidget(field)
        else:
            self.addWidget(FactRow(fact.name, field, name_width=self._width))

    # -- showing

    def show_record(self, record: Record) -> None:
        """Show a record's facts; a field that is open for the same record keeps what is typed in it."""
        same = self.shown is not None and self.shown.id == record.id
        self.shown, self._all = record, self._all and same
        for key, row in self.rows.items():
            show = row.show_stored if same else row.set_value
            show(self.value(record, key))
        for key, field in self.chips.items():
            names = self.value(record, key)
            if sorted(names) != sorted(_names(field)):  # chips that are there already stay as they are
                field.set_value([Picked(name) for name in names])
        for button, fact in self._links.items():
            value = str(self.value(record, fact.key) or "")
            button.setVisible(bool(value))
            if value and fact.address is not None:
                button.setToolTip(plain_tip(full_address(fact.address(value))))
        self._fold(record)

    def _fold(self, record: Record) -> None:
        if not self._rare:
            return
        shown = [self._all or bool(self.value(record, key)) for key in self._rare]
        for key, there in zip(self._rare, shown, strict=True):
            self._boxes[key].setVisible(there)
        self._more.setVisible(not all(shown))

    def _unfold(self) -> None:
        self._all = True
        if self.shown is not None:
            self._fold(self.shown)
        self.rows[self._rare[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- saving

    def _committed(self, value: object) -> None:
        key = next((key for key, row in self.rows.items() if row is self.sender()), "")
        if not key or self.shown is None:
            return
        refusal = self._save(self.shown, key, value)
        if self.moves_on and not refusal:
            self.rows[key].set_value(value)
        else:
            self.rows[key].set_error(refusal)

    def _chips_edited(self) -> None:
        key = next((key for key, field in self.chips.items() if field is self.sender()), "")
        if not key or self.shown is None:
            return
        refusal = self._save(self.shown, key, _names(self.chips[key]))
        if refusal:
            self.chips[key].mark(True)
            self.context.toasts.problem(refusal)

    def _save(self, record: Record, key: str, value: Any) -> str:
        fact = self._facts[key]
        return write(self.context, lambda: self.write(record, key, value), self.said(record, fact.saved or fact.name))

    def _open(self) -> None:
        button: Any = self.sender()
        fact = self._links[button]
        if self.shown is not None and fact.address is not None:
            follow(self.context, fact.address(str(self.value(self.shown, fact.key))))


class FactCard(Card, Generic[Record]):
    """A card of facts: `columns` of them, one under the other."""

    def __init__(self, title: str, *columns: FactColumn[Record]) -> None:
        super().__init__(title)
        self.columns = columns
        self.rows = {key: row for column in columns for key, row in column.rows.items()}
        self.chips = {key: field for column in columns for key, field in column.chips.items()}
        for column in columns:
            self.body.addLayout(column)

    def show_record(self, record: Record) -> None:
        """Show a record's facts."""
        for column in self.columns:
            column.show_record(record)


def _names(field: ChipsField) -> list[str]:
    return [picked.text.lstrip("#") for picked in field.value()]
