"""Lists that say otherwise than what is known: who attended stays so until somebody decides, and is asked about."""

import pytest

from crm.attendance.reports import CORRECT, KEEP, NEW_CONTACT, Outcome, ReportPlan
from crm.workspace import Workspace
from tests.crm.attendance.bring import bring, dump, only, row
from tests.crm.huddle_maker import person

HEAD = "Name,Email,Organisation,Attended\n"
NO = HEAD + "Jane Roe,jane.roe@acme.example,Acme Imaging,No\n"
YES = HEAD + "Jane Roe,jane.roe@acme.example,Acme Imaging,Yes\n"
SORRY = HEAD + "Jane Roe,jane.roe@acme.example,Acme Imaging,Apologies\n"


@pytest.fixture
def came(workspace: Workspace, held: int, jane: int) -> int:
    bring(workspace, held, YES)
    return jane


def decided(workspace: Workspace, held: int, choice: int, text: str = NO) -> ReportPlan:
    return workspace.reports.decide(workspace.reports.plan(held, text), 1, choice)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NO, "the file says they did not come; here they attended"),
        (SORRY, "the file says they sent apologies; here they attended"),
    ],
)
def test_a_no_to_somebody_who_attended_asks_and_changes_nothing(
    workspace: Workspace, held: int, came: int, text: str, reason: str
) -> None:
    plan = workspace.reports.plan(held, text)
    line = only(plan)
    assert (line.outcome, line.contact_id, line.reason) == (Outcome.ASK, came, reason)
    assert plan.speaking_against == [line]
    done = workspace.reports.apply(plan)
    assert (done.changed, done.kept) == (0, 1)
    assert row(workspace, held, came).presence == "attended"


@pytest.mark.parametrize(
    "text",
    [
        "Name,Email,Ticket,Checked in\nJane Roe,jane.roe@acme.example,Free,\nAnn Hall,ann@hall.example,Free,Yes\n",
        "Name,Email,20/05/2026\nJane Roe,jane.roe@acme.example,\nAnn Hall,ann@hall.example,P\n",
        "api_id,name,email,approval_status,checked_in_at,qr_code_url\n1,Jane Roe,jane.roe@acme.example,approved,,x\n"
        "2,Ann Hall,ann@hall.example,approved,2026-05-20T14:00:00Z,y\n",
    ],
)
def test_an_empty_cell_says_nothing_against_somebody_whom_the_door_ticked(
    workspace: Workspace, held: int, came: int, text: str
) -> None:
    line = workspace.reports.plan(held, text).lines[0]
    assert (line.outcome, line.contact_id, line.against) == (Outcome.MATCHED, came, "")


def test_whoever_was_checked_in_at_the_door_is_not_unticked_by_a_list(
    workspace: Workspace, held: int, jane: int
) -> None:
    workspace.attendance.check_in(held, jane)
    at = row(workspace, held, jane).checked_in_at
    bring(workspace, held, NO)
    assert (row(workspace, held, jane).presence, row(workspace, held, jane).checked_in_at) == ("attended", at)


def test_a_no_to_somebody_not_known_to_have_come_asks_nothing(workspace: Workspace, held: int, jane: int) -> None:
    for presence in ("unknown", "apologies", "absent"):
        workspace.attendance.mark(held, [jane], presence)
        assert only(workspace.reports.plan(held, NO)).outcome is Outcome.MATCHED
        bring(workspace, held, NO)
        assert row(workspace, held, jane).presence == presence


def test_kept_as_attended_stays_and_is_not_asked_again(workspace: Workspace, held: int, came: int) -> None:
    plan = decided(workspace, held, KEEP)
    assert (only(plan).outcome, only(plan).reason, plan.has_work) == (Outcome.MATCHED, "kept as attended", True)
    workspace.reports.apply(plan)
    assert row(workspace, held, came).presence == "attended"
    again = workspace.reports.plan(held, NO)
    assert (only(again).outcome, only(again).reason, again.has_work) == (
        Outcome.MATCHED,
        "kept as attended before",
        False,
    )


