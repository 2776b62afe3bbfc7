"""The preview of one file: how many rows come to what, the rows themselves, and the rows that ask."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.importing import NEW_CONTACT, ImportPlan, OrganisationQuestion, Outcome, PlannedRow
from ui.importing import words
from ui.importing.row_choices import SAME, ChoiceBar, Choices, Option
from ui.importing.words import PreviewRow
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.rows import ListRow
from ui.kit.table import Column, TextCell
from ui.records.ask_card import AskCard, Question
from ui.records.file_review import Remarks, RowGroups, candidate_row


def _what(row: PreviewRow) -> TextCell:
    if not row.choice:
        return TextCell(row.what, tone="text2")
    return TextCell(row.choice, detail=row.what, icon=row.icon)


COLUMNS = (
    Column("name", "Name", lambda row: row.name, width=210, priority=90, sortable=False),
    Column("organisation", "Organisation", lambda row: row.organisation, width=190, priority=60, sortable=False),
    Column(
        "what",
        "What happens",
        lambda row: row.what,
        width=360,
        priority=80,
        sortable=False,
        cell=_what,
    ),
    Column("line", "PreviewRow", lambda row: str(row.line or ""), 64, 48, 40, "right", sortable=False, tabular=True),
)


def _sentence(row: PreviewRow) -> str:
    return ", ".join(part for part in (row.name, row.organisation, row.choice, row.what, f"line {row.line}") if part)


class Preview(QWidget):
    """Shows a plan; `changed` says that a row was decided. `decisions` and `choices` hold what was.

    Organisations in doubt come before the rows that name them; once all are answered, `organisations` hold the answers
    and `organisations_decided` asks for the plan that follows from them.

    `first_focus` is where the keyboard begins: at the rows that ask, else at the outcomes.
    """

    changed = Signal()
    organisations_decided = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self.decisions: dict[int, int] = {}
        self.organisations: dict[str, int] = {}
        self.choices = Choices()
        self._names_left: set[str] = set()
        self._left_out: set[int] = set()
        self._rows = RowGroups("row", COLUMNS, _sentence, self)
        self._rows.opened.connect(self._open)
        self._groups, self._table = self._rows.list, self._rows.table
        self._remarks = Remarks()
        self._asks = AskCard()
        self._table.panel_requested.connect(self.toggle)
        self._table.row_activated.connect(self.toggle)
        self._asks.decided.connect(self._decide)
        self.first_focus: QWidget = self._groups
        self._bar = ChoiceBar()
        self._bar.chosen.connect(self._choose)
        self._build()

    def _build(self) -> None:
        overview = Card("What the file brings")
        overview.body.addWidget(self._groups)
        overview.body.addSpacing(theme.px(8))
        overview.body.addWidget(self._remarks)
        left = QVBoxLayout()
        left.setSpacing(theme.px(16))
        left.addWidget(overview)
        left.addWidget(self._asks)
        left.addStretch(1)
        self._rows.card.body.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addLayout(left, 2)
        row.addWidget(self._rows.card, 3)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a file's plan from its beginning."""
        self.organisations = dict(plan.organisations)
        if not plan.organisations:
            self.decisions, self._left_out, self._names_left = {}, set(), set()
            self.choices = Choices()
        self._plan = plan
        self._remarks.show_remarks([*plan.warnings, *plan.problems])
        self._rows.begin()
        self._refresh()

    def waiting(self) -> int:
        """Return how many questions are still open."""
        return len(self._open_names()) + len(self._open_asks())

    def number(self) -> int:
        """Return how many rows importing would bring in, by what was decided so far."""
        return self.choices.settles(self._plan, self.decisions) if self._plan is not None else 0

    def answers(self) -> dict[int, int]:
        """Return what was decided of rows that asked, and the rows that were parted."""
        return self.decisions | dict.fromkeys(self.choices.parted, NEW_CONTACT)

    def _show_groups(self) -> None:
        assert self._plan is not None
        settled = sum(each.rows for each in self._names() if self._is_settled(each))
        decided = len(self.decisions) + len(self._left_out) + settled
        self._rows.show_groups(words.groups(self._plan, decided, self.choices), self._lines)

    def _lines(self, key: str) -> Sequence[PreviewRow]:
        return words.lines(self._plan, key, self.choices) if self._plan is not None else ()

    def _refresh(self) -> None:
        self._show_groups()
        questions = [_organisation(place, each) for place, each in self._open_names()[:1]]
        questions += [_question(row) for row in self._open_asks()[:1]]
        self._asks.setVisible(bool(questions))
        if questions:
            self._asks.ask(questions[0], self.waiting())
        self.first_focus = self._asks.first_focus if questions else self._groups
        self.changed.emit()

    def _names(self) -> Sequence[OrganisationQuestion]:
        return self._plan.organisation_questions if self._plan is not None else ()

    def _is_settled(self, question: OrganisationQuestion) -> bool:
        return question.name in self.organisations or question.name in self._names_left

    def _open_names(self) -> list[tuple[int, OrganisationQuestion]]:
        return [(place, each) for place, each in enumerate(self._names()) if not self._is_settled(each)]

    def _open_asks(self) -> list[PlannedRow]:
        rows = [row for row in self._plan.of(Outcome.ASK) if not row.waits_for] if self._plan is not None else []
        return [row for row in rows if row.number not in self.decisions and row.number not in self._left_out]

    @Slot(str)
    def _open(self, key: str) -> None:
        self._bar.show_for(key)
        if self._bar.key:
            self._table.select_id(self._lines(key)[0].id)

    # -- what can be chosen

    @Slot()
    def toggle(self) -> None:
        """Choose what comes next for the selected rows, of a group of which something can be chosen."""
        if rows := self._selected():
            self._choose(self.choices.next(self._bar.key, rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 on the rows of a group choose for those selected."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        option = self._bar.option(event.key() - Qt.Key.Key_1) if plain and self._table.hasFocus() else None
        if option is not None:
            self._choose(option)
        else:
            super().keyPressEvent(event)

    def _selected(self) -> set[int]:
        if not self._bar.key or self._plan is None:
            return set()
        rows = self._table.selected_ids() or [self._table.current_id()]
        fixed = {row.number for row in self._plan.of(Outcome.SAME) if row.is_organisation}
        return {int(str(row)) for row in rows if row is not None} - (fixed if self._bar.key == SAME else set())

    @Slot(object)
    def _choose(self, option: Option) -> None:
        rows = self._selected()
        if self._plan is None or not rows:
            return
        self.choices.choose(self._bar.key, rows, option)
        self._show_groups()
        self.changed.emit()

    # -- what asks

    @Slot(int, object)
    def _decide(self, row: int, decision: object) -> None:
        if row < 0:
            self._decide_name(self._names()[-row - 1].name, decision)
        elif isinstance(decision, int):
            self.decisions[row] = decision
        else:
            self._left_out.add(row)
        self._refresh()
        self.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)
        if row < 0 and not self._open_names() and any(each.name in self.organisations for each in self._names()):
            self.organisations_decided.emit()

    def _decide_name(self, name: str, decision: object) -> None:
        if isinstance(decision, int):
            self.organisations[name] = decision
        else:
            self._names_left.add(name)


def _organisation(place: int, question: OrganisationQuestion) -> Question:
    """Return the question about an organisation's name; minus its place, from 1 on, stands for a row."""
    choices = [
        ListRow(
            each.id,
            f"Restore {each.name}" if each.in_trash else each.name,
            avatar=each.name,
            square=True,
        )
        for each in question.candidates
    ]
    why, new = question.told, "A new organisation"
    keys = "Enter or 1, 2, 3 that one"
    return Question(-place - 1, question.name, why, choices, "Which organisation?", keys, new)


def _question(row: PlannedRow) -> Question:
    choices = [
        candidate_row(each.decision, each, "earlier in this file" if each.row else "") for each in row.candidates
    ]
    who = ", ".join(part for part in (row.name, row.organisation) if part)
    return Question(row.number, who, f"Line {row.line}: {row.reason}", choices)
