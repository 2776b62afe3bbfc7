"""Backups of a file: made from the running database, verified, listed by their manifests, thinned.

A backup is a whole Cluster Desk file `<name>-<sequence>-<moment>.desk` with a manifest `.json` beside it; it counts
only once both stand under their final names. Order is by sequence number: a wrong clock must not decide what
is newest, and nothing is thrown away because of the time alone.

A copy takes a damaged index along, so every page and index of the copy is checked, not of the file alone. A copy that
fails is no backup. One in which entries refer to missing records stands, as the way back from tidying them up; but it
is not a good one, and no other makes way for it.
"""

import contextlib
import hashlib
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from crm import clock
from crm.db import dump, file_probe, files, integrity_check, migrate, schema_check
from crm.db.error_meanings import FAILURES, ErrorMeaning, clause_of, trouble_of
from crm.db.raw_connection import Access, connect, reading_once, stoppable
from crm.errors import (
    BackupFailed,
    FileDamaged,
    FileMissing,
    FileUnreachable,
    NewerFile,
    NotABackup,
    NotOurFile,
    OpeningError,
)
from crm.progress import Cancelled, IsCancelled, never

ALL_DAYS, DAILY, WEEKLY, MONTHLY = 2, 12, 10, 9
"""How many days keep every backup, and how many days, weeks and months before those keep one each."""

_MOMENT = "%Y%m%dT%H%M%SZ"

_WHY = {
    ErrorMeaning.STOPPED: "the file was being closed",
    ErrorMeaning.FULL: "the disk is full or failing",
    ErrorMeaning.DRIVE: "the disk is full, or the drive or the network did not answer properly",
    ErrorMeaning.DAMAGE: "a part of the file cannot be read",
    ErrorMeaning.NOT_ALLOWED: "the folder for backups cannot be written to",
    ErrorMeaning.CANNOT_OPEN: "the folder for backups cannot be written to",
    ErrorMeaning.READ_ONLY: "the folder for backups cannot be written to",
}
"""What a trouble means for a backup, where that is more than the trouble itself says."""

_AT_ONCE = 1 << 22
"""Bytes of a file read between two looks at whether to go on: some 10 ms."""


class BackupInfo(msgspec.Struct, frozen=True):
    """What a backup's manifest says. `counts` are rows by table; `hashes` the logical dump; `made_at` UTC text.

    `orphans` counts the entries that refer to a record that was missing already.
    """

    path: Path
    sequence: int
    made_at: str
    reason: str
    size: int
    sha256: str
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    hashes: dict[str, str] = msgspec.field(default_factory=dict)
    orphans: int = 0

    @property
    def made_on(self) -> str:
        """Return when it was made in words and local time (`5 October 2026, 14:03`)."""
        return in_words(datetime.fromisoformat(self.made_at))

    @property
    def summary(self) -> str:
        """Return its content in words (`240 contacts, 60 organisations, 1,500 interactions`)."""
        named = (("contact", "contacts"), ("organisation", "organisations"), ("interaction", "interactions"))
        return ", ".join(f"{self.counts.get(table, 0):,} {words}" for table, words in named)


def in_words(moment: datetime) -> str:
    """Return an aware moment in words and local time (`5 October 2026, 14:03`)."""
    local = moment.astimezone(clock.LOCAL)
    return f"{local.day} {local:%B %Y, %H:%M}"


def default_folder(path: Path) -> Path:
    """Return where the backups of a file go when nothing else is set: `backups` beside it."""
    return path.parent / files.BACKUPS


def folder_for(path: Path, connection: Any | None = None) -> Path:
    """Return where the backups of a file are; without a connection, as the last backup left word of it."""
    chosen = ""
    if connection is not None:
        row = connection.execute("SELECT value FROM setting WHERE key = 'backup_folder'").fetchone()
        chosen = json.loads(row[0]) if row else ""
    else:
        with contextlib.suppress(OSError, ValueError):
            chosen = str(json.loads(_pointer(path).read_text("utf-8"))["folder"])
    if not chosen:
        return default_folder(path)
    # Files of the same name in different places must not thin out each other's backups.
    place = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:8]
    return Path(chosen) / f"{path.stem}-{place}"


def make(
    connection: Any, path: Path, reason: str, folder: Path | None = None, cancelled: IsCancelled = never
) -> BackupInfo:
    """Make and verify a backup of the open file; raises BackupFailed, and then nothing of it is left.

    `connection` must not be in a transaction; writers go on meanwhile. `reason` says why (`daily`, `before import`).
    `cancelled`, asked all the time, makes it fail or raise Cancelled.
    """
    folder = folder or folder_for(path, connection)
    part = folder / ".part"
    try:
        files.make_folder(folder)
        _leave_word(path, folder)
        sweep(path, folder)
        _check_room(connection, folder)
        sequence = max((info.sequence for info in listed(path, folder)), default=0) + 1
        moment = clock.now()
        target = folder / f"{path.stem}-{sequence:06d}-{moment:{_MOMENT}}{path.suffix}"
        part = files.beside(target, ".part")
        files.make_empty(part)
        with stoppable(connection, cancelled):
            holds = _copy(connection, part, target.parent, cancelled)
        made_at = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        info = replace(holds, path=target, sequence=sequence, made_at=made_at, reason=reason)
        manifest = {key: value for key, value in asdict(info).items() if key != "path"}
        files.write_private(_manifest(target), json.dumps(manifest, indent=1).encode())
        part.replace(target)
        files.sync_folder(folder)
    except (*FAILURES, NotABackup) as error:
        is_of_copy = isinstance(error, NotABackup) or trouble_of(error, path) is ErrorMeaning.DAMAGE
        raise BackupFailed(folder, _reason(error, path), is_of_copy=is_of_copy) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return info


