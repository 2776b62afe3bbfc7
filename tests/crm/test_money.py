"""Values as they are typed and written out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.money import read_money, show_exact, show_money

PENCE = st.integers(0, 10**16)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("180k", 180_000_00),
        ("£1.2m", 1_200_000_00),
        ("45,000", 45_000_00),
        ("45 000 €", 45_000_00),
        ("99.50", 99_50),
        ("0.005", 1),
        ("2 bn", 2_000_000_000_00),
        ("1.5 Million", 1_500_000_00),
    ],
)
def test_a_value_is_understood_as_it_is_typed(typed: str, pence: int) -> None:
    assert read_money(typed) == pence


@pytest.mark.parametrize("typed", ["", "a lot", "k", "-5", "1.2.3", "10x", "1,2m", "1,20", "12,34,567"])
def test_what_is_no_value_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no value"):
        read_money(typed)


def test_more_than_the_file_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="more than any value"):
        read_money("999999999999 bn")


@given(PENCE)
@example(5)
def test_a_value_in_a_field_reads_back_as_the_same(pence: int) -> None:
    assert read_money(show_money(pence)) == pence


@given(PENCE, st.sampled_from(["GBP", "EUR", "USD", "SEK"]))
def test_a_value_with_its_currency_reads_back_as_the_same(pence: int, currency: str) -> None:
    assert read_money(show_exact(pence, currency)) == pence
