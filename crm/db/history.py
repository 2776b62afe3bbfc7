"""The change log: triggers that write row images, and undo, redo and "what changed" read from them.

A change set is in effect while it is not reversed. Undo writes a set of kind `undo` that reverses one; redo writes a
set of kind `redo` that reverses that undo. So everything stands in the log and survives a restart.
"""

import json
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlite

from crm.changes import Topic
from crm.db import schema
from crm.db.device import this_device
from crm.errors import CrmError, StandsInTheWay

AUTHOR_SETTING = "user_name"
"""The key of the setting that says who works with the file."""

_REFUSED = "This file keeps a log of every change: change it in Cluster Desk. Nothing was changed."
"""What another program is told that writes to the file; it must hold no quotation mark."""

_AT_ONCE = 2000
"""Changes read at a time to be reversed."""

TOPICS: dict[str, Topic] = {
    "sector": Topic.VOCABULARIES,
    "sub_region": Topic.VOCABULARIES,
    "theme": Topic.VOCABULARIES,
    "tag": Topic.TAGS,
    "contact_tag": Topic.TAGS | Topic.CONTACTS,
    "organisation_tag": Topic.TAGS | Topic.ORGANISATIONS,
    "interaction_tag": Topic.TAGS | Topic.INTERACTIONS,
    "organisation": Topic.ORGANISATIONS,
    "organisation_alias": Topic.ORGANISATIONS,
    "organisation_domain": Topic.ORGANISATIONS,
    "organisation_theme": Topic.ORGANISATIONS,
    "partnership": Topic.ORGANISATIONS,
    "contact": Topic.CONTACTS,
    "contact_alias": Topic.CONTACTS,
    "contact_email": Topic.CONTACTS,
    "contact_phone": Topic.CONTACTS,
    "contact_address": Topic.CONTACTS,
    "contact_theme": Topic.CONTACTS,
    "affiliation": Topic.CONTACTS | Topic.ORGANISATIONS,
    "interaction": Topic.INTERACTIONS,
    "participant": Topic.INTERACTIONS,
    "follow_up": Topic.FOLLOW_UPS,
    "saved_view": Topic.VIEWS,
    "setting": Topic.SETTINGS,
    "import_batch": Topic.IMPORTS,
    "import_row": Topic.IMPORTS,
    "series": Topic.HUDDLES,
    "huddle": Topic.HUDDLES,
    "attendance": Topic.HUDDLES,
    "attendance_session": Topic.HUDDLES,
    "pitch": Topic.HUDDLES,
    "hand": Topic.HUDDLES,
    "close_out": Topic.HUDDLES,
    "pipeline": Topic.OPPORTUNITIES | Topic.VOCABULARIES,
    "stage": Topic.OPPORTUNITIES | Topic.VOCABULARIES,
    "opportunity": Topic.OPPORTUNITIES,
    "opportunity_party": Topic.OPPORTUNITIES,
    "opportunity_theme": Topic.OPPORTUNITIES,
    "stage_change": Topic.OPPORTUNITIES,
    "opportunity_fate": Topic.OPPORTUNITIES,
    "attachment": Topic.OPPORTUNITIES,
    "introduction": Topic.INTRODUCTIONS,
    "introduction_party": Topic.INTRODUCTIONS,
    "outcome": Topic.INTRODUCTIONS,
    "relationship": Topic.INTRODUCTIONS,
    "need_offer": Topic.NEEDS,
    "need_offer_theme": Topic.NEEDS,
    "match_decision": Topic.NEEDS | Topic.INTRODUCTIONS,
    "purpose": Topic.VOCABULARIES,
    "consent": Topic.CONTACTS,
}


class Reversal(msgspec.Struct, frozen=True):
    """What an undo or redo did: the new change set, and the label of the action it reversed or did again."""

    change_set: int
    label: str


class ChangeSetRow(msgspec.Struct, frozen=True):
    """A line of the history of actions; `in_effect` is False once it was undone.

    `author` is who did it and `device` on which computer, both '' where that is not known.
    """

    id: int
    label: str
    kind: str
    at: str
    in_effect: bool
    author: str
    device: str


class ChangeRow(msgspec.Struct, frozen=True):
    """One row's change: `before` and `after` hold the columns that differ (all of them for a new or removed row).

    `author` is who did it, '' where that is not known; `is_elsewhere` says that it was on another computer.
    """

    change_set: int
    label: str
    at: str
    table: str
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    author: str
    is_elsewhere: bool