def listed(path: Path, folder: Path | None = None) -> list[BackupInfo]:
    """Return the backups of a file, newest first, as their manifests say."""
    folder = folder or folder_for(path)
    named = re.compile(rf"{re.escape(path.stem)}-\d{{6,}}-\d{{8}}T\d{{6}}Z{re.escape(path.suffix)}")
    found: list[BackupInfo] = []
    with contextlib.suppress(OSError):
        for candidate in folder.iterdir():
            if named.fullmatch(candidate.name) and (info := read_manifest(candidate)) is not None:
                found.append(info)
    return sorted(found, key=lambda info: info.sequence, reverse=True)


def newest_good(path: Path, folder: Path | None = None, cancelled: IsCancelled = never) -> BackupInfo | None:
    """Return the newest backup that is good, read from end to end, or None; for a file that is damaged."""
    return next((info for info in listed(path, folder) if is_good(info, cancelled)), None)


def is_good(info: BackupInfo, cancelled: IsCancelled = never) -> bool:
    """Return whether the bytes of a backup are as its manifest says, and every page, index and reference is whole."""
    if info.orphans:
        return False
    try:
        return not verify(info.path, cancelled).orphans
    except NotABackup:
        return False


def read_manifest(path: Path) -> BackupInfo | None:
    """Return what the manifest beside a backup says, or None where there is none to read."""
    try:
        said = json.loads(_manifest(path).read_text("utf-8"))
        return BackupInfo(path=path, **said)
    except (OSError, ValueError, TypeError):
        return None


def verify(path: Path, cancelled: IsCancelled = never) -> BackupInfo:
    """Check a backup, or any closed Cluster Desk file, from end to end; raises NotABackup with the reason, Cancelled.

    With a manifest, every byte and every row must be as it says. Returns what the file holds; `orphans` among it are no
    reason to refuse, for the file that it was made of had them.
    """
    try:
        file_probe.look(path, migrate.version())
        said = read_manifest(path)
        if said is not None and _sha256(path, cancelled) != said.sha256:
            raise NotABackup(path, "it is not the file that was written then")
        holds = _inspect(path, cancelled)
    except NotABackup:
        raise
    except OpeningError as error:
        raise NotABackup(path, _why_not(error)) from error
    except FAILURES as error:
        found = trouble_of(error, path)
        if found is ErrorMeaning.STOPPED:
            raise Cancelled from error
        is_damaged = found is None or found is ErrorMeaning.DAMAGE
        why = "it cannot be read from end to end" if is_damaged else clause_of(error, path, "")
        raise NotABackup(path, why) from error
    if said is None:
        return holds
    if (said.counts, said.hashes) != (holds.counts, holds.hashes):
        raise NotABackup(path, "its records are not those that were written then")
    return replace(said, orphans=holds.orphans)


def thin(
    path: Path, folder: Path | None = None, cancelled: IsCancelled = never, made: BackupInfo | None = None
) -> list[Path]:
    """Remove what the rule no longer keeps, newest first by sequence; return what went.

    Days, weeks and months count only where there are backups, so neither a wrong clock nor a long holiday removes any.
    Nothing is removed while the newest backup is not good, and none for another that is not; `made` need not be read
    again, for it was at this moment. Raises Cancelled, and then nothing was removed.
    """
    found = listed(path, folder)
    stands_for = _stands_for(found)
    known = {made.sequence: not made.orphans} if made is not None else {}

    def good(info: BackupInfo) -> bool:
        if info.sequence not in known:
            known[info.sequence] = is_good(info, cancelled)
        return known[info.sequence]

    gone: list[Path] = []
    for info in found:
        instead = stands_for[info.sequence]
        if instead is not info and good(found[0]) and (instead is None or good(instead)):
            gone.append(info.path)
    for target in gone:
        target.unlink(missing_ok=True)
        _manifest(target).unlink(missing_ok=True)
    return gone


def sweep(path: Path, folder: Path) -> None:
    """Remove what an interrupted backup of a file left behind; the file is open here, so no other program makes one.

    What files of other names left in the same folder stays: another program may be at it.
    """
    made = rf"{re.escape(path.stem)}-\d{{6,}}-\d{{8}}T\d{{6}}Z{re.escape(path.suffix)}"
    half = re.compile(rf"{made}(\.json)?\.part(-wal|-shm|-journal)?")
    manifest = re.compile(rf"{made}\.json")
    with contextlib.suppress(OSError):
        for left in folder.iterdir():
            lacks_backup = (
                manifest.fullmatch(left.name) and not left.with_name(left.name.removesuffix(".json")).exists()
            )
            if half.fullmatch(left.name) or lacks_backup:
                left.unlink(missing_ok=True)
        files.beside(_pointer(path), ".part").unlink(missing_ok=True)


