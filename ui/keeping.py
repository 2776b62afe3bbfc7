"""Keeps what is being typed as a draft, within a second of the key, so that no crash costs it."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from crm.errors import CrmError
from crm.workspace import Workspace

KEPT_AFTER = 1000
"""Milliseconds; counted from the first key since the last keeping, so that steady typing is kept too."""


class Keeper(QObject):
    """The draft of one form under its key. `due` says that it is time to `keep`."""

    due = Signal()

    def __init__(self, workspace: Workspace, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts, self._key = workspace.drafts, key
        self._wait = QTimer(self, singleShot=True, interval=KEPT_AFTER)
        self._wait.timeout.connect(self.due)

    def load(self) -> dict[str, Any] | None:
        """Return what was kept, or None."""
        return self._drafts.load(self._key)

    def touch(self) -> None:
        """Something was typed."""
        if not self._wait.isActive():
            self._wait.start()

    def keep(self, content: dict[str, Any] | None) -> str:
        """Keep the content, or nothing for None; return the sentence to show where that failed, else ''."""
        self._wait.stop()
        try:
            if content is None:
                self._drafts.discard(self._key)
                return ""
            notice = self._drafts.save(self._key, content)
        except CrmError as error:
            return str(error)
        return notice.text if notice is not None else ""

    def discard(self) -> None:
        """Throw the draft away: it was saved, or is not wanted. One that cannot be is met again later."""
        self.keep(None)
