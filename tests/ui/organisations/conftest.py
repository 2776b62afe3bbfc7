"""A real window over a small file: three organisations with people now and formerly, and what happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.contacts import AffiliationDraft, ContactDraft
from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.organisations import Domain, OrganisationDraft
from crm.workspace import Workspace
from ui.crash import Crashes
from ui.kit import motion
from ui.main_window import MainWindow
from ui.navigator import Place
from ui.organisations.detail import OrganisationPage
from ui.organisations.page import OrganisationsPage

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
class Network:
    """The ids of the file's records."""

    acme: int
    dee: int
    quay: int
    jane: int
    siobhan: int
    follow_up: int


@pytest.fixture
def network(empty: Workspace) -> Network:
    terms = {term.name: term.id for term in empty.vocabularies.terms("sector")}
    places = {term.name: term.id for term in empty.vocabularies.terms("sub_region")}
    organisations, contacts = empty.organisations, empty.contacts
    acme = organisations.create(
        OrganisationDraft(
            "Acme Scan Ltd",
            short_name="Acme",
            sector_id=terms["Industry"],
            sub_region_id=places["Greater Manchester"],
            domains=(Domain("acme.example"),),
        )
    )
    organisations.set_partnership(acme, "engaged", "2020")
    organisations.set_partnership(acme, "partner", "2021-06-01", "Memorandum")
    dee = organisations.create(OrganisationDraft("University of the Dee", sector_id=terms["Academia"]))
    quay = organisations.create(OrganisationDraft("Quayside Labs", sector_id=terms["Industry"]))
    jane = contacts.create(
        ContactDraft("Jane", "Roe", organisation_id=acme, role="Head of Partnerships", started="2021")
    )
    contacts.create(ContactDraft("Ravi", "Shah", organisation_id=acme, role="Engineer", started="2025-02"))
    siobhan = contacts.create(
        ContactDraft("Siobhan", "Byrne", organisation_id=acme, role="Clinical Lead", started="2022")
    )
    contacts.change_job(siobhan, AffiliationDraft(quay, "Director", started="2025-04-30"))
    empty.interactions.log(
        InteractionDraft(date(2023, 5, 3), subject="First visit", kind="visit", parties=(Party(jane, acme),))
    )
    empty.interactions.log(
        InteractionDraft(date(2026, 3, 2), subject="Scope of the pilot", kind="call", parties=(Party(jane, acme),))
    )
    organisations.rename(acme, "Acme Imaging", "2025-11-01")
    follow_up = empty.followups.add(FollowUpDraft("Send the protocol", date(2026, 6, 5), organisation_id=acme))
    return Network(acme, dee, quay, jane, siobhan, follow_up)


@pytest.fixture
def workspace(empty: Workspace, network: Network) -> Workspace:
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
    def listing(self) -> OrganisationsPage:
        page = self.window.host.current_page()
        assert isinstance(page, OrganisationsPage)
        return page

    @property
    def page(self) -> OrganisationPage:
        page = self.window.host.current_page()
        assert isinstance(page, OrganisationPage)
        return page

    def shows(self, *names: str) -> None:
        """Wait until the list shows these, in this order."""
        self.qtbot.waitUntil(lambda: self.names() == list(names))

    def names(self) -> list[str]:
        """Return the names in the list."""
        rows = self.listing.table.rows()
        return [row.name for number in range(rows.rowCount()) if (row := rows.row(number)) is not None]

    def history(self) -> list[str]:
        """Return the titles of the history on the page."""
        events = self.page.history.timeline.events()
        return [events.event_at(number).title for number in range(events.rowCount())]

    def waits(self, holds: Callable[[], bool]) -> None:
        """Wait until a call returns true."""
        self.qtbot.waitUntil(holds)


@pytest.fixture
def organisations(qtbot: QtBot, workspace: Workspace) -> Iterator[Driver]:
    driver = Driver(qtbot, workspace, Place("organisations"))
    yield driver
    driver.window.close()


@pytest.fixture
def acme(qtbot: QtBot, workspace: Workspace, network: Network) -> Iterator[Driver]:
    driver = Driver(qtbot, workspace, Place("organisation", network.acme))
    yield driver
    driver.window.close()
