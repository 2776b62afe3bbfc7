"""The board of 2,000 cards as it is seen: opened, a card moved, filtered, in another theme, until painted.

Beside it plain Qt: a list a column with the same titles, without marks, chips or sums, over no database.
"""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, timed

if TYPE_CHECKING:
    from tests.benchmarks.window import Seen
    from ui.kit.board import Board

OPENED, MOVED, THEME = Ceiling(at_most=0.15), Ceiling(at_most=0.05), Ceiling(at_most=0.3)
_WORD = "board: "


def figures(path: Path, cards: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the painted figures of the board of a file, which is written to, taken in a process of its own."""
    for turn in (0, rounds):  # the first leaves compiled modules behind, as an installation has them
        child = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.board_window", str(path), str(turn)],
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": str(path.parent / "compiled"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    if not child.stdout:
        raise RuntimeError(f"the board could not be measured: {child.stderr[-2000:]}")
    taken: dict[str, list[float]] = json.loads(child.stdout.splitlines()[-1])
    ceilings = {"opened": OPENED, "theme": THEME}
    return [
        Figure(_WORD + what, cards, ours, raw, ceilings.get(what.split()[0], MOVED))
        for what, (ours, raw) in taken.items()
    ]


class _Plain:
    """The same columns as plain lists of Qt, in a window of their own."""

    def __init__(self, board: "Board", size: Any) -> None:
        # Loaded in the child process only.
        from PySide6.QtCore import QStringListModel
        from PySide6.QtWidgets import QHBoxLayout, QListView, QWidget

        self.window = QWidget()
        row = QHBoxLayout(self.window)
        self.models = []
        self.views = []
        for column in board.columns():
            view = QListView()
            view.setUniformItemSizes(True)
            row.addWidget(view)
            self.models.append(QStringListModel([card.title for card in column.cards], view))
            self.views.append(view)
        self.window.resize(size)
        self.show()
        self.window.show()

    def show(self) -> None:
        """Show every title."""
        for view, model in zip(self.views, self.models, strict=True):
            view.setModel(model)

    def clear(self) -> None:
        """Show none."""
        for view in self.views:
            view.setModel(None)

    def move(self) -> None:
        """Take the first title to the end of the column beside it."""
        first, second = self.models[:2]
        texts = first.stringList()
        first.setStringList(texts[1:])
        second.setStringList([*second.stringList(), texts[0]])

    def recolour(self) -> None:
        """Take another palette."""
        # Loaded in the child process only.
        from PySide6.QtGui import QColor, QPalette

        palette = self.window.palette()
        dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
        palette.setColor(QPalette.ColorRole.Base, QColor("white" if dark else "black"))
        self.window.setPalette(palette)


def measured(seen: "Seen", first: float) -> dict[str, list[float | None]]:
    """Return seconds of ours and of plain Qt by what was done; `first` is what the first opening took."""
    # Loaded in the child process only.
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from crm.settings import APPEARANCE
    from ui.pipeline.page import PipelinePage

    page = seen.window.host.current_page()
    assert isinstance(page, PipelinePage)
    board, settings = page.board.board, seen.window.context.workspace.settings
    plain = _Plain(board, seen.window.size())
    seen.settle()
    shown = seen.over(plain.show, plain.clear)

    def key() -> None:
        held = next(each for each in board.lists if each.currentIndex().isValid())
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(held, Qt.Key.Key_Right, modifiers)

    def to_first() -> None:
        board.take_focus()
        board.choose(board.columns()[0].cards[0].id)

    def drop() -> None:
        board.lists[2].dropped.emit(board.columns()[0].cards[0].id, 3)

    def search(text: str) -> None:
        page.filters.search.setText(text)
        page.filters.search.searched.emit(text)

    digits, modes = itertools.cycle("123456789"), itertools.cycle(("dark", "light"))
    found: dict[str, list[float | None]] = {
        "opened first, painted": [first, shown],
        "opened again, painted": [seen.over(lambda: seen.go("pipeline"), lambda: seen.go("settings")), shown],
    }
    seen.go("pipeline")
    moved = seen.over(plain.move, lambda: None)
    found["a card moved by key, painted"] = [seen.over(key, to_first), moved]
    found["a card dropped, painted"] = [seen.over(drop, to_first), moved]
    found["filtered by a letter, painted"] = [
        seen.over(lambda: search(next(digits)), lambda: search("")),
        shown,
    ]
    plain_theme = seen.over(plain.recolour, lambda: None)
    plain.window.close()
    seen.settle()
    found["theme changed, painted"] = [
        seen.over(lambda: settings.set(APPEARANCE, next(modes)), lambda: None),
        plain_theme,
    ]
    return found


def main(path: Path, rounds: int) -> None:
    """Open the window, then the board in it; measure, print the figures as JSON."""
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
    window.start(Place("settings"))
    seen = Seen(application, window, rounds)
    seen.settle()

    def opened() -> None:
        seen.go("pipeline")
        seen.settle()

    first = timed(opened)
    if rounds:
        print(json.dumps(measured(seen, first)), flush=True)
    window.close()
    seen.settle()
    workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
