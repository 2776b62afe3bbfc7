"""Eventbrite's report of attendees: one row a ticket; the buyer is not always the one who comes."""

from collections.abc import Sequence

from crm.formats.attendance import Meeting, ReadAttendance
from crm.formats.attendance_row import Row
from crm.formats.attendance_statuses import read_registration
from crm.formats.attendee_names import ShownName, read_shown
from crm.formats.header_table import Headed, heading_keys, organisation_in
from crm.formats.meeting_merge import MeetingMerge
from crm.formats.meeting_source import Source
from crm.formats.names import join_name
from crm.formats.rows import ReadName
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import MomentReader
from crm.text import clean_line

FORMAT = "eventbrite_attendees"

_SIGNATURE = frozenset(("attendee", "attendee status", "ticket type", "eventbrite fees", "price tier", "order date"))
# Others have orders and types of tickets, too; without one of these it is not Eventbrite's.
_OWN = frozenset(("attendee status", "eventbrite fees", "eventbrite payment processing"))
_STATUS = ("attendee status", "status")
_WHOLE = ("attendee name", "name", "full name")
_CHECKED_IN = ("checked in date", "check in date", "checked in at", "check in time")
_TITLE, _PHONE = ("job title",), ("cell phone", "work phone", "home phone", "phone")
_ORGANISATION = ("company", "organisation", "organization")
_GIVEN = ("attendee first name", "first name")
_FAMILY = ("attendee last name", "last name", "attendee surname", "surname")
_EMAIL = ("attendee email", "email", "email address")
_KNOWN = frozenset(
    (
        *_STATUS, *_WHOLE, *_CHECKED_IN, *_TITLE, *_PHONE, *_ORGANISATION, *_GIVEN, *_FAMILY, *_EMAIL,
        "order", "order id", "order date",
        "quantity", "price tier", "ticket type", "attendee", "barcode", "group", "order type", "currency",
        "total paid", "fees paid", "eventbrite fees", "eventbrite payment processing", "tax paid", "gross", "net",
        "prefix", "suffix", "buyer first name", "buyer last name", "buyer name", "buyer email", "event name",
        "event id", "event start date", "event start time", "event timezone", "venue name", "venue id",
        "tracking link", "ip location", "purchaser city", "purchaser state",
        "purchaser country", "affiliate", "notes",
    )
)  # fmt: skip
_PLACEHOLDER = "info requested"


def recognise(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether the first rows hold the headings of Eventbrite."""
    return _headings(rows) is not None


def _headings(rows: Sequence[NumberedRow]) -> int | None:
    for place, (_, cells) in enumerate(rows[:10]):
        keys = heading_keys(cells)
        if keys & {"order", "order id"} and keys & _OWN and len(keys & _SIGNATURE) >= 2:
            return place
    return None


def read(source: Source) -> ReadAttendance:
    """Read a report; being registered is known of everybody, being there only of those checked in."""
    place = _headings(source.rows) or 0
    headings = source.rows[place][1]
    rows = [Headed(headings, line, cells) for line, cells in source.rows[place + 1 :]]
    moments = source.moments(row.get(column) for row in rows for column in ("order date", *_CHECKED_IN))
    gathering = MeetingMerge(source.report, apart_by_name=True)
    for cells in rows:
        row = _row(source, cells, moments)
        if row is not None:
            gathering.add(row)
    title = next((row.get("event name") for row in rows if row.get("event name")), "")
    return source.answer(FORMAT, Meeting(title=title), gathering, moments, live=False)


def _row(source: Source, cells: Headed, moments: MomentReader) -> Row | None:
    given, family = cells.get(*_GIVEN), cells.get(*_FAMILY)
    if not (given or family):
        given = cells.get(*_WHOLE)
    email = cells.email(*_EMAIL)
    if _PLACEHOLDER in (given.lower(), family.lower(), cells.get(*_EMAIL).lower()) or not (given or family or email):
        buyer = cells.get("buyer name") or f"{cells.get('buyer first name')} {cells.get('buyer last name')}"
        source.report.skip(cells.line, "a ticket whose holder is not named yet", clean_line(buyer))
        return None
    written = cells.get(*_STATUS)
    quantity = cells.get("quantity")
    if quantity.isdecimal() and len(quantity) < 4 and int(quantity) > 1:
        source.report.problem(f"one row stands for {quantity} tickets; only the first holder is named", cells.line)
    answers = cells.others(_KNOWN)
    checked_in = moments.read(cells.get(*_CHECKED_IN))
    extra = {
        "title": cells.get(*_TITLE),
        "phone": cells.get(*_PHONE),
        "ticket": cells.get("ticket type"),
        "external_id": cells.get("attendee"),
        "answers": answers,
    }
    return Row(
        _shown(given, family, email),
        cells.line,
        email=email,
        organisation=cells.get(*_ORGANISATION) or organisation_in(answers),
        attended=True if written.lower() == "checked in" or checked_in else None,
        checked_in_at=checked_in,
        status=read_registration(written) or "registered",
        registered_at=moments.read(cells.get("order date")),
        extra={key: value for key, value in extra.items() if value},
    )


def _shown(given: str, family: str, email: str) -> ShownName:
    display = join_name(prefix="", given=given, middle="", family=family, suffix="")
    shown = read_shown(display, email)
    if not (given and family) or shown.nobody or shown.unnamed or shown.others or shown.note:
        return shown
    return ShownName(ReadName(given=given, family=family, display=display), display)
