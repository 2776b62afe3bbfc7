"""What a person can act on: each error carries the data of its sentence; the window and the CLI word it alike.

`str(error)` is the sentence for the person: what happened, that nothing was lost, what to do now.
"""

import enum
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class CrmError(Exception):
    """A refusal a person can act on; nothing was changed."""


class NotFound(CrmError):
    """The record asked for is not there (any more)."""

    def __init__(self, what: str, name: object) -> None:
        self.what, self.name = what, name
        super().__init__(f"There is no {what} “{name}”.")


class Invalid(CrmError):
    """A field of a draft breaks a rule; `field` names it as the form does."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(reason)


class Busy(CrmError):
    """Another piece of work is writing; the same call may succeed in a moment."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(f"Waiting for: {by}. Nothing was saved yet and nothing is lost; try again in a moment.")


class DiskFull(CrmError):
    """The disk had no room; nothing was written."""

    def __init__(self, path: Path | str = "") -> None:
        self.path = str(path)
        super().__init__("The disk is full. Nothing was written; free some space and try again.")


class StandsInTheWay(CrmError):
    """An older action cannot be undone because later ones build on it; `labels` names them."""

    def __init__(self, label: str, labels: Sequence[str]) -> None:
        self.label, self.labels = label, tuple(labels)
        later = "; ".join(labels) or "later changes"
        super().__init__(f"“{label}” cannot be undone on its own, because this builds on it: {later}. Undo that first.")


class WriteFailed(DiskFull):
    """The disk refused a change without saying that it is full: a quota, a size limit or a failing drive."""

    def __init__(self, path: Path | str = "") -> None:
        super().__init__(path)
        self.args = (
            "The disk could not take the change: it is full, has a limit, or is failing. Nothing was written and what "
            "was saved before is safe; free some space and try again.",
        )


class ReadOnly(CrmError):
    """The file is open for reading only."""

    def __init__(self) -> None:
        super().__init__("This file is open read-only, so nothing was changed. Open it for writing to make changes.")


class Choice(enum.StrEnum):
    """What a person can do when a file does not open; the window offers these as buttons."""

    CHOOSE_FILE = "Choose another file"
    START_NEW = "Start a new file"
    RESTORE_BACKUP = "Restore a backup"
    OPEN_READ_ONLY = "Open read-only"
    REPAIR_COPY = "Repair a copy"
    EXPORT_READABLE = "Save what can be read"
    TAKE_OVER = "Open it here all the same"
    TRY_AGAIN = "Try again"
    UPDATE_PROGRAM = "Update the program"


class Backup(Protocol):
    """What a sentence tells of a backup."""

    @property
    def made_on(self) -> str: ...

    @property
    def summary(self) -> str: ...


def _offer(backup: Backup) -> str:
    return f"The newest good backup is of {backup.made_on} with {backup.summary}."


class OpeningError(CrmError):
    """A file that does not open; it stands as it was. `choices` are the ways on, the best first."""

    choices: tuple[Choice, ...] = (Choice.CHOOSE_FILE,)

    def __init__(self, path: Path, sentence: str) -> None:
        self.path = path
        super().__init__(sentence)


class FileMissing(OpeningError):
    """There is no file at the path; none was made."""

    choices = (Choice.CHOOSE_FILE, Choice.RESTORE_BACKUP, Choice.START_NEW)

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, f"The file “{path.name}” is not there. Choose it, restore a backup, or start a new one ({path})."
        )


