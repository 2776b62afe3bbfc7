"""The people of the sample network: names, jobs over time, addresses and numbers."""

import random
from bisect import bisect
from itertools import accumulate

import msgspec

from crm.sample.organisations import NHS_SHARED, Organisation, Organisations
from crm.sample.seeded_random import partial, uid
from crm.sample.words import PeopleWords, Role
from crm.text import words

_OPEN = "9999"


class Spell(msgspec.Struct, frozen=True):
    """Where somebody was when (ISO days)."""

    start: str
    end: str
    organisation: Organisation


class _Given(msgspec.Struct, frozen=True):
    """A given name with the pronouns of whoever has it."""

    name: str
    pronouns: str


class _Email(msgspec.Struct, frozen=True):
    """An address of somebody."""

    value: str
    kind: str
    state: str


class Person(msgspec.Struct):
    """A person as the diary needs them: since when known, and where when."""

    id: int
    name: str
    spells: list[Spell]
    known_from: int
    known_to: int

    def organisation_on(self, iso: str) -> Organisation | None:
        """Return the organisation they stood for on a day."""
        return next((spell.organisation for spell in self.spells if spell.start <= iso < spell.end), None)

    def organisation_id_on(self, iso: str) -> int | None:
        """Return the key of the organisation they stood for on a day."""
        organisation = self.organisation_on(iso)
        return None if organisation is None else organisation.id


