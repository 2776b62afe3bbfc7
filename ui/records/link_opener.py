"""Following an address out of the program: the whole of it is shown before it is handed to the desktop."""

from collections.abc import Sequence
from urllib.parse import unquote

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm.huddles.letters import Letter, mailto
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.label import Label
from ui.records.clipboard import put_addresses
from ui.records.links import Outgoing, Refused, mail_address, open_address, outgoing

WIDTH = 560
LONGEST = 2000
"""Letters of an address that start an e-mail on every system: Windows hands on little more than so many."""


class FollowCard(QWidget):
    """Shows an address as it is handed on; nothing is opened before somebody says so."""

    def __init__(self, context: Context, found: Outgoing) -> None:
        super().__init__()
        self._context, self._found = context, found
        self.setAccessibleName("Open this address?")
        self.view = QPlainTextEdit(found.address)
        self.view.setReadOnly(True)
        self.view.setAccessibleName("Address")
        self.view.setTabChangesFocus(True)
        self.view.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.view.setFixedHeight(theme.px(80))
        self.open_button = Button("Open", "primary", icon="external")
        self.open_button.clicked.connect(self._open)
        copy = Button("Copy", icon="copy")
        copy.clicked.connect(self._copy)
        leave = Button("Cancel", "ghost")
        leave.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(14))
        column.addWidget(Label("Open this address?", "section", elide=True))
        column.addWidget(self.view)
        if found.remark:
            column.addWidget(Label(found.remark, "body", tone="text2", wrap=True))
        column.addLayout(buttons)
        self.setFocusProxy(self.open_button)

    def show_over(self) -> None:
        """Open it over the page."""
        self._context.overlay.open(self, width=WIDTH)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the button."""
        super().showEvent(event)
        if not event.spontaneous():
            self.open_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _open(self) -> None:
        self._context.overlay.close(self)
        if not open_address(self._found.address):
            _tell_unanswered(self._context, self._found.address)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._found.address)
        self._context.overlay.close(self)
        self._context.toasts.say("The address is copied")

    @Slot()
    def _leave(self) -> None:
        self._context.overlay.close(self)


def follow(context: Context, address: str) -> None:
    """Show an address whole and ask whether to open it; one that is refused says why."""
    try:
        found = outgoing(address)
    except Refused as error:
        context.toasts.problem(str(error))
        return
    FollowCard(context, found).show_over()


def write_to(context: Context, email: str) -> None:
    """Start an e-mail to an address that was just read; one that may be another than it looks is shown first."""
    address = mail_address(email)
    try:
        found = outgoing(address)
        if found.remark or found.address != address:
            FollowCard(context, found).show_over()
        elif not open_address(address):
            _tell_unanswered(context, address)
    except Refused as error:
        context.toasts.problem(f"{error} It can be copied instead.")


def open_letter(context: Context, letter: Letter, addresses: Sequence[str], without: int) -> None:
    """Start a letter to people in the mail program; `without` more have no address.

    Where the program takes not all of it, or none answers, the addresses are on the clipboard, and that is said.
    """
    if not addresses:
        context.toasts.problem("None of them has an e-mail address to write to.")
        return
    try:
        for address in addresses:
            outgoing(mail_address(address))
    except Refused as error:
        context.toasts.problem(f"{error} The letter and the addresses can be copied instead.")
        return
    # Ours: of checked addresses alone, with the letter's own subject and text.
    whole = mailto(letter, addresses)
    fits = len(whole) <= LONGEST
    if not QDesktopServices.openUrl(QUrl(whole if fits else mailto(letter, ()))):
        _tell_no_mail(context, addresses)
        return
    said = []
    if not fits:
        put_addresses(addresses)
        many = f"{len(addresses):,} addresses are too many to hand on"
        said.append(f"{many}: they are on the clipboard, to be pasted into Bcc.")
    if without:
        said.append(f"{without:,} more {'person has' if without == 1 else 'people have'} no e-mail address")
    if said:
        context.toasts.say(" ".join(said))


def _tell_unanswered(context: Context, address: str) -> None:
    """Say that no program took an address, and put it on the clipboard."""
    scheme, _, rest = address.partition(":")
    if scheme == "mailto":
        _tell_no_mail(context, [unquote(rest)])
        return
    QGuiApplication.clipboard().setText(address)
    context.toasts.problem("No program answered. The address is on the clipboard.")


def _tell_no_mail(context: Context, addresses: Sequence[str]) -> None:
    put_addresses(addresses)
    said = "The address is" if len(addresses) == 1 else f"The {len(addresses):,} addresses are"
    context.toasts.problem(f"No e-mail program answered. {said} on the clipboard.")


def full_address(address: str) -> str:
    """Return an address as it would be handed on, for a tool tip; what is refused says why."""
    try:
        return outgoing(address).address
    except Refused as error:
        return str(error)
