"""What stands beside a name in its cell: a nickname in brackets or quotes, pronouns, an organisation behind a dash."""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from crm.formats.names.post_nominals import HELD, is_honour, rank
from crm.formats.names.titles import is_title
from crm.formats.organisation_words import names_organisation
from crm.text import words

_PRONOUN = (
    r"(?:she|he|they|her|him|them|his|hers|theirs|it|its|ze|zir|zie|hir|xe|xem|ey|em|fae|faer|any|all|elle|elles|il|ils|lui"
    r"|iel|ella|el|él|elle|sie|ihr|er|ihm|ihn|hij|hem|zij|haar|hen|hun|die|ona|jej|on|jego|hi|fe|nhw)"
)
_PRONOUNS = re.compile(
    rf"(?:(?:my |preferred )?pronouns?\s*(?:are|:)?\s*)?(?:{_PRONOUN}(?:\s*[/,|&+]\s*\w+)+|any pronouns)\.?",
    re.IGNORECASE,
)
# Without brackets only strokes tell pronouns from a name: "He, Li" is one.
_BARE_PRONOUNS = re.compile(
    rf"[\s,;]+(?:[#|\u2022\u00b7*~/\u2010-\u2015-]+\s*)?(?:pronouns?\s*:?\s*)?({_PRONOUN}(?:\s*/\s*{_PRONOUN})+)(?=[\s,]|$)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[{\uff08\u3010]\s*([^()\[\]{}\uff08\uff09\u3010\u3011]*)[)\]}\uff09\u3011]")
_QUOTED = re.compile(
    '(?:(?<=[\\s,])|^)(?:"([^"]+)"|\u201c([^\u201c\u201d]+)[\u201d\u201c]|\u201e([^\u201c\u201d\u201e]+)[\u201c\u201d]'
    "|\u00ab([^\u00ab\u00bb]+)\u00bb|''(.+?)''|'([^'\"]+)'|\u2018([^\u2018]+?)\u2019|`([^`']+)[`'])(?=[\\s,]|$)"
)
_ALSO = re.compile(r"[\s,]+(?:a\.?k\.?a\.?|known as|goes by|prefers)\s+(?=\w)", re.IGNORECASE)
_SAYS_NICKNAME = re.compile(
    r"(?:a\.?k\.?a\.?|(?:also )?known as|goes by|prefers|preferred(?: name)?|nickname|nick|call (?:me|him|her))[\s:]+",
    re.IGNORECASE,
)
_SAYS_FORMER = re.compile(r"(?:n[ée]e?|born|formerly|former|previously|prev|geb|fka|maiden)\b", re.IGNORECASE)
_BEHIND_A_MARK = re.compile(r"\s+([|@\u2022\u00b7]|[-\u2010-\u2015]{1,2})\s+(?=\S)")
# What is written in brackets behind a name and is nobody's nickname.
_REMARKS = frozenset(
    words(
        """guest host cohost organiser organizer speaker panelist panellist presenter attendee delegate visitor external
        internal unverified unknown work home mobile office private personal business old new ex left retired deceased
        late moved chair chairman chairwoman chairperson president secretary treasurer trustee governor director
        manager head lead leader ceo cto cfo coo md gp nurse doctor consultant surgeon professor lecturer student
        researcher fellow assistant associate partner member staff volunteer founder cofounder owner chief officer
        executive administrator admin reception finance sales marketing procurement research it hr estates pharmacy
        temp interim acting maternity leave cover contact main deputy senior junior uk england scotland wales ireland
        london manchester liverpool leeds lancaster preston chester warrington bolton wigan salford birmingham
        sheffield york edinburgh glasgow cardiff belfast dublin oxford cambridge bristol wife husband mother father
        son daughter brother sister spouse friend neighbour vegan vegetarian online remote zoom teams tbc test"""
    )
)
_COMMA = re.compile(r"\s*,\s*")
# Nearly every name holds none of these, and nothing has to be looked for.
_MAY_HOLD = re.compile(
    r"[^\w\s.,&'\u2019-]|_|(?:^|[\s,])[-'\u2019]|''|\b(?:a\.?k\.?a|known as|goes by|prefers)\b", re.IGNORECASE
)
_SYMBOLS = frozenset(("So", "Sk", "Cn", "Co", "Cs", "Cf", "Me"))
_JOINTS = "\u200d\ufe0e\ufe0f\u20e3"


class Asides(msgspec.Struct):
    """A name's text without what stands beside it, and what that was; `behind` goes behind the name as it stands."""

    plain: str
    nicknames: list[str] = msgspec.field(default_factory=list)
    pronouns: str = ""
    titles: list[str] = msgspec.field(default_factory=list)
    behind: list[str] = msgspec.field(default_factory=list)


def is_pronouns(text: str) -> bool:
    """Tell whether `text` is somebody's pronouns (she/her, they/them, any pronouns) and nothing else."""
    return _PRONOUNS.fullmatch(text.strip()) is not None


def set_aside(text: str) -> Asides:
    """Return the name in `text` with its asides apart; a text that is nothing but an aside is the name."""
    found = Asides(_COMMA.sub(", ", text) if "," in text else text)
    if not _MAY_HOLD.search(text):
        return found
    _take_bare_pronouns(found)
    _take_brackets(found)
    _take_quoted(found)
    _take_also(found)
    _take_behind_a_mark(found)
    found.plain = " ".join(filter(None, map(_without_symbols, found.plain.split()))).strip(" ,")
    if not any(map(str.isalnum, found.plain)):
        return Asides(text)
    return found


