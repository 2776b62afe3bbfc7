"""Does an open file still stand under its name? A sync service renames another over it, or takes its journals away.

The connections go on with the file they opened, wherever it is now: what is written there nobody would find again.
So it is looked, by three questions to the system, before a change is begun and before it is acknowledged.
"""

import os
from pathlib import Path

from crm import clock
from crm.db import files
from crm.errors import FileGone


class Standing:
    """The files that a file's connections hold, by the system's numbers; nothing is held against a name at first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[str, tuple[int, int]] = {}

    def note(self, *, before: tuple[int, int] | None) -> None:
        """Note what stands now, as it was just opened; raises FileGone where that was not the file seen `before`."""
        if before is not None and self.number() != before:
            raise FileGone(self._path, "was replaced")
        found = {suffix: _number(files.beside(self._path, suffix)) for suffix in ("", "-wal", "-shm")}
        self._held = {suffix: number for suffix, number in found.items() if number is not None}

    def forget(self) -> None:
        """Take whatever stands there next for the file: it is closed, and another is put in its place."""
        self._held = {}

    def number(self) -> tuple[int, int] | None:
        """Return the system's numbers of what stands under the name, None for nothing; raises OSError."""
        return _number(self._path)

    def check(self, *, journals: bool = True) -> None:
        """Raise FileGone where another file, or none, stands under the name now; raises OSError.

        With `journals` those beside it count too: what was saved last may be in them alone.
        """
        for suffix, number in self._held.items():
            if suffix and not journals:
                continue
            now = _number(files.beside(self._path, suffix))
            if now != number:
                if suffix:
                    raise FileGone(self._path, f"lost the file “{self._path.name}{suffix}” that belongs to it")
                raise FileGone(self._path, "was moved, renamed or removed" if now is None else "was replaced")

    def leave(self) -> None:
        """Take the journals that were held from beside another file of that name: played into it, they would ruin it.

        They are kept under a dated name; all connections must be closed.
        """
        if not self._held or self.number() == self._held.get(""):
            return
        for suffix in ("-wal", "-shm"):
            journal = files.beside(self._path, suffix)
            if suffix in self._held and _number(journal) == self._held[suffix]:
                journal.replace(files.free_name(files.beside(self._path, f".gone-{clock.now():%Y-%m-%d}{suffix}")))


def _number(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
