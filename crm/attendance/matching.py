"""Who a line of an attendance file is about (rule 6), asked of the database line by line: a report is short.

Any e-mail they ever had, then the name on this huddle's own list, then the name with an organisation; else it asks.
Never on a name alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.attendance.report_records import Known
from crm.db.derived import NAME
from crm.db.store import Store
from crm.formats.attendance import Attendee
from crm.organisations import Organisations
from crm.text import clean_line, fold

_MOST = 6


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a line means: a contact, nobody known (neither contact nor candidates), or a question.

    `candidates` are all it may be, the contact included.
    """

    contact_id: int | None = None
    reason: str = ""
    candidates: tuple[Known, ...] = ()
    by_email: bool = False


class Matcher:
    """Recognises people for one huddle."""

    def __init__(self, store: Store, organisations: Organisations, huddle_id: int) -> None:
        self._store, self._organisations, self._huddle_id = store, organisations, huddle_id
        self._places: dict[str, tuple[int | None, str]] = {}

    def place_of(self, person: Attendee) -> tuple[str, int | None, bool]:
        """Return the organisation a line names or its address tells: name, id of a known one, whether it is a guess."""
        said = clean_line(person.organisation)
        if said:
            known = self._organisations.named(said)
            return said, known[0] if len(known) == 1 else None, False
        domain = person.email.rpartition("@")[2].lower()
        if domain not in self._places:
            owners = self._organisations.of_domain(domain) if domain else ()
            owner = owners[0] if len(owners) == 1 else None
            self._places[domain] = (owner, self._organisations.name(owner) if owner is not None else "")
        owner, name = self._places[domain]
        return name, owner, bool(name)

    def find(self, person: Attendee, place: int | None) -> Found:
        """Return whom a line is about."""
        for address in (person.email, *person.other_emails):
            if address and (found := self._by_email(address, person)) is not None:
                return found
        named = self._named(person)
        if not named:
            return Found()
        listed = [each for each in named if each.is_listed]
        if len(listed) == 1:
            return Found(listed[0].contact_id, "the name, and on the list of this huddle", tuple(named[:_MOST]))
        there = self._at(named, place) if place is not None else []
        if len(there) == 1:
            return Found(there[0].contact_id, "name and organisation", tuple(named[:_MOST]))
        if len(listed) > 1 or len(there) > 1:
            return Found(None, "several people of that name", tuple(listed or there))
        return Found(None, "only the name is the same", tuple(named[:_MOST]))

    def _by_email(self, address: str, person: Attendee) -> Found | None:
        holders = self._known(
            "c.id IN (SELECT contact_id FROM contact_email WHERE value = ? COLLATE NOCASE)", (address,)
        )
        if not holders:
            return None
        if len(holders) == 1 and (not _name(person) or _alike(_name(person), fold(holders[0].name))):
            return Found(holders[0].contact_id, f"the e-mail address {address}", tuple(holders), by_email=True)
        alike = [each for each in holders if fold(each.name) == _name(person)]
        if len(alike) == 1:
            return Found(alike[0].contact_id, f"the e-mail address {address}", tuple(holders), by_email=True)
        if len(holders) == 1:
            return Found(None, f"{address} belongs to somebody of another name", tuple(holders))
        return Found(None, f"{address} belongs to several people", tuple(holders[:_MOST]))

    def _named(self, person: Attendee) -> list[Known]:
        name = _name(person)
        if not name:
            return []
        parts = name.split()
        orders = {f"{parts[-1]} {' '.join(parts[:-1])}".strip()}
        family = fold(person.name.family)
        if family:
            given = fold(" ".join(filter(None, (person.name.given, person.name.middle))))
            orders |= {f"{family} {given}".strip(), f"{family} {fold(person.name.given)}".strip()}
        marks = ", ".join("?" * len(orders))
        return self._known(
            f"c.id IN (SELECT contact_id FROM contact_summary WHERE sort_name IN ({marks})) "
            "OR c.id IN (SELECT contact_id FROM contact_alias WHERE fold(name) = ?)",
            (*orders, name),
        )

    def _at(self, named: Sequence[Known], place: int) -> list[Known]:
        """Return who of these is or was at an organisation."""
        marks = ", ".join("?" * len(named))
        rows = self._store.rows(
            f"SELECT DISTINCT contact_id FROM affiliation WHERE organisation_id = ? AND contact_id IN ({marks})",
            (place, *(each.contact_id for each in named)),
        )
        there = {row[0] for row in rows}
        return [each for each in named if each.contact_id in there]

    def _known(self, where: str, params: Sequence[object]) -> list[Known]:
        rows = self._store.rows(
            f"SELECT c.id, {NAME.format(contact='c')}, coalesce(s.organisation_name, ''), coalesce(s.email, ''), "
            "EXISTS (SELECT 1 FROM attendance a WHERE a.huddle_id = ? AND a.contact_id = c.id) FROM contact c "
            f"LEFT JOIN contact_summary s ON s.contact_id = c.id WHERE c.deleted_at IS NULL AND ({where}) "
            "ORDER BY 5 DESC, c.id",
            (self._huddle_id, *params),
        )
        return [Known(id_, name, place, email, bool(listed)) for id_, name, place, email, listed in rows]


def _name(person: Attendee) -> str:
    return "" if person.shown_name == person.email else fold(person.shown_name)


def _alike(one: str, other: str) -> bool:
    """Return whether two folded names may be one person's: a word in common, or one that is the other's initials."""
    first, second = one.split(), other.split()
    return bool(set(first) & set(second)) or _is_initials(first, second) or _is_initials(second, first)


def _is_initials(short: Sequence[str], whole: Sequence[str]) -> bool:
    letters = [word[0] for word in whole]
    return list(short) == letters or list(short) == ["".join(letters)]
