"""Opportunities: results steered through the stages of a pipeline, with several organisations and people each."""

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.contacts.affiliations import on_date
from crm.db import schema
from crm.db.schema.allowed import LETTERS_OF_SUPPORT, OPPORTUNITY_SOURCES, PARTY_ROLES
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import OPPORTUNITY, cleaned, cleaned_texts
from crm.filters import Condition, Filter
from crm.introductions import Introductions
from crm.known_or_new import Meanings, Meant
from crm.opportunities import queries
from crm.opportunities.forecasts import Forecasts
from crm.opportunities.reading import OpportunityReader
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
from crm.tag_links import set_links
from crm.text import clean

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


ROOM = 1024
"""Left between the positions of two cards of a column: one put between them changes no other."""


class Opportunities(OpportunityReader):
    """Makes, moves, closes and merges opportunities; writes `opportunity`, its parties and themes.

    The history of moves is written by the database alone; `forecasts` reads it.
    """

    def __init__(
        self, store: Store, pipelines: Pipelines, pitches: Pitches, introductions: Introductions, meanings: Meanings
    ) -> None:
        super().__init__(store)
        self._pipelines, self._pitches, self._introductions = pipelines, pitches, introductions
        self._meanings = meanings
        self.forecasts = Forecasts(store, pipelines)

    def create(self, draft: OpportunityDraft) -> int:
        """Write an opportunity at the end of its stage; return its id. Raises Invalid (title, ...) or NotFound."""
        columns = self._columns(draft)
        stage = self._stage(draft.stage_id)
        parties = [self._party(self._at_work(each)) for each in draft.parties]
        with self._store.action(f"Add the opportunity “{columns['title']}”"):
            made = self._store.insert(
                schema.Opportunity,
                uid=new_uid(),
                created_at=moment_text(clock.now()),
                stage_id=stage.id,
                position=self._end(stage.id),
                huddle_id=draft.huddle_id,
                pitch_id=draft.pitch_id,
                introduction_id=draft.introduction_id,
                **columns,
            )
            for party in parties:
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
            self._put(opportunity_id, stage_id, place, among)

    def correct_reason(self, opportunity_id: int, reason: str) -> None:
        """Say otherwise why a closed opportunity was closed; its history tells it so too. Raises Invalid, NotFound."""
        row = self.get(opportunity_id).row
        if row.outcome == "open":
            raise Invalid("reason", f"“{row.title}” is open: there is nothing to give a reason for.")
        with self._store.action(f"Correct why “{row.title}” was closed"):
            self._store.update(
                schema.Opportunity, opportunity_id, lost_reason=cleaned(OPPORTUNITY["lost_reason"], reason)
            )

    def merge(self, into: int, other: int) -> None:
        """Unite two opportunities: parties, follow-ups, files and notes go to one, the other goes to the trash.

        What only the other knows (value, days, letters, shares) is taken over. Each keeps the history of its own moves.
        """
        if into == other:
            raise Invalid("other", "An opportunity cannot be merged with itself.")
        kept, gone = self.get(into), self.get(other)
        there = {(each.role, each.organisation_id, each.contact_id): each for each in kept.parties if not each.is_gap}
        with self._store.action(f"Merge “{gone.row.title}” into “{kept.row.title}”"):
            for party in gone.parties:
                same = there.get((party.role, party.organisation_id, party.contact_id))
                if same is None:
                    self._store.update(schema.OpportunityParty, party.id, opportunity_id=into)
                else:
                    self._store.update(schema.OpportunityParty, same.id, **_united(same, party))
            for handing_over in queries.BELONGINGS:
                self._store.run(handing_over, into=into, other=other)
            notes = "\n\n".join(filter(None, (kept.notes, gone.notes)))
            held = kept.row.value_pence is not None
            self._store.update(
                schema.Opportunity,
                into,
                notes=notes,
                value_pence=kept.row.value_pence if held else gone.row.value_pence,
                currency=kept.row.currency if held else gone.row.currency,
                deadline=_iso(kept.row.deadline or gone.row.deadline),
                expected_close=_iso(kept.row.expected_close or gone.row.expected_close),
            )
            set_links(self._store, "opportunity", "theme", into, tuple(dict.fromkeys((*kept.themes, *gone.themes))))
            self._store.update(schema.Opportunity, other, deleted_at=moment_text(clock.now()))
            self._tell_merged(into, other)

    def _tell_merged(self, into: int, other: int) -> None:
        """Write down what became part of what, at the moment of the action, so that histories tell it."""
        self._store.run(queries.EARLIER_MERGES, into=into, other=other)
        self._store.run(queries.TELL_MERGED, into=into, other=other)

    # -- parties

    def add_party(self, opportunity_id: int, draft: PartyDraft) -> int:
        """Add who takes part, or a gap; return its id. Raises Invalid (role, share, letter), NotFound."""
        title, columns = self.get(opportunity_id).row.title, self._party(self._at_work(draft))
        with self._store.action(f"Add a {draft.role} to “{title}”"):
            return self._store.insert(schema.OpportunityParty, opportunity_id=opportunity_id, **columns)

    def edit_party(self, party_id: int, draft: PartyDraft) -> None:
        """Make a party what the draft says."""
        title, columns = self._title_of(party_id), self._party(draft)
        with self._store.action(f"Edit a {draft.role} of “{title}”"):
            self._store.update(schema.OpportunityParty, party_id, **columns)

    def remove_party(self, party_id: int) -> None:
        """Take a party or a gap out."""
        with self._store.action(f"Take a party out of “{self._title_of(party_id)}”"):
            self._store.delete(schema.OpportunityParty, party_id)

    def who_fits(self, party: PartyRow) -> Filter:
        """Return the filter of contacts who could fill a gap: by the sector and sub-region of their organisation."""
        parts = [
            Condition(field, (value,))
            for field, value in (("sector", party.sector_id), ("sub_region", party.sub_region_id))
            if value is not None
        ]
        return Filter(parts=tuple(parts))

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

    def _party(self, draft: PartyDraft) -> dict[str, Any]:
        if draft.role not in PARTY_ROLES:
            raise Invalid("role", f"“{draft.role}” is no role in an opportunity.")
        if draft.letter not in LETTERS_OF_SUPPORT:
            raise Invalid("letter", "A letter of support is requested or received.")
        if draft.share is not None and not 0 <= draft.share <= 100:
            raise Invalid("share", "A share lies between 0 and 100 per cent.")
        self._store.check_there((schema.Organisation, draft.organisation_id), (schema.Contact, draft.contact_id))
        return {
            "role": draft.role,
            "organisation_id": draft.organisation_id,
            "contact_id": draft.contact_id,
            "share": draft.share,
            "letter": draft.letter,
            "sector_id": draft.sector_id,
            "sub_region_id": draft.sub_region_id,
            "note": clean(draft.note),
        }

    def _at_work(self, draft: PartyDraft) -> PartyDraft:
        """Return the draft of a person alone with the organisation they stand for today (rule 1)."""
        if draft.contact_id is None or draft.organisation_id is not None:
            return draft
        return replace(draft, organisation_id=on_date(self._store, draft.contact_id, clock.today()))

    def _stage(self, stage_id: int | None) -> StageRow:
        return self._pipelines.stage(stage_id) if stage_id is not None else self._pipelines.get(None).stages[0]

    def _end(self, stage_id: int) -> int:
        last = self._store.value(queries.LAST_PLACE, stage=stage_id)
        return 0 if last is None else int(last) + ROOM

    def _put(self, opportunity_id: int, stage_id: int, place: int | None, among: Collection[int] | None = None) -> None:
        """Give it the place among the others of its stage; of those only the ones in the way are moved on."""
        others = self._store.rows(queries.OTHERS_OF_STAGE, stage=stage_id, opportunity=opportunity_id)
        shown = [at for at, (other, _) in enumerate(others) if among is None or other in among]
        if place is None or not shown:
            at = len(others)
        elif place <= 0:
            at = shown[0]
        else:
            at = shown[min(place, len(shown)) - 1] + 1
        before, after = others[at - 1 : at] if at else [], others[at : at + 1]
        if before and after:
            free = max((before[0][1] + after[0][1]) // 2, before[0][1] + 1)
        else:
            free = before[0][1] + ROOM if before else after[0][1] - ROOM if after else 0
        self._store.update(schema.Opportunity, opportunity_id, position=free)
        for other, position in others[at:]:
            if position > free:
                break
            free += ROOM
            self._store.update(schema.Opportunity, other, position=free)

    def _title_of(self, party_id: int) -> str:
        title = self._store.value(queries.TITLE_OF_PARTY, party=party_id)
        if title is None:
            raise NotFound("party", party_id)
        return str(title)


def _united(kept: PartyRow, gone: PartyRow) -> dict[str, Any]:
    """Return what a party has that stands in both of two opportunities: of its letters the one that is further on."""
    return {
        "share": kept.share if kept.share is not None else gone.share,
        "letter": max(kept.letter, gone.letter, key=LETTERS_OF_SUPPORT.index),
        "note": "\n".join(dict.fromkeys(filter(None, (kept.note, gone.note)))),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
