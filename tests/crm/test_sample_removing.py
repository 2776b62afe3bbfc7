"""The sample network is taken out whole, and nothing of one's own goes with it but what was about the sample alone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm.contacts import ContactDraft
from crm.db import schema
from crm.db.dump import logical_dump
from crm.db.store import new_uid
from crm.errors import CrmError, Invalid
from crm.organisations import OrganisationDraft
from crm.sample import make_sample
from crm.sample.removing import remove_sample
from crm.settings import IS_SAMPLE
from crm.workspace import Workspace

NOW = "2026-10-05T09:30:00Z"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


@pytest.fixture
def sampled(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(sampled_file(tmp_path / "sampled.desk", contacts=30, interactions=40))
    yield workspace
    workspace.close()


def dump(workspace: Workspace) -> dict[str, tuple[int, str]]:
    with workspace.store.reading() as connection:
        return logical_dump(connection)


def meeting(workspace: Workspace, subject: str, *people: int) -> int:
    store = workspace.store
    with store.action("Log meeting"):
        made = store.insert(
            schema.Interaction, uid=new_uid(), kind="meeting", subject=subject, happened_at=NOW, created_at=NOW
        )
        for person in people:
            store.insert(schema.Participant, interaction_id=made, contact_id=person, happened_at=NOW)
    return made


def subjects(workspace: Workspace) -> list[str]:
    return [row[0] for row in workspace.store.rows("SELECT subject FROM interaction ORDER BY id")]


def test_nothing_is_left_of_the_sample_and_one_undo_brings_all_of_it_back(workspace: Workspace) -> None:
    empty = dump(workspace)
    make_sample(workspace.store, contacts=30, interactions=40)
    full = dump(workspace)
    remove_sample(workspace.store)
    gone = dump(workspace)
    assert {table: rows for table, rows in gone.items() if table != "setting"} == {
        table: rows for table, rows in empty.items() if table != "setting"
    }
    assert not workspace.settings.get(IS_SAMPLE)
    workspace.undo()
    assert dump(workspace) == full


def test_ones_own_people_and_meetings_stay_and_what_was_about_the_sample_alone_goes(sampled: Workspace) -> None:
    invented = sampled.contacts.page(limit=1)[0].id
    own = sampled.contacts.create(ContactDraft(given_name="Jane", family_name="Roe"))
    meeting(sampled, "own and invented", own, invented)
    meeting(sampled, "own alone", own)
    meeting(sampled, "invented alone", invented)
    remove_sample(sampled.store)
    assert [row.id for row in sampled.contacts.page(limit=9)] == [own]
    assert subjects(sampled) == ["own and invented", "own alone"]
    assert sampled.store.rows("PRAGMA foreign_key_check") == []


def test_a_follow_up_of_ones_own_loses_the_invented_party_only(sampled: Workspace) -> None:
    store, invented = sampled.store, sampled.contacts.page(limit=1)[0].id
    own = sampled.contacts.create(ContactDraft(given_name="Jane", family_name="Roe"))
    firm = sampled.organisations.create(OrganisationDraft(name="Moor Trust"))
    sample_firm = store.value("SELECT min(id) FROM organisation")
    with store.action("Add follow-ups"):
        for title, values in {
            "of mine": {"contact_id": own, "organisation_id": sample_firm},
            "of theirs": {"contact_id": invented},
            "of nobody": {},
        }.items():
            store.insert(schema.FollowUp, uid=new_uid(), title=title, created_at=NOW, **values)
        store.insert(schema.Affiliation, contact_id=own, organisation_id=sample_firm, role="Adviser")
        store.update(schema.Organisation, firm, parent_id=sample_firm)
    remove_sample(store)
    assert store.rows("SELECT title, contact_id, organisation_id FROM follow_up ORDER BY id") == [
        ("of mine", own, None),
        ("of nobody", None, None),
    ]
    assert store.rows("SELECT id, parent_id FROM organisation") == [(firm, None)]


def test_a_tag_of_the_sample_that_ones_own_people_carry_stays(sampled: Workspace) -> None:
    store, tag = sampled.store, sampled.store.row("SELECT tag_id FROM contact_tag LIMIT 1")
    assert tag is not None
    own = sampled.contacts.create(ContactDraft(given_name="Jane", family_name="Roe"))
    with store.action("Tag"):
        store.insert(schema.ContactTag, contact_id=own, tag_id=tag[0])
    remove_sample(store)
    assert store.rows("SELECT contact_id, tag_id FROM contact_tag") == [(own, tag[0])]
    assert store.rows("SELECT id FROM tag") == [(tag[0],)]


def test_an_opportunity_of_ones_own_in_an_invented_pipeline_keeps_its_stage(sampled: Workspace) -> None:
    store = sampled.store
    stage = store.value("SELECT max(id) FROM stage")
    with store.action("Add"):
        own = store.insert(schema.Opportunity, uid=new_uid(), title="Mine", stage_id=stage, created_at=NOW)
    remove_sample(store)
    assert store.rows("SELECT o.id, s.id FROM opportunity o JOIN stage s ON s.id = o.stage_id "
                      "JOIN pipeline p ON p.id = s.pipeline_id") == [(own, stage)]  # fmt: skip


def test_an_introduction_to_somebody_invented_goes_and_one_between_ones_own_stays(sampled: Workspace) -> None:
    store, invented = sampled.store, sampled.contacts.page(limit=1)[0].id
    ann, bea = (sampled.contacts.create(ContactDraft(given_name=name, family_name="Roe")) for name in ("Ann", "Bea"))
    with store.action("Introduce"):
        for reason, pair in {"mine": (ann, bea), "mixed": (ann, invented)}.items():
            made = store.insert(schema.Introduction, uid=new_uid(), reason=reason, created_at=NOW)
            for person in pair:
                store.insert(schema.IntroductionParty, introduction_id=made, contact_id=person)
    remove_sample(store)
    assert store.rows("SELECT reason FROM introduction") == [("mine",)]


def test_a_sample_that_was_undone_and_done_again_goes_as_well(sampled: Workspace) -> None:
    sampled.undo()
    sampled.redo()
    remove_sample(sampled.store)
    assert not sampled.has_any("contact")


def test_a_file_without_a_sample_is_left_alone(workspace: Workspace) -> None:
    own = workspace.contacts.create(ContactDraft(given_name="Jane", family_name="Roe"))
    before = dump(workspace)
    with pytest.raises(CrmError):
        remove_sample(workspace.store)
    assert dump(workspace) == before
    assert workspace.contacts.name(own) == "Jane Roe"


def test_a_sample_that_is_no_undo_step_stays_at_undo_and_goes_by_its_button(workspace: Workspace) -> None:
    make_sample(workspace.store, contacts=30, interactions=40, is_undone=False)
    assert workspace.undo() is None
    assert workspace.contacts.count() == 30
    remove_sample(workspace.store)
    assert not workspace.has_any("contact")


@pytest.mark.parametrize(
    ("name", "number"), [("contacts", 0), ("contacts", -3), ("interactions", -1), ("huddles", -1), ("circle", -1)]
)
def test_numbers_that_make_no_network_are_refused_in_words(workspace: Workspace, name: str, number: int) -> None:
    before = dump(workspace)
    with pytest.raises(Invalid, match="sample network"):
        make_sample(workspace.store, **{"today": datetime.now(UTC).date(), name: number})
    assert dump(workspace) == before
