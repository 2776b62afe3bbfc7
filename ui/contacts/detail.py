"""The page of one contact: how to reach them, where they work, what happened, what is next and what changed."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crm.contacts import ContactDetail
from crm.errors import CrmError, NotFound
from crm.fields import CONTACT
from crm.settings import CADENCE_AIM, CADENCE_LIMIT
from ui.contacts.actions import ContactActions
from ui.contacts.addresses import AddressesCard
from ui.contacts.affiliations import AffiliationsCard
from ui.contacts.contact_points import EmailList, PhoneList
from ui.contacts.facts import FORMER, LABELS, NAMES, NOTES, TOUCH, ContactFacts
from ui.contacts.follow_ups import FollowUpsCard
from ui.contacts.mail_links import MailMenu
from ui.contacts.no_mail_notice import NoMail
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.field_row import FactRow
from ui.kit.label import Label, plain_tip
from ui.records.fact_card import FactCard
from ui.records.history_view import HistoryView
from ui.records.huddles_card import HuddlesCard
from ui.records.list_columns import last_touch
from ui.records.opportunities_card import OpportunitiesCard
from ui.records.record_page import RecordPage, card_column
from ui.records.what_changed import ChangesSource, ChangesView

THREE_FROM, SIDE = 1400, 324
GROUP = "Contact"
MENU = ("introduce", "paths", "", "job", "role", "address", "", "changes", "copy", "")


class ContactPage(RecordPage[ContactDetail]):
    """The page of one contact: three columns where there is room, else two."""

    kind: ClassVar[str] = "contact"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.do = ContactActions(context)
        self._build_head()
        self._build_cards()
        self._build_columns()
        self.first_focus = self.history.timeline

    # -- building

    def _build_head(self) -> None:
        self.avatar = Avatar(46)
        self.leading.addWidget(self.avatar)
        self.sector = Chip("")
        self.trashed = Chip("In the trash", "danger", icon="trash")
        self.refuses = Chip("Do not mail", "danger")
        for chip in (self.sector, self.refuses, self.trashed):
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add_chips(self.sector, self.refuses, self.trashed)
        self.log_button = Button("Log meeting", "primary", icon="plus", tip="Log a meeting", shortcut="Ctrl+L")
        self.follow_button = Button("Follow-up", icon="bell", tip="Add a follow-up", shortcut="Ctrl+Shift+F")
        self.mail_button = Button("E-mail", icon="mail", tip="Show the addresses")
        self.restore_button = Button("Restore", icon="restore", tip="Bring the contact back from the trash")
        self.add_buttons(
            (self.restore_button, self.do.restore),
            (self.log_button, self.do.log),
            (self.follow_button, self.do.follow_up),
            (self.mail_button, self.mail),
        )

    def _build_cards(self) -> None:
        context = self.context
        self.no_mail = NoMail(context)
        self.emails, self.phones = EmailList(context), PhoneList(context)
        self.sub_region = Label("", "body", elide=True)
        self.touched = Label("", "body", elide=True)
        self.cadence = ContactFacts(context, TOUCH)
        self.names = FactCard("Name and person", ContactFacts(context, NAMES), ContactFacts(context, FORMER))
        self.notes = FactCard("Notes", ContactFacts(context, NOTES, name_width=0))
        self.labels = FactCard("Interests", ContactFacts(context, LABELS, spacing=6, stacked=True))
        self.roles, self.places, self.todo = AffiliationsCard(context), AddressesCard(context), FollowUpsCard(context)
        self.opportunities = OpportunitiesCard(context, "contact")
        self.huddles = HuddlesCard(context, "contact")
        reach = _card("E-mail and phone", self.no_mail, self.emails, self.phones)
        touched = FactRow(CONTACT["last_touch"].label, self.touched)
        place = FactRow(CONTACT["sub_region"].label, self.sub_region)
        self.touch = FactCard("In touch", self.cadence)
        for number, row in enumerate((touched, place)):
            self.touch.body.insertWidget(number, row)
        self._left_cards = (reach, self.touch, self.labels, self.notes, self.names, self.places)
        self._right_cards = (self.roles, self.todo, self.opportunities, self.huddles)
        self.history = HistoryView(context, "contact")
        self.changes = ChangesView()
        self.tabs = SegmentedControl((("history", "History"), ("changes", "What changed")), "Parts", look="tabs")
        self.tabs.changed.connect(self._turn_to)

    def _build_columns(self) -> None:
        self._areas = left, right = card_column(), card_column()
        for area in self._areas:
            area.setFixedWidth(theme.px(SIDE))
        centre = Card(flush=True)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(10), theme.px(4), theme.px(10), 0)
        row.addWidget(self.tabs)
        self._pages = QStackedWidget()
        history = QWidget()
        inner = QVBoxLayout(history)
        inner.setContentsMargins(theme.px(12), 0, theme.px(6), 0)
        inner.addWidget(self.history)
        self._pages.addWidget(history)
        self._pages.addWidget(self.changes)
        centre.body.addWidget(head)
        centre.body.addSpacing(theme.px(8))
        centre.body.addWidget(self._pages, 1)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme.px(16))
        columns.addWidget(left)
        columns.addWidget(centre, 1)
        columns.addWidget(right)
        self.add_content(content)
        self._three: bool | None = None
        self._arrange()

    def _arrange(self) -> None:
        """Two columns or three, as the window has room."""
        three = self.window().width() >= theme.px(THREE_FROM)
        for area in self._areas:
            area.setFixedWidth(theme.px(SIDE))
        if three == self._three:
            return
        self._three = three
        self._areas[1].setVisible(three)
        # How somebody is reached comes first, whatever else there is room for.
        reach, *rest = self._left_cards
        order = [self._left_cards, self._right_cards] if three else [(reach, *self._right_cards, *rest), ()]
        for area, cards in zip(self._areas, order, strict=True):
            column: Any = area.widget()
            for place, card in enumerate(cards):
                column.layout().insertWidget(place, card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- the page as the window knows it

    def show_target(self, id: int = 0, **_: Any) -> None:
        """Remember which contact to show, from the top of its history."""
        super().show_target(id)
        self.tabs.set_current("history")
        for area in self._areas:
            area.verticalScrollBar().setValue(0)

    def read(self, record_id: int) -> ContactDetail:
        """Return the contact."""
        return self.context.workspace.contacts.get(record_id)

    def keep(self, record: ContactDetail | None) -> None:
        """Remember which contact is shown."""
        super().keep(record)
        self.do.shown = record

    def show_one(self, record: ContactDetail) -> None:
        """Show a contact; a field that is open keeps what is typed in it."""
        self._show_head(record)
        self.no_mail.show_contact(record)
        self.refuses.setVisible(not self.no_mail.isHidden())
        self.refuses.setToolTip(plain_tip(self.no_mail.text()))
        for part in (self.emails, self.phones):
            part.show_contact(record)
        for card in (self.touch, self.names, self.notes, self.labels):
            card.show_record(record)
        self._put_reach_first()
        self.roles.show_contact(record)
        self.places.show_contact(record)
        self.todo.show_contact(record.id)
        self.opportunities.show_record(record.id)
        self.huddles.show_record(record.id)
        self._turn_to(self.tabs.current())

    def show_refusal(self, error: CrmError) -> None:
        """Say why the contact cannot be shown, with nothing of the one before."""
        self.set_title("Contact")
        self.set_subtitle("")
        gone = "This contact is no longer in the file: its adding was undone. Ctrl+Shift+Z does it again."
        self.states.show_error(gone if isinstance(error, NotFound) else str(error), "Go to contacts")

    def leave_refusal(self) -> None:
        """Go to the contacts."""
        self.context.navigator.open("contacts")

    def menu(self) -> Sequence[str]:
        """Return the actions of the menu of more."""
        names = (*MENU, "restore" if self.do.is_trashed() else "trash")
        return tuple(f"contact.{name}" if name else "" for name in names)

    def page_actions(self) -> list[Action]:
        """Return what can be done on this page."""
        page, do = Scope.PAGE, self.do
        return [
            Action("log", "Log a meeting", do.log, "plus", ("Ctrl+L",), group="Do", keywords="call email note met"),
            Action("follow_up", "Add a follow-up", self.do.follow_up, "bell", ("Ctrl+Shift+F",), page, GROUP),
            Action("contact.introduce", "Introduce…", self.do.introduce, "link", ("Ctrl+I",), page, GROUP, "connect"),
            Action("contact.paths", "Who can introduce me?", do.show_paths, "users", ("Ctrl+Shift+I",), page, GROUP,
                   "paths go-between"),
            Action("contact.name", "Edit the name", self.edit_name, "edit", ("F2",), page, GROUP, "rename"),
            Action("contact.add_email", "Add e-mail", self.add_email, "mail", (), page, GROUP, "address",
                   enabled=self.do.is_here),
            Action("contact.add_phone", "Add phone", self.add_phone, "phone", (), page, GROUP, "number mobile",
                   enabled=self.do.is_here),
            Action("contact.mail", "Write an e-mail", self.mail, "mail", (), page, GROUP, enabled=self.do.has_mail),
            Action("contact.job", "Record job change…", self.roles.change_job, "briefcase", ("Ctrl+J",), page, GROUP),
            Action("contact.role", "Add a role…", self.roles.add_role, "plus", (), page, GROUP),
            Action("contact.address", "Add an address…", self.places.add_address, "map-pin", (), page, GROUP),
            Action("contact.changes", "What changed", self.show_changes, "history", (), page, GROUP),
            Action("contact.copy", "Copy name and addresses", self.do.copy, "copy", ("Ctrl+Shift+C",), page, GROUP),
            Action("contact.trash", "Move to the trash", self.do.trash, "trash", ("Ctrl+Del",), page, GROUP,
                   enabled=self.do.is_here, deletes=True),
            Action("contact.restore", "Restore from the trash", self.do.restore, "restore", (), page, GROUP,
                   enabled=self.do.is_trashed),
        ]  # fmt: skip

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through: the history, and the columns beside it."""
        return (self._pages, *self._areas)

    # -- showing

    def _show_head(self, contact: ContactDetail) -> None:
        primary = contact.primary
        self.set_title(contact.name)
        self.set_crumbs(f"Contacts › {primary.organisation}" if primary is not None else "Contacts")
        place = ""
        if primary is not None:
            place = f"{primary.role} at {primary.organisation}" if primary.role else primary.organisation
        former = f"formerly {', '.join(contact.former_names)}" if contact.former_names else ""
        number = f"{contact.interactions:,} interaction{'' if contact.interactions == 1 else 's'}"
        self.set_subtitle(" · ".join(part for part in (place or "No organisation", former, number) if part))
        self.avatar.set(contact.name, contact.symbol)
        self.sector.set(contact.sector, sector=contact.symbol)
        self.sector.setVisible(bool(contact.sector))
        self.trashed.setVisible(contact.deleted_at is not None)
        self.restore_button.setVisible(contact.deleted_at is not None)
        self.mail_button.setEnabled(bool(contact.emails))
        self.sub_region.setText(contact.sub_region or "—")
        settings = self.context.workspace.settings
        usual = settings.get(CADENCE_AIM)
        self.cadence.show_defaults(usual, settings.get(CADENCE_LIMIT))
        aim = contact.cadence_aim or usual
        self.touched.setText(f"{last_touch(contact.last_touch_at) or 'Never'} · aim: {aim} days")

    def _put_reach_first(self) -> None:
        """Let Tab go from where the page begins to the e-mail, then to the phone, then to the rest of these."""
        (email, *emails), (phone, *phones) = self.emails.stops(), self.phones.stops()
        before: QWidget = self.history.timeline
        for stop in (email, phone, *emails, *phones):
            self.setTabOrder(before, stop)
            before = stop

    def _turn_to(self, key: str) -> None:
        self._pages.setCurrentIndex(0 if key == "history" else 1)
        self.first_focus = self.history.timeline if key == "history" else self.changes
        if key == "history":
            self.history.show_record(self._id)
        else:
            self.changes.set_source(ChangesSource(self.context.workspace, "contact", self._id))

    def show_changes(self) -> None:
        """Turn to what changed."""
        self.tabs.set_current("changes")
        self._turn_to("changes")
        self.changes.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- doing

    def edit_name(self) -> None:
        """Open the given name where it stands; Tab goes on to the others."""
        row = self.names.rows["given_name"]
        row.edit()
        self._bring_into_view(row)

    def add_email(self) -> None:
        """Open the line of a new address."""
        self._bring_into_view(self.emails.start_adding())

    def add_phone(self) -> None:
        """Open the line of a new number."""
        self._bring_into_view(self.phones.start_adding())

    def _bring_into_view(self, row: QWidget) -> None:
        for area in self._areas:
            if area.isAncestorOf(row):
                area.ensureWidgetVisible(row, 0, theme.px(24))

    def mail(self) -> None:
        """Show the addresses, to write to or copy."""
        if self.shown is not None and self.shown.emails:
            spot = self.mail_button.mapToGlobal(self.mail_button.rect().bottomLeft())
            MailMenu(self.context, self.shown, self).popup(spot)


def _card(title: str, *parts: QWidget) -> Card:
    card = Card(title)
    for part in parts:
        card.body.addWidget(part)
    return card
