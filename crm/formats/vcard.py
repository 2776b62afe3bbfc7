"""vCard 2.1, 3.0 and 4.0: one card at a time, so that a bad one costs nobody else; nothing is ever fetched."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from crm.formats import vcard_extensions
from crm.formats import vcard_words as words
from crm.formats.contact_columns import split_tags, type_of
from crm.formats.dates import read_birthday, read_date
from crm.formats.emails import read_emails
from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, Reading, ReadJob, ReadName, ReadPhone, ReadUrl, Report
from crm.formats.vcard_lines import Card, CardFile, Property, text_of
from crm.formats.vcard_names import goes_by, named
from crm.formats.vcard_photo import read_photo
from crm.formats.vcard_values import escaped_once, split_escaped, unescaped
from crm.phones import parse_phones
from crm.text import clean, clean_line, holds_unwanted

FORMAT = "vcard"
_STATES = ("bounced", "former")
_SINGLE = {"TITLE": "title", "ROLE": "role", "UID": "uid", "PRONOUNS": "pronouns", "X-PRONOUNS": "pronouns"}
_LONGEST_OTHER = 2_000
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
# Types that say how an address is used, not where it belongs.
_NO_TYPE = frozenset(("internet", "pref", "voice", "x400", "msg", "text", "video", "dom", "intl", "parcel", "postal"))
_ORDER = ("fax", "cell", "mobile", "iphone", "main", "pager", "work", "home")


def open_cards(path: Path, *, encoding: str | None = None) -> Reading:
    """Open a file of vCards for reading once; `encoding` is for letters whose charset the card does not name."""
    report = Report()
    cards = CardFile(path, report, encoding)
    return Reading(
        path,
        FORMAT,
        _contacts(cards, report),
        report,
        encoding=cards.encoding,
        position=cards.position,
        close=cards.close,
    )


def _contacts(cards: CardFile, report: Report) -> Iterator[ReadContact]:
    for card in cards:
        contact = _CardReader(card, report).contact()
        if contact is not None:
            yield contact


class _CardReader:
    """Fills one contact from the lines of one card."""

    def __init__(self, card: Card, report: Report) -> None:
        self._card, self._report = card, report
        self._emails: list[tuple[int, ReadEmail]] = []
        self._phones: list[tuple[int, ReadPhone]] = []
        self._addresses: list[ReadAddress] = []
        self._urls: list[ReadUrl] = []
        self._values: dict[str, str] = {}
        self._tags: list[str] = []
        self._extra: dict[str, Any] = {}
        self._jobs: list[ReadJob] = []  # of further organisations
        self._affiliations: list[ReadJob] = []  # all of them, as we write them
        later = [prop.group for prop in card.properties if prop.name == "ORG"][1:]
        self._roles = {group: "" for group in later if group}
        self._labels = {
            prop.group: self._line(prop) for prop in card.properties if prop.name == "X-ABLABEL" and prop.group
        }

    def contact(self) -> ReadContact | None:
        """Return the contact, or None where the card names nobody; then the report says so."""
        card = self._card
        if not card.ended:
            self._report.problem("the card has no END; it was read as far as it goes", card.line)
        for prop in _of_one_language(card):
            self._take(prop)
        if _says(card, words.LISTS):
            self._report.skip(card.line, "a group of contacts, not a person", self._first("FN"))
            return None
        name, organisation = self._named()
        emails, phones = _primary_first(self._emails), [phone for _, phone in sorted(self._phones, key=_preference)]
        if not (name or organisation or emails or phones or self._urls or "im" in self._extra):
            self._report.skip(card.line, "the card names nobody: no name, organisation, address or number")
            return None
        for line in card.strange[:3]:
            self._report.problem("a line of the card cannot be read and was left out", line)
        title = self._values.get("title", "") or self._values.get("role", "")
        department = self._values.get("department", "")
        main = ReadJob(organisation, title, department, is_primary=True)
        if self._affiliations and vcard_extensions.has_no_main(self._affiliations, main):
            organisation = title = department = ""
        is_company = _says(card, words.COMPANIES) or (bool(organisation) and not name)
        if is_company and name:
            organisation, name = organisation or name.display, ReadName()
        elif not (name or organisation):
            self._report.problem("the card has no name", card.line)
        return ReadContact(
            name=name,
            emails=tuple(emails),
            phones=tuple(phones),
            organisation=organisation,
            department=department,
            title=title,
            addresses=tuple(self._addresses),
            urls=tuple(self._urls),
            birthday=self._values.get("birthday", ""),
            notes=self._values.get("notes", ""),
            tags=split_tags(self._tags, self._extra),
            jobs=tuple(self._affiliations or ([main, *self._jobs] if self._jobs else ())),
            extra=self._finished_extra(),
            kind="organisation" if is_company else "person",
            uid=self._values.get("uid", ""),
            line=card.line,
        )

    def _take(self, prop: Property) -> None:
        taker = _TAKERS.get(prop.name)
        if taker:
            taker(self, prop)
        elif prop.name.startswith(vcard_extensions.PREFIX):
            self._own(prop)
        elif prop.name in words.EVENTS:
            self._event(prop)
        elif prop.name in words.RELATIONS:
            self._relation(prop)
        elif prop.name not in words.IGNORED and not prop.name.startswith(words.NOISE):
            self._other(prop)

    # values

    def _raw(self, prop: Property) -> str:
        text = text_of(prop, self._card.fallback, self._report)
        if not text.isprintable() and holds_unwanted(text):
            self._report.note("unreadable or invisible characters were removed", prop.line)
        return text

    def _text(self, prop: Property) -> str:
        return clean(unescaped(escaped_once(self._raw(prop))))

    def _line(self, prop: Property) -> str:
        return clean_line(unescaped(escaped_once(self._raw(prop))))

    def _parts(self, prop: Property, mark: str = ";") -> list[str]:
        """Return the components of a structured value, unescaped, each on one line."""
        return [clean_line(unescaped(part)) for part in split_escaped(self._raw(prop), mark)]

    def _first(self, name: str) -> str:
        return next((self._line(prop) for prop in self._card.properties if prop.name == name and prop.raw), "")

    def _label(self, prop: Property) -> str:
        """Return the label of its own that a property has, without Apple's marks around the usual ones."""
        label = self._labels.get(prop.group, "") if prop.group else ""
        return _APPLE_LABEL.sub(r"\1", label)

    def _type(self, prop: Property) -> str:
        label = self._label(prop)
        if label:
            return type_of(label)
        types = [kind for kind in prop.types if kind and kind not in _NO_TYPE]
        known = next((kind for kind in _ORDER if kind in types), types[0] if types else "")
        return type_of(known.removeprefix("x-"))

    # properties

    def _email(self, prop: Property) -> None:
        good, bad = read_emails(self._text(prop))
        state = prop.param("X-STATE").lower()
        for address in good:
            read = ReadEmail(address, self._type(prop), state=state if state in _STATES else "ok")
            self._emails.append((_preferred(prop), read))
        for piece in bad:
            self._report.problem(f"“{piece[:60]}” is not a valid e-mail address", prop.line)
            self._extra["email_as_written"] = "; ".join(filter(None, (self._extra.get("email_as_written"), piece)))

    def _tel(self, prop: Property) -> None:
        text = self._line(prop).removeprefix("tel:")
        typed = clean_line(prop.param("X-TYPED"))  # our own: the number as a person typed it
        if typed and typed == text:
            self._phones.append((_preferred(prop), ReadPhone(text, self._type(prop), prop.param("X-EXT"), text)))
            return
        for phone in parse_phones(text):
            read = ReadPhone(phone.e164 or phone.typed, self._type(prop), phone.extension, typed or phone.typed)
            self._phones.append((_preferred(prop), read))

    def _adr(self, prop: Property) -> None:
        parts = [clean(unescaped(part)) for part in split_escaped(self._raw(prop), ";")]
        parts += [""] * (7 - len(parts))
        po_box, extended, street, city, region, postcode, country = parts[:7]
        formatted = "" if any(parts[:7]) else clean(unescaped(prop.param("LABEL")))
        if any(parts[:7]) or formatted:
            kind = self._type(prop)
            self._addresses.append(
                ReadAddress(kind, street, extended, po_box, city, region, postcode, country, formatted)
            )

    def _url(self, prop: Property) -> None:
        value = self._line(prop)
        if value:
            self._urls.append(ReadUrl(value, self._type(prop)))

    def _profile(self, prop: Property) -> None:
        value = self._line(prop)
        kind = next((kind for kind in prop.types if kind != "pref"), "") or self._label(prop).lower()
        if value.lower().startswith(("http:", "https:", "www.")):
            self._urls.append(ReadUrl(value, kind or "other"))
        elif value:
            self._im(prop)

    def _im(self, prop: Property) -> None:
        kind = next((kind for kind in prop.types if kind not in _NO_TYPE), "")
        label, value = words.messenger(prop, self._line(prop), kind, self._label(prop))
        if value:
            self._extra.setdefault("im", []).append({"label": label or self._type(prop), "value": value})

    def _org(self, prop: Property) -> None:
        parts = self._parts(prop)
        organisation, units = parts[0], [unit for unit in parts[1:] if unit]
        if "organisation" in self._values and prop.group in self._roles:
            if organisation:
                self._jobs.append(ReadJob(organisation, self._role_of(prop.group), ", ".join(units)))
        elif "organisation" in self._values:
            self._extra.setdefault("organisations", []).append(", ".join(filter(None, (organisation, *units))))
        elif organisation or units:
            self._values["organisation"] = organisation
            self._values["department"] = ", ".join(units)

    def _single(self, prop: Property) -> None:
        key = _SINGLE[prop.name]
        text = self._line(prop)
        if prop.group in self._roles and key != "uid":
            return  # of the affiliation of its group
        if text and key in self._values:
            if key != "uid" and text not in (self._values[key], *self._extra.get(f"{key}s", ())):
                self._extra.setdefault(f"{key}s", []).append(text)
        elif text:
            self._values[key] = text.removeprefix("urn:uuid:") if key == "uid" else text

    def _nickname(self, prop: Property) -> None:
        names = ", ".join(filter(None, self._parts(prop, ",")))
        if names:
            self._values["nickname"] = ", ".join(filter(None, (self._values.get("nickname"), names)))

    def _note(self, prop: Property) -> None:
        text = self._text(prop)
        if text:
            self._values["notes"] = "\n".join(filter(None, (self._values.get("notes"), text)))

    def _categories(self, prop: Property) -> None:
        pieces = split_escaped(escaped_once(self._raw(prop)), ",")
        self._tags.extend(clean_line(unescaped(piece)) for piece in pieces)

    def _bday(self, prop: Property) -> None:
        text = self._line(prop).strip("; ")
        found = read_birthday(_without_omitted_year(prop, text))
        if found is None:
            self._report.problem(f"the birthday “{text[:40]}” was not understood", prop.line)
            self._extra["birthday_as_written"] = text
        elif found and self._values.setdefault("birthday", found) != found:
            self._report.problem(f"the card has a second birthday, {text[:40]}; the first was taken", prop.line)
            self._extra.setdefault("birthday_as_written", text)

    def _role_of(self, group: str) -> str:
        """Return the title or role that stands in the same group as an organisation."""
        found = (prop for prop in self._card.properties if prop.group == group and prop.name in ("TITLE", "ROLE"))
        return next(filter(None, map(self._line, found)), "")

    def _own(self, prop: Property) -> None:
        parts = [clean(unescaped(part)) for part in split_escaped(self._raw(prop), ";")]
        if prop.name == vcard_extensions.AFFILIATION:
            self._affiliations.append(vcard_extensions.job_of(parts))
        else:
            vcard_extensions.take(prop.name, parts, self._extra)

    def _event(self, prop: Property) -> None:
        text = self._line(prop)
        if text:
            label = self._label(prop) or words.EVENTS[prop.name]
            self._extra.setdefault("events", []).append({"label": label, "value": read_date(text) or text})

    def _relation(self, prop: Property) -> None:
        text = self._line(prop)
        if text:
            label = self._label(prop) or words.RELATIONS[prop.name] or next(iter(prop.types), "").capitalize()
            self._extra.setdefault("relations", []).append({"label": label, "value": text})

    def _android(self, prop: Property) -> None:
        kind, label, value = words.android(self._parts(prop))
        if kind == "nickname" and value:
            self._values["nickname"] = ", ".join(filter(None, (self._values.get("nickname"), value)))
        elif kind and value:
            self._extra.setdefault(kind, []).append(
                {"label": label, "value": (kind == "events" and read_date(value)) or value}
            )
        else:
            self._other(prop)

    def _other(self, prop: Property) -> None:
        """Keep a property without a place of its own under its label or name, every value of it."""
        if len(prop.raw) > _LONGEST_OTHER:
            self._report.note(f"{prop.name[:40]} is too long to be kept: {len(prop.raw):,} letters", prop.line)
            return
        text = self._text(prop)
        if not text:
            return
        others = self._extra.setdefault("other", {})
        key = self._label(prop) or prop.name
        known = others.setdefault(key, text)
        if isinstance(known, list):
            known += [] if text in known else [text]
        elif known != text:
            others[key] = [known, text]

    def _photo(self, prop: Property) -> None:
        """Note what picture a card carries: its kind and size; a web address is kept as text and never fetched."""
        if not prop.raw.strip():
            return
        found = read_photo(prop)
        if isinstance(found, str):
            self._report.problem(found, prop.line)
        elif found:
            self._report.photos += 1
            self._extra["photo"] = found
        else:
            self._report.photos += 1
            self._extra["photo_url"] = self._line(prop)[:_LONGEST_OTHER]

    # the whole

    def _named(self) -> tuple[ReadName, str]:
        """Return the name and the organisation; a nickname that does not stand in the name is a fact of its own."""
        structured = [self._raw(prop) for prop in self._card.properties if prop.name == "N" and prop.raw]
        nickname = self._values.get("nickname", "")
        name, organisation = named(structured, self._first("FN"), nickname, self._values.get("organisation", ""))
        if nickname and (name.given or name.family) and nickname != name.given and not goes_by(name):
            self._extra["nickname"] = nickname
        return name, organisation

    def _finished_extra(self) -> dict[str, Any]:
        title, role = self._values.get("title", ""), self._values.get("role", "")
        if title and role and title.casefold() != role.casefold():
            self._extra["role"] = role
        if "pronouns" in self._values:
            self._extra["pronouns"] = self._values["pronouns"]
        if not self._addresses:
            label = clean(self._first("LABEL"))
            if label:
                self._addresses.append(ReadAddress(formatted=label))
        return self._extra


