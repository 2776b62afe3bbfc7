"""Opportunities as a table: names, not ids, with parties, gaps and next steps in words."""

from collections.abc import Iterator
from typing import Any

from crm import dates
from crm.formats.tables import Column
from crm.opportunities.reading import OpportunityReader
from crm.opportunities.records import OpportunityFilter, PartyRow

HEADINGS = (
    Column("Opportunity", width=36),
    Column("Pipeline", width=18),
    Column("Stage", width=16),
    Column("Outcome", width=10),
    Column("Organisation", width=32),
    Column("Parties", width=60),
    Column("Wanted", width=30),
    Column("Value", "number", 14),
    Column("Currency", width=9),
    Column("Probability", "number", 11),
    Column("Weighted value", "number", 14),
    Column("Call deadline", "date", 14),
    Column("Expected close", "date", 14),
    Column("Next step", width=36),
    Column("Due", "date", 14),
    Column("Days in stage", "number", 13),
    Column("Source", width=14),
    Column("Huddle", width=20),
    Column("Pitch", width=30),
    Column("Reason", width=30),
    Column("Themes", width=24),
    Column("Notes", width=40),
    Column("Added", "date", 14),
)


def rows(reader: OpportunityReader, shown: OpportunityFilter, sort: str, descending: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the opportunities of a filter in an order; money is in whole units of its currency."""
    for row in reader.rows(shown, sort, descending):
        detail = reader.get(row.id)
        yield (
            row.title,
            detail.pipeline,
            row.stage,
            row.outcome,
            row.organisation,
            "; ".join(party_in_words(each) for each in detail.parties if not each.is_gap),
            "; ".join(each.wanted for each in detail.gaps),
            _units(row.value_pence),
            row.currency if row.value_pence is not None else "",
            row.probability,
            _units(row.weighted_pence),
            row.deadline,
            row.expected_close,
            row.next_step,
            row.next_step_on,
            row.days_in_stage,
            detail.source,
            detail.huddle,
            detail.pitch,
            detail.lost_reason,
            "; ".join(detail.themes),
            detail.notes,
            dates.utc_to_local(detail.spells[0].since).date() if detail.spells else None,
        )


def party_in_words(party: PartyRow) -> str:
    """Return who takes part as what: "Lead: Acme Imaging (Jane Roe), 40 %, letter received"."""
    who = party.organisation or party.contact
    if party.organisation and party.contact:
        who = f"{party.organisation} ({party.contact})"
    share = f"{party.share} %" if party.share is not None else ""
    letter = f"letter {party.letter}" if party.letter else ""
    return f"{party.role.capitalize()}: " + ", ".join(filter(None, (who, share, letter)))


def _units(pence: int | None) -> int | float | None:
    if pence is None:
        return None
    return pence // 100 if pence % 100 == 0 else pence / 100
