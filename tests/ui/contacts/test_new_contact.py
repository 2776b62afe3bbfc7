"""The form for a new contact: what it makes, warns about and keeps."""

from PySide6.QtCore import Qt

from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver
from tests.ui.sample_records import CONTROL
from ui.contacts.editor import NewContactPanel
from ui.shell.navigator import Place


def form(driver: Driver) -> NewContactPanel:
    card = driver.window.context.overlay.top()
    assert isinstance(card, NewContactPanel)
    return card


def test_ctrl_n_name_and_new_organisation_are_saved_as_one_step(contacts: Driver, workspace: Workspace) -> None:
    contacts.key(Qt.Key.Key_N, CONTROL)
    contacts.write("Dr Ida van Moss")
    contacts.key(Qt.Key.Key_Tab)
    contacts.write("ida@newco.example")
    contacts.key(Qt.Key.Key_Tab)
    contacts.write("01632 960101")
    contacts.key(Qt.Key.Key_Tab)
    contacts.write("Newco Scans")
    contacts.key(Qt.Key.Key_Return)
    contacts.key(Qt.Key.Key_Return, CONTROL)
    place = contacts.navigator.current
    assert place is not None
    assert place.kind == "contact"
    made = workspace.contacts.get(place.id or 0)
    assert (made.title, made.given_name, made.family_name) == ("Dr", "Ida", "van Moss")
    assert made.emails[0].value == "ida@newco.example"
    assert made.phones[0].e164 == "+441632960101"
    assert made.primary is not None
    assert made.primary.organisation == "Newco Scans"
    workspace.undo()
    assert (workspace.contacts.count(), workspace.organisations.count()) == (4, 2)


def test_the_organisation_is_completed_from_those_known(contacts: Driver, workspace: Workspace) -> None:
    contacts.navigator.open("new_contact", name="Ida Moss")
    form(contacts).organisation.setFocus()
    contacts.write("acm")
    contacts.key(Qt.Key.Key_Return)
    contacts.key(Qt.Key.Key_Return, CONTROL)
    assert contacts.contact.subtitle().startswith("Acme Imaging")
    assert workspace.organisations.count() == 2


def test_an_address_somebody_has_is_warned_about_but_taken(contacts: Driver, workspace: Workspace) -> None:
    contacts.navigator.open("new_contact", name="Ida Moss", email="ravi@acme.example")
    assert "Ravi Shah has this address already" in form(contacts).warning.text()
    contacts.key(Qt.Key.Key_Return, CONTROL)
    assert workspace.contacts.count() == 5


def test_a_wrong_address_is_refused_at_its_field(contacts: Driver, workspace: Workspace) -> None:
    contacts.navigator.open("new_contact", name="Ida Moss", email="ida at newco")
    contacts.key(Qt.Key.Key_Return, CONTROL)
    assert "is not an e-mail address" in form(contacts).form.errors()["email"]
    assert workspace.contacts.count() == 4
    assert workspace.organisations.count() == 2


def test_a_contact_needs_a_name(contacts: Driver, workspace: Workspace) -> None:
    contacts.key(Qt.Key.Key_N, CONTROL)
    contacts.key(Qt.Key.Key_Return, CONTROL)
    assert form(contacts).form.errors() == {"name": "Name is needed."}


def test_esc_keeps_what_was_typed_for_the_next_time(contacts: Driver, workspace: Workspace) -> None:
    contacts.key(Qt.Key.Key_N, CONTROL)
    contacts.write("Ida Moss")
    contacts.key(Qt.Key.Key_Escape)
    assert contacts.window.context.overlay.top() is None
    contacts.key(Qt.Key.Key_N, CONTROL)
    contacts.key(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    assert form(contacts).form.values()["name"] == "Ida Moss"
    contacts.key(Qt.Key.Key_Return, CONTROL)
    assert workspace.contacts.count() == 5
    assert workspace.drafts.load("new_contact") is None
    assert contacts.navigator.current != Place("contacts")
