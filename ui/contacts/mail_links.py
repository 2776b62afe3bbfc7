"""The addresses of a contact, shown before anything is written to them."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm.contacts import ContactDetail
from ui.contacts.contact_points import STATES
from ui.context import Context
from ui.kit.menu import Menu
from ui.records.link_opener import write_to


class MailMenu(Menu):
    """Write to each address in use; copy any, those that bounce or are former say so."""

    def __init__(self, context: Context, contact: ContactDetail, parent: QWidget) -> None:
        super().__init__(parent, once=True)
        self._context = context
        self._addresses = {}
        in_use = [email for email in contact.emails if email.state == "ok"]
        for email in in_use:
            action = self.add(f"Write to {email.value}", self._write, icon="mail")
            self._addresses[action] = email.value
        if in_use:
            self.addSeparator()
        for email in contact.emails:
            remark = f"  ({STATES[email.state].lower()})" if email.state != "ok" else ""
            action = self.add(f"Copy {email.value}{remark}", self._copy, icon="copy")
            self._addresses[action] = email.value

    def _address(self) -> str:
        return next(value for action, value in self._addresses.items() if action is self.sender())

    def _write(self) -> None:
        write_to(self._context, self._address())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address())
        self._context.toasts.say(f"{self._address()} copied")
