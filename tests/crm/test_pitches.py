"""Pitches: in the order of the agenda, given or not, with the hands that went up and what comes of them."""

from datetime import date, time
from typing import Any

import pytest
import time_machine
from msgspec.structs import replace

from crm.contacts import AffiliationDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.followups import FollowUpDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, NOON, huddle, organisation, person
from tests.effort import calls


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def held(workspace: Workspace) -> int:
    return huddle(workspace, pitch_slots=4, pitch_minutes=10, pitches_after=20)


@pytest.fixture
def jane(workspace: Workspace) -> int:
    return person(workspace, "Jane Roe", organisation(workspace, "Acme Imaging"))


@pytest.fixture
def rhys(workspace: Workspace) -> int:
    return person(workspace, "Rhys Davies", organisation(workspace, "Mersey Reach Trust"))


def topics(workspace: Workspace, huddle_id: int) -> list[tuple[int, str]]:
    return [(row.position, row.topic) for row in workspace.pitches.of_huddle(huddle_id)]


def add(workspace: Workspace, huddle_id: int, *names: str) -> list[int]:
    return [workspace.pitches.add(huddle_id, PitchDraft(name)) for name in names]


def test_pitches_follow_each_other_in_time_and_free_slots_come_after_them(workspace: Workspace, held: int) -> None:
    workspace.pitches.add(held, PitchDraft("Robots", minutes=5))
    workspace.pitches.add(held, PitchDraft("Beds"))
    found = [(slot.number, slot.starts.time(), slot.length, slot.pitch and slot.pitch.topic)
             for slot in workspace.pitches.agenda(held)]  # fmt: skip
    assert found == [
        (1, time(15, 20), 5, "Robots"),
        (2, time(15, 25), 10, "Beds"),
        (3, time(15, 35), 10, None),
        (4, time(15, 45), 10, None),
    ]


def test_more_pitches_than_slots_all_stand_on_the_agenda(workspace: Workspace) -> None:
    full = huddle(workspace, pitch_slots=1)
    add(workspace, full, "One", "Two")
    assert [slot.pitch is None for slot in workspace.pitches.agenda(full)] == [False, False]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_slots_are_local_time_on_a_day_when_the_clocks_change(workspace: Workspace, day: date) -> None:
    made = huddle(workspace, day, pitch_slots=1, pitches_after=20)
    assert workspace.pitches.agenda(made)[0].starts.time() == time(15, 20)


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [(2, 1, ["C", "A", "B"]), (0, 3, ["B", "C", "A"]), (0, 99, ["B", "C", "A"]), (1, -5, ["B", "A", "C"]),
     (1, 2, ["A", "B", "C"])],
)  # fmt: skip
def test_a_moved_pitch_leaves_no_gap(workspace: Workspace, held: int, moved: int, to: int, order: list[str]) -> None:
    made = add(workspace, held, "A", "B", "C")
    workspace.pitches.move(made[moved], to)
    assert topics(workspace, held) == list(enumerate(order, 1))


def test_a_pitch_in_the_trash_closes_up_and_comes_back_to_its_place(workspace: Workspace, held: int) -> None:
    made = add(workspace, held, "A", "B", "C")
    before = logical_dump(workspace.store.connection())
    workspace.trash.put("pitch", [made[1]])
    assert topics(workspace, held) == [(1, "A"), (2, "C")]
    with pytest.raises(Invalid):
        workspace.pitches.move(made[1], 1)
    workspace.trash.restore("pitch", [made[1]])
    assert topics(workspace, held) == [(1, "A"), (2, "B"), (3, "C")]
    assert logical_dump(workspace.store.connection()) == before


def test_who_has_a_pitch_is_on_the_list_as_a_speaker_with_no_reply(workspace: Workspace, held: int, jane: int) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    row = workspace.attendance.row(held, jane)
    assert row is not None
    assert (row.role, row.registration, row.presence, row.organisation) == (
        "speaker",
        "none",
        "unknown",
        "Acme Imaging",
    )
    workspace.trash.put("pitch", [made])
    assert workspace.attendance.row(held, jane) is None


def test_who_has_a_pitch_is_not_taken_off_the_list(workspace: Workspace, held: int, jane: int, rhys: int) -> None:
    workspace.attendance.reply(held, [jane, rhys], "registered")
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    with pytest.raises(Invalid, match="Robots"):
        workspace.attendance.remove(held, [rhys, jane])
    assert len(workspace.attendance.rows(held)) == 2
    workspace.trash.put("pitch", [made])
    workspace.attendance.remove(held, [rhys, jane])
    assert workspace.attendance.rows(held) == []


