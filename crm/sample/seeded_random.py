"""Chance for the sample network: decks that deal every card before one comes again, and identifiers by seed."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

from crm.clock import LOCAL

T = TypeVar("T")


class Deck(Generic[T]):
    """Deals its cards in random order, all of them before any comes again, and never the same twice in a row."""

    def __init__(self, rng: random.Random, cards: Sequence[T]) -> None:
        self._rng = rng
        self._cards = list(cards)
        self._left: list[T] = []
        self._last: T | None = None

    def deal(self) -> T:
        """Return the next card."""
        if not self._left:
            chance = self._rng.random
            self._left = sorted(self._cards, key=lambda _: chance())
            if len(self._left) > 1 and self._left[-1] == self._last:
                self._left[0], self._left[-1] = self._left[-1], self._left[0]
        self._last = self._left.pop()
        return self._last


def pick(rng: random.Random, cards: Sequence[T]) -> T:
    """Return one of `cards`; four times as fast as `rng.choice`, which a million interactions notice."""
    return cards[int(rng.random() * len(cards))]


def between(rng: random.Random, least: int, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    return least + int(rng.random() * (most - least + 1))


def uid(rng: random.Random) -> str:
    """Return a UUID (version 4) as text, drawn from `rng`."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


class Calendar:
    """The days the sample tells of, up to `today`; moments in UTC for local working hours."""

    def __init__(self, today: date, years: int) -> None:
        self.today = today
        self.days = years * 365
        self.first = today - timedelta(days=self.days)
        span = range(self.days + 60)
        dates = [self.first + timedelta(days=n) for n in span]
        self.iso = [day.isoformat() for day in dates]
        self.is_weekend = [day.weekday() >= 5 for day in dates]
        noons = [datetime.combine(day, time(12), LOCAL) for day in dates]
        self._offset = [int((noon.utcoffset() or timedelta()).total_seconds() // 3600) for noon in noons]

    def moment(self, day: int, hour: int, minute: int) -> str:
        """Return local `hour:minute` of the day of that number as UTC text; hours of work only (8 to 19)."""
        return f"{self.iso[day]}T{hour - self._offset[day]:02d}:{minute:02d}:00Z"

    def on(self, day: int) -> str:
        """Return the date of the day of that number as ISO text, or the last one it knows."""
        return self.iso[min(day, len(self.iso) - 1)]

    def day_before(self, days: int) -> str:
        """Return the date `days` before today as ISO text."""
        return (self.today - timedelta(days=days)).isoformat()


def partial(rng: random.Random, iso: str) -> str:
    """Return a date as people remember it: long ago a year or a month, of late the day."""
    return iso[: rng.choice((4, 7, 7, 7, 10))]
