"""Taking the sample network out again, whatever was done in it meanwhile, while one's own records stay."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

import msgspec
from peewee import ForeignKeyField, fn

from crm.db import schema
from crm.db.query_builder import bind, each_of
from crm.db.repair import emptied
from crm.db.schema import Change, ChangeSet, FollowUp, IntroductionParty, Participant
from crm.db.store import Store
from crm.errors import CrmError
from crm.sample.label import LABEL
from crm.settings import IS_SAMPLE, Settings

REMOVE = "Remove the sample network"

MADE = ChangeSet.select(fn.max(ChangeSet.id)).where(
    ChangeSet.label == LABEL, ChangeSet.kind != "undo", ChangeSet.reversed_by.is_null()
)
"""The change set in which the network was made, and which stands."""
BROUGHT = Change.select(Change.table_name, Change.row_id).where(
    Change.change_set_id == bind("made"), Change.before.is_null(), Change.table_name != "setting"
)

_WORDS = frozenset({"sector", "sub_region", "theme", "tag", "purpose", "series", "pipeline", "stage"})
"""Words of one's own records, too: one that is in use by then stays."""

_NOTHING_WITHOUT: dict[str, tuple[Any, int]] = {
    "interaction": (Participant.interaction, 1),
    "introduction": (IntroductionParty.introduction, 2),
}
"""A record of one's own that is nothing without so many rows about people or organisations: what they name it by."""

_MODELS: dict[str, Any] = {model._meta.table_name: model for model in schema.LOGGED}


class _Reference(msgspec.Struct, frozen=True):
    """A column that refers to rows of the table `named`; `referring` asks for the rows that name any of `ids`."""

    table: str
    column: str
    named: str
    may_be_empty: bool
    field: Any
    referring: Any


def remove_sample(store: Store) -> str:
    """Take out all that the sample network brought and what hangs on that alone, as one action; return its label.

    One's own people, organisations and opportunities stay. A reference of theirs to somebody of the sample is emptied;
    a meeting, follow-up or introduction that had nobody else goes. Raises CrmError where the file does not know which
    records those are.
    """
    with store.action(REMOVE):
        going = _brought(store)
        references = list(_references())
        _spare_words(store, going, references)
        _add_what_hangs_on(store, going, references)
        # Rows of the sample need each other; at the end nothing refers to any of them.
        store.defer_references()
        for table, ids in going.items():
            model = _MODELS[table]
            delete = model.delete().where(model.id == bind("id"))
            store.run_for_each(delete, ({"id": id_} for id_ in sorted(ids, reverse=True)))
        Settings(store).set(IS_SAMPLE, False)
    return REMOVE


def _brought(store: Store) -> dict[str, set[int]]:
    """Return the ids that the sample network has, by table."""
    going: dict[str, set[int]] = defaultdict(set)
    for table, row_id in store.rows(BROUGHT, made=store.value(MADE)):
        going[table].add(row_id)
    if not going:
        raise CrmError(
            "This sample network is too large to be taken out. Nothing was changed; start a new file for your own "
            "network."
        )
    return going


def _references() -> Iterator[_Reference]:
    for model in schema.LOGGED:
        for field in model._meta.sorted_fields:
            if isinstance(field, ForeignKeyField):
                yield _Reference(
                    table=model._meta.table_name,
                    column=field.column_name,
                    named=field.rel_model._meta.table_name,
                    may_be_empty=field.null,
                    field=field,
                    referring=model.select(model.id).where(field.in_(each_of("ids"))),
                )


def _spare_words(store: Store, going: dict[str, set[int]], references: Sequence[_Reference]) -> None:
    """Keep the words that one's own records use, and what those words hang on in turn (a stage on its pipeline)."""
    own_words = {table: going[table] for table in _WORDS if going.get(table)}
    changed = True
    while changed:
        changed = False
        for each in references:
            if each.named not in own_words:
                continue
            of_own = each.field.model.select(each.field.model.id, each.field).where(each.field.is_null(False))
            for row, word in store.rows(of_own):
                if word in own_words[each.named] and row not in going.get(each.table, ()):
                    own_words[each.named].discard(word)
                    changed = True


def _add_what_hangs_on(store: Store, going: dict[str, set[int]], references: Sequence[_Reference]) -> None:
    """Empty the references of one's own rows to what goes, and add those rows that are nothing without it."""
    fresh = {table: set(ids) for table, ids in going.items()}
    while fresh:
        hanging: dict[str, set[int]] = defaultdict(set)
        for each in references:
            if each.named not in fresh:
                continue
            for row in store.column(each.referring, ids=sorted(fresh[each.named])):
                if row in going.get(each.table, ()) or row in hanging[each.table]:
                    continue
                if not (each.may_be_empty and _stays_without(store, each, row)):
                    hanging[each.table].add(row)
        for owner, (naming, least) in _NOTHING_WITHOUT.items():
            hanging[owner] |= _left_with_too_few(store, owner, naming, least, going, hanging)
        fresh = {table: ids - going[table] for table, ids in hanging.items() if ids - going[table]}
        for table, ids in fresh.items():
            going[table] |= ids


def _stays_without(store: Store, reference: _Reference, row: int) -> bool:
    """Empty a reference of a row, unless it is then about nothing any more."""
    is_about_it = reference.table == "follow_up" and reference.column != "follows_id"
    if is_about_it and not store.value(_is_about_more(reference.column), follow_up=row):
        return False
    return emptied(store, reference.table, reference.column, row)


@cache
def _is_about_more(column: str) -> Any:
    """Return the query of whether a follow-up is about anything besides what that column names."""
    others = (
        field.is_null(False)
        for field in FollowUp._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.column_name not in (column, "follows_id")
    )
    return FollowUp.select(reduce(or_, others)).where(FollowUp.id == bind("follow_up"))


def _left_with_too_few(
    store: Store, owner: str, naming: Any, least: int, going: dict[str, set[int]], hanging: dict[str, set[int]]
) -> set[int]:
    """Return one's own records that lose a row to what goes and have fewer than the `least` left."""
    rows, table = naming.model, naming.model._meta.table_name
    lost = hanging[table]
    losing = rows.select(naming).where(rows.id.in_(each_of("lost")))
    left: Counter[int] = Counter()
    for owner_id, row in store.rows(rows.select(naming, rows.id).where(naming.in_(losing)), lost=lost):
        left[owner_id] += row not in lost and row not in going.get(table, ())
    return {owner_id for owner_id, many in left.items() if many < least} - going.get(owner, set())
