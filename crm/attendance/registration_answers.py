"""What a line of an attendance file tells of a person besides their coming: job, phones, profile, answers, consent.

The columns that a file's own reader names, and the questions of a registration form, in whatever words they are asked.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from crm.attendance.consent_answers import MailAnswer, mail_answer
from crm.contacts.records import Address, PhoneNumber
from crm.formats.attendance import Attendee
from crm.formats.contact_columns import Target
from crm.formats.header_table import organisation_in
from crm.formats.headings import meaning
from crm.formats.opt_outs import objection
from crm.formats.placeholders import is_nothing
from crm.phones import parse_phones
from crm.text import clean, clean_line, fold, words

_LONGEST_ROLE = 160

# Never kept, however it is asked: who has it gets in, or in somebody's name.
_SECRET = frozenset(words("secret barcode qr token password passcode pin apikey signature hash"))
# Under a plain heading these are about the booking, or the row; a question ("Do you need a seat?") is the person's.
_BOOKING = frozenset(
    words(
        """order orders ticket tickets product products price prices voucher paid pay payment payments fee fees vat tax
        taxes discount currency amount total subtotal net gross quantity seat invoice refund refunded coupon promo
        event id ids uuid ip utm created updated modified submitted timestamp checkout checkin checked booking buyer
        purchaser purchased addon sku status tracking affiliate referral source"""
    )
)
_READ_ALREADY = frozenset(
    ("prefix", "given", "middle", "family", "suffix", "nickname", "whole_name", "kind", "uid", "email", "organisation")
)

_NOT_THEIRS = frozenset(words("emergency kin pa assistant secretary manager managers line supervisor host chaperone"))
_NOT_A_JOB = frozenset(words("huddle event session today day group project pitch meeting team presentation"))


class Said(msgspec.Struct, frozen=True):
    """What a file tells of a person; `notes` are lines, each answer with its question, `mail` None where not asked."""

    role: str = ""
    department: str = ""
    linkedin_url: str = ""
    pronouns: str = ""
    title: str = ""
    phones: tuple[PhoneNumber, ...] = ()
    addresses: tuple[Address, ...] = ()
    notes: tuple[str, ...] = ()
    mail: MailAnswer | None = None

    @property
    def is_anything(self) -> bool:
        """Return whether the file tells anything at all."""
        return self != _NOTHING


_NOTHING = Said()


def said(person: Attendee) -> Said:
    """Return what a line of a file tells of a person; what belongs to the booking or lets somebody in is left out."""
    if not person.extra and not person.department:
        return _NOTHING
    reading = _Reading(person)
    for key, question in (("title", "Job title"), ("phone", "Phone"), ("linkedin", "LinkedIn"), ("notes", "Notes")):
        for text in _texts(person.extra.get(key)):
            reading.take(question, text)
    for question, answer in _answers(person.extra):
        reading.take(question, answer)
    return reading.result()


def _answers(extra: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the questions of a form with their answers, as the reader handed them on."""
    for key in ("answers", "consents"):
        found = extra.get(key)
        for question, answer in found.items() if isinstance(found, dict) else ():
            for text in _texts(answer):
                yield str(question), text


def _texts(value: Any) -> list[str]:
    each = value if isinstance(value, list | tuple) else [value]
    return [text for one in each if one not in (None, "") and (text := clean(str(one)))]


