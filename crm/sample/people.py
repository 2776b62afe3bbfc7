"""The people of the sample network: names, jobs over time, addresses and numbers."""

import random
from bisect import bisect
from itertools import accumulate

import msgspec

from crm.sample import organisation_facts as facts
from crm.sample import queries
from crm.sample.conversations import ABOUT
from crm.sample.organisations import Organisation, Organisations, landline
from crm.sample.people_names import ORIGINS, SHORT_FORMS
from crm.sample.roles import ROLES, SIDE_ROLES
from crm.sample.seeded_random import partial, uid
from crm.text import words

_OPEN = "9999"


class Person(msgspec.Struct):
    """A person as the diary needs them: since when known, and where when (ISO start, ISO end, organisation)."""

    id: int
    name: str
    spells: list[tuple[str, str, int]]
    known_from: int
    known_to: int

    def organisation_on(self, iso: str) -> int | None:
        """Return the index of the organisation they stood for on a day."""
        for start, end, organisation in self.spells:
            if start <= iso < end:
                return organisation
        return None


class People:
    """Writes people who work at the organisations; `made` are those written."""

    def __init__(self, organisations: Organisations) -> None:
        self.rng: random.Random = organisations.rng
        self.writer = organisations.writer
        self.calendar = organisations.calendar
        self.organisations = organisations.made
        self.made: list[Person] = []
        self._tag_ids = organisations.tag_ids
        self._theme_ids = self.writer.store.column(queries.THEMES)
        self._emails: set[str] = set()
        self._names: set[str] = set()

    def make(self, wanted: int) -> None:
        """Write so many people with their jobs, addresses, numbers, themes and tags."""
        shares = list(accumulate(organisation.weight for organisation in self.organisations))
        origins = list(accumulate(share for share, _ in ORIGINS))
        for number in range(wanted):
            # The first of an organisation's people come round in turn, so that nobody stands empty.
            if number < len(self.organisations):
                home = number
            else:
                home = bisect(shares, self.rng.random() * shares[-1])
            given, pronouns, family = self._name(origins, number, wanted <= 2_000)
            self._make_person(number, home, given, pronouns, family)

    def _name(self, origins: list[int], number: int, avoid_repeats: bool) -> tuple[str, str, str]:
        rng = self.rng
        while True:
            given_names, families = ORIGINS[bisect(origins, rng.random() * origins[-1])][1]
            given, pronouns = rng.choice(given_names)
            family = rng.choice(families)
            if rng.random() < 0.04:
                family = f"{family}-{rng.choice(ORIGINS[0][1][1])}"
            family = family.replace("_", " ")
            if number == 61:  # two people of one name: every real network has them
                given, pronouns, family = "Sarah", "she/her", "Ahmed"
            elif number == 137:
                return "Sarah", "she/her", "Ahmed"
            name = f"{given} {family}"
            if not avoid_repeats or name not in self._names:
                self._names.add(name)
                return given, pronouns, family

    def _make_person(self, number: int, home: int, given: str, pronouns: str, family: str) -> None:
        rng, add, next_id = self.rng, self.writer.add, self.writer.next_id
        row = next_id("contact")
        organisation = self.organisations[home]
        role, title, department = rng.choice(ROLES[organisation.setting])
        spells = self._make_jobs(row, home, role, department)
        known_from = min(self.calendar.days - 20, organisation.known_from + int(rng.random() ** 2 * 900))
        known_to = self.calendar.days if rng.random() > 0.15 else rng.randint(known_from + 10, self.calendar.days)
        preferred = SHORT_FORMS.get(given, "") if rng.random() < 0.5 else ""
        cadence = rng.choice(((30, 60), (45, 90), (90, 180))) if rng.random() < 0.15 else (None, None)
        slug = "-".join(words(f"{given} {family}"))
        add(
            "contact",
            (
                row, uid(rng), title if rng.random() < 0.85 else "", given, family,
                rng.choice(("MBE", "FRCP", "PhD", "OBE")) if rng.random() < 0.03 else "", preferred,
                pronouns if rng.random() < 0.25 else "",
                f"https://www.linkedin.example/in/{slug}-{number}" if rng.random() < 0.45 else "",
                f"{rng.randint(1955, 1996)}-{rng.randint(1, 12):02d}" if rng.random() < 0.05 else None,
                rng.choice(ABOUT) if rng.random() < 0.3 else "", *cadence, int(bool(spells) and spells[0][1] == _OPEN),
                self.calendar.moment(known_from, 9, 0),
            ),
        )  # fmt: skip
        if rng.random() < 0.03:
            former = f"{given} {rng.choice(ORIGINS[0][1][1])}"
            add("contact_alias", (next_id("contact_alias"), row, former, "former"))
        self._make_emails(row, given, family, spells)
        self._make_phones(row, number, organisation)
        for theme in rng.sample(self._theme_ids, rng.choice((0, 1, 1, 2, 3))):
            add("contact_theme", (next_id("contact_theme"), row, theme))
        for tag in rng.sample(self._tag_ids, rng.choice((0, 0, 0, 1, 1, 2))):
            add("contact_tag", (next_id("contact_tag"), row, tag))
        name = f"{preferred or given} {family}"
        self.made.append(Person(row, name, spells, known_from, known_to))
        for start, _, place in spells[:1]:
            if start:
                self.organisations[place].people.append(number)

    def _make_jobs(self, row: int, home: int, role: str, department: str) -> list[tuple[str, str, int]]:
        """Write the jobs of a person, newest first; return them as spells."""
        rng, calendar = self.rng, self.calendar
        chance = rng.random()
        moved_lately, moved_before = chance < 0.27, chance < 0.5
        started = (
            rng.randint(40, calendar.days - 300) if moved_lately else rng.randint(calendar.days, calendar.days + 3000)
        )
        start = calendar.day_before(started)
        retired = rng.random() < 0.025
        end = calendar.day_before(rng.randint(5, min(started, 700) - 1)) if retired else None
        self._affiliation(row, home, role, department, "founder" if "ounder" in role else "employee", start, end)
        spells = [(start, end or _OPEN, home)]
        if moved_before:
            past = self._somewhere_else(home)
            earlier = calendar.day_before(started + rng.randint(300, 2600))
            old_role, _, old_department = rng.choice(ROLES[self.organisations[past].setting])
            self._affiliation(row, past, old_role, old_department, "employee", earlier, start)
            spells.append((earlier, start, past))
        if rng.random() < 0.14:
            side_role, kind = rng.choice(SIDE_ROLES)
            since = calendar.day_before(rng.randint(100, 2500))
            self._affiliation(row, self._somewhere_else(home), side_role, "", kind, since, None, primary=False)
        return spells

    def _affiliation(
        self,
        row: int,
        place: int,
        role: str,
        department: str,
        kind: str,
        start: str,
        end: str | None,
        *,
        primary: bool = True,
    ) -> None:
        rng = self.rng
        is_current = end is None
        is_lead = is_current and primary and not self.organisations[place].people
        self.writer.add(
            "affiliation",
            (
                self.writer.next_id("affiliation"), row, self.organisations[place].id, role, department, kind,
                int(is_current and primary), int(is_lead), partial(rng, start), partial(rng, end) if end else None,
                int(is_current),
            ),
        )  # fmt: skip

    def _somewhere_else(self, home: int) -> int:
        while True:
            place = self.rng.randrange(len(self.organisations))
            if place != home:
                return place

    def _make_emails(self, row: int, given: str, family: str, spells: list[tuple[str, str, int]]) -> None:
        rng = self.rng
        made: list[tuple[str, str, str]] = []
        local = ".".join("".join(words(part)) for part in (given, family))
        for _, end, place in spells:
            organisation = self.organisations[place]
            shared = ".nhs." in organisation.domain and rng.random() < 0.3
            domain = facts.NHS_SHARED if shared else organisation.domain
            current = end == _OPEN
            if rng.random() < (0.94 if current else 0.6):
                state = "former" if not current else "bounced" if rng.random() < 0.02 else "ok"
                made.append((self._unused(local, domain), "work", state))
        if rng.random() < 0.12:
            made.append((self._unused(local, "postbox.example"), "home", "ok"))
        first_usable = next((value for value, _, state in made if state == "ok"), "")
        for value, kind, state in made:
            self.writer.add(
                "contact_email",
                (self.writer.next_id("contact_email"), row, value, kind, int(value == first_usable), state),
            )

    def _unused(self, local: str, domain: str) -> str:
        address, number = f"{local}@{domain}", 2
        while address in self._emails:
            address, number = f"{local}{number}@{domain}", number + 1
        self._emails.add(address)
        return address

    def _make_phones(self, row: int, number: int, organisation: Organisation) -> None:
        rng, add, next_id = self.rng, self.writer.add, self.writer.next_id
        if number < 1_000 and rng.random() < 0.6:  # the drama range has a thousand mobiles
            digits = f"{(number * 37) % 1_000:03d}"
            typed = rng.choice(("07700 900{}", "+44 7700 900{}", "07700900{}")).format(digits)
            add("contact_phone", (next_id("contact_phone"), row, f"+447700900{digits}", typed, "", "mobile"))
        if rng.random() < 0.5:
            e164, typed = landline(organisation.sub_region, number)
            extension = str(2_000 + number) if number >= 1_000 or rng.random() < 0.2 else ""
            add("contact_phone", (next_id("contact_phone"), row, e164, typed, extension, "work"))
