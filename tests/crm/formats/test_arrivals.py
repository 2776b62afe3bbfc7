"""Columns that say who arrived, whatever they are called; who did not arrive beside others is not there."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm.formats.attendance import Attendee, ReadAttendance
from crm.formats.attendance_columns import part_of
from crm.formats.attendance_files import read_attendance
from crm.formats.detect import kind_of
from tests.crm.formats.attendance import csv_text

_HEADINGS = [
    "Checked in", "Checked-in", "Is Checked In", "Checkin", "Check-in time", "Checked In At", "Check in date/time",
    "Arrived at", "Arrived", "Arrival time", "Signed in", "Sign-in time", "Scanned at", "Scanned", "Attended?",
    "Attended", "Present?", "Present (Y/N)", "Attendance (Yes/No)", "Did they attend?", "Did they show up?",
    "Was present?", "Attended the event", "checked_in",
]  # fmt: skip


def _by_name(found: ReadAttendance) -> dict[str, Attendee]:
    return {one.shown_name: one for one in found.attendees}


@pytest.mark.parametrize("heading", _HEADINGS)
@pytest.mark.parametrize("there", ["Yes", "x", "✓", "TRUE", "1", "2026-11-11 09:12", "09:12"])
@pytest.mark.parametrize("missing", ["", "No", "FALSE"])
def test_a_yes_a_tick_or_a_time_is_presence_and_nothing_or_no_beside_it_is_not(
    heading: str, there: str, missing: str
) -> None:
    found = read_attendance(
        csv_text(f"Name,Email,{heading}", f"Ida Moss,ida@moss.example,{there}", f"Rui Faro,rui@faro.example,{missing}"),
        on=date(2026, 11, 11),
    )
    ida, rui = found.attendees
    assert (ida.attended, rui.attended, rui.registration) == (True, False, "registered")
    assert found.tells_presence
    assert (ida.checked_in_at == datetime(2026, 11, 11, 9, 12)) == (":" in there)


@pytest.mark.parametrize("heading", _HEADINGS)
def test_a_column_for_arriving_makes_a_list_one_of_attendance(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_text(f"Name,Email,{heading}", "Ida Moss,ida@moss.example,Yes", "Rui Faro,rui@faro.example,"))
    assert kind_of(path) == "attendance"


def test_nobody_checked_in_yet_says_nothing_of_who_came_and_is_said() -> None:
    found = read_attendance(csv_text("Name,Email,Checked in", "Ida Moss,ida@moss.example,No", "Rui Faro,,No"))
    assert [one.attended for one in found.attendees] == [None, None]
    assert found.tells_presence
    assert any("Nobody is marked" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("text", "attended", "apologies"),
    [
        ("No - sorry", False, False),
        ("No, apologies", False, True),
        ("Apologies - on leave", False, True),
        ("Apols", False, True),
        ("Yes, with a colleague", True, False),
        ("Present (late)", True, False),
        ("DNA", False, False),
        ("P", True, False),
        ("A", False, False),
    ],
)
def test_the_first_word_of_what_is_said_decides(text: str, attended: bool, apologies: bool) -> None:
    found = _by_name(
        read_attendance(csv_text("Name,Email,Attended", f'Ida Moss,ida@moss.example,"{text}"', "Rui Faro,,Yes"))
    )
    assert (found["Ida Moss"].attended, found["Ida Moss"].apologies) == (attended, apologies)


def test_what_does_not_say_whether_somebody_came_is_named() -> None:
    found = read_attendance(csv_text("Name,Email,Attended", "Ida Moss,,Yes", "Rui Faro,,ask Petra", "Olu Dare,,Yes"))
    assert any("“ask Petra”" in problem for problem in found.problems)


def test_a_moment_of_universal_time_is_that_of_the_clock_on_the_wall() -> None:
    heading = "Name,Email,Checked In At"
    mixed = read_attendance(
        csv_text(
            heading,
            "Ida Moss,ida@moss.example,2026-10-07T14:02:00Z",
            "Rui Faro,rui@faro.example,2026-10-07T15:02:00+01:00",
            "Olu Dare,olu@dare.example,2026-10-07 15:02:00",
            "Zoe Hart,zoe@hart.example,2026-10-07 14:02:00 UTC",
        )
    )
    assert {one.checked_in_at for one in mixed.attendees} == {datetime(2026, 10, 7, 15, 2)}
    (only,) = read_attendance(csv_text(heading, "Ida Moss,ida@moss.example,2026-10-07T14:02:00Z")).attendees
    assert only.checked_in_at == datetime(2026, 10, 7, 14, 2, tzinfo=UTC)
    assert mixed.possible_days == (date(2026, 10, 7),)


def test_columns_for_apologies_and_absence_say_who_was_away() -> None:
    found = _by_name(
        read_attendance(
            csv_text("Name,Apologies,No show,Attended", "Ida Moss,,,x", "Rui Faro,x,,", "Olu Dare,,x,", "Zoe Hart,,,")
        )
    )
    assert [(one.attended, one.apologies) for one in found.values()] == [
        (True, False), (False, True), (False, False), (False, False),
    ]  # fmt: skip
    assert [one.registration for one in found.values()] == ["registered", "none", "registered", "registered"]


def test_a_signature_is_presence(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(csv_text("Name,Organisation,Signature", "Ida Moss,Moss Trust,I Moss", "Rui Faro,Faro Ltd,"))
    assert kind_of(path) == "attendance"
    assert [one.attended for one in read_attendance(path).attendees] == [True, False]


def test_being_there_in_person_or_online_is_said_by_the_column() -> None:
    found = read_attendance(csv_text("Name,Attended in person,Attended online", "Ida Moss,Yes,", "Rui Faro,,Yes"))
    assert [(one.attended, one.mode) for one in found.attendees] == [(True, "in person"), (True, "online")]


def test_a_member_who_joined_years_ago_was_not_at_the_huddle() -> None:
    (ida,) = read_attendance(
        csv_text("Name,Email,Status,Joined", "Ida Moss,ida@moss.example,Active,2020-01-05"), on=date(2026, 11, 11)
    ).attendees
    assert (ida.attended, ida.registration, ida.join) == (None, "none", None)
    assert ida.extra["answers"] == {"Joined": "2020-01-05"}


def test_arriving_and_leaving_at_a_door_is_a_stay() -> None:
    (ida,) = read_attendance(
        csv_text("Name,Checked in,Checked out", "Ida Moss,2026-11-11 09:00,2026-11-11 10:30")
    ).attendees
    assert (ida.minutes, ida.checked_in_at) == (90, datetime(2026, 11, 11, 9))


@pytest.mark.parametrize(
    "heading",
    ["Created", "Last contacted", "Opens", "Average call", "Last sign in", "Member since", "Sign up", "Checked by"],
)
def test_dates_and_hours_of_contacts_are_no_arrivals(heading: str) -> None:
    assert part_of(heading) not in ("arrival", "join", "leave", "minutes")


@pytest.mark.parametrize("heading", ["Will you attend?", "Are you coming?", "RSVP", "Can you make it?", "Going"])
def test_a_reply_is_a_registration_and_no_presence(heading: str) -> None:
    found = read_attendance(
        csv_text(f"Name,Email,{heading}", "Ida Moss,ida@moss.example,Yes", 'Rui Faro,rui@faro.example,"No, sorry"')
    )
    assert [(one.registration, one.attended) for one in found.attendees] == [("registered", None), ("declined", None)]
    assert not found.tells_presence