def test_a_speaker_keeps_what_they_replied(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    second = workspace.pitches.add(held, PitchDraft("Beds", contact_id=jane))

    def listed() -> tuple[str, str]:
        row = workspace.attendance.row(held, jane)
        assert row is not None
        return row.registration, row.role

    assert listed() == ("registered", "speaker")
    workspace.trash.put("pitch", [made])
    assert listed() == ("registered", "speaker")
    workspace.trash.put("pitch", [second])
    assert listed() == ("registered", "attendee")


def on_list(workspace: Workspace, held: int) -> list[tuple[str, str, str, str]]:
    return [(row.name, row.role, row.registration, row.presence) for row in workspace.attendance.rows(held)]


def test_a_speaker_who_came_stays_on_the_list_when_the_pitch_goes(workspace: Workspace, held: int, jane: int) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    workspace.attendance.check_in(held, jane)
    workspace.trash.put("pitch", [made])
    assert on_list(workspace, held) == [("Jane Roe", "attendee", "none", "attended")]


@pytest.mark.parametrize("reply", ["registered", "waitlisted", "declined"])
def test_a_speaker_who_replied_stays_on_the_list_when_the_pitch_goes(
    workspace: Workspace, held: int, jane: int, reply: str
) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    workspace.attendance.reply(held, [jane], reply)
    workspace.trash.put("pitch", [made])
    assert on_list(workspace, held) == [("Jane Roe", "attendee", reply, "unknown")]


def test_who_was_on_the_list_before_the_pitch_stays_on_it(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.invite(held, [jane])
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    with workspace.store.action("As a file without a reply puts it"):
        workspace.store.execute("UPDATE attendance SET registration = 'none'")
    workspace.trash.put("pitch", [made])
    assert on_list(workspace, held) == [("Jane Roe", "attendee", "none", "unknown")]


@pytest.mark.parametrize("role", ["organiser", "guest"])
def test_who_has_another_part_keeps_it_with_a_pitch_and_without(
    workspace: Workspace, held: int, jane: int, role: str
) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    with workspace.store.action("As a file says it"):
        workspace.store.execute("UPDATE attendance SET role = ?", (role,))
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    assert on_list(workspace, held) == [("Jane Roe", role, "registered", "unknown")]
    workspace.trash.put("pitch", [made])
    assert on_list(workspace, held) == [("Jane Roe", role, "registered", "unknown")]


def test_a_pitch_given_to_somebody_else_changes_who_speaks(
    workspace: Workspace, held: int, jane: int, rhys: int
) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    workspace.pitches.edit(made, replace(workspace.pitches.get(made).draft(), contact_id=rhys, organisation_id=None))
    assert [(row.name, row.role) for row in workspace.attendance.rows(held)] == [("Rhys Davies", "speaker")]
    assert workspace.pitches.get(made).organisation == "Mersey Reach Trust"


def test_the_organisation_of_a_pitch_is_that_of_the_day_and_stays_when_the_person_moves(
    workspace: Workspace, held: int, jane: int
) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    trust = organisation(workspace, "Mersey Reach Trust")
    workspace.contacts.change_job(jane, AffiliationDraft(trust, started="2026-05-21"))
    row = workspace.pitches.get(made)
    assert row.organisation == "Acme Imaging"
    assert row.organisation_id is not None
    assert [each.id for each in workspace.pitches.of_organisation(row.organisation_id)] == [made]
    assert workspace.pitches.of_organisation(trust) == []


def test_the_draft_of_a_pitch_saved_again_changes_nothing(workspace: Workspace, held: int, jane: int) -> None:
    made = workspace.pitches.add(
        held, PitchDraft("Robots", "ask", "Two of them", 7, jane, organisation(workspace, "Tarn Labs"), False)
    )
    before = logical_dump(workspace.store.connection())
    workspace.pitches.edit(made, workspace.pitches.get(made).draft())
    assert logical_dump(workspace.store.connection()) == before


def test_a_pitch_is_given_not_given_or_not_known(workspace: Workspace, held: int) -> None:
    (made,) = add(workspace, held, "Robots")
    for answer in (True, False, None):
        workspace.pitches.deliver(made, answer)
        workspace.pitches.set_publish(made, answer)
        row = workspace.pitches.get(made)
        assert (row.delivered, row.may_publish) == (answer, answer)


def test_no_pitch_is_given_before_its_day(workspace: Workspace) -> None:
    (made,) = add(workspace, huddle(workspace, LATER), "Robots")
    with pytest.raises(Invalid):
        workspace.pitches.deliver(made, True)


@pytest.mark.parametrize(
    ("draft", "field"),
    [(PitchDraft(" "), "topic"), (PitchDraft("x", "song"), "kind"), (PitchDraft("x", minutes=0), "minutes")],
)
def test_what_no_pitch_can_be_is_refused(workspace: Workspace, held: int, draft: PitchDraft, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        workspace.pitches.add(held, draft)
    assert refused.value.field == field
    with pytest.raises(NotFound):
        workspace.pitches.add(held, PitchDraft("x", contact_id=99))


def test_marked_as_pitched_who_has_no_pitch_gets_one_given(workspace: Workspace, held: int, jane: int) -> None:
    before = logical_dump(workspace.store.connection())
    workspace.pitches.mark_pitched(held, [jane])
    (pitch,) = workspace.pitches.of_huddle(held)
    assert (pitch.topic, pitch.contact_id, pitch.delivered, pitch.presence) == (
        "News from Acme Imaging",
        jane,
        True,
        "attended",
    )
    workspace.pitches.mark_pitched(held, [jane])
    assert len(workspace.pitches.of_huddle(held)) == 1
    assert workspace.undo() == "Pitched: Jane Roe, Huddle 1"
    assert logical_dump(workspace.store.connection()) == before


def test_marked_as_pitched_the_pitch_there_is_is_given(workspace: Workspace, held: int, jane: int, rhys: int) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    workspace.pitches.mark_pitched(held, [jane, rhys])
    found = [(row.id == made, row.contact_id, row.delivered) for row in workspace.pitches.of_huddle(held)]
    assert found == [(True, jane, True), (False, rhys, True)]


def test_nobody_has_pitched_at_a_huddle_still_to_come_and_no_pitch_is_made(workspace: Workspace, jane: int) -> None:
    coming = huddle(workspace, LATER)
    with pytest.raises(Invalid):
        workspace.pitches.mark_pitched(coming, [jane])
    assert workspace.pitches.of_huddle(coming) == []


@pytest.mark.parametrize("presence", ["apologies", "absent", "unknown"])
def test_who_was_not_there_gave_no_pitch_and_one_made_by_the_mark_alone_goes(
    workspace: Workspace, held: int, jane: int, rhys: int, presence: str
) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    cells = [(held, jane), (held, rhys)]
    workspace.pitches.mark(cells, "pitched")
    workspace.pitches.mark(cells, "attended")
    assert [row.delivered for row in workspace.pitches.of_huddle(held)] == [True, True]
    workspace.pitches.mark(cells, presence)
    assert [(row.id, row.delivered) for row in workspace.pitches.of_huddle(held)] == [(made, None)]
    listed = {row.contact_id: (row.presence, row.role) for row in workspace.attendance.rows(held)}
    gone = {} if presence == "unknown" else {rhys: (presence, "attendee")}
    assert listed == {jane: (presence, "speaker"), **gone}


def test_hands_are_counted_and_told_by_kind_note_and_organisation_of_the_day(
    workspace: Workspace, held: int, jane: int, rhys: int
) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    workspace.hands.raise_hand(made, rhys, "can help", "Has a ward free")
    second = workspace.hands.raise_hand(made, rhys, "question")
    workspace.hands.settle(second)
    found = [(hand.contact, hand.organisation, hand.kind, hand.note, hand.is_settled)
             for hand in workspace.hands.of_pitch(made)]  # fmt: skip
    assert found == [
        ("Rhys Davies", "Mersey Reach Trust", "can help", "Has a ward free", False),
        ("Rhys Davies", "Mersey Reach Trust", "question", "", True),
    ]
    row = workspace.pitches.get(made)
    assert (row.hands, row.open_hands) == (2, 1)
    assert [hand.kind for hand in workspace.hands.at_huddle(held, only_open=True)] == ["can help"]
    assert len(workspace.hands.of("contact", rhys)) == 2


def test_the_same_hand_again_only_takes_on_the_note(workspace: Workspace, held: int, rhys: int) -> None:
    (made,) = add(workspace, held, "Robots")
    hand = workspace.hands.raise_hand(made, rhys, note="First")
    assert workspace.hands.raise_hand(made, rhys) == hand
    assert workspace.hands.get(hand).note == "First"
    assert workspace.hands.raise_hand(made, rhys, note="Then") == hand
    assert [each.note for each in workspace.hands.of_pitch(made)] == ["Then"]


def test_a_hand_can_be_changed_and_lowered(workspace: Workspace, held: int, rhys: int) -> None:
    (made,) = add(workspace, held, "Robots")
    hand, question = workspace.hands.raise_hand(made, rhys), workspace.hands.raise_hand(made, rhys, "question")
    with pytest.raises(Invalid):
        workspace.hands.edit(hand, "question", "", None)
    workspace.hands.edit(hand, "can help", "On Mondays", None)
    found = workspace.hands.get(hand)
    assert (found.kind, found.note, found.organisation_id) == ("can help", "On Mondays", None)
    workspace.hands.lower(question)
    assert [each.id for each in workspace.hands.of_pitch(made)] == [hand]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("interested", "Write to Rhys Davies about “Robots”"),
        ("can help", "Take up Rhys Davies’s offer to help with “Robots”"),
        ("wants an introduction", "Introduce Rhys Davies to Jane Roe about “Robots”"),
        ("question", "Answer Rhys Davies’s question about “Robots”"),
    ],
)
def test_a_hand_becomes_a_follow_up_and_is_settled_in_one_step(
    workspace: Workspace, held: int, jane: int, rhys: int, kind: str, title: str
) -> None:
    made = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    hand = workspace.hands.raise_hand(made, rhys, kind, "By June")
    before = logical_dump(workspace.store.connection())
    (follow_up,) = workspace.hands.follow_up([hand])
    detail = workspace.followups.get(follow_up)
    row = detail.row
    assert (row.title, row.due_on, row.contact, row.organisation) == (
        title,
        date(2026, 5, 28),
        "Rhys Davies",
        "Mersey Reach Trust",
    )
    assert (row.huddle_id, row.pitch_id, detail.notes) == (held, made, "By June")
    assert (workspace.hands.get(hand).is_settled, workspace.hands.get(hand).follow_up_id) == (True, follow_up)
    assert [each.id for each in workspace.followups.of("pitch", made)] == [follow_up]
    assert workspace.undo() == "Follow up Rhys Davies"
    assert logical_dump(workspace.store.connection()) == before


def test_several_hands_become_follow_ups_in_one_step(workspace: Workspace, held: int, jane: int, rhys: int) -> None:
    (made,) = add(workspace, held, "Robots")
    hands = [workspace.hands.raise_hand(made, each) for each in (jane, rhys)]
    assert len(workspace.hands.follow_up(hands)) == 2
    assert workspace.hands.at_huddle(held, only_open=True) == []
    workspace.undo()
    assert len(workspace.hands.at_huddle(held, only_open=True)) == 2


def calls_to_mark_and_clear(workspace: Workspace, number: int) -> int:
    """Return how many functions are called for a pitch of each of so many people at a huddle of their own."""
    held = huddle(workspace)
    with workspace.store.action("Many people"):
        cells = [(held, person(workspace, f"Given{each} Family{number}")) for each in range(number)]
    before = logical_dump(workspace.store.connection())

    def mark_and_clear() -> None:
        workspace.pitches.mark(cells, "pitched")
        assert [row.position for row in workspace.pitches.of_huddle(held)] == list(range(1, number + 1))
        workspace.pitches.mark(cells, "unknown")

    made = calls(mark_and_clear)
    assert workspace.pitches.of_huddle(held) == [] == workspace.attendance.rows(held)
    workspace.undo()
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before
    return made


def test_pitches_of_six_times_the_people_are_six_times_the_work_and_are_taken_back(workspace: Workspace) -> None:
    few, many = (calls_to_mark_and_clear(workspace, number) for number in (30, 180))
    assert many < 7 * few  # every pitch reading all others would be ten times the work


def test_the_form_of_a_follow_up_keeps_the_huddle_and_the_pitch(workspace: Workspace, held: int, rhys: int) -> None:
    (made,) = add(workspace, held, "Robots")
    hand = workspace.hands.raise_hand(made, rhys)
    typed = FollowUpDraft("Ring Rhys", date(2026, 5, 22), contact_id=rhys)
    (follow_up,) = workspace.hands.follow_up([hand], typed)
    detail = workspace.followups.get(follow_up)
    assert (detail.row.title, detail.row.huddle_id, detail.row.pitch_id) == ("Ring Rhys", held, made)
    workspace.followups.edit(follow_up, replace(detail.draft(), title="Ring Rhys again"))
    row = workspace.followups.get(follow_up).row
    assert (row.title, row.huddle_id, row.pitch_id) == ("Ring Rhys again", held, made)


def test_a_repeating_follow_up_keeps_its_huddle_and_pitch(workspace: Workspace, held: int, rhys: int) -> None:
    (made,) = add(workspace, held, "Robots")
    draft = FollowUpDraft("Ring Rhys", date(2026, 5, 20), repeat="FREQ=WEEKLY", huddle_id=held, pitch_id=made)
    (following,) = workspace.followups.done([workspace.followups.add(draft)])
    row = workspace.followups.get(following).row
    assert (row.due_on, row.huddle_id, row.pitch_id) == (date(2026, 5, 27), held, made)


def test_a_follow_up_about_a_huddle_that_is_not_there_is_refused(workspace: Workspace) -> None:
    for draft in (FollowUpDraft("Ring", huddle_id=99), FollowUpDraft("Ring", pitch_id=99)):
        with pytest.raises(NotFound):
            workspace.followups.add(draft)
