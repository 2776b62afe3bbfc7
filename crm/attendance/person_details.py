"""What an attendance file holds of people besides their coming: written for a new contact, only told of a known one."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from crm import dates
from crm.attendance.consent_answers import MailAnswer
from crm.attendance.registration_answers import Said, said
from crm.attendance.report_records import ReportLine
from crm.consents import NEWSLETTER, ConsentRow, Consents
from crm.contacts import ContactDetail, ContactDraft, Contacts, Email, PhoneNumber
from crm.contacts.whole_names import draft_named
from crm.formats.attendance import Attendee
from crm.formats.emails import is_email
from crm.identity import profile_key
from crm.phones import display
from crm.text import fold
from crm.trash import Trash

METHOD = "registration form"
_AGREED = ("granted", "relied on")
_ACTS = {"granted": "may be mailed", "objected": "wants no mail", "withdrawn": "no mail any more"}


class PersonDetails:
    """Makes contacts of the lines of a file, and writes what people answered about being written to."""

    def __init__(self, contacts: Contacts, consents: Consents, trash: Trash) -> None:
        self._contacts, self._consents, self._trash = contacts, consents, trash

    # -- new people

    def words(self, person: Attendee, returning: str) -> tuple[str, ...]:
        """Return what a new contact gets of a file, in words; `returning` is an organisation that comes back."""
        found = said(person)
        facts = (
            f"job title {found.role}" if found.role else "",
            f"department {found.department}" if found.department else "",
            *(f"phone {_shown(phone)}" for phone in found.phones),
            "LinkedIn profile" if found.linkedin_url else "",
            "address" if found.addresses else "",
            *found.notes,
            f"{returning} out of the trash" if returning else "",
        )
        return tuple(filter(None, facts))

    def create(self, line: ReportLine, place: int | None) -> int:
        """Make the contact of a line, at the organisation `place`, with all that its file holds of them.

        Inside the caller's action.
        """
        return self._contacts.create(_draft(line, said(line.attendee), place))

    def bring_back(self, contact_id: int) -> bool:
        """Take a contact out of the trash, inside the caller's action; return whether they were in it."""
        return self._trash.bring_back("contact", contact_id)

    def is_in_trash(self, contact_id: int) -> bool:
        """Return whether a contact is in the trash."""
        return self._trash.holds("contact", contact_id)

    # -- people we know

    def differences(self, contact_id: int, person: Attendee, organisation: str) -> tuple[str, ...]:
        """Return in words what a file says of somebody we know that is not here; nothing of it is written."""
        found = said(person)
        if not (found.is_anything or organisation or person.email):
            return ()
        held = self._contacts.get(contact_id)
        last = self._last_act(contact_id)
        refused = found.mail is not None and found.mail.agrees and last is not None and last.act not in _AGREED
        stays = (
            f"yes to “{found.mail.question}”, but they said no before: that stands" if refused and found.mail else ""
        )
        return tuple(filter(None, (*_otherwise(held, person, found, organisation), stays)))

    # -- consent

    def mail_words(self, contact_id: int | None, person: Attendee) -> tuple[str, ...]:
        """Return in words the act of consent that a line becomes, if it does."""
        mail = said(person).mail
        act = self._act(contact_id, person, mail)
        return (_ACTS[act],) if act is not None else ()

    def record_mail(self, contact_id: int, person: Attendee, file_name: str, line: int, huddle_id: int) -> bool:
        """Write what somebody answered about being written to, inside the caller's action; return whether it is new."""
        mail = said(person).mail
        act = self._act(contact_id, person, mail)
        if act is None or mail is None:
            return False
        at = person.registered_at
        on = f", registered {dates.show_partial(at.date().isoformat())}" if at is not None else ""
        self._consents.record(
            contact_id,
            act,
            purpose=NEWSLETTER,
            method=METHOD,
            wording=mail.question,
            evidence=f"“{mail.answer}” in {file_name}, line {person.line or line}{on}",
            huddle_id=huddle_id,
        )
        return True

    def _act(self, contact_id: int | None, person: Attendee, mail: MailAnswer | None) -> str | None:
        """Return the act that an answer is: the stricter one stands, and a no allows nothing and forbids nothing."""
        if mail is None:
            return None
        held = self._last_act(contact_id) if contact_id is not None else None
        act = held.act if held is not None else ""
        if mail.objects:
            return "objected" if act != "objected" else None
        if mail.agrees:
            return "granted" if not act or act == "relied on" else None
        at = person.registered_at
        before = at is not None and held is not None and at.date().isoformat() < held.at[:10]
        return "withdrawn" if act in _AGREED and not before else None

    def _last_act(self, contact_id: int) -> ConsentRow | None:
        """Return the newest act about our own letters: the one that holds."""
        return next((row for row in self._consents.of(contact_id) if row.purpose == NEWSLETTER), None)


def _draft(line: ReportLine, found: Said, place: int | None) -> ContactDraft:
    person = line.attendee
    addresses = {each.casefold(): each for each in reversed((line.email, *person.other_emails)) if is_email(each)}
    emails = tuple(Email(each, is_primary=each == line.email) for each in reversed(addresses.values()))
    notes = list(found.notes)
    if place is None:  # a job is held at an organisation; without one it is a note
        said_of = (("Organisation", line.organisation), ("Job title", found.role), ("Department", found.department))
        for label, text in said_of:
            notes += [f"{label}: {text}"] if text else []
    draft = draft_named(
        line.name,
        emails=emails,
        phones=found.phones,
        addresses=found.addresses,
        linkedin_url=found.linkedin_url,
        about="\n".join(notes),
        organisation_id=place,
        role=found.role,
        department=found.department,
    )
    return replace(draft, title=draft.title or found.title, pronouns=draft.pronouns or found.pronouns)


def _otherwise(held: ContactDetail, person: Attendee, found: Said, organisation: str) -> Iterator[str]:
    addresses = [address for address in (person.email, *person.other_emails) if address]
    known = {each.value.casefold() for each in held.emails}
    yield from (f"e-mail {each}" for each in addresses if each.casefold() not in known)
    places = [row.organisation for row in held.now]
    yield _other("organisation", organisation, places)
    yield _other("job title", found.role, [row.role for row in held.now])
    yield _other("department", found.department, [row.department for row in held.now])
    numbers = {_key(each) for each in held.phones}
    yield from (f"phone {_shown(each)}" for each in found.phones if _key(each) not in numbers)
    if found.linkedin_url and profile_key(found.linkedin_url) != profile_key(held.linkedin_url):
        yield f"LinkedIn profile {found.linkedin_url}"
    yield from (note for note in found.notes if note not in held.about)


def _other(what: str, text: str, held: Iterable[str]) -> str:
    here = [each for each in held if each]
    if not text or fold(text) in map(fold, here):
        return ""
    return f"{what} {text}" + (f", here {here[0]}" if here else "")


def _key(phone: PhoneNumber) -> tuple[str, str]:
    return phone.e164 or fold(phone.typed), phone.extension


def _shown(phone: PhoneNumber) -> str:
    number = display(phone.e164) if phone.e164 else phone.typed
    return f"{number} ext. {phone.extension}" if phone.extension else number
