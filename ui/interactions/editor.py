"""The panel of one interaction: everything about it as a form, with the organisation each person stood for that day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crm import clock
from crm.fields import INTERACTION
from crm.interactions import InteractionDraft, Participant, Party
from ui.context import Context
from ui.interactions.stands_for import StandsForField
from ui.interactions.understood_parts import KINDS
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.kit.date_field import DateField
from ui.kit.fields import NotesField
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import parties, time_field
from ui.records.typed_days import any_day, coming_day, written

STATUSES = (("held", "Held"), ("planned", "Planned"), ("cancelled", "Cancelled"))
DIRECTIONS = (("", "—"), ("out", "From us"), ("in", "From them"))


class InteractionPanel(KeptForm):
    """Opened with the `id` of an interaction."""

    DECLARED = INTERACTION

    def __init__(self, context: Context, id: int) -> None:
        self._id, self._detail = id, context.workspace.interactions.get(id)
        super().__init__(context, self._detail.title, draft=f"interaction:{id}", of_record=True)

    def fields(self) -> Iterable[ask.Row]:
        """Everything about it, and for whom each of the people stood that day."""
        self.stands = StandsForField(self.places_of, self.place_of_day)
        yield (
            self.of("kind", options=tuple(kind[:2] for kind in KINDS), refreshes=True),
            self.of("status", options=STATUSES),
        )
        yield (
            self.of("happened_at", lambda name, _: DateField(name, self._day_meant, written), at="day"),
            self.of("has_time", lambda name, _: time_field(name), at="at"),
        )
        yield self.of("participants", self._who_field, at="who", refreshes=True)
        yield ask.own("stands", "", self.stands)
        yield self.of("subject")
        yield self.of("tags", lambda name, example: ChipsField(name, self._find_tags, placeholder=example))
        yield self.of("place"), self.of("duration_minutes", at="duration")
        yield (self.of("direction", options=DIRECTIONS),)
        yield self.of("notes", lambda name, _: NotesField(name, least=4, most=12))

    def _who_field(self, name: str, example: str) -> ChipsField:
        return ChipsField(name, self._find_parties, placeholder=example, only_known=True)

    def built(self) -> None:
        """Let it be moved to the trash, and what is planned be held."""
        self.add_button("Move to trash", self._trash, "trash")
        if self._detail.status == "planned":
            self.add_button("Mark as held", self._hold, "check", "secondary")

    def fill(self) -> None:
        """Show the interaction as it is."""
        self._detail = detail = self.context.workspace.interactions.get(self._id)
        people = [each for each in detail.participants if each.contact_id is not None]
        self.show_record(
            detail,
            day=detail.day,
            at=detail.local_time,
            who=[_picked(each) for each in detail.participants],
            stands={},
            tags=[Picked(tag, tone="ok") for tag in detail.tags],
        )
        self._ask_stands_for()
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
        self.end_with(lambda: trash.put("interaction", [self._id]), f"Moved to the trash: {title}")

    def _hold(self) -> None:
        interactions, title = self.context.workspace.interactions, self._detail.title
        self.end_with(lambda: interactions.set_status(self._id, "held"), f"Held: {title}")


def _picked(who: Participant) -> Picked:
    if who.contact_id is not None:
        return Picked(who.contact, ("contact", who.contact_id), icon="user")
    return Picked(who.organisation, ("organisation", who.organisation_id), icon="building")
