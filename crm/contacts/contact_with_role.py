"""People written together with where they work: the organisation of a role is made where it is new, as one action."""

from typing import Any

from crm.contacts import AffiliationDraft, Contacts
from crm.contacts.whole_names import draft_named
from crm.db.store import Store
from crm.errors import Invalid
from crm.known_or_new import KnownOrNew, Meant
from crm.organisations import Organisations


class ContactWithRole:
    """Adds people with their organisation, and roles of people; writes through the services of both."""

    def __init__(self, store: Store, contacts: Contacts, organisations: Organisations, meanings: KnownOrNew) -> None:
        self._store, self._contacts, self._organisations, self._meanings = store, contacts, organisations, meanings

    def add(self, name: str, at: Meant | None = None, **facts: Any) -> int:
        """Add a contact called `name`, working `at` an organisation; `facts` are the draft's other fields.

        Return the contact; raises Invalid, and then nothing is written.
        """
        with self._store.action(f"Add {name}"):
            place = self._meanings.organisation(at) if at is not None else None
            return self._contacts.create(draft_named(name, organisation_id=place, **facts))

    def change_job(self, contact: int, at: Meant | None, *, others_stay: bool = True, **facts: Any) -> int:
        """End the role so far and start the one `at` an organisation; return that. Raises Invalid, NotFound."""
        with self._store.action(f"{self._contacts.name(contact)} changed job"):
            place = self._place(at, "Say where they work now.")
            self._contacts.change_job(contact, AffiliationDraft(place, **facts), others_stay=others_stay)
        return place

    def save_role(self, contact: int, affiliation: int | None, at: Meant | None, **facts: Any) -> int:
        """Make a role what the facts say, a new one without `affiliation`; return its organisation. Raises Invalid."""
        with self._store.action(f"Edit {self._contacts.name(contact)}: affiliations"):
            place = self._place(at, "Say at which organisation.")
            draft = AffiliationDraft(place, **facts)
            if affiliation is None:
                self._contacts.add_affiliation(contact, draft)
            else:
                self._contacts.edit_affiliation(contact, affiliation, draft)
        return place

    def join(self, who: Meant, draft: AffiliationDraft) -> int:
        """Give somebody a role, a person of a new name made for it; return the contact. Raises Invalid, NotFound."""
        with self._store.action(f"{who.name} at {self._organisations.name(draft.organisation_id)}"):
            contact = self._meanings.contact(who)
            self._contacts.add_affiliation(contact, draft)
        return contact

    def _place(self, at: Meant | None, reason: str) -> int:
        if at is None:
            raise Invalid("organisation_id", reason)
        return self._meanings.organisation(at)
