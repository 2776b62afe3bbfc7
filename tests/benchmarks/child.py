"""Run by `starting`: a bare window, or the program; prints when it had painted, and its memory when idle (kB)."""

import sys
import time

sys.path.insert(0, "")  # the folder it is started in holds the packages

from pathlib import Path

if sys.argv[1] == "ours":
    import ui.__main__ as program

    program.load()  # ahead of what this file needs of Qt, as the entry point has it

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class Painted(QObject):
    """Waits for a window's first paint, says when it was, and closes the window once all is quiet."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._at = 0.0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._at:
            self._at = -1.0
            QTimer.singleShot(0, self.note)
        return False

    @Slot()
    def note(self) -> None:
        self._at = time.time()
        QTimer.singleShot(400, self.tell)

    @Slot()
    def tell(self) -> None:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        held = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        print(self._at, held, flush=True)
        self._window.close()
        QApplication.quit()


def bare() -> int:
    """Show an empty window."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1440, 900)
    Painted(window)
    window.show()
    return application.exec()


def ours(file: Path, data: Path) -> int:
    """Start the program as its entry point does."""
    # Deferred: the bare window must not pay for it.
    from ui.shell.main_window import MainWindow
    from ui.shell.navigator import Place

    before = MainWindow.start

    def start(window: MainWindow, place: Place | None = None) -> None:
        Painted(window)
        before(window, place)

    MainWindow.start = start  # type: ignore[assignment, method-assign]
    return program.main([str(file), "--data-dir", str(data)])


if __name__ == "__main__":
    raise SystemExit(bare() if sys.argv[1] == "bare" else ours(Path(sys.argv[2]), Path(sys.argv[3])))
