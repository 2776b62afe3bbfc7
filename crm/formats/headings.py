"""What the headings of people's own tables mean, in the words of British (and some American) spreadsheets.

A heading is looked up whole first; one that is not known is read by the words it is made of.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import cast

import msgspec
from msgspec.structs import replace

from crm.fields import CONTACT, ORGANISATION, Imported
from crm.formats.contact_columns import FieldName, Target
from crm.formats.heading_words import (
    COMPANION,
    OWN,
    PAYER,
    UNKNOWN,
    Words,
    bracketed,
    take_apart,
    uncamelled,
    without_brackets,
)
from crm.text import words

_VARIANTS: tuple[tuple[Target, str], ...] = (
    (Target("middle"), "middle name, middle names, middle, middle initial"),
    (Target("kind"), "type, contact type, record type"),
    (
        Target("email", label="work"),
        "work email, business email, office email, nhs email, work e mail, company email, email work",
    ),
    (
        Target("email", label="home"),
        "personal email, private email, home email, home e mail, email home, email personal",
    ),
    (
        Target("phone", label="mobile"),
        """mobile, mob, cell, mobile phone, mobile number, mobile no, cell phone, mobile tel, mobile telephone""",
    ),
    (
        Target("phone", label="work"),
        """work phone, office phone, business phone, direct dial, direct line, ddi, work tel, office tel, landline,
        work telephone, work number, office number""",
    ),
    (Target("phone", label="home"), "home phone, home tel, home telephone, home number"),
    (Target("phone", label="main"), "switchboard, main phone, main number, reception"),
    (Target("phone", label="fax"), "fax, fax number, fax no"),
    (Target("address", part="formatted"), "address, full address"),
    (
        Target("address", part="extended"),
        """building, building name, house, house name, house number, house name or number, flat, flat number,
        name of building, supplemental address, supplemental address 1, supplemental address 2""",
    ),
    (Target("extra", label="external_id"), "id, contact id, record id, external id"),
    (
        Target("ignore"),
        "wants html, prefers html mail, prefers html, html mail, allow remote content, popularity index",
    ),
)
"""What narrows a field down, or is none: the headings of fields stand in their declarations."""


def _declared() -> Iterator[tuple[Target, str]]:
    """Yield where a declared heading goes: "phone", "email:former" (of that kind), "address/street" (that part)."""
    for field, told in chain(CONTACT.told("imported", Imported), ORGANISATION.told("imported", Imported)):
        whole, _, part = told.part.partition("/")
        name, _, label = whole.partition(":")
        if told.headings:
            place = cast(FieldName, name or "extra")
            yield Target(place, label=label if name else field.key, part=part or "value"), told.headings


BY_HEADING = {
    heading.strip(): target for target, known in chain(_declared(), _VARIANTS) for heading in known.split(",")
}

# Words of an address that is one of several: where it stands among them, and what it is called.
_ADDRESS_SLOTS = {"": 0, "primary": 1, "mailing": 2, "work": 3, "home": 4, "billing": 5, "shipping": 6, "other": 7}
_ADDRESS_TYPES = frozenset(("work", "home", "billing", "shipping", "other"))
_BY_NUMBER = 10  # "Address 2: City" is the second address of its kind
_PARTS = ("postcode", "country", "city", "region", "po_box")
_PHONES = {
    "fax": "fax",
    "pager": "pager",
    "mobile": "mobile",
    "direct": "work",
    "main": "main",
}
_NAME_PARTS = ("nickname", "suffix", "prefix", "middle", "family", "given")
_BOTH = frozenset(("and", "or"))
_WITHIN = frozenset(("at", "in", "within", "for", "with"))
_FEW = 2


class Heading(msgspec.Struct, frozen=True):
    """What a heading says of its column: where it goes (None: it does not say), and whose it is.

    `who` is the word for the person ("attendee", "buyer", or one that is not known), "" where there is none; the lower
    the `rank`, the likelier the column is about the person of the row. `closed` says that the column is about a field,
    or about somebody else, so that what its cells hold says nothing. `kind` is that of an address or number ("work").
    """

    target: Target | None
    who: str = ""
    rank: int = OWN
    closed: bool = False
    kind: str = ""


@lru_cache(maxsize=4096)
def heading_key(heading: str) -> str:
    """Return a heading as it is looked up: its words, folded, without the numbers that count columns."""
    return " ".join(word for word in words(uncamelled(heading)) if not word.isdigit())


@lru_cache(maxsize=4096)
def read_heading(heading: str) -> Heading:
    """Return what a heading says, whatever its brackets, slashes and qualifiers."""
    plain = without_brackets(heading)
    found = take_apart(words(uncamelled(plain)))
    known = _known(heading)
    if known is not None:
        return Heading(known, found.who, found.rank)
    inside = take_apart(words(bracketed(heading)))
    if inside.about and "opt" in inside.plain:
        return Heading(None, closed=True)
    if not found.kind or found.kind == "primary":
        found = replace(found, kind=inside.kind or found.kind)
    if inside.fields == ("mobile",) and found.fields == ("phone",):
        found = replace(found, fields=("mobile",))
    if found.about or len(found.plain) > _LONGEST:
        return Heading(None, found.who, found.rank, closed=True)
    says_more = bool(inside.kind or inside.fields)
    target = (_composed(found) if says_more else None) or _known(plain) or _composed(found)
    if target == Target("whole_name") and inside.fields == ("organisation",):
        target = Target("organisation")
    rank = found.rank
    if found.unknown and rank == OWN:
        rank = UNKNOWN
    if found.kind in ("billing", "shipping") and target is not None and target.field != "address":
        rank = PAYER
    who = found.who or " ".join(found.unknown) or (found.kind if rank == PAYER else "")
    return Heading(target, who, rank, closed=rank >= PAYER, kind=found.kind)


_LONGEST = 18


def meaning(heading: str) -> Target | None:
    """Return where a column of this heading goes, or None where it does not say or is about somebody else."""
    found = read_heading(heading)
    return found.target if found.rank < COMPANION else None


def _known(heading: str) -> Target | None:
    found = BY_HEADING.get(" ".join(words(heading)))
    if found is None:
        found = BY_HEADING.get(heading_key(heading))
        if found is not None and found.field == "address" and any(map(str.isdigit, heading)):
            return None  # "Address 2: City" is the second address
    return None if found == Target("whole_name") and "#" in heading else found  # "Attendee #" is a number


def _composed(found: Words) -> Target | None:
    """Return where the words of a heading send a column."""
    fields = set(found.fields)
    names = fields & {*_NAME_PARTS, "full", "name"}
    few = len(found.unknown) <= _FEW
    if "linkedin" in fields:
        return Target("url", label="linkedin") if few and not names else None
    if "email" in fields:
        return _reach("email", found, fields - {"email"}) if few else None
    if "calling" in fields or "extension" in fields:
        return Target("phone", part="extension" if "extension" in fields else "calling") if not found.unknown else None
    if fields & {*_PHONES, "phone"}:
        return _reach("phone", found, fields - {*_PHONES, "phone"}) if few else None
    if fields & {*_PARTS, "street", "line", "address"}:
        return _address(found, fields) if not (found.unknown or names - {"name"}) else None
    if "website" in fields:
        return Target("url", label="work" if "organisation" in fields else "") if not (names or found.unknown) else None
    if names & {*_NAME_PARTS, "full"}:
        return _name_part(found, fields) if few else None
    return _position(found, fields) if not found.unknown else None


def _reach(field: str, found: Words, others: set[str]) -> Target | None:
    """Return an e-mail or a telephone of its kind; with a second field in the heading it could be either."""
    if others - {"organisation", "address", "name"} or (field == "email" and "name" in others):
        return None
    kind = "work" if "organisation" in others else found.kind if found.kind in ("work", "home", "other") else ""
    if field == "email":
        return Target("email", label=kind)
    special = next((_PHONES[each] for each in _PHONES if each in found.fields), "")
    return Target("phone", label=special or kind)


def _address(found: Words, fields: set[str]) -> Target | None:
    if fields & {"job", "department", "birthday"}:
        return None
    if found.fields[-1] == "organisation":  # "Default Address Company"
        return Target("organisation")
    kind = "work" if "organisation" in fields and not found.kind else found.kind
    parts = [part for part in _PARTS if part in fields]
    # "Town, county and postcode" is as much of an address as stands in one cell.
    several = len(parts) > _FEW or {"city", "postcode"} <= fields or ("address" in fields and _BOTH & set(found.plain))
    is_line = found.number > 0 and found.plain[-1].isdigit()
    if parts and not several:
        part, number = ("city" if {"city", "region"} <= fields else parts[0]), found.number
    elif fields & {"street", "line"} or is_line:
        part, number = "street", 0 if is_line or found.plain[-1].isdigit() else found.number
    else:
        part, number = "formatted", 0
    slot = _ADDRESS_SLOTS.get(kind, 0) + _BY_NUMBER * max(0, number - 1)
    return Target("address", slot, part, kind if kind in _ADDRESS_TYPES else "")


def _name_part(found: Words, fields: set[str]) -> Target | None:
    if fields - {*_NAME_PARTS, "full", "name"}:
        return None
    parts = [part for part in _NAME_PARTS if part in fields]
    if "full" in fields or len(parts) > 1:
        return Target("whole_name")
    return Target("nickname" if parts == ["nickname"] else parts[0])  # type: ignore[arg-type]


def _position(found: Words, fields: set[str]) -> Target | None:
    """Return name, organisation, role and the like, all of which must be understood to the last word."""
    order = found.fields
    if fields == {"organisation"} or fields == {"organisation", "name"}:
        is_both = "name" in fields and order.index("name") < order.index("organisation") and "of" not in found.plain
        return None if is_both else Target("organisation")
    if fields == {"name"}:
        return Target("whole_name") if len(order) == 1 else None
    if "job" in fields and fields <= {"job", "organisation", "title"}:
        return Target("title") if "organisation" not in fields or _WITHIN & set(found.plain) else None
    if "department" in fields and fields <= {"department", "organisation", "name"}:
        return Target("department")
    if fields == {"title"} and found.rank == OWN:
        return Target("title")
    if fields == {"birthday"}:
        return Target("birthday")
    birth = next((each for each in ("year", "month", "day") if fields == {f"birth {each}"}), "")
    return Target("birth", part=birth) if birth else None
