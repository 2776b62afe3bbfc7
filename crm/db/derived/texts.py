"""The index of what was written: interactions, follow-ups, huddles and pitches, opportunities, introductions, needs
and offers, notes about people and organisations.

An FTS5 index without the text itself, whose rowid says kind, day and id, so that the newest come first in the order
of the index and no query ever sorts. Taking a text out needs the text as it was put in: triggers keep what stood in the
row before the transaction (tags included: those triggers fire BEFORE, while the tags still stand), which also lets FTS5
erase the words for good (`secure-delete`).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from crm import fields
from crm.text import words

INTERACTION, FOLLOW_UP, ABOUT_CONTACT, ABOUT_ORGANISATION, HUDDLE, PITCH, OPPORTUNITY, INTRODUCTION, NEED = range(9)

_ID_BITS, _DAY_BITS = 36, 22
"""Of a place in the index: with the four of the kind they leave the sign of 63 bits alone."""

TABLES: dict[str, str] = {
    # The number stands here so that a file whose index has other places gets a new one.
    "stale_text": "CREATE TABLE stale_text (kind INTEGER NOT NULL, id INTEGER NOT NULL, at TEXT, was TEXT, "
    f"PRIMARY KEY (kind, id)) WITHOUT ROWID /* ids of {_ID_BITS} bits */",
    "search_text": "CREATE VIRTUAL TABLE search_text USING fts5(words, content='', detail=none, columnsize=0, "
    "prefix='1 2 3 4', tokenize='ascii')",
}
"""`stale_text.was` is NULL where nothing was indexed. The words are folded before they come here."""

LONGEST_PREFIX = 4
"""Beginnings of up to this many letters have an index of their own."""

_LONGEST = 1_000_000
"""Letters of one text that are indexed: a book pasted into a note must not hold up its saving."""

_MANY = 5_000
"""From so many stale texts on the index gathers more in memory before it writes: a third of the time."""
_GATHERED, _GATHERED_OF_MANY = 1 << 20, 1 << 25

_TAGS = (
    "coalesce((SELECT group_concat(t.name, ' ') FROM interaction_tag l JOIN tag t ON t.id = l.tag_id "
    "WHERE l.interaction_id = {0}.id), '')"
)
_BREAK = " || char(10) || "


class _Source(msgspec.Struct, frozen=True):
    """A table with text: the column of its moment, those of its text, and the SQL of what else is found with it."""

    table: str
    at: str
    columns: tuple[str, ...]
    more: str = ""

    def text(self, alias: str) -> str:
        parts = [f"{alias}.{column}" for column in self.columns]
        return _BREAK.join([*parts, self.more.format(alias)] if self.more else parts)

    def before(self, kind: int, alias: str, rows: str = "") -> str:
        """Return the statement that keeps the text of a row as it was; of all rows that `rows` (FROM ...) gives."""
        return (
            f"INSERT OR IGNORE INTO stale_text (kind, id, at, was) SELECT {kind}, {alias}.id, {alias}.{self.at}, "
            f"CASE WHEN {alias}.deleted_at IS NULL THEN {self.text(alias)} END {rows};"
        )


_SOURCES: dict[int, _Source] = {
    INTERACTION: _Source("interaction", "happened_at", fields.INTERACTION.searched_texts, _TAGS),
    FOLLOW_UP: _Source("follow_up", "created_at", fields.FOLLOW_UP.searched_texts),
    ABOUT_CONTACT: _Source("contact", "created_at", ("about",)),
    ABOUT_ORGANISATION: _Source("organisation", "created_at", ("about",)),
    HUDDLE: _Source("huddle", "starts_at", fields.HUDDLE.searched_texts),
    PITCH: _Source("pitch", "created_at", ("topic", "notes")),
    OPPORTUNITY: _Source("opportunity", "created_at", fields.OPPORTUNITY.searched_texts),
    INTRODUCTION: _Source("introduction", "created_at", fields.INTRODUCTION.searched_texts),
    NEED: _Source("need_offer", "created_at", fields.NEED_OFFER.searched_texts),
}


def position(kind: int, at: str, record_id: int) -> int:
    """Return the rowid of a text: ascending is newest first within a kind."""
    try:
        day = date.fromisoformat(at[:10]).toordinal()
    except ValueError:
        day = 0
    return -(((kind << _DAY_BITS | day) << _ID_BITS) | record_id)


def record_of(rowid: int) -> int:
    """Return the id of the record whose text stands at `rowid`."""
    return -rowid & ((1 << _ID_BITS) - 1)


def bounds(kind: int) -> tuple[int, int]:
    """Return the least and the greatest rowid of a kind."""
    width = _DAY_BITS + _ID_BITS
    return -((kind + 1) << width) + 1, -(kind << width)


def triggers() -> dict[str, str]:
    """Return the SQL of every trigger that keeps the text as it was indexed, by name."""
    made: dict[str, str] = {}

    def add(moment: str, event: str, table: str, body: str) -> None:
        name = f"stale_text_{table}_{event.split()[0].lower()}"
        made[name] = f"CREATE TRIGGER {name} {moment} {event} ON {table} BEGIN {body} END"

    for kind, source in _SOURCES.items():
        columns = ", ".join((*source.columns, source.at, "deleted_at"))
        add(
            "AFTER",
            "INSERT",
            source.table,
            f"INSERT OR IGNORE INTO stale_text (kind, id) SELECT {kind}, NEW.id WHERE {source.text('NEW')} <> '';",
        )
        add("BEFORE", f"UPDATE OF {columns}", source.table, source.before(kind, "OLD"))
        add("BEFORE", "DELETE", source.table, source.before(kind, "OLD"))
    tagged = _SOURCES[INTERACTION]
    for event, aliases in (("INSERT", ("NEW",)), ("UPDATE", ("NEW", "OLD")), ("DELETE", ("OLD",))):
        rows = [f"FROM interaction i WHERE i.id = {alias}.interaction_id" for alias in aliases]
        add("BEFORE", event, "interaction_tag", "".join(tagged.before(INTERACTION, "i", each) for each in rows))
    of_tag = "FROM interaction_tag l JOIN interaction i ON i.id = l.interaction_id WHERE l.tag_id = OLD.id"
    for event in ("UPDATE OF name", "DELETE"):
        add("BEFORE", event, "tag", tagged.before(INTERACTION, "i", of_tag))
    return made


def prepare(connection: Any) -> None:
    """Set the options of a new index: erase what is taken out; merge rarely, so that few saves wait for a merge."""
    _set(connection, "secure-delete", 1)
    _set(connection, "automerge", 8)


def _set(connection: Any, option: str, value: int) -> None:
    connection.execute("INSERT INTO search_text (search_text, rank) VALUES (?, ?)", (option, value))


_Words = dict[str, None]
"""Folded words, each once and in order: the index tells no places."""


def _folded(text: str | None) -> _Words:
    return dict.fromkeys(words((text or "")[:_LONGEST]))


def _was(connection: Any, kind: int, record_id: int) -> tuple[str, str | None]:
    """Return the moment and the text of a stale record as they were indexed, None for not at all."""
    row: tuple[str, str | None] = connection.execute(
        "SELECT at, was FROM stale_text WHERE kind = ? AND id = ?", (kind, record_id)
    ).fetchone()
    return row


def _is(connection: Any, kind: int, record_id: int) -> tuple[str, str] | None:
    """Return the moment and the text of a record as it stands, None where it is gone or in the trash."""
    source = _SOURCES[kind]
    row: tuple[str, str] | None = connection.execute(
        f"SELECT r.{source.at}, {source.text('r')} FROM {source.table} r WHERE r.id = ? AND r.deleted_at IS NULL",
        (record_id,),
    ).fetchone()
    return row


def _differing(connection: Any, positions: Iterable[int], *, is_new: bool) -> Iterator[tuple[int, str]]:
    """Yield the words to take out of each position, or to put in (`is_new`); nothing where the words are the same.

    Of a text that stays where it is, only the words whose first letter a changed word has: their beginnings may be the
    same, and the index holds a beginning once for all words of a text.
    """
    for rowid in positions:
        kind, record_id = -rowid >> (_DAY_BITS + _ID_BITS), record_of(rowid)
        at, was = _was(connection, kind, record_id)
        now = _is(connection, kind, record_id)
        stays = (
            was is not None and now is not None and position(kind, at, record_id) == position(kind, now[0], record_id)
        )
        old, new = _folded(was), _folded(now[1] if now else None)
        found = new if is_new else old
        if not found or (stays and old == new):
            continue
        if stays:  # even where none is left: FTS5 counts its texts, in and out
            changed = {word[0] for word in old.keys() ^ new.keys()}
            found = {word: None for word in found if word[0] in changed}
        yield rowid, " ".join(found)


def flush(connection: Any) -> None:
    """Bring every stale text up to date."""
    number = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM stale_text LIMIT {_MANY})").fetchone()[0]
    if not number:
        return
    if number == _MANY:
        _set(connection, "hashsize", _GATHERED_OF_MANY)
    _take_out(connection)
    # What is taken out and put in again in one batch can lose its beginnings: SQLite 3.53, with `secure-delete`.
    connection.execute("INSERT INTO search_text (search_text) VALUES ('flush')")
    _put_in(connection)
    if number == _MANY:
        _set(connection, "hashsize", _GATHERED)
    connection.execute("DELETE FROM stale_text")


def _take_out(connection: Any) -> None:
    """Take out what was indexed. In ascending order, because FTS5 starts a new segment when rowids go back."""
    old = sorted(
        position(*row) for row in connection.execute("SELECT kind, at, id FROM stale_text WHERE was IS NOT NULL")
    )
    connection.executemany(
        "INSERT INTO search_text (search_text, rowid, words) VALUES ('delete', ?, ?)",
        _differing(connection, old, is_new=False),
    )


def _put_in(connection: Any) -> None:
    """Index the stale texts as they stand now, in ascending order; trashed ones are left out."""
    for kind, source in reversed(_SOURCES.items()):
        new = connection.execute(
            f"SELECT r.{source.at}, r.id FROM stale_text s JOIN {source.table} r ON r.id = s.id "
            "WHERE s.kind = ? AND r.deleted_at IS NULL",
            (kind,),
        )
        connection.executemany(
            "INSERT INTO search_text (rowid, words) VALUES (?, ?)",
            _differing(connection, sorted(position(kind, *row) for row in new), is_new=True),
        )


def forget(connection: Any) -> None:
    """Empty the index and note every text as stale, for a rebuild."""
    connection.execute("INSERT INTO search_text (search_text) VALUES ('delete-all')")
    connection.execute("DELETE FROM stale_text")
    for kind, source in _SOURCES.items():
        connection.execute(
            f"INSERT INTO stale_text (kind, id) SELECT {kind}, r.id FROM {source.table} r "
            f"WHERE r.deleted_at IS NULL AND {source.text('r')} <> ''"
        )
