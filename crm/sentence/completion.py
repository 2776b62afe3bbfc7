"""What may be meant while a sentence is typed: people, organisations and tags for the word at the cursor."""

import enum
import re
from collections import Counter
from datetime import date

import msgspec

from crm import text as plain_text
from crm.sentence.mentions import Slot
from crm.sentence.names import MOST_HITS, NameHit, Names
from crm.sentence.parser import Reader
from crm.sentence.tokens import tokenise

_MOST_CHARACTERS = 2000  # the line, not a page pasted into it
_LEAST = 2  # letters before anything is offered
_TAG = re.compile(r'(?<![\w#&])#("?)([^\s"#][^"#\n]*|)$')
# Only the shape of the text matters here, never which day it is.
_ANY_DAY = date(2000, 1, 3)


class CompletionKind(enum.StrEnum):
    """What a completion names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    TAG = "tag"


class Completion(msgspec.Struct, frozen=True):
    """One offer: the characters from `start` up to `end` give way to `insert`; `label` and `detail` are shown."""

    start: int
    end: int
    insert: str
    label: str
    detail: str
    kind: CompletionKind


def complete(text: str, cursor: int, names: Names) -> list[Completion]:
    """Return what the text before `cursor` may go on as, best first; nothing before two letters, nor in plain words."""
    if cursor > _MOST_CHARACTERS:
        return []
    typed = text[: max(0, cursor)]
    tag = _TAG.search(typed)
    if tag and (tag[1] or not tag[2] or " " not in tag[2]):
        return _tags(tag, names)
    tokens = tokenise(typed, ())
    reader = Reader(typed, tokens, names, _ANY_DAY, typing=True)
    reader.read()
    for slot, first in reader.finder.open:
        start = tokens[first].start
        offers = _names(typed, start, slot, names)
        if offers:
            return offers
    return []


def _tags(match: re.Match[str], names: Names) -> list[Completion]:
    prefix = plain_text.fold(match[2])
    if len(prefix) < _LEAST:
        return []
    return [
        Completion(match.start(), match.end(), _tag_insert(tag), f"#{tag}", "", CompletionKind.TAG)
        for tag in names.tags(prefix)
    ]


def _tag_insert(tag: str) -> str:
    return f"#{tag}" if re.fullmatch(r"\w[\w-]*", tag) else f'#"{tag}"'


def _names(typed: str, start: int, slot: Slot, names: Names) -> list[Completion]:
    said = typed[start:]
    words = " ".join(plain_text.words(said))
    if len(words) < _LEAST:
        return []
    at = "@" if slot is Slot.HANDLE else ""
    offers: list[Completion] = []
    if slot not in (Slot.ORGANISATION, Slot.BRACKETS):
        people = names.people_starting(words)
        alike = Counter(plain_text.fold(hit.name) for hit in people)
        for hit in people:
            insert = at + _person_insert(hit, alike[plain_text.fold(hit.name)] > 1)
            detail = " · ".join(part for part in (hit.role, hit.organisation) if part)
            offers.append(Completion(start - len(at), len(typed), insert, hit.name, detail, CompletionKind.PERSON))
    for hit in names.organisations_starting(words):
        kind = CompletionKind.ORGANISATION
        offers.append(Completion(start - len(at), len(typed), at + hit.name, hit.name, "", kind))
    return [offer for offer in offers if " ".join(plain_text.words(offer.insert)) != words][:MOST_HITS]


def _person_insert(hit: NameHit, has_namesake: bool) -> str:
    return f"{hit.name} at {hit.organisation}" if has_namesake and hit.organisation else hit.name
