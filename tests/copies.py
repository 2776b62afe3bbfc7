"""Files that are written once in a run of the tests and copied for every test that begins with what they hold."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from crm.db import files, migrate, opening
from crm.db.integrity_check import Health
from crm.workspace import Workspace

T = TypeVar("T")
Written = Callable[[Callable[[Workspace], T]], tuple[Workspace, T]]
"""Opens a file that holds what a function writes, and returns it with the function's answer."""

_look_inside = opening._look_inside
_steps = migrate.DIRECTORY  # a copy is older where a test has the program know more of them


class Copies:
    """Copies of closed files that were looked into when they were made: the untouched copy is not looked into again."""

    def __init__(self) -> None:
        self._untouched: dict[Path, tuple[int, int, int]] = {}

    def make(self, source: Path, path: Path) -> None:
        part = files.beside(path, ".new.part")
        part.unlink(missing_ok=True)
        files.copy_private(source, part)
        earlier = source.stat().st_mtime_ns - 10**9  # whatever is written later has another moment
        os.utime(part, ns=(earlier, earlier))
        part.replace(path)
        self._untouched[path.resolve()] = _marks(path)

    def look_inside(self, path: Path, *how: Any, **more: Any) -> Any:
        made = self._untouched.pop(path, None)
        if made is not None and made == _marks(path) and _steps == migrate.DIRECTORY:
            return opening._Findings(health=Health())
        return _look_inside(path, *how, **more)


def _marks(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


class Once:
    """Closed files, each written for something once, and copied from then on."""

    def __init__(self, folder: Path, copies: Copies) -> None:
        self._folder, self._copies = folder, copies
        self._ready: dict[object, tuple[Path, Any]] = {}

    def copy(self, path: Path, made_for: object, write: Callable[[Workspace], T]) -> T:
        """Put at a path what was written for this, and return what writing answered."""
        if made_for not in self._ready:
            workspace = Workspace.create(self._folder / f"{len(self._ready)}.desk")
            answer = write(workspace)
            workspace.close()
            Workspace.open(workspace.path).close()
            self._ready[made_for] = workspace.path, answer
        source, answer = self._ready[made_for]
        self._copies.make(source, path)
        return answer
