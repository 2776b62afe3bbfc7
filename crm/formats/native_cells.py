"""Cells of our own tables that hold several values, or values of several parts: written to be read, and read back.

A list stands between semicolons; a value that holds one, a comma or a line end stands in quotes ("needs; follow, up").
A value of several parts is a line of such a list: its name, then each part under its label (Role: Chemist).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from crm.formats.rows import ReadPhone
from crm.phones import international, parse_phones

_NEEDS_QUOTES = re.compile(r'["\s]|.*(?:[;,|\n]|\s\Z| ::: )', re.DOTALL)
_ITEM = re.compile(r'[ \t]*(?:"((?:[^"]|"")*)"[ \t]*(?=[;\n]|\Z)|([^;\n]*))([;\n]|\Z)')
_MARKED = re.compile(r"(.*?)(?: ext\. (\w+))?(?: \((.*)\))?", re.DOTALL)
_MOBILE = "+447"

Record = tuple[str, dict[str, str]]
"""A name, and parts by their labels in lower case."""


def listed(items: Iterable[str]) -> str:
    """Return values as one cell."""
    return "; ".join(map(_quoted, items))


def parted(text: str) -> list[str]:
    """Return the values of a cell that `listed` wrote; blanks between semicolons are values, too."""
    return [item for line in _lines(text) for item in line] if text else []


def recorded(records: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Return values of several parts as one cell, a line each; empty parts are left out."""
    return "\n".join(
        listed([name, *(f"{label}: {value}" for label, value in parts.items() if value)]) for name, parts in records
    )


def read_records(text: str) -> list[Record]:
    """Return the values of several parts that `recorded` wrote."""
    found: list[Record] = []
    for name, *parts in _lines(text) if text else ():
        labelled = (part.partition(":") for part in parts)
        found.append((name, {label.strip().lower(): value.strip() for label, _, value in labelled}))
    return [record for record in found if any((record[0], *record[1].values()))]


def marked(value: str, kind: str) -> str:
    """Return a value with its kind in brackets: "ida@home.example (home)"."""
    return f"{value} ({kind})" if kind else value


def read_marked(text: str) -> tuple[str, str]:
    """Return the value and the kind that `marked` wrote."""
    value, _, kind = text.partition(" (")
    return value.strip(), kind.strip().removesuffix(")")


def phone_shown(value: str, extension: str, kind: str = "") -> str:
    """Return a number (E.164, or as typed) as it is read: "+44 151 496 0702 ext. 42 (fax)".

    A mobile number that is called one needs no word.
    """
    shown = international(value) + (f" ext. {extension}" if extension else "")
    if value.startswith(_MOBILE):
        kind = "" if kind == "mobile" else kind or "other"
    return marked(shown, kind)


def typed_phones(phones: Iterable[tuple[str, str]]) -> str:
    """Return how numbers (E.164, and as typed) were typed, under their places, where they are not shown like that."""
    return listed(
        f"{place}: {typed}" for place, (value, typed) in enumerate(phones, 1) if typed != international(value)
    )


def org_phone_typed(typed: str) -> str:
    """Return how an organisation's number was typed, or "" where `read_org_phone` knows without."""
    return "" if read_org_phone(international(typed), "") == typed else typed


def read_org_phone(shown: str, typed: str) -> str:
    """Return an organisation's number of the cells for how it is shown and how it was typed.

    One that is shown spaced was typed without blanks, where nothing else is said.
    """
    compact = shown.replace(" ", "")
    return typed or (compact if shown != compact and international(compact) == shown else shown)


def read_phones(first: str, kind: str, others: str, typed: str) -> Iterator[ReadPhone]:
    """Yield the numbers of the cells for the first phone, its kind, the other phones, and how each was typed."""
    spellings = dict(map(_placed, parted(typed)))
    for place, text in enumerate([first, *parted(others)]):
        if not text:
            continue
        found = _MARKED.fullmatch(text)
        number, extension, said = found.groups("") if found else (text, "", "")
        if not place:
            number, said = f"{number} ({said})" if said else number, kind
        elif not said and international(number).startswith("+44 7"):
            said = "mobile"
        yield from _phones(number, extension, said, spellings.get(str(place + 1), ""))


def _placed(text: str) -> tuple[str, str]:
    place, _, typed = text.partition(":")
    return place, typed.strip()


def _phones(number: str, extension: str, kind: str, typed: str) -> Iterator[ReadPhone]:
    parsed = parse_phones(number)
    if len(parsed) > 1:  # several, put there by hand
        for each in parsed:
            yield ReadPhone(each.e164 or each.typed, each.kind or kind or "other", each.extension, each.typed)
        return
    e164 = parsed[0].e164 if parsed else None
    if typed and e164 and all(each.e164 != e164 for each in parse_phones(typed)):
        typed = ""  # of another number: the cells were edited
    extension = extension or (parsed[0].extension if parsed else "")
    yield ReadPhone(e164 or number, kind or "other", extension, typed or number)


def _lines(text: str) -> Iterator[list[str]]:
    line: list[str] = []
    place, end = 0, ""
    while place < len(text) or end == ";":
        found = _ITEM.match(text, place)
        if found is None:
            break
        quoted, plain, end = found.groups()
        line.append(quoted.replace('""', '"') if quoted is not None else plain.strip())
        place = found.end()
        if end == "\n":
            yield line
            line = []
    if line:
        yield line


def _quoted(item: str) -> str:
    return '"' + item.replace('"', '""') + '"' if _NEEDS_QUOTES.match(item) else item
