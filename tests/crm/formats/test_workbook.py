import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from crm.formats.detect import read
from crm.formats.rows import UnreadableFile

HEADINGS = ["Name", "Email", "Mobile", "Last met"]


def book(fill: Callable[[Any], None], **options: object) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy", **options})
    fill(workbook)
    workbook.close()
    return out.getvalue()


def one_sheet(*rows: list[object]) -> bytes:
    def fill(workbook: Any) -> None:
        page = workbook.add_worksheet("People")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    return book(fill)


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "network.xlsx"


def test_typed_cells_become_the_text_they_stand_for(path: Path) -> None:
    path.write_bytes(
        one_sheet(
            [*HEADINGS, "Member since", "Paid"],
            ["Ann", "a@x.example", 7700900140, date(2026, 3, 12), 2024, True],
            ["Bob", "b@x.example", "07700 900141", datetime(2026, 2, 3, 14, 0), 0.5, False],
        )
    )
    file = read(path)
    ann, bob = file.contacts
    assert ann.phones[0].value == "+447700900140"
    assert ann.extra == {"last_met": "2026-03-12", "Member since": "2024", "Paid": "TRUE"}
    assert bob.extra == {"last_met": "2026-02-03", "Member since": "0.5", "Paid": "FALSE"}
    assert file.warnings == ("line 2: The number “7700900140” has lost its leading 0 in a spreadsheet.",)
    assert file.status == "ok"


def test_the_content_decides_and_not_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(one_sheet(["Name", "Email"], ["Ann", "a@x.example"]))
    assert read(path).contacts[0].name.given == "Ann"


def test_all_visible_sheets_of_people_are_read_and_the_others_named(path: Path) -> None:
    def fill(workbook: Any) -> None:
        for name, rows in (
            ("North", [["Name", "Email"], ["Ann", "a@x.example"]]),
            ("Sums", [["Alpha", "Beta"], [1, 2]]),
            ("South", [["Surname", "First name"], ["Hill", "Bob"]]),
            ("Old", [["Name"], ["Cat"]]),
        ):
            page = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number + 2, 1, row)
            if name == "Old":
                page.hide()

    path.write_bytes(book(fill))
    file = read(path)
    assert [contact.name.given for contact in file.contacts] == ["Ann", "Bob"]
    assert [contact.line for contact in file.contacts] == [4, 4]
    assert any("“Sums”" in warning for warning in file.warnings)
    assert any("hidden sheet “Old”" in warning for warning in file.warnings)


def test_the_stored_value_of_a_formula_is_used_and_nothing_is_calculated(path: Path) -> None:
    def fill(workbook: Any) -> None:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["Name", "Email", "Notes"])
        page.write_string(1, 0, "Ann")
        page.write_formula(1, 1, '=A1&"@x.example"', None, "stored@x.example")

    path.write_bytes(book(fill))
    assert read(path).contacts[0].emails[0].value == "stored@x.example"


def test_cells_that_show_an_error_are_empty_and_said(path: Path) -> None:
    def fill(workbook: Any) -> None:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["Name", "Email"])
        page.write_string(1, 0, "Ann")
        page.write_formula(1, 1, "=#REF!", None, "#REF!")

    path.write_bytes(book(fill))
    file = read(path)
    assert (file.contacts[0].emails, file.status) == ((), "partial")


def test_a_stray_cell_in_the_far_corner_costs_neither_memory_nor_people(path: Path) -> None:
    def fill(workbook: Any) -> None:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["Name", "Email"])
        page.write_row(1, 0, ["Ann", "a@x.example"])
        page.write_string(1_048_575, 16_383, "stray")
        page.write_string(1, 300, "far right")

    path.write_bytes(book(fill))
    file = read(path)
    assert [contact.name.given for contact in file.contacts] == ["Ann"]
    assert file.status == "partial"


def test_definitions_in_the_xml_are_refused(path: Path) -> None:
    content = one_sheet(["Name"], ["Ann"])
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    path.write_bytes(changed(content, "xl/worksheets/sheet1.xml", lambda xml: evil + xml.partition(b"?>")[2]))
    with pytest.raises(UnreadableFile, match="unsafe"):
        read(path)


def test_a_package_that_would_unpack_beyond_all_measure_is_refused_before_it_is_parsed(path: Path) -> None:
    content = one_sheet(["Name"], ["Ann"])
    path.write_bytes(changed(content, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 30_000_000))
    with pytest.raises(UnreadableFile, match="30 MB"):
        read(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (one_sheet(), "empty"),
        (one_sheet(["Name", "Email"]), "no rows"),
        (one_sheet([1, 2], [3, 4]), "no column"),
        (one_sheet(["Name"], ["Ann"])[:-300], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .xlsx"),
    ],
)
def test_a_workbook_without_people_is_refused_by_what_it_looks_like(path: Path, content: bytes, words: str) -> None:
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words):
        read(path)


def test_another_zip_is_no_spreadsheet(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("letter.txt", "hello")
    with pytest.raises(UnreadableFile, match="no XLSX"):
        read(path)


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="People">
{rows}
<table:table-row table:number-rows-repeated="1048570">{edge}</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_open_document_spreadsheet_is_read_though_it_repeats_to_its_edges(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>"
        for row in (["Name", "Email"], ["Siân Hall", "s@x.example"])
    )
    edge = '<table:table-cell table:number-columns-repeated="16384"/>'
    path = tmp_path / "people.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.format(rows=rows, edge=edge))
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    (contact,) = read(path).contacts
    assert (contact.name.given, contact.emails[0].value) == ("Siân", "s@x.example")
