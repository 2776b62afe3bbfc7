"""The grid of huddles as it is seen: opened, scrolled and marked until painted, beside a plain table of the same size.

The plain table is Qt's own view and delegate over a model of one-letter texts: what no grid in Python goes below.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure

if TYPE_CHECKING:
    from tests.benchmarks.window import Seen

PAINTED = Ceiling(at_most=0.05)
OPENED = Ceiling(at_most=0.15)


def figures(material: Material, rounds: int = ROUNDS) -> list[Figure]:
    """Return the painted figures of the grid, taken in a process of its own on a copy that may be written to."""
    with tempfile.TemporaryDirectory(prefix="grid-") as scratch:
        copy = Path(scratch) / "gathering.desk"
        shutil.copy(material.gathering(), copy)
        child = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.grid_window", str(copy), str(rounds)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=False,
        )
    if not child.stdout:
        raise RuntimeError(f"the grid could not be measured: {child.stderr[-2000:]}")
    taken: dict[str, list[float]] = json.loads(child.stdout.splitlines()[-1])
    size = int(taken.pop("lines")[0])
    return [
        Figure(what, size, ours, raw, OPENED if "opened" in what else PAINTED) for what, (ours, raw) in taken.items()
    ]


def measured(seen: "Seen") -> dict[str, list[float]]:
    """Return seconds of ours and of the plain table by what was done."""
    # Loaded in the child process only.
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ui.huddles.page import HuddlesPage

    page = seen.window.host.current_page()
    assert isinstance(page, HuddlesPage)
    grid = page.attendance.grid
    cells, plain = grid.cells, _plain(grid.model.rowCount(), len(grid.model.huddles))
    plain.resize(seen.window.size())
    plain.show()
    seen.settle()

    def over(view: Any, forward: Any, back: Any) -> float:
        return seen.over(lambda: forward(view), lambda: back(view))

    down = (lambda view: QTest.keyClick(view, Qt.Key.Key_PageDown), lambda view: view.scrollToTop())
    end = (lambda view: view.scrollToBottom(), lambda view: view.scrollToTop())
    across = (
        lambda view: view.horizontalScrollBar().setValue(0),
        lambda view: view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum()),
    )
    found = {
        f"grid: {what}, painted": [over(cells, *way), over(plain, *way)]
        for what, way in (("a page further", down), ("jump to the end", end), ("to the oldest huddle", across))
    }
    model = plain.model()
    shown = seen.over(lambda: plain.setModel(model), lambda: plain.setModel(None))
    found["grid: opened, painted"] = [seen.over(lambda: seen.go("huddles"), lambda: seen.go("settings")), shown]
    seen.go("huddles")
    cells.setFocus()
    marks = iter([Qt.Key.Key_A, Qt.Key.Key_X] * 50)
    found["grid: a cell marked, painted"] = [
        seen.over(lambda: QTest.keyClick(cells, next(marks)), lambda: None),
        seen.over(lambda: model.dataChanged.emit(model.index(0, 0), model.index(0, 0)), lambda: None),
    ]
    plain.close()
    return found


def _plain(rows: int, columns: int) -> Any:
    # Loaded in the child process only.
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    class Letters(QAbstractTableModel):
        """One letter a cell."""

        def rowCount(self, parent: Any = None) -> int:
            return rows

        def columnCount(self, parent: Any = None) -> int:
            return columns

        def data(self, index: Any, role: int = 0) -> Any:
            return "A" if role == Qt.ItemDataRole.DisplayRole else None

    view = QTableView()
    view.setModel(Letters(view))
    return view


def main(path: Path, rounds: int) -> None:
    """Open the window on the grid, measure, print the figures as JSON."""
    # Loaded in the child process only.
    from PySide6.QtWidgets import QApplication

    from crm.workspace import Workspace
    from tests.benchmarks.window import Seen
    from ui.shell.crash import Crashes
    from ui.shell.main_window import MainWindow
    from ui.shell.navigator import Place

    application = QApplication(sys.argv[:1])
    workspace = Workspace.open(path)
    window = MainWindow(workspace, Crashes())
    window.resize(1440, 900)
    window.start(Place("huddles"))
    seen = Seen(application, window, rounds)
    seen.settle()
    page: Any = window.host.current_page()
    lines = page.attendance.grid.model.rowCount()
    print(json.dumps({**measured(seen), "lines": [lines]}), flush=True)
    window.close()
    seen.settle()
    workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
