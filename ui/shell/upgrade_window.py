"""The window while a large file of an older version is brought up to date, before there is anything to show of it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.progress import Cancelled
from crm.workspace import Workspace
from ui.kit import theme
from ui.kit.label import Label
from ui.kit.tasks import Task, Tasks
from ui.shell.open_commands import OpenCommand
from ui.shell.status_line import TaskLine

TITLE = "Bringing the file up to date…"
WHY = (
    "It was made by an older version of Cluster Desk. A copy of it is made and checked first, so nothing can be lost: "
    "if you close this window, the file stays as it was. A large file takes up to a minute."
)


class UpgradeWindow(QWidget):
    """Opens a file on the worker; `opened` carries the workspace, `refused` the CrmError that says why not.

    Closing the window stops the upgrade, and the file is as it was.
    """

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, opener: OpenCommand) -> None:
        super().__init__()
        self.setWindowTitle("Cluster Desk")
        self.resize(theme.px(560), theme.px(240))
        self._tasks = Tasks(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(48), theme.px(36), theme.px(48), theme.px(36))
        column.setSpacing(theme.px(12))
        column.addStretch(1)
        column.addWidget(Label(TITLE, "title"))
        column.addWidget(Label(opener.path.name, "body", tone="text2"))
        column.addWidget(Label(WHY, "body", tone="text2", wrap=True))
        column.addStretch(1)
        column.addWidget(TaskLine(self._tasks, self))
        self._tasks.run("UpgradeWindow", _Upgrade(opener), self._done, self.refused.emit, self.close, refusals=CrmError)

    def _done(self, workspace: Workspace) -> None:
        self.opened.emit(workspace)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is under way."""
        self._tasks.finish()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(self.rect(), theme.color("window"))


class _Upgrade:
    """Opens the file on the worker. It knows no window: what it raises would hold that beyond its end."""

    def __init__(self, opener: OpenCommand) -> None:
        self._opener = opener

    def __call__(self, task: Task) -> Workspace:
        workspace = self._opener(task.cancelled)
        if task.cancelled():  # nobody takes it any more
            workspace.close()
            raise Cancelled
        workspace.store.close_thread()
        return workspace
