"""Ways to come by an open file, each a call that gives the workspace or raises an OpeningError."""

from pathlib import Path

import msgspec

from crm.progress import IsCancelled, never
from crm.workspace import Workspace

FILTER = "Cluster Desk files (*.desk);;All files (*)"


class OpenCommand(msgspec.Struct, frozen=True):
    """Opens a file that is there."""

    path: Path
    read_only: bool = False
    take_over: bool = False

    def __call__(self, cancelled: IsCancelled = never) -> Workspace:
        """Open it; `cancelled` stops an upgrade."""
        return Workspace.open(self.path, read_only=self.read_only, take_over=self.take_over, cancelled=cancelled)

    def takes_long(self) -> bool:
        """Return whether the file is upgraded first, which takes many seconds: a matter for the worker."""
        return not self.read_only and Workspace.upgrade_takes_long(self.path)


class Creating(msgspec.Struct, frozen=True):
    """Makes a new file."""

    path: Path

    def __call__(self) -> Workspace:
        """Make and open it."""
        return Workspace.create(self.path)
