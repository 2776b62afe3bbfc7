"""Huddles: planned in their series, said in local time, settled by the lock, put in the trash and back."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from msgspec.structs import replace

from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.huddles import HuddleDraft, SeriesDraft
from crm.interactions import InteractionDraft, Party
from crm.pitches import PitchDraft
from crm.timeline import GATHERINGS
from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, NOON, TODAY, YESTERDAY, huddle, organisation, person

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def field_refused(call: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(Invalid) as refused:
        call(*arguments, **more)
    return refused.value.field


def test_a_huddle_is_numbered_next_in_its_series_and_named_after_it(workspace: Workspace) -> None:
    first, second = huddle(workspace), huddle(workspace, LATER)
    assert [row.title for row in workspace.huddles.rows()] == ["Huddle 2", "Huddle 1"]
    other = workspace.huddles.add_series(SeriesDraft("Regulatory huddle"))
    third = huddle(workspace, series_id=other)
    assert [workspace.huddles.get(id_).row.number for id_ in (first, second, third)] == [1, 2, 1]
    assert {row.id for row in workspace.huddles.numbered(1)} == {first, third}


def test_a_number_stands_once_in_a_series(workspace: Workspace) -> None:
    huddle(workspace, number=7)
    assert field_refused(huddle, workspace, LATER, number=7) == "number"
    other = workspace.huddles.add_series(SeriesDraft("Regulatory huddle"))
    assert workspace.huddles.get(huddle(workspace, LATER, number=7, series_id=other)).row.number == 7


def test_the_draft_of_a_huddle_saved_again_changes_nothing(workspace: Workspace) -> None:
    host = organisation(workspace, "Ridge Hall")
    made = huddle(workspace, venue="Room 3", host_organisation_id=host, capacity=60, pitch_slots=5, notes="Bring cake")
    before = logical_dump(workspace.store.connection())
    workspace.huddles.edit(made, workspace.huddles.get(made).draft())
    assert logical_dump(workspace.store.connection()) == before


@pytest.mark.parametrize(
    ("day", "starts", "utc"),
    [
        (date(2026, 3, 28), time(15), "2026-03-28T15:00:00Z"),
        (date(2026, 3, 29), time(15), "2026-03-29T14:00:00Z"),
        (date(2026, 10, 24), time(15), "2026-10-24T14:00:00Z"),
        (date(2026, 10, 25), time(15), "2026-10-25T15:00:00Z"),
        (date(2026, 10, 25), time(1, 30), "2026-10-25T00:30:00Z"),
    ],
)
def test_the_time_on_the_wall_is_kept_on_both_sides_of_a_clock_change(
    workspace: Workspace, day: date, starts: time, utc: str
) -> None:
    made = workspace.huddles.plan(HuddleDraft(day, starts, time(16, 30), series_id=1))
    assert workspace.store.value("SELECT starts_at FROM huddle WHERE id = ?", (made,)) == utc
    shown = workspace.huddles.get(made).row
    assert shown.at == datetime.combine(day, starts, LONDON)
    assert (shown.at.time(), shown.until.time(), shown.day) == (starts, time(16, 30), day)


@pytest.mark.parametrize(("field", "hours"), [("starts", (time(1, 30), time(3))), ("ends", (time(0, 30), time(1, 30)))])
def test_an_hour_that_the_clocks_leave_out_is_refused(
    workspace: Workspace, field: str, hours: tuple[time, time]
) -> None:
    assert field_refused(workspace.huddles.plan, HuddleDraft(date(2026, 3, 29), *hours, "Night")) == field


def test_an_end_before_the_beginning_is_on_the_next_day(workspace: Workspace) -> None:
    made = workspace.huddles.plan(HuddleDraft(TODAY, time(22), time(0, 30), "Late"))
    assert workspace.huddles.get(made).row.until.date() == date(2026, 5, 22)


@pytest.mark.parametrize(
    ("starts", "ends"), [(15, 15), (0, 0), (15, 14), (9, 8), (10, 1), (22, 12)], ids=lambda hour: f"{hour}:00"
)
def test_an_end_that_is_the_beginning_or_hours_before_it_is_no_day_and_night_but_refused(
    workspace: Workspace, starts: int, ends: int
) -> None:
    draft = HuddleDraft(TODAY, time(starts), time(ends), "Long")
    assert field_refused(workspace.huddles.plan, draft) == "ends"
    assert workspace.huddles.rows() == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"series_id": None}, "title"),
        ({"kind": "party"}, "kind"),
        ({"format": "by post"}, "format"),
        ({"capacity": 0}, "capacity"),
        ({"pitch_minutes": 0}, "pitch_minutes"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
    ],
)
def test_what_no_huddle_can_be_is_refused_and_nothing_is_written(
    workspace: Workspace, facts: dict[str, Any], field: str
) -> None:
    before = logical_dump(workspace.store.connection())
    assert field_refused(huddle, workspace, **facts) == field
    assert logical_dump(workspace.store.connection()) == before


def test_the_next_huddle_is_suggested_on_the_day_of_the_series_with_all_else_as_last_time(workspace: Workspace) -> None:
    made = huddle(workspace, venue="Room 3", capacity=60, pitch_slots=5, notes="Ask about parking")
    suggested = workspace.huddles.suggestion(1)
    assert (suggested.day, suggested.number, suggested.title) == (date(2026, 6, 17), 2, "")
    as_before = replace(workspace.huddles.get(made).draft(), day=suggested.day, number=2, title="", notes="")
    assert suggested == as_before
    assert workspace.huddles.get(workspace.huddles.plan(suggested)).row.title == "Huddle 2"


def test_the_next_and_the_last_huddle_leave_out_the_cancelled_ones(workspace: Workspace) -> None:
    held, coming = huddle(workspace), huddle(workspace, LATER)
    sooner = huddle(workspace, date(2026, 6, 1))
    workspace.huddles.set_status(sooner, "cancelled")
    found = workspace.huddles.next(), workspace.huddles.last()
    assert [row.id for row in found if row] == [coming, held]


def test_a_huddle_still_to_come_is_neither_held_nor_locked(workspace: Workspace) -> None:
    coming = huddle(workspace, LATER)
    assert field_refused(workspace.huddles.set_status, coming, "held") == "status"
    assert field_refused(workspace.huddles.lock, coming) == "status"


def test_a_cancelled_huddle_is_not_locked_nor_a_locked_one_cancelled(workspace: Workspace) -> None:
    made = huddle(workspace)
    workspace.huddles.set_status(made, "cancelled")
    assert field_refused(workspace.huddles.lock, made) == "status"
    workspace.huddles.set_status(made, "planned")
    workspace.huddles.lock(made)
    assert workspace.huddles.get(made).row.status == "held"
    assert field_refused(workspace.huddles.set_status, made, "cancelled") == "status"


def test_a_huddle_that_took_place_is_not_moved_to_a_day_still_to_come(workspace: Workspace) -> None:
    made = huddle(workspace)
    moved = replace(workspace.huddles.get(made).draft(), day=LATER)
    workspace.attendance.mark(made, [person(workspace, "Jane Roe")], "attended")
    assert field_refused(workspace.huddles.edit, made, moved) == "day"
    workspace.undo()
    workspace.huddles.edit(made, moved)
    assert workspace.huddles.get(made).row.day == LATER


def test_a_huddle_in_the_trash_is_in_no_list_and_comes_back_whole(workspace: Workspace) -> None:
    jane = person(workspace, "Jane Roe")
    made = huddle(workspace)
    workspace.attendance.mark(made, [jane], "attended")
    pitch = workspace.pitches.add(made, PitchDraft("Robots", contact_id=jane))
    workspace.hands.raise_hand(pitch, jane)
    before = logical_dump(workspace.store.connection())

    def told() -> set[str]:
        return {event.kind for event in workspace.timeline.contact(jane, kinds=GATHERINGS)}

    assert {"huddle", "hand"} <= told()
    workspace.trash.put("huddle", [made])
    huddles, pitches = workspace.huddles, workspace.pitches
    assert (huddles.rows(), huddles.numbered(1), huddles.last()) == ([], [], None)
    assert (pitches.of_contact(jane), workspace.hands.of("contact", jane)) == ([], [])
    assert told() == set()
    assert [(row.kind, row.name) for row in workspace.trash.rows()] == [("huddle", "Huddle 1")]
    workspace.trash.restore("huddle", [made])
    assert logical_dump(workspace.store.connection()) == before
    assert [row.id for row in huddles.rows()] == [made]


def test_two_huddles_of_one_number_do_not_come_back_together(workspace: Workspace) -> None:
    first = huddle(workspace, number=7)
    workspace.trash.put("huddle", [first])
    second = huddle(workspace, LATER, number=7)
    workspace.trash.put("huddle", [second])
    before = logical_dump(workspace.store.connection())
    assert field_refused(workspace.trash.restore, "huddle", [first, second]) == "number"
    assert logical_dump(workspace.store.connection()) == before
    workspace.trash.restore("huddle", [second])
    assert field_refused(workspace.trash.restore, "huddle", [first]) == "number"


def test_a_huddle_whose_number_was_taken_meanwhile_stays_in_the_trash(workspace: Workspace) -> None:
    made = huddle(workspace)
    workspace.trash.put("huddle", [made])
    other = huddle(workspace, LATER)
    assert workspace.huddles.get(other).row.number == 1
    assert field_refused(workspace.trash.restore, "huddle", [made]) == "number"
    assert workspace.huddles.get(made).is_trashed
    workspace.huddles.edit(other, replace(workspace.huddles.get(other).draft(), number=2, title="Huddle 2"))
    workspace.trash.restore("huddle", [made])
    assert not workspace.huddles.get(made).is_trashed


def test_a_huddle_that_is_not_there_is_said_so(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.huddles.get(99)


def last_touch(workspace: Workspace, contact_id: int) -> str:
    sql = "SELECT last_touch_at FROM contact_summary WHERE contact_id = ?"
    return str(workspace.store.value(sql, (contact_id,)))[:10]


def test_attending_counts_as_a_touch_and_a_cancelled_or_trashed_huddle_does_not(workspace: Workspace) -> None:
    jane = person(workspace, "Jane Roe")
    workspace.interactions.log(InteractionDraft(date(2026, 5, 1), kind="call", parties=(Party(jane, None),)))
    made = huddle(workspace)
    workspace.attendance.reply(made, [jane], "registered")
    assert last_touch(workspace, jane) == "2026-05-01"
    workspace.attendance.mark(made, [jane], "attended")
    assert last_touch(workspace, jane) == "2026-05-20"
    workspace.huddles.set_status(made, "cancelled")
    assert last_touch(workspace, jane) == "2026-05-01"
    workspace.huddles.set_status(made, "planned")
    workspace.trash.put("huddle", [made])
    assert last_touch(workspace, jane) == "2026-05-01"
    workspace.trash.restore("huddle", [made])
    assert last_touch(workspace, jane) == "2026-05-20"


def test_a_huddle_that_moves_takes_the_touch_of_those_who_came_with_it(workspace: Workspace) -> None:
    jane = person(workspace, "Jane Roe")
    made = huddle(workspace)
    workspace.attendance.mark(made, [jane], "attended")
    workspace.huddles.edit(made, replace(workspace.huddles.get(made).draft(), day=date(2026, 5, 13)))
    assert last_touch(workspace, jane) == "2026-05-13"
    workspace.undo()
    assert last_touch(workspace, jane) == "2026-05-20"


@pytest.mark.parametrize(
    ("day", "utc"), [(date(2026, 3, 29), "2026-03-29T14:00:00"), (date(2026, 10, 25), "2026-10-25T15:00:00")]
)
def test_the_calendar_file_has_the_moment_of_a_day_when_the_clocks_change(
    workspace: Workspace, tmp_path: Path, day: date, utc: str
) -> None:
    made = huddle(workspace, day, venue="Lab; room 2, first floor", join_link="https://meet.example/41")
    workspace.huddles.write_calendar(made, tmp_path / "huddle.ics")
    calendar = icalendar.Calendar.from_ical((tmp_path / "huddle.ics").read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert event.decoded("dtstart").isoformat() == f"{utc}+00:00"
    assert (event.decoded("dtend") - event.decoded("dtstart")).total_seconds() == 90 * 60
    assert event["uid"] == workspace.huddles.get(made).uid
    assert event["location"] == "Lab; room 2, first floor"
    assert event["url"] == "https://meet.example/41"
    assert "ORGANIZER" not in event


def test_a_changed_huddle_replaces_the_one_in_the_calendar(workspace: Workspace, tmp_path: Path) -> None:
    made, path = huddle(workspace, LATER), tmp_path / "huddle.ics"
    seen = []
    for step in (
        lambda: None,
        lambda: workspace.huddles.edit(made, replace(workspace.huddles.get(made).draft(), venue="Room 3")),
        workspace.undo,
        lambda: workspace.huddles.set_status(made, "cancelled"),
    ):
        step()
        workspace.huddles.write_calendar(made, path)
        (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        seen.append((event["uid"], event.decoded("sequence"), str(event["status"])))
    uid = workspace.huddles.get(made).uid
    assert seen == [(uid, 0, "CONFIRMED"), (uid, 1, "CONFIRMED"), (uid, 2, "CONFIRMED"), (uid, 3, "CANCELLED")]


def test_everything_undone_leaves_the_file_as_it_was(workspace: Workspace) -> None:
    jane, acme = person(workspace, "Jane Roe"), organisation(workspace, "Acme Imaging")
    empty = logical_dump(workspace.store.connection())
    count = len(workspace.actions(limit=1000))
    made = huddle(workspace, YESTERDAY, pitch_slots=3, host_organisation_id=acme)
    workspace.attendance.invite(made, [jane])
    workspace.attendance.reply(made, [jane], "registered")
    workspace.huddles.lock(made)
    workspace.huddles.unlock(made)
    workspace.attendance.check_in(made, jane)
    workspace.pitches.mark_pitched(made, [jane])
    workspace.huddles.set_headcount(made, 4)
    workspace.close_out.done(made, "thank")
    workspace.trash.put("huddle", [made])
    full = logical_dump(workspace.store.connection())
    while len([row for row in workspace.actions(limit=1000) if row.in_effect and row.kind != "undo"]) > count:
        workspace.undo()
    assert logical_dump(workspace.store.connection()) == empty
    while workspace.redo():
        pass
    assert logical_dump(workspace.store.connection()) == full


def test_a_huddle_does_not_begin_in_an_hour_that_its_own_zone_skips(workspace: Workspace) -> None:
    with pytest.raises(Invalid, match="does not exist"):
        workspace.huddles.plan(
            HuddleDraft(date(2026, 3, 8), time(2, 30), time(4), series_id=1, time_zone="America/New_York")
        )
    assert workspace.huddles.plan(
        HuddleDraft(date(2026, 3, 29), time(1, 30), time(4), series_id=1, time_zone="America/New_York")
    )
