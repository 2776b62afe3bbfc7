"""The consortium of an opportunity as a sheet: who takes part as what, how they are reached, and who is wanted."""

from typing import Any

import msgspec
from peewee import JOIN, SQL, Select, fn

from crm import clock, dates, money
from crm.db.expressions import is_current, name_of
from crm.db.query_builder import bind
from crm.db.schema import (
    Affiliation,
    Contact,
    ContactEmail,
    ContactPhone,
    OpportunityParty,
    Organisation,
    Sector,
    SubRegion,
)
from crm.db.store import Store
from crm.exporting.several import with_extension
from crm.formats.table_output import Column
from crm.opportunities.records import OpportunityDetail

HEADINGS = (
    Column("Organisation", width=34),
    Column("Sector", width=14),
    Column("Sub-region", width=24),
    Column("Role", width=11),
    Column("Share in %", "number", 10),
    Column("Letter of support", width=16),
    Column("Contact", width=24),
    Column("Contact's role", width=26),
    Column("E-mail", width=32),
    Column("Phone", "phone", 18),
    Column("Note", width=40),
)


class Member(msgspec.Struct, frozen=True):
    """A party with how it is reached; `share` in per cent, `letter` "", "requested" or "received".

    `phone` is E.164 with its extension ("+441514960701 ext. 42").
    """

    organisation: str
    sector: str
    sub_region: str
    role: str
    share: int | None
    letter: str
    contact: str
    contact_role: str
    email: str
    phone: str
    note: str


class Gap(msgspec.Struct, frozen=True):
    """Somebody wanted, in words, and what is noted about them."""

    role: str
    sector: str
    sub_region: str
    wanted: str
    note: str


class Consortium(msgspec.Struct, frozen=True):
    """What a sheet says: names and values for its top, the parties (the lead first), and who is wanted."""

    title: str
    facts: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    gaps: tuple[Gap, ...]

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows of a table under `HEADINGS`, gaps last."""
        named = [
            (
                each.organisation,
                each.sector,
                each.sub_region,
                each.role.capitalize(),
                each.share,
                each.letter,
                each.contact,
                each.contact_role,
                each.email,
                each.phone,
                each.note,
            )
            for each in self.members
        ]
        wanted = [
            (f"Wanted: {each.wanted}", each.sector, each.sub_region, each.role.capitalize(), *[None] * 6, each.note)
            for each in self.gaps
        ]
        return [*named, *wanted]


_ROLE = fn.coalesce(
    Affiliation.select(Affiliation.role)
    .where(Affiliation.contact == Contact.id, Affiliation.organisation == Organisation.id)
    .order_by(is_current(Affiliation).desc(), Affiliation.is_primary.desc(), Affiliation.id)
    .limit(1),
    "",
)
_EMAIL = fn.coalesce(
    ContactEmail.select(ContactEmail.value)
    .where(ContactEmail.contact == Contact.id, ContactEmail.state == "ok", Contact.deleted_at.is_null())
    .order_by(ContactEmail.is_primary.desc(), ContactEmail.id)
    .limit(1),
    "",
)
_PHONE = fn.coalesce(
    ContactPhone.select(with_extension(ContactPhone))
    .where(ContactPhone.contact == Contact.id, Contact.deleted_at.is_null())
    .order_by(ContactPhone.id)
    .limit(1),
    "",
)
_WANTED = Select([fn.json_each(bind("parties"))], [SQL("key"), SQL("value")]).alias("wanted")
MEMBERS = (
    OpportunityParty.select(
        fn.coalesce(Organisation.name, "").alias("organisation"),
        fn.coalesce(Sector.name, "").alias("sector"),
        fn.coalesce(SubRegion.name, "").alias("sub_region"),
        OpportunityParty.role,
        OpportunityParty.share,
        OpportunityParty.letter,
        fn.coalesce(name_of(Contact), "").alias("contact"),
        _ROLE.alias("contact_role"),
        _EMAIL.alias("email"),
        _PHONE.alias("phone"),
        OpportunityParty.note,
    )
    .join(_WANTED, on=OpportunityParty.id == _WANTED.c.value)
    .join(Organisation, JOIN.LEFT_OUTER, on=Organisation.id == OpportunityParty.organisation)
    .join(Contact, JOIN.LEFT_OUTER, on=Contact.id == OpportunityParty.contact)
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == Organisation.sector)
    .join(SubRegion, JOIN.LEFT_OUTER, on=SubRegion.id == Organisation.sub_region)
    .order_by(_WANTED.c.key)
)
"""The parties of these ids, in their order."""


def consortium(store: Store, detail: OpportunityDetail) -> Consortium:
    """Return the consortium of an opportunity."""
    row = detail.row
    ids = [each.id for each in detail.parties if not each.is_gap]
    members = tuple(store.all(MEMBERS, into=Member, parties=ids))
    letters = sum(each.letter == "received" for each in members)
    shares = sum(each.share or 0 for each in members)
    facts = (
        ("Call deadline", dates.show_partial(row.deadline.isoformat()) if row.deadline else ""),
        ("Value", money.show_exact(row.value_pence, row.currency) if row.value_pence is not None else ""),
        ("Stage", f"{detail.pipeline}: {row.stage}"),
        ("Shares agreed", f"{shares} %" if shares else ""),
        ("Letters of support", f"{letters} of {len(members)} received"),
        ("As at", dates.show_partial(clock.today().isoformat())),
    )
    gaps = tuple(Gap(each.role, each.sector, each.sub_region, each.wanted, each.note) for each in detail.gaps)
    return Consortium(row.title, tuple(fact for fact in facts if fact[1]), members, gaps)
