import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.emails import is_email, read_emails


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
    ],
)
def test_usable_addresses_are_found_bare(text: str, good: list[str]) -> None:
    assert read_emails(text) == (good, [])


@pytest.mark.parametrize(
    "text", ["no-at-sign", "two@@x.example", "a b@x.example", "x@example", "A@B@x.example", "a" * 300]
)
def test_what_is_no_address_is_handed_back_as_typed(text: str) -> None:
    assert read_emails(text) == ([], [text])


@pytest.mark.parametrize("text", ["", "n/a", "-", "none", "N/A"])
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert read_emails(text) == ([], [])


def test_a_header_smuggled_in_after_a_line_end_is_no_address() -> None:
    assert read_emails("a@x.example\r\nBcc: z@x.example") == (["a@x.example"], ["Bcc: z@x.example"])


@given(st.text(alphabet="ab.@<>;, \n"))
def test_every_address_found_is_one(text: str) -> None:
    good, _ = read_emails(text)
    assert all(map(is_email, good))
