"""What is done with the organisation that is open."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from crm.organisations import OrganisationDetail
from ui.context import Context
from ui.kit.actions import Action, Scope
from ui.organisations.editor import PartnershipForm, RenameCard
from ui.records.service_calls import write_or_tell

MENU = ("rename", "partnership", "add_person", "as_at", "", "paths", "copy", "", "trash")
MENU_IN_TRASH = ("copy", "", "restore")


class Commands(QObject):
    """Acts on `shown`; nothing happens while that is None."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.shown: OrganisationDetail | None = None

    def table_of(self) -> list[Action]:
        """Return them for the table of actions."""
        page, group = Scope.PAGE, "Organisation"
        return [
            Action("log", "Log a meeting with this organisation", self.log, "plus", ("Ctrl+L",), page, group),
            Action("follow_up", "Add a follow-up", self.follow_up, "bell", ("Ctrl+Shift+F",), page, group),
            Action("rename", "Rename…", self.rename, "edit", ("F2",), page, group, "name former"),
            Action(
                "partnership", "Change the partnership…", self.change_partnership, "flag", (), page, group, "standing"
            ),
            Action(
                "paths", "Who can introduce me?", self.show_paths, "users", ("Ctrl+Shift+I",), page, group, "way in"
            ),
            Action("copy", "Copy name and address", self.copy, "copy", (), page, group),
            Action(
                "trash",
                "Move to trash",
                self.trash,
                "trash",
                (),
                page,
                group,
                "delete",
                enabled=self._is_kept,
                deletes=True,
            ),
            Action(
                "restore", "Restore from the trash", self.restore, "restore", (), page, group, enabled=self._is_gone
            ),
        ]

    def menu(self) -> tuple[str, ...]:
        """Return the actions of the menu of more."""
        return MENU_IN_TRASH if self._is_gone() else MENU

    def log(self) -> None:
        """Log a meeting with it."""
        if self.shown is not None:
            self._context.navigator.open("log", organisation=self.shown.id)

    def follow_up(self) -> None:
        """Add a follow-up about it."""
        if self.shown is not None:
            self._context.navigator.open("follow_up", organisation=self.shown.id)

    def rename(self) -> None:
        """Ask for its new name."""
        if self.shown is not None:
            RenameCard(self._context, self.shown).show_over()

    def change_partnership(self) -> None:
        """Ask for its new partnership."""
        if self.shown is not None:
            PartnershipForm(self._context, self.shown).show_over()

    def show_paths(self) -> None:
        """Show who could introduce us to somebody there."""
        if self.shown is not None:
            self._context.navigator.open("paths", organisation=self.shown.id)

    def copy(self) -> None:
        """Copy name, address and how it is reached."""
        if self.shown is not None:
            QApplication.clipboard().setText(_card(self.shown))
            self._context.toasts.say(f"{self.shown.name} copied")

    def trash(self) -> None:
        """Put it into the trash."""
        if (shown := self.shown) is not None:
            trash = self._context.workspace.trash
            write_or_tell(
                self._context, lambda: trash.put("organisation", [shown.id]), f"{shown.name} moved to the trash"
            )

    def restore(self) -> None:
        """Take it out of the trash."""
        if (shown := self.shown) is not None:
            trash = self._context.workspace.trash
            namesake = trash.namesake(shown.id)
            said = f"{shown.name} restored" + (f"; “{namesake}” is here, too" if namesake else "")
            write_or_tell(self._context, lambda: trash.restore("organisation", [shown.id]), said)

    def _is_kept(self) -> bool:
        return self.shown is not None and self.shown.deleted_at is None

    def _is_gone(self) -> bool:
        return self.shown is not None and self.shown.deleted_at is not None


def _card(shown: OrganisationDetail) -> str:
    lines = (
        shown.name,
        shown.street,
        f"{shown.town} {shown.postcode}".strip(),
        shown.country,
        shown.phone,
        shown.website,
    )
    return "\n".join(line for line in lines if line)
