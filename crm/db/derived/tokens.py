"""The words that people and organisations are found by, so that any beginning of a word is one index range.

`search_record` holds a record's words, a line a source, best sources first: "\\n0 jane roe \\n2 acme labs "; every word
stands between spaces, every line begins with its weight. `search_token` holds each word once with its best weight, so
that even a word of half the records gives the best of them first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from crm.db.derived.stale import CONTACT, CONTACT_WORDS, ORGANISATION, ORGANISATION_WORDS, note, note_one
from crm.db.today import is_current
from crm.fields import ORGANISATION as ORGANISATION_FIELDS
from crm.text import other_spellings, words

WORDS_VERSION = 4
"""Raised when the folding of words changes: every file then gets its index anew."""

NAME, OTHER_NAME, EMPLOYER, ADDRESS, LABEL, INITIALS, PAST = range(7)
"""What a word comes from, best first; `LABEL` is a role or a tag, `PAST` a former employer or role.

`INITIALS` are those of a name, and how it may be typed otherwise. The lines of `PAST` are the last of a record's words:
lists are filtered by what stands before them."""

TABLES: dict[str, str] = {
    "search_record": f"CREATE TABLE search_record (kind INTEGER NOT NULL, id INTEGER NOT NULL, words TEXT NOT NULL, "
    f"PRIMARY KEY (kind, id)) WITHOUT ROWID /* words {WORDS_VERSION} */",
    "search_token": "CREATE TABLE search_token (kind INTEGER NOT NULL, token TEXT NOT NULL, weight INTEGER NOT NULL, "
    "id INTEGER NOT NULL, PRIMARY KEY (kind, token, weight, id)) WITHOUT ROWID",
}

LONGEST = 64
"""Letters kept of one word: longer ones are keys and links, found by their beginning."""

_ENDINGS = (10, 8, 7, 6, 5, 4)
"""How many of its last digits a number is known by: without its area (496 0123), and as people say where it ends."""
_EXTENSION = re.compile(r"(?:,|;|\s|(?<=\d))\s*(?:extension|extn|ext|x|#)\.?\s*\d{1,6}\s*$", re.IGNORECASE)

_CHUNK = 10_000
"""Records brought up to date at a time, so that a large import takes little memory."""


def phone_words(number: str) -> Iterator[str]:
    """Yield the digits by which a number is found: with its country code, as dialled at home, and as it ends.

    A number without a country is a British one, as is one of whose digits only the last are known.
    """
    plain = _EXTENSION.sub("", number)
    abroad = plain.lstrip("( ").startswith("+")
    digits = "".join(filter(str.isdecimal, plain.replace("(0)", "") if abroad else plain))
    if not abroad and digits.startswith("00"):
        abroad, digits = True, digits[2:]
    at_home = digits[2:].removeprefix("0") if abroad and digits.startswith("44") else ""
    if not abroad and digits.startswith("0"):
        at_home = digits[1:]
    if len(at_home) > 1:
        yield f"0{at_home}"
        yield f"44{at_home}"
        yield at_home
    elif digits:
        yield digits
    ending = at_home or digits
    yield from (ending[-size:] for size in _ENDINGS if len(ending) > size)


class _Source(msgspec.Struct, frozen=True):
    """Where words come from: their weight, the SQL of record ids and texts, and how a text is taken apart."""

    weight: int
    sql: str
    read: Callable[[str], Iterable[str]] = words


_OF_ORGANISATION = (
    ("", "o.name"),
    ("", "o.short_name"),
    ("JOIN organisation_alias n ON n.organisation_id = o.id", "n.name"),
)
_EMPLOYED = (
    "FROM stale d JOIN affiliation a ON a.contact_id = d.id JOIN organisation o ON o.id = a.organisation_id "
    "AND o.deleted_at IS NULL"
)


def _employers(weight: int, current: int) -> tuple["_Source", ...]:
    held = f"{is_current('a')} = {current}"
    return tuple(
        _Source(weight, f"SELECT d.id, {name} {_EMPLOYED} {join} AND {held}") for join, name in _OF_ORGANISATION
    )


def _roles(weight: int, current: int) -> "_Source":
    held = f"{is_current('a')} = {current}"
    return _Source(
        weight,
        f"SELECT d.id, a.role || ' ' || a.department FROM stale d JOIN affiliation a ON a.contact_id = d.id AND {held}",
    )


_CONTACT_SOURCES = (
    _Source(NAME, "SELECT d.id, r.given_name || ' ' || r.family_name FROM stale d JOIN contact r ON r.id = d.id"),
    _Source(
        NAME,
        "SELECT d.id, r.preferred_name || ' ' || r.family_name FROM stale d "
        "JOIN contact r ON r.id = d.id AND r.preferred_name <> ''",
    ),
    _Source(OTHER_NAME, "SELECT d.id, n.name FROM stale d JOIN contact_alias n ON n.contact_id = d.id"),
    *_employers(EMPLOYER, 1),
    _Source(ADDRESS, "SELECT d.id, e.value FROM stale d JOIN contact_email e ON e.contact_id = d.id"),
    _Source(
        ADDRESS,
        "SELECT d.id, coalesce(n.e164, n.typed) FROM stale d JOIN contact_phone n ON n.contact_id = d.id",
        phone_words,
    ),
    _roles(LABEL, 1),
    _Source(
        LABEL,
        "SELECT d.id, t.name FROM stale d JOIN contact_tag l ON l.contact_id = d.id JOIN tag t ON t.id = l.tag_id",
    ),
    *(
        _Source(
            INITIALS,
            f"SELECT d.id, r.{part} FROM stale d JOIN contact r ON r.id = d.id AND r.{part} <> ''",
            other_spellings,
        )
        for part in ("given_name", "family_name", "preferred_name")
    ),
    *_employers(PAST, 0),
    _roles(PAST, 0),
)
_WORDS_OF_ORGANISATION = " || ' ' || ".join(f"r.{key}" for key in ORGANISATION_FIELDS.plain_words)
_ORGANISATION_SOURCES = (
    _Source(NAME, "SELECT d.id, r.name FROM stale d JOIN organisation r ON r.id = d.id"),
    _Source(NAME, "SELECT d.id, r.short_name FROM stale d JOIN organisation r ON r.id = d.id AND r.short_name <> ''"),
    _Source(OTHER_NAME, "SELECT d.id, n.name FROM stale d JOIN organisation_alias n ON n.organisation_id = d.id"),
    _Source(ADDRESS, "SELECT d.id, e.domain FROM stale d JOIN organisation_domain e ON e.organisation_id = d.id"),
    _Source(
        ADDRESS,
        f"SELECT d.id, {_WORDS_OF_ORGANISATION} FROM stale d JOIN organisation r ON r.id = d.id",
    ),
    _Source(
        ADDRESS, "SELECT d.id, r.phone FROM stale d JOIN organisation r ON r.id = d.id AND r.phone <> ''", phone_words
    ),
    _Source(
        LABEL,
        "SELECT d.id, t.name FROM stale d JOIN organisation_tag l ON l.organisation_id = d.id "
        "JOIN tag t ON t.id = l.tag_id",
    ),
)
_SOURCES = {CONTACT: _CONTACT_SOURCES, ORGANISATION: _ORGANISATION_SOURCES}
"""In the order of their weights."""
_REASONS = {CONTACT: CONTACT_WORDS, ORGANISATION: ORGANISATION_WORDS}
_TABLE_OF = {CONTACT: "contact", ORGANISATION: "organisation"}

_NAMED = "given_name, family_name, preferred_name, deleted_at"
_ORGANISATION_SHOWS = f"name, short_name, {', '.join(ORGANISATION_FIELDS.plain_words)}, phone, deleted_at"


def _staff(organisation: str) -> str:
    return note(CONTACT_WORDS, f"SELECT contact_id AS id FROM affiliation WHERE organisation_id = {organisation}")


def _tagged(alias: str) -> str:
    return "".join(
        note(_REASONS[kind], f"SELECT {record}_id AS id FROM {record}_tag WHERE tag_id = {alias}.id")
        for kind, record in _TABLE_OF.items()
    )


def _bodies(alias: str) -> dict[str, str]:
    bodies = {
        f"{record}_{part}": note_one(reason, f"{alias}.{record}_id")
        for reason, record, parts in (
            (CONTACT_WORDS, "contact", ("alias", "email", "phone", "tag")),
            (ORGANISATION_WORDS, "organisation", ("alias", "domain", "tag")),
        )
        for part in parts
    }
    bodies["organisation_alias"] += _staff(f"{alias}.organisation_id")
    bodies["affiliation"] = note_one(CONTACT_WORDS, f"{alias}.contact_id")
    return bodies


def triggers() -> dict[str, str]:
    """Return the SQL of every trigger that notes stale words, by name."""
    whole: list[tuple[str, str, str]] = []
    for event, alias in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        for table, body in _bodies(alias).items():
            whole.append((table, event, body + (_bodies("OLD")[table] if event == "UPDATE" else "")))
        if event != "UPDATE":
            whole.append(("contact", event, note_one(CONTACT_WORDS, f"{alias}.id")))
            whole.append(("organisation", event, note_one(ORGANISATION_WORDS, f"{alias}.id")))
    whole.append(("contact", f"UPDATE OF {_NAMED}", note_one(CONTACT_WORDS, "NEW.id")))
    whole.append(("organisation", f"UPDATE OF {_ORGANISATION_SHOWS}", note_one(ORGANISATION_WORDS, "NEW.id")))
    whole.append(("tag", "UPDATE OF name", _tagged("NEW")))
    made: dict[str, str] = {}
    for table, event, body in whole:
        name = f"stale_words_{table}_{event.split()[0].lower()}"
        made[name] = f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body} END"
    made["stale_words_of_staff"] = (
        "CREATE TRIGGER stale_words_of_staff AFTER UPDATE OF name, short_name, deleted_at ON organisation "
        f"BEGIN {_staff('NEW.id')} END"
    )
    return made


@lru_cache(maxsize=4096)
def _line(source: _Source, text: str) -> str:
    """Return the line of a text in `search_record.words`, '' where it has no word; many people share an employer."""
    parts = [word[:LONGEST] for word in source.read(text)]
    return f"\n{source.weight} {' '.join(parts)} " if parts else ""


def _initials(lines: Iterable[str]) -> str:
    """Return the line of the initials of every name: jr for Jane Roe."""
    names = [line.split()[1:] for line in lines if line[1] == str(NAME)]
    letters = dict.fromkeys("".join(word[0] for word in parts) for parts in names if len(parts) > 1)
    return f"\n{INITIALS} {' '.join(letters)} " if letters else ""


def parse(words_of_record: str) -> dict[str, int]:
    """Return each word of a `search_record.words` with its best weight."""
    found: dict[str, int] = {}
    for line in words_of_record.split("\n")[1:]:
        weight, *parts = line.split()
        for part in parts:
            found.setdefault(part, int(weight))
    return found


def _collected(connection: Any, kind: int, chosen: str, bounds: tuple[int, int, int]) -> dict[int, str]:
    """Return the words of each stale record between two ids, trashed ones left out."""
    table = _TABLE_OF[kind]
    lines: dict[int, list[str]] = {
        row[0]: []
        for row in connection.execute(
            f"SELECT d.id FROM stale d JOIN {table} r ON r.id = d.id WHERE {chosen} AND r.deleted_at IS NULL", bounds
        )
    }
    for source in _SOURCES[kind]:
        for id_, text in connection.execute(f"{source.sql} WHERE {chosen}", bounds):
            if id_ in lines and (line := _line(source, text)):
                lines[id_].append(line)
    return {id_: _in_one(found) for id_, found in lines.items()}


def _in_one(lines: Sequence[str]) -> str:
    """Return the words of a record: its lines once each with that of its initials, those of the past last."""
    past = [line for line in lines if line[1] == str(PAST)]
    return "".join(dict.fromkeys([*(line for line in lines if line not in past), _initials(lines), *past]))


_Postings = defaultdict[tuple[str, int], list[int]]


def _in_order(postings: _Postings) -> Iterator[tuple[str, int, int]]:
    """Yield rows in the order of the index: sorting the words is a fifth of the work of sorting the rows."""
    for word, weight in sorted(postings):
        for id_ in postings[word, weight]:
            yield word, weight, id_


def _refresh(connection: Any, kind: int, bounds: tuple[int, int, int]) -> None:
    chosen = "d.kind = ? AND d.id BETWEEN ? AND ?"
    fresh = _collected(connection, kind, chosen, bounds)
    old = dict(
        connection.execute(
            f"SELECT d.id, r.words FROM stale d JOIN search_record r ON r.kind = {kind} AND r.id = d.id WHERE {chosen}",
            bounds,
        ).fetchall()
    )
    changed = [id_ for id_ in {**old, **fresh} if old.get(id_) != fresh.get(id_)]
    gone: _Postings = defaultdict(list)
    new: _Postings = defaultdict(list)
    for id_ in changed:
        was, now = parse(old.get(id_, "")), parse(fresh.get(id_, ""))
        for entry in was.items() - now.items():
            gone[entry].append(id_)
        for entry in now.items() - was.items() if was else now.items():
            new[entry].append(id_)
    connection.executemany(
        f"DELETE FROM search_token WHERE kind = {kind} AND token = ? AND weight = ? AND id = ?", _in_order(gone)
    )
    connection.executemany(
        f"INSERT INTO search_token (kind, token, weight, id) VALUES ({kind}, ?, ?, ?)", _in_order(new)
    )
    connection.executemany(
        "DELETE FROM search_record WHERE kind = ? AND id = ?", [(kind, id_) for id_ in changed if id_ not in fresh]
    )
    connection.executemany(
        "INSERT OR REPLACE INTO search_record (kind, id, words) VALUES (?, ?, ?)",
        [(kind, id_, fresh[id_]) for id_ in changed if id_ in fresh],
    )


def flush(connection: Any) -> None:
    """Bring the words of every stale record up to date; one whose words are the same is left alone."""
    for kind, reason in _REASONS.items():
        ids = [row[0] for row in connection.execute("SELECT id FROM stale WHERE kind = ? ORDER BY id", (reason,))]
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            _refresh(connection, kind, (reason, chunk[0], chunk[-1]))


def forget(connection: Any) -> None:
    """Empty the index and note every record as stale, for a rebuild."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")
    for kind, table in _TABLE_OF.items():
        connection.execute(f"INSERT OR IGNORE INTO stale (kind, id) SELECT {_REASONS[kind]}, id FROM {table}")
