"""Paints every page and panel in one look, in a process of its own, and prints what is wrong with them as JSON.

`python -m tests.renders.child LOOK FILE [FOLDER]`: the look as JSON, a closed file of its content, which is written to,
and a folder for the pictures. The scale is an environment variable of Qt, so that whoever starts this sets it.
"""

import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from crm.settings import APPEARANCE, TEXT_SIZE
from crm.workspace import Workspace
from tests.renders import faults
from tests.renders.looks import Look
from ui import pages
from ui.kit import motion, theme
from ui.kit.empty_states import ErrorState
from ui.shell.crash import Crashes, Report
from ui.shell.main_window import MainWindow
from ui.shell.navigator import Place

PATIENCE_MS = 20_000
MISSING_FONT = "the font is not installed"


def settle(window: MainWindow) -> None:
    """Let the worker, the feed and the layout come to rest."""
    patience = QDeadlineTimer(PATIENCE_MS)
    QApplication.processEvents()
    while window.context.tasks.busy() and not patience.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def paint(look: Look, workspace: Workspace, folder: Path | None) -> dict[str, list[str]]:
    """Return what is wrong by page or panel, those without fault left out; pictures go into the folder."""
    crashes = Crashes()
    failures: list[Report] = []
    crashes.install()
    crashes.happened.connect(failures.append)
    window = MainWindow(workspace, crashes)
    window.start(Place("today"))
    window.resize(*look.size)
    settle(window)
    wrong: dict[str, list[str]] = {}
    for spec in (*pages.PAGES, *(panel for panel in pages.PANELS if panel.title)):
        root = _open(window, spec)
        if root is None:
            continue
        found = faults.found_in(window, root)
        found += ["an error is shown" for state in window.findChildren(ErrorState) if state.isVisible()]
        if window.size().toTuple() != look.size:
            found.append(f"the window is {window.width()}x{window.height()}")
        if found:
            wrong[spec.kind] = found
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            window.context.toasts.dismiss()
            window.grab().save(str(folder / f"{spec.kind}.png"))
    if failures:
        wrong["failures"] = [failure.text for failure in failures]
    window.close()
    return wrong


def _open(window: MainWindow, spec: pages.PageSpec | pages.PanelSpec) -> QWidget | None:
    window.context.overlay.close_all()
    if isinstance(spec, pages.PanelSpec):
        window.context.navigator.open("today")
        settle(window)
        window.context.navigator.open(spec.kind)
        settle(window)
        return window.context.overlay.top()
    record = pages.example(window.context.workspace, spec) if spec.of_record else None
    if spec.of_record and record is None:
        return None
    window.context.navigator.open(spec.kind, record)
    settle(window)
    return window.host.current_page()


def main() -> None:
    """Paint the look of the arguments."""
    look = msgspec.json.decode(sys.argv[1], type=Look)
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    application = QApplication([])
    if look.font not in QFontDatabase.families():
        print(msgspec.json.encode({"": [MISSING_FONT]}).decode())
        return
    theme.family.cache_clear()
    theme.family = lambda: look.font  # type: ignore[assignment]
    motion.set_reduced(True)
    workspace = Workspace.open(Path(sys.argv[2]))
    workspace.settings.set(APPEARANCE, look.mode)
    workspace.settings.set(TEXT_SIZE, look.text)
    try:
        wrong = paint(look, workspace, folder)
    finally:
        workspace.close()
    print(msgspec.json.encode(wrong).decode())
    del application


if __name__ == "__main__":
    main()
