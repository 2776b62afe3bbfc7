"""Rows read by the headings of their columns."""

from collections.abc import Iterable, Sequence

from crm.formats.emails import read_emails
from crm.formats.headings import heading_key, meaning
from crm.formats.placeholders import is_nothing
from crm.text import words

_EMPLOYER = frozenset(words("company organisation organization employer workplace institution"))
_ABOUT_IT = frozenset(
    words("size type sector number website address domain email consent newsletter why how when old turnover describe")
)


def heading_keys(cells: Sequence[str]) -> frozenset[str]:
    """Return the headings of a row as they are looked up."""
    return frozenset(filter(None, map(heading_key, cells)))


def heads_names(cells: Sequence[str]) -> bool:
    """Tell whether one of these cells is a heading for names of people."""
    found = (meaning(cell) for cell in cells if cell and len(cell) < 60)
    return any(target is not None and target.field in ("whole_name", "given", "family") for target in found)


class Headed:
    """One row under its headings: a cell by any of the names its column may have."""

    def __init__(self, headings: Sequence[str], line: int, cells: Sequence[str]) -> None:
        self.line = line
        self._headings = headings
        self._cells = cells
        self._places: dict[str, int] = {}
        for place, heading in enumerate(headings):
            self._places.setdefault(heading_key(heading), place)

    def get(self, *names: str) -> str:
        """Return the first cell that says something under one of these names, else ""; `--` and `n/a` say nothing."""
        for name in names:
            place = self._places.get(name)
            text = self._cells[place] if place is not None and place < len(self._cells) else ""
            if text and not is_nothing(text):
                return text
        return ""

    def has(self, *names: str) -> bool:
        """Tell whether there is a column of one of these names."""
        return any(name in self._places for name in names)

    def email(self, *names: str) -> str:
        """Return the first usable address under one of these names, else ""."""
        good, _ = read_emails(self.get(*names))
        return good[0] if good else ""

    def others(self, known: Iterable[str]) -> dict[str, str]:
        """Return what stands under headings that are not among `known`, by the heading as it is written."""
        left_out = frozenset(known)
        found = zip(self._headings, self._cells, strict=False)
        return {heading: text for heading, text in found if text and heading and heading_key(heading) not in left_out}


def organisation_in(answers: dict[str, str]) -> str:
    """Return the answer to a question for the organisation ("What company do you work for?"), else ""."""
    for question, answer in answers.items():
        asked = set(words(question))
        asks = asked & _EMPLOYER or {"work", "for"} <= asked
        if asks and len(asked) <= 12 and not asked & _ABOUT_IT and len(answer) <= 120:
            return answer
    return ""
