"""Where a search matched: spans of a text to print bold, and short excerpts around the first match."""

import re
from collections.abc import Sequence

from crm.text import fold, words

Spans = tuple[tuple[int, int], ...]

_WORD = re.compile(r"[^\W_][\w'’`]*")
_NOT_PLAIN = re.compile("[^…\x00-&(-_a-\x7f]")
"""Letters that folding may take away or make two of: those beyond ASCII, and the two apostrophes in it."""
_EXCERPT = 140
_LEAD = 40


class Marker:
    """Finds where the beginnings `wanted` (folded words) stand in texts; made once for all hits of a search."""

    def __init__(self, wanted: Sequence[str]) -> None:
        longest_first = sorted(set(wanted), key=len, reverse=True)
        # That no letter stands before is looked at after the word: a pattern that begins with letters is found faster.
        each = (rf"{re.escape(word)}(?<![^\W_].{{{len(word)}}})" for word in longest_first)
        self._any = re.compile("|".join(each), re.DOTALL) if wanted else None
        self._wanted = longest_first

    def spans(self, text: str) -> Spans:
        """Return the characters of `text` that match, in order."""
        if self._any is None:
            return ()
        if text.isascii() and "'" not in text and "`" not in text:  # folding moves no letter
            return tuple([match.span() for match in self._any.finditer(text.lower())])
        folded_text = fold(text.replace("…", " "))
        if self._any.search(folded_text) is None:
            return ()
        if len(folded_text) == len(text) and all(len(fold(letter)) == 1 for letter in _NOT_PLAIN.findall(text)):
            return tuple([match.span() for match in self._any.finditer(folded_text)])
        found: list[tuple[int, int]] = []
        for match in _WORD.finditer(text):
            folded = fold(match[0])
            best = next((word for word in self._wanted if folded.startswith(word)), "")
            if best:
                found.append((match.start(), match.start() + _letters(match[0], best)))
        return tuple(found)

    def found_in(self, text: str) -> bool:
        """Return whether any of the beginnings stands in `text`."""
        return self.holds(fold(text))

    def holds(self, folded: str) -> bool:
        """Return whether any of the beginnings stands in a text that is folded already."""
        if any(f" {word}" in folded for word in self._wanted):  # nearly always, and much faster than the pattern
            return True
        return self._any is not None and self._any.search(folded) is not None

    def excerpt(self, text: str) -> str:
        """Return about `_EXCERPT` characters of `text` on one line around the first match, or its beginning."""
        flat = " ".join(text.split())
        if len(flat) <= _EXCERPT:
            return flat
        # Folding may move letters by a few places; an excerpt does not mind.
        match = self._any.search(fold(flat)) if self._any else None
        first = min(match.start(), len(flat) - 1) if match else 0
        start = 0 if first <= _LEAD else flat.find(" ", first - _LEAD, first) + 1 or first
        cut = flat[start : start + _EXCERPT]
        if start + _EXCERPT < len(flat):
            cut = cut.rsplit(" ", 1)[0] + " …"
        return f"… {cut}" if start else cut


def _letters(word: str, wanted: str) -> int:
    """Return how many characters of `word` fold to `wanted`: as many in most scripts, fewer for ß, more for marks."""
    return next((n for n in range(1, len(word)) if len(fold(word[:n])) >= len(wanted)), len(word))


def has_phrases(text: str, phrases: Sequence[str]) -> bool:
    """Return whether the words of every phrase follow each other in `text`."""
    if not phrases:
        return True
    line = f" {' '.join(words(text))} "
    return all(f" {phrase} " in line for phrase in phrases)
