"""How well a typed text fits a title: whole, start of words, initials, letters in order; and which letters fit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """A fit: `rank` is 0 (whole) to 4 (only the letters, in order); `spans` are the (start, end) that fit."""

    rank: int
    spans: tuple[tuple[int, int], ...]


def fit(text: str, title: str, keywords: str = "") -> Fit | None:
    """Return how `text` fits `title`, or one of the `keywords` by its start; None where it does not."""
    wanted, whole = text.casefold().split(), title.casefold()
    if not wanted:
        return Fit(3, ())
    if whole == " ".join(wanted):
        return Fit(0, ((0, len(title)),))
    starts = _word_starts(whole)
    if (spans := _word_prefixes(wanted, whole, starts)) is not None:
        return Fit(1, spans)
    letters = "".join(wanted)
    if len(letters) > 1 and [whole[at] for at in starts][: len(letters)] == list(letters):
        return Fit(2, tuple((at, at + 1) for at in starts[: len(letters)]))
    others = keywords.casefold().split()
    if all(any(word.startswith(part) for word in others) or part in whole for part in wanted):
        return Fit(3, _merged([(whole.find(part), whole.find(part) + len(part)) for part in wanted if part in whole]))
    if len(letters) > 2 and (spans := _in_order(letters, whole)) is not None:
        return Fit(4, spans)
    return None


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
