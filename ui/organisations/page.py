"""The list of organisations with its side panel."""

from ui.context import Context
from ui.organisations.columns import COLUMNS, sentence
from ui.organisations.panel import OrganisationPanel
from ui.records.list_actions import ListKind
from ui.records.list_page import ListPage


class OrganisationsPage(ListPage):
    """Every organisation: filtered, sorted, several at once."""

    def __init__(self, context: Context) -> None:
        kind = ListKind(
            "organisation",
            "organisations",
            "building",
            COLUMNS,
            sentence,
            context.workspace.organisations,
            "No organisations yet. Add the first one, or import your contacts with the places they work at.",
        )
        super().__init__(context, kind, OrganisationPanel(context))
