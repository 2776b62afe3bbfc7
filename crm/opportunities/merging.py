"""Two opportunities that become one: what only one of them knows is known of both."""

from datetime import date

from crm.db import schema
from crm.db.store import Store
from crm.merging import Mergeable
from crm.opportunities import parties, queries
from crm.opportunities.records import OpportunityDetail
from crm.tag_links import set_links

MERGED = Mergeable("opportunity", queries.BELONGINGS, queries.MERGES, "“{}”")


def unite(store: Store, gone: OpportunityDetail, kept: OpportunityDetail) -> None:
    """Give one the parties, notes and themes of another, and what it lacks of value and days, inside an action."""
    there = {(each.role, each.organisation_id, each.contact_id): each for each in kept.parties if not each.is_gap}
    for party in gone.parties:
        same = there.get((party.role, party.organisation_id, party.contact_id))
        if same is None:
            store.update(schema.OpportunityParty, party.id, opportunity_id=kept.row.id)
        else:
            store.update(schema.OpportunityParty, same.id, **parties.united(same, party))
    held = kept.row if kept.row.value_pence is not None else gone.row
    store.update(
        schema.Opportunity,
        kept.row.id,
        notes="\n\n".join(filter(None, (kept.notes, gone.notes))),
        value_pence=held.value_pence,
        currency=held.currency,
        deadline=_iso(kept.row.deadline or gone.row.deadline),
        expected_close=_iso(kept.row.expected_close or gone.row.expected_close),
    )
    set_links(store, "opportunity", "theme", kept.row.id, tuple(dict.fromkeys((*kept.themes, *gone.themes))))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
