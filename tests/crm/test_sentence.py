"""The one-line entry: what a sentence is understood to say, what is offered, and that no word is lost."""

from collections import Counter
from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm import text as plain_text
from crm.sentence import (
    CompletionKind,
    Entry,
    Hint,
    Kind,
    ListNames,
    NameHit,
    SpanKind,
    as_planned,
    complete,
    moved,
    parse,
    without,
)

TODAY = date(2026, 5, 22)  # a Friday
BOARD = "Cheshire and Merseyside Care Board"
NAMES = ListNames(
    [
        NameHit(1, "Jane Roe", 10, "Acme Imaging", "Head of Partnerships"),
        NameHit(2, "Bob Lee", 11, "Beta Labs Ltd"),
        NameHit(3, "Mary O'Neill", 11, "Beta Labs Ltd"),
        NameHit(4, "Maria de la Cruz", 12, "Alder Hospital"),
        NameHit(5, "Łukasz Nowak", 13, BOARD),
        NameHit(6, "Sam Poe", 10, "Acme Imaging"),
        NameHit(7, "Sam Poe", 11, "Beta Labs Ltd"),
        NameHit(8, "Will Smith", 11, "Beta Labs Ltd"),
        NameHit(9, "Sam Tate", 13, BOARD),
        NameHit(20, "Ann Poole", 12, "Alder Hospital"),
        NameHit(21, "Ann Poole-Hart", 13, BOARD),
    ],
    [
        NameHit(10, "Acme Imaging"),
        NameHit(11, "Beta Labs Ltd"),
        NameHit(12, "Alder Hospital"),
        NameHit(13, BOARD),
        NameHit(14, "University of Wirral"),
        NameHit(15, "Mersey Ventures"),
        NameHit(16, "Mersey City Council"),
    ],
    ["imaging", "digital health", "diagnostics"],
    other_people={20: ["Ann Carter"]},
    other_organisations={13: ["CMCB"]},
)


def read(text: str) -> Entry:
    return parse(text, NAMES, TODAY)


def people(entry: Entry) -> list[tuple[str, int | None, str]]:
    return [(who.name, who.id, who.organisation) for who in entry.people]


def parts(text: str, entry: Entry) -> list[tuple[str, str]]:
    return [(span.kind.value, text[span.start : span.end]) for span in entry.spans]


def test_the_full_sentence_is_understood_in_every_part() -> None:
    text = "Met Jane Roe at Acme re imaging pilot yesterday #imaging follow up in 2 weeks"
    entry = read(text)
    assert (entry.kind, entry.planned, entry.day, entry.time) == (Kind.MEETING, False, date(2026, 5, 21), None)
    assert people(entry) == [("Jane Roe", 1, "Acme Imaging")]
    assert entry.people[0].role == "Head of Partnerships"
    assert [(who.name, who.id, who.alone) for who in entry.organisations] == [("Acme Imaging", 10, False)]
    assert (entry.about, entry.notes, entry.tags, entry.hints) == ("imaging pilot", "", ("imaging",), ())
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.title) == (date(2026, 6, 4), "Follow up: imaging pilot")
    assert entry.follow_up.owed_by == "us"
    assert parts(text, entry) == [
        ("who", "Jane Roe"),
        ("organisation", "Acme"),
        ("when", "yesterday"),
        ("tag", "#imaging"),
        ("follow-up", "follow up in 2 weeks"),
    ]


