"""vCards out: 3.0 (RFC 2426), which every program reads, or 4.0 (RFC 6350); our own reader reads both back exactly."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from crm.formats.names import join_name
from crm.formats.rows import ReadContact, ReadName, ReadPhone
from crm.formats.safe_file import writable
from crm.formats.table_output import Written
from crm.formats.vcard_extensions import own_facts

Version = Literal["3.0", "4.0"]

_PRODID = "-//Cluster Desk//EN"
_FOLD = 75
_STANDARD = {"work": "work", "home": "home", "mobile": "cell", "fax": "fax", "pager": "pager", "other": "", "": ""}
# An escaped semicolon that no other backslash stands before.
_BARE = re.compile(r"(?<!\\)\\;")
_APPLE_NO_YEAR = "1604"


def write_vcard(
    target: Path | str | BinaryIO, contacts: Iterable[ReadContact], *, version: Version = "3.0", private: bool = True
) -> Written:
    """Write contacts as vCards, one by one as they come; a path is replaced safely.

    Types with a name of their own travel as labels (X-ABLabel), as Apple and Google write them. Without `private` the
    cards are for others: no notes, no addresses out of use, no former affiliations, nothing that concerns us alone.
    """
    count = 0
    with writable(target) as handle:
        for contact in contacts:
            count += 1
            lines = _CardWriter(contact, version, private=private).lines()
            handle.write("".join(map(_folded, lines)).encode("utf-8", "replace"))
    return Written(count)


class _CardWriter:
    """Writes the lines of one card."""

    def __init__(self, contact: ReadContact, version: Version, *, private: bool) -> None:
        self._contact, self._version, self._private = contact, version, private
        self._is_new = version == "4.0"
        self._groups = 0

    def lines(self) -> Iterator[str]:
        """Yield the lines, unfolded."""
        contact, name, text = self._contact, self._contact.name, self._text
        yield "BEGIN:VCARD"
        yield f"VERSION:{self._version}"
        yield f"PRODID:{_PRODID}"
        if contact.uid:
            yield f"UID:{text(contact.uid)}"
        yield f"FN:{text(_shown(contact))}"
        yield f"N:{_structured((name.family, name.given, name.middle, name.prefix, name.suffix))}"
        if name.nickname:
            yield f"NICKNAME:{text(name.nickname)}"
        if contact.kind == "organisation":
            yield "KIND:org" if self._is_new else "X-ABShowAs:COMPANY"
        yield from self._jobs()
        if contact.extra.get("pronouns"):
            yield f"{'' if self._is_new else 'X-'}PRONOUNS:{text(contact.extra['pronouns'])}"
        yield from self._reachable()
        if contact.birthday:
            yield _birthday(contact.birthday, self._version)
        if contact.tags:
            yield f"CATEGORIES:{','.join(map(text, contact.tags))}"
        if contact.notes and self._private:
            yield f"NOTE:{text(contact.notes)}"
        yield from (f"{key}:{_structured(parts)}" for key, parts in own_facts(contact, private=self._private))
        yield "END:VCARD"

    def _jobs(self) -> Iterator[str]:
        """Yield the main affiliation, and each other one of today in a group of its own."""
        contact = self._contact
        if contact.organisation or contact.department:
            department = (contact.department,) if contact.department else ()
            yield f"ORG:{_structured((contact.organisation, *department))}"
        if contact.title:
            yield f"TITLE:{self._text(contact.title)}"
        for job in contact.jobs:
            if job.is_current and not job.is_primary:
                group = self._group()
                yield f"{group}ORG:{_structured(filter(None, (job.organisation, job.department)))}"
                if job.role:
                    yield f"{group}TITLE:{self._text(job.role)}"

    def _reachable(self) -> Iterator[str]:
        for email in self._contact.emails:
            if email.state == "ok":
                yield from self._typed("EMAIL", email.type, self._text(email.value), preferred=email.primary)
            elif self._private:
                yield from self._typed("EMAIL", email.type, self._text(email.value), f";X-STATE={email.state}")
        for phone in self._contact.phones:
            yield from self._phone(phone)
        for address in self._contact.addresses:
            street = address.street or address.formatted
            parts = (address.po_box, address.extended, street, address.city, address.region, address.postcode)
            yield from self._typed("ADR", address.type, _structured((*parts, address.country)))
        for url in self._contact.urls:
            yield from self._typed("URL", url.type, url.value.replace("\\", "\\\\"))

    def _phone(self, phone: ReadPhone) -> Iterator[str]:
        """Yield a number; for our own use how it was typed, too."""
        can_be_dialled = phone.value[:1] == "+" and phone.value[1:].isdecimal()
        params = ""
        if self._private and phone.typed and (phone.typed != phone.value or not can_be_dialled):
            params = f";X-TYPED={_param(phone.typed)}"
        if can_be_dialled and self._is_new:
            value = f"tel:{phone.value}" + (f";ext={phone.extension}" if phone.extension else "")
            params += ";VALUE=uri"
        elif params and not can_be_dialled:
            value = self._text(phone.value)
            params += f";X-EXT={_param(phone.extension)}" if phone.extension else ""
        else:
            value = self._text(f"{phone.value} ext {phone.extension}" if phone.extension else phone.value)
        yield from self._typed("TEL", phone.type, value, params)

    def _typed(self, name: str, kind: str, value: str, params: str = "", *, preferred: bool = False) -> Iterator[str]:
        """Yield a property: a usual type as a parameter, any other as a label in a group of its own."""
        standard = _STANDARD.get(kind)
        group = self._group() if standard is None else ""
        if standard:
            params += f";TYPE={standard if self._is_new else standard.upper()}"
        if preferred:
            params += ";PREF=1" if self._is_new else ";TYPE=PREF"
        yield f"{group}{name}{params}:{value}"
        if group:
            yield f"{group}X-ABLabel:{self._text(kind)}"

    def _group(self) -> str:
        self._groups += 1
        return f"item{self._groups}."

    def _text(self, text: str) -> str:
        """Return a value of free text, escaped.

        4.0 lets a semicolon stand: Thunderbird never undoes its backslash. In 3.0 Evolution would cut a note there.
        """
        escaped = _escaped(text)
        return _BARE.sub(";", escaped) if self._is_new and ";" in text else escaped


def _shown(contact: ReadContact) -> str:
    """Return what stands as the name: FN must not be empty."""
    name: ReadName = contact.name
    whole = name.display or join_name(
        prefix=name.prefix, given=name.given, middle=name.middle, family=name.family, suffix=name.suffix
    )
    address = contact.emails[0].value if contact.emails else ""
    if contact.kind == "organisation":
        return contact.organisation or whole or address
    return whole or address or contact.organisation


def _birthday(birthday: str, version: Version) -> str:
    if birthday.startswith("--"):
        if version == "4.0":
            return f"BDAY:{birthday[:4]}{birthday[5:]}"
        return f"BDAY;X-APPLE-OMIT-YEAR={_APPLE_NO_YEAR}:{_APPLE_NO_YEAR}-{birthday[2:]}"
    if version == "4.0" and len(birthday) == 10:
        return f"BDAY:{birthday.replace('-', '')}"
    return f"BDAY:{birthday}"


def _structured(parts: Iterable[str]) -> str:
    return ";".join(map(_escaped, parts))


def _escaped(text: str) -> str:
    """Return a value with its backslashes, commas, semicolons and line ends escaped."""
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _param(text: str) -> str:
    """Return the value of a parameter, in quotation marks (RFC 6868)."""
    text = text.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{text}"'


def _folded(line: str) -> str:
    """Return a line with its end, folded so that none is longer than 75 bytes; a fold never splits a letter."""
    if len(line) <= _FOLD and line.isascii():
        return line + "\r\n"
    pieces: list[str] = []
    start, size = 0, 0
    for place, letter in enumerate(line):
        width = 1 if letter < "\x80" else len(letter.encode("utf-8", "replace"))
        if size + width > _FOLD:
            pieces.append(line[start:place])
            start, size = place, 1  # the blank at the head of the next line counts
        size += width
    pieces.append(line[start:])
    return "\r\n ".join(pieces) + "\r\n"
