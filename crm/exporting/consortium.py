"""The consortium of an opportunity as a sheet: who takes part as what, how they are reached, and who is wanted."""

import json
from typing import Any

import msgspec

from crm import clock, dates, money
from crm.db.derived import NAME
from crm.db.store import Store
from crm.db.today import is_current
from crm.exporting.parts import WITH_EXTENSION
from crm.formats.tables import Column
from crm.opportunities.reading import OpportunityReader

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

_ROWS = f"""SELECT coalesce(o.name, ''), coalesce(x.name, ''), coalesce(r.name, ''), p.role, p.share, p.letter,
    coalesce({NAME.format(contact="c")}, ''),
    coalesce((SELECT a.role FROM affiliation a WHERE a.contact_id = c.id AND a.organisation_id = o.id
        ORDER BY {is_current("a")} DESC, a.is_primary DESC, a.id LIMIT 1), ''),
    coalesce((SELECT e.value FROM contact_email e WHERE e.contact_id = c.id AND e.state = 'ok'
        AND c.deleted_at IS NULL ORDER BY e.is_primary DESC, e.id LIMIT 1), ''),
    coalesce((SELECT {WITH_EXTENSION} FROM contact_phone t WHERE t.contact_id = c.id
        AND c.deleted_at IS NULL ORDER BY t.id LIMIT 1), ''),
    p.note
    FROM json_each(:parties) k JOIN opportunity_party p ON p.id = k.value
    LEFT JOIN organisation o ON o.id = p.organisation_id LEFT JOIN contact c ON c.id = p.contact_id
    LEFT JOIN sector x ON x.id = o.sector_id LEFT JOIN sub_region r ON r.id = o.sub_region_id
    ORDER BY k.key"""


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


def consortium(store: Store, opportunity_id: int) -> Consortium:
    """Return the consortium of an opportunity; raises NotFound."""
    detail = OpportunityReader(store).get(opportunity_id)
    row = detail.row
    ids = [each.id for each in detail.parties if not each.is_gap]
    members = tuple(Member(*each) for each in store.rows(_ROWS, {"parties": json.dumps(ids)}))
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
