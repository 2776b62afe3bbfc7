"""What a name on a list stands for: one person, two of a family, somebody's guest, or a place that names nobody yet.

A list's own marks (a bullet, a tick, a star, a line through it, "- late") are set aside; what they say is a note.
"""

import re

import msgspec
from msgspec.structs import replace

from crm.formats.names import is_title
from crm.formats.organisation_words import names_organisation
from crm.text import fold, words

_MOST = 60
_NUMBERS = {"a": 1, "an": 1, "one": 1, "his": 1, "her": 1, "their": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_COUNT = r"\d{1,2}|one|two|three|four|five|an?"
_WHO = (
    r"guests?|others?|colleagues?|partner|plus[ -]ones?|people|persons?|more|friends?|child(?:ren)?|kids|wife|husband"
    r"|spouse|reps?|representatives?|delegates?|assistant|pax"
)
_STRUCK = re.compile(r"\s*(~~|\*\*|__|~|\*|_)(.+?)\1\s*")
_BULLET = re.compile(
    r"\s*(?:[-*+•–—▪◦‣·>✓✔☑✅✗✘✕☐☒❌]+\s+|[✓✔☑✅✗✘✕☐☒❌]\ufe0f?\s*|\(?\d{1,3}[.)\]]\s+|\[[ xX✓]?\]\s+)(?=\w)"
)
_MARK_AFTER = re.compile(r"[\s*†‡§#^✓✔☑✅✗✘✕☐☒❌\ufe0f¹²³⁴°]+$|\s*\(?\?+\)?$")
_NOTE_WORDS = (
    r"(?:(?:arriv\w+|running|came|joined|joining|slightly|a bit) )?late(?: arrival)?|late\b.{0,20}"
    r"|(?:left|leaving|leaves|had to leave)\b.{0,20}|early"
    r"|remote(?:ly)?|online|virtual(?:ly)?|in person|(?:via|on|by) (?:ms )?(?:teams|zoom|phone|webex|video|link)"
    r"|dial\w* in|(?:from|until|till|after|before) [\d:.apm ]+|(?:am|pm|mornings?|afternoons?) only|new|first[ -]tim\w*"
    r"|vip|speaker|speaking|chair|panell?ist|vegan|vegetarian|gluten free|paid|unpaid|wheelchair(?: user)?|walk[ -]?in"
    r"|cancel?led|no[ -]show|dna|did not attend|(?:sent |sends |with )?apolog(?:y|ies)(?: sent| received)?|apols"
    r"|maybe|possibly|perhaps|tentative"
    r"|absent|present|attended|confirmed|provisional|unconfirmed|not confirmed|t\.?b\.?c\.?|to be confirmed"
)
_NOTE = re.compile(_NOTE_WORDS, re.IGNORECASE)
_NOTE_AFTER = re.compile(rf"^(.*\S)(?:\s+[-–—/|]+\s*|\s*[,;:]\s+|\s+[-–—]\s+)({_NOTE_WORDS})$", re.IGNORECASE)
_BRACKET = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]{1,40})[)\]]$")
_PLUS = re.compile(
    rf"^(.*\w.*?)\s*(?:[(\[]\s*)?(?:\+|&|\band\b|\bplus\b|\bwith\b)\s*"
    rf"(?:(?P<n>{_COUNT}|his|her|their)\b\s*(?P<who>{_WHO})?|(?P<one>{_WHO}))\s*[)\]]?$",
    re.IGNORECASE,
)
_TIMES = re.compile(r"^(.*\w.*?)\s*[,(\[]?\s*(?:[x×]\s*(\d{1,2})|(\d{1,2})\s*[x×])\s*[)\]]?$", re.IGNORECASE)
_HEADS = re.compile(
    r"^(.*\w.*?)\s*[,(\[]\s*(\d{1,2})\s*(?:people|persons|pax|tickets|places|seats|guests)\s*[)\]]?$", re.I
)
_NUMBERED = re.compile(
    rf"(?P<n>{_COUNT})\s*(?:[x×]\s*|(?:(?:{_WHO}|places?|tickets?|seats?|staff|attendees?|members?|students?)\s+)?"
    r"(?:from|of|for|at)\s+).*\w.*",
    re.IGNORECASE,
)
_SOMEBODY_OF = re.compile(
    r"(?:an? |the )?(?:guests?|plus[ -]ones?|\+1|colleagues?|friends?|partner|wife|husband|assistant|pa|someone"
    r"|somebody|anyone|representatives?|reps?|delegates?|person|people|nominee|deputy|substitute|visitor|staff"
    r"|member|team) (?:of|from|for|to|at) .*\w.*"
    r"|.*\w['\u2019]s? (?:guests?|plus[ -]ones?|\+1|colleague|partner|wife|husband|friend|assistant|pa|rep)",
    re.IGNORECASE,
)
_REP = re.compile(
    r"(?P<whose>.*\w.*?)\s+(?:guest|rep|representative|delegate|delegation|nominee|plus[ -]one|\+1)s?(?:\s*#?\d{1,2})?",
    re.IGNORECASE,
)
_TEAM = re.compile(r"(?P<whose>.*\w.*?)\s+(?:team|staff|colleagues?|attendees?|people)", re.IGNORECASE)
_NOBODY_YET = re.compile(
    r"[\s?.…_-]+|(?:name(?:s)? |guest |delegate |speaker |attendee )?"
    r"(?:t\.? ?b\.? ?[cadn]\.?|to be (?:confirmed|announced|advised|decided|named)|to follow|not (?:yet )?(?:known"
    r"|named|confirmed|provided|given)|unknown|unnamed|info requested|information requested)(?: \(?#?\d{1,2}\)?)?"
    r"|(?:spare|vacant|reserved|no name|unnamed|extra)(?: (?:place|seat|ticket|guest|person))?(?: \d{1,2})?"
    r"|(?:place|seat|ticket|attendee|delegate|plus[ -]one|colleague)(?: #?\d{1,3})?|guest(?: #?\d{1,3})?|\+ ?\d{1,2}"
    r"|(?:someone|somebody)(?: else)?|n/?a",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"(?:the )?(?:(?:ms |microsoft )?teams|zoom|meeting|conference|conf|board|seminar|committee|training|huddle|video"
    r"|lecture|event|project|quiet|focus)[ -]?(?:room|rm|theatre)s?\b.*"
    r"|(?:room|rm|suite|boardroom|auditorium|lecture theatre|hot ?desk|desk|projector|parking space|car park"
    r"|pool car|minibus)\b[ :#-]*(?:[a-z]{0,3}[ .-]?\d[\w .-]*|[a-z])?"
    r"|.*\b(?:room|suite|boardroom|auditorium) (?:[a-z]?\d[\w.-]*|[a-z])(?: \(.*\))?"
    r"|(?:conf|mtg|room|rm)[-_.][\w.-]+|mr[-_.][\w.-]*\d[\w.-]*",
    re.IGNORECASE,
)
_COUPLE = re.compile(
    r"(?P<first>[^&+/,]+?)\s*(?:&|\+|\s/\s|\band\b|\bund\b|\bet\b)\s*(?P<second>[^&+/,]+)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][^\W\d_.'\u2019-]*(?:[.'\u2019-][^\W\d_]*)*")
