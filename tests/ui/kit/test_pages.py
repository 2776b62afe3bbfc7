"""A page and its states: loading, empty, wrong, there."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.empty_states import ErrorState, StateStack
from ui.kit.fields import TextField
from ui.kit.label import Label
from ui.kit.page import Page


def show(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def test_the_keyboard_goes_to_the_content_and_not_to_the_first_button(qtbot: QtBot) -> None:
    page = Page("Contacts")
    page.add_action(Button("New contact", "primary"))
    field = TextField("Filter")
    page.body.addWidget(Label("148 of 2,418"))
    page.body.addWidget(field)
    show(qtbot, page)
    page.focus_content()
    qtbot.waitUntil(field.hasFocus)


def test_a_page_can_name_what_takes_the_keyboard_first(qtbot: QtBot) -> None:
    page = Page("Contacts", scroll=True)
    last = TextField("Second")
    page.body.addWidget(TextField("First"))
    page.body.addWidget(last)
    page.first_focus = last
    show(qtbot, page)
    page.focus_content()
    qtbot.waitUntil(last.hasFocus)


def test_a_page_is_named_by_its_title_and_hides_an_empty_line(qtbot: QtBot) -> None:
    page = Page("Contacts")
    show(qtbot, page)
    page.set_title("Jane Roe")
    page.set_subtitle("Head of Partnerships")
    assert page.accessibleName() == page.title() == "Jane Roe"
    line = next(label for label in page.findChildren(Label) if label.text() == "Head of Partnerships")
    assert line.isVisible()
    page.set_subtitle("")
    assert not line.isVisible()


def test_a_page_that_scrolls_never_scrolls_sideways(qtbot: QtBot) -> None:
    page = Page("Today", scroll=True)
    page.body.addWidget(Label("long " * 100, elide=True))
    for _ in range(60):
        page.body.addWidget(Label("line"))
    show(qtbot, page)
    assert page.scroll_area is not None
    assert page.scroll_area.verticalScrollBar().maximum() > 0
    assert page.scroll_area.horizontalScrollBar().maximum() == 0


@pytest.fixture
def stack(qtbot: QtBot) -> StateStack:
    made = StateStack(Label("the list"))
    show(qtbot, made)
    return made


def test_what_is_read_quickly_never_flashes_a_skeleton(qtbot: QtBot, stack: StateStack) -> None:
    stack.show_loading()
    assert stack.showing() == "content"
    stack.show_content()
    assert stack.showing() == "content"


def test_what_takes_longer_shows_a_skeleton(qtbot: QtBot, stack: StateStack) -> None:
    stack.show_loading()
    qtbot.waitUntil(lambda: stack.showing() == "loading")
    stack.show_content()
    assert stack.showing() == "content"


def test_an_empty_list_offers_one_thing_to_do(qtbot: QtBot, stack: StateStack) -> None:
    stack.show_empty("users", "No contacts yet.", "Import contacts", "Ctrl+I")
    assert stack.showing() == "empty"
    button = stack.currentWidget().findChild(Button)
    with qtbot.waitSignal(stack.acted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_error_keeps_its_details_folded_until_asked(qtbot: QtBot, stack: StateStack) -> None:
    stack.show_error("The history could not be read.", "Try again", "disk I/O error")
    error = stack.currentWidget()
    assert isinstance(error, ErrorState)
    details = next(label for label in error.findChildren(Label) if label.text() == "disk I/O error")
    assert not details.isVisible()
    fold = next(button for button in error.findChildren(Button) if button.text() == "Details")
    qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert details.isVisible()
    with qtbot.waitSignal(stack.acted):
        qtbot.mouseClick(error.button, Qt.MouseButton.LeftButton)


def test_states_replace_one_another_and_leave_nothing_behind(qtbot: QtBot, stack: StateStack) -> None:
    for _ in range(3):
        stack.show_empty("users", "Nothing.")
        stack.show_error("Something went wrong.")
    stack.show_content()
    assert stack.count() == 2


@pytest.mark.parametrize("size", [90, 100, 150])
def test_a_long_sentence_of_an_empty_state_is_shown_whole_also_when_the_text_size_changes(
    qtbot: QtBot, size: int
) -> None:
    states = StateStack(QWidget())
    states.show_empty("upload", "Drop a file here: contacts of your old programs, cards, or any list you kept. " * 2)
    show(qtbot, states)
    theme.apply("light", size)
    (label,) = states.currentWidget().findChildren(Label)

    def shown_whole() -> bool:
        room = QRect(0, 0, min(label.width(), theme.px(420)), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        return label.height() >= label.fontMetrics().boundingRect(room, flags, label.text()).height()

    qtbot.waitUntil(lambda: label.width() <= theme.px(420) and shown_whole())
