"""Sectors, sub-regions and themes: added, renamed, ordered, retired."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.vocabularies import Term
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
        """Show every term in its order; what has the keyboard keeps it, and a name being typed stays open."""
        before, held = self.rows(), self._held()
        terms = self.context.workspace.vocabularies.terms(self._vocabulary, retired=True)
        typed = {row.term.id: row for row in before if row.name.is_editing()}
        for term in terms:
            if term.id in typed:
                typed[term.id].name.show_stored(term.name)
        rows = [typed.get(term.id) or self._make_row(term, number) for number, term in enumerate(terms, 1)]
        while self._list.takeAt(0) is not None:
            pass
        for row in rows:
            self._list.addWidget(row)
        self.set_count(str(sum(term.active for term in terms)))
        self._put_in_tab_order(rows)
        self._hold(held)
        for row in before:
            if row not in rows:
                row.hide()
                row.deleteLater()

    def _make_row(self, term: Term, number: int) -> TermRow:
        row = TermRow(term, f"{number}.", self)
        row.renamed.connect(self._rename)
        row.moved.connect(self._move)
        row.retired.connect(self._retire)
        row.deleted.connect(self._delete)
        row.marked.connect(self._mark)
        return row

    def _held(self) -> tuple[int, int, int] | None:
        """Return the term, its place and which of its row's controls has the keyboard; None where none has it."""
        focused = QApplication.focusWidget()
        for place, row in enumerate(self.rows()):
            if focused in row.controls():
                return row.term.id, place, row.controls().index(focused)
        return None

    def _hold(self, held: tuple[int, int, int] | None) -> None:
        """Give the keyboard to the same control of the same term; of the one in its place where it is gone."""
        rows = self.rows()
        if held is None:
            return
        if not rows:
            self._new.setFocus()
            return
        term, place, control = held
        row = next((row for row in rows if row.term.id == term), rows[min(place, len(rows) - 1)])
        row.controls()[control].setFocus()

    def _put_in_tab_order(self, rows: list[TermRow]) -> None:
        """Have Tab go from the section above through the rows to the new name; new widgets come last otherwise."""
        last: QWidget = self._new
        for row in rows:
            # The name goes with all that is in it: what stays behind has Tab jump from the end of the page to the name.
            for control in (row.name, *row.controls()[1:]):
                QWidget.setTabOrder(last, control)
                last = control
        QWidget.setTabOrder(last, self._new)

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
        self.context.toasts.undoable(f"Renamed to {name.strip()}")

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
