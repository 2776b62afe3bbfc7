"""Where an attendance review begins: a file to drop or choose, a list to type, and the lines earlier files left."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from crm.app_dirs import home
from crm.attendance.report_records import CORRECT, KEEP, KeptLine
from crm.reviewing import NEW_CONTACT
from ui.context import Context
from ui.huddles.review import words
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import EmptyState
from ui.kit.fields import NotesField
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.rows import ListRow, RowList
from ui.kit.two_columns import TwoColumns
from ui.records.ask_card import AskCard, WayOut
from ui.records.file_review import counted
from ui.records.service_calls import write_or_tell

PATTERN = "Attendance (*.csv *.tsv *.txt *.xlsx *.xls *.ods);;All files (*)"
INVITATION = (
    "Drop a report here: Teams, Zoom, Google Meet, Eventbrite, Luma, or any list of people. "
    "Nothing is written before you apply it."
)
CLEAR = WayOut("Clear", "C", "Clear: not asked about again")


class ReviewStart(QWidget):
    """Says `chosen` with the files, `typed` with the text of a list."""

    chosen = Signal(object)
    typed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._kept: dict[int, KeptLine] = {}
        self.list = NotesField("List of people", placeholder="Jane Roe, Acme Imaging, jane.roe@acme.example", least=6)
        self.list.edited.connect(self._ready)
        self.review = Button("Review the list", "secondary", icon="list", tip="Review the list", shortcut="Ctrl+Return")
        self.review.clicked.connect(self.submit)
        self.asks = AskCard(CLEAR, context=context)
        self.asks.decided.connect(self._decide)
        self.kept_list = RowList("Lines left from earlier files")
        self.kept_list.row_activated.connect(self._ask)
        self.kept_list.selectionModel().currentChanged.connect(self._follow)
        self.kept_card = Card("Left from earlier files", flush=True)
        self._build()
        self._ready()

    def _build(self) -> None:
        files = Card()
        empty = EmptyState("upload", INVITATION, "Choose a file…", "Ctrl+O")
        empty.acted.connect(self.choose_files)
        assert empty.button is not None
        self.choose: QWidget = empty.button
        files.body.addWidget(empty)
        typed = Card("Or type or paste a list")
        typed.body.addWidget(
            Label("A person a line: name, organisation, e-mail, in any order.", "secondary", tone="text2", wrap=True)
        )
        typed.body.addSpacing(theme.px(8))
        typed.body.addWidget(self.list)
        typed.body.addSpacing(theme.px(8))
        buttons = QHBoxLayout()
        buttons.addWidget(self.review)
        buttons.addStretch(1)
        typed.body.addLayout(buttons)
        clear = Button("Clear all", "ghost", tip="Clear all of them: they are not asked about again")
        clear.clicked.connect(self.clear_all)
        self.kept_card.add_action(clear)
        self.kept_card.body.addWidget(self.kept_list)
        columns = TwoColumns(50)
        columns.add_left(files)
        columns.add_left(typed)
        columns.add_right(self.asks)
        columns.add_right(self.kept_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroller(columns))

    def show_kept(self, kept: list[KeptLine]) -> None:
        """Show the lines of earlier files that nobody was matched with."""
        self._kept = {line.id: line for line in kept}
        self.kept_card.set_count(f"{len(kept):,}")
        self.kept_list.set_rows(
            [
                ListRow(
                    line.id,
                    line.name,
                    f"{line.file_name}: {line.reason}",
                    aside=line.organisation,
                    avatar=line.name,
                    note=f"{line.minutes:,} min" if line.minutes is not None else "",
                )
                for line in kept
            ]
        )
        self.kept_card.setVisible(bool(kept))
        self.asks.setVisible(bool(kept))
        if kept:
            current = self.kept_list.current_id()
            self._ask(current if current in self._kept else kept[0].id)

    @property
    def first_focus(self) -> QWidget:
        """Where the keyboard begins: at a line that waits, else at the choice of a file."""
        return self.asks.first_focus if self._kept else self.choose

    def text(self) -> str:
        """Return what was typed."""
        return str(self.list.value())

    @Slot()
    def choose_files(self) -> None:
        """Ask for files with the system's own dialog."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "Attendance files", str(home()), PATTERN)
        if chosen:
            self.chosen.emit([Path(name) for name in chosen])

    @Slot()
    def submit(self) -> None:
        """Review what was typed."""
        if self.text():
            self.typed.emit(self.text())

    @Slot()
    def clear_all(self) -> None:
        """Clear every line that waits."""
        self._clear(list(self._kept))

    @Slot()
    def _ready(self) -> None:
        self.review.setEnabled(bool(self.text()))

    @Slot()
    def _follow(self) -> None:
        self._ask(self.kept_list.current_id())

    @Slot(object)
    def _ask(self, wanted: object) -> None:
        line = self._kept.get(wanted) if isinstance(wanted, int) else None
        if line is not None:
            self.asks.ask(words.kept_question(line), len(self._kept))

    @Slot(int, object)
    def _decide(self, kept_id: int, decision: object) -> None:
        if not isinstance(decision, int):
            self._clear([kept_id])
            return
        reports, line = self.context.workspace.reports, self._kept[kept_id]
        name = line.name
        if decision in (KEEP, CORRECT) and line.contact_id is not None:
            who, said = line.contact_id, f"{name} kept as attended" if decision == KEEP else f"{name} corrected"
            write_or_tell(self.context, lambda: reports.match(kept_id, who, decision), said)
            return
        said = f"{name} added as a new contact" if decision == NEW_CONTACT else f"{name} matched"
        write_or_tell(self.context, lambda: reports.match(kept_id, decision), said)

    def _clear(self, kept: list[int]) -> None:
        reports = self.context.workspace.reports
        said = f"{counted(len(kept), 'line')} cleared"
        write_or_tell(self.context, lambda: reports.dismiss(kept), said)

    def focus_first(self) -> None:
        """Give the keyboard to where it begins."""
        self.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)
