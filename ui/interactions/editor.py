"""The panel of one interaction: everything about it as a form, with the organisation each person stood for that day."""

from typing import Any

from PySide6.QtGui import QCloseEvent

from crm import clock
from crm.errors import CrmError
from crm.interactions import InteractionDraft, Participant, Party
from ui.context import Context
from ui.days import any_day, written
from ui.form_card import FormCard
from ui.interactions.parts import KINDS
from ui.keeping import Keeper
from ui.kit.buttons import Button
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.kit.date_field import DateField
from ui.kit.fields import ChoiceField, NotesField, TextField
from ui.record_fields import number_field, time_field
from ui.writing import write_or_tell

STATUSES = (("held", "Held"), ("planned", "Planned"), ("cancelled", "Cancelled"))
DIRECTIONS = (("", "—"), ("out", "From us"), ("in", "From them"))
TYPED = ("kind", "status", "direction", "subject", "place", "notes")
FIELDS = {"duration_minutes": "duration"}
MOST_SUGGESTED, MOST_ASKED = 6, 6
STANDS, LONGEST_NAME = "stands:", 24


class InteractionPanel(FormCard):
    """Opened with the `id` of an interaction; what is typed survives Esc and a crash, until it is saved."""

    def __init__(self, context: Context, id: int) -> None:
        self._detail = context.workspace.interactions.get(id)
        super().__init__(context, self._detail.title)
        self._id = id
        self._asked = [each for each in self._detail.participants if each.contact_id is not None][:MOST_ASKED]
        self._build()
        self._add_buttons()
        self._fill()
        self._at_first = self._typed()
        self._keeper = Keeper(context.workspace, f"interaction:{id}", self)
        self._keeper.due.connect(self._keep)
        kept = self._keeper.load()
        if kept:
            self.form.set_values({key: kept[key] for key in TYPED if key in kept})
        self.form.edited.connect(self._edited)
        self.form.field("kind").edited.connect(self._show_direction)
        self._show_direction()

    def _build(self) -> None:
        form = self.form
        form.add("kind", "Kind", ChoiceField("Kind", tuple(kind[:2] for kind in KINDS)), half=True)
        form.add("status", "Status", ChoiceField("Status", STATUSES), half=True)
        form.add("day", "Day", DateField("Day", any_day, written), half=True)
        form.add("at", "Time", time_field("Time"), half=True)
        form.add("who", "Who", ChipsField("Who", self._find_parties, placeholder="A name", only_known=True))
        for each in self._asked:
            field = ChoiceField(f"{each.contact} stood for", self._places(each))
            form.add(f"{STANDS}{each.contact_id}", f"{_short(each.contact)} stood for", field, half=True)
        form.add("subject", "About", TextField("About"))
        form.add("tags", "Tags", ChipsField("Tags", self._find_tags, placeholder="A tag"))
        form.add("place", "Place", TextField("Place"), half=True)
        form.add("duration", "Minutes", number_field("Minutes", "45"), half=True)
        form.add("direction", "Direction", ChoiceField("Direction", DIRECTIONS), half=True)
        form.add("notes", "Notes", NotesField("Notes", least=4, most=12))

    def _add_buttons(self) -> None:
        trash = Button("Move to trash", "ghost", icon="trash")
        trash.clicked.connect(self._trash)
        self.form.buttons.insertWidget(0, trash)
        if self._detail.status == "planned":
            held = Button("Mark as held", icon="check")
            held.clicked.connect(self._hold)
            self.form.buttons.insertWidget(1, held)

    def _fill(self) -> None:
        detail = self._detail
        self.form.set_values(
            {
                "kind": detail.kind,
                "status": detail.status,
                "day": detail.day,
                "at": detail.local_time,
                "who": [_picked(each) for each in detail.participants],
                "subject": detail.subject,
                "tags": [Picked(tag, tone="ok") for tag in detail.tags],
                "place": detail.place,
                "duration": detail.duration_minutes,
                "direction": detail.direction,
                "notes": detail.notes,
                **{f"{STANDS}{each.contact_id}": each.organisation_id for each in self._asked},
            }
        )

    def _places(self, who: Participant) -> tuple[tuple[int | None, str], ...]:
        """Return the organisations a person may have stood for."""
        assert who.contact_id is not None
        contact = self.context.workspace.contacts.get(who.contact_id)
        places = {each.organisation_id: each.organisation for each in contact.affiliations}
        places |= {
            each.organisation_id: each.organisation
            for each in self._detail.participants
            if each.organisation_id is not None
        }
        return (*places.items(), (None, "No organisation"))

    def _find_parties(self, text: str) -> list[Choice]:
        hits = self.context.workspace.search.find(text, MOST_SUGGESTED, ("contact", "organisation"))
        return [
            Choice(
                hit.title,
                subtitle=hit.subtitle,
                avatar=hit.title,
                sector=hit.symbol,
                square=hit.kind == "organisation",
                data=(hit.kind, hit.id),
            )
            for hit in hits
        ]

    def _find_tags(self, text: str) -> list[Choice]:
        return [Choice(name, icon="tag") for name in self.context.workspace.tags.names(text)]

    # -- the draft: what is typed, not what was picked

    def _typed(self) -> dict[str, Any]:
        values = self.form.values()
        return {key: values[key] for key in TYPED}

    def _edited(self) -> None:
        self._keeper.touch()

    def _show_direction(self) -> None:
        """Ask who wrote or rang only where somebody did."""
        self.form.set_shown("direction", self.form.field("kind").value() in ("call", "email", "message"))

    def _keep(self) -> None:
        typed = self._typed()
        said = self._keeper.keep(typed if typed != self._at_first else None)
        if said:
            self.form.set_problem(said)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed."""
        self._keep()
        super().closeEvent(event)

    # -- saving

    def field_of(self, field: str) -> str:
        """Name the form's field for one of the service's."""
        return FIELDS.get(field, field)

    def save(self, values: dict[str, Any]) -> str:
        """Write the interaction."""
        draft = InteractionDraft(
            values["day"] or clock.today(),
            values["kind"],
            values["at"],
            values["direction"],
            values["subject"],
            values["notes"],
            values["duration"],
            values["place"],
            values["status"],
            tuple(self._party(each, values) for each in values["who"]),
            tuple(each.text for each in values["tags"]),
        )
        try:
            self.context.workspace.interactions.edit(self._id, draft)
        except CrmError:
            self._keep()
            raise
        self._keeper.discard()
        self._at_first = self._typed()
        return f"Changed: {self.context.workspace.interactions.get(self._id).title}"

    def _party(self, picked: Picked, values: dict[str, Any]) -> Party:
        kind, record = picked.data[0], int(picked.data[1])
        if kind == "organisation":
            return Party(None, record)
        key = f"{STANDS}{record}"
        if key in values:
            return Party(record, values[key], stands_alone=values[key] is None)
        before = next((each for each in self._detail.participants if each.contact_id == record), None)
        if before is not None:
            return Party(record, before.organisation_id, stands_alone=before.organisation_id is None)
        return Party(record)

    def _trash(self) -> None:
        interactions, title = self.context.workspace.interactions, self._detail.title
        if write_or_tell(self.context, lambda: interactions.trash([self._id]), f"Moved to the trash: {title}"):
            self.context.overlay.close(self)

    def _hold(self) -> None:
        interactions, title = self.context.workspace.interactions, self._detail.title
        if write_or_tell(self.context, lambda: interactions.set_status(self._id, "held"), f"Held: {title}"):
            self.context.overlay.close(self)


def _picked(who: Participant) -> Picked:
    if who.contact_id is not None:
        return Picked(who.contact, ("contact", who.contact_id), icon="user")
    return Picked(who.organisation, ("organisation", who.organisation_id), icon="building")


def _short(name: str) -> str:
    """Return a name that fits above half a line of the form."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
