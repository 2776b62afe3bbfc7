"""What the eye sees in a sheet beside its values: merged, hidden, filtered and linked cells, errors and clocks."""

import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm.formats.attendance_files import read_attendance
from crm.formats.detect import read
from crm.formats.rows import Report, UnreadableFile
from crm.formats.workbook import open_workbook
from crm.formats.workbook.layout import column_name, formula_target, place_of
from tests.crm.formats.test_workbook import book, changed, one_sheet

PEOPLE = (
    ["Name", "Email", "Organisation", "Notes"],
    ["Moe Moss", "moe@x.example", "Moor Trust", ""],
    ["Ned Nash", "ned@x.example", "", "keen"],
    ["Oda Oak", "oda@x.example", "", ""],
    ["Pia Pike", "pia@x.example", "Pike Ltd", ""],
)


def sheet(path: Path, then: Callable[[Any, Any], None], rows: tuple[list[str], ...] = PEOPLE) -> Path:
    """Write a workbook of one sheet with these rows, and change it by `then`(workbook, sheet)."""

    def fill(workbook: Any) -> None:
        page = workbook.add_worksheet("People")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    page.write_string(number, column, text)
        then(workbook, page)

    path.write_bytes(book(fill))
    return path


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 office:version="1.3"><office:body><office:spreadsheet><table:table table:name="People">
<table:table-column table:number-columns-repeated="{before}"/>{columns}{rows}
</table:table></office:spreadsheet></office:body></office:document-content>"""


def cell(content: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{content}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return (
        f"<table:table-row {attributes}>{''.join(one if '<' in one else cell(one) for one in cells)}</table:table-row>"
    )


def ods(path: Path, *rows: str, columns: str = "", before: int = 1) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.format(rows="".join(rows), columns=columns, before=before))
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "network.xlsx"


def test_a_cell_merged_over_several_rows_holds_for_each(path: Path) -> None:
    file = read(sheet(path, lambda _, page: page.merge_range(1, 2, 3, 2, "Moor Trust")))
    assert [contact.organisation for contact in file.contacts] == ["Moor Trust"] * 3 + ["Pike Ltd"]


def test_links_and_merged_cells_are_found_in_a_table_that_begins_further_in(path: Path) -> None:
    def fill(workbook: Any) -> None:
        page = workbook.add_worksheet()
        page.write_row(3, 2, ["Name", "Email", "Organisation"])
        page.write_row(4, 2, ["Moe Moss"])
        page.write_row(5, 2, ["Ned Nash"])
        page.write_url(4, 3, "mailto:moe@x.example", string="e-mail")
        page.merge_range(4, 4, 5, 4, "Moor Trust")

    path.write_bytes(book(fill))
    moe, ned = read(path).contacts
    assert (moe.emails[0].value, moe.organisation, ned.organisation) == ("moe@x.example", "Moor Trust", "Moor Trust")


def test_a_cell_merged_over_rows_without_people_makes_nobody(path: Path) -> None:
    file = read(sheet(path, lambda _, page: page.merge_range(4, 2, 9, 2, "Pike Ltd")))
    assert len(file.contacts) == 4


def test_a_groups_heading_over_several_columns_is_not_each_columns(path: Path) -> None:
    rows = (["Person", "", "Work"], ["First name", "Surname", "Organisation"], ["Ida", "Moor", "Moor Trust"])
    (contact,) = read(sheet(path, lambda _, page: page.merge_range(0, 0, 0, 1, "Person"), rows)).contacts
    assert (contact.name.display, contact.organisation) == ("Ida Moor", "Moor Trust")


def test_merged_cells_of_an_open_document_hold_for_each_row(tmp_path: Path) -> None:
    spanned = 'office:value-type="string" table:number-columns-spanned="1" table:number-rows-spanned="2"'
    path = ods(
        tmp_path / "people.ods",
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>',
        row('<table:table-cell table:number-columns-repeated="2"/>', "Name", "Organisation"),
        row('<table:table-cell table:number-columns-repeated="2"/>', "Moe Moss", cell("Moor Trust", spanned)),
        row('<table:table-cell table:number-columns-repeated="2"/>', "Ned Nash", "<table:covered-table-cell/>"),
        row('<table:table-cell table:number-columns-repeated="2"/>', "Oda Oak", "Pike Ltd"),
    )
    assert [contact.organisation for contact in read(path).contacts] == ["Moor Trust", "Moor Trust", "Pike Ltd"]


def test_hidden_rows_and_columns_are_read_and_said_once_each(path: Path) -> None:
    def hide(_: Any, page: Any) -> None:
        page.set_row(2, None, None, {"hidden": True})
        page.set_row(3, None, None, {"hidden": True})
        page.set_row(40, None, None, {"hidden": True})
        page.set_column(3, 3, None, None, {"hidden": True})
        page.set_column(8, 9, None, None, {"hidden": True})

    file = read(sheet(path, hide))
    assert len(file.contacts) == 4
    assert file.contacts[1].notes == "keen"
    assert file.warnings == ("2 hidden rows were read, too.", "1 hidden column was read, too: D.")
    assert file.status == "ok"


def test_rows_that_a_filter_hides_are_read_and_said(path: Path) -> None:
    def narrow(_: Any, page: Any) -> None:
        page.autofilter("A1:D5")
        page.filter_column("C", "x == Pike*")
        for number in (1, 2, 3):
            page.set_row(number, None, None, {"hidden": True})

    file = read(sheet(path, narrow))
    assert len(file.contacts) == 4
    assert file.warnings == ("3 rows that a filter hides were read, too.",)


def test_hidden_and_filtered_rows_of_an_open_document_are_said(tmp_path: Path) -> None:
    path = ods(
        tmp_path / "people.ods",
        row("Name", "Email"),
        row("Moe Moss", "moe@x.example", attributes='table:visibility="collapse"'),
        row("Ned Nash", "ned@x.example", attributes='table:visibility="filter"'),
        columns='<table:table-column table:visibility="collapse"/>',
    )
    file = read(path)
    assert len(file.contacts) == 2
    assert file.warnings == (
        "1 hidden row was read, too.",
        "1 row that a filter hides was read, too.",
        "1 hidden column was read, too: B.",
    )


LINKS = (
    ["Name", "Email", "Website", "LinkedIn", "Organisation"],
    ["Ida Ivy", "write to Ida", "our site", "profile", "Ivy Ltd"],
    ["Jon Peel", "jon@peel.example", "peel.example", "linkedin.com", "Peel Ltd"],
)
TARGETS = (
    (1, 1, "mailto:ida%40ivy.example?subject=hello", "write to Ida"),
    (1, 2, "https://ivy.example", "our site"),
    (1, 3, "https://www.linkedin.com/in/ida-ivy", "profile"),
    (2, 1, "mailto:old@peel.example", "jon@peel.example"),
    (2, 2, "https://elsewhere.example/page", "peel.example"),
    (2, 3, "https://www.linkedin.com/in/jon-peel", "linkedin.com"),
)


def link_all(_: Any, page: Any) -> None:
    for line, column, target, text in TARGETS:
        page.write_url(line, column, target, string=text)


def test_a_link_behind_a_text_that_only_shows_it_gives_its_target(path: Path) -> None:
    ida, jon = read(sheet(path, link_all, LINKS)).contacts
    assert [email.value for email in ida.emails] == ["ida@ivy.example"]
    assert [url.value for url in ida.urls] == ["https://ivy.example", "https://www.linkedin.com/in/ida-ivy"]
    assert [email.value for email in jon.emails] == ["jon@peel.example"]
    assert [url.value for url in jon.urls] == ["peel.example", "https://www.linkedin.com/in/jon-peel"]


def test_a_link_of_an_open_document_gives_its_target(tmp_path: Path) -> None:
    def linked(target: str, text: str) -> str:
        return cell(f'<text:a xlink:href="{target}" xlink:type="simple">{text}</text:a>')

    formula = (
        'office:value-type="string" table:formula="of:=HYPERLINK(&quot;https://ivy.example&quot;;&quot;our site&quot;)"'
    )
    path = ods(
        tmp_path / "people.ods",
        row("Name", "Email", "Website"),
        row("Ida Ivy", linked("mailto:ida@ivy.example", "write to Ida"), cell("our site", formula)),
    )
    (ida,) = read(path).contacts
    assert [email.value for email in ida.emails] == ["ida@ivy.example"]
    assert [url.value for url in ida.urls] == ["https://ivy.example"]


def test_a_formula_that_names_its_link_gives_the_link(path: Path) -> None:
    def formula(_: Any, page: Any) -> None:
        page.write_formula(1, 1, '=HYPERLINK("mailto:ida@ivy.example","e-mail")', None, "e-mail")
        page.write_formula(1, 2, '=HYPERLINK("https://ivy.example/?a=1&b=2","site")', None, "site")

    ida = read(sheet(path, formula, LINKS[:2])).contacts[0]
    assert [email.value for email in ida.emails] == ["ida@ivy.example"]
    assert ida.urls[0].value == "https://ivy.example/?a=1&b=2"


def test_a_name_that_is_a_link_stays_the_name_and_keeps_its_link(path: Path) -> None:
    def names(_: Any, page: Any) -> None:
        page.write_url(1, 0, "https://uk.linkedin.com/in/ida-ivy", string="Ida Ivy")
        page.write_url(2, 0, "mailto:jon@peel.example", string="Jon Peel")

    rows = (["Name", "Organisation"], ["Ida Ivy", "Ivy Ltd"], ["Jon Peel", "Peel Ltd"])
    ida, jon = read(sheet(path, names, rows)).contacts
    assert (ida.name.display, ida.organisation) == ("Ida Ivy", "Ivy Ltd")
    assert [url.value for url in ida.urls] == ["https://uk.linkedin.com/in/ida-ivy"]
    assert (jon.name.display, [email.value for email in jon.emails]) == ("Jon Peel", ["jon@peel.example"])
    assert [one.email for one in read_attendance(path).attendees] == ["", "jon@peel.example"]


def test_a_link_behind_any_other_text_is_kept_beside_it(path: Path) -> None:
    def link(_: Any, page: Any) -> None:
        page.write_url(1, 1, "https://ivy.example/about", string="Ivy Ltd")
        page.write_url(2, 1, "internal:'People'!A1", string="Peel Ltd")

    rows = (["Name", "Organisation"], ["Ida Ivy", "Ivy Ltd"], ["Jon Peel", "Peel Ltd"])
    ida, jon = (contact.as_json() for contact in read(sheet(path, link, rows)).contacts)
    assert (ida["organisation"], jon["organisation"]) == ("Ivy Ltd", "Peel Ltd")
    assert "https://ivy.example/about" in str(ida)
    assert "A1" not in str(jon)


def test_errors_of_an_open_document_are_empty_and_counted(tmp_path: Path) -> None:
    error = 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
    path = ods(
        tmp_path / "people.ods",
        row("Name", "Job title", "Email"),
        row("Hal Hazel", cell("#DIV/0!", error), "hal@x.example"),
    )
    file = read(path)
    assert file.contacts[0].title == ""
    assert file.problems == ("Cells that show an error such as #REF! were read as empty: 1.",)


def test_errors_are_counted_with_those_that_were_typed(path: Path) -> None:
    def errors(_: Any, page: Any) -> None:
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        page.write_string(2, 3, "#N/A")

    file = read(sheet(path, errors))
    assert [contact.notes for contact in file.contacts[:2]] == ["", ""]
    assert file.problems == ("Cells that show an error such as #REF! were read as empty: 2.",)


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_clocks_keep_their_seconds_in_both_calendars(path: Path, epoch_1904: bool) -> None:
    def fill(workbook: Any) -> None:
        page = workbook.add_worksheet()
        moment = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        clock = workbook.add_format({"num_format": "hh:mm:ss"})
        span = workbook.add_format({"num_format": "[h]:mm:ss"})
        page.write_datetime(0, 0, datetime(2026, 11, 11, 9, 59, 59), moment)
        page.write_datetime(0, 1, datetime(2026, 11, 11, 9, 50), moment)
        page.write_datetime(0, 2, datetime(2026, 11, 11), moment)
        page.write_datetime(0, 3, time(9, 59, 59), clock)
        page.write_datetime(0, 4, timedelta(hours=25, seconds=1), span)
        page.write_number(0, 5, 7700900140)
        page.write_number(0, 6, 441632960101)

    path.write_bytes(book(fill, date_1904=epoch_1904))
    (found,) = open_workbook(path, Report())
    assert list(found.rows) == [
        (
            1,
            [
                "2026-11-11 09:59:59",
                "2026-11-11 09:50",
                "2026-11-11",
                "09:59:59",
                "25:00:01",
                "7700900140",
                "441632960101",
            ],
        )
    ]


def wide(xml: bytes) -> bytes:
    return xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def test_parts_in_utf_16_are_read(path: Path) -> None:
    content = one_sheet(["Name", "Email"], ["Siân Hall", "s@x.example"])
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"):
        content = changed(content, part, wide)
    path.write_bytes(content)
    assert read(path).contacts[0].name.display == "Siân Hall"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-7"])
def test_definitions_are_found_in_any_encoding(path: Path, encoding: str) -> None:
    def evil(xml: bytes) -> bytes:
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        text = '<!DOCTYPE x [<!ENTITY a "b">]>' + xml.decode().partition("?>")[2]
        return head.encode() + text.encode("utf-7") if encoding == "utf-7" else (head + text).encode(encoding)

    path.write_bytes(changed(one_sheet(["Name"], ["Ann"]), "xl/worksheets/sheet1.xml", evil))
    with pytest.raises(UnreadableFile, match=r"unsafe|damaged"):
        read(path)


def test_places_and_formulas_are_read_as_they_are_written() -> None:
    assert [place_of(name) for name in ("A1", "$C$7", "AA10", "7", "A0B")] == [(0, 0), (6, 2), (9, 26), None, None]
    assert [column_name(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert formula_target('IF(A1,HYPERLINK( "https://x.example/""a""" ,"b"),"")') == 'https://x.example/"a"'
    assert formula_target('HYPERLINK("mailto:"&B2,"mail")') == ""
