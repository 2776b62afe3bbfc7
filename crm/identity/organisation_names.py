"""Names of organisations as they are compared: the spelling is set aside, the legal person is not.

Mill Ltd, MILL LIMITED and The Mill, Ltd. are one name; Mill plc, Mill CIC and Mill GmbH are those of others.
"""

from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from crm.formats.placeholders import is_nothing
from crm.text import fold, words

_FORMS: dict[tuple[str, ...], str] = {
    tuple(spelling.split()): form
    for form, spellings in {
        "ltd": "ltd|limited|cyf|cyfyngedig|teo|teoranta",
        "plc": "plc|public limited company|public ltd company",
        "llp": "llp|limited liability partnership",
        "llc": "llc|limited liability company",
        "cic": "cic|community interest company",
        "cio": "cio|charitable incorporated organisation|charitable incorporated organization",
        "scio": "scio|scottish charitable incorporated organisation",
        "clg": "clg|company limited by guarantee",
        "dac": "dac|designated activity company",
        "inc": "inc|incorporated",
        "pty ltd": "pty ltd|pty limited|proprietary limited",
        "pvt ltd": "pvt ltd|pvt limited|private limited|private ltd",
        "pte ltd": "pte ltd|pte limited",
        "gmbh": "gmbh|gesellschaft mit beschrankter haftung",
        "gmbh co kg": "gmbh co kg|gmbh company kg",
        "ag": "ag|aktiengesellschaft",
        "ab": "ab|aktiebolag",
        "as": "as|aktieselskab|aksjeselskap",
        "aps": "aps|anpartsselskab",
        "bv": "bv|besloten vennootschap",
        "nv": "nv|naamloze vennootschap",
        "oy": "oy|osakeyhtio",
        "sa": "sa|societe anonyme|sociedad anonima",
        "sarl": "sarl|societe a responsabilite limitee",
        "srl": "srl|societa a responsabilita limitata",
    }.items()
    for spelling in spellings.split("|")
}
_LONGEST_FORM = max(map(len, _FORMS))

_SPELLINGS = {
    "limited": "ltd", "incorporated": "inc", "company": "co", "corporation": "corp", "brothers": "bros",
    "saint": "st", "department": "dept", "international": "intl", "univ": "university", "hosp": "hospital",
    "center": "centre", "organization": "organisation", "fdn": "foundation", "fndn": "foundation",
    "nhsft": "nhs foundation trust", "nhst": "nhs trust",
}  # fmt: skip
"""Words that are written in two ways, wherever in a name they stand."""
_JOINING = frozenset(("the", "and"))

_TRUST = ("nhs", "foundation", "trust")
_TRUSTS = (("nhs", "ft"), ("foundation", "nhs", "trust"), ("nhs", "found", "trust"))
_LIKE_TRUSTS = (_TRUST, ("nhs", "trust"), ("foundation", "trust"))


class NameKey(NamedTuple):
    """A name as it is compared: its words, and its legal form ("" where it says none).

    `core` is "" for what is no name to join on: an article, or a legal form alone.
    """

    core: str
    form: str


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> NameKey:
    """Return a name as it is compared."""
    found = [
        word for word in _lettered(words(name.replace("&", " and ").replace("+", " and "))) if word not in _JOINING
    ]
    form = ""
    for size in range(min(_LONGEST_FORM, len(found)), 0, -1):
        if tuple(found[-size:]) in _FORMS:
            form = _FORMS[tuple(found[-size:])]
            del found[-size:]
            break
    return NameKey(" ".join(_spelled(found)), form)


def spelling_key(name: str) -> NameKey:
    """Return what makes two spellings one name, of one entry or one file; a name without a core stands for itself."""
    key = name_key(name)
    return key if key.core else NameKey(fold(name), "")


@lru_cache(maxsize=1 << 16)
def likeness(core: str) -> str:
    """Return what is alike in cores that may be one body under two names.

    University of Bury and Bury University; Bury NHS Trust, once it is a foundation trust.
    """
    found = core.split()
    for ending in _LIKE_TRUSTS:
        if len(found) > len(ending) and tuple(found[-len(ending) :]) == ending:
            return " ".join((*found[: -len(ending)], "trust of the nhs"))
    if len(found) > 2 and found[:2] == ["university", "of"]:
        return " ".join((*found[2:], "university"))
    return core


def is_no_organisation(name: str) -> bool:
    """Return whether a text stands where an organisation would and names none: "N/A", "-", "TBC"."""
    return is_nothing(name) or not words(name)


def _lettered(found: list[str]) -> list[str]:
    """Return words with letters that stand alone joined: p l c gives plc, a 1 gives a1."""
    if all(len(word) > 1 for word in found):
        return found
    joined: list[str] = []
    for single, group in groupby(found, key=lambda word: len(word) == 1):
        run = list(group)
        joined += ["".join(run)] if single and any(map(str.isalpha, run)) else run
    return joined


def _spelled(found: list[str]) -> list[str]:
    """Return words each in its one spelling, NHS foundation trusts among them."""
    spelled = " ".join(_SPELLINGS.get(word, word) for word in found).split()
    for ending in _TRUSTS:
        if tuple(spelled[-len(ending) :]) == ending:
            return [*spelled[: -len(ending)], *_TRUST]
    if len(spelled) > 1 and spelled[-1] == "ft":
        return [*spelled[:-1], "foundation", "trust"]
    return spelled
