import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.names import is_title, join_name, split_name


@pytest.mark.parametrize(
    ("text", "prefix", "given_name", "middle", "family", "suffix"),
    [
        ("Siân Llewelyn-Price", "", "Siân", "", "Llewelyn-Price", ""),
        ("Dr Siân Llewelyn-Price", "Dr", "Siân", "", "Llewelyn-Price", ""),
        ("Prof. Dr. Hans Müller", "Prof. Dr.", "Hans", "", "Müller", ""),
        ("Vaughan, Gethin", "", "Gethin", "", "Vaughan", ""),
        ("Vaughan, Dr Gethin Rhys", "Dr", "Gethin", "Rhys", "Vaughan", ""),
        ("Ann Hall PhD", "", "Ann", "", "Hall", "PhD"),
        ("Ann Hall, PhD, FRS", "", "Ann", "", "Hall", "PhD, FRS"),
        ("Mary Ann Smith", "", "Mary", "Ann", "Smith", ""),
        ("Ludwig van Beethoven", "", "Ludwig", "", "van Beethoven", ""),
        ("Dr Smith", "Dr", "", "", "Smith", ""),
        ("Ms Ma", "Ms", "", "", "Ma", ""),
        ("Cher", "", "Cher", "", "", ""),
        ("李明", "", "李明", "", "", ""),
    ],
)
def test_a_whole_name_is_taken_apart(
    text: str, prefix: str, given_name: str, middle: str, family: str, suffix: str
) -> None:
    name = split_name(text)
    assert (name.prefix, name.given, name.middle, name.family, name.suffix) == (
        prefix, given_name, middle, family, suffix,
    )  # fmt: skip
    assert name.display == text


@given(st.text())
def test_no_letter_of_any_name_is_lost(text: str) -> None:
    name = split_name(text)
    parts = join_name(prefix=name.prefix, given=name.given, middle=name.middle, family=name.family, suffix=name.suffix)
    assert sorted(c for c in parts if c.isalnum()) == sorted(c for c in text if c.isalnum())


def test_titles_are_told_from_jobs() -> None:
    assert is_title("Dr")
    assert is_title("Prof. Dame")
    assert not is_title("Chief Executive")
    assert not is_title("")
