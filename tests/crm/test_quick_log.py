"""Saving a sentence: everyone new, the meeting and the follow-up in one step that undo takes back whole."""

from datetime import date, time
from typing import Any

import pytest
import time_machine
from msgspec.structs import replace

from crm.contacts import AffiliationDraft, ContactDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid
from crm.followups import FollowUpDraft
from crm.organisations import OrganisationDraft
from crm.sentence import Entry, as_planned, parse
from crm.workspace import Workspace

TODAY = date(2026, 5, 22)  # a Friday


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-05-22T09:30:00Z", tick=False):
        yield


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Acme Imaging"))


@pytest.fixture
def jane(workspace: Workspace, acme: int) -> int:
    return workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme, started="2024"))


def read(workspace: Workspace, text: str, **answers: Any) -> Entry:
    return parse(text, workspace.entries.names(), TODAY, **answers)


def stood_for(workspace: Workspace, interaction: int) -> list[tuple[str, str]]:
    return [(each.contact, each.organisation) for each in workspace.interactions.get(interaction).participants]


def test_a_sentence_about_a_known_person_becomes_a_meeting_with_its_follow_up(
    workspace: Workspace, jane: int, acme: int
) -> None:
    entry = read(workspace, "met jane roe re imaging pilot #imaging f 2w")
    saved = workspace.entries.save(entry, "She wants a demo")
    made = workspace.interactions.get(saved.interaction_id)
    assert (made.kind, made.subject, made.tags, made.day) == ("meeting", "imaging pilot", ("imaging",), TODAY)
    assert made.notes == "She wants a demo"
    assert made.local_time == time(10, 30)
    assert stood_for(workspace, saved.interaction_id) == [("Jane Roe", "Acme Imaging")]
    assert saved.follow_up_id is not None
    follow_up = workspace.followups.get(saved.follow_up_id)
    assert follow_up.row.due_on == date(2026, 6, 5)
    assert (follow_up.row.contact_id, follow_up.own_organisation_id) == (jane, acme)
    assert follow_up.row.interaction_id == saved.interaction_id


