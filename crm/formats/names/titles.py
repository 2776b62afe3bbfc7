"""Titles before a name: Dr, Ms, The Rt Hon, Lt Col, Prof.Dr., Mr & Mrs."""

import re
from functools import lru_cache

from crm.text import fold, words

_PREFIXES = frozenset(
    words(
        """mr mrs ms miss mx master dr drs prof professor sir dame lord lady baroness baron viscount viscountess
        countess rev revd reverend cllr councillor alderman hon honourable rt capt captain col colonel maj major lt
        lieutenant sgt sergeant cpl cdr cmdr commander brigadier general admiral sqn ldr flt cdre governor senator
        herr frau hr fr monsieur madame mme mlle sr sra srta sigra dott dottssa dssa ing dipl dipling father sister
        canon venerable judge ambassador rndr mudr judr phdr mvdr paeddr thdr"""
    )
)
# With a stop these are titles; without it some of them are given names: Gen. Ward, but Gen Mori.
_SHORTENED = frozenset(words("gen gov sen pres adm brig mag ald ven sig ir univ priv doz hab mgr med"))
# Two letters that are initials where they are written large: "Fr Murphy", but "FR Murphy".
_OR_INITIALS = frozenset(words("hr fr sr"))
_INITIALS = re.compile(r"(?:\w\.)+\w\.?")
# These stand before a given name alone: Sir Gerald, Dame Mary.
_BEFORE_GIVEN = frozenset(words("sir dame"))
_PEERS = frozenset(words("lord lady baron baroness earl countess viscount viscountess"))
# These alone make no title, but stand among titles: The Rt Hon, Mr & Mrs, Very Revd, Air Cdre, Rt Revd.
_BETWEEN = frozenset(
    words("the and right very most air vice rear group wing squadron flight associate assistant adjunct")
)
# Short titles that some write behind the name: "John Smyth Dr".
_BEHIND = frozenset(words("dr prof mr mrs ms mx"))
_NOT_LETTERS = re.compile(r"[^\w]+")


@lru_cache(maxsize=16384)
def key(word: str) -> str:
    """Return a word as titles and letters are compared: folded, without stops and brackets."""
    return _NOT_LETTERS.sub("", fold(word))


def is_title(text: str) -> bool:
    """Tell whether `text` is a title before a name (Dr, Ms, Prof.) and nothing else."""
    pieces = text.split()
    return bool(pieces) and _length(pieces) == len(pieces)


def take_titles(pieces: list[str]) -> str:
    """Take the titles off the front of `pieces`, leaving at least one, and return them."""
    count = min(_length(pieces), len(pieces) - 1)
    while count > 0 and not _is_one(pieces[count - 1]):
        count -= 1
    taken = " ".join(pieces[:count])
    del pieces[:count]
    return taken


def take_title_behind(pieces: list[str]) -> str:
    """Take one short title off the end of `pieces`, leaving at least two, and return it."""
    return pieces.pop() if len(pieces) > 2 and key(pieces[-1]) in _BEHIND and pieces[-1][:1].isupper() else ""


def goes_before_given(titles: str) -> bool:
    """Tell whether these titles stand before a given name where one word follows: Sir Gerald."""
    return bool(titles) and key(titles.split()[-1]) in _BEFORE_GIVEN


def is_peer(titles: str) -> bool:
    """Tell whether these titles stand before a family name and its place: Lord Darley of Denham."""
    return bool(titles) and key(titles.split()[-1]) in _PEERS


def _length(pieces: list[str]) -> int:
    """Return how many of the first pieces belong to a title; what only joins titles counts where a title follows."""
    count = 0
    for place, word in enumerate(pieces, 1):
        if _is_one(word):
            count = place
        elif not (key(word) in _BETWEEN or word in ("&", "/", "+")):
            break
    return count


@lru_cache(maxsize=16384)
def _is_one(word: str) -> bool:
    if _INITIALS.fullmatch(word):  # "D.R. Patel" is no doctor
        return False
    found = key(word)
    if found in _PREFIXES:
        return not (found in _OR_INITIALS and word.isupper())
    if "." not in word and "/" not in word:
        return False
    if found in _SHORTENED:
        return True
    several = [part for part in map(key, re.split(r"[./-]", word)) if part]
    return len(several) > 1 and (_PREFIXES | _SHORTENED).issuperset(several)  # "Prof.Dr.", "Lt.Gov.", "Mr/Mrs"
