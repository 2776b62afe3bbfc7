"""Rows of a list in a card: what further lines, pills and the chosen row mean for height, picture and speech."""

from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.rows import ListRow, RowList, row_height

PLAIN = ListRow(1, "A ward", "Jane Roe", more=("Clinical site", "Diagnostics"))


def picture(qtbot: QtBot, row: ListRow) -> QImage:
    rows = RowList("Rows")
    qtbot.addWidget(rows)
    rows.set_rows([row])
    rows.resize(300, row_height(row))
    rows.show()
    return rows.grab().toImage()


def test_each_further_line_makes_a_row_higher_by_as_much(qtbot: QtBot) -> None:
    none, one, two = (replace(PLAIN, more=PLAIN.more[:count]) for count in range(3))
    assert row_height(none) < row_height(one) < row_height(two)
    assert row_height(two) - row_height(one) == theme.px(18)


def test_a_list_is_as_high_as_its_rows_with_their_further_lines(qtbot: QtBot) -> None:
    rows = RowList("Rows")
    qtbot.addWidget(rows)
    rows.set_rows([PLAIN, replace(PLAIN, id=2, more=())])
    assert rows.sizeHint().height() == row_height(PLAIN) + row_height(replace(PLAIN, more=()))


def test_further_lines_are_read_out(qtbot: QtBot) -> None:
    assert PLAIN.spoken() == "A ward, Jane Roe, Clinical site, Diagnostics"


def test_the_pill_of_a_row_with_further_lines_leaves_its_title_the_whole_width(qtbot: QtBot) -> None:
    long = replace(PLAIN, title="W" * 60)
    head = (0, 0, 290, theme.px(30))
    without = picture(qtbot, long).copy(*head)
    assert picture(qtbot, replace(long, pill="Confidential", pill_icon="lock")).copy(*head) == without
    short = replace(long, more=())
    assert picture(qtbot, replace(short, pill="Confidential")).copy(*head) != picture(qtbot, short).copy(*head)


def test_a_chosen_row_stands_on_the_soft_accent(qtbot: QtBot) -> None:
    def ground(row: ListRow) -> QColor:
        return picture(qtbot, row).pixelColor(290, 30)

    assert ground(replace(PLAIN, chosen=True)) == theme.color("accent_soft")
    assert ground(PLAIN) != theme.color("accent_soft")
