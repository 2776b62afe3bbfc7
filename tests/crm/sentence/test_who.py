"""Whom a sentence names: people and organisations known, new, or to be chosen."""

import pytest

from crm.sentence import Hint, ListNames, NameHit, parse
from tests.crm.sentence.names import BOARD, NAMES, TODAY, people, read


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("Met Mary O'Neill", 3),
        ("Met Mary O’Neill", 3),
        ("met mary oneill", 3),
        ("met maria de la cruz", 4),
        ("met lukasz nowak", 5),
        ("met nowak łukasz", 5),
        ("MET JANE ROE", 1),
        ("Met Dr. Jane Roe", 1),
        ("Met Will Smith", 8),
        ("Met Ann Carter", 20),
        ("met jane", 1),
        ("Met Jane re scans", 1),
        ("met roe", 1),
        ("met @jane.roe", 1),
        ("met @JaneRoe", 1),
        ("pilot idea @Jane Roe", 1),
    ],
)
def test_a_person_is_found_as_names_are_typed(typed: str, id_: int) -> None:
    assert [who.id for who in read(typed).people] == [id_]


def test_a_whole_name_goes_before_a_part_of_a_longer_one() -> None:
    assert people(read("Met Ann Poole")) == [("Ann Poole", 20, "Alder Hospital")]


def test_two_people_of_one_name_are_to_be_chosen_and_the_choice_is_kept() -> None:
    entry = read("met sam poe re x")
    (sam,) = entry.unresolved
    assert (sam.id, {hit.id for hit in sam.candidates}) == (None, {6, 7})
    chosen = parse("met sam poe re x and more", NAMES, TODAY, chosen={sam.key: 7})
    assert [who.id for who in chosen.people] == [7]
    assert chosen.unresolved == ()
    new = parse("met sam poe re x", NAMES, TODAY, chosen={sam.key: 0})
    assert new.people[0].is_new


def test_the_organisation_tells_people_of_one_name_apart() -> None:
    assert [who.id for who in read("met sam poe at acme re x").people] == [6]
    assert [who.id for who in read("met sam at cmcb").people] == [9]


def test_the_person_tells_organisations_of_like_names_apart() -> None:
    names = ListNames([NameHit(1, "Jane Roe", 2, "Acme Labs")], [NameHit(1, "Acme Imaging"), NameHit(2, "Acme Labs")])
    assert [who.id for who in parse("met jane roe at acme", names, TODAY).organisations] == [2]


def test_a_given_name_alone_is_nobody_sure_at_another_organisation() -> None:
    (jane,) = read("met jane at beta labs").people
    assert jane.to_choose
    assert [hit.id for hit in jane.candidates] == [1]
    assert jane.organisation_id == 11


def test_a_known_person_named_with_another_organisation_stands_for_it_and_the_window_is_told() -> None:
    entry = read("Met Jane Roe at Beta Labs")
    assert people(entry) == [("Jane Roe", 1, "Beta Labs Ltd")]
    assert entry.hints == (Hint.OTHER_ORGANISATION,)


