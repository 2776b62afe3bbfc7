"""Answers as lines of text, by field name, and how they differ from those that were kept.

`CLUSTER_DESK_GOLDEN=write` keeps today's answers instead of comparing them.
"""

import dataclasses
import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

KEPT = Path(__file__).parent / "frozen"
SWITCH = "CLUSTER_DESK_GOLDEN"
_MOST_LINES = 40
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Answers:
    """Compares answers with the kept ones; what differs from run to run (new uids, folders, the computer) is masked."""

    def __init__(self, masks: Mapping[str, str], known_uids: Iterable[str]) -> None:
        self._masks = {text: mask for text, mask in masks.items() if text}
        self._known_uids = frozenset(known_uids)

    def check(self, name: str, answers: Mapping[str, object]) -> None:
        """Fail where answers, each under its heading, differ from those kept under a name."""
        text = self.as_text(answers)
        path = KEPT / f"{name}.txt"
        if os.environ.get(SWITCH) == "write":
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        assert path.exists(), f"{path.name} was never kept: run the test once with {SWITCH}=write and look at it"
        kept = path.read_text(encoding="utf-8")
        if kept != text:
            pytest.fail(_difference(path.name, kept, text), pytrace=False)

    def as_text(self, answers: Mapping[str, object]) -> str:
        """Return answers as they are kept."""
        made = "".join(f"{line}\n" for heading, answer in answers.items() for line in _under(heading, answer))
        for text, mask in self._masks.items():
            made = made.replace(text, mask)
        numbers: dict[str, str] = {}

        def masked(found: re.Match[str]) -> str:
            uid = found[0]
            return uid if uid in self._known_uids else numbers.setdefault(uid, f"uid-{len(numbers) + 1}")

        return _UID.sub(masked, made)


def _difference(name: str, kept: str, text: str) -> str:
    headings = {number: line for number, line in enumerate(text.splitlines()) if line.startswith("# ")}
    found = list(difflib.unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", n=1, lineterm=""))
    at = re.search(r"\+(\d+)", found[2]) if len(found) > 2 else None
    under = [line for number, line in headings.items() if at and number <= int(at[1])]
    more = len(found) - _MOST_LINES
    told = [f"{name} differs from what was kept, first under “{under[-1][2:] if under else ''}”:"]
    told += [line if len(line) <= 400 else f"{line[:400]}…" for line in found[:_MOST_LINES]]
    if more > 0:
        told.append(f"… and {more:,} lines more")
    told.append(f"Where this is what was meant: {SWITCH}=write keeps the new answers; look at their diff.")
    return "\n".join(told)


def fields(record: object) -> dict[str, Any] | None:
    """Return the fields of a record by name in the order of names, whatever kind of record it is; None for others."""
    names: Iterable[str] | None = None
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        names = [field.name for field in dataclasses.fields(record)]
    elif not isinstance(record, type):
        names = getattr(record, "__struct_fields__", None) or getattr(record, "_fields", None)
    if names is None:
        return None
    held = {name: getattr(record, name) for name in names}
    more = held.pop("more", {})  # fields that a record has no attribute for stand among the others
    return dict(sorted((held | more).items()))


def plain(value: object) -> object:
    """Return a value as JSON: records as {class: fields}, flags as 0 and 1, enumerations by name, days and moments."""
    held = fields(value)
    if held is not None:
        return {type(value).__name__: {name: plain(each) for name, each in held.items()}}
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(each) for each in value), key=repr)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Iterable):
        return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} is kept in no golden answer")


def _json(value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping | Enum) and fields(value) is None


def _under(heading: str, answer: object) -> Iterator[str]:
    if isinstance(answer, str | int | float) and "\n" not in str(answer):
        yield f"# {heading}: {_json(answer)}"
    elif answer is None:
        yield f"# {heading}"
    else:
        yield f"# {heading}"
        yield from _lines(answer)


def _lines(value: object, indent: str = "") -> Iterator[str]:
    held = fields(value)
    if held is not None:
        yield f"{indent}{type(value).__name__}"
        yield from _named(held, indent + " ")
    elif isinstance(value, Mapping):
        yield from _named(value, indent)
    elif _is_list(value):
        yield from _rows(list(value), indent)  # type: ignore[call-overload]
    elif isinstance(value, str) and "\n" in value:
        yield from (f"{indent}{line}" for line in value.splitlines())
    else:
        yield indent + _json(value)


def _named(held: Mapping[Any, object], indent: str) -> Iterator[str]:
    for name, value in held.items():
        if isinstance(value, Mapping) or fields(value) is not None or (_is_list(value) and _holds_records(value)):
            yield f"{indent}{plain(name)}:"
            yield from _lines(value, indent + " ")
        else:
            yield f"{indent}{plain(name)} = {_json(value)}"


def _holds_records(value: object) -> bool:
    return any(fields(each) is not None for each in value)  # type: ignore[attr-defined]


def _rows(rows: list[object], indent: str) -> Iterator[str]:
    """Give rows one a line; the names of the fields of records of one kind stand once, above them."""
    above: tuple[str, ...] = ()
    if not rows:
        yield f"{indent}none"
    for row in rows:
        held = fields(row)
        if held is None:
            yield indent + _json(row)
            above = ()
            continue
        heading = (type(row).__name__, *held)
        if heading != above:
            yield f"{indent}{heading[0]}: {' '.join(heading[1:])}"
            above = heading
        yield indent + _json(list(held.values()))