_OF_AN_ORGANISATION = re.compile(r"(\d{1,2})\s+\S.*")
# Nearly every name: plain words of which none is of those above. It needs no closer look.
_PLAIN = re.compile(r"[^\W\d_][^\W\d_-]*(?: [^\W\d_][^\W\d_-]*){1,2}")
_TELLING = frozenset(
    words(
        """and und et plus with x of from for to at guest guests rep reps representative representatives delegate
        delegates delegation nominee one ones team staff colleague colleagues attendee attendees people person name
        names tbc tba tbd tbn be follow not unknown unnamed info information requested spare vacant reserved no extra
        place seat ticket someone somebody else room rooms rm rms theatre theatres suite boardroom auditorium desk
        hotdesk projector parking space car pool minibus conf mtg mr"""
    )
)


class Party(msgspec.Struct, frozen=True):
    """Whom a name stands for: the names of people, none, one or two; how many more it counts; what its marks said.

    `is_open` says that it only holds the place of a name (TBC), which an address beside it can fill.
    """

    people: tuple[str, ...] = ()
    unnamed: int = 0
    note: str = ""
    is_room: bool = False
    is_open: bool = False


def read_party(text: str) -> Party:
    """Read a name of a list: "Ida Moor +1" is Ida Moor and one more, "2 x Peel Ltd" two people without a name."""
    if _PLAIN.fullmatch(text) and _TELLING.isdisjoint(text.lower().split()):
        return Party((text,))
    plain, notes = _without_marks(text)
    if len(plain) > _MOST * 2:
        return Party((plain,), note="; ".join(notes))
    return replace(_party(plain), note="; ".join(notes))


def stand_in(text: str) -> int:
    """Return how many people a name stands for without naming one ("TBC", "2 x Peel Ltd"), 0 where it names somebody.

    A room counts for one: it is no person's name either.
    """
    found = read_party(text)
    return 0 if found.people else max(1, found.unnamed)


