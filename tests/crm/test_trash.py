"""The trash: what is put there leaves the lists, stays in histories, and comes back whole."""

from datetime import date, timedelta

import pytest
import time_machine

from crm.clock import today
from crm.contacts import Address, AffiliationDraft, ContactDraft, Email, PhoneNumber
from crm.db.dump import logical_dump
from crm.db.schema import LOGGED
from crm.errors import Invalid, NotFound
from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.introductions import IntroductionDraft
from crm.needs import NeedDraft
from crm.organisations import Alias, Domain, OrganisationDraft
from crm.record_names import RECORDS, word_for
from crm.trash import KINDS
from crm.workspace import Workspace
from tests.crm.db.test_derived import state as read_off


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Acme Imaging"))


@pytest.fixture
def jane(workspace: Workspace, acme: int) -> int:
    return workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))


def test_the_label_names_one_record_and_counts_many(workspace: Workspace, jane: int) -> None:
    others = [workspace.contacts.create(ContactDraft("Ann", f"Lee{number}")) for number in range(3)]
    assert workspace.trash.put("contact", [jane]) == "Move Jane Roe to the trash"
    assert workspace.trash.put("contact", others) == "Move 3 contacts to the trash"
    assert workspace.trash.restore("contact", [*others, jane]) == "Restore 4 contacts"
    assert workspace.contacts.count() == 4


def test_what_is_in_the_trash_keeps_its_day_when_it_is_put_there_again(workspace: Workspace, jane: int) -> None:
    with time_machine.travel("2026-05-04T09:00:00Z", tick=False) as traveller:
        workspace.trash.put("contact", [jane])
        traveller.shift(timedelta(days=3))
        workspace.trash.put("contact", [jane])
    (row,) = workspace.trash.rows()
    assert row.deleted_at == "2026-05-04T09:00:00Z"


def test_no_organisation_is_its_own_namesake(workspace: Workspace, acme: int) -> None:
    assert workspace.trash.namesake(acme) == ""
    workspace.trash.put("organisation", [acme])
    assert workspace.trash.namesake(acme) == ""
    assert workspace.trash.restore("organisation", [acme]) == "Restore Acme Imaging"


@pytest.mark.parametrize("way_back", ["restore", "undo"])
def test_what_comes_back_is_as_it_was(workspace: Workspace, jane: int, way_back: str) -> None:
    before = logical_dump(workspace.store.connection())
    workspace.trash.put("contact", [jane])
    assert workspace.contacts.count() == 0
    if way_back == "undo":
        workspace.undo()
    else:
        workspace.trash.restore("contact", [jane])
    assert logical_dump(workspace.store.connection()) == before
    assert [row.organisation for row in workspace.contacts.page()] == ["Acme Imaging"]


@pytest.mark.parametrize("kind", ["contact", "organisation"])
@pytest.mark.parametrize("way_back", ["restore", "undo"])
def test_all_that_belongs_to_a_record_comes_back_with_it_and_is_found_by_the_same_words(
    workspace: Workspace, acme: int, kind: str, way_back: str
) -> None:
    lab = workspace.organisations.create(OrganisationDraft("Borealis Labs", town="Leigh", about="Wears sensors"))
    jane = workspace.contacts.create(
        ContactDraft(
            "Jane", "Roe", preferred_name="Jinny", about="Collects maps",
            emails=(Email("jane@acme.example", is_primary=True), Email("jroe@home.example", "home")),
            phones=(PhoneNumber("01632 960101"),), addresses=(Address("1 High St", "Bury", postcode="BL9 1AA"),),
            organisation_id=acme, role="Chemist", tags=("imaging", "digital health"),
        )
    )  # fmt: skip
    workspace.contacts.add_affiliation(jane, AffiliationDraft(lab, "Adviser", started="2019", ended="2021-05"))
    workspace.organisations.set_tags(acme, ("imaging", "funder"))
    workspace.organisations.set_aliases(acme, (Alias("Apex Scans", "former", "2020"), Alias("AI", "acronym")))
    workspace.organisations.set_domains(acme, (Domain("acme.example"),))
    words = ("jinny roe", "maps", "bl9 1aa", "jane@acme.example", "960101", "chemist", "apex scans", "acme")

    def found() -> list[list[tuple[str, int]]]:
        return [[(hit.kind, hit.id) for hit in workspace.search.find(each)] for each in words]

    rows, read, hits = logical_dump(workspace.store.connection()), read_off(workspace.store), found()
    id_ = {"contact": jane, "organisation": acme}[kind]
    assert any((kind, id_) in each for each in hits)
    workspace.trash.put(kind, [id_])
    assert not any((kind, id_) in each for each in found())
    if way_back == "undo":
        workspace.undo()
    else:
        workspace.trash.restore(kind, [id_])
    assert logical_dump(workspace.store.connection()) == rows
    assert read_off(workspace.store) == read
    assert found() == hits


