"""Everybody's keys loaded at once, for an import: what a file of 100,000 rows is matched against."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from crm.db.store import Store
from crm.formats.rows import ReadName
from crm.identity import queries
from crm.identity.judgement import Person
from crm.identity.keys import phone_key, profile_key, uid_key
from crm.identity.names import Name, gender_in, name_of
from crm.text import words

_Key = TypeVar("_Key")
_NOBODY: tuple[int, ...] = ()
_NO_LIST: frozenset[int] = frozenset()


class ContactRow(msgspec.Struct, frozen=True):
    """What a contact's own record says of who they are."""

    id: int
    uid: str
    title: str
    given_name: str
    family_name: str
    suffix: str
    preferred_name: str
    linkedin_url: str
    birthday: str
    in_trash: bool


class AliasRow(msgspec.Struct, frozen=True):
    """Another name of a contact."""

    contact_id: int
    name: str
    kind: str


class PhoneRow(msgspec.Struct, frozen=True):
    """A number of a contact."""

    contact_id: int
    e164: str | None
    typed: str
    extension: str


class LoadedKeys:
    """Every contact's keys, those in the trash included; people made on the way are like any other.

    `origin` has the row of the file that somebody was made of, `shown` their name there.
    """

    def __init__(self, store: Store) -> None:
        self.in_trash: set[int] = set()
        self.origin: dict[int, int] = {}
        self.shown: dict[int, str] = {}
        self._people: dict[int, Person] = {}
        self._uids: dict[str, list[int]] = {}
        self._emails: dict[str, list[int]] = {}
        self._phones: dict[str, list[int]] = {}
        self._links: dict[str, list[int]] = {}
        self._birthdays: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        self._families: dict[tuple[str, int], list[int]] = {}
        self._load(store)

    def _load(self, store: Store) -> None:
        people = self._people
        for contact in store.each(queries.PEOPLE, into=ContactRow):
            people[contact.id] = person_of(contact)
            if contact.in_trash:
                self.in_trash.add(contact.id)
        for alias in store.each(queries.ALIASES, into=AliasRow):
            add_alias(people[alias.contact_id], alias)
        for row, value in store.iterate(queries.EMAILS):
            people[row].emails += (value,)
        for phone in store.each(queries.PHONES, into=PhoneRow):
            people[phone.contact_id].phones += (phone_key(phone.e164, phone.typed, phone.extension),)
        for row, organisation in store.iterate(queries.PLACES):
            if organisation not in people[row].organisations:
                people[row].organisations += (organisation,)
        for row, person in people.items():
            self._index(row, person)

    def _index(self, row: int, person: Person) -> None:
        """Hold somebody under each of their keys; what is held already stays as it is."""
        if person.uid:
            _hold(self._uids, person.uid, row)
        if person.link:
            _hold(self._links, person.link, row)
        if len(person.birthday) == 10:
            _hold(self._birthdays, person.birthday, row)
        for address in person.emails:
            _hold(self._emails, address, row)
        for number in person.phones:
            _hold(self._phones, number, row)
        for name in person.names:
            for key in name.keys:
                _hold(self._names, key, row)
            for organisation in person.organisations:
                for word in family_words(name):
                    _hold(self._families, (word, organisation), row)

    def learn(self, row: int, incoming: Person, organisation: int | None, number: int, shown: str) -> None:
        """Recognise a contact, or somebody made of row `number` and shown so, by an incoming row's keys from now on."""
        person = self._people.get(row)
        places = (organisation,) if organisation is not None else ()
        if person is None:
            self.origin[row] = number
            self.shown[row] = shown
            incoming.organisations = places
            incoming.in_file = True
            self._people[row] = incoming
            self._index(row, incoming)
            return
        news = Person(
            () if person.is_named else incoming.names,
            tuple(each for each in incoming.emails if each not in person.emails),
            tuple(each for each in incoming.phones if each not in person.phones),
            incoming.link if not person.link else "",
            birthday=incoming.birthday if not person.birthday else "",
        )
        person.names += news.names
        person.joined += tuple(name for name in incoming.names if name not in person.names + person.joined)
        person.emails += news.emails
        person.phones += news.phones
        person.link = person.link or news.link
        person.birthday = person.birthday or news.birthday
        person.gender = person.gender or incoming.gender
        if organisation is not None and organisation not in person.organisations:
            person.organisations += places
            news.names = person.names
            news.organisations = places
        self._index(row, news)

    def is_known(self, row: int) -> bool:
        """Return whether there is somebody of this key."""
        return row in self._people

    def uid_is_taken(self, uid: str) -> bool:
        """Return whether a contact has this identifier."""
        return uid in self._uids

    # -- what a matcher asks

    def by_uid(self, key: str) -> Sequence[int]:
        """See `Keys.by_uid`."""
        return self._uids.get(key, _NOBODY)

    def by_email(self, address: str) -> Sequence[int]:
        """See `Keys.by_email`."""
        return self._emails.get(address, _NOBODY)

    def by_phone(self, key: str) -> Sequence[int]:
        """See `Keys.by_phone`."""
        return self._phones.get(key, _NOBODY)

    def by_link(self, key: str) -> Sequence[int]:
        """See `Keys.by_link`."""
        return self._links.get(key, _NOBODY)

    def by_birthday(self, day: str) -> Sequence[int]:
        """See `Keys.by_birthday`."""
        return self._birthdays.get(day, _NOBODY)

    def by_name(self, key: str) -> Sequence[int]:
        """See `Keys.by_name`."""
        return self._names.get(key, _NOBODY)

    def by_family(self, family: str, organisation: int) -> Sequence[int]:
        """See `Keys.by_family`."""
        return self._families.get((family, organisation), _NOBODY)

    def listed(self) -> frozenset[int]:
        """See `Keys.listed`: a file of contacts belongs to no list."""
        return _NO_LIST

    def is_in_trash(self, contact_id: int) -> bool:
        """See `Keys.is_in_trash`."""
        return contact_id in self.in_trash

    def person(self, contact_id: int) -> Person:
        """See `Keys.person`."""
        return self._people[contact_id]


