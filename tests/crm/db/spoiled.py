"""Our file spoiled on purpose: cut off, overwritten, no file of ours, altered by others, with foreign journals."""

import gzip
import random
from collections.abc import Callable
from pathlib import Path

from crm.db.raw_connection import Access, raw
from tests.crm.db.conftest import alter, spoil

REFUSED = "refuse with a clear message"
NOT_OURS = "say it is not one of our files"
OPENS = "opens with all rows"
TOLD = "the schema differs from the expected one"

Spoil = Callable[[Path], object]


def cut(keep: Callable[[int], int]) -> Spoil:
    return lambda path: path.write_bytes(path.read_bytes()[: keep(path.stat().st_size)])


def filled(content: Callable[[int], bytes]) -> Spoil:
    return lambda path: path.write_bytes(content(path.stat().st_size))


def altered(*statements: str) -> Spoil:
    return lambda path: alter(path, *statements)


def recorded(statement: str) -> Spoil:
    return lambda path: spoil(path, "PRAGMA foreign_keys = OFF", statement)


def without(kind: str) -> Spoil:
    """Drop one index or trigger of our own."""

    def drop(path: Path) -> None:
        connection = raw(path, Access.FROZEN)
        sql = "SELECT min(name) FROM sqlite_master WHERE type = ? AND sql IS NOT NULL"
        name = connection.execute(sql, (kind,)).fetchone()[0]
        connection.close()
        altered(f'DROP {kind} "{name}"')(path)

    return drop


def beside(suffix: str, content: bytes) -> Spoil:
    return lambda path: path.with_name(path.name + suffix).write_bytes(content)


def over(start: int, length: int) -> Spoil:
    """Write noise over a part of a file."""

    def scribble(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[start : start + length] = NOISE[:length]
        path.write_bytes(content)

    return scribble


FIRST = "WHERE id = (SELECT min(id) FROM"
NOISE = random.Random(5).randbytes(200_000)

WAYS: dict[str, tuple[str, Spoil]] = {
    "zero": (REFUSED, cut(lambda size: 0)),
    "one_byte": (REFUSED, cut(lambda size: 1)),
    "header_only": (REFUSED, cut(lambda size: 100)),
    "half": (REFUSED, cut(lambda size: size // 2 // 4096 * 4096)),
    "mid_page": (REFUSED, cut(lambda size: size // 3 + 77)),
    "last_page_missing": (REFUSED, cut(lambda size: size - 4096)),
    "zeros": (REFUSED, filled(bytes)),
    "header_then_noise": (REFUSED, over(100, 150_000)),
    "noise": (NOT_OURS, filled(lambda size: NOISE)),
    "text": (NOT_OURS, filled(lambda size: b"Dear Ann,\nthe file is attached.\n" * 400)),
    "packed": (NOT_OURS, lambda path: path.write_bytes(gzip.compress(path.read_bytes()))),
    "other_app_id": (NOT_OURS, altered("PRAGMA application_id = 1234")),
    "newer_schema": ("say it was made by a newer version", altered("PRAGMA user_version = 9000")),
    "negative_version": (REFUSED, altered("PRAGMA user_version = -3")),
    "table_missing": (TOLD, altered("DROP TABLE participant")),
    "hostile_trigger": (
        TOLD,
        altered("CREATE TRIGGER t AFTER INSERT ON setting BEGIN DELETE FROM contact; END"),
    ),
    "hostile_view": (TOLD, altered("CREATE VIEW v AS SELECT randomblob(1000000000)")),
    "extra_table": (TOLD, altered("CREATE TABLE theirs (x)", "INSERT INTO theirs VALUES (1)")),
    "index_missing": (TOLD, without("index")),
    "trigger_missing": (TOLD, without("trigger")),
    "orphans": (OPENS, recorded(f"UPDATE contact_email SET contact_id = 987654 {FIRST} contact_email)")),
    "blob_in_text": (OPENS, recorded(f"UPDATE contact SET about = CAST(x'ff00fe' AS TEXT) {FIRST} contact)")),
    "nul_in_text": (OPENS, recorded(f"UPDATE contact SET about = 'a' || char(0) || 'b' {FIRST} contact)")),
    "noise_wal": (OPENS, beside("-wal", NOISE[:9_000])),
    "empty_wal_shm": (OPENS, lambda path: (beside("-wal", b"")(path), beside("-shm", b"")(path))),
    "stale_journal": (OPENS, beside("-journal", NOISE[:5_000])),
}
