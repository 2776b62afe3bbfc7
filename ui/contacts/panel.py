"""The side panel: one contact beside the list, with what is next, the history, every fact and what changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.contacts import ContactDetail
from crm.errors import CrmError
from crm.fields import CONTACT
from crm.followups import FollowUpRow
from crm.settings import CADENCE_AIM, CADENCE_LIMIT
from ui.contacts.contact_points import EmailList, PhoneList
from ui.contacts.facts import FACTS, FactList, LabelRows
from ui.contacts.mail_links import MailMenu
from ui.contacts.no_mail_notice import NoMail
from ui.context import Context
from ui.kit import theme
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button, IconButton, SegmentedControl
from ui.kit.chips import Chip
from ui.kit.empty_states import ErrorState
from ui.kit.field_row import FactRow
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.side_panel import SidePanel
from ui.records.history_view import HistoryView
from ui.records.list_columns import last_touch
from ui.records.next_follow_up import NextFollowUp
from ui.records.what_changed import ChangesSource, ChangesView

TABS = (("timeline", "Timeline"), ("details", "Details"), ("huddles", "Huddles"), ("changes", "What changed"))


class ContactPanel(SidePanel):
    """`show_contact(id)` reads and shows one; None shows that none is chosen. `close_wanted` is its cross.

    `menu_wanted` asks for the menu of what can be done, at a global position.
    """

    close_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Contact beside the list", parent)
        self._context = context
        self._contact: ContactDetail | None = None
        self._next_id: int | None = None
        self._stale: set[str] = set()
        self._nothing = Label("Choose a contact to see it here.", "body", tone="text2", wrap=True)
        self._error: ErrorState | None = None
        self._all: QWidget | None = None
        self.body.setSpacing(0)
        self.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)

    # -- building

    def _build(self) -> QWidget:
        """Make the widgets: only for the first contact, so that a list opens without them."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addLayout(self._build_head())
        column.addLayout(self._build_buttons())
        column.addLayout(self._build_attributes())
        self.next = NextFollowUp()
        self.next.clicked.connect(self._open_next)
        column.addWidget(self.next)
        self.tabs = SegmentedControl(TABS, "Parts of the contact", look="tabs")
        self.tabs.changed.connect(self._turn_to)
        column.addWidget(self.tabs)
        column.addWidget(self._build_tabs(), 1)
        self.body.addWidget(made, 1)
        return made

    def _build_head(self) -> QHBoxLayout:
        self.avatar = Avatar(54)
        self.name = Label("", "section", elide=True)
        self.line = Label("", "body", tone="text2", elide=True)
        self.more = IconButton("more", "More about this contact", size=28)
        self.more.clicked.connect(self._open_menu)
        self.cross = IconButton("x", "Close the panel", size=28, shortcut="Esc")
        self.cross.clicked.connect(self.close_wanted)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(self.name, 1)
        first.addWidget(self.more)
        first.addWidget(self.cross)
        texts.addLayout(first)
        texts.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        row.addWidget(self.avatar)
        row.addLayout(texts, 1)
        return row

    def _build_buttons(self) -> QHBoxLayout:
        self.log = Button("Log meeting", "primary", icon="plus", tip="Log a meeting with this contact")
        self.log.clicked.connect(self._log)
        self.follow_up = Button("Follow-up", icon="bell", tip="Add a follow-up", shortcut="Ctrl+Shift+F")
        self.follow_up.clicked.connect(self._follow_up)
        self.mail = Button("E-mail", icon="mail", tip="Show the addresses")
        self.mail.clicked.connect(self._mail)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in (self.log, self.follow_up, self.mail):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_attributes(self) -> QGridLayout:
        self.sector = Chip("")
        self.sub_region = Label("", "body", elide=True)
        self.no_mail = NoMail(self._context)
        self.emails = EmailList(self._context, brief=True)
        self.phones = PhoneList(self._context, brief=True)
        self.touched = Label("", "body", elide=True)
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.px(2))
        rows = (
            FactRow(CONTACT["sector"].label, self.sector),
            FactRow(CONTACT["sub_region"].label, self.sub_region),
            self.no_mail,
            self.emails,
            self.phones,
            FactRow(CONTACT["last_touch"].label, self.touched),
        )
        for number, row in enumerate(rows):
            grid.addWidget(row, number, 0)
        return grid

    def _build_tabs(self) -> QStackedWidget:
        # Deferred: a list starts without the services of huddles.
        from ui.records.huddles_card import HuddlesView

        self.history = HistoryView(self._context, "contact", compact=True)
        self.facts = FactList(self._context, FACTS)
        self.labels = LabelRows(self._context)
        self.changes = ChangesView()
        details = QWidget()
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.labels)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.huddles = HuddlesView(self._context, "contact")
        gathered = QWidget()
        column = QVBoxLayout(gathered)
        column.setContentsMargins(0, theme.px(4), theme.px(8), 0)
        column.addWidget(self.huddles)
        column.addStretch(1)
        self._pages = QStackedWidget()
        for page in (self.history, scroller(details), scroller(gathered), self.changes):
            self._pages.addWidget(page)
        return self._pages

    # -- showing

    def contact_id(self) -> int | None:
        """Return which contact is shown."""
        return self._contact.id if self._contact is not None else None

    def show_contact(self, contact: int | None) -> None:
        """Read a contact and show it."""
        self._drop_error()
        try:
            found = self._context.workspace.contacts.get(contact) if contact is not None else None
            open_ones = self._context.workspace.followups.of("contact", contact) if contact is not None else []
        except CrmError as error:
            self._show_error(str(error))
            return
        self._contact = found
        self._nothing.setVisible(found is None)
        if found is not None:
            self._all = self._all or self._build()
            self._show(found, open_ones)
        if self._all is not None:
            self._all.setVisible(found is not None)

    def _show(self, contact: ContactDetail, open_ones: list[FollowUpRow]) -> None:
        primary = contact.primary
        place = (primary.role, primary.organisation) if primary is not None else ()
        self.setAccessibleName(f"{contact.name}, beside the list")
        self.avatar.set(contact.name, contact.symbol)
        self.name.setText(contact.name)
        self.line.setText(" · ".join(part for part in place if part) or "No organisation")
        self.sector.set(contact.sector or "None", sector=contact.symbol if contact.sector else None)
        self.sub_region.setText(contact.sub_region or "—")
        settings = self._context.workspace.settings
        usual = settings.get(CADENCE_AIM)
        self.facts.show_defaults(usual, settings.get(CADENCE_LIMIT))
        aim = contact.cadence_aim or usual
        self.touched.setText(f"{last_touch(contact.last_touch_at) or 'Never'} · aim: every {aim} days")
        self.mail.setEnabled(bool(contact.emails))
        self.no_mail.show_contact(contact)
        self.emails.show_contact(contact)
        self.phones.show_contact(contact)
        self._next_id = open_ones[0].id if open_ones else None
        self.next.show_row(open_ones[0] if open_ones else None)
        self._stale = {key for key, _ in TABS}
        self._turn_to(self.tabs.current())

    def _turn_to(self, key: str) -> None:
        self._pages.setCurrentIndex([each for each, _ in TABS].index(key))
        if key not in self._stale or self._contact is None:
            return
        self._stale.discard(key)
        if key == "timeline":
            self.history.show_record(self._contact.id)
        elif key == "details":
            self.labels.show_contact(self._contact)
            self.facts.show_contact(self._contact)
        elif key == "huddles":
            self.huddles.show_record(self._contact.id)
        else:
            self.changes.set_source(ChangesSource(self._context.workspace, "contact", self._contact.id))

    def _show_error(self, sentence: str) -> None:
        self._contact = None
        self._nothing.hide()
        if self._all is not None:
            self._all.hide()
        self._error = ErrorState(sentence, "Close")
        self._error.acted.connect(self.close_wanted)
        self.body.addWidget(self._error)

    def _drop_error(self) -> None:
        if self._error is not None:
            self.body.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    # -- doing

    def _log(self) -> None:
        if self._contact is not None:
            self._context.navigator.open("log", contact=self._contact.id)

    def _follow_up(self) -> None:
        if self._contact is not None:
            self._context.navigator.open("follow_up", contact=self._contact.id)

    def _mail(self) -> None:
        if self._contact is not None:
            MailMenu(self._context, self._contact, self).popup(self.mail.mapToGlobal(self.mail.rect().bottomLeft()))

    def _open_next(self) -> None:
        if self._next_id is not None:
            self._context.navigator.open("follow_up", self._next_id)

    def _open_menu(self) -> None:
        self.menu_wanted.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))
