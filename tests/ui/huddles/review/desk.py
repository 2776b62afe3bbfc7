"""The review of attendance files in a real window: files to drop, and hands at its keyboard and mouse."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm.attendance import AttendanceRow
from crm.db.dump import logical_dump
from crm.workspace import Workspace
from tests.ui.dragging import drop
from tests.ui.stage import CONTROL, Stage
from ui.huddles.review.page import AttendanceReviewPage
from ui.kit.label import Label
from ui.shell.navigator import Place

JANE = "Jane Roe\t{day}, 15:00:00\t{day}, 16:00:00\t1h\tjane.roe@acme.example\tjane.roe@acme.example\tAttendee"
RAVI = "Ravi Shah\t{day}, 15:00:00\t{day}, 15:45:00\t45m\t\t\tAttendee"
IDA = "Ida Moss\t{day}, 15:00:00\t{day}, 16:00:00\t1h\tida@acme.example\tida@acme.example\tAttendee"
DIAL_IN = "+44 1632 ****12\t{day}, 15:00:00\t{day}, 16:00:00\t1h\t\t\tAttendee"
HEAD = (
    "1. Summary", "Meeting title\tHuddle", "Start time\t{day}, 15:00:00", "", "2. Participants",
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
)  # fmt: skip


class Review(Stage):
    """The review page in a real window."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, folder: Path, place: Place) -> None:
        super().__init__(qtbot, workspace, place)
        self.folder = folder

    @property
    def front(self) -> AttendanceReviewPage:
        return self.page(AttendanceReviewPage)

    def file(self, *rows: str, day: str = "20/05/2026", name: str = "report.csv") -> Path:
        path = self.folder / name
        text = "\r\n".join([*HEAD, *rows, ""]).replace("{day}", day)
        path.write_bytes(text.encode("utf-16"))
        return path

    def drop(self, *files: Path) -> None:
        """Drop files on the window."""
        drop(self.window, files)

    def look_at(self, *files: Path) -> None:
        """Drop files and wait for the review of the first."""
        self.drop(*files)
        self.settle()

    def settle(self) -> None:
        """Wait for the worker."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy())

    def apply(self) -> None:
        """Ctrl+Enter, and wait until it is through."""
        self.press(Qt.Key.Key_Return, modifier=CONTROL)
        self.settle()

    def click(self, text: str, of: QWidget | None = None) -> None:
        """Click the visible button of a page that says this."""
        buttons = (of or self.front).findChildren(QPushButton)
        (button,) = [each for each in buttons if each.isVisible() and text in each.text()]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def counts(self) -> dict[str, str]:
        """How many lines each group is said to have."""
        return {row.title: row.note for row in self.front.preview.groups.rows()}

    def listed(self) -> list[tuple[str, str, str]]:
        """The lines of the table: name, organisation with its remark, what it adds."""
        rows = self.front.preview.table.rows()
        found = [rows.row(number) for number in range(rows.rowCount())]
        return [(row.name, f"{row.organisation} {row.about}".strip(), row.adds) for row in found if row is not None]

    def show_group(self, title: str) -> None:
        """Click a group."""
        groups = self.front.preview.groups
        place = [row.title for row in groups.rows()].index(title)
        spot = groups.visualRect(groups.model().index(place, 0)).center()
        QTest.mouseClick(groups.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    def wait_for_kept(self, number: int) -> None:
        """Wait until so many lines of earlier files are left."""
        self.qtbot.waitUntil(lambda: len(self.front.start.kept_list.rows()) == number)

    def says(self, text: str) -> bool:
        """Whether a label in sight says this."""
        return any(text in label.text() for label in self.front.findChildren(Label) if label.isVisible())

    def dump(self) -> object:
        return logical_dump(self.store.connection())

    def row(self, huddle_id: int, name: str) -> AttendanceRow | None:
        return next((row for row in self.workspace.attendance.rows(huddle_id) if row.name == name), None)
