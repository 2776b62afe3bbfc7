"""Raw connections: how a file is opened, the promises asked of the library, and that they are kept."""

import contextlib
import enum
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from crm.db.today import give_today
from crm.errors import UnsafeLibrary
from crm.progress import IsCancelled
from crm.text import fold

PATIENCE_MS = 10_000
"""How long a connection waits for another writer, where it may wait at all."""

OLDEST_SAFE = (3, 51, 3)
"""Earlier SQLite can lose commits in WAL mode with two connections (its documented WAL-reset race)."""


STEPS_BETWEEN_ASKING = 50_000
"""Of the database's own machine; fewer would be felt, more would not end at once."""


class Access(enum.Enum):
    """How a file is opened; the value is the query of its address. None of them makes a file that is not there."""

    WRITE = "mode=rw"
    READ = "mode=ro"
    FROZEN = "mode=ro&immutable=1"
    """Reads the one file alone and leaves no trace beside it; only for a file that nobody writes to meanwhile."""


class Connection(sqlite.Connection):
    """A connection of one thread. `busy` is held while that uses it: another may close it only when it is free.

    `patience` is its busy timeout in ms.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.busy = threading.RLock()
        self.patience = PATIENCE_MS

    def be_patient(self, milliseconds: int) -> None:
        """Wait so long for another writer from now on."""
        if self.patience != milliseconds:
            self.execute(f"PRAGMA busy_timeout = {milliseconds}")
            self.patience = milliseconds


def connect(path: Path, access: Access, journal: str = "wal") -> Connection:
    """Open an existing file in autocommit mode, with every pragma set; raises sqlite.Error or UnsafeLibrary.

    `journal` is the journal mode for writing: `wal`, or `delete` where files are shared by a network or a cloud folder.
    """
    check_library()
    connection = raw(path, access)
    try:
        if access is Access.WRITE:
            connection.execute(f"PRAGMA journal_mode = {journal}")
        for pragma in (
            "foreign_keys = 1",
            "synchronous = FULL",
            "fullfsync = 1",
            "temp_store = MEMORY",
            "cache_size = -64000",
            "secure_delete = 1",
            "trusted_schema = 0",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if access is not Access.WRITE:
            connection.execute("PRAGMA query_only = 1")
        _check_promises(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def raw(path: Path, access: Access) -> Connection:
    """Open a file without asking anything of it: for looking, when not even a pragma may be set."""
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):  # a share of another computer, which SQLite takes with four strokes only
        address = "file:////" + address.removeprefix("file://")
    connection: Connection = sqlite.connect(
        f"{address}?{access.value}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=PATIENCE_MS / 1000,
        cached_statements=1_000,  # preparing a write with its triggers costs more than running it
        factory=Connection,
    )
    connection.create_function("fold", 1, fold, deterministic=True)
    give_today(connection)
    return connection


@contextlib.contextmanager
def stoppable(connection: Any, cancelled: IsCancelled) -> Iterator[None]:
    """Let what a connection runs end with SQLITE_INTERRUPT, within milliseconds, once `cancelled` says so."""
    connection.set_progress_handler(cancelled, STEPS_BETWEEN_ASKING)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextlib.contextmanager
def reading_once(connection: Any) -> Iterator[None]:
    """Keep little of a file in memory while it is read from end to end: hardly a page is asked for twice."""
    before = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute("PRAGMA cache_size = -8000")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {before}")


def check_library() -> None:
    """Raise UnsafeLibrary where SQLite is too old to be trusted with a file."""
    if sqlite.sqlite_version_info < OLDEST_SAFE:
        raise UnsafeLibrary(f"SQLite {sqlite.sqlite_version} is too old")


def _check_promises(connection: Any) -> None:
    for pragma, least in (("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)):
        if connection.execute(f"PRAGMA {pragma}").fetchone()[0] < least:
            raise UnsafeLibrary(f"it does not keep “{pragma}”")


def code_of(error: BaseException) -> str:
    """Return SQLite's name of an error (`SQLITE_CORRUPT_INDEX`), or '' for any other exception."""
    return str(getattr(error, "sqlite_errorname", "") or "") if isinstance(error, sqlite.Error) else ""