def columns(table: str) -> tuple[str, ...]:
    """Return the column names of a logged table in their order."""
    return _columns()[table]


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    return {
        model._meta.table_name: tuple(field.column_name for field in model._meta.sorted_fields)
        for model in schema.LOGGED
    }


def triggers() -> dict[str, str]:
    """Return the SQL of every change-log trigger by name: three for each logged table."""
    made: dict[str, str] = {}
    for table in _columns():
        for event, before, after in (("INSERT", None, "NEW"), ("UPDATE", "OLD", "NEW"), ("DELETE", "OLD", None)):
            name = f"log_{table}_{event.lower()}"
            made[name] = _trigger(name, table, event, before, after)
    return made


def _trigger(name: str, table: str, event: str, before: str | None, after: str | None) -> str:
    row = after or before
    names = columns(table)

    def image(alias: str | None) -> str:
        return "json_object(" + ", ".join(f"'{c}', {alias}.{c}" for c in names) + ")" if alias else "NULL"

    def about(record: str) -> str:
        column = "id" if table == record else f"{record}_id"
        return f"{row}.{column}" if column in names else "NULL"

    # Without an open set the row would be filed under somebody's last action, and be undone with it.
    running = f"(SELECT iif(is_open, id, NULL) FROM change_set ORDER BY id DESC LIMIT 1), RAISE(ABORT, '{_REFUSED}')"
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
        "INSERT INTO change (change_set_id, table_name, row_id, before, after, contact_id, organisation_id) "
        f"VALUES (coalesce({running}), '{table}', {row}.id, {image(before)}, {image(after)}, "
        f"{about('contact')}, {about('organisation')}); END"
    )


def begin(connection: Any, label: str, kind: str, at: str, reverses: int | None = None) -> int:
    """Open a change set in the running transaction; the triggers write into it until `end`, in the same one."""
    # A setting that is no JSON must not stop a write.
    cursor = connection.execute(
        "INSERT INTO change_set (label, kind, at, reverses, device, is_open, author) VALUES (?, ?, ?, ?, ?, 1, "
        "coalesce((SELECT iif(json_valid(value), value ->> '$', '') FROM setting WHERE key = ?), ''))",
        (label, kind, at, reverses, this_device(), AUTHOR_SETTING),
    )
    return int(cursor.lastrowid)


def end(connection: Any, change_set: int) -> bool:
    """Close a change set and return whether it changed anything; one that did not is taken out of the log again."""
    if connection.execute(
        "SELECT 1 FROM change WHERE change_set_id = :set AND before IS NOT after UNION ALL "
        "SELECT 1 FROM change_set WHERE id = :set AND reverses IS NOT NULL LIMIT 1",
        {"set": change_set},
    ).fetchone():
        connection.execute("UPDATE change_set SET is_open = 0 WHERE id = ?", (change_set,))
        return True
    connection.execute("DELETE FROM change WHERE change_set_id = ?", (change_set,))
    connection.execute("DELETE FROM change_set WHERE id = ?", (change_set,))
    return False


def topics_of(connection: Any, change_set: int) -> Topic:
    """Return the topics of the tables that a change set touched."""
    # One step of the index a table, however many rows an import wrote.
    tables = connection.execute(
        "WITH RECURSIVE touched (name) AS (SELECT min(table_name) FROM change WHERE change_set_id = :set UNION ALL "
        "SELECT (SELECT min(table_name) FROM change WHERE change_set_id = :set AND table_name > touched.name) "
        "FROM touched WHERE touched.name IS NOT NULL) SELECT name FROM touched WHERE name IS NOT NULL",
        {"set": change_set},
    ).fetchall()
    found = Topic.NONE
    for (table,) in tables:
        found |= TOPICS.get(table, Topic.NONE)
    return found


