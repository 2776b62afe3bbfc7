"""The navigator: places, the way back, panels, and what was open lately."""

import pytest

from ui.shell.navigator import MEMORY, Navigator, OpenPlace, Place


@pytest.fixture
def navigator() -> Navigator:
    return Navigator()


def test_going_back_and_forward_retraces_the_way(navigator: Navigator) -> None:
    seen: list[Place] = []
    navigator.opened.connect(seen.append)
    navigator.open("contacts")
    navigator.open("contact", 7)
    navigator.back()
    navigator.forward()
    assert [(place.kind, place.id) for place in seen] == [
        ("contacts", None),
        ("contact", 7),
        ("contacts", None),
        ("contact", 7),
    ]


def test_a_new_way_forgets_the_one_ahead(navigator: Navigator) -> None:
    navigator.open("today")
    navigator.open("contacts")
    navigator.back()
    navigator.open("settings")
    assert not navigator.can_go_forward()
    navigator.back()
    assert navigator.current == Place("today")


def test_opening_the_place_in_front_is_no_further_step(navigator: Navigator) -> None:
    navigator.open("contact", 7)
    navigator.open("contact", 7)
    assert not navigator.can_go_back()


def test_a_panel_is_asked_for_and_leaves_no_step(navigator: Navigator) -> None:
    asked: list[Place] = []
    navigator.asked.connect(asked.append)
    navigator.set_panels(frozenset({"log"}))
    navigator.open("today")
    navigator.open("log", contact=7)
    assert asked == [Place("log", args={"contact": 7})]
    assert navigator.current == Place("today")


def test_the_way_back_is_long_but_not_endless(navigator: Navigator) -> None:
    for number in range(MEMORY + 20):
        navigator.open("contact", number)
    steps = 0
    while navigator.can_go_back():
        navigator.back()
        steps += 1
    assert steps == MEMORY - 1


def test_what_was_open_lately_is_newest_first_and_each_once(navigator: Navigator) -> None:
    for number in (1, 2, 1, 3):
        navigator.open("contact", number)
    navigator.open("organisation", 1)
    navigator.back()
    assert navigator.recent() == [("contact", 3), ("organisation", 1), ("contact", 1), ("contact", 2)]


def test_a_target_is_the_id_and_the_arguments_by_name() -> None:
    assert Place("contact", 7, {"tab": "files"}).target() == {"id": 7, "tab": "files"}
    assert Place("contacts").target() == {}


def test_go_opens_its_place(navigator: Navigator) -> None:
    OpenPlace(navigator, "contact", 7)()
    assert navigator.current == Place("contact", 7)
