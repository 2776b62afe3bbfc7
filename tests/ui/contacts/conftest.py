"""A real window over a small file: four people at two organisations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft, Email, PhoneNumber
from crm.interactions import InteractionDraft, Party
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.sample_records import Records
from ui.contacts.detail import ContactPage
from ui.contacts.page import ContactsPage
from ui.kit import motion
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
class People:
    """The ids of the file's records."""

    jane: int
    ravi: int
    zoe: int
    lukasz: int
    acme: int
    dee: int


def write(made: Workspace) -> People:
    sectors = {term.name: term.id for term in made.vocabularies.terms("sector")}
    organisations, contacts = made.organisations, made.contacts
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
    made.interactions.log(
        InteractionDraft(date(2026, 3, 2), subject="Scope of the pilot", parties=(Party(contact_id=jane),))
    )
    return People(jane, ravi, zoe, lukasz, acme, dee)


@pytest.fixture
def file(written: Written[People]) -> tuple[Workspace, People]:
    return written(write)


@pytest.fixture
def people(file: tuple[Workspace, People]) -> People:
    return file[1]


@pytest.fixture
def workspace(file: tuple[Workspace, People]) -> Workspace:
    return file[0]


class Driver(Records):
    """The window, driven by keys."""

    @property
    def listing(self) -> ContactsPage:
        return self.front(ContactsPage)

    @property
    def contact(self) -> ContactPage:
        return self.front(ContactPage)


@pytest.fixture
def contacts(qtbot: QtBot, workspace: Workspace) -> Iterator[Driver]:
    driver = Driver(qtbot, workspace, Place("contacts"))
    yield driver
    driver.window.close()


@pytest.fixture
def jane(qtbot: QtBot, workspace: Workspace, people: People) -> Iterator[Driver]:
    driver = Driver(qtbot, workspace, Place("contact", people.jane))
    yield driver
    driver.window.close()
