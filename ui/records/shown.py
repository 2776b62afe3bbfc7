"""What a page, a panel or a card of facts shows: one record."""

from typing import Protocol, TypeVar


class Shown(Protocol):
    """A record with its id."""

    @property
    def id(self) -> int:
        """Which record it is."""


Record = TypeVar("Record", bound=Shown)
