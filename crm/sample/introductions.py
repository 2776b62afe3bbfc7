"""Introductions of the sample network with what came of them, and its needs and offers."""

import random
from collections.abc import Sequence, Set

import msgspec

from crm.introductions import CHECK_DAYS
from crm.sample.organisations import Organisation, Organisations
from crm.sample.people import People, Person
from crm.sample.rows import Writer
from crm.sample.seeded_random import Deck, between, pick, uid
from crm.sample.words import GivenIntroduction, IntroductionWords


class _Party(msgspec.Struct, frozen=True):
    """Somebody who is introduced, with the organisation they stood for."""

    person: Person
    organisation_id: int | None


class SampleIntroductions:
    """Writes introductions, needs and offers, these of people who are `coming` to the next huddle where there are any.

    Chance has a generator of its own: the rest of the network is the same with and without them.
    """

    def __init__(
        self, organisations: Organisations, people: People, coming: Set[int], known: IntroductionWords, seed: int
    ) -> None:
        self._rng = random.Random(f"introductions {seed}")
        self._writer: Writer = people.writer
        self._calendar = people.calendar
        today = self._calendar.iso[self._calendar.days]
        self._themes = [theme.id for theme in organisations.themes]
        self._known, self._coming = known, coming
        self._there: dict[int, list[Person]] = {}
        for person in people.made:
            place = person.organisation_on(today)
            if place is not None and person.known_to >= self._calendar.days:
                self._there.setdefault(place.id, []).append(person)
        self._places = [place for place in organisations.made if place.id in self._there]

    def make(self) -> None:
        """Write all of it; a network too small for two organisations with people has none."""
        if len(self._places) < 2:
            return
        for told in self._known.introductions:
            self._introduction(told, self._rng.sample(self._places, 2))
        self._needs()

    def _introduction(self, told: GivenIntroduction, places: Sequence[Organisation]) -> None:
        rng, put, calendar = self._rng, self._writer.put, self._calendar
        ago = told.days_ago
        day = calendar.days - (ago if ago is not None else 3)
        made = put(
            "introduction",
            uid=uid(rng),
            reason=told.reason,
            source=pick(rng, ("huddle", "match", "other")),
            made_on=calendar.iso[day] if ago is not None else None,
            created_at=calendar.moment(day - 5, 10, 0),
        )
        parties: list[_Party] = []
        for place, consent in zip(places, told.consents, strict=True):
            person = pick(rng, self._there[place.id])
            there = person.organisation_id_on(calendar.iso[day])
            parties.append(_Party(person, there))
            put(
                "introduction_party",
                introduction_id=made,
                contact_id=person.id,
                organisation_id=there,
                consent=consent,
                consent_at=calendar.moment(day - 2, 11, 30) if consent else None,
            )
        for number, step in enumerate(told.steps, 1):
            reached = day + number * ((ago or 0) // (len(told.steps) + 1))
            noted = calendar.moment(reached, 15, 0)
            put("outcome", introduction_id=made, step=step, reached_on=calendar.iso[reached], created_at=noted)
        if ago is not None:
            self._checks(made, told.reason, parties, day)

    def _checks(self, made: int, reason: str, parties: Sequence[_Party], day: int) -> None:
        """Write the checks of an introduction that are still to come."""
        who = " and ".join(party.person.name for party in parties)
        today = self._calendar.days
        for due in (day + days for days in CHECK_DAYS if day + days >= today):
            self._writer.put(
                "follow_up",
                uid=uid(self._rng),
                title=f"Ask what came of introducing {who}",
                notes=reason,
                due_on=self._calendar.on(due),
                contact_id=parties[0].person.id,
                organisation_id=parties[0].organisation_id,
                created_at=self._calendar.moment(day, 15, 0),
                introduction_id=made,
            )

    def _needs(self) -> None:
        rng, today = self._rng, self._calendar.days
        dealt: dict[str, Deck[Organisation]] = {}
        there = {
            place: [each for each in people if each.id in self._coming] or people
            for place, people in self._there.items()
        }
        expected = [place for place in self._places if there[place.id][0].id in self._coming]
        for sector in dict.fromkeys(each.sector for each in self._known.needs):
            fitting = ([place for place in among if place.sector == sector] for among in (expected, self._places))
            dealt[sector] = Deck(rng, next(filter(None, fitting), self._places))
        for told in self._known.needs:
            place = dealt[told.sector].deal()
            person = pick(rng, there[place.id])
            ends = self._calendar.on(today + between(rng, 20, 59))
            made = self._writer.put(
                "need_offer",
                uid=uid(rng),
                kind=told.kind,
                category=told.category,
                title=told.title,
                contact_id=person.id,
                organisation_id=place.id,
                maturity_from=told.maturity_from,
                maturity_to=told.maturity_to,
                expires_on=ends if rng.random() < 0.4 else None,
                confidential=told.confidential,
                created_at=self._calendar.moment(today - between(rng, 3, 120), 14, 0),
            )
            for theme in rng.sample(self._themes[:4], min(2, len(self._themes[:4]))):
                self._writer.put("need_offer_theme", need_offer_id=made, theme_id=theme)
