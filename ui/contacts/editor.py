"""A new contact: a small form over the page, saved with Ctrl+Enter as one undoable step."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from crm.contacts import Email, PhoneNumber
from crm.fields import CONTACT
from ui.context import Context
from ui.records import form_fields as ask
from ui.records.new_record_form import NewRecordForm
from ui.records.record_fields import OrganisationField

DRAFT = "new_contact"


class NewContactPanel(NewRecordForm):
    """Asks for name, e-mail, phone, organisation and role; opened with `name` or `organisation` it has them already.

    An address that somebody has already is warned about, not refused: shared mailboxes exist.
    """

    KIND = "contact"
    DECLARED = CONTACT
    ALSO: ClassVar = {"given_name": "name", "family_name": "name", "emails": "email", "phones": "phone"}

    def __init__(self, context: Context, name: str = "", organisation: int | None = None, email: str = "") -> None:
        self._given = (name, organisation, email)
        super().__init__(context, "New contact", draft=DRAFT)

    def fields(self) -> Iterable[ask.Row]:
        """Who, how they are reached, and what they are where."""
        yield self.of("name", example="Given and family name", required=True)
        yield self.of("email", example="name@organisation.example"), self.of("phone")
        yield self.of("organisation", self._organisation), self.of("role", example="As Head of Partnerships")

    def _organisation(self, name: str, _example: str) -> OrganisationField:
        self.organisation = OrganisationField(self.context, name)
        return self.organisation

    def fill(self) -> None:
        """Begin with what it was opened with."""
        name, organisation, email = self._given
        self.form.set_values({"name": name, "email": email})
        if organisation is not None:
            self.organisation.set_value(self.organisation.known(organisation))

    def known(self) -> Sequence[str]:
        """Say who has the address already, and that an organisation is new."""
        email, told = self.form.field("email").value(), []
        self.gone.look(self.form.field("name").value(), email)
        others = self.context.workspace.contacts.email_also_used_by(email) if email else ()
        if others:
            told.append(f"{', '.join(others)} has this address already. It can be saved all the same.")
        if self.organisation.is_new():
            told.append(f"“{self.organisation.value().text}” is a new organisation; it is added with the contact.")
        return told

    def save(self, values: dict[str, Any]) -> str:
        """Write the contact, and its organisation where that is new, as one action."""
        workspace = self.context.workspace
        self.gone.ask_once(values["name"], values["email"])
        self.made = workspace.at_work.add(
            values["name"],
            self.organisation.meant(),
            emails=(Email(values["email"], is_primary=True),) if values["email"] else (),
            phones=(PhoneNumber(values["phone"]),) if values["phone"] else (),
            role=values["role"],
        )
        return f"{workspace.contacts.name(self.made)} added"
