"""What becomes of the lines of an attendance file: who each is, what it adds, what it says that we know otherwise."""

from msgspec.structs import replace

from crm.attendance.person_details import PersonDetails
from crm.attendance.person_matching import LinePerson, Matcher
from crm.attendance.report_delta import HuddleFacts, PersonHeld, told
from crm.attendance.report_records import CORRECT, KEEP, LEAVE, KeptLine, Outcome, ReportLine
from crm.attendance.unmatched_lines import Earlier, UnmatchedLines, fingerprint
from crm.contacts import Contacts
from crm.db.store import Store
from crm.formats.attendance import Attendee
from crm.organisations import Organisations
from crm.reviewing import NEW_CONTACT
from crm.trash import Trash

KEPT = "kept as attended"
CORRECTED = "corrected by hand"


class ReportPlanner:
    """Makes the lines of one huddle's files; nothing is written."""

    def __init__(
        self,
        store: Store,
        organisations: Organisations,
        contacts: Contacts,
        newcomers: PersonDetails,
        trash: Trash,
        huddle: HuddleFacts,
    ) -> None:
        self._store, self._contacts, self._newcomers, self._huddle = store, contacts, newcomers, huddle
        self._matcher = Matcher(store, organisations, trash, huddle.id)
        self._earlier = UnmatchedLines(store).of_huddle(huddle.id)

    def line(
        self, number: int, person: Attendee, format_: str, choice: int | None = None, correction: int | None = None
    ) -> ReportLine:
        """Return what becomes of a person of the file, as it was decided or else as they are recognised."""
        place = self._matcher.place_of(person)
        found = self._matcher.find(person, place.id)
        earlier = self._earlier.get(fingerprint(person), [])
        outcome, contact_id, reason = _outcome(found, choice, earlier[-1] if earlier else None)
        if choice is None and outcome in (Outcome.NEW, Outcome.ASK) and place.question:
            outcome, reason = Outcome.ASK, "; ".join(filter(None, (reason, place.question)))
        known = bool(earlier)
        if choice not in (None, LEAVE):
            known = any((each.outcome, each.contact_id) == ("matched", contact_id) for each in earlier)
        line = ReportLine(
            number,
            person,
            person.shown_name,
            person.email,
            place.name,
            place.id,
            place.is_guess,
            outcome,
            reason,
            contact_id,
            candidates=found.candidates,
            choice=choice,
            is_known=known,
        )
        if contact_id is not None:
            return self._of_somebody(line, contact_id, format_, earlier, correction)
        if outcome is Outcome.NEW:
            adds = told(self._huddle, person, None, format_).words
            adds += self._newcomers.mail_words(None, person) + self._newcomers.words(person, place.returning)
            return replace(line, adds=adds)
        return line

    def _of_somebody(
        self, line: ReportLine, contact_id: int, format_: str, earlier: list[Earlier], correction: int | None
    ) -> ReportLine:
        """Return a line of somebody we know; it asks where it speaks against their having attended."""
        person = line.attendee
        held = PersonHeld.of(self._store, self._huddle.id, contact_id)
        tells = told(self._huddle, person, held, format_, corrects=correction == CORRECT)
        back = ("out of the trash",) if self._newcomers.is_in_trash(contact_id) else ()
        line = replace(
            line,
            contact=self._contacts.name(contact_id),
            adds=tells.words + self._newcomers.mail_words(contact_id, person) + back,
            differs=self._newcomers.differences(contact_id, person, "" if line.is_guess else line.organisation),
            against=tells.against,
        )
        if not tells.against:
            return line
        if correction is not None:
            return replace(
                line, correction=correction, reason=KEPT if correction == KEEP else CORRECTED, is_known=False
            )
        if any((each.outcome, each.contact_id, each.reason) == ("matched", contact_id, KEPT) for each in earlier):
            return replace(line, reason=f"{KEPT} before", is_known=True)
        asked = any((each.outcome, each.contact_id) == ("unmatched", contact_id) for each in earlier)
        reason = f"{tells.against}; here they attended"
        return replace(line, outcome=Outcome.ASK, reason=reason, adds=(), is_known=asked)

    def kept(self, each: Earlier) -> KeptLine:
        """Return a line that waits, with whom it may be about."""
        person = each.person
        place = self._matcher.place_of(person)
        found = self._matcher.find(person, place.id)
        contact_id = each.contact_id if each.contact_id is not None else found.contact_id
        against = ""
        if contact_id is not None:
            against = told(
                self._huddle, person, PersonHeld.of(self._store, self._huddle.id, contact_id), each.format
            ).against
        return KeptLine(
            each.id,
            each.file_name,
            person.shown_name,
            person.email,
            place.name,
            each.reason,
            person.minutes,
            person.attended,
            found.candidates,
            contact_id if against else None,
            against,
        )

    def organisation_for(self, line: ReportLine) -> int | None:
        """Return where somebody new works, made or restored where that was said; inside the caller's action."""
        return self._matcher.organisation_for(line)

    def by_now(self, line: ReportLine) -> int | None:
        """Return whom a line that named nobody known means since an earlier line, or somebody else, made them."""
        if line.choice == NEW_CONTACT:
            return None
        found = self._matcher.find(line.attendee, line.organisation_id)
        return found.contact_id if found.by_email or not line.email else None


def _outcome(found: LinePerson, choice: int | None, earlier: Earlier | None) -> tuple[Outcome, int | None, str]:
    """Return what becomes of a line: as it was chosen, now or for an earlier file, else as it was recognised."""
    if choice == LEAVE:
        return Outcome.LEFT, None, "left for later"
    if choice == NEW_CONTACT:
        return Outcome.NEW, None, "said to be new"
    if choice is not None:
        return Outcome.MATCHED, choice, "chosen by hand"
    if found.contact_id is not None:
        return Outcome.MATCHED, found.contact_id, found.reason
    if earlier is not None and earlier.contact_id is not None:
        return Outcome.MATCHED, earlier.contact_id, "chosen before"
    if earlier is not None and earlier.outcome == "dismissed":
        return Outcome.LEFT, None, "cleared before"
    if found.candidates:
        return Outcome.ASK, None, found.reason
    return Outcome.NEW, None, ""
