"""Dates and times in a person's words: British order, always echoed, impossible ones never guessed.

Days are local dates (Europe/London), moments are UTC. A partial date is ISO text of reduced precision: `2019`,
`2019-05`, `2019-05-03`.
"""

from crm.dates.display import ago, echo_day, show_date, show_day
from crm.dates.partial import parse_partial, partial_end, partial_start, show_partial
from crm.dates.phrases import DayFound, day_at, looks_like_a_date, understand_date
from crm.dates.times import time_at, understand_time
from crm.dates.vocabulary import MONTHS, WEEKDAYS
from crm.dates.zoned_times import clock_note, local_to_utc, utc_to_local

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "DayFound",
    "ago",
    "clock_note",
    "day_at",
    "echo_day",
    "local_to_utc",
    "looks_like_a_date",
    "parse_partial",
    "partial_end",
    "partial_start",
    "show_date",
    "show_day",
    "show_partial",
    "time_at",
    "understand_date",
    "understand_time",
    "utc_to_local",
]
