"""Who is meant: the names of a sentence taken together with the organisations they are named with."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from crm.sentence import lexicon
from crm.sentence.mentions import Mention
from crm.sentence.model import Hint, Span, Who
from crm.sentence.names import NameHit, Names

_SMALL = lexicon.PARTICLES | lexicon.JOINERS


class Resolved(msgspec.Struct, frozen=True):
    """The people and organisations of a sentence, each once, and what to show beside them."""

    people: tuple[Who, ...]
    organisations: tuple[Who, ...]
    hints: frozenset[Hint]


def resolve(mentions: Sequence[Mention], names: Names, chosen: Mapping[str, int]) -> Resolved:
    """Return whom `mentions` mean: an organisation narrows the people before it, and they narrow it.

    `chosen` are the user's own answers by `Who.key`, 0 for "a new one".
    """
    resolver = _Resolver(names, chosen)
    group: list[Mention] = []
    for mention in mentions:
        if not mention.is_organisation:
            group.append(mention)
            continue
        if not mention.attached:
            resolver.people_of(group, None)
            group = []
        resolver.organisation(mention, group)
        group = []
    resolver.people_of(group, None)
    return resolver.resolved(mentions)


class _Resolver:
    def __init__(self, names: Names, chosen: Mapping[str, int]) -> None:
        self._names, self._chosen = names, chosen
        self._people: dict[Span, Who] = {}
        self._organisations: dict[Span, Who] = {}
        self._hints: set[Hint] = set()

    def organisation(self, mention: Mention, group: list[Mention]) -> None:
        """Settle an organisation and the people named with it."""
        hits = _narrow(mention.hits)
        if len(hits) > 1 and group:
            theirs = [hit for hit in hits if any(self._names.people(person.words, hit.id) for person in group)]
            hits = tuple(theirs) if len(theirs) == 1 else hits
        who = self._who(mention, hits)
        self._organisations[mention.span] = who
        self.people_of(group, who)

    def people_of(self, group: list[Mention], organisation: Who | None) -> None:
        """Settle the people of a list; an organisation after it is surely that of the last one."""
        for mention in group:
            self._people[mention.span] = self._person(mention, organisation, last=mention is group[-1])

    def _person(self, mention: Mention, organisation: Who | None, *, last: bool) -> Who:
        hits = _narrow(mention.hits)
        if organisation is None:
            return self._who(mention, hits)
        there: tuple[NameHit, ...] = ()
        if organisation.id is not None:
            there = _narrow(tuple(self._names.people(mention.words, organisation.id)))
        if there:
            who = self._who(mention, there)
            return self._standing_for(who, organisation) if who.id is not None else who
        if not last and len(hits) == 1:  # "Bob Lee and Jane Roe at Acme": Bob keeps his own
            return self._who(mention, hits)
        sure = " " in mention.words or self._chosen.get(_key(mention))
        who = self._who(mention, hits, sure=bool(sure))
        if who.id is not None and who.organisation_id != organisation.id:
            self._hints.add(Hint.OTHER_ORGANISATION)
        return self._standing_for(who, organisation)

    def _standing_for(self, who: Who, organisation: Who) -> Who:
        return replace(who, organisation_id=organisation.id, organisation=organisation.name)

    def _who(self, mention: Mention, hits: tuple[NameHit, ...], *, sure: bool = True) -> Who:
        key = _key(mention)
        choice = self._chosen.get(key)
        if choice is not None:
            hits = tuple(hit for hit in mention.hits + hits if hit.id == choice)[:1]
        else:
            hits = _live(hits)
        if len(hits) == 1 and sure and (choice is not None or not hits[0].in_trash):
            hit = hits[0]
            return Who(hit.name, mention.span, key, hit.id, hit.organisation_id, hit.organisation, hit.role)
        name = proper(mention.typed, keep_capitals=mention.is_organisation)
        return Who(name, mention.span, key, role="" if hits else mention.role, candidates=hits)

    def resolved(self, mentions: Sequence[Mention]) -> Resolved:
        people = _once([self._people[mention.span] for mention in mentions if mention.span in self._people])
        organisations = _once([self._organisations[m.span] for m in mentions if m.span in self._organisations])
        ids = {who.organisation_id for who in people} - {None}
        typed = {who.organisation for who in people if who.organisation_id is None}
        alone = [replace(o, alone=o.id not in ids if o.id is not None else o.name not in typed) for o in organisations]
        return Resolved(tuple(people), tuple(alone), frozenset(self._hints))


def _key(mention: Mention) -> str:
    return f"{mention.span.kind}:{mention.words}"


def _narrow(hits: tuple[NameHit, ...]) -> tuple[NameHit, ...]:
    """A whole name goes before a part of one ("Jane Roe" before "Jane Roe-Smith"); one word alone is part of many."""
    exact = tuple(hit for hit in hits if hit.exact)
    return exact if exact and " " in exact[0].name.strip() else hits


def _live(hits: tuple[NameHit, ...]) -> tuple[NameHit, ...]:
    """Leave out what is in the trash where somebody has the whole name; else it is asked about, never made anew."""
    live = tuple(hit for hit in hits if not hit.in_trash)
    return live if any(hit.exact for hit in live) else hits


def _once(who: list[Who]) -> list[Who]:
    found: dict[object, Who] = {}
    for one in who:
        found.setdefault(one.key if one.id is None else one.id, one)
    return list(found.values())


def proper(name: str, *, keep_capitals: bool = False) -> str:
    """Return a new name with capitals where it was typed without any, or in nothing else: "zara quill" -> "Zara Quill".

    `keep_capitals` leaves "NHS" as it is.
    """
    typed = " ".join(name.lstrip("@").split())
    if not (typed.islower() or (typed.isupper() and not keep_capitals and len(typed) > 2)):
        return typed
    words = typed.lower().split(" ")
    return " ".join(word if position and word in _SMALL else _capital(word) for position, word in enumerate(words))


def _capital(word: str) -> str:
    if word in lexicon.ACRONYMS:
        return word.upper()
    parts = word.split("-")
    return "-".join(_after_apostrophe(part[:1].upper() + part[1:]) for part in parts)


def _after_apostrophe(part: str) -> str:
    if len(part) > 3 and part[1] in "'’":  # O'Neill, D'Arcy
        return part[:2] + part[2].upper() + part[3:]
    return part
