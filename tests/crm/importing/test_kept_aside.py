"""Rows that an import kept aside: decided later, as one action."""

import pytest

from crm.db.dump import logical_dump
from crm.errors import NotFound
from crm.importing import NEW_CONTACT, FileChanged, Move
from tests.crm.importing.conftest import JANE, Desk, outcomes

TWO_ASK = (
    "Name,Email,Organisation,Role,Tags\n"
    "Jane Roe,jane@other.example,Other,Adviser,mentor\nJane Roe,j.roe@third.example,Third,Clerk,\n"
    "Tom Ash,tom@x.example,X,,\n"
)


@pytest.fixture
def batch(desk: Desk) -> int:
    """An import that kept two rows aside."""
    desk.take(JANE)
    desk.take(TWO_ASK)
    return desk.workspace.importing.batches()[0].id


def test_rows_kept_aside_ask_again_with_all_they_held(desk: Desk, batch: int) -> None:
    before = logical_dump(desk.workspace.store.connection())
    plan = desk.workspace.importing.plan_aside(batch)
    assert outcomes(plan) == ["ask", "ask"]
    assert [row.line for row in plan.rows] == [2, 3]
    assert [candidate.contact_id for candidate in plan.rows[0].candidates] == [1]
    assert logical_dump(desk.workspace.store.connection()) == before


def test_a_row_decided_later_is_imported_and_aside_no_more(desk: Desk, batch: int) -> None:
    importing = desk.workspace.importing
    importing.apply(importing.plan_aside(batch), decisions={1: 1}, moves={1: Move.BOTH})
    jane = desk.workspace.contacts.get(1)
    assert [email.value for email in jane.emails] == ["jane.roe@lumen.example", "jane@other.example"]
    assert jane.tags == ("mentor",)
    assert [row.line for row in importing.kept_aside(batch)] == [3]
    counts = importing.batches()[0].counts
    assert (counts["ask"], counts["updated"], counts["new"]) == (1, 1, 1)


def test_deciding_later_is_one_action_that_can_be_undone(desk: Desk, batch: int) -> None:
    before = logical_dump(desk.workspace.store.connection())
    importing = desk.workspace.importing
    importing.apply(importing.plan_aside(batch), decisions={1: NEW_CONTACT, 2: NEW_CONTACT})
    assert desk.people() == ["Jane Roe", "Tom Ash", "Jane Roe", "Jane Roe"]
    assert importing.kept_aside(batch) == []
    assert desk.workspace.undo() == "Decide rows kept aside of “in2.csv”"
    assert logical_dump(desk.workspace.store.connection()) == before


def test_a_row_that_is_known_by_now_is_aside_no_more(desk: Desk, batch: int) -> None:
    importing = desk.workspace.importing
    again = desk.plan("Name,Email,Organisation,Role,Tags\nJane Roe,jane@other.example,Other,Adviser,mentor\n")
    importing.apply(again, decisions={1: NEW_CONTACT})
    plan = importing.plan_aside(batch)
    assert outcomes(plan) == ["unchanged", "ask"]
    importing.apply(plan)
    assert [row.line for row in importing.kept_aside(batch)] == [3]


def test_rows_decided_meanwhile_are_not_decided_twice(desk: Desk, batch: int) -> None:
    importing = desk.workspace.importing
    plan = importing.plan_aside(batch)
    importing.apply(plan, decisions={1: NEW_CONTACT})
    with pytest.raises(FileChanged):
        importing.apply(plan, decisions={1: NEW_CONTACT})


def test_an_import_taken_back_has_no_rows_to_decide(desk: Desk, batch: int) -> None:
    desk.workspace.importing.take_back(batch)
    with pytest.raises(NotFound):
        desk.workspace.importing.plan_aside(batch)


def test_somebody_decided_on_who_seems_to_have_moved_stays_aside_for_that(desk: Desk, batch: int) -> None:
    importing = desk.workspace.importing
    importing.apply(importing.plan_aside(batch), decisions={1: 1})
    assert [(row.line, row.outcome) for row in importing.kept_aside(batch)] == [(2, "moved"), (3, "ask")]
    importing.apply(importing.plan_aside(batch), moves={1: Move.STAYS})
    assert [row.line for row in importing.kept_aside(batch)] == [3]
    counts = importing.batches()[0].counts
    assert (counts["ask"], counts["moved"], counts["updated"], counts["new"]) == (1, 0, 1, 1)
