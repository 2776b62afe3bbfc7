"""The pipeline: opportunities on a board or in a table, under the same filters."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm.changes import Topic
from crm.errors import CrmError
from crm.opportunities import OpportunityFilter, OpportunityRow
from crm.pipelines import PipelineRow
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.page import Page
from ui.pipeline import words
from ui.pipeline.board_part import BoardPart
from ui.pipeline.export import Outgoing
from ui.pipeline.filters import CLOSED, PipelineFilters
from ui.pipeline.footer import Footer
from ui.pipeline.saved_views import TableViews
from ui.records.service_calls import write_or_tell

if TYPE_CHECKING:
    from ui.pipeline.forecast_view import ForecastView
    from ui.pipeline.table_part import TablePart

BOARD, TABLE, OUTLOOK = "board", "table", "outlook"
PARTS = ((BOARD, "Board"), (TABLE, "Table"), (OUTLOOK, "Forecast"))


class PipelinePage(Page):
    """The page "pipeline"; see `ui.pages` for what it offers to the window."""

    topics: ClassVar[Topic] = (
        Topic.OPPORTUNITIES | Topic.ORGANISATIONS | Topic.CONTACTS | Topic.FOLLOW_UPS | Topic.VOCABULARIES
    )

    def __init__(self, context: Context) -> None:
        super().__init__("Pipeline")
        self.context = context
        self._part = BOARD
        self._pipeline: PipelineRow | None = None
        self.rows: Sequence[OpportunityRow] = ()
        self.filters = PipelineFilters(context)
        self.board, self.parts = BoardPart(context), QStackedWidget()
        self.parts.addWidget(self.board)
        self.states = StateStack(self.parts, skeleton_rows=8)
        self.footer, self.outgoing = Footer(), Outgoing(context, self)
        self.views = TableViews(self, context, self.filters, lambda: self.table, self.to_table)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.tabs = SegmentedControl(PARTS, "How it is shown")
        new = Button("New opportunity", icon="plus", tip="New opportunity", shortcut="Ctrl+N")
        new.clicked.connect(self.new)
        export = Button("Export…", icon="download", tip="Export what is shown", shortcut="Ctrl+E")
        export.clicked.connect(self.export)
        for widget in (self.tabs, export, new, self.views.button):
            self.add_action(widget)
        self.body.setSpacing(theme.px(12))
        self.body.setContentsMargins(0, 0, theme.px(24), theme.px(8))
        self.body.addWidget(self.filters)
        self.body.addWidget(self.states, 1)
        self.body.addWidget(self.footer)
        self.first_focus: QWidget | None = None

    def _connect(self) -> None:
        self.tabs.changed.connect(self.show_part)
        self.filters.changed.connect(self.reload)
        self.filters.left_down.connect(self._to_content)
        self.board.new_wanted.connect(self._new_in)
        self.board.closed_wanted.connect(self.show_closed)
        self.board.menu_wanted.connect(self._open_menu)
        self.board.board.delete_requested.connect(self.trash)
        self.states.acted.connect(self._state_acted)

    @cached_property
    def table(self) -> "TablePart":
        """The table, made when it is first wanted: opening the board does not pay for it."""
        table = _table(self.context)
        table.sort_wanted.connect(self._sort_by)
        table.menu_wanted.connect(self._open_menu)
        table.trash_wanted.connect(self.trash)
        table.step_wanted.connect(self.next_step)
        self.parts.addWidget(table)
        return table

    @cached_property
    def outlook(self) -> "ForecastView":
        """Funnel and forecast, made when they are first wanted."""
        outlook = _outlook(self.context)
        self.parts.addWidget(outlook)
        return outlook

    # -- as a page

    def show_target(
        self, pipeline: int | None = None, part: str = "", closed: bool = False, view: int | None = None, **party: Any
    ) -> None:
        """Remember which pipeline to show, how, and whose opportunities alone: `organisation` or `contact`.

        A saved `view` says all of it, and is shown as a table.
        """
        self._part = part or (TABLE if view is not None else self._part)
        self.views.show(view)
        if view is not None:
            return
        self.filters.set_party(**party)
        if closed:
            self.filters.outcome.set_value(CLOSED)
        if pipeline is not None:
            self.filters.reload()
            self.filters.pipeline.set_value(pipeline)

    def reload(self) -> None:
        """Read the pipeline and show it; the current card stays."""
        self.tabs.set_current(self._part)
        opportunities = self.context.workspace.opportunities
        try:
            self.filters.reload()
            self._pipeline = self.context.workspace.pipelines.get(self.filters.pipeline.value())
            self.rows = opportunities.rows(self.filters.shown(), *self.views.sort)
        except CrmError as error:
            self.states.show_error(str(error))
            return
        self._show()

    def _show(self) -> None:
        pipeline = self._pipeline
        if pipeline is None:
            return
        closed, shown = self.filters.is_closed(), self._shown()
        if self._part == BOARD:
            self.board.show_rows(pipeline, self.rows, closed=closed)
        elif self._part == TABLE:
            self.table.show_rows(shown, *self.views.sort)
        else:
            self.outlook.show_pipeline(pipeline)
        self.parts.setCurrentWidget(self._front())
        self._tell(shown)
        terms = self.context.workspace.vocabularies.terms("sector")
        self.footer.legend.show_sectors([(term.symbol, term.name) for term in terms])

    def _front(self) -> QWidget:
        if self._part == BOARD:
            return self.board
        return self.table if self._part == TABLE else self.outlook

    def _shown(self) -> list[OpportunityRow]:
        """Return what is shown of what was read: the open ones or the closed."""
        closed = self.filters.is_closed()
        return [row for row in self.rows if (row.outcome != "open") == closed]

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        return _actions_of(self)

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return (self._front(), self.filters)

    def focus_content(self) -> None:
        """Give the keyboard to the current card or row."""
        if self.states.showing() == "content":
            self._to_content()
        else:
            super().focus_content()

    # -- what is shown

    def part(self) -> str:
        """Return how it is shown: `BOARD`, `TABLE` or `OUTLOOK`."""
        return self._part

    @Slot(str)
    def show_part(self, part: str) -> None:
        """Show the board or the table."""
        self._part = part
        self.reload()

    def to_board(self) -> None:
        """Show the board."""
        self.show_part(BOARD)
        self._to_content()

    def to_table(self) -> None:
        """Show the table."""
        self.show_part(TABLE)
        self._to_content()

    def to_outlook(self) -> None:
        """Show funnel and forecast."""
        self.show_part(OUTLOOK)
        self._to_content()

    def to_search(self) -> None:
        """Go to the field that filters."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def show_closed(self) -> None:
        """Show what was won, lost or parked."""
        self.filters.outcome.set_value(CLOSED)
        self.reload()
        self._to_content()

    @Slot()
    def _to_content(self) -> None:
        if self._part == BOARD:
            self.board.board.take_focus()
        else:
            self._front().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str, bool)
    def _sort_by(self, key: str, descending: bool) -> None:
        self.views.sort = (key, descending)
        self.reload()

    def _tell(self, shown: Sequence[OpportunityRow]) -> None:
        closed = self.filters.is_closed()
        history = "Counts every stage move, closed opportunities included"
        self.set_subtitle(history if self._part == OUTLOOK else words.summary(shown, closed=closed))
        self.footer.setVisible(self._part == BOARD)
        self.views.button.setVisible(self._part == TABLE)
        self.filters.show_narrowing(self._part != OUTLOOK)
        if self._part == OUTLOOK or (self.rows and (shown or self._part == BOARD)):
            self.states.show_content()
        elif self.filters.narrows():
            self.states.show_empty("search", "No opportunity matches these filters.", "Clear the filters")
        elif closed:
            self.states.show_empty("columns", "Nothing was closed yet.", "Show what is open")
        else:
            self.states.show_empty(
                "columns", "No opportunities here yet. Spot the first one.", "New opportunity", "Ctrl+N"
            )

    @Slot()
    def _state_acted(self) -> None:
        if self.states.showing() == "error":
            self.reload()
        elif self.filters.narrows():
            self.filters.clear()
        elif self.filters.is_closed():
            self.filters.outcome.set_value("open")
            self.reload()
        else:
            self.new()

    # -- what is done

    def current(self) -> OpportunityRow | None:
        """Return the opportunity of the current card or row."""
        if self._part == OUTLOOK:
            return None
        return self.board.current() if self._part == BOARD else self.table.current()

    def new(self) -> None:
        """Open the form of a new opportunity in this pipeline."""
        self.context.navigator.open("new_opportunity", pipeline=self.filters.pipeline.value())

    @Slot(object)
    def _new_in(self, stage: int) -> None:
        self.context.navigator.open("new_opportunity", stage=stage)

    def open_current(self) -> None:
        """Go to the page of the current opportunity."""
        if (row := self.current()) is not None:
            self.context.navigator.open("opportunity", row.id)

    def next_step(self) -> None:
        """Give the current opportunity its next step, or open the one it has."""
        if (row := self.current()) is not None:
            words.open_next_step(self.context, row)

    def stage_on(self) -> None:
        """Move the current opportunity to the next stage."""
        self._step(1)

    def stage_back(self) -> None:
        """Move the current opportunity to the stage before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        self.to_board()
        self.board.to_stage(step)

    def card_up(self) -> None:
        """Move the current card up."""
        self.board.board.push(0, -1)

    def card_down(self) -> None:
        """Move the current card down."""
        self.board.board.push(0, 1)

    @Slot()
    def move_to(self) -> None:
        """Move the current opportunity to the stage of the line chosen in the menu."""
        sender, row = self.sender(), self.current()
        if isinstance(sender, QAction) and row is not None:
            if self._part != BOARD:
                self.to_board()
            self.board.board.choose(row.id)
            self.board.move_card(row.id, int(sender.data()), -1)

    @Slot()
    def trash(self) -> None:
        """Move the current opportunity, or those selected, to the trash."""
        rows = self.chosen() if self._part == TABLE else [row] if (row := self.current()) is not None else []
        if not rows:
            return
        ids, trash = [row.id for row in rows], self.context.workspace.trash
        said = f"“{rows[0].title}”" if len(rows) == 1 else f"{len(rows):,} opportunities"
        write_or_tell(self.context, lambda: trash.put("opportunity", ids), f"Moved to the trash: {said}")

    def chosen(self) -> list[OpportunityRow]:
        """Return the rows selected in the table, elsewhere all that is shown."""
        return self.table.selected() if self._part == TABLE else self._shown()

    def export(self) -> None:
        """Ask for a file and write what is shown, in the order shown."""
        if self._pipeline is not None:
            ids = tuple(row.id for row in self._shown())
            self.outgoing.ask(self._pipeline.name, OpportunityFilter(ids=ids), *self.views.sort)

    @Slot(QPoint)
    def _open_menu(self, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        words.fill_menu(menu, self._pipeline, self.current(), self)
        menu.popup(spot)


def _table(context: Context) -> "TablePart":
    # Deferred: opening the board does not pay for it.
    from ui.pipeline.table_part import TablePart

    return TablePart(context)


def _outlook(context: Context) -> "ForecastView":
    # Deferred: opening the board does not pay for it.
    from ui.pipeline.forecast_view import ForecastView

    return ForecastView(context)


def _actions_of(page: PipelinePage) -> list[Action]:
    place, here, group = Scope.PAGE, Scope.LIST, "Pipeline"
    exported, outlook = ("Ctrl+E", "Ctrl+Shift+E"), page.to_outlook
    return [
        Action("new_opportunity", "New opportunity", page.new, "plus", ("Ctrl+N",), place, group, "create add"),
        Action("part_board", "Show the board", page.to_board, "columns", ("Ctrl+1",), place, group, "kanban"),
        Action("part_table", "Show the table", page.to_table, "list", ("Ctrl+2",), place, group),
        Action("part_outlook", "Show funnel and forecast", outlook, "chart", ("Ctrl+3",), place, group, "months"),
        Action("find", "Find in the pipeline", page.to_search, "search", ("Ctrl+F",), place, group, "filter"),
        Action("export", "Export what is shown", page.export, "download", exported, place, group, "save"),
        Action(
            "copy",
            "Copy as a table",
            lambda: page.outgoing.copy(page.chosen()),
            "copy",
            ("Ctrl+C",),
            place,
            group,
            "rows excel",
        ),
        Action("save_view", "Save this view", page.views.start_saving, "bookmark", (), place, group, "table filter"),
        Action("columns", "Choose columns", page.views.open_menu, "columns", (), place, group, "table"),
        Action("open_record", "Open the opportunity", page.open_current, "enter", ("Return",), here, group),
        Action("next_step", "Next step", page.next_step, "bell", ("N",), here, group, "follow-up"),
        Action("stage_on", "Next stage", page.stage_on, "arrow-right", ("Ctrl+Shift+Right",), here, group, "move"),
        Action("stage_back", "Stage before", page.stage_back, "arrow-left", ("Ctrl+Shift+Left",), here, group),
        Action("card_up", "Move the card up", page.card_up, "arrow-up", ("Ctrl+Shift+Up",), here, group),
        Action("card_down", "Move the card down", page.card_down, "arrow-down", ("Ctrl+Shift+Down",), here, group),
        Action("trash", "Move to trash", page.trash, "trash", ("Del",), here, group, "delete remove", deletes=True),
    ]
