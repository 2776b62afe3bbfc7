"""Ids of up to 36 bits are found by what was written, each kind apart, and what is found opens."""

from datetime import date, time

import pytest

from crm.contacts import ContactDraft
from crm.db import schema
from crm.followups import FollowUpDraft
from crm.huddles import HuddleDraft
from crm.interactions import InteractionDraft, Party
from crm.introductions import IntroductionDraft
from crm.needs import NeedDraft
from crm.opportunities import OpportunityDraft
from crm.organisations import OrganisationDraft
from crm.pitches import PitchDraft
from crm.search import KINDS
from crm.workspace import Workspace

WORD = "lantern"
DAY = date(2026, 5, 4)


def number_from(workspace: Workspace, record: int) -> None:
    """Let the next record of every table have the id `record`."""
    with workspace.store.action("Number"):
        workspace.store.execute("DELETE FROM sqlite_sequence")
        for model in schema.LOGGED:
            sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"
            workspace.store.execute(sql, (model._meta.table_name, record - 1))


def one_of_each(workspace: Workspace) -> dict[str, int]:
    """Write a record of each kind of text with the same word in it."""
    organisation = workspace.organisations.create(OrganisationDraft("Calder Lab", about=WORD))
    ann = workspace.contacts.create(ContactDraft("Ann", "Shah", about=WORD))
    met = workspace.interactions.log(InteractionDraft(DAY, notes=WORD, parties=(Party(ann, None),)))
    huddle = workspace.huddles.plan(HuddleDraft(DAY, time(15), time(16), "Spring", 1))
    workspace.pitches.add(huddle, PitchDraft("Bench space", notes=WORD))
    return {
        "contact": ann,
        "organisation": organisation,
        "interaction": met,
        "follow_up": workspace.followups.add(FollowUpDraft(WORD)),
        "huddle": huddle,
        "opportunity": workspace.opportunities.create(OpportunityDraft("Pilot", notes=WORD)),
        "introduction": workspace.introductions.add(
            IntroductionDraft(WORD, (ann, workspace.contacts.create(ContactDraft("Jane", "Roe"))))
        ),
        "need_offer": workspace.needs.add(NeedDraft("need", "facility", "A room", ann, notes=WORD)),
    }


@pytest.mark.parametrize("record", [1, (1 << 24) - 1, 1 << 24, 1 << 31, 1 << 32, (1 << 36) - 2])
def test_a_record_of_each_kind_is_found_by_its_words_and_taken_out_again(workspace: Workspace, record: int) -> None:
    number_from(workspace, record)
    made = one_of_each(workspace)
    assert set(made.values()) == {record}
    assert {hit.kind: hit.id for hit in workspace.search.find(WORD)} == made
    assert set(made) == set(KINDS)
    for kind in KINDS:
        assert [hit.id for hit in workspace.search.find(WORD, kinds=(kind,))] == [record]
    assert workspace.contacts.get(record).name == "Ann Shah"
    assert workspace.organisations.get(record).name == "Calder Lab"
    assert workspace.interactions.get(record).notes == WORD
    while workspace.undo():
        pass
    assert workspace.search.find(WORD) == []


def test_texts_whose_ids_are_alike_in_their_last_bits_are_not_taken_for_each_other(workspace: Workspace) -> None:
    made = []
    for record in (7, 7 + (1 << 24), 7 + (1 << 35)):
        number_from(workspace, record)
        made.append(workspace.interactions.log(InteractionDraft(DAY, "note", notes=f"{WORD} of {record}")))
    assert sorted(hit.id for hit in workspace.search.find(WORD)) == sorted(made)
    workspace.trash.put("interaction", [made[1]])
    assert sorted(hit.id for hit in workspace.search.find(WORD)) == [made[0], made[2]]
