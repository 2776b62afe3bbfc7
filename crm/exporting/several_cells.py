"""What a record has several of (lists as JSON, as `crm.exporting.several` asks for them) as the cells of a table."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from crm.formats.native_cells import listed, marked, phone_shown, recorded, typed_phones

Show = Callable[[Any], str]


@lru_cache(maxsize=64)
def _read(found: str) -> list[Any]:
    """Return a list that several columns of one row show parts of; never changed."""
    return list(json.loads(found))


def labels(found: str) -> str:
    """Show the names of tags or themes."""
    return "" if found == "[]" else listed(_read(found))


def emails(state: str, *, others: bool = False) -> Show:
    """Return what shows the e-mail addresses of a state, each with its kind; `others` leaves out the main one."""

    def show(found: str) -> str:
        fitting = [marked(value, kind) for value, kind, _, its in _read(found) if its == state]
        return listed(fitting[others:])

    return show


def email_kind(found: str) -> str:
    """Show the kind of the main e-mail address in use."""
    return next((str(kind) for _, kind, _, state in _read(found) if state == "ok"), "")


def phone_kind(found: str) -> str:
    """Show the kind of the first phone."""
    phones = _read(found)
    return str(phones[0][1]) if phones else ""


def other_phones(found: str) -> str:
    """Show the phones after the first: "+44 7700 900701; +44 151 496 0702 (fax)"."""
    return listed(phone_shown(value, extension, kind) for value, kind, extension, _ in _read(found)[1:])


def phones_as_typed(found: str) -> str:
    """Show how phones were typed where they are not shown like that: "1: 0151 4960701; 3: 020 7946 0101"."""
    return typed_phones((value, typed) for value, _, _, typed in _read(found))


def part_of_address(part: int) -> Show:
    """Return what shows a part of the first postal address."""

    def show(found: str) -> str:
        addresses = _read(found)
        return str(addresses[0][part]) if addresses else ""

    return show


def other_addresses(found: str) -> str:
    """Show the postal addresses after the first, a line each."""
    labelled = ("Street", "Town", "County", "Postcode", "Country")
    return recorded((kind, dict(zip(labelled, parts, strict=True))) for kind, *parts in _read(found)[1:])


def part_of_affiliation(part: int) -> Show:
    """Return what shows a part of the affiliation that the contact stands for first."""

    def show(found: str) -> str:
        main = next((job for job in _read(found) if job[-1]), None)
        value = "" if main is None else main[part]
        return _yes(value) if isinstance(value, int) else str(value)

    return show


def other_affiliations(found: str) -> str:
    """Show the other affiliations, a line each; those that ended are said to be left."""
    return recorded(
        (
            organisation,
            {
                "Role": role, "Department": department, "Kind": "" if kind == "employee" else kind, "From": started,
                "Until": ended, "Lead contact": _yes(leads), "Left": _yes(not is_current),
            },
        )
        for organisation, role, department, kind, started, ended, leads, is_current, is_main in _read(found)
        if not is_main
    )  # fmt: skip


def names(kind: str) -> Show:
    """Return what shows a contact's names of a kind: former ones, or those also used."""
    return lambda found: listed(name for name, its in _read(found) if its == kind)


def aliases(found: str) -> str:
    """Show an organisation's other names, a line each."""
    return recorded((each["name"], {"Kind": each["kind"], "Until": each["until"] or ""}) for each in _read(found))


def domains(found: str) -> str:
    """Show an organisation's e-mail domains: "quillfield.example; nhs.example (shared)"."""
    return listed(marked(each["domain"], "shared" if each["shared"] else "") for each in _read(found))


def partnership(part: str) -> Show:
    """Return what shows a part of the current period of an organisation's partnership with the cluster."""

    def show(found: str) -> str:
        current = next((each for each in _read(found) if each["ended_on"] is None), None)
        return str(current[part] or "") if current else ""

    return show


def earlier_partnerships(found: str) -> str:
    """Show the periods that ended, a line each."""
    return recorded(
        (
            each["status"],
            {
                "From": each["started_on"] or "", "Until": each["ended_on"], "Agreement": each["agreement"],
                "Note": each["note"],
            },
        )
        for each in _read(found)
        if each["ended_on"] is not None
    )  # fmt: skip


def _yes(value: object) -> str:
    return "yes" if value else ""
