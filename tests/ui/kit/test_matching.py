"""How a typed text fits a title."""

import pytest

from ui.kit.matching import Fit, fit


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Log a meeting", "Log a meeting", Fit(0, ((0, 13),))),
        ("meet", "Log a meeting", Fit(1, ((6, 10),))),
        ("lo me", "Log a meeting", Fit(1, ((0, 2), (6, 8)))),
        ("lam", "Log a meeting", Fit(2, ((0, 1), (4, 5), (6, 7)))),
        ("eeti", "Log a meeting", Fit(4, ((7, 11),))),
        ("lgmt", "Log a meeting", Fit(5, ((0, 1), (2, 3), (6, 7), (9, 10)))),
        ("checkin", "Open check-in", Fit(1, ((5, 10), (11, 13)))),
        ("check in", "Open check-in", Fit(1, ((5, 10), (11, 13)))),
        ("follow up", "Follow-ups", Fit(1, ((0, 6), (7, 9)))),
        ("meetings", "Log a meeting", Fit(3, ())),
        ("xyz", "Log a meeting", None),
        ("gl", "Log a meeting", None),
    ],
)
def test_a_fit_is_ranked_and_its_letters_are_named(text: str, title: str, expected: Fit | None) -> None:
    assert fit(text, title) == expected


def test_a_title_fits_by_what_it_is_also_called() -> None:
    assert fit("csv", "Import", "csv excel") == Fit(3, ())


@pytest.mark.parametrize(
    ("text", "rank"), [("bin", 3), ("bins", 3), ("recycle bin", 3), ("recycle-bin", 3), ("trash bin", 3), ("recy", 4)]
)
def test_whole_words_it_is_also_called_fit_better_than_their_starts(text: str, rank: int) -> None:
    found = fit(text, "Trash", "bin recycle")
    assert found is not None
    assert found.rank == rank


def test_a_key_is_one_word() -> None:
    assert fit("ctrl+l", "Log a meeting", "Ctrl+L") == Fit(3, ())
    assert fit("ctrl+l", "Light or dark", "Ctrl+Shift+D") is None


def test_nothing_typed_fits_everything() -> None:
    assert fit(" ", "Import") == Fit(4, ())
