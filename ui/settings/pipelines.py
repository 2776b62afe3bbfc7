"""The pipelines and their stages: added, worded, put in order, retired and used again."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent

from crm.pipelines import PipelineRow, StageDraft, StageRow, StageUse
from ui.context import Context
from ui.kit.buttons import IconButton
from ui.kit.fields import ChoiceField
from ui.kit.menu import Menu
from ui.kit.rows import ListRow
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.settings.row_sections import NamedRowsSection, RowsSection

OUTCOMES = (("open", "Open"), ("won", "Won"), ("lost", "Lost"))
ICONS = {"open": "arrow-right", "won": "star", "lost": "x"}
KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
REORDER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Mover(QObject):
    """Moves the current row of a section: two buttons in its head, Ctrl+Shift+↑ and ↓ on its list."""

    def __init__(self, section: RowsSection, thing: str, move: Callable[[object, int], None]) -> None:
        super().__init__(section)
        self._list, self._move = section.list, move
        up = IconButton("chevron-up", f"Move the {thing} up", size=28)
        down = IconButton("chevron-down", f"Move the {thing} down", size=28)
        up.clicked.connect(self._up)
        down.clicked.connect(self._down)
        for button in (up, down):
            section.add_action(button)
        self._list.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == REORDER:
            step = KEYS.get(Qt.Key(event.key()))
            if step is not None:
                if event.type() == QEvent.Type.KeyPress:
                    self._by(step)
                event.accept()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _up(self) -> None:
        self._by(-1)

    @Slot()
    def _down(self) -> None:
        self._by(1)

    def _by(self, step: int) -> None:
        if self._list.currentIndex().isValid():
            self._move(self._list.current_id(), step)


def moved(order: Sequence[int], record: int, step: int) -> list[int]:
    """Return an order with one of its ids a step further."""
    left = [each for each in order if each != record]
    left.insert(min(max(order.index(record) + step, 0), len(left)), record)
    return left


class PipelinesSection(NamedRowsSection):
    """Every pipeline in its order, the retired ones last."""

    keywords = "opportunities stages board add retire rename order"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Pipelines", "Each pipeline has its own stages. Ctrl+Shift+↑ and ↓ order them.")
        self._pipelines: dict[int, PipelineRow] = {}
        self._mover = Mover(self, "pipeline", self.put)
        add = IconButton("plus", "Add a pipeline", size=28)
        add.clicked.connect(self.add_pipeline)
        self.add_action(add)

    def reload(self) -> None:
        """Show every pipeline."""
        pipelines = self.context.workspace.pipelines
        self._pipelines = {each.id: each for each in pipelines.all(retired=True)}
        rows = [
            ListRow(each.id, each.name, _stages_of(each, pipelines.stages(each.id)), icon="columns", chevron=True)
            for each in self._pipelines.values()
        ]
        self.show_rows(rows, len(rows))

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Rename, retire or use again, delete."""
        each = self._pipelines[int(str(row))]
        menu.add("Rename…", partial(self.start_rename, each.id, each.name), icon="edit")
        if each.active:
            menu.add("Retire", partial(self._set_active, each, active=False), icon="minus")
        else:
            menu.add("Use again", partial(self._set_active, each, active=True), icon="restore")
        menu.add("Delete (only if never used)", partial(self._delete, each), icon="trash")

    def name_of(self, row: int) -> str | None:
        """Return the name of a pipeline."""
        held = self.context.workspace.pipelines.all(retired=True)
        return next((pipeline.name for pipeline in held if pipeline.id == row), None)

    def rename(self, row: int, name: str) -> bool:
        """Give a pipeline another name."""
        return self.attempt(partial(self.context.workspace.pipelines.rename, row, name), f"Renamed to {name.strip()}")

    @Slot()
    def add_pipeline(self) -> None:
        """Open the form of a new pipeline."""
        PipelineCard(self.context).show_over()

    def put(self, row: object, step: int) -> None:
        """Put a pipeline a step further."""
        order = moved(list(self._pipelines), int(str(row)), step)
        self.attempt(partial(self.context.workspace.pipelines.reorder, order))

    def _set_active(self, each: PipelineRow, *, active: bool) -> None:
        said = f"{each.name} is in use again" if active else f"{each.name} retired; what is in it stays"
        self.attempt(partial(self.context.workspace.pipelines.set_active, each.id, active), said)

    def _delete(self, each: PipelineRow) -> None:
        self.attempt(partial(self.context.workspace.pipelines.delete, each.id), f"{each.name} deleted")


