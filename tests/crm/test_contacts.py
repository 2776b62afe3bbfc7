"""Contacts: what is asked of them, and what every edit leaves behind."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from msgspec.structs import replace

from crm import clock
from crm.contacts import SORTS, Address, AffiliationDraft, ContactDraft, Email, PhoneNumber
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.filters import Condition, Filter
from crm.interactions import InteractionDraft, Party
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Acme Imaging", sector_id=1))


@pytest.fixture
def jane(workspace: Workspace, acme: int) -> int:
    draft = ContactDraft("Jane", "Roe", emails=(Email("jane.roe@acme.example"),), organisation_id=acme, role="Lead")
    return workspace.contacts.create(draft)


def test_a_new_contact_is_in_the_list_with_role_organisation_and_address(workspace: Workspace, jane: int) -> None:
    row = workspace.contacts.page()[0]
    assert (row.id, row.name, row.role, row.organisation) == (jane, "Jane Roe", "Lead", "Acme Imaging")
    assert (row.email, row.sector, row.symbol) == ("jane.roe@acme.example", "Industry", "industry")


def test_a_contact_without_any_name_is_refused_and_nothing_is_written(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    with pytest.raises(Invalid) as refused:
        workspace.contacts.create(ContactDraft(emails=(Email("x@y.example"),)))
    assert refused.value.field == "given_name"
    assert logical_dump(workspace.store.connection()) == before


def test_a_wrong_address_takes_the_whole_new_contact_back(workspace: Workspace) -> None:
    with pytest.raises(Invalid):
        workspace.contacts.create(ContactDraft("Ann", "Lee", emails=(Email("not an address"),)))
    assert workspace.contacts.count() == 0


def test_exactly_one_address_is_primary(workspace: Workspace, jane: int) -> None:
    workspace.contacts.set_emails(
        jane, (Email("a@x.example"), Email("b@x.example", is_primary=True), Email("A@X.example"))
    )
    emails = workspace.contacts.get(jane).emails
    assert [(e.value, e.is_primary) for e in emails] == [("b@x.example", True), ("a@x.example", False)]


def test_a_bounced_address_is_not_the_one_shown(workspace: Workspace, jane: int) -> None:
    workspace.contacts.set_emails(jane, (Email("old@x.example", state="bounced"), Email("new@x.example")))
    assert workspace.contacts.page()[0].email == "new@x.example"


def test_a_phone_keeps_what_was_typed_beside_its_dialling_form(workspace: Workspace, jane: int) -> None:
    workspace.contacts.set_phones(jane, (PhoneNumber("01632 960 001"), PhoneNumber("ask reception")))
    phones = workspace.contacts.get(jane).phones
    assert [(p.typed, p.e164) for p in phones] == [("01632 960 001", "+441632960001"), ("ask reception", None)]


def test_an_unchanged_address_is_not_written_again(workspace: Workspace, jane: int) -> None:
    workspace.contacts.set_addresses(jane, (Address("1 High Street", "Chester"),))
    kept = workspace.contacts.get(jane).addresses
    label = workspace.store.next_undo()
    workspace.contacts.edit(jane, pronouns="she/her")
    workspace.contacts.set_addresses(jane, kept)
    assert workspace.contacts.get(jane).addresses == kept
    assert workspace.store.next_undo() != label
    assert workspace.store.next_undo() == "Edit Jane Roe: pronouns"


def test_a_changed_family_name_is_kept_as_a_former_name(workspace: Workspace, jane: int) -> None:
    workspace.contacts.edit(jane, family_name="Frost")
    assert workspace.contacts.get(jane).former_names == ("Jane Roe",)


def test_a_typing_mistake_in_the_name_leaves_no_former_name(workspace: Workspace, jane: int) -> None:
    workspace.contacts.edit(jane, family_name="Row", former_name=False)
    assert workspace.contacts.get(jane).former_names == ()


def test_a_birthday_without_its_year_is_taken_and_an_impossible_one_refused(workspace: Workspace, jane: int) -> None:
    workspace.contacts.edit(jane, birthday="--05-03")
    assert workspace.contacts.get(jane).birthday == "--05-03"
    with pytest.raises(Invalid):
        workspace.contacts.edit(jane, birthday="31/02/1980")
    assert workspace.contacts.get(jane).birthday == "--05-03"


@pytest.mark.parametrize(
    ("typed", "kept"), [("3 May", "--05-03"), ("29/2", "--02-29"), ("May 1980", "1980-05"), ("3/5/80", "1980-05-03")]
)
def test_a_birthday_is_taken_as_far_as_it_is_known(workspace: Workspace, jane: int, typed: str, kept: str) -> None:
    workspace.contacts.edit(jane, birthday=typed)
    assert workspace.contacts.get(jane).birthday == kept


@pytest.mark.parametrize("typed", ["--02-30", "--13-01", "2199", "in spring"])
def test_an_impossible_birthday_is_refused(workspace: Workspace, jane: int, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        workspace.contacts.edit(jane, birthday=typed)
    assert refused.value.field == "birthday"


def test_a_page_of_text_is_no_name(workspace: Workspace, jane: int) -> None:
    with pytest.raises(Invalid) as refused:
        workspace.contacts.edit(jane, family_name="Roe " * 200)
    assert refused.value.field == "family_name"


def test_an_address_of_no_known_state_is_refused(workspace: Workspace, jane: int) -> None:
    with pytest.raises(Invalid):
        workspace.contacts.set_emails(jane, (Email("jane@x.example", state="gone"),))


def test_a_change_of_job_ends_the_old_role_and_starts_the_new_one_in_one_step(
    workspace: Workspace, jane: int, acme: int
) -> None:
    beta = workspace.organisations.create(OrganisationDraft("Beta Labs"))
    workspace.contacts.change_job(jane, AffiliationDraft(beta, "Director", started="May 2024"))
    detail = workspace.contacts.get(jane)
    assert [(a.organisation, a.role, a.started) for a in detail.now] == [("Beta Labs", "Director", "2024-05")]
    assert [(a.organisation, a.ended) for a in detail.formerly] == [("Acme Imaging", "2024-05")]
    assert workspace.undo() == "Jane Roe changed job"
    assert workspace.contacts.get(jane).primary.organisation == "Acme Imaging"  # type: ignore[union-attr]


def test_a_board_seat_stays_when_the_job_changes(workspace: Workspace, jane: int, acme: int) -> None:
    board = workspace.organisations.create(OrganisationDraft("Charity"))
    beta = workspace.organisations.create(OrganisationDraft("Beta Labs"))
    workspace.contacts.add_affiliation(jane, AffiliationDraft(board, "Trustee", kind="board"))
    workspace.contacts.change_job(jane, AffiliationDraft(beta, started="2024"))
    assert [a.organisation for a in workspace.contacts.get(jane).now] == ["Beta Labs", "Charity"]


def test_ending_the_primary_role_makes_the_next_current_one_primary(workspace: Workspace, jane: int, acme: int) -> None:
    board = workspace.organisations.create(OrganisationDraft("Charity"))
    workspace.contacts.add_affiliation(jane, AffiliationDraft(board, "Trustee"))
    first = workspace.contacts.get(jane).primary
    assert first is not None
    workspace.contacts.edit_affiliation(jane, first.id, AffiliationDraft(acme, ended="2025"))
    assert workspace.contacts.get(jane).primary.organisation == "Charity"  # type: ignore[union-attr]


def test_whom_a_person_stood_for_depends_on_the_day(workspace: Workspace, jane: int, acme: int) -> None:
    beta = workspace.organisations.create(OrganisationDraft("Beta Labs"))
    workspace.contacts.change_job(jane, AffiliationDraft(beta, started="2024-05-10"))
    assert workspace.contacts.affiliation_on(jane, date(2024, 1, 1)) == acme
    assert workspace.contacts.affiliation_on(jane, date(2024, 6, 1)) == beta


def test_a_former_role_of_unknown_end_is_the_guess_where_no_other_role_holds(workspace: Workspace, acme: int) -> None:
    beta = workspace.organisations.create(OrganisationDraft("Beta Labs"))
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee", organisation_id=beta, started="2022"))
    workspace.contacts.add_affiliation(ann, AffiliationDraft(acme, started="2018", is_current=False))
    assert workspace.contacts.affiliation_on(ann, date(2019, 6, 1)) == acme
    assert workspace.contacts.affiliation_on(ann, date(2023, 6, 1)) == beta
    assert workspace.contacts.affiliation_on(ann, date(2017, 6, 1)) is None


def shown(workspace: Workspace, contact: int, organisation: int) -> tuple[str, str, bool, int, list[str]]:
    """Return what list, page, filter and organisation tell of a job: all must agree."""
    row = next(each for each in workspace.contacts.page() if each.id == contact)
    detail = workspace.contacts.get(contact)
    (job,) = (each for each in detail.affiliations if each.organisation_id == organisation)
    at_it = workspace.contacts.ids(Filter(parts=(Condition("organisation", (organisation,)),)))
    on_page = [person.name for person in workspace.organisations.get(organisation).people_now]
    count = next(each.people for each in workspace.organisations.page() if each.id == organisation)
    assert (contact in at_it) == job.is_current == (detail.name in on_page)
    assert (workspace.contacts.affiliation_on(contact, clock.today()) == organisation) == job.is_current
    return row.organisation, row.role, job.is_primary, count, on_page


@pytest.mark.parametrize("ended", ["2026-12-31", "2026-12", "2026", "2026-11", "2026-11-30"])
@pytest.mark.parametrize("is_current", [None, True])
def test_a_job_with_an_end_is_current_until_its_last_day_is_over_and_past_by_itself(
    workspace: Workspace, jane: int, acme: int, ended: str, is_current: bool | None
) -> None:
    there = ("Acme Imaging", "Lead", True, 1, ["Jane Roe"])
    (job,) = workspace.contacts.get(jane).now
    with time_machine.travel("2026-11-30T12:00:00Z", tick=False):
        draft = AffiliationDraft(acme, "Lead", is_primary=True, ended=ended, is_current=is_current)
        workspace.contacts.edit_affiliation(jane, job.id, draft)
        assert shown(workspace, jane, acme) == there
    last = {"2026-11": "2026-11-30", "2026-11-30": "2026-11-30"}.get(ended, "2026-12-31")
    with time_machine.travel(f"{last}T23:00:00Z", tick=False):
        workspace.begin_day()
        assert shown(workspace, jane, acme) == there
    before = logical_dump(workspace.store.connection())
    with time_machine.travel("2027-01-01T08:00:00Z", tick=False):
        workspace.begin_day()
        assert shown(workspace, jane, acme) == ("", "", False, 0, [])
        assert workspace.search.find("acme jane")[0].id == jane
        assert logical_dump(workspace.store.connection()) == before
        assert workspace.undo() == "Edit Jane Roe: affiliations"
        assert shown(workspace, jane, acme) == there
        workspace.redo()
        assert shown(workspace, jane, acme) == ("", "", False, 0, [])


@pytest.mark.parametrize("ended", ["2026-11-29", "2026-10", "2025"])
def test_a_job_whose_end_is_past_is_past_at_once(workspace: Workspace, jane: int, acme: int, ended: str) -> None:
    (job,) = workspace.contacts.get(jane).now
    with time_machine.travel("2026-11-30T12:00:00Z", tick=False):
        workspace.contacts.edit_affiliation(jane, job.id, AffiliationDraft(acme, "Lead", ended=ended, is_current=True))
        assert shown(workspace, jane, acme) == ("", "", False, 0, [])


def test_whoever_is_said_to_have_left_today_has_left(workspace: Workspace, jane: int, acme: int) -> None:
    (job,) = workspace.contacts.get(jane).now
    left = AffiliationDraft(acme, "Lead", ended=clock.today().isoformat(), is_current=False)
    workspace.contacts.edit_affiliation(jane, job.id, left)
    assert workspace.contacts.get(jane).now == ()


def test_when_the_main_job_ends_by_itself_the_other_one_is_shown(workspace: Workspace, jane: int, acme: int) -> None:
    (job,) = workspace.contacts.get(jane).now
    charity = workspace.organisations.create(OrganisationDraft("Charity"))
    with time_machine.travel("2026-11-30T12:00:00Z", tick=False):
        workspace.contacts.add_affiliation(jane, AffiliationDraft(charity, "Trustee", kind="board"))
        workspace.contacts.edit_affiliation(
            jane, job.id, AffiliationDraft(acme, "Lead", is_primary=True, is_lead=True, ended="2026-12")
        )
    with time_machine.travel("2027-01-01T08:00:00Z", tick=False):
        workspace.begin_day()
        assert shown(workspace, jane, charity) == ("Charity", "Trustee", True, 1, ["Jane Roe"])
        workspace.organisations.rename(charity, "Mersey Charity")
        assert shown(workspace, jane, charity)[0] == "Mersey Charity"
        beta = workspace.organisations.create(OrganisationDraft("Beta Labs"))
        workspace.contacts.change_job(jane, AffiliationDraft(beta, "Head", started="2027-01-01"))
        assert shown(workspace, jane, beta)[:3] == ("Beta Labs", "Head", True)
        over = next(each for each in workspace.contacts.get(jane).affiliations if each.id == job.id)
        assert (over.ended, over.is_current, over.is_primary, over.is_lead) == ("2026-12", False, False, False)


def test_a_file_that_is_opened_after_the_last_day_shows_that_it_is_over(tmp_path: Path) -> None:
    with time_machine.travel("2026-11-30T12:00:00Z", tick=False):
        made = Workspace.create(tmp_path / "over.desk")
        acme = made.organisations.create(OrganisationDraft("Acme Imaging"))
        jane = made.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme, role="Lead"))
        (job,) = made.contacts.get(jane).now
        made.contacts.edit_affiliation(jane, job.id, AffiliationDraft(acme, "Lead", is_primary=True, ended="2026"))
        made.close()
    with time_machine.travel("2027-01-01T08:00:00Z", tick=False):
        opened = Workspace.open(tmp_path / "over.desk")
        assert shown(opened, jane, acme) == ("", "", False, 0, [])
        assert opened.actions()[0].label == "Edit Jane Roe: affiliations"
        opened.close()


def test_an_end_before_the_beginning_is_refused(workspace: Workspace, jane: int, acme: int) -> None:
    with pytest.raises(Invalid):
        workspace.contacts.add_affiliation(jane, AffiliationDraft(acme, started="2024", ended="2023"))


def test_a_change_of_job_that_is_still_to_come_is_refused(workspace: Workspace, jane: int, acme: int) -> None:
    with pytest.raises(Invalid) as refused:
        workspace.contacts.change_job(jane, AffiliationDraft(acme, started=str(clock.today().year + 2)))
    assert refused.value.field == "started"
    assert len(workspace.contacts.get(jane).now) == 1


def test_a_new_job_cannot_begin_before_the_one_it_ends(workspace: Workspace, acme: int) -> None:
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee", organisation_id=acme, started="2021-03"))
    with pytest.raises(Invalid, match="Mar 2021"):
        workspace.contacts.change_job(ann, AffiliationDraft(acme, "Chair", started="2020"))
    assert [(a.started, a.ended) for a in workspace.contacts.get(ann).affiliations] == [("2021-03", None)]


def test_a_promotion_within_the_year_of_the_start_is_taken(workspace: Workspace, acme: int) -> None:
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee", organisation_id=acme, started="2021-03"))
    workspace.contacts.change_job(ann, AffiliationDraft(acme, "Chair", started="2021"))
    assert [(a.started, a.ended) for a in workspace.contacts.get(ann).affiliations] == [
        ("2021", None),
        ("2021-03", "2021"),
    ]


def test_an_organisation_has_one_lead_contact_who_is_there(workspace: Workspace, jane: int, acme: int) -> None:
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee"))
    (role,) = workspace.contacts.get(jane).now
    workspace.contacts.edit_affiliation(jane, role.id, AffiliationDraft(acme, is_primary=True, is_lead=True))
    workspace.contacts.add_affiliation(ann, AffiliationDraft(acme, is_lead=True))
    assert [p.name for p in workspace.organisations.get(acme).people if p.is_lead] == ["Ann Lee"]
    workspace.contacts.change_job(ann, AffiliationDraft(acme, "Fellow"))
    assert [p.name for p in workspace.organisations.get(acme).people if p.is_lead] == []


def test_taking_the_main_mark_off_gives_it_to_another_role(workspace: Workspace, jane: int, acme: int) -> None:
    board = workspace.organisations.create(OrganisationDraft("Charity"))
    seat = workspace.contacts.add_affiliation(jane, AffiliationDraft(board, "Trustee", is_primary=True))
    workspace.contacts.edit_affiliation(jane, seat, AffiliationDraft(board, "Trustee"))
    primary = workspace.contacts.get(jane).primary
    assert primary is not None
    assert primary.organisation == "Acme Imaging"


def test_saving_a_role_unchanged_writes_nothing(workspace: Workspace, jane: int, acme: int) -> None:
    (role,) = workspace.contacts.get(jane).now
    before = len(workspace.actions())
    workspace.contacts.edit_affiliation(jane, role.id, AffiliationDraft(acme, "Lead", is_primary=True))
    assert len(workspace.actions()) == before


def test_a_removed_role_leaves_what_was_logged_where_it_was(workspace: Workspace, jane: int, acme: int) -> None:
    workspace.interactions.log(InteractionDraft(clock.today(), parties=(Party(jane),)))
    workspace.contacts.remove_affiliation(jane, workspace.contacts.get(jane).now[0].id)
    assert workspace.contacts.get(jane).affiliations == ()
    assert workspace.organisations.get(acme).interactions == 1


def test_a_shared_mailbox_is_a_warning_with_names(workspace: Workspace, jane: int) -> None:
    other = workspace.contacts.create(ContactDraft("Ann", "Lee", emails=(Email("JANE.ROE@acme.example"),)))
    assert workspace.contacts.email_also_used_by("jane.roe@acme.example", but=other) == ("Jane Roe",)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_any_sort_together_show_everyone_once(workspace: Workspace, sort: str, descending: bool) -> None:
    for number in range(25):
        workspace.contacts.create(ContactDraft(f"Given{number % 7}", f"Family{number}"))
    found = [
        row.id
        for offset in range(0, 30, 10)
        for row in workspace.contacts.page(sort=sort, descending=descending, offset=offset, limit=10)
    ]
    assert sorted(found) == sorted(workspace.contacts.ids(Filter()))
    assert workspace.contacts.ids(Filter(), sort, descending) == found


def test_tagging_everyone_a_filter_shows_is_one_undo_step(workspace: Workspace, jane: int) -> None:
    workspace.contacts.create(ContactDraft("Ann", "Lee"))
    before = logical_dump(workspace.store.connection())
    assert workspace.contacts.bulk_tag(Filter(parts=(Condition("has_email"),)), ["imaging"]) == 1
    assert workspace.contacts.get(jane).tags == ("imaging",)
    assert workspace.undo() == "Tag 1 contact #imaging"
    assert logical_dump(workspace.store.connection()) == before


def test_a_bulk_edit_writes_only_whom_it_changes(workspace: Workspace, jane: int) -> None:
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee"))
    workspace.contacts.edit(ann, cadence_aim=30)
    assert workspace.contacts.bulk_edit(Filter(), cadence_aim=30) == 2
    assert workspace.contacts.get(jane).cadence_aim == 30
    assert workspace.changes("contact", ann)[0].label == "Edit Ann Lee: cadence"
    assert workspace.undo() == "Edit 2 contacts"
    assert workspace.contacts.get(jane).cadence_aim is None


def test_names_cannot_be_set_for_many_at_once(workspace: Workspace, jane: int) -> None:
    with pytest.raises(Invalid):
        workspace.contacts.bulk_edit([jane], family_name="Smith")


def test_themes_are_put_on_and_taken_off_many_at_once(workspace: Workspace, jane: int) -> None:
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee", themes=("Infection",)))
    assert workspace.contacts.bulk_theme([jane, ann], add=["Diagnostics"], remove=["Infection"]) == 2
    assert workspace.contacts.get(jane).themes == workspace.contacts.get(ann).themes == ("Diagnostics",)


def test_a_theme_the_vocabulary_lacks_is_refused(workspace: Workspace, jane: int) -> None:
    with pytest.raises(Invalid):
        workspace.contacts.set_themes(jane, ["Astrology"])
    assert workspace.contacts.get(jane).themes == ()


def test_a_trashed_contact_leaves_the_list_and_comes_back(workspace: Workspace, jane: int) -> None:
    assert workspace.trash.put("contact", [jane]) == "Move Jane Roe to the trash"
    assert workspace.contacts.count() == 0
    assert workspace.contacts.get(jane).deleted_at
    workspace.trash.restore("contact", [jane])
    assert [row.name for row in workspace.contacts.page()] == ["Jane Roe"]


def test_every_edit_undone_leaves_the_file_as_it_was(workspace: Workspace, acme: int) -> None:
    before = logical_dump(workspace.store.connection())
    contact = workspace.contacts.create(ContactDraft("Zoë", "Łuk", tags=("a", "b"), themes=("Diagnostics",)))
    workspace.contacts.edit(contact, family_name="Smith", about="Line one\nline two")
    workspace.contacts.add_affiliation(contact, AffiliationDraft(acme, "Chair"))
    workspace.contacts.set_tags(contact, ["b", "c"])
    workspace.contacts.set_emails(contact, (Email("zoe@x.example"),))
    workspace.trash.put("contact", [contact])
    after = logical_dump(workspace.store.connection())
    for _ in range(6):
        assert workspace.undo()
    assert logical_dump(workspace.store.connection()) == before
    while workspace.redo():
        pass
    assert logical_dump(workspace.store.connection()) == after


def test_an_unknown_contact_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.contacts.get(999)


def test_an_address_is_kept_as_it_is_typed_now(workspace: Workspace, jane: int) -> None:
    (held,) = workspace.contacts.get(jane).emails
    workspace.contacts.set_emails(jane, (replace(held, value="Jane.Roe@Acme.example"),))
    assert [(each.id, each.value) for each in workspace.contacts.get(jane).emails] == [
        (held.id, "Jane.Roe@Acme.example")
    ]