_TAKERS: dict[str, Callable[[_CardReader, Property], None]] = {
    "EMAIL": _CardReader._email,
    "TEL": _CardReader._tel,
    "ADR": _CardReader._adr,
    "URL": _CardReader._url,
    "X-SOCIALPROFILE": _CardReader._profile,
    "SOCIALPROFILE": _CardReader._profile,
    "IMPP": _CardReader._im,
    **dict.fromkeys(words.MESSENGERS, _CardReader._im),
    "ORG": _CardReader._org,
    "TITLE": _CardReader._single,
    "ROLE": _CardReader._single,
    "UID": _CardReader._single,
    "NICKNAME": _CardReader._nickname,
    "NOTE": _CardReader._note,
    "CATEGORIES": _CardReader._categories,
    "BDAY": _CardReader._bday,
    "PHOTO": _CardReader._photo,
    "X-MS-CARDPICTURE": _CardReader._photo,
    "X-ANDROID-CUSTOM": _CardReader._android,
    "PRONOUNS": _CardReader._single,
    "X-PRONOUNS": _CardReader._single,
}


def _without_omitted_year(prop: Property, text: str) -> str:
    """Return a day without the year that Apple writes where none is known."""
    omitted = prop.param("X-APPLE-OMIT-YEAR")
    if not omitted or not text.startswith(omitted):
        return text
    return f"-{text[len(omitted) :]}" if "-" in text else f"--{text[len(omitted) :]}"


