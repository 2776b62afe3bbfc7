"""The import page in a real window, played by keys, mouse and drop."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm.workspace import Workspace
from tests.ui.dragging import drop
from tests.ui.stage import CONTROL, Stage
from ui.importing.page import ImportPage
from ui.kit.empty_states import StateStack
from ui.kit.label import Label
from ui.kit.rows import RowList
from ui.kit.table import TableView
from ui.shell.navigator import Place


class Import(Stage):
    """The import page in a real window."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, folder: Path) -> None:
        super().__init__(qtbot, workspace, Place("import"))
        self.folder = folder

    @property
    def front(self) -> ImportPage:
        return self.page(ImportPage)

    def find(self, kind: type[QWidget]) -> QWidget:
        """The one widget of a kind on the page."""
        (found,) = self.front.findChildren(kind)
        return found

    def file(self, text: str, name: str = "people.csv") -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    def drop(self, *files: Path) -> None:
        """Drop files on the window."""
        drop(self.window, files)

    def look_at(self, *files: Path) -> None:
        """Drop files and wait for the preview of the first."""
        self.drop(*files)
        self.qtbot.waitUntil(self.front.is_ready)

    def confirm(self) -> None:
        """Ctrl+Enter, and wait until it is through."""
        self.press(Qt.Key.Key_Return, modifier=CONTROL)
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy())

    def click(self, text: str) -> None:
        """Click the visible button that says this."""
        (button,) = [each for each in self.front.findChildren(QPushButton) if each.isVisible() and text in each.text()]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def buttons(self) -> list[str]:
        return [each.text() for each in self.front.findChildren(QPushButton) if each.isVisible()]

    @property
    def groups(self) -> RowList:
        (found,) = [each for each in self.front.findChildren(RowList) if each.accessibleName().startswith("What bec")]
        return found

    def counts(self) -> dict[str, str]:
        """How many rows each outcome is said to have."""
        return {row.title: row.note for row in self.groups.rows()}

    def listed(self) -> list[str]:
        """The names of the rows listed at the right."""
        (table,) = self.front.findChildren(TableView)
        rows = table.rows()
        return [row.name for number in range(rows.rowCount()) if (row := rows.row(number)) is not None]

    def says(self, text: str) -> bool:
        """Whether a label in sight says this."""
        return any(text in label.text() for label in self.front.findChildren(Label) if label.isVisible())

    def stands(self) -> str:
        """What the page shows: content, loading, empty or error."""
        (stack,) = self.front.findChildren(StateStack)
        return stack.showing()

    def people(self) -> list[str]:
        rows = self.store.rows("SELECT name FROM contact_summary ORDER BY name")
        return [name for (name,) in rows]
