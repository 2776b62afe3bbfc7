"""One opportunity: where it stands, who takes part and who is wanted, what comes next, what happened."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm import clock, dates
from crm.changes import Topic
from crm.opportunities import OpportunityDetail, Spell
from crm.pipelines import PipelineRow, StageRow
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.board import CardQuestion
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.empty_states import StateStack
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.kit.step_strip import StepStrip
from ui.kit.two_columns import TwoColumns
from ui.pipeline import words
from ui.pipeline.board_part import ANSWERS, HINT
from ui.pipeline.columns import OUTCOME_TONES
from ui.pipeline.consortium_sheet import ConsortiumSheet
from ui.pipeline.editor import MergeForm, ReasonForm
from ui.pipeline.facts import FactsCard
from ui.pipeline.files import FilesCard
from ui.pipeline.parties import PartiesCard
from ui.records.follow_up_list import FollowUpActions, FollowUpList
from ui.records.history_view import HistoryView
from ui.records.record_page import RecordPage
from ui.records.service_calls import write, write_or_tell
from ui.records.timeline_model import OPPORTUNITY_FILTERS
from ui.records.what_changed import ChangesSource

CHANGES_SHOWN = 6
MORE = ("add_party", "add_gap", "add_file", "", "sheet", "print_sheet", "", "reason", "merge", "trash", "restore")


class OpportunityPage(RecordPage[OpportunityDetail]):
    """The page of one opportunity."""

    kind: ClassVar[str] = "opportunity"
    topics: ClassVar[Topic] = (
        Topic.OPPORTUNITIES
        | Topic.ORGANISATIONS
        | Topic.CONTACTS
        | Topic.FOLLOW_UPS
        | Topic.VOCABULARIES
        | Topic.INTERACTIONS
        | Topic.INTRODUCTIONS
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, scroll=True)
        self._pipeline: PipelineRow | None = None
        self._closing: StageRow | None = None
        self._question: CardQuestion | None = None
        self.deeds = FollowUpActions(context, self)
        self.steps = StepStrip("Stages")
        self.parties, self.facts, self.files = PartiesCard(context), FactsCard(context), FilesCard(context)
        self.sheet, self.history = ConsortiumSheet(context, self), HistoryCard(context)
        self.follow_ups = FollowUpList(self.deeds, "Next steps")
        self.moves, self.changes = RowList("Stages so far"), RowList("What changed lately")
        self._build_controls()
        self._build_body()
        self.steps.chosen.connect(self.move_to_stage)
        self.first_focus = self.parties.list

    def _build_controls(self) -> None:
        self.stage_chip, self.trashed = Chip(""), Chip("In the trash", "danger")
        self.add_chips(self.stage_chip, self.trashed)
        log = Button("Log meeting", icon="plus", tip="Log a meeting with the lead", shortcut="Ctrl+L")
        step = Button("Next step", "primary", icon="bell", tip="Add a next step", shortcut="Ctrl+Shift+F")
        self.add_buttons((log, self.log), (step, self.next_step))

    def _build_body(self) -> None:
        whole = TwoColumns(60)
        self.steps_card = Card("Next steps", flush=True)
        self.due = StateStack(self.follow_ups, skeleton_rows=2)
        self.steps_card.body.addWidget(self.due)
        moves, changes = Card("Stages so far", flush=True), Card("What changed", flush=True)
        moves.body.addWidget(self.moves)
        changes.body.addWidget(self.changes)
        left: tuple[Card, ...] = (self.parties, self.files, self.history)
        for card in left:
            whole.add_left(card)
        for card in (self.steps_card, self.facts, moves, changes):
            whole.add_right(card)
        self._asking = QHBoxLayout()
        self.body.addWidget(self.steps)
        self.body.addLayout(self._asking)
        self.add_content(whole, 0)
        self.body.addStretch(1)
        self.body.setSpacing(theme.px(14))

    # -- as a page

    def show_target(self, id: int = 0, **_: object) -> None:
        """Remember which opportunity to show."""
        if id != self._id:
            self._stop_asking()
        super().show_target(id)

    def read(self, record_id: int) -> OpportunityDetail:
        """Return the opportunity."""
        return self.context.workspace.opportunities.get(record_id)

    def show_one(self, record: OpportunityDetail) -> None:
        """Show an opportunity."""
        workspace = self.context.workspace
        self._pipeline = workspace.pipelines.get(record.row.pipeline_id)
        due = workspace.followups.of("opportunity", record.id)
        self._show_header(record)
        self.steps.set_steps(words.steps(self._pipeline, record))
        self.parties.show_detail(record)
        self.facts.show_record(record)
        self.files.show_detail(record)
        self.sheet.show_detail(record)
        self.history.show_record(record.id)
        self.follow_ups.show_follow_ups(due)
        self.steps_card.set_count(f"{len(due)}" if due else "")
        if due:
            self.due.show_content()
        else:
            nothing = "No next step yet." if record.row.outcome == "open" else "It is closed: nothing is to be done."
            self.due.show_empty("bell", nothing, shortcut="Ctrl+Shift+F")
        self.moves.set_rows([_spell(each) for each in reversed(record.spells)])
        changed = ChangesSource(workspace, "opportunity", record.id).page(0, CHANGES_SHOWN)
        self.changes.set_rows([ListRow(each.id, each.title, f"{each.group}, {each.date}") for each in changed])

    def fill_menu(self, menu: Menu) -> None:
        """Fill the menu of more, the stages first."""
        if self._pipeline is not None and self.shown is not None:
            words.fill_stages(menu, self._pipeline, self.shown.row, self.move_to)
        super().fill_menu(menu)

    def menu(self) -> Sequence[str]:
        """Return the actions of the menu of more."""
        return MORE

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        page, group = Scope.PAGE, "Opportunity"
        add, gap, file, back = self.parties.add, self.parties.add_gap, self.files.choose, self.restore
        return [
            Action("follow_up", "Add a next step", self.next_step, "bell", ("Ctrl+Shift+F",), page, group, "follow-up"),
            Action("log", "Log a meeting with the lead", self.log, "plus", ("Ctrl+L",), page, group),
            Action("stage_on", "Next stage", self.stage_on, "arrow-right", ("Ctrl+Shift+Right",), page, group, "move"),
            Action("stage_back", "Stage before", self.stage_back, "arrow-left", ("Ctrl+Shift+Left",), page, group),
            Action("title", "Edit the title", self.edit_title, "edit", ("F2",), page, group, "rename name"),
            Action("add_party", "Add a party", add, "user-plus", ("Ctrl+N",), page, group, "partner letter share"),
            Action("add_gap", "Say who is wanted", gap, "users", (), page, group, "gap needs adopter"),
            Action("add_file", "Add a file…", file, "folder", (), page, group, "attachment document upload"),
            Action(
                "reason", "Correct why it was closed…", self.reason, "edit", (), page, group, enabled=self._is_closed
            ),
            Action("merge", "Merge another into this one…", self.merge, "merge", (), page, group, "duplicate"),
            Action("trash", "Move to trash", self.trash, "trash", (), page, group, enabled=self._is_kept, deletes=True),
            Action("restore", "Take it out of the trash", back, "restore", (), page, group, enabled=self._is_gone),
            *self.sheet.table(),
            *self.deeds.table(),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return (self.steps, self.parties, self.history, self.files, self.follow_ups, self.facts)

    def _show_header(self, detail: OpportunityDetail) -> None:
        row = detail.row
        self.set_title(row.title)
        self.set_crumbs(f"Pipeline › {detail.pipeline}")
        worth = words.exactly(row.value_pence, row.currency)
        weighted = words.exactly(row.weighted_pence, row.currency)
        days = f"{row.days_in_stage} day{'' if row.days_in_stage == 1 else 's'} in {row.stage}"
        close = f"closes {dates.show_date(row.expected_close, clock.today())}" if row.expected_close else ""
        weight = f"{weighted} weighted" if weighted and row.outcome == "open" else ""
        parts = (row.organisation, worth, weight, days, close, detail.lost_reason)
        self.set_subtitle(" · ".join(filter(None, parts)))
        self.stage_chip.set(row.stage, "warn" if row.is_stale else OUTCOME_TONES[row.outcome])
        self.trashed.setVisible(detail.is_trashed)

    # -- stages

    @Slot(object)
    def move_to_stage(self, stage_id: int) -> None:
        """Move it to a stage; one that closes it asks for the reason first."""
        stage = words.stage_of(self._pipeline, stage_id)
        if stage is None or self.shown is None or stage.id == self.shown.row.stage_id:
            return
        if stage.outcome != "open":
            self._ask(stage)
            return
        self._stop_asking()
        opportunities, id_ = self.context.workspace.opportunities, self._id
        write_or_tell(
            self.context, lambda: opportunities.move(id_, stage.id), f"Moved “{self.title()}” to {stage.name}"
        )

    def edit_title(self) -> None:
        """Open the title where it stands."""
        row = self.facts.rows["title"]
        row.edit()
        if self.scroll_area is not None:
            self.scroll_area.ensureWidgetVisible(row)

    def stage_on(self) -> None:
        """Move it to the next stage."""
        self._step(1)

    def stage_back(self) -> None:
        """Move it to the stage before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self.shown is None or self._pipeline is None:
            return
        stages = [each.id for each in self._pipeline.stages]
        at = stages.index(self.shown.row.stage_id) + step
        if 0 <= at < len(stages):
            self.move_to_stage(stages[at])

    def _ask(self, stage: StageRow) -> None:
        self._stop_asking()
        self._closing = stage
        self._question = CardQuestion(f"Close as {stage.name}", ANSWERS[stage.outcome], HINT)
        self._question.answered.connect(self._answered)
        self._question.refused.connect(self._refused)
        self._asking.addWidget(self._question)
        self._question.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _answered(self, reason: str) -> None:
        stage, question = self._closing, self._question
        if stage is None or question is None:
            return
        opportunities, id_ = self.context.workspace.opportunities, self._id
        said = f"Closed as {stage.name}: “{self.title()}”"
        refusal = write(self.context, lambda: opportunities.move(id_, stage.id, None, reason), said)
        if refusal:
            question.show_problem(refusal)
        else:
            self._refused()

    @Slot()
    def _refused(self) -> None:
        self._stop_asking()
        self.focus_content()

    def _stop_asking(self) -> None:
        if self._question is not None:
            self._asking.removeWidget(self._question)
            self._question.hide()
            self._question.deleteLater()
        self._question = self._closing = None

    # -- doing

    def next_step(self) -> None:
        """Open the form of a next step."""
        self.context.navigator.open("follow_up", opportunity=self._id)

    def log(self) -> None:
        """Log a meeting with the lead."""
        lead = next((each for each in self.shown.parties if not each.is_gap), None) if self.shown else None
        if lead is not None and lead.contact_id is not None:
            self.context.navigator.open("log", contact=lead.contact_id)
        elif lead is not None:
            self.context.navigator.open("log", organisation=lead.organisation_id)
        else:
            self.context.navigator.open("log")

    def reason(self) -> None:
        """Ask why it was closed."""
        if self.shown is not None:
            ReasonForm(self.context, self.shown).show_over()

    def merge(self) -> None:
        """Ask which other opportunity goes into this one."""
        if self.shown is not None:
            MergeForm(self.context, self.shown.row).show_over()

    def trash(self) -> None:
        """Move it to the trash and go to the board."""
        trash, id_, pipeline = self.context.workspace.trash, self._id, self._pipeline
        said = f"Moved to the trash: “{self.title()}”"
        if write_or_tell(self.context, lambda: trash.put("opportunity", [id_]), said) and pipeline is not None:
            self.context.navigator.open("pipeline", pipeline=pipeline.id)

    def restore(self) -> None:
        """Take it out of the trash."""
        trash, id_ = self.context.workspace.trash, self._id
        write_or_tell(self.context, lambda: trash.restore("opportunity", [id_]), f"Restored: “{self.title()}”")

    @Slot()
    def move_to(self) -> None:
        """Move it to the stage of the line chosen in the menu."""
        sender = self.sender()
        if isinstance(sender, QAction):
            self.move_to_stage(int(sender.data()))

    def _is_closed(self) -> bool:
        return self.shown is not None and self.shown.row.outcome != "open"

    def _is_kept(self) -> bool:
        return self.shown is not None and not self.shown.is_trashed

    def _is_gone(self) -> bool:
        return self.shown is not None and self.shown.is_trashed


