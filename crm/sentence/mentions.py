"""Finding names in a run of words: which known ones fit, and which words are a new name."""

import enum
import re
from datetime import date

import msgspec

from crm.dates import day_at, time_at
from crm.sentence import lexicon
from crm.sentence.clauses import is_subject
from crm.sentence.followup import FollowUpContext, follow_up_at
from crm.sentence.model import Span, SpanKind
from crm.sentence.names import NameHit, Names
from crm.sentence.tokens import Token, covered

_MOST_WORDS = 10
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_SHORTENED = lexicon.TITLES | {"st", "ltd", "co"}


class Slot(enum.Enum):
    """Where in the grammar a name is looked for; it decides how sure the words must be."""

    VERB = enum.auto()  # after a verb or "with": a name is expected, known or new
    LIST = enum.auto()  # after "and" or a comma in a list of names
    HANDLE = enum.auto()  # after "@"
    LOOSE = enum.auto()  # a known name may stand here: before any verb, after "to", in a topic
    ORGANISATION = enum.auto()  # after "at", "from", "of"
    BRACKETS = enum.auto()  # an organisation, and nothing but


class Mention(msgspec.Struct, frozen=True):
    """A name in the text: a person's, or an organisation's; no `hits` means a new one.

    `attached` says of an organisation that it goes with the people named before it; `role` is what a person was said to
    be there.
    """

    span: Span
    typed: str
    words: str
    hits: tuple[NameHit, ...]
    attached: bool = False
    role: str = ""

    @property
    def is_organisation(self) -> bool:
        """It names an organisation."""
        return self.span.kind is SpanKind.ORGANISATION


class _Fit(msgspec.Struct, frozen=True):
    """Known names that the first `size` tokens of a run fit."""

    size: int = 0
    hits: tuple[NameHit, ...] = ()

    @property
    def exact(self) -> bool:
        return bool(self.hits) and self.hits[0].exact


