"""Answers of the command line: JSON for programs, lines for people."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import asdict

from crm.cli.errors import AnswerLost
from crm.cli.streams import remark

DONE, REFUSED, WRONG_USE = 0, 1, 2
"""The exit codes."""


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: records as objects, moments and paths as text."""
    if isinstance(value, msgspec.Struct):
        facts = asdict(value)
        return plain(facts | facts.pop("more", {}))  # of the fields that a record has no attribute for
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def as_json(answer: Any) -> str:
    """Return an answer as JSON."""
    return json.dumps(plain(answer), ensure_ascii=False, indent=2)


def tell(answer: Any, lines: Iterable[str], wants_json: bool) -> None:
    """Print an answer: as JSON, or as its lines; raises AnswerLost where the work is done and nobody can be told."""
    try:
        for line in (as_json(answer),) if wants_json else lines:
            print(line)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AnswerLost(f"It was done, but what there is to say could not be printed: {error.strerror}.") from error


def tell_aside(answer: Any, lines: Iterable[str], wants_json: bool) -> None:
    """Say an answer on standard error, because standard output holds a file."""
    for line in (as_json(answer),) if wants_json else lines:
        remark(line)


def refuse(sentence: str, code: int = REFUSED) -> int:
    """Print the one line that says why, and return the exit code for it."""
    remark(" ".join(sentence.split()))
    return code
