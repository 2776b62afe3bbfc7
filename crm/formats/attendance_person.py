"""One row of a list of people at a gathering, read under its headings."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

import msgspec
from msgspec.structs import replace

from crm.formats.attendance import Mode, Role
from crm.formats.attendance_columns import Columns, Part, is_resource, seconds_of
from crm.formats.attendance_row import Row
from crm.formats.attendance_sections import Section
from crm.formats.attendance_statuses import read_mode, read_presence, read_registration, read_role
from crm.formats.attendee_names import ShownName, read_shown
from crm.formats.emails import read_emails
from crm.formats.name_kinds import more_people
from crm.formats.names import join_name
from crm.formats.placeholders import is_nothing
from crm.formats.rows import ReadName, Report
from crm.formats.timestamps import MomentReader, is_moment, read_time, sure_day
from crm.text import fold, words

_OPEN = frozenset(("tbc", "tba", "tbd", "t", "to", "unknown"))
_PLAIN = frozenset(("yes", "no", "y", "n", "true", "false", "1", "0"))
_CONSENT = frozenset(
    words("consent consents newsletter mailing mailings marketing photo photos photograph photographs photography gdpr"
          " privacy subscribe permission recorded recording filmed filming")
)  # fmt: skip
_MAILED = (
    frozenset(("mail",)),
    frozenset(("email",)),
    frozenset(("emails",)),
    frozenset(("contact",)),
    frozenset(("opt", "in")),
)
_MAY = frozenset(("may", "can", "happy", "agree", "like", "receive", "opt", "keep", "want", "allow"))
_AWAY: tuple[Part, ...] = ("apology", "absence")
# A ticket that is active or paid is a registration; of a contact the same word says something else.
_OF_TICKETS = frozenset(("active", "inactive", "valid", "paid", "complete", "completed", "expired", "issued", "used"))
_MOST_MORE = 20
_REGISTERED = frozenset(("registered", "registration", "booked", "booking"))
NOT_REGISTERED = "none"
"""The status of a row that says in so many words that somebody has not registered, until the whole list is read."""


class _Arrival(msgspec.Struct):
    """What the columns for arriving say of one person."""

    attended: bool | None = None
    apologies: bool = False
    at: datetime | None = None
    more: int = 0


class RowsOfPeople:
    """Reads rows under one row of headings; `marks` are the columns of a register for the day that is asked for."""

    def __init__(
        self, columns: Columns, report: Report, moments: MomentReader, day: date | None, marks: Sequence[int] = ()
    ) -> None:
        self._columns, self._report, self._moments, self._day = columns, report, moments, day
        self._arrivals = [*columns.places("arrival"), *marks]
        self._is_register = bool(marks)

    def read(self, line: int, cells: Sequence[str], section: Section) -> Row | None:
        """Return what a row says, None for one that is no person's; the report says why."""
        if any(is_resource(text) for text in self._all(cells, "role")):
            self._report.skip(line, "a room or a piece of equipment, not a person", self._first(cells, "whole"))
            return None
        email = self._email(cells)
        shown = self._shown(cells, email)
        if not (email or shown.raw or self._first(cells, "add_on")):
            email = self._address_of_the_order(cells)
            shown = self._shown(cells, email) if email else shown
        if not (email or shown.raw):
            why = (
                "an add-on to a ticket, not a person"
                if self._first(cells, "add_on")
                else "neither a name nor an address"
            )
            self._report.skip(line, why, self._first(cells, "organisation") or self._first(cells, "ticket"))
            return None
        day = section.day or self._day_of(cells)
        arrival = self._arrival(line, cells, day)
        join, leave = self._stay(cells, day)
        stated = seconds_of(self._first(cells, "minutes"))
        row = Row(
            replace(shown, unnamed=min(_MOST_MORE, shown.unnamed + arrival.more)),
            line,
            email=email,
            organisation=self._first(cells, "organisation") or section.organisation,
            role=self._role(cells) or section.role or "attendee",
            join=join or (arrival.at if leave else None),
            leave=leave,
            stated=stated,
            attended=arrival.attended,
            apologies=arrival.apologies,
            registered_at=self._moments.read(self._first(cells, "registered_at")),
            checked_in_at=arrival.at,
            mode=self._mode(cells),
            other_emails=tuple(self._emails(cells)[1:]),
            extra=self._extra(cells),
        )
        return self._settled(self._with_status(row, cells), section)

    def _settled(self, row: Row, section: Section) -> Row:
        """Put together what the columns say with what a section or a list's own mark does, the row's own word first."""
        row.is_session = bool(row.join)
        if row.attended is None and (row.join or row.leave or row.stated):
            row.attended = True
        if row.attended is None and not row.apologies:
            row.attended, row.apologies = section.attended, section.apologies
        if row.attended is None and not self._arrivals:
            row.attended, row.apologies = read_presence(row.shown.note)
        row.status = row.status or section.status
        # Nought minutes of somebody who came say nothing; nor do those of somebody who did not.
        row.stated = row.stated if row.stated or row.attended is None else None
        return row

    def _with_status(self, row: Row, cells: Sequence[str]) -> Row:
        voided = [text for text in self._all(cells, "cancelled") if read_presence(text)[0] is not False]
        replies = [text for text in self._all(cells, "reply") if read_registration(text)]
        written = self._first(cells, "status")
        said = list(self._replies(cells))
        if written.lower() in _OF_TICKETS and not (self._arrivals or self._columns.is_ticketing):
            written = ""
        row.status = "cancelled" if voided else _best(said) or read_registration(written)
        if row.attended is None and written.lower() not in _PLAIN:
            row.attended, row.apologies = read_presence(written)
        more = max((more_people(text) for text in replies), default=0)
        row.shown = replace(row.shown, unnamed=min(_MOST_MORE, row.shown.unnamed + self._guests(cells) + more))
        return row

    def _replies(self, cells: Sequence[str]) -> Iterator[str]:
        """Yield what each reply means; who has not registered has declined nothing."""
        for place in self._columns.places("reply"):
            text = cells[place] if place < len(cells) else ""
            status = read_registration(text) if text and not is_nothing(text) else ""
            if status == "declined" and not _REGISTERED.isdisjoint(words(self._columns.headings[place])):
                status = NOT_REGISTERED if text.lower() in _PLAIN else status
            if status:
                yield status

    # -- the cells

    def _all(self, cells: Sequence[str], part: Part) -> Iterator[str]:
        for place in self._columns.places(part):
            text = cells[place] if place < len(cells) else ""
            # "TBC" for a name is a place that somebody will take; in any other column it says nothing.
            if text and (not is_nothing(text) or (part == "whole" and not _OPEN.isdisjoint(words(text)[:1]))):
                yield text

    def _first(self, cells: Sequence[str], part: Part) -> str:
        return next(self._all(cells, part), "")

    def _emails(self, cells: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(good for text in self._all(cells, "email") for good in read_emails(text)[0]))

    def _email(self, cells: Sequence[str]) -> str:
        return next(iter(self._emails(cells)), "")

    def _address_of_the_order(self, cells: Sequence[str]) -> str:
        """Return the address of an order for a ticket of nobody else's."""
        texts = (cells[place] for place in self._columns.fallback_emails if place < len(cells))
        return next((good for text in texts for good in read_emails(text)[0]), "")

    def _shown(self, cells: Sequence[str], email: str) -> ShownName:
        given, middle = self._first(cells, "given"), self._first(cells, "middle")
        family, whole = self._first(cells, "family"), self._first(cells, "whole")
        organisation = self._first(cells, "organisation")
        if not (given and family):
            shown = read_shown(whole or given or family, email)
            if organisation and not email and fold(shown.raw) == fold(organisation):
                return replace(shown, nobody="stand-in", unnamed=max(1, shown.unnamed))
            return replace(shown, organisation="") if organisation else shown
        display = join_name(prefix="", given=given, middle=middle, family=family, suffix="")
        shown = read_shown(display, email)
        if shown.nobody or shown.unnamed or shown.others or shown.note or shown.name.display != display:
            return shown
        prefix = self._first(cells, "prefix")
        return ShownName(ReadName(prefix=prefix, given=given, middle=middle, family=family, display=display), display)

    def _arrival(self, line: int, cells: Sequence[str], day: date | None) -> _Arrival:
        found = _Arrival()
        said: set[bool] = set()
        for place in self._arrivals:
            text = cells[place] if place < len(cells) else ""
            if not text or text.lower() == "n/a":
                continue
            at = self._moment(text, day)
            if at is not None:
                said.add(True)
                dated = is_moment(text) or read_time(text) is not None
                found.at = found.at or (at if dated else None)
                continue
            attended, apologies = read_presence(text)
            if attended is None and text.isdecimal() and len(text) < 3:
                attended = int(text) > 0
                found.more = max(0, int(text) - 1) if attended and not self._counts_scans(place) else 0
            if attended is None and (sure_day(text) or read_time(text)):
                attended = True
            if attended is None:
                self._report.problem(f"“{text[:40]}” does not say whether somebody came", line)
                continue
            said.add(attended)
            found.apologies = found.apologies or apologies
            found.more = max(found.more, more_people(text)) if attended else found.more
        if any(read_presence(text)[0] is not False for text in self._all(cells, "signature")):
            said.add(True)
        away = [part for part in _AWAY if any(read_presence(text)[0] is not False for text in self._all(cells, part))]
        if away:
            said.add(False)
        found.attended = (True in said) if said else None
        found.apologies = (found.apologies or "apology" in away) and not found.attended
        return found

    def _counts_scans(self, place: int) -> bool:
        """Tell whether a number in a column is how often somebody was let in ("Check-ins"), not how many came."""
        key = words(self._columns.headings[place])
        return bool(key) and key[-1].endswith("s")

    def _guests(self, cells: Sequence[str]) -> int:
        def number(part: Part) -> int:
            text = self._first(cells, part)
            return int(text) if text.isdecimal() and len(text) < 3 else 0

        return number("guests") + max(0, number("party") - 1)

    def _role(self, cells: Sequence[str]) -> Role | None:
        if any(read_presence(text)[0] for text in self._all(cells, "is_host")):
            return "organizer"
        return read_role(self._first(cells, "role"))

    def _mode(self, cells: Sequence[str]) -> Mode:
        parts: tuple[Part, ...] = ("mode", "arrival", "status", "reply")
        texts = (text for part in parts for text in self._all(cells, part))
        came = [place for place in self._arrivals if place < len(cells) and read_presence(cells[place])[0]]
        headings = (self._columns.headings[place] for place in came)
        return next((mode for text in chain(texts, headings) if (mode := read_mode(text))), "")

    def _day_of(self, cells: Sequence[str]) -> date | None:
        """Return the day for a time that stands alone: that of the row's own column, else of the gathering."""
        own = self._moments.read(self._first(cells, "day"))
        return own.date() if own else self._day

    def _moment(self, text: str, day: date | None) -> datetime | None:
        at = read_time(text)
        if at is not None and not is_moment(text):
            return datetime.combine(day, at) if day else None
        return self._moments.read(text)

    def _stay(self, cells: Sequence[str], day: date | None) -> tuple[datetime | None, datetime | None]:
        """Return when somebody came and went; a day alone ("Joined" in a list of members) is no time of a gathering."""
        texts = (self._first(cells, "join"), self._first(cells, "leave"))
        joined, left = (self._moment(text, day) if is_moment(text) or read_time(text) else None for text in texts)
        return joined, left

    def _extra(self, cells: Sequence[str]) -> dict[str, Any]:
        answers = {
            self._columns.headings[place] or f"column {place + 1}": cells[place]
            for place in self._columns.unanswered()
            if place < len(cells) and not is_nothing(cells[place])
        }
        prefix = self._first(cells, "prefix")
        if prefix and self._first(cells, "given") and self._first(cells, "family"):
            answers["Salutation"] = prefix  # the name is put together of the two
        phones = [text for text in self._all(cells, "phone") if sum(map(str.isdigit, text)) > 5]
        found: dict[str, Any] = {
            "title": self._first(cells, "title"),
            "department": self._first(cells, "department"),
            "phone": "; ".join(dict.fromkeys(phones)),
            "linkedin": self._first(cells, "linkedin"),
            "ticket": self._first(cells, "ticket"),
            "notes": self._first(cells, "notes"),
            "consents": {question: answer for question, answer in answers.items() if asks_consent(question)},
            "answers": {question: answer for question, answer in answers.items() if not asks_consent(question)},
        }
        return {key: value for key, value in found.items() if value}


def asks_consent(question: str) -> bool:
    """Tell whether a question of a form asks whether somebody may be written to, photographed or recorded."""
    asked = set(words(question))
    if asked & _CONSENT or any(word.startswith(("photo", "film")) for word in asked):
        return True
    return bool(asked & _MAY) and any(mail <= asked for mail in _MAILED) and len(asked) > 2


def _best(said: Sequence[str]) -> str:
    """Return the strongest of several replies: a yes before an invitation, a no before both."""
    order = ("cancelled", "declined", "registered", "confirmed", "approved", "pending", "waitlisted")
    return next((status for status in order if status in said), said[0] if said else "")
