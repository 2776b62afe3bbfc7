"""The side panel: one contact beside the list, with what is next, the history, every fact and what changed."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm.contacts import ContactDetail
from crm.fields import CONTACT
from crm.followups import FollowUpRow
from crm.settings import CADENCE_AIM, CADENCE_LIMIT
from ui.contacts.contact_points import EmailList, PhoneList
from ui.contacts.facts import LABELS, NAMES, NOTES, TOUCH, ContactFacts
from ui.contacts.mail_links import MailMenu
from ui.contacts.no_mail_notice import NoMail
from ui.kit import theme
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import Chip
from ui.kit.field_row import FactRow
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.records.history_view import HistoryView
from ui.records.list_columns import last_touch
from ui.records.record_panel import TabbedPanel
from ui.records.what_changed import ChangesSource, ChangesView


class ContactPanel(TabbedPanel[ContactDetail]):
    """The panel of a contact; `menu_wanted` asks for the menu of what can be done, at a global position."""

    menu_wanted = Signal(object)
    kind: ClassVar[str] = "contact"
    nothing: ClassVar[str] = "Choose a contact to see it here."
    late: ClassVar[bool] = True
    tab_words: ClassVar[Sequence[tuple[str, str]]] = (
        ("timeline", "Timeline"),
        ("details", "Details"),
        ("huddles", "Huddles"),
        ("changes", "What changed"),
    )

    def read(self, record_id: int) -> ContactDetail:
        """Return the contact."""
        return self.context.workspace.contacts.get(record_id)

    # -- building

    def build(self, column: QVBoxLayout) -> None:
        """Make the head, the buttons, how they are reached, and the tabs."""
        self.more = IconButton("more", "More about this contact", size=28)
        self.more.clicked.connect(self._open_menu)
        self.log = Button("Log meeting", "primary", icon="plus", tip="Log a meeting with this contact")
        self.log.clicked.connect(self.log_about)
        follow_up = Button("Follow-up", icon="bell", tip="Add a follow-up", shortcut="Ctrl+Shift+F")
        follow_up.clicked.connect(self.follow_up_about)
        self.mail = Button("E-mail", icon="mail", tip="Show the addresses")
        self.mail.clicked.connect(self._mail)
        column.addLayout(self.head(Avatar(54), self.more))
        column.addLayout(self.button_row(self.log, follow_up, self.mail))
        column.addLayout(self._build_attributes())
        self.add_tabs(column, self._build_pages())

    def _build_attributes(self) -> QGridLayout:
        self.sector = Chip("")
        self.sub_region = Label("", "body", elide=True)
        self.no_mail = NoMail(self.context)
        self.emails = EmailList(self.context, brief=True)
        self.phones = PhoneList(self.context, brief=True)
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

    def _build_pages(self) -> tuple[QWidget, ...]:
        # Deferred: a list starts without the services of huddles.
        from ui.records.huddles_card import HuddlesView

        self.history = HistoryView(self.context, "contact", compact=True)
        self.facts = ContactFacts(self.context, (*NAMES, *TOUCH, *NOTES))
        self.labels = ContactFacts(self.context, LABELS, spacing=6)
        self.changes = ChangesView()
        details = QWidget()
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        column.addLayout(self.labels)
        column.addLayout(self.facts)
        column.addStretch(1)
        self.huddles = HuddlesView(self.context, "contact")
        gathered = QWidget()
        column = QVBoxLayout(gathered)
        column.setContentsMargins(0, theme.px(4), theme.px(8), 0)
        column.addWidget(self.huddles)
        column.addStretch(1)
        return (self.history, scroller(details), scroller(gathered), self.changes)

    # -- showing

    def show_one(self, record: ContactDetail, due: Sequence[FollowUpRow]) -> None:
        """Show a contact."""
        primary = record.primary
        place = (primary.role, primary.organisation) if primary is not None else ()
        self.show_name(record.name)
        self.avatar.set(record.name, record.symbol)
        self.line.setText(" · ".join(part for part in place if part) or "No organisation")
        self.sector.set(record.sector or "None", sector=record.symbol if record.sector else None)
        self.sub_region.setText(record.sub_region or "—")
        settings = self.context.workspace.settings
        usual = settings.get(CADENCE_AIM)
        self.facts.show_defaults(usual, settings.get(CADENCE_LIMIT))
        aim = record.cadence_aim or usual
        self.touched.setText(f"{last_touch(record.last_touch_at) or 'Never'} · aim: every {aim} days")
        self.mail.setEnabled(bool(record.emails))
        for part in (self.no_mail, self.emails, self.phones):
            part.show_contact(record)
        self.fill_tabs(due)

    def fill_tab(self, key: str, record: ContactDetail) -> None:
        """Show the history, the facts, the huddles or what changed."""
        if key == "timeline":
            self.history.show_record(record.id)
        elif key == "details":
            self.labels.show_record(record)
            self.facts.show_record(record)
        elif key == "huddles":
            self.huddles.show_record(record.id)
        else:
            self.changes.set_source(ChangesSource(self.context.workspace, "contact", record.id))

    # -- doing

    def _mail(self) -> None:
        if self.shown is not None:
            MailMenu(self.context, self.shown, self).popup(self.mail.mapToGlobal(self.mail.rect().bottomLeft()))

    def _open_menu(self) -> None:
        self.menu_wanted.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))
