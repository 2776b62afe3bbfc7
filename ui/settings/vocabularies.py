"""Sectors, sub-regions and themes: added, renamed, ordered, retired."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QVBoxLayout

from crm.changes import Topic
from crm.errors import CrmError
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.fields import TextField
from ui.kit.label import Label
from ui.settings.section import Section
from ui.settings.term_row import TermRow

NOTES = {
    "sector": "The constituency of an organisation. The mark is its shape on lists and boards.",
    "sub_region": "The parts of the area the cluster works in.",
    "theme": "Fields of interest of people and organisations.",
}
SINGULAR = {"sector": "sector", "sub_region": "sub-region", "theme": "theme"}


class VocabularySection(Section):
    """The terms of one vocabulary; a term in use is retired, an unused one deleted."""

    topics = Topic.VOCABULARIES | Topic.ORGANISATIONS | Topic.CONTACTS

    def __init__(self, context: Context, vocabulary: str, title: str) -> None:
        super().__init__(context, title)
        self.keywords = f"vocabulary {SINGULAR[vocabulary]} retire rename"
        self._vocabulary = vocabulary
        self.body.addWidget(Label(NOTES[vocabulary], "secondary", tone="text3", wrap=True))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addLayout(self._list)
        self._new = TextField(f"New {SINGULAR[vocabulary]}", placeholder=f"New {SINGULAR[vocabulary]}…")
        self._new.returnPressed.connect(self._add)
        add = Button("Add", "secondary", tip=f"Add a {SINGULAR[vocabulary]}")
        add.clicked.connect(self._add)
        row = QHBoxLayout()
        row.addWidget(self._new, 1)
        row.addWidget(add)
        self.body.addLayout(row)

    def reload(self) -> None:
        """Show every term in its order; the button that has the keyboard keeps it."""
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused is not None and self.isAncestorOf(focused) else ""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        terms = self.context.workspace.vocabularies.terms(self._vocabulary, retired=True)
        self.set_count(str(sum(term.active for term in terms)))
        for number, term in enumerate(terms, 1):
            row = TermRow(term, f"{number}.")
            row.renamed.connect(self._rename)
            row.moved.connect(self._move)
            row.retired.connect(self._retire)
            row.deleted.connect(self._delete)
            row.marked.connect(self._mark)
            self._list.addWidget(row)
        self._focus(name)

    def _focus(self, name: str) -> None:
        buttons = (button for row in self.rows() for button in row.findChildren(QAbstractButton))
        again = next((button for button in buttons if name and button.accessibleName() == name), None)
        if again is not None:
            again.setFocus()

    def rows(self) -> list[TermRow]:
        """Return the rows shown."""
        items = (self._list.itemAt(index) for index in range(self._list.count()))
        return [row for item in items if item is not None and isinstance(row := item.widget(), TermRow)]

    @Slot()
    def _add(self) -> None:
        name = self._new.value()
        if self.attempt(partial(self.context.workspace.vocabularies.add, self._vocabulary, name), f"Added {name}"):
            self._new.set_value("")

    @Slot(object, str)
    def _rename(self, term: int, name: str) -> None:
        try:
            self.context.workspace.vocabularies.rename(self._vocabulary, term, name)
        except CrmError as error:
            next(row for row in self.rows() if row.term.id == term).name.set_error(str(error))
            return
        self.context.toasts.undoable(f"Renamed to {name}")

    @Slot(object, int)
    def _move(self, term: int, by: int) -> None:
        order = [row.term.id for row in self.rows()]
        here = order.index(term)
        there = min(max(here + by, 0), len(order) - 1)
        order.insert(there, order.pop(here))
        self.attempt(partial(self.context.workspace.vocabularies.reorder, self._vocabulary, order))

    @Slot(object, bool)
    def _retire(self, term: int, active: bool) -> None:
        write = partial(self.context.workspace.vocabularies.set_active, self._vocabulary, term, active)
        self.attempt(write, "In use again" if active else "Retired: it stays where it is used")

    @Slot(object)
    def _delete(self, term: int) -> None:
        self.attempt(partial(self.context.workspace.vocabularies.delete, self._vocabulary, term), "Deleted")

    @Slot(object, str)
    def _mark(self, sector: int, symbol: str) -> None:
        self.attempt(partial(self.context.workspace.vocabularies.set_symbol, sector, symbol), "Mark changed")
