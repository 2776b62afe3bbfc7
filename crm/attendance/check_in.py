"""Check-in at the door: whom the words typed there may mean, and what undo takes back there."""

import heapq
from collections.abc import Sequence

import msgspec

from crm.attendance.queries import CANDIDATES, CHANGED_LIST, EXPECTED, having_words
from crm.attendance.records import Candidate
from crm.db import history
from crm.db.derived.stale import CONTACT
from crm.db.store import Store
from crm.search import query
from crm.search.name_search import Fit, Records


class _Listed(msgspec.Struct, frozen=True):
    """Who is on a list, with the group they come in and all words they are found by."""

    contact_id: int
    group: int
    words: str
    sort_name: str


def candidates(store: Store, huddle_id: int, text: str, limit: int = 6) -> list[Candidate]:
    """Return whom the words at the door may mean, the best match first within each group.

    First those still expected, then others on the list, then those who are in, then everybody we know: the list is
    read whole, everybody else by the ranked index, whose cost does not grow with the file. Without words: those
    still expected, by name.
    """
    wanted = query.read(text).record_words
    if not wanted:
        expected = [] if text.strip() else store.column(EXPECTED, huddle=huddle_id, most=limit)
        return _shown(store, huddle_id, expected)
    ids = _listed(store, huddle_id, wanted, limit)
    if len(ids) < limit:
        found = Records(store).find(CONTACT, wanted, limit + len(ids))
        ids = list(dict.fromkeys([*ids, *found]))[:limit]
    return _shown(store, huddle_id, ids)


def undoes(store: Store, huddle_id: int) -> bool:
    """Return whether the action that undo takes back next is one on the list of this huddle."""
    with store.reading() as connection:
        found = history.next_undo(connection)
    if found is None:
        return False
    return store.value(CHANGED_LIST, change_set=found[0], huddle=huddle_id) is not None


def _listed(store: Store, huddle_id: int, wanted: Sequence[str], limit: int) -> list[int]:
    """Return the first on the list of a huddle who have all the words, by group and then by how well they fit."""
    words = {f"word{number}": f" {word}" for number, word in enumerate(wanted)}
    listed = store.all(having_words(len(wanted)), into=_Listed, huddle=huddle_id, **words)
    fit = Fit(wanted)
    ranked = (
        (each.group, rank, each.sort_name, each.contact_id)
        for each in listed
        if (rank := fit.of(each.words)) is not None
    )
    return [id_ for *_, id_ in heapq.nsmallest(limit, ranked)]


def _shown(store: Store, huddle_id: int, ids: Sequence[int]) -> list[Candidate]:
    return store.all(CANDIDATES, into=Candidate, huddle=huddle_id, ids=ids)