class _Reading:
    """Puts the answers of one person where they belong."""

    def __init__(self, person: Attendee) -> None:
        self._person = person
        self._lines: dict[str, str] = {"department": clean_line(person.department)}
        self._phones: list[PhoneNumber] = []
        self._address: dict[str, str] = {}
        self._notes: list[str] = []
        self._mail: MailAnswer | None = None

    def take(self, question: str, answer: str) -> None:
        """Put one answer where it belongs, else into the notes with its question."""
        question = clean_line(question)
        found = meaning(question)
        if objection(question, answer) is False:
            return  # nobody asked for anything: it says nothing
        if is_nothing(answer) or _gives_away(question) or (found is None and _is_of_the_booking(question)):
            return
        if found is not None and found.field in _READ_ALREADY:
            self._of_the_name(found.field, answer)
        elif organisation_in({question: answer}) and _same(answer, self._person.organisation):
            return
        elif (mail := mail_answer(question, answer)) is not None:
            self._take_mail(mail)
        elif not (found is not None and self._field(found, answer)) and not self._asked(question, answer):
            self._note(question, answer)

    def _of_the_name(self, field: str, answer: str) -> None:
        """Take what the reader has read already: of the name only a title is new, another organisation is kept."""
        if field == "prefix":
            self._once("title", clean_line(answer))
        elif field == "organisation" and not _same(answer, self._person.organisation):
            self._note("Organisation", answer)

    def _field(self, target: Target, answer: str) -> bool:
        """Take a column that every list of people has; return whether it was one."""
        line = clean_line(answer)
        match target.field:
            case "title":
                return self._role(line)
            case "department":
                return self._once("department", line)
            case "phone":
                return self._phone(answer, target.label)
            case "url":
                return self._link(line)
            case "address":
                return self._address.setdefault(target.part, line) == line
            case "notes":
                self._notes.append(clean(answer))
                return True
        return target.label == "pronouns" and self._once("pronouns", line)

    def _asked(self, question: str, answer: str) -> bool:
        """Take what a question asks for in its own words: "What is your job title?"; return whether it was taken."""
        asked, line = set(words(question)), clean_line(answer)
        if asked & _NOT_THEIRS:
            return False
        if "linkedin" in asked or {"linked", "in", "profile"} <= asked:
            return self._link(line)
        if asked & {"phone", "telephone", "mobile", "tel"} and len(asked) <= 10:
            return self._phone(answer, "mobile" if "mobile" in asked else "")
        if {"job", "title"} <= asked or (asked & {"role", "position", "occupation"} and not asked & _NOT_A_JOB):
            return len(asked) <= 8 and self._role(line)
        return "department" in asked and len(asked) <= 6 and self._once("department", line)

    def _role(self, line: str) -> bool:
        return len(line) <= _LONGEST_ROLE and self._once("role", line)

    def _once(self, key: str, line: str) -> bool:
        """Take a value where there is none yet; return whether it is the one that is kept."""
        held = self._lines.get(key)
        if held:
            return fold(held) == fold(line)
        self._lines[key] = line
        return True

    def _phone(self, answer: str, label: str) -> bool:
        found = parse_phones(answer)
        if not any(each.e164 or any(map(str.isdecimal, each.typed)) for each in found):
            return False
        known = {(each.e164 or each.typed, each.extension) for each in self._phones}
        self._phones += [
            PhoneNumber(each.typed, label, each.e164, each.extension)
            for each in found
            if (each.e164 or each.typed, each.extension) not in known
        ]
        return True

    def _link(self, line: str) -> bool:
        return "linkedin." in line.lower() and self._once("linkedin_url", line)

    def _take_mail(self, mail: MailAnswer) -> None:
        """Keep the strictest of several answers; one that is no consent stays in the notes as it was given."""
        if self._mail is None or _strictness(mail) > _strictness(self._mail):
            self._mail = mail
        if not mail.agrees:
            self._note(mail.question, mail.answer)

    def _note(self, question: str, answer: str) -> None:
        asked = question.rstrip(" :")
        line = f"{asked}{'' if asked.endswith('?') else ':'} {answer}" if asked else answer
        if line not in self._notes:
            self._notes.append(line)

    def result(self) -> Said:
        """Return all of it."""
        addresses: tuple[Address, ...] = ()
        parts = self._address
        street = parts.get("street") or parts.get("formatted", "")
        if street or parts.get("city") or parts.get("postcode"):
            region, country = parts.get("region", ""), parts.get("country", "")
            addresses = (Address(street, parts.get("city", ""), region, parts.get("postcode", ""), country),)
        else:
            for part, line in parts.items():
                self._note("Country" if part == "country" else "County", line)
        return Said(
            **{key: line for key, line in self._lines.items() if line},
            phones=tuple(self._phones),
            addresses=addresses,
            notes=tuple(self._notes),
            mail=self._mail,
        )


def _strictness(mail: MailAnswer) -> int:
    return 2 if mail.objects else 0 if mail.agrees else 1


def _same(one: str, other: str) -> bool:
    return fold(clean_line(one)) == fold(clean_line(other))


def _gives_away(question: str) -> bool:
    """Return whether a column holds what lets somebody in."""
    return not _SECRET.isdisjoint(words(question))


def _is_of_the_booking(question: str) -> bool:
    """Return whether a heading speaks of the booking, or of a part of the name, rather than asks the person."""
    asked = words(question)
    found = set(asked)
    if found & {"you", "your", "i", "my", "we", "us", "me"} or question.endswith("?"):
        return False
    return asked[:2] == ["attendee", "name"] or {"add", "on"} <= found or (len(asked) <= 5 and bool(found & _BOOKING))
