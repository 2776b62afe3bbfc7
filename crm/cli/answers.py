"""Answers of the command line: JSON for programs, lines for people."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: records as objects, moments and paths as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def tell(answer: Any, lines: Iterable[str], as_json: bool) -> None:
    """Print an answer: as JSON, or as its lines."""
    if as_json:
        print(json.dumps(plain(answer), ensure_ascii=False, indent=2))
        return
    for line in lines:
        print(line)


def refuse(sentence: str) -> int:
    """Print the one line that says why, and return the exit code for it."""
    print(" ".join(sentence.split()), file=sys.stderr)
    return 1
