"""What was asked for: the words of a search, made safe for any text."""

import re
from typing import Any

import msgspec

from crm.db.derived.tokens import LONGEST
from crm.db.query_builder import bind
from crm.text import words

MOST_WORDS = 32
LONGEST_WORD = 200
LAST = 0x10FFFF
"""The last letter there is."""
_MOST_TEXT = MOST_WORDS * LONGEST_WORD * 2
_PHRASE = re.compile(r'"([^"]+)"')
_NUMBER = re.compile(
    r"(?<!\w)[+(]{0,2}\d[\d\s()./\-\u2010-\u2015]{4,}\d(?!\w)(?:,?\s*(?:extension|extn|ext|x|#)\.?\s*\d{1,6}\b)?",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\D+$|,?\s*(?:extension|extn|ext|x|#)\.?\s*\d{1,6}$", re.IGNORECASE)


class Query(msgspec.Struct, frozen=True):
    """The folded words asked for, all of them wanted and the last one as a beginning.

    `record_words` are those looked for in people and organisations, where a telephone number is one word however it is
    spaced. `phrases` stood in quotes: their words must follow each other.
    """

    words: tuple[str, ...]
    record_words: tuple[str, ...]
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


_FORMER = re.compile(r"(?:^|\s)(?:formerly|former|worked at|ex)\s*:", re.IGNORECASE)


class Listed(msgspec.Struct, frozen=True):
    """The words that a list is filtered by: what must be said of a record now, and behind “former:” of its past.

    In a query that is kept they are given when it runs (`given_later`): a letter more then needs no other query.
    """

    now: tuple[Any, ...] = ()
    past: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.now or self.past)

    @property
    def numbers(self) -> tuple[int, int]:
        """Return how many words there are of each."""
        return len(self.now), len(self.past)

    @property
    def values(self) -> dict[str, str]:
        """Return the words by the names that they are given by when a query runs."""
        named = ("now", self.now), ("past", self.past)
        return {f"{name}{place}": word for name, words in named for place, word in enumerate(words)}

    @staticmethod
    def given_later(now: int, past: int) -> "Listed":
        """Return so many words of each that are given when the query runs."""
        return Listed(
            *(tuple(bind(f"{name}{place}") for place in range(n)) for name, n in (("now", now), ("past", past)))
        )


def read_listed(text: str) -> Listed:
    """Return what a list's filter asks for: “jane former: acme” for a Jane who was at Acme once."""
    now, *past = _FORMER.split(text[:_MOST_TEXT], maxsplit=1)
    return Listed(read(now).record_words, read("".join(past)).record_words)


def of_the_past(text: str) -> str:
    """Return the text that asks for the same words of the past, '' for one that has none or asks so already."""
    asked = read_listed(text)
    return f"former:{text.strip()}" if asked.now and not asked.past else ""


def read(text: str) -> Query:
    """Return the query of any text at all; one without a letter or digit is empty and finds nothing."""
    text = text[:_MOST_TEXT]
    found = tuple(word[:LONGEST_WORD] for word in words(text)[:MOST_WORDS])
    of_records = tuple(word[:LONGEST] for word in words(_NUMBER.sub(_dialled, text))[:MOST_WORDS])
    phrases = tuple(" ".join(parts) for quoted in _PHRASE.findall(text) if len(parts := words(quoted)) > 1)
    return Query(found, tuple(dict.fromkeys(of_records)), phrases)


def _dialled(match: re.Match[str]) -> str:
    """Return a telephone number as the index has it: digits alone, no 00 before the country, no 0 after it, and no
    extension.
    """
    typed = _EXTENSION.sub("", match[0])
    digits = "".join(filter(str.isdecimal, typed.replace("(0)", "") if typed.lstrip("( ").startswith("+") else typed))
    digits = digits.removeprefix("00")
    return f" 44{digits[3:]} " if digits.startswith("440") else f" {digits} "


def patterns(text: str) -> dict[str, str]:
    """Return what LIKE finds each word of a text by, under the names of `patterns_given_later`."""
    return {f"word{place}": f"%{word}%" for place, word in enumerate(read(text).words)}


def patterns_given_later(number: int) -> tuple[Any, ...]:
    """Return so many patterns that are given when a query runs: it is kept without what was typed, for other words."""
    return tuple(bind(f"word{place}") for place in range(number))


def prefix_range(word: str) -> tuple[str, str]:
    """Return the least text that begins with `word`, and one greater than all that do."""
    return word, word + chr(LAST)


def word_range(word: str) -> tuple[str, str]:
    """Return the least text that is `word`, and one greater than it but no other word."""
    return word, word + " "
