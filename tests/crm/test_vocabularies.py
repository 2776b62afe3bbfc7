"""Sectors, sub-regions and themes: edited by the user, never lost where they are used."""

from datetime import date, time

import pytest

from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.huddles import HuddleDraft
from crm.organisations import OrganisationDraft
from crm.vocabularies import Term
from crm.workspace import Workspace

KINDS = ("sector", "sub_region", "theme")


def names(workspace: Workspace, vocabulary: str, *, retired: bool = False) -> list[str]:
    return [term.name for term in workspace.vocabularies.terms(vocabulary, retired=retired)]


def term(workspace: Workspace, vocabulary: str, name: str) -> Term:
    return next(term for term in workspace.vocabularies.terms(vocabulary, retired=True) if term.name == name)


def test_a_new_file_knows_the_sectors_and_their_marks(workspace: Workspace) -> None:
    assert [(term.name, term.symbol) for term in workspace.vocabularies.terms("sector")] == [
        ("Industry", "industry"),
        ("Academia", "academia"),
        ("Public sector", "public"),
        ("Investor", "investor"),
        ("Entrepreneur", "entrepreneur"),
    ]


@pytest.mark.parametrize("vocabulary", KINDS)
def test_a_new_term_stands_last(workspace: Workspace, vocabulary: str) -> None:
    workspace.vocabularies.add(vocabulary, "  Something   new ")
    assert names(workspace, vocabulary)[-1] == "Something new"


@pytest.mark.parametrize("vocabulary", KINDS)
def test_a_name_that_is_known_or_empty_is_refused(workspace: Workspace, vocabulary: str) -> None:
    first, second = workspace.vocabularies.terms(vocabulary)[:2]
    for name in (first.name.upper(), " "):
        with pytest.raises(Invalid):
            workspace.vocabularies.add(vocabulary, name)
        with pytest.raises(Invalid):
            workspace.vocabularies.rename(vocabulary, second.id, name)
    workspace.vocabularies.rename(vocabulary, first.id, first.name.upper())
    assert names(workspace, vocabulary)[0] == first.name.upper()


def test_a_renamed_sector_shows_everywhere(workspace: Workspace) -> None:
    sector = term(workspace, "sector", "Industry").id
    firm = workspace.organisations.create(OrganisationDraft("Acme", sector_id=sector))
    workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=firm))
    workspace.vocabularies.rename("sector", sector, "Business")
    assert workspace.organisations.page()[0].sector == workspace.contacts.page()[0].sector == "Business"


@pytest.mark.parametrize("vocabulary", KINDS)
def test_the_order_is_the_users_and_lists_sort_by_it(workspace: Workspace, vocabulary: str) -> None:
    terms = workspace.vocabularies.terms(vocabulary)
    workspace.vocabularies.reorder(vocabulary, [term.id for term in reversed(terms)])
    assert names(workspace, vocabulary) == [term.name for term in reversed(terms)]
    workspace.undo()
    assert names(workspace, vocabulary) == [term.name for term in terms]


def test_organisations_sort_by_the_order_of_their_sectors(workspace: Workspace) -> None:
    industry, academia = (term(workspace, "sector", name).id for name in ("Industry", "Academia"))
    for name, sector in (("Acme", industry), ("University", academia)):
        workspace.organisations.create(OrganisationDraft(name, sector_id=sector))
    workspace.vocabularies.reorder("sector", [academia, industry])
    assert [row.name for row in workspace.organisations.page(sort="sector")] == ["University", "Acme"]


def test_a_sub_region_that_a_huddle_has_is_not_deleted(workspace: Workspace) -> None:
    lancashire = term(workspace, "sub_region", "Lancashire").id
    workspace.huddles.plan(HuddleDraft(date(2026, 5, 21), time(15), time(16), series_id=1, sub_region_id=lancashire))
    assert term(workspace, "sub_region", "Lancashire").used == 1
    with pytest.raises(Invalid, match="“Lancashire” is in use, so it can be retired"):
        workspace.vocabularies.delete("sub_region", lancashire)
    workspace.undo()
    assert term(workspace, "sub_region", "Lancashire").used == 0
    workspace.vocabularies.delete("sub_region", lancashire)


def test_a_term_in_use_is_retired_but_not_deleted(workspace: Workspace) -> None:
    sector = term(workspace, "sector", "Industry").id
    firm = workspace.organisations.create(OrganisationDraft("Acme", sector_id=sector))
    assert term(workspace, "sector", "Industry").used == 1
    with pytest.raises(Invalid, match="retired"):
        workspace.vocabularies.delete("sector", sector)
    workspace.vocabularies.set_active("sector", sector, False)
    assert "Industry" not in names(workspace, "sector")
    assert "Industry" in names(workspace, "sector", retired=True)
    assert workspace.organisations.get(firm).sector == "Industry"


def test_a_theme_counts_the_people_and_organisations_that_have_it(workspace: Workspace) -> None:
    workspace.contacts.create(ContactDraft("Jane", "Roe", themes=("Diagnostics",)))
    workspace.organisations.create(OrganisationDraft("Acme", themes=("Diagnostics",)))
    assert term(workspace, "theme", "Diagnostics").used == 2


@pytest.mark.parametrize("vocabulary", KINDS)
def test_a_term_nothing_uses_can_be_deleted_and_brought_back(workspace: Workspace, vocabulary: str) -> None:
    before = logical_dump(workspace.store.connection())
    last = workspace.vocabularies.terms(vocabulary)[-1]
    workspace.vocabularies.delete(vocabulary, last.id)
    assert last.name not in names(workspace, vocabulary, retired=True)
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before


def test_a_sector_takes_only_marks_that_can_be_drawn(workspace: Workspace) -> None:
    sector = workspace.vocabularies.add("sector", "Charity")
    assert term(workspace, "sector", "Charity").symbol == "other"
    workspace.vocabularies.set_symbol(sector, "public")
    assert term(workspace, "sector", "Charity").symbol == "public"
    with pytest.raises(Invalid):
        workspace.vocabularies.set_symbol(sector, "star")


def test_a_term_that_is_gone_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.vocabularies.rename("theme", 999, "Anything")
