"""Who an incoming row is: the keys by which contacts are recognised, loaded once, and the order in which they count.

The identifier, then any e-mail they ever had, then a phone, then the profile link, then the name with an organisation;
else it asks. Never on a name alone, and never where an address belongs to somebody of quite another name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from crm.db.store import Store
from crm.importing.wanted import Wanted, link_key, phone_key, uid_key
from crm.text import words

_Key = TypeVar("_Key")

_SWITCHBOARD = 5
"""A number with more holders than this belongs to a building, not to a person."""


@dataclass(slots=True)
class Match:
    """What a row was recognised as: a contact, nobody (new), or a question."""

    contact_id: int | None = None
    reason: str = ""
    asks: bool = False
    candidates: list[int] = field(default_factory=list)
    by_name_only: bool = False


class People:
    """Every contact's keys. People made on the way are like any other; `origin` has their row, `shown` their name."""

    def __init__(self, store: Store) -> None:
        self.in_trash = {row for (row,) in store.rows("SELECT id FROM contact WHERE deleted_at IS NOT NULL")}
        self.origin: dict[int, int] = {}
        self.shown: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.emails: dict[int, tuple[str, ...]] = {}
        self.organisations: dict[int, tuple[int, ...]] = {}
        self._uids: dict[str, int] = {}
        self._emails: dict[str, list[int]] = {}
        self._phones: dict[str, list[int]] = {}
        self._links: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        self._there: dict[tuple[str, int], list[int]] = {}
        self._load(store)

    def _load(self, store: Store) -> None:
        for row, uid, given, family, preferred, link in store.iterate(
            "SELECT id, uid, given_name, family_name, preferred_name, linkedin_url FROM contact"
        ):
            self._uids[uid_key(uid)] = row
            self.names[row] = name = " ".join(words(f"{given} {family}"))
            for key in _name_keys(name, " ".join(words(f"{preferred} {family}")) if preferred else ""):
                _hold(self._names, key, row)
            if link:
                _hold(self._links, link_key(link), row)
        for row, alias in store.iterate("SELECT contact_id, name FROM contact_alias"):
            _hold(self._names, " ".join(words(alias)), row)
        for row, value in store.iterate("SELECT contact_id, lower(value) FROM contact_email"):
            _hold(self._emails, value, row)
            self.emails[row] = (*self.emails.get(row, ()), value)
        for row, e164, typed, extension in store.iterate(
            "SELECT contact_id, e164, typed, extension FROM contact_phone"
        ):
            _hold(self._phones, phone_key(e164, typed, extension), row)
        for row, organisation in store.iterate("SELECT contact_id, organisation_id FROM affiliation"):
            self.organisations[row] = (*self.organisations.get(row, ()), organisation)
        for name, holders in self._names.items():
            for row in holders:
                for organisation in self.organisations.get(row, ()):
                    _hold(self._there, (name, organisation), row)

    def learn(self, row: int, wanted: Wanted, organisation: int | None) -> None:
        """Recognise the person by this row's keys, too, from now on."""
        if row not in self.names:
            self.names[row] = wanted.key
            self.origin[row] = wanted.number
            self.shown[row] = wanted.name
            if wanted.uid:
                self._uids.setdefault(wanted.uid, row)
            for key in self._keys(row, wanted):
                _hold(self._names, key, row)
        if wanted.emails:
            addresses = [value.lower() for value, _, _ in wanted.emails]
            for address in addresses:
                _hold(self._emails, address, row)
            known = self.emails.get(row)
            self.emails[row] = tuple(dict.fromkeys((*known, *addresses))) if known else tuple(addresses)
        for e164, typed, extension, _ in wanted.phones:
            _hold(self._phones, phone_key(e164, typed, extension), row)
        if wanted.fields["linkedin_url"]:
            _hold(self._links, link_key(wanted.fields["linkedin_url"]), row)
        if organisation is not None and organisation not in self.organisations.get(row, ()):
            self.organisations[row] = (*self.organisations.get(row, ()), organisation)
            for key in self._keys(row, wanted):
                _hold(self._there, (key, organisation), row)

    def _keys(self, row: int, wanted: Wanted) -> Iterable[str]:
        preferred = wanted.fields["preferred_name"]
        return _name_keys(
            self.names[row], " ".join(words(f"{preferred} {wanted.fields['family_name']}")) if preferred else ""
        )

    def uid_is_taken(self, uid: str) -> bool:
        """Return whether a contact has this identifier."""
        return uid in self._uids

    def find(self, wanted: Wanted, organisation: int | None) -> Match:
        """Return who the row is about; `organisation` is the id of the one it names, None for a new one or none."""
        name = wanted.key if wanted.row.name else ""
        doubts: list[tuple[str, list[int]]] = []
        for found in (
            self._by_uid(wanted, name, doubts),
            self._by_email(wanted, name, doubts),
            self._by_phone(wanted, name),
            self._by_link(wanted, name, doubts),
            self._by_name_and_organisation(wanted, name, organisation),
        ):
            if found is not None:
                return found
        if doubts:
            reason, candidates = doubts[0]
            return Match(reason=reason, asks=True, candidates=candidates)
        return self._by_name(wanted, name)

    def _by_uid(self, wanted: Wanted, name: str, doubts: list[tuple[str, list[int]]]) -> Match | None:
        row = self._uids.get(wanted.uid) if wanted.uid else None
        if row is None:
            return None
        if _alike(name, self.names[row]):
            return Match(row, "the same identifier")
        if row not in self.origin:  # two people of one file may carry one identifier by mistake: those are two people
            doubts.append(("the identifier is that of somebody of another name", [row]))
        return None

    def _by_email(self, wanted: Wanted, name: str, doubts: list[tuple[str, list[int]]]) -> Match | None:
        holders: list[int] = []
        address = ""
        for value, _, _ in wanted.emails:
            for row in self._emails.get(value.lower(), ()):
                if row not in holders:
                    holders.append(row)
                    address = address or value
        if not holders:
            return None
        alike = [row for row in holders if _alike(name, self.names[row])]
        if len(alike) > 1:
            alike = [row for row in alike if self.names[row] == name] or alike
        if len(alike) == 1:
            return Match(alike[0], f"the e-mail address {address}")
        if alike:
            return Match(reason=f"{address} belongs to several people", asks=True, candidates=alike)
        doubts.append((f"{address} belongs to somebody of another name: a shared mailbox?", holders))
        return None

    def _by_phone(self, wanted: Wanted, name: str) -> Match | None:
        for e164, typed, extension, _ in wanted.phones:
            holders = self._phones.get(phone_key(e164, typed, extension), ())
            if not holders or len(holders) > _SWITCHBOARD or e164 is None:
                continue
            close = [row for row in holders if _close(name, self.names[row])]
            if len(close) == 1:
                return Match(close[0], f"the phone number {typed}")
            if close:
                return Match(reason=f"{typed} belongs to several people of that name", asks=True, candidates=close)
        return None

    def _by_link(self, wanted: Wanted, name: str, doubts: list[tuple[str, list[int]]]) -> Match | None:
        link = wanted.fields["linkedin_url"]
        holders = self._links.get(link_key(link), ()) if link else ()
        if not holders:
            return None
        alike = [row for row in holders if _alike(name, self.names[row])]
        if len(alike) == 1:
            return Match(alike[0], "the profile link")
        doubts.append(("the profile link is that of somebody of another name", list(holders)))
        return None

    def _by_name_and_organisation(self, wanted: Wanted, name: str, organisation: int | None) -> Match | None:
        if organisation is None or not name:
            return None
        there = self._there.get((name, organisation)) or self._there.get((_short(name), organisation))
        if not there:
            return None
        if len(there) > 1:
            return Match(reason="several people of that name are there", asks=True, candidates=there)
        if self._has_another_address_there(there[0], wanted.emails):
            reason = "the same name and organisation, but another address there: two people?"
            return Match(reason=reason, asks=True, candidates=there)
        return Match(there[0], "name and organisation")

    def _by_name(self, wanted: Wanted, name: str) -> Match:
        named = self._named(name) if name else []
        if wanted.has_address:  # two rows of one list, each with addresses of its own, are two people
            named = [row for row in named if row not in self.origin]
        if not named:
            return Match()
        return Match(reason="only the name is the same", asks=True, candidates=named, by_name_only=True)

    def _named(self, name: str) -> list[int]:
        found = list(self._names.get(name, ()))
        short = _short(name)
        if short != name:
            found += [row for row in self._names.get(short, ()) if row not in found]
        return found

    def _has_another_address_there(self, row: int, emails: Iterable[tuple[str, str, bool]]) -> bool:
        known = {value.rpartition("@")[2] for value in self.emails.get(row, ())}
        return any(value.lower().rpartition("@")[2] in known for value, _, _ in emails)


def _hold(index: dict[_Key, list[int]], key: _Key, row: int) -> None:
    holders = index.get(key)
    if holders is None:
        index[key] = [row]
    elif row not in holders:
        holders.append(row)


def _name_keys(name: str, preferred: str) -> Iterable[str]:
    short = _short(name)
    if short == name and not preferred:
        return (name,) if name else ()
    return {key for key in (name, short, preferred) if key}


def _short(name: str) -> str:
    """Return the first and the last word of a folded name: middle names come and go."""
    first, _, rest = name.partition(" ")
    return f"{first} {rest.rpartition(' ')[2]}" if " " in rest else name


def _alike(name: str, known: str) -> bool:
    """Return whether two folded names may be one person's: a word in common, or no name to compare."""
    return not name or not known or not set(name.split()).isdisjoint(known.split())


def _close(name: str, known: str) -> bool:
    """Return whether two folded names are very likely one person's: the family name and the first initial agree."""
    if not name or name == known:
        return True
    return name.rpartition(" ")[2] == known.rpartition(" ")[2] and name[:1] == known[:1]
