"""Dates in a person's words: what is understood, and what is never guessed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import dates
from crm.dates import understand_date, understand_time

TODAY = date(2026, 5, 22)  # a Friday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 5, 22)),
        ("Yesterday", date(2026, 5, 21)),
        ("yesterday afternoon", date(2026, 5, 21)),
        ("last night", date(2026, 5, 21)),
        ("day before yesterday", date(2026, 5, 20)),
        ("tomorrow", date(2026, 5, 23)),
        ("mon", date(2026, 5, 18)),
        ("on Monday", date(2026, 5, 18)),
        ("last thu", date(2026, 5, 21)),
        ("last friday", date(2026, 5, 15)),
        ("next tue", date(2026, 5, 26)),
        ("this wed", date(2026, 5, 20)),
        ("21/5", date(2026, 5, 21)),
        ("21/5/26", date(2026, 5, 21)),
        ("21/05/2026", date(2026, 5, 21)),
        ("21.5.26", date(2026, 5, 21)),
        ("25/12", date(2025, 12, 25)),
        ("28/5", date(2026, 5, 28)),
        ("21 May", date(2026, 5, 21)),
        ("thu 21st of may", date(2026, 5, 21)),
        ("May 21st", date(2026, 5, 21)),
        ("21 May 2024", date(2024, 5, 21)),
        ("May 21, 2024", date(2024, 5, 21)),
        ("2026-05-21", date(2026, 5, 21)),
        ("the 19th", date(2026, 5, 19)),
        ("3d ago", date(2026, 5, 19)),
        ("two weeks ago", date(2026, 5, 8)),
        ("a fortnight ago", date(2026, 5, 8)),
        ("last week", date(2026, 5, 15)),
    ],
)
def test_the_day_of_a_meeting_is_understood(text: str, day: date) -> None:
    assert understand_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mon", date(2026, 5, 25)),
        ("friday", date(2026, 5, 29)),
        ("by friday", date(2026, 5, 29)),
        ("next fri", date(2026, 5, 29)),
        ("mon week", date(2026, 6, 1)),
        ("a week on Monday", date(2026, 6, 1)),
        ("in 2w", date(2026, 6, 5)),
        ("2 weeks", date(2026, 6, 5)),
        ("in a couple of weeks", date(2026, 6, 5)),
        ("a fortnight", date(2026, 6, 5)),
        ("two weeks' time", date(2026, 6, 5)),
        ("in 3 months", date(2026, 8, 22)),
        ("next week", date(2026, 5, 29)),
        ("next month", date(2026, 6, 22)),
        ("end of month", date(2026, 5, 31)),
        ("end of next month", date(2026, 6, 30)),
        ("end of the week", date(2026, 5, 22)),
        ("end of July", date(2026, 7, 31)),
        ("in June", date(2026, 6, 1)),
        ("3/2", date(2027, 2, 3)),
        ("the 21st", date(2026, 6, 21)),
    ],
)
def test_the_day_of_a_follow_up_lies_ahead(text: str, day: date) -> None:
    assert understand_date(text, TODAY, future=True) == day


@pytest.mark.parametrize(
    "text",
    [
        "31/2",
        "30 Feb 2026",
        "5/21",
        "29/2",
        "99/99/99",
        "0/5",
        "31 June",
        "Tue 27 May",
        "2026-13-01",
        "1/1/0000",
        "29 Feb 2025",
    ],
)
@pytest.mark.parametrize("future", [False, True])
def test_an_impossible_date_is_never_guessed(text: str, future: bool) -> None:
    assert understand_date(text, TODAY, future=future) is None


@pytest.mark.parametrize(
    "text", ["", "Acme", "imaging pilot", "monday's", "in March", "2026", "soon", "24 people", "last"]
)
def test_words_that_name_no_day_are_no_date(text: str) -> None:
    assert understand_date(text, TODAY) is None


def test_a_month_longer_than_the_next_ends_on_its_last_day() -> None:
    assert understand_date("next month", date(2026, 1, 31)) == date(2026, 2, 28)


def test_years_and_days_are_counted_together() -> None:
    assert understand_date("a year and 2 days ago", TODAY) == date(2025, 5, 20)


def test_counts_start_at_the_given_day_and_weekdays_at_today() -> None:
    met = date(2026, 5, 18)
    counted = dates.day_at("in 2 weeks", 0, TODAY, future=True, counted_from=met)
    weekday = dates.day_at("friday", 0, TODAY, future=True, counted_from=met)
    assert counted is not None
    assert weekday is not None
    assert (counted.day, weekday.day) == (date(2026, 6, 1), date(2026, 5, 29))


@given(st.text(max_size=30), st.booleans())
def test_any_text_is_safe_to_ask(text: str, future: bool) -> None:
    found = dates.day_at(text, 0, TODAY, future=future)
    assert found is None or 0 < found.end <= len(text)
    understand_time(text)
    dates.parse_partial(text)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_date_written_out_is_understood_as_itself(day: date) -> None:
    written = f"{day.day} {dates.MONTHS[day.month - 1]} {day.year}"
    assert understand_date(written, TODAY) == understand_date(f"{day:%d/%m/%Y}", TODAY) == day
    assert dates.parse_partial(written) == dates.parse_partial(f"{day:%d/%m/%Y}") == day.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3pm", time(15)),
        ("3 p.m.", time(15)),
        ("3.30pm", time(15, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("15:30", time(15, 30)),
        ("09:05", time(9, 5)),
        ("03:30", time(3, 30)),
        ("at 9", time(9)),
        ("at 3", time(15)),
        ("noon", time(12)),
        ("25:00", None),
        ("13pm", None),
        ("at 9:75", None),
        ("nine", None),
        ("", None),
    ],
)
def test_a_time_of_day_is_understood(text: str, expected: time | None) -> None:
    assert understand_time(text) == expected


@pytest.mark.parametrize(
    ("text", "partial", "shown", "start", "end"),
    [
        ("2019", "2019", "2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("May 2019", "2019-05", "May 2019", date(2019, 5, 1), date(2019, 5, 31)),
        ("5/2019", "2019-05", "May 2019", date(2019, 5, 1), date(2019, 5, 31)),
        ("2020-02", "2020-02", "Feb 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("3/5/2019", "2019-05-03", "3 May 2019", date(2019, 5, 3), date(2019, 5, 3)),
        ("3/5/19", "2019-05-03", "3 May 2019", date(2019, 5, 3), date(2019, 5, 3)),
        ("3rd May 2019", "2019-05-03", "3 May 2019", date(2019, 5, 3), date(2019, 5, 3)),
        ("May 3, 2019", "2019-05-03", "3 May 2019", date(2019, 5, 3), date(2019, 5, 3)),
        (" 2019-05-03 ", "2019-05-03", "3 May 2019", date(2019, 5, 3), date(2019, 5, 3)),
    ],
)
def test_a_partial_date_is_read_shown_and_compared(text: str, partial: str, shown: str, start: date, end: date) -> None:
    assert dates.parse_partial(text) == partial
    assert dates.show_partial(partial) == shown
    assert (dates.partial_start(partial), dates.partial_end(partial)) == (start, end)


@pytest.mark.parametrize("text", ["", "May", "13/2019", "31/2/2019", "2019-00", "3 May 4 2019", "spring 2019", "19"])
def test_a_partial_date_is_never_guessed(text: str) -> None:
    assert dates.parse_partial(text) is None


@pytest.mark.parametrize("text", ["", "May 2019", "2019-W05-1", "2019-5", "2019-02-30", "2019-05-03T10"])
def test_only_iso_text_counts_as_a_stored_partial_date(text: str) -> None:
    with pytest.raises(ValueError):
        dates.partial_start(text)


def test_days_are_shown_as_a_person_says_them() -> None:
    days = [date(2026, 5, 21), TODAY, date(2026, 5, 23), date(2026, 5, 26), date(2024, 5, 26)]
    assert [dates.show_day(day, TODAY) for day in days] == [
        "Yesterday",
        "Today",
        "Tomorrow",
        "Tue 26 May",
        "26 May 2024",
    ]
    assert dates.echo_day(days[0], TODAY) == "Yesterday, Thu 21 May"
    assert dates.echo_day(days[3], TODAY) == "Tue 26 May"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 5, 22), "today"),
        (date(2026, 5, 21), "yesterday"),
        (date(2026, 5, 20), "2 days ago"),
        (date(2026, 5, 15), "1 week ago"),
        (date(2026, 5, 2), "2 weeks ago"),
        (date(2026, 4, 10), "1 month ago"),
        (date(2025, 5, 22), "1 year ago"),
        (date(2020, 1, 1), "6 years ago"),
        (date(2026, 5, 23), "tomorrow"),
        (date(2026, 5, 27), "in 5 days"),
        (date(2026, 6, 5), "in 2 weeks"),
    ],
)
def test_a_distance_is_said_in_words(day: date, words: str) -> None:
    assert dates.ago(day, TODAY) == words


def test_a_summer_afternoon_in_london_is_an_hour_earlier_in_utc() -> None:
    moment = dates.local_to_utc(date(2026, 6, 1), time(15))
    assert moment == datetime(2026, 6, 1, 14, tzinfo=UTC)
    assert dates.utc_to_local(moment).time() == time(15)
    assert dates.clock_note(date(2026, 6, 1), time(15)) == ""


def test_a_time_that_happens_twice_means_the_first_unless_the_second_is_asked_for() -> None:
    night = date(2026, 10, 25)
    assert dates.local_to_utc(night, time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert dates.local_to_utc(night, time(1, 30), second=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert "twice" in dates.clock_note(night, time(1, 30))


def test_a_time_that_does_not_exist_becomes_an_hour_later_and_says_so() -> None:
    night = date(2026, 3, 29)
    assert dates.utc_to_local(dates.local_to_utc(night, time(1, 30))).time() == time(2, 30)
    assert "02:30" in dates.clock_note(night, time(1, 30))


def test_the_clocks_of_another_zone_change_in_a_night_of_their_own() -> None:
    new_york = ZoneInfo("America/New_York")
    assert "03:30" in dates.clock_note(date(2026, 3, 8), time(2, 30), new_york)
    assert dates.clock_note(date(2026, 3, 29), time(1, 30), new_york) == ""
