"""Tags: the words, who carries them, and what becomes of both."""

import pytest

from crm.clock import today
from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.interactions import InteractionDraft, Party
from crm.organisations import OrganisationDraft
from crm.tags import TagRow
from crm.workspace import Workspace


def tagged(workspace: Workspace, *tags: str) -> int:
    return workspace.contacts.create(ContactDraft("Jane", "Roe", tags=tags))


def one(workspace: Workspace, name: str) -> TagRow:
    return next(tag for tag in workspace.tags.all() if tag.name == name)


def test_a_tag_tells_how_many_people_organisations_and_interactions_carry_it(workspace: Workspace) -> None:
    person = tagged(workspace, "imaging")
    workspace.organisations.create(OrganisationDraft("Acme", tags=("Imaging",)))
    workspace.interactions.log(InteractionDraft(today(), parties=(Party(person),), tags=("#imaging",)))
    tag = one(workspace, "imaging")
    assert (tag.contacts, tag.organisations, tag.interactions, tag.used) == (1, 1, 1, 3)


def test_a_tag_is_written_with_or_without_its_sign(workspace: Workspace) -> None:
    assert workspace.tags.create("#pilot") == workspace.tags.create("Pilot")
    assert [tag.name for tag in workspace.tags.all()] == ["pilot"]


def test_a_tag_without_a_word_is_refused(workspace: Workspace) -> None:
    tag = workspace.tags.create("pilot")
    with pytest.raises(Invalid):
        workspace.tags.create(" # ")
    with pytest.raises(Invalid):
        workspace.tags.rename(tag, "#")
    assert [tag.name for tag in workspace.tags.all()] == ["pilot"]


def test_names_begin_as_typed_whatever_the_accents(workspace: Workspace) -> None:
    for name in ("Échange", "edge", "pilot"):
        workspace.tags.create(name)
    assert workspace.tags.names("#e") == ["edge", "Échange"]
    assert workspace.tags.names("ech") == ["Échange"]
    assert workspace.tags.names("e", limit=1) == ["edge"]


def test_deleting_a_tag_leaves_its_people_and_organisations(workspace: Workspace) -> None:
    person = tagged(workspace, "imaging")
    workspace.organisations.create(OrganisationDraft("Acme", tags=("imaging",)))
    workspace.tags.delete(one(workspace, "imaging").id)
    assert workspace.contacts.get(person).tags == ()
    assert (workspace.contacts.count(), workspace.organisations.count()) == (1, 1)
    assert workspace.undo() == "Delete tag #imaging"
    assert workspace.contacts.get(person).tags == ("imaging",)


def test_a_renamed_tag_stays_on_everyone(workspace: Workspace) -> None:
    person = tagged(workspace, "imaging")
    workspace.tags.rename(one(workspace, "imaging").id, "Imaging")
    assert workspace.contacts.get(person).tags == ("Imaging",)


def test_a_tag_renamed_to_another_becomes_one_with_it(workspace: Workspace) -> None:
    both, single = tagged(workspace, "imaging", "scans"), tagged(workspace, "scans")
    before = logical_dump(workspace.store.connection())
    workspace.tags.rename(one(workspace, "scans").id, "Imaging")
    assert workspace.contacts.get(both).tags == workspace.contacts.get(single).tags == ("imaging",)
    assert workspace.undo() == "Merge #scans into #imaging"
    assert logical_dump(workspace.store.connection()) == before


def test_a_tag_merged_into_itself_stays(workspace: Workspace) -> None:
    person = tagged(workspace, "imaging")
    tag = one(workspace, "imaging").id
    workspace.tags.merge(tag, tag)
    assert workspace.contacts.get(person).tags == ("imaging",)


def test_a_tag_that_is_gone_is_not_found(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.tags.delete(99)
