"""The parts of a whole name, in the order of speech or the family name first."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from msgspec.structs import replace

from crm.formats.names.nicknames import Asides, set_aside
from crm.formats.names.post_nominals import HELD, are_letters, hold_pairs, is_generation, rank, take_letters
from crm.formats.names.suffix_words import is_legal_form, names_post
from crm.formats.names.titles import (
    goes_before_given,
    is_peer,
    is_title,
    key,
    take_title_behind,
    take_titles,
)
from crm.formats.organisation_words import names_organisation
from crm.formats.rows import ReadName
from crm.text import words

# With these the family name begins before its last word.
_PARTICLES = frozenset(
    words(
        """van von der den de del della dello degli di da do dos du la las los le ter ten te zu zum zur af av bin ibn
        ben bint al el ap ab ni nic o mac mc st t"""
    )
)
_NO_NAMES = frozenset(words("the right very most air vice rear aka known prefers assoc dip cert adv grad"))
_ONLY_SMALL = frozenset(words("ben do te t"))  # written large they are given names, or nothing: Alex Ben Johnson
_NUMERAL = re.compile(r"(?:V|VI{1,3}|I[XV]|X)\.?")
_SIMPLE = re.compile(r"(?:[^\W\d_]+['\u2019-])?[^\W\d_]{2,}")
_ODD = re.compile(r"[^\w\s'\u2019-]|_|\d|[A-Z][a-z]*[A-Z]|\s")


def split_name(text: str) -> ReadName:
    """Return the parts of a whole name: "Vaughan, Gethin", "Dr Siân Llewelyn-Price", "Ann (Nan) Hall MRCPsych", "李明".

    A name that cannot be taken apart is one given name; `display` is always the text as it stands. What stands beside
    the name and is neither nickname nor pronouns ("(Moor Trust)") is kept behind the letters.
    """
    text = text.strip()
    pieces = text.split(" ")
    if 1 < len(pieces) < 4 and all(map(_is_simple, pieces)):  # nearly every name
        return ReadName(given=pieces[0], middle=" ".join(pieces[1:-1]), family=pieces[-1], display=text)
    if not text:
        return ReadName()
    aside = set_aside(text)
    segments = [segment for segment in map(str.split, hold_pairs(aside.plain).split(",")) if segment]
    if not segments:
        return ReadName(given=text, display=text)
    shouted = aside.plain.upper() == aside.plain
    place = _first_beside(segments) if len(segments) > 1 else None
    if place is None:
        return _whole(_from_segments(segments, shouted=shouted), aside, text)
    before, after = segments[:place], ", ".join(map(" ".join, segments[place:]))
    if not _is_person_before(before, segments):
        return ReadName(given=text, display=text)
    found = _from_segments(before, shouted=shouted)
    return _whole(replace(found, suffix=", ".join(filter(None, (found.suffix, after)))), aside, text)


def join_name(*, prefix: str, given: str, middle: str, family: str, suffix: str) -> str:
    """Return the parts as one name for showing, the letters after it set off as they were given."""
    return " ".join(part for part in (prefix, given, middle, family, suffix) if part)


def tidied(name: ReadName) -> ReadName:
    """Return a name that came in its parts with what does not belong to them in its place.

    Titles leave the given name, letters the family name ("Hall, PhD"), nicknames and pronouns both.
    """
    if not (_ODD.search(name.given) or _ODD.search(name.family)):
        return name
    given, family = set_aside(name.given), set_aside(name.family)
    shouted = f"{given.plain} {family.plain}".upper() == f"{given.plain} {family.plain}"
    firsts = given.plain.split() if "," not in given.plain else [given.plain]
    prefix = take_titles(firsts)
    head, *tail = [segment for segment in map(str.split, hold_pairs(family.plain).split(",")) if segment] or [[]]
    if any(not _is_tail(each, head, shouted=shouted) for each in tail):
        head, tail = [family.plain], []
    suffix = [" ".join(take_letters(head, leaving=1 if firsts else 2, shouted=shouted)), *map(" ".join, tail)]
    held = Asides(
        "",
        given.nicknames + family.nicknames,
        ", ".join(dict.fromkeys(filter(None, (given.pronouns, family.pronouns)))),
    )
    held.titles, held.behind = given.titles + family.titles, given.behind + family.behind
    parts = ReadName(
        _joined(name.prefix, prefix),
        " ".join(firsts),
        name.middle,
        " ".join(head),
        _joined(", ".join(filter(None, suffix)), name.suffix),
        name.nickname,
    )
    return _whole(parts, held, name.display)


@lru_cache(maxsize=65536)
def _is_simple(word: str) -> bool:
    """Tell whether a word is a name wherever it stands: no title, no particle, no letters."""
    return (
        word.istitle()
        and _SIMPLE.fullmatch(word) is not None
        and not (is_title(word) or key(word) in _PARTICLES or rank(word) or key(word) in _NO_NAMES)
    )


def _from_segments(segments: list[list[str]], *, shouted: bool) -> ReadName:
    """Return the parts of a name of which `segments` are the words between its commas."""
    head, *rest = segments
    titles = take_titles(head)
    named: list[list[str]] = []
    letters: list[str] = []
    for segment in rest:
        if is_title(" ".join(segment)):
            titles = _joined(titles, " ".join(segment))
        elif _is_tail(segment, [*head, *chain(*named)], shouted=shouted) or (named and _is_numeral(segment)):
            letters.append(" ".join(segment))
        else:
            named.append(segment)
    if named:
        return _family_first(head, named, titles, letters, shouted=shouted)
    return _spoken(head, titles, letters, shouted=shouted)


def _spoken(pieces: list[str], titles: str, letters: Sequence[str], *, shouted: bool) -> ReadName:
    leaving = 1 if titles else 2
    suffix = ", ".join(filter(None, (" ".join(take_letters(pieces, leaving=leaving, shouted=shouted)), *letters)))
    if title := take_title_behind(pieces):
        titles = _joined(titles, title)
    if len(pieces) == 1:
        only = pieces[0]
        if goes_before_given(titles) or not (titles or suffix):  # "Sir Gerald", "Cher"
            return ReadName(titles, only, suffix=suffix)
        return ReadName(titles, family=only, suffix=suffix)  # "Dr Smith"
    if is_peer(titles) and "of" in pieces:
        return ReadName(titles, family=" ".join(pieces), suffix=suffix)
    given, rest = pieces[0], pieces[1:]
    start = _family_start(rest)
    return ReadName(titles, given, " ".join(rest[:start]), " ".join(rest[start:]), suffix)


def _family_start(rest: Sequence[str]) -> int:
    """Return where the family name begins: at its last run of particles, else at the last word."""
    last = len(rest) - 1
    start = next((place for place in range(last - 1, -1, -1) if _is_particle(rest[place])), last)
    while start > 0 and start < last and _is_particle(rest[start - 1]):
        start -= 1
    if "y" in rest[1:last]:  # "Velasquez y García": both are the family name
        return min(start, _before_and(rest, list(rest).index("y", 1)))
    return start


def _before_and(rest: Sequence[str], at: int) -> int:
    start = at - 1
    while start > 0 and _is_particle(rest[start - 1]):
        start -= 1
    return start


def _is_particle(word: str) -> bool:
    plain = key(word)
    if plain not in _PARTICLES or (word.endswith(".") and plain != "st"):  # "O." is an initial
        return False
    return plain not in _ONLY_SMALL or word.islower()


def _family_first(
    head: list[str], named: list[list[str]], titles: str, letters: list[str], *, shouted: bool
) -> ReadName:
    of_head = take_letters(head, leaving=2, shouted=shouted)
    pieces = list(chain(*named))
    if len(pieces) > 1 and is_generation(pieces[0]):  # "Smith, Jr. John"
        of_head.append(pieces.pop(0))
    titles = _joined(titles, take_titles(pieces))
    of_given = take_letters(pieces, leaving=1, shouted=shouted)
    suffix = ", ".join(filter(None, (" ".join(of_head), " ".join(of_given), *letters)))
    return ReadName(titles, pieces[0], " ".join(pieces[1:]), " ".join(head), suffix)


def _is_tail(segment: Sequence[str], head: Sequence[str], *, shouted: bool) -> bool:
    family = len(head) > 1 and _is_particle(head[0]) and head[0].islower()
    return are_letters(segment, behind=len(head), family=family, shouted=shouted)


def _is_numeral(segment: Sequence[str]) -> bool:
    return len(segment) == 1 and _NUMERAL.fullmatch(segment[0]) is not None


def _first_beside(segments: Sequence[Sequence[str]]) -> int | None:
    """Return which segment is the first to speak of an organisation, or of a post behind a whole name."""
    for place, text in enumerate(map(" ".join, segments)):
        if names_organisation(text):
            return place
        if names_post(text) and (place > 1 or (place == 1 and len(segments[0]) > 1)):
            return place
    return None


def _is_person_before(before: Sequence[Sequence[str]], segments: Sequence[Sequence[str]]) -> bool:
    """Tell whether a person is named before the organisation ("Jane Dove, Moor Trust"), and not a firm of several."""
    if not before or is_legal_form(" ".join(segments[len(before)])):
        return False
    if any(word in ("&", "and", "+") for segment in segments for word in segment):
        return False
    if len(before) == 1:
        return len(before[0]) - is_title(before[0][0]) > 1
    return all(len(segment) < 3 for segment in before)


def _whole(found: ReadName, aside: Asides, text: str) -> ReadName:
    """Return the name with what stood beside it, and the text as it stands."""
    titles = [title for title in aside.titles if title]
    suffix = " ".join(filter(None, (found.suffix, *aside.behind)))
    given, family = found.given, found.family
    if aside.nicknames and text and not text[0].isalnum() and given and not (family or found.middle):
        given, family = "", given  # "“Rick” Edmonds"
    return ReadName(
        _joined(found.prefix, *titles),
        given.replace(HELD, " "),
        found.middle.replace(HELD, " "),
        family.replace(HELD, " "),
        suffix.replace(HELD, " "),
        ", ".join(filter(None, (found.nickname, *aside.nicknames))),
        text,
        aside.pronouns,
    )


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
