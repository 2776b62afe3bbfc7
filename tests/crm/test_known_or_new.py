"""What a form writes together is one step: whoever and whatever it names is found, restored or made with it."""

import pytest

from crm.contacts import AffiliationDraft, ContactDraft
from crm.errors import Invalid
from crm.filters import EVERYTHING
from crm.introductions import IntroductionDraft
from crm.known_or_new import Meant
from crm.needs import NeedDraft
from crm.opportunities import OpportunityDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace


def named(workspace: Workspace) -> tuple[list[str], list[str]]:
    """The people and the organisations that are here."""
    return [row.name for row in workspace.contacts.page()], [row.name for row in workspace.organisations.page()]


def test_a_person_is_added_with_a_new_organisation_as_one_step(workspace: Workspace) -> None:
    workspace.at_work.add("Jane Roe", Meant("Acme Imaging"), role="Director")

    assert named(workspace) == (["Jane Roe"], ["Acme Imaging"])
    assert workspace.undo() == "Add Jane Roe"
    assert named(workspace) == ([], [])


def test_what_is_refused_leaves_no_organisation_behind(workspace: Workspace) -> None:
    with pytest.raises(Invalid):
        workspace.needs.save(NeedDraft("need", "expertise", " "), Meant("Acme Imaging"))

    assert workspace.organisations.count(EVERYTHING) == 0
    assert workspace.store.next_undo() is None


def test_a_job_is_changed_and_a_role_saved_at_an_organisation_that_is_new(workspace: Workspace) -> None:
    jane = workspace.at_work.add("Jane Roe", Meant("Acme Imaging"))

    workspace.at_work.change_job(jane, Meant("Lumen"), role="Head", others_stay=True)
    assert workspace.store.next_undo() == "Jane Roe changed job"
    workspace.at_work.save_role(jane, None, Meant("Orchard Trust"), kind="board")
    assert workspace.store.next_undo() == "Edit Jane Roe: affiliations"
    assert [row.organisation for row in workspace.contacts.get(jane).now] == ["Lumen", "Orchard Trust"]
    with pytest.raises(Invalid, match="Say where they work now"):
        workspace.at_work.change_job(jane, None)


def test_who_was_chosen_from_the_trash_joins_out_of_it(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe"))
    workspace.trash.put("contact", [jane])

    assert workspace.at_work.join(Meant("Jane Roe", jane), AffiliationDraft(acme)) == jane
    assert named(workspace)[0] == ["Jane Roe"]
    assert workspace.undo() == "Jane Roe at Acme Imaging"
    assert named(workspace)[0] == []


def test_an_organisation_meant_to_be_new_is_made_beside_one_in_the_trash(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    workspace.trash.put("organisation", [acme])

    with pytest.raises(Invalid, match="in the trash"):
        workspace.at_work.add("Jane Roe", Meant("Acme Imaging"))
    workspace.at_work.add("Jane Roe", Meant("Acme Imaging", is_new=True))
    assert named(workspace)[1] == ["Acme Imaging"]
    assert workspace.trash.holds("organisation", acme)


def test_an_introduction_is_saved_with_people_who_are_new(workspace: Workspace) -> None:
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe"))
    draft = IntroductionDraft("A pilot", ())

    made = workspace.introductions.save(draft, (Meant("Jane Roe", jane), Meant("Tom Ash")))
    assert workspace.store.next_undo() == "Add the introduction “A pilot”"
    assert workspace.introductions.save(draft, (Meant("Jane Roe", jane), Meant("Una Bell")), made) == made
    assert [party.contact for party in workspace.introductions.get(made).parties] == ["Jane Roe", "Una Bell"]
    assert workspace.undo() == "Edit the introduction “A pilot”"
    assert sorted(named(workspace)[0]) == ["Jane Roe", "Tom Ash"]


def test_the_same_answer_of_several_parties_is_one_step(workspace: Workspace) -> None:
    made = workspace.introductions.save(IntroductionDraft("A pilot", ()), (Meant("Jane Roe"), Meant("Tom Ash")))
    who = [party.contact_id for party in workspace.introductions.get(made).parties]

    workspace.introductions.consents(made, who, "yes")
    assert workspace.undo() == "Agreed: Jane Roe and Tom Ash, “A pilot”"
    assert [party.consent for party in workspace.introductions.get(made).parties] == ["", ""]


def test_a_need_and_an_opportunity_are_saved_with_an_organisation_that_is_new(workspace: Workspace) -> None:
    need = workspace.needs.save(NeedDraft("need", "expertise", "Two wards"), Meant("Orchard Trust"))
    assert workspace.needs.get(need).title == "Two wards"
    assert workspace.store.next_undo() == "Add the need “Two wards”"

    made = workspace.opportunities.create_led(OpportunityDraft("Imaging pilot"), Meant("Acme Imaging"))
    assert [party.role for party in workspace.opportunities.get(made).parties] == ["lead"]
    assert workspace.undo() == "Add opportunity Imaging pilot"
    assert named(workspace)[1] == ["Orchard Trust"]
