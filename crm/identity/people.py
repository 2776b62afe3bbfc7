"""Who an incoming person is: candidates found by their keys, one judgement over them, and the order of the keys.

The identifier, then any e-mail they ever had, then the profile link, then a phone, name and birthday, name and
organisation; else it asks. Never on a name alone (rule 6).
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from crm.identity.judgement import Judge, Judgement, Key, Person, Verdict
from crm.identity.names import Name

_SWITCHBOARD = 5
"""A number with more holders than this belongs to a building, not to a person."""
_COLLEAGUES = 40
"""Namesakes at one organisation that are looked at; more are a family name as common as the place is large."""
_MOST = 6


class Match(msgspec.Struct):
    """What an incoming person was recognised as: a contact, nobody (new), or a question with its candidates."""

    contact_id: int | None = None
    reason: str = ""
    asks: bool = False
    candidates: list[int] = msgspec.field(default_factory=list)
    by_name_only: bool = False
    by: Key | None = None


class Keys(Protocol):
    """Where candidates come from: all keys loaded at once for an import, or asked one by one for a line.

    Every look-up gives ids of contacts, those in the trash included; `by_name` takes one of `Name.keys`.
    """

    def by_uid(self, key: str) -> Sequence[int]:
        """Return who has this identifier."""

    def by_email(self, address: str) -> Sequence[int]:
        """Return who ever had this address, given in lower case."""

    def by_phone(self, key: str) -> Sequence[int]:
        """Return who has this number."""

    def by_link(self, key: str) -> Sequence[int]:
        """Return whose profile this is."""

    def by_birthday(self, day: str) -> Sequence[int]:
        """Return who was born on this day, given whole."""

    def by_name(self, key: str) -> Sequence[int]:
        """Return who goes, or went, by a name of this key."""

    def by_family(self, family: str, organisation: int) -> Sequence[int]:
        """Return who of this family name is or was at an organisation."""

    def listed(self) -> frozenset[int]:
        """Return who is on the list that the line belongs to, if there is one."""

    def is_in_trash(self, contact_id: int) -> bool:
        """Return whether a contact is in the trash."""

    def person(self, contact_id: int) -> Person:
        """Return what is known of a contact."""


class Matcher:
    """Finds who incoming people are, by the keys of one source."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def find(self, incoming: Person, organisation: int | None, shown: dict[str, str] | None = None) -> Match:
        """Return who the person is; `organisation` is the id of the known one they are named with, else None.

        `shown` are their keys as they were written, for the reasons given.
        """
        judge = Judge(incoming, shown or {})
        doubts: list[tuple[str, list[int]]] = []
        found = self._by_keys(incoming, organisation)
        for by, value, rows in found:
            match = self._judged(judge, by, value, rows, doubts)
            if match is not None:
                return match if incoming.is_named else _of_one_person(match, found)
        if doubts:
            reason = doubts[0][0]
            candidates = list(dict.fromkeys(row for _, rows in doubts for row in rows))
            return Match(reason=reason, asks=True, candidates=candidates[:_MOST])
        return self._by_name_alone(judge, incoming)

    def unless_in_trash(self, match: Match) -> Match:
        """Return a match, or a question where the contact is in the trash: a person says that they come back."""
        found = match.contact_id
        if found is None or not self._keys.is_in_trash(found):
            return match
        return Match(reason=f"recognised by {match.reason}, but in the trash", asks=True, candidates=[found])

    def choices(self, incoming: Person, match: Match) -> list[int]:
        """Return whom a person may choose from: who was found, then all of that name where nothing else asks."""
        found = [match.contact_id] if match.contact_id is not None else []
        found += match.candidates
        if not match.asks:
            found += [row for name in incoming.names for row in self._named(name)]
        return list(dict.fromkeys(found))[:_MOST]

    def _by_keys(self, incoming: Person, organisation: int | None) -> list[tuple[Key, str, Sequence[int]]]:
        """Return the candidates that share a key, by the keys in the order in which they count."""
        keys = self._keys
        found: list[tuple[Key, str, Sequence[int]]] = []
        if incoming.uid:
            found.append((Key.UID, "", keys.by_uid(incoming.uid)))
        found += [(Key.EMAIL, address, keys.by_email(address)) for address in incoming.emails]
        if incoming.link:
            found.append((Key.LINK, "", keys.by_link(incoming.link)))
        for number in incoming.phones:
            holders = keys.by_phone(number)
            if len(holders) <= _SWITCHBOARD:
                found.append((Key.PHONE, number, holders))
        if len(incoming.birthday) == 10:
            found.append((Key.BIRTHDAY, "", keys.by_birthday(incoming.birthday)))
        if incoming.names:
            listed = keys.listed()
            if listed:
                there = [row for name in incoming.names for row in self._named(name) if row in listed]
                found.append((Key.LISTED, "", list(dict.fromkeys(there))))
            if organisation is not None:
                found.append((Key.ORGANISATION, "", self._at(incoming.names, organisation)))
        return [each for each in found if each[2]]

    def _at(self, names: Sequence[Name], organisation: int) -> list[int]:
        """Return who at an organisation, now or once, has a name that may be one of these."""
        found: dict[int, None] = {}
        for name in names:
            for word in {*name.family[-1:], *(name.given[-1:] if not name.family else ())}:
                colleagues = self._keys.by_family(word, organisation)
                found.update(dict.fromkeys(colleagues if len(colleagues) <= _COLLEAGUES else ()))
            for row in self._named(name):
                if row not in found and organisation in self._keys.person(row).organisations:
                    found[row] = None
        return list(found)

    def _named(self, name: Name) -> list[int]:
        return [row for key in name.keys for row in self._keys.by_name(key)]

    def _judged(
        self, judge: Judge, by: Key, value: str, rows: Sequence[int], doubts: list[tuple[str, list[int]]]
    ) -> Match | None:
        """Return the match that a key decides, or None; what it leaves open goes to `doubts`."""
        judged: list[tuple[int, Judgement]] = []
        for row in rows:
            judged.append((row, judge(self._keys.person(row), by, value, len(rows))))
        same = [(row, one) for row, one in judged if one.verdict is Verdict.SAME]
        if len(same) > 1:
            same = [(row, one) for row, one in same if one.exact] or same
        if len(same) == 1:
            return Match(same[0][0], same[0][1].reason, by=by)
        if same:
            reason = "several people of that name" + (" are there" if by is Key.ORGANISATION else "")
            if value:
                reason = f"{judge.shown.get(value, value)} belongs to several people"
            return Match(reason=reason, asks=True, candidates=[row for row, _ in same][:_MOST])
        asking = [(row, one) for row, one in judged if one.verdict is Verdict.ASK]
        if asking:
            doubts.append((asking[0][1].reason, [row for row, _ in asking]))
        return None

    def _by_name_alone(self, judge: Judge, incoming: Person) -> Match:
        rows = dict.fromkeys(row for name in incoming.names for row in self._named(name))
        judged = [(row, judge(self._keys.person(row), Key.NAME)) for row in rows]
        named = [row for row, one in judged if one.verdict is Verdict.ASK]
        if not named:
            return Match()
        return Match(reason=Key.NAME.value, asks=True, candidates=named[:_MOST], by_name_only=True, by=Key.NAME)


def _of_one_person(match: Match, found: Sequence[tuple[Key, str, Sequence[int]]]) -> Match:
    """Return the match of a row without a name, unless another of its keys is somebody else's: then it asks."""
    rows = dict.fromkeys(row for _, _, rows in found if match.contact_id not in rows for row in rows)
    if match.contact_id is None or not rows:
        return match
    reason = "no name, and what it holds belongs to several people"
    return Match(reason=reason, asks=True, candidates=[match.contact_id, *rows][:_MOST])
