"""What can be done on the page of the pipeline."""

from typing import TYPE_CHECKING

from ui.kit.actions import Action, Scope

if TYPE_CHECKING:
    from ui.pipeline.page import PipelinePage


def actions_of(page: "PipelinePage") -> list[Action]:
    """Return what can be done on the page, for the table of actions."""
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
