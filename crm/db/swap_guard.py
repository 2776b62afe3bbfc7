"""Does an open file still stand under its name? A sync service renames another over it, or takes its journals away.

The connections go on with the file they opened, wherever it is now: what is written there nobody would find again.
So it is looked, by three questions to the system, before a change is begun and before it is acknowledged; and by a
fourth whether it is still what it was, for a sync service may write another version into it as well.
"""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from crm import clock
from crm.db import files
from crm.db.overwrite_guard import Content
from crm.errors import FileGone


class SwapGuard:
    """The files that a file's connections hold, by the system's numbers; nothing is held against a name at first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[str, tuple[int, int]] = {}
        self.content = Content(path)

    def hold(self) -> None:
        """Prepare to look at what the file holds, before its first connection; where that cannot be, nobody looks."""
        with contextlib.suppress(OSError):
            self.content.hold()

    def note(self, *, before: tuple[int, int] | None) -> None:
        """Note what stands now, as it was just opened; raises FileGone where that was not the file seen `before`."""
        if before is not None and self.number() != before:
            raise FileGone(self._path, "was replaced")
        found = {suffix: _number(files.beside(self._path, suffix)) for suffix in ("", "-wal", "-shm")}
        self._held = {suffix: number for suffix, number in found.items() if number is not None}
        self.content.note()

    def forget(self, *, is_last: bool = True) -> None:
        """Take whatever stands there next for the file: it is closed, and another is put in its place.

        Unless this `is_last`, others in this program have the file open.
        """
        self._held = {}
        self.content.let_go(closes=is_last)

    @property
    def held(self) -> Mapping[str, tuple[int, int]]:
        """Return the numbers of the file and of its journals by suffix, as they are held."""
        return self._held

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

    def check_content(self, *, is_writing: bool = False, is_written: bool = False) -> None:
        """Raise FileGone where another program wrote over the file, as `Content.is_as_left`; raises OSError."""
        try:
            is_as_left = self.content.is_as_left(is_writing=is_writing, is_written=is_written)
        except (FileNotFoundError, NotADirectoryError):
            raise FileGone(self._path, "was moved, renamed or removed") from None
        if not is_as_left:
            raise FileGone(self._path, "was overwritten")

    def check_beginning(self) -> None:
        """Raise FileGone where the file does not even begin as one any more; raises OSError."""
        if self.content.is_plainly_gone():
            raise FileGone(self._path, "was overwritten")

    def leave(self) -> None:
        """Take the journals that were held from beside another file of that name: played into it, they would ruin it.

        They are kept under a dated name; all connections must be closed, unless the file is empty.
        """
        if not self._held or (self.number() == self._held.get("") and not self.content.is_overwritten):
            return
        put_aside(self._path, self._held)


def holds_log_of_another(path: Path, held: Mapping[str, tuple[int, int]]) -> bool:
    """Return whether beside a closed file stands the log that was `held` with another file of that name; or OSError.

    Where the log is another one too, a person may have put both there, and they belong together.
    """
    log = files.beside(path, "-wal")
    is_that_log = "-wal" in held and files.size_of(log) > 0 and _number(log) == held["-wal"]
    return is_that_log and "" in held and _number(path) not in (None, held[""])


def put_aside(path: Path, held: Mapping[str, tuple[int, int]]) -> Path | None:
    """Take the journals that are `held` from beside a file of that name; return what its log is kept as, if it was."""
    kept: dict[str, Path] = {}
    for suffix in ("-wal", "-shm"):
        journal = files.beside(path, suffix)
        if suffix in held and _number(journal) == held[suffix]:
            kept[suffix] = files.free_name(files.beside(path, f".gone-{clock.now():%Y-%m-%d}{suffix}"))
            journal.replace(kept[suffix])
    return kept.get("-wal")


def _number(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
