"""Names as meetings show them, and what is nobody's name."""

import pytest

from crm.formats.attendee_names import read_renamed, read_shown


@pytest.mark.parametrize(
    ("text", "name", "family", "department", "organisation"),
    [
        ("Ashe, Petra (Digital Health)", "Petra Ashe", "Ashe", "Digital Health", ""),
        ("ASHE, Petra (QUAYSIDE NHS FOUNDATION TRUST)", "Petra ASHE", "ASHE", "", "QUAYSIDE NHS FOUNDATION TRUST"),
        ("Milo Brandt (External)", "Milo Brandt", "Brandt", "", ""),
        ("Żak, Tomasz (Zewnętrzny)", "Tomasz Żak", "Żak", "", ""),
        ("Udo Klein (nicht überprüft)", "Udo Klein", "Klein", "", ""),
        ("Rui Faro (he/him)", "Rui Faro", "Faro", "", ""),
        ("Moss, Ida, PhD", "Ida Moss", "Moss", "", ""),
        ("李明 (外部)", "李明", "", "", ""),
        ("(Guest)", "(Guest)", "", "", ""),
    ],
)
def test_a_shown_name_is_taken_apart(text: str, name: str, family: str, department: str, organisation: str) -> None:
    found = read_shown(text)
    assert (found.name.display, found.name.family) == (name, family)
    assert (found.department, found.organisation, found.nobody) == (department, organisation, "")


@pytest.mark.parametrize(
    "text", ["Udo Klein (Guest)", "Udo Klein (Gast)", "Udo Klein (Invité)", "Udo Klein (External) (Gość)"]
)
def test_a_guest_is_known_in_several_languages(text: str) -> None:
    assert read_shown(text).guest


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Ida's Notetaker (External)", "bot"),
        ("Fireflies.ai Notetaker Ida", "bot"),
        ("read.ai meeting notes", "bot"),
        ("Ida's OtterPilot", "bot"),
        ("+44 7700 9***** ", "dial-in"),
        ("44161496****", "dial-in"),
        ("Call-in User 2", "dial-in"),
        ("iPhone", "dial-in"),
        ("Galaxy S21", "dial-in"),
        ("Anonymous", "opted out"),
        ("Participant 3", "opted out"),
        ("", "opted out"),
    ],
)
def test_what_is_nobodys_name_is_told_from_names(text: str, nobody: str) -> None:
    assert read_shown(text).nobody == nobody


@pytest.mark.parametrize(
    "text", ["Marc Bot", "Grain Butler", "Phone Smith", "Guest Lister", "Anon Y. Mous", "Otter Reid"]
)
def test_a_person_with_a_strange_name_stays_a_person(text: str) -> None:
    assert read_shown(text).nobody == ""


@pytest.mark.parametrize("text", ["Ida's iPhone", "Ida’s iPad", "iPhone von Ida", "Ida's MacBook Pro"])
def test_a_device_with_an_address_is_its_owners(text: str) -> None:
    found = read_shown(text, "ida@moss.example")
    assert (found.name.given, found.name.display, found.nobody) == ("Ida", "Ida", "")
    assert read_shown(text).nobody == "dial-in"


def test_somebody_with_an_address_is_somebody_whatever_the_name() -> None:
    assert read_shown("iPhone", "ida@moss.example").nobody == ""
    assert read_shown("Fred", "fred@fireflies.ai").nobody == "bot"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Id (Ida Moss)", "Ida Moss"),
        ("iPhone (Ida Moss)", "Ida Moss"),
        ("Ida Moss (Ida)", "Ida Moss"),
        ("Ida Moss (Host)", "Ida Moss"),
        ("Ida Moss (she/her)", "Ida Moss"),
        ("ida (Moss, Ida)", "Ida Moss"),
        ("Id M (Ida Moss)", "Ida Moss"),
        ("Ida Moss (Id M)", "Ida Moss"),
        ("Ida Moss (Moss I)", "Ida Moss"),
    ],
)
def test_a_name_changed_in_the_meeting_gives_way_to_the_real_one(text: str, name: str) -> None:
    found = read_renamed(text)
    assert (found.name.display, found.department, found.raw) == (name, "", text)
