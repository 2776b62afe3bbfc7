"""Save a whole copy of an open file that is gone: from the connections, which still hold one that lost its name.

Of one that another program wrote over they hold a part at most, and the library would take the rest from what stands
there now. Its copy is made of what is known of its bytes, and of its log.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crm import clock
from crm.db import files, integrity_check, migrate
from crm.db.error_meanings import FAILURES, why_not_made
from crm.db.overwrite_guard import Content
from crm.db.query_builder import Values
from crm.db.raw_connection import Access, connect, reading_once, stoppable
from crm.errors import CrmError, FileExists
from crm.progress import Cancelled, IsCancelled, never


def save(
    source: Any,
    target: Path,
    unkept: Iterable[tuple[str, Values]] = (),
    cancelled: IsCancelled = never,
) -> None:
    """Write all that a connection sees to a new file, with the writes that were `unkept`, and check it from end to end.

    The `source` is a connection, or a Content where the file was overwritten. Raises FileExists, FileUnreachable,
    CrmError, Cancelled; then there is no such file.
    """
    if target.exists():
        raise FileExists(target)
    part = files.beside(target, ".part")
    try:
        _remove(part)
        files.make_empty(part)
        if isinstance(source, Content):
            if not source.write_image(part):
                raise _not_whole()
        else:
            with reading_once(source), stoppable(source, cancelled):
                source.execute("VACUUM INTO ?", (str(part),))
        _complete(part, unkept)
        files.sync(part)
        _put(part, target)
    except FAILURES as error:
        if cancelled():
            raise Cancelled from error
        raise why_not_made(error, target, "the copy could not be written") from error
    finally:
        with contextlib.suppress(OSError):
            _remove(part)


def name_beside(path: Path) -> Path:
    """Return a free name for a copy beside a file: `cluster-kept-2026-10-05.desk`."""
    return files.free_name(path.with_name(f"{path.stem}-kept-{clock.now():%Y-%m-%d}{path.suffix}"))


def _complete(part: Path, unkept: Iterable[tuple[str, Values]]) -> None:
    with contextlib.closing(connect(part, Access.WRITE, "delete")) as connection:
        for sql, params in unkept:
            connection.execute(sql, params)
        health = integrity_check.check(connection)
        if health.damage or migrate.difference(connection).is_serious:
            raise _not_whole()


def _not_whole() -> CrmError:
    return CrmError(
        "A whole copy could not be made: a part of the file is no longer there to be read. Leave the program "
        "open, and restore the newest backup into a new file."
    )


def _remove(part: Path) -> None:
    for suffix in ("", *files.JOURNALS):
        files.beside(part, suffix).unlink(missing_ok=True)


def _put(part: Path, target: Path) -> None:
    try:
        os.link(part, target)  # never over a file that came meanwhile
    except FileExistsError:
        raise FileExists(target) from None
    except OSError:  # a drive without links
        part.replace(target)
    files.sync_folder(target.parent)
