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
        ("eeti", "Log a meeting", Fit(3, ((7, 11),))),
        ("lgmt", "Log a meeting", Fit(4, ((0, 1), (2, 3), (6, 7), (9, 10)))),
        ("xyz", "Log a meeting", None),
        ("gl", "Log a meeting", None),
    ],
)
def test_a_fit_is_ranked_and_its_letters_are_named(text: str, title: str, expected: Fit | None) -> None:
    assert fit(text, title) == expected


def test_a_title_fits_by_what_it_is_also_called() -> None:
    assert fit("csv", "Import", "csv excel") == Fit(3, ())


def test_nothing_typed_fits_everything() -> None:
    assert fit(" ", "Import") == Fit(3, ())