def person_of(contact: ContactRow) -> Person:
    """Return somebody as their own record tells of them, without what hangs on it."""
    return Person(
        names_of(contact.given_name, contact.family_name, contact.preferred_name, contact.suffix),
        link=profile_key(contact.linkedin_url) if contact.linkedin_url else "",
        uid=uid_key(contact.uid),
        birthday=contact.birthday,
        gender=gender_in(contact.title),
        in_trash=contact.in_trash,
    )


def add_alias(person: Person, alias: AliasRow) -> None:
    """Know somebody by another name, too."""
    name = whole_name(alias.name)
    person.names += (name,)
    if alias.kind == "also":
        person.joined += (name,)


def names_of(given: str, family: str, preferred: str, suffix: str = "") -> tuple[Name, ...]:
    """Return the names somebody goes by; none where an address stands in for the name."""
    if "@" in given and not family:
        return (name_of(preferred, ""),) if preferred else ()
    main = name_of(given, family, suffix)
    if not preferred:
        return (main,) if main else ()
    return tuple(name for name in dict.fromkeys((main, name_of(preferred, family, suffix))) if name)


def names_read(read: ReadName) -> tuple[Name, ...]:
    """Return the names somebody goes by of whom a name was read."""
    return names_of(f"{read.given} {read.middle}".strip(), read.family, read.nickname, read.suffix)


def whole_name(text: str) -> Name:
    """Return the name of a text that holds all of it, such as a former name."""
    found = words(text)
    return name_of(" ".join(found[:-1]), found[-1]) if len(found) > 1 else name_of(text, "")


def family_words(name: Name) -> Iterable[str]:
    """Return the words by which namesakes at one organisation are found: the last one, whichever part it is of."""
    return name.family[-1:] or name.given[-1:]


def _hold(index: dict[_Key, list[int]], key: _Key, row: int) -> None:
    holders = index.get(key)
    if holders is None:
        index[key] = [row]
    elif row not in holders:
        holders.append(row)
