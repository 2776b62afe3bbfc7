"""Moments and durations as programs of many languages write them."""

from datetime import UTC, date, datetime, time

import pytest

from crm.formats.durations import read_duration
from crm.formats.timestamps import MomentReader, is_moment, read_time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h 2m 3s", 3723),
        ("45m 30s", 2730),
        ("35s", 35),
        ("1 Std. 8 Min.", 4080),
        ("1 godz. 8 min 3 sek.", 4083),
        ("1 hr 2 min", 3720),
        ("1 heure et 8 minutes", 4080),
        ("2 ore 3 minuti", 7380),
        ("1 u 3 min", 3780),
        ("12 ч 3 мин", 43380),
        ("1時間8分3秒", 4083),
        ("1 sa 8 dk 3 sn", 4083),
        ("2 qq 3 ww 4 zz", 7384),
        ("1:07:38", 4058),
        ("47:30", 2850),
        ("0s", 0),
    ],
)
def test_a_duration_is_read_in_any_language(text: str, seconds: int) -> None:
    assert read_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "12", "Room 3", "Salle 3 bis", "14/10/2026, 08:55", "3m 2h", "4 zz", "999999h"])
def test_what_names_no_units_or_no_time_is_no_duration(text: str) -> None:
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("14/10/2026, 08:55:03", datetime(2026, 10, 14, 8, 55, 3)),
        ("10/14/26, 1:58:20\u202fPM", datetime(2026, 10, 14, 13, 58, 20)),
        ("10/14/2026 12:05 AM", datetime(2026, 10, 14, 0, 5)),
        ("14.10.2026 klo 8.55.03", datetime(2026, 10, 14, 8, 55, 3)),
        ("14. 10. 2026 8:55:03", datetime(2026, 10, 14, 8, 55, 3)),
        ("2026. 10. 14. 오후 8:55:03", datetime(2026, 10, 14, 20, 55, 3)),
        ("2026年10月14日 8:55", datetime(2026, 10, 14, 8, 55)),
        ("2026/10/14 上午8:55:03", datetime(2026, 10, 14, 8, 55, 3)),
        ("Oct 14, 2026 08:55:03", datetime(2026, 10, 14, 8, 55, 3)),
        ("14 oct. 2026 à 8:55", datetime(2026, 10, 14, 8, 55)),
        ("14 października 2026 08:55", datetime(2026, 10, 14, 8, 55)),
        ("2026-10-14T08:55:03.123Z", datetime(2026, 10, 14, 8, 55, 3, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_any_writing(text: str, moment: datetime) -> None:
    assert MomentReader([text]).read(text) == moment


@pytest.mark.parametrize(
    "text", ["", "32/13/2026 10:00", "31/02/2026 10:00", "14/10/2026 25:00", "hello", "14/10/2026"]
)
def test_an_impossible_moment_is_none(text: str) -> None:
    assert not is_moment(text)


def test_dates_with_dots_have_the_day_first() -> None:
    reader = MomentReader(["03.04.2026, 10:00"])
    assert reader.read("03.04.2026, 10:00") == datetime(2026, 4, 3, 10)
    assert not reader.ambiguous


def test_a_doubtful_date_with_a_twelve_hour_clock_is_read_month_first_until_somebody_says() -> None:
    reader = MomentReader(["3/4/26, 9:00 AM"])
    assert reader.ambiguous
    assert reader.possible_days(date(2026, 3, 4)) == (date(2026, 3, 4), date(2026, 4, 3))


def test_a_date_that_is_the_same_either_way_leaves_no_doubt() -> None:
    assert not MomentReader(["04/04/2026 10:00"]).ambiguous


def test_dates_of_both_orders_in_one_file_are_read_each_in_its_own_and_it_is_said() -> None:
    reader = MomentReader(["14/10/2026 10:00", "10/15/2026 10:00"])
    assert reader.mixed
    assert reader.read("10/15/2026 10:00") == datetime(2026, 10, 15, 10)


def test_a_file_of_which_only_some_moments_name_their_offset_is_read_in_local_time() -> None:
    texts = ["2026-07-14 09:00:00Z", "2026-07-14 11:00"]
    reader = MomentReader(texts)
    assert [reader.read(text) for text in texts] == [datetime(2026, 7, 14, 10), datetime(2026, 7, 14, 11)]


def test_a_time_of_day_stands_alone() -> None:
    assert read_time("10:58 AM") == time(10, 58)
    assert read_time("11.05") == time(11, 5)
    assert read_time("14/10/2026 10:58") is None
    assert read_time("5 min") is None
