"""Names as they are compared: folded words of given and family name, and how far two of them agree."""

import enum
import re

import msgspec

from crm.identity.given_names import are_forms
from crm.text import words

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|#.*$")
"""What stands beside a name and is none of it: "(she/her)", "[she/her]", "# he/him"."""
_PRONOUNS = re.compile(r"\b(?:she|he|they|ze|xe)\s*/\s*\w+(?:\s*/\s*\w+)?", re.IGNORECASE)
_TITLES = frozenset(
    words(
        """mr mrs ms miss mx dr prof professor sir dame lord lady rev revd reverend canon father cllr councillor hon
        capt captain col colonel maj major"""
    )
)
_ALSO_NAMES = frozenset(("canon", "father", "hon", "major", "col"))
_MEN = frozenset(("mr", "sir", "lord", "father", "herr", "monsieur"))
_WOMEN = frozenset(("mrs", "miss", "ms", "dame", "lady", "frau", "madame", "mme", "mlle", "baroness"))
_GENERATIONS = {
    "jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr", "ii": "ii", "iii": "iii",
}  # fmt: skip
# Before a family name or within it; people leave them out and write them together.
_PARTICLES = frozenset(
    words("van von der den de del della di da dos du la le ter ten zu al el bin ibn ben ap ab mac mc o")
)


class Agreement(enum.IntEnum):
    """How far two names agree, the least first."""

    STRANGER = 0  # nothing says that it is one person
    NAMESAKE = 1  # the family name alone; two different given names
    DOUBT = 2  # a likely slip of the keyboard, a shortened or a middle name
    MARRIED = 3  # the given name; the family name is another
    BARE = 4  # one of them lacks a part, and the other part is the same
    INITIAL = 5  # one is initials of the other
    SHORT = 6  # a known short form, or one part of a double family name
    FULL = 7


class Name(msgspec.Struct, frozen=True):
    """A name as it is compared: the folded words of its parts, without titles, letters and pronouns."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    generation: str = ""

    def __bool__(self) -> bool:
        return bool(self.given or self.family)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys the name is found by: the outer and the inner words of its parts, by the alphabet, for either order.

        Most names have one. With several words in a part ("Anna Maria van der Berg") the second key finds the name
        written the other way round.
        """
        if not (self.given and self.family):
            part = self.given or self.family
            return tuple(dict.fromkeys((_pair(part[0], part[-1]), part[-1]))) if part else ()
        outer = _pair(self.given[0], self.family[-1])
        if len(self.given) == len(self.family) == 1:
            return (outer,)
        return tuple(dict.fromkeys((outer, _pair(self.given[-1], self.family[0]))))

    @property
    def swapped(self) -> "Name":
        """The name with given and family name in each other's place."""
        return Name(self.family, self.given, self.generation)


def _pair(one: str, other: str) -> str:
    return one if one == other else f"{one} {other}" if one < other else f"{other} {one}"


def name_of(given: str, family: str, suffix: str = "") -> Name:
    """Return the name of these parts, as our records or a reader hold them."""
    first, generation = _parts(given)
    last, after = _parts(family)
    while first and first[0] in _TITLES and (len(first) > 1 or (last and first[0] not in _ALSO_NAMES)):
        first = first[1:]
    return Name(tuple(first), tuple(last), generation or after or generation_in(suffix))


def _parts(text: str) -> tuple[list[str], str]:
    if not text:
        return [], ""
    if "(" in text or "#" in text or "[" in text:
        text = _ASIDE.sub(" ", text) if _ASIDE.sub("", text).strip() else text
    if "/" in text:
        text = _PRONOUNS.sub(" ", text)
    found = words(text)
    generation = ""
    while len(found) > 1 and found[-1] in _GENERATIONS:
        generation = _GENERATIONS[found.pop()]
    return found, generation


def generation_in(suffix: str) -> str:
    """Return what letters after a name say of father and son: jr, sr, ii, iii, or ""."""
    return next((_GENERATIONS[word] for word in words(suffix) if word in _GENERATIONS), "") if suffix else ""


def gender_in(title: str) -> str:
    """Return what a title says of a person: "m", "f" or ""; only for telling two people of one address apart."""
    found = set(words(title)) if title else set()
    if found & _WOMEN:
        return "f"
    return "m" if found & _MEN else ""


def agreement(one: Name, other: Name) -> Agreement:
    """Return how far two names agree, in either order of their parts."""
    if one.given == other.given and one.family == other.family:
        return Agreement.FULL if one else Agreement.BARE
    if not one or not other:
        return Agreement.BARE
    if _are_in_two_scripts(one, other):
        return Agreement.DOUBT
    best = _in_order(one, other)
    if best < Agreement.SHORT and one.given and one.family and other.given and other.family:
        turned = _in_order(one, other.swapped)
        if turned in (Agreement.FULL, Agreement.SHORT, Agreement.DOUBT):
            best = max(best, turned)
    return best


def _are_in_two_scripts(one: Name, other: Name) -> bool:
    """Tell whether one name is in Latin letters and the other in none of them: 李明 may be Li Ming."""
    mine, theirs = "".join(one.given + one.family), "".join(other.given + other.family)
    if mine.isascii() == theirs.isascii():
        return False
    foreign = theirs if mine.isascii() else mine
    return not any(map(str.isascii, foreign))


