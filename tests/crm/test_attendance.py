"""Attendance: registration and presence are two facts, settled by the lock, kept with the organisation of the day."""

from datetime import date
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.attendance import AttendanceRow, WalkIn
from crm.contacts import AffiliationDraft
from crm.db import schema
from crm.db.dump import logical_dump
from crm.db.schema.allowed import PRESENCES, REGISTRATIONS
from crm.errors import Invalid, NotFound
from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, NOON, huddle, organisation, person

WORDING = "May we send you our newsletter, about once a month? You can stop it at any time."


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def jane(workspace: Workspace) -> int:
    return person(workspace, "Jane Roe", organisation(workspace, "Acme Imaging"), "jane.roe@acme.example")


@pytest.fixture
def held(workspace: Workspace) -> int:
    return huddle(workspace)


def row(workspace: Workspace, huddle_id: int, contact_id: int) -> AttendanceRow:
    found = workspace.attendance.row(huddle_id, contact_id)
    assert found is not None
    return found


def facts(workspace: Workspace, huddle_id: int, contact_id: int) -> tuple[str, str]:
    found = row(workspace, huddle_id, contact_id)
    return found.registration, found.presence


def test_a_reply_says_nothing_of_presence_nor_presence_of_a_reply(workspace: Workspace, held: int, jane: int) -> None:
    attendance = workspace.attendance
    attendance.reply(held, [jane], "declined")
    assert facts(workspace, held, jane) == ("declined", "unknown")
    attendance.mark(held, [jane], "attended")
    assert facts(workspace, held, jane) == ("declined", "attended")
    attendance.reply(held, [jane], "registered")
    assert facts(workspace, held, jane) == ("registered", "attended")
    attendance.clear(held, [jane])
    assert facts(workspace, held, jane) == ("registered", "unknown")


def test_what_is_cleared_takes_the_stay_with_it(workspace: Workspace, held: int, jane: int) -> None:
    store, attendance = workspace.store, workspace.attendance
    attendance.reply(held, [jane], "registered")
    attendance.check_in(held, jane)
    with store.action("Stay"):
        row_id = attendance.put(held, jane, "teams", minutes=45)
        store.insert(schema.AttendanceSession, attendance_id=row_id, joined_at=NOON, left_at=NOON)
    before = logical_dump(store.connection())
    attendance.clear(held, [jane])
    found = row(workspace, held, jane)
    assert (found.registration, found.presence, found.minutes, found.checked_in_at) == (
        "registered",
        "unknown",
        None,
        None,
    )
    assert store.value("SELECT count(*) FROM attendance_session") == 0
    workspace.undo()
    assert logical_dump(store.connection()) == before


def test_whoever_registered_and_is_cleared_in_a_locked_huddle_is_absent(
    workspace: Workspace, held: int, jane: int
) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    workspace.attendance.mark(held, [jane], "attended")
    workspace.huddles.lock(held)
    workspace.attendance.clear(held, [jane])
    assert facts(workspace, held, jane) == ("registered", "absent")


def test_who_has_replied_is_not_invited_again(workspace: Workspace, held: int, jane: int) -> None:
    rhys = person(workspace, "Rhys Davies")
    workspace.attendance.reply(held, [jane], "declined")
    assert workspace.attendance.invite(held, [jane, rhys, rhys]) == 1
    assert workspace.attendance.invite(held, [jane, rhys]) == 0
    assert [facts(workspace, held, each)[0] for each in (jane, rhys)] == ["declined", "invited"]


