"""Opportunities: results steered through the stages of a pipeline, with several organisations and people each."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from crm import clock, dates
from crm.db import schema
from crm.db.schema.allowed import OPPORTUNITY_SOURCES
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import OPPORTUNITY, cleaned, cleaned_texts
from crm.filters import Filter
from crm.introductions import Introductions
from crm.known_or_new import KnownOrNew, Meant
from crm.merging import merge
from crm.opportunities import cards, parties, places, queries
from crm.opportunities.forecasts import Forecasts
from crm.opportunities.merging import MERGED, unite
from crm.opportunities.records import (
    OpportunityDetail,
    OpportunityDraft,
    OpportunityFilter,
    OpportunityRow,
    PartyDraft,
    PartyRow,
    Spell,
)
from crm.pipelines import Pipelines, StageRow
from crm.pitches import Pitches
from crm.search.query import patterns
from crm.tag_links import set_links
from crm.trash import Trash

__all__ = [
    "Opportunities",
    "OpportunityDetail",
    "OpportunityDraft",
    "OpportunityFilter",
    "OpportunityRow",
    "PartyDraft",
    "PartyRow",
    "Spell",
]

EVERYTHING = OpportunityFilter()


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


class _Move(msgspec.Struct, frozen=True):
    """A move into a stage."""

    stage_id: int
    stage: str
    outcome: str
    reason: str
    at: datetime


class Opportunities:
    """Reads, makes, moves, closes and merges opportunities; writes `opportunity`, its parties and themes.

    The history of moves is written by the database alone; `forecasts` reads it.
    """

    def __init__(
        self,
        store: Store,
        pipelines: Pipelines,
        pitches: Pitches,
        introductions: Introductions,
        meanings: KnownOrNew,
        trash: Trash,
    ) -> None:
        self._store = store
        self._pipelines, self._pitches, self._introductions = pipelines, pitches, introductions
        self._meanings, self._trash = meanings, trash
        self.forecasts = Forecasts(store, pipelines)

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
        rows = [cards.row(card, today) for card in self._store.all(query, into=cards.Card, **given)]
        if sort == "age":
            rows.sort(key=lambda row: row.days_in_stage, reverse=descending)
        if shown.stale:
            rows = [row for row in rows if row.is_stale]
        return rows

    def get(self, opportunity_id: int) -> OpportunityDetail:
        """Return one opportunity, a trashed one too; raises NotFound."""
        card = self._store.first(queries.ROW, into=cards.Card, opportunity=opportunity_id)
        facts = self._store.first(queries.FACTS, into=_Facts, opportunity=opportunity_id)
        if card is None or facts is None:
            raise NotFound("opportunity", opportunity_id)
        return OpportunityDetail(
            row=cards.row(card, clock.today()),
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
        today, found = clock.today(), self._store.all(queries.ROWS_OF[record], into=cards.Card, record=record_id)
        return [cards.row(card, today) for card in found]

    def named(self, title: str) -> list[OpportunityRow]:
        """Return the opportunities whose title holds every word, an exact one alone where there is one."""
        rows = self.rows(OpportunityFilter(text=title))
        exact = [row for row in rows if row.title.casefold() == title.strip().casefold()]
        return exact or rows

    def create(self, draft: OpportunityDraft) -> int:
        """Write an opportunity at the end of its stage; return its id. Raises Invalid (title, ...) or NotFound."""
        columns = self._columns(draft)
        stage = self._stage(draft.stage_id)
        takers = [parties.columns(self._store, parties.at_work(self._store, each)) for each in draft.parties]
        with self._store.action(f"Add the opportunity “{columns['title']}”"):
            made = self._store.insert(
                schema.Opportunity,
                uid=new_uid(),
                created_at=moment_text(clock.now()),
                stage_id=stage.id,
                position=places.end_of(self._store, stage.id),
                huddle_id=draft.huddle_id,
                pitch_id=draft.pitch_id,
                introduction_id=draft.introduction_id,
                **columns,
            )
            for party in takers:
                self._store.insert(schema.OpportunityParty, opportunity_id=made, **party)
            set_links(self._store, "opportunity", "theme", made, draft.themes)
        return made

    def create_led(self, draft: OpportunityDraft, at: Meant | None, contact_id: int | None = None) -> int:
        """Write an opportunity led by the organisation meant and a person, a new one with it, as one action.

        They take the place of the draft's leads. Return its id; raises what `create` does, and nothing is written then.
        """
        with self._store.action(f"Add opportunity {draft.title.strip()}"):
            place = self._meanings.organisation(at) if at is not None else None
            lead = (PartyDraft("lead", place, contact_id),) if place is not None or contact_id is not None else ()
            others = tuple(each for each in draft.parties if each.role != "lead")
            return self.create(replace(draft, parties=(*lead, *others)))

    def from_pitch(self, pitch_id: int) -> OpportunityDraft:
        """Return the draft of what was pitched: its topic and notes, the presenter's organisation leading."""
        pitch = self._pitches.get(pitch_id)
        lead = PartyDraft("lead", pitch.organisation_id, pitch.contact_id)
        named = pitch.organisation_id is not None or pitch.contact_id is not None
        return OpportunityDraft(
            pitch.topic,
            source="pitch",
            huddle_id=pitch.huddle_id,
            pitch_id=pitch.id,
            notes=pitch.notes,
            parties=(lead,) if named else (),
        )

    def from_introduction(self, introduction_id: int) -> OpportunityDraft:
        """Return the draft of what came of an introduction: its reason, the first party leading, the others with it."""
        made = self._introductions.get(introduction_id)
        parties = tuple(
            PartyDraft("partner" if place else "lead", party.organisation_id, party.contact_id)
            for place, party in enumerate(made.parties)
        )
        return OpportunityDraft(
            made.reason,
            source="introduction",
            huddle_id=made.huddle_id,
            pitch_id=made.pitch_id,
            notes=made.notes,
            parties=parties,
            introduction_id=made.id,
        )

    def edit(self, opportunity_id: int, **facts: Any) -> None:
        """Change facts (the fields of a draft besides stage and parties); raises Invalid, NotFound."""
        held = self.get(opportunity_id).draft()
        draft = replace(held, **facts)
        columns = self._columns(draft)
        with self._store.action(f"Edit “{columns['title']}”"):
            self._store.update(schema.Opportunity, opportunity_id, **columns)
            if draft.themes != held.themes:
                set_links(self._store, "opportunity", "theme", opportunity_id, draft.themes)

    def move(
        self,
        opportunity_id: int,
        stage_id: int,
        place: int | None = None,
        reason: str = "",
        among: Collection[int] | None = None,
    ) -> None:
        """Put an opportunity into a stage at a place counted from 0, at its end without one.

        With `among`, the ids that are shown, the place is counted among those; the others keep their order.
        Into a stage that ends it the `reason` is kept; out of one it is opened again, and the reason goes.
        """
        held, stage = self.get(opportunity_id), self._pipelines.stage(stage_id)
        row = held.row
        if held.is_trashed:
            raise Invalid("stage", f"“{row.title}” is in the trash. Restore it first.")
        said = {"open": "Move", "won": "Won:", "lost": "Close"}[stage.outcome]
        if row.outcome != "open" and stage.outcome == "open":
            said = "Reopen"
        with self._store.action(f"{said} “{row.title}”: {stage.name}"):
            facts: dict[str, Any] = {"stage_id": stage_id} if stage_id != row.stage_id else {}
            if stage.outcome == "open":
                facts["lost_reason"] = ""
            elif stage_id != row.stage_id:
                facts["lost_reason"] = cleaned(OPPORTUNITY["lost_reason"], reason)
            if facts:
                self._store.update(schema.Opportunity, opportunity_id, **facts)
            places.put(self._store, opportunity_id, stage_id, place, among)

    def correct_reason(self, opportunity_id: int, reason: str) -> None:
        """Say otherwise why a closed opportunity was closed; its history tells it so too. Raises Invalid, NotFound."""
        row = self.get(opportunity_id).row
        if row.outcome == "open":
            raise Invalid("reason", f"“{row.title}” is open: there is nothing to give a reason for.")
        with self._store.action(f"Correct why “{row.title}” was closed"):
            self._store.update(
                schema.Opportunity, opportunity_id, lost_reason=cleaned(OPPORTUNITY["lost_reason"], reason)
            )

    def merge(self, gone: int, into: int) -> None:
        """Unite two opportunities: parties, follow-ups, files and notes go to one, the other goes to the trash.

        What only that one knows (value, days, letters, shares) is taken over. Each keeps the history of its own moves.
        Raises Invalid (other) for one with itself, NotFound.
        """
        merge(self._store, self._trash, MERGED, gone, into, lambda: unite(self._store, self.get(gone), self.get(into)))

    # -- parties

    def add_party(self, opportunity_id: int, draft: PartyDraft) -> int:
        """Add who takes part, or a gap; return its id. Raises Invalid (role, share, letter), NotFound."""
        title = self.get(opportunity_id).row.title
        columns = parties.columns(self._store, parties.at_work(self._store, draft))
        with self._store.action(f"Add a {draft.role} to “{title}”"):
            return self._store.insert(schema.OpportunityParty, opportunity_id=opportunity_id, **columns)

    def edit_party(self, party_id: int, draft: PartyDraft) -> None:
        """Make a party what the draft says."""
        title, columns = self._title_of(party_id), parties.columns(self._store, draft)
        with self._store.action(f"Edit a {draft.role} of “{title}”"):
            self._store.update(schema.OpportunityParty, party_id, **columns)

    def remove_party(self, party_id: int) -> None:
        """Take a party or a gap out."""
        with self._store.action(f"Take a party out of “{self._title_of(party_id)}”"):
            self._store.delete(schema.OpportunityParty, party_id)

    def who_fits(self, party: PartyRow) -> Filter:
        """Return the filter of contacts who could fill a gap: by the sector and sub-region of their organisation."""
        return parties.who_fits(party)

    # -- inside

    def _columns(self, draft: OpportunityDraft) -> dict[str, Any]:
        texts = cleaned_texts(OPPORTUNITY, draft)
        if draft.value_pence is not None and draft.value_pence < 0:
            raise Invalid("value_pence", "A value cannot be less than nothing.")
        if len(draft.currency) != 3:
            raise Invalid("currency", "A currency has three letters: GBP, EUR, USD.")
        if draft.source not in OPPORTUNITY_SOURCES:
            raise Invalid("source", f"“{draft.source}” is not known as a source.")
        return {
            **texts,
            "value_pence": draft.value_pence,
            "currency": draft.currency.upper(),
            "deadline": _iso(draft.deadline),
            "expected_close": _iso(draft.expected_close),
            "source": draft.source,
        }

    def _stage(self, stage_id: int | None) -> StageRow:
        return self._pipelines.stage(stage_id) if stage_id is not None else self._pipelines.get(None).stages[0]

    def _title_of(self, party_id: int) -> str:
        title = self._store.value(queries.TITLE_OF_PARTY, party=party_id)
        if title is None:
            raise NotFound("party", party_id)
        return str(title)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _days(since: datetime, until: datetime) -> int:
    """Return the local days between two moments, as a person counts them."""
    return (dates.utc_to_local(until).date() - dates.utc_to_local(since).date()).days
