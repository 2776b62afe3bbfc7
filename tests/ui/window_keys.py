"""Two invented pages and a panel, so that the window is tested without any feature."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from crm.changes import Topic
from ui.context import Context
from ui.kit.actions import Action
from ui.kit.page import Page
from ui.pages import PageSpec, PanelSpec


class ListPage(Page):
    """A list of contacts; counts how often it was read."""

    topics: ClassVar[Topic] = Topic.CONTACTS

    def __init__(self, context: Context) -> None:
        super().__init__("Contacts")
        self.context = context
        self.reads = 0
        self.targets: list[dict[str, Any]] = []
        self.exported = 0
        self.add_action(QPushButton("Export"))
        self.list = QListWidget()
        self.list.setAccessibleName("Contacts")
        self.side = QLineEdit()
        self.side.setAccessibleName("Side panel")
        self.body.addWidget(self.list)
        self.body.addWidget(self.side)

    def show_target(self, **target: Any) -> None:
        self.targets.append(target)

    def reload(self) -> None:
        self.reads += 1

    def page_actions(self) -> list[Action]:
        return [Action("export", "Export", self.export, "download", ("Ctrl+E", "Ctrl+Shift+E"))]

    def panes(self) -> list[QWidget]:
        return [self.list, self.side]

    def export(self) -> None:
        self.exported += 1


class RecordPage(ListPage):
    """A page of one record."""

    def reload(self) -> None:
        super().reload()
        self.set_title(f"Contact {self.targets[-1].get('id')}")


class BrokenPage(Page):
    """A page that cannot be made."""

    topics: ClassVar[Topic] = Topic.NONE

    def __init__(self, context: Context) -> None:
        raise RuntimeError("no such thing as jane.roe@acme.example")


class LogPanel(QWidget):
    """A panel with one line."""

    def __init__(self, context: Context, **target: Any) -> None:
        super().__init__()
        self.target = target
        self.line = QLineEdit()
        self.line.setAccessibleName("Log")
        QVBoxLayout(self).addWidget(self.line)
        self.setFocusProxy(self.line)


PAGES = (
    PageSpec("today", "Today", "sun", __name__, "ListPage", "Alt+1", in_sidebar=True, about="What is due."),
    PageSpec("contacts", "Contacts", "users", __name__, "ListPage", "Alt+2", in_sidebar=True),
    PageSpec("contact", "Contact", "user", __name__, "RecordPage", of_record=True, home="contacts"),
    PageSpec("import", "Import", "upload", __name__, "ListPage"),
    PageSpec("attendance_review", "Attendance", "upload", __name__, "RecordPage", of_record=True, home="contacts"),
    PageSpec("broken", "Broken", "alert", __name__, "BrokenPage", "Alt+9"),
)
PANELS = (PanelSpec("log", __name__, "LogPanel", "Log a meeting", "plus", ("Ctrl+L",)),)
