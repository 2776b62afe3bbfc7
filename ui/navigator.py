"""Where the window is and how it gets elsewhere: every feature asks the navigator, none knows another.

`navigator.open("contact", 7)` opens a page; `navigator.open("log", contact=7)` a panel over it. The window does
the work, through the pages registered in `ui.pages`.
"""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

# As far back as Alt+Left reaches.
MEMORY = 100
# How many records count as lately open.
KEPT = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what it shows: the kind of page, the record's id or None, and further arguments by name."""

    kind: str
    id: int | None = None
    args: dict[str, Any] = field(default_factory=dict)

    def target(self) -> dict[str, Any]:
        """Return what `show_target` is called with: the arguments, and the id as `id` where there is one."""
        return dict(self.args) if self.id is None else {"id": self.id, **self.args}


@dataclass(frozen=True, slots=True)
class Recent:
    """A record that was open lately, as one would recognise it."""

    kind: str
    id: int
    title: str
    subtitle: str = ""


class Navigator(QObject):
    """Keeps the way one came; the window listens to `opened` for pages and `asked` for panels."""

    opened = Signal(object)
    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panels: frozenset[str] = frozenset()
        self._way: list[Place] = []
        self._recent: list[Recent] = []
        self._at = -1

    def set_panels(self, kinds: frozenset[str]) -> None:
        """Name the kinds that open over the page and leave no step behind."""
        self._panels = kinds

    @property
    def current(self) -> Place | None:
        """Return the place in front."""
        return self._way[self._at] if self._way else None

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
        self.opened.emit(place)

    def note_recent(self, seen: Recent) -> None:
        """Remember a record that came to the front, the newest first."""
        self._recent = [seen, *(each for each in self._recent if (each.kind, each.id) != (seen.kind, seen.id))][:KEPT]

    def recent(self) -> list[Recent]:
        """Return the records that were open lately, but for the one in front."""
        here = self.current
        return [each for each in self._recent if here is None or (each.kind, each.id) != (here.kind, here.id)]

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
            self.opened.emit(self._way[self._at])

    def forward(self) -> None:
        """Go again where `back` came from."""
        if self.can_go_forward():
            self._at += 1
            self.opened.emit(self._way[self._at])


@dataclass(frozen=True, slots=True)
class Go:
    """Opens one place when called: for the table of actions and for toasts."""

    navigator: Navigator
    kind: str
    id: int | None = None

    def __call__(self) -> None:
        """Open it."""
        self.navigator.open(self.kind, self.id)
