"""Quotation marks, guarded cells, error values and mixed delimiters: what a text costs that is not quite a table."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.attendance_files import read_attendance
from crm.formats.cell_texts import is_error_value, unguarded
from crm.formats.delimited_rows import DelimitedRows, Dialect, choose_dialect
from crm.formats.rows import ReadFile, Report, UnreadableFile
from tests.crm.formats.conftest import ReadText

HEAD = "Name,Email,Notes\nAnn,a@x.example,one\nBob,b@x.example,two\n"


def names(file: ReadFile) -> list[str]:
    return [contact.name.display for contact in file.contacts]


def rows(text: str) -> list[list[str]]:
    lines = text.splitlines(keepends=True)
    dialect = choose_dialect(lines, lambda cells: int("Name" in cells))
    return [cells for _, cells in DelimitedRows(Path("x.csv"), iter(lines), dialect, Report())]


def test_an_open_quotation_mark_on_the_last_line_costs_that_line(read_text: ReadText) -> None:
    file = read_text(HEAD + 'Cat,c@x.example,"three')
    assert names(file) == ["Ann", "Bob"]
    assert [(row.line, row.text) for row in file.skipped] == [(4, 'Cat,c@x.example,"three')]
    assert "not closed" in file.skipped[0].reason


def test_an_open_quotation_mark_elsewhere_costs_its_line_and_no_row_below(read_text: ReadText) -> None:
    file = read_text(HEAD + '"Cat,c@x.example,three\nDan,d@x.example,four\n"Eve, Dr",e@x.example,five\n')
    assert names(file)[:3] == ["Ann", "Bob", "Dan"]
    assert [contact.line for contact in file.contacts] == [2, 3, 5, 6]
    assert [row.line for row in file.skipped] == [4]


def test_the_lines_of_a_note_that_breaks_off_become_no_people(read_text: ReadText) -> None:
    file = read_text(HEAD + 'Cat,c@x.example,"three\nwas at the huddle\nwill ring\nDan,d@x.example,four\n')
    assert names(file) == ["Ann", "Bob", "Dan"]
    assert file.skipped[0].text.endswith("will ring")


def test_a_quotation_mark_opened_before_anything_was_read_refuses_the_file(read_text: ReadText) -> None:
    with pytest.raises(UnreadableFile, match=r"line 2 .*quotation mark.* not closed"):
        read_text('Name,Email\n"Ann,a@x.example\nBob,b@x.example\n')


def test_a_blank_before_a_quotation_mark_is_no_part_of_the_cell(read_text: ReadText) -> None:
    file = read_text('Name, Email, Notes\n"Ann Hall" , "a@x.example", "keen, and early"\n')
    (contact,) = file.contacts
    assert (contact.name.display, contact.notes) == ("Ann Hall", "keen, and early")


@pytest.mark.parametrize("written", [r"says \"hello\", often", r"\"hello\", often", r"often \"hello\""])
def test_a_quotation_mark_escaped_by_a_backslash_stays_in_its_cell(read_text: ReadText, written: str) -> None:
    file = read_text(f'Name,Notes,Email\nAnn,"{written}",a@x.example\nBob,"C:\\papers\\",b@x.example\n')
    assert file.contacts[0].notes == written.replace("\\", "")
    assert file.contacts[0].emails[0].value == "a@x.example"
    assert file.contacts[1].emails[0].value == "b@x.example"


def test_a_quotation_mark_inside_of_a_cell_stays(read_text: ReadText) -> None:
    file = read_text('Name,Notes,Email\nAnn,"said " it",a@x.example\n"Bob" Hall,5" pipe,b@x.example\n')
    assert file.contacts[0].notes == 'said " it'
    assert file.contacts[1].name.display == '"Bob" Hall'
    assert file.contacts[1].notes == '5" pipe'


def test_cells_between_apostrophes_are_read_without_them(read_text: ReadText) -> None:
    file = read_text("'Name','Town','Email'\n'Ann O''Dowd','Leeds, Selby','a@x.example'\n'Bob','York','b@x.example'\n")
    assert [contact.name.display for contact in file.contacts] == ["Ann O'Dowd", "Bob"]


def test_a_row_parted_unlike_the_others_is_read_and_said(read_text: ReadText) -> None:
    file = read_text(HEAD + "Cat;c@x.example;three\n")
    assert file.contacts[2].emails[0].value == "c@x.example"
    assert file.problems == ("line 4: the cells of this row are parted by “;”, unlike the others",)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', '\ufeff"sep=;"', "SEP=;"])
def test_a_first_line_naming_the_delimiter_is_obeyed(read_text: ReadText, tmp_path: Path, first: str) -> None:
    text = f"{first}\r\nName;Email;Status\r\nTilda, Noon;tilda@noon.example;attending\r\n"
    (contact,) = read_text(text, "sep.csv").contacts
    assert contact.emails[0].value == "tilda@noon.example"
    assert [one.email for one in read_attendance(text.encode(), name="sep.csv").attendees] == ["tilda@noon.example"]


def test_a_first_line_naming_the_tab_is_obeyed(read_text: ReadText) -> None:
    (contact,) = read_text("sep=\t\nName\tEmail\nNoon, Tilda\ttilda@noon.example\n").contacts
    assert contact.emails[0].value == "tilda@noon.example"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_guarded_cells_give_their_text(delimiter: str) -> None:
    line = delimiter.join(('="01632 960101"', '"=""2026-10-14 14:01:00"""', '="Moor, Ida; Dr"', '=""', "=1+1"))
    assert rows(f"Name{delimiter}A{delimiter}B{delimiter}C{delimiter}D\n{line}\n")[1] == [
        "01632 960101",
        "2026-10-14 14:01:00",
        "Moor, Ida; Dr",
        "",
        "=1+1",
    ]


