"""Attendance: who was invited, who said they come, and who was there; the two are separate facts (rule 3)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from crm import clock
from crm.attendance import check_in
from crm.attendance.queries import (
    ARRIVED,
    BY_SECTOR,
    COUNTS,
    FORGET_STAYS,
    HUDDLE,
    LIST,
    LOCKED,
    ON_LIST,
    ONE,
    REPLIES,
    SETTLE,
    UNSETTLE,
    UNSETTLE_OTHERS,
    WHO,
)
from crm.attendance.records import AttendanceRow, Candidate, Counts, SectorCount, WalkIn
from crm.consents import NEWSLETTER, Consents
from crm.contacts import Contacts, Email
from crm.contacts.affiliations import on_date
from crm.contacts.whole_names import draft_named
from crm.db import schema
from crm.db.schema.allowed import PRESENCES, REGISTRATIONS
from crm.db.store import Store, moment_text
from crm.errors import Invalid, NotFound
from crm.formats.names import split_name
from crm.identity import AskedKeys, Match, Matcher, Person, is_no_organisation, names_read
from crm.known_or_new import KnownOrNew, Meant
from crm.organisations import Organisations
from crm.text import clean_line
from crm.trash import Trash

__all__ = [
    "AttendanceRow",
    "Attendances",
    "Candidate",
    "Counts",
    "SectorCount",
    "WalkIn",
]

PITCHING = "pitching"
"""The source of who is on a list because they have a pitch."""


class _Huddle(msgspec.Struct, frozen=True):
    """What is to be known of a huddle before somebody is put on its list."""

    title: str
    starts_at: str
    time_zone: str
    status: str
    deleted_at: str | None

    @property
    def day(self) -> date:
        """Return the local day."""
        return clock.wall_clock(self.starts_at, self.time_zone).date()


class _Who(msgspec.Struct, frozen=True):
    """Who is on which list."""

    huddle_id: int
    contact_id: int


class Attendances:
    """Reads, invites, registers and marks people; writes `attendance`, a walk-in's contact through its own service."""

    def __init__(
        self, store: Store, contacts: Contacts, organisations: Organisations, consents: Consents, trash: Trash
    ) -> None:
        self._store = store
        self._contacts = contacts
        self._organisations = organisations
        self._consents = consents
        self._trash = trash
        self._meanings = KnownOrNew(contacts, organisations, trash)

    def rows(self, huddle_id: int) -> list[AttendanceRow]:
        """Return everybody on the list of a huddle, by family name."""
        return self._store.all(LIST, into=AttendanceRow, huddle=huddle_id)

    def row(self, huddle_id: int, contact_id: int) -> AttendanceRow | None:
        """Return one person of a huddle, None where they are not on its list."""
        return self._store.first(ONE, into=AttendanceRow, huddle=huddle_id, contact=contact_id)

    def arrived(self, huddle_id: int, limit: int = 50) -> list[AttendanceRow]:
        """Return who checked in, the last one first."""
        return self._store.all(ARRIVED, into=AttendanceRow, huddle=huddle_id, most=limit)

    def counts(self, huddle_id: int) -> Counts:
        """Return the numbers of a huddle."""
        return self._store.all(COUNTS, into=Counts, huddle=huddle_id)[0]

    def by_sector(self, huddle_id: int) -> list[SectorCount]:
        """Return how many of each sector are there, and how many registered, in the order of the sectors."""
        found = self._store.all(BY_SECTOR, into=SectorCount, huddle=huddle_id)
        return [each for each in found if each.here or each.expected]

    def candidates(self, huddle_id: int, text: str, limit: int = 6) -> list[Candidate]:
        """Return whom the words at the door may mean, the best match first; without words those still expected."""
        return check_in.candidates(self._store, huddle_id, text, limit)

    def undoes(self, huddle_id: int) -> bool:
        """Return whether the action that undo takes back next is one on the list of this huddle."""
        return check_in.undoes(self._store, huddle_id)

    def invite(self, huddle_id: int, contact_ids: Sequence[int], source: str = "invited") -> int:
        """Put people on the list as invited; whoever has replied already stays. Returns how many are new."""
        title = self._huddle(huddle_id).title
        there = dict(self._store.rows(REPLIES, huddle=huddle_id))
        new = [id_ for id_ in dict.fromkeys(contact_ids) if there.get(id_, "none") == "none"]
        with self._store.action(f"Invite {self._who(new)} to {title}"):
            for contact_id in new:
                self.put(huddle_id, contact_id, source, registration="invited")
        return len(new)

    def reply(self, huddle_id: int, contact_ids: Sequence[int], registration: str, source: str = "typed") -> None:
        """Set what people replied (invited, registered, waitlisted, declined, cancelled, none)."""
        if registration not in REGISTRATIONS:
            raise Invalid("registration", f"“{registration}” is no reply to an invitation.")
        title = self._huddle(huddle_id).title
        said = {"none": "No reply", "cancelled": "Registration cancelled"}.get(registration, registration.capitalize())
        with self._store.action(f"{said}: {self._who(contact_ids)}, {title}"):
            for contact_id in dict.fromkeys(contact_ids):
                self.put(huddle_id, contact_id, source, registration=registration)
            self.settle_if_locked(huddle_id)

    def add_new(self, huddle_id: int, name: str, registration: str = "registered") -> int:
        """Add somebody who is not known yet and their reply, as one action; return the contact."""
        title = self._huddle(huddle_id).title
        with self._store.action(f"Add {clean_line(name)} to {title}"):
            contact_id = self._contacts.create(draft_named(name))
            self.reply(huddle_id, [contact_id], registration)
        return contact_id

    def register(self, huddle_id: int, contact_id: int) -> None:
        """Say that somebody known registered, as one action; they are taken out of the trash."""
        title = self._huddle(huddle_id).title
        with self._store.action(f"Registered: {self._contacts.name(contact_id)}, {title}"):
            self._trash.bring_back("contact", contact_id)
            self.reply(huddle_id, [contact_id], "registered")

    def mark(self, huddle_id: int, contact_ids: Sequence[int], presence: str, source: str = "typed") -> None:
        """Say whether people were there: attended, apologies, absent, or unknown again.

        Raises Invalid where somebody would have attended a huddle of a day still to come, or one that was cancelled.
        """
        if presence not in PRESENCES:
            raise Invalid("presence", f"“{presence}” is not known here.")
        if presence == "unknown":
            self.clear(huddle_id, contact_ids)
            return
        title = self._huddle(huddle_id).title if presence == "apologies" else self._held(huddle_id)
        with self._store.action(f"{presence.capitalize()}: {self._who(contact_ids)}, {title}"):
            seen = {} if presence == "attended" else {"checked_in_at": None}
            for contact_id in dict.fromkeys(contact_ids):
                self.put(huddle_id, contact_id, source, presence=presence, by_lock=0, **seen)

    def clear(self, huddle_id: int, contact_ids: Sequence[int]) -> None:
        """Take back what was said of people's presence; whoever never replied leaves the list.

        In a locked huddle whoever registered and was not seen stays absent.
        """
        title = self._huddle(huddle_id).title
        with self._store.action(f"Clear {self._who(contact_ids)}, {title}"):
            for contact_id in dict.fromkeys(contact_ids):
                row = self.row(huddle_id, contact_id)
                if row is None:
                    continue
                if row.registration == "none" and not row.pitches:
                    self._store.delete(schema.Attendance, row.id)
                else:
                    self._store.update(
                        schema.Attendance, row.id, presence="unknown", by_lock=0, checked_in_at=None, minutes=None
                    )
                    self._store.run(FORGET_STAYS, attendance=row.id)
            self.settle_if_locked(huddle_id)

    def remove(self, huddle_id: int, contact_ids: Sequence[int]) -> None:
        """Take people off the list of a huddle altogether, with what was known of their stay.

        Raises Invalid for somebody who has a pitch there; nobody is taken off then.
        """
        title = self._huddle(huddle_id).title
        with self._store.action(f"Take {self._who(contact_ids)} off {title}"):
            for contact_id in dict.fromkeys(contact_ids):
                row = self.row(huddle_id, contact_id)
                if row is None:
                    continue
                if row.pitches:
                    pitch = f"{row.name} has a pitch at {title}, “{row.pitches[0]}”."
                    raise Invalid("pitches", f"{pitch} Give it to somebody else, or move it to the trash, first.")
                self._store.delete(schema.Attendance, row.id)

    def check_in(self, huddle_id: int, contact_id: int) -> None:
        """Tick one person at the door: a transaction of its own."""
        self._held(huddle_id)
        with self._store.action(f"Check in {self._who([contact_id])}"):
            self._tick(huddle_id, contact_id)

    def who_is(self, person: WalkIn) -> Match:
        """Return who somebody at the door is (rule 6): a contact, nobody known, or a question with its candidates."""
        said = clean_line(person.organisation)
        place = self._organisations.named(said)
        names, address = names_read(split_name(clean_line(person.name))), clean_line(person.email).lower()
        incoming = Person(names, (address,) if address else ())
        incoming.organisations = place or ((0,) if said else ())
        written = {address: clean_line(person.email)}
        matcher = Matcher(AskedKeys(self._store))
        return matcher.unless_in_trash(matcher.find(incoming, place[0] if len(place) == 1 else None, written))

    def walk_in(self, huddle_id: int, person: WalkIn, contact_id: int | None = None) -> int:
        """Add somebody nobody expected and tick them, as one action; return the contact.

        Whoever they are known to be (`who_is`) is that person, for the organisation they named; one not known yet, or
        of whom it would be asked, is made. `contact_id` is whom somebody chose; they are taken out of the trash. The
        answer about the newsletter is written with the sentence they answered to. Raises Invalid (name, email, ...).
        """
        title = self._held(huddle_id)
        if contact_id is None:
            contact_id = self.who_is(person).contact_id
        name, email = clean_line(person.name), clean_line(person.email)
        if not name and contact_id is not None:
            name = self._contacts.name(contact_id)
        if not name:
            raise Invalid("name", "Type the name.")
        with self._store.action(f"Check in {name} as a walk-in"):
            if contact_id is not None:
                self._trash.bring_back("contact", contact_id)
            organisation_id = self._organisation(person)
            if contact_id is None:
                contact_id = self._new_contact(name, email, organisation_id, clean_line(person.role))
            self._tick(huddle_id, contact_id)
            if organisation_id is not None:
                self.put(huddle_id, contact_id, "door", organisation_id=organisation_id)
            if person.newsletter is not None:
                self._consents.record(
                    contact_id,
                    "granted" if person.newsletter else "objected",
                    purpose=NEWSLETTER,
                    method="at the door",
                    wording=person.wording,
                    evidence=f"{'Yes' if person.newsletter else 'No'}, said at {title}",
                    huddle_id=huddle_id,
                )
        return contact_id

    def set_organisation(self, attendance_id: int, organisation_id: int | None) -> None:
        """Say for which organisation somebody stood that day (None: for none)."""
        who = self._store.first(WHO, into=_Who, attendance=attendance_id)
        if who is None:
            raise NotFound("attendance", attendance_id)
        if organisation_id is not None:
            self._organisations.name(organisation_id)
        with self._store.action(f"Organisation of {self._who([who.contact_id])}, {self._huddle(who.huddle_id).title}"):
            self._store.update(schema.Attendance, attendance_id, organisation_id=organisation_id)

    def speaks(self, huddle_id: int, contact_id: int) -> None:
        """Put who has a pitch on the list as a speaker, inside the action of the pitch; what they replied stays."""
        held = self.row(huddle_id, contact_id)
        if held is None:
            self.put(huddle_id, contact_id, PITCHING, role="speaker")
        elif held.role == "attendee":
            self._store.update(schema.Attendance, held.id, role="speaker")

    def speaks_no_more(self, huddle_id: int, contact_id: int) -> None:
        """Undo `speaks` for who has no pitch any more; only who was on the list for it, and no more, leaves it."""
        held = self.row(huddle_id, contact_id)
        if held is None or held.role != "speaker":
            return
        if held.source == PITCHING and held.registration == "none" and held.presence == "unknown":
            self._store.delete(schema.Attendance, held.id)
        else:
            self._store.update(schema.Attendance, held.id, role="attendee")

    def settle(self, huddle_id: int) -> None:
        """Make whoever registered and was not seen absent, inside the lock's action (rule 3)."""
        self._store.run(SETTLE, huddle=huddle_id)

    def unsettle(self, huddle_id: int) -> None:
        """Take back the absences that a lock made, inside the unlock's action."""
        self._store.run(UNSETTLE, huddle=huddle_id)

    def settle_if_locked(self, huddle_id: int) -> None:
        """Keep a locked huddle as the lock would make it now: who is not registered any more is no absence of it."""
        if self._store.value(LOCKED, huddle=huddle_id) is not None:
            self._store.run(UNSETTLE_OTHERS, huddle=huddle_id)
            self.settle(huddle_id)

    def put(self, huddle_id: int, contact_id: int, source: str, **facts: Any) -> int:
        """Set facts of one person at a huddle, put on its list with the organisation of the day; return the id."""
        held = self._store.value(ON_LIST, huddle=huddle_id, contact=contact_id)
        if held is not None:
            self._store.update(schema.Attendance, held, **facts)
            return int(held)
        huddle = self._huddle(huddle_id)
        return self._store.insert(
            schema.Attendance,
            huddle_id=huddle_id,
            contact_id=contact_id,
            organisation_id=on_date(self._store, contact_id, huddle.day),
            starts_at=huddle.starts_at,
            source=source,
            **facts,
        )

    # -- inside

    def _huddle(self, huddle_id: int) -> _Huddle:
        """Return a huddle; raises NotFound, and Invalid for one in the trash."""
        huddle = self._store.first(HUDDLE, into=_Huddle, huddle=huddle_id)
        if huddle is None:
            raise NotFound("huddle", huddle_id)
        if huddle.deleted_at is not None:
            raise Invalid("huddle", f"{huddle.title} is in the trash; restore it there first.")
        return huddle

    def _held(self, huddle_id: int) -> str:
        """Return the title of a huddle that people can have come to; raises Invalid for any other."""
        huddle = self._huddle(huddle_id)
        title = huddle.title
        if huddle.day > clock.today():
            raise Invalid("presence", f"{title} is still to come; apologies can be noted, presence on its day.")
        if huddle.status == "cancelled":
            raise Invalid("presence", f"{title} was cancelled. If it was held after all, mark it as held first.")
        return title

    def _tick(self, huddle_id: int, contact_id: int) -> None:
        held = self.row(huddle_id, contact_id)
        if held is not None and held.presence == "attended" and held.checked_in_at:
            return  # ticked twice: the first arrival stands
        self.put(
            huddle_id,
            contact_id,
            "door",
            presence="attended",
            by_lock=0,
            mode="in person",
            checked_in_at=moment_text(clock.now()),
        )

    def _organisation(self, person: WalkIn) -> int | None:
        name = clean_line(person.organisation)
        if is_no_organisation(name):
            return None
        chosen = person.organisation_id
        return self._meanings.organisation(Meant(name, chosen or None, is_new=chosen == 0))

    def _new_contact(self, name: str, email: str, organisation_id: int | None, role: str) -> int:
        emails = (Email(email, is_primary=True),) if email else ()
        return self._contacts.create(draft_named(name, emails=emails, organisation_id=organisation_id, role=role))

    def _who(self, contact_ids: Iterable[int]) -> str:
        ids = list(dict.fromkeys(contact_ids))
        return self._contacts.name(ids[0]) if len(ids) == 1 else f"{len(ids):,} people"