def _stands_for(newest_first: list[BackupInfo]) -> dict[int, BackupInfo | None]:
    """Return by sequence which backup is kept for each: itself, a later one, or none where it is older than all rules.

    The newest of a day, a week or a month is kept for it.
    """
    days: list[str] = []
    kept: dict[int, BackupInfo | None] = {}
    seen: dict[str, dict[str, BackupInfo]] = {"day": {}, "week": {}, "month": {}}
    for info in newest_first:
        moment = datetime.fromisoformat(info.made_at).astimezone(UTC)
        day = f"{moment:%Y-%m-%d}"
        if day not in days:
            days.append(day)
        if days.index(day) < ALL_DAYS:
            kept[info.sequence] = info
            continue
        kept[info.sequence] = None
        names = (("day", day, DAILY), ("week", f"{moment:%G-%V}", WEEKLY), ("month", f"{moment:%Y-%m}", MONTHLY))
        for span, name, many in names:
            if name in seen[span] or len(seen[span]) < many:
                kept[info.sequence] = seen[span].setdefault(name, info)
                break
    return kept


def _copy(connection: Any, part: Path, folder: Path, cancelled: IsCancelled) -> BackupInfo:
    before = _state(connection)
    with reading_once(connection):
        connection.execute("VACUUM INTO ?", (str(part),))
    after = _state(connection)
    holds = _inspect(part, cancelled)
    if before == after and holds.counts != before[1]:
        raise BackupFailed(folder, "the copy does not hold what the file holds")
    files.sync(part)
    return replace(holds, size=part.stat().st_size, sha256=_sha256(part, cancelled))


def _state(connection: Any) -> tuple[int, dict[str, int]]:
    return int(connection.execute("PRAGMA data_version").fetchone()[0]), _counts(connection)


def _counts(connection: Any) -> dict[str, int]:
    tables = schema_check.base_tables(connection)
    return {table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}


def _inspect(path: Path, cancelled: IsCancelled = never) -> BackupInfo:
    """Read a closed file from end to end; raises NotABackup or sqlite.Error."""
    with contextlib.closing(connect(path, Access.FROZEN)) as connection, stoppable(connection, cancelled):
        if migrate.unknown(connection):
            raise NotABackup(path, "it was made by a newer version of Cluster Desk")
        damage, _ = integrity_check.pages(connection, integrity_check.WHOLE)
        if damage or schema_check.garbled(schema_check.entries(connection)):
            raise NotABackup(path, "it is damaged")
        tables = set(schema_check.base_tables(connection))
        hashes = {
            table: dump.dump_table(connection, table, _columns(connection, table))[1]
            for table in dump.TABLES
            if table in tables
        }
        orphans = sum(many for _, many in integrity_check.orphans(connection))
        return BackupInfo(path, 0, "", "", path.stat().st_size, "", _counts(connection), hashes, orphans)


def _columns(connection: Any, table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in connection.execute(f'PRAGMA table_info("{table}")'))


def _check_room(connection: Any, folder: Path) -> None:
    pages, page = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    if shutil.disk_usage(folder).free < pages * page:
        raise BackupFailed(folder, "the disk has too little room")


def _reason(error: BaseException, path: Path) -> str:
    if isinstance(error, NotABackup):
        return "the copy did not pass its check, for which the file or the disk may be to blame"
    found = trouble_of(error, path)
    return _WHY[found] if found in _WHY else clause_of(error, path, "the folder for backups did not answer properly")


def _why_not(error: OpeningError) -> str:
    if isinstance(error, FileMissing):
        return "it is not there"
    if isinstance(error, NewerFile):
        return "it was made by a newer version of Cluster Desk"
    if isinstance(error, NotOurFile):
        return f"it is {error.looks_like}"
    if isinstance(error, FileUnreachable):
        return error.reason
    return f"it is damaged: {error.what}" if isinstance(error, FileDamaged) else "it could not be read"


def _sha256(path: Path, cancelled: IsCancelled = never) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as reading:
        while piece := reading.read(_AT_ONCE):
            if cancelled():
                raise Cancelled
            digest.update(piece)
    return digest.hexdigest()


def _manifest(path: Path) -> Path:
    return files.beside(path, ".json")


def _pointer(path: Path) -> Path:
    return default_folder(path) / f"{path.stem}.where.json"


def _leave_word(path: Path, folder: Path) -> None:
    """Note beside the file where its backups are, for the day on which the file itself cannot be read."""
    pointer = _pointer(path)
    if folder == default_folder(path):
        pointer.unlink(missing_ok=True)
    else:
        files.make_folder(pointer.parent)
        files.write_private(pointer, json.dumps({"folder": str(folder.parent)}).encode())
