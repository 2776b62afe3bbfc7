"""Appearance, text size, name and cadence; and the search for a section."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm.settings import APPEARANCE, CADENCE_AIM, CADENCE_LIMIT, TEXT_SIZE, USER_NAME
from tests.ui.settings.conftest import Desk
from tests.ui.stage import CONTROL
from ui.kit import theme
from ui.kit.field_row import FieldRow
from ui.kit.fields import TextField
from ui.settings.page import SettingsPage
from ui.settings.personal import AppearanceSection, PersonalSection


def fact(desk: Desk, number: int) -> FieldRow:
    """The name, the aim or the limit."""
    return desk.section(PersonalSection).findChildren(FieldRow)[number]


def test_dark_applies_at_once_and_ctrl_z_brings_light_back(desk: Desk) -> None:
    desk.workspace.settings.set(APPEARANCE, "light")
    desk.click(desk.section(AppearanceSection), "Dark")
    assert desk.workspace.settings.get(APPEARANCE) == "dark"
    desk.qtbot.waitUntil(lambda: theme.is_dark())
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: not theme.is_dark())
    assert desk.workspace.settings.get(APPEARANCE) == "light"


def test_larger_text_applies_at_once_and_is_undone(desk: Desk) -> None:
    before = theme.px(100)
    desk.click(desk.section(AppearanceSection), "125 %")
    assert desk.workspace.settings.get(TEXT_SIZE) == 125
    desk.qtbot.waitUntil(lambda: theme.px(100) > before)
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: theme.px(100) == before)


def test_the_choice_that_stands_is_not_said_to_be_changed(desk: Desk) -> None:
    desk.click(desk.section(AppearanceSection), "100 %")
    assert desk.toast() == ""


def test_the_name_is_saved_without_its_spaces_and_the_row_keeps_the_keyboard(desk: Desk) -> None:
    desk.edit(fact(desk, 0), "  Ida Moss ")
    assert desk.workspace.settings.get(USER_NAME) == "Ida Moss"
    desk.qtbot.waitUntil(lambda: fact(desk, 0).value() == "Ida Moss")
    assert fact(desk, 0).isAncestorOf(desk.focus())


@pytest.mark.parametrize("typed", ["45", "45 days"])
def test_an_aim_is_saved_as_a_number_of_days(desk: Desk, typed: str) -> None:
    desk.edit(fact(desk, 1), typed)
    assert desk.workspace.settings.get(CADENCE_AIM) == 45
    assert desk.toast() == "Cadence changed"


@pytest.mark.parametrize(
    ("number", "typed", "sentence"),
    [
        (1, "often", "“often” is no number of days from 1 to 3650."),
        (1, "0", "“0” is no number of days from 1 to 3650."),
        (2, "30", "The latest is not before the aim."),
    ],
)
def test_a_wrong_number_is_said_beneath_it_and_stays_typed(desk: Desk, number: int, typed: str, sentence: str) -> None:
    row = fact(desk, number)
    desk.edit(row, typed)
    assert sentence in desk.says(row)
    field = row.findChild(TextField)
    assert field is not None
    assert field.value() == typed
    settings = desk.workspace.settings
    assert (settings.get(CADENCE_AIM), settings.get(CADENCE_LIMIT)) == (60, 120)


def test_what_is_being_typed_survives_a_change_made_elsewhere(desk: Desk) -> None:
    fact(desk, 0).setFocus()
    desk.press(Qt.Key.Key_F2)
    desk.write("Ida")
    desk.workspace.settings.set(CADENCE_LIMIT, 200)
    desk.qtbot.waitUntil(lambda: fact(desk, 2).value() == "200")
    desk.write(" Moss")
    desk.press(Qt.Key.Key_Return)
    assert desk.workspace.settings.get(USER_NAME) == "Ida Moss"


def test_the_search_shows_only_the_sections_that_answer(desk: Desk) -> None:
    page = desk.page(SettingsPage)
    assert QApplication.focusWidget() is page.first_focus
    desk.write("dark")
    desk.qtbot.waitUntil(lambda: [type(each) for each in page.sections if each.isVisible()] == [AppearanceSection])
    desk.press(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: all(each.isVisible() for each in page.sections))


def test_the_search_says_when_no_setting_answers(desk: Desk) -> None:
    page = desk.page(SettingsPage)
    desk.write("qqzz")
    desk.press(Qt.Key.Key_Return)
    assert not any(each.isVisible() for each in page.sections)
    assert "No settings match “qqzz”." in desk.says(page.content)
