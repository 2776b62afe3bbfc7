"""Where a contact works now and where formerly; roles are added, corrected, ended, and changed as one step."""

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.contacts import AffiliationRow, ContactDetail
from ui.contacts.affiliation_forms import KINDS, AffiliationCard, ended_today
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records.record_fields import period
from ui.records.service_calls import write_or_tell


class AffiliationsCard(Card):
    """Affiliations of the contact shown. Enter or a click goes to the organisation, the menu edits."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Works at", flush=True, parent=parent)
        self._context = context
        self._contact: ContactDetail | None = None
        self.edit_button = IconButton("edit", "Edit the role", size=28)
        self.add_button = IconButton("plus", "Add a role", size=28)
        self.change_button = Button(
            "Record job change…", icon="briefcase", tip="End this role and begin another, in one step"
        )
        self.edit_button.clicked.connect(self.edit_current)
        self.add_button.clicked.connect(self.add_role)
        self.change_button.clicked.connect(self.change_job)
        self.add_action(self.edit_button)
        self.add_action(self.add_button)
        self.now, self.formerly = RowList("Works at"), RowList("Worked at formerly")
        self._formerly_title = Label("", "secondary")
        self._formerly_title.setContentsMargins(theme.px(13), theme.px(6), 0, 0)
        self._none = Label("No organisation is known.", "body", tone="text2")
        self._none.setContentsMargins(theme.px(13), 0, 0, theme.px(4))
        for widget in (self._none, self.now, self._formerly_title, self.formerly):
            self.body.addWidget(widget)
        for rows in (self.now, self.formerly):
            rows.row_activated.connect(self._open)
            rows.menu_requested.connect(self._open_menu)
            rows.delete_requested.connect(self._remove)
        self.body.addSpacing(theme.px(6))
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(theme.px(13), 0, theme.px(13), theme.px(4))
        line.addWidget(self.change_button)
        line.addStretch(1)
        self.body.addWidget(foot)

    def show_contact(self, contact: ContactDetail) -> None:
        """Show a contact's affiliations."""
        self._contact = contact
        self.now.set_rows([_row(each) for each in contact.now])
        self.formerly.set_rows([_row(each) for each in contact.formerly])
        self.now.setVisible(bool(contact.now))
        self._none.setVisible(not contact.now)
        self.formerly.setVisible(bool(contact.formerly))
        self._formerly_title.setVisible(bool(contact.formerly))
        self._formerly_title.setText(f"Formerly {len(contact.formerly)}")
        self.edit_button.setEnabled(bool(contact.affiliations))

    def change_job(self) -> None:
        """Open the form for a change of job."""
        if self._contact is not None:
            self._context.navigator.open("change_job", contact=self._contact.id)

    def add_role(self) -> None:
        """Open the form for one more role."""
        if self._contact is not None:
            AffiliationCard(self._context, self._contact.id).show_over()

    def edit_current(self) -> None:
        """Open the form of the row that is current, else of the main role."""
        former = self.formerly.hasFocus()
        chosen = self._role(self.formerly.current_id() if former else self.now.current_id())
        self._edit(chosen or (self._contact.affiliations[0] if self._contact and self._contact.affiliations else None))

    def _edit(self, role: AffiliationRow | None) -> None:
        if role is not None and self._contact is not None:
            AffiliationCard(self._context, self._contact.id, role).show_over()

    def _role(self, wanted: object) -> AffiliationRow | None:
        rows = self._contact.affiliations if self._contact is not None else ()
        return next((row for row in rows if row.id == wanted), None)

    def _open(self, wanted: object) -> None:
        role = self._role(wanted)
        if role is not None:
            self._context.navigator.open("organisation", role.organisation_id)

    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        role = self._role(wanted)
        if role is None:
            return
        menu = Menu(self, once=True)
        menu.add(f"Open {role.organisation}", self._open_picked, icon="building", data=role.id)
        menu.add("Edit…", self._edit_picked, icon="edit", data=role.id)
        if role.is_current:
            menu.add("Ended today", self._end_picked, icon="user-minus", data=role.id)
        menu.add("Remove (entered by mistake)", self._remove_picked, icon="trash", shortcut="Del", data=role.id)
        menu.popup(spot)

    def _picked(self) -> object:
        sender: Any = self.sender()
        return sender.data()

    def _open_picked(self) -> None:
        self._open(self._picked())

    def _edit_picked(self) -> None:
        self._edit(self._role(self._picked()))

    def _end_picked(self) -> None:
        role, contact = self._role(self._picked()), self._contact
        if role is not None and contact is not None:
            edit = self._context.workspace.contacts.edit_affiliation
            said = f"{contact.name} left {role.organisation}"
            write_or_tell(self._context, lambda: edit(contact.id, role.id, ended_today(role)), said)

    def _remove_picked(self) -> None:
        self._remove(self._picked())

    def _remove(self, wanted: object) -> None:
        role, contact = self._role(wanted), self._contact
        if role is not None and contact is not None:
            remove = self._context.workspace.contacts.remove_affiliation
            said = f"Role of {contact.name} at {role.organisation} removed"
            write_or_tell(self._context, lambda: remove(contact.id, role.id), said)


def _row(role: AffiliationRow) -> ListRow:
    kind = dict(KINDS)[role.kind].lower() if role.kind != "employee" else ""
    started, ended = (text and text[:7] for text in (role.started, role.ended))
    held = period(started, ended, role.is_current)
    parts = (role.role or role.department, kind if kind != role.role.lower() else "", held)
    pill = "lead" if role.is_lead else ""
    detail = " · ".join(part for part in parts if part) or "role not known"
    return ListRow(
        role.id,
        role.organisation,
        detail,
        sector=role.symbol,
        avatar=role.organisation,
        square=True,
        pill=pill,
        pill_tone="accent",
    )