def next_undo(connection: Any) -> tuple[int, str] | None:
    """Return id and label of the action that undo would take back, or None."""
    row = connection.execute(
        "SELECT id, label FROM change_set WHERE kind IN ('edit', 'import', 'redo') AND reversed_by IS NULL "
        "ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def next_redo(connection: Any) -> tuple[int, str] | None:
    """Return id and label of the undo that redo would take back, or None; a new edit ends what can be redone."""
    row = connection.execute(
        "SELECT id, label FROM change_set WHERE kind = 'undo' AND reversed_by IS NULL "
        "AND id > coalesce((SELECT max(id) FROM change_set WHERE kind IN ('edit', 'import')), 0) "
        "ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def kind_of_reversal(connection: Any, change_set: int) -> str:
    """Return the kind of the set that takes `change_set` back: what takes an undo back does the action again."""
    row = connection.execute("SELECT kind = 'undo' FROM change_set WHERE id = ?", (change_set,)).fetchone()
    return "redo" if row and row[0] else "undo"


def has_more_changes_than(connection: Any, change_set: int, most: int) -> bool:
    """Return whether a change set holds more than `most` rows, without counting them all."""
    sql = "SELECT 1 FROM change WHERE change_set_id = ? LIMIT 1 OFFSET ?"
    return connection.execute(sql, (change_set, most)).fetchone() is not None


def check_nothing_stands_in_the_way(connection: Any, change_set: int) -> None:
    """Raise StandsInTheWay with the labels of later actions in effect that touched a row of this set.

    Rows that refer, or referred, to a record this set made count too: a phone number of a person it created, a tag it
    created that somebody else has since. They would go with the record. Raises CrmError for a set that was undone.
    """
    label = _label_in_effect(connection, change_set)
    in_effect = _in_effect_after(connection, change_set)
    values = {"set": change_set, "in_effect": json.dumps(list(in_effect))}
    later = (
        "SELECT later.change_set_id FROM change later WHERE later.change_set_id IN (SELECT value FROM in_effect) AND "
    )
    made = "SELECT row_id FROM change WHERE change_set_id = :set AND before IS NULL AND table_name = "
    parts = [
        f"{later} EXISTS (SELECT 1 FROM change mine WHERE mine.change_set_id = :set "
        "AND mine.table_name = later.table_name AND mine.row_id = later.row_id)"
    ]
    kinds = connection.execute(
        "SELECT DISTINCT table_name FROM change WHERE change_set_id = ? AND before IS NULL", (change_set,)
    ).fetchall()
    for (kind,) in kinds:
        for table, column in _referring_to(kind):
            refers = " OR ".join(
                f"later.{image} ->> '$.{column}' IN ({made} '{kind}')" for image in ("before", "after")
            )
            parts.append(f"{later} later.table_name = '{table}' AND ({refers})")
    found = connection.execute(
        f"WITH in_effect AS MATERIALIZED (SELECT value FROM json_each(:in_effect)) {' UNION '.join(parts)} "
        "ORDER BY 1 DESC LIMIT 20",
        values,
    ).fetchall()
    if found:
        raise StandsInTheWay(label, [in_effect[later] for (later,) in found])


def _in_effect_after(connection: Any, change_set: int) -> dict[int, str]:
    """Return the labels of later actions that are in effect, by the newest set of each, as seen from this set.

    What was done, undone and done again is one chain. Two steps of it after this set leave everything as it was then,
    be it an action and its undo, or the undo of an action before this set and its redo.
    """
    rows = connection.execute(
        "SELECT id, label, reverses, reversed_by FROM change_set WHERE id > ? ORDER BY id", (change_set,)
    ).fetchall()
    steps: dict[int, int] = {}
    for later, _, reverses, _ in rows:
        steps[later] = steps.get(reverses, 0) + 1
    return {later: str(label) for later, label, _, reversed_by in rows if reversed_by is None and steps[later] % 2}


def _referring_to(table: str) -> list[tuple[str, str]]:
    """Return every column of a logged table that refers to rows of `table`."""
    return [
        (model._meta.table_name, field.column_name)
        for model in schema.LOGGED
        for field in model._meta.refs
        if field.rel_model._meta.table_name == table
    ]


def later_ones(connection: Any, change_set: int) -> StandsInTheWay:
    """Return the refusal that names the later actions in effect on the same tables as this set."""
    in_effect = _in_effect_after(connection, change_set)
    found = connection.execute(
        "SELECT DISTINCT change_set_id FROM change later WHERE later.change_set_id IN "
        "(SELECT value FROM json_each(:in_effect)) AND later.table_name IN "
        "(SELECT table_name FROM change WHERE change_set_id = :set) ORDER BY 1 DESC LIMIT 20",
        {"set": change_set, "in_effect": json.dumps(list(in_effect))},
    ).fetchall()
    return StandsInTheWay(_label_in_effect(connection, change_set), [in_effect[later] for (later,) in found])


def _label_in_effect(connection: Any, change_set: int) -> str:
    """Return the label of an action that is in effect; raises CrmError for any other."""
    row = connection.execute("SELECT label, reversed_by FROM change_set WHERE id = ?", (change_set,)).fetchone()
    if row is None or row[1] is not None:
        raise CrmError("That action was already undone.")
    return str(row[0])


def reverse(connection: Any, change_set: int, kind: str, at: str) -> Reversal:
    """Write the change set that takes `change_set` back, inside the running transaction.

    The caller knows that nothing stands in the way: undo and redo go newest first, so there nothing can.
    """
    label = _label_in_effect(connection, change_set)
    made = begin(connection, label, kind, at, reverses=change_set)
    _step_back(connection, change_set)
    connection.execute("UPDATE change_set SET reversed_by = ? WHERE id = ?", (made, change_set))
    return Reversal(made, label)


def _step_back(connection: Any, change_set: int) -> None:
    """Reverse the set's changes, the last first: every state between two statements was valid once.

    Rows of one statement may need each other. Foreign keys then wait for the commit; but asking that throws every
    prepared statement away, which costs more than a small undo, so that one is tried without.
    """
    # One writer at a time, so the changes of a set stand together.
    first, last = connection.execute(
        "SELECT min(id), max(id) FROM change WHERE change_set_id = ?", (change_set,)
    ).fetchone()
    if last is None:
        return
    if last - first < _AT_ONCE:
        connection.execute("SAVEPOINT step_back")
        try:
            _reverse_rows(connection, change_set, first, last)
        except sqlite.IntegrityError:
            connection.execute("ROLLBACK TO step_back")
        else:
            return
        finally:
            connection.execute("RELEASE step_back")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    _reverse_rows(connection, change_set, first, last)


def _reverse_rows(connection: Any, change_set: int, first: int, last: int | None) -> None:
    # Read in runs, because the triggers write meanwhile.
    while last is not None:
        changes = connection.execute(
            "SELECT id, table_name, row_id, before, after FROM change "
            f"WHERE id BETWEEN ? AND ? AND change_set_id = ? ORDER BY id DESC LIMIT {_AT_ONCE}",
            (first, last, change_set),
        ).fetchall()
        steps = (step for change in changes if (step := _backwards(*change[1:])) is not None)
        for sql, alike in groupby(steps, key=itemgetter(0)):
            connection.executemany(sql, [values for _, values in alike])
        last = changes[-1][0] - 1 if changes and changes[-1][0] > first else None


def _backwards(table: str, row_id: int, before: str | None, after: str | None) -> tuple[str, list[Any]] | None:
    """Return the statement that reverses one change, with its values; None where nothing changed.

    A column that the image does not know (it is older than the column) keeps its value, or takes its default.
    """
    if before is None:
        return f"DELETE FROM {table} WHERE id = ?", [row_id]
    was: dict[str, Any] = json.loads(before)
    now: dict[str, Any] | None = json.loads(after) if after else None
    names = [name for name in columns(table) if name in was and (now is None or was[name] != now.get(name))]
    values = [was[name] for name in names]
    if now is None:
        return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values
    if not names:
        return None
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?", [*values, row_id]


def change_sets(connection: Any, before: int | None = None, limit: int = 50) -> list[ChangeSetRow]:
    """Return actions newest first, older than the set `before`."""
    rows = connection.execute(
        "SELECT id, label, kind, at, reversed_by IS NULL, author, device FROM change_set "
        "WHERE kind <> 'quiet' AND id < ? "
        "ORDER BY id DESC LIMIT ?",
        (before if before is not None else 1 << 62, limit),
    ).fetchall()
    return [ChangeSetRow(int(i), label, kind, at, bool(effect), *who) for i, label, kind, at, effect, *who in rows]


def changes_about(connection: Any, record: str, record_id: int, limit: int = 200) -> list[ChangeRow]:
    """Return what changed about a contact, an organisation or any row (`record` is its table), newest first."""
    where = f"c.{record}_id = ?" if record in ("contact", "organisation") else "c.table_name = ? AND c.row_id = ?"
    args: Sequence[object] = (record_id,) if record in ("contact", "organisation") else (record, record_id)
    rows = connection.execute(
        "SELECT s.id, s.label, s.at, c.table_name, c.row_id, c.before, c.after, s.author, s.device FROM change c "
        f"JOIN change_set s ON s.id = c.change_set_id WHERE {where} ORDER BY c.id DESC LIMIT ?",
        (*args, limit),
    ).fetchall()
    made = [_change_row(row) for row in rows]
    return [change for change in made if change.before != change.after]


def _change_row(row: tuple[Any, ...]) -> ChangeRow:
    change_set, label, at, table, row_id, before_json, after_json, author, device = row
    before = json.loads(before_json) if before_json else None
    after = json.loads(after_json) if after_json else None
    if before is not None and after is not None:
        changed = [key for key in after if before.get(key) != after[key]]
        before, after = {k: before.get(k) for k in changed}, {k: after[k] for k in changed}
    is_elsewhere = device not in ("", this_device())
    return ChangeRow(int(change_set), label, at, table, int(row_id), before, after, author, is_elsewhere)
