"""The organisation a row names: a known one, a new one, or a question that is asked once for each name."""

from collections.abc import Collection

import msgspec

from crm.db.store import Store
from crm.identity import KnownOrganisations, NameKey, OrganisationMatch, spelling_key
from crm.importing.records import NEW_ORGANISATION, OrganisationDecisions, OrganisationQuestion
from crm.importing.row_labels import Sink
from crm.importing.row_mapping import MappedRow


class _Asked(msgspec.Struct):
    """A name that asks: how it was spelled first, and how many rows wait."""

    name: str
    match: OrganisationMatch
    line: int
    rows: int = 0


class OrganisationLookup:
    """Every organisation, those made on the way among them, and what was decided about names that ask."""

    def __init__(self, store: Store, sink: Sink, decisions: OrganisationDecisions) -> None:
        self._sink = sink
        self._known = KnownOrganisations(store)
        self._decisions = {spelling_key(name): decision for name, decision in decisions.items()}
        self._made: dict[NameKey, int] = {}
        self._asked: dict[NameKey, _Asked] = {}

    @property
    def questions(self) -> tuple[OrganisationQuestion, ...]:
        """Return what was asked, by the names in the order of the file."""
        return tuple(
            OrganisationQuestion(each.name, each.match.reason, each.rows, each.line, each.match.candidates)
            for each in self._asked.values()
        )

    def name(self, row: int) -> str:
        """Return an organisation's name."""
        return self._known.name(row)

    def goes_by(self, row: int, name: str) -> bool:
        """Return whether a name is one of an organisation's."""
        return self._known.goes_by(row, name)

    def find(self, wanted: MappedRow) -> OrganisationMatch:
        """Return which organisation a row names, or its e-mail domain tells where it names none."""
        if wanted.works_nowhere:
            return OrganisationMatch()
        codes = wanted.known
        found = self._known.find(
            wanted.organisation,
            frozenset(value.lower().rpartition("@")[2] for value, _, _ in wanted.emails),
            ods_code=codes.get("ods_code", ""),
            company_number=codes.get("company_number", ""),
        )
        return self._decided(wanted.organisation, found) if found.asks else found

    def settle(self, wanted: MappedRow, match: OrganisationMatch, there: Collection[int] = ()) -> OrganisationMatch:
        """Return what a question comes to for somebody known at the organisations `there`; else it is asked."""
        theirs = [each.id for each in match.candidates if each.id in there]
        if len(theirs) == 1:
            return OrganisationMatch(theirs[0])
        key = spelling_key(wanted.organisation)
        asked = self._asked.setdefault(key, _Asked(wanted.organisation, match, wanted.row.line))
        asked.rows += 1
        return match

    def learn(self, row: int, wanted: MappedRow) -> None:
        """Know an organisation made for a row from now on."""
        codes = wanted.known
        self._known.learn(row, wanted.organisation, codes.get("ods_code", ""), codes.get("company_number", ""))
        self._made[spelling_key(wanted.organisation)] = row

    def learn_codes(self, row: int, wanted: MappedRow) -> None:
        """Know the codes that a row filled in from now on."""
        self._known.learn_codes(row, wanted.known.get("ods_code", ""), wanted.known.get("company_number", ""))

    def add_name(self, row: int, name: str, kind: str = "also", until: str = "") -> None:
        """Write another name of an organisation (former until a day), by which it is known from now on."""
        alias = self._sink.next_id("organisation_alias")
        self._sink.add("organisation_alias", (alias, row, name))
        if kind != "also" or until:
            self._sink.update("organisation_alias", alias, {"kind": kind, "until": until or None})
        self._known.learn_name(row, name)

    def _decided(self, name: str, asks: OrganisationMatch) -> OrganisationMatch:
        key = spelling_key(name)
        decision = self._decisions.get(key)
        if decision == NEW_ORGANISATION:
            return OrganisationMatch(self._made.get(key))
        if decision is None or not self._known.knows(decision):
            return asks
        if self._known.restore(decision):
            self._sink.update("organisation", decision, {"deleted_at": None})
        return OrganisationMatch(decision, reason="decided")
