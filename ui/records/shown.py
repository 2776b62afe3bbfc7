"""What a page, a panel or a card of facts shows: one record."""

from typing import Protocol, TypeVar


class ShownRecord(Protocol):
    """A record with its id."""

    @property
    def id(self) -> int:
        """Which record it is."""


Record = TypeVar("Record", bound=ShownRecord)
