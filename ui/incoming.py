"""Files that come in, dropped, chosen or named at the start: each goes to the page that reads what it is."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crm.errors import CrmError
from ui.context import Context
from ui.kit.tasks import Task
from ui.navigator import Go
from ui.which_kind import WhichKind

AT_ONCE = 1 << 20
"""Files of so many bytes together are looked into while one waits; larger ones on the worker."""
OF_ONE_HUDDLE = ("huddle", "check_in", "attendance_review")

_TAKEN = itertools.count(1)
"""Numbers the files handed over, so that the same file dropped again is read again."""


@dataclass(frozen=True, slots=True)
class _Sorted:
    contacts: tuple[Path, ...] = ()
    attendance: tuple[Path, ...] = ()
    unsure: tuple[Path, ...] = ()


class Incoming:
    """Contacts go to the import, attendance to the review of the huddle in front, else of the day of the file.

    What may be either is attendance where a huddle is in front; elsewhere it is asked about.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def take(self, files: Sequence[Path]) -> None:
        """Look into the files and go to their page."""
        place = self._context.navigator.current
        huddle_id = place.id if place is not None and place.kind in OF_ONE_HUDDLE else None
        sorting = _Sorting(tuple(files))
        if sorting.size() <= AT_ONCE:
            self.go(sorting(), huddle_id)
        else:
            self._context.tasks.run("Looking into the files", sorting, _Going(self, huddle_id))

    def as_contacts(self, files: Sequence[Path]) -> None:
        """Go to the import of contacts with files, whatever they look like."""
        self._context.navigator.open("import", files=tuple(files), taken=next(_TAKEN))

    def as_attendance(self, files: Sequence[Path], huddle_id: int | None = None) -> None:
        """Go to the review of attendance with files, whatever they look like."""
        self._context.navigator.open("attendance_review", huddle_id, files=tuple(files), taken=next(_TAKEN))

    def go(self, found: _Sorted, huddle_id: int | None) -> None:
        """Go to the page of each kind; that of attendance comes last, and to the front."""
        unsure = found.unsure if huddle_id is None else ()
        attendance = found.attendance if huddle_id is None else (*found.attendance, *found.unsure)
        if found.contacts:
            self.as_contacts(found.contacts)
        if attendance:
            self.as_attendance(attendance, huddle_id)
        if found.contacts and attendance:
            navigator = self._context.navigator
            self._context.toasts.offer("The contacts wait on the import page", "Show", Go(navigator, "import"))
        if unsure:
            WhichKind(self._context, unsure, self.as_contacts, self.as_attendance).show_over()


class _Going:
    """Goes to the pages of files that the worker looked into."""

    def __init__(self, incoming: Incoming, huddle_id: int | None) -> None:
        self._incoming, self._huddle_id = incoming, huddle_id

    def __call__(self, found: _Sorted) -> None:
        self._incoming.go(found, self._huddle_id)


class _Sorting:
    """Looks into files; one that cannot be read goes to the import, which says why."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        self._files = files

    def size(self) -> int:
        """Return how many bytes they have together."""
        return sum(file.stat().st_size for file in self._files if file.is_file())

    def __call__(self, task: Task | None = None) -> _Sorted:
        """Look into each."""
        found: dict[str, list[Path]] = {}
        for file in self._files:
            found.setdefault(_kind(file), []).append(file)
        return _Sorted(**{kind: tuple(files) for kind, files in found.items()})


def _kind(file: Path) -> str:
    # The readers are loaded when a file comes in, not when the program starts.
    from crm.formats.detect import kind_of

    try:
        return kind_of(file)
    except (CrmError, OSError):
        return "contacts"
