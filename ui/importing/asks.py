"""The card that asks about one row: the same as someone known, someone new, or left out; by keys or by mouse."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.importing import NEW_CONTACT, PlannedRow
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.rows import ListRow, RowList


class AskCard(Card):
    """Says `decided(row number, decision)`; None leaves the row out of this import, kept aside."""

    decided = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Who is this?", parent=parent)
        self._row: PlannedRow | None = None
        self._who = Label("", "strong", wrap=True)
        self._why = Label("", "secondary", tone="text2", wrap=True)
        self._choices = RowList("Who this row may be")
        self._choices.row_activated.connect(self._choose)
        self._new = Button("Someone new", "secondary", icon="user-plus", tip="Someone new (N)")
        self._new.clicked.connect(self._choose_new)
        self._skip = Button("Leave out", "ghost", tip="Leave out, kept aside (S)")
        self._skip.clicked.connect(self._leave_out)
        buttons = QHBoxLayout()
        buttons.addWidget(self._new)
        buttons.addWidget(self._skip)
        buttons.addStretch(1)
        hint = Label("Enter or 1, 2, 3 same person · N someone new · S leave out", "secondary", tone="text3", wrap=True)
        self.body.addWidget(self._who)
        self.body.addWidget(self._why)
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(self._choices)
        self.body.addSpacing(theme.px(8))
        self.body.addLayout(buttons)
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(hint)
        self.first_focus = self._choices

    def ask(self, row: PlannedRow, left: int) -> None:
        """Ask about a row; `left` more wait."""
        self._row = row
        self.set_count(f"{left:,} to decide")
        self._who.setText(", ".join(part for part in (row.name, row.organisation) if part))
        self._why.setText(f"Line {row.line}: {row.reason}")
        self._choices.set_rows(
            [
                ListRow(
                    candidate.decision,
                    candidate.name,
                    " · ".join(part for part in (candidate.organisation, candidate.email) if part),
                    aside="in the trash" if candidate.in_trash else ("earlier in this file" if candidate.row else ""),
                    avatar=candidate.name,
                    note=str(number),
                )
                for number, candidate in enumerate(row.candidates, 1)
            ]
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 choose a candidate, N someone new, S leaves the row out."""
        number = event.key() - Qt.Key.Key_1
        if self._row is not None and 0 <= number < len(self._row.candidates):
            self._choose(self._row.candidates[number].decision)
        elif event.key() == Qt.Key.Key_N:
            self._choose_new()
        elif event.key() == Qt.Key.Key_S:
            self._leave_out()
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _choose(self, decision: object) -> None:
        if self._row is not None:
            self.decided.emit(self._row.number, decision)

    @Slot()
    def _choose_new(self) -> None:
        self._choose(NEW_CONTACT)

    @Slot()
    def _leave_out(self) -> None:
        self._choose(None)
