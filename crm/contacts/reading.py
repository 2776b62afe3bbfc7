"""Reads contacts: an open one with everything that belongs to it."""

from collections.abc import Sequence
from typing import Any

from crm.contacts import queries
from crm.contacts.records import Address, AffiliationRow, ContactDetail, ContactRow, Email, PhoneNumber
from crm.db.derived.models import ContactSummary
from crm.db.query_builder import columns, each_of
from crm.db.store import Store
from crm.errors import NotFound
from crm.fields import apart

_OF_IDS = queries.LINES.where(ContactSummary.contact_id.in_(each_of("ids")))


def rows(store: Store, ids: Sequence[int]) -> list[ContactRow]:
    """Return the lines of these contacts in the order given, trashed ones left out."""
    found = {each.id: each for each in store.all(_OF_IDS, into=queries.LINE, ids=list(ids))}
    return [found[id_] for id_ in ids if id_ in found]


def detail(store: Store, contact: int) -> ContactDetail:
    """Return one contact with everything that belongs to it; raises NotFound."""
    found = store.row(queries.CONTACT, contact=contact)
    if found is None:
        raise NotFound("contact", contact)
    facts: dict[str, Any] = dict(zip(columns(queries.CONTACT), found, strict=True))
    facts["active"] = bool(facts["active"])
    return ContactDetail(
        **apart(ContactDetail, facts),
        former_names=tuple(store.column(queries.OTHER_NAMES, contact=contact)),
        emails=emails(store, contact),
        phones=phones(store, contact),
        addresses=addresses(store, contact),
        themes=tuple(store.column(queries.THEMES, contact=contact)),
        tags=tuple(store.column(queries.TAGS, contact=contact)),
        affiliations=affiliations(store, contact),
        interactions=int(store.value(queries.INTERACTIONS, contact=contact)),
    )


def emails(store: Store, contact: int) -> tuple[Email, ...]:
    """Return a contact's e-mail addresses, the primary one first."""
    return tuple(store.all(queries.EMAILS, into=Email, contact=contact))


def phones(store: Store, contact: int) -> tuple[PhoneNumber, ...]:
    """Return a contact's phones in the order they were added."""
    return tuple(store.all(queries.PHONES, into=PhoneNumber, contact=contact))


def addresses(store: Store, contact: int) -> tuple[Address, ...]:
    """Return a contact's postal addresses in the order they were added."""
    return tuple(store.all(queries.ADDRESSES, into=Address, contact=contact))


def affiliations(store: Store, contact: int) -> tuple[AffiliationRow, ...]:
    """Return a contact's affiliations: the primary one, other current ones, then former ones, the latest first."""
    return tuple(store.all(queries.AFFILIATIONS, into=AffiliationRow, contact=contact))
