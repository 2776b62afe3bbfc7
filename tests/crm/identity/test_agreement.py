"""How far names agree, and which keys speak of one person."""

import pytest

from crm.identity import Agreement, agreement, name_of, profile_key, uid_key
from crm.identity.keys import is_shared_mailbox


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Jane", "Roe"), ("JANE", "roe"), Agreement.FULL),
        (("Dr Jane (she/her)", "Roe"), ("Jane", "Roe"), Agreement.FULL),
        (("Jane", "Roe"), ("Roe", "Jane"), Agreement.FULL),
        (("Łukasz", "Żak"), ("Lukasz", "Zak"), Agreement.FULL),
        (("李", "明"), ("李明", ""), Agreement.FULL),
        (("Bob", "Lee"), ("Robert", "Lee"), Agreement.SHORT),
        (("Ann", "Ash"), ("Anne", "Ash"), Agreement.SHORT),
        (("Mary", "Cole"), ("Mary", "Cole-Hughes"), Agreement.SHORT),
        (("S", "Jones"), ("Sarah", "Jones"), Agreement.INITIAL),
        (("JP", "Roy"), ("Jean Paul", "Roy"), Agreement.INITIAL),
        (("", "Jones"), ("Sarah", "Jones"), Agreement.BARE),
        (("Sarah", ""), ("Sarah", "Jones"), Agreement.BARE),
        (("", ""), ("Sarah", "Jones"), Agreement.BARE),
        (("Mary", "Cole"), ("Mary", "Hughes"), Agreement.MARRIED),
        (("Jane", "Clissold"), ("Jane", "Clislsold"), Agreement.DOUBT),
        (("J", ""), ("John", "Smith"), Agreement.DOUBT),
        (("李明", ""), ("Li", "Ming"), Agreement.DOUBT),
        (("Иван", "Петров"), ("Ivan", "Petrov"), Agreement.DOUBT),
        (("John Peter", "Ash"), ("John Paul", "Ash"), Agreement.DOUBT),
        (("Samuel", "Ash"), ("Samantha", "Ash"), Agreement.NAMESAKE),
        (("Alistair", "Ash"), ("Alexander", "Ash"), Agreement.NAMESAKE),
        (("Иван", "Петров"), ("Пётр", "Петров"), Agreement.NAMESAKE),
        (("Jane", "Roe"), ("Tom", "Ash"), Agreement.STRANGER),
    ],
)
def test_names_agree_as_far_as_their_parts_do_whichever_comes_first(
    one: tuple[str, str], other: tuple[str, str], expected: Agreement
) -> None:
    mine, theirs = name_of(*one), name_of(*other)
    assert agreement(mine, theirs) is agreement(theirs, mine) is expected


@pytest.mark.parametrize(
    "link",
    [
        "https://www.linkedin.com/in/jane-roe",
        "http://uk.linkedin.com/in/Jane-Roe/",
        "m.linkedin.com/in/jane-roe/en",
        "linkedin.com/in/jane-roe?originalSubdomain=uk",
        "https://www.linkedin.com/in/jane%2Droe#about",
        "in/jane-roe",
        "@jane-roe",
    ],
)
def test_a_profile_is_one_in_all_its_spellings(link: str) -> None:
    assert profile_key(link) == "jane-roe"


@pytest.mark.parametrize(
    "link",
    [
        "", "-", "n/a", "none", "Yes", "TBC", "linkedin.com", "https://www.linkedin.com/feed/",
        "https://www.linkedin.com/in/", "https://www.linkedin.com/in/#", "https://linkedin.com/in/me",
        "https://www.linkedin.com/company/acme", "https://www.linkedin.com/school/thornbridge",
        "https://www.linkedin.com/groups/123", "https://jane.example/in/jane-roe", "jane@roe.example",
    ],
)  # fmt: skip
def test_what_is_no_profile_of_one_person_is_no_key(link: str) -> None:
    assert profile_key(link) == ""


def test_a_counter_identifies_nobody_and_an_identifier_is_compared_without_its_dress() -> None:
    assert [uid_key(each) for each in ("1", "0042", "contact-7", "id:3", "--", "")] == [""] * 6
    assert uid_key("urn:uuid:ABC-DEF-1") == uid_key(" abc-def-1 ") == "abc-def-1"


@pytest.mark.parametrize("address", ["info@a.example", "north.team@a.example", "theroes@a.example", "roe@a.example"])
def test_a_mailbox_of_an_office_or_a_family_is_shared(address: str) -> None:
    assert is_shared_mailbox(address, ("roe",))


@pytest.mark.parametrize("address", ["jane@a.example", "jane.roe@a.example", "jroe7@a.example", "roe@a.example"])
def test_a_mailbox_called_by_a_person_is_their_own(address: str) -> None:
    assert not is_shared_mailbox(address, ("ash",))
