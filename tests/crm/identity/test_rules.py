"""The rules of one judgement, each a sentence; and that both sources of keys are judged alike."""

from pathlib import Path

import pytest

from crm.identity import AskedKeys, Key, LoadedKeys, Matcher, Person, Verdict, gender_in, name_of, names_of
from crm.identity.judgement import Judge
from crm.workspace import Workspace

MOBILE, LANDLINE, OWN, OFFICE = "+447700900123", "+441632960101", "sarah.jones@a.example", "info@a.example"


def somebody(name: str, *, title: str = "", suffix: str = "", birthday: str = "", in_file: bool = False) -> Person:
    given, _, family = name.rpartition(" ")
    return Person(names_of(given, family, "", suffix), birthday=birthday, gender=gender_in(title), in_file=in_file)


def verdict(incoming: Person, known: Person, by: Key, value: str = "", holders: int = 1) -> Verdict:
    return Judge(incoming)(known, by, value, holders).verdict


@pytest.mark.parametrize(
    ("incoming", "known", "by", "value", "expected"),
    [
        ("Sarah Jones", "Sarah Jones", Key.EMAIL, OFFICE, Verdict.SAME),
        ("Liz Jones", "Elizabeth Jones", Key.EMAIL, OWN, Verdict.SAME),
        ("S Jones", "Sarah Jones", Key.EMAIL, OWN, Verdict.SAME),
        ("S Jones", "Sarah Jones", Key.EMAIL, OFFICE, Verdict.ASK),
        ("Sarah Smith", "Sarah Jones", Key.EMAIL, OWN, Verdict.SAME),
        ("Sarah Smith", "Sarah Jones", Key.EMAIL, "pathology@a.example", Verdict.ASK),
        ("David Jones", "Sarah Jones", Key.EMAIL, OFFICE, Verdict.ASK),
        ("Sarah Jones", "Sarah Jones", Key.PHONE, LANDLINE, Verdict.SAME),
        ("Liz Jones", "Elizabeth Jones", Key.PHONE, MOBILE, Verdict.SAME),
        ("Liz Jones", "Elizabeth Jones", Key.PHONE, LANDLINE, Verdict.ASK),
        ("Sue Jones", "Sam Jones", Key.PHONE, LANDLINE, Verdict.OTHER),
        ("Sarah Smith", "Sarah Jones", Key.LINK, "", Verdict.SAME),
        ("Mark Smith", "Sarah Jones", Key.LINK, "", Verdict.ASK),
        ("Sarah Jones", "Sarah Jones", Key.BIRTHDAY, "", Verdict.SAME),
        ("Sarah Clislsold", "Sarah Clissold", Key.BIRTHDAY, "", Verdict.ASK),
        ("Mark Jones", "Sarah Smith", Key.BIRTHDAY, "", Verdict.OTHER),
        ("Sarah Jones", "Sarah Jones", Key.ORGANISATION, "", Verdict.SAME),
        ("S Jones", "Sarah Jones", Key.ORGANISATION, "", Verdict.ASK),
        ("David Jones", "Sarah Jones", Key.ORGANISATION, "", Verdict.OTHER),
        ("Sarah Jones", "Sarah Jones", Key.NAME, "", Verdict.ASK),
        ("S Jones", "Sarah Jones", Key.NAME, "", Verdict.OTHER),
    ],
)
def test_a_key_joins_as_far_as_it_is_one_persons_own_and_the_names_agree(
    incoming: str, known: str, by: Key, value: str, expected: Verdict
) -> None:
    assert verdict(somebody(incoming), somebody(known), by, value) is expected


def test_two_of_one_list_with_one_mailbox_and_two_given_names_are_two_unasked() -> None:
    assert verdict(somebody("David Jones"), somebody("Sarah Jones", in_file=True), Key.EMAIL, OFFICE) is Verdict.OTHER


@pytest.mark.parametrize("known", [somebody("John Ash", birthday="1950-01-02"), somebody("John Ash", suffix="Sr")])
def test_a_birthday_or_a_generation_that_differs_asks(known: Person) -> None:
    son = somebody("John Ash", suffix="Jr", birthday="1980-03-04")
    assert verdict(son, known, Key.EMAIL, "john.ash@a.example") is Verdict.ASK


def test_mr_and_mrs_of_one_initial_are_asked_about() -> None:
    assert verdict(somebody("J Ash", title="Mrs"), somebody("J Ash", title="Mr"), Key.PHONE, MOBILE) is Verdict.ASK


@pytest.mark.parametrize(("first", "second", "third"), [("Chris", "Christine", "Christopher"), ("J", "John", "Jane")])
def test_who_was_joined_by_a_short_form_or_an_initial_is_not_joined_with_another_of_it(
    first: str, second: str, third: str
) -> None:
    known = somebody(f"{first} Ash", in_file=True)
    assert verdict(somebody(f"{third} Ash"), known, Key.PHONE, MOBILE) is Verdict.SAME
    known.joined = (name_of(second, "Ash"),)
    assert verdict(somebody(f"{second} Ash"), known, Key.PHONE, MOBILE) is Verdict.SAME
    assert verdict(somebody(f"{third} Ash"), known, Key.PHONE, MOBILE) is Verdict.ASK


def test_who_is_asked_line_by_line_is_found_as_who_is_loaded_at_once(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    given = ("Sarah", "S", "Robert", "Bob", "李明", "Anna Maria")
    family = ("Jones", "Smith-Jones", "van der Berg", "O'Neill")
    people = [(one, other, number) for number, (one, other) in enumerate((g, f) for g in given for f in family)]
    rows = [
        f"{one},{other},{one[0]}{n}@a.example,0161 496 0{n:03},https://www.linkedin.com/in/someone-{n},"
        f"1970-01-{n + 1:02},Org {n % 3} Ltd"
        for one, other, n in people
    ]
    path.write_text("First name,Last name,Email,Phone,LinkedIn,Birthday,Organisation\n" + "\n".join(rows), "utf-8")
    workspace.importing.apply(workspace.importing.plan(path))
    workspace.trash.put("contact", [2, 9])
    loaded, asked = LoadedKeys(workspace.store), AskedKeys(workspace.store)
    ids = [row for (row,) in workspace.store.rows("SELECT id FROM contact")]
    assert len(ids) > 20
    for row in ids:
        person = loaded.person(row)
        assert asked.person(row) == person
        (organisation,) = person.organisations
        for incoming in (
            Person(person.names, person.emails),
            Person(person.names, (), person.phones),
            Person(person.names, link=person.link),
            Person(person.names, birthday=person.birthday),
            Person(person.names, organisations=person.organisations),
            Person((), person.emails, person.phones),
        ):
            where = organisation if incoming.organisations else None
            one, other = (Matcher(keys).find(incoming, where) for keys in (loaded, asked))
            assert (one.contact_id, one.asks, sorted(one.candidates)) == (
                other.contact_id,
                other.asks,
                sorted(other.candidates),
            )
            assert row in (one.contact_id, *one.candidates)
