"""What is offered while one types, parts turned back to text, and that no word of any text is lost."""

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm import text as plain_text
from crm.sentence import CompletionKind, SpanKind, complete, lexicon, moved, parse, without
from tests.crm.sentence.names import BOARD, NAMES, TODAY, read


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


_VOCABULARY = """
    Met met called Meeting with meeting call at from to of re about and & , . ; : ( ) @ # #imaging yesterday tomorrow
    mon 21/5 31/2 3pm 15:30 2w in on by for f fu follow up friday: they owe us waiting Jane jane Roe Bob Lee Zara quill
    Acme Beta Labs University of Wirral O'Neill the Dr. team 's NHS Trust discuss had a quick will plan note @Jane !
    pilot we i I Sam Poe May Will 2 weeks ago next tue end month Łukasz
"""
_PIECES = st.sampled_from([*_VOCABULARY.split(), "\n"])
_SENTENCES = st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=60)
_PATTERNS = (*(pattern for _, pattern in lexicon._VERBS), lexicon.TOPIC.pattern)
# Words that may go into the grammar: verbs, and the links between what they join.
_GLUE = frozenset(
    """
    met up called meeting with call at from of re about and on by to discuss had a will plan note us we i for then plus
    the email
    """.split()  # noqa: SIM905
) | {word for pattern in _PATTERNS for word in re.findall("[a-z]+", re.sub(r"\\.", " ", pattern))}


@given(_SENTENCES)
@settings(max_examples=300)
@example("@Jane Roe, ( Acme ) re")
@example("SITE VISIT")
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
@settings(max_examples=100)
def test_offers_for_any_text_replace_what_was_typed_before_the_cursor(text: str, cursor: int) -> None:
    for offer in complete(text, cursor, NAMES):
        assert 0 <= offer.start < offer.end == min(cursor, len(text))


@given(_SENTENCES)
@settings(max_examples=100)
def test_any_part_can_be_turned_back_to_text(text: str) -> None:
    for span in read(text).spans:
        entry = parse(text, NAMES, TODAY, literal=without(span))
        assert not any(
            other.start < span.end and span.start < other.end for other in entry.spans if other.kind is span.kind
        )