def test_the_short_sentence_means_today_and_counts_from_it() -> None:
    entry = read("met jane roe re imaging pilot #imaging f 2w")
    assert people(entry) == [("Jane Roe", 1, "Acme Imaging")]
    assert (entry.day, entry.about, entry.tags) == (TODAY, "imaging pilot", ("imaging",))
    assert entry.follow_up is not None
    assert entry.follow_up.due == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("Met Bob Lee", "meeting", ""),
        ("Meeting with Bob Lee", "meeting", ""),
        ("Saw Bob Lee", "meeting", ""),
        ("Coffee with Bob Lee", "meeting", ""),
        ("1:1 with Bob Lee", "meeting", ""),
        ("I met up with Bob Lee", "meeting", ""),
        ("Called Bob Lee", "call", "out"),
        ("rang bob lee", "call", "out"),
        ("Phoned Bob Lee", "call", "out"),
        ("Spoke to Bob Lee", "call", ""),
        ("Call with Bob Lee", "call", ""),
        ("Call from Bob Lee", "call", "in"),
        ("Bob Lee rang", "call", "in"),
        ("Had a quick call with Bob Lee", "call", ""),
        ("Zoomed with Bob Lee", "video call", ""),
        ("Teams call with Bob Lee", "video call", ""),
        ("Emailed Bob Lee", "email", "out"),
        ("Wrote to Bob Lee", "email", "out"),
        ("Email from Bob Lee", "email", "in"),
        ("Visited Bob Lee", "visit", ""),
        ("Site visit to Bob Lee", "visit", ""),
        ("Messaged Bob Lee", "message", "out"),
        ("Texted Bob Lee", "message", "out"),
        ("Heard from Bob Lee", "message", "in"),
        ("Note on Bob Lee", "note", ""),
        ("Bob Lee", "meeting", ""),
    ],
)
def test_the_verb_says_the_kind_and_who_began(text: str, kind: str, direction: str) -> None:
    entry = read(text)
    assert (entry.kind.value, entry.direction) == (kind, direction)
    assert people(entry) == [("Bob Lee", 2, "Beta Labs Ltd")]


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


@pytest.mark.parametrize("date_words", ["tomorrow", "next tue", "28/5", "in 2 weeks"])
def test_a_past_verb_with_a_date_ahead_is_shown_not_guessed(date_words: str) -> None:
    entry = read(f"Met Jane Roe {date_words} re x")
    assert entry.hints == (Hint.PLAN_INSTEAD,)
    assert not entry.planned
    planned = as_planned(entry)
    assert (planned.planned, planned.hints, planned.day) == (True, (), entry.day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Meeting with Jane Roe next tue", date(2026, 5, 26)),
        ("meet jane roe tue", date(2026, 5, 26)),
        ("call jane roe tomorrow", date(2026, 5, 23)),
        ("Jane Roe next tue", date(2026, 5, 26)),
        ("planned meeting with Jane Roe on 1 June", date(2026, 6, 1)),
    ],
)
def test_what_lies_ahead_without_a_past_verb_is_planned(text: str, day: date) -> None:
    entry = read(text)
    assert (entry.planned, entry.day, entry.hints) == (True, day, ())


def test_a_bare_weekday_of_a_meeting_is_the_last_one() -> None:
    entry = read("Meeting with Jane Roe mon at 3pm re x")
    assert (entry.day, entry.time, entry.planned) == (date(2026, 5, 18), time(15), False)


def test_an_impossible_date_stays_text_and_is_told() -> None:
    entry = read("Met Jane Roe 31/2")
    assert (entry.day, entry.about, entry.hints) == (TODAY, "31/2", (Hint.IMPOSSIBLE_DATE,))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("met jane roe re imaging pilot yesterday", "imaging pilot"),
        ("met jane roe about the 21 May session", "the 21 May session"),
        ("met jane roe re: plans for friday yesterday", "plans for friday"),
        ("met jane roe re friday", "friday"),
        ("call about pilot with Jane Roe", "pilot"),
        ("met jane roe regarding A&E, St. Mary's #beds", "A&E, St. Mary's"),
        ("met jane roe to discuss beds f 2w", "beds"),
        ("met jane roe f 2w re beds", "beds"),
        ("met jane roe and team", "team"),
        ("met jane roe, great chat", "great chat"),
    ],
)
def test_the_topic_ends_at_a_date_a_tag_a_follow_up_or_the_line(text: str, about: str) -> None:
    entry = read(text)
    assert entry.about == about
    assert [who.id for who in entry.people] == [1]


def test_what_follows_the_sentence_are_notes() -> None:
    entry = read("Met Jane Roe re pilot. Wants two trusts, 200 scans each. Will share a draft by the 29th.\nSee Bob.")
    assert entry.about == "pilot"
    assert entry.notes == "Wants two trusts, 200 scans each. Will share a draft by the 29th.\nSee Bob."
    assert entry.follow_up is None
    assert entry.day == TODAY