def test_guarded_cells_of_a_report_in_utf_16_give_their_text(read_text: ReadText) -> None:
    text = '"Name"\t"Email"\t"Phone"\n"Ida"\t"ida@x.example"\t="01632 960101"\n'
    (contact,) = read_text(text.encode("utf-16")).contacts
    assert contact.phones[0].value == "+441632960101"


def test_error_values_of_a_spreadsheet_are_empty_and_counted_once(read_text: ReadText) -> None:
    file = read_text(
        "Name,Job title,Email,Mobile\nHal Hazel,#DIV/0!,hal@x.example,#N/A\nIva Ilex,#REF!,iva@x.example,Err:502\n"
    )
    assert [(contact.title, contact.phones) for contact in file.contacts] == [("", ()), ("", ())]
    assert file.problems == ("Cells that show an error such as #REF! were read as empty: 4.",)


@pytest.mark.parametrize("text", ["#N/A", "#NV", "#NAME?", "#WERT!", "#VALEUR!", "Err:502", "########", " #REF! "])
def test_error_values_are_told_in_any_tongue(text: str) -> None:
    assert is_error_value(text)


@pytest.mark.parametrize("text", ["#imaging", "#1", "# he/him", "#", "Errol", "Error", "#1!", "Err: no", "#AI"])
def test_what_only_looks_like_an_error_value_stays(text: str) -> None:
    assert not is_error_value(text)


def test_nothing_to_import_is_refused_in_words(read_text: ReadText) -> None:
    for content in (
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"Name,Email\n",
        b"Name,Email\n,,\n ,\n",
        b"\xef\xbb\xbf\r\n\r\n",
    ):
        with pytest.raises(UnreadableFile, match=r"empty|no rows|blank"):
            read_text(content)


def test_long_numbers_leading_noughts_and_formulas_stay_text(read_text: ReadText) -> None:
    odd = ("007", "=SUM(A1:A2)", "1E5", "123456789012345678", "3-4")
    file = read_text("Name,Email,Organisation\n" + "".join(f"N{n},n{n}@x.example,{one}\n" for n, one in enumerate(odd)))
    assert tuple(contact.organisation for contact in file.contacts) == odd


CELLS = st.text(st.sampled_from("ab \"',;\t|\\\n=#é"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=6), st.sampled_from(",;\t|"))
def test_what_is_written_by_the_standard_is_read_back(table: list[list[str]], delimiter: str) -> None:
    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = "".join(delimiter.join(map(written, row)) + "\n" for row in table).splitlines(keepends=True)
    report = Report()
    dialect = Dialect(delimiter, width=3)
    found = [cells for _, cells in DelimitedRows(Path("x.csv"), iter(lines), dialect, report)]
    assert found == [[unguarded(cell) for cell in row] for row in table if any(row)]
    assert report.warnings == []


@given(st.text(st.sampled_from('ab,"\\\n '), max_size=60))
def test_no_quotation_marks_lose_a_line_in_silence(text: str) -> None:
    report = Report()
    lines = ("Name,Email\nAnn,a\nBob,b\n" + text + "\nLast,l\n").splitlines(keepends=True)
    found = list(DelimitedRows(Path("x.csv"), iter(lines), Dialect(",", width=2), report))
    kept = "".join(cell for _, cells in found for cell in cells) + "".join(row.text for row in report.skipped)
    assert kept.count("a") >= 1 + text.count("a")
    assert found[:3] == [(1, ["Name", "Email"]), (2, ["Ann", "a"]), (3, ["Bob", "b"])]
