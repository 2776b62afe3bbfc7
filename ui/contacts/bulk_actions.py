"""What is done with several contacts at once besides tagging: themes, cadence, an invitation to the next huddle.

A selection is the ids chosen, or the filter itself where everything it shows is selected: no ids are loaded then.
"""

from collections.abc import Iterable
from typing import Any

from crm.errors import CrmError, Invalid
from crm.listing import Selection
from ui.contacts.facts import days_field
from ui.context import Context
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import ThemesField
from ui.records.service_calls import ManyAtOnce


def counted(number: int) -> str:
    """Return a number of contacts in words."""
    return "1 contact" if number == 1 else f"{number:,} contacts"


def invite_to_next(context: Context, selection: Selection) -> None:
    """Put the contacts of a selection on the list of the huddle that comes next; without one, ask for it first."""
    workspace = context.workspace
    huddle = workspace.huddles.next()
    if huddle is None:
        context.toasts.say("No huddle is planned yet. Plan it, then invite people.")
        context.navigator.open("plan_huddle")
        return
    people = workspace.contacts.ids(selection)
    there = {row.contact_id for row in workspace.attendance.rows(huddle.id) if row.registration != "none"}
    new = [contact for contact in people if contact not in there]
    listed = len(people) - len(new)
    on_list = f"{listed:,} {'was' if listed == 1 else 'were'} on the list"
    if not new:
        context.toasts.say(f"Nobody new for {huddle.label}: {on_list} already" if people else "Nobody is selected")
        return
    said = f"{len(new):,} invited to {huddle.label}" + (f", {on_list}" if listed else "")
    invite = workspace.attendance.invite
    inviting = ManyAtOnce(context, f"Inviting {counted(len(new))}", lambda: invite(huddle.id, new), said)
    try:
        inviting.start(len(new))
    except CrmError as error:
        context.toasts.problem(str(error))


class ThemeCard(KeptForm):
    """Adds themes to the `number` contacts of a selection."""

    WIDTH = 480

    def __init__(self, context: Context, selection: Selection, number: int) -> None:
        self._selection, self._number = selection, number
        super().__init__(context, f"Themes for {counted(number)}", save="Add", draft="bulk_themes")

    def fields(self) -> Iterable[ask.Row]:
        """The themes alone."""
        field = ThemesField(self.context, "Themes", placeholder="digital health, diagnostics")
        return (ask.own("add", "Themes", field),)

    def save(self, values: dict[str, Any]) -> str:
        """Write the themes."""
        names = [picked.text for picked in values["add"]]
        if not names:
            raise Invalid("add", "Name at least one theme.")
        contacts, selection = self.context.workspace.contacts, self._selection
        said = f"{', '.join(names)} added to {counted(self._number)}"
        adding = ManyAtOnce(self.context, "Adding themes", lambda: contacts.bulk_theme(selection, names), said)
        adding.start(self._number)
        return ""


class CadenceCard(KeptForm):
    """Sets how often we mean to be in touch with the `number` contacts of a selection."""

    WIDTH = 480

    def __init__(self, context: Context, selection: Selection, number: int) -> None:
        self._selection, self._number = selection, number
        super().__init__(context, f"Cadence of {counted(number)}", save="Set", draft="bulk_cadence")

    def fields(self) -> Iterable[ask.Row]:
        """The aim and the limit."""
        yield (
            ask.own("cadence_aim", "Contact every", days_field(), hint="In days; empty: the default"),
            ask.own("cadence_limit", "Going cold", days_field(), hint="Days until it counts as cold"),
        )

    def save(self, values: dict[str, Any]) -> str:
        """Write the cadence."""
        contacts, selection = self.context.workspace.contacts, self._selection
        said = f"Cadence of {counted(self._number)} set"
        ManyAtOnce(self.context, "Setting the cadence", lambda: contacts.bulk_edit(selection, **values), said).start(
            self._number
        )
        return ""