@pytest.mark.parametrize(
    ("text", "due", "title", "owed_by"),
    [
        ("f 2w", date(2026, 6, 1), "Follow up: pilot", "us"),
        ("fu 1/6", date(2026, 6, 1), "Follow up: pilot", "us"),
        ("follow up in 2 weeks", date(2026, 6, 1), "Follow up: pilot", "us"),
        ("follow up friday: send the draft", date(2026, 5, 29), "Send the draft", "us"),
        ("follow up: send Monday's draft by friday", date(2026, 5, 29), "Send Monday's draft", "us"),
        ("follow-up next tue to send the draft", date(2026, 5, 26), "Send the draft", "us"),
        ("and follow up end of month", date(2026, 5, 31), "Follow up: pilot", "us"),
        ("f 2w call", date(2026, 6, 1), "Call re pilot", "us"),
        ("they owe us the protocol by friday", date(2026, 5, 29), "The protocol", "them"),
        ("waiting for the protocol in 2 weeks", date(2026, 6, 1), "The protocol", "them"),
        ("remind me to ring Bob on 1/6", date(2026, 6, 1), "Ring Bob", "us"),
    ],
)
def test_a_follow_up_has_a_day_a_title_and_who_owes_it(text: str, due: date, title: str, owed_by: str) -> None:
    entry = read(f"met jane roe on 18/5 re pilot #x {text}")
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.title, entry.follow_up.owed_by) == (due, title, owed_by)
    assert entry.day == date(2026, 5, 18)


def test_a_follow_up_may_have_a_time() -> None:
    entry = read("met jane roe follow up on 4 June at 10am")
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.time) == (date(2026, 6, 4), time(10))
    assert entry.time is None


def test_a_follow_up_without_a_day_is_told() -> None:
    entry = read("met jane roe, waiting for the contract")
    assert entry.follow_up is not None
    assert entry.follow_up.due is None
    assert entry.hints == (Hint.FOLLOW_UP_WITHOUT_DAY,)


def test_a_follow_up_before_the_meeting_is_told() -> None:
    assert Hint.FOLLOW_UP_BEFORE_MEETING in read("meeting with jane roe on 10 June f 1/6").hints


@pytest.mark.parametrize(
    "text",
    ["met jane roe re patients waiting for scans", "met jane roe re a follow up study", "Follow-up call with Jane Roe"],
)
def test_words_of_a_topic_are_no_follow_up(text: str) -> None:
    assert read(text).follow_up is None


def test_tags_are_kept_once_and_may_have_several_words() -> None:
    assert read('met jane roe #imaging #Imaging #"digital health" C# #1').tags == ("imaging", "digital health")


def test_a_part_turned_back_to_text_means_nothing_but_itself() -> None:
    text = "Met Jane Roe re pilot yesterday #imaging f 2w"
    literal: frozenset[tuple[int, int]] = frozenset()
    for kind in SpanKind:
        for span in parse(text, NAMES, TODAY, literal=literal).spans:
            if span.kind is kind:
                literal = without(span, literal)
    entry = parse(text, NAMES, TODAY, literal=literal)
    assert (entry.people, entry.tags, entry.follow_up, entry.day, entry.spans) == ((), (), None, TODAY, ())
    assert plain_text.words(f"{entry.about} {entry.notes}") == [
        "pilot",
        "yesterday",
        "imaging",
        "f",
        "2w",
        "jane",
        "roe",
    ]


def test_only_the_part_turned_back_loses_its_meaning() -> None:
    text = "Met Jane Roe and Bob Lee yesterday"
    when = next(span for span in read(text).spans if span.kind is SpanKind.WHEN)
    entry = parse(text, NAMES, TODAY, literal=without(when))
    assert ([who.id for who in entry.people], entry.day, entry.about) == ([1, 2], TODAY, "yesterday")


def test_a_part_turned_back_moves_with_the_text_around_it() -> None:
    literal = frozenset({(4, 8), (12, 20)})
    assert moved(literal, 0, 0, 3) == {(7, 11), (15, 23)}
    assert moved(literal, 9, 2, 0) == {(4, 8), (10, 18)}
    assert moved(literal, 13, 1, 1) == {(4, 8)}


