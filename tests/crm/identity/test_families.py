"""Generated families, offices and namesakes: nobody is joined with somebody else, and nobody stands twice unasked.

`pytest -s` prints the confusion table.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from crm.identity import Matcher, Person, gender_in, name_of, names_of

PAIRS = 10_000
MEN = (
    "John",
    "James",
    "Robert",
    "Michael",
    "William",
    "David",
    "Thomas",
    "Samuel",
    "Anthony",
    "Christopher",
    "Rhys",
    "Imran",
)
WOMEN = (
    "Sarah",
    "Elizabeth",
    "Margaret",
    "Catherine",
    "Jane",
    "Susan",
    "Patricia",
    "Samantha",
    "Aisha",
    "Niamh",
    "Rebecca",
)
SHORT = {
    "John": "Jack", "James": "Jim", "Robert": "Bob", "Michael": "Mike", "William": "Bill", "David": "Dave",
    "Thomas": "Tom", "Samuel": "Sam", "Anthony": "Tony", "Elizabeth": "Liz", "Margaret": "Peggy", "Catherine": "Kate",
    "Susan": "Sue", "Patricia": "Pat", "Rebecca": "Becky", "Sarah": "Sally",
}  # fmt: skip
FAMILIES = (
    "Jones",
    "Smith",
    "Khan",
    "O'Neill",
    "Llewelyn-Price",
    "Hughes",
    "Clissold",
    "Okafor",
    "Brown",
    "van der Berg",
)


@dataclass(frozen=True)
class Someone:
    """A person as they are, and all they can be reached by."""

    title: str
    given: str
    family: str
    email: str
    mailbox: str
    mobile: str
    landline: str
    link: str
    birthday: str
    organisation: int
    suffix: str = ""
    maiden: str = ""


class Known:
    """The keys of those who are known, each row one of them."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = dict(enumerate(people, 1))

    def _where(self, attribute: str, value: str) -> list[int]:
        return [row for row, person in self._people.items() if value in getattr(person, attribute)]

    def by_uid(self, key: str) -> list[int]:
        return self._where("uid", key) if key else []

    def by_email(self, address: str) -> list[int]:
        return self._where("emails", address)

    def by_phone(self, key: str) -> list[int]:
        return self._where("phones", key)

    def by_link(self, key: str) -> list[int]:
        return [row for row, person in self._people.items() if person.link == key]

    def by_birthday(self, day: str) -> list[int]:
        return [row for row, person in self._people.items() if person.birthday == day]

    def by_name(self, key: str) -> list[int]:
        return [row for row, person in self._people.items() if any(key in name.keys for name in person.names)]

    def is_in_trash(self, contact_id: int) -> bool:
        return self._people[contact_id].in_trash

    def by_family(self, family: str, organisation: int) -> list[int]:
        there = [row for row, person in self._people.items() if organisation in person.organisations]
        return [row for row in there if any(family in name.family[-1:] for name in self._people[row].names)]

    def listed(self) -> frozenset[int]:
        return frozenset()

    def person(self, contact_id: int) -> Person:
        return self._people[contact_id]


def somebody(chance: random.Random, family: str = "", landline: str = "", mailbox: str = "") -> Someone:
    woman = chance.random() < 0.5
    given = chance.choice(WOMEN if woman else MEN)
    family = family or chance.choice(FAMILIES)
    plain = "".join(filter(str.isalpha, family.lower()))
    number = chance.randrange(10_000)
    return Someone(
        title=chance.choice(("", "Dr", "Mrs" if woman else "Mr")),
        given=given,
        family=family,
        email=f"{given.lower()}.{plain}{number}@mail{chance.randrange(500)}.example",
        mailbox=mailbox or chance.choice((f"info@{plain}{number}.example", f"reception{number}@surgery.example")),
        mobile=f"+44770090{number:04}",
        landline=landline or f"+4416329{number:05}",
        link=f"{given.lower()}-{plain}-{number}",
        birthday=f"{chance.randrange(1940, 2004)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        organisation=chance.randrange(1, 2_000),
        maiden=chance.choice([each for each in FAMILIES if each != family]) if woman else "",
    )


def row_of(one: Someone, keys: Sequence[str], *, given: str = "", family: str = "", turned: bool = False) -> Person:
    """A row about somebody that holds these of their keys."""
    given, family = given or one.given, family or one.family
    return Person(
        names_of(*((family, given) if turned else (given, family)), "", one.suffix),
        tuple(getattr(one, key) for key in ("email", "mailbox") if key in keys),
        tuple(getattr(one, key) for key in ("mobile", "landline") if key in keys),
        one.link if "link" in keys else "",
        birthday=one.birthday if "birthday" in keys else "",
        gender=gender_in(one.title),
        organisations=(one.organisation,) if "organisation" in keys else (),
    )


