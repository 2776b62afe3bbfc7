"""The names that meetings show: taken apart, their marks read, and what is nobody's name told from names.

A directory shows "Family, Given (Department)", a guest "Ann Hall (External)", a telephone "+44*****123", and a
note-taking program comes as "Ann's Notetaker".
"""

import re
from typing import Literal

import msgspec
from msgspec.structs import replace

from crm.formats.name_kinds import read_party, stand_in
from crm.formats.names import is_pronouns, join_name, split_name
from crm.formats.organisation_words import names_organisation
from crm.formats.rows import ReadName
from crm.text import clean_line, fold, words

__all__ = ["Nobody", "ShownName", "read_renamed", "read_shown", "stand_in", "who_is_nobody", "whole_name"]

Nobody = Literal["", "bot", "dial-in", "opted out", "stand-in", "room"]

_LONGEST = 300
_BRACKETED = re.compile(r"\s*[(\[\uff08]([^()\[\]\uff08\uff09]*)[)\]\uff09]\s*$")
_GUEST = frozenset(
    words(
        """guest gast invite invitee gosc ospite invitado invitada convidado vendeg gjest gaest vieras гость ゲスト
        来宾 來賓 게스트"""
    )
)
_EXTERNAL = re.compile(r"ext(?:ern|\.|$)|estern|zewnetrzn|buiten|外部|ulkoinen|внешн|externo")
_UNVERIFIED = re.compile(
    r"unverified|not verified|nicht (?:uber|ver)|non verifi|niezweryf|sin verificar|no verificad|nao verific|ongeverif"
    r"|onbevest|niet (?:geverif|gecontrol)|unbekannt|ej verifier|ikke verif|未验证|未確認|непровер"
)
_DEVICE = re.compile(
    r"(?P<owner>[\w .-]+)['\u2019]s (?:old |new |work )?(?:iphone|ipad|phone|laptop|macbook|galaxy|android|tablet)"
    r"(?: pro| air)?[ \d-]*"
    r"|(?:iphone|ipad|macbook)(?: \(\d\))? (?:von|de|di|van|od) (?P<whose>[\w .-]+)"
    r"|(?:my |the )?(?:iphone|ipad|galaxy|samsung|huawei|oneplus|xiaomi|redmi|sm-?[a-z]\d{3})\b[\w .+-]*"
    r"|(?:my |the )?(?:android|pixel|oppo|macbook|laptop|desktop|phone|mobile|tablet)(?: user| pro| air)?[ \d-]*",
    re.IGNORECASE,
)
_BOT = re.compile(
    r"\b(?:ai |note ?)(?:notes? ?taker|taker|assistant|recorder|companion)\b|\bnotetaker\b|\bnote-taker\b"
    r"|\b(?:otter|fireflies|read|fathom|sembly|avoma|grain|gong|chorus|tactiq|bluedot|jamie|circleback)\.ai\b"
    r"|\botter ?pilot\b|\btl;?dv\b|\bmeetgeek\b|\bread meeting\b|\bfireflies\b.*\bnote"
    r"|\b(?:meeting|recording|transcription|transcript|notes?) (?:bot|recorder|assistant)\b",
    re.IGNORECASE,
)
_BOT_ADDRESS = re.compile(
    r"(?:note-?taker|otterpilot|recorder-?bot)@|@(?:[\w-]+\.)*(?:otter\.ai|fireflies\.ai|read\.ai|fathom\.video|tldv\.io"
    r"|meetgeek\.ai|sembly\.ai|avoma\.com)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?=(?:.*[\d*x\u2022\u2026]){5})(?=.*\d)\+?[\d\s().*x\u2022\u2026#-]+", re.IGNORECASE)
_CALLER = re.compile(
    r"caller[- _#]*\d*"
    r"|(?:call|dial|phone|telephone|pstn)[- _]?(?:in)?[- _]*(?:user|participant|caller|guest)?[- _]*\d*",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"(?:anonym\w*|unknown|hidden|opted[ -]?out|name hidden|unbekannt\w*|inconnue?|nieznany)"
    r"(?:[ -]*(?:user|participant|attendee|guest|teilnehmer\w*|utilisateur|uczestnik))?\s*\d*"
    r"|(?:participant|attendee|teilnehmer|uczestnik|user|guest)[ -]*#?\d+",
    re.IGNORECASE,
)


class ShownName(msgspec.Struct, frozen=True):
    """A name as a meeting shows it, taken apart; `nobody` says why it is no person's name ("" where it is one).

    `unnamed` is how many people it counts besides the one it names, `others` are further people it names, and `note`
    is what the marks of a list said (late, remote).
    """

    name: ReadName
    raw: str
    department: str = ""
    organisation: str = ""
    guest: bool = False
    nobody: Nobody = ""
    unnamed: int = 0
    others: tuple[ReadName, ...] = ()
    note: str = ""


