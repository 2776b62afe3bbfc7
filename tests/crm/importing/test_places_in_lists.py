"""Rows of a list of contacts that name nobody: guests, places kept, rooms."""

import pytest

from tests.crm.importing.conftest import Desk


@pytest.mark.parametrize(
    "name",
    ["2 x Peel Ltd", "Guest of Jon Peel", "Moor Trust rep", "Meeting Room 2", "room-4.1", "3 people from Moor Trust"],
)
def test_what_names_nobody_makes_nobody_and_is_listed(desk: Desk, name: str) -> None:
    plan = desk.take(f"Name,Organisation,Email\n{name},Moor Trust,\nIda Moor,Moor Trust,ida@moor.example\n")
    assert desk.people() == ["Ida Moor"]
    assert [(row.line, row.text) for row in plan.skipped] == [(2, name)]


@pytest.mark.parametrize(
    ("written", "name"),
    [("Ida Moor +1", "Ida Moor"), ("Mo Ali*", "Mo Ali"), ("~~Nia Orr~~", "Nia Orr"), ("Lee Wu - late", "Lee Wu")],
)
def test_a_list_s_marks_are_no_part_of_a_name_and_the_text_is_kept(desk: Desk, written: str, name: str) -> None:
    desk.take(f"Name,Email\n{written},a@list.example\n")
    assert desk.people() == [name]


def test_two_people_in_one_name_are_told(desk: Desk) -> None:
    plan = desk.plan("Name,Email\nAnn & Bob Lee,ann@lee.example\n")
    assert "line 2: “Ann & Bob Lee” looks like 2 people; it is kept as one" in plan.problems


@pytest.mark.parametrize("name", ["Mr.Smith", "An Xuan", "Ann Guest", "Rose Room", "O'Neil-Rep Ann"])
def test_a_name_that_only_sounds_so_is_a_person(desk: Desk, name: str) -> None:
    desk.take(f"Name,Organisation\n{name},Moor Trust\n")
    assert len(desk.people()) == 1
