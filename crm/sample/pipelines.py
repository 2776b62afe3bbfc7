"""The pipelines of the sample network: opportunities with parties, next steps and two years of moves."""

import random
from collections import Counter

import msgspec

from crm.sample import queries
from crm.sample.huddles import Pitched
from crm.sample.organisations import Organisation, Organisations
from crm.sample.people import People
from crm.sample.rows import Writer
from crm.sample.seeded_random import Calendar, Deck, between, pick, uid
from crm.sample.words import Case, OpportunityWords

_TWO_YEARS = 730
_LONG_AGO = 120
_DUE = (-9, -3, None, 2, 4, 7, 12, None, 21, 33)
"""Days from today when next steps are due; None: there is no next step."""

_MOVED = (2, 4, 7, 9, 12, 15, 18, 21, 26, 33, 48, 63)
"""Days since open opportunities moved last: most are not stale."""


class _Stage(msgspec.Struct, frozen=True):
    """A stage, and what its pipeline is called."""

    pipeline: str
    id: int
    name: str
    outcome: str


class _Move(msgspec.Struct, frozen=True):
    """A move of an opportunity to a stage, and when it happened."""

    opportunity: int
    stage: int
    at: str


class _Party(msgspec.Struct, frozen=True):
    """Somebody who takes part in an opportunity."""

    contact: int | None
    organisation: int


class SamplePipelines:
    """Writes opportunities; the moves are written by the database, and only set back to their days here.

    Chance has a generator of its own: the rest of the network is the same with and without opportunities.
    """

    def __init__(self, organisations: Organisations, people: People, known: OpportunityWords, seed: int) -> None:
        self._rng = random.Random(f"opportunities {seed}")
        self._writer: Writer = people.writer
        self._calendar: Calendar = people.calendar
        self._organisations = organisations.made
        self._people = people.made
        self._known = known
        self._stages: dict[str, list[_Stage]] = {}
        self._places: Counter[int] = Counter()
        self._moves: list[_Move] = []
        self._ends: list[dict[str, object]] = []
        self._due = Deck(self._rng, _DUE)
        self._ago = Deck(self._rng, _MOVED)

    def make(self, pitches: list[Pitched]) -> None:
        """Write every case; some come from one of `pitches`. `finish` writes the moves."""
        for stage in self._writer.store.all(queries.STAGES, into=_Stage):
            self._stages.setdefault(stage.pipeline, []).append(stage)
        older = [each for each in pitches if each.day <= self._calendar.days - _LONG_AGO]
        wanted = sum(case.pitched for case in self._known.cases)
        chosen = iter(self._rng.sample(older, min(wanted, len(older))))
        for case in self._known.cases:
            self._write(case, next(chosen, None) if case.pitched else None)

    def finish(self) -> None:
        """Move what was written through its stages; each move keeps the moment at which it happened."""
        store = self._writer.store
        for move in self._moves:
            store.run(queries.MOVE, opportunity=move.opportunity, stage=move.stage)
            store.run(queries.DATE_LAST_MOVE, at=move.at)
        store.run_for_each(queries.PLACE, self._ends)

    def _write(self, case: Case, pitch: Pitched | None) -> None:
        rng = self._rng
        opened = [stage.id for stage in self._stages[case.pipeline] if stage.outcome == "open"]
        path = opened[: case.reached]
        if case.end:
            path.append(next(stage.id for stage in self._stages[case.pipeline] if stage.name == case.end))
        today = self._calendar.days
        first = pitch.day + 1 if pitch else today - (_TWO_YEARS if case.end else 300)
        last = today - (between(rng, 5, 90) if case.end else self._ago.deal())
        days = [*sorted(rng.sample(range(first, last), len(path) - 1)), last]
        moments = [self._calendar.moment(day, between(rng, 9, 16), between(rng, 0, 59)) for day in days]
        ahead = self._calendar.on(today + between(rng, 8, 55))
        closing = self._calendar.on(last) if case.end else ahead
        is_bid = case.pipeline == "Funding bid"
        source = "pitch" if pitch else "funding call" if is_bid else pick(rng, ("", "huddle", "introduction", "other"))
        record = self._writer.put(
            "opportunity",
            uid=uid(rng),
            title=pitch.topic if pitch else case.title,
            stage_id=path[0],
            value_pence=case.thousands * 100_000 if case.thousands else None,
            deadline=closing if is_bid else None,
            expected_close=closing,
            source=source,
            huddle_id=pitch.huddle_id if pitch else None,
            pitch_id=pitch.id if pitch else None,
            notes=pick(rng, self._known.notes),
            created_at=moments[0],
        )
        self._moves += [_Move(record, stage, at) for stage, at in zip(path[1:], moments[1:], strict=True)]
        self._ends.append({"opportunity": record, "position": self._places[path[-1]], "reason": case.reason})
        self._places[path[-1]] += 1
        lead = self._parties(record, case, pitch)
        if not case.end and (due := self._due.deal()) is not None:
            self._next_step(record, due, lead, moments[-1])

    def _parties(self, record: int, case: Case, pitch: Pitched | None) -> _Party:
        """Write who takes part and who is wanted; return the lead."""
        rng = self._rng
        taken: list[_Party] = []
        for role, sector in ((role, sector) for role, sectors in case.parties.items() for sector in sectors):
            held = {each.organisation for each in taken}
            fitting = [each for each in self._organisations if each.sector == sector and each.id not in held]
            place = pick(rng, fitting or self._organisations)
            party = _Party(self._contact(place), place.id)
            if pitch and not taken:
                party = _Party(pitch.contact_id, pitch.organisation_id)
            share = (60 if role == "lead" else 20) if case.pipeline == "Funding bid" and role != "supporter" else None
            self._writer.put(
                "opportunity_party",
                opportunity_id=record,
                organisation_id=party.organisation,
                contact_id=party.contact,
                role=role,
                share=share,
                letter=pick(rng, ("requested", "received")) if role in ("supporter", "adopter") else "",
            )
            taken.append(party)
        if case.gap:
            region = between(rng, 1, 4)
            self._writer.put("opportunity_party", opportunity_id=record, role=case.gap, sub_region_id=region)
        return taken[0]

    def _contact(self, organisation: Organisation) -> int | None:
        """Return somebody who is there today."""
        today = self._calendar.iso[self._calendar.days]
        there = [each.id for each in self._people if each.organisation_on(today) is organisation]
        return pick(self._rng, there) if there else None

    def _next_step(self, record: int, due: int, lead: _Party, at: str) -> None:
        self._writer.put(
            "follow_up",
            uid=uid(self._rng),
            title=pick(self._rng, self._known.steps),
            due_on=self._calendar.on(self._calendar.days + due),
            contact_id=lead.contact,
            organisation_id=lead.organisation,
            created_at=at,
            opportunity_id=record,
        )
