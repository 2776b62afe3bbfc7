"""A real window over a small file: four people at two organisations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft, Email, PhoneNumber
from crm.interactions import InteractionDraft, Party
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from ui.contacts.detail import ContactPage
from ui.contacts.page import ContactsPage
from ui.crash import Crashes
from ui.kit import motion
from ui.main_window import MainWindow
from ui.navigator import Place

NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


@dataclass
class People:
    """The ids of the file's records."""

    jane: int
    ravi: int
    zoe: int
    lukasz: int
    acme: int
    dee: int


@pytest.fixture
def people(empty: Workspace) -> People:
    sectors = {term.name: term.id for term in empty.vocabularies.terms("sector")}
    organisations, contacts = empty.organisations, empty.contacts
    acme = organisations.create(OrganisationDraft("Acme Imaging", sector_id=sectors["Industry"]))
    dee = organisations.create(OrganisationDraft("University of the Dee", sector_id=sectors["Academia"]))
    jane = contacts.create(
        ContactDraft(
            "Jane",
            "Roe",
            emails=(Email("jane.roe@acme.example"),),
            phones=(PhoneNumber("0161 496 0182"),),
            organisation_id=acme,
            role="Head of Partnerships",
            started="2021",
        )
    )
    ravi = contacts.create(
        ContactDraft("Ravi", "Shah", emails=(Email("ravi@acme.example"),), organisation_id=acme, role="Engineer")
    )
    zoe = contacts.create(ContactDraft("Zoë", "Quill, MD", organisation_id=dee, role="Reader"))
    lukasz = contacts.create(ContactDraft("Łukasz", "Nowak", emails=(Email("lukasz@dee.example"),), tags=("pilot",)))
    empty.interactions.log(
        InteractionDraft(date(2026, 3, 2), subject="Scope of the pilot", parties=(Party(contact_id=jane),))
    )
    return People(jane, ravi, zoe, lukasz, acme, dee)


@pytest.fixture
def workspace(empty: Workspace, people: People) -> Workspace:
    return empty


class Driver:
    """The window, driven by keys."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, place: Place) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.window = MainWindow(workspace, Crashes())
        self.asked: list[Place] = []
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.start(place)
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.navigator = self.window.context.navigator

    def listen_for(self, *panels: str) -> None:
        """Note which of these panels are asked for, in place of opening them."""
        self.navigator.asked.disconnect()
        self.navigator.set_panels(frozenset(panels))
        self.navigator.asked.connect(self.asked.append)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget() or self.window, text)

    def said(self) -> str:
        message = self.window.context.toasts.current()
        return message.text if message is not None else ""

    @property
    def listing(self) -> ContactsPage:
        page = self.window.host.current_page()
        assert isinstance(page, ContactsPage)
        return page

    @property
    def contact(self) -> ContactPage:
        page = self.window.host.current_page()
        assert isinstance(page, ContactPage)
        return page

    def names(self) -> list[str]:
        """Return the names in the list."""
        rows = self.listing.table.rows()
        return [row.name for number in range(rows.rowCount()) if (row := rows.row(number)) is not None]

    def shows(self, *names: str) -> None:
        """Wait until the list shows these, in this order."""
        self.qtbot.waitUntil(lambda: self.names() == list(names))

    def close(self) -> None:
        self.window.close()


@pytest.fixture
def contacts(qtbot: QtBot, workspace: Workspace) -> Iterator[Driver]:
    driver = Driver(qtbot, workspace, Place("contacts"))
    yield driver
    driver.close()


@pytest.fixture
def jane(qtbot: QtBot, workspace: Workspace, people: People) -> Iterator[Driver]:
    driver = Driver(qtbot, workspace, Place("contact", people.jane))
    yield driver
    driver.close()
