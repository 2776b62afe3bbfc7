"""Taking the sample network out again, whatever was done in it meanwhile, while one's own records stay."""

import json
from collections import defaultdict
from collections.abc import Iterable

from peewee import ForeignKeyField

from crm.db import schema
from crm.db.repairing import emptied
from crm.db.store import Store
from crm.errors import CrmError
from crm.sample.label import LABEL
from crm.settings import IS_SAMPLE, Settings

REMOVE = "Remove the sample network"

_WORDS = frozenset({"sector", "sub_region", "theme", "tag", "purpose", "series", "pipeline", "stage"})
"""Words of one's own records, too: one that is in use by then stays."""

_NOTHING_WITHOUT = {"interaction": ("participant", 1), "introduction": ("introduction_party", 2)}
"""A record of one's own that is nothing without so many rows about people or organisations."""

_References = list[tuple[str, str, str, bool]]
"""Every reference: its table and column, the table it names, and whether it may be empty."""


def remove_sample(store: Store) -> str:
    """Take out all that the sample network brought and what hangs on that alone, as one action; return its label.

    One's own people, organisations and opportunities stay. A reference of theirs to somebody of the sample is emptied;
    a meeting, follow-up or introduction that had nobody else goes. Raises CrmError where the file does not know which
    records those are.
    """
    with store.action(REMOVE):
        going = _brought(store)
        references = _references()
        _spare_words(store, going, references)
        _add_what_hangs_on(store, going, references)
        # Rows of the sample need each other; at the end nothing refers to any of them.
        store.execute("PRAGMA defer_foreign_keys = ON")
        for table, ids in going.items():
            store.executemany(f"DELETE FROM {table} WHERE id = ?", ((id_,) for id_ in sorted(ids, reverse=True)))
        Settings(store).set(IS_SAMPLE, False)
    return REMOVE


def _brought(store: Store) -> dict[str, set[int]]:
    """Return the ids that the sample network has, by table."""
    made = store.value(
        "SELECT max(id) FROM change_set WHERE label = ? AND kind <> 'undo' AND reversed_by IS NULL", (LABEL,)
    )
    going: dict[str, set[int]] = defaultdict(set)
    for table, row_id in store.rows(
        "SELECT table_name, row_id FROM change WHERE change_set_id = ? AND before IS NULL AND table_name <> 'setting'",
        (made,),
    ):
        going[table].add(row_id)
    if not going:
        raise CrmError(
            "This sample network is too large to be taken out. Nothing was changed; start a new file for your own "
            "network."
        )
    return going


def _references() -> _References:
    return [
        (model._meta.table_name, field.column_name, field.rel_model._meta.table_name, field.null)
        for model in schema.LOGGED
        for field in model._meta.sorted_fields
        if isinstance(field, ForeignKeyField)
    ]


def _referring(store: Store, table: str, column: str, ids: Iterable[int]) -> list[int]:
    sql = f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))"
    return [row[0] for row in store.rows(sql, (json.dumps(sorted(ids)),))]


def _spare_words(store: Store, going: dict[str, set[int]], references: _References) -> None:
    """Keep the words that one's own records use, and what those words hang on in turn (a stage on its pipeline)."""
    own_words = {table: going[table] for table in _WORDS if going.get(table)}
    changed = True
    while changed:
        changed = False
        for table, column, named, _ in references:
            if named not in own_words:
                continue
            for row, word in store.rows(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL"):
                if word in own_words[named] and row not in going.get(table, ()):
                    own_words[named].discard(word)
                    changed = True


def _add_what_hangs_on(store: Store, going: dict[str, set[int]], references: _References) -> None:
    """Empty the references of one's own rows to what goes, and add those rows that are nothing without it."""
    fresh = {table: set(ids) for table, ids in going.items()}
    while fresh:
        hanging: dict[str, set[int]] = defaultdict(set)
        for table, column, named, may_be_empty in references:
            for row in _referring(store, table, column, fresh.get(named, ())):
                if row in going.get(table, ()) or row in hanging[table]:
                    continue
                if not (may_be_empty and _stays_without(store, table, column, row, references)):
                    hanging[table].add(row)
        for owner, (table, least) in _NOTHING_WITHOUT.items():
            hanging[owner] |= _left_with_too_few(store, owner, table, least, going, hanging)
        fresh = {table: ids - going[table] for table, ids in hanging.items() if ids - going[table]}
        for table, ids in fresh.items():
            going[table] |= ids


def _stays_without(store: Store, table: str, column: str, row: int, references: _References) -> bool:
    """Empty a reference of a row, unless it is then about nothing any more."""
    if table == "follow_up":
        others = [each for owner, each, _, _ in references if owner == table and each not in (column, "follows_id")]
        about = " OR ".join(f"{each} IS NOT NULL" for each in others)
        if column != "follows_id" and not store.value(f"SELECT {about} FROM {table} WHERE id = ?", (row,)):
            return False
    return emptied(store, table, column, row)


def _left_with_too_few(
    store: Store, owner: str, table: str, least: int, going: dict[str, set[int]], hanging: dict[str, set[int]]
) -> set[int]:
    """Return one's own records that lose a row to what goes and have fewer than the `least` left."""
    lost = hanging[table]
    marked = json.dumps(sorted(lost))
    owners = {
        row[0]
        for row in store.rows(
            f"SELECT DISTINCT {owner}_id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (marked,)
        )
    }
    too_few = set()
    for id_ in owners - going.get(owner, set()):
        left = [row[0] for row in store.rows(f"SELECT id FROM {table} WHERE {owner}_id = ?", (id_,))]
        if sum(row not in lost and row not in going.get(table, ()) for row in left) < least:
            too_few.add(id_)
    return too_few
