"""Where the columns of a table go: told by their headings, by each other, and by what their cells hold."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from crm.formats.cell_kinds import CellKind, is_organisation_like, kind_of_cells
from crm.formats.contact_columns import LINES, ORGANISATION_TYPES, PERSON_TYPES, FieldName, Target
from crm.formats.heading_words import COMPANION, PAYER, STAFF, take_apart, uncamelled, without_brackets
from crm.formats.headings import Heading, heading_key, read_heading
from crm.formats.names import is_title
from crm.formats.rows import Report
from crm.text import clean, words

_SEVERAL = frozenset(("email", "phone", "url"))
# A second column of these stands in where the first is blank.
_INSTEAD: frozenset[FieldName] = frozenset(("organisation", "title", "department", "birthday", "whole_name"))
_TITLE = "title"
_REACH = frozenset(("email", "phone"))
_NAMES: frozenset[FieldName] = frozenset(("whole_name", "given", "family"))
_OF_PEOPLE: frozenset[FieldName] = frozenset(
    ("given", "family", "middle", "nickname", "title", "birthday", "birth", "prefix")
)
_OF_ORGANISATIONS = frozenset(("ods code", "company number", "short name", "people", "company status", "sic code"))
# What sorts names for a program says nothing that the names do not say.
_SORTED = frozenset(("sort name", "file as", "sort as", "sortable name"))
# What our own lists work out; a table with several of these headings is one of ours that comes back.
_DERIVED = frozenset(("last contact", "last met", "next follow up"))
_OURS = frozenset(("last contact", "next follow up", "partnership", "sub region", "sector"))
_MET = frozenset(
    (
        "met on", "met", "date met", "first met", "first met on", "last met on", "date of meeting", "meeting date",
        "connected on", "spoke on", "last spoke on", "contacted on", "first contact", "date of last contact",
    )
)  # fmt: skip
_CALLING = frozenset(("country code", "calling code", "code", "dial code", "dialling code", "international code"))
# What a column cannot be whatever its heading says. A heading of names, organisations or roles is believed otherwise.
_NO_WORDS: frozenset[CellKind] = frozenset(("yes or no", "email"))
_NOT_FIT: dict[FieldName, frozenset[CellKind]] = {
    "email": frozenset(("yes or no", "date", "number", "phone", "profile", "link", "postcode")),
    "phone": frozenset(("yes or no", "date", "email", "profile", "link", "postcode")),
    "whole_name": _NO_WORDS | {"phone"},
    "given": _NO_WORDS,
    "family": _NO_WORDS,
    "organisation": _NO_WORDS,
    "title": _NO_WORDS,
    "address": _NO_WORDS,
    "url": frozenset(("yes or no", "date", "number", "phone")),
}
_HELD: dict[CellKind, Target] = {
    "email": Target("email"),
    "phone": Target("phone"),
    "profile": Target("url", label="linkedin"),
    "link": Target("url"),
    "postcode": Target("address", part="postcode"),
}
_SAID = {
    "email": "e-mail addresses",
    "phone": "telephone numbers",
    "profile": "LinkedIn profiles",
    "link": "links",
    "postcode": "postcodes",
    "text": "people's names",
}
_NO_NAMES = (
    "No column was taken as people's names, so people are shown by their addresses. If a column holds names, head it "
    "Name, or First name and Last name, and look again."
)


class Plan(msgspec.Struct, frozen=True):
    """Where each column of a table goes, and whether its rows are organisations and nobody else."""

    targets: tuple[Target, ...]
    of_organisations: bool = False

    @property
    def names_people(self) -> bool:
        """Tell whether a column holds people's names or addresses."""
        return any(target.field in _NAMES or target.field == "email" for target in self.targets)


class _Column(msgspec.Struct):
    place: int
    heading: str
    key: str
    read: Heading
    holds: CellKind
    values: list[str]
    target: Target | None
    by_cells: bool = False


def plan_columns(headings: Sequence[str], sample: Sequence[Sequence[str]], report: Report) -> Plan:
    """Return where each column goes; one that no field takes keeps its values in `extra` under its heading.

    `report` is told what was read by its cells alone, and that nothing was taken as a name.
    """
    columns = [_column(place, heading, sample) for place, heading in enumerate(headings)]
    _settle_titles(columns)
    _settle_names(columns)
    _set_others_aside(columns)
    _ask_the_cells(columns)
    _find_names(columns, sample)
    _settle_types(columns)
    _settle_own_export(columns)
    _settle_addresses(columns)
    found = _each_once(columns)
    of_organisations = _is_of_organisations(columns, found)
    _tell(columns, found, report, of_organisations=of_organisations)
    return Plan(tuple(found), of_organisations)


