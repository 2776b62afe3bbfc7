"""Tables of web pages and of spreadsheets, as the clipboard holds them beside the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.html_tables import rows_of


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<table><tr><th>Name<th>Email<tr><td>Ida Moss<td>ida@newco.example</table>",
         [["Name", "Email"], ["Ida Moss", "ida@newco.example"]]),
        ("<html><head><style>td {color: red}</style></head><body><!--StartFragment--><table><tr><td>A&amp;B</td>"
         "<td> two\n  lines<br>here </td></tr></table><!--EndFragment-->", [["A&B", "two lines here"]]),
        ('<table><tr><td><a href="mailto:ida@newco.example?subject=x">Ida Moss</a></td></tr></table>',
         [["Ida Moss", "ida@newco.example"]]),
        ('<table><tr><td><a href="MAILTO:ida@newco.example">ida@newco.example</a></td></tr></table>',
         [["ida@newco.example", ""]]),
        ('<table><tr><th>Name</th><th>Email</th></tr><tr><td>Ida Moss</td><td><a href="mailto:ida@newco.example">write'
         "</a></td></tr></table>", [["Name", "Email"], ["Ida Moss", "ida@newco.example"]]),
        ('<table><tr><td colspan="2">Both</td><td>c</td></tr><tr><td></td></tr></table>', [["Both", "", "c"]]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", [["a", "b"], ["c", ""]]),
        ("<table><tr><td>one<div>two</div></td></tr></table> words <table><tr><td>three</td></tr></table>",
         [["one two"], ["three"]]),
        ("<p>no table at all</p>", []),
        ("<td>a cell alone", [["a cell alone"]]),
        ('<table><tr><td colspan="99999999999">a</td></tr></table>', [["a"] + [""] * 49]),
        ("", []),
    ],
)  # fmt: skip
def test_rows_are_read_as_they_are_shown(html: str, rows: list[list[str]]) -> None:
    assert rows_of(html) == rows


@given(st.lists(st.lists(st.text("aB é@.\t ", max_size=6), min_size=1, max_size=4), max_size=4))
def test_what_is_written_as_a_table_is_read_again(cells: list[list[str]]) -> None:
    html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    shown = [row for row in ([" ".join(cell.split()) for cell in row] for row in cells) if any(row)]
    width = max(map(len, shown), default=0)
    assert rows_of(f"<table>{html}</table>") == [row + [""] * (width - len(row)) for row in shown]


@given(st.text("<>/tdrhba=\"' &;!-", max_size=60))
def test_no_piece_of_a_page_is_too_broken(html: str) -> None:
    rows_of(html)
