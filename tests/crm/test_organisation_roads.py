"""The roads beside an import by which organisations come in: attendance, the door, the log line, forms, the trash."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from crm.attendance import WalkIn
from crm.attendance.reports import NEW_CONTACT, Outcome
from crm.errors import Invalid
from crm.organisations import Domain, OrganisationDraft
from crm.sentence import parse
from crm.workspace import Workspace
from tests.crm.huddle_maker import NOON, huddle


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Acme Imaging", domains=(Domain("acme.example"),)))


@pytest.fixture
def held(workspace: Workspace) -> int:
    return huddle(workspace)


def logged(workspace: Workspace, sentence: str) -> list[str]:
    """Log a sentence and return the organisations it named, as they are known."""
    entry = parse(sentence, workspace.entries.names(), date(2026, 5, 21))
    workspace.entries.save(entry)
    return [name for (name,) in workspace.store.rows("SELECT name FROM organisation ORDER BY id")]


def test_somebody_new_at_an_organisation_in_the_trash_asks_and_it_comes_back_with_them(
    workspace: Workspace, held: int, acme: int
) -> None:
    workspace.trash.put("organisation", [acme])
    text = "Name,Email,Organisation,Attended\nIda Moss,ida@acme.example,ACME IMAGING,Yes\n"
    plan = workspace.reports.plan(held, text)
    (line,) = plan.lines
    assert (line.outcome, line.organisation_id) == (Outcome.ASK, None)
    assert line.reason == "“Acme Imaging” is in the trash: it comes back with somebody new"
    workspace.reports.apply(workspace.reports.decide(plan, 1, NEW_CONTACT))
    assert workspace.organisations.named("Acme Imaging") == (acme,)
    assert workspace.store.value("SELECT organisation_id FROM affiliation") == acme
    workspace.undo()
    assert workspace.organisations.get(acme).deleted_at is not None


def test_somebody_new_at_one_of_several_organisations_asks_and_keeps_the_words(workspace: Workspace, held: int) -> None:
    for name in ("Mill Ltd", "Mill plc"):
        workspace.organisations.create(OrganisationDraft(name))
    plan = workspace.reports.plan(held, "Name,Organisation,Attended\nIda Moss,Mill,Yes\nJo Reed,MILL LIMITED,Yes\n")
    assert [line.outcome for line in plan.lines] == [Outcome.ASK, Outcome.NEW]
    assert plan.lines[0].reason == "“Mill” could be “Mill Ltd” or “Mill plc”: somebody new is added without it"
    workspace.reports.apply(workspace.reports.decide(plan, 1, NEW_CONTACT))
    about = dict(workspace.store.rows("SELECT given_name, about FROM contact"))
    assert about == {"Ida": "Organisation: Mill", "Jo": ""}
    assert workspace.store.value("SELECT count(*) FROM organisation") == 2


def test_an_attendance_line_names_its_organisation_as_an_import_does(
    workspace: Workspace, held: int, acme: int
) -> None:
    rows = ["The Acme Imaging,", "Acme Imaging Ltd,", "Acme Charity,x@acme.example", "N/A,y@acme.example"]
    text = "Name,Organisation,Email,Attended\n" + "".join(f"P{n} Q{n},{row},Yes\n" for n, row in enumerate(rows))
    plan = workspace.reports.plan(held, text)
    assert [line.organisation_id for line in plan.lines] == [acme, acme, None, acme]


@pytest.mark.parametrize("name", ["Mill Limited", "the Mill Ltd", "MILL LTD."])
def test_a_walk_in_s_organisation_is_known_in_any_spelling(workspace: Workspace, held: int, name: str) -> None:
    mill = workspace.organisations.create(OrganisationDraft("Mill Ltd"))
    workspace.attendance.walk_in(held, WalkIn("Ida Moss", organisation=name))
    assert workspace.store.value("SELECT organisation_id FROM affiliation") == mill


def test_a_walk_in_names_no_organisation_with_a_dash(workspace: Workspace, held: int) -> None:
    workspace.attendance.walk_in(held, WalkIn("Ida Moss", organisation="-"))
    assert workspace.organisations.count() == 0


def test_a_walk_in_of_one_of_several_or_of_one_in_the_trash_is_told_so_and_nothing_is_made(
    workspace: Workspace, held: int
) -> None:
    for name in ("Mill Ltd", "Mill plc", "Dee Labs"):
        workspace.organisations.create(OrganisationDraft(name))
    workspace.trash.put("organisation", [3])
    for name, said in (("Mill", "could be “Mill Ltd” or “Mill plc”"), ("Dee Labs", "“Dee Labs” is in the trash")):
        with pytest.raises(Invalid, match=said):
            workspace.attendance.walk_in(held, WalkIn("Ida Moss", organisation=name))
    assert workspace.store.value("SELECT count(*) FROM contact") == 0


@pytest.mark.parametrize("said", ["Mill Limited", "the Mill Ltd", "MILL LTD", "Mill Ltd"])
def test_the_log_line_knows_an_organisation_in_any_spelling(workspace: Workspace, said: str) -> None:
    workspace.organisations.create(OrganisationDraft("Mill Ltd"))
    workspace.organisations.create(OrganisationDraft("Mill plc"))
    assert logged(workspace, f"Met Ida Moss at {said} today") == ["Mill Ltd", "Mill plc"]
    assert workspace.store.value("SELECT organisation_id FROM affiliation") == 1


def test_the_log_line_makes_another_legal_person(workspace: Workspace) -> None:
    workspace.organisations.create(OrganisationDraft("Mill Ltd"))
    assert logged(workspace, "Met Ida Moss at Mill CIC today") == ["Mill Ltd", "Mill CIC"]


def test_the_log_line_asks_about_another_spelling_of_one_in_the_trash(workspace: Workspace) -> None:
    workspace.organisations.create(OrganisationDraft("Bury NHS Foundation Trust"))
    workspace.trash.put("organisation", [1])
    entry = parse("Met Ida Moss at Bury NHSFT today", workspace.entries.names(), date(2026, 5, 21))
    assert [(who.name, [hit.id for hit in who.candidates]) for who in entry.unresolved] == [("Bury NHSFT", [1])]


def test_bringing_back_an_organisation_beside_another_of_its_name_says_so(workspace: Workspace) -> None:
    workspace.organisations.create(OrganisationDraft("Mill Ltd"))
    workspace.trash.put("organisation", [1])
    assert workspace.trash.restore("organisation", [1]) == "Restore Mill Ltd"
    workspace.trash.put("organisation", [1])
    workspace.organisations.create(OrganisationDraft("Mill plc"))
    workspace.organisations.create(OrganisationDraft("MILL LIMITED"))
    assert workspace.trash.restore("organisation", [1]) == "Restore Mill Ltd; “MILL LIMITED” is here, too"
    assert workspace.undo() == "Restore Mill Ltd; “MILL LIMITED” is here, too"
