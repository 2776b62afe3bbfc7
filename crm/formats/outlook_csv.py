"""Outlook's CSV: the 92 columns of the classic program and the 61 of the new one and the web."""

import re
from collections.abc import Sequence

from crm.formats.contact_columns import FieldName, Target

FORMAT = "outlook_csv"

_SINGLE: dict[str, FieldName] = {
    "Title": "prefix",
    "First Name": "given",
    "Middle Name": "middle",
    "Last Name": "family",
    "Suffix": "suffix",
    "Nickname": "nickname",
    "Company": "organisation",
    "Department": "department",
    "Job Title": "title",
    "Birthday": "birthday",
    "Notes": "notes",
    "Categories": "tags",
}
_PHONES = {
    "Business Phone": "work",
    "Business Phone 2": "work",
    "Company Main Phone": "main",
    "Mobile Phone": "mobile",
    "Home Phone": "home",
    "Home Phone 2": "home",
    "Primary Phone": "main",
    "Other Phone": "other",
    "Car Phone": "car",
    "Assistant's Phone": "assistant",
    "Callback": "callback",
    "Business Fax": "fax",
    "Home Fax": "fax",
    "Other Fax": "fax",
    "Pager": "pager",
    "Radio Phone": "radio",
    "ISDN": "isdn",
    "TTY/TDD Phone": "tty",
    "Telex": "telex",
}
_EMAIL = re.compile(r"E-mail(?: ([23]))? (Address|Display Name|Type)")
_ADDRESS = re.compile(
    r"(Business|Home|Other) (?:(Street(?: [23])?)|(City)|(State)|(Postal Code)|(Country(?:/Region)?)|(Address PO Box))"
)
_ADDRESS_PARTS = ("street", "city", "region", "postcode", "country", "po_box")
_LINKS = {"Web Page": "other", "Personal Web Page": "home"}
_RELATIONS = {"Spouse": "Spouse", "Manager's Name": "Manager", "Assistant's Name": "Assistant", "Children": "Children"}
# What Outlook fills in by itself says nothing about a person.
_FILLERS = {"Gender": "Unspecified", "Priority": "Normal", "Sensitivity": "Normal", "Private": "False"}
_IGNORED = frozenset(("E-mail Type", "E-mail 2 Type", "E-mail 3 Type", "Initials"))
_ALL = {
    *_SINGLE,
    *_PHONES,
    *_LINKS,
    *_RELATIONS,
    *_FILLERS,
    *_IGNORED,
    "Office Location",
    "Given Yomi",
    "Anniversary",
    "User 1",
}


def targets(headings: Sequence[str]) -> list[Target] | None:
    """Return where each column goes, or None where the headings are not Outlook's."""
    if "E-mail Address" not in headings or len(_ALL.intersection(headings)) < 12:
        return None
    return [_target(heading, place) for place, heading in enumerate(headings)]


def _target(heading: str, place: int) -> Target:
    if heading in _IGNORED:
        return Target("ignore")
    if heading in _FILLERS:
        return Target("extra", label=heading, filler=_FILLERS[heading])
    if heading in _SINGLE:
        return Target(_SINGLE[heading])
    if heading in _PHONES:
        return Target("phone", tuple(_PHONES).index(heading), label=_PHONES[heading])
    if heading in _LINKS:
        return Target("url", place, label=_LINKS[heading])
    if heading in _RELATIONS:
        return Target("relation", place, label=_RELATIONS[heading])
    if heading == "Anniversary":
        return Target("event", place, label="Anniversary")
    email = _EMAIL.fullmatch(heading)
    if email:
        return Target("email", int(email[1] or 1), "display" if email[2] == "Display Name" else "value")
    address = _ADDRESS.fullmatch(heading)
    if address:
        part = next(name for name, found in zip(_ADDRESS_PARTS, address.groups()[1:], strict=True) if found)
        return Target("address", ("Business", "Home", "Other").index(address[1]), part, address[1].lower())
    return Target("extra", label=heading)
