"""Who takes part in an opportunity, and who is wanted."""

from typing import Any

from PySide6.QtCore import QPoint, Slot

from crm.errors import Invalid, NotFound
from crm.fields import OPPORTUNITY, ORGANISATION
from crm.opportunities import OpportunityDetail, PartyDraft, PartyRow
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.chips_field import Picked
from ui.kit.empty_states import StateStack
from ui.kit.fields import ChoiceField, TextField
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import ContactField, OrganisationField, number_field
from ui.records.service_calls import write_or_tell

ROLES = (
    ("lead", "Lead"),
    ("partner", "Partner"),
    ("funder", "Funder"),
    ("adopter", "Adopter"),
    ("supporter", "Supporter"),
)
LETTERS = (("", "No letter asked for"), ("requested", "Letter requested"), ("received", "Letter received"))
FIELDS = {"organisation_id": "place", "contact_id": "person"}


class PartyForm(FormCard):
    """A party, or with `gap` the description of one who is wanted."""

    def __init__(self, context: Context, opportunity: int, party: PartyRow | None = None, *, gap: bool = False) -> None:
        self._opportunity, self._party = opportunity, party
        self._gap = party.is_gap if party is not None else gap
        title = "Who is wanted" if self._gap else "Edit party" if party is not None else "Add a party"
        note = "Name somebody to close the gap." if self._gap and party is not None else ""
        super().__init__(context, title, note)
        form, vocabularies = self.form, context.workspace.vocabularies
        form.add("role", "Role", ChoiceField("Role", ROLES), half=True)
        form.add("share", "Share in per cent", number_field("Share in per cent", "30"), half=True)
        form.add("place", "Organisation", OrganisationField(context, only_known=True), half=True)
        form.add("person", "Person", ContactField(context, "Person", only_known=True), half=True)
        form.add("letter", "Letter of support", ChoiceField("Letter of support", LETTERS))
        of_organisation = DeclaredForm(form, ORGANISATION)
        for key in ("sector_id", "sub_region_id"):
            terms = [(each.id, each.name) for each in vocabularies.terms(key.removesuffix("_id"))]
            of_organisation.add(key, options=((None, "Any"), *terms), half=True)
            form.set_shown(key, self._gap)
        form.add("note", "Note", TextField(placeholder="Ward time, ethics, a data set…"))
        for key in ("share", "letter"):
            form.set_shown(key, not (self._gap and party is None))
        for key in ("place", "person"):
            form.set_shown(key, party is not None or not gap)
        kind = "new_gap" if gap else "new_party"
        self.begin(f"party:{party.id}" if party else f"{kind}:{opportunity}", of_record=party is not None)

    def fill(self) -> None:
        """Show the party as it is."""
        draft, party = PartyDraft("adopter" if self._gap else "partner"), self._party
        if self._party is not None:
            held = self.context.workspace.opportunities.parties(self._opportunity)
            party = next((each for each in held if self._party is not None and each.id == self._party.id), None)
            if party is None:
                raise NotFound("party", self._party.id)
            draft = party.draft()
        named = party is not None and not party.is_gap
        self.form.set_values(
            {
                "role": draft.role,
                "share": draft.share,
                "letter": draft.letter,
                "sector_id": draft.sector_id,
                "sub_region_id": draft.sub_region_id,
                "note": draft.note,
                "place": Picked(party.organisation, draft.organisation_id)
                if party is not None and named and draft.organisation_id is not None
                else None,
                "person": Picked(party.contact, draft.contact_id)
                if party is not None and named and draft.contact_id is not None
                else None,
            }
        )

    def field_of(self, field: str) -> str:
        """Name the form's field for one of the service's."""
        return FIELDS.get(field, field)

    def save(self, values: dict[str, Any]) -> str:
        """Write the party."""
        place, person = self.form.field("place").known_id(), self.form.field("person").chosen_id()
        if not self._gap and place is None and person is None:
            raise Invalid("place", "Name the organisation or the person.")
        draft = PartyDraft(
            values["role"],
            place,
            person,
            values["share"],
            values["letter"],
            values["sector_id"],
            values["sub_region_id"],
            values["note"],
        )
        opportunities = self.context.workspace.opportunities
        if self._party is None:
            opportunities.add_party(self._opportunity, draft)
        else:
            opportunities.edit_party(self._party.id, draft)
        wanted = self._gap and place is None and person is None
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
