"""The door of a huddle in a real window, driven by keys and mouse."""

from datetime import time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm import clock
from crm.huddles import HuddleDraft
from crm.workspace import Workspace
from tests.ui.stage import CONTROL, Stage
from ui.huddles.check_in.page import CheckInPage
from ui.huddles.check_in.rows import DoorRow
from ui.shell.navigator import Place

ENTER, TAB, ESC, DEL = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Delete
PEOPLE = (
    ("Jane Roe", "Acme Imaging"),
    ("Robert Ashworth", "Quayside Labs"),
    ("Rosa Haddad", "Lune Valley Care"),
    ("Callum Crowe", "Irwell Ventures"),
    ("Mei Rowan", "Northgate University"),
    ("Hannah Lund", "Mersey Trust"),
    ("Devon Malik", "Acme Imaging"),
    ("Sunita Rao", "Weaver Diagnostics"),
    ("Eleanor Frost", "Mersey Trust"),
    ("Idris Bello", "Weaver Diagnostics"),
    ("Priya Nair", "Northgate University"),
    ("Tom Hesketh", "Dee Robotics"),
    ("Alys Pritchard", "Dee Robotics"),
    ("Omar Farouk", "Irwell Ventures"),
    ("Grace Whitfield", "Pennine Devices"),
    ("Neil Standish", "Pennine Devices"),
    ("Ines Carvalho", "Northgate University"),
    ("Kofi Mensah", "Mersey Trust"),
    ("Lucy Entwistle", "Quayside Labs"),
)
REGISTERED = 16


class Door(Stage):
    """The window at the door of huddle 42, and what the file says of it."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, huddle: int) -> None:
        super().__init__(qtbot, workspace, Place("check_in", huddle))
        self.huddle = huddle
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is self.door.door.field)

    @property
    def door(self) -> CheckInPage:
        return self.page(CheckInPage)

    def settled(self) -> None:
        """Let the page read what was written."""
        for _ in range(5):
            QApplication.processEvents()

    def check_in(self, letters: str) -> None:
        """Type a few letters and press Enter."""
        self.write(letters)
        self.press(ENTER)
        self.settled()

    def inside(self) -> set[str]:
        """Names of those whom the file says are in."""
        return {row.name for row in self.workspace.attendance.rows(self.huddle) if row.presence == "attended"}

    def rows(self) -> list[DoorRow]:
        """The people found."""
        return [row for row in self.door.door.list.rows() if row.state != "add"]


def huddle_on(workspace: Workspace, days: int = 0) -> int:
    series = next(each.id for each in workspace.huddles.series() if each.name == "Huddle")
    return workspace.huddles.plan(
        HuddleDraft(
            clock.today() + timedelta(days=days),
            time(15),
            time(16, 30),
            series_id=series,
            number=42 + days,
            venue="Northgate University",
            pitch_slots=3,
        )
    )


def add_walk_in(door: Door, name: str, firm: str, role: str, mail: str, answer: Qt.Key) -> None:
    """Type a name nobody has, and the rest of the form by Tab."""
    door.write(name)
    door.press(ENTER)
    door.write(firm)
    door.press(TAB)
    door.write(role)
    door.press(TAB)
    door.write(mail)
    door.press(TAB, answer)
    door.press(ENTER, modifier=CONTROL)
    door.settled()