def test_a_person_in_the_trash_stays_in_the_history_of_what_was_done(
    workspace: Workspace, jane: int, acme: int
) -> None:
    met = workspace.interactions.log(InteractionDraft(today(), subject="Pilot", parties=(Party(jane),)))
    workspace.trash.put("contact", [jane])
    assert workspace.contacts.get(jane).deleted_at is not None
    assert [each.contact for each in workspace.interactions.get(met).participants] == ["Jane Roe"]
    assert workspace.organisations.get(acme).interactions == 1
    assert workspace.organisations.get(acme).people == ()


def test_people_of_an_organisation_in_the_trash_stay_and_find_it_again(
    workspace: Workspace, jane: int, acme: int
) -> None:
    workspace.trash.put("organisation", [acme])
    assert [(row.name, row.organisation) for row in workspace.contacts.page()] == [("Jane Roe", "")]
    assert [each.organisation for each in workspace.contacts.get(jane).affiliations] == ["Acme Imaging"]
    assert workspace.organisations.named("Acme Imaging") == ()
    assert workspace.contacts.affiliation_on(jane, date(2026, 1, 1)) == acme
    workspace.trash.restore("organisation", [acme])
    assert workspace.contacts.page()[0].organisation == "Acme Imaging"


def test_the_trash_lists_every_kind_the_latest_first(workspace: Workspace, jane: int, acme: int) -> None:
    met = workspace.interactions.log(InteractionDraft(today(), subject="Pilot", parties=(Party(jane),)))
    for kind, record in (("interaction", met), ("contact", jane), ("organisation", acme)):
        workspace.trash.put(kind, [record])
    assert workspace.trash.count() == 3
    rows = workspace.trash.rows()
    assert {(row.kind, row.name) for row in rows} == {
        ("interaction", "Pilot"),
        ("contact", "Jane Roe"),
        ("organisation", "Acme Imaging"),
    }
    assert [row.deleted_at for row in rows] == sorted((row.deleted_at for row in rows), reverse=True)
    assert [row.id for page in (0, 1, 2) for row in workspace.trash.rows(page, 1)] == [row.id for row in rows]


def test_what_lies_there_already_keeps_its_day(workspace: Workspace, jane: int) -> None:
    workspace.trash.put("contact", [jane])
    steps = len(workspace.actions())
    workspace.trash.put("contact", [jane])
    assert len(workspace.actions()) == steps


def test_what_is_unknown_is_refused_and_nothing_is_written(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.trash.put("contact", [99])
    with pytest.raises(Invalid):
        workspace.trash.put("sector", [1])
    assert workspace.trash.count() == 0


def test_every_kind_of_record_that_has_a_trash_says_how_it_goes_there(workspace: Workspace) -> None:
    kept = {model._meta.table_name for model in LOGGED if "deleted_at" in model._meta.fields}
    assert kept == set(KINDS) == set(RECORDS)
    for kind in kept:
        with pytest.raises(NotFound, match=word_for(kind)):
            workspace.trash.put(kind, [99])


def test_a_label_calls_a_record_the_same_on_its_way_there_and_back(workspace: Workspace, jane: int) -> None:
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee"))
    made = {
        "contact": (jane, "Jane Roe"),
        "interaction": (
            workspace.interactions.log(InteractionDraft(today(), parties=(Party(jane), Party(ann)))),
            "meeting with Jane Roe and Ann Lee",
        ),
        "follow_up": (workspace.followups.add(FollowUpDraft("Ring the ward")), "“Ring the ward”"),
        "introduction": (workspace.introductions.add(IntroductionDraft("Tea", (jane, ann))), "the introduction “Tea”"),
        "need_offer": (workspace.needs.add(NeedDraft("offer", "data", "Scans", jane)), "the offer “Scans”"),
    }
    for kind, (record, called) in made.items():
        assert workspace.trash.put(kind, [record]) == f"Move {called} to the trash"
        assert workspace.trash.restore(kind, [record]) == f"Restore {called}"