def test_who_never_replied_leaves_the_list_when_cleared(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.mark(held, [jane], "attended")
    workspace.attendance.clear(held, [jane])
    assert workspace.attendance.row(held, jane) is None


def test_the_lock_makes_who_registered_and_was_not_seen_absent_and_nobody_else(workspace: Workspace, held: int) -> None:
    people = {
        name: person(workspace, name) for name in ("Came Ray", "Sorry Lee", "Silent Poe", "Asked Day", "Gone Fry")
    }
    came, sorry, silent, asked, gone = people.values()
    workspace.attendance.reply(held, [came, sorry, silent], "registered")
    workspace.attendance.invite(held, [asked])
    workspace.attendance.reply(held, [gone], "cancelled")
    workspace.attendance.mark(held, [came], "attended")
    workspace.attendance.mark(held, [sorry], "apologies")
    before = workspace.attendance.rows(held)
    workspace.huddles.lock(held)
    presences = {name: facts(workspace, held, id_)[1] for name, id_ in people.items()}
    assert presences == {
        "Came Ray": "attended",
        "Sorry Lee": "apologies",
        "Silent Poe": "absent",
        "Asked Day": "unknown",
        "Gone Fry": "unknown",
    }
    counts = workspace.attendance.counts(held)
    assert (counts.no_shows, counts.unmarked, counts.walk_ins) == (1, 0, 0)
    workspace.huddles.unlock(held)
    assert workspace.attendance.rows(held) == before


def test_an_absence_noted_by_hand_outlives_the_unlock(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    workspace.attendance.mark(held, [jane], "absent")
    workspace.huddles.lock(held)
    workspace.huddles.unlock(held)
    assert facts(workspace, held, jane) == ("registered", "absent")


def test_in_a_locked_huddle_a_reply_taken_back_takes_the_absence_with_it(
    workspace: Workspace, held: int, jane: int
) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    workspace.huddles.lock(held)
    workspace.attendance.reply(held, [jane], "cancelled")
    assert facts(workspace, held, jane) == ("cancelled", "unknown")
    workspace.attendance.reply(held, [jane], "registered")
    assert row(workspace, held, jane).is_no_show


def test_walk_ins_and_no_shows_are_derived_from_both_facts(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.mark(held, [jane], "attended")
    assert (row(workspace, held, jane).is_walk_in, workspace.attendance.counts(held).walk_ins) == (True, 1)
    workspace.attendance.reply(held, [jane], "registered")
    assert (row(workspace, held, jane).is_walk_in, workspace.attendance.counts(held).walk_ins) == (False, 0)
    workspace.attendance.mark(held, [jane], "apologies")
    assert not row(workspace, held, jane).is_no_show
    workspace.attendance.mark(held, [jane], "absent")
    assert row(workspace, held, jane).is_no_show


def test_the_organisation_of_the_day_stays_when_the_person_moves(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.mark(held, [jane], "attended")
    trust = organisation(workspace, "Mersey Reach Trust")
    workspace.contacts.change_job(jane, AffiliationDraft(trust, started="2026-05-21"))
    assert row(workspace, held, jane).organisation == "Acme Imaging"
    later = huddle(workspace, LATER)
    workspace.attendance.invite(later, [jane])
    assert row(workspace, later, jane).organisation == "Mersey Reach Trust"
    sector = {each.sector for each in workspace.attendance.by_sector(held)}
    assert sector == {"No sector"}


def test_the_organisation_of_the_day_can_be_put_right(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.mark(held, [jane], "attended")
    attendance_id = row(workspace, held, jane).id
    trust = organisation(workspace, "Mersey Reach Trust")
    workspace.attendance.set_organisation(attendance_id, trust)
    assert row(workspace, held, jane).organisation == "Mersey Reach Trust"
    workspace.attendance.set_organisation(attendance_id, None)
    assert row(workspace, held, jane).organisation_id is None
    with pytest.raises(NotFound):
        workspace.attendance.set_organisation(attendance_id, 999)


def test_nobody_attends_a_huddle_that_is_still_to_come(workspace: Workspace, jane: int) -> None:
    coming = huddle(workspace, LATER)
    for call in (
        lambda: workspace.attendance.mark(coming, [jane], "attended"),
        lambda: workspace.attendance.mark(coming, [jane], "absent"),
        lambda: workspace.attendance.check_in(coming, jane),
        lambda: workspace.attendance.walk_in(coming, WalkIn("Sam Poe")),
    ):
        with pytest.raises(Invalid):
            call()
    workspace.attendance.mark(coming, [jane], "apologies")
    assert facts(workspace, coming, jane) == ("none", "apologies")


def test_nobody_came_to_a_huddle_that_was_cancelled(workspace: Workspace, held: int, jane: int) -> None:
    workspace.huddles.set_status(held, "cancelled")
    with pytest.raises(Invalid, match="was cancelled"):
        workspace.attendance.mark(held, [jane], "attended")
    with pytest.raises(Invalid, match="was cancelled"):
        workspace.attendance.check_in(held, jane)
    workspace.attendance.mark(held, [jane], "apologies")
    assert facts(workspace, held, jane) == ("none", "apologies")


def test_a_huddle_in_the_trash_takes_nobody_on_its_list(workspace: Workspace, held: int, jane: int) -> None:
    workspace.trash.put("huddle", [held])
    before = logical_dump(workspace.store.connection())
    for call in (
        lambda: workspace.attendance.invite(held, [jane]),
        lambda: workspace.attendance.reply(held, [jane], "registered"),
        lambda: workspace.attendance.mark(held, [jane], "attended"),
        lambda: workspace.attendance.walk_in(held, WalkIn("Sam Poe")),
    ):
        with pytest.raises(Invalid, match="in the trash"):
            call()
    assert logical_dump(workspace.store.connection()) == before


def test_who_is_ticked_twice_arrived_when_ticked_first(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.check_in(held, jane)
    with time_machine.travel("2026-05-21T11:20:00Z", tick=False):
        workspace.attendance.check_in(held, jane)
    assert row(workspace, held, jane).checked_in_at == NOON
    assert [each.contact_id for each in workspace.attendance.arrived(held)] == [jane]


def test_who_was_not_there_after_all_did_not_arrive(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.check_in(held, jane)
    workspace.attendance.mark(held, [jane], "absent")
    assert row(workspace, held, jane).checked_in_at is None


def test_a_tick_is_one_step_back(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    before = logical_dump(workspace.store.connection())
    workspace.attendance.check_in(held, jane)
    assert workspace.undo() == "Check in Jane Roe"
    assert logical_dump(workspace.store.connection()) == before


def test_a_walk_in_with_an_address_we_know_is_that_person(workspace: Workspace, held: int, jane: int) -> None:
    found = workspace.attendance.walk_in(held, WalkIn("J. Roe", email="JANE.ROE@acme.example"))
    assert found == jane
    assert row(workspace, held, jane).is_walk_in
    assert row(workspace, held, jane).organisation == "Acme Imaging"
    assert workspace.store.value("SELECT count(*) FROM contact") == 1


def test_a_known_walk_in_stands_for_the_organisation_named_at_the_door(
    workspace: Workspace, held: int, jane: int
) -> None:
    workspace.attendance.walk_in(held, WalkIn("Jane Roe", "Mersey Reach Trust", email="jane.roe@acme.example"))
    assert row(workspace, held, jane).organisation == "Mersey Reach Trust"
    assert workspace.contacts.get(jane).now[0].organisation == "Acme Imaging"


def test_a_walk_in_whose_address_two_people_have_is_somebody_new(workspace: Workspace, held: int, jane: int) -> None:
    person(workspace, "Rhys Davies", email="jane.roe@acme.example")
    found = workspace.attendance.walk_in(held, WalkIn("Sam Poe", email="jane.roe@acme.example"))
    assert workspace.contacts.name(found) == "Sam Poe"


def test_a_new_walk_in_is_made_with_organisation_role_and_tick_in_one_step(workspace: Workspace, held: int) -> None:
    before = logical_dump(workspace.store.connection())
    made = workspace.attendance.walk_in(held, WalkIn("Sam Poe", "Tarn Labs", "Founder", "sam@tarn.example"))
    detail = workspace.contacts.get(made)
    assert (detail.now[0].organisation, detail.now[0].role, detail.emails[0].value) == (
        "Tarn Labs",
        "Founder",
        "sam@tarn.example",
    )
    assert (row(workspace, held, made).organisation, row(workspace, held, made).checked_in_at) == ("Tarn Labs", NOON)
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before


@pytest.mark.parametrize(("answer", "act"), [(True, "granted"), (False, "objected")])
def test_the_answer_about_the_newsletter_is_kept_with_its_wording(
    workspace: Workspace, held: int, answer: bool, act: str
) -> None:
    made = workspace.attendance.walk_in(held, WalkIn("Sam Poe", newsletter=answer, wording=WORDING))
    (consent,) = workspace.consents.of(made)
    assert (consent.act, consent.wording, consent.method, consent.at) == (act, WORDING, "at the door", NOON)
    assert "Huddle 1" in consent.evidence
    assert workspace.store.value("SELECT huddle_id FROM consent") == held


def test_who_was_not_asked_about_the_newsletter_has_said_nothing(workspace: Workspace, held: int) -> None:
    made = workspace.attendance.walk_in(held, WalkIn("Sam Poe"))
    assert workspace.consents.of(made) == []


def test_the_door_offers_those_expected_first_then_everybody_we_know(
    workspace: Workspace, held: int, jane: int
) -> None:
    here, expected = person(workspace, "Jane Able"), person(workspace, "Jane Zeal")
    workspace.attendance.reply(held, [here, expected], "registered")
    workspace.attendance.check_in(held, here)
    assert [each.contact_id for each in workspace.attendance.candidates(held, "")] == [expected]
    assert [each.contact_id for each in workspace.attendance.candidates(held, "jane")] == [expected, here, jane]


def test_a_first_timer_is_one_who_came_to_no_other_huddle_that_took_place(
    workspace: Workspace, held: int, jane: int
) -> None:
    earlier = huddle(workspace, date(2026, 4, 16))
    workspace.attendance.mark(earlier, [jane], "attended")
    assert not workspace.attendance.candidates(held, "jane")[0].is_first
    workspace.huddles.set_status(earlier, "cancelled")
    assert workspace.attendance.candidates(held, "jane")[0].is_first
    workspace.attendance.mark(held, [jane], "attended")
    assert row(workspace, held, jane).times_before == 0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("reply"), st.integers(0, 2), st.sampled_from(REGISTRATIONS)),
        st.tuples(st.just("mark"), st.integers(0, 2), st.sampled_from(PRESENCES)),
        st.tuples(st.sampled_from(("clear", "check_in", "remove", "invite")), st.integers(0, 2), st.just("")),
        st.tuples(st.sampled_from(("lock", "unlock")), st.just(0), st.just("")),
    ),
    max_size=14,
)


@pytest.fixture
def crowd(workspace: Workspace) -> list[int]:
    return [person(workspace, name) for name in ("Ann Able", "Bea Best", "Cal Cole")]


def play(workspace: Workspace, huddle_id: int, step: str, contact_id: int, value: str) -> None:
    attendance = workspace.attendance
    match step:
        case "reply":
            attendance.reply(huddle_id, [contact_id], value)
        case "mark":
            attendance.mark(huddle_id, [contact_id], value)
        case "clear":
            attendance.clear(huddle_id, [contact_id])
        case "check_in":
            attendance.check_in(huddle_id, contact_id)
        case "remove":
            attendance.remove(huddle_id, [contact_id])
        case "invite":
            attendance.invite(huddle_id, [contact_id])


def stored(workspace: Workspace, huddle_id: int) -> list[tuple[Any, ...]]:
    return workspace.store.rows(
        "SELECT contact_id, organisation_id, registration, presence, by_lock, checked_in_at, minutes, mode, role, "
        "source FROM attendance WHERE huddle_id = ? ORDER BY contact_id",
        (huddle_id,),
    )


@settings(max_examples=60)
@given(steps=STEPS)
def test_a_lock_leaves_nobody_in_doubt_and_an_unlock_no_trace(
    workspace: Workspace, crowd: list[int], steps: list[tuple[str, int, str]]
) -> None:
    """The same is done to a huddle that is locked and unlocked on the way and to one that never is."""
    locked, open_ = huddle(workspace), huddle(workspace)
    is_locked = False
    for step, who, value in [*steps, ("lock", 0, ""), ("unlock", 0, "")]:
        if step in ("lock", "unlock"):
            is_locked = step == "lock"
            (workspace.huddles.lock if is_locked else workspace.huddles.unlock)(locked)
        else:
            play(workspace, locked, step, crowd[who], value)
            play(workspace, open_, step, crowd[who], value)
        found = stored(workspace, locked)
        if is_locked:
            assert ("registered", "unknown") not in [each[2:4] for each in found]
            taken_back = [(*each[:3], "unknown", 0, *each[5:]) if each[4] else each for each in found]
            assert taken_back == stored(workspace, open_)
        else:
            assert found == stored(workspace, open_)
