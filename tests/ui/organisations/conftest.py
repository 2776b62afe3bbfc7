"""A real window over a small file: three organisations with people now and formerly, and what happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import AffiliationDraft, ContactDraft
from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.organisations import Domain, OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.sample_records import Records
from ui.kit import motion
from ui.organisations.detail import OrganisationPage
from ui.organisations.page import OrganisationsPage
from ui.shell.navigator import Place


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


@dataclass(frozen=True)
class Network:
    """The ids of the file's records."""

    acme: int
    dee: int
    quay: int
    jane: int
    siobhan: int
    follow_up: int


def write(made: Workspace) -> Network:
    terms = {term.name: term.id for term in made.vocabularies.terms("sector")}
    places = {term.name: term.id for term in made.vocabularies.terms("sub_region")}
    organisations, contacts = made.organisations, made.contacts
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
    made.interactions.log(
        InteractionDraft(date(2023, 5, 3), subject="First visit", kind="visit", parties=(Party(jane, acme),))
    )
    made.interactions.log(
        InteractionDraft(date(2026, 3, 2), subject="Scope of the pilot", kind="call", parties=(Party(jane, acme),))
    )
    organisations.rename(acme, "Acme Imaging", "2025-11-01")
    follow_up = made.followups.add(FollowUpDraft("Send the protocol", date(2026, 6, 5), organisation_id=acme))
    return Network(acme, dee, quay, jane, siobhan, follow_up)


@pytest.fixture
def file(written: Written[Network]) -> tuple[Workspace, Network]:
    return written(write)


@pytest.fixture
def network(file: tuple[Workspace, Network]) -> Network:
    return file[1]


@pytest.fixture
def workspace(file: tuple[Workspace, Network]) -> Workspace:
    return file[0]


class Driver(Records):
    """The window, driven by keys."""

    @property
    def listing(self) -> OrganisationsPage:
        return self.front(OrganisationsPage)

    @property
    def page(self) -> OrganisationPage:
        return self.front(OrganisationPage)

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
