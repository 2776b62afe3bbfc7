"""Labels, buttons, chips, cards, short lists, menus: what they show, how they are reached, what they say."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import painting, theme
from ui.kit.buttons import Button, IconButton, SegmentedControl
from ui.kit.card import Card
from ui.kit.chips import Chip, ChipButton, filter_chip, toggle_chip
from ui.kit.flow import FlowLayout
from ui.kit.label import Label, plain_tip
from ui.kit.menu import Menu
from ui.kit.painted_list import RowModel
from ui.kit.rows import ListRow, RowList
from ui.kit.selection_bar import SelectionBar

HOSTILE = "<img src='file:///etc/passwd'><b>Jane</b>"


def show(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def test_a_label_shows_mark_up_letter_by_letter(qtbot: QtBot) -> None:
    label = Label(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.shown_text() == HOSTILE
    assert "<img" not in plain_tip(HOSTILE)
    assert plain_tip("") == ""


def test_a_label_that_elides_can_be_narrow_and_shows_its_beginning(qtbot: QtBot) -> None:
    label = Label("A very long name of a very long organisation", elide=True)
    qtbot.addWidget(label)
    label.resize(100, 20)
    assert label.minimumSizeHint().width() < 100
    assert label.shown_text().startswith("A very")
    assert label.shown_text().endswith("…")
    label.grab()
    assert "very long organisation" in label.toolTip()
    label.resize(600, 20)
    label.grab()
    assert label.toolTip() == ""


def test_a_label_takes_the_new_text_size(qtbot: QtBot) -> None:
    label = Label("Contacts", "title")
    qtbot.addWidget(label)
    theme.apply("light", 125)
    assert label.font().pixelSize() == 28


def test_a_label_is_drawn_in_the_ink_of_the_theme(qtbot: QtBot) -> None:
    label = Label("■■■■", "display", tone="danger")
    qtbot.addWidget(label)
    for mode in ("light", "dark"):
        theme.apply(mode)
        image = label.grab().toImage()
        seen = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
        assert QColor(theme.tokens().danger).name() in seen


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_button_is_pressed_by_space_and_enter(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Save", "primary")
    show(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_buttons_are_large_enough_to_hit(qtbot: QtBot) -> None:
    for widget in (
        Button("Save", "primary"),
        IconButton("x", "Close", size=12),
        filter_chip("Has email"),
        ChipButton("Jane Roe"),
    ):
        qtbot.addWidget(widget)
        assert min(widget.sizeHint().width(), widget.sizeHint().height()) >= 24
    assert Button("Save").sizeHint().height() == 32


def test_a_button_of_an_unknown_kind_is_a_mistake_in_the_code() -> None:
    with pytest.raises(ValueError):
        Button("Save", "loud")


def test_an_icon_button_has_a_name_and_a_tip(qtbot: QtBot) -> None:
    button = IconButton("more", "More actions", shortcut="Alt+M")
    qtbot.addWidget(button)
    assert button.accessibleName() == "More actions"
    assert "Alt+M" in button.toolTip()


def test_an_ampersand_in_a_name_is_shown_once(qtbot: QtBot) -> None:
    button = Button("Save && close")
    qtbot.addWidget(button)
    assert button.sizeHint().width() == painting.text_width("Save & close", 13, 500) + 24


def test_a_ring_shows_the_focus_that_came_by_keyboard_alone(qtbot: QtBot) -> None:
    button = Button("Save")
    show(qtbot, button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.rings()
    button.clearFocus()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.rings()


def test_one_of_several_views_is_chosen_with_the_arrows(qtbot: QtBot) -> None:
    control = SegmentedControl([("board", "Board"), ("table", "Table", "list")], "View")
    show(qtbot, control)
    assert control.current() == "board"
    first = control.findChildren(Button)[0]
    first.setFocus()
    with qtbot.waitSignal(control.changed) as heard:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert heard.args == ["table"]
    control.set_current("board")
    assert control.current() == "board"


def test_tab_reaches_the_choice_that_is_made_from_either_side(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    control = SegmentedControl([(key, key) for key in ("first", "second", "third")], "View")
    before, after = Button("Before"), Button("After")
    for each in (before, control, after):
        column.addWidget(each)
    show(qtbot, page)
    control.set_current("second")
    middle = control.findChildren(Button)[1]
    for start, key in ((before, Qt.Key.Key_Tab), (after, Qt.Key.Key_Backtab)):
        start.setFocus()
        qtbot.keyClick(start, key)
        assert middle.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_filter_chip_is_removed_by_key(qtbot: QtBot, key: Qt.Key) -> None:
    chip = filter_chip("Newsletter: yes")
    show(qtbot, chip)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, key)


def test_the_cross_of_a_chip_removes_and_the_rest_of_it_does_not(qtbot: QtBot) -> None:
    chip = filter_chip("Newsletter: yes")
    chip.resize(chip.sizeHint())
    show(qtbot, chip)
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 15))
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 15))


def test_a_toggle_chip_is_on_or_off(qtbot: QtBot) -> None:
    chip = toggle_chip("Meetings", checked=True)
    show(qtbot, chip)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert not chip.isChecked()


def test_a_chip_can_change_and_says_what_it_is(qtbot: QtBot) -> None:
    chip = Chip("Today", "warn")
    qtbot.addWidget(chip)
    width = chip.sizeHint().width()
    chip.set("12 days overdue", "danger", icon="clock")
    assert chip.accessibleName() == "12 days overdue"
    assert chip.sizeHint().width() > width


def test_chips_are_told_apart_without_colour(qtbot: QtBot) -> None:
    pictures = set()
    for sector in ("industry", "academia", "public", "investor", "entrepreneur", "museums"):
        chip = Chip("", sector=sector)
        qtbot.addWidget(chip)
        chip.resize(34, 22)
        image = chip.grab().toImage()
        ground = image.pixelColor(image.width() - 8, 11)
        pictures.add(tuple(image.pixelColor(x, y) == ground for x in range(8, 19) for y in range(5, 17)))
    assert len(pictures) == 6


def test_a_flow_breaks_into_lines_where_there_is_no_room(qtbot: QtBot) -> None:
    host = QWidget()
    flow = FlowLayout(host)
    for number in range(6):
        flow.addWidget(toggle_chip(f"Choice number {number}"))
    show(qtbot, host)
    assert flow.heightForWidth(2000) == 30
    assert flow.heightForWidth(300) > 90
    flow.clear()
    assert flow.count() == 0


def test_a_card_shows_its_count_only_when_there_is_one(qtbot: QtBot) -> None:
    card = Card("Overdue")
    show(qtbot, card)
    count = next(label for label in card.findChildren(Label) if label.text() == "")
    assert not count.isVisible()
    card.set_count("4")
    assert count.isVisible()


def rows(count: int = 3) -> list[ListRow]:
    return [ListRow(n, f"Call {n}", "Jane Roe", sector="industry", tick=False, pill="Today") for n in range(count)]


@pytest.fixture
def short_list(qtbot: QtBot) -> RowList:
    made = RowList("Overdue")
    made.set_rows(rows())
    made.resize(500, 300)
    show(qtbot, made)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_the_rows_keep_qts_rules() -> None:
    model: RowModel[ListRow] = RowModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show(rows(5))
    model.show(rows(2))
    assert tester.model().rowCount() == 2


def test_a_short_list_is_as_high_as_its_rows(short_list: RowList) -> None:
    assert short_list.sizeHint().height() == 3 * 48
    short_list.set_rows([ListRow(1, "Possible duplicates", icon="merge", note="3", chevron=True)])
    assert short_list.sizeHint().height() == 34


def test_enter_opens_a_row_and_space_ticks_it(qtbot: QtBot, short_list: RowList) -> None:
    qtbot.keyClick(short_list, Qt.Key.Key_Down)
    with qtbot.waitSignal(short_list.row_activated) as opened:
        qtbot.keyClick(short_list, Qt.Key.Key_Return)
    with qtbot.waitSignal(short_list.row_toggled) as ticked:
        qtbot.keyClick(short_list, Qt.Key.Key_Space)
    assert opened.args == ticked.args == [1]


def test_a_click_on_the_circle_ticks_and_beside_it_opens(qtbot: QtBot, short_list: RowList) -> None:
    with qtbot.waitSignal(short_list.row_toggled) as ticked:
        qtbot.mouseClick(short_list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(24, 24))
    with qtbot.waitSignal(short_list.row_activated) as opened:
        qtbot.mouseClick(short_list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 72))
    assert (ticked.args, opened.args) == ([0], [1])


def test_the_next_row_takes_the_place_of_one_that_is_done(qtbot: QtBot, short_list: RowList) -> None:
    qtbot.keyClick(short_list, Qt.Key.Key_Down)
    short_list.set_rows([row for row in rows() if row.id != 1])
    assert short_list.current_id() == 2
    short_list.set_rows([*rows(1), *[row for row in rows() if row.id == 2]])
    assert short_list.current_id() == 2


def test_a_row_is_read_out_as_a_sentence(short_list: RowList) -> None:
    spoken = QAccessible.queryAccessibleInterface(short_list).child(0).text(QAccessible.Text.Name)
    assert spoken == "Call 0, Jane Roe, Today"


def test_the_bar_of_the_selection_comes_with_the_second_row(qtbot: QtBot) -> None:
    bar = SelectionBar()
    qtbot.addWidget(bar)
    bar.add(Button("Tag", "ghost"))
    bar.set_selected(1, 10)
    assert bar.isHidden()
    bar.set_selected(2, 10)
    assert not bar.isHidden()
    texts = [label.text() for label in bar.findChildren(Label)]
    assert texts == ["2 selected"]
    bar.set_selected(10, 10)
    assert bar.findChildren(Label)[0].text() == "All 10 contacts selected"


def test_a_menu_shows_names_as_they_are(qtbot: QtBot) -> None:
    menu = Menu()
    qtbot.addWidget(menu)
    action = menu.add("R&D at <b>Acme</b>", icon="building", shortcut="E", data=7)
    inner = menu.add_menu("Move to")
    inner.add("Qualified")
    assert action.text() == "R&&D at <b>Acme</b>\tE"
    assert action.data() == 7
    assert [each.text() for each in menu.actions()][1] == "Move to"


def test_initials_leave_titles_out() -> None:
    assert painting.initials("Prof Mei Rowan") == "MR"
    assert painting.initials("Dr. Łukasz Nowak") == "ŁN"
    assert painting.initials("Newco") == "N"
    assert painting.initials("…") == "?"


def test_a_long_text_is_wrapped_to_its_lines_and_cut_once() -> None:
    lines = painting.wrapped("one two three four five six seven\neight nine ten", 60, lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert painting.wrapped("short", 200) == ("short",)
    assert len(painting.wrapped("word " * 200_000, 200)) == 3
