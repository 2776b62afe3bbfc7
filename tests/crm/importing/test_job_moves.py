"""People whom a file puts at another organisation than we do: nobody silently holds two jobs."""

import pytest

from crm.importing import NEW_CONTACT, Move
from tests.crm.importing.conftest import JANE, Desk, dump, outcomes

FELLOW = "Name,Email,Organisation,Role\nJane Roe,jane.roe@lumen.example,Dee University,Visiting Fellow\n"


def jobs(desk: Desk) -> list[tuple[object, ...]]:
    return desk.workspace.store.rows(
        "SELECT o.name, a.role, a.is_primary, a.is_current FROM affiliation a "
        "JOIN organisation o ON o.id = a.organisation_id ORDER BY a.id"
    )


@pytest.fixture(autouse=True)
def _known(desk: Desk) -> None:
    desk.take(JANE)


def test_somebody_named_with_another_organisation_is_told_and_stays_until_it_is_decided(desk: Desk) -> None:
    plan = desk.plan(FELLOW)
    assert plan.counts.moved == 1
    assert [(row.name, row.moved_from, row.organisation) for row in plan.moved()] == [
        ("Jane Roe", "Lumen", "Dee University")
    ]
    before = dump(desk.workspace)
    result = desk.workspace.importing.apply(plan)
    assert [row.told_move for row in result.moved] == [
        "line 2: Jane Roe seems to have moved from Lumen to Dee University; it is left as it was until you decide."
    ]
    assert dump(desk.workspace) == before


def test_what_else_the_row_says_is_taken_and_the_move_is_kept_aside_to_decide(desk: Desk) -> None:
    desk.take(FELLOW.replace("Role\n", "Role,Phone\n").replace("Fellow\n", "Fellow,07700 900123\n"))
    assert jobs(desk) == [("Lumen", "Chemist", 1, 1)]
    assert desk.one("SELECT count(*) FROM contact_phone") == 2
    (batch, *_) = desk.workspace.importing.batches()
    (aside,) = desk.workspace.importing.kept_aside(batch.id)
    assert (aside.outcome, aside.reason) == ("moved", "seems to have moved from Lumen to Dee University")
    plan = desk.workspace.importing.plan_aside(batch.id)
    desk.workspace.importing.apply(plan, moves={1: Move.CHANGED})
    assert jobs(desk)[-1] == ("Dee University", "Visiting Fellow", 1, 1)
    assert desk.workspace.importing.kept_aside(batch.id) == []


def test_a_change_of_job_ends_the_former_one_today_and_is_undone_whole(desk: Desk) -> None:
    before = dump(desk.workspace)
    desk.workspace.importing.apply(desk.plan(FELLOW), moves={1: Move.CHANGED})
    assert jobs(desk) == [("Lumen", "Chemist", 0, 0), ("Dee University", "Visiting Fellow", 1, 1)]
    assert desk.one("SELECT ended = date('now') FROM affiliation WHERE id = 1") == 1
    assert desk.one("SELECT started = date('now') FROM affiliation WHERE id = 2") == 1
    desk.workspace.undo()
    assert dump(desk.workspace) == before


def test_both_jobs_are_held_where_that_was_decided(desk: Desk) -> None:
    desk.workspace.importing.apply(desk.plan(FELLOW), moves={1: Move.BOTH})
    assert jobs(desk) == [("Lumen", "Chemist", 1, 1), ("Dee University", "Visiting Fellow", 0, 1)]


def test_who_stays_is_not_asked_about_again_by_the_rows_kept_aside(desk: Desk) -> None:
    desk.take(FELLOW.replace("Role\n", "Role,Phone\n").replace("Fellow\n", "Fellow,07700 900123\n"))
    (batch, *_) = desk.workspace.importing.batches()
    desk.workspace.importing.apply(desk.workspace.importing.plan_aside(batch.id), moves={1: Move.STAYS})
    assert desk.workspace.importing.kept_aside(batch.id) == []
    assert jobs(desk) == [("Lumen", "Chemist", 1, 1)]


def test_who_seems_to_have_moved_may_be_somebody_else_of_that_name(desk: Desk) -> None:
    desk.take(FELLOW.replace("Role\n", "Role,Phone\n").replace("Fellow\n", "Fellow,07700 900123\n"))
    (batch, *_) = desk.workspace.importing.batches()
    plan = desk.workspace.importing.plan_aside(batch.id)
    desk.workspace.importing.apply(plan, decisions={1: NEW_CONTACT})
    assert jobs(desk) == [("Lumen", "Chemist", 1, 1), ("Dee University", "Visiting Fellow", 1, 1)]
    assert desk.one("SELECT count(*) FROM contact") == 2
    assert desk.workspace.importing.kept_aside(batch.id) == []
    (now, *_) = desk.workspace.importing.batches()
    assert (now.counts["moved"], now.counts["new"]) == (0, 1)


def test_who_went_back_to_a_former_employer_changes_job(desk: Desk) -> None:
    desk.workspace.importing.apply(desk.plan(FELLOW), moves={1: Move.CHANGED})
    desk.workspace.importing.apply(desk.plan(JANE), moves={1: Move.CHANGED})
    assert [(name, current) for name, _, _, current in jobs(desk)] == [
        ("Lumen", 0),
        ("Dee University", 0),
        ("Lumen", 1),
    ]


def test_a_second_current_organisation_is_no_move(desk: Desk) -> None:
    desk.workspace.importing.apply(desk.plan(FELLOW), moves={1: Move.BOTH})
    plan = desk.plan(FELLOW)
    assert (outcomes(plan), plan.counts.moved) == (["unchanged"], 0)


def test_who_works_nowhere_as_we_hold_it_is_put_where_the_file_says(desk: Desk) -> None:
    desk.take("Name,Email\nTom Ash,tom@ash.example\n")
    plan = desk.plan("Name,Email,Organisation\nTom Ash,tom@ash.example,Ash Ltd\n")
    assert (outcomes(plan), plan.counts.moved, plan.rows[0].adds) == (["updated"], 0, ("at Ash Ltd",))


def test_one_person_in_two_rows_at_two_organisations_is_asked_about(desk: Desk) -> None:
    plan = desk.plan("Name,Email,Organisation\nTom Ash,tom@ash.example,Ash Ltd\nTom Ash,tom@ash.example,Elm Ltd\n")
    assert (outcomes(plan), plan.counts.moved) == (["new", "same"], 1)
    desk.workspace.importing.apply(plan)
    assert [name for name, *_ in jobs(desk)] == ["Lumen", "Ash Ltd"]
