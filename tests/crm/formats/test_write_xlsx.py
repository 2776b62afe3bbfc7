import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm.formats.detect import read
from crm.formats.table_output import Column
from crm.formats.write_xlsx import write_xlsx


def values(content: bytes) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def written(rows: list[tuple[object, ...]], *columns: Column) -> tuple[bytes, tuple[str, ...]]:
    target = io.BytesIO()
    notes = write_xlsx(target, columns, rows).notes
    return target.getvalue(), notes


TEXTS = ["=1+1", "+1", "-", "@x", "\t=1", "=HYPERLINK(A1)", "+442079460101", "007", "1E5", "2026-01-02",
         "TRUE", "O'Brien", "http://x.example", "_x0041_", "line1\nline2", "Siân 👩🏽\u200d💻"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_a_text_cell_with_the_same_letters(text: str) -> None:
    content, _ = written([(text,)], Column("A"))
    assert list(values(content)[1]) == [text]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_dates_are_real_dates_and_partial_ones_text() -> None:
    rows = [(date(2026, 3, 12),), ("2026-03-13",), (datetime(2026, 3, 12, 14, 5),), ("2019-05",), ("1850-01-01",)]
    content, _ = written([*rows], Column("Met", "date"))
    assert [row[0] for row in values(content)[1:]] == [
        date(2026, 3, 12), date(2026, 3, 13), datetime(2026, 3, 12, 14, 5), "2019-05", "1850-01-01",
    ]  # fmt: skip


def test_numbers_are_numbers_and_phones_are_text_with_their_country() -> None:
    content, _ = written([(12, "+442079460101")], Column("Count", "number"), Column("Phone", "phone"))
    assert list(values(content)[1]) == [12.0, "+44 20 7946 0101"]


def test_the_heading_row_is_frozen_and_filtered_and_columns_have_their_widths() -> None:
    content, _ = written([("a", "b")], Column("A", width=33), Column("B"))
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:B2"/>' in sheet
    assert 'width="33.7' in sheet


def test_what_no_cell_can_hold_is_left_out_with_a_note() -> None:
    content, notes = written([("a\x00b\x1bc\ud83d\ufffe",), ("x" * 40_000,)], Column("A"))
    assert [row[0] for row in values(content)[1:]] == ["abc", "x" * 32_767]
    assert [note.split(" ")[-1] for note in notes] == ["1.", "1."]


def test_a_workbook_comes_back_as_the_same_people(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    columns = [
        Column("First name"),
        Column("Last name"),
        Column("Email"),
        Column("Phone", "phone"),
        Column("Last met", "date"),
    ]
    rows = [("Siân", "=Hall", "sian@wyvern.example", "+442079460101", date(2026, 3, 12))]
    assert write_xlsx(path, columns, rows).rows == 1
    (contact,) = read(path).contacts
    assert (contact.name.given, contact.name.family, contact.phones[0].value) == ("Siân", "=Hall", "+442079460101")
    assert contact.extra == {"last_met": "2026-03-12"}


def test_a_failure_half_way_leaves_the_old_file_and_no_noise(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[str]]:
        yield ("a",)
        raise ZeroDivisionError

    path = tmp_path / "people.xlsx"
    path.write_bytes(b"old")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ZeroDivisionError):
            write_xlsx(path, [Column("A")], rows())
    assert [entry.name for entry in tmp_path.iterdir()] == ["people.xlsx"]
    assert path.read_bytes() == b"old"
