"""Attendance files: who is who (rule 6), what a file adds, what waits, and that the same file adds nothing twice."""

from collections.abc import Callable, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.attendance import AttendanceRow
from crm.attendance.reports import LEAVE, NEW_CONTACT, Outcome, ReportLine, ReportPlan, ReportResult
from crm.contacts import ContactDraft, Email
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.huddles import HuddleDraft, SeriesDraft
from crm.organisations import Domain, OrganisationDraft
from crm.progress import Cancelled
from crm.workspace import Workspace
from tests.crm.gathering import LATER, NOON, huddle, person

DAY = "20/05/2026"
Stay = tuple[str, str, str, str, str]
"""Name, address, joined, left, duration."""
JANE: Stay = ("Jane Roe", "jane.roe@acme.example", "15:00:00", "16:00:00", "1h")
RAVI: Stay = ("Ravi Shah", "", "15:00:00", "15:45:00", "45m")
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def acme(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Acme Imaging", domains=(Domain("acme.example"),)))


@pytest.fixture
def jane(workspace: Workspace, acme: int) -> int:
    return person(workspace, "Jane Roe", acme, "jane.roe@acme.example")


@pytest.fixture
def held(workspace: Workspace) -> int:
    return huddle(workspace)


@pytest.fixture
def teams(tmp_path: Path) -> Write:
    """Write a Teams report of these stays; several of one name are sections of one person."""

    def write(*stays: Stay, day: str = DAY, name: str = "report.csv", activities: Sequence[Stay] = ()) -> Path:
        head = ["1. Summary", "Meeting title\tHuddle", f"Start time\t{day}, 15:00:00", f"End time\t{day}, 16:30:00", ""]
        columns = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"
        rows = [
            f"{who}\t{day}, {a}\t{b and f'{day}, {b}'}\t{long}\t{mail}\t{mail}\tAttendee"
            for who, mail, a, b, long in stays
        ]
        more = []
        if activities:
            more = ["", "3. In-Meeting Activities", "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole"]
            more += [f"{who}\t{day}, {a}\t{day}, {b}\t{long}\t{mail}\tAttendee" for who, mail, a, b, long in activities]
        path = tmp_path / name
        path.write_bytes("\r\n".join([*head, "2. Participants", columns, *rows, *more, ""]).encode("utf-16"))
        return path

    return write


def row(workspace: Workspace, huddle_id: int, contact_id: int) -> AttendanceRow:
    found = workspace.attendance.row(huddle_id, contact_id)
    assert found is not None
    return found


def bring(workspace: Workspace, huddle_id: int, source: Path | str, **options: Any) -> ReportResult:
    return workspace.reports.apply(workspace.reports.plan(huddle_id, source, **options))


def only(plan: ReportPlan) -> ReportLine:
    (line,) = plan.lines
    return line


def people(workspace: Workspace) -> list[str]:
    return [name for (name,) in workspace.store.rows("SELECT name FROM contact_summary ORDER BY name")]


def dump(workspace: Workspace) -> object:
    return logical_dump(workspace.store.connection())


# -- who is who


def test_any_address_a_person_ever_had_says_who_they_are(workspace: Workspace, held: int, teams: Write) -> None:
    emails = (Email("now@acme.example", is_primary=True), Email("jane.roe@acme.example", state="former"))
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe", emails=emails))
    line = only(workspace.reports.plan(held, teams(JANE)))
    assert (line.outcome, line.contact_id) == (Outcome.MATCHED, jane)


def test_a_name_on_the_list_of_the_huddle_says_who_they_are(workspace: Workspace, held: int, teams: Write) -> None:
    ravi, _ = person(workspace, "Ravi Shah"), person(workspace, "Ravi Shah")
    workspace.attendance.reply(held, [ravi], "registered")
    line = only(workspace.reports.plan(held, teams(RAVI)))
    assert (line.outcome, line.contact_id) == (Outcome.MATCHED, ravi)


def test_a_name_with_the_organisation_its_address_tells_says_who_they_are(
    workspace: Workspace, held: int, acme: int, teams: Write
) -> None:
    jane = person(workspace, "Jane Roe", acme)
    stay = ("Roe, Jane (External)", "j.roe@acme.example", "15:00:00", "16:00:00", "1h")
    line = only(workspace.reports.plan(held, teams(stay)))
    assert (line.outcome, line.contact_id, line.reason) == (Outcome.MATCHED, jane, "name and organisation")


def test_a_name_with_two_addresses_at_one_organisation_asks(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    line = only(workspace.reports.plan(held, teams(("Jane Roe", "j.roe@acme.example", "15:00:00", "16:00:00", "1h"))))
    assert (line.outcome, [each.contact_id for each in line.candidates]) == (Outcome.ASK, [jane])


def test_somebody_is_known_by_the_name_they_prefer(workspace: Workspace, held: int, acme: int, teams: Write) -> None:
    draft = ContactDraft("Robert", "Lee", preferred_name="Bob", organisation_id=acme)
    bob = workspace.contacts.create(draft)
    line = only(workspace.reports.plan(held, teams(("Bob Lee", "bob@acme.example", "15:00:00", "16:00:00", "1h"))))
    assert (line.outcome, line.contact_id) == (Outcome.MATCHED, bob)


def test_somebody_in_the_trash_is_asked_about(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    workspace.trash.put("contact", [jane])
    by_address, by_name = (only(workspace.reports.plan(held, teams(stay))) for stay in (JANE, ("Jane Roe", *RAVI[1:])))
    for line in (by_address, by_name):
        assert line.outcome is Outcome.ASK
        assert [(each.contact_id, each.in_trash) for each in line.candidates] == [(jane, True)]


def test_a_name_alone_asks_and_is_never_taken(workspace: Workspace, held: int, teams: Write) -> None:
    ravi = person(workspace, "Ravi Shah")
    line = only(workspace.reports.plan(held, teams(RAVI)))
    assert line.outcome is Outcome.ASK
    assert [known.contact_id for known in line.candidates] == [ravi]
    done = bring(workspace, held, teams(RAVI))
    assert (done.changed, done.created, done.kept) == (0, 0, 1)
    assert workspace.attendance.row(held, ravi) is None


def test_a_mailbox_of_several_people_asks_unless_one_has_the_name(
    workspace: Workspace, held: int, teams: Write
) -> None:
    for name in ("Ida Moss", "Tom Ash"):
        person(workspace, name, None, "desk@ward.example")
    stay = ("15:00:00", "16:00:00", "1h")
    plan = workspace.reports.plan(held, teams(("Reception", "desk@ward.example", *stay)))
    assert only(plan).outcome is Outcome.ASK
    assert [known.name for known in only(plan).candidates] == ["Ida Moss", "Tom Ash"]
    assert only(workspace.reports.plan(held, teams(("Tom Ash", "desk@ward.example", *stay)))).outcome is Outcome.MATCHED


@pytest.mark.parametrize(
    ("shown", "outcome"), [("J R", Outcome.MATCHED), ("J. Roe", Outcome.MATCHED), ("Jim Rae", Outcome.ASK)]
)
def test_the_address_of_somebody_of_another_name_asks_but_initials_do_not(
    workspace: Workspace, held: int, jane: int, teams: Write, shown: str, outcome: Outcome
) -> None:
    assert only(workspace.reports.plan(held, teams((shown, *JANE[1:])))).outcome is outcome


def test_somebody_new_is_made_at_the_organisation_their_address_tells(
    workspace: Workspace, held: int, acme: int, teams: Write
) -> None:
    path = teams(("Ida Moss", "ida@acme.example", "15:00:00", "16:00:00", "1h"))
    line = only(workspace.reports.plan(held, path))
    assert (line.outcome, line.organisation, line.is_guess) == (Outcome.NEW, "Acme Imaging", True)
    assert bring(workspace, held, path).created == 1
    (made,) = workspace.attendance.rows(held)
    assert (made.name, made.organisation_id, made.presence, made.email) == (
        "Ida Moss",
        acme,
        "attended",
        "ida@acme.example",
    )


def test_somebody_new_twice_in_a_file_is_made_once(workspace: Workspace, held: int) -> None:
    rows = "Ida Moss,ida@new.example,New Scans,yes\nI Moss,IDA@new.example,New Scans,yes\n"
    bring(workspace, held, f"Name,Email,Organisation,Attended\n{rows}")
    assert people(workspace) == ["Ida Moss"]
    assert workspace.store.value("SELECT count(*) FROM organisation") == 1


# -- what a file adds


def test_the_same_file_again_changes_nothing(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    person(workspace, "Tom Ash")
    path = teams(
        JANE, RAVI, ("Tom Ash", "", "15:00:00", "16:00:00", "1h"), ("+44 1632 ****12", "", "15:00:00", "16:00:00", "1h")
    )
    assert bring(workspace, held, path).batch_id is not None
    before = dump(workspace)
    plan = workspace.reports.plan(held, path)
    assert not plan.changes_anything
    assert not plan.has_work
    assert workspace.reports.apply(plan) == ReportResult(None)
    assert dump(workspace) == before


def test_a_tick_at_the_door_stands_and_the_minutes_are_filled(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    workspace.attendance.check_in(held, jane)
    before = row(workspace, held, jane)
    bring(workspace, held, teams(JANE))
    after = row(workspace, held, jane)
    assert (after.presence, after.checked_in_at, after.mode, after.source) == (
        "attended", before.checked_in_at, "in person", "door",
    )  # fmt: skip
    assert after.minutes == 60
    assert len(workspace.attendance.rows(held)) == 1


def test_two_devices_at_once_are_not_added(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    parts = [("Jane Roe", JANE[1], "15:00:00", "15:40:00", "40m"), ("Jane Roe", JANE[1], "15:20:00", "16:00:00", "40m")]
    bring(workspace, held, teams(("Jane Roe", JANE[1], "15:00:00", "16:00:00", "1h 20m"), activities=parts))
    assert row(workspace, held, jane).minutes == 60


def test_a_rejoin_in_a_second_file_makes_the_union(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    bring(workspace, held, teams(("Jane Roe", JANE[1], "15:00:00", "15:30:00", "30m"), name="one.csv"))
    second = teams(("Jane Roe", JANE[1], "15:20:00", "16:00:00", "40m"), name="two.csv")
    assert only(workspace.reports.plan(held, second)).adds == ("60 min",)
    bring(workspace, held, second)
    assert row(workspace, held, jane).minutes == 60
    assert workspace.store.value("SELECT count(*) FROM attendance_session") == 2


def test_fewer_minutes_than_the_series_asks_for_are_not_attendance(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    path = teams(("Jane Roe", JANE[1], "15:00:00", "15:09:00", "9m"))
    assert only(workspace.reports.plan(held, path)).adds == ("9 min, too short to count as attended",)
    bring(workspace, held, path)
    assert (row(workspace, held, jane).presence, row(workspace, held, jane).minutes) == ("unknown", 9)
    workspace.huddles.edit_series(1, SeriesDraft("Huddle", threshold_minutes=9))
    bring(workspace, held, path)
    assert row(workspace, held, jane).presence == "attended"


def test_short_stays_of_two_files_count_together(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    bring(workspace, held, teams(("Jane Roe", JANE[1], "15:00:00", "15:06:00", "6m"), name="one.csv"))
    bring(workspace, held, teams(("Jane Roe", JANE[1], "15:30:00", "15:36:00", "6m"), name="two.csv"))
    assert (row(workspace, held, jane).presence, row(workspace, held, jane).minutes) == ("attended", 12)


def test_an_unknown_duration_is_unknown_and_not_absent(workspace: Workspace, held: int, jane: int) -> None:
    bring(workspace, held, "Name,Email,Attended\nJane Roe,jane.roe@acme.example,yes\n")
    assert (row(workspace, held, jane).presence, row(workspace, held, jane).minutes) == ("attended", None)


def test_who_is_not_in_the_report_stays_as_they_were(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    bring(workspace, held, teams(("Ida Moss", "ida@new.example", "15:00:00", "16:00:00", "1h")))
    assert (row(workspace, held, jane).registration, row(workspace, held, jane).presence) == ("registered", "unknown")


def test_the_unnamed_are_counted_and_never_fewer(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    dial_in = ("+44 1632 ****12", "", "15:00:00", "16:00:00", "1h")
    workspace.huddles.set_headcount(held, 0)
    path = teams(JANE, dial_in)
    assert workspace.reports.plan(held, path).adds_headcount
    bring(workspace, held, path)
    assert workspace.huddles.get(held).row.headcount == 1
    workspace.huddles.set_headcount(held, 5)
    bring(workspace, held, path)
    assert workspace.huddles.get(held).row.headcount == 5


def test_a_cancellation_takes_the_place_of_a_registration_but_says_nothing_of_presence(
    workspace: Workspace, held: int, jane: int, tmp_path: Path
) -> None:
    workspace.attendance.reply(held, [jane], "registered")
    path = tmp_path / "attendees.csv"
    path.write_text(
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status\n"
        "1,2026-05-02 09:14:10+01:00,Jane,Roe,jane.roe@acme.example,1,General,11,Not Attending\n"
        "2,2026-05-02 09:14:10+01:00,Ida,Moss,ida@new.example,1,General,12,Attending\n"
    )
    bring(workspace, held, path)
    assert (row(workspace, held, jane).registration, row(workspace, held, jane).presence) == ("cancelled", "unknown")
    assert [(each.name, each.registration) for each in workspace.attendance.rows(held) if each.contact_id != jane] == [
        ("Ida Moss", "registered")
    ]


def test_who_has_replied_is_not_made_invited_again(workspace: Workspace, held: int, jane: int) -> None:
    workspace.attendance.reply(held, [jane], "declined")
    bring(workspace, held, "Name,Email,Status\nJane Roe,jane.roe@acme.example,Invited\n")
    assert row(workspace, held, jane).registration == "declined"


def test_wall_clock_times_are_those_of_the_huddles_zone_on_both_sides_of_the_clock_change(
    workspace: Workspace, jane: int, teams: Write
) -> None:
    for number, (day, utc) in enumerate(((date(2026, 3, 28), "15:00:00"), (date(2026, 3, 29), "14:00:00"))):
        of_day = workspace.huddles.plan(HuddleDraft(day, time(15), time(16), series_id=1, number=number + 1))
        bring(workspace, of_day, teams(JANE, day=f"{day:%d/%m/%Y}", name=f"{number}.csv"))
        joined = workspace.store.value(
            "SELECT s.joined_at FROM attendance_session s JOIN attendance a ON a.id = s.attendance_id "
            "WHERE a.huddle_id = ?",
            (of_day,),
        )
        assert joined == f"{day.isoformat()}T{utc}Z"
        assert row(workspace, of_day, jane).minutes == 60


# -- lists that say neither


@pytest.mark.parametrize(
    ("counts_as", "expected"), [("attended", ("none", "attended")), ("registered", ("registered", "unknown"))]
)
def test_a_typed_list_says_what_one_says_it_does(
    workspace: Workspace, held: int, jane: int, counts_as: Any, expected: tuple[str, str]
) -> None:
    plan = workspace.reports.plan(held, "Jane Roe, Acme Imaging, jane.roe@acme.example", counts_as=counts_as)
    assert plan.counts_as == counts_as
    workspace.reports.apply(plan)
    assert (row(workspace, held, jane).registration, row(workspace, held, jane).presence) == expected


def test_a_list_for_a_huddle_still_to_come_registers_and_no_report_can_say_who_was_there(
    workspace: Workspace, jane: int, teams: Write
) -> None:
    coming = huddle(workspace, LATER)
    assert workspace.reports.plan(coming, "Jane Roe, jane.roe@acme.example").counts_as == "registered"
    plan = workspace.reports.plan(coming, teams(JANE, day="18/06/2026"))
    with pytest.raises(Invalid, match="still to come"):
        workspace.reports.apply(plan)
    assert workspace.attendance.row(coming, jane) is None


# -- which day


def test_a_day_that_can_be_two_is_asked_before_anything_is_written(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    path = teams(JANE, day="03/04/2026")
    plan = workspace.reports.plan(held, path)
    assert set(plan.possible_days) == {date(2026, 4, 3), date(2026, 3, 4)}
    with pytest.raises(Invalid, match="which day"):
        workspace.reports.apply(plan)
    assert workspace.attendance.row(held, jane) is None
    chosen = workspace.reports.plan(held, path, on=date(2026, 3, 4))
    assert (chosen.possible_days, chosen.other_day) == ((date(2026, 3, 4),), date(2026, 3, 4))
    assert chosen.day_order == "month first: as chosen"
    assert workspace.reports.apply(chosen).changed == 1
    assert workspace.store.value("SELECT joined_at FROM attendance_session") == "2026-03-04T15:00:00Z"


def test_the_huddles_own_day_settles_the_order_and_says_so(workspace: Workspace, jane: int, teams: Write) -> None:
    april = huddle(workspace, date(2026, 4, 3))
    plan = workspace.reports.plan(april, teams(JANE, day="03/04/2026"))
    assert (plan.possible_days, plan.other_day, plan.refusal) == ((date(2026, 4, 3),), None, "")
    assert plan.day_order == "day first: resolved by the huddle's own date"


def test_a_file_finds_the_huddle_of_its_day_else_the_latest(workspace: Workspace, teams: Write) -> None:
    assert workspace.reports.huddle_for(teams(JANE)) is None
    march, _may = huddle(workspace, date(2026, 3, 19)), huddle(workspace)
    coming = huddle(workspace, LATER)
    assert workspace.reports.huddle_for(teams(JANE, day="19/03/2026")) == march
    assert workspace.reports.huddle_for(teams(JANE, day="18/06/2026")) == coming
    assert workspace.reports.huddle_for(teams(JANE, day="25/02/2026")) == _may


# -- what asks, and what is kept


def test_a_line_is_decided_before_it_is_written_and_not_asked_again(
    workspace: Workspace, held: int, teams: Write
) -> None:
    ravi = person(workspace, "Ravi Shah")
    path = teams(RAVI)
    plan = workspace.reports.decide(workspace.reports.plan(held, path), 1, ravi)
    assert (only(plan).outcome, only(plan).contact, only(plan).adds) == (
        Outcome.MATCHED,
        "Ravi Shah",
        ("attended", "45 min"),
    )
    workspace.reports.apply(plan)
    assert row(workspace, held, ravi).minutes == 45
    workspace.attendance.remove(held, [ravi])
    again = only(workspace.reports.plan(held, path))
    assert (again.outcome, again.contact_id, again.reason) == (Outcome.MATCHED, ravi, "chosen before")


def test_a_decision_that_adds_nothing_is_remembered_all_the_same(workspace: Workspace, held: int) -> None:
    ravi, other = person(workspace, "Ravi Shah"), person(workspace, "Ravi Shah")
    for contact_id in (ravi, other):
        workspace.attendance.mark(held, [contact_id], "attended")
    text = "Name,Attended\nRavi Shah,yes\n"
    plan = workspace.reports.decide(workspace.reports.plan(held, text), 1, ravi)
    assert plan.has_work
    assert not plan.changes_anything
    workspace.reports.apply(plan)
    assert only(workspace.reports.plan(held, text)).contact_id == ravi


def test_a_line_said_to_be_new_makes_a_namesake(workspace: Workspace, held: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    path = teams(RAVI)
    workspace.reports.apply(workspace.reports.decide(workspace.reports.plan(held, path), 1, NEW_CONTACT))
    assert people(workspace) == ["Ravi Shah", "Ravi Shah"]
    assert not workspace.reports.plan(held, path).has_work


def test_a_decision_can_be_taken_back_before_it_is_written(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    plan = workspace.reports.plan(held, teams(JANE))
    left = workspace.reports.decide(plan, 1, LEAVE)
    assert only(left).outcome is Outcome.LEFT
    assert workspace.reports.decide(left, 1, None) == plan


def test_a_kept_line_is_matched_later_with_what_it_said(workspace: Workspace, held: int, teams: Write) -> None:
    ravi = person(workspace, "Ravi Shah")
    bring(workspace, held, teams(RAVI))
    (kept,) = workspace.reports.kept(held)
    assert (kept.name, kept.minutes, kept.file_name) == ("Ravi Shah", 45, "report.csv")
    assert [known.contact_id for known in kept.candidates] == [ravi]
    assert workspace.reports.match(kept.id, ravi) == ravi
    assert (row(workspace, held, ravi).presence, row(workspace, held, ravi).minutes) == ("attended", 45)
    assert workspace.reports.kept(held) == []
    assert not workspace.reports.plan(held, teams(RAVI)).has_work


def test_a_kept_line_of_somebody_new_makes_them(workspace: Workspace, held: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    bring(workspace, held, teams(RAVI))
    (kept,) = workspace.reports.kept(held)
    made = workspace.reports.match(kept.id, NEW_CONTACT)
    assert row(workspace, held, made).minutes == 45
    assert len(people(workspace)) == 2


def test_a_dismissed_line_is_not_asked_about_again(workspace: Workspace, held: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    bring(workspace, held, teams(RAVI))
    (kept,) = workspace.reports.kept(held)
    workspace.reports.dismiss([kept.id])
    assert workspace.reports.kept(held) == []
    plan = workspace.reports.plan(held, teams(RAVI))
    assert only(plan).outcome is Outcome.LEFT
    assert not plan.has_work
    with pytest.raises(NotFound):
        workspace.reports.match(kept.id, NEW_CONTACT)


def test_a_kept_line_decided_in_a_second_review_waits_no_more(workspace: Workspace, held: int, teams: Write) -> None:
    ravi = person(workspace, "Ravi Shah")
    path = teams(RAVI)
    bring(workspace, held, path)
    workspace.reports.apply(workspace.reports.decide(workspace.reports.plan(held, path), 1, ravi))
    assert workspace.reports.kept(held) == []
    assert row(workspace, held, ravi).presence == "attended"


def test_somebody_chosen_before_and_now_in_the_trash_is_asked_about_anew(
    workspace: Workspace, held: int, teams: Write
) -> None:
    ravi, _ = person(workspace, "Ravi Shah"), person(workspace, "Ravi Shah")
    path = teams(RAVI)
    workspace.reports.apply(workspace.reports.decide(workspace.reports.plan(held, path), 1, ravi))
    workspace.trash.put("contact", [ravi])
    assert only(workspace.reports.plan(held, path)).outcome is Outcome.ASK


# -- writing


def test_a_report_is_one_step_and_undone_whole(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    workspace.attendance.check_in(held, jane)
    before = dump(workspace)
    path = teams(
        JANE,
        RAVI,
        ("Ida Moss", "ida@new.example", "15:00:00", "16:00:00", "1h"),
        ("+44 1632 ****12", "", "15:00:00", "16:00:00", "1h"),
    )
    done = bring(workspace, held, path)
    assert (done.changed, done.created, done.kept) == (2, 1, 1)
    after = dump(workspace)
    assert workspace.undo() is not None
    assert dump(workspace) == before
    workspace.redo()
    assert dump(workspace) == after


def test_in_a_locked_huddle_the_lock_is_kept(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    tom = person(workspace, "Tom Ash", None, "tom@ward.example")
    workspace.attendance.reply(held, [jane, tom], "registered")
    workspace.huddles.lock(held)
    assert row(workspace, held, jane).presence == "absent"
    bring(workspace, held, teams(JANE, ("Tom Ash", "tom@ward.example", "15:00:00", "15:03:00", "3m")))
    assert (row(workspace, held, jane).presence, row(workspace, held, jane).by_lock) == ("attended", False)
    assert (row(workspace, held, tom).presence, row(workspace, held, tom).minutes) == ("absent", 3)
    workspace.huddles.unlock(held)
    assert (row(workspace, held, jane).presence, row(workspace, held, tom).presence) == ("attended", "unknown")


def test_a_report_stopped_half_way_changes_nothing(workspace: Workspace, held: int) -> None:
    text = "Name,Email,Attended\n" + "".join(f"Ida Moss{n},ida{n}@new.example,yes\n" for n in range(300))
    plan = workspace.reports.plan(held, text)
    before = dump(workspace)
    with pytest.raises(Cancelled):
        workspace.reports.apply(plan, cancelled=lambda: True)
    assert dump(workspace) == before


def test_planning_writes_nothing(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    before = dump(workspace)
    workspace.reports.decide(workspace.reports.plan(held, teams(JANE, RAVI)), 2, LEAVE)
    assert dump(workspace) == before
