"""Says on a contact that they are not to be mailed, for what, and why: above their addresses, where one would begin."""

from datetime import datetime

from crm import clock
from crm.consents import ConsentRow
from crm.contacts import ContactDetail
from crm.dates import show_date, utc_to_local
from ui.context import Context
from ui.kit.label import Label

HOW = {"objected": "asked not to be", "withdrawn": "withdrew their consent"}


class NoMail(Label):
    """A line in the colour of a warning; nothing at all where nobody objected."""

    def __init__(self, context: Context) -> None:
        super().__init__("", "secondary", tone="danger", wrap=True)
        self._context = context
        self.setAccessibleName("Mailings")
        self.hide()

    def show_contact(self, contact: ContactDetail) -> None:
        """Show what a contact said of mailings."""
        consents = self._context.workspace.consents
        refusals = consents.refusals(contact.id)
        self.setText(sentence(refusals, every=len(refusals) == consents.purposes()) if refusals else "")
        self.setVisible(bool(refusals))


def sentence(refusals: list[ConsentRow], *, every: bool) -> str:
    """Return what somebody refuses, since when and by what words."""
    newest = refusals[0]
    what = "" if every else f" for {', '.join(act.purpose for act in refusals)}"
    day = show_date(utc_to_local(datetime.fromisoformat(newest.at)).date(), clock.today())
    because = f": “{newest.wording}”" if newest.wording else ""
    source = f" ({newest.evidence})" if newest.evidence else ""
    return f"Do not mail{what}: {HOW[newest.act]} on {day}{because}{source}."
