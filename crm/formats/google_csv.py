"""Google Contacts' CSV: the headings of 2024 and later, those before, and its "Outlook CSV"."""

import re
from collections.abc import Sequence

from crm.formats import outlook_csv
from crm.formats.contact_columns import FieldName, Target

FORMAT = "google_contacts_csv"

_SINGLE: dict[str, FieldName] = {
    "Name Prefix": "prefix",
    "First Name": "given",
    "Given Name": "given",
    "Middle Name": "middle",
    "Additional Name": "middle",
    "Last Name": "family",
    "Family Name": "family",
    "Name Suffix": "suffix",
    "Nickname": "nickname",
    "Name": "whole_name",
    "Organization Name": "organisation",
    "Organization Title": "title",
    "Organization Department": "department",
    "Organization 1 - Name": "organisation",
    "Organization 1 - Title": "title",
    "Organization 1 - Department": "department",
    "Birthday": "birthday",
    "Notes": "notes",
    "Photo": "photo",
    "Labels": "tags",
    "Group Membership": "tags",
}
_NUMBERED = re.compile(
    r"(E-mail|Phone|Address|Website|Event|Relation|Custom Field) (\d+) - (Label|Type|Value|Formatted|Street|City"
    r"|PO Box|Region|Postal Code|Country|Extended Address)"
)
_GROUPS: dict[str, FieldName] = {
    "E-mail": "email",
    "Phone": "phone",
    "Address": "address",
    "Website": "url",
    "Event": "event",
    "Relation": "relation",
    "Custom Field": "custom",
}
_PARTS = {
    "Label": "type",
    "Type": "type",
    "Value": "value",
    "Formatted": "formatted",
    "Street": "street",
    "City": "city",
    "PO Box": "po_box",
    "Region": "region",
    "Postal Code": "postcode",
    "Country": "country",
    "Extended Address": "extended",
}
# What only these files have; "First Name" alone is anybody's.
_SIGNATURE = frozenset(
    ("File As", "Labels", "Group Membership", "Phonetic First Name", "Yomi Name", "Organization 1 - Name")
)
_OUTLOOK_START = ("First Name", "Middle Name", "Last Name", "Title", "Suffix", "Initials", "Web Page")


def targets(headings: Sequence[str]) -> list[Target] | None:
    """Return where each column goes, or None where the headings are not Google's."""
    if tuple(headings[: len(_OUTLOOK_START)]) == _OUTLOOK_START:
        return outlook_csv.targets(headings)
    numbered = sum(_NUMBERED.fullmatch(heading) is not None for heading in headings)
    if not (numbered and (_SIGNATURE & set(headings) or numbered > 1)):
        return None
    return [_target(heading) for heading in headings]


def _target(heading: str) -> Target:
    numbered = _NUMBERED.fullmatch(heading)
    if numbered:
        return Target(_GROUPS[numbered[1]], int(numbered[2]), _PARTS[numbered[3]])
    if heading in _SINGLE:
        return Target(_SINGLE[heading])
    if heading == "Organization 1 - Type":
        return Target("ignore")
    return Target("extra", label=heading)
