"""A real program that is killed, or asked to end, while a form is typed into: the next start has what was typed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crm.workspace import Workspace

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from crm.workspace import Workspace
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow

app = QApplication([])
workspace = Workspace.open(Path(sys.argv[1]))
window = MainWindow(workspace, Crashes())
window.start()
window.context.navigator.open("new_contact")
QTest.keyClicks(window.context.overlay.top().form.field("name"), "Ida Moss")


def look():
    if workspace.drafts.all():
        print("kept", flush=True)


watch = QTimer(interval=20)
watch.timeout.connect(look)
watch.start()
app.exec()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="ended otherwise there")
def test_a_killed_program_leaves_what_was_typed(tmp_path: Path) -> None:
    path = tmp_path / "network.desk"
    Workspace.create(path).close()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "kept\n"
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    again = Workspace.open(path)
    draft = again.drafts.load("new_contact")
    again.close()
    assert draft is not None
    assert draft["name"] == "Ida Moss"
