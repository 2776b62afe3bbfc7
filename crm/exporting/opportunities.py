"""Opportunities as a table: names, not ids, with parties, gaps and next steps in words."""

from collections.abc import Iterator
from typing import Any, cast

from crm import dates
from crm.fields import OPPORTUNITY, Exported
from crm.formats.table_output import CellKind, Column
from crm.opportunities import Opportunities
from crm.opportunities.records import OpportunityDetail, OpportunityFilter, OpportunityRow, PartyRow

_EXPORTED = OPPORTUNITY.told("exported", Exported)
HEADINGS = tuple(
    Column(told.title or field.label, cast(CellKind, told.kind or "text"), told.width) for field, told in _EXPORTED
)


def rows(service: Opportunities, shown: OpportunityFilter, sort: str, descending: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the opportunities of a filter in an order; money is in whole units of its currency."""
    for row in service.rows(shown, sort, descending):
        cells = _cells(row, service.get(row.id))
        yield tuple(cells[field.key] for field, _ in _EXPORTED)


def _cells(row: OpportunityRow, detail: OpportunityDetail) -> dict[str, Any]:
    """Return what a row holds, by the keys of the declared fields."""
    return {
        "title": row.title,
        "pipeline": detail.pipeline,
        "stage_id": row.stage,
        "outcome": row.outcome,
        "organisation": row.organisation,
        "parties": "; ".join(party_in_words(each) for each in detail.parties if not each.is_gap),
        "wanted": "; ".join(each.wanted for each in detail.gaps),
        "value_pence": _units(row.value_pence),
        "currency": row.currency if row.value_pence is not None else "",
        "probability": row.probability,
        "weighted": _units(row.weighted_pence),
        "deadline": row.deadline,
        "expected_close": row.expected_close,
        "next_step": row.next_step,
        "next_step_on": row.next_step_on,
        "days_in_stage": row.days_in_stage,
        "source": detail.source,
        "huddle_id": detail.huddle,
        "pitch_id": detail.pitch,
        "lost_reason": detail.lost_reason,
        "themes": "; ".join(detail.themes),
        "notes": detail.notes,
        "created_at": dates.utc_to_local(detail.spells[0].since).date() if detail.spells else None,
    }


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
