"""Interactions: logged in one gesture, and the organisation of that day stays what it was."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine

from crm import clock
from crm.db import schema
from crm.db.store import new_uid
from crm.errors import Invalid, NotFound
from crm.interactions import InteractionDraft, Party
from crm.workspace import Workspace

NOW = "2026-05-01T09:00:00Z"
TODAY = clock.today()


def insert(workspace: Workspace, model: type[Any], **values: Any) -> int:
    with workspace.store.action("Add"):
        return workspace.store.insert(model, **values)


def contact(workspace: Workspace, given: str, family: str = "") -> int:
    return insert(workspace, schema.Contact, uid=new_uid(), given_name=given, family_name=family, created_at=NOW)


def organisation(workspace: Workspace, name: str) -> int:
    return insert(workspace, schema.Organisation, uid=new_uid(), name=name, created_at=NOW)


def works(workspace: Workspace, person: int, place: int, **more: Any) -> int:
    return insert(workspace, schema.Affiliation, contact_id=person, organisation_id=place, **more)


def stood_for(workspace: Workspace, interaction: int) -> list[tuple[str, str]]:
    return [(each.contact, each.organisation) for each in workspace.interactions.get(interaction).participants]


@pytest.fixture
def jane(workspace: Workspace) -> int:
    return contact(workspace, "Jane", "Roe")


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return organisation(workspace, "Acme")


def test_a_logged_meeting_reads_back_as_it_was_typed(workspace: Workspace, jane: int, acme: int) -> None:
    draft = InteractionDraft(
        TODAY,
        "call",
        time(15, 30),
        direction="out",
        subject="  Imaging   pilot ",
        notes="One\r\nTwo",
        duration_minutes=20,
        place="By phone",
        parties=(Party(jane, acme), Party(contact(workspace, "Ravi"), stands_alone=True)),
        tags=("#imaging", "Imaging ", "funding"),
    )
    made = workspace.interactions.get(workspace.interactions.log(draft))
    assert (made.kind, made.day, made.local_time, made.subject) == ("call", TODAY, time(15, 30), "Imaging pilot")
    assert (made.notes, made.duration_minutes, made.place, made.direction) == ("One\nTwo", 20, "By phone", "out")
    assert [each.name for each in made.participants] == ["Jane Roe", "Ravi"]
    assert sorted(made.tags) == ["funding", "imaging"]


def test_saving_the_draft_of_a_meeting_changes_nothing(workspace: Workspace, jane: int, acme: int) -> None:
    made = workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(jane, acme),), tags=("a",)))
    label = workspace.store.next_undo()
    workspace.interactions.edit(made, workspace.interactions.get(made).draft())
    assert workspace.store.next_undo() == label


def test_logging_is_one_step_that_undo_takes_back(workspace: Workspace, jane: int) -> None:
    workspace.interactions.log(InteractionDraft(TODAY, subject="Pilot", parties=(Party(jane),), tags=("new tag",)))
    assert workspace.undo() == "Log meeting with Jane Roe"
    assert workspace.store.rows("SELECT 1 FROM interaction UNION ALL SELECT 1 FROM participant, tag") == []


@pytest.mark.parametrize(
    ("kind", "others", "label"),
    [
        ("call", 1, "Log call with Jane Roe and P1"),
        ("visit", 3, "Log visit with Jane Roe and 3 others"),
        ("note", 0, "Log note about Jane Roe"),
    ],
)
def test_the_label_names_who_it_was(workspace: Workspace, jane: int, kind: str, others: int, label: str) -> None:
    more = [Party(contact(workspace, f"P{number + 1}")) for number in range(others)]
    workspace.interactions.log(InteractionDraft(TODAY, kind, parties=(Party(jane), *more)))
    assert workspace.store.next_undo() == label


def test_the_organisation_of_that_day_is_filled_in_from_the_affiliations(workspace: Workspace, jane: int) -> None:
    trust, university = organisation(workspace, "Trust"), organisation(workspace, "University")
    works(workspace, jane, trust, started="2018", ended="2022-03", is_current=0)
    works(workspace, jane, university, started="2022-04", is_primary=1)
    for day, place in (
        (date(2017, 12, 31), ""),
        (date(2018, 1, 1), "Trust"),
        (date(2022, 3, 31), "Trust"),
        (date(2022, 4, 1), "University"),
        (TODAY, "University"),
    ):
        made = workspace.interactions.log(InteractionDraft(day, parties=(Party(jane),)))
        assert stood_for(workspace, made) == [("Jane Roe", place)], day


def test_of_several_affiliations_the_primary_one_is_filled_in(workspace: Workspace, jane: int, acme: int) -> None:
    works(workspace, jane, organisation(workspace, "Board"), kind="board", started="2024")
    works(workspace, jane, acme, is_primary=1, started="2020")
    made = workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(jane),)))
    assert stood_for(workspace, made) == [("Jane Roe", "Acme")]


def test_a_former_affiliation_without_an_end_is_not_guessed_at(workspace: Workspace, jane: int, acme: int) -> None:
    works(workspace, jane, acme, is_current=0)
    assert workspace.interactions.organisation_of_day(jane, TODAY) is None


def test_when_a_person_moves_no_history_moves(workspace: Workspace, jane: int, acme: int) -> None:
    role = works(workspace, jane, acme, is_primary=1)
    made = workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(jane),)))
    with workspace.store.action("Changed job"):
        workspace.store.update(schema.Affiliation, role, is_primary=0, is_current=0, ended=TODAY.isoformat())
    works(workspace, jane, organisation(workspace, "Elsewhere"), is_primary=1)
    assert stood_for(workspace, made) == [("Jane Roe", "Acme")]


def test_whom_a_person_stood_for_can_be_corrected(workspace: Workspace, jane: int, acme: int) -> None:
    made = workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(jane),)))
    (participant,) = workspace.interactions.get(made).participants
    workspace.interactions.set_organisation(participant.id, acme)
    assert stood_for(workspace, made) == [("Jane Roe", "Acme")]
    workspace.interactions.set_organisation(participant.id, None)
    assert stood_for(workspace, made) == [("Jane Roe", "")]


def test_an_organisation_that_a_person_stands_for_is_not_listed_again(
    workspace: Workspace, jane: int, acme: int
) -> None:
    other = organisation(workspace, "Borealis")
    parties = (Party(None, acme), Party(jane, acme), Party(None, other), Party(jane, acme))
    made = workspace.interactions.log(InteractionDraft(TODAY, parties=parties))
    assert stood_for(workspace, made) == [("Jane Roe", "Acme"), ("", "Borealis")]


def test_editing_keeps_those_who_stay_and_takes_out_those_who_go(workspace: Workspace, jane: int, acme: int) -> None:
    ravi = contact(workspace, "Ravi")
    made = workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(jane), Party(ravi)), tags=("a", "b")))
    kept = workspace.interactions.get(made).participants[0].id
    yesterday = TODAY - timedelta(days=1)
    workspace.interactions.edit(
        made, InteractionDraft(yesterday, parties=(Party(jane), Party(None, acme)), tags=("b",))
    )
    after = workspace.interactions.get(made)
    assert [each.name for each in after.participants] == ["Jane Roe", "Acme"]
    assert after.participants[0].id == kept
    assert (after.day, after.tags) == (yesterday, ("b",))
    moments = workspace.store.rows("SELECT DISTINCT happened_at FROM participant")
    assert moments == workspace.store.rows("SELECT happened_at FROM interaction")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (InteractionDraft(TODAY), "who"),
        (InteractionDraft(TODAY, parties=(Party(),)), "who"),
        (InteractionDraft(TODAY, "chat", parties=(Party(1),)), "kind"),
        (InteractionDraft(TODAY, status="done", parties=(Party(1),)), "status"),
        (InteractionDraft(TODAY, duration_minutes=-1, parties=(Party(1),)), "duration_minutes"),
        (InteractionDraft(TODAY + timedelta(days=1), parties=(Party(1),)), "day"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_by_field(
    workspace: Workspace, jane: int, draft: InteractionDraft, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        workspace.interactions.log(draft)
    assert refusal.value.field == field
    assert workspace.store.value("SELECT count(*) FROM interaction") == 0


def test_nobody_unknown_can_take_part(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(99),)))
    with pytest.raises(NotFound):
        workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(None, 99),)))


def test_a_note_needs_nobody_and_is_no_touch(workspace: Workspace, jane: int) -> None:
    workspace.interactions.log(InteractionDraft(TODAY, "note", notes="Remember the lease"))
    workspace.interactions.log(InteractionDraft(TODAY, "note", notes="Likes tea", parties=(Party(jane),)))
    assert workspace.store.value("SELECT last_touch_at FROM contact_summary") == ""


def test_a_planned_meeting_becomes_a_touch_once_it_is_held(workspace: Workspace, jane: int) -> None:
    soon = TODAY + timedelta(days=3)
    made = workspace.interactions.log(InteractionDraft(soon, status="planned", parties=(Party(jane),)))
    assert [row.id for row in workspace.interactions.planned()] == [made]
    assert workspace.store.value("SELECT last_touch_at FROM contact_summary") == ""
    workspace.interactions.set_status(made, "held")
    assert workspace.interactions.get(made).day == TODAY
    assert workspace.store.value("SELECT last_touch_at FROM contact_summary") != ""
    assert workspace.interactions.planned() == []


def test_trashing_a_meeting_takes_the_touch_back_and_restoring_gives_it_again(workspace: Workspace, jane: int) -> None:
    made = workspace.interactions.log(InteractionDraft(TODAY, parties=(Party(jane),)))
    workspace.trash.put("interaction", [made])
    assert workspace.store.next_undo() == "Move meeting with Jane Roe to the trash"
    assert workspace.interactions.recent() == []
    assert workspace.interactions.get(made).is_trashed
    assert workspace.store.value("SELECT last_touch_at FROM contact_summary") == ""
    workspace.trash.restore("interaction", [made])
    assert [row.id for row in workspace.interactions.recent()] == [made]
    assert workspace.store.value("SELECT last_touch_at FROM contact_summary") != ""


def test_a_meeting_logged_in_the_morning_without_a_time_is_recent_at_once(workspace: Workspace, jane: int) -> None:
    with time_machine.travel("2026-05-20T07:30:00Z", tick=False):
        made = workspace.interactions.log(InteractionDraft(date(2026, 5, 20), parties=(Party(jane),)))
        assert [row.id for row in workspace.interactions.recent()] == [made]


def test_recent_ones_come_newest_first_page_by_page_without_gap_or_repeat(workspace: Workspace, jane: int) -> None:
    made = [
        workspace.interactions.log(InteractionDraft(TODAY - timedelta(days=number // 3), parties=(Party(jane),)))
        for number in range(10)
    ]
    pages: list[int] = []
    last = None
    while page := workspace.interactions.recent(3, last):
        pages += [row.id for row in page]
        last = page[-1]
    assert sorted(pages) == made
    days = [workspace.interactions.get(id_).at for id_ in pages]
    assert days == sorted(days, reverse=True)


def test_a_meeting_at_one_in_the_morning_of_summer_time_keeps_its_local_day(workspace: Workspace, jane: int) -> None:
    made = workspace.interactions.log(InteractionDraft(date(2025, 7, 1), at=time(0, 30), parties=(Party(jane),)))
    assert workspace.store.value("SELECT happened_at FROM interaction") == "2025-06-30T23:30:00Z"
    again = workspace.interactions.get(made)
    assert (again.day, again.local_time) == (date(2025, 7, 1), time(0, 30))
