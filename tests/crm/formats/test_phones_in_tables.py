"""Phone and e-mail cells of a table: every number arrives, the row's country decides what a national number is."""

from pathlib import Path

import pytest

from crm.formats.detect import read
from crm.formats.rows import ReadContact, ReadPhone


def rows(tmp_path: Path, text: str) -> tuple[ReadContact, ...]:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return read(path).contacts


def test_the_country_of_the_row_decides_what_a_national_number_is(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        "Name,Phone,Country\nUna Cope,087 123 4567,Ireland\nBo Tate,087 123 4567,\nVi Reece,087 123 4567,UK\n"
        "Al Stott,07700 900123,England\nDi Wray,07700 900123,Ireland\nCy Vane,07700 900123,Lancashire\n",
    )
    assert [contact.phones[0].value for contact in found] == [
        "+353871234567",
        "087 123 4567",
        "087 123 4567",
        "+447700900123",
        "07700 900123",
        "+447700900123",
    ]


def test_a_number_of_a_kind_goes_with_the_address_of_that_kind(tmp_path: Path) -> None:
    (found,) = rows(
        tmp_path,
        "First Name,Last Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
        "Address 1 - Label,Address 1 - Country,Address 2 - Label,Address 2 - Country\n"
        "Una,Cope,Work,01632 960101,Home,087 123 4567,Home,Ireland,Work,UK\n",
    )
    assert [phone.value for phone in found.phones] == ["+441632960101", "+353871234567"]


def test_words_in_the_cell_give_each_number_its_kind_where_the_column_has_none(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, "Name,Phone,Fax\nUna Cope,T: 01632 960101 x136 M: 07700 900123,M: 01632 960102\n")
    assert found.phones == (
        ReadPhone("+441632960101", "other", "136", "T: 01632 960101 x136"),
        ReadPhone("+447700900123", "mobile", "", "M: 07700 900123"),
        ReadPhone("+441632960102", "fax", "", "M: 01632 960102"),
    )


@pytest.mark.parametrize("country", ["", "Ireland"])
def test_only_british_numbers_lose_a_leading_nought_to_a_spreadsheet(tmp_path: Path, country: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"Name,Phone,Country\nUna Cope,1800123456,{country}\n", encoding="utf-8")
    assert any("leading 0" in warning for warning in read(path).warnings) == (country == "")
