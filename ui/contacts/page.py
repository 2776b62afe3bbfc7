"""The list of contacts with its side panel."""

from typing import ClassVar

from PySide6.QtCore import QPoint

from crm.filters import EVERYTHING, Condition, Filter
from ui.contacts.bulk_actions import CadenceCard, ThemeCard, invite_to_next
from ui.contacts.columns import COLUMNS, UNDER_NAME, address, sentence
from ui.contacts.panel import ContactPanel
from ui.context import Context
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.menu import Menu
from ui.records.list_actions import ListKind
from ui.records.list_page import ListPage

TARGETS = ("sector", "sub_region", "theme", "tag", "organisation")


class ContactsPage(ListPage):
    """Every contact: filtered, sorted, several at once, one beside the list."""

    row_menu: ClassVar[tuple[str, ...]] = (
        "open_record",
        "panel",
        "",
        "log_with",
        "follow_up",
        "change_job",
        "invite_next",
        "",
        "tag",
        "add_themes",
        "set_cadence",
        "",
        "copy",
        "copy_addresses",
        "export",
        "",
        "trash",
    )

    def __init__(self, context: Context) -> None:
        kind = ListKind(
            "contact",
            "contacts",
            "users",
            COLUMNS,
            sentence,
            context.workspace.contacts,
            "No contacts yet. Import the people you know, or add the first one by hand.",
            hidden=UNDER_NAME,
            addresses=address,
            beneath=UNDER_NAME,
            importable=True,
        )
        self.contact_panel = ContactPanel(context)
        super().__init__(context, kind, self.contact_panel)
        invite = Button("Invite", "ghost", icon="presentation", tip="Invite to the next huddle")
        self.bar.add(invite).clicked.connect(self.invite_next)
        self.bar_more = self.bar.add(Button("More", "ghost", icon="more", tip="Themes, cadence, addresses"))
        self.bar_more.clicked.connect(self._open_bar_menu)
        self.contact_panel.menu_wanted.connect(self._open_panel_menu)

    def show_target(self, view: int | None = None, shown: Filter = EVERYTHING, **target: object) -> None:
        """Remember to show a saved view, a filter, or the contacts with one of `TARGETS` by its id, or with `text`."""
        for key in TARGETS:
            if isinstance(value := target.get(key), int):
                shown = shown.with_part(Condition(key, (value,)))
        if target.get("text"):
            shown = shown.with_text(str(target["text"]))
        super().show_target(view, shown)

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        page, group = Scope.PAGE, self.kind.title
        return [
            *super().page_actions(),
            Action("change_job", "Record job change…", self.change_job, "briefcase", ("Ctrl+J",), page, group),
            Action("add_themes", "Add themes…", self.add_themes, "hash", (), page, group),
            Action("set_cadence", "Set the cadence…", self.set_cadence, "clock", (), page, group),
            Action(
                "invite_next", "Invite to the next huddle", self.invite_next, "presentation", (), page, group, "event"
            ),
        ]

    def change_job(self) -> None:
        """Open the form for a change of job of the current contact."""
        if (contact := self.table.current_id()) is not None:
            self.context.navigator.open("change_job", contact=contact)

    def add_themes(self) -> None:
        """Ask for themes for the selected contacts."""
        if number := self.table.selected_count():
            ThemeCard(self.context, self.rows.selection(), number).show_over()

    def set_cadence(self) -> None:
        """Ask for the cadence of the selected contacts."""
        if number := self.table.selected_count():
            CadenceCard(self.context, self.rows.selection(), number).show_over()

    def invite_next(self) -> None:
        """Invite the selected contacts to the huddle that comes next."""
        if self.table.selected_count():
            invite_to_next(self.context, self.rows.selection())

    def _open_bar_menu(self) -> None:
        menu = Menu(self, once=True)
        self.context.actions.fill_menu(menu, ("add_themes", "set_cadence", "", "copy_addresses"))
        menu.popup(self.bar_more.mapToGlobal(self.bar_more.rect().bottomLeft()))

    def _open_panel_menu(self, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        self.context.actions.fill_menu(menu, tuple(name for name in self.row_menu if name != "panel"))
        menu.popup(spot)
