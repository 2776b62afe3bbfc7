"""What hangs on a contact: e-mails, phones, addresses, other names; each is set whole and written by difference."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from crm.contacts import queries, rules
from crm.contacts.records import Address, Email, PhoneNumber
from crm.db import schema
from crm.db.store import Store
from crm.text import clean_line, fold


def emails_of(store: Store, contact: int) -> tuple[Email, ...]:
    """Return a contact's e-mail addresses, the primary one first."""
    return tuple(store.all(queries.EMAILS, into=Email, contact=contact))


def phones_of(store: Store, contact: int) -> tuple[PhoneNumber, ...]:
    """Return a contact's phones in the order they were added."""
    return tuple(store.all(queries.PHONES, into=PhoneNumber, contact=contact))


def addresses_of(store: Store, contact: int) -> tuple[Address, ...]:
    """Return a contact's postal addresses in the order they were added."""
    return tuple(store.all(queries.ADDRESSES, into=Address, contact=contact))


def set_emails(store: Store, contact: int, given: Iterable[Email]) -> None:
    """Make a contact's addresses exactly these; exactly one usable one is primary, the first where none is marked."""
    found: dict[str, Email] = {}
    for each in map(rules.email, given):
        found.setdefault(each.value.casefold(), each)
    emails = list(found.values())
    usable = [each for each in emails if each.state == "ok"] or emails
    chosen = next((each for each in usable if each.is_primary), usable[0] if usable else None)
    emails = [replace(each, is_primary=each is chosen) for each in emails]
    _write(store, schema.ContactEmail, contact, emails_of(store, contact), emails)


def set_phones(store: Store, contact: int, given: Iterable[PhoneNumber]) -> None:
    """Make a contact's phones exactly these."""
    found: dict[str, PhoneNumber] = {}
    for each in map(rules.phone, given):
        found.setdefault(f"{each.e164 or each.typed}/{each.extension}", each)
    _write(store, schema.ContactPhone, contact, phones_of(store, contact), list(found.values()))


def set_addresses(store: Store, contact: int, given: Iterable[Address]) -> None:
    """Make a contact's postal addresses exactly these; an empty one is none."""
    kept = [each for each in map(rules.address, given) if any((each.street, each.town, each.postcode))]
    _write(store, schema.ContactAddress, contact, addresses_of(store, contact), kept)


def set_other_names(store: Store, contact: int, given: Iterable[str]) -> None:
    """Make a contact's former names exactly these."""
    wanted = list(dict.fromkeys(name for each in given if (name := clean_line(each))))
    held = store.rows(queries.OTHER_NAMES, contact=contact)
    for name, row_id in held:
        if name not in wanted:
            store.delete(schema.ContactAlias, row_id)
    for name in wanted:
        if name not in (row[0] for row in held):
            store.insert(schema.ContactAlias, contact_id=contact, name=name)


def keep_former_name(store: Store, contact: int, before: str, after: str) -> None:
    """Remember the name a contact had, where it really is another one and not yet remembered."""
    known = set(map(fold, store.column(queries.OTHER_NAMES, contact=contact)))
    if before and fold(before) != fold(after) and fold(before) not in known:
        store.insert(schema.ContactAlias, contact_id=contact, name=before)


def _write(store: Store, model: "type[schema.Table]", contact: int, held: Sequence[Any], wanted: Sequence[Any]) -> None:
    known = {each.id: each for each in held}
    for gone in known.keys() - {each.id for each in wanted}:
        store.delete(model, gone)
    # A primary mark moves: taken off first, so that there are never two.
    for each in sorted(wanted, key=lambda each: getattr(each, "is_primary", False)):
        values = {name: getattr(each, name) for name in each.__struct_fields__ if name != "id"}
        values = {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}
        if each.id not in known:
            store.insert(model, contact_id=contact, **values)
        elif each != known[each.id]:
            # Compared here, not by `Store.update`: to the database an address is the same in capitals.
            store.run(queries.CHANGE_PART[model], **values, id=each.id)
