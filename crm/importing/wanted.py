"""A row of a file in the words of our records: what a contact would hold if it were new."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, ReadPhone
from crm.text import clean, clean_line, words

FIELDS = (
    "title", "given_name", "family_name", "suffix", "preferred_name", "pronouns", "linkedin_url", "birthday",
)  # fmt: skip
LABELS = {
    "title": "Title", "given_name": "First name", "family_name": "Last name", "suffix": "Letters after the name",
    "preferred_name": "Known as", "pronouns": "Pronouns", "linkedin_url": "LinkedIn", "birthday": "Birthday",
}  # fmt: skip

Email = tuple[str, str, bool]
"""Address, kind, primary."""
Phone = tuple[str | None, str, str, str]
"""E.164, as typed, extension, kind."""
Address = tuple[str, str, str, str, str, str]
"""Kind, street, town, region, postcode, country."""

_LONGEST_TEXT = 10_000_000
_KNOWN = {
    "last met": "last_met",
    "sector": "sector",
    "sub region": "sub_region",
    "partnership": "partnership",
    "next follow up": "next_follow_up",
}
_KNOWN_OF_ORGANISATIONS = _KNOWN | {
    "people": "people", "short name": "short_name", "company number": "company_number", "ods code": "ods_code",
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(slots=True)
class Wanted:
    """What a row says. `about` are its texts, each kept whole; `known` are facts that our records may say already.

    `key` is the name as it is compared: folded words.
    """

    number: int
    row: ReadContact
    name: str
    key: str
    fields: dict[str, str]
    emails: list[Email]
    phones: list[Phone]
    addresses: list[Address]
    tags: list[str]
    themes: list[str]
    about: list[str]
    known: dict[str, str]
    organisation: str
    role: str
    department: str
    uid: str

    @property
    def has_address(self) -> bool:
        """Return whether the row says how to reach the person: what tells two people of one name apart."""
        return bool(self.emails or self.phones or self.fields["linkedin_url"])


def wanted_from(number: int, row: ReadContact) -> Wanted:
    """Return what `row`, the file's `number`th, says; raises Invalid where a text is too long."""
    name = row.name
    given = f"{name.given} {name.middle}" if name.middle else name.given
    family = name.family
    if not (given or family or name.nickname):
        given = _stand_in(row)
    shown = f"{given} {family}".strip() or name.nickname
    linkedin, others = _links(row) if row.urls else ("", ())
    about = [clean(row.notes, limit=_LONGEST_TEXT)] if row.notes else []
    if not row.organisation and row.title:
        about.append(f"Job title: {row.title}")
    if not row.organisation and row.department:
        about.append(f"Department: {row.department}")
    about += [f"Web: {link}" for link in others]
    birthday = row.birthday
    if birthday.startswith("--"):  # a day without its year is no date
        about.append(f"Birthday: {int(birthday[5:7])} {_MONTHS[int(birthday[2:4]) - 1]}")
        birthday = ""
    known, themes, pronouns = _kept_apart(row, about) if row.extra else ({}, [], "")
    nickname = name.nickname if name.nickname != given else ""
    return Wanted(
        number=number,
        row=row,
        name=shown,
        key=" ".join(words(shown)),
        fields={
            "title": name.prefix,
            "given_name": given,
            "family_name": family,
            "suffix": name.suffix,
            "preferred_name": nickname,
            "pronouns": pronouns,
            "linkedin_url": linkedin,
            "birthday": birthday,
        },
        emails=[_email(email) for email in row.emails] if row.emails else [],
        phones=[_phone(phone) for phone in row.phones] if row.phones else [],
        addresses=[_address(address) for address in row.addresses] if row.addresses else [],
        tags=[tag for tag in map(clean_line, row.tags) if tag] if row.tags else [],
        themes=themes,
        about=about,
        known=known,
        organisation=row.organisation,
        role=row.title,
        department=row.department,
        uid=uid_key(row.uid),
    )


def _kept_apart(row: ReadContact, about: list[str]) -> tuple[dict[str, str], list[str], str]:
    """Take what stands beside the fields apart: known facts, themes, pronouns; the rest goes to `about` as lines."""
    extra = dict(row.extra)
    keys = _KNOWN if row.kind == "person" else _KNOWN_OF_ORGANISATIONS
    known = {keys[key]: str(extra.pop(name)) for name in row.extra if (key := " ".join(words(name))) in keys}
    themes = [theme.strip() for theme in str(extra.pop("theme", "")).replace(";", ",").split(",") if theme.strip()]
    pronouns = clean_line(str(extra.pop("pronouns", "")))
    about += [clean(line) for line in _lines(extra)]
    return known, themes, pronouns


def uid_key(uid: str) -> str:
    """Return an identifier as it is compared: without its URN wrapping, in lower case."""
    return uid.lower().removeprefix("urn:uuid:")


def link_key(link: str) -> str:
    """Return a profile link as it is compared: no scheme, host prefix, query, final slash; percent-signs decoded."""
    path = unquote(link.strip().lower()).partition("?")[0].partition("#")[0]
    return path.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def phone_key(e164: str | None, typed: str, extension: str) -> str:
    """Return a number as it is compared, its extension with it."""
    number = e164 or " ".join(words(typed))
    return f"{number}#{extension}" if extension else number


def address_key(address: Address) -> str:
    """Return an address as it is compared: its words, whatever its kind."""
    return " ".join(words(" ".join(address[1:])))


def _stand_in(row: ReadContact) -> str:
    """Return what a person without a name is shown by: an address, a number, else what the file shows."""
    if row.emails:
        return row.emails[0].value
    if row.name.display:
        return row.name.display
    return row.phones[0].typed or row.phones[0].value if row.phones else row.organisation


def _links(row: ReadContact) -> tuple[str, list[str]]:
    linkedin, others = "", []
    for url in row.urls:
        if not linkedin and (url.type == "linkedin" or "linkedin." in url.value.lower()):
            linkedin = url.value
        else:
            others.append(url.value)
    return linkedin, others


def _email(email: ReadEmail) -> Email:
    return email.value, "" if email.type == "other" else email.type, email.primary


def _phone(phone: ReadPhone) -> Phone:
    e164 = phone.value if phone.value[:1] == "+" and phone.value[1:].isdecimal() else None
    return e164, phone.typed or phone.value, phone.extension, "" if phone.type == "other" else phone.type


def _address(address: ReadAddress) -> Address:
    street = "\n".join(part for part in (address.po_box, address.extended, address.street) if part)
    kind = "" if address.type == "other" else address.type
    return kind, street or address.formatted, address.city, address.region, address.postcode, address.country


def _lines(extra: dict[str, Any]) -> Iterator[str]:
    """Yield what has no field of its own as lines: `Member since: 2024`."""
    for key, value in extra.items():
        label = key.replace("_", " ")
        label = label[:1].upper() + label[1:]
        if value is True:
            yield f"{label}: yes"
        elif isinstance(value, dict):
            yield from _lines(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    kind = f" ({item['type']})" if item.get("type") else ""
                    yield f"{label.removesuffix('s')}{kind}: {item.get('value', '')}"
                else:
                    yield f"{label}: {item}"
        elif value not in (None, ""):
            yield f"{label}: {value}"
