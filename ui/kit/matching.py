"""How well a typed text fits a title: whole, start of words, initials, other words, letters in order; and which fit."""

import re

import msgspec

_WORD = re.compile(r"[^\s\-‐–—/.,:;…()“”\"]+")
"""What is parted by spaces, hyphens and the like; the keys of "Ctrl+L" stay together."""
_SHORTEST_PLURAL = 4
_SHORTEST_JOINED = 3

NAMED = 3
"""The worst rank of a fit that whole words of a title, its initials or a word it is also called by give."""
WEAKEST = 5
"""The rank of a fit by letters that merely stand in order."""


class Fit(msgspec.Struct, frozen=True):
    """A fit and the (start, end) `spans` of the title that fit.

    `rank` is 0 for the whole title, 1 for starts of its words, 2 for its initials, 3 for other words it is called by,
    4 for their starts or a part of a word, 5 for letters in order.
    """

    rank: int
    spans: tuple[tuple[int, int], ...]


def fit(text: str, title: str, keywords: str = "") -> Fit | None:
    """Return how `text` fits `title` or its other words, the `keywords`; None where it does not.

    Hyphens and spaces are no matter ("checkin" fits "check-in"), nor is a plural.
    """
    whole = title.casefold()
    typed = text.casefold().split()
    wanted = _WORD.findall(text.casefold()) or typed
    if not wanted:
        return Fit(4, ())
    if whole == " ".join(typed):
        return Fit(0, ((0, len(title)),))
    starts = _word_starts(whole)
    letters = "".join(filter(str.isalnum, "".join(wanted)))
    for spans in (_word_prefixes(typed, whole, starts), _word_prefixes(wanted, whole, starts)):
        if spans is not None:
            return Fit(1, spans)
    if len(letters) >= _SHORTEST_JOINED and (spans := _joined(letters, whole, starts)) is not None:
        return Fit(1, spans)
    if len(letters) > 1 and [whole[at] for at in starts][: len(letters)] == list(letters):
        return Fit(2, tuple((at, at + 1) for at in starts[: len(letters)]))
    return _otherwise(typed, wanted, letters, whole, keywords.casefold())


def _otherwise(typed: list[str], wanted: list[str], letters: str, whole: str, keywords: str) -> Fit | None:
    """Return the fit by other words, by a part of a word, or by letters in order."""
    others = {*keywords.split(), *_WORD.findall(keywords)}
    titled = _WORD.findall(whole)
    for parts in (typed, wanted):
        if all(_is_word(part, others) or _is_word(part, titled) for part in parts):
            return Fit(3, _parts_in(parts, whole))
    for parts in (typed, wanted):
        if all(any(word.startswith(part) for word in others) or part in whole for part in parts):
            return Fit(4, _parts_in(parts, whole))
    if len(letters) > 2 and (spans := _in_order(letters, whole)) is not None:
        return Fit(WEAKEST, spans)
    return None


def _is_word(part: str, words: set[str] | list[str]) -> bool:
    return part in words or _singular(part) in words


def _singular(part: str) -> str:
    return part[:-1] if len(part) >= _SHORTEST_PLURAL and part.endswith("s") else part


def _parts_in(parts: list[str], whole: str) -> tuple[tuple[int, int], ...]:
    return _merged([(whole.find(part), whole.find(part) + len(part)) for part in parts if part in whole])


def _word_starts(whole: str) -> list[int]:
    return [at for at, letter in enumerate(whole) if letter.isalnum() and (at == 0 or not whole[at - 1].isalnum())]


def _word_prefixes(wanted: list[str], whole: str, starts: list[int]) -> tuple[tuple[int, int], ...] | None:
    spans = []
    for part in wanted:
        at = next((start for start in starts if whole.startswith(part, start)), None)
        if at is None:
            return None
        spans.append((at, at + len(part)))
    return _merged(spans)


def _joined(letters: str, whole: str, starts: list[int]) -> tuple[tuple[int, int], ...] | None:
    """Return where the letters stand in a row from the start of a word, what joins words left out."""
    for start in starts:
        places = [at for at in range(start, len(whole)) if whole[at].isalnum()][: len(letters)]
        if "".join(whole[at] for at in places) == letters:
            return _merged([(at, at + 1) for at in places])
    return None


def _in_order(letters: str, whole: str) -> tuple[tuple[int, int], ...] | None:
    spans, at = [], 0
    for letter in letters:
        at = whole.find(letter, at)
        if at < 0:
            return None
        spans.append((at, at + 1))
        at += 1
    return _merged(spans)


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return spans in order, touching ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
