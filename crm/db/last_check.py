"""When a file was last checked whole: noted beside its backups at a clean end, good only for the very file it was.

A check costs a large file a second, so one of the last days counts. But only of this file on this computer, as it was
left: whatever else wrote to it, or was put in its place, has another size, moment or number, and is checked anew. The
note can neither be carried along by a copy of the file nor by a folder that is synchronised.
"""

import contextlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crm import clock
from crm.db import files
from crm.db.lock import this_host

COUNTS_FOR = timedelta(days=7)
"""So long a whole check counts where the program ended cleanly each time since."""


def last(path: Path) -> datetime | None:
    """Return when a closed file was last checked whole, or None where that does not count (any more)."""
    try:
        said = json.loads(_note(path).read_text("utf-8"))
        at = datetime.fromisoformat(said.pop("at"))
        is_this = said == _marks(path)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    now = clock.now()
    return at if is_this and now - COUNTS_FOR < at <= now else None


def remember(path: Path, at: datetime) -> None:
    """Note for a file that was just closed when it was checked whole; beside its backups, so not before there is one.

    A note that cannot be written costs the next start a check.
    """
    with contextlib.suppress(OSError):
        if _note(path).parent.is_dir():
            files.write_private(_note(path), json.dumps({"at": at.isoformat(), **_marks(path)}).encode())


def forget(path: Path) -> None:
    """Let no earlier check count."""
    with contextlib.suppress(OSError):
        _note(path).unlink(missing_ok=True)


def _marks(path: Path) -> dict[str, Any]:
    found = path.stat()
    return {
        "host": this_host(),
        "size": found.st_size,
        "written": found.st_mtime_ns,
        "changed": found.st_ctime_ns,
        "number": found.st_ino,
    }


def _note(path: Path) -> Path:
    return path.parent / files.BACKUPS / f"{path.name}.checked.json"
