"""The board of a pipeline: moving, closing with its reason on the card, the next step."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.opportunities import OpportunityFilter, OpportunityRow
from crm.pipelines import PipelineRow, StageRow
from ui.context import Context
from ui.kit.board import LAST, Board, CardQuestion
from ui.pipeline import words
from ui.records.service_calls import write_or_tell

ANSWERS = {"won": "What came of it?", "lost": "Why? One line"}
HINT = "↵ keeps · Esc moves back"


class BoardPart(QWidget):
    """Rows as cards under their stages; `new_wanted(stage)` asks for the form, `closed_wanted` for what is over.

    `menu_wanted(global position)` asks for the menu of the current card.
    """

    new_wanted = Signal(object)
    closed_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pipeline: PipelineRow | None = None
        self._rows: dict[int, OpportunityRow] = {}
        self._closing: tuple[int, StageRow] | None = None
        self._question: CardQuestion | None = None
        self.board = Board("Pipeline")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.board)
        self.setFocusProxy(self.board)
        self.board.card_activated.connect(self.open)
        self.board.moved.connect(self.move_card)
        self.board.menu_requested.connect(self._open_menu)
        self.board.new_requested.connect(self._new_requested)
        self.board.slot_activated.connect(self._slot_activated)

    def show_rows(self, pipeline: PipelineRow, rows: Sequence[OpportunityRow], *, closed: bool) -> None:
        """Show the opportunities of a pipeline: its open stages with the closed as slots, or the closed ones."""
        self._pipeline = pipeline
        self._rows = {row.id: row for row in rows}
        self.board.set_columns(words.columns(pipeline, rows, closed=closed))

    def current(self) -> OpportunityRow | None:
        """Return the opportunity of the current card."""
        card = self.board.current_card()
        return self._rows.get(card) if card is not None else None

    # -- moving

    @Slot(object, object, int)
    def move_card(self, card: int, stage_id: int, place: int) -> None:
        """Move a card to a place of a stage; one that closes it asks for the reason first, on the card."""
        row, stage = self._rows.get(card), words.stage_of(self._pipeline, stage_id)
        if row is None or stage is None:
            return
        if stage.outcome != "open" and stage.id != row.stage_id:
            self._ask(row, stage)
            return
        opportunities, at = self.context.workspace.opportunities, None if place == LAST else place
        said = f"Moved “{row.title}” to {stage.name}"
        if stage.id == row.stage_id:
            number = f"Now number {place + 1}{self._of_those_shown()} in {stage.name}"
            said = f"{number}: “{row.title}”" if at is not None else f"{said}, to the end"
        write_or_tell(self.context, lambda: opportunities.move(row.id, stage.id, at, among=self._rows.keys()), said)

    def _of_those_shown(self) -> str:
        """Return what a number counts where a filter leaves cards out."""
        pipeline = self._pipeline.id if self._pipeline is not None else None
        everything = self.context.workspace.opportunities.count(OpportunityFilter(pipeline, closed=False))
        return " of those shown" if len(self._rows) < everything else ""

    def to_stage(self, step: int) -> None:
        """Move the current card along the stages."""
        row = self.current()
        if row is None or self._pipeline is None:
            return
        stages = [stage.id for stage in self._pipeline.stages]
        at = stages.index(row.stage_id) + step
        if 0 <= at < len(stages):
            self.move_card(row.id, stages[at], LAST)

    def _ask(self, row: OpportunityRow, stage: StageRow) -> None:
        question = CardQuestion(f"{stage.name}: {row.title}", ANSWERS[stage.outcome], HINT)
        question.answered.connect(self._answered)
        question.refused.connect(self._refused)
        self._closing, self._question = (row.id, stage), question
        self.board.ask(question, row.id)

    @Slot(str)
    def _answered(self, reason: str) -> None:
        if self._closing is None or self._question is None:
            return
        card, stage = self._closing
        row = self._rows[card]
        self.board.stop_asking()
        try:
            self.context.workspace.opportunities.move(card, stage.id, None, reason)
        except CrmError as error:
            self._ask(row, stage)
            if self._question is not None:
                self._question.field.set_value(reason)
                self._question.show_problem(str(error))
            return
        self._closing = None
        self.context.toasts.undoable(f"Closed as {stage.name}: “{row.title}”")

    @Slot()
    def _refused(self) -> None:
        self._closing = self._question = None
        self.board.stop_asking()

    # -- doing

    @Slot(object)
    def open(self, card: int) -> None:
        """Go to the page of an opportunity."""
        self.context.navigator.open("opportunity", card)

    @Slot(object, object)
    def _new_requested(self, stage: object, card: object) -> None:
        if card is None:
            self.new_wanted.emit(stage)
        elif (row := self.current()) is not None:
            words.open_next_step(self.context, row)

    @Slot(object)
    def _slot_activated(self, stage: object) -> None:
        self.closed_wanted.emit()

    @Slot(object, QPoint)
    def _open_menu(self, _card: object, spot: QPoint) -> None:
        self.menu_wanted.emit(spot)
