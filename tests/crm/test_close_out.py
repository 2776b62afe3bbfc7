"""The close-out of a huddle: what is left to do is seen in the records; letters are ready to be sent by hand."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from crm.db import schema
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.huddles.close_out import STEPS, CloseOutStep
from crm.huddles.letters import LETTERS, Letter, Recipient, mailto
from crm.pitches import PitchDraft
from crm.settings import USER_NAME
from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, NOON, huddle, person


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def held(workspace: Workspace) -> int:
    return huddle(workspace)


@pytest.fixture
def people(workspace: Workspace, held: int) -> dict[str, int]:
    """Jane came and had come before, Rhys came for the first time, Sam had registered and was not seen."""
    made = {
        name.split()[0]: person(workspace, name, email=f"{name.split()[0].lower()}@acme.example")
        for name in ("Jane Roe", "Rhys Davies", "Sam Poe")
    }
    earlier = huddle(workspace, LATER.replace(month=4))
    workspace.attendance.mark(earlier, [made["Jane"]], "attended")
    workspace.attendance.reply(held, [made["Jane"], made["Sam"]], "registered")
    workspace.attendance.mark(held, [made["Jane"], made["Rhys"]], "attended")
    return made


def step(workspace: Workspace, huddle_id: int, key: str) -> CloseOutStep:
    return workspace.close_out.step(huddle_id, key)


def is_done(workspace: Workspace, huddle_id: int) -> dict[str, bool]:
    return {each.key: each.done for each in workspace.close_out.steps(huddle_id)}


def test_the_steps_come_in_the_order_in_which_they_are_done(workspace: Workspace, held: int) -> None:
    assert tuple(each.key for each in workspace.close_out.steps(held)) == STEPS
    with pytest.raises(NotFound):
        workspace.close_out.steps(99)


def test_each_step_names_the_people_it_is_about(workspace: Workspace, held: int, people: dict[str, int]) -> None:
    assert step(workspace, held, "lock").contact_ids == (people["Sam"],)
    assert step(workspace, held, "no-shows").contact_ids == ()
    workspace.huddles.lock(held)
    found = {key: set(step(workspace, held, key).contact_ids) for key in ("thank", "no-shows", "first-timers", "lock")}
    assert found == {
        "thank": {people["Jane"], people["Rhys"]},
        "no-shows": {people["Sam"]},
        "first-timers": {people["Rhys"]},
        "lock": set(),
    }
    assert [step(workspace, held, key).count for key in ("thank", "no-shows", "first-timers")] == [2, 1, 1]


def test_first_timers_are_to_be_welcomed_within_two_days(workspace: Workspace, held: int) -> None:
    due = step(workspace, held, "first-timers").due
    assert due is not None
    assert due.isoformat() == "2026-05-22T16:30:00+01:00"


def test_the_lock_is_done_while_the_huddle_is_locked(workspace: Workspace, held: int) -> None:
    workspace.huddles.lock(held)
    assert step(workspace, held, "lock").done
    workspace.huddles.unlock(held)
    assert not step(workspace, held, "lock").done


def test_what_concerns_nobody_is_done_once_the_huddle_is_locked(workspace: Workspace, held: int) -> None:
    writing = ("thank", "no-shows", "first-timers")
    assert not any(is_done(workspace, held)[key] for key in writing)
    workspace.huddles.lock(held)
    assert all(is_done(workspace, held)[key] for key in writing)


def test_a_letter_that_was_sent_is_ticked_and_the_tick_taken_back(
    workspace: Workspace, held: int, people: dict[str, int]
) -> None:
    workspace.huddles.lock(held)
    assert not step(workspace, held, "thank").done
    before = logical_dump(workspace.store.connection())
    workspace.close_out.done(held, "thank")
    workspace.close_out.done(held, "thank")
    assert (step(workspace, held, "thank").done, step(workspace, held, "thank").is_ticked) == (True, True)
    workspace.close_out.undo_step(held, "thank")
    assert logical_dump(workspace.store.connection()) == before
    workspace.close_out.done(held, "thank")
    assert workspace.undo() == "Done: Thank those who came, Huddle 1"
    assert not step(workspace, held, "thank").done


@pytest.mark.parametrize("key", ["lock", "unmatched", "hands", "sing"])
def test_what_the_records_show_cannot_be_ticked(workspace: Workspace, held: int, key: str) -> None:
    with pytest.raises(Invalid):
        workspace.close_out.done(held, key)


def test_hands_are_done_when_each_is_settled(workspace: Workspace, held: int, people: dict[str, int]) -> None:
    pitch = workspace.pitches.add(held, PitchDraft("Robots", contact_id=people["Jane"]))
    assert step(workspace, held, "hands").done
    hand = workspace.hands.raise_hand(pitch, people["Rhys"])
    found = step(workspace, held, "hands")
    assert (found.done, found.count, found.ids, found.contact_ids) == (False, 1, (hand,), (people["Rhys"],))
    workspace.hands.follow_up([hand])
    assert step(workspace, held, "hands").done
    workspace.undo()
    workspace.trash.put("pitch", [pitch])
    assert step(workspace, held, "hands").done


def test_unmatched_rows_of_a_report_are_left_to_do(workspace: Workspace, held: int) -> None:
    with workspace.store.action("Import a report"):
        batch = workspace.store.insert(
            schema.ImportBatch,
            huddle_id=held,
            file_name="report.csv",
            format="teams",
            sha256="0",
            imported_at=NOON,
            counts="{}",
        )
        row = workspace.store.insert(schema.ImportRow, batch_id=batch, line=3, outcome="unmatched", content="{}")
        workspace.store.insert(schema.ImportRow, batch_id=batch, line=4, outcome="unnamed", content="{}")
    found = step(workspace, held, "unmatched")
    assert (found.done, found.count, found.ids) == (False, 1, (row,))
    workspace.undo()
    assert step(workspace, held, "unmatched").done


def test_the_next_huddle_is_booked_when_one_of_the_series_comes_after_this(workspace: Workspace, held: int) -> None:
    assert not step(workspace, held, "next").done
    booked = workspace.huddles.plan(workspace.huddles.suggestion(1))
    assert (step(workspace, held, "next").done, step(workspace, held, "next").ids) == (True, (booked,))
    workspace.huddles.set_status(booked, "cancelled")
    assert not step(workspace, held, "next").done
    workspace.huddles.set_status(booked, "planned")
    workspace.trash.put("huddle", [booked])
    assert not step(workspace, held, "next").done


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_names_the_person_the_huddle_and_its_day(
    workspace: Workspace, held: int, people: dict[str, int], kind: str
) -> None:
    workspace.settings.set(USER_NAME, "Alex Marsh")
    letter = workspace.close_out.letter(held, kind, people["Rhys"])
    assert letter.body.startswith("Dear Rhys,\n\n")
    assert letter.body.endswith("Kind regards\nAlex Marsh\n")
    assert "Huddle 1" in letter.subject
    assert "Wednesday 20 May 2026" in letter.body
    assert workspace.close_out.letter(held, kind).body.startswith("Dear colleagues,")


def test_a_letter_tells_of_the_next_huddle_once_it_is_booked(workspace: Workspace, held: int) -> None:
    assert "next huddle" not in workspace.close_out.letter(held, "thank").body
    huddle(workspace, LATER, venue="Ridge Hall")
    said = "Our next huddle is on Thursday 18 June 2026 at 15:00, Ridge Hall."
    assert said in workspace.close_out.letter(held, "thank").body


def test_an_invitation_says_when_where_and_that_there_is_room_for_pitches(workspace: Workspace) -> None:
    made = huddle(
        workspace, LATER, venue="Ridge Hall", join_link="https://meet.example/42", format="hybrid", pitch_slots=4
    )
    body = workspace.close_out.letter(made, "invitation").body
    for said in ("Thursday 18 June 2026, 15:00 to 16:30", "Where: Ridge Hall", "https://meet.example/42", "pitches"):
        assert said in body
    online = huddle(workspace, LATER, venue="Ridge Hall", format="online")
    assert "Ridge Hall" not in workspace.close_out.letter(online, "invitation").body


def test_there_is_no_letter_of_another_kind(workspace: Workspace, held: int) -> None:
    with pytest.raises(Invalid):
        workspace.close_out.letter(held, "reproach")


def test_letters_go_to_the_first_usable_address_and_who_has_none_is_named(
    workspace: Workspace, people: dict[str, int]
) -> None:
    nobody = person(workspace, "Ann Able")
    with workspace.store.action("Bounced"):
        workspace.store.execute("UPDATE contact_email SET state = 'bounced' WHERE value = 'sam@acme.example'")
    found = workspace.close_out.recipients([people["Rhys"], nobody, people["Sam"], people["Jane"], people["Jane"]])
    assert found.addresses == (
        Recipient(people["Rhys"], "Rhys Davies", "rhys@acme.example"),
        Recipient(people["Jane"], "Jane Roe", "jane@acme.example"),
    )
    assert found.without == (nobody, people["Sam"])


def test_a_mail_to_several_shows_nobody_the_others(workspace: Workspace) -> None:
    letter = Letter("Thanks & more?", "Dear all,\n\n50% came + more\n")
    one = urlsplit(mailto(letter, ["jane+huddle@acme.example"]))
    assert one.path == "jane%2Bhuddle@acme.example"
    assert parse_qs(one.query) == {"subject": ["Thanks & more?"], "body": ["Dear all,\r\n\r\n50% came + more\r\n"]}
    many = urlsplit(mailto(letter, ["jane@acme.example", "rhys@acme.example"]))
    assert (many.path, parse_qs(many.query)["bcc"]) == ("", ["jane@acme.example,rhys@acme.example"])


def test_nobody_in_the_trash_is_thanked_missed_or_welcomed_though_they_were_there(
    workspace: Workspace, held: int, people: dict[str, int]
) -> None:
    workspace.huddles.lock(held)
    workspace.trash.put("contact", [people["Rhys"], people["Sam"]])
    about = {key: step(workspace, held, key).contact_ids for key in ("thank", "no-shows", "first-timers")}
    assert about == {"thank": (people["Jane"],), "no-shows": (), "first-timers": ()}
    assert workspace.attendance.counts(held).attended == 2
    assert [row.name for row in workspace.attendance.rows(held) if row.is_trashed] == ["Rhys Davies", "Sam Poe"]
