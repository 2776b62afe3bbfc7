"""Who takes part in an opportunity, and who is wanted."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint, Slot

from crm.errors import Invalid
from crm.fields import OPPORTUNITY, ORGANISATION
from crm.opportunities import OpportunityDetail, PartyDraft, PartyRow
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm, still_there
from ui.records.record_fields import ContactField, OrganisationField
from ui.records.service_calls import write_or_tell

ROLES = (
    ("lead", "Lead"),
    ("partner", "Partner"),
    ("funder", "Funder"),
    ("adopter", "Adopter"),
    ("supporter", "Supporter"),
)
LETTERS = (("", "No letter asked for"), ("requested", "Letter requested"), ("received", "Letter received"))


class PartyForm(KeptForm):
    """A party, or with `gap` the description of one who is wanted."""

    DECLARED = ORGANISATION

    def __init__(self, context: Context, opportunity: int, party: PartyRow | None = None, *, gap: bool = False) -> None:
        self._opportunity, self._party = opportunity, party
        self._gap = party.is_gap if party is not None else gap
        title = "Who is wanted" if self._gap else "Edit party" if party is not None else "Add a party"
        note = "Name somebody to close the gap." if self._gap and party is not None else ""
        key = f"party:{party.id}" if party else f"{'new_gap' if gap else 'new_party'}:{opportunity}"
        super().__init__(context, title, note, draft=key, of_record=party is not None)

    def fields(self) -> Iterable[ask.Row]:
        """Which part they have, who it is or may be, and what they bring."""
        place = OrganisationField(self.context, only_known=True)
        person = ContactField(self.context, "Person", only_known=True)
        nobody = self._gap and self._party is None
        yield (
            ask.choice("role", "Role", ROLES),
            ask.number("share", "Share in per cent", "30", hidden=nobody),
        )
        yield (
            ask.own("place", "Organisation", place, part="organisation_id", hidden=nobody),
            ask.own("person", "Person", person, part="contact_id", hidden=nobody),
        )
        yield ask.choice("letter", "Letter of support", LETTERS, hidden=nobody)
        yield tuple(
            self.of(f"{each}_id", options=ask.terms(self.context, each, none="Any"), hidden=not self._gap)
            for each in ("sector", "sub_region")
        )
        yield ask.text("note", "Note", "Ward time, ethics, a data set…")

    def read(self) -> PartyDraft:
        """Read the party as it is."""
        if self._party is None:
            return PartyDraft("adopter" if self._gap else "partner")
        held = self.context.workspace.opportunities.parties(self._opportunity)
        return still_there(held, self._party.id, "party").draft()

    def save(self, values: dict[str, Any]) -> str:
        """Write the party."""
        draft = PartyDraft(**self.parts())
        nobody = draft.organisation_id is None and draft.contact_id is None
        if not self._gap and nobody:
            raise Invalid("place", "Name the organisation or the person.")
        opportunities = self.context.workspace.opportunities
        if self._party is None:
            opportunities.add_party(self._opportunity, draft)
        else:
            opportunities.edit_party(self._party.id, draft)
        wanted = self._gap and nobody
        return f"{dict(ROLES)[draft.role]} {'wanted' if wanted else 'added' if self._party is None else 'changed'}"


class PartiesCard(Card):
    """The parties with roles, shares and letters; a gap leads to the people who fit."""

    def __init__(self, context: Context) -> None:
        super().__init__(OPPORTUNITY["parties"].label, flush=True)
        self.context = context
        self._shown: OpportunityDetail | None = None
        self.list = RowList(OPPORTUNITY["parties"].label)
        self.list.row_activated.connect(self.open)
        self.list.delete_requested.connect(self.remove)
        self.list.menu_requested.connect(self._open_menu)
        self.states = StateStack(self.list, skeleton_rows=3)
        self.states.acted.connect(self.add)
        self.body.addWidget(self.states)
        want = Button("Wanted…", "ghost", icon="user-plus", tip="Say who is still wanted")
        want.clicked.connect(self.add_gap)
        add = Button("Add", "ghost", icon="plus", tip="Add a party")
        add.clicked.connect(self.add)
        for button in (want, add):
            self.add_action(button)

    def show_detail(self, detail: OpportunityDetail) -> None:
        """Show the parties of an opportunity."""
        self._shown = detail
        gaps, named = len(detail.gaps), len(detail.parties) - len(detail.gaps)
        self.set_count(f"{named}" + (f" · {gaps} wanted" if gaps else ""))
        self.list.set_rows([_row(each) for each in detail.parties])
        if detail.parties:
            self.states.show_content()
        else:
            self.states.show_empty("users", "Nobody takes part yet.", "Add a party")

    def add(self) -> None:
        """Open the form of a party."""
        if self._shown is not None:
            PartyForm(self.context, self._shown.id).show_over()

    def add_gap(self) -> None:
        """Open the form of somebody who is wanted."""
        if self._shown is not None:
            PartyForm(self.context, self._shown.id, gap=True).show_over()

    @Slot(object)
    def open(self, wanted: object) -> None:
        """Go to the party; for a gap to the people who fit."""
        party = self._party(wanted)
        if party is None:
            return
        if party.is_gap:
            fits = self.context.workspace.opportunities.who_fits(party)
            self.context.navigator.open("contacts", shown=fits)
        elif party.organisation_id is not None:
            self.context.navigator.open("organisation", party.organisation_id)
        else:
            self.context.navigator.open("contact", party.contact_id)

    @Slot(object)
    def remove(self, wanted: object) -> None:
        """Take a party or a gap out."""
        party, opportunities = self._party(wanted), self.context.workspace.opportunities
        if party is not None:
            who = party.organisation or party.contact or party.wanted
            write_or_tell(self.context, lambda: opportunities.remove_party(party.id), f"Taken out: {who}")

    @Slot()
    def edit_current(self) -> None:
        """Open the form of the current party."""
        party = self._party(self.list.current_id())
        if party is not None and self._shown is not None:
            PartyForm(self.context, self._shown.id, party).show_over()

    @Slot()
    def _open_current(self) -> None:
        self.open(self.list.current_id())

    @Slot()
    def _remove_current(self) -> None:
        self.remove(self.list.current_id())

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        party = self._party(wanted)
        if party is None:
            return
        menu = Menu(self, once=True)
        menu.add("Show who fits" if party.is_gap else "Open", self._open_current, icon="enter", shortcut="↵")
        menu.add("Name somebody…" if party.is_gap else "Edit…", self.edit_current, icon="edit")
        menu.add("Take out", self._remove_current, icon="x", shortcut="Del")
        menu.popup(spot)

    def _party(self, wanted: object) -> PartyRow | None:
        parties = self._shown.parties if self._shown is not None else ()
        return next((each for each in parties if each.id == wanted), None)


def _row(party: PartyRow) -> ListRow:
    if party.is_gap:
        words = party.wanted[:1].upper() + party.wanted[1:]
        return ListRow(
            party.id,
            words,
            party.note or "Enter shows who fits",
            icon="user-plus",
            pill=OPPORTUNITY["wanted"].label,
            pill_tone="warn",
        )
    name = party.organisation or party.contact
    person = party.contact if party.organisation else ""
    tone = {"received": "ok", "requested": "warn"}.get(party.letter, "neutral")
    detail = " · ".join(filter(None, (dict(ROLES)[party.role], person, party.note)))
    return ListRow(
        party.id,
        name,
        detail,
        avatar=name,
        sector=party.symbol,
        square=bool(party.organisation),
        aside=f"{party.share} %" if party.share is not None else "",
        pill=dict(LETTERS)[party.letter] if party.letter else "",
        pill_tone=tone,
    )
