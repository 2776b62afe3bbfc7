"""A new contact: a small form over the page, saved with Ctrl+Enter as one undoable step."""

from typing import Any

from PySide6.QtCore import QTimer, Slot

from crm.contacts import Email, PhoneNumber
from crm.fields import CONTACT
from ui.context import Context
from ui.kit.chips_field import Picked
from ui.kit.label import Label
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import OrganisationField
from ui.records.trash_notice import TrashNotice

DRAFT = "new_contact"
FIELDS = {"given_name": "name", "family_name": "name", "emails": "email", "phones": "phone"}


class NewContactPanel(FormCard):
    """Asks for name, e-mail, phone, organisation and role; opened with `name` or `organisation` it has them already.

    An address that somebody has already is warned about, not refused: shared mailboxes exist.
    """

    def __init__(self, context: Context, name: str = "", organisation: int | None = None, email: str = "") -> None:
        super().__init__(context, "New contact")
        self._made = 0
        form = self.form
        declared = DeclaredForm(form, CONTACT)
        declared.add("name", example="Given and family name", required=True)
        declared.add("email", example="name@organisation.example", half=True)
        declared.add("phone", half=True)
        self.organisation: OrganisationField = declared.add(
            "organisation", lambda name, _: OrganisationField(context, name), half=True
        )
        declared.add("role", example="As Head of Partnerships", half=True)
        self.warning = Label("", "secondary", tone="warn", wrap=True)
        self.warning.hide()
        self.column.insertWidget(1, self.warning)
        self.gone = TrashNotice(context, "contact")
        self.gone.restored.connect(self._restored)
        self.column.insertWidget(1, self.gone)
        self._look_up = QTimer(self, singleShot=True, interval=120)
        self._look_up.timeout.connect(self._warn)
        form.edited.connect(self._look_up.start)
        self._given = (name, organisation, email)
        self.begin(DRAFT)

    def fill(self) -> None:
        """Begin with what it was opened with."""
        name, organisation, email = self._given
        self.form.set_values({"name": name, "email": email})
        if organisation is not None:
            known = self.context.workspace.organisations.name(organisation)
            self.organisation.set_value(Picked(known, organisation))

    def refresh(self) -> None:
        """Say what is known of who is typed."""
        self._warn()

    def save(self, values: dict[str, Any]) -> str:
        """Write the contact, and its organisation where that is new, as one action."""
        workspace = self.context.workspace
        self.gone.ask_once(values["name"], values["email"])
        self._made = workspace.at_work.add(
            values["name"],
            self.organisation.meant(),
            emails=(Email(values["email"], is_primary=True),) if values["email"] else (),
            phones=(PhoneNumber(values["phone"]),) if values["phone"] else (),
            role=values["role"],
        )
        return f"{workspace.contacts.name(self._made)} added"

    @Slot(object)
    def _restored(self, contact: int) -> None:
        """Show who came out of the trash; what was typed beside the name is kept."""
        values = self.form.values()
        if not any(value for key, value in values.items() if key != "name"):
            self.form.set_values({"name": ""})
        self.context.overlay.close(self)
        self.context.navigator.open("contact", contact)

    def saved(self) -> None:
        """Show the new contact."""
        self.context.navigator.open("contact", self._made)

    def field_of(self, field: str) -> str:
        """Return the key of the form's field for a field of the service."""
        return FIELDS.get(field, field)

    def _warn(self) -> None:
        email = self.form.field("email").value()
        self.gone.look(self.form.field("name").value(), email)
        others = self.context.workspace.contacts.email_also_used_by(email) if email else ()
        told = []
        if others:
            told.append(f"{', '.join(others)} has this address already. It can be saved all the same.")
        if self.organisation.is_new():
            told.append(f"“{self.organisation.value().text}” is a new organisation; it is added with the contact.")
        self.warning.setText("\n".join(told))
        self.warning.setVisible(bool(told))
