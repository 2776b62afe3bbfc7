"""What goes out before a huddle and onto paper: the invitation, addresses, the calendar file, sign-in sheet, badges."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from crm.attendance import AttendanceRow
from crm.errors import CrmError
from crm.exporting import Exported
from crm.huddles import HuddleDetail
from crm.workspace import Workspace
from ui.context import Context
from ui.huddles import sign_in_pdf
from ui.kit.actions import Action, Scope
from ui.kit.card import Card
from ui.kit.rows import ListRow, RowList
from ui.kit.tasks import Task
from ui.records.background_calls import work
from ui.records.clipboard import copy_addresses
from ui.records.pdf import save


class OutgoingCard(Card):
    """Copies and files of a huddle; each row is an action of the page, too."""

    def __init__(self, context: Context) -> None:
        super().__init__("Send and print", flush=True)
        self.context = context
        self._huddle: HuddleDetail | None = None
        self._rows: Sequence[AttendanceRow] = ()
        self.list = RowList("Send and print")
        self.list.row_activated.connect(self._run)
        self.body.addWidget(self.list)
        self._deeds = {action.id: action for action in self.table_of()}

    def table_of(self) -> list[Action]:
        """Return them for the table of actions."""
        page, group = Scope.PAGE, "Send and print"
        return [
            Action(
                "copy_invitation", "Copy the invitation", self.copy_invitation, "copy", (), page, group, "mail text"
            ),
            Action("copy_invited", "Copy addresses without a reply", self.copy_invited, "mail", (), page, group),
            Action("copy_registered", "Copy addresses of registered", self.copy_registered, "mail", (), page, group),
            Action("huddle_ics", "Calendar file…", self.calendar_file, "calendar", (), page, group, "ics outlook"),
            Action(
                "export_people",
                "Export the list…",
                self.export,
                "download",
                ("Ctrl+E", "Ctrl+Shift+E"),
                page,
                group,
                "excel csv xlsx invitations attendance",
            ),
            Action("sign_in_sheet", "Sign-in sheet…", self.sign_in_sheet, "print", (), page, group, "pdf paper"),
            Action("badges", "Badges…", self.badges, "print", (), page, group, "pdf names labels"),
        ]

    def show_huddle(self, huddle: HuddleDetail, rows: Sequence[AttendanceRow]) -> None:
        """Show what can be sent of a huddle."""
        self._huddle, self._rows = huddle, rows
        numbers = {
            "copy_invited": len(self._with("invited")),
            "copy_registered": len(self._with("registered")),
            "sign_in_sheet": len(sign_in_pdf.expected(rows)),
            "badges": len(sign_in_pdf.expected(rows)),
        }
        self.list.set_rows(
            [
                ListRow(action.id, action.title, icon=action.icon, note=_counted(numbers.get(action.id)))
                for action in self._deeds.values()
            ]
        )

    def copy_invitation(self) -> None:
        """Copy the invitation as text, ready for a letter."""
        if self._huddle is not None:
            letter = self.context.workspace.close_out.letter(self._huddle.id, "invitation")
            QApplication.clipboard().setText(f"{letter.subject}\n\n{letter.body}")
            self.context.toasts.say("The invitation is copied")

    def copy_invited(self) -> None:
        """Copy the addresses of those who have not replied."""
        self._copy("invited")

    def copy_registered(self) -> None:
        """Copy the addresses of those who said they come."""
        self._copy("registered")

    def calendar_file(self) -> None:
        """Write the huddle as a calendar file."""
        if self._huddle is None:
            return
        if path := self._ask("Calendar file", self._huddle.row.title, ".ics"):
            huddles, id_ = self.context.workspace.huddles, self._huddle.id
            self._write(lambda: huddles.write_calendar(id_, path), path)

    def export(self) -> None:
        """Write who was invited, replied and came to a spreadsheet, on the worker."""
        if self._huddle is not None and (path := self._ask("Export the list", self._huddle.row.title, ".xlsx")):
            work(self.context, self, "Exporting the list", partial(_export, self._huddle.id, path), self._exported)

    def _exported(self, done: Exported) -> None:
        self.context.toasts.offer(f"{done.rows:,} rows exported", "Open", _Open(done.path))

    def sign_in_sheet(self) -> None:
        """Write the sheet people sign at the door."""
        if self._huddle is not None and (
            path := self._ask("Sign-in sheet", f"Sign-in {self._huddle.row.title}", ".pdf")
        ):
            content = sign_in_pdf.sign_in_sheet(self._huddle, self._rows)
            self._write(lambda: save(path, content), path)

    def badges(self) -> None:
        """Write the badges."""
        if self._huddle is not None and (path := self._ask("Badges", f"Badges {self._huddle.row.title}", ".pdf")):
            content = sign_in_pdf.badges(self._huddle, self._rows)
            self._write(lambda: save(path, content), path)

    @Slot(object)
    def _run(self, wanted: object) -> None:
        self._deeds[str(wanted)].run()

    def _with(self, registration: str) -> list[AttendanceRow]:
        return [row for row in self._rows if row.registration == registration and row.email]

    def _copy(self, registration: str) -> None:
        without = sum(row.registration == registration and not row.email for row in self._rows)
        copy_addresses(self.context, (row.email for row in self._with(registration)), without)

    def _ask(self, title: str, name: str, suffix: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        safe = "".join(" " if each in '/\\:*?"<>|' else each for each in name)
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path(folder) / f"{safe}{suffix}"), f"*{suffix}")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix)

    def _write(self, call: Callable[[], object], path: Path) -> None:
        try:
            call()
        except CrmError as error:
            self.context.toasts.problem(str(error))
            return
        self.context.toasts.offer(f"“{path.name}” is written", "Open", _Open(path))


class _Open:
    """Opens a file in the program it belongs to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))


def _export(huddle_id: int, path: Path, workspace: Workspace, task: Task) -> Exported:
    return workspace.exporting.attendance(path, huddle_id=huddle_id, progress=task.progress, cancelled=task.cancelled)


def _counted(number: int | None) -> str:
    return f"{number:,}" if number else ""
