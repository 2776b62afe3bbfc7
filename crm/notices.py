"""What a person should know about an opened file, though it does not stop the work."""

import enum
from pathlib import Path

import msgspec


class NoticeKind(enum.Enum):
    """What a notice is about; the window shows READ_ONLY as a banner that stays."""

    READ_ONLY = enum.auto()
    NEWER_FILE = enum.auto()
    UNCLEAN_END = enum.auto()
    LOCK_FREED = enum.auto()
    RESTORE_FINISHED = enum.auto()
    REPLACED = enum.auto()
    UPGRADED = enum.auto()
    REPAIRED = enum.auto()
    TO_REPAIR = enum.auto()
    DAMAGED = enum.auto()
    FOREIGN_TABLES = enum.auto()
    ORPHANS = enum.auto()
    CLOUD_FOLDER = enum.auto()
    NETWORK_DRIVE = enum.auto()
    CONFLICTED_COPY = enum.auto()
    CLOCK_BEHIND = enum.auto()
    DRAFT_NOT_KEPT = enum.auto()


class Notice(msgspec.Struct, frozen=True):
    """One thing to know; `text` is the sentence, `path` a file it speaks of, `details` more lines."""

    kind: NoticeKind
    text: str
    path: Path | None = None
    details: tuple[str, ...] = ()
