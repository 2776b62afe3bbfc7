"""What belongs to each record, after a read of what belongs to many."""

from collections.abc import Iterable
from typing import TypeVar

_Parent = TypeVar("_Parent")
_Child = TypeVar("_Child")


def by_parent(pairs: Iterable[tuple[_Parent, _Child]]) -> dict[_Parent, tuple[_Child, ...]]:
    """Return what belongs to each parent, in the order in which it comes."""
    found: dict[_Parent, list[_Child]] = {}
    for parent, child in pairs:
        found.setdefault(parent, []).append(child)
    return {parent: tuple(children) for parent, children in found.items()}