class FileExists(OpeningError):
    """A new file was asked for where there is one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"There is a file “{path.name}” already. It was left as it is; choose another name.")


class NotOurFile(OpeningError):
    """The path holds something else; `looks_like` says what. It was only looked at.

    `backup` is the newest good one of a file of ours that stood there, or None (`with_backup`).
    """

    choices: tuple[Choice, ...] = (Choice.CHOOSE_FILE, Choice.START_NEW)

    def __init__(self, path: Path, looks_like: str) -> None:
        self.looks_like = looks_like
        self.backup: Backup | None = None
        super().__init__(
            path,
            f"“{path.name}” is not a Cluster Desk file: it is {looks_like}. It was not touched; choose another file.",
        )

    def with_backup(self, backup: Backup | None) -> "NotOurFile":
        """Return the same, and that there is a good backup of what stood there before, if there is one."""
        found = NotOurFile(self.path, self.looks_like)
        if backup is not None:
            found.backup = backup
            found.choices = (Choice.RESTORE_BACKUP, *self.choices)
            found.args = (f"{self} {_offer(backup)}",)
        return found


class FileDamaged(OpeningError):
    """The file is ours and broken; `what` says how, `details` in the library's words. It was only looked at.

    `backup` is the newest good one, or None; nothing is said of one before it was looked for (`with_backup`).
    """

    choices = (Choice.RESTORE_BACKUP, Choice.REPAIR_COPY, Choice.EXPORT_READABLE, Choice.CHOOSE_FILE)

    def __init__(self, path: Path, what: str, details: Sequence[str] = ()) -> None:
        self.what, self.details = what, tuple(details)
        self.backup: Backup | None = None
        super().__init__(path, f"“{path.name}” is damaged: {what}. It was left as it is.")

    def with_backup(self, backup: Backup | None) -> "FileDamaged":
        """Return the same, and that this is the newest good backup, or that there is none."""
        found = FileDamaged(self.path, self.what, self.details)
        found.backup = backup
        found.args = (f"{self} {_offer(backup) if backup is not None else 'No good backup of it was found.'}",)
        return found


class NewerFile(OpeningError):
    """The file was written by a newer version of the program; it was only looked at."""

    choices = (Choice.UPDATE_PROGRAM, Choice.OPEN_READ_ONLY, Choice.CHOOSE_FILE)

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"“{path.name}” was made by a newer version of Cluster Desk. It was not touched; update the program, or "
            "open it read-only.",
        )


class OlderFile(OpeningError):
    """The file needs an upgrade first, and it was to be opened read-only."""

    choices = (Choice.CHOOSE_FILE,)

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"“{path.name}” was made by an older version and must be upgraded once. Open it for writing, in a folder "
            "that can be written to.",
        )


class UpgradeFailed(OpeningError):
    """An upgrade did not come through; the file is as before, and `backup` was made of it first."""

    choices = (Choice.TRY_AGAIN, Choice.RESTORE_BACKUP, Choice.CHOOSE_FILE)

    def __init__(self, path: Path, reason: str, backup: Path | None = None) -> None:
        self.reason, self.backup = reason, backup
        kept = f" A backup is at {backup}." if backup else ""
        super().__init__(path, f"“{path.name}” could not be upgraded: {reason}. It is as it was before.{kept}")


class AlreadyOpen(OpeningError):
    """The file is open in another window or program of this session; `pid` is its process, None where unknown."""

    choices = (Choice.OPEN_READ_ONLY, Choice.TRY_AGAIN)

    def __init__(self, path: Path, pid: int | None) -> None:
        self.pid = pid
        super().__init__(
            path,
            f"“{path.name}” is open in another window of Cluster Desk. Nothing was changed; use that window, or close "
            "it first.",
        )


class HeldElsewhere(OpeningError):
    """The file is open on another computer; opening it all the same takes a typed confirmation."""

    choices = (Choice.OPEN_READ_ONLY, Choice.TRY_AGAIN, Choice.TAKE_OVER)

    def __init__(self, path: Path, host: str, user: str, since: str) -> None:
        self.host, self.user, self.since = host, user, since
        super().__init__(
            path,
            f"“{path.name}” is open on the computer {host} by {user or 'somebody'}. Close it there, or open it here "
            "read-only.",
        )


class FileUnreachable(OpeningError):
    """The file cannot be used just now: a permission, a lock, a failing drive. That is no damage; nothing was moved."""

    choices = (Choice.TRY_AGAIN, Choice.CHOOSE_FILE)

    def __init__(self, path: Path, reason: str, next_step: str = "Check the drive, and try again") -> None:
        self.reason = reason
        super().__init__(
            path,
            f"“{path.name}” cannot be used just now: {reason}. Nothing was changed and nothing that was saved is lost. "
            f"{next_step}.",
        )


class FileGone(CrmError):
    """The open file no longer stands under its name, and nothing more is written to it; `what` says what became of it.

    What it held when it was last saved can still be read, and saved as a copy. `is_in_copy` says that the change at
    hand was written when it came to light: it is not in the file of that name, but will be in the copy.
    """

    def __init__(self, path: Path, what: str, *, is_in_copy: bool = False) -> None:
        self.path, self.what, self.is_in_copy = path, what, is_in_copy
        last = "Your last change is not in it, and will be in the copy" if is_in_copy else "This change was not saved"
        super().__init__(
            f"“{path.name}” {what} while it was open here, by a sync service or another program. {last}; all you see "
            "and what you typed is still here. Save a copy of what you have, then open the copy."
        )


class UnsafeLibrary(CrmError):
    """The database library is too old or does not keep its promises."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"Cluster Desk will not open any file with this database library: {reason}. Nothing was changed; install "
            "the program again."
        )


class BackupFailed(CrmError):
    """A backup could not be made; nothing of it was left behind, and the earlier ones stand.

    `is_of_copy` says that the copy was made and did not pass its check.
    """

    def __init__(self, folder: Path, reason: str, *, is_of_copy: bool = False) -> None:
        self.folder, self.reason, self.is_of_copy = folder, reason, is_of_copy
        super().__init__(f"The backup could not be made: {reason}. Your file and earlier backups are as they were.")


class NotABackup(CrmError):
    """A file that cannot be restored; nothing was moved."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"“{path.name}” cannot be restored: {reason}. Nothing was changed; choose another backup.")
