"""Contacts: lists of any length, one open contact, and every edit as one undoable action."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import msgspec
from msgspec.structs import asdict

from crm import clock, tag_links
from crm.contacts import affiliations, parts, queries, rules
from crm.contacts.records import (
    Address,
    AffiliationDraft,
    AffiliationRow,
    ContactDetail,
    ContactDraft,
    ContactRow,
    Email,
    PhoneNumber,
)
from crm.db import schema
from crm.db.query_builder import bind
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import CONTACT, apart, fact
from crm.filters import EVERYTHING, Filter
from crm.listing import Listing, Selection
from crm.record_names import name_in

__all__ = [
    "Address",
    "AffiliationDraft",
    "AffiliationRow",
    "ContactDetail",
    "ContactDraft",
    "ContactRow",
    "Contacts",
    "Email",
    "PhoneNumber",
]

SORTS = tuple(queries.SORTS)


class _NameParts(msgspec.Struct, frozen=True):
    """What a contact must have one of."""

    given_name: str
    family_name: str
    preferred_name: str


class Contacts:
    """Reads contacts and writes contact, its parts and affiliation."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listing = Listing(store, "contact", queries.SORTS)

    # -- lists

    def count(self, shown: Filter = EVERYTHING) -> int:
        """Return how many contacts a filter shows."""
        return self._listing.count(shown)

    def page(
        self,
        shown: Filter = EVERYTHING,
        sort: str = "name",
        descending: bool = False,
        offset: int = 0,
        limit: int = 200,
    ) -> list[ContactRow]:
        """Return lines of the filtered, sorted list; sorts: `SORTS`."""
        return self.rows(self._listing.page(shown, sort, descending, offset, limit))

    def stream(self, shown: Filter = EVERYTHING, sort: str = "name", descending: bool = False) -> Iterator[ContactRow]:
        """Yield every line of the list in its order."""
        lines = self._listing.ordered(queries.LINES, shown, sort, descending)
        return self._store.each(lines, into=queries.LINE)

    def rows(self, ids: Sequence[int]) -> list[ContactRow]:
        """Return the lines of these contacts in the order given, trashed ones left out."""
        found = {each.id: each for each in self._store.all(queries.LINES_OF, into=queries.LINE, ids=list(ids))}
        return [found[id_] for id_ in ids if id_ in found]

    def ids(self, selection: Selection, sort: str = "name", descending: bool = False) -> list[int]:
        """Return the ids of a selection, of a filter in its list's order."""
        return self._listing.ids(selection, sort, descending)

    def position(
        self, contact: int, shown: Filter = EVERYTHING, sort: str = "name", descending: bool = False
    ) -> int | None:
        """Return the row number of a contact in the list, or None."""
        return self._listing.position(contact, shown, sort, descending)

    # -- one contact

    def get(self, contact: int) -> ContactDetail:
        """Return one contact with everything that belongs to it; raises NotFound."""
        facts = self._store.named(queries.CONTACT, contact=contact)
        if facts is None:
            raise NotFound("contact", contact)
        return ContactDetail(
            **apart(ContactDetail, facts),
            former_names=tuple(self._store.column(queries.OTHER_NAMES, contact=contact)),
            emails=parts.emails_of(self._store, contact),
            phones=parts.phones_of(self._store, contact),
            addresses=parts.addresses_of(self._store, contact),
            themes=tuple(self._store.column(queries.THEMES, contact=contact)),
            tags=tuple(self._store.column(queries.TAGS, contact=contact)),
            affiliations=tuple(self._store.all(queries.AFFILIATIONS, into=AffiliationRow, contact=contact)),
            interactions=int(self._store.value(queries.INTERACTIONS, contact=contact)),
        )

    def name(self, contact: int) -> str:
        """Return a contact's name as it is shown; raises NotFound."""
        return name_in(self._store, "contact", contact)

    def affiliation_on(self, contact: int, day: date) -> int | None:
        """Return the organisation a contact stood for on a day (rule 1)."""
        return affiliations.on_date(self._store, contact, day)

    def email_also_used_by(self, value: str, but: int | None = None) -> tuple[str, ...]:
        """Return the names of other contacts with this address: a warning, for shared mailboxes exist."""
        return tuple(self._store.column(queries.EMAIL_ALSO_OF, value=value.strip(), but=but))

    # -- writing

    def create(self, draft: ContactDraft) -> int:
        """Add a contact; raises Invalid with the field's name, and then nothing is written."""
        facts = rules.facts(draft)
        name = f"{facts['preferred_name'] or facts['given_name']} {facts['family_name']}".strip()
        with self._store.action(f"Add {name}"):
            contact = self._store.insert(
                schema.Contact, uid=draft.uid or new_uid(), created_at=moment_text(clock.now()), **facts
            )
            parts.set_emails(self._store, contact, draft.emails)
            parts.set_phones(self._store, contact, draft.phones)
            parts.set_addresses(self._store, contact, draft.addresses)
            tag_links.set_links(self._store, "contact", "tag", contact, draft.tags)
            tag_links.set_links(self._store, "contact", "theme", contact, draft.themes)
            if draft.organisation_id is not None:
                role = AffiliationDraft(draft.organisation_id, draft.role, draft.department, started=draft.started)
                affiliations.add(self._store, contact, role)
        return contact

    def edit(self, contact: int, *, former_name: bool = True, **facts: Any) -> None:
        """Change facts of a contact; raises Invalid or NotFound.

        A changed family name is kept among the former names, unless `former_name` is False (a typing mistake).
        """
        values = {key: fact(CONTACT, key, value) for key, value in facts.items()}
        before = self._store.first(queries.NAME_PARTS, into=_NameParts, contact=contact)
        if before is None:
            raise NotFound("contact", contact)
        rules.named({**asdict(before), **values})
        with self._store.action(self._label(contact, [CONTACT.labels[key] for key in facts])):
            self._store.update(schema.Contact, contact, **values)
            family = values.get("family_name", before.family_name)
            if former_name and before.family_name and family and family != before.family_name:
                was = f"{before.given_name} {before.family_name}".strip()
                now = f"{values.get('given_name', before.given_name)} {family}"
                parts.keep_former_name(self._store, contact, was, now)

    def set_emails(self, contact: int, emails: Iterable[Email]) -> None:
        """Make a contact's e-mail addresses exactly these; raises Invalid."""
        with self._store.action(self._label(contact, ["e-mail"])):
            parts.set_emails(self._store, contact, emails)

    def set_phones(self, contact: int, phones: Iterable[PhoneNumber]) -> None:
        """Make a contact's phones exactly these; what was typed is kept."""
        with self._store.action(self._label(contact, ["phone"])):
            parts.set_phones(self._store, contact, phones)

    def set_addresses(self, contact: int, addresses: Iterable[Address]) -> None:
        """Make a contact's postal addresses exactly these."""
        with self._store.action(self._label(contact, ["address"])):
            parts.set_addresses(self._store, contact, addresses)

    def set_former_names(self, contact: int, names: Iterable[str]) -> None:
        """Make a contact's former names exactly these."""
        with self._store.action(self._label(contact, ["former names"])):
            parts.set_other_names(self._store, contact, names)

    def set_tags(self, contact: int, names: Iterable[str]) -> None:
        """Make a contact's tags exactly these; new ones are made."""
        with self._store.action(self._label(contact, ["tags"])):
            tag_links.set_links(self._store, "contact", "tag", contact, names)

    def set_themes(self, contact: int, names: Iterable[str]) -> None:
        """Make a contact's themes exactly these; raises Invalid for one the vocabulary lacks."""
        with self._store.action(self._label(contact, ["themes"])):
            tag_links.set_links(self._store, "contact", "theme", contact, names)

    # -- affiliations

    def add_affiliation(self, contact: int, draft: AffiliationDraft) -> int:
        """Add a role at an organisation."""
        with self._store.action(self._label(contact, ["affiliations"])):
            return affiliations.add(self._store, contact, draft)

    def edit_affiliation(self, contact: int, affiliation: int, draft: AffiliationDraft) -> None:
        """Change a role; with `ended` it becomes a former one."""
        with self._store.action(self._label(contact, ["affiliations"])):
            affiliations.edit(self._store, affiliation, draft)

    def remove_affiliation(self, contact: int, affiliation: int) -> None:
        """Delete a role entered by mistake; what was logged keeps its organisation."""
        with self._store.action(self._label(contact, ["affiliations"])):
            affiliations.remove(self._store, affiliation)

    def change_job(self, contact: int, new: AffiliationDraft, *, others_stay: bool = True) -> int:
        """End the primary affiliation and start a new one as one step; both histories stay true (rule 1)."""
        with self._store.action(f"{self.name(contact)} changed job"):
            return affiliations.change_job(self._store, contact, new, others_stay)

    # -- many at once

    def bulk_tag(self, selection: Selection, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
        """Put tags on all contacts of a selection and take others off; return how many contacts it was for."""
        ids = self.ids(selection)
        names = ", ".join(f"#{name}" for name in (*add, *remove))
        with self._store.action(f"Tag {_counted(len(ids))} {names}"):
            tag_links.add(self._store, "contact", "tag", ids, tag_links.ids_of(self._store, "tag", add))
            tag_links.remove(self._store, "contact", "tag", ids, tag_links.ids_of(self._store, "tag", remove))
        return len(ids)

    def bulk_edit(self, selection: Selection, **facts: Any) -> int:
        """Set facts (active, cadence) of all contacts of a selection; return how many it was for."""
        if not set(facts) <= {"active", "cadence_aim", "cadence_limit"}:
            raise Invalid(next(iter(facts)), "Only cadence and active can be set for many contacts at once.")
        values = {key: fact(CONTACT, key, value) for key, value in facts.items()}
        ids = self.ids(selection)
        change = schema.Contact.update({column: bind(column) for column in values}).where(
            schema.Contact.id == bind("id"),
            reduce(or_, (~(getattr(schema.Contact, column) >> bind(column)) for column in values)),
        )
        with self._store.action(f"Edit {_counted(len(ids))}"):
            self._store.run_for_each(change, ({**values, "id": id_} for id_ in ids))
        return len(ids)

    def bulk_theme(self, selection: Selection, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
        """Put themes on all contacts of a selection and take others off; return how many it was for."""
        ids = self.ids(selection)
        with self._store.action(f"Themes of {_counted(len(ids))}"):
            tag_links.add(self._store, "contact", "theme", ids, tag_links.ids_of(self._store, "theme", add))
            tag_links.remove(self._store, "contact", "theme", ids, tag_links.ids_of(self._store, "theme", remove))
        return len(ids)

    def _label(self, contact: int, what: Sequence[str]) -> str:
        return f"Edit {self.name(contact)}: {', '.join(what)}"


def _counted(number: int) -> str:
    return "1 contact" if number == 1 else f"{number:,} contacts"
