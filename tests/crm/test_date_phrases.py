"""Days in the words of British daily life: ahead for what is to be done, behind for what was, never guessed."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import dates
from crm.dates import understand_date, understand_time
from crm.sentence import ListNames, NameHit, parse

MONDAY = date(2026, 11, 30)
THURSDAY = date(2027, 2, 18)
NEW_YEARS_EVE = date(2025, 12, 31)  # a Wednesday
NAMES = ListNames([NameHit(1, "Ada Moor")], [], [])

# What is to be done, said on Monday 30 November 2026.
AHEAD = {
    "today": "2026-11-30",
    "tonight": "2026-11-30",
    "eod": "2026-11-30",
    "close of play": "2026-11-30",
    "end of day": "2026-11-30",
    "tomorrow": "2026-12-01",
    "tomorrow morning": "2026-12-01",
    "first thing tomorrow": "2026-12-01",
    "tomorrow first thing": "2026-12-01",
    "tmrw": "2026-12-01",
    "tomo": "2026-12-01",
    "this time tomorrow": "2026-12-01",
    "this time next week": "2026-12-07",
    "same time next year": "2027-11-30",
    "last day of the month": "2026-11-30",
    "the last day of next month": "2026-12-31",
    "last day of February": "2027-02-28",
    "eod tomorrow": "2026-12-01",
    "next day": "2026-12-01",
    "the following day": "2026-12-01",
    "the day after tomorrow": "2026-12-02",
    "day after tomorrow": "2026-12-02",
    "tuesday": "2026-12-01",
    "tues": "2026-12-01",
    "thurs": "2026-12-03",
    "monday": "2026-12-07",
    "on friday": "2026-12-04",
    "by fri": "2026-12-04",
    "friday afternoon": "2026-12-04",
    "friday in the morning": "2026-12-04",
    "first thing Monday": "2026-12-07",
    "first thing on Friday": "2026-12-04",
    "close of play Friday": "2026-12-04",
    "cob Friday": "2026-12-04",
    "early Thursday": "2026-12-03",
    "this wednesday": "2026-12-02",
    "this coming Friday": "2026-12-04",
    "the coming Friday": "2026-12-04",
    "next tuesday": "2026-12-08",
    "next fri": "2026-12-11",
    "tuesday next": "2026-12-08",
    "tuesday next week": "2026-12-08",
    "tuesday of next week": "2026-12-08",
    "next week tuesday": "2026-12-08",
    "next week on Tuesday": "2026-12-08",
    "friday this week": "2026-12-04",
    "friday of this week": "2026-12-04",
    "wednesday of the following week": "2026-12-09",
    "wednesday week after next": "2026-12-16",
    "the Friday after next": "2026-12-11",
    "friday after next": "2026-12-11",
    "tuesday week": "2026-12-08",
    "Monday week": "2026-12-14",
    "tuesday fortnight": "2026-12-15",
    "today week": "2026-12-07",
    "tomorrow week": "2026-12-08",
    "a week today": "2026-12-07",
    "week today": "2026-12-07",
    "a week tomorrow": "2026-12-08",
    "week tomorrow": "2026-12-08",
    "a week on Monday": "2026-12-14",
    "a week on Wednesday": "2026-12-09",
    "a week from Friday": "2026-12-11",
    "two weeks on Thursday": "2026-12-17",
    "two weeks today": "2026-12-14",
    "a fortnight today": "2026-12-14",
    "fortnight tomorrow": "2026-12-15",
    "a fortnight on Friday": "2026-12-18",
    "a month today": "2026-12-30",
    "three months today": "2027-02-28",
    "a year today": "2027-11-30",
    "6 weeks from today": "2027-01-11",
    "six weeks from tomorrow": "2027-01-12",
    "2 days after Friday": "2026-12-06",
    "a week from next Tuesday": "2026-12-15",
    "monday in two weeks": "2026-12-14",
    "friday in 2 weeks": "2026-12-18",
    "wednesday in a fortnight": "2026-12-16",
    "friday in a week's time": "2026-12-11",
    "in two weeks on Monday": "2026-12-14",
    "in a week": "2026-12-07",
    "in a week's time": "2026-12-07",
    "in a week’s time": "2026-12-07",
    "a week's time": "2026-12-07",
    "in two weeks' time": "2026-12-14",
    "in two weeks time": "2026-12-14",
    "in a fortnight's time": "2026-12-14",
    "in a couple of weeks": "2026-12-14",
    "in a couple of days": "2026-12-02",
    "in a month's time": "2026-12-30",
    "in three months' time": "2027-02-28",
    "in a year's time": "2027-11-30",
    "in ten days": "2026-12-10",
    "in ninety days": "2027-02-28",
    "within 2 weeks": "2026-12-14",
    "after 4 days": "2026-12-04",
    "in a year and 2 months": "2028-01-30",
    "1 year 2 months": "2028-01-30",
    "3 days": "2026-12-03",
    "10d": "2026-12-10",
    "2w": "2026-12-14",
    "1 wk": "2026-12-07",
    "6m": "2027-05-30",
    "in 6m": "2027-05-30",
    "18 mths": "2028-05-30",
    "3 mo": "2027-02-28",
    "1y": "2027-11-30",
    "3 weeks hence": "2026-12-21",
    "a fortnight hence": "2026-12-14",
    "5 weeks from now": "2027-01-04",
    "3 months later": "2027-02-28",
    "next week": "2026-12-07",
    "the following week": "2026-12-07",
    "coming week": "2026-12-07",
    "early next week": "2026-12-07",
    "start of next week": "2026-12-07",
    "the beginning of next week": "2026-12-07",
    "mid next week": "2026-12-09",
    "the middle of next week": "2026-12-09",
    "end of next week": "2026-12-11",
    "end of the week": "2026-12-04",
    "the end of this week": "2026-12-04",
    "eow": "2026-12-04",
    "week after next": "2026-12-14",
    "month after next": "2027-01-30",
    "the weekend": "2026-12-05",
    "at the weekend": "2026-12-05",
    "this weekend": "2026-12-05",
    "next weekend": "2026-12-12",
    "next month": "2026-12-30",
    "next year": "2027-11-30",
    "end of the month": "2026-11-30",
    "the EOM": "2026-11-30",
    "month end": "2026-11-30",
    "end of next month": "2026-12-31",
    "end of the quarter": "2026-12-31",
    "end of the year": "2026-12-31",
    "eoy": "2026-12-31",
    "year end": "2026-12-31",
    "end of January": "2027-01-31",
    "end of February 2028": "2028-02-29",
    "start of next month": "2026-12-01",
    "beginning of March": "2027-03-01",
    "early March": "2027-03-01",
    "mid-March": "2027-03-15",
    "in March": "2027-03-01",
    "in early March": "2027-03-01",
    "in March 2028": "2028-03-01",
    "in the new year": "2027-01-01",
    "early in the new year": "2027-01-01",
    "w/c 14 dec": "2026-12-14",
    "week commencing 14 December": "2026-12-14",
    "week beginning 14/12": "2026-12-14",
    "week ending 18 December": "2026-12-18",
    "the 15th": "2026-12-15",
    "on the 1st": "2026-12-01",
    "Tuesday 8th": "2026-12-08",
    "Friday the 11th": "2026-12-11",
    "Friday 12th": None,
    "20th of next month": "2026-12-20",
    "the 20th of the next month": "2026-12-20",
    "20 of next month": "2026-12-20",
    "12 December": "2026-12-12",
    "12th of December": "2026-12-12",
    "Sat 12 Dec": "2026-12-12",
    "Saturday, 12th December": "2026-12-12",
    "5 March": "2027-03-05",
    "the 5th of March": "2027-03-05",
    "the first of March": "2027-03-01",
    "the twenty-first of March": "2027-03-21",
    "March the first": "2027-03-01",
    "March 5th": "2027-03-05",
    "5 Mar '27": "2027-03-05",
    "5-Mar-27": "2027-03-05",
    "5/Mar/2027": "2027-03-05",
    "5/3": "2027-03-05",
    "5/3/27": "2027-03-05",
    "5.3.2027": "2027-03-05",
    "2027-3-5": "2027-03-05",
    "2027/03/05": "2027-03-05",
    "first Tuesday in October": "2027-10-05",
    "the first Monday of March": "2027-03-01",
    "second Friday in December": "2026-12-11",
    "last Friday of January": "2027-01-29",
    "last Friday in January 2028": "2028-01-28",
    "first Monday of next month": "2026-12-07",
    "last Thursday of the month": "2026-11-26",
}
# What was, said on the same Monday.
BEHIND = {
    "yesterday": "2026-11-29",
    "yesterday evening": "2026-11-29",
    "last night": "2026-11-29",
    "this morning": "2026-11-30",
    "the day before yesterday": "2026-11-28",
    "friday": "2026-11-27",
    "last friday": "2026-11-27",
    "friday last": "2026-11-27",
    "last monday": "2026-11-23",
    "friday last week": "2026-11-27",
    "tuesday of last week": "2026-11-24",
    "last week's Tuesday": "2026-11-24",
    "sunday from last week": "2026-11-29",
    "tuesday before last": "2026-11-17",
    "a week last Tuesday": "2026-11-17",
    "a week ago last Friday": "2026-11-20",
    "a fortnight last Thursday": "2026-11-12",
    "two Fridays ago": "2026-11-20",
    "2 thursdays ago": "2026-11-19",
    "a week ago": "2026-11-23",
    "a week ago today": "2026-11-23",
    "a week ago yesterday": "2026-11-22",
    "yesterday week": "2026-11-22",
    "a fortnight ago": "2026-11-16",
    "a couple of weeks ago": "2026-11-16",
    "6m ago": "2026-05-30",
    "a year and 2 days ago": "2025-11-28",
    "a week before now": "2026-11-23",
    "last week": "2026-11-23",
    "past week": "2026-11-23",
    "previous week": "2026-11-23",
    "week before last": "2026-11-16",
    "last month": "2026-10-30",
    "last weekend": "2026-11-28",
    "this past weekend": "2026-11-28",
    "the weekend": "2026-11-28",
    "end of last month": "2026-10-31",
    "20th of last month": "2026-10-20",
    "first Monday of last month": "2026-10-05",
    "the 20th": "2026-11-20",
    "20 Nov": "2026-11-20",
    "20/11": "2026-11-20",
    "last Thursday of October": "2026-10-29",
    # These lie ahead whatever is spoken of: a meeting so dated is asked about.
    "a week today": "2026-12-07",
    "a week tomorrow": "2026-12-08",
    "in a week's time": "2026-12-07",
    "tuesday fortnight": "2026-12-15",
    "tomorrow": "2026-12-01",
    "next tuesday": "2026-12-08",
}


def _expected(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


@pytest.mark.parametrize(("phrase", "day"), AHEAD.items())
def test_a_date_field_that_looks_ahead_understands_daily_words(phrase: str, day: str | None) -> None:
    assert understand_date(phrase, MONDAY, future=True) == _expected(day)
    assert understand_date(phrase.upper(), MONDAY, future=True) == _expected(day)


@pytest.mark.parametrize(("phrase", "day"), BEHIND.items())
def test_a_date_field_that_looks_back_understands_daily_words(phrase: str, day: str | None) -> None:
    assert understand_date(phrase, MONDAY) == _expected(day)


@pytest.mark.parametrize(("phrase", "day"), [(phrase, day) for phrase, day in AHEAD.items() if day])
def test_the_follow_up_of_the_line_means_the_same_day_as_the_field(phrase: str, day: str) -> None:
    entry = parse(f"Met Ada Moor f {phrase}", NAMES, MONDAY)
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.title) == (_expected(day), "Follow up with Ada Moor")
    assert (entry.day, entry.about, entry.notes) == (MONDAY, "", "")


@pytest.mark.parametrize(("phrase", "day"), [(phrase, day) for phrase, day in BEHIND.items() if day])
def test_the_meeting_of_the_line_means_the_same_day_as_the_field(phrase: str, day: str) -> None:
    entry = parse(f"Met Ada Moor {phrase}", NAMES, MONDAY)
    assert entry.day == _expected(day)


@pytest.mark.parametrize(
    ("today", "phrase", "day"),
    [
        (THURSDAY, "a week today", "2027-02-25"),
        (THURSDAY, "a week tomorrow", "2027-02-26"),
        (THURSDAY, "tuesday fortnight", "2027-03-09"),
        (THURSDAY, "monday in two weeks", "2027-03-01"),
        (THURSDAY, "friday in two weeks", "2027-03-05"),
        (THURSDAY, "thursday week", "2027-03-04"),
        (THURSDAY, "next tuesday", "2027-02-23"),
        (THURSDAY, "tuesday after next", "2027-03-02"),
        (THURSDAY, "in a month's time", "2027-03-18"),
        (THURSDAY, "end of the month", "2027-02-28"),
        (THURSDAY, "end of the quarter", "2027-03-31"),
        (THURSDAY, "this weekend", "2027-02-20"),
        (NEW_YEARS_EVE, "a month today", "2026-01-31"),
        (NEW_YEARS_EVE, "in two months' time", "2026-02-28"),
        (NEW_YEARS_EVE, "tomorrow", "2026-01-01"),
        (NEW_YEARS_EVE, "a week tomorrow", "2026-01-08"),
        (NEW_YEARS_EVE, "in the new year", "2026-01-01"),
        (NEW_YEARS_EVE, "end of the year", "2025-12-31"),
        (NEW_YEARS_EVE, "monday in two weeks", "2026-01-12"),
        (NEW_YEARS_EVE, "20th of next month", "2026-01-20"),
        (NEW_YEARS_EVE, "start of next year", "2026-01-01"),
    ],
)
def test_other_days_count_from_themselves(today: date, phrase: str, day: str) -> None:
    assert understand_date(phrase, today, future=True) == _expected(day)


@pytest.mark.parametrize(
    "phrase",
    ["and", "6m fund", "2 days a week", "week", "soon", "in a few days", "later", "the first", "may first",
     "31st of this month", "fifth Friday in March", "5th March 2026 and 2", "quarter",
     "mid", "in touch", "before Friday"],
)  # fmt: skip
def test_words_that_leave_the_day_open_are_asked_about(phrase: str) -> None:
    assert understand_date(phrase, MONDAY, future=True) is None


@given(st.integers(1, 60), st.sampled_from(["day", "week", "month"]), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_time_and_from_today_mean_the_same_count(count: int, unit: str, today: date) -> None:
    units = f"{count} {unit}{'' if count == 1 else 's'}"
    expected = understand_date(f"in {units}", today, future=True)
    assert expected is not None
    assert expected > today
    for phrase in (f"in {units}' time", f"{units} from today", f"{units} today", f"{units} hence", units):
        assert understand_date(phrase, today, future=True) == expected


@given(st.sampled_from(dates.WEEKDAYS), st.integers(2, 9), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_weekday_in_some_weeks_is_that_of_the_calendar_week(weekday: str, weeks: int, today: date) -> None:
    found = understand_date(f"{weekday} in {weeks} weeks", today, future=True)
    assert found is not None
    assert dates.WEEKDAYS[found.weekday()] == weekday
    assert found.isocalendar()[:2] == date.fromordinal(today.toordinal() + 7 * weeks).isocalendar()[:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("half past 3", time(15, 30)),
        ("half three", time(15, 30)),
        ("half past ten", time(10, 30)),
        ("quarter to nine", time(8, 45)),
        ("a quarter past noon", time(12, 15)),
        ("half past 3 pm", time(15, 30)),
        ("8 in the evening", time(20)),
        ("8pm in the evening", time(20)),
        ("3:15 in the afternoon", time(15, 15)),
        ("9 o'clock", time(9)),
        ("three o’clock", time(15)),
        ("@ 10", time(10)),
        ("half a day", None),
        ("quarter of an hour", None),
    ],
)
def test_a_time_in_words_is_understood(text: str, expected: time | None) -> None:
    assert understand_time(text) == expected


@pytest.mark.parametrize(
    ("line", "day", "at"),
    [
        ("Met Ada Moor f 3pm tomorrow", "2026-12-01", time(15)),
        ("Met Ada Moor f tomorrow at 3pm", "2026-12-01", time(15)),
        ("Met Ada Moor f at 9am on Saturday", "2026-12-05", time(9)),
        ("Met Ada Moor f on Saturday for 9am", "2026-12-05", time(9)),
        ("Met Ada Moor f this evening at 8", "2026-11-30", time(20)),
        ("Met Ada Moor f at 8 tomorrow evening", "2026-12-01", time(20)),
        ("Met Ada Moor f 3pm", "2026-11-30", time(15)),
        ("Met Ada Moor f by 2:30pm", "2026-11-30", time(14, 30)),
        ("Met Ada Moor f noon on 12 December", "2026-12-12", time(12)),
        ("Met Ada Moor f half past nine on Friday", "2026-12-04", time(9, 30)),
    ],
)
def test_a_follow_up_has_its_time_on_either_side_of_the_day(line: str, day: str, at: time) -> None:
    entry = parse(line, NAMES, MONDAY)
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.time) == (_expected(day), at)
    assert (entry.day, entry.time, entry.about) == (MONDAY, None, "")


@pytest.mark.parametrize(
    ("line", "day", "at"),
    [
        ("Met Ada Moor yesterday at 8 in the evening", "2026-11-29", time(20)),
        ("Met Ada Moor at 8 yesterday evening", "2026-11-29", time(20)),
        ("Met Ada Moor this morning @ 10", "2026-11-30", time(10)),
        ("Met Ada Moor at half past 3", "2026-11-30", time(15, 30)),
        ("Met Ada Moor this afternoon at 3:20", "2026-11-30", time(15, 20)),
    ],
)
def test_a_meeting_has_its_time_in_words(line: str, day: str, at: time) -> None:
    entry = parse(line, NAMES, MONDAY)
    assert (entry.day, entry.time, entry.about) == (_expected(day), at, "")
