"""Two edits of one record: the second is told of the first instead of overwriting it."""

from collections.abc import Mapping
from typing import Any


def settle(
    shown: Mapping[str, Any], stored: Mapping[str, Any], typed: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what is to be saved, and the fields that must be decided first: changed here and, otherwise, elsewhere.

    `shown` is what stood in the fields when they were opened, `stored` what is on record now. A field that was changed
    on one side only takes that side's value; of one in dispute it keeps what was typed.
    """
    settled = dict(typed)
    disputed = []
    for key, now in stored.items():
        if key not in typed or now == shown.get(key, now) or now == typed[key]:
            continue
        if typed[key] == shown[key]:
            settled[key] = now
        else:
            disputed.append(key)
    return settled, tuple(disputed)


def settle_one(shown: Any, stored: Any, typed: Any) -> tuple[Any, bool]:
    """Return what is to be saved of one value, and whether that must be decided first."""
    settled, disputed = settle({"": shown}, {"": stored}, {"": typed})
    return settled[""], bool(disputed)


def as_it_is(words: str) -> str:
    """Return how a sentence tells a value: in quotation marks, or that it is empty."""
    return f"“{words}”" if words else "empty"


def changed_meanwhile(words: str, way_on: str) -> str:
    """Return what is said of a value in dispute: what it is now, and what can be done."""
    return f"This was changed meanwhile: it is {as_it_is(words)} now. {way_on}"
