"""Delimited text of every make: letters, delimiters, headings, broken rows."""

import json
from pathlib import Path

import pytest

from crm.errors import Invalid
from crm.formats.detect import open_contacts, read
from crm.formats.rows import ReadFile, UnreadableFile
from tests.crm.formats.conftest import ReadText

PEOPLE = "First name,Last name,Email,Phone,Organisation,Notes\n" \
    "Siân,Llewelyn,sian@wyvern.example,01632 960101,Wyvern Trust,keen\n" \
    "Łukasz,Żak,lukasz@kestrel.example,07700 900102,Kestrel,\n"  # fmt: skip


def names(file: ReadFile) -> list[str]:
    return [contact.name.given for contact in file.contacts]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_letters_are_found_out(read_text: ReadText, encoding: str) -> None:
    file = read_text(PEOPLE.encode(encoding))
    assert names(file) == ["Siân", "Łukasz"]
    assert file.status == "ok"


def test_western_letters_are_assumed_and_said_where_nothing_tells(read_text: ReadText) -> None:
    file = read_text("Name,Email\nSiân O’Dowd,sian@wyvern.example\n".encode("cp1252"))
    assert file.contacts[0].name.family == "O’Dowd"
    assert file.encoding == "cp1252"
    assert "Windows-1252" in file.warnings[0]
    assert file.status == "ok"


def test_another_encoding_can_be_chosen(read_text: ReadText) -> None:
    content = "Name,Email\nŁukasz Żak,lukasz@kestrel.example\n".encode("cp1250")
    assert read_text(content, encoding="cp1250").contacts[0].name.display == "Łukasz Żak"
    with pytest.raises(Invalid, match="klingon"):
        read_text(content, encoding="klingon")


def test_one_wrong_letter_in_a_utf8_file_does_not_spoil_the_others(read_text: ReadText) -> None:
    content = "Name,Email\nSiân Ŵyn,a@x.example\nŻak Łęcki,b@x.example\n".encode() + b"Jos\xe9,c@x.example\n"
    file = read_text(content)
    assert names(file) == ["Siân", "Żak", "José"]
    assert file.status == "partial"


def test_letters_that_look_wrong_are_doubted(read_text: ReadText) -> None:
    assert read_text(b"Name,Email\nSi\xe2n Llew\xff\xfe,x@x.example\n").problems
    assert read_text("Name,Email\nSiÃ¢n Hall,x@x.example\n").problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_headings_decide_the_delimiter(read_text: ReadText, delimiter: str) -> None:
    content = f"Name{delimiter}Email{delimiter}Notes\nAnn{delimiter}a@x.example{delimiter}a, b; c, d\n"
    if delimiter in ",;":
        content = content.replace("a, b; c, d", '"a, b; c, d"')
    assert read_text(content).contacts[0].notes == "a, b; c, d"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_understood(read_text: ReadText, ends: str) -> None:
    assert names(read_text(PEOPLE.replace("\n", ends))) == ["Siân", "Łukasz"]


def test_excels_line_that_names_the_delimiter_is_obeyed(read_text: ReadText) -> None:
    file = read_text("sep=;\r\nName;Email\r\nAnn;a@x.example\r\n")
    assert file.contacts[0].emails[0].value == "a@x.example"
    assert file.contacts[0].line == 3


def test_line_ends_and_quotation_marks_stay_in_their_cell(read_text: ReadText) -> None:
    file = read_text('Name,Notes,Email\n"Ann ""Nan"" Hall","one\ntwo",a@x.example\nBob,,b@x.example\n')
    assert file.contacts[0].notes == "one\ntwo"
    assert file.contacts[0].name.display == 'Ann "Nan" Hall'
    assert file.contacts[1].line == 4


def test_a_quotation_mark_out_of_place_costs_no_row(read_text: ReadText) -> None:
    file = read_text('Name,Email\n"Ann" Hall,a@x.example\nBob,b@x.example\n')
    assert [contact.emails[0].value for contact in file.contacts] == ["a@x.example", "b@x.example"]
    assert file.problems[0].startswith("line 2: quotation marks")


def test_values_beyond_the_headings_are_kept_and_said(read_text: ReadText) -> None:
    file = read_text("Name,Email\nAnn\nBob,b@x.example,EXTRA,MORE\n")
    assert file.contacts[1].extra == {"column 3": "EXTRA", "column 4": "MORE"}
    assert file.problems == ("line 3: values beyond the last heading were kept apart: EXTRA, MORE",)


