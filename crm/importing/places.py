"""Organisations as an import finds them: by name, alias or e-mail domain; shared domains never identify."""

from dataclasses import dataclass

from crm.db.store import Store
from crm.text import fold, words

_LEGAL = frozenset(("ltd", "limited", "plc", "llp", "llc", "inc", "cic", "gmbh", "as", "ab", "bv"))


@dataclass(frozen=True, slots=True)
class Place:
    """What a row's organisation is: an id, or a new name, or several of that name (`is_ambiguous`), or none at all.

    `by_domain` says that only the e-mail domain told which one it is, though the name is another.
    """

    organisation_id: int | None = None
    is_ambiguous: bool = False
    by_domain: bool = False


_NONE = Place()


def core(name: str) -> str:
    """Return a name as organisations are compared: folded, without "the", "and" and the legal form at its end."""
    found = [word for word in words(name) if word not in ("and", "the")]
    while len(found) > 1 and found[-1] in _LEGAL:
        found.pop()
    return " ".join(found)


class Places:
    """Names, aliases and domains of all organisations, loaded once; learns those made on the way."""

    def __init__(self, store: Store) -> None:
        self.names: dict[int, str] = {}
        self._exact: dict[str, int] = {}
        self._core: dict[str, list[int]] = {}
        self._domains: dict[str, list[int]] = {}
        self._resolved: dict[tuple[str, frozenset[str]], Place] = {}
        for row, name, short in store.rows("SELECT id, name, short_name FROM organisation WHERE deleted_at IS NULL"):
            self.learn(row, name)
            if short:
                self._add(row, short)
        for row, name in store.rows(
            "SELECT a.organisation_id, a.name FROM organisation_alias a "
            "JOIN organisation o ON o.id = a.organisation_id AND o.deleted_at IS NULL"
        ):
            self._add(row, name)
        for row, domain in store.rows(
            "SELECT d.organisation_id, lower(d.domain) FROM organisation_domain d "
            "JOIN organisation o ON o.id = d.organisation_id AND o.deleted_at IS NULL WHERE NOT d.shared"
        ):
            self._domains.setdefault(domain, []).append(row)

    def learn(self, row: int, name: str) -> None:
        """Know an organisation by its name from now on."""
        self.names[row] = name
        self._exact.setdefault(fold(name), row)
        self._add(row, name)
        self._resolved.clear()

    def learn_alias(self, row: int, name: str) -> None:
        """Know an organisation by one more name from now on."""
        self._add(row, name)
        self._resolved.clear()

    def find(self, name: str, domains: frozenset[str]) -> Place:
        """Return the organisation of that name, or whose e-mail domain one of `domains` is."""
        key = (name, domains)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._find(name, domains)
        return found

    def _find(self, name: str, domains: frozenset[str]) -> Place:
        owners = {row for domain in domains for row in self._domains.get(domain, ())}
        if name:
            exact = self._exact.get(fold(name))
            if exact is not None:
                return Place(exact)
            named = self._core.get(core(name), [])
            if len(named) == 1:
                return Place(named[0])
            if named:
                both = owners.intersection(named)
                return Place(both.pop()) if len(both) == 1 else Place(is_ambiguous=True)
        if len(owners) == 1:
            return Place(owners.pop(), by_domain=bool(name))
        return _NONE

    def _add(self, row: int, name: str) -> None:
        key = core(name)
        holders = self._core.setdefault(key, [])
        if key and row not in holders:
            holders.append(row)
