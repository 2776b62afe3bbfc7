"""Organisations: their names and standing over time, and who was there when."""

from datetime import date

import pytest

from crm.contacts import AffiliationDraft, ContactDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid
from crm.filters import Filter
from crm.organisations import SORTS, Alias, Domain, OrganisationDraft
from crm.workspace import Workspace


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Acme Scan Ltd", sector_id=1, sub_region_id=2))


def test_a_renamed_organisation_keeps_its_former_name_with_the_day(workspace: Workspace, acme: int) -> None:
    workspace.organisations.rename(acme, "Acme Imaging", "Nov 2025")
    detail = workspace.organisations.get(acme)
    assert detail.name == "Acme Imaging"
    assert [(alias.name, alias.until) for alias in detail.former_names] == [("Acme Scan Ltd", "2025-11")]


def test_an_organisation_is_found_by_its_former_name_whatever_the_accents(workspace: Workspace) -> None:
    made = workspace.organisations.create(OrganisationDraft("Łódź Labs"))
    workspace.organisations.rename(made, "Beta Labs", "2025")
    assert workspace.organisations.named("lodz labs") == (made,)
    assert workspace.organisations.named("BETA LABS") == (made,)
    assert workspace.organisations.named("") == ()


def test_a_new_standing_ends_the_one_before(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_partnership(acme, "engaged", "2020")
    workspace.organisations.set_partnership(acme, "partner", "2021-03-01", agreement="Memorandum")
    periods = workspace.organisations.get(acme).partnerships
    assert [(p.status, p.started_on, p.ended_on) for p in periods] == [
        ("partner", "2021-03-01", None),
        ("engaged", "2020", "2021-03-01"),
    ]
    assert workspace.organisations.page()[0].partnership == "partner"


def test_a_new_standing_without_its_day_is_refused(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_partnership(acme, "engaged", "2020")
    with pytest.raises(Invalid) as refused:
        workspace.organisations.set_partnership(acme, "partner")
    assert refused.value.field == "started_on"


def test_a_shared_domain_never_identifies_an_organisation(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_domains(acme, (Domain("https://www.acme.example/about"), Domain("NHS.net")))
    assert [(d.domain, d.shared) for d in workspace.organisations.get(acme).domains] == [
        ("acme.example", False),
        ("nhs.net", True),
    ]
    assert workspace.organisations.of_domain("ACME.example") == (acme,)
    assert workspace.organisations.of_domain("nhs.net") == ()


def test_the_page_tells_who_is_there_and_where_those_gone_went(workspace: Workspace, acme: int) -> None:
    beta = workspace.organisations.create(OrganisationDraft("Beta Labs"))
    stays = workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))
    goes = workspace.contacts.create(ContactDraft("Ann", "Lee", organisation_id=acme))
    workspace.contacts.change_job(goes, AffiliationDraft(beta, started="2025"))
    detail = workspace.organisations.get(acme)
    assert [person.contact_id for person in detail.people_now] == [stays]
    assert [(person.contact_id, person.went_to) for person in detail.people_formerly] == [(goes, "Beta Labs")]
    assert workspace.organisations.page()[0].people == 1


def test_as_at_a_day_shows_name_standing_and_people_of_that_day(workspace: Workspace, acme: int) -> None:
    beta = workspace.organisations.create(OrganisationDraft("Beta Labs"))
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee", organisation_id=acme, started="2019"))
    workspace.organisations.set_partnership(acme, "prospect", "2019")
    workspace.organisations.set_partnership(acme, "partner", "2023")
    workspace.organisations.rename(acme, "Acme Imaging", "2024-06-01")
    workspace.contacts.change_job(ann, AffiliationDraft(beta, started="2024-06-01"))
    then = workspace.organisations.as_at(acme, date(2022, 1, 1))
    assert (then.name, then.status, [p.name for p in then.people]) == ("Acme Scan Ltd", "prospect", ["Ann Lee"])
    now = workspace.organisations.as_at(acme, date(2025, 1, 1))
    assert (now.name, now.status, now.people) == ("Acme Imaging", "partner", ())


def test_an_organisation_cannot_stand_above_itself(workspace: Workspace, acme: int) -> None:
    child = workspace.organisations.create(OrganisationDraft("Child", parent_id=acme))
    with pytest.raises(Invalid):
        workspace.organisations.edit(acme, parent_id=child)
    assert [each.name for each in workspace.organisations.get(acme).children] == ["Child"]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_any_sort_together_show_every_organisation_once(workspace: Workspace, sort: str) -> None:
    for number in range(12):
        workspace.organisations.create(OrganisationDraft(f"Organisation {number}", sector_id=number % 5 + 1))
    found = [row.id for offset in (0, 5, 10) for row in workspace.organisations.page(sort=sort, offset=offset, limit=5)]
    assert found == workspace.organisations.ids(Filter(), sort)
    assert len(set(found)) == 12


def test_every_edit_undone_leaves_the_file_as_it_was(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    made = workspace.organisations.create(
        OrganisationDraft("Acme", domains=(Domain("acme.example"),), status="prospect")
    )
    workspace.organisations.rename(made, "Beta", "2025")
    workspace.organisations.set_partnership(made, "partner", "2026")
    workspace.organisations.set_aliases(made, (Alias("BT", "acronym"),))
    workspace.organisations.set_tags(made, ["x"])
    workspace.organisations.edit(made, town="Chester", website="https://beta.example")
    while workspace.undo():
        pass
    assert logical_dump(workspace.store.connection()) == before


def test_deleting_a_tag_leaves_its_people_and_organisations(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_tags(acme, ["imaging"])
    person = workspace.contacts.create(ContactDraft("Jane", "Roe", tags=("imaging",)))
    tag = workspace.tags.all()[0]
    assert (tag.contacts, tag.organisations) == (1, 1)
    workspace.tags.delete(tag.id)
    assert workspace.contacts.get(person).tags == ()
    assert workspace.organisations.count() == 1


def test_a_tag_renamed_to_another_becomes_one_with_it(workspace: Workspace) -> None:
    both = workspace.contacts.create(ContactDraft("Jane", "Roe", tags=("imaging", "scans")))
    one = workspace.contacts.create(ContactDraft("Ann", "Lee", tags=("scans",)))
    scans = next(tag for tag in workspace.tags.all() if tag.name == "scans")
    workspace.tags.rename(scans.id, "Imaging")
    assert workspace.contacts.get(both).tags == ("imaging",)
    assert workspace.contacts.get(one).tags == ("imaging",)


def test_a_term_in_use_is_retired_but_not_deleted(workspace: Workspace, acme: int) -> None:
    with pytest.raises(Invalid):
        workspace.vocabularies.delete("sector", 1)
    workspace.vocabularies.set_active("sector", 1, False)
    assert "Industry" not in [term.name for term in workspace.vocabularies.terms("sector")]
    assert workspace.organisations.get(acme).sector == "Industry"


def test_a_renamed_sector_shows_everywhere(workspace: Workspace, acme: int) -> None:
    workspace.vocabularies.rename("sector", 1, "Business")
    assert workspace.organisations.page()[0].sector == "Business"
