"""Introductions of the sample network with what came of them, and its needs and offers."""

import random
from collections.abc import Sequence, Set

from crm.introductions import CHECK_DAYS
from crm.sample import queries
from crm.sample.organisations import Organisation, Organisations
from crm.sample.people import People, Person
from crm.sample.seeded_random import Deck, between, pick, uid
from crm.sample.written_columns import Writer

_REASONS = (
    ("A clinical site for the falls sensor", ("met", "exploring", "collaborating")),
    ("Two teams that image wounds", ("met",)),
    ("A health economist for the frailty bid", ("met", "exploring")),
    ("Theatre data for a scheduling tool", ("no contact",)),
    ("A founder and an investor in diagnostics", ("met", "exploring", "collaborating", "contract", "funded")),
    ("A manufacturer for the reusable gown", ("met", "exploring", "collaborating", "contract")),
    ("Nurses who would try voice notes", ("met",)),
    ("A regulatory adviser for a first submission", ("met", "exploring")),
    ("A cold-storage partner for samples", ()),
    ("Both asked about ethics approval", ()),
    ("A trial unit with beds in the spring", None),
    ("A data sandbox and someone to fill it", None),
)
"""What introductions are for, with the steps they reached; None: not made yet."""

_DAYS_AGO = (310, 240, 200, 170, 400, 350, 120, 95, 20, 8)
_CONSENTS = (("yes", "asked"), ("asked", ""))

_NEEDS = (
    ("need", "clinical site", "Two wards to test a falls sensor", "Industry", 6, 8),
    ("need", "data", "De-identified chest images, five years", "Academia", 3, 6),
    ("need", "expertise", "A health economist for a bid", "Public sector", None, None),
    ("need", "funding", "£150k before certification", "Entrepreneur", 5, 7),
    ("need", "facility", "A wet lab bench for three months", "Entrepreneur", 2, 5),
    ("need", "supplier", "A maker of sterile housings", "Industry", 6, 9),
    ("need", "people", "Clinicians for a usability afternoon", "Industry", 4, 7),
    ("need", "expertise", "Advice on a first regulatory submission", "Entrepreneur", 4, 6),
    ("offer", "clinical site", "A virtual ward open to pilots", "Public sector", 5, 9),
    ("offer", "data", "An imaging archive with a research agreement", "Public sector", 2, 6),
    ("offer", "expertise", "Half a day a month of health economics", "Academia", None, None),
    ("offer", "funding", "A seed fund for diagnostics", "Investor", 4, 7),
    ("offer", "facility", "Lab benches on the science campus", "Academia", 1, 6),
    ("offer", "supplier", "Small series of moulded parts", "Industry", 5, 9),
    ("offer", "people", "A panel of forty nurses", "Public sector", 3, 8),
    ("offer", "expertise", "A regulatory clinic every second Tuesday", "Industry", 3, 7),
)
_CONFIDENTIAL = ("£150k before certification",)


