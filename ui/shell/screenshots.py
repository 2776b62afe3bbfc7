"""Paints every page into PNG files: light and dark, at 1440x900 and 1024x680, without a screen."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from crm.errors import CrmError
from crm.sample import make_sample
from crm.temp_folders import Scratch
from crm.workspace import Workspace
from ui import pages
from ui.kit import motion, theme
from ui.shell.crash import Crashes, Report
from ui.shell.main_window import MainWindow
from ui.shell.navigator import OpenPlace

SIZES = ((1440, 900), (1024, 680))
PATIENCE_MS = 20_000


def take(folder: Path, file: Path | None) -> int:
    """Paint every page of `file`, or of a fresh sample network, into `folder`; return the exit code."""
    motion.set_reduced(True)
    folder.mkdir(parents=True, exist_ok=True)
    with Scratch() as scratch:
        try:
            workspace = Workspace.open(file, read_only=True) if file is not None else _sample(scratch)
        except CrmError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        try:
            return _paint_all(folder, workspace)
        finally:
            workspace.close()


def _sample(folder: Path) -> Workspace:
    workspace = Workspace.create(folder / "sample.desk")
    make_sample(workspace.store)
    return workspace


def _paint_all(folder: Path, workspace: Workspace) -> int:
    crashes = Crashes()
    crashes.install()
    failures: list[Report] = []
    crashes.happened.connect(failures.append)
    window = MainWindow(workspace, crashes)
    window.start()
    _finish_work(window)
    for mode in ("light", "dark"):
        theme.apply(mode, 100)
        for width, height in SIZES:
            window.resize(width, height)
            for number, (name, show) in enumerate(_views(window, workspace), 1):
                show()
                _settle()
                window.context.toasts.dismiss()
                _settle()
                window.grab().save(str(folder / f"{number:02}_{name}_{mode}_{width}x{height}.png"))
                window.context.overlay.close_all()
    window.close()
    window.deleteLater()
    _settle()
    for failure in failures:
        sys.stderr.write(f"{failure.text}\n")
    return 1 if failures else 0


def _views(window: MainWindow, workspace: Workspace) -> list[tuple[str, Callable[[], object]]]:
    """Return every page and what lies over one, by name, with the call that shows it."""
    navigator = window.context.navigator
    views: list[tuple[str, Callable[[], object]]] = []
    over: list[tuple[str, Callable[[], object]]]
    for spec in pages.PAGES:
        record = pages.example(workspace, spec) if spec.of_record else None
        if record is not None or not spec.of_record:
            views.append((spec.kind, OpenPlace(navigator, spec.kind, record)))
    over = [("palette", window.open_palette), ("help", window.open_help)]
    over += [(panel.kind, OpenPlace(navigator, panel.kind)) for panel in pages.PANELS if panel.title]
    first = OpenPlace(navigator, pages.PAGES[0].kind)
    return [*views, *((name, _Over(first, show)) for name, show in over)]


class _Over:
    """Shows what lies over a page, over the first page."""

    def __init__(self, first: Callable[[], object], show: Callable[[], object]) -> None:
        self._first, self._show = first, show

    def __call__(self) -> None:
        self._first()
        self._show()


def _finish_work(window: MainWindow) -> None:
    """Let what the window does after its first paint come to its end: the pictures show a day like any other."""
    patience = QDeadlineTimer(PATIENCE_MS)
    _settle()
    while window.context.tasks.busy() and not patience.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _settle() -> None:
    for _ in range(5):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