def _column(place: int, heading: str, sample: Sequence[Sequence[str]]) -> _Column:
    values = [cells[place] for cells in sample if place < len(cells) and cells[place].strip()]
    read = read_heading(heading)
    return _Column(place, heading, heading_key(heading), read, kind_of_cells(values), values, read.target)


def _settle_titles(columns: list[_Column]) -> None:
    """Tell a column headed "Title" of Mr and Dr from one of jobs."""
    has_job = any(column.target == Target("title") and not _is_title(column) for column in columns)
    has_prefix = any(column.target == Target("prefix") for column in columns)
    for column in columns:
        if _is_title(column):
            is_prefix = sum(map(is_title, column.values)) * 2 > len(column.values) or (has_job and not has_prefix)
            column.target = Target("prefix") if is_prefix else Target("title")


def _is_title(column: _Column) -> bool:
    """Tell whether a heading says "Title" and no more: "Title*", "Your title", "Title (Dr, Mr, Ms)"."""
    return take_apart(words(uncamelled(without_brackets(column.heading)))).fields == (_TITLE,)


def _whose(columns: list[_Column], fields: frozenset[FieldName]) -> set[tuple[int, str]]:
    """Return whose the columns of these fields are, with their rank; empty ones count where all are empty."""
    found = [
        column
        for column in columns
        if column.target is not None and column.target.field in fields and column.read.rank < STAFF
    ]
    # Microsoft Forms leaves its own "Name" blank beside the question "Your full name".
    filled = [column for column in found if column.values]
    return {(column.read.rank, column.read.who) for column in filled or found}


def _set_others_aside(columns: list[_Column]) -> None:
    """Keep the columns of one person: those of buyers, guests and a program's users are not the row's own.

    Where several are named (the ticket's holder and the buyer), the likeliest is meant; a buyer is only where nobody
    else is, a program's user never.
    """
    named, addressed = _whose(columns, _NAMES), _whose(columns, frozenset(("email",)))
    ranks = sorted(named or addressed, key=lambda each: each[0])
    if not ranks:
        for column in columns:
            if column.read.rank >= COMPANION:
                column.target = None
        return
    best = ranks[0][0]
    first = next(
        column.read.who
        for column in columns
        if column.target is not None and column.target.field in (*_NAMES, "email") and column.read.rank == best
        and (best, column.read.who) in ranks
    )  # fmt: skip
    rivals = {who for _, who in named} - {first}
    reached = {column.target.field for column in columns if column.target is not None and column.read.who == first}
    for column in columns:
        who, rank, target = column.read.who, column.read.rank, column.target
        if target is None or who == first:
            continue
        # What nobody is named for ("Email" beside "Attendee name") is the person's own.
        is_own = not who and target.field not in _NAMES and (target.field not in _REACH or target.field not in reached)
        is_others = rank >= PAYER or (rank == COMPANION and target.field != "organisation")
        if is_others or (who in rivals and not is_own):
            column.target = None


def _ask_the_cells(columns: list[_Column]) -> None:
    """Let the cells decide where a heading does not, or where they cannot be what it says."""
    for column in columns:
        target = column.target
        if target is not None and column.holds not in _NOT_FIT.get(target.field, ()):
            if target.field == "url" and column.holds == "profile":
                column.target = replace(target, label="linkedin")
            continue
        if column.key in _CALLING and column.values and all(map(_is_calling_code, column.values)):
            column.target = Target("phone", part="calling")
            continue
        is_linkedin = column.holds == "profile" and bool({"linkedin", "linked"} & set(column.key.split()))
        if target is None and (column.read.closed or column.read.target is not None) and not is_linkedin:
            continue
        held = _HELD.get(column.holds)
        is_stand_in = target is not None and target.field in _NAMES
        if held is not None and (held.field == "address" or is_stand_in) and _has(columns, held):
            held = None
        column.by_cells = held is not None and (target is None or target.field != held.field)
        if held is not None and held.field in _REACH and column.read.kind in ("work", "home", "other"):
            held = replace(held, label=column.read.kind)
        column.target = held
        if held is None and target is None and (column.key in _MET or _is_dated(column)):
            column.target = Target("date", label=clean(column.heading))


