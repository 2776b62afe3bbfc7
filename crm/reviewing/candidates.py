"""Whom a row of a file may be about, as a person chooses from them."""

from collections.abc import Sequence

import msgspec

from crm.db.store import Store
from crm.reviewing import queries

NEW_CONTACT = 0
"""The decision that a row is about nobody we know."""


class Somebody(msgspec.Struct, frozen=True):
    """Whom a row may be about; who is in the trash comes back with the row that is theirs."""

    contact_id: int | None
    name: str
    organisation: str
    email: str
    in_trash: bool = False


class Known(Somebody, frozen=True):
    """A contact whom a row may be about; `is_listed`: they are on the list of the huddle that the file is of."""

    is_listed: bool = False


def known_people(store: Store, ids: Sequence[int], huddle_id: int = 0) -> tuple[Known, ...]:
    """Return who these contacts are, in this order; `huddle_id` is the huddle of the file, 0 where it is of none."""
    return tuple(store.all(queries.KNOWN, into=Known, huddle=huddle_id, ids=ids)) if ids else ()
