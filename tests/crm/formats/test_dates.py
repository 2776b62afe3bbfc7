import pytest

from crm.formats.dates import read_birthday, read_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-04", "2026-03-04"),
        ("04/03/2026", "2026-03-04"),
        ("4 March 2026", "2026-03-04"),
        ("04-Mar-26", "2026-03-04"),
        ("20260304", "2026-03-04"),
        ("46085", "2026-03-04"),
        ("2026-03-29T01:30:00", "2026-03-29"),
        ("2026-10-25 01:30", "2026-10-25"),
        ("2026-03-04T10:00:00Z", "2026-03-04"),
        ("Feb 2026", "2026-02"),
        ("2024", "2024"),
    ],
)
def test_dates_are_read_in_british_order_at_their_precision(text: str, iso: str) -> None:
    assert read_date(text) == iso


@pytest.mark.parametrize("text", ["12/13/2025", "2026-02-30", "29/02/2026", "soon"])
def test_an_impossible_date_is_never_guessed(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["0/0/00", "", "00/00/0000"])
def test_no_date_is_no_date(text: str) -> None:
    assert read_date(text) == ""


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1979-03-02", "1979-03-02"),
        ("19851130", "1985-11-30"),
        ("14/06/1961", "1961-06-14"),
        ("14/06/61", "1961-06-14"),
        ("--0509", "--05-09"),
        (" --06-14", "--06-14"),
        ("1604-05-09", "--05-09"),
        ("--0229", "--02-29"),
    ],
)
def test_a_birthday_may_leave_the_year_out_and_lies_behind(text: str, iso: str) -> None:
    assert read_birthday(text) == iso


@pytest.mark.parametrize("text", ["1980-02-30", "--0230", "circa 1950"])
def test_an_impossible_birthday_is_never_guessed(text: str) -> None:
    assert read_birthday(text) is None
