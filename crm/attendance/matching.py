"""Who a line of an attendance file is about (rule 6), asked of the database line by line: a report is short."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from crm.attendance.report_records import Known
from crm.db.derived import NAME
from crm.db.store import Store
from crm.formats.attendance import Attendee
from crm.identity import AskedKeys, Key, Person, gender_in, names_of, phone_key, profile_key
from crm.identity import Matcher as PeopleMatcher
from crm.organisations import Organisations
from crm.phones import parse_phones
from crm.text import clean_line

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
        listed = store.rows("SELECT contact_id FROM attendance WHERE huddle_id = ?", (huddle_id,))
        self._people = PeopleMatcher(AskedKeys(store, (row for (row,) in listed)))

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
        incoming = person_of(person)
        incoming.organisations = (place or 0,) if place is not None or person.organisation else ()
        shown = {address.lower(): address for address in (person.email, *person.other_emails) if address}
        match = self._people.find(incoming, place, shown)
        keys = AskedKeys(self._store)
        ids = [match.contact_id] if match.contact_id is not None else []
        ids += [row for row in match.candidates if row not in ids]
        if not match.asks:
            ids += [row for name in incoming.names for row in keys.by_name(name.key) if row not in ids]
        candidates = self._known(ids[:_MOST])
        in_trash = any(each.contact_id == match.contact_id and each.in_trash for each in candidates)
        if in_trash:
            return Found(None, f"recognised by {match.reason}, but in the trash", candidates)
        return Found(match.contact_id, match.reason, candidates if ids else (), by_email=match.by is Key.EMAIL)

    def _known(self, ids: Sequence[int]) -> tuple[Known, ...]:
        """Return who these are, in this order."""
        rows = self._store.rows(
            f"SELECT c.id, {NAME.format(contact='c')}, coalesce(s.organisation_name, ''), coalesce(s.email, ''), "
            "EXISTS (SELECT 1 FROM attendance a WHERE a.huddle_id = ? AND a.contact_id = c.id), "
            "c.deleted_at IS NOT NULL FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value "
            "LEFT JOIN contact_summary s ON s.contact_id = c.id ORDER BY j.key",
            (self._huddle_id, json.dumps(list(ids))),
        )
        return tuple(
            Known(id_, name, place, email, bool(listed), in_trash=bool(trashed))
            for id_, name, place, email, listed, trashed in rows
        )


def person_of(person: Attendee) -> Person:
    """Return what a line says that tells who is who."""
    name = person.name
    given = f"{name.given} {name.middle}".strip()
    named = (given or name.family) and person.shown_name != person.email
    phones = parse_phones(str(person.extra.get("phone", "")))
    emails = dict.fromkeys(address.lower() for address in (person.email, *person.other_emails) if address)
    return Person(
        names_of(given, name.family, name.nickname, name.suffix) if named else (),
        tuple(emails),
        tuple(phone_key(phone.e164, phone.typed, phone.extension) for phone in phones if phone.e164),
        profile_key(str(person.extra.get("linkedin", ""))),
        gender=gender_in(name.prefix),
    )
