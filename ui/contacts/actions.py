"""What can be done with one contact from their page."""

from PySide6.QtGui import QGuiApplication

from crm.contacts import ContactDetail
from ui.context import Context
from ui.records.service_calls import write_or_tell


class ContactActions:
    """Does things with the contact `shown`; None while there is none."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.shown: ContactDetail | None = None

    @property
    def _id(self) -> int:
        return self.shown.id if self.shown is not None else 0

    def log(self) -> None:
        """Log a meeting with this contact."""
        self._context.navigator.open("log", contact=self._id)

    def follow_up(self) -> None:
        """Add a follow-up for this contact."""
        self._context.navigator.open("follow_up", contact=self._id)

    def introduce(self) -> None:
        """Introduce this contact to somebody."""
        self._context.navigator.open("new_introduction", contact=self._id)

    def show_paths(self) -> None:
        """Show who could introduce us to this contact."""
        self._context.navigator.open("paths", contact=self._id)

    def copy(self) -> None:
        """Copy the name and how the contact is reached, a line each; no address that is out of use."""
        contact = self.shown
        if contact is None:
            return
        addresses = [each.value for each in contact.emails if each.state == "ok"]
        lines = [contact.name, *addresses, *(each.typed for each in contact.phones)]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._context.toasts.say(f"{contact.name} copied")

    def trash(self) -> None:
        """Move this contact to the trash."""
        if self.shown is not None:
            name, put = self.shown.name, self._context.workspace.trash.put
            write_or_tell(self._context, lambda: put("contact", [self._id]), f"{name} moved to the trash")

    def restore(self) -> None:
        """Bring this contact back from the trash."""
        if self.shown is not None:
            name, bring = self.shown.name, self._context.workspace.trash.restore
            write_or_tell(self._context, lambda: bring("contact", [self._id]), f"{name} restored")

    def has_mail(self) -> bool:
        """Say whether there is an address to write to."""
        return self.shown is not None and bool(self.shown.emails)

    def is_here(self) -> bool:
        """Say whether the contact is shown, and not in the trash."""
        return self.shown is not None and self.shown.deleted_at is None

    def is_trashed(self) -> bool:
        """Say whether the contact is in the trash."""
        return self.shown is not None and self.shown.deleted_at is not None