def _is_calling_code(text: str) -> bool:
    plain = text.strip()
    return plain[:1] == "+" and plain[1:].isdecimal() and len(plain) < len("+12345")


def _is_dated(column: _Column) -> bool:
    return column.holds == "date" and bool({"met", "on", "spoke", "contacted"} & set(column.key.split()))


def _has(columns: list[_Column], target: Target) -> bool:
    return any(
        column.target is not None and (column.target.field, column.target.part) == (target.field, target.part)
        for column in columns
    )


def _find_names(columns: list[_Column], sample: Sequence[Sequence[str]]) -> None:
    """Where no heading speaks of names, take the columns whose words the rows' own addresses are made of."""
    emails = [column.place for column in columns if column.target == Target("email")]
    if not emails or any(column.target is not None and column.target.field in _NAMES for column in columns):
        return
    found = [
        column
        for column in columns
        if column.target is None
        and not column.read.closed
        and column.holds == "text"
        and _share_in_addresses(column.place, emails[0], sample) > 0.5
    ]
    is_whole = [sum(" " in value.strip() for value in column.values) * 2 > len(column.values) for column in found]
    if len(found) == 1 or (found and is_whole[0]):
        found[0].target = Target("whole_name")
    elif len(found) == 2 and not any(is_whole):
        found[0].target, found[1].target = Target("given"), Target("family")
    for column in found:
        column.by_cells = column.target is not None


def _share_in_addresses(place: int, email: int, sample: Sequence[Sequence[str]]) -> float:
    """Return for how many rows a word of a cell is part of the address's own part: ida.moor@, not @moor.example."""
    both = [
        (cells[place], cells[email].partition("@")[0].lower())
        for cells in sample
        if max(place, email) < len(cells) and cells[place].strip() and "@" in cells[email]
    ]
    hits = sum(any(len(word) > 2 and word in local for word in words(text)) for text, local in both)
    return hits / len(both) if both else 0.0


def _settle_types(columns: list[_Column]) -> None:
    """Read a column "Type" as the kind of the row only where its words are those of kinds of rows."""
    for column in columns:
        said = {value.strip().lower() for value in column.values}
        if column.target == Target("kind") and not (said & PERSON_TYPES or said <= ORGANISATION_TYPES):
            column.target = Target("extra", label="type")


def _settle_names(columns: list[_Column]) -> None:
    """Take "Name" beside "Contact name", or worded like one, as the organisation's where no other column is."""
    _settle_surnames(columns)
    whole = [column for column in columns if column.target == Target("whole_name")]
    has_contact = any("contact" in column.read.who.split() for column in whole)
    has_parts = any(column.target is not None and column.target.field in ("given", "family") for column in columns)
    if _has(columns, Target("organisation")) or not (has_contact or has_parts):
        return
    for column in whole:
        if column.key == "name" and column.values and (has_contact or _share_of_organisations(column) > 0.5):
            column.target = Target("organisation")


def _settle_surnames(columns: list[_Column]) -> None:
    """Tell the "Name" of "Name, Vorname" and the "Nom" of "Nom, Prénom" from whole names."""
    has_given = _has(columns, Target("given"))
    for column in columns:
        if column.key == "nom" and not has_given:
            column.target = Target("whole_name")
        elif column.key == "name" and has_given and column.values and not _has(columns, Target("family")):
            is_one_word = sum(" " not in value.strip() for value in column.values) * 2 > len(column.values)
            if is_one_word and _share_of_organisations(column) <= 0.5:
                column.target = Target("family")


def _share_of_organisations(column: _Column) -> float:
    return sum(map(is_organisation_like, column.values)) / max(1, len(column.values))


def _settle_addresses(columns: list[_Column]) -> None:
    """Make whole addresses of parts: "Address" beside Town or Postcode is the street of the same one."""
    slots: dict[int, dict[str, list[_Column]]] = {}
    for column in columns:
        if column.target is not None and column.target.field == "address":
            slots.setdefault(column.target.slot, {}).setdefault(column.target.part, []).append(column)
    for bare in [slots[0]] if 0 in slots else []:
        # "Work address, Town, Postcode": parts without a street belong to the one address that lacks them.
        lacking = [slot for slot in slots if slot and not {"city", "postcode", "region"} & slots[slot].keys()]
        if not {"formatted", "street"} & bare.keys() and len(lacking) == 1 and len(slots) == 2:
            for part, found in bare.items():
                slots[lacking[0]].setdefault(part, []).extend(found)
                for column in found:
                    if column.target is not None:
                        column.target = replace(column.target, slot=lacking[0], label=_label(slots, lacking[0]))
    for parts in slots.values():
        first_lines = [column for column in parts.get("street", ()) if not _is_further_line(column.heading)]
        for column in parts.get("formatted", ()) if len(parts) > 1 else ():
            if column.target is not None:
                column.target = replace(column.target, part="extended" if first_lines else "street")


