"""Merging: two records of a kind become one. What hangs on one goes to the other, and the one goes.

Each kind that can be merged declares itself as a `Mergeable`; `merge(gone, into)` of its service calls `merge` here.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from crm.db.schema import LOGGED
from crm.db.store import Store
from crm.errors import Invalid
from crm.record_names import name_in, word_for
from crm.trash import KINDS, Trash
from crm.views import Views

_TABLES = {model._meta.table_name: model for model in LOGGED}


class Mergeable(msgspec.Struct, frozen=True):
    """What a kind of record declares to become one with another: `gone` of its queries goes, `into` stays."""

    kind: str
    handed_over: tuple[Any, ...]
    """The queries that give what hangs on the one to the other."""
    told: tuple[Any, ...] = ()
    """The queries that tell histories of it, at the end."""
    called: str = "{}"
    """How the label of the action says a name."""


def _nothing() -> None: ...


def merge(
    store: Store, trash: Trash, merged: Mergeable, gone: int, into: int, unite: Callable[[], None] = _nothing
) -> None:
    """Let one record become part of another as one action; raises Invalid (other) for one with itself, NotFound.

    `unite` writes what both say. What has a trash goes there, and anything else goes altogether. Saved views that ask
    for the one ask for the other from then on.
    """
    if gone == into:
        word = word_for(merged.kind)
        raise Invalid("other", f"{'An' if word[0] in 'aeiou' else 'A'} {word} cannot be merged with itself.")
    names = [merged.called.format(name_in(store, merged.kind, each)) for each in (gone, into)]
    with store.action(f"Merge {names[0]} into {names[1]}"):
        unite()
        for query in merged.handed_over:
            store.run(query, gone=gone, into=into)
        Views(store).repoint(merged.kind, gone, into)
        if merged.kind in KINDS:
            trash.put(merged.kind, [gone])
        else:
            store.delete(_TABLES[merged.kind], gone)
        for query in merged.told:
            store.run(query, gone=gone, into=into)
