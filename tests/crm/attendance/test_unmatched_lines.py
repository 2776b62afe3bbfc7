"""What asks of an attendance file, and what is kept for later."""

import pytest

from crm.attendance.reports import LEAVE, NEW_CONTACT, Outcome
from crm.errors import NotFound
from crm.workspace import Workspace
from tests.crm.attendance.bring import JANE, RAVI, Write, bring, only, people, row
from tests.crm.huddle_maker import person


def test_a_line_is_decided_before_it_is_written_and_not_asked_again(
    workspace: Workspace, held: int, teams: Write
) -> None:
    ravi = person(workspace, "Ravi Shah")
    path = teams(RAVI)
    plan = workspace.reports.decide(workspace.reports.plan(held, path), 1, ravi)
    assert (only(plan).outcome, only(plan).contact, only(plan).adds) == (
        Outcome.MATCHED,
        "Ravi Shah",
        ("attended", "45 min"),
    )
    workspace.reports.apply(plan)
    assert row(workspace, held, ravi).minutes == 45
    workspace.attendance.remove(held, [ravi])
    again = only(workspace.reports.plan(held, path))
    assert (again.outcome, again.contact_id, again.reason) == (Outcome.MATCHED, ravi, "chosen before")


def test_a_decision_that_adds_nothing_is_remembered_all_the_same(workspace: Workspace, held: int) -> None:
    ravi, other = person(workspace, "Ravi Shah"), person(workspace, "Ravi Shah")
    for contact_id in (ravi, other):
        workspace.attendance.mark(held, [contact_id], "attended")
    text = "Name,Attended\nRavi Shah,yes\n"
    plan = workspace.reports.decide(workspace.reports.plan(held, text), 1, ravi)
    assert plan.has_work
    assert not plan.changes_anything
    workspace.reports.apply(plan)
    assert only(workspace.reports.plan(held, text)).contact_id == ravi


def test_a_line_said_to_be_new_makes_a_namesake(workspace: Workspace, held: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    path = teams(RAVI)
    workspace.reports.apply(workspace.reports.decide(workspace.reports.plan(held, path), 1, NEW_CONTACT))
    assert people(workspace) == ["Ravi Shah", "Ravi Shah"]
    assert not workspace.reports.plan(held, path).has_work


def test_a_decision_can_be_taken_back_before_it_is_written(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    plan = workspace.reports.plan(held, teams(JANE))
    left = workspace.reports.decide(plan, 1, LEAVE)
    assert only(left).outcome is Outcome.LEFT
    assert workspace.reports.decide(left, 1, None) == plan


def test_a_kept_line_is_matched_later_with_what_it_said(workspace: Workspace, held: int, teams: Write) -> None:
    ravi = person(workspace, "Ravi Shah")
    bring(workspace, held, teams(RAVI))
    (kept,) = workspace.reports.kept(held)
    assert (kept.name, kept.minutes, kept.file_name) == ("Ravi Shah", 45, "report.csv")
    assert [known.contact_id for known in kept.candidates] == [ravi]
    assert workspace.reports.match(kept.id, ravi) == ravi
    assert (row(workspace, held, ravi).presence, row(workspace, held, ravi).minutes) == ("attended", 45)
    assert workspace.reports.kept(held) == []
    assert not workspace.reports.plan(held, teams(RAVI)).has_work


def test_a_kept_line_of_somebody_new_makes_them(workspace: Workspace, held: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    bring(workspace, held, teams(RAVI))
    (kept,) = workspace.reports.kept(held)
    made = workspace.reports.match(kept.id, NEW_CONTACT)
    assert row(workspace, held, made).minutes == 45
    assert len(people(workspace)) == 2


def test_a_dismissed_line_is_not_asked_about_again(workspace: Workspace, held: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    bring(workspace, held, teams(RAVI))
    (kept,) = workspace.reports.kept(held)
    workspace.reports.dismiss([kept.id])
    assert workspace.reports.kept(held) == []
    plan = workspace.reports.plan(held, teams(RAVI))
    assert only(plan).outcome is Outcome.LEFT
    assert not plan.has_work
    with pytest.raises(NotFound):
        workspace.reports.match(kept.id, NEW_CONTACT)


def test_a_kept_line_decided_in_a_second_review_waits_no_more(workspace: Workspace, held: int, teams: Write) -> None:
    ravi = person(workspace, "Ravi Shah")
    path = teams(RAVI)
    bring(workspace, held, path)
    workspace.reports.apply(workspace.reports.decide(workspace.reports.plan(held, path), 1, ravi))
    assert workspace.reports.kept(held) == []
    assert row(workspace, held, ravi).presence == "attended"


def test_somebody_chosen_before_and_now_in_the_trash_is_asked_about_anew(
    workspace: Workspace, held: int, teams: Write
) -> None:
    ravi, _ = person(workspace, "Ravi Shah"), person(workspace, "Ravi Shah")
    path = teams(RAVI)
    workspace.reports.apply(workspace.reports.decide(workspace.reports.plan(held, path), 1, ravi))
    workspace.trash.put("contact", [ravi])
    assert only(workspace.reports.plan(held, path)).outcome is Outcome.ASK
