"""Everybody's keys asked of the database one by one, for a line: a report, a pasted list, somebody at the door."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from crm.db.derived.stale import CONTACT
from crm.db.derived.tokens import OTHER_NAME
from crm.db.store import Store
from crm.identity.judging import Person
from crm.identity.keys import phone_key, profile_key, uid_key
from crm.identity.loaded import names_of, whole_name
from crm.identity.names import gender_in

_MOST = 200
_HAS_WORD = f"search_token WHERE kind = {CONTACT} AND token = ? AND weight <= {OTHER_NAME}"


class AskedKeys:
    """The keys of the contacts of a file; `listed` are those on the list that the lines belong to."""

    def __init__(self, store: Store, listed: Iterable[int] = ()) -> None:
        self._store = store
        self._listed = frozenset(listed)

    def by_uid(self, key: str) -> Sequence[int]:
        """See `Keys.by_uid`."""
        return self._ids("SELECT id FROM contact WHERE uid = ?", key)

    def by_email(self, address: str) -> Sequence[int]:
        """See `Keys.by_email`."""
        return self._ids("SELECT DISTINCT contact_id FROM contact_email WHERE value = ? COLLATE NOCASE", address)

    def by_phone(self, key: str) -> Sequence[int]:
        """See `Keys.by_phone`."""
        number, _, extension = key.partition("#")
        same = "SELECT DISTINCT contact_id FROM contact_phone WHERE e164 = ? AND extension = ?"
        return self._ids(same, number, extension)

    def by_link(self, key: str) -> Sequence[int]:
        """See `Keys.by_link`."""
        return self._links.get(key, ())

    def by_birthday(self, day: str) -> Sequence[int]:
        """See `Keys.by_birthday`."""
        return self._ids("SELECT id FROM contact WHERE birthday = ?", day)

    def by_name(self, key: str) -> Sequence[int]:
        """See `Keys.by_name`."""
        first, _, last = key.partition(" ")
        wanted = [f"SELECT id FROM {_HAS_WORD}"] * (2 if last else 1)
        found = self._ids(f"{' INTERSECT '.join(wanted)} LIMIT {_MOST}", *filter(None, (first, last)))
        return [*found, *self.in_trash(key)]

    def in_trash(self, key: str) -> Sequence[int]:
        """Return who of those that `by_name` gives is in the trash."""
        return self._trash.get(key, ())

    def by_family(self, family: str, organisation: int) -> Sequence[int]:
        """See `Keys.by_family`."""
        return self._ids(
            "SELECT DISTINCT a.contact_id FROM affiliation a WHERE a.organisation_id = ? "
            f"AND EXISTS (SELECT 1 FROM {_HAS_WORD} AND id = a.contact_id) LIMIT {_MOST}",
            organisation,
            family,
        )

    def listed(self) -> frozenset[int]:
        """See `Keys.listed`."""
        return self._listed

    def person(self, contact_id: int) -> Person:
        """See `Keys.person`."""
        rows = self._store.rows
        one = (contact_id,)
        ((uid, title, given, family, suffix, preferred, link, birthday, in_trash),) = rows(
            "SELECT uid, title, given_name, family_name, suffix, preferred_name, linkedin_url, coalesce(birthday, ''), "
            "deleted_at IS NOT NULL FROM contact WHERE id = ?",
            one,
        )
        aliases = rows("SELECT name, kind FROM contact_alias WHERE contact_id = ?", one)
        phones = rows("SELECT e164, typed, extension FROM contact_phone WHERE contact_id = ?", one)
        return Person(
            names_of(given, family, preferred, suffix) + tuple(whole_name(name) for name, _ in aliases),
            tuple(self._texts("SELECT lower(value) FROM contact_email WHERE contact_id = ?", contact_id)),
            tuple(phone_key(*phone) for phone in phones),
            profile_key(link),
            uid_key(uid),
            birthday,
            gender_in(title),
            tuple(self._ids("SELECT DISTINCT organisation_id FROM affiliation WHERE contact_id = ?", contact_id)),
            in_trash=bool(in_trash),
            joined=tuple(whole_name(name) for name, kind in aliases if kind == "also"),
        )

    @cached_property
    def _links(self) -> dict[str, list[int]]:
        """Everybody's profiles: links are written in too many ways to be looked up as they stand."""
        found: dict[str, list[int]] = {}
        for row, link in self._store.iterate("SELECT id, linkedin_url FROM contact WHERE linkedin_url <> ''"):
            if key := profile_key(link):
                found.setdefault(key, []).append(row)
        return found

    @cached_property
    def _trash(self) -> dict[str, list[int]]:
        """Who is in the trash, by name: the index of words does not hold them."""
        found: dict[str, list[int]] = {}
        for row, given, family, preferred in self._store.iterate(
            "SELECT id, given_name, family_name, preferred_name FROM contact WHERE deleted_at IS NOT NULL"
        ):
            for name in names_of(given, family, preferred):
                for key in name.keys:
                    found.setdefault(key, []).append(row)
        return found

    def _ids(self, sql: str, *params: object) -> list[int]:
        return [row[0] for row in self._store.rows(sql, params)]

    def _texts(self, sql: str, *params: object) -> list[str]:
        return [row[0] for row in self._store.rows(sql, params)]