class StagesSection(RowsSection):
    """The stages of one pipeline in their order, the retired ones too."""

    keywords = "pipeline probability outcome won lost stale days limit stage"

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            "Stages",
            "Each says how likely it is to be won from there, and after how many days it is stale.",
        )
        self._stages: dict[int, StageUse] = {}
        self.pipeline = ChoiceField("Stages of")
        self.pipeline.edited.connect(self._choose)
        self.body.insertWidget(1, self.pipeline)
        self._mover = Mover(self, "stage", self.put)
        add = IconButton("plus", "Add a stage", size=28)
        add.clicked.connect(self.add_stage)
        self.add_action(add)

    def reload(self) -> None:
        """Show the stages of the pipeline chosen."""
        pipelines = self.context.workspace.pipelines
        known = [(each.id, each.name) for each in pipelines.all(retired=True)]
        self.pipeline.set_options(known)
        self._stages = {use.stage.id: use for use in pipelines.stages(self.pipeline.value())}
        self.show_rows([_stage_row(use) for use in self._stages.values()], len(self._stages))

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Edit, retire or use again, delete one that never was used."""
        use = self._stages[int(str(row))]
        menu.add("Edit…", partial(self._edit, use.stage), icon="edit")
        if not use.stage.active:
            menu.add("Use again", partial(self._set_active, use.stage, active=True), icon="restore")
        elif use.held or use.told:
            menu.add("Retire (its history stays)", partial(self._set_active, use.stage, active=False), icon="minus")
        else:
            menu.add("Delete", partial(self._delete, use.stage), icon="trash")

    @Slot()
    def add_stage(self) -> None:
        """Open the form of a new stage."""
        StageCard(self.context, self.pipeline.value()).show_over()

    def put(self, row: object, step: int) -> None:
        """Put a stage a step further."""
        order = moved(list(self._stages), int(str(row)), step)
        self.attempt(partial(self.context.workspace.pipelines.reorder_stages, order))

    @Slot()
    def _choose(self) -> None:
        self.show_error("")
        self.reload()

    def _edit(self, stage: StageRow) -> None:
        StageCard(self.context, stage.pipeline_id, stage).show_over()

    def _set_active(self, stage: StageRow, *, active: bool) -> None:
        draft = StageDraft(stage.name, stage.probability, stage.outcome, stage.stale_days, active)
        said = f"{stage.name} is in use again" if active else f"{stage.name} retired; its history stays"
        self.attempt(partial(self.context.workspace.pipelines.edit_stage, stage.id, draft), said)

    def _delete(self, stage: StageRow) -> None:
        self.attempt(partial(self.context.workspace.pipelines.delete_stage, stage.id), f"{stage.name} deleted")


class PipelineCard(KeptForm):
    """A new pipeline, with a first stage and the stages that end it."""

    WIDTH = 440

    def __init__(self, context: Context) -> None:
        note = "It begins with the stages First, Won and Lost."
        super().__init__(context, "New pipeline", note, draft="new_pipeline")

    def fields(self) -> Iterable[ask.Row]:
        """The name alone."""
        return (ask.text("name", "Name", "Clinical trials", required=True),)

    def save(self, values: dict[str, Any]) -> str:
        """Write the pipeline."""
        self.context.workspace.pipelines.add(values["name"])
        return f"Pipeline “{values['name'].strip()}” added"


class StageCard(KeptForm):
    """A new stage of a pipeline, or one that is edited."""

    WIDTH = 480

    def __init__(self, context: Context, pipeline: int, stage: StageRow | None = None) -> None:
        self._pipeline, self._stage = pipeline, stage
        super().__init__(
            context,
            f"Stage “{stage.name}”" if stage else "New stage",
            draft=f"stage:{stage.id}" if stage else f"new_stage:{pipeline}",
            of_record=stage is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """Its name, what it means, and what counts at an open one."""
        yield ask.text("name", "Name", "Due diligence", required=True)
        yield (
            ask.choice("outcome", "What it means", OUTCOMES, refreshes=True),
            ask.number("stale_days", "Stale after days", "30"),
        )
        yield ask.number("probability", "Probability in per cent", "25")
        yield ask.check("active", "In use")

    def read(self) -> StageDraft | StageRow:
        """Read the stage as it is."""
        return self.context.workspace.pipelines.stage(self._stage.id) if self._stage else StageDraft("")

    def save(self, values: dict[str, Any]) -> str:
        """Write the stage."""
        pipelines = self.context.workspace.pipelines
        draft = StageDraft(**{**values, "probability": values["probability"] or 0})
        if self._stage is None:
            pipelines.add_stage(self._pipeline, draft)
            return f"Stage “{draft.name.strip()}” added"
        pipelines.edit_stage(self._stage.id, draft)
        return f"Stage “{draft.name.strip()}” saved"

    @Slot()
    def refresh(self) -> None:
        """Ask for what counts at a stage of this kind."""
        is_open = self.form.field("outcome").value() == "open"
        for key in ("probability", "stale_days"):
            self.form.set_shown(key, is_open)


def _stages_of(pipeline: PipelineRow, uses: Sequence[StageUse]) -> str:
    names = [use.stage.name for use in uses if use.stage.active]
    held = sum(use.held for use in uses if use.stage.outcome == "open")
    parts = ("" if pipeline.active else "retired", f"{held:,} open" if held else "nothing open", " › ".join(names))
    return " · ".join(filter(None, parts))


def _stage_row(use: StageUse) -> ListRow:
    stage = use.stage
    means = f"{stage.probability} % likely" if stage.outcome == "open" else f"Closes as {stage.outcome}"
    stale = f"stale after {stage.stale_days:,} day{'' if stage.stale_days == 1 else 's'}" if stage.stale_days else ""
    said = " · ".join(filter(None, (means, stale, "" if stage.active else "retired")))
    held = f"{use.held:,} there now" if use.held else "empty" if use.told else "never used"
    return ListRow(stage.id, stage.name, said, icon=ICONS[stage.outcome], note=held, chevron=True)
