"""A row of a file in the words of our records: what a contact would hold if it were new."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from crm.fields import ORGANISATION
from crm.formats.opt_outs import NOTHING_SAID, mailing_wish
from crm.formats.placeholders import is_no_employer
from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, ReadJob, ReadPhone, ReadUrl
from crm.identity import (
    Person,
    gender_in,
    is_no_organisation,
    names_of,
    phone_key,
    profile_key,
    uid_key,
)
from crm.tag_links import tag_name
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

_Value = TypeVar("_Value", Email, Phone, Address)
_LONGEST_TEXT = 10_000_000
_KNOWN = {
    "last met": "last_met",
    "sector": "sector",
    "sub region": "sub_region",
    "partnership": "partnership",
    "next follow up": "next_follow_up",
    "nickname": "nickname",
}
_KNOWN_OF_ORGANISATIONS = {
    **_KNOWN,
    "people": "people",
    **{" ".join(words(field.label)): field.key for field in ORGANISATION.plain_texts},
}
_PLAIN_LINKS = frozenset(("", "other", "work", "home", "home page", "website", "web", "url", "www"))
_AT_A_PLACE = frozenset(("student", "volunteer"))
"""Who is no employee, and is somewhere all the same."""
_UNTOLD = frozenset(("photo", "photo_url", "own"))
"""What the report of a file says once for all of its rows, and what has a place of its own."""
_SPELLED = {"im": "Messenger", "aim": "AIM", "icq": "ICQ", "irc": "IRC", "msn": "MSN", "qq": "QQ", "sip": "SIP"}


class MappedRow(msgspec.Struct):
    """What a row says. `about` are its texts, each kept whole; `known` are facts that our records may say already.

    `refuses` are the words by which somebody does not want to be mailed; `bounces` says that no mail arrives.
    """

    number: int
    row: ReadContact
    name: str
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
    refuses: tuple[str, ...] = ()
    bounces: bool = False
    own: dict[str, Any] = msgspec.field(default_factory=dict)
    """Facts that only our own cards tell (`crm.formats.vcard_extensions`)."""

    @property
    def job(self) -> ReadJob:
        """What the row tells of the affiliation it names."""
        main = (job for job in self.row.jobs if job.is_primary and job.organisation == self.organisation)
        known = next(main, ReadJob(self.organisation))
        return replace(known, role=self.role, department=self.department, is_current=True)

    @property
    def other_jobs(self) -> list[ReadJob]:
        """The affiliations that the row tells besides the one it names, each once."""
        return list(dict.fromkeys(job for job in self.row.jobs if not job.is_primary))

    def state_of(self, address: str) -> str:
        """Return the state of an e-mail address of the row: ok, bounced or former."""
        state = next((email.state for email in self.row.emails if email.value == address), "ok")
        return "bounced" if state == "ok" and self.bounces else state

    @property
    def is_record(self) -> bool:
        """Return whether the row is a whole record of one of our own files: what it does not say is not so."""
        return bool(self.own and self.uid)

    @property
    def works_nowhere(self) -> bool:
        """Return whether the row says that the person works for nobody, whatever address they kept."""
        if self.organisation:
            return False
        if self.is_record or self.own.get("unattached"):
            return True
        if is_no_employer(self.row.organisation) or "organisation_as_written" in self.row.extra:
            return True
        return is_no_employer(self.role) and self.role.lower() not in _AT_A_PLACE


def wanted_from(number: int, row: ReadContact) -> MappedRow:
    """Return what `row`, the file's `number`th, says; raises Invalid where a text is too long."""
    name = row.name
    given = f"{name.given} {name.middle}" if name.middle else name.given
    family = name.family
    if not (given or family or name.nickname):
        given = _stand_in(row)
    shown = f"{given} {family}".strip() or name.nickname
    linkedin, others = _links(row) if row.urls else ("", [])
    about = [clean(row.notes, limit=_LONGEST_TEXT)] if row.notes else []
    organisation = _organisation(row, about)
    about += others
    wish = mailing_wish(row.extra) if row.extra and row.kind == "person" else NOTHING_SAID
    known, themes, pronouns = _kept_apart(row, about, wish.heard) if row.extra else ({}, [], "")
    own = row.extra.get("own", {}) if row.extra else {}
    nickname = name.nickname if name.nickname != given and "nickname" not in row.extra else ""
    return MappedRow(
        number=number,
        row=row,
        name=shown,
        fields={
            "title": name.prefix,
            "given_name": given,
            "family_name": family,
            "suffix": name.suffix,
            "preferred_name": nickname,
            "pronouns": pronouns or name.pronouns,
            "linkedin_url": linkedin,
            "birthday": row.birthday,
        },
        emails=_distinct(map(_email, row.emails), _email_key, 1) if row.emails else [],
        phones=_distinct(map(_phone, row.phones), _phone_key, 3) if row.phones else [],
        addresses=_distinct(map(_address, row.addresses), address_key, 0) if row.addresses else [],
        tags=[tag for tag in map(tag_name, row.tags) if tag] if row.tags else [],
        themes=[*themes, *(theme["name"] for theme in own.get("themes", ()))] if own else themes,
        about=about,
        known=known,
        organisation=organisation,
        role=row.title,
        department=row.department,
        uid=uid_key(row.uid),
        refuses=wish.refuses,
        bounces=wish.bounces,
        own=own,
    )


