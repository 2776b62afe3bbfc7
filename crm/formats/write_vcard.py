"""vCards out: 3.0 (RFC 2426), which every program reads, or 4.0 (RFC 6350); our own reader reads both back exactly."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from crm.formats.names import join_name
from crm.formats.rows import ReadContact, ReadName, ReadPhone
from crm.formats.safe_file import writable
from crm.formats.tables import Written

Version = Literal["3.0", "4.0"]

_PRODID = "-//Cluster Desk//EN"
_FOLD = 75
_STANDARD = {"work": "work", "home": "home", "mobile": "cell", "fax": "fax", "pager": "pager", "other": "", "": ""}
_APPLE_NO_YEAR = "1604"


def write_vcard(target: Path | str | BinaryIO, contacts: Iterable[ReadContact], *, version: Version = "3.0") -> Written:
    """Write contacts as vCards, one by one as they come; a path is replaced safely.

    Types with a name of their own travel as labels (X-ABLabel), as Apple and Google write them. `extra` is not written.
    """
    count = 0
    with writable(target) as handle:
        for contact in contacts:
            count += 1
            handle.write("".join(map(_folded, _card(contact, version))).encode("utf-8", "replace"))
    return Written(count)


def _card(contact: ReadContact, version: Version) -> Iterator[str]:
    name = contact.name
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"PRODID:{_PRODID}"
    if contact.uid:
        yield f"UID:{_escaped(contact.uid)}"
    yield f"FN:{_escaped(_shown(contact))}"
    yield f"N:{';'.join(map(_escaped, (name.family, name.given, name.middle, name.prefix, name.suffix)))}"
    if name.nickname:
        yield f"NICKNAME:{_escaped(name.nickname)}"
    if contact.kind == "organisation":
        yield "KIND:org" if version == "4.0" else "X-ABShowAs:COMPANY"
    if contact.organisation or contact.department:
        unit = f";{_escaped(contact.department)}" if contact.department else ""
        yield f"ORG:{_escaped(contact.organisation)}{unit}"
    if contact.title:
        yield f"TITLE:{_escaped(contact.title)}"
    yield from _reachable(contact, version)
    if contact.birthday:
        yield _birthday(contact.birthday, version)
    if contact.tags:
        yield f"CATEGORIES:{','.join(map(_escaped, contact.tags))}"
    if contact.notes:
        yield f"NOTE:{_escaped(contact.notes)}"
    yield "END:VCARD"


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


def _reachable(contact: ReadContact, version: Version) -> Iterator[str]:
    labels = _Labels(version)
    for email in contact.emails:
        yield from labels.line("EMAIL", email.type, _escaped(email.value), preferred=email.primary)
    for phone in contact.phones:
        is_uri = version == "4.0" and phone.value.startswith("+")
        yield from labels.line("TEL", phone.type, _dialled(phone, is_uri=is_uri), uri=is_uri)
    for address in contact.addresses:
        street = address.street or address.formatted
        parts = (address.po_box, address.extended, street, address.city, address.region, address.postcode)
        yield from labels.line("ADR", address.type, ";".join(map(_escaped, (*parts, address.country))))
    for url in contact.urls:
        yield from labels.line("URL", url.type, url.value.replace("\\", "\\\\"))


def _dialled(phone: ReadPhone, *, is_uri: bool) -> str:
    if is_uri:
        return f"tel:{phone.value}" + (f";ext={phone.extension}" if phone.extension else "")
    return _escaped(f"{phone.value} ext {phone.extension}" if phone.extension else phone.value)


class _Labels:
    """Writes typed lines of one card: a usual type as a parameter, any other as a label in a group of its own."""

    def __init__(self, version: Version) -> None:
        self._version, self._groups = version, 0

    def line(self, name: str, kind: str, value: str, *, preferred: bool = False, uri: bool = False) -> Iterator[str]:
        """Yield the property, and its label where it needs one."""
        standard = _STANDARD.get(kind)
        group = ""
        if standard is None:
            self._groups += 1
            group = f"item{self._groups}."
        params = ";VALUE=uri" if uri else ""
        if standard:
            params += f";TYPE={standard if self._version == '4.0' else standard.upper()}"
        if preferred:
            params += ";PREF=1" if self._version == "4.0" else ";TYPE=PREF"
        yield f"{group}{name}{params}:{value}"
        if group:
            yield f"{group}X-ABLabel:{_escaped(kind)}"


def _birthday(birthday: str, version: Version) -> str:
    if birthday.startswith("--"):
        if version == "4.0":
            return f"BDAY:{birthday[:4]}{birthday[5:]}"
        return f"BDAY;X-APPLE-OMIT-YEAR={_APPLE_NO_YEAR}:{_APPLE_NO_YEAR}-{birthday[2:]}"
    if version == "4.0" and len(birthday) == 10:
        return f"BDAY:{birthday.replace('-', '')}"
    return f"BDAY:{birthday}"


def _escaped(text: str) -> str:
    """Return a value with its backslashes, commas, semicolons and line ends escaped."""
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


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
