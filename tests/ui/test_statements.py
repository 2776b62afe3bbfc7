"""What a page asks of the file when it is opened: a few statements, however much there is to show."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from crm.contacts import ContactDraft
from crm.db import connections
from crm.db.raw_connection import Access, Connection, connect
from crm.workspace import Workspace
from ui import pages
from ui.kit import motion
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow
from ui.shell.navigator import Place

MOST = 40
SHOWN = [spec for spec in pages.PAGES if spec.kind not in ("import", "first_run")]
"""The pages that show what is in the file: those of a file that is looked at, or of an empty one, ask nothing yet."""
PEOPLE = 60


@pytest.fixture(scope="module")
def workspace(
    sampled_file: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Workspace]:
    """A network in which one organisation has many people and a history with each of them."""
    made = Workspace.open(sampled_file(tmp_path_factory.mktemp("asked") / "a.desk", contacts=300, interactions=1_500))
    large = _largest(made)
    with made.store.action("Add people"):
        for number in range(PEOPLE):
            made.contacts.create(ContactDraft("Ada", f"Moss{number}", organisation_id=large))
    motion.set_reduced(True)
    yield made
    motion.set_reduced(False)
    made.close()


def _largest(workspace: Workspace) -> int:
    return workspace.organisations.page(sort="people", descending=True, limit=1)[0].id


@pytest.fixture(scope="module")
def window(workspace: Workspace) -> Iterator[MainWindow]:
    """A window that showed none of the pages yet, and has done what waits for its first paint."""
    window = MainWindow(workspace, Crashes())
    painted: list[bool] = []
    window.painted.connect(lambda: painted.append(True))
    window.start(Place("import"))
    window.resize(1440, 900)
    while not painted:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    settle(window)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opening(window: MainWindow, kind: str, record: int | None) -> list[str]:
    """Open a page for the first time and return the statements that ran, in this thread and in any other."""
    said: list[str] = []

    def traced(path: Path, access: Access, journal: str = "wal") -> Connection:
        made = connect(path, access, journal)
        made.set_trace_callback(said.append)
        return made

    connection = window.context.workspace.store.connection()
    connection.set_trace_callback(said.append)
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(connections, "connect", traced)  # a worker's connection lives as long as its work
            window.context.navigator.open(kind, record)
            settle(window)
    finally:
        connection.set_trace_callback(None)
    return said


def settle(window: MainWindow) -> None:
    """Let the worker and the layout come to rest."""
    QApplication.processEvents()
    while window.context.tasks.busy():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("spec", SHOWN, ids=lambda spec: spec.kind)
def test_a_page_is_opened_with_few_statements(window: MainWindow, spec: pages.PageSpec) -> None:
    workspace = window.context.workspace
    record = pages.example(workspace, spec) if spec.of_record else None
    if spec.kind == "organisation":
        record = _largest(workspace)
    said = opening(window, spec.kind, record)
    assert 0 < len(said) <= MOST, "\n".join(said)


@pytest.mark.parametrize("kind", ["contact", "organisation", "opportunity"])
def test_a_record_that_is_opened_asks_for_each_setting_once(window: MainWindow, kind: str) -> None:
    spec = next(each for each in SHOWN if each.kind == kind)
    said = opening(window, kind, pages.example(window.context.workspace, spec))
    asked = [each for each in said if 'FROM "setting"' in each]
    assert len(asked) == len(set(asked)), "\n".join(asked)
