"""The notices of an opened file: each fact in one sentence."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crm import clock
from crm.db import backup, files, integrity_check
from crm.db.file_location import cloud_of, conflicted_copies, is_on_network
from crm.db.raw_connection import Access, raw
from crm.notices import Notice, NoticeKind


def about(connection: Any, path: Path, health: integrity_check.Health | None) -> list[Notice]:
    """Return what there is to say of an open file's place, copies, clock and orphans."""
    found: list[Notice] = []
    if (cloud := cloud_of(path)) is not None:
        found.append(
            Notice(
                NoticeKind.CLOUD_FOLDER,
                f"The file lies in {cloud}. Two computers writing to it at once make conflicting copies: move it to a "
                "folder of this computer alone and keep only the backups there.",
                path,
            )
        )
    elif is_on_network(path):
        found.append(
            Notice(
                NoticeKind.NETWORK_DRIVE,
                "The file lies on a network drive, where a database can be damaged. Move it to a folder of this "
                "computer.",
                path,
            )
        )
    found += [_conflict(connection, path, copy) for copy in conflicted_copies(path)]
    last = connection.execute("SELECT max(at) FROM change_set").fetchone()[0]
    if last is not None and last > f"{clock.now():%Y-%m-%dT%H:%M:%SZ}":
        found.append(
            Notice(
                NoticeKind.CLOCK_BEHIND,
                f"The clock of this computer is behind the last change in the file ({last}). Check date and time; "
                "nothing is lost, and no backup is removed because of it.",
            )
        )
    if health is not None:
        found += orphans(health)
    return found


def found(path: Path, health: integrity_check.Health) -> list[Notice]:
    """Return all that a check found of a file that is only looked at, each with what to do about it."""
    if health.damage:
        return [
            Notice(
                NoticeKind.DAMAGED,
                f"The file is damaged: {health.what}. It was left as it is. Restore a backup, or open it in the window "
                "to make a repaired copy or save what can be read.",
                path,
                health.damage,
            )
        ]
    judged = [newer_file_checked(path)] if health.is_newer else _to_put_right(path, health)
    return judged + left_alone(path, health)


_AT_NEXT = "after a backup, as soon as the file is opened to be worked on; no record is changed by it."


def _to_put_right(path: Path, health: integrity_check.Health) -> list[Notice]:
    schema, notices = health.schema, []
    if schema.repairable:
        notices.append(
            Notice(
                NoticeKind.TO_REPAIR,
                "Indexes, triggers or tables that are built from the records are missing or altered: lists and the "
                f"search may leave out records, or the history changes. They are made again, {_AT_NEXT}",
                path,
                schema.repairable,
            )
        )
    if schema.planted:
        notices.append(
            Notice(
                NoticeKind.TO_REPAIR,
                "Another program put triggers, views or indexes into the file, which may change or hide records. They "
                f"are taken out, {_AT_NEXT}",
                path,
                schema.planted,
            )
        )
    if health.is_search_stale:
        notices.append(
            Notice(
                NoticeKind.TO_REPAIR,
                f"The search and the lists no longer agree with the records. They are built anew, {_AT_NEXT}",
                path,
            )
        )
    if health.unreadable:
        many = sum(count for _, count in health.unreadable)
        are = "1 value is" if many == 1 else f"{many:,} values are"
        notices.append(
            Notice(
                NoticeKind.TO_REPAIR,
                f"{are} bytes where text belongs, or text with a zero byte in it, and cannot be searched or sorted. "
                "What can be read of it is turned into text after a backup, as soon as the file is opened to be worked "
                "on; the rest shows as “�”.",
                path,
                tuple(f"{name}: {count}" for name, count in health.unreadable),
            )
        )
    return notices


def left_alone(path: Path, health: integrity_check.Health) -> list[Notice]:
    """Return the notices of what nobody but a person decides: orphans, and tables of another program."""
    return orphans(health) + ([foreign_tables(path, health.schema.foreign)] if health.schema.foreign else [])


def orphans(health: integrity_check.Health) -> list[Notice]:
    """Return the notice of records whose owner is missing, if there are any."""
    if not health.orphans:
        return []
    many = sum(count for _, count in health.orphans)
    refer = "1 entry refers" if many == 1 else f"{many:,} entries refer"
    tables = tuple(f"{table}: {count}" for table, count in health.orphans)
    return [
        Notice(
            NoticeKind.ORPHANS,
            f"{refer} to a record that is no longer there. Nothing was removed: look at the list, then choose "
            "“Tidy up” in the window, which makes a backup first, or restore a backup if something is missing.",
            details=tables,
        )
    ]


def read_only(path: Path) -> Notice:
    """Return the notice of a file, or a folder, that cannot be written to."""
    return Notice(
        NoticeKind.READ_ONLY,
        f"“{path.name}”, or its folder, is read-only: everything can be read, nothing can be changed.",
        path,
    )


