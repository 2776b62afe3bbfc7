"""What the columns of a list of people at a gathering hold, told by their headings, and where two mean it by the cells.

Every program has words of its own for the same few things: who, from where, whether they registered, whether they came.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from crm.formats.attendance_statuses import read_presence, read_registration, read_role
from crm.formats.contact_columns import FieldName
from crm.formats.durations import read_duration
from crm.formats.heading_words import ATTENDEE, COMPANION, PAYER
from crm.formats.headings import heading_key, read_heading
from crm.formats.names import is_title
from crm.formats.timestamps import is_moment, read_time, sure_day
from crm.text import words

Part = Literal[
    "whole", "given", "middle", "family", "prefix", "email", "organisation", "department", "title", "phone", "linkedin",
    "notes", "arrival", "reply", "status", "cancelled", "minutes", "join", "leave", "mode", "registered_at", "day",
    "role", "is_host", "guests", "party", "ticket", "add_on", "buyer",
    "buyer_email", "companion", "meeting", "meeting_start", "meeting_end", "apology", "absence", "signature", "unused",
]  # fmt: skip

_FIELDS: dict[FieldName, Part] = {
    "whole_name": "whole", "given": "given", "middle": "middle", "family": "family", "prefix": "prefix",
    "email": "email", "organisation": "organisation", "department": "department", "title": "title", "phone": "phone",
    "notes": "notes",
}  # fmt: skip
_PEOPLE: tuple[Part, ...] = ("whole", "given", "family", "email")


def _set(text: str) -> frozenset[str]:
    return frozenset(" ".join(each.split()) for each in text.split(","))


_FLUFF = frozenset(
    words(
        """did do does has have had is was were are the a an at on of this that they he she you person people attendee
        guest delegate participant date time datetime moment timestamp yes no y n true false huddle event meeting
        session today day first if for to please tick status utc gmt bst local"""
    )
)
_ARRIVALS = _set(
    """actually attended, check ins, checkins, scans, sign ins,
        admitted, arrival, arrive, arrived, arrives, attend, attendance, attended, badge scanned,
        badged in, came, came along, check in, checked, checked in, checkedin, checkin, clocked in, come, entered,
        entry, redeemed, validated, ticket redeemed, ticket used, anwesend, anwesenheit, teilgenommen,
        erschienen, eingecheckt, present e, presents, a participe, obecny, obecna, obecnosc, asistio, asistencia,
        presente, presenca, aanwezig, narvarande,
        attended in person, attended online, attended virtually, joined online,
        in attendance, in room, joined in person, presence, present, qr code scanned, qr scanned, scan, scan
        in, scanned, scanned in, show up, showed, showed up, sign in, signed in, signin,
        there, ticket scanned, turn up, turned up, walked in"""
)
_REPLIES = _set(
    """accepted, approval status, attending, booking, booking status, coming, going, invitation status, invite
        status, meeting response, order status, registered, registration, registration status, reply, reservation
        status, response, response status, rsvp, rsvp status, ticket status"""
)
_ASKED = re.compile(
    r"\b(?:will|are|can|could|able|plan\w*|going|intend\w*|would|like)\b"
    r".*\b(?:attend\w*|join\w*|come|coming|there|make it)\b"
    r"|\bnehmen sie\b.*\bteil\b|\b(?:kommen sie|werden sie|participerez vous|serez vous)\b"
)
_MODES = re.compile(
    r"\b(?:in person|face to face|onsite|on site)\b.*\b(?:or|online|virtual\w*|remote\w*)\b|\bhow\b.*\battend"
)
_HEADINGS: tuple[tuple[Part, str], ...] = (
    (
        "status",
        "attendance status, attendee status, status, participant status, guest status",
    ),
    (
        "apology",
        "apologies, apology, apols, sent apologies, apologies sent, apologies received, apologies given, excused",
    ),
    (
        "absence",
        "absent, absence, no show, noshow, did not attend, dna, missed, not attended, failed to attend",
    ),
    (
        "signature",
        "signature, signatures, sign, please sign, sign here, signature in",
    ),
    (
        "cancelled",
        """void status, voided, void, cancelled, canceled, is cancelled, is canceled, cancelled at, canceled at,
            cancelled on, cancellation date, refunded, refunded at""",
    ),
    (
        "minutes",
        """minutes, mins, duration, duration minutes, duration mins, minutes attended, attended minutes, time
            attended, time in meeting, in meeting duration, total minutes, minutes present, total duration minutes,
            time in session, time in session minutes, attendance duration, total duration, total time, session
            duration, time spent, time in webinar, duration in minutes, attendance minutes, in session duration, time
            in session hh mm ss, total time in session, total attendance duration, time in conference""",
    ),
    (
        "join",
        """join time, joined, time joined, first join, time in, joined at, log in time, login time, first joined,
            join date time, first join time, joining time, entry time, logged in, join""",
    ),
    (
        "leave",
        """leave time, left, time left, last leave, time exited, time out, departure time, sign out time, checked
            out, check out, checkout, check out time, checked out at, signed out, signed out at, departed, departure,
            left at, exit time, log out time, logout time, leave date time, last leave time, leaving time, logged out,
            leave""",
    ),
    (
        "mode",
        """mode, attending in person or online, in person or online, in person online, attendance mode, format,
            attendance type, how did you attend, online or in person""",
    ),
    (
        "registered_at",
        """registration time, registered at, registered on, registration date, booked on, booking date, registration
            date time, rsvped on, rsvp d on, rsvp date, order date, completion time, timestamp, submitted at,
            submitted on, submission date, date submitted, date registered, booked at, date booked, purchase date,
            purchased at, order date time, signed up, signed up at, registration timestamp, date of registration,
            submission time, date of booking, zeitstempel, fertigstellungszeit, horodateur""",
    ),
    (
        "day",
        """date, event date, session date, meeting date, day, huddle date, date of session, date of meeting, date of
            huddle, date attended, attendance date""",
    ),
    (
        "role",
        "user role, attendee type, participant type, meeting role, attendee role",
    ),
    (
        "is_host",
        "event host, host, organiser, organizer, is host, is organiser, is organizer",
    ),
    (
        "guests",
        """guests, number of guests, plus ones, additional guests, extra guests, no of guests, guest count, how many
            guests, extra people, bringing guests, additional attendees, guests checked in""",
    ),
    (
        "party",
        """party size, number of people, number attending, number of attendees, seats, places, quantity, ticket
            quantity, number of tickets, no of tickets, number of places, how many people, headcount, group size,
            tickets, total attending, how many are coming, how many people are coming""",
    ),
    (
        "ticket",
        """ticket type, ticket, ticket name, product, ticket class, ticket tier, ticket title, admission, ticket
            category, product name, item, item name, ticket types, registration type""",
    ),
    (
        "add_on",
        "add on to position, add on, addon, add on to, is add on, parent ticket",
    ),
    (
        "buyer",
        "booked by, ordered by, purchased by, paid by, billing company, invoice company, order job title",
    ),
    (
        "meeting",
        """meeting name, event name, webinar name, event, meeting title, event title, session name, webinar title,
            meeting topic, topic""",
    ),
    (
        "meeting_start",
        """meeting start time, event start, event start time, event start date, webinar start time, actual start
            time, session start time, event start date time, session start""",
    ),
    (
        "meeting_end",
        """meeting end time, event end, event end time, event end date, webinar end time, session end time, actual
            end time, session end""",
    ),
)
_EXACT = {key: part for part, keys in _HEADINGS for key in _set(keys)}
_STARTS: dict[str, Part] = {"start time": "join", "end time": "leave", "start": "join", "end": "leave"}
_OF_STAYS = frozenset(("duration", "duration minutes", "audio type", "attendee id", "client agent", "time in session"))
_SECRET = frozenset(words("secret barcode barcodes qr qrcode token password passcode pin eth solana"))
_PLUMBING = re.compile(
    r"(?:(?:order|ticket|booking|attendee|event|public|short|transaction|payment|product|user|account|session|reg"
    r"|participant|registration|reference|confirmation|voucher|coupon|discount|promo|security|access|door|check in"
    r"|unique|row|response|submission|meeting|webinar|venue|api|guest|invoice|series|member|membership|qr code"
    r"|manage|cancel|position|name) )*"
    r"(?:id|ids|code|codes|reference|ref|number|no|url|link|uid|uuid|key|position id)"
    r"|(?:ticket |unit |order |face |total |base )*(?:price|paid|fees?|tax|vat|currency|amount|subtotal|gross|net|cost)"
    r"(?: paid| tax| rate)?|.*\b(?:fees?|payment processing)(?: paid)?|payment (?:method|status|type|gateway|provider)"
    r"|(?:ticket |order |record )?(?:last )?(?:created|updated|modified)(?: date| at| on| time)?"
    r"|(?:ticket )?(?:created|last updated) date|order time|order type|requires special attention"
    r"|automatically checked in|checked in by|check in (?:list|device|gate)|client (?:agent|ip address)|ip(?: address)?"
    r"|connection type|audio type|user agent|device|browser|interest rating|start time|end time|startzeit|venue"
    r"|venue name|event (?:time ?zone|location)|utm \w+|tracking link|affiliate|is guest|invited|group"
    r"|joined group on"
    r"|url of member profile|recording consent|price tier|(?:last |first )?(?:scan|check in) (?:by|device)"
)
_TICKETING = re.compile(r"\b(?:order|ticket|booking|barcode|secret|voucher|rsvp\w*|registration|registered)\b")
_STRONG_WORDS = frozenset(
    words(
        "attended attending waitlisted waitlist waiting registered show dna apologies apols checked going present"
        " absent accepted declined tentative tentatively invited responded approved coming"
    )
)
_STRONG_REPLIES = frozenset(("rsvp", "rsvp status", "going", "coming", "attending", "invitation status"))
_DOOR = frozenset(words("check checked checkin checkedin scan scanned admitted entry entered"))
_PART_OF_DAY = frozenset(words("am pm morning afternoon evening session plenary"))
_LOOKED_AT = 200


class Columns:
    """The columns of one table: which of them hold a part of what is known of people, and which an answer."""

    def __init__(self, headings: Sequence[str], sample: Sequence[Sequence[str]]) -> None:
        self.headings = tuple(headings)
        self._sample = sample[:_LOOKED_AT]
        self._places: dict[tuple[Part, ...], list[int]] = {}
        keys = {heading_key(heading) for heading in headings}
        self._parts = [self._part(place, heading, keys) for place, heading in enumerate(headings)]
        if not self.has("arrival") and not self.is_ticketing:
            # A sign-in sheet in sections: whoever was there for one of them was there.
            for place, heading in enumerate(headings):
                if set(words(heading)) & _PART_OF_DAY and _mostly(self.values(place), tells_arrival):
                    self._parts[place] = "arrival"
        if not self.has(*_PEOPLE):
            # A list of orders, or of guests: it knows nobody else.
            self._parts = [_of_another(part, heading) for part, heading in zip(self._parts, headings, strict=True)]
        self.fallback_emails = self._of_the_order() if self.is_ticketing else ()
        for place in self.fallback_emails:
            self._parts[place] = "buyer_email"
        self._places.clear()

    def _of_the_order(self) -> tuple[int, ...]:
        """Return the columns of addresses that are the order's, because others say that they are the attendee's."""
        found = [place for place, part in enumerate(self._parts) if part == "email"]
        own = [place for place in found if read_heading(self.headings[place]).rank == ATTENDEE]
        return tuple(place for place in found if not read_heading(self.headings[place]).who) if own else ()

    def places(self, *parts: Part) -> list[int]:
        """Return where columns of these parts stand; names that say so before those that only may be one."""
        if parts not in self._places:
            found = [place for place, part in enumerate(self._parts) if part in parts]
            if parts == ("whole",):
                found.sort(key=lambda place: "name" not in words(self.headings[place]))
            self._places[parts] = found
        return self._places[parts]

    def has(self, *parts: Part) -> bool:
        """Tell whether there is a column of one of these parts."""
        return any(part in parts for part in self._parts)

    def values(self, place: int) -> list[str]:
        """Return what stands in a column, as far as the rows looked at go."""
        return [cells[place] for cells in self._sample if place < len(cells) and cells[place]]

    def unanswered(self) -> list[int]:
        """Return the columns of no part: the questions of a form, and what else a list says of people."""
        return [place for place, part in enumerate(self._parts) if part is None]

    @property
    def is_ticketing(self) -> bool:
        """Whether a shop for tickets or a form wrote this: then everybody in it has registered."""
        found = {key for heading in self.headings if _TICKETING.search(key := heading_key(heading))}
        return len(found) > 1 or (self.has("ticket") and bool(found))

    @property
    def tells_presence(self) -> bool:
        """Whether a column is there to say who came."""
        if self.has("arrival", "apology", "absence", "signature"):
            return True
        return self._fits("join") or self._fits("leave") or self._fits("minutes")

    @property
    def is_checking_in(self) -> bool:
        """Whether its columns for arriving are those of a door, where "no" is what everybody begins with."""
        headings = [set(words(self.headings[place])) for place in self.places("arrival")]
        return all(asked & _DOOR for asked in headings)

    def evidence(self) -> Literal["none", "weak", "strong"]:
        """Say how sure it is that the table is about a gathering, by the headings and by what stands under them."""
        if any(self._is_strong(place, part) for place, part in enumerate(self._parts) if part):
            return "strong"
        if self._fits("join") and (self._fits("leave") or self._fits("minutes")):
            return "strong"
        weak: tuple[Part, ...] = ("minutes", "join", "leave", "registered_at", "guests", "is_host", "add_on")
        unmarked = any(not self.values(place) for place in self.places("arrival"))
        return "weak" if unmarked or self.is_ticketing or any(map(self._fits, weak)) else "none"

    def _is_strong(self, place: int, part: Part) -> bool:
        values = self.values(place)
        if part == "arrival":
            return _mostly(values, tells_arrival)
        if part in ("apology", "absence", "signature"):
            return len(values) > 0
        if part in ("reply", "status"):
            key = heading_key(self.headings[place])
            sure = key in _STRONG_REPLIES or _ASKED.search(key) is not None
            return _mostly(values, _tells_reply if sure else _tells_attending)
        return False

    def _fits(self, part: Part) -> bool:
        tests: dict[Part, Callable[[str], bool]] = {
            "join": _is_when, "leave": _is_when, "minutes": lambda text: seconds_of(text) is not None,
            "registered_at": lambda text: is_moment(text) or sure_day(text) is not None,
            "guests": str.isdecimal, "is_host": lambda text: read_presence(text)[0] is not None,
        }  # fmt: skip
        return any(_mostly(self.values(place), tests.get(part, bool)) for place in self.places(part))

    def _part(self, place: int, heading: str, keys: set[str]) -> Part | None:
        key = heading_key(heading)
        if not key:
            return "unused" if not self.values(place) else None
        if key in _STARTS and keys & _OF_STAYS and "completion time" not in keys:
            return _STARTS[key]
        found = part_of(heading)
        values = self.values(place)
        if found in ("whole", "organisation") and values and not any(map(_has_letters, values)):
            return "unused"
        if key == "title" and _mostly(values, lambda text: read_role(text) is not None):
            return "role"
        if key == "title" or key.endswith(" name title"):
            return "prefix" if _mostly(values, is_title) else "title"
        if found in ("title", "arrival", "status") and _mostly(values, lambda text: read_role(text) is not None):
            return "role"
        if found == "arrival" and values and all(map(_is_resource_or_role, values)):
            return "role"
        if found == "day" and not _mostly(values, lambda text: sure_day(text) is not None or is_moment(text)):
            return None
        if found in ("join", "leave") and values and not _mostly(values, _is_when):
            return None  # the day on which a member joined
        if found == "is_host" and not _mostly(values, lambda text: read_presence(text)[0] is not None):
            return "unused"
        if found in ("guests", "party") and not _mostly(values, str.isdecimal):
            return "ticket" if key == "tickets" else None
        return found


def part_of(heading: str) -> Part | None:
    """Return what a column of this heading holds; None for a question of a form and for what is not known."""
    key = heading_key(heading)
    if not key or len(heading) > 300:
        return None
    plain = " ".join(word for word in words(heading) if not word.isdigit())  # "RSVPed on" is no two words
    if key in _EXACT or plain in _EXACT:
        return _EXACT.get(key) or _EXACT[plain]
    phrase = " ".join(word for word in key.split() if word not in _FLUFF)
    if (phrase in _ARRIVALS or key in _ARRIVALS) and key not in ("come", "there", "in"):
        return "arrival"
    if key in _REPLIES:
        return "reply"
    if len(key.split()) <= 14 and _ASKED.search(key):
        return "reply"  # "Will you attend in person or online?" has those among its answers who will not
    if _MODES.search(key):
        return "mode"
    if _SECRET & set(key.split()):
        return "unused"
    return _of_person(heading, key) or ("unused" if _PLUMBING.fullmatch(key) else None)


def _of_person(heading: str, key: str) -> Part | None:
    if key in ("user name original name", "name original name", "user name"):
        return "whole"
    found = read_heading(heading)
    if found.target is None:
        return None
    if found.rank > COMPANION:
        paid = found.rank == PAYER
        return ("buyer_email" if found.target.field == "email" else "buyer") if paid else None
    part: Part | None = _FIELDS.get(found.target.field)
    if found.target.field == "url":
        part = "linkedin" if found.target.label == "linkedin" else None
    return "companion" if found.rank == COMPANION and part else part


def _of_another(part: Part | None, heading: str) -> Part | None:
    """Return what a column about a buyer or a guest says of them, for a list that names nobody else."""
    if part not in ("buyer", "buyer_email", "companion"):
        return part
    target = read_heading(heading).target
    return (_FIELDS.get(target.field) if target else None) or "whole"


def known_headings(cells: Sequence[str]) -> int:
    """Count the cells that are headings of lists of people, each part once: what tells a heading row from data."""
    return len({part for cell in cells if cell and len(cell) < 60 and (part := part_of(cell)) not in (None, "unused")})


def names_people(cells: Sequence[str]) -> bool:
    """Tell whether one of the cells is a heading for names or addresses."""
    return any(part_of(cell) in (*_PEOPLE, "buyer_email", "companion") for cell in cells if cell and len(cell) < 60)


def tells_arrival(text: str) -> bool:
    """Tell whether a cell says that somebody came or did not: a word, a tick, a time, a day."""
    return read_presence(text)[0] is not None or _is_when(text) or sure_day(text) is not None


def seconds_of(text: str) -> int | None:
    """Return the seconds of a cell of minutes, which may name its units."""
    if text.replace(".", "", 1).isdecimal() and len(text) < 8:
        return round(float(text) * 60)
    return read_duration(text)


def is_resource(text: str) -> bool:
    """Tell whether a kind of invitee is no person: a room, a piece of equipment."""
    return bool({"resource", "room", "equipment"} & set(words(text)))


def _is_resource_or_role(text: str) -> bool:
    return read_role(text) is not None or is_resource(text)


def _is_when(text: str) -> bool:
    return is_moment(text) or read_time(text) is not None


def _tells_reply(text: str) -> bool:
    return bool(read_registration(text)) or read_presence(text)[0] is not None


def _tells_attending(text: str) -> bool:
    return _tells_reply(text) and bool(_STRONG_WORDS & set(words(text)))


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _mostly(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) * 2 > len(values)
