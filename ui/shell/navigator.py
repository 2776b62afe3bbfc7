"""Where the window is and how it gets elsewhere: every feature asks the navigator, none knows another.

`navigator.open("contact", 7)` opens a page; `navigator.open("log", contact=7)` a panel over it. The window does
the work, through the pages registered in `ui.pages`.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

# As far back as Alt+Left reaches.
MEMORY = 100
# How many records count as lately open.
KEPT = 6


class Place(msgspec.Struct, frozen=True):
    """A page and what it shows: the kind of page, the record's id or None, and further arguments by name."""

    kind: str
    id: int | None = None
    args: dict[str, Any] = msgspec.field(default_factory=dict)

    def target(self) -> dict[str, Any]:
        """Return what `show_target` is called with: the arguments, and the id as `id` where there is one."""
        return dict(self.args) if self.id is None else {"id": self.id, **self.args}


class Navigator(QObject):
    """Keeps the way one came; the window listens to `opened` for pages and `asked` for panels.

    `desk_wanted` says that another Cluster Desk file is to be opened in place of this one, with files to take in.
    """

    opened = Signal(object)
    asked = Signal(object)
    desk_wanted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panels: frozenset[str] = frozenset()
        self._way: list[Place] = []
        self._recent: list[tuple[str, int]] = []
        self._at = -1

    def set_panels(self, kinds: frozenset[str]) -> None:
        """Name the kinds that open over the page and leave no step behind."""
        self._panels = kinds

    @property
    def current(self) -> Place | None:
        """Return the place in front."""
        return self._way[self._at] if self._way else None

    def open_desk(self, path: Path, files: Sequence[Path] = ()) -> None:
        """Leave this file for another Cluster Desk file, which takes `files` in."""
        self.desk_wanted.emit(path, files)

    def open(self, kind: str, id: int | None = None, **args: Any) -> None:
        """Go to a page, or open a panel over the one in front."""
        place = Place(kind, id, args)
        if kind in self._panels:
            self.asked.emit(place)
            return
        if place != self.current:
            del self._way[self._at + 1 :]
            self._way.append(place)
            del self._way[:-MEMORY]
            self._at = len(self._way) - 1
        self._arrive(place)

    def remember_recent(self, records: Iterable[tuple[str, int]]) -> None:
        """Take over what was open lately before this run, the newest first."""
        self._recent = list(records)[:KEPT]

    def recent(self) -> list[tuple[str, int]]:
        """Return kind and id of the records that were open lately, the newest first."""
        return list(self._recent)

    def can_go_back(self) -> bool:
        """Say whether there is a page before this one."""
        return self._at > 0

    def can_go_forward(self) -> bool:
        """Say whether one has come back from a page."""
        return self._at < len(self._way) - 1

    def back(self) -> None:
        """Return to the page before, if there is one."""
        if self.can_go_back():
            self._at -= 1
            self._arrive(self._way[self._at])

    def forward(self) -> None:
        """Go again where `back` came from."""
        if self.can_go_forward():
            self._at += 1
            self._arrive(self._way[self._at])

    def _arrive(self, place: Place) -> None:
        if place.id is not None:
            record = (place.kind, place.id)
            self._recent = [record, *(each for each in self._recent if each != record)][:KEPT]
        self.opened.emit(place)


class OpenPlace(msgspec.Struct, frozen=True):
    """Opens one place when called: for the table of actions and for toasts."""

    navigator: Navigator
    kind: str
    id: int | None = None
    args: tuple[tuple[str, Any], ...] = ()

    def __call__(self) -> None:
        """Open it."""
        self.navigator.open(self.kind, self.id, **dict(self.args))
