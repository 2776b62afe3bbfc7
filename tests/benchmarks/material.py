"""The files that benchmarks work on: sample networks of each size, and tables and cards of as many invented people."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from crm.formats.rows import ReadContact, ReadEmail, ReadName, ReadPhone
from crm.formats.write_vcard import write_vcard
from crm.sample import make_sample
from crm.sample.words import read_words
from crm.workspace import Workspace

INTERACTIONS_EACH = 10


@dataclass(frozen=True, slots=True)
class Material:
    """The folder of one run."""

    folder: Path

    def network(self, contacts: int) -> Path:
        """Return a file of so many contacts and ten times as many interactions, made once."""
        path = self.folder / f"network-{contacts}.desk"
        if not path.exists():
            workspace = Workspace.create(path)
            make_sample(workspace.store, contacts=contacts, interactions=contacts * INTERACTIONS_EACH, seed=1)
            workspace.close()
        return path

    def gathering(self) -> Path:
        """Return a file of 3,000 people who are asked to 60 huddles, made once."""
        path = self.folder / "gathering.desk"
        if not path.exists():
            workspace = Workspace.create(path)
            # People for whom the sample has no habit come to none; a larger circle leaves 3,000 on the lists.
            make_sample(workspace.store, contacts=5_000, interactions=25_000, huddles=60, circle=4_620, seed=1)
            workspace.close()
        return path

    def csv(self, people: int) -> Path:
        """Return a table of so many people with 14 columns, made once."""
        path = self.folder / f"people-{people}.csv"
        if not path.exists():
            with path.open("w", newline="", encoding="utf-8") as handle:
                writer = csv.writer(handle)
                writer.writerow(COLUMNS)
                writer.writerows(_person(number, people) for number in range(people))
        return path

    def cards(self, people: int) -> Path:
        """Return so many vCards in one file, made once."""
        path = self.folder / f"people-{people}.vcf"
        if not path.exists():
            write_vcard(path, (_card(_person(number, people)) for number in range(people)))
        return path


COLUMNS = (
    "Title", "First name", "Last name", "Organisation", "Job title", "Email", "Phone", "Mobile", "Street", "Town",
    "Postcode", "Tags", "Notes", "LinkedIn",
)  # fmt: skip


_WORDS = read_words()


def _person(number: int, people: int) -> tuple[str, ...]:
    rng = random.Random(number)
    origins, stems = _WORDS.people.origins, _WORDS.organisations.stems
    origin = origins[rng.randrange(len(origins))]
    given = [name for names in origin.given.values() for name in names]
    place = rng.randrange(max(20, people // 25))
    stem, ending = stems[place % len(stems)], ("Medical Ltd", "Diagnostics", "NHS Trust", "University", "Capital")
    firm = f"{stem} {ending[place // len(stems) % 5]}" + (f" {place // len(stems) // 5}" if place >= 400 else "")
    return (
        rng.choice(("", "Dr", "", "Prof")),
        rng.choice(given),
        rng.choice(origin.family),
        firm,
        rng.choice(("Head of Research", "Nurse", "Director", "Manager", "Engineer")),
        f"p{number}@firm{place}.example",
        f"0161 496 0{place % 1000:03d}",
        f"07700 900{number:03d}" if number < 1000 else "",
        f"{number % 90 + 1} Mill Lane",
        "Warrington",
        f"WA{number % 9 + 1} {number % 9}AB",
        rng.choice(("", "mentor", "speaker;mentor", "newsletter")),
        rng.choice(("", "Met at the huddle in spring", "Wants to hear about trial sites; ring first")),
        f"https://www.linkedin.example/in/p{number}" if number % 2 else "",
    )


def _card(person: tuple[str, ...]) -> ReadContact:
    title, given, family, firm, role, email, phone, *_, notes, _ = person
    return ReadContact(
        name=ReadName(prefix=title, given=given, family=family),
        emails=(ReadEmail(email, "work", primary=True),),
        phones=(ReadPhone("+44" + phone.replace(" ", "")[1:], "work"),),
        organisation=firm,
        title=role,
        notes=notes,
    )