def read_shown(text: str, email: str = "") -> ShownName:
    """Take apart a name as a meeting or a list shows it; with the address, for programs that have a name like people.

    A device of somebody's ("Ada's iPhone") is known by its owner where there is an address, else it is nobody's name.
    """
    raw = clean_line(text)[:_LONGEST]
    plain, brackets = _without_brackets(raw)
    nobody = who_is_nobody(plain, email)
    if nobody:
        return ShownName(ReadName(display=plain), raw, nobody=nobody)
    device = _DEVICE.fullmatch(plain)
    if device:
        return ShownName(whole_name((device["owner"] or device["whose"] or "").strip()), raw)
    party = read_party(raw)
    if brackets and not any(map(_mark, brackets)) and (beside := read_party(plain)).is_open:
        party = beside  # "TBC (Peel Ltd)" is as much nobody's name as "TBC"
    if party.is_room:
        return ShownName(ReadName(display=raw), raw, nobody="room")
    if not party.people:
        if email and party.is_open:
            return ShownName(ReadName(), raw)
        return ShownName(ReadName(display=raw), raw, nobody="stand-in", unnamed=party.unnamed)
    plain, brackets = _without_brackets(party.people[0])
    found = ShownName(whole_name(plain), raw, unnamed=party.unnamed, note=party.note)
    for held in brackets:
        found = _with_bracket(found, held)
    return replace(found, others=tuple(map(whole_name, party.people[1:])))


def read_renamed(text: str, email: str = "") -> ShownName:
    """Take apart a name as Zoom shows it, where brackets hold the name before it was changed: the real one.

    A bracket of one word beside a whole name is no better than that name; pronouns and organisations are no names.
    """
    raw = clean_line(text)[:_LONGEST]
    plain, brackets = _without_brackets(raw)
    for held in brackets:
        is_name = held and not _mark(held) and not is_pronouns(held) and not names_organisation(held)
        if is_name and (_DEVICE.fullmatch(plain) or _fuller(held, plain) == held):
            bot = who_is_nobody(plain, email) == "bot"
            return replace(read_shown(plain if bot else held, email), raw=raw)
    return replace(read_shown(raw, email), raw=raw, department="")


def _fuller(held: str, plain: str) -> str:
    """Return the one of two names that says more: more whole words, and of one name in two lengths the longer one."""
    one, other = words(held), words(plain)
    whole = [sum(len(word) > 1 for word in found) for found in (one, other)]
    if whole[0] != whole[1]:
        return held if whole[0] > whole[1] else plain
    same = all(any(a.startswith(b) or b.startswith(a) for b in other) for a in one)
    return plain if len(one) < 2 or (same and len(plain) > len(held)) else held


def whole_name(plain: str) -> ReadName:
    """Return the parts of a name, `display` in the order of speech: "Hall, Ann # she/her" is shown as Ann Hall."""
    found = split_name(plain)
    if "," not in plain and not found.pronouns:
        return found
    shown = join_name(prefix="", given=found.given, middle=found.middle, family=found.family, suffix="")
    return replace(found, display=shown or plain)


def who_is_nobody(plain: str, email: str = "") -> Nobody:
    """Say why a name is nobody's: a note-taking program, a telephone or device, or somebody who stays unnamed."""
    if _BOT.search(plain) or _BOT_ADDRESS.search(email):
        return "bot"
    if email:
        return ""
    if not plain or _HIDDEN.fullmatch(plain):
        return "opted out"
    if _NUMBER.fullmatch(plain) or _CALLER.fullmatch(plain) or _DEVICE.fullmatch(plain):
        return "dial-in"
    return ""


def _without_brackets(raw: str) -> tuple[str, list[str]]:
    """Take the brackets off the end of a name, the last first; what is only brackets stays as it is."""
    held: list[str] = []
    plain = raw
    while (found := _BRACKETED.search(plain)) and found.start() and len(held) < 6:
        held.append(found[1].strip())
        plain = plain[: found.start()]
    return plain.strip(), held


def _mark(text: str) -> str:
    folded = fold(text)
    if folded in _GUEST:
        return "guest"
    return "external" if _EXTERNAL.match(folded) or _UNVERIFIED.search(folded) else ""


def _with_bracket(found: ShownName, held: str) -> ShownName:
    mark = _mark(held)
    if mark:
        return replace(found, guest=found.guest or mark == "guest")
    if not held:
        return found
    if is_pronouns(held):
        return replace(found, name=replace(found.name, pronouns=held))
    if names_organisation(held):
        return replace(found, organisation=held)
    return replace(found, department=held)
