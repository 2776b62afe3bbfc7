"""Cards: an opportunity as a board and a list show it, made of what the file holds."""

from datetime import date, datetime
from functools import lru_cache

import msgspec

from crm import dates
from crm.opportunities.records import OpportunityRow


class Card(msgspec.Struct, frozen=True):
    """A card as the file holds it; its days may be partial ones, `entered_at` is when it came into its stage."""

    id: int
    title: str
    pipeline_id: int
    stage_id: int
    stage: str
    outcome: str
    probability: int
    organisation: str
    symbols: str
    value_pence: int | None
    currency: str
    deadline: str | None
    expected_close: str | None
    next_step_id: int | None
    next_step: str
    next_step_on: str | None
    entered_at: str
    stale_days: int | None


# After each move a board reads its cards again, all but one of them as they were.
@lru_cache(maxsize=4096)
def row(card: Card, today: date) -> OpportunityRow:
    """Return the card that is shown on a day."""
    days = (today - _local_day(card.entered_at)).days
    return OpportunityRow(
        card.id,
        card.title,
        card.pipeline_id,
        card.stage_id,
        card.stage,
        card.outcome,
        card.probability,
        card.organisation,
        tuple(dict.fromkeys(card.symbols.split())),
        card.value_pence,
        card.currency,
        _day(card.deadline),
        _day(card.expected_close),
        card.next_step_id,
        card.next_step,
        _day(card.next_step_on),
        max(days, 0),
        card.outcome == "open" and card.stale_days is not None and days > card.stale_days,
    )


# A board reads thousands of days, few of them different.
@lru_cache(maxsize=4096)
def _local_day(moment: str) -> date:
    return dates.utc_to_local(datetime.fromisoformat(moment)).date()


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return dates.partial_end(text) if text else None