def _of_one_language(card: Card) -> Iterator[Property]:
    """Yield the properties of a card, of alternatives (ALTID) the first."""
    alternatives: set[tuple[str, str]] = set()
    for prop in card.properties:
        alternative = prop.param("ALTID")
        if alternative and prop.name != "X-ABLABEL":
            if (prop.name, alternative) in alternatives:
                continue
            alternatives.add((prop.name, alternative))
        yield prop


def _says(card: Card, marks: Iterable[tuple[str, str]]) -> bool:
    """Return whether a card has one of these properties with that value."""
    said = {(prop.name, prop.raw.strip().upper().decode("latin-1")) for prop in card.properties}
    return not said.isdisjoint(marks)


def _preferred(prop: Property) -> int:
    """Return how much a property is preferred: 1 to 100 by PREF, 1 for a pref type, 101 for none."""
    written = prop.param("PREF")
    if written.isdecimal():
        return int(written[:3])
    return 1 if "pref" in prop.types else 101


def _preference(item: tuple[int, object]) -> int:
    return item[0]


def _primary_first(emails: list[tuple[int, ReadEmail]]) -> list[ReadEmail]:
    """Return the addresses in the order they are preferred; the first that is in use is primary."""
    ordered = [email for _, email in sorted(emails, key=_preference)]
    chosen = next((email for email in ordered if email.state == "ok"), None)
    return [replace(email, primary=True) if email is chosen else email for email in ordered]
