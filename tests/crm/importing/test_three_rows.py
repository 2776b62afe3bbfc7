"""Three rows that could run into one another: nobody gets what is another's by way of a third."""

import pytest

from tests.crm.importing.conftest import Desk, outcomes


def addresses(desk: Desk) -> list[tuple[object, ...]]:
    return desk.workspace.store.rows(
        "SELECT given_name, (SELECT group_concat(value) FROM contact_email WHERE contact_id = c.id), "
        "(SELECT count(*) FROM contact_phone WHERE contact_id = c.id) FROM contact c ORDER BY id"
    )


def test_a_row_without_a_name_that_holds_what_two_people_have_asks(desk: Desk) -> None:
    plan = desk.take(
        "First name,Last name,Email,Phone\nPeter,Ash,peter@ash.example,\nWendy,Ash,wendy@ash.example,07700 900123\n"
        ",,peter@ash.example,07700 900123\n"
    )
    assert outcomes(plan) == ["new", "new", "ask"]
    assert [each.row for each in plan.rows[2].candidates] == [1, 2]
    assert addresses(desk) == [("Peter", "peter@ash.example", 0), ("Wendy", "wendy@ash.example", 1)]


@pytest.mark.parametrize("order", [("Chris", "Christine", "Christopher"), ("J", "John", "Jane")])
def test_a_short_form_or_an_initial_never_brings_two_people_together(desk: Desk, order: tuple[str, ...]) -> None:
    rows = "".join(f"{given},Hall,07700 900123,Note of {given}\n" for given in order)
    plan = desk.take("First name,Last name,Mobile,Notes\n" + rows)
    assert outcomes(plan) == ["new", "same", "ask"]
    assert order[2] not in str(desk.one("SELECT about FROM contact"))


@pytest.mark.parametrize("order", [("Christopher", "Chris", "Christine"), ("John", "J", "Jane")])
def test_nor_does_one_that_came_between(desk: Desk, order: tuple[str, ...]) -> None:
    headings = "First name,Last name,Mobile,Notes\n"
    desk.take(f"{headings}{order[0]},Hall,07700 900123,\n")
    rows = "".join(f"{given},Hall,07700 900123,Note of {given}\n" for given in order[1:])
    assert outcomes(desk.take(headings + rows))[0] == "updated"
    assert order[2] not in str(desk.one("SELECT about FROM contact"))


def test_two_of_one_given_name_behind_an_office_mailbox_ask(desk: Desk) -> None:
    rows = "Mary,Cole,pathology@moor.example,Moor\nMary,Hughes,pathology@moor.example,Moor\n"
    assert outcomes(desk.plan("First name,Last name,Email,Organisation\n" + rows)) == ["new", "ask"]


def test_a_file_with_a_mailbox_alone_between_two_people_says_nothing_new_the_second_time(desk: Desk) -> None:
    text = (
        "First name,Last name,Email,Organisation\nAnn,Hall,info@moor.example,Moor\n,,info@moor.example,Moor\n"
        "Tom,Ash,info@moor.example,Moor\n"
    )
    desk.take(text)
    before = addresses(desk)
    again = desk.take(text)
    assert outcomes(again) == ["unchanged"] * 3
    assert addresses(desk) == before


def test_a_mailbox_alone_that_says_something_new_of_one_of_several_asks(desk: Desk) -> None:
    desk.take("First name,Last name,Email\nAnn,Hall,info@moor.example\nTom,Ash,info@moor.example\n")
    plan = desk.plan("First name,Last name,Email,Notes\n,,info@moor.example,Rang back\n")
    assert outcomes(plan) == ["ask"]


def test_an_import_does_what_its_preview_says_of_a_name_that_stands_twice(desk: Desk) -> None:
    plan = desk.plan("Name,Phone\nJo Reid,07700 900801\nAnn Hall,\nAnn Hall,\n")
    result = desk.workspace.importing.apply(plan)
    assert result.counts == plan.counts
    assert plan.counts.ask == 1


def test_a_row_that_asked_is_kept_whatever_later_rows_say(desk: Desk) -> None:
    headings = "First name,Last name,Email,Mobile,Notes\n"
    desk.take(headings + "Mary,Cole,mary@cole.example,,first\n")
    plan = desk.take(headings + "Mary,Cole,,07700 900123,second\nMary,Cole,mary@cole.example,07700 900123,third\n")
    assert sorted(outcomes(plan)) == ["ask", "updated"]
    (batch, *_) = desk.workspace.importing.batches()
    assert [row.line for row in desk.workspace.importing.kept_aside(batch.id)] == [2]


def test_two_rows_of_somebody_known_that_are_far_apart_keep_the_words_of_both(desk: Desk) -> None:
    headings = "Name,Email,Mobile,Notes\n"
    desk.take(headings + "Mary Cole,mary@cole.example,,first\n")
    others = "".join(f"Person {number},p{number}@hall.example,,\n" for number in range(600))
    again = "Mary Cole,mary@cole.example,07700 900123,{}\n"
    desk.take(headings + again.format("second") + others + again.format("third"))
    assert desk.one("SELECT about FROM contact WHERE id = 1") == "first\n\nsecond\n\nthird"
    assert desk.one("SELECT count(*) FROM contact_phone WHERE contact_id = 1") == 1


def test_three_files_of_an_initial_and_two_names_never_make_one_person(desk: Desk) -> None:
    head = "Name,Phone\n"
    desk.take(head + "J Smith,07700 900111\n")
    plan = desk.take(head + "John Smith,07700 900111\n")
    assert "also called John Smith" in plan.rows[0].adds
    assert outcomes(desk.plan(head + "Jane Smith,07700 900111\n")) == ["ask"]
    assert outcomes(desk.plan(head + "John Smith,07700 900111\n")) == ["unchanged"]


def test_three_files_of_a_short_form_and_two_names_never_make_one_person(desk: Desk) -> None:
    head = "Name,Email\n"
    for name in ("Chris Hall", "Christine Hall"):
        desk.take(f"{head}{name},chris.hall@post.example\n")
    assert outcomes(desk.plan(f"{head}Christopher Hall,chris.hall@post.example\n")) == ["ask"]


def test_a_given_name_that_is_missing_is_filled_in(desk: Desk) -> None:
    desk.take("Title,Last name,Email\nDr,Smith,jane.smith@post.example\n")
    plan = desk.take("Name,Email\nJane Smith,jane.smith@post.example\n")
    assert plan.rows[0].adds == ("first name Jane",)
    assert desk.people() == ["Jane Smith"]