class NameFinder:
    """Looks for the name that stands at a place in a sentence, asking `names` for a few short runs of words only.

    `open` collects the slots whose words reach the end of the text, as (slot, index of the first token): what a
    completion may go on from. While `typing`, the last word is not yet what it seems: "met will" may become Willow.
    """

    def __init__(self, text: str, tokens: list[Token], names: Names, today: date, *, typing: bool) -> None:
        self._text, self._tokens, self._names, self._today = text, tokens, names, today
        self._unfinished = len(tokens) - 1 if typing and tokens and tokens[-1].end == len(text) else -1
        self._shouting = text == text.upper()
        self._ending: dict[int, bool] = {}
        self.open: list[tuple[Slot, int]] = []

    def find(self, index: int, slot: Slot, *, lower: bool = True, new: bool = True) -> tuple[Mention, int] | None:
        """Return the name at token `index` and the index behind it, or None.

        `lower`: a new name may be written without capitals; `new`: an organisation may be a new one without capitals.
        """
        joined = self._run(index, joining=True)
        self._note_open(slot, index, joined)
        if slot is Slot.BRACKETS:
            return self._in_brackets(joined, new=new)
        if slot is Slot.ORGANISATION:
            return self._organisation(joined, new=new)
        return self._party(index, joined, slot, lower=lower)

    # What belongs to a run

    def _note_open(self, slot: Slot, index: int, run: list[int]) -> None:
        if run and run[-1] == len(self._tokens) - 1 and self._tokens[-1].end >= len(self._text.rstrip()):
            self.open.append((slot, index))

    def _run(self, index: int, *, joining: bool) -> list[int]:
        """The word tokens from `index` that may make a name; `joining`: with "of" and "and", as organisations have."""
        run: list[int] = []
        while index < len(self._tokens) and len(run) < _MOST_WORDS:
            token = self._tokens[index]
            if token.text == "." and run and self._is_shortened(run[-1]):
                index += 1
                continue
            if joining and run and token.text == "&" and not token.plain:
                run.append(index)
                index += 1
                continue
            joins = joining and token.folded in lexicon.JOINERS and (bool(run) or token.folded == "the")
            if not token.is_word or not token.folded or self._ends(index, joins=joins, first=not run):
                break
            run.append(index)
            index += 1
        while run and run[-1] != self._unfinished and self._joins(run[-1]):
            run.pop()
        return run

    def _is_shortened(self, index: int) -> bool:
        folded = self._tokens[index].folded
        return len(folded) == 1 or folded in _SHORTENED

    def _joins(self, index: int) -> bool:
        return self._tokens[index].text == "&" or self._tokens[index].folded in lexicon.JOINERS

    def _ends(self, index: int, *, joins: bool, first: bool) -> bool:
        if index == self._unfinished:
            return False
        stops = self._tokens[index].folded in lexicon.STOPS or is_subject(self._tokens[index])  # "I'll", "she's"
        if not self.opens_something_else(index) and (joins or not stops):
            return False
        if not first or index + 1 >= len(self._tokens) or not self._tokens[index + 1].is_word:
            return True
        return not self._names.people(self._words([index, index + 1]))  # "Will Smith", "Sun Li"

    def opens_something_else(self, index: int) -> bool:
        """Whether a date, a time or a follow-up begins at this token."""
        if index not in self._ending:
            token = self._tokens[index]
            day = day_at(self._text, token.start, self._today)
            self._ending[index] = bool(
                (day and not day.counted and covered(self._tokens, index, day.end))
                or time_at(self._text, token.start)
                or follow_up_at(self._text, self._tokens, index, self._today, FollowUpContext())
            )
        return self._ending[index]

    def _words(self, run: list[int], *, ampersand: str = "") -> str:
        parts = (self._tokens[index].folded or ampersand for index in run)
        return " ".join(part for part in parts if part)

    def _is_capital(self, index: int) -> bool:
        return self._tokens[index].text[0].isupper() and not self._shouting

    # Known names

    def _people_fit(self, run: list[int]) -> _Fit:
        skip = 0
        while skip < len(run) - 1 and self._tokens[run[skip]].folded in lexicon.TITLES:
            skip += 1
        rest = run[skip:]
        best = _Fit()
        for size in range(2, len(rest) + 1):  # more words fit fewer people
            hits = tuple(self._names.people(self._words(rest[:size])))
            if not hits:
                break
            best = _Fit(skip + size, hits)
        if not best.size and rest:
            hits = tuple(self._names.people(self._words(rest[:1])))
            best = _Fit(skip + 1, hits) if hits else best
        return best

    def _organisation_fit(self, run: list[int]) -> _Fit:
        fit = self._organisation_fit_spelled(run, "")
        if fit.size < len(run) and any(self._tokens[index].text == "&" for index in run):
            fit = max(fit, self._organisation_fit_spelled(run, "and"), key=lambda found: found.size)
        return fit

    def _organisation_fit_spelled(self, run: list[int], ampersand: str) -> _Fit:
        best = _Fit()
        for size in range(1, len(run) + 1):
            hits = tuple(self._names.organisations(self._words(run[:size], ampersand=ampersand)))
            if not hits:
                break
            if not self._joins(run[size - 1]):
                best = _Fit(size, hits)
        if not best.size and len(run) > 1 and self._tokens[run[0]].folded == "the":
            rest = self._organisation_fit_spelled(run[1:], ampersand)
            return _Fit(rest.size + 1, rest.hits) if rest.size else best
        return best

    # Slots

    def _party(self, index: int, joined: list[int], slot: Slot, *, lower: bool) -> tuple[Mention, int] | None:
        run = self._run(index, joining=False)
        people = self._people_fit(run)
        organisations = self._organisation_fit(joined) if people.size < len(joined) else _Fit()
        if self._means_organisation(joined, organisations, people, slot):
            return self._mention(joined[: organisations.size], SpanKind.ORGANISATION, organisations.hits)
        if people.size and self._identifies(run, people, slot):
            return self._mention(run[: people.size], SpanKind.WHO, people.hits)
        size = self._new_organisation(joined, among_people=True)
        if size and slot is not Slot.LOOSE and self._sounds_like_organisation(joined[:size]):
            return self._mention(joined[:size], SpanKind.ORGANISATION, ())
        size = self._new_person(run, slot, lower=lower)
        return self._mention(run[:size], SpanKind.WHO, ()) if size else None

    def _means_organisation(self, run: list[int], fit: _Fit, people: _Fit, slot: Slot) -> bool:
        if not fit.size or fit.size < people.size or (fit.size == people.size and not fit.exact):
            return False
        if slot is Slot.LOOSE and not fit.exact and fit.size < 2:
            return False
        left = run[fit.size :]
        if not left or self._joins(left[0]):
            return not self._differs(run, fit)
        return not self._is_capital(left[0]) and (fit.exact or fit.size > 1)

    def _differs(self, run: list[int], fit: _Fit) -> bool:
        """Whether a joining word after the beginning of a known name makes it another: "University [of Newton]"."""
        left = run[fit.size :]
        return bool(left) and not fit.exact and self._joins(left[0]) and self._crosses(run, fit.size, False)

    def _identifies(self, run: list[int], fit: _Fit, slot: Slot) -> bool:
        """Two words of a name do; one does where nothing follows that may be the rest of another name."""
        untitled = [index for index in run[: fit.size] if self._tokens[index].folded not in lexicon.TITLES]
        if len(self._words(untitled).split()) > 1 or slot is Slot.HANDLE:
            return True
        left = run[fit.size :]
        if not left:
            return True
        if slot is Slot.LOOSE:
            return False
        return self._is_capital(run[fit.size - 1]) and not self._is_capital(left[0])

    def _organisation(self, run: list[int], *, new: bool) -> tuple[Mention, int] | None:
        fit = self._organisation_fit(run)
        left = run[fit.size :]
        goes_on = bool(left) and not self._joins(left[0])
        if fit.size and not self._differs(run, fit):
            capitals = self._is_capital(run[fit.size - 1])
            other = goes_on and (self._is_capital(left[0]) or not (capitals or fit.exact or fit.size > 1))
            if not other:
                return self._mention(run[: fit.size], SpanKind.ORGANISATION, fit.hits)
        size = self._new_organisation(run)
        if not size or not (new or self._is_capital(run[0])):
            return None
        return self._mention(run[:size], SpanKind.ORGANISATION, ())

    def _in_brackets(self, run: list[int], *, new: bool) -> tuple[Mention, int] | None:
        if not run or run[-1] + 1 >= len(self._tokens) or self._tokens[run[-1] + 1].text != ")":
            return None
        fit = self._organisation_fit(run)
        if fit.size < len(run) and not new:
            return None
        hits = fit.hits if fit.size == len(run) else ()
        mention, after = self._mention(run, SpanKind.ORGANISATION, hits)
        return mention, after + 1

    def _mention(self, run: list[int], kind: SpanKind, hits: tuple[NameHit, ...]) -> tuple[Mention, int]:
        first, last = self._tokens[run[0]], self._tokens[run[-1]]
        untitled = [index for index in run if self._tokens[index].folded not in lexicon.TITLES]
        words = self._words(untitled if kind is SpanKind.WHO and untitled else run)
        span = Span(first.start, last.end, kind)
        return Mention(span, self._text[first.start : last.end], words, hits), run[-1] + 1

    # New names

    def _new_person(self, run: list[int], slot: Slot, *, lower: bool) -> int:
        """How many tokens of `run` are the name of somebody new; 0 if none."""
        if not run or any(character.isdigit() for character in self._tokens[run[0]].text):
            return 0
        if self._is_capital(run[0]):
            size = self._capitals(run)
            if size and _POSSESSIVE.search(self._tokens[run[size - 1]].text):  # "Jane Roe's office"
                return 0
            enough = slot is not Slot.LOOSE or size > 1
            return size if enough and self._words(run[:size]) not in lexicon.TITLES else 0
        if not lower or slot is Slot.LOOSE:
            return 0
        return self._new_in_lower_case(run, slot)

    def _capitals(self, run: list[int]) -> int:
        size = 0
        for position, index in enumerate(run[:5]):
            particle = self._tokens[index].folded in lexicon.PARTICLES and position + 1 < len(run)
            if not self._is_capital(index) and not particle:
                break
            if self._is_capital(index):
                size = position + 1
        return size

    def _new_in_lower_case(self, run: list[int], slot: Slot) -> int:
        """Without capitals a name is a short run of words up to something known: "met zara quill re imaging"."""
        first = self._tokens[run[0]].folded
        names = [
            i for i, index in enumerate(run) if self._tokens[index].folded not in lexicon.PARTICLES | lexicon.TITLES
        ]
        if first in lexicon.NO_NAMES or not names:
            return 0
        if slot is Slot.HANDLE:
            return 1
        size = len(run) if len(names) <= 3 else names[1] + 1
        follows = self._tokens[run[-1] + 1].folded if run[-1] + 1 < len(self._tokens) else ""
        if len(names) == 1 and (first.endswith("ly") or follows in lexicon.PERSON_LINKS or len(first) < 2):
            return 0
        if slot is Slot.LIST and (len(names) > 2 or first.endswith(("ed", "ing", "ly"))):
            return 0
        return size

    def _new_organisation(self, run: list[int], *, among_people: bool = False) -> int:
        if not run or self._tokens[run[0]].folded in lexicon.NO_NAMES or self._tokens[run[0]].folded == "the":
            return 0
        if self._tokens[run[0]].text.isdigit() and not any(map(self._is_capital, run[1:2])):
            return 0  # "from 10 to 11", but "at 42 Technology"
        if not self._is_capital(run[0]):
            size = next((i for i, index in enumerate(run) if self._joins(index)), len(run))
            return size if size <= 3 else 2
        size = 0
        for position, index in enumerate(run):
            if self._is_capital(index):
                size = position + 1
            elif not self._joins(index) or not self._crosses(run, position, among_people):
                break
        return size

    def _crosses(self, run: list[int], position: int, among_people: bool) -> bool:
        """Whether a joining word belongs to the name: "and" does in what sounds like one organisation throughout.

        `among_people`: "Zara Quill of Newco Ltd" are two names, "University of Newton" is one.
        """
        joiner = self._tokens[run[position]]
        rest = run[position + 1 :]
        if among_people and position > 1 and not self._sounds_like_organisation(run[:position]):
            return False
        if joiner.folded in ("in", "on"):
            return False
        if joiner.folded == "and" or joiner.text == "&":
            known = self._people_fit(rest[:2]).size or self._organisation_fit(rest).size
            return self._sounds_like_organisation(rest) and not known
        return True

    def _sounds_like_organisation(self, run: list[int]) -> bool:
        return any(self._tokens[index].folded in lexicon.ORGANISATION_WORDS for index in run)
