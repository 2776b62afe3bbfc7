"""What crosses the line about contacts: rows of lists, an open contact, drafts of forms."""

from typing import Any

import msgspec


class ContactRow(msgspec.Struct, frozen=True):
    """A line in a list. `last_touch_at` is '' for never, `next_follow_up_on` is '' for none."""

    id: int
    name: str
    role: str
    organisation_id: int | None
    organisation: str
    sector: str
    symbol: str
    sub_region: str
    partnership: str
    email: str
    phone: str
    last_touch_at: str
    next_follow_up_on: str


class Email(msgspec.Struct, frozen=True):
    """An e-mail address of a contact; `id` is 0 for a new one. States: ok, bounced, former."""

    value: str
    kind: str = ""
    is_primary: bool = False
    state: str = "ok"
    id: int = 0


class PhoneNumber(msgspec.Struct, frozen=True):
    """A phone of a contact: as typed, and E.164 where it is possible; `id` is 0 for a new one."""

    typed: str
    kind: str = ""
    e164: str | None = None
    extension: str = ""
    id: int = 0


class Address(msgspec.Struct, frozen=True):
    """A postal address of a contact; `id` is 0 for a new one."""

    street: str = ""
    town: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    kind: str = ""
    id: int = 0


class AffiliationRow(msgspec.Struct, frozen=True):
    """A role at an organisation for a period, as a contact's page shows it."""

    id: int
    organisation_id: int
    organisation: str
    symbol: str
    role: str
    department: str
    kind: str
    is_primary: bool
    is_lead: bool
    started: str | None
    ended: str | None
    is_current: bool


class ContactDetail(msgspec.Struct, frozen=True):
    """One contact open: all its facts, affiliations now and formerly, and what is derived.

    `more` are the fields that are told and taken by their declarations alone, by key.
    """

    id: int
    uid: str
    name: str
    title: str
    given_name: str
    family_name: str
    suffix: str
    preferred_name: str
    pronouns: str
    linkedin_url: str
    birthday: str | None
    about: str
    cadence_aim: int | None
    cadence_limit: int | None
    active: bool
    created_at: str
    deleted_at: str | None
    former_names: tuple[str, ...]
    emails: tuple[Email, ...]
    phones: tuple[PhoneNumber, ...]
    addresses: tuple[Address, ...]
    themes: tuple[str, ...]
    tags: tuple[str, ...]
    affiliations: tuple[AffiliationRow, ...]
    sector: str
    symbol: str
    sub_region: str
    last_touch_at: str
    next_follow_up_on: str
    interactions: int
    more: dict[str, Any]

    @property
    def now(self) -> tuple[AffiliationRow, ...]:
        """Return the current affiliations, the primary one first."""
        return tuple(row for row in self.affiliations if row.is_current)

    @property
    def formerly(self) -> tuple[AffiliationRow, ...]:
        """Return the ended affiliations, the latest first."""
        return tuple(row for row in self.affiliations if not row.is_current)

    @property
    def primary(self) -> AffiliationRow | None:
        """Return the primary affiliation."""
        return next((row for row in self.affiliations if row.is_primary), None)


class ContactDraft(msgspec.Struct, frozen=True):
    """A new contact as a form or an import has it; `organisation_id` makes the primary affiliation."""

    given_name: str = ""
    family_name: str = ""
    title: str = ""
    suffix: str = ""
    preferred_name: str = ""
    pronouns: str = ""
    linkedin_url: str = ""
    birthday: str | None = None
    about: str = ""
    emails: tuple[Email, ...] = ()
    phones: tuple[PhoneNumber, ...] = ()
    addresses: tuple[Address, ...] = ()
    organisation_id: int | None = None
    role: str = ""
    department: str = ""
    started: str | None = None
    tags: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    uid: str = ""
    more: dict[str, Any] = msgspec.field(default_factory=dict)


class AffiliationDraft(msgspec.Struct, frozen=True):
    """An affiliation as a form has it; `is_current` follows from `ended` where it is left out."""

    organisation_id: int
    role: str = ""
    department: str = ""
    kind: str = "employee"
    is_primary: bool = False
    is_lead: bool = False
    started: str | None = None
    ended: str | None = None
    is_current: bool | None = None
