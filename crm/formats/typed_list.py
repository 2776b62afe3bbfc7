"""A list that was typed or pasted: a person a line, with organisation and address in any order."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from msgspec.structs import replace

from crm.formats.attendance import Meeting, ReadAttendance
from crm.formats.attendance_row import Row
from crm.formats.attendance_sections import Section, is_title, section_of, section_with_people, told_of_those_below
from crm.formats.attendance_statuses import read_presence, read_registration
from crm.formats.attendee_names import read_shown
from crm.formats.emails import is_email
from crm.formats.headings import meaning
from crm.formats.meeting_merge import MeetingMerge
from crm.formats.meeting_source import Source
from crm.formats.name_kinds import is_mark, read_party
from crm.formats.organisation_words import names_organisation
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import is_moment, read_time, sure_day
from crm.text import clean_line, words

FORMAT = "typed_list"

_BULLET = re.compile(r"\s*(?:[-*+•–—▪◦‣·>✓✔☑☐]+|\(?\d{1,3}[.):\]]|\[[ xX✓]?\])(?:\s+|$)")
_ADDRESS = re.compile(
    r"[<(\[]?(?:mailto:)?([^\s<>,;|()\[\]\"'“”@]{1,64}@[^\s<>,;|()\[\]\"'“”@]{1,255})[>)\]]?", re.IGNORECASE
)
_BETWEEN_PEOPLE = re.compile(r";|(?<=>)\s*,")
_BETWEEN_FIELDS = re.compile(r"\s+[-–—/]\s+")
_DELIMITERS = ("\t", ";", "|", ",")
_PHONE = re.compile(r"\+?[\d\s().-]{9,20}")
_LONGEST_LINE = 300
_NOT_COMING = ("invited", "declined", "cancelled", "waitlisted")
_MOST_WORDS = 6


def is_list(lines: Sequence[tuple[int, str]]) -> bool:
    """Tell whether more lines name a person than not."""
    rows = [row for line, text in lines[:500] for row in _people(line, text)]
    return sum(row is not None for row in rows) * 2 > len(rows)


def unknown_headings(rows: Sequence[NumberedRow]) -> tuple[str, ...]:
    """Return the first line of a table where a column holds something else below it, so that it is headings; or ()."""
    if len(rows) < 2:
        return ()
    headings, data = rows[0][1], [cells for _, cells in rows[1:501]]
    width = len(headings)
    if width < 2 or any(is_email(cell) or any(map(str.isdigit, cell)) for cell in headings if cell):
        return ()
    if sum(abs(len(cells) - width) <= 1 for cells in data) * 5 < len(data) * 4 or (len(data) < 2 and width < 4):
        return ()
    columns = ([cells[place] for cells in data if place < len(cells) and cells[place]] for place in range(width))
    for heading, values in zip(headings, columns, strict=True):
        if heading and not _is_typed(heading) and len(values) * 2 > len(data) and all(map(_is_typed, values)):
            return tuple(filter(None, headings))
    return ()


def _is_typed(cell: str) -> bool:
    """Tell whether a cell is an address, a number, a day, a time or a length of time rather than words."""
    typed = is_email(cell) or is_moment(cell) or read_time(cell) is not None or sure_day(cell) is not None
    return (
        typed or _PHONE.fullmatch(cell) is not None or re.fullmatch(r"[\d\s.,:/+-]*\d[\d\s.,:/+-]*", cell) is not None
    )


def read(source: Source, lines: Sequence[tuple[int, str]]) -> ReadAttendance:
    """Read the lines of a list; whether these people came or have registered is for the one who typed it to say."""
    gathering = MeetingMerge(source.report, apart_by_name=True)
    section = Section()
    for line, text in lines:
        own = _section(text)
        if own is not None:
            section = own
            source.report.skip(line, "a heading of the rows below it, not a person", text)
            continue
        of_line = section_with_people(text)
        said = of_line[0] if of_line else section
        for row in _people(line, text):
            if row is None:
                source.report.skip(line, "neither a name nor an address", text)
            else:
                gathering.add(_settled(row, said))
    answer = source.answer(FORMAT, Meeting(), gathering, source.moments(()), live=False)
    return replace(answer, tells_presence=any(one.attended for one in answer.attendees))


def tells_who_came(lines: Sequence[tuple[int, str]]) -> bool:
    """Tell whether lines of a text say that those below them were there, or were not."""
    found = (section_with_people(text) for _, text in lines[:500])
    told = [*(each[0] for each in found if each), *filter(None, (_section(text) for _, text in lines[:500]))]
    return any(section.attended is not None for section in told)


def _section(text: str) -> Section | None:
    """Return what a line says of those below it; a name alone is nobody's heading unless it ends like one."""
    if is_title(text) and "@" not in text:
        return Section()
    return section_of(text) if text.rstrip(" *_").endswith(":") else told_of_those_below(text)


