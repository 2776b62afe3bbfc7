"""The settings of a small file of invented people, played by keys and mouse."""

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import CONTROL, Stage
from ui.kit import motion
from ui.kit.field_row import FieldRow
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import RowList
from ui.settings.page import SettingsPage
from ui.settings.row_sections import RowsSection
from ui.shell.navigator import Place

W = TypeVar("W", bound=QWidget)


class Desk(Stage):
    """The window on the settings, and what is done there again and again."""

    def section(self, kind: type[W], title: str = "") -> W:
        """The section of a kind, by its title where there are several."""
        sections = self.page(SettingsPage).sections
        return next(each for each in sections if isinstance(each, kind) and title in each.accessibleName())

    def click(self, within: QWidget, text: str) -> None:
        """Click the shown button of that text or name."""
        buttons = [each for each in within.findChildren(QPushButton) if each.isVisible()]
        button = next(each for each in buttons if text in (each.text(), each.accessibleName()))
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, section: RowsSection, title: str, line: str) -> None:
        """Open the menu of a row with Enter, and take one of its lines."""
        rows = section.findChild(RowList)
        assert rows is not None
        self.qtbot.waitUntil(lambda: title in [row.title for row in rows.rows()])
        rows.setFocus()
        rows.select_row([row.title for row in rows.rows()].index(title))
        self.press(Qt.Key.Key_Return)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, Menu)
        action = next(each for each in menu.actions() if each.text() == line)
        assert action.isEnabled()
        menu.setActiveAction(action)
        self.press(Qt.Key.Key_Return)

    def retype(self, text: str) -> None:
        """Type over what is in the field, and press Enter."""
        self.press(Qt.Key.Key_A, modifier=CONTROL)
        self.write(text)
        self.press(Qt.Key.Key_Return)

    def edit(self, row: FieldRow, text: str) -> None:
        """Open a fact, type over it, and press Enter."""
        row.setFocus()
        self.press(Qt.Key.Key_F2)
        self.retype(text)

    def says(self, within: QWidget) -> list[str]:
        """The sentences shown within."""
        return [label.text() for label in within.findChildren(Label) if label.isVisible() and label.text()]

    def rows(self, section: RowsSection) -> list[str]:
        """The titles of the rows shown."""
        return [row.title for row in section.list.rows()]


def write(workspace: Workspace) -> None:
    """Jane Roe and Ravi Shah at Acme Imaging, of the sector Industry."""
    sectors = {term.name: term.id for term in workspace.vocabularies.terms("sector")}
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging", sector_id=sectors["Industry"]))
    workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))
    workspace.contacts.create(ContactDraft("Ravi", "Shah", organisation_id=acme))


@pytest.fixture
def workspace(written: Written[None]) -> Iterator[Workspace]:
    motion.set_reduced(True)
    yield written(write)[0]
    motion.set_reduced(False)


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace) -> Iterator[Desk]:
    desk = Desk(qtbot, workspace, Place("settings"))
    yield desk
    desk.window.close()
