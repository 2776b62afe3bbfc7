"""What we hold about the contacts that rows were recognised as: loaded for many at once, kept up as rows come in."""

from collections.abc import Iterable

import msgspec

from crm.db.store import Store
from crm.identity import phone_key
from crm.importing import queries
from crm.importing.wanted import FIELDS, address_key


class Job(msgspec.Struct):
    """An affiliation."""

    id: int
    organisation: int
    role: str
    department: str
    is_primary: bool
    is_current: bool


class State(msgspec.Struct):
    """A contact as it stands; `said` are facts shown beside it (last contact, sector ...), by what they are."""

    id: int
    fields: dict[str, str]
    about: str = ""
    in_trash: bool = False
    has_primary_email: bool = False
    emails: set[str] = msgspec.field(default_factory=set)
    phones: set[str] = msgspec.field(default_factory=set)
    addresses: set[str] = msgspec.field(default_factory=set)
    tags: set[int] = msgspec.field(default_factory=set)
    themes: set[int] = msgspec.field(default_factory=set)
    names: set[str] = msgspec.field(default_factory=set)
    jobs: list[Job] = msgspec.field(default_factory=list)
    said: dict[str, str] = msgspec.field(default_factory=dict)


def load(store: Store, ids: Iterable[int]) -> dict[int, State]:
    """Return the states of the contacts of these ids."""
    chosen = list(ids)
    states = {
        row[0]: State(
            row[0], dict(zip(FIELDS, (value or "" for value in row[1:-2]), strict=True)), row[-2], bool(row[-1])
        )
        for row in store.rows(queries.CONTACTS, ids=chosen)
    }
    for row, value, primary in store.rows(queries.EMAILS, ids=chosen):
        states[row].emails.add(value)
        states[row].has_primary_email |= bool(primary)
    for row, e164, typed, extension in store.rows(queries.PHONES, ids=chosen):
        states[row].phones |= {phone_key(e164, typed, extension), phone_key(e164, typed, "")}  # known without it, too
    for row, *address in store.rows(queries.ADDRESSES, ids=chosen):
        states[row].addresses.add(address_key((*address,)))
    for row, name in store.rows(queries.ALIASES, ids=chosen):
        states[row].names.add(name)
    for row, tag in store.rows(queries.CONTACT_TAGS, ids=chosen):
        states[row].tags.add(tag)
    for row, theme in store.rows(queries.CONTACT_THEMES, ids=chosen):
        states[row].themes.add(theme)
    for row, *job in store.rows(queries.JOBS, ids=chosen):
        states[row].jobs.append(Job(*job))
    for row, touch, follow_up, partnership, sector, region in store.rows(queries.SAID, ids=chosen):
        states[row].said = {
            "last_met": touch,
            "next_follow_up": follow_up,
            "partnership": partnership,
            "sector": sector,
            "sub_region": region,
            "nickname": states[row].fields["preferred_name"],
        }
    return states
