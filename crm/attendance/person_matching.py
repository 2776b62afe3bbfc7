"""Who a line of an attendance file is about (rule 6), asked of the database line by line: a report is short."""

import msgspec

from crm.attendance.queries import LISTED
from crm.attendance.report_records import ReportLine
from crm.db.store import Store
from crm.formats.attendance import Attendee
from crm.formats.placeholders import is_no_employer
from crm.identity import (
    AskedKeys,
    Doubt,
    Key,
    KnownOrganisations,
    OrganisationMatch,
    Person,
    gender_in,
    is_no_organisation,
    names_read,
    phone_key,
    profile_key,
)
from crm.identity import Matcher as PeopleMatcher
from crm.organisations import OrganisationDraft, Organisations
from crm.phones import parse_phones
from crm.reviewing import Known, known_people
from crm.text import clean_line
from crm.trash import Trash


class LinePerson(msgspec.Struct, frozen=True):
    """Whom a line means: a contact, nobody known (neither contact nor candidates), or a question.

    `candidates` are all it may be, the contact included.
    """

    contact_id: int | None = None
    reason: str = ""
    candidates: tuple[Known, ...] = ()
    by_email: bool = False


class LineOrganisation(msgspec.Struct, frozen=True):
    """The organisation of a line: its name, the id of a known one, and whether only an address tells it (a guess)."""

    name: str
    id: int | None
    is_guess: bool
    match: OrganisationMatch

    @property
    def returning(self) -> str:
        """Return the one in the trash that comes back with somebody new there, "" for none."""
        gone = [each.name for each in self.match.candidates if each.in_trash]
        return gone[0] if self.match.doubt is not Doubt.SEVERAL and len(gone) == 1 else ""

    @property
    def question(self) -> str:
        """Return what is to be known before somebody new is made at it, "" where nothing is in doubt."""
        names = self.match.names
        if self.match.doubt is Doubt.TRASH:
            return f"{names} is in the trash: it comes back with somebody new"
        if self.match.doubt is Doubt.SEVERAL:
            return f"“{self.name}” could be {names}: somebody new is added without it"
        return f"“{self.name}” is like {names}: with somebody new it is made as another one" if self.match.asks else ""


class Matcher:
    """Recognises people for one huddle."""

    def __init__(self, store: Store, organisations: Organisations, trash: Trash, huddle_id: int) -> None:
        self._store, self._organisations, self._trash, self._huddle_id = store, organisations, trash, huddle_id
        self._places: KnownOrganisations | None = None
        self._people = PeopleMatcher(AskedKeys(store, store.column(LISTED, huddle=huddle_id)))

    def place_of(self, person: Attendee) -> LineOrganisation:
        """Return the organisation a line names, or its address tells where it names none."""
        said = clean_line(person.organisation)
        if is_no_organisation(said):
            said = ""
        match = self._match(said, person.email)
        row = match.organisation_id
        name = said or (self._organisation_names().name(row) if row is not None else "")
        return LineOrganisation(name, row, is_guess=bool(name) and not said, match=match)

    def organisation_for(self, line: ReportLine) -> int | None:
        """Return where somebody new works, for a line that may have asked; the organisation is made, or restored.

        None where the line names none ("Retired" is none either), or one of several.
        """
        if line.organisation_id is not None or not line.organisation or is_no_employer(line.organisation):
            return line.organisation_id
        match = self._match(line.organisation, line.email)
        gone = [each.id for each in match.candidates if each.in_trash]
        if match.doubt is Doubt.SEVERAL or len(gone) > 1:
            return None
        row = match.organisation_id
        if gone:
            row = gone[0]
            self._trash.bring_back("organisation", row)
            self._organisation_names().restore(row)
        elif row is None:
            row = self._organisations.create(OrganisationDraft(line.organisation))
            self._organisation_names().learn(row, line.organisation)
        return row

    def _match(self, name: str, email: str) -> OrganisationMatch:
        domain = email.rpartition("@")[2].lower()
        return self._organisation_names().find(name, frozenset((domain,)) if domain else frozenset())

    def _organisation_names(self) -> KnownOrganisations:
        if self._places is None:
            self._places = KnownOrganisations(self._store)
        return self._places

    def find(self, person: Attendee, place: int | None) -> LinePerson:
        """Return whom a line is about."""
        incoming = person_of(person)
        incoming.organisations = (place or 0,) if place is not None or person.organisation else ()
        shown = {address.lower(): address for address in (person.email, *person.other_emails) if address}
        found = self._people.find(incoming, place, shown)
        match = self._people.unless_in_trash(found)
        candidates = known_people(self._store, self._people.choices(incoming, found), self._huddle_id)
        return LinePerson(match.contact_id, match.reason, candidates, by_email=match.by is Key.EMAIL)


def person_of(person: Attendee) -> Person:
    """Return what a line says that tells who is who."""
    name = person.name
    named = (name.given or name.middle or name.family) and person.shown_name != person.email
    phones = parse_phones(str(person.extra.get("phone", "")))
    emails = dict.fromkeys(address.lower() for address in (person.email, *person.other_emails) if address)
    return Person(
        names_read(name) if named else (),
        tuple(emails),
        tuple(phone_key(phone.e164, phone.typed, phone.extension) for phone in phones if phone.e164),
        profile_key(str(person.extra.get("linkedin", ""))),
        gender=gender_in(name.prefix),
    )