def is_turned(one: Name, other: Name) -> bool:
    """Tell whether two names agree only with given and family name in each other's place."""
    return _in_order(one, other) < Agreement.SHORT and _in_order(one, other.swapped) >= Agreement.SHORT


class _Part(enum.IntEnum):
    OTHER = 0
    SLIP = 1
    MISSING = 2
    INITIAL = 3
    PART = 4
    SAME = 5


def _in_order(one: Name, other: Name) -> Agreement:
    if not (one.given and one.family and other.given and other.family):
        return _with_a_part_missing(one, other)
    given, family = _given(one.given, other.given), _family(one.family, other.family)
    if family is _Part.SAME:
        return _OF_GIVEN[given]
    if given is _Part.SAME:
        if family in (_Part.PART, _Part.INITIAL):
            return Agreement.SHORT
        return Agreement.DOUBT if family is _Part.SLIP else Agreement.MARRIED
    if given is family is _Part.INITIAL:
        return Agreement.INITIAL
    if given is _Part.OTHER or family is _Part.OTHER:
        return Agreement.NAMESAKE if family in (_Part.PART, _Part.SLIP) else Agreement.STRANGER
    return Agreement.DOUBT


_OF_GIVEN = {
    _Part.SAME: Agreement.FULL,
    _Part.PART: Agreement.SHORT,
    _Part.INITIAL: Agreement.INITIAL,
    _Part.MISSING: Agreement.BARE,
    _Part.SLIP: Agreement.DOUBT,
    _Part.OTHER: Agreement.NAMESAKE,
}


def _with_a_part_missing(one: Name, other: Name) -> Agreement:
    """Compare names of which one, or both, have one part only: it may be the given or the family name."""
    few, many = (one, other) if not (one.given and one.family) else (other, one)
    part = few.given or few.family
    if not (many.given and many.family):
        whole = many.given or many.family
        if part == whole or "".join(part) == "".join(whole):
            return Agreement.FULL
        return Agreement.DOUBT if _is_slip("".join(part), "".join(whole)) else Agreement.STRANGER
    everything = many.given + many.family
    if "".join(part) == "".join(everything):  # written as one word, or all of it in one field
        return Agreement.FULL
    letters = [word[0] for word in everything]
    if list(part) == letters or part == ("".join(letters),):
        return Agreement.INITIAL
    if _family(part, many.family) >= _Part.PART or _given(part, many.given) in (_Part.SAME, _Part.PART):
        return Agreement.BARE
    if len(part) > 1:  # a whole name in one field
        return _in_order(Name(part[:-1], part[-1:]), many)
    close = _is_slip(part[0], "".join(many.family)) or _is_slip(part[0], many.given[0])
    close = close or part[0] == many.given[0][0]  # "J" alone
    return Agreement.DOUBT if close else Agreement.STRANGER


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> _Part:
    first, second = one[0], other[0]
    if one == other or "".join(one) == "".join(other):
        return _Part.SAME
    if first == second:
        return _Part.SLIP if _differ_in_the_middle(one[1:], other[1:]) else _Part.SAME
    if len(first) == 1 or len(second) == 1:
        if first[0] != second[0]:
            return _Part.OTHER
        return _Part.SLIP if _differ_in_the_middle(one[1:], other[1:]) else _Part.INITIAL
    if first == "".join(word[0] for word in other) or second == "".join(word[0] for word in one):
        return _Part.INITIAL  # "JP" for Jean-Paul
    if are_forms(first, second):
        return _Part.PART
    if second in one or first in other or _is_beginning(first, second) or _is_slip("".join(one), "".join(other)):
        return _Part.SLIP
    return _Part.SLIP if _is_slip(first, second) else _Part.OTHER


def _differ_in_the_middle(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether middle names contradict each other; those left out, and initials, do not."""
    return any(
        first != second and not (first[0] == second[0] and 1 in (len(first), len(second)))
        for first, second in zip(one, other, strict=False)
    )


def _is_beginning(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 2 and long.startswith(short)


def _family(one: tuple[str, ...], other: tuple[str, ...]) -> _Part:
    first, second = "".join(one), "".join(other)
    if first == second:
        return _Part.SAME
    plain, again = _without_particles(one), _without_particles(other)
    if plain == again:
        return _Part.SAME
    if len(first) == 1 or len(second) == 1:
        return _Part.INITIAL if first[0] == second[0] else _Part.OTHER
    if _is_slip(first, second):
        return _Part.SLIP
    if plain and again and (set(plain) <= set(again) or set(again) <= set(plain)):  # Smith, Smith-Jones
        return _Part.PART
    return _Part.OTHER


def _without_particles(family: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in family if word not in _PARTICLES) or family


def _is_slip(one: str, other: str) -> bool:
    """Tell whether one word is likely the other mistyped: letters swapped, missed, doubled or hit beside."""
    if one == other:
        return True
    if any(map(str.isdigit, one)) or any(map(str.isdigit, other)):
        return False  # numbered names ("Desk 1", "Desk 2") differ by their numbers
    short, long = min(len(one), len(other)), max(len(one), len(other))
    if short < 3 or long - short > 2:
        return False
    # Loaded where it is used first: most rows have nothing to compare.
    from rapidfuzz.distance import OSA

    allowed = 1 if short < 6 else 2
    if short == 3 and one[0] != other[0]:
        return False
    return int(OSA.distance(one, other, score_cutoff=allowed)) <= allowed