def _is_further_line(heading: str) -> bool:
    """Tell whether a heading counts a line after the first: "Address 2", "Home Address2", "Address line 3"."""
    return heading.strip(" .:*)")[-1:] in ("2", "3", "4", "5")


def _label(slots: dict[int, dict[str, list[_Column]]], slot: int) -> str:
    found = (column.target.label for parts in slots[slot].values() for column in parts if column.target is not None)
    return next((label for label in found if label), "")


def _settle_own_export(columns: list[_Column]) -> None:
    """Leave out what our own lists work out from other records, and what sorts names for a program."""
    keys = {column.key for column in columns}
    is_ours = len(keys & _OURS) > 1 and bool(keys & {"next follow up", "last contact"})
    has_names = any(column.target is not None and column.target.field in _NAMES for column in columns)
    # Mailchimp works these out from where a letter was opened.
    is_guessed = {"latitude", "longitude"} <= keys
    for column in columns:
        if is_guessed and column.key == "region":
            column.target = None
        if (is_ours and column.key in _DERIVED) or (has_names and column.key in _SORTED):
            column.target = Target("ignore")


def _standing(column: _Column) -> tuple[bool, bool, bool, int, int]:
    return column.target is None, not column.values, column.by_cells, column.read.rank, column.place


def _each_once(columns: list[_Column]) -> list[Target]:
    """Give every column its target; a second one of the same meaning is kept, not mixed in."""
    order = sorted(columns, key=_standing)
    taken: set[Target] = set()
    found: dict[int, Target] = {}
    for column in order:
        target = column.target or Target("extra")
        if target.field in _SEVERAL:
            target = replace(target, slot=column.place)
        elif target in taken and target.field in _INSTEAD:
            target = replace(target, slot=column.place + 1, label=clean(column.heading))
        elif target in taken and target.field not in ("notes", "tags", "ignore") and target.part not in LINES:
            target = Target("extra")
        taken.add(target)
        if target == Target("extra"):
            target = Target("extra", label=clean(column.heading) or f"column {column.place + 1}")
        found[column.place] = target
    return _joined_phones([found[place] for place in range(len(columns))])


def _joined_phones(targets: list[Target]) -> list[Target]:
    """Put calling codes and extensions with the telephone column nearest to them."""
    phones = [place for place, target in enumerate(targets) if target.field == "phone" and target.part == "value"]
    for place, target in enumerate(targets):
        if target.field == "phone" and target.part != "value" and phones:
            nearest = min(phones, key=lambda phone: (abs(phone - place), phone > place))
            targets[place] = replace(targets[nearest], part=target.part)
    return targets


def _is_of_organisations(columns: list[_Column], found: Sequence[Target]) -> bool:
    """Tell whether a table lists organisations: they have names, and what no person has."""
    fields = {target.field for target in found}
    named = [column for column in columns if found[column.place] in (Target("whole_name"), Target("organisation"))]
    if len(named) != 1 or fields & _OF_PEOPLE:
        return False
    keys = {column.key for column in columns} | {target.label.replace("_", " ") for target in found if target.label}
    worded = _share_of_organisations(named[0])
    if keys & _OF_ORGANISATIONS:
        return "email" not in fields or named[0].target == Target("organisation") or worded > 0.5
    return worded >= 0.8 and found[named[0].place] == Target("whole_name") and len(named[0].values) > 1


def _tell(columns: list[_Column], found: Sequence[Target], report: Report, *, of_organisations: bool) -> None:
    for column in columns:
        if column.by_cells and found[column.place].field != "extra":
            what = _SAID[column.holds]
            report.note(f"The column “{clean(column.heading)[:60]}” was read as {what}, because that is what it holds.")
    fields = {target.field for target in found}
    if not (fields & _NAMES or of_organisations) and fields & {"email", "title", "phone"}:
        report.problem(_NO_NAMES)
