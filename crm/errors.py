"""What a person can act on: each error carries the data of its sentence; the window and the CLI word it alike.

`str(error)` is the sentence for the person: what happened, that nothing was lost, what to do now.
"""

from collections.abc import Sequence
from pathlib import Path


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
