"""What an attendance file adds to a huddle, and that the same file adds nothing twice."""

from datetime import date, time
from pathlib import Path

from crm.attendance.reports import ReportResult
from crm.huddles import HuddleDraft, SeriesDraft
from crm.workspace import Workspace
from tests.crm.attendance.bring import JANE, RAVI, Write, bring, dump, only, row
from tests.crm.huddle_maker import person


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
