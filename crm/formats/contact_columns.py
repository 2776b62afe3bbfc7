"""From a row of cells to a contact: each column has a target, and one reader fills the contact from all of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from crm.formats.dates import read_birthday, read_date
from crm.formats.emails import find_emails
from crm.formats.name_kinds import read_party
from crm.formats.names import join_name, split_name, tidied
from crm.formats.placeholders import LONGEST_NOTHING, NOTHING_BEGINS, is_no_employer, is_no_name, is_nothing
from crm.formats.rows import Kind, ReadAddress, ReadContact, ReadEmail, ReadName, ReadPhone, ReadUrl, Report
from crm.formats.table_output import without_own_apostrophe
from crm.formats.web_links import is_link, says_nothing
from crm.phones import parse_phones, region_of, spreadsheet_damage
from crm.text import clean, clean_line, fold, holds_unwanted, words

FieldName = Literal[
    "prefix", "given", "middle", "family", "suffix", "nickname", "whole_name",
    "organisation", "department", "title", "birthday", "birth", "notes", "tags", "uid", "kind", "photo",
    "email", "phone", "address", "url", "event", "relation", "custom",
    "date", "extra", "ignore",
]  # fmt: skip
_JOINED = " ::: "  # how Google joins several values in one cell
_SEVERAL_LINES = frozenset(("notes", "address", "email", "phone", "extra", "custom"))
_SYSTEM_GROUPS = frozenset(("mycontacts", "my contacts", "* mycontacts", "* my contacts", "imported"))
_STARRED = frozenset(("starred", "* starred", "starred in android", "* starred in android"))

ORGANISATION_TYPES = frozenset(("organisation", "organization", "company", "org"))
PERSON_TYPES = frozenset(("person", "contact", "individual", "people"))
"""What programs write in a column for the kind of a row."""
_NAME_FIELDS = frozenset(("given", "middle", "family", "whole_name"))
_TYPES = {
    "cell": "mobile", "cellular": "mobile", "iphone": "mobile", "mobile phone": "mobile", "mobile": "mobile",
    "work": "work", "business": "work", "office": "work", "work phone": "work",
    "home": "home", "private": "home", "personal": "home", "residence": "home",
    "fax": "fax", "work fax": "fax", "home fax": "fax", "business fax": "fax", "workfax": "fax", "homefax": "fax",
    "otherfax": "fax", "other fax": "fax", "main": "main", "other": "other", "": "other", "internet": "other",
    "work mobile": "mobile", "home page": "home page", "homepage": "other",
}  # fmt: skip


def type_of(label: str) -> str:
    """Return the type a label means: mobile, work, home, fax, main, other, or the label itself in lower case."""
    lowered = label.strip().lower()
    return _TYPES.get(lowered, lowered)


class Target(msgspec.Struct, frozen=True):
    """Where the cells of one column go: a field; for what a contact has several of, which one and which part of it.

    `label` is the column's own type ("mobile") for e-mails, phones, addresses and links, and the key in `extra`; a
    single field with a slot stands in where the one without is blank.
    `filler` is what a program writes there by itself, which says nothing.
    """

    field: FieldName
    slot: int = 0
    part: str = "value"
    label: str = ""
    filler: str = ""


_SHORT = 10_000
LINES = frozenset(("street", "extended"))
"""Parts of an address that several columns may hold a line of."""
_Groups = dict[str, dict[int, dict[str, str]]]  # field, slot, part
_OUT_OF_USE = frozenset(("former", "bounced"))
"""Kinds of columns for addresses that nobody must write to."""
_RARER = frozenset(("event", "relation", "custom"))
_GROUPED = frozenset(("email", "phone", "address", "url", "birth")) | _RARER


class RowReader:
    """Reads rows of cells into contacts by the targets of their columns.

    `separators` says which characters part tags in a cell, besides Google's ` ::: `. `mailbox_is_person` says that a
    row with an organisation and an address but no name is a person without a name, not the organisation itself.
    `escaped_line_ends` says that the program writes a line end within a cell as `\\n`.
    """

    def __init__(
        self,
        headings: Sequence[str],
        targets: Sequence[Target],
        report: Report,
        *,
        separators: str = ",;",
        mailbox_is_person: bool = False,
        escaped_line_ends: bool = False,
    ) -> None:
        self._headings, self._targets, self._report = tuple(headings), tuple(targets), report
        self._columns = [
            (target.field, target.slot, target.part, target.label, target.filler, target.field in _GROUPED)
            for target in targets
        ]
        between = f"[{re.escape(separators)}\n]| ::: "
        self._between_tags = re.compile(between)
        self._quoted_tags = re.compile(rf'\s*(?:"((?:[^"]|"")*)"\s*(?={between}|,|\Z)|(.*?))(?:{between}|,(?=\s*")|\Z)')
        self._mailbox_is_person, self._escaped = mailbox_is_person, escaped_line_ends
        self._completes_phones = any(target.field == "phone" and target.part != "value" for target in targets)

    def read(self, line: int, cells: Sequence[str], section: str = "") -> ReadContact | None:
        """Return the contact of a row, or None where the row is blank or names nobody (then it is in the report).

        `section` is the organisation of the rows around it, for a row that names none.
        """
        values: dict[str, str] = {}
        groups: _Groups = {}
        extra: dict[str, Any] = {}
        instead: list[tuple[str, str, str]] = []
        for (field, slot, part, label, filler, grouped), cell in zip(self._columns, cells, strict=False):
            if not cell:
                continue
            text = self._clean(cell, line, field)
            if not text or field == "ignore":
                continue
            if text[0] in NOTHING_BEGINS and len(text) <= LONGEST_NOTHING and _says_nothing(field, text):
                continue
            if grouped:
                group = groups.setdefault(field, {}).setdefault(slot, {"type": label} if label else {})
                group[part] = f"{group[part]}\n{text}" if part in LINES and part in group else text
            elif field == "extra":
                if text != filler:
                    extra[label] = text
            elif field == "date":
                self._date(label, text, line, extra)
            elif slot:  # a second column of the same meaning
                instead.append((field, label, text))
            else:
                values[field] = f"{values[field]}\n{text}" if field in values else text
        for single, label, text in instead:
            if fold(values.setdefault(single, text)) != fold(text):
                extra[label] = text
        if len(cells) > len(self._columns):
            self._surplus(cells, line, extra)
        if not values and not groups:
            if extra:
                self._report.skip(line, "no name, organisation or address", " ".join(filter(None, cells)))
            return None
        if section:
            values.setdefault("organisation", section)
        if self._completes_phones:
            _complete_phones(groups.get("phone", {}))
        return self._contact(line, values, groups, extra)

    def _clean(self, cell: str, line: int, field: str) -> str:
        if cell.isascii() and cell.isprintable() and cell[0] != "'" and "  " not in cell and len(cell) < _SHORT:
            plain = cell.strip()  # nearly every cell: nothing to repair
            return plain.replace("\\n", "\n").strip() if self._escaped and "\\n" in plain else plain
        if cell[0] == "'":
            cell = without_own_apostrophe(cell)
        if not cell.isprintable() and holds_unwanted(cell):
            self._report.note("unreadable or invisible characters were removed", line)
        if self._escaped:
            cell = cell.replace("\\n", "\n")
        return clean(cell) if field in _SEVERAL_LINES else clean_line(cell)

    def _surplus(self, cells: Sequence[str], line: int, extra: dict[str, Any]) -> None:
        """Keep the values of a row that is longer than the headings, and say so."""
        beyond = {index + 1: clean(cell) for index, cell in enumerate(cells) if index >= len(self._columns) and cell}
        if beyond:
            extra.update({f"column {number}": text for number, text in beyond.items()})
            listed = ", ".join(beyond.values())[:100]
            self._report.problem(f"values beyond the last heading were kept apart: {listed}", line)

    def _date(self, label: str, text: str, line: int, extra: dict[str, Any]) -> None:
        found = read_date(text)
        if found is None:
            self._report.problem(f"the date “{text[:40]}” was not understood", line)
            extra[f"{label}_as_written"] = text
        elif found:
            extra[label] = found

    def _contact(self, line: int, values: dict[str, str], groups: _Groups, extra: dict[str, Any]) -> ReadContact | None:
        named = self._party(line, values, groups, extra)
        if not named:
            return None
        name = _name(values)
        emails = tuple(self._emails(line, _of(groups, "email"), extra)) if "email" in groups else ()
        phones = tuple(self._phones(line, _of(groups, "phone"), _of(groups, "address"))) if "phone" in groups else ()
        organisation = values.get("organisation", "")
        if organisation and is_no_employer(organisation):
            organisation = _without_employer(values, extra)
        if not (name or emails or phones or organisation):
            held = [text for slots in groups.values() for group in slots.values() for text in group.values()]
            self._report.skip(line, "no name, organisation or address", " ".join([*values.values(), *held]))
            return None
        kind = self._kind(values, name, emails, organisation, extra)
        if kind == "organisation":
            organisation, name = organisation or name.display, ReadName()
        if "photo" in values:
            self._report.photos += 1
        if "photo" in values or not _RARER.isdisjoint(groups):
            _add_rarer(values, groups, extra)
        return ReadContact(
            name=name,
            emails=emails,
            phones=phones,
            organisation=organisation,
            department=values.get("department", ""),
            title=values.get("title", ""),
            addresses=tuple(_addresses(_of(groups, "address"))) if "address" in groups else (),
            urls=tuple(_urls(_of(groups, "url"), extra)) if "url" in groups else (),
            birthday=self._birthday(line, values.get("birthday", "") or _born(groups), extra),
            notes=values.get("notes", ""),
            tags=split_tags(map(_bare_tag, self._tags(values["tags"])), extra) if "tags" in values else (),
            extra=extra,
            kind=kind,
            uid=values.get("uid", ""),
            line=line,
        )

    def _party(self, line: int, values: dict[str, str], groups: _Groups, extra: dict[str, Any]) -> bool:
        """Set a list's marks aside from the name ("Ida Moor +1"); return whether the row may be about somebody.

        What only counts people, or books a room, is nobody unless there is a way to reach them.
        """
        whole = values.get("whole_name", "")
        if not whole or "given" in values or "family" in values:
            return True
        party = read_party(whole)
        if len(party.people) == 1 and party.people[0] != whole:
            says_more = party.unnamed or party.note
            if says_more or words(party.people[0]) == words(whole):
                values["whole_name"] = party.people[0]
            if says_more:
                extra["name_as_written"] = whole
        elif not party.people and not party.is_open and "email" not in groups and "phone" not in groups:
            self._report.skip(line, "a room or a place in a list, not a person by name", whole)
            return False
        elif len(party.people) > 1:
            self._report.problem(f"“{whole}” looks like {len(party.people)} people; it is kept as one", line)
        return True

    def _tags(self, text: str) -> Iterable[str]:
        """Return the pieces of a cell of tags; quoted ones (Mailchimp's, or a list of JSON) hold any character."""
        plain = text[1:-1] if text[:2] == '["' and text[-1] == "]" else text
        if '"' not in plain:
            return self._between_tags.split(text)
        return [quoted.replace('""', '"') or bare for quoted, bare in self._quoted_tags.findall(plain)]

    def _kind(
        self,
        values: dict[str, str],
        name: ReadName,
        emails: tuple[ReadEmail, ...],
        organisation: str,
        extra: dict[str, Any],
    ) -> Kind:
        written = values.get("kind", "")
        is_type = written.lower() in ORGANISATION_TYPES
        if written and not is_type and written.lower() not in PERSON_TYPES:  # a type of some other sense
            extra["type"] = written
        whole = values.get("whole_name", "")
        if name and (values.get("given") or values.get("family")):
            return "person"
        if whole and organisation and fold(whole) == fold(organisation):
            return "organisation"
        if is_type and name and (organisation or _is_own_address(name, emails)):
            extra["type"] = written  # it speaks of the organisation: the row names a person
            return "person"
        if is_type:
            return "organisation"
        if name or not organisation or written.lower() in PERSON_TYPES:
            return "person"
        return "person" if self._mailbox_is_person and emails else "organisation"

    def _emails(self, line: int, groups: Sequence[dict[str, str]], extra: dict[str, Any]) -> Iterator[ReadEmail]:
        chosen = next((n for n, group in enumerate(groups) if group.get("type", "").startswith("*")), None)
        for place, group in enumerate(groups):
            text = group.get("value", "")
            if text[:3].lower() == "/o=":  # an Exchange address: the real one stands in the display name
                text = group.get("display", "").rpartition("(")[2].rstrip(")")
            good, bad = find_emails(text)
            kind = type_of(_label(group.get("type", "")))
            state, kind = (kind, "other") if kind in _OUT_OF_USE else ("ok", kind)
            for found in good:
                chosen = place if chosen is None and state == "ok" else chosen
                said = found.kind if kind == "other" and found.kind else kind
                yield ReadEmail(found.address, said, place == chosen and found is good[0], state)
            for piece in bad:
                self._report.problem(f"“{piece[:60]}” is not a valid e-mail address", line)
            kept = [*bad, *(f"{found.address} ({found.beside})" for found in good if found.beside)]
            if kept:
                extra["email_as_written"] = "; ".join(filter(None, (extra.get("email_as_written"), *kept)))

    def _phones(
        self, line: int, groups: Iterable[dict[str, str]], addresses: Sequence[dict[str, str]]
    ) -> Iterator[ReadPhone]:
        for group in groups:
            text = group.get("value", "")
            kind = type_of(_label(group.get("type", "")))
            region = _region(addresses, kind) if addresses else "GB"
            for phone in parse_phones(text, region):
                damage = spreadsheet_damage(phone.typed) if region == "GB" else ""
                if damage:
                    self._report.note(damage, line)
                said = phone.kind if kind == "other" and phone.kind else kind
                yield ReadPhone(phone.e164 or phone.typed, said, phone.extension, phone.typed)

    def _birthday(self, line: int, text: str, extra: dict[str, Any]) -> str:
        if not text:
            return ""
        found = read_birthday(text)
        if found is None:
            self._report.problem(f"the birthday “{text[:40]}” was not understood", line)
            extra["birthday_as_written"] = text
        return found or ""


def _says_nothing(field: str, text: str) -> bool:
    return is_no_name(text) if field in _NAME_FIELDS else is_nothing(text)


def _bare_tag(piece: str) -> str:
    """Return a tag without the brackets and quotation marks that programs write around lists."""
    return piece.strip(' \t\r"[]')


def split_tags(pieces: Iterable[str], extra: dict[str, Any]) -> tuple[str, ...]:
    """Return tags without repeats and without Google's system groups; a star goes to `extra`."""
    tags: dict[str, None] = {}
    for piece in pieces:
        tag = piece.strip()
        if tag.lower() in _STARRED:
            extra["starred"] = True
        elif tag and tag.lower() not in _SYSTEM_GROUPS:
            tags[tag.removeprefix("* ")] = None
    return tuple(tags)


def _complete_phones(groups: dict[int, dict[str, str]]) -> None:
    """Put a calling code or an extension that stands in a column of its own to its number."""
    for group in groups.values():
        number, code, extension = (group.get(part, "") for part in ("value", "calling", "extension"))
        if number and code and number[:1] != "+":
            number = f"+{code.lstrip('+0')} {number.lstrip('0')}"
        group["value"] = f"{number} ext {extension}" if number and extension.isdecimal() else number


def _without_employer(values: dict[str, str], extra: dict[str, Any]) -> str:
    """Make "Retired" or "Freelance" the role where there is none, else a line of the notes; no organisation."""
    said = values.pop("organisation")
    if not values.get("title"):
        values["title"] = said
    elif fold(values["title"]) != fold(said):
        extra["organisation_as_written"] = said
    return ""


def _is_own_address(name: ReadName, emails: tuple[ReadEmail, ...]) -> bool:
    """Tell whether an address is made of a person's name, not of an organisation's."""
    for email in emails:
        local, _, domain = email.value.lower().partition("@")
        if any(len(word) > 2 and word in local and word not in domain for word in words(name.display)):
            return True
    return False


def _born(groups: _Groups) -> str:
    """Return the birthday that three columns hold, "" where day or month is not said."""
    found = groups.get("birth", {}).get(0, {})
    year, month, day = (found.get(part, "").lstrip("0") for part in ("year", "month", "day"))
    if not (month and day):
        return year
    if not (month.isdecimal() and day.isdecimal()):
        return f"{day} {month} {year}".strip()
    return f"{year.zfill(4)}-{int(month):02}-{int(day):02}" if year else f"--{int(month):02}-{int(day):02}"


def _of(groups: _Groups, field: str) -> Sequence[dict[str, str]]:
    slots = groups.get(field)
    if not slots:
        return ()
    return list(slots.values()) if len(slots) == 1 else [slots[slot] for slot in sorted(slots)]


def _region(addresses: Sequence[dict[str, str]], kind: str) -> str:
    """Return the region whose numbers a row writes: of the address of this kind, else where all addresses agree."""
    placed = [(type_of(_label(each.get("type", ""))), each["country"]) for each in addresses if "country" in each]
    regions = {of: region_of(country) for of, country in placed}
    if kind in regions:
        return regions[kind] or "GB"
    known = set(filter(None, regions.values()))
    return known.pop() if len(known) == 1 else "GB"


def _label(text: str) -> str:
    """Take Google's mark of the primary value ("* Work") off a label."""
    return text[1:].strip() if text[:1] == "*" else text


def _name(values: dict[str, str]) -> ReadName:
    whole = values.get("whole_name", "")
    given, middle, family = values.get("given", ""), values.get("middle", ""), values.get("family", "")
    prefix, suffix, nickname = values.get("prefix", ""), values.get("suffix", ""), values.get("nickname", "")
    if given or family or middle:
        shown = whole or join_name(prefix=prefix, given=given, middle=middle, family=family, suffix=suffix)
        return tidied(ReadName(prefix, given, middle, family, suffix, nickname, shown))
    if not whole:
        return ReadName(prefix, suffix=suffix, nickname=nickname, display=nickname)
    found = split_name(whole)
    beside = found.nickname
    if not beside and not (prefix or suffix or nickname):
        return found
    if fold(beside) in (fold(nickname), fold(values.get("organisation", ""))):  # "Jane Dove (Acme)", of Acme
        beside = ""
    return replace(
        found,
        prefix=prefix or found.prefix,
        suffix=", ".join(filter(None, (found.suffix if fold(found.suffix) not in fold(suffix) else "", suffix))),
        nickname=", ".join(filter(None, (nickname, beside))),
    )


def _add_rarer(values: dict[str, str], groups: _Groups, extra: dict[str, Any]) -> None:
    """Put events, relations, fields of one's own and the picture's address into `extra`."""
    for several in ("event", "relation"):
        found = list(_labelled(_of(groups, several), dated=several == "event"))
        if found:
            extra[f"{several}s"] = found
    custom = {group.get("type", ""): group["value"] for group in _of(groups, "custom") if group.get("value")}
    if custom:
        extra["custom"] = custom
    if "photo" in values:
        extra["photo_url"] = values["photo"]


def _labelled(groups: Iterable[dict[str, str]], *, dated: bool) -> Iterator[dict[str, str]]:
    for group in groups:
        value = group.get("value", "")
        found = read_date(value) if dated else None
        if value and found != "":
            yield {"label": _label(group.get("type", "")), "value": found or value}


def _addresses(groups: Iterable[dict[str, str]]) -> Iterator[ReadAddress]:
    for group in groups:
        parts = {part: text for part, text in group.items() if part != "type"}
        if len(parts) > 1:
            parts.pop("formatted", None)  # the same once more, as one text
        if "extended" in parts:
            others = {word for part, text in parts.items() if part != "extended" for word in words(text)}
            if others.issuperset(words(parts["extended"])):
                del parts["extended"]
        if parts:
            yield ReadAddress(type=type_of(_label(group.get("type", ""))), **parts)


def _urls(groups: Iterable[dict[str, str]], extra: dict[str, Any]) -> Iterator[ReadUrl]:
    for group in groups:
        kind = type_of(_label(group.get("type", "")))
        for value in group.get("value", "").split(_JOINED):
            text = value.strip()
            if text and not is_link(text):
                if not says_nothing(text):
                    label = "LinkedIn" if kind == "linkedin" else "website"
                    extra[label] = "; ".join(filter(None, (extra.get(label), text)))
            elif text:
                yield ReadUrl(text, kind)
