import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.emails import find_emails, is_email, read_emails


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("ann@wyvern.example", ["ann@wyvern.example"]),
        ("Ann Hall <ann@wyvern.example>", ["ann@wyvern.example"]),
        ("mailto:ann@wyvern.example?subject=x", ["ann@wyvern.example"]),
        ("a@x.example; b@x.example", ["a@x.example", "b@x.example"]),
        ("a@x.example ::: b@x.example", ["a@x.example", "b@x.example"]),
        ("a@x.example, A@X.example", ["a@x.example"]),
        ("o'brien+news@sub-domain.x.example", ["o'brien+news@sub-domain.x.example"]),
        ("ünï@exämple.example", ["ünï@exämple.example"]),
        ('"ann@x.example"', ["ann@x.example"]),
        ("'ann@x.example'", ["ann@x.example"]),
        ("“ann@x.example”", ["ann@x.example"]),
        ("‘ann@x.example’", ["ann@x.example"]),
        ("«ann@x.example»", ["ann@x.example"]),
        ("<ann@x.example>", ["ann@x.example"]),
        ("<mailto:ann@x.example>", ["ann@x.example"]),
        ("<'ann@x.example'>", ["ann@x.example"]),
        ("\"Hall, Ann\" <ann@x.example>; 'Bo' <bo@x.example>", ["ann@x.example", "bo@x.example"]),
        ("ann@x.example.", ["ann@x.example"]),
        ("ann@x.example,", ["ann@x.example"]),
        ("ann@x.example;", ["ann@x.example"]),
        ("ann@x.example (work)", ["ann@x.example"]),
        ("(work) ann@x.example", ["ann@x.example"]),
        ("ann@x.example [home]", ["ann@x.example"]),
        ("E-mail: ann@x.example", ["ann@x.example"]),
        ("Work: ann@x.example, home: bo@x.example", ["ann@x.example", "bo@x.example"]),
        ("ann@x.example bo@x.example", ["ann@x.example", "bo@x.example"]),
        ("[ann@x.example](mailto:ann@x.example)", ["ann@x.example"]),
    ],
)
def test_usable_addresses_are_found_bare(text: str, good: list[str]) -> None:
    assert read_emails(text) == (good, [])


@pytest.mark.parametrize(
    "text",
    [
        "no-at-sign",
        "two@@x.example",
        "a b@x.example",
        "x@example",
        "A@B@x.example",
        "a" * 300,
        "ann at x.example",
        "ann (at) x.example",
        "ann[at]x.example",
    ],
)
def test_what_is_no_address_is_handed_back_as_typed(text: str) -> None:
    assert read_emails(text) == ([], [text])


def test_a_word_beside_an_address_says_its_kind_and_other_words_are_kept() -> None:
    good, bad = find_emails("ann@x.example (work), Home: bo@x.example, cy@x.example (left in June)")
    assert [(found.kind, found.beside) for found in good] == [("work", ""), ("home", ""), ("", "left in June")]
    assert bad == []


@pytest.mark.parametrize("text", ["", "n/a", "-", "none", "N/A"])
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert read_emails(text) == ([], [])


def test_a_header_smuggled_in_after_a_line_end_is_no_address() -> None:
    assert read_emails("a@x.example\r\nBcc: z@x.example") == (["a@x.example"], ["Bcc: z@x.example"])


@given(st.text(alphabet="ab.@<>;, \n"))
def test_every_address_found_is_one(text: str) -> None:
    good, _ = read_emails(text)
    assert all(map(is_email, good))