@pytest.mark.parametrize(
    "text",
    ["Met Zara Quill at Newco re trial", "met zara quill (Newco) re trial", "met zara quill from newco re trial",
     "Zara Quill of Newco rang re trial", "MET ZARA QUILL AT Newco re trial"],
)  # fmt: skip
def test_an_unknown_person_becomes_a_new_contact_with_the_organisation(text: str) -> None:
    entry = read(text)
    (zara,) = entry.people
    (newco,) = entry.organisations
    assert (zara.name, zara.is_new, zara.organisation) == ("Zara Quill", True, "Newco")
    assert (newco.name, newco.is_new, newco.alone) == ("Newco", True, False)
    assert entry.about == "trial"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("met jane smith re x", "Jane Smith"),
        ("Met Jane Smith re x", "Jane Smith"),
        ("met conor o'hara", "Conor O'Hara"),
        ("met jan van der berg", "Jan van der Berg"),
        ("Met Prof. Ola Nordmann-Østby yesterday", "Prof. Ola Nordmann-Østby"),
    ],
)
def test_a_known_given_name_with_an_unknown_family_name_is_somebody_new(text: str, name: str) -> None:
    (who,) = read(text).people
    assert (who.name, who.is_new) == (name, True)


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        ("Met Zara Quill, CEO of Acme Imaging, friday re beds", "CEO", "Acme Imaging"),
        ("Met Zara Quill, the CEO of Newco, friday re beds", "CEO", "Newco"),
        ("Met Zara Quill (CEO, Newco) friday re beds", "CEO", "Newco"),
        ("Met Zara Quill (CEO of Newco) friday re beds", "CEO", "Newco"),
        ("Met Zara Quill, head of research and innovation at Alder Hospital, friday re beds",
         "head of research and innovation", "Alder Hospital"),
        ("Met Zara Quill, Head of Research at Newco, friday re beds", "Head of Research", "Newco"),
        ("Met Zara Quill (Director of Digital, Alder Hospital) friday re beds", "Director of Digital",
         "Alder Hospital"),
        ("Met Zara Quill, Chief Executive, Acme Imaging, friday re beds", "Chief Executive", "Acme Imaging"),
        ("Met Zara Quill, professor of medicine at University of Wirral, friday re beds",
         "professor of medicine", "University of Wirral"),
        ("met zara quill, ceo of newco, friday re beds", "ceo", "newco"),
        ("Zara Quill, CEO of Newco, rang friday re beds", "CEO", "Newco"),
    ],
)  # fmt: skip
def test_what_somebody_new_is_and_where_goes_with_them(text: str, role: str, organisation: str) -> None:
    entry = read(text)
    (zara,) = entry.people
    assert (zara.name, zara.role, zara.organisation.lower()) == ("Zara Quill", role, organisation.lower())
    assert [(who.name.lower(), who.alone) for who in entry.organisations] == [(organisation.lower(), False)]
    assert (entry.day.isoformat(), entry.about, entry.notes) == ("2026-05-15", "beds", "")


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("Met Jane Roe, CEO of Acme Imaging, re beds", "CEO"),
        ("Met Jane Roe (chief executive, Acme Imaging) re beds", "chief executive"),
    ],
)
def test_what_somebody_known_is_said_to_be_is_noted(text: str, noted: str) -> None:
    entry = read(text)
    assert people(entry) == [("Jane Roe", 1, "Acme Imaging")]
    assert [who.id for who in entry.organisations] == [10]
    assert (entry.about, entry.notes) == ("beds", noted)


@pytest.mark.parametrize(
    "text",
    ["Met Jane Roe, head office visit", "Met Jane Roe, partner at the event", "Met Jane Roe, chair of the board"],
)
def test_a_post_without_an_organisation_is_text(text: str) -> None:
    entry = read(text)
    assert (people(entry), entry.organisations) == ([("Jane Roe", 1, "Acme Imaging")], ())
    assert entry.about == text.removeprefix("Met Jane Roe, ")


@pytest.mark.parametrize(
    ("text", "kind", "ids"),
    [
        ("Met Jane Roe met Bob Lee re x", "meeting", [2]),
        ("Met Jane Roe called Bob Lee re x", "call", [2]),
        ("Met Jane Roe at Acme Imaging emailed Bob Lee re x", "email", [2]),
        ("Met met Bob Lee re x", "meeting", [2]),
        ("Met called Bob Lee re x", "call", [2]),
    ],
)
def test_a_second_verb_starts_over_and_what_stands_before_it_is_said_to_be_left_out(
    text: str, kind: str, ids: list[int]
) -> None:
    entry = read(text)
    assert (entry.kind.value, [who.id for who in entry.people]) == (kind, ids)
    assert (entry.about, entry.notes) == ("x", "")
    assert (Hint.STARTED_OVER in entry.hints) == ("Jane" in text)


