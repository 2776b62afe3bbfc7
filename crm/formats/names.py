"""A whole name in one cell taken apart: title, given, middle and family name, letters after the name."""

import re

from crm.formats.rows import ReadName
from crm.text import fold, words

_PREFIXES = frozenset(
    words(
        """mr mrs ms miss mx master dr prof professor sir dame lord lady baroness baron rev revd reverend cllr
        councillor hon rt capt captain col colonel maj major lt sgt herr frau hr fr monsieur madame mme mlle sr sra
        srta ing dipl father sister canon judge ambassador dott"""
    )
)
_SUFFIXES = frozenset(
    words(
        """jr jnr sr snr ii iii iv phd dphil md mbe obe cbe kbe dbe om frs frse frsb frcp frcs freng rcs ba bsc msc mba
        ma meng beng mbbs bds mrcp mrcgp frcgp frcpath frcr rgn rn cio ceng fiet fbcs esq qc kc jp dl mp msp ms dsc llb
        llm pgce cphys cchem fca aca acca fcma fcca cfa pmp mphil mres edd dba psyd frsa mcipr chpc ret"""
    )
)
# With these the family name begins before its last word.
_PARTICLES = frozenset(
    words(
        """van von der den de del della di da dos du la le ter ten zu zum zur af av bin ibn ben bint al el ap ab ni nic
        o mac mc st"""
    )
)
_LETTERS_ONLY = re.compile(r"[^\w]+")


def split_name(text: str) -> ReadName:
    """Return the parts of a whole name: "Vaughan, Gethin", "Dr Siân Llewelyn-Price", "Ann Hall PhD", "李明".

    A name that cannot be taken apart is one given name; `display` is always the text as it stands.
    """
    text = text.strip()
    if not text:
        return ReadName()
    head, _, tail = text.partition(",")
    if tail.strip() and not all(_key(word) in _SUFFIXES for word in re.split(r"[\s,]+", tail.strip())):
        return _family_first(head.strip(), tail.strip(), text)
    pieces = head.split()
    prefix = _take_prefix(pieces)
    suffix = " ".join(part for part in (_take_suffix(pieces), tail.strip()) if part)
    if not pieces:  # nothing but titles: then they are the name
        return ReadName(given=text, display=text)
    if len(pieces) == 1 and prefix:  # "Dr Smith"
        return ReadName(prefix, "", "", pieces[0], suffix, "", text)
    given, rest = pieces[0], pieces[1:]
    start = next((i for i, word in enumerate(rest) if i < len(rest) - 1 and _key(word) in _PARTICLES), len(rest) - 1)
    middle, family = (" ".join(rest[:start]), " ".join(rest[start:])) if rest else ("", "")
    return ReadName(prefix, given, middle, family, suffix, "", text)


def is_title(text: str) -> bool:
    """Tell whether `text` is a title before a name (Dr, Ms, Prof.) and nothing else."""
    return bool(text.strip()) and all(_key(word) in _PREFIXES for word in text.split())


def _family_first(family: str, given_part: str, display: str) -> ReadName:
    pieces = given_part.replace(",", " ").split()
    prefix = _take_prefix(pieces)
    suffix = _take_suffix(pieces)
    given, middle = (pieces[0], " ".join(pieces[1:])) if pieces else ("", "")
    if not given:
        return ReadName(prefix=prefix, family=family, suffix=suffix, display=display)
    return ReadName(prefix, given, middle, family, suffix, "", display)


def _take_prefix(pieces: list[str]) -> str:
    """Take the titles off the front of `pieces`, leaving at least one."""
    taken: list[str] = []
    while len(pieces) > 1 and _key(pieces[0]) in _PREFIXES:
        taken.append(pieces.pop(0))
    return " ".join(taken)


def _take_suffix(pieces: list[str]) -> str:
    """Take the letters after the name off the end of `pieces`, leaving at least two."""
    taken: list[str] = []
    while len(pieces) > 2 and _key(pieces[-1]) in _SUFFIXES and pieces[-1][:1].isupper():
        taken.insert(0, pieces.pop())
    return " ".join(taken)


def _key(word: str) -> str:
    return _LETTERS_ONLY.sub("", fold(word))


def join_name(*, prefix: str, given: str, middle: str, family: str, suffix: str) -> str:
    """Return the parts as one name for showing, the letters after it set off as they were given."""
    return " ".join(part for part in (prefix, given, middle, family, suffix) if part)
