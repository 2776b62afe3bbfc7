"""What crosses the line about organisations: rows of lists, an open organisation, drafts of forms."""

from typing import Any

import msgspec


class OrganisationRow(msgspec.Struct, frozen=True):
    """A line in a list. `last_touch_at` is '' for never, `next_follow_up_on` is '' for none.

    `former_name` is the name it had last.
    """

    id: int
    name: str
    sector: str
    symbol: str
    sub_region: str
    partnership: str
    people: int
    last_touch_at: str
    next_follow_up_on: str
    short_name: str
    former_name: str


class Alias(msgspec.Struct, frozen=True):
    """Another name: former (until when), acronym, or also used; `id` is 0 for a new one."""

    name: str
    kind: str = "also"
    until: str | None = None
    id: int = 0


class Domain(msgspec.Struct, frozen=True):
    """An e-mail domain; a shared one never identifies the organisation. `id` is 0 for a new one."""

    domain: str
    shared: bool = False
    id: int = 0


class PartnershipRow(msgspec.Struct, frozen=True):
    """A period of an organisation's partnership with the cluster; the open one has no end."""

    id: int
    status: str
    started_on: str | None
    ended_on: str | None
    agreement: str
    note: str


class PersonRow(msgspec.Struct, frozen=True):
    """Someone at an organisation, now or formerly; `went_to` is the organisation of their primary affiliation now."""

    affiliation_id: int
    contact_id: int
    name: str
    role: str
    kind: str
    is_lead: bool
    started: str | None
    ended: str | None
    is_current: bool
    went_to: str
    email: str


class Related(msgspec.Struct, frozen=True):
    """The parent or a child organisation."""

    id: int
    name: str
    symbol: str


class OrganisationDetail(msgspec.Struct, frozen=True):
    """One organisation open: facts, names, partnership, people now and formerly, and what is derived.

    `more` are the fields that are told and taken by their declarations alone, by key.
    """

    id: int
    uid: str
    name: str
    short_name: str
    sector_id: int | None
    sub_region_id: int | None
    parent_id: int | None
    website: str
    phone: str
    street: str
    town: str
    postcode: str
    country: str
    about: str
    company_number: str
    ods_code: str
    closed_on: str | None
    created_at: str
    deleted_at: str | None
    sector: str
    symbol: str
    sub_region: str
    aliases: tuple[Alias, ...]
    domains: tuple[Domain, ...]
    themes: tuple[str, ...]
    tags: tuple[str, ...]
    partnerships: tuple[PartnershipRow, ...]
    people: tuple[PersonRow, ...]
    parent: Related | None
    children: tuple[Related, ...]
    last_touch_at: str
    next_follow_up_on: str
    interactions: int
    more: dict[str, Any]

    @property
    def people_now(self) -> tuple[PersonRow, ...]:
        """Return who is there now, the lead contact first."""
        return tuple(person for person in self.people if person.is_current)

    @property
    def people_formerly(self) -> tuple[PersonRow, ...]:
        """Return who was there and is no longer, the latest first; someone still there in another role is left out."""
        here = {person.contact_id for person in self.people_now}
        return tuple(person for person in self.people if not person.is_current and person.contact_id not in here)

    @property
    def partnership(self) -> PartnershipRow | None:
        """Return the open period, if any."""
        return next((period for period in self.partnerships if period.ended_on is None), None)

    @property
    def former_names(self) -> tuple[Alias, ...]:
        """Return the names it had before."""
        return tuple(alias for alias in self.aliases if alias.kind == "former")


class AsAt(msgspec.Struct, frozen=True):
    """Who was at an organisation and what its partnership and name were on a day."""

    name: str
    status: str
    people: tuple[PersonRow, ...]


class OrganisationDraft(msgspec.Struct, frozen=True):
    """A new organisation as a form or an import has it; `more` are fields by key."""

    name: str
    short_name: str = ""
    sector_id: int | None = None
    sub_region_id: int | None = None
    parent_id: int | None = None
    website: str = ""
    phone: str = ""
    street: str = ""
    town: str = ""
    postcode: str = ""
    country: str = ""
    about: str = ""
    company_number: str = ""
    ods_code: str = ""
    domains: tuple[Domain, ...] = ()
    aliases: tuple[Alias, ...] = ()
    tags: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    status: str = ""
    uid: str = ""
    more: dict[str, Any] = msgspec.field(default_factory=dict)