def _kept_apart(row: ReadContact, about: list[str], heard: Collection[str]) -> tuple[dict[str, str], list[str], str]:
    """Take what stands beside the fields apart: known facts, themes, pronouns; the rest goes to `about` as lines.

    `heard` are the columns that were understood otherwise.
    """
    extra = {key: value for key, value in row.extra.items() if key not in heard} if heard else dict(row.extra)
    keys = _KNOWN if row.kind == "person" else _KNOWN_OF_ORGANISATIONS
    known = {keys[key]: str(extra.pop(name)) for name in row.extra if (key := " ".join(words(name))) in keys}
    themes = [theme.strip() for theme in str(extra.pop("theme", "")).replace(";", ",").split(",") if theme.strip()]
    pronouns = clean_line(str(extra.pop("pronouns", "")))
    about += [clean(line) for line in _lines(extra)]
    return known, themes, pronouns


def person_of(wanted: MappedRow) -> Person:
    """Return what a row says that tells who is who."""
    fields = wanted.fields
    named = wanted.row.name
    called = fields["preferred_name"] or wanted.known.get("nickname", "")
    return Person(
        names_of(fields["given_name"], fields["family_name"], called, fields["suffix"]) if named else (),
        tuple(dict.fromkeys(value.lower() for value, _, _ in wanted.emails)) if wanted.emails else (),
        tuple(dict.fromkeys(phone_key(*phone[:3]) for phone in wanted.phones if phone[0])) if wanted.phones else (),
        profile_key(fields["linkedin_url"]) if fields["linkedin_url"] else "",
        wanted.uid,
        wanted.row.birthday,
        gender_in(fields["title"]),
        is_record=wanted.is_record,
    )


def _organisation(row: ReadContact, about: list[str]) -> str:
    """Return the organisation a row names; what else stands there, and a job without one, goes to `about` as lines."""
    organisation = "" if is_no_organisation(row.organisation) else row.organisation
    if row.kind == "person" and is_no_employer(organisation):
        about.append(f"Organisation as written: {organisation}")
        organisation = ""
    if not organisation and row.title:
        about.append(f"Job title: {row.title}")
    if not organisation and row.department:
        about.append(f"Department: {row.department}")
    return organisation


def address_key(address: Address) -> str:
    """Return an address as it is compared: its words, whatever its kind."""
    return " ".join(words(" ".join(address[1:])))


def _distinct(values: Iterable[_Value], key: Callable[[_Value], str], kind: int) -> list[_Value]:
    """Return values without those of an equal key: the first of them stays, or the first that has a kind."""
    found: dict[str, _Value] = {}
    for value in values:
        known = found.setdefault(key(value), value)
        if value[kind] and not known[kind]:
            found[key(value)] = value
    return list(found.values())


def _email_key(email: Email) -> str:
    return email[0].lower()


def _phone_key(phone: Phone) -> str:
    return phone_key(*phone[:3])


def _stand_in(row: ReadContact) -> str:
    """Return what a person without a name is shown by: an address, a number, else what the file shows."""
    if row.emails:
        return row.emails[0].value
    if row.name.display:
        return row.name.display
    return row.phones[0].typed or row.phones[0].value if row.phones else row.organisation


def web_line(url: ReadUrl) -> str:
    """Return a web address as a line of a text, under the label it has in the file."""
    return f"{'Web' if url.type in _PLAIN_LINKS else _spelled(url.type)}: {url.value}"


def _links(row: ReadContact) -> tuple[str, list[str]]:
    """Return the profile link and the other links; what stands for a profile and is none is kept as a fact."""
    linkedin, others = "", []
    for url in row.urls:
        profile = profile_key(url.value) if url.type == "linkedin" or "linkedin." in url.value.lower() else ""
        if profile and not linkedin:
            linkedin = url.value if "/" in url.value.strip("/@") or "." in url.value else ""
            linkedin = linkedin if "linkedin." in linkedin.lower() else f"https://www.linkedin.com/in/{profile}"
        elif url.type == "linkedin" and not profile:
            others.append(f"LinkedIn: {url.value}")
        else:
            others.append(web_line(url))
    return linkedin, others


def _email(email: ReadEmail) -> Email:
    return email.value, "" if email.type == "other" else email.type, email.primary and email.state == "ok"


def _phone(phone: ReadPhone) -> Phone:
    e164 = phone.value if phone.value[:1] == "+" and phone.value[1:].isdecimal() else None
    return e164, phone.typed or phone.value, phone.extension, "" if phone.type == "other" else phone.type


def _address(address: ReadAddress) -> Address:
    street = "\n".join(part for part in (address.po_box, address.extended, address.street) if part)
    kind = "" if address.type == "other" else address.type
    return kind, street or address.formatted, address.city, address.region, address.postcode, address.country


def _lines(extra: dict[str, Any]) -> Iterator[str]:
    """Yield what has no field of its own as lines: `Member since: 2024`, `Spouse: Dana`, each value of several."""
    for key, value in extra.items():
        label = _spelled(key)
        if key in _UNTOLD:
            continue
        if value is True:
            yield f"{label}: yes"
        elif isinstance(value, dict):
            yield from _lines(value)
        elif isinstance(value, list):
            label = label.removesuffix("s")
            for item in value:
                own, text = (item.get("label", ""), item.get("value", "")) if isinstance(item, dict) else ("", item)
                yield f"{_spelled(own) or label}: {text}"
        elif value not in (None, ""):
            yield f"{label}: {value}"


def _spelled(key: str) -> str:
    """Return a key or a label as a line begins with it."""
    label = key.replace("_", " ").strip()
    return _SPELLED.get(label.lower()) or label[:1].upper() + label[1:]