def _spell(spell: Spell) -> ListRow:
    since = dates.ago(dates.utc_to_local(spell.since).date(), clock.today())
    days = f"{spell.days} day{'' if spell.days == 1 else 's'}"
    icon = {"open": "arrow-right", "won": "star", "lost": "x"}[spell.outcome]
    now = "there now" if spell.until is None else ""
    told = " · ".join(filter(None, (f"entered {since}", spell.reason)))
    return ListRow((spell.stage_id, spell.since), spell.stage, aside=now, detail=told, note=days, icon=icon)


HIGH = 460
NOTE = "Meetings and messages are those of its parties since it was added, whatever they were about."


class HistoryCard(Card):
    """The timeline of one opportunity; the page is as high as its cards, so it scrolls in a height of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__("History")
        self.view = HistoryView(context, "opportunity", filters=OPPORTUNITY_FILTERS)
        self.view.counted.connect(self._counted)
        self.body.setSpacing(theme.px(6))
        self.body.addWidget(Label(NOTE, "secondary", tone="text3", wrap=True))
        self.body.addWidget(self.view)
        self.setFocusProxy(self.view.timeline)

    def show_record(self, opportunity_id: int) -> None:
        """Show the history of an opportunity."""
        self.view.setMinimumHeight(theme.px(HIGH))
        self.view.show_record(opportunity_id)

    def _counted(self, number: int) -> None:
        self.set_count(f"{number:,}" if number else "")