def the_same_person(chance: random.Random) -> tuple[str, Person, Person]:
    """Two rows about one person that share an address, a number, a profile or an organisation."""
    one = somebody(chance)
    form = chance.choices(
        ("same name", "initial", "short form", "maiden name", "swapped order", "middle name", "given name left out"),
        (60, 8, 8, 8, 6, 6, 4),
    )[0]
    shared = chance.choices(("email", "mobile", "landline", "link", "organisation", "mailbox"), (40, 24, 6, 12, 14, 4))[
        0
    ]
    if form == "maiden name" and not one.maiden:
        form = "same name"
    if form in ("maiden name", "given name left out") and shared == "organisation":
        shared = "email"
    first = row_of(one, [shared, *chance.sample(("birthday", "link"), chance.randrange(2))])
    given = {
        "initial": one.given[0],
        "short form": SHORT.get(one.given, one.given),
        "middle name": f"{one.given} {chance.choice(MEN + WOMEN)}",
        "given name left out": " ",
    }.get(form, one.given)
    family = one.maiden if form == "maiden name" else one.family
    second = row_of(one, [shared], given=given, family=family, turned=form == "swapped order")
    return form, *(chance.sample((first, second), 2))  # type: ignore[return-value]


def two_people(chance: random.Random) -> tuple[str, Person, Person]:
    """Two rows about two people who share a name, an address or a number."""
    kind = chance.choice(
        ("father and son", "couple", "twins", "namesakes", "shared mailbox", "colleagues on one number")
    )
    one = somebody(chance)
    other = somebody(chance, one.family, one.landline, one.mailbox)
    if kind == "father and son":
        one, other = replace(one, suffix="Sr"), replace(other, given=one.given, title=one.title, suffix="Jr")
        return (
            kind,
            row_of(one, ("landline", "mailbox", "birthday")),
            row_of(other, ("landline", "mailbox", "birthday")),
        )
    if kind == "namesakes":  # two of one name, at one organisation or at two
        other = replace(other, given=one.given, landline=f"+4416328{chance.randrange(100_000):05}")
        if chance.random() < 0.5:
            other = replace(
                other, organisation=one.organisation, email=f"{one.given[0].lower()}2@{one.email.split('@')[1]}"
            )
        keys = ("email", "mobile", "organisation")
        return kind, row_of(one, keys), row_of(other, keys)
    while other.given == one.given or SHORT.get(other.given) == SHORT.get(one.given):
        other = somebody(chance, one.family, one.landline, one.mailbox)
    if kind == "couple" and chance.random() < 0.3:  # one line for each, with initials: Mr J Smith, Mrs J Smith
        one, other = replace(one, title="Mr", given="J"), replace(other, title="Mrs", given="J")
    if kind == "twins":
        other = replace(other, birthday=one.birthday)
        return kind, row_of(one, ("landline", "birthday")), row_of(other, ("landline", "birthday"))
    if kind == "colleagues on one number":
        other = replace(other, family=chance.choice([each for each in FAMILIES if each != one.family]))
    shared = ("mailbox",) if kind == "shared mailbox" else ("landline", "mailbox")
    return kind, row_of(one, (*shared, "organisation")), row_of(other, (*shared, "organisation"))


def judged(known: Person, incoming: Person) -> str:
    match = Matcher(Known([known])).find(incoming, (incoming.organisations or (None,))[0])
    return "ask" if match.asks else "same" if match.contact_id is not None else "two"


@pytest.mark.parametrize("in_file", [False, True], ids=["known before", "of one list"])
def test_in_ten_thousand_pairs_nobody_is_mixed_up_and_nobody_stands_twice_unasked(in_file: bool) -> None:
    chance = random.Random(20_261_130)
    table: Counter[tuple[bool, str, str]] = Counter()
    for number in range(PAIRS):
        is_true = number % 2 == 0
        kind, known, incoming = the_same_person(chance) if is_true else two_people(chance)
        known.in_file = in_file
        table[is_true, kind, judged(known, incoming)] += 1
    print(f"\n{'pair':28}{'joined':>8}{'asked':>8}{'two':>8}")
    for is_true, kind in sorted({(is_true, kind) for is_true, kind, _ in table}, reverse=True):
        counts = [table[is_true, kind, verdict] for verdict in ("same", "ask", "two")]
        print(f"{'one: ' if is_true else 'two: '}{kind:23}{counts[0]:8}{counts[1]:8}{counts[2]:8}")
    wrong = sum(number for (is_true, _, verdict), number in table.items() if not is_true and verdict == "same")
    doubled = sum(number for (is_true, _, verdict), number in table.items() if is_true and verdict == "two")
    asked = sum(number for (is_true, _, verdict), number in table.items() if is_true and verdict == "ask")
    assert (wrong, doubled) == (0, 0)
    assert asked * 10 <= PAIRS // 2


def test_a_name_is_compared_without_titles_pronouns_and_letters() -> None:
    assert name_of("Dr Jane (she/her)", "Roe") == name_of("jane", "ROE") == name_of("Jane # she/her", "Roe")
