"""Our own lists with all their columns, read back to the last field: cells are taken as they are."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from crm.fields import CONTACT, ORGANISATION, Exported
from crm.formats.dates import read_birthday, read_date
from crm.formats.emails import find_emails
from crm.formats.names import split_name
from crm.formats.native_cells import parted, read_marked, read_org_phone, read_phones, read_records
from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, ReadJob, ReadName, ReadPhone, ReadUrl, Report
from crm.formats.table_output import without_own_apostrophe
from crm.text import clean, clean_line, holds_unwanted

CONTACT_HEADINGS, ORGANISATION_HEADINGS = (
    frozenset((told.title or field.label).lower() for field, told in fields.told("exported", Exported))
    for fields in (CONTACT, ORGANISATION)
)
"""What our lists work out from other records is among them: it is known, and not read."""
_TELL_CONTACTS = frozenset(("identifier", "given name", "family name", "known as", "other affiliations"))
_TELL_ORGANISATIONS = frozenset(("identifier", "name", "short name", "parent organisation", "e-mail domains"))
_STATES = {"e-mail": "ok", "other e-mails": "ok", "former e-mails": "former", "bounced e-mails": "bounced"}
_FACTS = ("sector", "sub-region", "partnership")
_YES = frozenset(("yes", "y", "true", "1"))
_NO = frozenset(("no", "n", "false", "0"))
_ADDRESS = re.compile(r"[^\s@,;()<>]+@[^\s@,;()<>]+")

_Get = Callable[[str], str]


def own_reader(headings: Sequence[str], report: Report) -> "NativeReader | None":
    """Return what reads a table of these headings where they are those of one of our lists with all its columns."""
    keys = [clean_line(heading).lower() for heading in headings]
    if _TELL_CONTACTS.issubset(keys):
        return NativeReader(headings, keys, CONTACT_HEADINGS, report)
    return NativeReader(headings, keys, ORGANISATION_HEADINGS, report) if _TELL_ORGANISATIONS.issubset(keys) else None


class NativeReader:
    """Reads rows of cells under our own headings; a column that somebody added is kept in `extra`."""

    def __init__(self, headings: Sequence[str], keys: Sequence[str], known: frozenset[str], report: Report) -> None:
        self._report = report
        self._takes = self._organisation if known is ORGANISATION_HEADINGS else self._person
        self._places: dict[str, int] = {}
        self._added: dict[int, str] = {}
        for place, key in enumerate(keys):
            if key in known and key not in self._places:
                self._places[key] = place
            else:
                self._added[place] = clean_line(headings[place]) or f"column {place + 1}"
        self._width = len(keys)

    def read(self, line: int, cells: Sequence[str], section: str = "") -> ReadContact | None:
        """Return the contact or organisation of a row, or None where the row names nobody (then the report tells)."""
        texts = [self._clean(cell, line) if cell else "" for cell in cells]

        def get(key: str) -> str:
            place = self._places.get(key, len(texts))
            return texts[place] if place < len(texts) else ""

        extra: dict[str, Any] = {
            self._added.get(place) or f"column {place + 1}": text
            for place, text in enumerate(texts)
            if text and (place in self._added or place >= self._width)
        }
        contact = self._takes(line, get, extra)
        if contact is None and any(texts):
            self._report.skip(line, "no name, organisation or address", " ".join(filter(None, texts)))
        return contact

    def _clean(self, cell: str, line: int) -> str:
        text = without_own_apostrophe(cell)
        if not text.isprintable() and holds_unwanted(text):
            self._report.note("unreadable or invisible characters were removed", line)
        return clean(text)

    def _person(self, line: int, get: _Get, extra: dict[str, Any]) -> ReadContact | None:
        name = _name(get)
        emails = tuple(self._emails(line, get, extra))
        phones = tuple(read_phones(get("phone"), get("phone kind"), get("other phones"), get("phones as typed")))
        if not (name or emails or phones):
            return None
        extra |= {"pronouns": get("pronouns"), **_facts(get)}
        extra["own"] = {
            "themes": [{"name": theme} for theme in parted(get("themes"))],
            "aliases": [
                {"name": alias, "kind": kind}
                for heading, kind in (("former names", "former"), ("also called", "also"))
                for alias in parted(get(heading))
            ],
            "cadence_aim": _whole(get("aim in days")),
            "cadence_limit": _whole(get("limit in days")),
            "inactive": "yes" if get("active").lower() in _NO else "",
        }
        link = get("linkedin")
        return ReadContact(
            name=name,
            emails=emails,
            phones=phones,
            organisation=get("organisation"),
            department=get("department"),
            title=get("role"),
            addresses=tuple(_addresses(get)),
            urls=(ReadUrl(link, "linkedin"),) if link else (),
            birthday=self._day(line, "birthday", get("birthday"), extra, read_birthday),
            notes=get("notes"),
            tags=tuple(parted(get("tags"))),
            jobs=tuple(self._jobs(line, get, extra)),
            extra=extra,
            uid=get("identifier"),
            line=line,
        )

    def _organisation(self, line: int, get: _Get, extra: dict[str, Any]) -> ReadContact | None:
        name = get("name")
        if not name:
            return None
        extra |= {
            **{field.key: get(field.label.lower()) for field in ORGANISATION.plain_texts},
            **_facts(get),
        }
        extra["own"] = {
            "closed_on": self._day(line, "closed_on", get("closed on"), extra),
            "parent": get("parent organisation"),
            "themes": [{"name": theme} for theme in parted(get("themes"))],
            "aliases": list(self._aliases(line, get("other names"), extra)),
            "domains": [
                {"domain": domain, "shared": said} for domain, said in map(read_marked, parted(get("e-mail domains")))
            ],
            "partnerships": list(self._partnerships(line, get, extra)),
        }
        phone, website = read_org_phone(get("phone"), get("phone as typed")), get("website")
        address = ReadAddress("work", get("street"), city=get("town"), postcode=get("postcode"), country=get("country"))
        return ReadContact(
            organisation=name,
            phones=(ReadPhone(phone, "work", typed=phone),) if phone else (),
            addresses=(address,) if address != ReadAddress("work") else (),
            urls=(ReadUrl(website, "work"),) if website else (),
            notes=get("notes"),
            tags=tuple(parted(get("tags"))),
            extra=extra,
            kind="organisation",
            uid=get("identifier"),
            line=line,
        )

    def _emails(self, line: int, get: _Get, extra: dict[str, Any]) -> Iterator[ReadEmail]:
        has_main = False
        for heading, state in _STATES.items():
            for text in parted(get(heading)):
                value, kind = read_marked(text)
                good = [value]
                if not _ADDRESS.fullmatch(value):  # changed by hand
                    found, bad = find_emails(text)
                    good = [each.address for each in found]
                    for piece in bad:
                        self._report.problem(f"“{piece[:60]}” is not a valid e-mail address", line)
                        extra["email_as_written"] = "; ".join(filter(None, (extra.get("email_as_written"), piece)))
                for address in good:
                    kind = get("e-mail kind") if heading == "e-mail" and not has_main else kind
                    yield ReadEmail(address, kind or "other", not has_main and state == "ok", state)
                    has_main = has_main or state == "ok"

    def _jobs(self, line: int, get: _Get, extra: dict[str, Any]) -> Iterator[ReadJob]:
        def day(text: str) -> str:
            return self._day(line, "affiliation", text, extra)

        if get("organisation"):
            since, until = day(get("since")), day(get("until"))
            leads = get("lead contact").lower() in _YES
            texts = (get("organisation"), get("role"), get("department"), get("affiliation") or "employee")
            yield ReadJob(*texts, since, until, leads, is_primary=True)
        for organisation, parts in read_records(get("other affiliations")):
            of = parts.get
            texts = (organisation, of("role", ""), of("department", ""), of("kind", "") or "employee")
            period = day(of("from", "")), day(of("until", ""))
            leads, left = of("lead contact", "").lower() in _YES, of("left", "").lower() in _YES
            yield ReadJob(*texts, *period, leads, not left)

    def _aliases(self, line: int, text: str, extra: dict[str, Any]) -> Iterator[dict[str, str]]:
        for name, parts in read_records(text):
            until = self._day(line, "other name until", parts.get("until", ""), extra)
            yield {"name": name, "kind": parts.get("kind", "also"), "until": until}

    def _partnerships(self, line: int, get: _Get, extra: dict[str, Any]) -> Iterator[dict[str, str]]:
        status = get("partnership").lower()
        if status:
            since = self._day(line, "partnership since", get("partnership since"), extra)
            texts = {"agreement": get("partnership agreement"), "note": get("partnership note")}
            yield {"status": status, "started_on": since, "ended_on": "", **texts}
        for ended, parts in read_records(get("earlier partnerships")):
            since, until = (self._day(line, "partnership", parts.get(each, ""), extra) for each in ("from", "until"))
            texts = {key: parts.get(key, "") for key in ("agreement", "note")}
            yield {"status": ended.lower(), "started_on": since, "ended_on": until, **texts}

    def _day(
        self,
        line: int,
        label: str,
        text: str,
        extra: dict[str, Any],
        read: Callable[[str], str | None] = read_date,
    ) -> str:
        found = read(text) if text else ""
        if found is None:
            self._report.problem(f"the date “{text[:40]}” was not understood", line)
            extra[f"{label}_as_written"] = text
        return found or ""


def _name(get: _Get) -> ReadName:
    """Return the name by its parts; one that has none, in a row added by hand, by the column for the whole of it."""
    parts = {
        "prefix": get("title"),
        "given": get("given name"),
        "family": get("family name"),
        "suffix": get("letters after the name"),
        "nickname": get("known as"),
    }
    name = ReadName(**parts, display=get("name"))
    return name if name or not name.display else split_name(name.display)


def _facts(get: _Get) -> dict[str, str]:
    """Return what the columns say of the organisation's place in the cluster."""
    return {heading.replace("-", "_"): get(heading) for heading in _FACTS if get(heading)}


def _addresses(get: _Get) -> Iterator[ReadAddress]:
    first = _address(get("address kind"), map(get, ("street", "town", "county", "postcode", "country")))
    if first != ReadAddress(first.type):
        yield first
    for kind, parts in read_records(get("other addresses")):
        yield _address(kind, (parts.get(part, "") for part in ("street", "town", "county", "postcode", "country")))


def _address(kind: str, parts: Iterable[str]) -> ReadAddress:
    street, town, county, postcode, country = parts
    return ReadAddress(kind or "other", street, city=town, region=county, postcode=postcode, country=country)


def _whole(text: str) -> str:
    """Return a number of days as digits, "" for anything else."""
    whole = text.removesuffix(".0")
    return whole if whole.isdecimal() else ""
