"""The organisations of the sample network, with their names, domains, and how their standing in the cluster went."""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from crm.sample import organisation_facts as facts
from crm.sample import queries
from crm.sample.conversations import TAGS
from crm.sample.roles import setting
from crm.sample.seeded_random import Calendar, Deck, uid
from crm.sample.written_columns import Writer
from crm.text import words


class Organisation(msgspec.Struct):
    """An organisation as the rest of the sample needs it."""

    id: int
    name: str
    short: str
    sector: str
    setting: str
    domain: str
    sub_region: str
    weight: int
    theme: str
    known_from: int
    people: list[int] = msgspec.field(default_factory=list)


class _Theme(msgspec.Struct, frozen=True):
    """A theme of the vocabulary."""

    id: int
    name: str


class Organisations:
    """Writes organisations and the tags of the network; `made` are those written."""

    def __init__(self, rng: random.Random, writer: Writer, calendar: Calendar) -> None:
        self.rng = rng
        self.writer = writer
        self.calendar = calendar
        self.made: list[Organisation] = []
        self.tag_ids: list[int] = []
        self._themes = writer.store.all(queries.THEMES, into=_Theme)

    def make(self, contacts: int) -> None:
        """Write the organisations for so many contacts, the handmade ones first, with all that belongs to them."""
        self._make_tags()
        wanted = min(len(facts.FACTS), max(8, contacts // 4))
        given = [*facts.FACTS[:wanted], *self._more_facts(max(0, contacts // 40 - len(facts.FACTS)))]
        ids = {fact.name: self.writer.next_id("organisation") for fact in given}
        sectors = dict(self.writer.store.rows(queries.SECTORS))
        regions = dict(self.writer.store.rows(queries.SUB_REGIONS))
        for rank, fact in enumerate(given):
            known_from = self._make_partnerships(ids[fact.name], fact, rank / len(given))
            places = (sectors.get(fact.sector), regions.get(fact.sub_region), ids.get(fact.parent))
            self._write_organisation(ids[fact.name], fact, places, self.calendar.moment(known_from, 9, 0))
            self.made.append(
                Organisation(
                    ids[fact.name], fact.name, fact.short_name or fact.name, fact.sector,
                    setting(fact.sector, fact.name), fact.domain, fact.sub_region, fact.weight,
                    self._theme(fact), known_from,
                )
            )  # fmt: skip

    def _make_tags(self) -> None:
        known = {name.lower(): i for name, i in self.writer.store.rows(queries.TAGS)}
        for name, description in TAGS:
            tag = known.get(name.lower())
            if tag is None:
                tag = self.writer.next_id("tag")
                self.writer.add("tag", (tag, name, description))
            self.tag_ids.append(tag)

    def _more_facts(self, count: int) -> Iterator[facts.OrganisationFact]:
        """Yield further organisations for networks larger than the handmade one."""
        rng = self.rng
        names = {
            sector: Deck(
                rng, [f"{a} {b}{e}" for a in facts.STEMS for b in ("", "Park ", "Moor ", "Brook ") for e in ends]
            )
            for sector, _, ends in facts.MORE_KINDS
        }
        shares = list(accumulate(share for _, share, _ in facts.MORE_KINDS))
        for _ in range(count):
            sector = facts.MORE_KINDS[bisect(shares, rng.random() * shares[-1])][0]
            name = names[sector].deal()
            region, town, outward = rng.choice(facts.TOWNS)
            domain = "".join(words(name)) + (".nhs.example" if "NHS" in name else ".example")
            themes = tuple(rng.sample(range(10), 2))
            yield facts.OrganisationFact(
                name, sector, region, town, outward, domain, rng.randint(1, 12), themes, "",
                short_name=" ".join(name.split()[:2]),
            )  # fmt: skip

    def _write_organisation(
        self,
        row: int,
        fact: facts.OrganisationFact,
        places: tuple[int | None, int | None, int | None],
        known_since: str,
    ) -> None:
        rng, add = self.rng, self.writer.add
        postcode = (
            f"{fact.outward} {rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}"
            if fact.outward
            else ""
        )
        add(
            "organisation",
            (
                row, uid(rng), fact.name, fact.short_name, *places,
                f"https://www.{fact.domain}", landline(fact.sub_region, self.writer.count("organisation"))[1], "",
                fact.town, postcode, "Denmark" if fact.town == "Aarhus" else "", fact.about,
                f"{rng.randint(10_000_000, 16_000_000)}" if fact.sector in (facts.INDUSTRY, facts.ENTREPRENEUR) else "",
                f"R{rng.choice('ABCDEFGHJ')}{rng.randint(1, 9)}" if "NHS" in fact.name else "",
                known_since,
            ),
        )  # fmt: skip
        for name, kind in fact.aliases:
            until = self.calendar.day_before(rng.randint(400, 2500))[:4] if kind == "former" else None
            add("organisation_alias", (self.writer.next_id("organisation_alias"), row, name, kind, until))
        domains = [(fact.domain, 0)] + ([(facts.NHS_SHARED, 1)] if ".nhs." in fact.domain else [])
        for domain, shared in domains:
            add("organisation_domain", (self.writer.next_id("organisation_domain"), row, domain, shared))
        for theme in fact.themes:
            if theme < len(self._themes):
                add("organisation_theme", (self.writer.next_id("organisation_theme"), row, self._themes[theme].id))
        if rng.random() < 0.3:
            add("organisation_tag", (self.writer.next_id("organisation_tag"), row, rng.choice(self.tag_ids[7:13])))

    def _theme(self, fact: facts.OrganisationFact) -> str:
        return _lower(self._themes[fact.themes[0]].name) if fact.themes[0] < len(self._themes) else "health technology"

    def _make_partnerships(self, row: int, fact: facts.OrganisationFact, rank: float) -> int:
        """Write how the organisation's standing went; return the day number since which it is known."""
        rng, days = self.rng, self.calendar.days
        first = int(days * 0.9 * rank * rng.uniform(0.7, 1.0)) if rank else 0
        fate = rng.random()
        path = ["prospect", "engaged", "partner"]
        if fact.sub_region == facts.OUTSIDE or fact.sector == facts.INVESTOR:
            path = ["prospect", "engaged"]
        if rank < 0.04:
            path = ["partner"]
        elif fate < 0.08:
            path.append("dormant")
        elif fate < 0.12:
            path.append("left")
        elif fate > 0.9:
            path = path[:1]
        elif fate > 0.75:
            path = path[:2]
        day = first
        steps = [day]
        for _ in path[1:]:
            day = min(days - 5, day + rng.randint(60, 420))
            steps.append(day)
        for place, (status, start) in enumerate(zip(path, steps, strict=True)):
            end = self.calendar.iso[steps[place + 1]] if place + 1 < len(steps) else None
            agreement = f"Memorandum {self.calendar.iso[start][:4]}" if status == "partner" else ""
            note = rng.choice(facts.PARTNERSHIP_NOTES) if status == "partner" else ""
            self.writer.add(
                "partnership",
                (self.writer.next_id("partnership"), row, status, self.calendar.iso[start], end, agreement, note),
            )
        return first


def landline(sub_region: str, number: int) -> tuple[str, str]:
    """Return a number of the drama ranges as E.164 and as typed."""
    digits = f"{number * 7 % 1_000:03d}"
    if sub_region == facts.MANCHESTER:
        return f"+441614960{digits}", f"0161 496 0{digits}"
    if sub_region == facts.LIVERPOOL:
        return f"+441514960{digits}", f"0151 496 0{digits}"
    return f"+441632960{digits}", f"01632 960{digits}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
