"""Whom or what somebody named in a form: known, to be taken out of the trash, or to be made of the name."""

import msgspec

from crm.contacts import Contacts
from crm.contacts.whole_names import draft_named
from crm.organisations import OrganisationDraft, Organisations
from crm.trash import Trash


class Meant(msgspec.Struct, frozen=True):
    """A person or an organisation by name: chosen (`id`), chosen to be a new one (`is_new`), or the name alone."""

    name: str
    id: int | None = None
    is_new: bool = False


class KnownOrNew:
    """Finds, restores and makes what is meant, inside the caller's action."""

    def __init__(self, contacts: Contacts, organisations: Organisations, trash: Trash) -> None:
        self._contacts, self._organisations, self._trash = contacts, organisations, trash

    def contact(self, meant: Meant) -> int:
        """Return the contact meant, out of the trash, or made: a name alone never says who it is."""
        if meant.id is not None:
            self._trash.bring_back("contact", meant.id)
            return meant.id
        return self._contacts.create(draft_named(meant.name))

    def organisation(self, meant: Meant) -> int:
        """Return the organisation meant, out of the trash, or made where it is new; raises Invalid as `meant`."""
        if meant.id is not None:
            self._trash.bring_back("organisation", meant.id)
            return meant.id
        if meant.is_new and self._trash.named("organisation", meant.name):
            return self._organisations.create(OrganisationDraft(meant.name))
        return self._organisations.meant_or_made(meant.name)
