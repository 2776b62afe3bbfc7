"""The postal addresses of a contact."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm.contacts import Address, ContactDetail
from ui.context import Context
from ui.kit.buttons import IconButton
from ui.kit.card import Card
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm, still_there
from ui.records.service_calls import write_or_tell

KINDS = (("", "—"), ("work", "Work"), ("home", "Home"), ("other", "Other"))


class AddressesCard(Card):
    """Addresses of the contact shown; Enter or a click edits one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Addresses", flush=True, parent=parent)
        self._context = context
        self._contact: ContactDetail | None = None
        self.add_button = IconButton("plus", "Add an address", size=28)
        self.add_button.clicked.connect(self.add_address)
        self.add_action(self.add_button)
        self.rows = RowList("Addresses")
        self.rows.row_activated.connect(self._edit)
        self.rows.menu_requested.connect(self._open_menu)
        self.rows.delete_requested.connect(self._remove)
        self.body.addWidget(self.rows)

    def show_contact(self, contact: ContactDetail) -> None:
        """Show a contact's addresses."""
        self._contact = contact
        self.rows.set_rows([_row(each) for each in contact.addresses])
        self.rows.setVisible(bool(contact.addresses))
        self.set_count("" if contact.addresses else "none yet")

    def add_address(self) -> None:
        """Open the form of a new address."""
        if self._contact is not None:
            AddressCard(self._context, self._contact.id).show_over()

    def _edit(self, wanted: object) -> None:
        address = self._address(wanted)
        if address is not None and self._contact is not None:
            AddressCard(self._context, self._contact.id, address).show_over()

    def _address(self, wanted: object) -> Address | None:
        held = self._contact.addresses if self._contact is not None else ()
        return next((each for each in held if each.id == wanted), None)

    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        menu.add("Edit…", self._edit_current, icon="edit", shortcut="Enter")
        menu.add("Remove", self._remove_current, icon="trash", shortcut="Del")
        menu.popup(spot)

    def _edit_current(self) -> None:
        self._edit(self.rows.current_id())

    def _remove_current(self) -> None:
        self._remove(self.rows.current_id())

    def _remove(self, wanted: object) -> None:
        contact = self._contact
        if contact is None or self._address(wanted) is None:
            return
        left = [each for each in contact.addresses if each.id != wanted]
        set_addresses = self._context.workspace.contacts.set_addresses
        write_or_tell(self._context, lambda: set_addresses(contact.id, left), f"Address of {contact.name} removed")


class AddressCard(KeptForm):
    """One address: a new one, or `address` corrected."""

    def __init__(self, context: Context, contact: int, address: Address | None = None) -> None:
        self._contact, self._address = contact, address
        super().__init__(
            context,
            "Address" if address else "New address",
            context.workspace.contacts.name(contact),
            draft=f"address:{address.id}" if address else f"new_address:{contact}",
            of_record=address is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """The lines of an address, and which it is."""
        yield ask.notes("street", "Street", most=4)
        yield ask.text("town", "Town"), ask.text("postcode", "Postcode")
        yield ask.text("region", "County"), ask.text("country", "Country")
        yield (ask.choice("kind", "Kind", KINDS),)

    def read(self) -> Address:
        """Read the address as it is."""
        address = self._address
        if address is None:
            return Address()
        held = self.context.workspace.contacts.get(self._contact).addresses
        return still_there(held, address.id, "address", address.street or address.town)

    def save(self, values: dict[str, Any]) -> str:
        """Write the address among the others."""
        contacts = self.context.workspace.contacts
        held = contacts.get(self._contact)
        made = Address(**values, id=self._address.id if self._address else 0)
        rest = [made if each.id == made.id else each for each in held.addresses]
        contacts.set_addresses(self._contact, rest if self._address else [*rest, made])
        return f"Address of {held.name} saved"


def _row(address: Address) -> ListRow:
    first = " ".join(address.street.split()) or address.town or address.postcode
    rest = (address.town if address.street else "", address.region, address.postcode, address.country)
    detail = ", ".join(part for part in rest if part and part != first)
    return ListRow(address.id, first, detail or address.kind.capitalize(), icon="map-pin", aside=address.kind)