@pytest.mark.parametrize(
    "text", ["Met Jane Roe and called Bob Lee", "Met Jane Roe, called Bob Lee", "Met Jane Roe called round later"]
)
def test_two_verbs_with_a_mark_or_without_a_name_leave_nobody_out(text: str) -> None:
    entry = read(text)
    assert entry.people[0].id == 1
    assert Hint.STARTED_OVER not in entry.hints


@pytest.mark.parametrize(
    "text",
    ["Met Jane Roe Bob Lee re x", "Met Jane Roe, great chat, Bob Lee too re x", "Met Jane Roe re x f 2w, Bob Lee"],
)
def test_the_whole_name_of_somebody_known_is_never_a_note(text: str) -> None:
    entry = read(text)
    assert [who.id for who in entry.people] == [1, 2]
    assert "Bob" not in f"{entry.about} {entry.notes}"


@pytest.mark.parametrize("text", ["Met Jane Roe, Bob Lee is off sick", "Met Jane Roe; Bob Lee will join in May"])
def test_somebody_spoken_of_did_not_take_part(text: str) -> None:
    assert [who.id for who in read(text).people] == [1]


def test_several_people_of_several_organisations_keep_their_own() -> None:
    entry = read(
        "Met Jane Roe and Bob Lee at Beta Labs, Maria de la Cruz (Alder Hospital) & Zara Quill at Newco re bid"
    )
    assert people(entry) == [
        ("Jane Roe", 1, "Acme Imaging"),
        ("Bob Lee", 2, "Beta Labs Ltd"),
        ("Maria de la Cruz", 4, "Alder Hospital"),
        ("Zara Quill", None, "Newco"),
    ]
    assert [who.name for who in entry.organisations] == ["Beta Labs Ltd", "Alder Hospital", "Newco"]
    assert entry.hints == ()


def test_new_people_in_a_list_share_the_organisation_at_its_end() -> None:
    entry = read("met kofi mensah, ana silva and priya rao at university of wirral re grants")
    assert people(entry) == [
        ("Kofi Mensah", None, "University of Wirral"),
        ("Ana Silva", None, "University of Wirral"),
        ("Priya Rao", None, "University of Wirral"),
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"Call with {BOARD} re funding", [13]),
        ("call with cheshire & merseyside care board re funding", [13]),
        ("Met CMCB", [13]),
        ("met acme re x", [10]),
        ("Met the team at Acme re x", [10]),
        ("met acme and beta labs", [10, 11]),
        ("Visited University of Wirral", [14]),
    ],
)
def test_an_organisation_alone_is_a_party(text: str, ids: list[int]) -> None:
    entry = read(text)
    assert [(who.id, who.alone) for who in entry.organisations] == [(id_, True) for id_ in ids]
    assert entry.people == ()


def test_the_beginning_of_several_organisations_is_to_be_chosen() -> None:
    (mersey,) = read("met mersey re money").organisations
    assert {hit.id for hit in mersey.candidates} == {15, 16}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Met Cheshire and Wirral Health Trust re beds", "Cheshire and Wirral Health Trust"),
        ("Met University of Newton re beds", "University of Newton"),
        ("Met Acme Dental Ltd re beds", "Acme Dental Ltd"),
        ("call with newton nhs trust re beds", "Newton NHS Trust"),
    ],
)
def test_what_sounds_like_an_organisation_is_a_new_one(text: str, name: str) -> None:
    entry = read(text)
    assert [(who.name, who.is_new) for who in entry.organisations] == [(name, True)]
    assert entry.people == ()


def test_a_name_is_not_taken_from_its_beginning_letters() -> None:
    (who,) = read("met jan re x").people
    assert who.is_new


@pytest.mark.parametrize(
    "text", ["Met Jane Roe's office", "met 3 people re x", "met briefly", "met to discuss beds", "Note: budget cut"]
)
def test_plain_words_name_nobody(text: str) -> None:
    assert read(text).people == ()