@pytest.mark.parametrize(("text", "presence"), [(NO, "absent"), (SORRY, "apologies")])
def test_a_correcting_no_corrects_and_is_undone_whole(
    workspace: Workspace, held: int, jane: int, text: str, presence: str
) -> None:
    workspace.attendance.check_in(held, jane)
    before = dump(workspace)
    plan = decided(workspace, held, CORRECT, text)
    assert only(plan).adds == (presence,)
    workspace.reports.apply(plan)
    assert (row(workspace, held, jane).presence, row(workspace, held, jane).checked_in_at) == (presence, None)
    assert not workspace.reports.plan(held, text).has_work
    workspace.undo()
    assert dump(workspace) == before


def test_who_was_corrected_and_then_came_after_all_is_asked_about_again(
    workspace: Workspace, held: int, came: int
) -> None:
    workspace.reports.apply(decided(workspace, held, CORRECT))
    bring(workspace, held, YES)
    assert row(workspace, held, came).presence == "attended"
    assert only(workspace.reports.plan(held, NO)).outcome is Outcome.ASK


def test_a_decision_can_be_taken_back_and_somebody_else_be_named(workspace: Workspace, held: int, came: int) -> None:
    asked = workspace.reports.plan(held, NO)
    assert workspace.reports.decide(workspace.reports.decide(asked, 1, CORRECT), 1, None) == asked
    other = person(workspace, "Jane Rowe")
    named = workspace.reports.decide(asked, 1, other)
    assert (only(named).outcome, only(named).contact_id, only(named).against) == (Outcome.MATCHED, other, "")
    assert only(workspace.reports.decide(asked, 1, NEW_CONTACT)).outcome is Outcome.NEW


def test_what_waits_is_decided_later(workspace: Workspace, held: int, came: int) -> None:
    bring(workspace, held, NO)
    (kept,) = workspace.reports.kept(held)
    assert (kept.name, kept.contact_id, kept.against) == ("Jane Roe", came, "the file says they did not come")
    workspace.reports.match(kept.id, came, CORRECT)
    assert row(workspace, held, came).presence == "absent"
    assert workspace.reports.kept(held) == []


def test_what_waits_is_kept_as_it_is_later(workspace: Workspace, held: int, came: int) -> None:
    bring(workspace, held, NO)
    (kept,) = workspace.reports.kept(held)
    workspace.reports.match(kept.id, came, KEEP)
    assert row(workspace, held, came).presence == "attended"
    assert not workspace.reports.plan(held, NO).has_work


def test_a_line_matched_later_with_somebody_who_attended_goes_on_to_ask(workspace: Workspace, held: int) -> None:
    ravi = person(workspace, "Ravi Shah")
    bring(workspace, held, "Name,Attended\nRavi Shah,No\n")
    workspace.attendance.mark(held, [ravi], "attended")
    (kept,) = workspace.reports.kept(held)
    workspace.reports.match(kept.id, ravi)
    (waiting,) = workspace.reports.kept(held)
    assert (waiting.id, waiting.contact_id, waiting.against) == (kept.id, ravi, "the file says they did not come")
    workspace.reports.match(kept.id, ravi, KEEP)
    assert workspace.reports.kept(held) == []


def test_presence_and_apologies_stay_when_a_list_of_registrations_follows(workspace: Workspace, held: int) -> None:
    rows = ("Ida Moor,ida@moor.example,Moor Trust", "Kit Ross,kit@ross.example,Ross Uni")
    bring(workspace, held, f"{HEAD}{rows[0]},Yes\nJon Peel,jon@peel.example,Peel Ltd,Yes\n{rows[1]},Apologies\n")
    bring(workspace, held, "Name,Email,Organisation\n" + "\n".join(rows) + "\n", counts_as="registered")
    bring(workspace, held, f"{HEAD}{rows[0]},No\n{rows[1]},No\n")
    bring(workspace, held, f"Name,Email,Organisation,RSVP\n{rows[0]},Declined\n")
    found = {each.name: (each.registration, each.presence) for each in workspace.attendance.rows(held)}
    assert found == {
        "Ida Moor": ("declined", "attended"),
        "Jon Peel": ("none", "attended"),
        "Kit Ross": ("registered", "apologies"),
    }
