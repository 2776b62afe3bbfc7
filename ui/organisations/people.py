"""The people of an organisation: who is there now, who was, and how somebody joins."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.contacts import AffiliationDraft
from crm.filters import Condition, Filter
from crm.organisations import AsAt, OrganisationDetail, PersonRow
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import RowList
from ui.organisations import words
from ui.organisations.editor import RoleCard, change_role
from ui.records import form_fields as ask
from ui.records.draft_autosave import DraftLine
from ui.records.kept_form import PageForm
from ui.records.record_fields import ContactField
from ui.records.service_calls import write_or_tell

NOW_SHOWN, FORMERLY_SHOWN = 8, 5


class JoinForm(PageForm):
    """Who joins: somebody known by completion, or a new person, with the role and since when."""

    def __init__(self, context: Context) -> None:
        self._here: OrganisationDetail | None = None
        super().__init__(context, "", save="Add person")

    def fields(self) -> Iterable[ask.Row]:
        """Who, as what, since when."""
        self.person = ContactField(self.context, "Name")
        return (
            ask.own("person", "Name", self.person, required=True),
            ask.text("role", "Role", "As Head of Partnerships"),
            ask.partial_day("started", "Since"),
        )

    def make_line(self) -> DraftLine:
        """Return the line that offers a draft, its buttons below: the card is narrow."""
        return DraftLine(stacked=True)

    def lay_out(self, title: str, note: str) -> None:
        """Stand in the card as its other parts do."""
        super().lay_out(title, note)
        self.column.setContentsMargins(*_inset())

    def fill(self) -> None:
        """Empty it for the next person."""
        self.form.set_values({"person": None, "role": "", "started": None})
        self.form.set_problem("")

    def begin(self, here: OrganisationDetail) -> None:
        """Ask who joins an organisation; what was typed for the same one stays."""
        if self._here is None or self._here.id != here.id:
            self.keeper.begin(f"join:{here.id}", of_record=False)
        self._here = here

    def save(self, values: dict[str, Any]) -> str:
        """Write who joins, a new person made with it."""
        assert self._here is not None, "it is begun before it is shown"
        draft = AffiliationDraft(self._here.id, values["role"], started=values["started"])
        self.context.workspace.at_work.join(self.person.meant(), draft)
        return f"{values['person'].text} added to {self._here.name}"


class PeopleCard(Card):
    """People now, formerly, and the form that adds one; as at a day, who was there then."""

    _asked: PersonRow

    def __init__(self, context: Context) -> None:
        super().__init__("People now", flush=True)
        self._context = context
        self._shown: OrganisationDetail | None = None
        self._everyone_formerly = False
        self.add_button = IconButton("user-plus", "Add a person", shortcut="Ctrl+N")
        self.add_button.clicked.connect(self.start_adding)
        self.add_action(self.add_button)
        self.joining = JoinForm(context)
        self.joining.left.connect(self.stop_adding)
        self.joining.hide()
        self.now, self.formerly = RowList("People now"), RowList("People formerly")
        self.nobody = Label("Nobody is on record here yet.", "body", tone="text2", wrap=True)
        self._nobody_box = self._inset(self.nobody)
        self._all = Button("", "ghost")
        self._all.clicked.connect(self._show_everyone)
        self._heading = Label("", "secondary", tone="text2")
        self._heading_box = self._inset(self._heading)
        self._more = Button("", "ghost")
        self._more.clicked.connect(self._unfold)
        for widget in (
            self.joining,
            self._nobody_box,
            self.now,
            self._all,
            self._heading_box,
            self.formerly,
            self._more,
        ):
            self.body.addWidget(widget)
        for rows in (self.now, self.formerly):
            rows.row_activated.connect(self._open)
            rows.menu_requested.connect(self._open_menu)
            rows.delete_requested.connect(self._remove)

    @staticmethod
    def _inset(*widgets: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(*_inset())
        for widget in widgets:
            column.addWidget(widget)
        return box

    # -- showing

    def show_people(self, detail: OrganisationDetail, then: AsAt | None = None) -> None:
        """Show who is there, or who was there `then`."""
        if self._shown is None or self._shown.id != detail.id:
            self._everyone_formerly = False
            self.joining.hide()
        self._shown = detail
        there = then.people if then is not None else detail.people_now
        self.set_title("People then" if then is not None else "People now")
        self.set_count(f"{len(there):,}" if there else "")
        self.now.set_rows(
            [words.person_now(person, detail.symbol) for person in (there if then else there[:NOW_SHOWN])]
        )
        self.now.setVisible(bool(there))
        self._nobody_box.setVisible(not there)
        self.nobody.setText("Nobody is known to have been here." if then else "Nobody is on record here yet.")
        self._all.setText(f"See all {len(there):,}")
        self._all.setVisible(len(there) > NOW_SHOWN and then is None)
        self.add_button.setVisible(then is None)
        self._show_formerly(() if then is not None else detail.people_formerly)

    def _show_formerly(self, gone: tuple[PersonRow, ...]) -> None:
        shown = gone if self._everyone_formerly else gone[:FORMERLY_SHOWN]
        symbol = self._shown.symbol if self._shown is not None else ""
        self._heading.setText(f"Formerly  {len(gone):,}")
        self._heading_box.setVisible(bool(gone))
        self.formerly.set_rows([words.person_formerly(person, symbol) for person in shown])
        self.formerly.setVisible(bool(gone))
        self._more.setText(f"Show all {len(gone):,}")
        self._more.setVisible(len(shown) < len(gone))

    def _unfold(self) -> None:
        self._everyone_formerly = True
        if self._shown is not None:
            self._show_formerly(self._shown.people_formerly)

    def _show_everyone(self) -> None:
        if self._shown is not None:
            here = Filter(parts=(Condition("organisation", (self._shown.id,)),))
            self._context.navigator.open("contacts", shown=here)

    # -- joining

    def start_adding(self) -> None:
        """Open the form."""
        if self._shown is not None:
            self.joining.begin(self._shown)
        self.joining.show()
        self.joining.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_adding(self) -> None:
        """Close the form; what was typed and not thrown away stays for the next time."""
        self.joining.hide()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is done with one person

    def _person(self, affiliation: object) -> PersonRow | None:
        people = self._shown.people if self._shown is not None else ()
        return next((each for each in people if each.affiliation_id == affiliation), None)

    def _open(self, affiliation: object) -> None:
        if (person := self._person(affiliation)) is not None:
            self._context.navigator.open("contact", person.contact_id)

    def _open_menu(self, affiliation: object, spot: QPoint) -> None:
        person = self._person(affiliation)
        if person is None:
            return
        menu = Menu(self, once=True)
        lead = "No longer our lead contact" if person.is_lead else "Make our lead contact"
        entries: list[tuple[str, Callable[[], object], str, str]] = [
            ("Open the contact", self._open_asked, "user", "Enter"),
            ("Log a meeting", self._log_asked, "plus", ""),
            ("Change role or dates…", self._change_asked, "edit", ""),
            ("Record job change…", self._job_asked, "briefcase", ""),
            (lead, self._lead_asked, "star", ""),
            ("Remove, entered by mistake", self._remove_asked, "trash", "Del"),
        ]
        for text, run, icon, key in entries:
            if person.is_current or run not in (self._lead_asked, self._job_asked):
                menu.add(text, run, icon=icon, shortcut=key)
        self._asked = person
        menu.popup(spot)

    def _open_asked(self) -> None:
        self._open(self._asked.affiliation_id)

    def _log_asked(self) -> None:
        self._context.navigator.open("log", contact=self._asked.contact_id)

    def _change_asked(self) -> None:
        if self._shown is not None:
            RoleCard(self._context, self._shown, self._asked).show_over()

    def _job_asked(self) -> None:
        self._context.navigator.open("change_job", contact=self._asked.contact_id)

    def _lead_asked(self) -> None:
        person = self._asked
        said = f"{person.name} is {'no longer' if person.is_lead else 'now'} our lead contact"
        write_or_tell(self._context, lambda: change_role(self._context, person, is_lead=not person.is_lead), said)

    def _remove_asked(self) -> None:
        self._remove(self._asked.affiliation_id)

    def _remove(self, affiliation: object) -> None:
        person = self._person(affiliation)
        if person is not None:
            contacts = self._context.workspace.contacts
            write_or_tell(
                self._context,
                lambda: contacts.remove_affiliation(person.contact_id, person.affiliation_id),
                f"Role of {person.name} removed",
            )


def _inset() -> tuple[int, int, int, int]:
    return theme.px(13), theme.px(4), theme.px(13), theme.px(6)
