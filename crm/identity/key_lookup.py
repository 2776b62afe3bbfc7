"""Everybody's keys asked of the database one by one, for a line: a report, a pasted list, somebody at the door."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from crm.db.store import Store
from crm.identity import queries
from crm.identity.judgement import Person
from crm.identity.key_index import AliasRow, ContactRow, PhoneRow, add_alias, names_of, person_of
from crm.identity.keys import phone_key, profile_key


class AskedKeys:
    """The keys of the contacts of a file; `listed` are those on the list that the lines belong to."""

    def __init__(self, store: Store, listed: Iterable[int] = ()) -> None:
        self._store = store
        self._listed = frozenset(listed)

    def by_uid(self, key: str) -> Sequence[int]:
        """See `Keys.by_uid`."""
        return self._store.column(queries.BY_UID, key=key)

    def by_email(self, address: str) -> Sequence[int]:
        """See `Keys.by_email`."""
        return self._store.column(queries.BY_EMAIL, key=address)

    def by_phone(self, key: str) -> Sequence[int]:
        """See `Keys.by_phone`."""
        number, _, extension = key.partition("#")
        return self._store.column(queries.BY_PHONE, number=number, extension=extension)

    def by_link(self, key: str) -> Sequence[int]:
        """See `Keys.by_link`."""
        return self._links.get(key, ())

    def by_birthday(self, day: str) -> Sequence[int]:
        """See `Keys.by_birthday`."""
        return self._store.column(queries.BY_BIRTHDAY, key=day)

    def by_name(self, key: str) -> Sequence[int]:
        """See `Keys.by_name`."""
        first, _, last = key.partition(" ")
        if last:
            found = self._store.column(queries.BY_TWO_WORDS, first=first, last=last)
        else:
            found = self._store.column(queries.BY_WORD, first=first)
        return [*found, *self.in_trash(key)]

    def in_trash(self, key: str) -> Sequence[int]:
        """Return who of those that `by_name` gives is in the trash."""
        return self._trash.get(key, ())

    def by_family(self, family: str, organisation: int) -> Sequence[int]:
        """See `Keys.by_family`."""
        return self._store.column(queries.BY_FAMILY, organisation=organisation, family=family)

    def listed(self) -> frozenset[int]:
        """See `Keys.listed`."""
        return self._listed

    def is_in_trash(self, contact_id: int) -> bool:
        """See `Keys.is_in_trash`."""
        return self._store.value(queries.IS_IN_TRASH, contact=contact_id) is not None

    def person(self, contact_id: int) -> Person:
        """See `Keys.person`."""
        store = self._store
        (contact,) = store.all(queries.PERSON, into=ContactRow, contact=contact_id)
        person = person_of(contact)
        for alias in store.all(queries.ALIASES_OF, into=AliasRow, contact=contact_id):
            add_alias(person, alias)
        person.emails = tuple(value for _, value in store.rows(queries.EMAILS_OF, contact=contact_id))
        phones = store.all(queries.PHONES_OF, into=PhoneRow, contact=contact_id)
        person.phones = tuple(phone_key(each.e164, each.typed, each.extension) for each in phones)
        person.organisations = tuple(place for _, place in store.rows(queries.PLACES_OF, contact=contact_id))
        return person

    @cached_property
    def _links(self) -> dict[str, list[int]]:
        """Everybody's profiles: links are written in too many ways to be looked up as they stand."""
        found: dict[str, list[int]] = {}
        for row, link in self._store.iterate(queries.PROFILES):
            if key := profile_key(link):
                found.setdefault(key, []).append(row)
        return found

    @cached_property
    def _trash(self) -> dict[str, list[int]]:
        """Who is in the trash, by name: the index of words does not hold them."""
        found: dict[str, list[int]] = {}
        for each in self._store.all(queries.IN_TRASH, into=ContactRow):
            for name in names_of(each.given_name, each.family_name, each.preferred_name):
                for key in name.keys:
                    found.setdefault(key, []).append(each.id)
        return found
