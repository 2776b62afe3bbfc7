"""Files that come in, dropped, chosen, pasted or named at the start: each goes to the page that reads what it is."""

import itertools
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QFileDialog, QWidget

from crm.app_dirs import home
from crm.errors import CrmError
from crm.workspace import Workspace
from ui.context import Context
from ui.records.background_calls import work
from ui.shell.file_kind_card import FileKindCard
from ui.shell.navigator import OpenPlace

AT_ONCE = 1 << 20
"""Files of so many bytes together are looked into while one waits; larger ones on the worker."""
OF_ONE_HUDDLE = ("huddle", "check_in", "attendance_review")
PATTERN = (
    "All files (*);;Lists of people and attendance (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.vcf);;"
    "Cluster Desk files (*.desk)"
)
TOLD = 3
"""So many files that fit nothing are told one by one."""

_TAKEN = itertools.count(1)
"""Numbers the files handed over, so that the same file dropped again is read again."""


class _Sorted(msgspec.Struct, frozen=True):
    """Files by what is done with them; `refused` holds a sentence for each that fits nothing."""

    contacts: tuple[Path, ...] = ()
    attendance: tuple[Path, ...] = ()
    unsure: tuple[Path, ...] = ()
    desk: tuple[Path, ...] = ()
    refused: tuple[str, ...] = ()


class DroppedFiles:
    """Contacts go to the import, attendance to the review of the huddle in front, else of the day of the file.

    Where a huddle is in front, any list of people but an address book is its attendance; elsewhere what may be either
    is asked about. A Cluster Desk file is opened. What fits nothing is told, and the page stays.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def choose(self, over: QWidget) -> None:
        """Ask for files of any kind with the system's own dialog, and take them."""
        chosen, _ = QFileDialog.getOpenFileNames(over, "Open a file", str(home()), PATTERN)
        if chosen:
            self.take([Path(name) for name in chosen])

    def said(self) -> str:
        """Return what becomes of files that are brought now, in words."""
        if self._at_huddle():
            return "Who came or registered is reviewed for this huddle. An address book is imported."
        return "People go to the import, attendance to its huddle. A Cluster Desk file is opened."

    def _at_huddle(self) -> bool:
        place = self._context.navigator.current
        return place is not None and place.kind in OF_ONE_HUDDLE

    def take(self, files: Sequence[Path]) -> None:
        """Look into the files and go to their page."""
        place, at_huddle = self._context.navigator.current, self._at_huddle()
        huddle_id = place.id if place is not None and at_huddle else None
        sorting = _Sorting(tuple(files), self._context.workspace.path, at_huddle=at_huddle)
        if sorting.size() <= AT_ONCE:
            self.go(sorting(), huddle_id, at_huddle=at_huddle)
        else:
            going = partial(self.go, huddle_id=huddle_id, at_huddle=at_huddle)
            # The files are told of wherever one has gone meanwhile, so the window itself asks.
            work(self._context, self._context.toasts, "Looking into the files", lambda *_: sorting(), going)

    def as_contacts(self, files: Sequence[Path]) -> None:
        """Go to the import of contacts with files, whatever they look like."""
        self._context.navigator.open("import", files=tuple(files), taken=next(_TAKEN))

    def as_attendance(self, files: Sequence[Path], huddle_id: int | None = None) -> None:
        """Go to the review of attendance with files, whatever they look like."""
        self._context.navigator.open("attendance_review", huddle_id, files=tuple(files), taken=next(_TAKEN))

    def go(self, found: _Sorted, huddle_id: int | None, *, at_huddle: bool) -> None:
        """Go to the page of each kind; that of attendance comes last, and to the front.

        A Cluster Desk file is opened instead of this one, and takes the others with it.
        """
        if found.refused:
            self._refuse(found.refused)
        if found.desk:
            self._open(found)
            return
        unsure = () if at_huddle else found.unsure
        attendance = (*found.attendance, *found.unsure) if at_huddle else found.attendance
        if found.contacts:
            self.as_contacts(found.contacts)
        if attendance:
            self.as_attendance(attendance, huddle_id)
        if found.contacts and attendance:
            navigator = self._context.navigator
            self._context.toasts.offer("The contacts wait on the import page", "Show", OpenPlace(navigator, "import"))
        if unsure:
            FileKindCard(self._context, unsure, self.as_contacts, self.as_attendance).show_over()

    def _open(self, found: _Sorted) -> None:
        first, *more = found.desk
        if more:
            self._context.toasts.problem("One Cluster Desk file is opened at a time: choose one of them.")
            return
        self._context.navigator.open_desk(first, (*found.contacts, *found.attendance, *found.unsure))

    def _refuse(self, sentences: Sequence[str]) -> None:
        left = len(sentences) - TOLD
        said = [*sentences[:TOLD], f"{left:,} more could not be read either."] if left > 0 else sentences
        self._context.toasts.problem("\n".join(said))


class _Sorting:
    """Looks into files; `open_file` is the one that is open, which nobody may read beside its own library."""

    def __init__(self, files: tuple[Path, ...], open_file: Path, *, at_huddle: bool) -> None:
        self._files, self._open_file, self._at_huddle = files, open_file, at_huddle

    def size(self) -> int:
        """Return how many bytes they have together."""
        return sum(file.stat().st_size for file in self._files if file.is_file())

    def __call__(self) -> _Sorted:
        """Look into each; beside a file that says clearly who came, a list at a huddle is one of contacts."""
        found = self._sorted(at_huddle=False)
        return self._sorted(at_huddle=True) if self._at_huddle and not found.attendance else found

    def _sorted(self, *, at_huddle: bool) -> _Sorted:
        found: dict[str, list[Path]] = {}
        refused: list[str] = []
        for file in self._files:
            try:
                found.setdefault(_kind(file, self._open_file, at_huddle=at_huddle), []).append(file)
            except CrmError as error:
                refused.append(str(error))
            except OSError as error:
                refused.append(_not_opened(file, error))
        return _Sorted(**{kind: tuple(files) for kind, files in found.items()}, refused=tuple(refused))


def _kind(file: Path, open_file: Path, *, at_huddle: bool) -> str:
    # The readers are loaded when a file comes in, not when the program starts.
    from crm.formats.detect import fitting

    if file.exists() and file.samefile(open_file):
        raise CrmError(f"“{file.name}” is the file that is open.")
    if file.is_file() and Workspace.is_desk_file(file):
        return "desk"
    return fitting(file, at_huddle=at_huddle)


def _not_opened(file: Path, error: OSError) -> str:
    if file.is_dir():
        return f"“{file.name}” is a folder: bring the files that are in it."
    why = "it is not there (any more)" if isinstance(error, FileNotFoundError) else error.strerror
    return f"“{file.name}” cannot be opened: {why}. Nothing was changed."