def _take_bare_pronouns(found: Asides) -> None:
    match = _BARE_PRONOUNS.search(found.plain)
    if match and match.start():
        found.pronouns = match[1]
        found.plain = found.plain[: match.start()] + found.plain[match.end() :]


def _take_brackets(found: Asides) -> None:
    plain, done = found.plain, ""
    while match := _BRACKETS.search(plain):
        before, held = plain[: match.start()], match[1].strip()
        plain = plain[match.end() :]
        kept = _place_bracket(found, done + before, held, match[0], plain)
        done += before + kept
    found.plain = done + plain


def _place_bracket(found: Asides, before: str, held: str, whole: str, after: str) -> str:
    """Put what a bracket held where it belongs and return what stays in its place."""
    if not any(map(str.isalnum, held)):
        return " "
    if is_pronouns(held):
        found.pronouns = ", ".join(filter(None, (found.pronouns, held)))
        return " "
    glued = before[-1:].isalnum() or before[-1:] == "."
    last = before.split()[-1] if before.split() else ""
    behind_letters = len(before.split()) > 1 and rank(last.rstrip(",")) > 0
    if is_honour(held) or behind_letters:
        if not behind_letters and any(map(_is_word, after.partition(",")[0].split())):  # "Maj (Retd) James Ward"
            found.behind.append(whole)
            return " "
        kept = whole.replace(" ", HELD)
        return kept if glued else f" {kept} "
    if is_title(held):
        found.titles.append(held)
    elif nickname := _nickname_in(held, before, after):
        found.nicknames.append(nickname)
    else:
        found.behind.append(whole)
    return " "


def _is_word(word: str) -> bool:
    return any(map(str.isalpha, word)) and rank(word) == 0


def _nickname_in(held: str, before: str, after: str) -> str:
    """Return the nickname that a bracket holds, or "" where it holds something else."""
    said = _SAYS_NICKNAME.match(held)
    if said:
        return held[said.end() :].strip(" \"'") or held
    if _SAYS_FORMER.match(held) or any(map(str.isdigit, held)) or "@" in held or names_organisation(held):
        return ""
    inside = any(map(str.isalpha, after.partition(",")[0]))  # a word of the name follows
    pieces = held.split()
    if len(pieces) > (3 if inside else 2) or not _REMARKS.isdisjoint(words(held)):
        return ""
    shouted = before.upper() == before
    if inside or not before.strip():
        return held.strip("\"'\u201c\u201d\u2018\u2019")
    if held[:1].islower() and before.lower() != before:
        return ""
    if held.isupper() and len(held) > 1 and held.isalpha() and not shouted:  # an abbreviation: (UCL)
        return ""
    return held.strip("\"'\u201c\u201d\u2018\u2019")


def _take_quoted(found: Asides) -> None:
    whole = _QUOTED.fullmatch(found.plain.strip())
    if whole:  # the name itself in quotes
        found.plain = _inside(whole.groups())
        return

    def take(match: re.Match[str]) -> str:
        held = _inside(match.groups())
        if not any(map(str.isalnum, held)):
            return match[0]
        found.nicknames.append(held)
        return ""

    found.plain = _QUOTED.sub(take, found.plain)


def _inside(groups: Sequence[str | None]) -> str:
    return next((group for group in groups if group is not None), "").strip()


def _take_also(found: Asides) -> None:
    match = _ALSO.search(found.plain)
    if match and match.start() and any(map(str.isalpha, found.plain[: match.start()])):
        found.nicknames.append(found.plain[match.end() :].strip())
        found.plain = found.plain[: match.start()]


def _take_behind_a_mark(found: Asides) -> None:
    """Set aside what follows a stroke, an @ or a free dash; between two single words a dash joins them."""
    match = _BEHIND_A_MARK.search(found.plain)
    if not match or not any(map(str.isalpha, found.plain[: match.start()])):
        return
    before, after = found.plain[: match.start()], found.plain[match.end() :]
    if not any(map(str.isalnum, after)):
        return
    is_dash = match[1] not in ("|", "@", "\u2022", "\u00b7")
    if is_dash and not names_organisation(after) and (len(before.split()) < 2 or len(after.split()) < 2):
        if "," not in after and len(after.split()) == 1:  # "Ann Hall - Price"
            found.plain = f"{before}{HELD}{match[1]}{HELD}{after}"
        return
    found.behind.insert(0, f"{match[1]} {after}")
    found.plain = before


def _without_symbols(word: str) -> str:
    """Return a word without the pictures at its ends; "" where it holds no letter or digit."""
    if word.isascii():
        return word if any(map(str.isalnum, word)) or word in ("&", "+", "/") else ""
    start, end = 0, len(word)
    while start < end and _is_symbol(word[start]):
        start += 1
    while end > start and _is_symbol(word[end - 1]):
        end -= 1
    kept = word[start:end]
    return kept if any(map(str.isalnum, kept)) else ""


def _is_symbol(character: str) -> bool:
    return (unicodedata.category(character) in _SYMBOLS or character in _JOINTS) and character != HELD
