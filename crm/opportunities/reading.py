"""Reads opportunities; `Opportunities` adds the writing."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from crm import clock, dates
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.opportunities import queries
from crm.opportunities.records import (
    OpportunityDetail,
    OpportunityFilter,
    OpportunityRow,
    PartyRow,
    Spell,
)
from crm.search.query import patterns

EVERYTHING = OpportunityFilter()


class OpportunityReader:
    """Reads opportunities, their parties and their moves."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, shown: OpportunityFilter = EVERYTHING) -> int:
        """Return how many opportunities a filter shows, closed ones too."""
        return len(self.rows(shown))

    def open_count(self) -> int:
        """Return how many are neither won nor lost, in all pipelines."""
        return int(self._store.value(queries.OPEN_COUNT))

    def rows(
        self, shown: OpportunityFilter = EVERYTHING, sort: str = "stage", descending: bool = False
    ) -> list[OpportunityRow]:
        """Return the opportunities of a filter in an order (the board's: by stage and place); Invalid for no order."""
        if sort != "age" and sort not in queries.SORTS:
            raise Invalid("sort", f"Opportunities cannot be sorted by “{sort}”.")
        today, words = clock.today(), patterns(shown.text)
        given: dict[str, Any] = words if shown.ids is None else {**words, "ids": shown.ids}
        asked = replace(shown, text="", ids=None if shown.ids is None else ())
        query = queries.rows_of(asked, len(words), sort, descending)
        rows = [_row(card, today) for card in self._store.all(query, into=_Card, **given)]
        if sort == "age":
            rows.sort(key=lambda row: row.days_in_stage, reverse=descending)
        if shown.stale:
            rows = [row for row in rows if row.is_stale]
        return rows

    def get(self, opportunity_id: int) -> OpportunityDetail:
        """Return one opportunity, a trashed one too; raises NotFound."""
        card = self._store.first(queries.ROW, into=_Card, opportunity=opportunity_id)
        facts = self._store.first(queries.FACTS, into=_Facts, opportunity=opportunity_id)
        if card is None or facts is None:
            raise NotFound("opportunity", opportunity_id)
        return OpportunityDetail(
            row=_row(card, clock.today()),
            themes=tuple(self._store.column(queries.THEMES, opportunity=opportunity_id)),
            parties=self.parties(opportunity_id),
            spells=self.spells(opportunity_id),
            **asdict(facts),
        )

    def parties(self, opportunity_id: int) -> tuple[PartyRow, ...]:
        """Return who takes part, the lead first, gaps last."""
        return tuple(self._store.all(queries.PARTIES, into=PartyRow, opportunity=opportunity_id))

    def spells(self, opportunity_id: int) -> tuple[Spell, ...]:
        """Return its times in stages, oldest first: without a gap from when it was made until now."""
        moves = self._store.all(queries.MOVES, into=_Move, opportunity=opportunity_id)
        ends: list[datetime | None] = [*(each.at for each in moves[1:]), None]
        return tuple(
            Spell(
                each.stage_id,
                each.stage,
                each.outcome,
                each.at,
                until,
                _days(each.at, until or clock.now()),
                each.reason,
            )
            for each, until in zip(moves, ends, strict=False)
        )

    def of(self, record: str, record_id: int) -> list[OpportunityRow]:
        """Return the opportunities that a contact or an organisation is a party of, the open ones first."""
        if record not in queries.ROWS_OF:
            raise Invalid("record", f"No opportunity is about a {record}.")
        today = clock.today()
        return [_row(card, today) for card in self._store.all(queries.ROWS_OF[record], into=_Card, record=record_id)]

    def named(self, title: str) -> list[OpportunityRow]:
        """Return the opportunities whose title holds every word, an exact one alone where there is one."""
        rows = self.rows(OpportunityFilter(text=title))
        exact = [row for row in rows if row.title.casefold() == title.strip().casefold()]
        return exact or rows


class _Facts(msgspec.Struct, frozen=True):
    """What an open opportunity says besides its card."""

    uid: str
    pipeline: str
    lost_reason: str
    source: str
    huddle_id: int | None
    huddle: str
    pitch_id: int | None
    pitch: str
    notes: str
    created_at: str
    is_trashed: bool
    introduction_id: int | None
    introduction: str


class _Card(msgspec.Struct, frozen=True):
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


class _Move(msgspec.Struct, frozen=True):
    """A move into a stage."""

    stage_id: int
    stage: str
    outcome: str
    reason: str
    at: datetime


# After each move a board reads its cards again, all but one of them as they were.
@lru_cache(maxsize=4096)
def _row(card: _Card, today: date) -> OpportunityRow:
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


def _days(since: datetime, until: datetime) -> int:
    """Return the local days between two moments, as a person counts them."""
    return (dates.utc_to_local(until).date() - dates.utc_to_local(since).date()).days


# A board reads thousands of days, few of them different.
@lru_cache(maxsize=4096)
def _local_day(moment: str) -> date:
    return dates.utc_to_local(datetime.fromisoformat(moment)).date()


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return dates.partial_end(text) if text else None
