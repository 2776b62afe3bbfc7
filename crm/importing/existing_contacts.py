"""What we hold about the contacts that rows were recognised as: loaded for many at once, kept up as rows come in."""

from collections.abc import Iterable

import msgspec

from crm.db.store import Store
from crm.identity import PhoneRow, phone_key
from crm.importing import queries
from crm.importing.row_mapping import FIELDS, address_key


class Job(msgspec.Struct):
    """An affiliation."""

    id: int
    organisation: int
    role: str
    department: str
    is_primary: bool
    is_current: bool


class _JobHeld(Job):
    """An affiliation as it is read, with whose it is."""

    contact_id: int


class _Email(msgspec.Struct, frozen=True):
    """An address of a contact, in lower case."""

    contact_id: int
    value: str
    is_primary: bool


class _Address(msgspec.Struct, frozen=True):
    """A postal address of a contact."""

    contact_id: int
    kind: str
    street: str
    town: str
    region: str
    postcode: str
    country: str


class _Said(msgspec.Struct, frozen=True):
    """What is shown beside a contact: days as ISO text, '' for none."""

    contact_id: int
    touch: str
    next_follow_up: str
    partnership: str
    sector: str
    sub_region: str


class ExistingContact(msgspec.Struct):
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


def load(store: Store, ids: Iterable[int]) -> dict[int, ExistingContact]:
    """Return the states of the contacts of these ids."""
    chosen = list(ids)
    states = {
        row["id"]: ExistingContact(
            row["id"], {name: row[name] or "" for name in FIELDS}, row["about"], row["deleted_at"] is not None
        )
        for row in store.all_named(queries.CONTACTS, ids=chosen)
    }
    for email in store.all(queries.EMAILS, into=_Email, ids=chosen):
        states[email.contact_id].emails.add(email.value)
        states[email.contact_id].has_primary_email |= email.is_primary
    for phone in store.all(queries.PHONES, into=PhoneRow, ids=chosen):
        for extension in (phone.extension, ""):  # known without it, too
            states[phone.contact_id].phones.add(phone_key(phone.e164, phone.typed, extension))
    for place in store.all(queries.ADDRESSES, into=_Address, ids=chosen):
        parts = (place.kind, place.street, place.town, place.region, place.postcode, place.country)
        states[place.contact_id].addresses.add(address_key(parts))
    for row, name in store.rows(queries.ALIASES, ids=chosen):
        states[row].names.add(name)
    for row, tag in store.rows(queries.CONTACT_TAGS, ids=chosen):
        states[row].tags.add(tag)
    for row, theme in store.rows(queries.CONTACT_THEMES, ids=chosen):
        states[row].themes.add(theme)
    for job in store.all(queries.JOBS, into=_JobHeld, ids=chosen):
        states[job.contact_id].jobs.append(job)
    for said in store.all(queries.SAID, into=_Said, ids=chosen):
        state = states[said.contact_id]
        state.said = {
            "last_met": said.touch,
            "next_follow_up": said.next_follow_up,
            "partnership": said.partnership,
            "sector": said.sector,
            "sub_region": said.sub_region,
            "nickname": state.fields["preferred_name"],
        }
    return states