def test_title_rows_totals_footers_and_repeated_headings_are_no_people(read_text: ReadText) -> None:
    file = read_text(
        "Wyvern network,,\nAs of May,,\n\nName,Email,Organisation\nAnn,a@x.example,X\nName,Email,Organisation\n"
        "Bob,b@x.example,Y\nTotal,2,\nExported by Ann on 3 May,,\n"
    )
    assert names(file) == ["Ann", "Bob"]
    assert [row.line for row in file.skipped] == [6, 8, 9]


def test_without_headings_the_columns_are_guessed_and_the_first_person_is_kept(read_text: ReadText) -> None:
    file = read_text("Siân,Hall,sian@x.example,01632 960101,Wyvern,hello\nBob,Hill,bob@x.example,07700 900102,X,\n")
    first = file.contacts[0]
    assert (first.name.given, first.name.family, first.organisation, first.notes) == ("Siân", "Hall", "Wyvern", "hello")
    assert first.phones[0].value == "+441632960101"
    assert file.status == "partial"


def test_two_columns_of_one_name_lose_neither(read_text: ReadText) -> None:
    file = read_text("Name,Email,Email,Company,Company\nAnn,a@x.example,b@x.example,X,Y\n")
    assert [email.value for email in file.contacts[0].emails] == ["a@x.example", "b@x.example"]
    assert (file.contacts[0].organisation, file.contacts[0].extra) == ("X", {"Company": "Y"})


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        ("Forename,Surname", "Ann,Hall", ("Ann", "Hall", "", "")),
        ("Full Name,Job Title,Employer", "Ann Hall,Nurse,Wyvern", ("Ann", "Hall", "Wyvern", "Nurse")),
        ("Contact Name,Position,Organisation name", "Ann Hall,Nurse,Wyvern", ("Ann", "Hall", "Wyvern", "Nurse")),
        ("Name,Title,Trust", "Ann Hall,Nurse,Wyvern", ("Ann", "Hall", "Wyvern", "Nurse")),
        ("NAME,ROLE,COMPANY NAME", "Ann Hall,Nurse,Wyvern", ("Ann", "Hall", "Wyvern", "Nurse")),
    ],
)
def test_headings_are_understood_in_many_words(
    read_text: ReadText, headings: str, cells: str, expected: tuple[str, str, str, str]
) -> None:
    (contact,) = read_text(f"{headings},E-mail address\n{cells},a@x.example\n").contacts
    assert (contact.name.given, contact.name.family, contact.organisation, contact.title) == expected


def test_a_title_column_of_mr_and_dr_is_no_job(read_text: ReadText) -> None:
    (contact,) = read_text("Title,First name,Surname,Email\nDr,Ann,Hall,a@x.example\n").contacts
    assert (contact.name.prefix, contact.title) == ("Dr", "")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Mobile", "mobile"), ("Tel (mobile)", "mobile"), ("Direct dial", "work"), ("Tel no.", "other"), ("Fax", "fax")],
)
def test_phone_columns_keep_their_kind(read_text: ReadText, heading: str, kind: str) -> None:
    (contact,) = read_text(f"Name,{heading}\nAnn,01632 960101\n").contacts
    assert [(phone.value, phone.type) for phone in contact.phones] == [("+441632960101", kind)]


def test_a_type_column_decides_only_where_it_says_person_or_organisation(read_text: ReadText) -> None:
    file = read_text("Type,Name,Organisation\nPerson,,Wyvern\nOrganisation,Kestrel,\nHospital,,Royal Estuary\n")
    assert [(contact.kind, contact.organisation) for contact in file.contacts] == [
        ("person", "Wyvern"),
        ("organisation", "Kestrel"),
        ("organisation", "Royal Estuary"),
    ]
    assert file.contacts[2].extra == {"type": "Hospital"}


def test_a_column_of_numbers_is_no_name(read_text: ReadText) -> None:
    (contact,) = read_text("Attendee #,First Name,Email\n18441,Ann,a@x.example\n").contacts
    assert (contact.name.display, contact.extra) == ("Ann", {"Attendee #": "18441"})