def test_the_whole_of_it_is_one_step(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    entry = read(workspace, "met Zara Quill at Newco re lasers #optics follow up friday")
    saved = workspace.entries.save(entry)
    assert len(saved.new_contact_ids) == len(saved.new_organisation_ids) == 1
    assert workspace.undo() == saved.label == "Log meeting with Zara Quill, with a follow-up"
    assert logical_dump(workspace.store.connection()) == before
    assert workspace.store.next_undo() is None


def test_new_people_and_organisations_are_made_and_belong_together(workspace: Workspace) -> None:
    saved = workspace.entries.save(read(workspace, "called Dr Zara Mae Quill at Newco re lasers"))
    (zara,) = saved.new_contact_ids
    made = workspace.contacts.get(zara)
    assert (made.title, made.given_name, made.family_name) == ("Dr", "Zara Mae", "Quill")
    assert made.primary is not None
    assert made.primary.organisation == "Newco"
    assert workspace.organisations.get(saved.new_organisation_ids[0]).sector_id is None
    assert stood_for(workspace, saved.interaction_id) == [("Zara Mae Quill", "Newco")]


def test_several_people_and_an_organisation_alone_take_part(workspace: Workspace, jane: int) -> None:
    ravi = workspace.contacts.create(ContactDraft("Ravi", "Shah"))
    borealis = workspace.organisations.create(OrganisationDraft("Borealis"))
    entry = read(workspace, "met jane roe and ravi shah and @Borealis about funding")
    saved = workspace.entries.save(entry)
    assert stood_for(workspace, saved.interaction_id) == [
        ("Jane Roe", "Acme Imaging"), ("Ravi Shah", ""), ("", "Borealis"),
    ]  # fmt: skip
    assert workspace.timeline.organisation(borealis)[0].id == saved.interaction_id
    assert workspace.timeline.contact(ravi)[0].id == saved.interaction_id


def test_a_past_meeting_is_with_the_organisation_of_that_day(workspace: Workspace, jane: int) -> None:
    trust = workspace.organisations.create(OrganisationDraft("Trust"))
    workspace.contacts.add_affiliation(jane, AffiliationDraft(trust, started="2020", ended="2023"))
    entry = read(workspace, "met jane roe on 3/5/2022 re wards")
    assert [(party.contact, party.organisation) for party in workspace.entries.preview(entry).parties] == [
        ("Jane Roe", "Trust")
    ]
    saved = workspace.entries.save(entry)
    assert stood_for(workspace, saved.interaction_id) == [("Jane Roe", "Trust")]
    assert workspace.interactions.get(saved.interaction_id).local_time is None


def test_the_organisation_named_in_the_sentence_is_whom_they_stood_for(workspace: Workspace, jane: int) -> None:
    workspace.organisations.create(OrganisationDraft("Borealis"))
    saved = workspace.entries.save(read(workspace, "met jane roe at Borealis re lasers"))
    assert stood_for(workspace, saved.interaction_id) == [("Jane Roe", "Borealis")]
    assert [row.organisation for row in workspace.contacts.get(jane).affiliations] == ["Acme Imaging"]


def test_the_user_may_say_for_whom_somebody_stood(workspace: Workspace, jane: int) -> None:
    borealis = workspace.organisations.create(OrganisationDraft("Borealis"))
    entry = read(workspace, "met jane roe re lasers")
    key = entry.people[0].key
    for place, name in ((borealis, "Borealis"), (None, "")):
        stands_for = {key: place}
        assert workspace.entries.preview(entry, stands_for=stands_for).parties[0].organisation == name
        saved = workspace.entries.save(entry, stands_for=stands_for)
        assert stood_for(workspace, saved.interaction_id) == [("Jane Roe", name)]


def test_a_name_that_fits_two_people_must_be_chosen_first(workspace: Workspace, jane: int) -> None:
    other = workspace.contacts.create(ContactDraft("Jane", "Roe"))
    entry = read(workspace, "met jane roe re lasers")
    assert workspace.entries.preview(entry).to_choose == ("Jane Roe",)
    with pytest.raises(Invalid) as refusal:
        workspace.entries.save(entry)
    assert refusal.value.field == "who"
    entry = read(workspace, "met jane roe re lasers", chosen={entry.people[0].key: other})
    saved = workspace.entries.save(entry)
    assert workspace.interactions.get(saved.interaction_id).participants[0].contact_id == other


def test_what_is_refused_leaves_no_trace(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    entry = replace(read(workspace, "met Zara Quill at Newco tomorrow re lasers"), planned=False)
    with pytest.raises(Invalid) as refusal:
        workspace.entries.save(entry)
    assert refusal.value.field == "day"
    assert logical_dump(workspace.store.connection()) == before


def test_a_meeting_ahead_is_planned(workspace: Workspace, jane: int) -> None:
    saved = workspace.entries.save(as_planned(read(workspace, "met jane roe tomorrow re lasers")))
    assert saved.label == "Plan meeting with Jane Roe"
    made = workspace.interactions.get(saved.interaction_id)
    assert (made.status, made.day, made.local_time) == ("planned", date(2026, 5, 23), None)


def test_logging_against_a_follow_up_completes_it_in_the_same_step(workspace: Workspace, jane: int) -> None:
    due = workspace.followups.add(FollowUpDraft("Imaging pilot", TODAY, contact_id=jane))
    begun = workspace.followups.log_against(due)
    entry = read(workspace, begun.sentence)
    assert entry.people[0].id == jane
    saved = workspace.entries.save(entry, completes=due)
    assert workspace.followups.get(due).row.group == "done"
    assert workspace.undo() == saved.label
    assert workspace.followups.get(due).row.group == "today"


def test_a_new_organisation_that_is_spelled_in_two_ways_is_made_once(workspace: Workspace) -> None:
    entry = read(workspace, "met Zara Quill at Newco Ltd and Tom Ash at Newco Limited")
    assert workspace.entries.preview(entry).new_organisations == ("Newco Ltd",)
    saved = workspace.entries.save(entry)
    assert len(saved.new_organisation_ids) == 1
    assert [place for _, place in stood_for(workspace, saved.interaction_id)] == ["Newco Ltd", "Newco Ltd"]


def test_the_preview_names_everything_that_saving_will_make(workspace: Workspace, jane: int) -> None:
    preview = workspace.entries.preview(read(workspace, "met jane roe and Zara Quill at Newco re lasers f 2w"))
    assert preview.label == "Log meeting with Jane Roe and Zara Quill, with a follow-up"
    assert preview.new_contacts == ("Zara Quill",)
    assert preview.new_organisations == ("Newco",)
    assert [(party.contact, party.is_new) for party in preview.parties] == [("Jane Roe", False), ("Zara Quill", True)]
    assert workspace.store.value("SELECT count(*) FROM contact") == 1


def names_of(hits: Any) -> list[str]:
    return [hit.name for hit in hits]


def test_names_are_found_by_their_words_whole_or_begun(workspace: Workspace, jane: int, acme: int) -> None:
    workspace.contacts.create(ContactDraft("Janet", "Roebuck"))
    workspace.contacts.set_former_names(jane, ["Jane Harper"])
    names = workspace.entries.names()
    assert names_of(names.people("jane")) == ["Jane Roe"]
    assert names_of(names.people("roe jane")) == names_of(names.people("harper")) == ["Jane Roe"]
    assert sorted(names_of(names.people_starting("jane ro"))) == ["Jane Roe"]
    assert sorted(names_of(names.people_starting("jan"))) == ["Jane Roe", "Janet Roebuck"]
    assert names.people("jane roe")[0].exact
    assert not names.people("jane")[0].exact
    assert names.people("acme") == []
    (hit,) = names.people("jane roe", acme)
    assert (hit.organisation_id, hit.organisation) == (acme, "Acme Imaging")
    assert names.people("janet", acme) == []


def test_organisations_are_named_by_their_beginning(workspace: Workspace, acme: int) -> None:
    workspace.organisations.create(OrganisationDraft("North Acme"))
    names = workspace.entries.names()
    assert names_of(names.organisations("acme")) == names_of(names.organisations("acme imaging")) == ["Acme Imaging"]
    assert names.organisations("acme imag") == []
    assert names_of(names.organisations_starting("acme im")) == ["Acme Imaging"]
    assert names_of(names.organisations_starting("nor")) == ["North Acme"]


def test_tags_are_offered_by_their_beginning(workspace: Workspace) -> None:
    workspace.contacts.create(ContactDraft("Jane", tags=("Imaging", "Über uns", "board")))
    names = workspace.entries.names()
    assert list(names.tags("im")) == ["Imaging"]
    assert list(names.tags("uber")) == ["Über uns"]


def test_a_name_is_known_as_soon_as_it_is_saved(workspace: Workspace, jane: int) -> None:
    names = workspace.entries.names()
    assert names.people("zara quill") == []
    zara = workspace.contacts.create(ContactDraft("Zara", "Quill"))
    assert [hit.id for hit in names.people("zara quill")] == [zara]
    workspace.undo()
    assert names.people("zara quill") == []


def test_somebody_in_the_trash_is_asked_about_and_brought_back_where_that_is_chosen(
    workspace: Workspace, jane: int
) -> None:
    workspace.trash.put("contact", [jane])
    entry = read(workspace, "met jane roe today")
    (who,) = entry.unresolved
    assert [(hit.id, hit.in_trash) for hit in who.candidates] == [(jane, True)]
    with pytest.raises(Invalid, match="Jane Roe is in the trash"):
        workspace.entries.save(entry)
    before = logical_dump(workspace.store.connection())
    saved = workspace.entries.save(read(workspace, "met jane roe today", chosen={who.key: jane}))
    assert stood_for(workspace, saved.interaction_id) == [("Jane Roe", "Acme Imaging")]
    assert not workspace.trash.holds("contact", jane)
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before


def test_a_namesake_of_somebody_in_the_trash_is_made_where_that_is_chosen(workspace: Workspace, jane: int) -> None:
    workspace.trash.put("contact", [jane])
    (who,) = read(workspace, "met jane roe today").unresolved
    saved = workspace.entries.save(read(workspace, "met jane roe today", chosen={who.key: 0}))
    assert len(saved.new_contact_ids) == 1
    assert workspace.trash.holds("contact", jane)


def test_an_organisation_in_the_trash_is_asked_about(workspace: Workspace, acme: int) -> None:
    workspace.trash.put("organisation", [acme])
    (who,) = read(workspace, "met Zara Quill at Acme Imaging").unresolved
    assert [(hit.id, hit.in_trash) for hit in who.candidates] == [(acme, True)]


def test_somebody_here_is_meant_before_a_namesake_in_the_trash(workspace: Workspace, jane: int) -> None:
    other = workspace.contacts.create(ContactDraft("Jane", "Roe"))
    workspace.trash.put("contact", [other])
    assert [who.id for who in read(workspace, "met jane roe today").people] == [jane]
