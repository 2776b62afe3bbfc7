"""Google Meet, Eventbrite and Luma: days from the file's name, tickets and check-ins."""

from datetime import UTC, date, datetime

from crm.formats.attendance import ReadAttendance
from crm.formats.attendance_files import read_attendance
from tests.crm.formats.attendance import csv_text

_MEET = "First name,Last name,Email,Duration,Time joined,Time exited"
_LUMA = (
    "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,custom_source,checked_in_at,"
    "qr_code_url,ticket_name,Which organisation do you work for?"
)
_EVENTBRITE = (
    "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status,Company,Diet"
)


def _meet(
    *rows: str, name: str = "2026-06-03 22_58 - Night huddle - Attendance report.csv", on: date | None = None
) -> ReadAttendance:
    return read_attendance(csv_text(_MEET, *rows), name=name, on=on)


def test_a_meeting_past_midnight_ends_on_the_next_day() -> None:
    found = _meet("Ida,Moss,ida@moss.example,1 hr 30 min,10:58 PM,12:28 AM", "Rui,Faro,,8 min,12:10 AM,12:18 AM")
    ida, rui = found.attendees
    assert (ida.join, ida.leave) == (datetime(2026, 6, 3, 22, 58), datetime(2026, 6, 4, 0, 28))
    assert (rui.join, rui.minutes) == (datetime(2026, 6, 4, 0, 10), 8)
    assert found.meeting.title == "Night huddle"


def test_without_a_day_the_durations_are_known_and_the_times_are_not() -> None:
    found = _meet("Ida,Moss,ida@moss.example,12 min,10:58 AM,11:10 AM", name="download.csv")
    (ida,) = found.attendees
    assert (ida.join, ida.minutes, ida.attended) == (None, 12, True)
    assert found.problems
    assert found.possible_days == ()


def test_the_huddle_gives_the_day_that_the_file_does_not() -> None:
    found = _meet("Ida,Moss,ida@moss.example,12 min,10:58 AM,11:10 AM", name="download.csv", on=date(2026, 6, 3))
    assert found.meeting.start == datetime(2026, 6, 3, 10, 58)


def test_a_break_in_a_meeting_leaves_the_stated_duration() -> None:
    (ida,) = _meet("Ida,Moss,ida@moss.example,10 min,10:00 AM,11:00 AM").attendees
    assert (ida.minutes, ida.sessions) == (10, ())


def test_the_title_in_a_files_name_loses_what_stands_for_a_mark() -> None:
    found = _meet(
        "Ida,Moss,ida@moss.example,12 min,10:58 AM,11:10 AM",
        name="2026-06-03 10_58 - Who pays_ - Attendance report.csv",
    )
    assert found.meeting.title == "Who pays"


def test_a_report_of_meet_is_read_in_another_language() -> None:
    found = read_attendance(
        csv_text(
            "Vorname,Nachname,E-Mail,Dauer,Beitrittszeit,Zeit des Verlassens",
            "Ida,Moss,ida@moss.example,12 Min.,10:58,11:10",
        ),
        on=date(2026, 6, 3),
    )
    assert (found.format, found.attendees[0].shown_name, found.attendees[0].minutes) == (
        "google_meet_attendance", "Ida Moss", 12,
    )  # fmt: skip


def _eventbrite(*rows: str) -> ReadAttendance:
    return read_attendance(csv_text(_EVENTBRITE, *rows))


def test_checked_in_was_there_and_attending_is_only_registered() -> None:
    found = _eventbrite(
        "1,2026-05-02 09:14:10+01:00,Ida,Moss,ida@moss.example,1,General,11,Attending,Moss Ltd,Vegan",
        "2,2026-05-02 09:14:10+01:00,Rui,Faro,rui@faro.example,1,General,12,Checked In,,",
        "3,2026-05-02 09:14:10+01:00,Olu,Dare,olu@dare.example,1,General,13,Not Attending,,",
        "4,2026-05-02 09:14:10+01:00,Zoe,Hart,zoe@hart.example,1,General,14,Refunded,,",
    )
    said = [(one.registration, one.attended) for one in found.attendees]
    assert said == [("registered", None), ("registered", True), ("cancelled", None), ("cancelled", None)]
    assert found.attendees[0].extra["answers"] == {"Diet": "Vegan"}


def test_one_buyers_address_for_several_people_keeps_them_apart_and_is_said() -> None:
    found = _eventbrite(
        "1,2026-05-02 09:14:10+01:00,Ida,Moss,ida@moss.example,1,General,11,Attending,,",
        "1,2026-05-02 09:14:10+01:00,Rui,Faro,ida@moss.example,1,General,12,Attending,,",
        "1,2026-05-02 09:14:10+01:00,Info Requested,Info Requested,Info Requested,1,General,13,Attending,,",
    )
    assert [one.shown_name for one in found.attendees] == ["Ida Moss", "Rui Faro"]
    assert any("ida@moss.example stands with 2 people" in warning for warning in found.warnings)
    assert [row.reason for row in found.skipped] == ["a ticket whose holder is not named yet"]


def _luma(*rows: str) -> ReadAttendance:
    return read_attendance(csv_text(_LUMA, *rows), name="Evening - Guests - 2026-09-04-09-00-00.csv")


def test_columns_in_either_order_are_found_by_their_names() -> None:
    found = _luma(
        "gst-1,Ida Moss,Ida,Moss,ida@moss.example,,2026-08-12T10:01:02.345Z,approved,letter,"
        "2026-09-03T17:05:10.000Z,,S,Moss Ltd",
        "gst-2,Ana de Sousa,Ana,de,ana@sousa.example,,2026-08-12T10:01:02.345Z,waitlist,,,,S,",
    )
    ida, ana = found.attendees
    assert (ida.attended, ida.source, ida.organisation) == (True, "letter", "Moss Ltd")
    assert ida.checked_in_at == datetime(2026, 9, 3, 17, 5, 10, tzinfo=UTC)
    assert (ana.shown_name, ana.name.family, ana.registration, ana.attended) == (
        "Ana de Sousa",
        "de Sousa",
        "waitlisted",
        False,
    )


def test_nobody_checked_in_says_nothing_about_who_came() -> None:
    found = _luma("gst-1,Ida Moss,Ida,Moss,ida@moss.example,,2026-08-12T10:01:02.345Z,invited,,,,S,")
    assert (found.attendees[0].attended, found.attendees[0].registration) == (None, "invited")
    assert any("Nobody is checked in" in warning for warning in found.warnings)