class People:
    """Writes people who work at the organisations; `made` are those written."""

    def __init__(self, organisations: Organisations, known: PeopleWords) -> None:
        self.rng: random.Random = organisations.rng
        self.writer = organisations.writer
        self.calendar = organisations.calendar
        self.organisations = organisations.made
        self._landline = organisations.landline
        self.made: list[Person] = []
        self._tag_ids = organisations.tag_ids
        self._theme_ids = [theme.id for theme in organisations.themes]
        self._known = known
        self._given = [
            [_Given(name, pronouns) for pronouns, names in origin.given.items() for name in names]
            for origin in known.origins
        ]
        self._origins = list(accumulate(origin.share for origin in known.origins))
        self._emails: set[str] = set()
        self._names: set[str] = set()

    def make(self, wanted: int) -> None:
        """Write so many people with their jobs, addresses, numbers, themes and tags."""
        shares = list(accumulate(organisation.weight for organisation in self.organisations))
        for number in range(wanted):
            # The first of an organisation's people come round in turn, so that nobody stands empty.
            home = number if number < len(shares) else bisect(shares, self.rng.random() * shares[-1])
            given, family = self._name(number, wanted <= 2_000)
            self._make_person(number, self.organisations[home], given, family)

    def _name(self, number: int, avoid_repeats: bool) -> tuple[_Given, str]:
        rng, origins = self.rng, self._known.origins
        while True:
            origin = bisect(self._origins, rng.random() * self._origins[-1])
            given = rng.choice(self._given[origin])
            family = rng.choice(origins[origin].family)
            if rng.random() < 0.04:
                family = f"{family}-{rng.choice(origins[0].family)}"
            if number in (61, 137):  # two people of one name: every real network has them
                given, family = _Given("Sarah", "she/her"), "Ahmed"
            name = f"{given.name} {family}"
            if number in (61, 137) or not avoid_repeats or name not in self._names:
                self._names.add(name)
                return given, family

    def _make_person(self, number: int, home: Organisation, given: _Given, family: str) -> None:
        rng, put, known, calendar = self.rng, self.writer.put, self._known, self.calendar
        row = self.writer.next_id("contact")
        job = rng.choice(known.roles[home.setting])
        spells = self._make_jobs(row, home, job)
        known_from = min(calendar.days - 20, home.known_from + int(rng.random() ** 2 * 900))
        known_to = calendar.days if rng.random() > 0.15 else rng.randint(known_from + 10, calendar.days)
        preferred = known.short_forms.get(given.name, "") if rng.random() < 0.5 else ""
        aim, limit = rng.choice(((30, 60), (45, 90), (90, 180))) if rng.random() < 0.15 else (None, None)
        slug = "-".join(words(f"{given.name} {family}"))
        put(
            "contact",
            id=row,
            uid=uid(rng),
            title=job.title if rng.random() < 0.85 else "",
            given_name=given.name,
            family_name=family,
            suffix=rng.choice(("MBE", "FRCP", "PhD", "OBE")) if rng.random() < 0.03 else "",
            preferred_name=preferred,
            pronouns=given.pronouns if rng.random() < 0.25 else "",
            linkedin_url=f"https://www.linkedin.example/in/{slug}-{number}" if rng.random() < 0.45 else "",
            birthday=f"{rng.randint(1955, 1996)}-{rng.randint(1, 12):02d}" if rng.random() < 0.05 else None,
            about=rng.choice(known.about) if rng.random() < 0.3 else "",
            cadence_aim=aim,
            cadence_limit=limit,
            active=spells[0].end == _OPEN,
            created_at=calendar.moment(known_from, 9, 0),
        )
        if rng.random() < 0.03:
            former = f"{given.name} {rng.choice(known.origins[0].family)}"
            put("contact_alias", contact_id=row, name=former, kind="former")
        self._make_emails(row, given.name, family, spells)
        self._make_phones(row, number, home)
        for theme in rng.sample(self._theme_ids, rng.choice((0, 1, 1, 2, 3))):
            put("contact_theme", contact_id=row, theme_id=theme)
        for tag in rng.sample(self._tag_ids, rng.choice((0, 0, 0, 1, 1, 2))):
            put("contact_tag", contact_id=row, tag_id=tag)
        self.made.append(Person(row, f"{preferred or given.name} {family}", spells, known_from, known_to))
        if spells[0].start:
            home.people.append(number)

    def _make_jobs(self, row: int, home: Organisation, job: Role) -> list[Spell]:
        """Write the jobs of a person, newest first; return them as spells."""
        rng, calendar, known = self.rng, self.calendar, self._known
        chance = rng.random()
        moved_lately, moved_before = chance < 0.27, chance < 0.5
        started = (
            rng.randint(40, calendar.days - 300) if moved_lately else rng.randint(calendar.days, calendar.days + 3000)
        )
        start = calendar.day_before(started)
        retired = rng.random() < 0.025
        end = calendar.day_before(rng.randint(5, min(started, 700) - 1)) if retired else None
        self._affiliation(row, home, job, "founder" if "ounder" in job.role else "employee", start, end)
        spells = [Spell(start, end or _OPEN, home)]
        if moved_before:
            past = self._somewhere_else(home)
            earlier = calendar.day_before(started + rng.randint(300, 2600))
            old = rng.choice(known.roles[past.setting])
            self._affiliation(row, past, old, "employee", earlier, start)
            spells.append(Spell(earlier, start, past))
        if rng.random() < 0.14:
            side = rng.choice(known.side_roles)
            since = calendar.day_before(rng.randint(100, 2500))
            self._affiliation(row, self._somewhere_else(home), Role(side.role), side.kind, since, None, primary=False)
        return spells

    def _affiliation(
        self,
        row: int,
        at: Organisation,
        job: Role,
        kind: str,
        start: str,
        end: str | None,
        *,
        primary: bool = True,
    ) -> None:
        is_current = end is None
        self.writer.put(
            "affiliation",
            contact_id=row,
            organisation_id=at.id,
            role=job.role,
            department=job.department,
            kind=kind,
            is_primary=is_current and primary,
            is_lead=is_current and primary and not at.people,
            started=partial(self.rng, start),
            ended=partial(self.rng, end) if end else None,
            is_current=is_current,
        )

    def _somewhere_else(self, home: Organisation) -> Organisation:
        while True:
            place = self.rng.choice(self.organisations)
            if place is not home:
                return place

    def _make_emails(self, row: int, given: str, family: str, spells: list[Spell]) -> None:
        rng = self.rng
        made: list[_Email] = []
        local = ".".join("".join(words(part)) for part in (given, family))
        for spell in spells:
            own = spell.organisation.domain
            domain = NHS_SHARED if ".nhs." in own and rng.random() < 0.3 else own
            current = spell.end == _OPEN
            if rng.random() < (0.94 if current else 0.6):
                state = "former" if not current else "bounced" if rng.random() < 0.02 else "ok"
                made.append(_Email(self._unused(local, domain), "work", state))
        if rng.random() < 0.12:
            made.append(_Email(self._unused(local, "postbox.example"), "home", "ok"))
        first_usable = next((email for email in made if email.state == "ok"), None)
        for email in made:
            self.writer.put(
                "contact_email",
                contact_id=row,
                value=email.value,
                kind=email.kind,
                is_primary=email is first_usable,
                state=email.state,
            )

    def _unused(self, local: str, domain: str) -> str:
        address, number = f"{local}@{domain}", 2
        while address in self._emails:
            address, number = f"{local}{number}@{domain}", number + 1
        self._emails.add(address)
        return address

    def _make_phones(self, row: int, number: int, organisation: Organisation) -> None:
        rng, put = self.rng, self.writer.put
        if number < 1_000 and rng.random() < 0.6:  # the drama range has a thousand mobiles
            digits = f"{(number * 37) % 1_000:03d}"
            typed = rng.choice(("07700 900{}", "+44 7700 900{}", "07700900{}")).format(digits)
            put("contact_phone", contact_id=row, e164=f"+447700900{digits}", typed=typed, kind="mobile")
        if rng.random() < 0.5:
            typed = self._landline(organisation.sub_region, number)
            e164 = f"+44{typed[1:].replace(' ', '')}"
            extension = str(2_000 + number) if number >= 1_000 or rng.random() < 0.2 else ""
            put("contact_phone", contact_id=row, e164=e164, typed=typed, extension=extension, kind="work")
