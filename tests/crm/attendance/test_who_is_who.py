"""Who a line of an attendance file is about (rule 6)."""

import pytest

from crm.attendance.reports import Outcome
from crm.contacts import ContactDraft, Email
from crm.contacts.whole_names import draft_named
from crm.workspace import Workspace
from tests.crm.attendance.bring import JANE, RAVI, Write, bring, only, people
from tests.crm.huddle_maker import person


def test_any_address_a_person_ever_had_says_who_they_are(workspace: Workspace, held: int, teams: Write) -> None:
    emails = (Email("now@acme.example", is_primary=True), Email("jane.roe@acme.example", state="former"))
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe", emails=emails))
    line = only(workspace.reports.plan(held, teams(JANE)))
    assert (line.outcome, line.contact_id) == (Outcome.MATCHED, jane)


def test_a_name_on_the_list_of_the_huddle_says_who_they_are(workspace: Workspace, held: int, teams: Write) -> None:
    ravi, _ = person(workspace, "Ravi Shah"), person(workspace, "Ravi Shah")
    workspace.attendance.reply(held, [ravi], "registered")
    line = only(workspace.reports.plan(held, teams(RAVI)))
    assert (line.outcome, line.contact_id) == (Outcome.MATCHED, ravi)


def test_a_name_with_the_organisation_its_address_tells_says_who_they_are(
    workspace: Workspace, held: int, acme: int, teams: Write
) -> None:
    jane = person(workspace, "Jane Roe", acme)
    stay = ("Roe, Jane (External)", "j.roe@acme.example", "15:00:00", "16:00:00", "1h")
    line = only(workspace.reports.plan(held, teams(stay)))
    assert (line.outcome, line.contact_id, line.reason) == (Outcome.MATCHED, jane, "name and organisation")


def test_a_name_with_two_addresses_at_one_organisation_asks(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    line = only(workspace.reports.plan(held, teams(("Jane Roe", "j.roe@acme.example", "15:00:00", "16:00:00", "1h"))))
    assert (line.outcome, [each.contact_id for each in line.candidates]) == (Outcome.ASK, [jane])


def test_somebody_is_known_by_the_name_they_prefer(workspace: Workspace, held: int, acme: int, teams: Write) -> None:
    draft = ContactDraft("Robert", "Lee", preferred_name="Bob", organisation_id=acme)
    bob = workspace.contacts.create(draft)
    line = only(workspace.reports.plan(held, teams(("Bob Lee", "bob@acme.example", "15:00:00", "16:00:00", "1h"))))
    assert (line.outcome, line.contact_id) == (Outcome.MATCHED, bob)


def test_somebody_in_the_trash_is_asked_about(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    workspace.trash.put("contact", [jane])
    by_address, by_name = (only(workspace.reports.plan(held, teams(stay))) for stay in (JANE, ("Jane Roe", *RAVI[1:])))
    for line in (by_address, by_name):
        assert line.outcome is Outcome.ASK
        assert [(each.contact_id, each.in_trash) for each in line.candidates] == [(jane, True)]


def test_everybody_of_a_long_name_is_offered_once(workspace: Workspace, held: int, teams: Write) -> None:
    name, address = "Anna Maria van der Berg", "anna@acme.example"
    anna = workspace.contacts.create(draft_named(name, emails=(Email(address, is_primary=True),)))
    other = workspace.contacts.create(draft_named(name))
    line = only(workspace.reports.plan(held, teams((name, address, "15:00:00", "16:00:00", "1h"))))
    assert (line.contact_id, [each.contact_id for each in line.candidates]) == (anna, [anna, other])


def test_a_name_alone_asks_and_is_never_taken(workspace: Workspace, held: int, teams: Write) -> None:
    ravi = person(workspace, "Ravi Shah")
    line = only(workspace.reports.plan(held, teams(RAVI)))
    assert line.outcome is Outcome.ASK
    assert [known.contact_id for known in line.candidates] == [ravi]
    done = bring(workspace, held, teams(RAVI))
    assert (done.changed, done.created, done.kept) == (0, 0, 1)
    assert workspace.attendance.row(held, ravi) is None


def test_a_mailbox_of_several_people_asks_unless_one_has_the_name(
    workspace: Workspace, held: int, teams: Write
) -> None:
    for name in ("Ida Moss", "Tom Ash"):
        person(workspace, name, None, "desk@ward.example")
    stay = ("15:00:00", "16:00:00", "1h")
    plan = workspace.reports.plan(held, teams(("Reception", "desk@ward.example", *stay)))
    assert only(plan).outcome is Outcome.ASK
    assert [known.name for known in only(plan).candidates] == ["Ida Moss", "Tom Ash"]
    assert only(workspace.reports.plan(held, teams(("Tom Ash", "desk@ward.example", *stay)))).outcome is Outcome.MATCHED


@pytest.mark.parametrize(
    ("shown", "outcome"), [("J R", Outcome.MATCHED), ("J. Roe", Outcome.MATCHED), ("Jim Rae", Outcome.ASK)]
)
def test_the_address_of_somebody_of_another_name_asks_but_initials_do_not(
    workspace: Workspace, held: int, jane: int, teams: Write, shown: str, outcome: Outcome
) -> None:
    assert only(workspace.reports.plan(held, teams((shown, *JANE[1:])))).outcome is outcome


def test_somebody_new_is_made_at_the_organisation_their_address_tells(
    workspace: Workspace, held: int, acme: int, teams: Write
) -> None:
    path = teams(("Ida Moss", "ida@acme.example", "15:00:00", "16:00:00", "1h"))
    line = only(workspace.reports.plan(held, path))
    assert (line.outcome, line.organisation, line.is_guess) == (Outcome.NEW, "Acme Imaging", True)
    assert bring(workspace, held, path).created == 1
    (made,) = workspace.attendance.rows(held)
    assert (made.name, made.organisation_id, made.presence, made.email) == (
        "Ida Moss",
        acme,
        "attended",
        "ida@acme.example",
    )


def test_somebody_new_twice_in_a_file_is_made_once(workspace: Workspace, held: int) -> None:
    rows = "Ida Moss,ida@new.example,New Scans,yes\nI Moss,IDA@new.example,New Scans,yes\n"
    bring(workspace, held, f"Name,Email,Organisation,Attended\n{rows}")
    assert people(workspace) == ["Ida Moss"]
    assert workspace.store.value("SELECT count(*) FROM organisation") == 1