def is_mark(text: str) -> bool:
    """Tell whether a text is only a list's own note on somebody: "apologies", "late", "online"."""
    return _NOTE.fullmatch(text.strip()) is not None


def is_room(text: str) -> bool:
    """Tell whether a name is that of a room or of something else that a calendar books like a person."""
    return _ROOM.fullmatch(text.strip()) is not None


def more_people(text: str) -> int:
    """Return how many more than one a reply speaks of: "Yes, with a colleague" is one more, "No" none."""
    found = _PLUS.match(text.strip().replace(",", " "))
    return _number(found) if found else 0


def _party(plain: str) -> Party:
    if not plain or _NOBODY_YET.fullmatch(plain):
        return Party(unnamed=1, is_open=True)
    if is_room(plain):
        return Party(is_room=True)
    numbered = _NUMBERED.fullmatch(plain)
    if numbered:
        return Party(unnamed=_count(numbered["n"]))
    plus = _PLUS.match(plain)
    if plus and not is_title(plus[1]):
        inner = _party(plus[1].rstrip(" ,(["))
        return replace(inner, unnamed=inner.unnamed + _number(plus))
    times = _TIMES.match(plain) or _HEADS.match(plain)
    if times:
        inner = _party(times[1].rstrip(" ,(["))
        number = int(next(filter(None, times.groups()[1:])))
        if names_organisation(times[1]):
            return Party(unnamed=number)
        return replace(inner, unnamed=max(inner.unnamed, number - len(inner.people)))
    several = _OF_AN_ORGANISATION.fullmatch(plain)
    if several and names_organisation(plain):
        return Party(unnamed=_count(several[1]))
    if _is_nobodys(plain):
        return Party(unnamed=1)
    return Party(_two_of(plain) or (plain,))


def _is_nobodys(plain: str) -> bool:
    if _SOMEBODY_OF.fullmatch(plain):
        return True
    rep = _REP.fullmatch(plain)
    # "Ann Guest" has a family name; "Jon Peel guest" and "Moor Trust Rep" have none of their own.
    if rep and (plain.split()[-1].islower() or names_organisation(rep["whose"])):
        return True
    team = _TEAM.fullmatch(plain)
    return bool(team and names_organisation(team["whose"]))


def _two_of(plain: str) -> tuple[str, ...]:
    """Return the two people of "Ann and Bob Lee", "Mr and Mrs J Smith" or "Ann Lee & Bob Moor", else nothing."""
    found = _COUPLE.fullmatch(plain)
    if not found or names_organisation(plain):
        return ()
    first, second = found["first"].split(), found["second"].split()
    everyone = (*first, *second)
    if not all(map(_WORD.fullmatch, everyone)) or max(len(first), len(second)) > 4:
        return ()
    if any(word[0].isupper() for word in everyone) and not everyone[-1][0].isupper():
        return ()  # "Wales and West team" ends in no name
    if len(second) < 2:
        # "Smith & Jones" is a firm as likely as two people; "Ann Lee & Bob" names Bob by his own name only.
        return (" ".join(first), " ".join(second)) if len(first) > 1 and not is_title(found["first"]) else ()
    if is_title(found["first"]):
        titles = 1 if is_title(second[0]) else 0
        own = second[titles:]
        return (" ".join((*first, *own)), " ".join((second[0], own[-1]))) if titles and own else ()
    if len(first) == 1 or (len(first) == 2 and is_title(first[0])):
        return (" ".join((*first, second[-1])), " ".join(second))
    return " ".join(first), " ".join(second)


def _number(found: re.Match[str]) -> int:
    return _count(found["n"]) if found["n"] else 1


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else _NUMBERS.get(text.lower(), 1)
    return min(number, _MOST)


def _without_marks(text: str) -> tuple[str, list[str]]:
    """Take a list's marks off a name and return what they said, in the order in which they stood."""
    notes: list[str] = []
    plain = text.strip()
    while True:
        before = plain
        struck = _STRUCK.fullmatch(plain)
        if struck:
            plain = struck[2].strip()
            notes += ["struck out"] if struck[1] in ("~~", "~") else []
        bullet = _BULLET.match(plain)
        if bullet:
            plain = plain[bullet.end() :]
        if any(map(str.isalpha, plain)):
            plain = _MARK_AFTER.sub("", plain)
        after = _NOTE_AFTER.match(plain)
        bracket = _BRACKET.match(plain)
        if after and any(map(str.isalpha, after[1])):
            plain, said = after[1], after[2]
            notes.insert(0, said)
        elif bracket and _NOTE.fullmatch(bracket[2].strip()):
            plain = bracket[1]
            notes.insert(0, bracket[2].strip())
        if plain == before:
            return plain, [note for note in notes if fold(note)]
