"""Save a whole copy of an open file whose name another file took: from the connections, which still hold all of it."""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from crm import clock
from crm.db import checking, files, migrating
from crm.db.connecting import Access, connect, reading_once, stoppable
from crm.db.troubles import FAILURES, why_not_made
from crm.errors import CrmError, FileExists
from crm.progress import Cancelled, IsCancelled, never


def save(
    connection: Any,
    target: Path,
    unkept: Iterable[tuple[str, Sequence[Any]]] = (),
    cancelled: IsCancelled = never,
) -> None:
    """Write all that a connection sees to a new file, with the writes that were `unkept`, and check it from end to end.

    Raises FileExists, FileUnreachable, CrmError, Cancelled; then there is no such file.
    """
    if target.exists():
        raise FileExists(target)
    part = files.beside(target, ".part")
    try:
        part.unlink(missing_ok=True)
        files.make_empty(part)
        with reading_once(connection), stoppable(connection, cancelled):
            connection.execute("VACUUM INTO ?", (str(part),))
        _complete(part, unkept)
        files.sync(part)
        _put(part, target)
    except FAILURES as error:
        if cancelled():
            raise Cancelled from error
        raise why_not_made(error, target, "the copy could not be written") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def name_beside(path: Path) -> Path:
    """Return a free name for a copy beside a file: `cluster-kept-2026-10-05.desk`."""
    return files.free_name(path.with_name(f"{path.stem}-kept-{clock.now():%Y-%m-%d}{path.suffix}"))


def _complete(part: Path, unkept: Iterable[tuple[str, Sequence[Any]]]) -> None:
    with contextlib.closing(connect(part, Access.WRITE, "delete")) as connection:
        for sql, params in unkept:
            connection.execute(sql, params)
        health = checking.check(connection)
        if health.damage or migrating.difference(connection).is_serious:
            raise CrmError(
                "A whole copy could not be made: a part of the file is no longer there to be read. Leave the program "
                "open, and restore the newest backup into a new file."
            )


def _put(part: Path, target: Path) -> None:
    try:
        os.link(part, target)  # never over a file that came meanwhile
    except FileExistsError:
        raise FileExists(target) from None
    except OSError:  # a drive without links
        part.replace(target)
    files.sync_folder(target.parent)