@pytest.mark.parametrize(
    ("typed", "start", "inserts"),
    [
        ("met jane ro", 4, ["Jane Roe"]),
        ("met ja", 4, ["Jane Roe"]),
        ("ja", 0, ["Jane Roe"]),
        ("met bob lee and mary o'n", 16, ["Mary O'Neill"]),
        ("met will", 4, ["Will Smith"]),
        ("met sam p", 4, ["Sam Poe at Acme Imaging", "Sam Poe at Beta Labs Ltd"]),
        ("met jane roe at ac", 16, ["Acme Imaging"]),
        ("met jane roe at cheshire and me", 16, [BOARD]),
        ("met jane roe re pilot @bo", 22, ["@Bob Lee"]),
        ("met jane roe #im", 13, ["#imaging"]),
        ("met jane roe #di", 13, ["#diagnostics", '#"digital health"']),
        ("call with mer", 10, ["Mersey City Council", "Mersey Ventures"]),
        ("met j", 0, []),
        ("met jane roe", 0, []),
        ("met jane roe re im", 0, []),
        ("", 0, []),
    ],
)
def test_names_and_tags_are_offered_after_two_letters(typed: str, start: int, inserts: list[str]) -> None:
    offers = complete(typed + " and more", len(typed), NAMES)
    assert [offer.insert for offer in offers] == inserts
    assert {(offer.start, offer.end) for offer in offers} == ({(start, len(typed))} if inserts else set())


def test_an_offer_says_who_is_meant() -> None:
    (offer,) = complete("met jan", 7, NAMES)
    assert (offer.label, offer.detail, offer.kind) == (
        "Jane Roe",
        "Head of Partnerships · Acme Imaging",
        CompletionKind.PERSON,
    )


@pytest.mark.parametrize("typed", ["met sam p", "met jane ro", "re pilot @bo", "call with mer", "met x #di"])
def test_an_offer_taken_is_understood(typed: str) -> None:
    for offer in complete(typed, len(typed), NAMES):
        entry = read(typed[: offer.start] + offer.insert)
        assert entry.unresolved == ()
        assert entry.people or entry.organisations or entry.tags
        assert not any(who.is_new for who in (*entry.people[:1], *entry.organisations) if "#" not in offer.insert)


def test_a_page_pasted_into_the_line_is_kept_as_notes() -> None:
    page = "Met Jane Roe re pilot. " + "More words here. " * 50_000
    entry = read(page)
    assert entry.about == "pilot"
    assert len(plain_text.words(entry.notes)) == 150_000


# What holds for any text

_VOCABULARY = """
    Met met called Meeting with meeting call at from to of re about and & , . ; : ( ) @ # #imaging yesterday tomorrow
    mon 21/5 31/2 3pm 15:30 2w in on by for f fu follow up friday: they owe us waiting Jane jane Roe Bob Lee Zara quill
    Acme Beta Labs University of Wirral O'Neill the Dr. team 's NHS Trust discuss had a quick will plan note @Jane !
    pilot we i I Sam Poe May Will 2 weeks ago next tue end month Łukasz
"""
_PIECES = st.sampled_from([*_VOCABULARY.split(), "\n"])
_SENTENCES = st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=60)
# Words that may go into the grammar: verbs, and the links between what they join.
_GLUE = frozenset(
    """
    met up called meeting with call at from of re about and on by to discuss had a will plan note us we i for then plus
    the
    """.split()  # noqa: SIM905
)


@given(_SENTENCES)
@settings(max_examples=300, deadline=None)
@example("@Jane Roe, ( Acme ) re")
def test_no_word_is_lost_and_the_parts_lie_apart_inside_the_text(text: str) -> None:
    entry = read(text)
    ends = [0]
    for span in entry.spans:
        assert ends[-1] <= span.start < span.end <= len(text)
        ends.append(span.end)
    kept = [entry.about, entry.notes, *(text[span.start : span.end] for span in entry.spans)]
    had, have = Counter(plain_text.words(text)), Counter(plain_text.words(" ".join(kept)))
    assert [word for word in had if had[word] > have[word] and word not in _GLUE] == []
    assert read(text) == entry


@given(_SENTENCES, st.integers(0, 80))
@settings(max_examples=100, deadline=None)
def test_offers_for_any_text_replace_what_was_typed_before_the_cursor(text: str, cursor: int) -> None:
    for offer in complete(text, cursor, NAMES):
        assert 0 <= offer.start < offer.end == min(cursor, len(text))


@given(_SENTENCES)
@settings(max_examples=100, deadline=None)
def test_any_part_can_be_turned_back_to_text(text: str) -> None:
    for span in read(text).spans:
        entry = parse(text, NAMES, TODAY, literal=without(span))
        assert not any(
            other.start < span.end and span.start < other.end for other in entry.spans if other.kind is span.kind
        )
