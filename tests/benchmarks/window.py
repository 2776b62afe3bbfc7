"""What a person sees: from a key or a click until the window is painted, offscreen, in a process of its own."""

import itertools
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, timed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QLineEdit

    from ui.kit.table import TableView
    from ui.shell.main_window import MainWindow

LIST, RECORD, TODAY, KEY = Ceiling(at_most=0.05), Ceiling(at_most=0.06), Ceiling(at_most=0.15), Ceiling(at_most=0.03)

RAW = "the first 200 rows, read by name"


def figures(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the painted figures with a file of that size."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.window", str(material.network(size)), str(size), str(rounds)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    if not child.stdout:
        raise RuntimeError(f"the window could not be measured: {child.stderr[-2000:]}")
    ceilings = {"list": LIST, "cont": RECORD, "orga": RECORD, "Toda": TODAY, "sear": KEY}
    taken: dict[str, float] = json.loads(child.stdout.splitlines()[-1])
    raw = taken.pop(RAW)
    return [
        Figure(what, size, seconds, raw if what.startswith("list") else None, ceilings[what[:4]])
        for what, seconds in taken.items()
    ]


@dataclass(slots=True)
class Seen:
    """A window whose answers are timed until nothing is left to paint."""

    application: "QApplication"
    window: "MainWindow"
    rounds: int

    def settle(self) -> None:
        """Let everything asked for happen, painting included."""
        for _ in range(3):
            self.application.sendPostedEvents()
            self.application.processEvents()

    def over(self, work: Callable[[], object], before: Callable[[], object]) -> float:
        """Return the median seconds from `work` until it is painted; `before` leads back to where it starts."""
        taken = []
        for _ in range(self.rounds + 1):  # the first time builds the page
            before()
            self.settle()
            taken.append(timed(self._seen(work)))
        return median(taken[1:])

    def _seen(self, work: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            work()
            self.settle()

        return run

    def go(self, kind: str, record: int | None = None) -> None:
        """Open a page."""
        self.window.context.navigator.open(kind, record)

    def table(self) -> "TableView":
        """Return the list in front."""
        # Loaded in the child process only.
        from ui.kit.table import TableView

        return next(each for each in self.window.findChildren(TableView) if each.isVisible())

    def search_field(self) -> "QLineEdit":
        """Return the field of the open palette."""
        # Loaded in the child process only.
        from ui.kit.chooser import Chooser

        return next(each.field for each in self.window.findChildren(Chooser) if each.isVisible())


def measured(seen: Seen, contacts: int, organisations: int) -> dict[str, float]:
    """Return what was measured, in seconds by what it is."""
    # Loaded in the child process only.
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ui.records.filter_bar import FilterBar

    rng = random.Random(5)
    letters = itertools.cycle("smabjcdelrtp")  # another each time: what was asked before is remembered

    def palette() -> None:
        seen.window.context.overlay.close_all()
        seen.window.open_palette()
        seen.settle()
        QTest.keyClicks(seen.search_field(), "s")

    def top() -> None:
        seen.table().scrollToTop()

    def bar() -> FilterBar:
        return next(each for each in seen.window.findChildren(FilterBar) if each.isVisible())

    sql = "SELECT * FROM contact_summary ORDER BY sort_name, contact_id LIMIT 200"
    seen.settle()
    return {
        RAW: median(timed(lambda: seen.window.context.workspace.store.rows(sql)) for _ in range(seen.rounds)),
        "list painted": seen.over(lambda: seen.go("contacts"), lambda: seen.go("settings")),
        "list: jump to the end, painted": seen.over(lambda: seen.table().scrollToBottom(), top),
        "list: a page further, painted": seen.over(lambda: QTest.keyClick(seen.table(), Qt.Key.Key_PageDown), top),
        "list: sorted, painted": seen.over(
            lambda: seen.table().sort_requested.emit("last_touch", True),
            lambda: seen.table().sort_requested.emit("name", False),
        ),
        "list: filtered by one letter, painted": seen.over(
            lambda: bar().search.searched.emit(next(letters)), lambda: bar().clear()
        ),
        "contact opened, painted": seen.over(
            lambda: seen.go("contact", rng.randint(1, contacts)), lambda: seen.go("contacts")
        ),
        "organisation opened, painted": seen.over(
            lambda: seen.go("organisation", rng.randint(1, organisations)), lambda: seen.go("organisations")
        ),
        "Today opened, painted": seen.over(lambda: seen.go("today"), lambda: seen.go("contacts")),
        "search: a key pressed, painted": seen.over(lambda: QTest.keyClicks(seen.search_field(), "a"), palette),
    }


def main(path: Path, contacts: int, rounds: int) -> None:
    """Open a window, measure, print the figures as JSON."""
    # Loaded in the child process only.
    from PySide6.QtWidgets import QApplication

    from crm.workspace import Workspace
    from ui.shell.crash import Crashes
    from ui.shell.main_window import MainWindow
    from ui.shell.navigator import Place

    application = QApplication(sys.argv[:1])
    workspace = Workspace.open(path)
    organisations = workspace.store.value("SELECT max(id) FROM organisation")
    window = MainWindow(workspace, Crashes())
    window.start(Place("contacts"))
    seen = Seen(application, window, rounds)
    print(json.dumps(measured(seen, contacts, organisations)), flush=True)
    window.close()
    seen.settle()
    workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
