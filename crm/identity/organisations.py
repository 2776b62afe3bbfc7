"""Which organisation a name, a code or an e-mail address means: the one judgement that every road asks.

A code first, then an exact name, another or a short one, then the name with its spelling set aside (`name_key`). What
is in the trash is known, too: it is never made again in silence. A domain decides only where no organisation is named.
"""

import enum
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from crm.db.store import Store
from crm.identity import queries
from crm.identity.organisation_names import NameKey, is_no_organisation, likeness, name_key
from crm.identity.public_domains import identifying
from crm.text import fold


class Doubt(enum.Enum):
    """Why a name asks: it is in the trash, it is that of several, or only like another's."""

    TRASH = enum.auto()
    SEVERAL = enum.auto()
    ALIKE = enum.auto()


class OrganisationCandidate(msgspec.Struct, frozen=True):
    """An organisation that a name may mean."""

    id: int
    name: str
    in_trash: bool = False


class OrganisationMatch(msgspec.Struct, frozen=True):
    """The organisation meant (`organisation_id`), a question (`doubt`, `candidates`), or nobody known.

    `reason` says by what it was recognised, or why it asks. `lacks_form` says that the name told the legal form, which
    none of the names known does.
    """

    organisation_id: int | None = None
    doubt: Doubt | None = None
    reason: str = ""
    candidates: tuple[OrganisationCandidate, ...] = ()
    lacks_form: bool = False

    @property
    def asks(self) -> bool:
        """Return whether a person has to say which one is meant."""
        return self.doubt is not None

    @property
    def names(self) -> str:
        """Return the names of the candidates, each once, as a choice: “A”, “B” or “C”."""
        return _listed(each.name for each in self.candidates)


_NOBODY = OrganisationMatch()
_FAR = 9


class _Organisation(msgspec.Struct, frozen=True):
    """What an organisation's own record says of what it is called."""

    id: int
    name: str
    ods_code: str
    company_number: str
    in_trash: bool


class _Domain(msgspec.Struct, frozen=True):
    """A domain of an organisation's e-mail addresses."""

    organisation_id: int
    domain: str
    shared: bool


class _Known(msgspec.Struct):
    """An organisation's names as they are compared, and its codes."""

    name: str
    in_trash: bool
    exact: str = ""
    others: set[str] = msgspec.field(default_factory=set)
    keys: set[NameKey] = msgspec.field(default_factory=set)
    ods_code: str = ""
    company_number: str = ""


