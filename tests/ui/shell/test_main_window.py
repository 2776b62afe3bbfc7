"""The window with invented pages: going, coming back, panels, undo, narrow windows, what it remembers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm.db.schema import Contact
from crm.settings import APPEARANCE, TEXT_SIZE, USER_NAME
from crm.workspace import Workspace
from tests import patience
from tests.ui import window_keys
from tests.ui.dragging import drop
from ui import pages
from ui.kit import motion, theme
from ui.kit.empty_states import ErrorState
from ui.kit.label import Label
from ui.kit.page import Page
from ui.kit.tasks import Cancelled, Task
from ui.shell.crash import Crashes
from ui.shell.help.card import HelpCard
from ui.shell.main_window import MainWindow
from ui.shell.nav_list import NavItem
from ui.shell.navigator import Place
from ui.shell.palette.card import Palette
from ui.shell.status_line import TaskLine

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
AT = "2026-05-22T09:00:00Z"
W = TypeVar("W", bound=QWidget)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pages, "PAGES", window_keys.PAGES)
    monkeypatch.setattr(pages, "PANELS", window_keys.PANELS)
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


@pytest.fixture
def crashes() -> Crashes:
    return Crashes()


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, crashes: Crashes) -> Iterator[MainWindow]:
    window = opened(qtbot, workspace, crashes)
    yield window
    window.close()


def opened(qtbot: QtBot, workspace: Workspace, crashes: Crashes, place: Place | None = None) -> MainWindow:
    window = MainWindow(workspace, crashes)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.start(place)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window


def key(qtbot: QtBot, window: MainWindow, code: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, code, modifier or Qt.KeyboardModifier.NoModifier)


def in_front(window: MainWindow, kind: type[W]) -> W:
    page = window.host.current_page()
    assert isinstance(page, kind)
    return page


def front_kind(window: MainWindow) -> str:
    place = window.context.navigator.current
    assert place is not None
    return place.kind


def test_the_first_focus_goes_to_the_content_not_to_a_button(window: MainWindow) -> None:
    assert QApplication.focusWidget() is in_front(window, window_keys.ListPage).list


def test_alt_digits_go_to_pages_and_alt_arrows_back_and_forward(window: MainWindow, qtbot: QtBot) -> None:
    key(qtbot, window, Qt.Key.Key_2, ALT)
    assert front_kind(window) == "contacts"
    key(qtbot, window, Qt.Key.Key_Left, ALT)
    assert front_kind(window) == "today"
    key(qtbot, window, Qt.Key.Key_Right, ALT)
    assert front_kind(window) == "contacts"


def test_a_click_on_a_destination_goes_there_and_lights_it(window: MainWindow, qtbot: QtBot) -> None:
    view = window.sidebar.destinations
    row = view.visualRect(view.model().index(1, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert front_kind(window) == "contacts"
    assert view.is_front(view.items()[1])


def test_a_record_lights_the_destination_it_belongs_to(window: MainWindow) -> None:
    window.context.navigator.open("contact", 7)
    view = window.sidebar.destinations
    assert [item.title for item in view.items() if view.is_front(item)] == ["Contacts"]


def test_a_page_is_made_once_and_read_again_only_when_something_changed(window: MainWindow, qtbot: QtBot) -> None:
    navigator = window.context.navigator
    navigator.open("contacts")
    page = in_front(window, window_keys.ListPage)
    navigator.open("today")
    navigator.open("contacts")
    assert in_front(window, window_keys.ListPage) is page
    assert page.reads == 1
    navigator.open("contacts", view=3)
    assert page.reads == 2
    assert page.targets == [{}, {"view": 3}]


def test_a_page_in_front_is_read_again_at_once_and_a_hidden_one_when_it_comes(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    navigator = window.context.navigator
    today = in_front(window, window_keys.ListPage)
    navigator.open("contacts")
    contacts = in_front(window, window_keys.ListPage)
    with workspace.store.action("Add Ann"):
        workspace.store.insert(Contact, uid="u", given_name="Ann", family_name="Field", created_at=AT)
    qtbot.waitUntil(lambda: contacts.reads == 2)
    assert today.reads == 1
    navigator.open("today")
    assert today.reads == 2


def test_a_change_that_a_page_does_not_show_leaves_it_alone(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    page = in_front(window, window_keys.ListPage)
    with qtbot.waitSignal(window._bridge.changed):
        workspace.settings.set(USER_NAME, "Alex")
    assert page.reads == 1


def test_a_page_that_cannot_be_shown_says_so_and_the_rest_goes_on(
    window: MainWindow, crashes: Crashes, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(crashes.happened) as told:
        key(qtbot, window, Qt.Key.Key_9, ALT)
    assert "acme" not in told.args[0].text
    page = in_front(window, Page)
    assert page.title() == "Broken"
    assert page.findChild(ErrorState).accessibleName() == "This page could not be shown. Nothing is lost."
    key(qtbot, window, Qt.Key.Key_1, ALT)
    assert front_kind(window) == "today"


def test_the_keys_of_a_page_work_while_it_is_in_front(window: MainWindow, qtbot: QtBot) -> None:
    page = in_front(window, window_keys.ListPage)
    key(qtbot, window, Qt.Key.Key_E, CONTROL | SHIFT)
    assert page.exported == 1
    window.context.navigator.open("broken")
    assert window.context.actions.get("export") is None


def test_log_opens_over_the_page_and_esc_gives_the_focus_back(window: MainWindow, qtbot: QtBot) -> None:
    page = in_front(window, window_keys.ListPage)
    key(qtbot, window, Qt.Key.Key_L, CONTROL)
    panel = window.context.overlay.top()
    assert isinstance(panel, window_keys.LogPanel)
    assert QApplication.focusWidget() is panel.line
    key(qtbot, window, Qt.Key.Key_L, CONTROL)
    assert window.context.overlay.top() is panel
    key(qtbot, window, Qt.Key.Key_Escape)
    assert window.context.overlay.top() is None
    assert QApplication.focusWidget() is page.list
    assert front_kind(window) == "today"


def test_a_panel_is_told_what_it_is_about(window: MainWindow) -> None:
    window.context.navigator.open("log", contact=7)
    panel = window.context.overlay.top()
    assert isinstance(panel, window_keys.LogPanel)
    assert panel.target == {"contact": 7}


def test_going_to_a_page_closes_what_lies_over_it(window: MainWindow, qtbot: QtBot) -> None:
    key(qtbot, window, Qt.Key.Key_L, CONTROL)
    key(qtbot, window, Qt.Key.Key_2, ALT)
    assert window.context.overlay.top() is None
    assert front_kind(window) == "contacts"


@pytest.mark.parametrize("code", [Qt.Key.Key_K, Qt.Key.Key_P])
def test_the_palette_opens_and_closes_by_its_key(window: MainWindow, qtbot: QtBot, code: Qt.Key) -> None:
    key(qtbot, window, code, CONTROL)
    assert isinstance(window.context.overlay.top(), Palette)
    key(qtbot, window, code, CONTROL)
    assert window.context.overlay.top() is None


@pytest.mark.parametrize("code", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_help_opens_by_f1_and_by_the_question_mark(window: MainWindow, qtbot: QtBot, code: Qt.Key) -> None:
    key(qtbot, window, code)
    assert isinstance(window.context.overlay.top(), HelpCard)


def test_help_says_what_the_page_in_front_is_for(window: MainWindow, qtbot: QtBot) -> None:
    key(qtbot, window, Qt.Key.Key_F1)
    card = window.context.overlay.top()
    assert card is not None
    assert [each.text() for each in card.findChildren(Label)] == ["Today: What is due."]
    assert card.height() > 500


def test_f6_goes_round_the_panes(window: MainWindow, qtbot: QtBot) -> None:
    page = in_front(window, window_keys.ListPage)
    key(qtbot, window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is page.side
    key(qtbot, window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.sidebar.destinations
    key(qtbot, window, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is page.side


def test_enter_in_the_side_bar_goes_to_the_row(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.destinations.setFocus()
    key(qtbot, window, Qt.Key.Key_Down)
    assert front_kind(window) == "today"
    key(qtbot, window, Qt.Key.Key_Return)
    assert front_kind(window) == "contacts"


def test_undo_and_redo_say_what_they_did(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    workspace.settings.set(USER_NAME, "Alex")
    key(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert workspace.settings.get(USER_NAME) == ""
    message = window.context.toasts.current()
    assert message is not None
    assert message.text == "Undone: Change your name"
    key(qtbot, window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert workspace.settings.get(USER_NAME) == "Alex"
    button = window.context.toasts.button()
    assert button is not None
    button.click()
    assert workspace.settings.get(USER_NAME) == ""


def test_undo_with_nothing_to_undo_says_so(window: MainWindow, qtbot: QtBot) -> None:
    key(qtbot, window, Qt.Key.Key_Z, CONTROL)
    message = window.context.toasts.current()
    assert message is not None
    assert message.text == "There is nothing to undo."


def test_light_and_dark_switch_and_are_remembered(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    dark = theme.is_dark()
    key(qtbot, window, Qt.Key.Key_D, CONTROL | SHIFT)
    assert theme.is_dark() is not dark
    assert workspace.settings.get(APPEARANCE) == ("light" if dark else "dark")


def test_text_grows_shrinks_and_returns_within_its_bounds(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    for _ in range(7):
        key(qtbot, window, Qt.Key.Key_Plus, CONTROL)
    assert theme.text_size() == workspace.settings.get(TEXT_SIZE) == 150
    for _ in range(8):
        key(qtbot, window, Qt.Key.Key_Minus, CONTROL)
    assert theme.text_size() == 90
    key(qtbot, window, Qt.Key.Key_0, CONTROL)
    assert theme.text_size() == 100


def test_undoing_the_appearance_changes_the_look_back(window: MainWindow, qtbot: QtBot) -> None:
    dark = theme.is_dark()
    key(qtbot, window, Qt.Key.Key_D, CONTROL | SHIFT)
    key(qtbot, window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: theme.is_dark() is dark)


def test_a_narrow_window_shows_icons_that_keep_their_names(window: MainWindow) -> None:
    window.resize(1024, 680)
    assert window.sidebar.is_narrow()
    assert window.sidebar.width() == 64
    assert window.sidebar.log_button.accessibleName() == "Log a meeting"
    assert window.sidebar.destinations.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    window.resize(1440, 900)
    assert not window.sidebar.is_narrow()
    assert window.sidebar.width() == 232


def test_large_text_narrows_the_side_bar_sooner(window: MainWindow) -> None:
    window.resize(1300, 800)
    assert not window.sidebar.is_narrow()
    theme.apply("light", 150)
    assert window.sidebar.is_narrow()


def test_rows_of_the_side_bar_are_read_with_their_counts(window: MainWindow) -> None:
    view = window.sidebar.destinations
    view.set_items((shell_item("Follow-ups", 4, "4 overdue"), shell_item("Contacts", 2418, "")))
    reader = QAccessible.queryAccessibleInterface(view)
    assert [reader.child(row).text(QAccessible.Text.Name) for row in range(2)] == [
        "Follow-ups, 4 overdue",
        "Contacts, 2,418",
    ]


def shell_item(title: str, count: int, spoken: str) -> NavItem:
    return NavItem(title, "bell", "today", count=count, count_text=spoken)


def test_size_and_page_are_remembered_in_the_file(qtbot: QtBot, workspace: Workspace, crashes: Crashes) -> None:
    first = opened(qtbot, workspace, crashes)
    first.resize(1200, 700)
    first.context.navigator.open("contact", 7)
    first.close()
    second = opened(qtbot, workspace, crashes)
    place = second.context.navigator.current
    assert place is not None
    assert (place.kind, place.id) == ("contact", 7)
    # The width of the screen here is less than the window's least.
    assert second.height() == 700
    second.close()


@pytest.mark.parametrize("away", [QPoint(4000, 300), QPoint(-1800, -900), QPoint(0, 5000)])
def test_a_window_last_seen_on_a_screen_that_is_gone_comes_back_onto_the_one_there_is(
    qtbot: QtBot, workspace: Workspace, crashes: Crashes, away: QPoint
) -> None:
    first = opened(qtbot, workspace, crashes)
    first.resize(1024, 700)
    first.move(away)
    first.close()
    second = opened(qtbot, workspace, crashes)
    room = second.screen().availableGeometry()
    # The screen here is narrower than the window's least: its corner and its height must be on it.
    assert room.contains(second.frameGeometry().topLeft())
    assert room.top() <= second.geometry().top() < second.geometry().bottom() <= room.bottom()
    second.close()


def test_remembering_the_layout_is_no_step_to_undo(qtbot: QtBot, workspace: Workspace, crashes: Crashes) -> None:
    opened(qtbot, workspace, crashes).close()
    assert workspace.undo() is None


def test_files_dropped_on_the_window_go_to_the_import_page(window: MainWindow, tmp_path: Path) -> None:
    card = tmp_path / "contacts.vcf"
    card.write_text("BEGIN:VCARD\nFN:Ida Moss\nEND:VCARD\n")
    drop(window, [card])
    place = window.context.navigator.current
    assert place is not None
    assert (place.kind, place.args["files"]) == ("import", (card,))


def test_long_work_shows_its_count_and_can_be_cancelled(window: MainWindow, qtbot: QtBot) -> None:
    stopped: list[str] = []

    def work(task: Task) -> None:
        task.progress(1200, 5000)
        patience.until(task.cancelled)
        raise Cancelled

    line = window.findChild(TaskLine)
    assert line is not None
    window.context.tasks.run("Importing contacts", work, on_cancel=lambda: stopped.append("stopped"))
    qtbot.waitUntil(lambda: line.isVisible() and "1,200 of 5,000" in line.label.text())
    qtbot.mouseClick(line.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stopped == ["stopped"])
    qtbot.waitUntil(lambda: not line.isVisible())


def test_an_error_in_a_slot_is_told_and_the_work_goes_on(window: MainWindow, crashes: Crashes, qtbot: QtBot) -> None:
    crashes.note(ValueError("jane.roe@acme.example"))
    message = window.context.toasts.current()
    assert message is not None
    assert message.assertive
    button = window.context.toasts.button()
    assert button is not None
    button.click()
    report = window.context.overlay.top()
    assert report is not None
    texts: Callable[[], str] = report.view.toPlainText  # type: ignore[attr-defined]
    assert "ValueError" in texts()
    assert "jane" not in texts()


def test_every_tab_stop_is_named_and_large_enough(window: MainWindow) -> None:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget
            assert min(widget.width(), widget.height()) >= 24, widget
