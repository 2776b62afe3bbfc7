"""The pipelines of the sample network: opportunities with parties, next steps and two years of moves."""

import random
from collections import Counter

import msgspec

from crm.sample import queries
from crm.sample.huddles import Pitched
from crm.sample.organisations import Organisation, Organisations
from crm.sample.people import People
from crm.sample.pipeline_facts import CASES, NOTES, STEPS, Case
from crm.sample.seeded_random import Calendar, Deck, between, pick, uid
from crm.sample.written_columns import Writer

_TWO_YEARS = 730
_LONG_AGO = 120
_FROM_PITCHES = (3, 4, 5, 6, 7, 8)
"""The cases that came from a pitch: they are named after it, and whoever pitched leads them."""

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


class Steering:
    """Writes opportunities; the moves are written by the database, and only set back to their days here.

    Chance has a generator of its own: the rest of the network is the same with and without opportunities.
    """

    def __init__(self, organisations: Organisations, people: People, seed: int) -> None:
        self._rng = random.Random(f"opportunities {seed}")
        self._writer: Writer = people.writer
        self._calendar: Calendar = people.calendar
        self._organisations = organisations.made
        self._people = people.made
        self._stages: dict[str, list[_Stage]] = {}
        self._places: Counter[int] = Counter()
        self._moves: list[tuple[int, int, str]] = []
        self._ends: list[tuple[int, str, int]] = []
        self._due = Deck(self._rng, _DUE)
        self._ago = Deck(self._rng, _MOVED)

    def make(self, pitches: list[Pitched]) -> None:
        """Write every case; some come from one of `pitches`. `finish` writes the moves."""
        for stage in self._writer.store.all(queries.STAGES, into=_Stage):
            self._stages.setdefault(stage.pipeline, []).append(stage)
        older = [each for each in pitches if each.day <= self._calendar.days - _LONG_AGO]
        chosen = self._rng.sample(older, min(len(_FROM_PITCHES), len(older)))
        pitched = dict(zip(_FROM_PITCHES, chosen, strict=False))
        for number, case in enumerate(CASES):
            self._write(case, pitched.get(number))

    def finish(self) -> None:
        """Move what was written through its stages; each move keeps the moment at which it happened."""
        store = self._writer.store
        for record, stage, at in self._moves:
            store.run(queries.MOVE, opportunity=record, stage=stage)
            store.run(queries.DATE_LAST_MOVE, at=at)
        store.run_for_each(
            queries.PLACE,
            ({"opportunity": record, "position": place, "reason": reason} for record, reason, place in self._ends),
        )

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
        record = self._writer.next_id("opportunity")
        moments = [self._calendar.moment(day, between(rng, 9, 16), between(rng, 0, 59)) for day in days]
        iso = self._calendar.iso
        value = case.thousands * 100_000 if case.thousands else None
        title = pitch.topic if pitch else case.title
        ahead = min(today + between(rng, 8, 55), len(iso) - 1)
        is_bid = case.pipeline == "Funding bid"
        source = "pitch" if pitch else "funding call" if is_bid else pick(rng, ("", "huddle", "introduction", "other"))
        self._writer.add(
            "opportunity",
            (
                record, uid(rng), title, path[0], 0, value,
                iso[days[-1]] if is_bid and case.end else iso[ahead] if is_bid else None,
                iso[days[-1]] if case.end else iso[ahead], source, pitch.huddle_id if pitch else None,
                pitch.id if pitch else None, pick(rng, NOTES), moments[0],
            ),
        )  # fmt: skip
        self._moves += [(record, stage, at) for stage, at in zip(path[1:], moments[1:], strict=True)]
        self._ends.append((record, case.reason, self._places[path[-1]]))
        self._places[path[-1]] += 1
        lead = self._parties(record, case, pitch)
        if not case.end and (due := self._due.deal()) is not None:
            self._next_step(record, due, lead, moments[-1])

    def _parties(self, record: int, case: Case, pitch: Pitched | None) -> tuple[int | None, int]:
        """Write who takes part and who is wanted; return contact and organisation of the lead."""
        rng = self._rng
        taken: list[tuple[int | None, int]] = []
        for role, sector in case.parties:
            held = {organisation for _, organisation in taken}
            fitting = [each for each in self._organisations if each.sector == sector and each.id not in held]
            place = pick(rng, fitting or self._organisations)
            contact, organisation = self._contact(place), place.id
            if pitch and not taken:
                contact, organisation = pitch.contact_id, pitch.organisation_id
            share = (60 if role == "lead" else 20) if case.pipeline == "Funding bid" and role != "supporter" else None
            letter = pick(rng, ("requested", "received")) if role in ("supporter", "adopter") else ""
            self._party(record, organisation, contact, role, share, letter)
            taken.append((contact, organisation))
        if case.gap:
            self._party(record, None, None, case.gap, None, "")
        return taken[0]

    def _party(
        self, record: int, place: int | None, contact: int | None, role: str, share: int | None, letter: str
    ) -> None:
        region = None if place is not None else between(self._rng, 1, 4)
        row = (self._writer.next_id("opportunity_party"), record, place, contact, role, share, letter, region)
        self._writer.add("opportunity_party", row)

    def _contact(self, organisation: Organisation) -> int | None:
        """Return somebody who is there today."""
        today = self._calendar.iso[self._calendar.days]
        at = self._organisations.index(organisation)
        there = [each.id for each in self._people if each.organisation_on(today) == at]
        return pick(self._rng, there) if there else None

    def _next_step(self, record: int, due: int, lead: tuple[int | None, int], at: str) -> None:
        contact, organisation = lead
        on = self._calendar.iso[min(self._calendar.days + due, len(self._calendar.iso) - 1)]
        self._writer.add(
            "follow_up",
            (
                self._writer.next_id("follow_up"), uid(self._rng), pick(self._rng, STEPS), "", "us", on, None, None, "",
                0, None, None, "", contact, organisation, None, at, None, None, record,
                None,
            ),
        )  # fmt: skip
