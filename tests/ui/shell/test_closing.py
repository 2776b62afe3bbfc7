"""A real program whose window closes while a large file is checked or backed up: it ends at once, and well."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm.clock import today
from crm.contacts import ContactDraft
from crm.interactions import InteractionDraft, Party
from crm.workspace import Workspace
from tests import patience

ROUNDS = 5

PROGRAM = """
import faulthandler, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from crm.workspace import Workspace
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow

faulthandler.enable()
path, title, delay, patience = sys.argv[1:]
app = QApplication([])
workspace = Workspace.open(Path(path))
workspace.needs_check = title == "Checking the file"
window = MainWindow(workspace, Crashes())
window.start()
finish = window.context.tasks.finish
window.context.tasks.finish = lambda: print("stopped" if finish(int(patience)) else "still at work", flush=True)


def end():
    print("busy" if window.context.tasks.busy() else "idle", flush=True)
    window.close()
    workspace.close()
    app.quit()


def look():
    if title in [task.title for task in window.context.tasks._waiting[:1]]:
        watch.stop()
        QTimer.singleShot(int(delay), end) if int(delay) else end()


watch = QTimer(interval=1)
watch.timeout.connect(look)
watch.start()
code = app.exec()
print("closed", flush=True)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose check and backup take some tenths of a second."""
    path = tmp_path_factory.mktemp("large") / "large.desk"
    workspace = Workspace.create(path)
    with workspace.store.action("Fill", "quiet"):
        jane = workspace.contacts.create(ContactDraft("Jane", "Roe"))
        for number in range(700):
            notes = f"Long notes {number} " * 3_000
            workspace.interactions.log(InteractionDraft(today(), parties=(Party(jane),), notes=notes))
    workspace.close()
    return path


@pytest.mark.parametrize("title", ["Checking the file", "Backing up"])
def test_a_window_closed_in_the_middle_ends_the_program_well_and_soon(large: Path, title: str) -> None:
    seen: list[str] = []
    for delay in range(0, 20 * ROUNDS, 20):
        ended = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(large), title, str(delay), str(patience.MILLISECONDS)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        assert ended.stdout is not None
        seen.append(ended.stdout.readline().strip())
        said, errors = ended.communicate(timeout=patience.SECONDS)
        assert ended.returncode == 0, errors
        assert said.split() == ["stopped", "closed"]
    assert "busy" in seen
    workspace = Workspace.open(large)
    assert workspace.backups.check().is_well
    workspace.close()
