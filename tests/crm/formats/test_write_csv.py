import csv
import io
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.delimited import DelimitedTable
from crm.formats.detect import read
from crm.formats.rows import Report
from crm.formats.table_output import Column, neutralised, without_own_apostrophe
from crm.formats.write_csv import write_csv

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
CLEAN_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t,;\"'"), max_size=30)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "－1", "-", "'=1", "@ann"]
HARMLESS = ["O'Brien", "'Oumuamua", "'t Hooft", "007", "1E5", "2026-01-02", "a,b;c\td", 'say "hi"', "line1\nline2", ""]


def written(rows: Sequence[Sequence[object]], *columns: Column, **options: object) -> list[list[str]]:
    target = io.BytesIO()
    write_csv(target, columns, rows, **options)  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline="")))


def test_the_headings_come_first_and_rows_in_order() -> None:
    table = written([("Siân", None), ("Łukasz", "x")], Column("Name"), Column("Note"))
    assert table == [["Name", "Note"], ["Siân", ""], ["Łukasz", "x"]]


def test_the_byte_order_mark_and_the_delimiter_are_a_choice() -> None:
    target = io.BytesIO()
    write_csv(target, [Column("A"), Column("B")], [("1", "2")], bom=True, delimiter=";")
    assert target.getvalue() == b"\xef\xbb\xbfA;B\r\n1;2\r\n"
    target = io.BytesIO()
    write_csv(target, [Column("A")], [("1",)], bom=False)
    assert target.getvalue() == b"A\r\n1\r\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_for_spreadsheets_a_formula_is_led_by_an_apostrophe(text: str) -> None:
    assert written([(text,)], Column("A"), for_spreadsheets=True)[1] == ["'" + text]


@pytest.mark.parametrize("text", [*FORMULAS, *HARMLESS, "+441632960101"])
def test_exact_writes_every_value_as_it_is(text: str) -> None:
    assert written([(text,)], Column("A"), for_spreadsheets=False)[1] == [text]


@pytest.mark.parametrize("text", HARMLESS)
def test_for_spreadsheets_other_texts_stay_as_they_are(text: str) -> None:
    assert written([(text,)], Column("A"), for_spreadsheets=True)[1] == [text]


def test_phones_are_spaced_for_spreadsheets_and_exact_for_programs() -> None:
    phones = [("+442079460101",), ("020 7946 0101",), ("=1",), (None,)]
    column = Column("Phone", "phone")
    assert [row[0] for row in written(phones, column)[1:]] == ["+44 20 7946 0101", "020 7946 0101", "'=1", ""]
    assert [row[0] for row in written(phones, column, for_spreadsheets=False)[1:]] == [
        "+442079460101", "020 7946 0101", "=1", "",
    ]  # fmt: skip


def test_dates_are_iso_and_numbers_plain() -> None:
    rows = [(date(2026, 3, 12), -5), (datetime(2026, 3, 12, 14, 5), 0), ("2019-05", None)]
    assert written(rows, Column("Met", "date"), Column("Count", "number"))[1:] == [
        ["2026-03-12", "-5"],
        ["2026-03-12 14:05", "0"],
        ["2019-05", ""],
    ]


@given(TEXTS)
def test_neutralising_is_taken_back_exactly(text: str) -> None:
    assert without_own_apostrophe(neutralised(text)) == text


@given(st.lists(st.tuples(CLEAN_TEXTS, CLEAN_TEXTS), max_size=5), st.sampled_from(",;\t|"), st.booleans())
def test_an_exact_file_is_read_back_exactly(rows: list[tuple[str, str]], delimiter: str, bom: bool) -> None:
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exact.csv"
        write_csv(path, [Column("Name"), Column("Email")], rows, bom=bom, delimiter=delimiter, for_spreadsheets=False)
        table = DelimitedTable(path, Report(), lambda cells: int("Name" in cells), encoding="utf-8-sig")
        read_back = [tuple(cells) for _, cells in table.rows()]
        table.close()
    assert read_back == [("Name", "Email"), *rows]


def test_a_list_for_spreadsheets_comes_back_as_the_same_people(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    columns = [Column("First name"), Column("Last name"), Column("Email"), Column("Phone", "phone"), Column("Notes")]
    rows = [
        ("Siân", "=Hall", "sian@wyvern.example", "+442079460101", "- calls\n- papers"),
        ("'Ann", "", "a@b.example", "", ""),
    ]
    assert write_csv(path, columns, rows).rows == 2
    first, second = read(path).contacts
    assert (first.name.given, first.name.family, first.phones[0].value) == ("Siân", "=Hall", "+442079460101")
    assert first.notes == "- calls\n- papers"
    assert second.name.given == "'Ann"
