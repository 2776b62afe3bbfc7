"""Whom a line begins with, and how typing goes on from there: over the name, behind it, or with another verb."""

import re

import msgspec

from crm import clock
from crm.dates import day_at, time_at
from crm.sentence import goes_on_after_name, verb_of

MOST_WORDS = 5  # a verb has no more: "had a quick call with"
_FIRST = re.compile(r"(?:on\s+)?\S+\s", re.IGNORECASE)


class Prefill(msgspec.Struct, frozen=True):
    """A text that ends in a name; `start` is the character at which the name, which is selected, begins."""

    text: str
    start: int

    @property
    def verb(self) -> str:
        """What stands before the name."""
        return self.text[: self.start]

    @property
    def name(self) -> str:
        """The name, with the blank behind it."""
        return self.text[self.start :]

    def is_open(self, typed: str) -> bool:
        """Whether what is typed may still be the beginning of something that `after` knows."""
        rest = self._rest(typed)
        return typed == self.text or (rest is not None and 0 < len(rest.split()) <= MOST_WORDS)

    def after(self, typed: str) -> "Prefill | str | None":
        """Return what the line becomes when `typed` is in it: another prefill, other text, None to leave it.

        A second verb starts over, with the name still selected until another is typed. What is no name ("re beds",
        "yesterday", "f 2w") goes on behind the name that it was typed over.
        """
        rest = self._rest(typed)
        if not rest:
            return None
        behind = typed.startswith(self.text)
        end = verb_of(rest, past=behind)
        if end and rest[end:].strip():
            return rest
        if end and rest[end:]:
            return Prefill(f"{rest[:end]} {self.name}", end + 1)
        if behind or end or not self._no_name(rest):
            return None
        return (self.text.rstrip() if rest[0] in ",;:(" else self.text) + rest

    def _rest(self, typed: str) -> str | None:
        """What was typed behind the name or over it; None where it was neither."""
        if typed.startswith(self.text):
            return typed[len(self.text) :]
        return typed[self.start :] if typed.startswith(self.verb) else None

    @staticmethod
    def _no_name(rest: str) -> bool:
        if rest[0] in "#,;:(":
            return True
        first = _FIRST.match(rest)
        if first is None:
            return False
        said = re.sub(r"^on\s+", "", first[0].strip(), flags=re.IGNORECASE)
        if goes_on_after_name(rest) or time_at(said, 0):
            return True
        day = day_at(said, 0, clock.today())
        return day is not None and not day.counted and day.end == len(said)