def _settled(row: Row, section: Section) -> Row:
    """Say of a person what the line above says, their own mark first."""
    attended, apologies = read_presence(row.shown.note)
    marked = read_registration(row.shown.note)
    is_away = attended is False
    return replace(
        row,
        attended=attended if is_away else section.attended,
        apologies=apologies if is_away else section.apologies,
        status=marked if marked in _NOT_COMING else section.status,
        role=section.role or row.role,
    )


def _people(line: int, text: str) -> Iterator[Row | None]:
    """Yield the people of a line, None for one that names nobody; blank lines and headings yield nothing."""
    of_line = section_with_people(text)
    plain = of_line[1] if of_line else text.strip()
    while found := _BULLET.match(plain):
        plain = plain[found.end() :]
    if not plain or _is_headings(plain):
        return
    if len(plain) > _LONGEST_LINE * 20:
        yield None
        return
    pieces = [piece for piece in _BETWEEN_PEOPLE.split(plain) if piece.strip()]
    several = len(pieces) > 1 and all(len(_addresses(piece)) == 1 for piece in pieces)
    # Three whole names and more between semicolons, and nothing else, are so many people.
    several = several or (len(pieces) > 2 and ";" in plain and all(map(_is_whole_name, pieces)))
    names = [each.strip(" .") for each in re.split(r"[,;]|\band\b", plain) if each.strip(" .")] if of_line else []
    if len(names) > 1 and all(map(_is_whole_name, names)):
        pieces, several = names, True
    for piece in pieces if several else [plain]:
        yield _person(line, piece)


def _is_headings(plain: str) -> bool:
    fields = _fields(plain)
    return bool(fields) and all(meaning(field) is not None for field in fields)


def _addresses(text: str) -> list[str]:
    found = (match[1].rstrip(".:").strip("'\"") for match in _ADDRESS.finditer(text))
    return [address for address in found if is_email(address)]


def _person(line: int, text: str) -> Row | None:
    if len(text) > _LONGEST_LINE:
        return None
    addresses = _addresses(text)
    fields = _around(text) if addresses else _fields(text)
    phones = [field for field in fields if _PHONE.fullmatch(field)]
    marks = [field for field in fields[1:] if is_mark(field)]
    fields = [field for field in fields if field not in phones and field not in marks]
    email = addresses[0] if addresses else ""
    name, organisation, rest = _told_apart(fields, email)
    party = read_party(name)
    if not (email or (all(map(_is_name, party.people)) if party.people else party.unnamed)):
        return None
    shown = read_shown(name, email)
    extra = {"phone": "; ".join(phones), "notes": "; ".join(rest)}
    return Row(
        replace(shown, note="; ".join(filter(None, (shown.note, *marks)))),
        line,
        email=email,
        organisation=organisation,
        other_emails=tuple(addresses[1:]),
        extra={key: value for key, value in extra.items() if value},
    )


def _around(text: str) -> list[str]:
    """Return the fields beside the address, which parts them itself where nothing else does."""
    fields = _fields(_ADDRESS.sub(" ", text))
    return fields if len(fields) > 1 else _fields(_ADDRESS.sub("\t", text))


def _fields(text: str) -> list[str]:
    delimiter = next((mark for mark in _DELIMITERS if mark in text), None)
    if delimiter is None:
        pieces = _BETWEEN_FIELDS.split(text)
    else:
        try:
            pieces = next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:
            pieces = text.split(delimiter)
    cleaned = (clean_line(piece).strip(" \"'“”,;:").lstrip("@") for piece in pieces)
    return [piece for piece in cleaned if any(map(str.isalnum, piece))]


def _told_apart(fields: Sequence[str], email: str) -> tuple[str, str, list[str]]:
    """Return name, organisation and the rest: told by words for organisations and by the address, else by the order."""
    local, _, domain = email.lower().partition("@")
    if len(fields) > 1 and all(len(field.split()) == 1 and field.lower() in local for field in fields[:2]):
        fields = [" ".join(sorted(fields[:2], key=lambda field: local.find(field.lower()))), *fields[2:]]
    if len(fields) < 2:
        only = fields[0] if fields else ""
        is_organisation = email and names_organisation(only.partition("(")[0])
        return ("", only, []) if is_organisation else (only, "", [])

    def score(places: tuple[int, int]) -> tuple[int, int, int]:
        name, organisation = fields[places[0]], fields[places[1]]
        by_words = names_organisation(organisation) - names_organisation(name)
        by_address = _shared(name, local) + _shared(organisation, domain) - _shared(name, domain)
        return by_words, by_address, -(places[0] * 10 + places[1])

    at_name, at_organisation = max(permutations(range(min(len(fields), 6)), 2), key=score)
    rest = [field for place, field in enumerate(fields) if place not in (at_name, at_organisation)]
    return fields[at_name], fields[at_organisation], rest


def _shared(text: str, address: str) -> int:
    return sum(len(word) > 2 and word in address for word in words(text))


def _is_whole_name(text: str) -> bool:
    return _is_name(text) and 2 <= len(text.split()) <= 3 and "@" not in text and not names_organisation(text)


def _is_name(text: str) -> bool:
    count = len(text.split())
    return 0 < count <= _MOST_WORDS and any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