class Introducing:
    """Writes introductions, needs and offers, these of people who are `coming` to the next huddle where there are any.

    Chance has a generator of its own: the rest of the network is the same with and without them.
    """

    def __init__(self, organisations: Organisations, people: People, coming: Set[int], seed: int) -> None:
        self._rng = random.Random(f"introductions {seed}")
        self._writer: Writer = people.writer
        self._calendar = people.calendar
        self._organisations = organisations.made
        today = self._calendar.iso[self._calendar.days]
        self._coming = coming
        self._there: dict[int, list[Person]] = {}
        for person in people.made:
            place = person.organisation_on(today)
            if place is not None and person.known_to >= self._calendar.days:
                self._there.setdefault(place, []).append(person)

    def make(self) -> None:
        """Write all of it; a network too small for two organisations with people has none."""
        places = sorted(self._there)
        if len(places) < 2:
            return
        ago = iter(_DAYS_AGO)
        waiting = iter(_CONSENTS)
        for reason, steps in _REASONS:
            pair = self._rng.sample(places, 2)
            if steps is None:
                self._introduction(reason, pair, None, (), next(waiting))
            else:
                self._introduction(reason, pair, next(ago), steps, ("yes", "yes"))
        self._needs()

    def _introduction(
        self, reason: str, places: Sequence[int], ago: int | None, steps: Sequence[str], consents: Sequence[str]
    ) -> None:
        rng, today = self._rng, self._calendar.days
        made = self._writer.next_id("introduction")
        day = today - (ago if ago is not None else 3)
        noted = self._calendar.moment(day - 5, 10, 0)
        on = self._calendar.iso[day] if ago is not None else None
        self._writer.add("introduction", (made, uid(rng), reason, pick(rng, ("huddle", "match", "other")), on, noted))
        parties: list[tuple[Person, int | None]] = []
        for place, consent in zip(places, consents, strict=True):
            person = pick(rng, self._there[place])
            organisation = person.organisation_on(self._calendar.iso[day])
            there = None if organisation is None else self._organisations[organisation].id
            parties.append((person, there))
            row = self._writer.next_id("introduction_party")
            self._writer.add(
                "introduction_party",
                (
                    row, made, person.id, there, consent, self._calendar.moment(day - 2, 11, 30) if consent else None,
                ),
            )  # fmt: skip
        for number, step in enumerate(steps, 1):
            reached = day + number * ((ago or 0) // (len(steps) + 1))
            row = self._writer.next_id("outcome")
            iso = self._calendar.iso[reached]
            self._writer.add("outcome", (row, made, step, iso, self._calendar.moment(reached, 15, 0)))

        if on is not None:
            self._checks(made, reason, parties, day)

    def _checks(self, made: int, reason: str, parties: Sequence[tuple[Person, int | None]], day: int) -> None:
        """Write the checks of an introduction that are still to come."""
        who = " and ".join(person.name for person, _ in parties)
        (person, there), *_ = parties
        at = self._calendar.moment(day, 15, 0)
        for due in (day + days for days in CHECK_DAYS if day + days >= self._calendar.days):
            self._writer.add(
                "follow_up",
                (
                    self._writer.next_id("follow_up"), uid(self._rng), f"Ask what came of introducing {who}", reason,
                    "us", self._calendar.iso[min(due, len(self._calendar.iso) - 1)], None, None, "", 0, None, None, "",
                    person.id, there, None, at, None, None, None, made,
                ),
            )  # fmt: skip

    def _needs(self) -> None:
        rng, today = self._rng, self._calendar.days
        themes = self._writer.store.column(queries.THEMES)
        dealt: dict[str, Deck[Organisation]] = {}
        there = {
            place: [each for each in people if each.id in self._coming] or people
            for place, people in sorted(self._there.items())
        }
        expected = [place for place, people in there.items() if people[0].id in self._coming]
        for sector in dict.fromkeys(each[3] for each in _NEEDS):
            of_sector = [place for place in expected if self._organisations[place].sector == sector]
            peopled = [self._organisations[place] for place in of_sector or there]
            dealt[sector] = Deck(rng, [place for place in peopled if place.sector == sector] or peopled)
        for kind, category, title, sector, least, most in _NEEDS:
            place = dealt[sector].deal()
            person = pick(rng, there[self._organisations.index(place)])
            made = self._writer.next_id("need_offer")
            ends = self._calendar.iso[min(today + between(rng, 20, 59), len(self._calendar.iso) - 1)]
            self._writer.add(
                "need_offer",
                (
                    made, uid(rng), kind, category, title, person.id, place.id, least, most,
                    ends if rng.random() < 0.4 else None, int(title in _CONFIDENTIAL),
                    self._calendar.moment(today - between(rng, 3, 120), 14, 0),
                ),
            )  # fmt: skip
            for theme in rng.sample(themes[:4], min(2, len(themes[:4]))):
                self._writer.add("need_offer_theme", (self._writer.next_id("need_offer_theme"), made, theme))