def newer_file(path: Path) -> Notice:
    """Return the notice of a newer program's file, open for reading."""
    return Notice(
        NoticeKind.NEWER_FILE,
        f"“{path.name}” was made by a newer version: what this one does not know is not shown, and nothing is written.",
        path,
    )


def newer_file_checked(path: Path) -> Notice:
    """Return the notice of a newer program's file that was checked as far as this program can."""
    return Notice(
        NoticeKind.NEWER_FILE,
        f"“{path.name}” was made by a newer version of Cluster Desk. Its pages and indexes are whole; its tables and "
        "the search could not be judged by this version. Update the program, then check it again.",
        path,
    )


def unclean_end(path: Path) -> Notice:
    """Return the notice of a file that was checked because the program did not end cleanly."""
    return Notice(
        NoticeKind.UNCLEAN_END,
        "Cluster Desk was not closed properly last time, or before the file had been checked. It has been checked now: "
        "it is whole, and all that was saved is there.",
        path,
    )


def lock_freed(path: Path) -> Notice:
    """Return the notice of a lock file that said nothing and that nobody held."""
    return Notice(NoticeKind.LOCK_FREED, "A lock left behind by another program was removed: nobody held it.", path)


def restore_finished(path: Path) -> Notice:
    """Return the notice of a restore that was interrupted and is now complete."""
    return Notice(NoticeKind.RESTORE_FINISHED, "The backup that was being restored is now in place.", path)


def replaced(path: Path, log: Path) -> Notice:
    """Return the notice of a file that took the place of an open one; `log` is what the other's log is kept as."""
    return Notice(
        NoticeKind.REPLACED,
        f"While “{path.name}” was open, another file was put in its place, and the program ended before it could save "
        "a copy. What was written last stands in a log that belongs to the other file, so this one was opened without "
        f"it. The log is kept as “{log.name}”. If the other file is still there (in the bin, or in the history of the "
        f"service that replaced it), put it back with this log beside it as “{path.name}-wal”; or restore a backup.",
        log,
    )


def replaced_but_whole(path: Path) -> Notice:
    """Return the notice of a file that took the place of an open one, and is whole with the log of that."""
    return Notice(
        NoticeKind.REPLACED,
        f"While “{path.name}” was open, a file was put in its place, and the program ended before it could save a "
        "copy. The file is whole with what was written last, so it was opened with it; look whether your last changes "
        "are there, and restore a backup if they are not.",
        path,
    )


def upgraded(path: Path, kept: Path) -> Notice:
    """Return the notice of an upgrade; `kept` is the backup made before it, for a way back."""
    return Notice(NoticeKind.UPGRADED, f"The file was upgraded. The state before it is kept as “{kept.name}”.", kept)


def repaired(path: Path, what: Sequence[str]) -> Notice:
    """Return the notice of a schema that was made good; `what` names the parts."""
    return Notice(
        NoticeKind.REPAIRED,
        "Parts of the file that hold no records were missing or did not belong there. They were put right after a "
        "backup; no record was changed.",
        path,
        tuple(what),
    )


def search_rebuilt(path: Path) -> Notice:
    """Return the notice of a search, or of lists, that no longer agreed with the records."""
    return Notice(
        NoticeKind.REPAIRED, "The search was damaged. It was built anew from the records after a backup.", path
    )


def made_readable(path: Path, values: Sequence[tuple[str, int]]) -> Notice:
    """Return the notice of damaged values that were turned into text."""
    many = sum(count for _, count in values)
    turned = "1 damaged value was" if many == 1 else f"{many:,} damaged values were"
    return Notice(
        NoticeKind.REPAIRED,
        f"{turned} turned into readable text, after a backup; what could not be read shows as “�”.",
        path,
        tuple(f"{name}: {count}" for name, count in values),
    )


def foreign_tables(path: Path, names: Sequence[str]) -> Notice:
    """Return the notice of tables that another program made."""
    return Notice(
        NoticeKind.FOREIGN_TABLES,
        "The file holds tables of another program; they are left alone: " + ", ".join(names) + ".",
        path,
        tuple(names),
    )


def _conflict(connection: Any, path: Path, copy: Path) -> Notice:
    here, there = _people(connection), "an unknown number of"
    try:
        other = raw(copy, Access.FROZEN)
        try:
            there = _people(other)
        finally:
            other.close()
    except Exception:
        there = "an unknown number of"
    return Notice(
        NoticeKind.CONFLICTED_COPY,
        f"There is a conflicting copy “{copy.name}”, last written {_when(copy)}, with {there} contacts; this file was "
        f"last written {_when(path)} and has {here}. Nothing is merged by itself: open the copy and compare.",
        copy,
    )


def _people(connection: Any) -> str:
    return f"{connection.execute('SELECT count(*) FROM contact WHERE deleted_at IS NULL').fetchone()[0]:,}"


def _when(path: Path) -> str:
    written = max(p.stat().st_mtime for p in (path, files.beside(path, "-wal")) if p.exists())
    return backup.in_words(datetime.fromtimestamp(written, UTC))
