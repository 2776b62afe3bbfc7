"""The panel of one interaction: everything about it as a form, with the organisation each person stood for that day."""

from datetime import date
from typing import Any

from crm import clock
from crm.fields import INTERACTION
from crm.interactions import InteractionDraft, Participant, Party
from ui.context import Context
from ui.interactions.stands_for import StandsForField
from ui.interactions.understood_parts import KINDS
from ui.kit.buttons import Button
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.kit.date_field import DateField
from ui.kit.fields import NotesField
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import parties, time_field
from ui.records.service_calls import write_or_tell
from ui.records.typed_days import any_day, coming_day, written

STATUSES = (("held", "Held"), ("planned", "Planned"), ("cancelled", "Cancelled"))
DIRECTIONS = (("", "—"), ("out", "From us"), ("in", "From them"))
FIELDS = {"duration_minutes": "duration"}


class InteractionPanel(FormCard):
    """Opened with the `id` of an interaction."""

    def __init__(self, context: Context, id: int) -> None:
        self._detail = context.workspace.interactions.get(id)
        super().__init__(context, self._detail.title)
        self._id = id
        self._build()
        self._add_buttons()
        self.form.field("kind").edited.connect(self.refresh)
        self.form.field("who").edited.connect(self.refresh)
        self.begin(f"interaction:{id}", of_record=True)

    def _build(self) -> None:
        form = DeclaredForm(self.form, INTERACTION)
        form.add("kind", options=tuple(kind[:2] for kind in KINDS), half=True)
        form.add("status", options=STATUSES, half=True)
        form.add("happened_at", lambda name, _: DateField(name, self._day_meant, written), at="day", half=True)
        form.add("has_time", lambda name, _: time_field(name), at="at", half=True)
        form.add("participants", self._who_field, at="who")
        self.stands = StandsForField(self.places_of, self.place_of_day)
        self.form.add("stands", "", self.stands)
        form.add("subject")
        form.add("tags", lambda name, example: ChipsField(name, self._find_tags, placeholder=example))
        form.add("place", half=True)
        form.add("duration_minutes", at="duration", half=True)
        form.add("direction", options=DIRECTIONS, half=True)
        form.add("notes", lambda name, _: NotesField(name, least=4, most=12))

    def _who_field(self, name: str, example: str) -> ChipsField:
        return ChipsField(name, self._find_parties, placeholder=example, only_known=True)

    def _add_buttons(self) -> None:
        trash = Button("Move to trash", "ghost", icon="trash")
        trash.clicked.connect(self._trash)
        self.form.buttons.insertWidget(0, trash)
        if self._detail.status == "planned":
            held = Button("Mark as held", icon="check")
            held.clicked.connect(self._hold)
            self.form.buttons.insertWidget(1, held)

    def fill(self) -> None:
        """Show the interaction as it is."""
        self._detail = detail = self.context.workspace.interactions.get(self._id)
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
            }
        )
        self._ask_stands_for()
        people = [each for each in detail.participants if each.contact_id is not None]
        self.stands.set_value({each.contact_id: each.organisation_id for each in people})

    def _day_meant(self, text: str) -> date:
        """A day that is typed lies ahead for what is planned, else behind."""
        return coming_day(text) if self.form.field("status").value() == "planned" else any_day(text)

    def restore(self, kept: dict[str, Any]) -> None:
        """Show kept fields: first who, then for whom each of them stood."""
        self.form.restore({key: value for key, value in kept.items() if key != "stands"})
        self._ask_stands_for()
        self.form.restore({key: value for key, value in kept.items() if key == "stands"})

    def refresh(self) -> None:
        """Ask who wrote or rang only where somebody did, and for whom they stood where somebody took part."""
        self.form.set_shown("direction", self.form.field("kind").value() in ("call", "email", "message"))
        self._ask_stands_for()

    def _ask_stands_for(self) -> None:
        picked: list[Picked] = self.form.field("who").value()
        people = {int(each.data[1]): each.text for each in picked if each.data and each.data[0] == "contact"}
        self.stands.show_people(people)
        self.form.set_shown("stands", bool(people))

    def places_of(self, contact_id: int) -> list[tuple[int | None, str]]:
        """Return the organisations a person may have stood for."""
        contact = self.context.workspace.contacts.get(contact_id)
        places = {each.organisation_id: each.organisation for each in contact.affiliations}
        places |= {
            each.organisation_id: each.organisation
            for each in self._detail.participants
            if each.organisation_id is not None
        }
        return [*places.items(), (None, "No organisation")]

    def place_of_day(self, contact_id: int) -> int | None:
        """Return where a person worked on the day of the form."""
        day = self.form.field("day").value() or self._detail.day
        return self.context.workspace.interactions.organisation_of_day(contact_id, day)

    def _find_parties(self, text: str) -> list[Choice]:
        return parties(self.context, text)

    def _find_tags(self, text: str) -> list[Choice]:
        return [Choice(name, icon="tag") for name in self.context.workspace.tags.names(text)]

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
        stay = self.context.workspace.entries.edit(self._id, draft)
        said = f"Changed: {self.context.workspace.interactions.get(self._id).title}"
        if stay:
            said += f". “{stay[0]}”" + (f" and {len(stay) - 1} more stay" if stay[1:] else " stays") + " as it was"
        return said

    def _party(self, picked: Picked, values: dict[str, Any]) -> Party:
        kind, record = picked.data[0], int(picked.data[1])
        if kind == "organisation":
            return Party(None, record)
        place = values["stands"].get(record)
        return Party(record, place, stands_alone=place is None)

    def _trash(self) -> None:
        trash, title = self.context.workspace.trash, self._detail.title
        if write_or_tell(self.context, lambda: trash.put("interaction", [self._id]), f"Moved to the trash: {title}"):
            self.context.overlay.close(self)

    def _hold(self) -> None:
        interactions, title = self.context.workspace.interactions, self._detail.title
        if write_or_tell(self.context, lambda: interactions.set_status(self._id, "held"), f"Held: {title}"):
            self.context.overlay.close(self)


def _picked(who: Participant) -> Picked:
    if who.contact_id is not None:
        return Picked(who.contact, ("contact", who.contact_id), icon="user")
    return Picked(who.organisation, ("organisation", who.organisation_id), icon="building")
