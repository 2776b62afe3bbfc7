"""Lists as people keep them by hand, and tables of sign-ups: sections, marks, addresses of orders, replies."""

from datetime import date
from pathlib import Path

import pytest

from crm.formats.attendance import ReadAttendance
from crm.formats.attendance_files import read_attendance, read_pasted
from crm.formats.attendance_statuses import read_registration
from crm.formats.attendee_names import who_is_nobody
from crm.formats.detect import kind_of

DAY = date(2026, 11, 11)

MINUTES = """Attendance - Huddle 41
Present (3):
- Ida Moor, Moor Trust
- Jon Peel - Peel Ltd
- Kit Ross - late
Apologies: Rae Tuck, Wim Zed and Bo Birch
Apologies received from:
Nia Orr (Orr Ltd)
In attendance: Hope Starr (chair)
"""


def _came(answer: ReadAttendance) -> dict[str, tuple[bool | None, bool]]:
    return {one.shown_name: (one.attended, one.apologies) for one in answer.attendees}


def _read(text: str) -> ReadAttendance:
    return read_attendance(text.encode(), on=DAY, name="list.csv")


def test_a_heading_line_of_a_typed_list_says_of_those_below_it_who_came_and_is_nobody() -> None:
    answer = read_pasted(MINUTES, on=DAY)
    here, sorry = (True, False), (False, True)
    assert _came(answer) == {
        "Ida Moor": here, "Jon Peel": here, "Kit Ross": here, "Rae Tuck": sorry, "Wim Zed": sorry, "Bo Birch": sorry,
        "Nia Orr": sorry, "Hope Starr": here,
    }  # fmt: skip
    assert answer.tells_presence
    assert [one.organisation for one in answer.attendees][:2] == ["Moor Trust", "Peel Ltd"]


def test_minutes_of_who_came_are_no_list_of_contacts(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(MINUTES, encoding="utf-8")
    assert kind_of(path) == "attendance"


def test_a_mark_of_ones_own_comes_before_the_heading_and_is_no_organisation() -> None:
    answer = read_pasted("Present:\nIda Moor\nJon Peel - apologies\nKit Ross, absent\n")
    (bea,) = read_pasted("Bea Birch (Birch Ltd) - maybe").attendees
    assert (bea.registration, bea.organisation) == ("invited", "Birch Ltd")
    assert _came(answer) == {"Ida Moor": (True, False), "Jon Peel": (False, True), "Kit Ross": (False, False)}
    assert {one.organisation for one in answer.attendees} == {""}


def test_a_typed_list_counts_guests_and_open_places_and_names_none_of_them() -> None:
    answer = read_pasted("1. Ida Moor, Moor Trust\n2. Jon Peel +1\n3. TBC (Peel Ltd)\n4. @Kit Ross\n5.\n")
    assert [one.shown_name for one in answer.attendees] == ["Ida Moor", "Jon Peel", "Kit Ross"]
    assert answer.unnamed.stand_ins == 2


def test_a_table_in_sections_of_who_came_is_no_list_of_contacts(tmp_path: Path) -> None:
    path = tmp_path / "sections.csv"
    path.write_text(
        "Name,Organisation,Email\nRegistered,,\nIda Moor,Moor Trust,ida@moor.example\nApologies,,\n"
        "Jon Peel,Peel Ltd,jon@peel.example\n",
        encoding="utf-8",
    )
    assert kind_of(path) == "attendance"
    ida, jon = read_attendance(path).attendees
    assert (ida.registration, jon.apologies) == ("registered", True)


def test_a_form_that_asks_how_somebody_will_come_tells_who_will_not() -> None:
    answer = _read(
        "Timestamp,Email Address,Name,Will you attend in person or online?\n"
        "2026/10/20 10:00:00,ida@moor.example,Ida Moor,In person\n"
        "2026/10/20 11:00:00,jon@peel.example,Jon Peel,I can't make it\n"
        "2026/10/20 12:00:00,kit@ross.example,Kit Ross,I'll join online\n"
    )
    assert [(one.registration, one.mode) for one in answer.attendees] == [
        ("registered", "in person"), ("declined", ""), ("registered", "online"),
    ]  # fmt: skip
    assert all(one.attended is None for one in answer.attendees)


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("Sorry, I won't be able to attend", "declined"),
        ("Not available", "declined"),
        ("I will be there", "registered"),
        ("We are coming", "registered"),
        ("Will let you know", ""),
        ("AWAITING_PAYMENT", "pending"),
    ],
)
def test_a_reply_in_a_sentence_is_read_for_what_it_says(reply: str, status: str) -> None:
    assert read_registration(reply) == status


def test_the_address_of_an_order_is_not_that_of_the_people_it_is_for() -> None:
    answer = _read(
        "Order code;Status;E-mail;Product;Attendee name;Attendee email;Ticket secret;Checked in\n"
        "A1;paid;petra@vane.example;Huddle;Ida Moor;ida@moor.example;k3j4h5;2026-11-11 14:55:00\n"
        "A1;paid;petra@vane.example;Huddle;Jon Peel;;k3j4h6;\n"
        "A2;paid;noname@vane.example;Huddle;;;k3j4h7;\n"
    )
    assert [(one.shown_name, one.email, one.other_emails) for one in answer.attendees] == [
        ("Ida Moor", "ida@moor.example", ()),
        ("Jon Peel", "", ()),
        ("noname@vane.example", "noname@vane.example", ()),
    ]
    assert answer.warnings == ()


def test_who_came_without_having_registered_has_declined_nothing() -> None:
    answer = _read("Name,Company,Registered?,Attended?\nIda Moor,Moor Trust,Yes,Yes\nJon Peel,Peel Ltd,No,Yes\n")
    assert [one.registration for one in answer.attendees] == ["registered", "none"]


@pytest.mark.parametrize(("cell", "attended"), [("2026-11-11 14:58", True), ("3", True), ("0", False)])
def test_check_ins_say_who_came_and_several_of_one_are_one_person(cell: str, attended: bool) -> None:
    answer = _read(
        "Ticket,Ticket Full Name,Ticket Email,Check-ins\n"
        f"Member,Orla Finch,orla@finch.example,{cell}\nMember,Quin Abbot,quin@abbot.example,1\n"
    )
    assert [one.attended for one in answer.attendees] == [attended, True]
    assert answer.unnamed.people == 0


@pytest.mark.parametrize("name", ["Caller 1", "Caller", "caller_02"])
def test_a_caller_without_a_name_is_counted_and_not_named(name: str) -> None:
    assert who_is_nobody(name) == "dial-in"
