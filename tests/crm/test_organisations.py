"""Organisations: their names and partnership over time, and who was there when."""

from datetime import date

import pytest

from crm.contacts import AffiliationDraft, ContactDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
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


def test_a_department_s_domain_stands_under_that_of_its_organisation(workspace: Workspace, acme: int) -> None:
    trust = workspace.organisations.create(OrganisationDraft("Trust", domains=(Domain("trust.example"),)))
    ward = workspace.organisations.create(OrganisationDraft("Ward", domains=(Domain("ward.trust.example"),)))
    assert workspace.organisations.of_domain("radiology.trust.example") == (trust,)
    assert workspace.organisations.of_domain("mail.ward.trust.example") == (ward,)
    assert workspace.organisations.of_domain("example") == ()
    assert workspace.organisations.of_domain("team.nhs.net") == ()


def test_a_domain_marked_as_shared_here_identifies_nobody(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_domains(acme, (Domain("campus.example", shared=True),))
    assert workspace.organisations.of_domain("campus.example") == ()


def test_a_standing_cannot_begin_before_the_one_it_ends(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_partnership(acme, "engaged", "2020-05")
    with pytest.raises(Invalid, match="May 2020"):
        workspace.organisations.set_partnership(acme, "partner", "2019")
    assert [p.status for p in workspace.organisations.get(acme).partnerships] == ["engaged"]


def test_the_same_standing_again_corrects_it(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_partnership(acme, "partner", "2020")
    workspace.organisations.set_partnership(acme, "partner", agreement="Memorandum")
    (period,) = workspace.organisations.get(acme).partnerships
    assert (period.started_on, period.agreement) == ("2020", "Memorandum")


def test_a_standing_can_end_without_another(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_partnership(acme, "partner", "2020")
    workspace.organisations.set_partnership(acme, "", "2023")
    assert workspace.organisations.get(acme).partnership is None
    assert workspace.organisations.page()[0].partnership == ""


def test_a_second_organisation_of_the_same_name_can_be_told(workspace: Workspace, acme: int) -> None:
    workspace.organisations.set_aliases(acme, (Alias("ASL", "acronym"), Alias("Scan House")))
    for name in ("acme scan LTD", "asl", "Scan  house"):
        assert workspace.organisations.named(name) == (acme,)


def test_tagging_everything_a_filter_shows_is_one_undo_step(workspace: Workspace, acme: int) -> None:
    workspace.organisations.create(OrganisationDraft("Beta Labs"))
    before = logical_dump(workspace.store.connection())
    assert workspace.organisations.bulk_tag(Filter("acme"), ["pilot"]) == 1
    assert workspace.organisations.get(acme).tags == ("pilot",)
    assert workspace.undo() == "Tag 1 organisation #pilot"
    assert logical_dump(workspace.store.connection()) == before


def test_an_organisation_that_is_gone_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.organisations.get(99)
    with pytest.raises(NotFound):
        workspace.organisations.edit(99, town="Crewe")


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
