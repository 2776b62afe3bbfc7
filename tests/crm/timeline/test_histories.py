"""Histories: one stream, newest first, and nobody's past moves when they do."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from crm.db import schema
from crm.db.store import new_uid
from crm.errors import Invalid, NotFound
from crm.huddles import HuddleDraft
from crm.interactions import InteractionDraft, Party
from crm.timeline import GATHERINGS, Event
from crm.workspace import Workspace
from tests.crm.timeline.records import NOW, TODAY, contact, insert, organisation, titles, works


def test_a_meeting_stays_in_the_history_of_the_organisation_of_that_day(
    workspace: Workspace, jane: int, trust: int
) -> None:
    university = organisation(workspace, "University")
    works(workspace, jane, trust, started="2018", ended="2022-03", is_current=0)
    works(workspace, jane, university, started="2022-04", is_primary=1)
    log = workspace.interactions.log
    log(InteractionDraft(date(2020, 5, 1), subject="Then", parties=(Party(jane),)))
    log(InteractionDraft(date(2023, 5, 1), subject="Now", parties=(Party(jane),)))
    assert titles(workspace.timeline.organisation(trust, kinds=("meeting",))) == ["Then"]
    assert titles(workspace.timeline.organisation(university, kinds=("meeting",))) == ["Now"]
    assert titles(workspace.timeline.contact(jane, kinds=("meeting",))) == ["Now", "Then"]


def test_everything_stands_in_one_stream_newest_first(workspace: Workspace, jane: int) -> None:
    place = organisation(workspace, "Borealis", closed_on="2026-01-31")
    works(workspace, jane, place, role="Director", started="2018-05", ended="2021", is_current=0)
    works(workspace, jane, organisation(workspace, "University"), is_primary=1, started="2021")
    insert(workspace, schema.OrganisationAlias, organisation_id=place, name="Aurora", kind="former", until="2019-06-01")
    for status, start, end in (("prospect", "2017-01-10", "2018-02-01"), ("partner", "2018-02-01", "2025-12-31")):
        insert(workspace, schema.Partnership, organisation_id=place, status=status, started_on=start, ended_on=end)
    insert(
        workspace,
        schema.FollowUp,
        uid=new_uid(),
        title="Send deck",
        result="Sent",
        done_at="2020-03-01T10:00:00Z",
        organisation_id=place,
        created_at=NOW,
    )
    workspace.interactions.log(InteractionDraft(date(2020, 5, 1), subject="Demo", parties=(Party(jane),)))
    shown = [(event.day, event.title, event.secondary) for event in workspace.timeline.organisation(place)]
    assert shown == [
        ("2026-01-31", "Closed", ""),
        ("2025-12-31", "No longer partner", ""),
        ("2021", "Jane Roe left", "Director · now at University"),
        ("2020-05-01", "Demo", "Jane Roe"),
        ("2020-03-01", "Done: Send deck", ""),
        ("2019-06-01", "Renamed from Aurora", ""),
        ("2018-05", "Jane Roe joined", "Director"),
        ("2018-02-01", "Became a partner", "before: prospect"),
        ("2017-01-10", "Became a prospect", ""),
        ("2015-01-01", "Added to the file", ""),
    ]


def test_a_persons_history_tells_where_they_worked_and_with_whom_they_met(
    workspace: Workspace, jane: int, trust: int
) -> None:
    works(workspace, jane, trust, role="Surgeon", started="2019", is_primary=1)
    ravi = contact(workspace, "Ravi")
    workspace.interactions.log(
        InteractionDraft(
            date(2024, 5, 1), "call", time(9), notes="Scanner", parties=(Party(jane), Party(ravi)), tags=("ai",)
        )
    )
    call, joined, _ = workspace.timeline.contact(jane)
    assert (call.title, call.secondary, call.body, call.tags) == ("Call", "with Ravi · Trust", "Scanner", ("ai",))
    assert (call.precision, call.at, call.day) == ("time", "2024-05-01T08:00:00Z", "2024-05-01")
    assert (joined.title, joined.secondary, joined.precision, joined.subject_id) == (
        "Joined Trust", "Surgeon", "year", trust,
    )  # fmt: skip


def test_pages_follow_each_other_without_gap_or_repeat_even_at_one_moment(
    workspace: Workspace, jane: int, trust: int
) -> None:
    works(workspace, jane, trust, started="2024-05-01", is_primary=1)
    for number in range(23):
        draft = InteractionDraft(
            date(2024, 5, 1) + timedelta(days=number // 8), parties=(Party(jane), Party(None, trust))
        )
        workspace.interactions.log(draft)
    whole = workspace.timeline.organisation(trust, limit=100)
    paged: list[Event] = []
    while page := workspace.timeline.organisation(trust, paged[-1] if paged else None, limit=4):
        paged += page
    assert paged == whole
    assert len({event.key for event in whole}) == len(whole) == 25


def test_what_happened_last_stands_first_and_at_one_moment_what_was_logged_last(
    workspace: Workspace, jane: int
) -> None:
    def log(subject: str, day: date, at: time | None = None) -> int:
        return workspace.interactions.log(InteractionDraft(day, at=at, subject=subject, parties=(Party(jane),)))

    def shown() -> list[str]:
        return [event.title for event in workspace.timeline.contact(jane, kinds=("meeting",))]

    log("Late", date(2025, 10, 25), time(23))
    log("Noon", date(2025, 10, 25), time(12))
    first, second = (
        log("First at ten", date(2025, 10, 25), time(10)),
        log("Second at ten", date(2025, 10, 25), time(10)),
    )
    old = log("Old", date(2020, 1, 1))
    assert shown() == ["Late", "Noon", "Second at ten", "First at ten", "Old"]
    workspace.interactions.edit(old, InteractionDraft(date(2025, 10, 26), subject="Old", parties=(Party(jane),)))
    assert shown() == ["Old", "Late", "Noon", "Second at ten", "First at ten"]
    workspace.interactions.edit(
        first, InteractionDraft(date(2025, 10, 25), at=time(10, 1), subject="First", parties=(Party(jane),))
    )
    assert shown()[3:] == ["First", "Second at ten"]
    workspace.interactions.edit(second, InteractionDraft(date(2020, 6, 1), subject="Moved", parties=(Party(jane),)))
    assert shown() == ["Old", "Late", "Noon", "First", "Moved"]


def test_the_hour_that_happens_twice_and_the_one_that_is_missing_keep_their_place(
    workspace: Workspace, jane: int
) -> None:
    for day, at in (
        (date(2025, 10, 26), time(1, 30)),  # happens twice: the first is meant
        (date(2025, 10, 26), time(2, 0)),
        (date(2025, 10, 26), time(0, 59)),
        (date(2025, 3, 30), time(1, 30)),  # does not exist: 02:30 is meant
        (date(2025, 3, 30), time(2, 15)),
    ):
        subject = f"{day:%b} {at:%H:%M}"
        workspace.interactions.log(InteractionDraft(day, at=at, subject=subject, parties=(Party(jane),)))
    meetings = workspace.timeline.contact(jane, kinds=("meeting",))
    assert [(event.title, event.at) for event in meetings] == [
        ("Oct 02:00", "2025-10-26T02:00:00Z"),
        ("Oct 01:30", "2025-10-26T00:30:00Z"),
        ("Oct 00:59", "2025-10-25T23:59:00Z"),
        ("Mar 01:30", "2025-03-30T01:30:00Z"),
        ("Mar 02:15", "2025-03-30T01:15:00Z"),
    ]


def test_a_planned_meeting_is_no_touch_and_one_held_ahead_is_refused(workspace: Workspace, jane: int) -> None:
    def touched() -> object:
        return workspace.store.value("SELECT last_touch_at FROM contact_summary")

    past = workspace.interactions.log(InteractionDraft(TODAY - timedelta(days=9), parties=(Party(jane),)))
    before = touched()
    assert before
    ahead = InteractionDraft(TODAY + timedelta(days=9), status="planned", parties=(Party(jane),))
    planned = workspace.interactions.log(ahead)
    assert touched() == before
    for id_ in (past, planned):
        with pytest.raises(Invalid) as refused:
            workspace.interactions.edit(id_, replace(ahead, status="held"))
        assert refused.value.field == "day"
    assert touched() == before
    workspace.interactions.edit(past, InteractionDraft(date(2020, 1, 1), at=time(9), parties=(Party(jane),)))
    assert touched() == "2020-01-01T09:00:00Z"


def test_the_years_count_what_the_pages_show(workspace: Workspace, jane: int, trust: int) -> None:
    works(workspace, jane, trust, started="2021-02", ended="2023", is_current=0)
    ravi = contact(workspace, "Ravi")
    works(workspace, ravi, trust, started="2020", is_primary=1)
    for day in (date(2021, 3, 1), date(2022, 3, 1), date(2022, 12, 31)):
        workspace.interactions.log(InteractionDraft(day, parties=(Party(jane), Party(ravi))))
    counts = workspace.timeline.years("organisation", trust)
    assert counts == {2023: 1, 2022: 2, 2021: 2, 2020: 1, 2015: 1}
    events = workspace.timeline.organisation(trust, limit=100)
    assert {year: sum(event.year == year for event in events) for year in counts} == counts
    assert workspace.timeline.years("organisation", trust, kinds=("meeting",)) == {2022: 2, 2021: 1}


def test_as_at_a_day_shows_only_what_had_happened_by_then(workspace: Workspace, jane: int, trust: int) -> None:
    works(workspace, jane, trust, started="2019", ended="2022", is_current=0)
    workspace.interactions.log(InteractionDraft(date(2020, 5, 1), subject="Demo", parties=(Party(jane),)))
    shown = titles(workspace.timeline.organisation(trust, as_at=date(2020, 5, 1)))
    assert shown == ["Demo", "Jane Roe joined", "Added to the file"]
    assert workspace.timeline.years("organisation", trust, as_at=date(2020, 4, 30)) == {2019: 1, 2015: 1}


def test_kinds_filter_the_stream(workspace: Workspace, jane: int, trust: int) -> None:
    works(workspace, jane, trust, started="2019", is_primary=1)
    for kind in ("call", "meeting", "note"):
        workspace.interactions.log(InteractionDraft(date(2020, 5, 1), kind, parties=(Party(jane),)))
    assert [event.kind for event in workspace.timeline.contact(jane, kinds=("call", "joined"))] == ["call", "joined"]


def test_what_is_in_the_trash_is_not_history(workspace: Workspace, jane: int) -> None:
    made = workspace.interactions.log(InteractionDraft(date(2020, 5, 1), parties=(Party(jane),)))
    workspace.trash.put("interaction", [made])
    assert titles(workspace.timeline.contact(jane)) == ["Added to the file"]
    assert workspace.timeline.years("contact", jane) == {2015: 1}


def test_a_planned_meeting_says_so(workspace: Workspace, jane: int) -> None:
    workspace.interactions.log(
        InteractionDraft(TODAY + timedelta(days=9), subject="Demo", status="planned", parties=(Party(jane),))
    )
    event = workspace.timeline.contact(jane)[0]
    assert (event.title, event.tone) == ("Planned: Demo", "accent")


def test_a_history_of_nobody_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.timeline.contact(99)


# -- huddles, pitches and hands


def gathered(workspace: Workspace, day: date, **marks: list[int]) -> int:
    draft = HuddleDraft(day, time(15), time(16, 30), series_id=1)
    huddle = workspace.huddles.plan(draft)
    for presence, people in marks.items():
        workspace.attendance.mark(huddle, people, presence)
    workspace.huddles.set_status(huddle, "held")
    return huddle


def pitched(workspace: Workspace, huddle: int, person: int, place: int, **more: Any) -> int:
    values = {"topic": "Trust data sandbox", "kind": "offer", "delivered": 1, "created_at": NOW, **more}
    return insert(
        workspace, schema.Pitch, uid=new_uid(), huddle_id=huddle, contact_id=person, organisation_id=place, **values
    )


def told(events: list[Event]) -> list[str]:
    return titles([event for event in events if event.kind in GATHERINGS])


def test_huddles_stand_in_a_persons_history_with_the_organisation_of_that_day(
    workspace: Workspace, jane: int, trust: int
) -> None:
    works(workspace, jane, trust, started="2018", is_primary=1)
    first = gathered(workspace, date(2020, 3, 4), attended=[jane])
    gathered(workspace, date(2020, 4, 1), apologies=[jane])
    gathered(workspace, date(2020, 5, 6), absent=[jane])
    events = workspace.timeline.contact(jane, kinds=("huddle",))
    assert titles(events) == ["Not at Huddle 3", "Apologies for Huddle 2", "Attended Huddle 1"]
    assert (events[-1].secondary, events[-1].huddle_id, events[-1].tone) == ("Trust", first, "neutral")


def test_a_huddle_is_one_event_of_an_organisation_whoever_came(workspace: Workspace, trust: int) -> None:
    people = [contact(workspace, given, "Roe") for given in ("Jane", "Rhys", "Ann")]
    for person in people:
        works(workspace, person, trust, started="2018", is_primary=1)
    gathered(workspace, date(2020, 3, 4), attended=people)
    gathered(workspace, date(2020, 4, 1), attended=people[1:], absent=people[:1])
    gathered(workspace, date(2020, 5, 6), apologies=people[:1])
    assert told(workspace.timeline.organisation(trust)) == [
        "Huddle 3: apologies from Jane Roe",
        "Huddle 2: Rhys Roe and Ann Roe came",
        "Huddle 1: Jane Roe and 2 others came",
    ]
    assert workspace.timeline.years("organisation", trust, ("huddle",)) == {2020: 3}


def test_a_huddle_nobody_spoke_of_presence_at_or_cancelled_or_in_the_trash_is_no_event(
    workspace: Workspace, jane: int
) -> None:
    invited = gathered(workspace, date(2020, 3, 4))
    workspace.attendance.invite(invited, [jane])
    off = gathered(workspace, date(2020, 4, 1), attended=[jane])
    workspace.huddles.set_status(off, "cancelled")
    gone = gathered(workspace, date(2020, 5, 6), attended=[jane])
    with workspace.store.action("Trash"):
        workspace.store.update(schema.Huddle, gone, deleted_at=NOW)
    assert told(workspace.timeline.contact(jane)) == []


def test_a_pitch_and_a_hand_stand_in_the_histories_of_person_and_organisation(
    workspace: Workspace, jane: int, trust: int
) -> None:
    rhys = contact(workspace, "Rhys", "Turner")
    works(workspace, jane, trust, started="2018", is_primary=1)
    huddle = gathered(workspace, date(2020, 3, 4), attended=[jane, rhys])
    pitch = pitched(workspace, huddle, jane, trust)
    insert(
        workspace,
        schema.Hand,
        pitch_id=pitch,
        contact_id=rhys,
        organisation_id=trust,
        kind="can help",
        created_at="2020-03-04T16:00:00Z",
    )
    line = workspace.timeline
    assert titles(line.contact(jane, kinds=("pitch",))) == ["Pitched “Trust data sandbox” at Huddle 1"]
    assert titles(line.contact(rhys, kinds=("hand",))) == ["Hand up: can help – “Trust data sandbox”"]
    assert titles(line.organisation(trust, kinds=("pitch", "hand"))) == [
        "Rhys Turner, hand up: can help – “Trust data sandbox”",
        "Jane Roe pitched “Trust data sandbox” at Huddle 1",
    ]
    assert {event.huddle_id for event in line.contact(jane, kinds=("pitch",))} == {huddle}


def test_a_pitch_that_was_not_given_is_no_event(workspace: Workspace, jane: int, trust: int) -> None:
    huddle = gathered(workspace, date(2020, 3, 4), attended=[jane])
    pitched(workspace, huddle, jane, trust, delivered=None)
    pitched(workspace, huddle, jane, trust, delivered=0)
    assert workspace.timeline.contact(jane, kinds=("pitch",)) == []


def test_huddles_after_a_day_are_not_in_the_history_as_it_stood_then(
    workspace: Workspace, jane: int, trust: int
) -> None:
    works(workspace, jane, trust, started="2018", is_primary=1)
    gathered(workspace, date(2020, 3, 4), attended=[jane])
    gathered(workspace, date(2021, 3, 3), attended=[jane])
    events = workspace.timeline.organisation(trust, as_at=date(2020, 12, 31))
    assert told(events) == ["Huddle 1: Jane Roe came"]


def test_pages_of_a_history_with_huddles_neither_repeat_nor_leave_out(
    workspace: Workspace, jane: int, trust: int
) -> None:
    works(workspace, jane, trust, started="2018", is_primary=1)
    for month in range(1, 10):
        huddle = gathered(workspace, date(2020, month, 15), attended=[jane])
        pitched(workspace, huddle, jane, trust)
    line = workspace.timeline
    readers: list[Callable[[Event | None, int], list[Event]]] = [
        lambda last, limit: line.contact(jane, last, limit),
        lambda last, limit: line.organisation(trust, last, limit),
    ]
    for read in readers:
        paged: list[Event] = []
        while found := read(paged[-1] if paged else None, 4):
            paged += found
        assert paged == read(None, 50)
