"""The columns of the table of opportunities, and what it shows kept in the side bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from crm.opportunities import OpportunityFilter
from crm.opportunities.saved_views import of_view
from tests.ui.pipeline.conftest import TITLES
from tests.ui.stage import CONTROL, Stage
from ui.pipeline.page import TABLE, PipelinePage
from ui.pipeline.saved_view_form import SaveViewCard

KEY = Qt.Key


def page(stage: Stage) -> PipelinePage:
    return stage.page(PipelinePage)


def listed(stage: Stage) -> list[str]:
    model = page(stage).table.table.rows()
    return [row.title for number in range(model.rowCount()) if (row := model.row(number)) is not None]


def menu(stage: Stage) -> QMenu:
    page(stage).views.open_menu()
    return next(each for each in page(stage).views.button.findChildren(QMenu) if each.actions()[0].menu() is not None)


def choose(stage: Stage, words: str) -> None:
    opened = menu(stage)
    next(line for line in opened.actions() if line.text().startswith(words)).trigger()
    opened.close()


def toggle(stage: Stage, column: str) -> None:
    opened = menu(stage)
    columns = opened.actions()[0].menu()
    assert isinstance(columns, QMenu)
    next(line for line in columns.actions() if line.text() == column).trigger()
    opened.close()


def save(stage: Stage, name: str) -> None:
    stage.context.actions.run("save_view")
    assert stage.top(SaveViewCard).isVisible()
    stage.write(name)
    stage.press(KEY.Key_Return, modifier=CONTROL)


def side_bar(stage: Stage) -> list[str]:
    return [item.spoken() for item in stage.window.sidebar.views.items()]


def test_a_column_goes_and_comes_back_by_the_menu(stage: Stage) -> None:
    stage.press(KEY.Key_2, modifier=CONTROL)
    toggle(stage, "Stage")
    assert "stage" not in page(stage).table.table.wanted_columns()
    toggle(stage, "Stage")
    assert "stage" in page(stage).table.table.wanted_columns()


def test_the_menu_of_columns_is_there_for_the_table_alone(stage: Stage) -> None:
    assert not page(stage).views.button.isVisible()
    stage.press(KEY.Key_2, modifier=CONTROL)
    assert page(stage).views.button.isVisible()


def test_a_saved_view_comes_into_the_side_bar_with_its_count(stage: Stage) -> None:
    page(stage).filters.take(OpportunityFilter(text="sensors"))
    save(stage, "Sensors")
    stage.qtbot.waitUntil(lambda: side_bar(stage) == ["Saved views", "Sensors, 2"])
    assert page(stage).part() == TABLE
    assert listed(stage) == ["Frailty sensor kit", "Robot trial"]


def test_a_view_brings_back_its_filter_order_and_columns(stage: Stage) -> None:
    stage.press(KEY.Key_2, modifier=CONTROL)
    page(stage).filters.take(OpportunityFilter(text="imaging", no_next_step=True))
    page(stage).table.table.sort_requested.emit("value", True)
    toggle(stage, "Deadline")
    save(stage, "Imaging")
    stage.context.navigator.open("pipeline")
    assert listed(stage) == list(TITLES)
    view = stage.workspace.views.named("pipeline", "Imaging")
    stage.context.navigator.open("pipeline", view=view.id)
    assert listed(stage) == ["Sepsis test", "Imaging pilot"]
    assert page(stage).filters.shown().no_next_step
    assert "deadline" not in page(stage).table.table.wanted_columns()


def test_a_view_is_saved_again_with_what_is_shown_now(stage: Stage) -> None:
    save(stage, "Mine")
    page(stage).filters.take(OpportunityFilter(text="robot"))
    page(stage).reload()
    choose(stage, "Save changes")
    assert of_view(stage.workspace.views.named("pipeline", "Mine").shown).text == "robot"


def test_a_view_is_deleted_with_undo_and_its_opportunities_stay(stage: Stage) -> None:
    save(stage, "Mine")
    choose(stage, "Delete the view")
    assert stage.workspace.views.all() == []
    assert listed(stage) == list(TITLES)
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert [view.name for view in stage.workspace.views.all()] == ["Mine"]


def test_a_view_without_a_name_is_refused_at_the_field(stage: Stage) -> None:
    save(stage, " ")
    assert stage.top(SaveViewCard).form.field("name").isVisible()
    assert stage.workspace.views.all() == []
