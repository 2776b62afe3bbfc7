"""Before a record is made of a typed name, the trash tells whom it holds by that name (rule 6)."""

import pytest

from crm.contacts import ContactDraft, Email
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace


@pytest.fixture(autouse=True)
def gone(workspace: Workspace) -> None:
    """Robert Lee, called Bob, and Acme Imaging Ltd are in the trash."""
    bob = ContactDraft("Robert", "Lee", preferred_name="Bob", emails=(Email("r.lee@acme.example"),))
    workspace.trash.put("contact", [workspace.contacts.create(bob)])
    workspace.trash.put("organisation", [workspace.organisations.create(OrganisationDraft("Acme Imaging Ltd"))])


@pytest.mark.parametrize("typed", ["Robert Lee", "bob lee", "Lee, Robert", "Dr Robert Lee PhD", "  Robert  LEE "])
def test_a_contact_in_the_trash_is_found_by_the_ways_a_name_is_typed(workspace: Workspace, typed: str) -> None:
    assert [row.name for row in workspace.trash.named("contact", typed)] == ["Bob Lee"]


@pytest.mark.parametrize("typed", ["Robert", "Roberta Lee", "Robert Leeson", "Ann Lee", "", "?"])
def test_another_name_is_not_that_of_who_is_in_the_trash(workspace: Workspace, typed: str) -> None:
    assert workspace.trash.named("contact", typed) == []


def test_a_contact_in_the_trash_is_found_by_the_address_whatever_name_is_typed(workspace: Workspace) -> None:
    assert [row.id for row in workspace.trash.named("contact", "Rob", "R.Lee@acme.example ")] == [1]
    assert workspace.trash.named("contact", "Rob", "other@acme.example") == []


@pytest.mark.parametrize("typed", ["Acme Imaging Ltd", "acme imaging limited", "Acme  Imaging Ltd."])
def test_an_organisation_in_the_trash_is_found_by_the_ways_its_name_is_typed(workspace: Workspace, typed: str) -> None:
    assert [row.name for row in workspace.trash.named("organisation", typed)] == ["Acme Imaging Ltd"]


@pytest.mark.parametrize("typed", ["Acme", "Acme Imaging CIC", "Lumen", ""])
def test_another_organisation_is_not_the_one_in_the_trash(workspace: Workspace, typed: str) -> None:
    assert workspace.trash.named("organisation", typed) == []


def test_one_in_the_trash_whose_name_is_only_alike_is_not_meant(workspace: Workspace) -> None:
    made = workspace.organisations.create(OrganisationDraft("University of Bury"))
    workspace.trash.put("organisation", [made])
    assert [each.id for each in workspace.organisations.match("Bury University").candidates] == [made]
    assert workspace.trash.named("organisation", "Bury University") == []


def test_an_organisation_that_is_here_is_the_one_meant(workspace: Workspace) -> None:
    workspace.organisations.create(OrganisationDraft("Acme Imaging Ltd"))
    assert workspace.trash.named("organisation", "Acme Imaging Ltd") == []


def test_what_was_restored_is_in_the_trash_no_more(workspace: Workspace) -> None:
    assert workspace.trash.named("contact", "Bob Lee")
    workspace.trash.restore("contact", [1])
    assert workspace.trash.named("contact", "Bob Lee") == []