class KnownOrganisations:
    """Names, codes and domains of all organisations, those in the trash among them, loaded once.

    Those made on the way are learnt: an import asks for each of its rows.
    """

    def __init__(self, store: Store) -> None:
        self._known: dict[int, _Known] = {}
        self._exact: dict[str, list[int]] = {}
        self._core: dict[str, list[int]] = {}
        self._like: dict[str, list[int]] = {}
        self._codes: dict[tuple[str, str], list[int]] = {}
        self._domains: dict[str, list[int]] = {}
        self._asked: dict[tuple[str, frozenset[str], str, str], OrganisationMatch] = {}
        for each in store.all(queries.ORGANISATIONS, into=_Organisation):
            self._add(each.id, each.name, each.ods_code, each.company_number, in_trash=each.in_trash)
        for row, name in store.rows(queries.OTHER_NAMES):
            self._name(row, name)
        for held in store.all(queries.DOMAINS, into=_Domain):
            holders = self._domains.setdefault(held.domain.casefold(), [])
            if not held.shared and not self._known[held.organisation_id].in_trash:
                holders.append(held.organisation_id)

    def name(self, row: int) -> str:
        """Return the name of an organisation that is known here, else ""."""
        known = self._known.get(row)
        return known.name if known is not None else ""

    def goes_by(self, row: int, name: str) -> bool:
        """Return whether a name is one of an organisation's, its spelling and a legal form not told set aside."""
        return self._distance(self._known[row], name, name_key(name)) <= 3

    def knows(self, row: int) -> bool:
        """Return whether there is an organisation of this id."""
        return row in self._known

    def learn(self, row: int, name: str, ods_code: str = "", company_number: str = "") -> None:
        """Know a new organisation from now on."""
        self._add(row, name, ods_code, company_number, in_trash=False)
        self._asked.clear()

    def learn_name(self, row: int, name: str) -> None:
        """Know an organisation by one more name from now on."""
        self._name(row, name)
        self._asked.clear()

    def learn_codes(self, row: int, ods_code: str = "", company_number: str = "") -> None:
        """Know an organisation's codes from now on."""
        self._code(row, ods_code, company_number)
        self._asked.clear()

    def restore(self, row: int) -> bool:
        """Take an organisation as restored from now on; return whether it was in the trash."""
        known = self._known.get(row)
        if known is None or not known.in_trash:
            return False
        known.in_trash = False
        self._asked.clear()
        return True

    def find(
        self, name: str, domains: frozenset[str] = frozenset(), *, ods_code: str = "", company_number: str = ""
    ) -> OrganisationMatch:
        """Return which organisation is meant; `domains` are those of the e-mail addresses beside the name."""
        if domains and not is_no_organisation(name):  # nearly every row: its name decides, and is asked about once
            named = self.find(name, ods_code=ods_code, company_number=company_number)
            if named.doubt is not Doubt.SEVERAL:
                return named
        key = (name, domains, ods_code, company_number)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self._find(name, domains, ods(ods_code), registered(company_number))
        return found

    def of_domain(self, domain: str) -> tuple[int, ...]:
        """Return the organisations that an e-mail domain, or the nearest one above it that is known, identifies."""
        for name in identifying(domain):
            if name in self._domains:
                return tuple(self._domains[name])
        return ()

    # -- the judgement

    def _find(self, name: str, domains: frozenset[str], ods_code: str, number: str) -> OrganisationMatch:
        coded = {row for code in (("ods", ods_code), ("company", number)) for row in self._codes.get(code, ())}
        if coded:
            by_code = self._judged(name, dict.fromkeys(coded, 0), domains)
            return by_code if by_code.asks else replace(by_code, reason="the organisation's code")
        if is_no_organisation(name):
            owners = {row for domain in domains for row in self.of_domain(domain)}
            return OrganisationMatch(owners.pop(), reason="the e-mail domain") if len(owners) == 1 else _NOBODY
        key = name_key(name)
        found = {
            row: self._distance(self._known[row], name, key)
            for row in self._of_alike_name(name, key)
            if not self._is_another(row, ods_code, number)
        }
        return self._judged(name, {row: how for row, how in found.items() if how < _FAR}, domains)

    def _of_alike_name(self, name: str, key: NameKey) -> set[int]:
        rows = set(self._exact.get(fold(name), ()))
        if key.core:
            rows.update(self._core.get(key.core, ()), self._like.get(likeness(key.core), ()))
        return rows

    def _is_another(self, row: int, ods_code: str, number: str) -> bool:
        """Return whether an organisation has another code: two surgeries of one name are two."""
        known = self._known[row]
        return bool(
            (ods_code and known.ods_code and ods_code != known.ods_code)
            or (number and known.company_number and number != known.company_number)
        )

    def _distance(self, known: _Known, name: str, key: NameKey) -> int:
        """Return how far a name is from an organisation's: 0 its own, 1 another of its names, 2 in another spelling.

        3 where only one of them tells its legal form, 4 where it is only alike; else `_FAR`.
        """
        folded = fold(name)
        if folded == known.exact:
            return 0
        if folded in known.others:
            return 1
        if not key.core:
            return _FAR
        if key in known.keys:
            return 2
        forms = {each.form for each in known.keys if each.core == key.core}
        if forms:  # Mill plc is not Mill Ltd; "Mill" that also goes by Mill plc is not either
            return 3 if not key.form or forms == {""} else _FAR
        like = likeness(key.core)
        alike = {each.form for each in known.keys if each.core and likeness(each.core) == like}
        return 4 if alike & {"", key.form} or (alike and not key.form) else _FAR

    def _judged(self, name: str, found: dict[int, int], domains: frozenset[str]) -> OrganisationMatch:
        """Say which of the organisations found, by distance, is meant; those in the trash ask."""
        if not found:
            return _NOBODY
        live = {row: how for row, how in found.items() if not self._known[row].in_trash}
        nearest = min(live.values(), default=_FAR)
        if nearest > 2 and min(found.values()) < min(nearest, 4):
            near = [row for row in found if row not in live or found[row] < 4]
            return self._asking(Doubt.TRASH, name, near)
        if nearest == 4 or not live:
            return self._asking(Doubt.ALIKE, name, list(found))
        meant = [row for row, how in live.items() if how == nearest]
        if len(meant) > 1:
            owners = {row for domain in domains for row in self.of_domain(domain)}.intersection(meant)
            if len(owners) != 1:
                return self._asking(Doubt.SEVERAL, name, meant)
            meant = list(owners)
        lacks_form = nearest == 3 and bool(name_key(name).form)
        if lacks_form and self._has_namesake(meant[0], name_key(name)):
            return self._asking(Doubt.ALIKE, name, meant)
        return OrganisationMatch(meant[0], reason="the organisation's name", lacks_form=lacks_form)

    def _has_namesake(self, row: int, key: NameKey) -> bool:
        """Return whether others bear the name with another legal form: then it may be any that tells none."""
        return any(other != row and not self._known[other].in_trash for other in self._core.get(key.core, ()))

    def _asking(self, doubt: Doubt, name: str, rows: Iterable[int]) -> OrganisationMatch:
        candidates = tuple(
            OrganisationCandidate(row, self._known[row].name, self._known[row].in_trash) for row in sorted(rows)
        )
        names = _listed(each.name for each in candidates)
        if doubt is Doubt.TRASH:
            gone = _listed(each.name for each in candidates if each.in_trash)
            reason = f"{gone} is in the trash: restore it, or make a new one?"
        elif doubt is Doubt.SEVERAL and len({each.name for each in candidates}) == 1:
            reason = f"there are {len(candidates)} organisations called {names}: which one?"
        elif doubt is Doubt.SEVERAL:
            reason = f"“{name}” could be {names}: which one?"
        else:
            reason = f"“{name}” is like {names}: the same one?"
        return OrganisationMatch(None, doubt, reason, candidates)

    # -- what is known

    def _add(self, row: int, name: str, ods_code: str, number: str, *, in_trash: bool) -> None:
        self._known[row] = _Known(name, in_trash, exact=fold(name))
        self._name(row, name)
        if ods_code or number:
            self._code(row, ods_code, number)

    def _name(self, row: int, name: str) -> None:
        known, key = self._known[row], name_key(name)
        known.others.add(fold(name))
        _hold(self._exact, fold(name), row)
        if key.core:
            known.keys.add(key)
            _hold(self._core, key.core, row)
            _hold(self._like, likeness(key.core), row)

    def _code(self, row: int, ods_code: str, number: str) -> None:
        known = self._known[row]
        known.ods_code = ods(ods_code) or known.ods_code
        known.company_number = registered(number) or known.company_number
        for code in (("ods", known.ods_code), ("company", known.company_number)):
            if code[1]:
                holders = self._codes.setdefault(code, [])
                if row not in holders:
                    holders.append(row)


def ods(code: str) -> str:
    """Return an ODS code as it is compared."""
    return "".join(filter(str.isalnum, code)).upper()


def registered(number: str) -> str:
    """Return a company number as it is compared: spreadsheets take the noughts at its beginning away."""
    plain = "".join(filter(str.isalnum, number)).upper()
    return plain.zfill(8) if plain.isdecimal() else plain


def _hold(index: dict[str, list[int]], key: str, row: int) -> None:
    holders = index.setdefault(key, [])
    if row not in holders:
        holders.append(row)


def _listed(names: Iterable[str]) -> str:
    quoted = list(dict.fromkeys(f"“{name}”" for name in names))
    return " or ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
