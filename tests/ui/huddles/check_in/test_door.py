"""The door of a huddle, by keys alone: what is written, what is shown, and that a mistake costs one key."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from crm import clock
from crm.settings import NEWSLETTER_WORDING
from tests.ui.huddles.check_in.door import DEL, ENTER, ESC, PEOPLE, TAB, Door, add_walk_in, huddle_on
from tests.ui.stage import ALT, CONTROL
from ui.huddles.detail import HuddlePage


def test_twenty_come_in_by_keys_with_two_walk_ins_and_one_mistake_undone(door: Door) -> None:
    for name, _ in PEOPLE[:17]:
        door.check_in(name.split()[0].lower()[:4])
    assert len(door.inside()) == 17
    add_walk_in(door, "Zara Quill", "Newco", "Founder", "zara@newco.example", Qt.Key.Key_Y)
    add_walk_in(door, "Otto Brandt", "Newco", "Engineer", "otto@newco.example", Qt.Key.Key_N)
    door.check_in("kofi")
    assert "Kofi Mensah" in door.inside()
    door.press(Qt.Key.Key_Z, modifier=CONTROL)
    door.settled()
    assert "Kofi Mensah" not in door.inside()
    door.check_in("lucy")
    assert door.inside() == {name for name, _ in PEOPLE} - {"Kofi Mensah"} | {"Zara Quill", "Otto Brandt"}
    counts = door.workspace.attendance.counts(door.huddle)
    assert (counts.attended, counts.expected_here, counts.still_expected, counts.walk_ins) == (20, 16, 0, 4)
    # Five keys for whoever is known, some fifty for a walk-in with all five fields.
    assert door.pressed <= 210
    assert QApplication.focusWidget() is door.door.door.field


def test_each_tick_is_an_action_of_its_own_and_says_how_many_are_in(door: Door) -> None:
    before = len(door.workspace.actions())
    door.check_in("jane")
    door.check_in("rosa")
    assert [each.label for each in door.workspace.actions()[:2]] == ["Check in Rosa Haddad", "Check in Jane Roe"]
    assert len(door.workspace.actions()) == before + 2
    assert door.toast() == "Rosa Haddad checked in, 2 of 16"


def test_whoever_is_in_already_keeps_the_first_time_and_nothing_is_written(door: Door) -> None:
    door.check_in("jane")
    first, actions = door.workspace.attendance.arrived(door.huddle), len(door.workspace.actions())
    door.check_in("jane")
    assert door.workspace.attendance.arrived(door.huddle) == first
    assert len(door.workspace.actions()) == actions
    assert door.toast().startswith("Jane Roe is in already, since ")


def test_enter_in_an_empty_field_ticks_nobody(door: Door) -> None:
    assert [row.title for row in door.rows()][:2] == ["Robert Ashworth", "Idris Bello"]
    door.press(ENTER)
    assert door.inside() == set()
    door.press(Qt.Key.Key_Down, ENTER)
    assert door.inside() == {"Robert Ashworth"}


def test_those_registered_come_before_everybody_else_and_whoever_is_in_is_not_chosen(door: Door) -> None:
    door.write("ro")
    assert [row.title for row in door.rows()][:3] == ["Robert Ashworth", "Rosa Haddad", "Jane Roe"]
    door.press(ENTER)
    door.settled()
    door.write("ro")
    found = {row.title: row.state for row in door.rows()}
    assert found["Robert Ashworth"] == "in"
    chosen = door.door.door.list.current_row()
    assert chosen is not None
    assert chosen.title == "Rosa Haddad"
    assert {row.title: row.detail for row in door.rows()}[
        "Jane Roe"
    ] == "Acme Imaging · pitching at 15:10 · first huddle"


def test_the_arrows_choose_another_one(door: Door) -> None:
    door.write("ro")
    door.press(Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER)
    assert door.inside() == {"Jane Roe"}


def test_what_is_typed_anywhere_goes_to_the_field(door: Door) -> None:
    door.check_in("jane")
    door.press(TAB)
    assert QApplication.focusWidget() is door.door.arrivals
    door.write("rosa")
    assert QApplication.focusWidget() is door.door.door.field
    assert door.door.door.field.text() == "rosa"


@pytest.mark.parametrize("key", [DEL, Qt.Key.Key_Backspace])
def test_delete_on_an_arrived_row_takes_that_tick_back(door: Door, key: Qt.Key) -> None:
    door.check_in("jane")
    door.check_in("rosa")
    door.press(TAB, Qt.Key.Key_Down, key)
    door.settled()
    assert door.inside() == {"Rosa Haddad"}
    assert door.toast() == "Jane Roe is not in any more"
    assert QApplication.focusWidget() is door.door.door.field


def test_those_who_arrived_stand_with_their_time_the_newest_first(door: Door) -> None:
    door.check_in("jane")
    door.check_in("rosa")
    shown = door.door.arrivals.rows()
    assert [row.title for row in shown] == ["Rosa Haddad", "Jane Roe"]
    assert shown[0].label == f"In · {clock.wall_clock(_moment(door, 'Rosa Haddad'), 'Europe/London'):%H:%M}"


def test_the_newest_is_in_sight_after_many_even_when_the_keyboard_was_among_them(door: Door) -> None:
    door.check_in("jane")
    door.door.arrivals.setFocus()
    door.door.door.field.setFocus()
    for name, _ in PEOPLE[1:16]:
        door.check_in(name.split()[0].lower()[:4])
    arrivals = door.door.arrivals
    assert arrivals.verticalScrollBar().maximum() > 0
    assert arrivals.rows()[0].title == PEOPLE[15][0]
    assert arrivals.verticalScrollBar().value() == 0


def _moment(door: Door, name: str) -> str:
    row = next(each for each in door.workspace.attendance.rows(door.huddle) if each.name == name)
    assert row.checked_in_at is not None
    return row.checked_in_at


def test_apologies_are_noted_for_the_chosen_person_and_they_are_expected_no_more(door: Door) -> None:
    door.write("callum")
    door.press(Qt.Key.Key_E, modifier=ALT)
    door.settled()
    counts = door.workspace.attendance.counts(door.huddle)
    assert (counts.apologies, counts.still_expected) == (1, 15)
    assert door.door.aside.donut.accessibleName() == "0 of 15 expected are here, 0 people in all"
    assert "Callum Crowe" not in [row.title for row in door.rows()]


def test_apologies_of_nobody_chosen_or_of_somebody_who_is_in_say_what_to_do(door: Door) -> None:
    door.press(Qt.Key.Key_E, modifier=ALT)
    assert door.toast() == "Choose who sent apologies: type a name, or press ↓."
    door.check_in("jane")
    door.write("jane")
    door.press(Qt.Key.Key_E, modifier=ALT)
    assert door.toast() == "Jane Roe is in. Take the tick back first: Tab to “Just arrived”, then Del."
    assert door.inside() == {"Jane Roe"}


def test_the_numbers_and_the_pitches_follow_each_tick(door: Door) -> None:
    slots = door.door.aside.pitches
    said = Qt.ItemDataRole.AccessibleTextRole
    assert slots.model().index(0, 0).data(said) == "15:10, Jane Roe, Two-trust imaging pilot, not here"
    assert slots.model().index(1, 0).data(said) == "15:20, free slot"
    door.check_in("jane")
    assert slots.model().index(0, 0).data(said) == "15:10, Jane Roe, Two-trust imaging pilot, here"
    assert door.door.aside.donut.accessibleName() == "1 of 16 expected are here, 1 person in all"
    assert door.door.aside.numbers.accessibleName() == "Numbers: Still expected 15, Walk-ins 0, Apologies 0"


def test_a_row_is_read_out_as_a_sentence(door: Door) -> None:
    door.write("jane")
    index = door.door.door.list.model().index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Jane Roe, Acme Imaging, pitching at 15:10, first huddle, expected"


def test_a_click_on_a_row_s_button_checks_in_and_one_beside_it_does_not(door: Door) -> None:
    door.write("rosa")
    found = door.door.door.list
    rect = found.visualRect(found.model().index(0, 0))
    door.qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, rect.center().y()))
    assert door.inside() == set()
    door.qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=found.button(rect).center())
    assert door.inside() == {"Rosa Haddad"}
    assert QApplication.focusWidget() is door.door.door.field


def test_undo_last_undoes_a_tick_and_is_not_offered_for_other_deeds(door: Door) -> None:
    door.workspace.settings.set(NEWSLETTER_WORDING, "Shall we write?")
    door.check_in("jane")
    assert door.door.undo_button.isEnabled()
    door.door.undo_button.click()
    door.settled()
    assert door.inside() == set()
    assert not door.door.undo_button.isEnabled()


def test_ctrl_z_takes_the_last_tick_back_after_letters_were_typed_and_rubbed_out(door: Door) -> None:
    door.check_in("jane")
    door.write("ro")
    door.press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    door.press(Qt.Key.Key_Z, modifier=CONTROL)
    door.settled()
    assert door.inside() == set()
    assert door.door.door.field.text() == ""


def test_full_screen_hides_the_side_bar_and_escape_brings_it_back(door: Door) -> None:
    door.press(Qt.Key.Key_F11)
    door.qtbot.waitUntil(lambda: door.window.isFullScreen() and not door.window.sidebar.isVisible())
    assert QApplication.focusWidget() is door.door.door.field
    door.write("jane")
    door.press(ESC)
    assert door.window.isFullScreen()
    assert door.door.door.field.text() == ""
    door.press(ESC)
    door.qtbot.waitUntil(lambda: not door.window.isFullScreen() and door.window.sidebar.isVisible())


def test_another_page_gives_the_screen_back(door: Door) -> None:
    door.press(Qt.Key.Key_F11)
    door.qtbot.waitUntil(lambda: door.window.isFullScreen())
    door.context.navigator.open("contacts")
    door.qtbot.waitUntil(lambda: not door.window.isFullScreen() and door.window.sidebar.isVisible())


def test_finish_by_its_key_marks_the_huddle_held_and_goes_on_after_it(door: Door) -> None:
    door.check_in("jane")
    door.press(Qt.Key.Key_F, modifier=ALT)
    assert door.workspace.huddles.get(door.huddle).row.status == "held"
    place = door.context.navigator.current
    assert place is not None
    assert (place.kind, place.id, place.args) == ("huddle", door.huddle, {"part": "after"})
    door.page(HuddlePage)


def test_a_locked_huddle_says_so_and_is_unlocked_from_here(door: Door) -> None:
    door.workspace.huddles.lock(door.huddle)
    door.settled()
    assert door.door.states.showing() == "empty"
    assert not door.door.finish_button.isEnabled()
    assert door.context.actions.run("unlock")
    door.settled()
    assert door.door.states.showing() == "content"
    assert not door.workspace.huddles.get(door.huddle).row.is_locked
    assert QApplication.focusWidget() is door.door.door.field


def test_a_huddle_still_to_come_names_its_day(door: Door) -> None:
    door.context.navigator.open("check_in", huddle_on(door.workspace, days=1))
    door.settled()
    assert door.door.states.showing() == "empty"
    button = door.door.states.currentWidget()
    assert button is not None
    assert QApplication.focusWidget() is not None
    assert button.isAncestorOf(QApplication.focusWidget() or button)


def test_a_cancelled_huddle_is_planned_again_before_anybody_comes_in(door: Door) -> None:
    door.workspace.huddles.set_status(door.huddle, "cancelled")
    door.settled()
    assert door.door.states.showing() == "empty"
    door.door.states.acted.emit()
    door.settled()
    assert door.workspace.huddles.get(door.huddle).row.status == "planned"
    assert door.door.states.showing() == "content"


def test_another_huddle_begins_with_an_empty_field_and_form(door: Door) -> None:
    door.write("Zara Quill")
    door.press(ENTER)
    door.context.navigator.open("check_in", huddle_on(door.workspace, days=-1))
    door.settled()
    assert not door.door.door.is_adding()
    assert door.door.door.field.text() == ""
    assert not door.door.door.walk_in.has_draft()


def test_help_lists_the_keys_of_the_door(door: Door) -> None:
    keys = {action.id: action.shortcuts for action in door.context.actions.all()}
    assert keys["tick"] == ("Return",)
    assert keys["walk_in"][0] == "Ctrl+Return"
    assert keys["apologies"] == ("Alt+E",)
    assert keys["untick"] == ("Del",)
    assert keys["full_screen"] == ("F11",)
    assert keys["finish"] == ("Alt+F",)
