"""Registers with a column for each day, sections between the rows, and lists of several days."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from crm.formats.attendance import ReadAttendance
from crm.formats.attendance_files import read_attendance
from crm.formats.detect import kind_of
from tests.crm.formats.attendance import csv_text

_ON = date(2026, 11, 11)


def _attended(found: ReadAttendance) -> dict[str, bool | None]:
    return {one.shown_name: one.attended for one in found.attendees}


def _register(first: str, second: str) -> bytes:
    return csv_text(
        f"Name,Email,Organisation,{first},{second}",
        "Ida Moss,ida@moss.example,Moss Trust,P,P",
        "Rui Faro,rui@faro.example,Faro Ltd,P,A",
        "Olu Dare,olu@dare.example,Dare CIC,Apols,P",
        "Zoe Hart,zoe@hart.example,Hart plc,P,",
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("14/10/2026", "11/11/2026"),
        ("2026-10-14", "2026-11-11"),
        ("14 Oct 2026", "11 Nov 2026"),
        ("Wed 14 October", "Wed 11 November"),
        ("14-Oct-26", "11-Nov-26"),
        ("14/10", "11/11"),
        ("Huddle 14.10.2026", "Huddle 11.11.2026"),
        ("October 14 2026", "November 11 2026"),
    ],
)
def test_the_column_of_the_huddles_own_day_is_read(first: str, second: str) -> None:
    found = read_attendance(_register(first, second), on=_ON)
    assert _attended(found) == {"Ida Moss": True, "Rui Faro": False, "Olu Dare": True, "Zoe Hart": False}
    assert found.possible_days == (_ON,)
    assert all("answers" not in one.extra and not one.apologies for one in found.attendees)


def test_without_a_huddle_it_is_said_that_it_is_a_register_of_several_days(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(_register("14/10/2026", "11/11/2026"))
    found = read_attendance(path)
    assert kind_of(path) == "attendance"
    assert any("register of 2 days: 14 Oct 2026, 11 Nov 2026" in warning for warning in found.warnings)
    assert (found.possible_days, found.tells_presence) == ((date(2026, 10, 14), _ON), True)
    assert set(_attended(found).values()) == {None}


def test_a_register_without_the_huddles_day_says_of_nobody_that_they_came() -> None:
    found = read_attendance(_register("14/10/2026", "11/11/2026"), on=date(2026, 12, 9))
    assert set(_attended(found).values()) == {None}
    assert len(found.possible_days) == 2


def test_a_workbooks_register_is_read_by_the_days_in_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Register")
    sheet.write_row(0, 0, ["Name", "Organisation"])
    for place, day in enumerate((date(2026, 10, 7), _ON), 2):
        sheet.write_datetime(0, place, day, book.add_format({"num_format": "dd/mm/yyyy"}))
    for row, cells in enumerate(
        [
            ("Ida Moss", "Moss Trust", "x", "x"),
            ("Rui Faro", "Faro Ltd", "", "x"),
            ("Olu Dare", "Dare CIC", "apols", ""),
        ],
        1,
    ):
        sheet.write_row(row, 0, cells)
    book.close()
    found = read_attendance(path, on=_ON)
    assert _attended(found) == {"Ida Moss": True, "Rui Faro": True, "Olu Dare": False}
    assert not any(one.apologies for one in found.attendees)


def test_a_question_with_a_day_in_it_is_a_reply_and_no_register() -> None:
    found = read_attendance(
        csv_text("Name,Email,Will you join us on 11 November?", 'Ida Moss,ida@moss.example,"Yes, with a colleague"'),
        on=_ON,
    )
    assert [(one.registration, one.attended) for one in found.attendees] == [("registered", None)]
    assert (found.unnamed.people, found.tells_presence) == (0, False)


def test_several_columns_of_one_day_are_its_sections() -> None:
    found = read_attendance(
        csv_text("Name,Email,11 Nov 2026 am,11 Nov 2026 pm", "Ida Moss,,x,", "Rui Faro,,,x", "Olu Dare,,,"), on=_ON
    )
    assert _attended(found) == {"Ida Moss": True, "Rui Faro": True, "Olu Dare": False}
    sections = read_attendance(csv_text("Name,Email,Morning,Afternoon", "Ida Moss,,✓,", "Rui Faro,,,✓", "Olu Dare,,,"))
    assert _attended(sections) == {"Ida Moss": True, "Rui Faro": True, "Olu Dare": False}


def test_lines_between_the_rows_say_of_those_below_what_they_say() -> None:
    found = read_attendance(
        csv_text(
            "Name,Organisation",
            "Present,",
            "Ida Moss,Moss Trust",
            "Morning session,",
            "Rui Faro,Faro Ltd",
            "Apologies:,",
            "Olu Dare,Dare CIC",
        )
    )
    ida, rui, olu = found.attendees
    assert (ida.attended, rui.attended) == (True, None)
    assert (olu.attended, olu.apologies) == (False, True)
    assert [row.text for row in found.skipped] == ["Present", "Morning session", "Apologies:"]


def test_of_a_list_of_several_days_the_rows_of_the_huddles_own_are_read() -> None:
    by_section = csv_text(
        "Name,Email,Attended", "14 October 2026,,", "Ida Moss,,Yes", "Rui Faro,,Yes", "11 November 2026,,",
        "Ida Moss,,No",
        "Rui Faro,,Yes",
    )  # fmt: skip
    by_column = csv_text(
        "Date,Name,Attended", "14/10/2026,Ida Moss,Yes", "14/10/2026,Rui Faro,Yes", "11/11/2026,Ida Moss,No",
        "11/11/2026,Rui Faro,Yes",
    )  # fmt: skip
    for content in (by_section, by_column):
        assert _attended(read_attendance(content, on=_ON)) == {"Ida Moss": False, "Rui Faro": True}
        assert len(read_attendance(content).possible_days) == 2


def test_the_headings_once_more_begin_a_new_part_and_are_nobody() -> None:
    found = read_attendance(
        csv_text("Name,Email,Attended", "Ida Moss,,Yes", "Name,Email,Attended", "Rui Faro,,Yes",
                 "E-mail,Full name,Present",
                 "olu@dare.example,Olu Dare,Yes")
    )  # fmt: skip
    assert _attended(found) == {"Ida Moss": True, "Rui Faro": True, "Olu Dare": True}


MONTHS = "Attendee,Sept 2026,Oct 2026,Nov 2026\nIda Moor,1,1,1\nJon Peel,1,0,0\nKit Ross,1,,\n"


def test_a_register_with_a_column_a_month_is_read_from_the_month_of_the_huddle() -> None:
    answer = read_attendance(MONTHS.encode(), on=date(2026, 10, 7), name="register.csv")
    assert [one.attended for one in answer.attendees] == [True, False, False]
    assert answer.possible_days == (date(2026, 10, 7),)
    assert not any("answers" in one.extra for one in answer.attendees)


def test_a_register_of_other_months_says_of_nobody_that_they_came() -> None:
    answer = read_attendance(MONTHS.encode(), on=date(2026, 12, 9), name="register.csv")
    assert answer.tells_presence
    assert not any(one.attended for one in answer.attendees)
    assert "This is a register of 3 months, and none is the huddle's." in answer.warnings
