"""What of the ledger is shown."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.introductions import LedgerFilter
from ui.introductions import words
from ui.kit import theme
from ui.kit.fields import ChoiceField, SearchField


class LedgerFilters(QWidget):
    """One row of fields; `changed` says that something else is to be shown, `left_down` that Down left the search."""

    changed = Signal()
    left_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("Find in the ledger", "Name, organisation or reason")
        self.status = ChoiceField("Status", words.STATUSES)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.search, 2)
        row.addWidget(self.status, 1)
        row.addStretch(1)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.changed)
        self.search.searched.connect(self._edited)
        self.search.left_down.connect(self.left_down)
        self.status.edited.connect(self._edited)

    def shown(self) -> LedgerFilter:
        """Return the filter as it is set."""
        return LedgerFilter(self.search.text().strip(), self.status.value())

    def narrows(self) -> bool:
        """Say whether anything is left out."""
        return self.shown() != LedgerFilter()

    def clear(self) -> None:
        """Leave nothing out."""
        self.search.set_quietly("")
        self.status.set_value("")

    @Slot()
    def _edited(self) -> None:
        self._later.start()
