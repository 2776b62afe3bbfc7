"""A panel beside the content where there is room, over it where there is none."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.kit.buttons import Button
from ui.kit.fields import TextField
from ui.kit.side_panel import PanelHost, SidePanel


@pytest.fixture
def host(qtbot: QtBot) -> PanelHost:
    panel = SidePanel("Jane Roe")
    panel.body.addWidget(Button("Log meeting"))
    made = PanelHost(TextField("Filter"), panel)
    qtbot.addWidget(made)
    made.resize(1400, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def content(host: PanelHost) -> TextField:
    found = host.findChild(TextField)
    assert found is not None
    return found


def test_in_a_wide_window_the_content_makes_room(host: PanelHost) -> None:
    host.open_panel()
    assert host.panel.width() == 392
    assert content(host).width() == 1400 - 392
    host.close_panel()
    assert content(host).width() == 1400


def test_in_a_narrow_window_the_panel_lies_over_the_content(host: PanelHost) -> None:
    host.resize(1024, 680)
    host.open_panel()
    assert host.is_sheet()
    assert content(host).width() == 1024
    assert host.panel.geometry().right() == 1023


def test_escape_in_the_panel_closes_it_and_gives_the_keyboard_back(qtbot: QtBot, host: PanelHost) -> None:
    content(host).setFocus()
    qtbot.waitUntil(content(host).hasFocus)
    host.open_panel(focus=True)
    button = host.panel.findChild(Button)
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(host.toggled) as heard:
        qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert heard.args == [False]
    qtbot.waitUntil(content(host).hasFocus)


def test_a_wide_panel_does_not_take_escape_from_the_content(qtbot: QtBot, host: PanelHost) -> None:
    host.open_panel()
    qtbot.keyClick(content(host), Qt.Key.Key_Escape)
    assert host.is_open()