def test_columns_about_e_mail_are_not_addresses(read_text: ReadText) -> None:
    (contact,) = read_text("Name,Email,Email opt-in,Last email sent\nAnn,a@x.example,Yes,2026-01-02\n").contacts
    assert len(contact.emails) == 1
    assert contact.extra == {"Email opt-in": "Yes", "Last email sent": "2026-01-02"}


def test_values_no_field_takes_are_kept_under_their_heading(read_text: ReadText) -> None:
    (contact,) = read_text("Name,Shoe size,Last met\nAnn,7,12/03/2026\n").contacts
    assert contact.extra == {"Shoe size": "7", "last_met": "2026-03-12"}


def test_a_date_that_cannot_be_is_said_and_the_person_is_kept(read_text: ReadText) -> None:
    file = read_text("Name,Last contact\nAnn,12/13/2025\n")
    assert file.contacts[0].extra == {"last_met_as_written": "12/13/2025"}
    assert file.problems == ("line 2: the date “12/13/2025” was not understood",)


def test_an_address_that_is_none_is_said_and_kept_as_typed(read_text: ReadText) -> None:
    file = read_text("Name,Email\nAnn,no-at-sign\n")
    assert file.contacts[0].emails == ()
    assert file.contacts[0].extra == {"email_as_written": "no-at-sign"}
    assert file.status == "partial"


def test_a_row_that_names_nobody_is_skipped_with_its_reason(read_text: ReadText) -> None:
    file = read_text("Name,Email,Notes\nAnn,a@x.example,\n,,just a note\n")
    assert [(row.line, row.text) for row in file.skipped] == [(3, "just a note")]


def test_invisible_characters_are_removed_and_said_but_are_no_problem(read_text: ReadText) -> None:
    file = read_text("Name,Email\nAn\x00n,a@x.example\n")
    assert names(file) == ["Ann"]
    assert (len(file.warnings), file.status) == (1, "ok")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "people.csv", "empty"),
        (b"\r\n \r\n", "people.csv", "blank"),
        (b"Name,Email\r\n", "people.csv", "no rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "people.csv", "picture"),
        (b"%PDF-1.7\n", "people.csv", "PDF"),
        (b"\n<!DOCTYPE html><html>", "people.csv", "web page"),
        (b"SQLite format 3\x00", "people.csv", "database"),
        (b"BEGIN:VCALENDAR\r\n", "people.csv", "calendar"),
        (b"From: ann@x.example\nSubject: hello\n\nhi, all\n", "people.csv", "e-mail message"),
        (b"lorem ipsum\ndolor sit amet\n", "people.csv", "no column"),
        (b"Name,Email\nAnn,a@x.example\n", "people.xlsx", "CSV"),
        (b"Name,Email\nAnn,a@x.example\n", "people.vcf", "CSV"),
        (bytes(range(32)) * 30, "people.csv", "not a text table"),
        (b",".join(b"Email" for _ in range(2000)) + b"\n1\n", "people.csv", "too many columns"),
        (b"Name\tFirst Join\tLast Leave\tEmail\nAnn\t1\t2\ta@x.example\n", "report.csv", "attendance report"),
    ],
)
def test_what_is_no_list_of_people_is_refused_by_what_it_looks_like(
    read_text: ReadText, content: bytes, name: str, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_text(content, name)


def test_a_large_table_is_read_row_by_row_with_its_progress(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("Name,Email\n" + "".join(f"P{n},p{n}@x.example\n" for n in range(5_000)))
    with open_contacts(path) as reading:
        contacts = iter(reading)
        assert next(contacts).name.given == "P0"
        assert reading.progress() < 0.5
        assert sum(1 for _ in contacts) == 4_999
        assert reading.progress() == 1.0
        assert reading.count == 5_000


def test_a_cell_of_a_million_letters_is_not_cut(read_text: ReadText) -> None:
    file = read_text(f"Name,Notes\nAnn,{'x' * 1_000_000}\n")
    assert len(file.contacts[0].notes) == 1_000_000


def test_the_answer_is_plain_json(read_text: ReadText) -> None:
    answer = json.loads(json.dumps(read_text(PEOPLE).as_json()))
    assert (answer["format"], answer["kind"], answer["count"]) == ("plain_spreadsheets", "contacts", 2)
    assert answer["contacts"][0]["phones"] == [
        {"value": "+441632960101", "type": "other", "extension": "", "typed": "01632 960101"}
    ]


def test_a_missing_file_is_the_systems_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.csv")
