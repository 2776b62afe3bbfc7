"""What a name of a list stands for: people, guests of theirs, or a place that names nobody."""

import pytest

from crm.formats.attendance_files import read_attendance
from crm.formats.attendee_names import stand_in
from crm.formats.name_kinds import is_room, more_people, read_party
from tests.crm.formats.attendance import csv_text


@pytest.mark.parametrize(
    ("text", "people", "unnamed"),
    [
        ("Ida Moor +1", ("Ida Moor",), 1),
        ("Ida Moor + 2", ("Ida Moor",), 2),
        ("Ida Moor (+1)", ("Ida Moor",), 1),
        ("Ida Moor plus one", ("Ida Moor",), 1),
        ("Ida Moor and guest", ("Ida Moor",), 1),
        ("Ida Moor & 2 colleagues", ("Ida Moor",), 2),
        ("Ida Moor with a colleague", ("Ida Moor",), 1),
        ("Kit Ross (x2)", ("Kit Ross",), 1),
        ("Kit Ross x 3", ("Kit Ross",), 2),
        ("Kit Ross (2 people)", ("Kit Ross",), 1),
        ("Ann & Bob Lee", ("Ann Lee", "Bob Lee"), 0),
        ("Ann and Bob Lee", ("Ann Lee", "Bob Lee"), 0),
        ("Dr Ann Lee and Prof Bob Moor", ("Dr Ann Lee", "Prof Bob Moor"), 0),
        ("Ann Lee / Bob Moor", ("Ann Lee", "Bob Moor"), 0),
        ("Mr and Mrs J Smith", ("Mr J Smith", "Mrs Smith"), 0),
    ],
)
def test_a_name_with_guests_names_its_people_and_counts_the_others(
    text: str, people: tuple[str, ...], unnamed: int
) -> None:
    found = read_party(text)
    assert (found.people, found.unnamed) == (people, unnamed)
    assert stand_in(text) == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Guest of Jon Peel", 1),
        ("Jon Peel's guest", 1),
        ("Someone from Moor Trust", 1),
        ("TBC", 1),
        ("t.b.c.", 1),
        ("Name to be confirmed", 1),
        ("?", 1),
        ("Guest 2", 1),
        ("Moor Trust rep", 1),
        ("Representative of Moor Trust", 1),
        ("Moor Trust team", 1),
        ("2 x Peel Ltd", 2),
        ("2x Peel", 2),
        ("Peel Ltd x 3", 3),
        ("3 people from Peel Ltd", 3),
        ("2 Peel Ltd", 2),
        ("Meeting Room 3", 1),
    ],
)
def test_what_names_nobody_is_counted(text: str, count: int) -> None:
    assert stand_in(text) == count


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("Lee Wu - late", "Lee Wu", "late"),
        ("Lee Wu (left early)", "Lee Wu", "left early"),
        ("Lee Wu, online", "Lee Wu", "online"),
        ("Mo Ali*", "Mo Ali", ""),
        ("* Mo Ali", "Mo Ali", ""),
        ("✓ Mo Ali", "Mo Ali", ""),
        ("[x] Mo Ali", "Mo Ali", ""),
        ("3. Mo Ali", "Mo Ali", ""),
        ("**Mo Ali**", "Mo Ali", ""),
        ("~~Nia Orr~~", "Nia Orr", "struck out"),
        ("Nia Orr - apologies", "Nia Orr", "apologies"),
    ],
)
def test_the_marks_of_a_list_are_set_aside_and_what_they_say_is_a_note(text: str, name: str, note: str) -> None:
    found = read_party(text)
    assert (found.people, found.note) == ((name,), note)


@pytest.mark.parametrize(
    "text",
    [
        "Ida Moor", "Moor, Ida", "Llewelyn-Price, Siân (Digital)", "Malcolm X", "Anand Plusone", "Adrian Room",
        "Ann Early", "Late, Ann", "Smith & Jones", "Sandy With", "Ian from Tidewater", "李明", "Rep Smith", "Ann Guest",
        "Anne-Marie O'Neil", "Guest speaker", "Sara (she/her)", "Wales & West Utilities Ltd",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_it_stays_one_name(text: str) -> None:
    assert read_party(text).people == (text,)


def test_a_room_is_no_person() -> None:
    rooms = ["Room 4.1", "Meeting Room 3", "Boardroom", "The Board Room", "MR-Mersey-02", "Lecture theatre 1"]
    assert [room for room in rooms if not is_room(room)] == []
    assert not is_room("Adrian Room")


@pytest.mark.parametrize(
    ("text", "more"),
    [("Yes, with a colleague", 1), ("Yes +2", 2), ("Yes", 0), ("No - sorry", 0), ("yes plus guest", 1)],
)
def test_a_reply_may_speak_of_more_people(text: str, more: int) -> None:
    assert more_people(text) == more


_LIST = csv_text(
    "Name,Organisation,Email,Attended",
    "Ida Moss +1,Moss Trust,ida@moss.example,Yes",
    "Guest of Rui Faro,Faro Ltd,,Yes",
    "Ann & Bob Hart,Hart Ltd,ann@hart.example,Yes",
    "TBC,Moss Trust,,Yes",
    "Moss Trust,Moss Trust,,Yes",
    "2 x Faro Ltd,Faro Ltd,,No",
    "tbc,Dare Ltd,olu@dare.example,Yes",
    "Lee Wu - late,Wu Ltd,lee@wu.example,Yes",
)


def test_plus_ones_and_stand_ins_of_a_list_are_counted_and_never_named() -> None:
    found = read_attendance(_LIST)
    assert [(one.shown_name, one.email) for one in found.attendees] == [
        ("Ida Moss", "ida@moss.example"),
        ("Ann Hart", "ann@hart.example"),
        ("Bob Hart", ""),
        ("olu@dare.example", "olu@dare.example"),
        ("Lee Wu", "lee@wu.example"),
    ]
    assert found.unnamed.stand_ins == found.unnamed.people == 4
    assert found.attendees[-1].extra["notes"] == "late"
    assert [row.text for row in found.skipped] == ["Guest of Rui Faro", "TBC", "Moss Trust", "2 x Faro Ltd"]


def test_guests_of_who_only_registered_are_not_counted_as_there() -> None:
    found = read_attendance(csv_text("Name,Email,RSVP,Guests", "Ida Moss,ida@moss.example,Yes,2"))
    assert (found.attendees[0].registration, found.unnamed.people) == ("registered", 0)
