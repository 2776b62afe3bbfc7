"""Tables of one's own and typed lists; which files are attendance and which are contacts."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from crm.__main__ import main
from crm.formats.attendance import Attendee, ReadAttendance
from crm.formats.attendance_files import read_attendance, read_pasted
from crm.formats.detect import kind_of, read_either
from crm.formats.rows import UnreadableFile
from tests.crm.formats.attendance import ENGLISH, csv_text


def _said(one: Attendee) -> tuple[str, str, str]:
    return one.shown_name, one.organisation, one.email


def _only(text: str) -> Attendee:
    (found,) = read_pasted(text).attendees
    return found


@pytest.mark.parametrize(
    "line",
    [
        "Ida Moss, Moss Diagnostics, ida@moss.example",
        "ida@moss.example; Moss Diagnostics; Ida Moss",
        "Moss Diagnostics\tIda Moss\tida@moss.example",
        "- Ida Moss, Moss Diagnostics <ida@moss.example>",
        "3) Ida Moss | ida@moss.example | Moss Diagnostics",
        "[x] Ida Moss – Moss Diagnostics – ida@moss.example",
        '"Moss, Ida", Moss Diagnostics, ida@moss.example',
        "Ida Moss ida@moss.example Moss Diagnostics",
        "• Ida Moss (Moss Diagnostics) mailto:ida@moss.example.",
    ],
)
def test_a_typed_line_is_read_in_any_order_and_with_any_marks(line: str) -> None:
    assert _said(_only(line)) == ("Ida Moss", "Moss Diagnostics", "ida@moss.example")


@pytest.mark.parametrize(
    "line", ["Moss, Ida, Quay CIC, ida.moss@quay.example", "Ida, Moss, Quay CIC, ida.moss@quay.example"]
)
def test_the_address_tells_which_of_two_names_comes_first(line: str) -> None:
    assert _said(_only(line))[:2] == ("Ida Moss", "Quay CIC")


def test_the_address_tells_name_and_organisation_apart_where_words_do_not() -> None:
    assert _said(_only("Quayside, Petra Ashe, petra.ashe@quayside.example"))[:2] == ("Petra Ashe", "Quayside")


def test_a_line_of_an_e_mail_programs_recipients_is_several_people() -> None:
    found = read_pasted('Ida Moss <ida@moss.example>; "Faro, Rui" <rui@faro.example>, olu@dare.example')
    assert [one.shown_name for one in found.attendees[:2]] == ["Ida Moss", "Rui Faro"]


def test_whole_names_between_semicolons_are_so_many_people() -> None:
    assert [one.shown_name for one in read_pasted("Ida Moss; Rui Faro; Olu Dare").attendees] == [
        "Ida Moss",
        "Rui Faro",
        "Olu Dare",
    ]


def test_headings_are_no_person_and_prose_is_skipped_with_its_reason() -> None:
    found = read_pasted(
        "Here is the list of everybody who told me that they would come:\n\nIda Moss, Moss Ltd\nRui Faro\n12345\n"
    )
    assert [_said(one)[:2] for one in found.attendees] == [("Ida Moss", "Moss Ltd"), ("Rui Faro", "")]
    assert [row.line for row in found.skipped] == [1, 5]
    assert all(one.attended is None for one in found.attendees)


def test_a_pasted_table_with_headings_is_read_by_them() -> None:
    found = read_pasted("Organisation\tName\tE-mail\tAttended\nMoss Ltd\tIda Moss\tida@moss.example\tyes\n")
    assert (_said(found.attendees[0]), found.attendees[0].attended) == (
        ("Ida Moss", "Moss Ltd", "ida@moss.example"),
        True,
    )


def test_a_paste_that_names_nobody_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="pasted text"):
        read_pasted("12345\n---\n")


_OWN = csv_text(
    "Huddle of 3 June,,,,,",
    "Name,Organisation,Email,Status,Minutes,Phone",
    "Ida Moss,Moss Ltd,ida@moss.example,Attended,45,01632 960111",
    "Rui Faro,Faro CIC,rui@faro.example,Apologies,,",
    "Olu Dare,,olu@dare.example,No show,0,",
    "Zoe Hart,,zoe@hart.example,Attended,,",
    "Ana Reis,,ana@reis.example,Registered,,",
    "Total,,,5,,",
)


def _own() -> dict[str, Attendee]:
    return {one.shown_name: one for one in read_attendance(_OWN).attendees}


def test_a_table_of_ones_own_tells_presence_apologies_and_minutes() -> None:
    people = _own()
    assert (people["Ida Moss"].attended, people["Ida Moss"].minutes) == (True, 45)
    assert (people["Rui Faro"].attended, people["Rui Faro"].apologies) == (False, True)
    assert (people["Ana Reis"].attended, people["Ana Reis"].registration) == (None, "registered")
    assert "Total" not in people


def test_minutes_that_are_not_told_are_unknown_and_never_nought() -> None:
    people = _own()
    assert (people["Zoe Hart"].attended, people["Zoe Hart"].duration_seconds) == (True, None)
    assert (people["Olu Dare"].attended, people["Olu Dare"].duration_seconds) == (False, None)


def test_times_of_arriving_and_leaving_take_the_huddles_day() -> None:
    text = csv_text("Name,Time in,Time out", "Ida Moss,09:05,10:00", "Rui Faro,09:30,")
    ida, rui = read_attendance(text, on=date(2026, 6, 3)).attendees
    assert (ida.join, ida.minutes) == (datetime(2026, 6, 3, 9, 5), 55)
    assert (rui.attended, rui.duration_seconds) == (True, None)


def test_a_workbook_is_read_from_the_sheet_that_holds_people(tmp_path: Path) -> None:
    path = tmp_path / "sign-in.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("About").write_row(0, 0, ["Our huddle"])
    sheet = book.add_worksheet("People")
    for place, row in enumerate(
        [("Name", "Company", "Email", "Attended"), ("Ida Moss", "Moss Ltd", "ida@moss.example", "x")]
    ):
        sheet.write_row(place, 0, row)
    book.close()
    assert kind_of(path) == "attendance"
    assert [(_said(one), one.attended) for one in read_attendance(path).attendees] == [
        (("Ida Moss", "Moss Ltd", "ida@moss.example"), True)
    ]


@pytest.mark.parametrize("since_1904", [False, True])
def test_times_of_a_workbook_are_the_same_whatever_its_days_count_from(tmp_path: Path, since_1904: bool) -> None:
    path = tmp_path / "times.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": since_1904})
    sheet = book.add_worksheet("People")
    sheet.write_row(0, 0, ["Name", "Email", "Join time", "Leave time"])
    sheet.write_row(1, 0, ["Ida Moss", "ida@moss.example"])
    moments = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    sheet.write_datetime(1, 2, datetime(2026, 11, 11, 9, 50), moments)
    sheet.write_datetime(1, 3, datetime(2026, 11, 11, 10, 20), moments)
    book.close()
    (ida,) = read_attendance(path).attendees
    assert (ida.join, ida.leave, ida.minutes) == (datetime(2026, 11, 11, 9, 50), datetime(2026, 11, 11, 10, 20), 30)


@pytest.mark.parametrize("content", [b"Name\tEmail\tAttended\r\n", csv_text("Name,Email,Attended", ",,", ",,")])
def test_headings_without_anybody_below_them_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="was not read"):
        read_attendance(content)


def _written(tmp_path: Path, content: bytes, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_dropped_file_of_attendance_is_told_by_its_content(tmp_path: Path) -> None:
    assert kind_of(_written(tmp_path, ENGLISH, "anything.txt")) == "attendance"
    assert kind_of(_written(tmp_path, _OWN)) == "attendance"
    assert isinstance(read_either(_written(tmp_path, _OWN)), ReadAttendance)


@pytest.mark.parametrize(
    "content",
    [
        csv_text("Name,Organisation,Email,Status", "Ida Moss,Moss Ltd,ida@moss.example,Prospect"),
        csv_text("Name,Email,Attended", "Ida Moss,ida@moss.example,Life Sciences 2024"),
        csv_text("Name,Email,Response", "Ida Moss,ida@moss.example,Called her on Monday"),
        csv_text("First Name,Last Name,Initials,E-mail Address", "Ida,Moss,I.M.,ida@moss.example"),
        csv_text("Name,Sector,Added", *(f"Person {n},Industry,14/10/2026 10:0{n}" for n in range(6))),
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ida Moss\r\nEND:VCARD\r\n",
    ],
)
def test_a_list_of_contacts_stays_one_whatever_its_columns_are_called(tmp_path: Path, content: bytes) -> None:
    assert kind_of(_written(tmp_path, content)) == "contacts"


def test_the_command_line_prints_attendance_with_the_huddles_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(_written(tmp_path, ENGLISH)), "--on", "2026-03-04"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["kind"], said["format"], said["attendee_count"]) == ("attendance", "teams_attendance", 3)
    assert said["meeting"]["start"] == "2026-03-04T08:55:00"


def test_a_column_of_names_alone_is_a_list_of_people() -> None:
    found = read_attendance(csv_text("Name", "Ida Moss", "Rui Faro"))
    assert [one.shown_name for one in found.attendees] == ["Ida Moss", "Rui Faro"]


def test_a_list_of_contacts_given_to_a_huddle_is_a_list_of_people_without_presence() -> None:
    (ida,) = read_attendance(csv_text("Name,Email", "Ida Moss,ida@moss.example")).attendees
    assert (ida.attended, ida.registration_status) == (None, "")


def test_a_card_and_a_text_of_prose_are_refused_with_a_sentence() -> None:
    with pytest.raises(UnreadableFile, match="imported as contacts"):
        read_attendance(b"BEGIN:VCARD\r\nFN:Ida Moss\r\nEND:VCARD\r\n")
    with pytest.raises(UnreadableFile, match="no list of people"):
        read_attendance(b"It was a dark and stormy night, and the rain fell in torrents all day long.\n" * 3)
