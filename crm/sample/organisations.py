"""The organisations of the sample network, their names and domains, and how their partnership with the cluster went."""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from crm.sample import queries
from crm.sample.rows import Writer
from crm.sample.seeded_random import Calendar, Deck, uid
from crm.sample.words import GivenOrganisation, OrganisationWords
from crm.text import words

NHS_SHARED = "nhsmail.example"
_COMPANIES = ("Industry", "Entrepreneur")


class Organisation(msgspec.Struct):
    """An organisation as the rest of the sample needs it; `setting` is one of the keys of the roles."""

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


class Theme(msgspec.Struct, frozen=True):
    """A theme of the vocabulary."""

    id: int
    name: str


class Organisations:
    """Writes organisations and the tags of the network; `made` are those written."""

    def __init__(self, rng: random.Random, writer: Writer, calendar: Calendar, known: OrganisationWords) -> None:
        self.rng = rng
        self.writer = writer
        self.calendar = calendar
        self.made: list[Organisation] = []
        self.tag_ids: list[int] = []
        self.themes = writer.store.all(queries.THEMES, into=Theme)
        self._known = known

    def make(self, contacts: int) -> None:
        """Write the organisations for so many contacts, the handmade ones first, with all that belongs to them."""
        self._make_tags()
        known = self._known.organisations
        wanted = min(len(known), max(8, contacts // 4))
        given = [*known[:wanted], *self._more(max(0, contacts // 40 - len(known)))]
        sectors = dict(self.writer.store.rows(queries.SECTORS))
        regions = dict(self.writer.store.rows(queries.SUB_REGIONS))
        ids: dict[str, int] = {}
        for rank, told in enumerate(given):
            row = ids[told.name] = self.writer.next_id("organisation")
            known_from = self._make_partnerships(row, told, rank / len(given))
            places = {
                "sector_id": sectors.get(told.sector),
                "sub_region_id": regions.get(told.sub_region),
                "parent_id": ids.get(told.parent),
            }
            self._write(row, told, places, self.calendar.moment(known_from, 9, 0))
            self.made.append(
                Organisation(
                    id=row,
                    name=told.name,
                    short=told.short_name or told.name,
                    sector=told.sector,
                    setting=_setting(told.sector, told.name),
                    domain=told.domain,
                    sub_region=told.sub_region,
                    weight=told.weight,
                    theme=self._theme(told),
                    known_from=known_from,
                )
            )

    def landline(self, sub_region: str, number: int) -> str:
        """Return a number of the drama ranges as typed."""
        return f"{self._known.landlines.get(sub_region, '01632 960')}{number * 7 % 1_000:03d}"

    def _make_tags(self) -> None:
        known = {name.lower(): i for name, i in self.writer.store.rows(queries.TAGS)}
        for tag in self._known.tags:
            row = known.get(tag.name.lower())
            if row is None:
                row = self.writer.put("tag", name=tag.name, description=tag.description)
            self.tag_ids.append(row)

    def _more(self, count: int) -> Iterator[GivenOrganisation]:
        """Yield further organisations for networks larger than the handmade one."""
        rng, further = self.rng, self._known.further
        beginnings = [f"{stem} {place}" for stem in self._known.stems for place in ("", "Park ", "Moor ", "Brook ")]
        names = {each.sector: Deck(rng, [f"{a}{b}" for a in beginnings for b in each.endings]) for each in further}
        shares = list(accumulate(each.share for each in further))
        for _ in range(count):
            sector = further[bisect(shares, rng.random() * shares[-1])].sector
            name = names[sector].deal()
            town = rng.choice(self._known.towns)
            themes = tuple(rng.sample(range(10), 2))
            yield GivenOrganisation(
                name=name,
                short_name=" ".join(name.split()[:2]),
                sector=sector,
                sub_region=town.sub_region,
                town=town.town,
                outward=town.outward,
                domain="".join(words(name)) + (".nhs.example" if "NHS" in name else ".example"),
                weight=rng.randint(1, 12),
                themes=themes,
            )

    def _write(self, row: int, told: GivenOrganisation, places: dict[str, int | None], known_since: str) -> None:
        rng, put = self.rng, self.writer.put
        inward = f"{rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}" if told.outward else ""
        put(
            "organisation",
            id=row,
            uid=uid(rng),
            name=told.name,
            short_name=told.short_name,
            **places,
            website=f"https://www.{told.domain}",
            phone=self.landline(told.sub_region, self.writer.count("organisation")),
            town=told.town,
            postcode=f"{told.outward} {inward}".strip(),
            country="Denmark" if told.town == "Aarhus" else "",
            about=told.about,
            company_number=str(rng.randint(10_000_000, 16_000_000)) if told.sector in _COMPANIES else "",
            ods_code=f"R{rng.choice('ABCDEFGHJ')}{rng.randint(1, 9)}" if "NHS" in told.name else "",
            created_at=known_since,
        )
        for alias in told.aliases:
            until = self.calendar.day_before(rng.randint(400, 2500))[:4] if alias.kind == "former" else None
            put("organisation_alias", organisation_id=row, name=alias.name, kind=alias.kind, until=until)
        put("organisation_domain", organisation_id=row, domain=told.domain)
        if ".nhs." in told.domain:
            put("organisation_domain", organisation_id=row, domain=NHS_SHARED, shared=True)
        for theme in told.themes:
            if theme < len(self.themes):
                put("organisation_theme", organisation_id=row, theme_id=self.themes[theme].id)
        if rng.random() < 0.3:
            put("organisation_tag", organisation_id=row, tag_id=rng.choice(self.tag_ids[7:13]))

    def _theme(self, told: GivenOrganisation) -> str:
        first = told.themes[0]
        return lowered(self.themes[first].name) if first < len(self.themes) else "health technology"

    def _make_partnerships(self, row: int, told: GivenOrganisation, rank: float) -> int:
        """Write how the organisation's partnership went; return the day number since which it is known."""
        rng, days, iso = self.rng, self.calendar.days, self.calendar.iso
        first = int(days * 0.9 * rank * rng.uniform(0.7, 1.0)) if rank else 0
        path = _path(rank, rng.random(), told.sub_region == "Outside the area" or told.sector == "Investor")
        steps = [first]
        for _ in path[1:]:
            steps.append(min(days - 5, steps[-1] + rng.randint(60, 420)))
        for place, (status, start) in enumerate(zip(path, steps, strict=True)):
            is_partner = status == "partner"
            self.writer.put(
                "partnership",
                organisation_id=row,
                status=status,
                started_on=iso[start],
                ended_on=iso[steps[place + 1]] if place + 1 < len(steps) else None,
                agreement=f"Memorandum {iso[start][:4]}" if is_partner else "",
                note=rng.choice(self._known.partnership_notes) if is_partner else "",
            )
        return first


def _path(rank: float, fate: float, is_guest: bool) -> list[str]:
    """Return how the partnership of an organisation went: the first ones were partners at once, guests never are."""
    path = ["prospect", "engaged"] if is_guest else ["prospect", "engaged", "partner"]
    if rank < 0.04:
        return ["partner"]
    if fate < 0.08:
        return [*path, "dormant"]
    if fate < 0.12:
        return [*path, "left"]
    return path[:1] if fate > 0.9 else path[:2] if fate > 0.75 else path


def _setting(sector: str, name: str) -> str:
    if sector == "Public sector":
        return "hospital" if "NHS" in name or "Primary Care" in name or "College" in name else "public"
    return sector.split()[0].lower()


def lowered(text: str) -> str:
    """Return a text as it stands within a sentence."""
    return text[:1].lower() + text[1:]
