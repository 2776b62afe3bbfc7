"""The agenda of a huddle: pitches in their order with the slots still free, and the form of one pitch."""

from collections.abc import Iterable
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent

from crm.huddles import HuddleDetail
from crm.needs import NeedRow
from crm.pitches import PitchDraft, PitchRow, PitchSlot
from ui.context import Context
from ui.huddles import pitch_need_link
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import ContactField, OrganisationField
from ui.records.service_calls import write_or_tell

KINDS = {"news": "News", "ask": "Ask", "offer": "Offer", "opportunity": "Opportunity"}
TONES = {"news": "neutral", "ask": "warn", "offer": "ok", "opportunity": "accent"}
PUBLISH = ((None, "Not asked yet"), (True, "May be published"), (False, "Not to be published"))
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class PitchForm(KeptForm):
    """Adds a pitch to a huddle, or edits the one given."""

    WIDTH = 560
    ALSO: ClassVar = {"contact": "presenter", "organisation": "place"}

    def __init__(self, context: Context, huddle: HuddleDetail, pitch: PitchRow | None = None) -> None:
        self._huddle, self._pitch = huddle, pitch
        super().__init__(
            context,
            "Edit pitch" if pitch else "Add a pitch",
            f"At {huddle.row.title}",
            draft=f"pitch:{pitch.id}" if pitch else f"new_pitch:{huddle.id}",
            of_record=pitch is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """About what, how long, by whom, and whether it may be told."""
        presenter = ContactField(self.context, "Presenter", only_known=True)
        place = OrganisationField(self.context, "For", only_known=True)
        day = "Left empty: whom they stand for that day"
        yield ask.text("topic", "About", "Two-trust imaging pilot", required=True)
        yield (
            ask.choice("kind", "Kind", tuple(KINDS.items())),
            ask.number("minutes", "Minutes", str(self._huddle.pitch_minutes)),
        )
        yield (
            ask.own("presenter", "Presenter", presenter, part="contact_id"),
            ask.own("place", "For", place, part="organisation_id", hint=day),
        )
        yield ask.choice("may_publish", "May we publish it?", PUBLISH)
        yield ask.notes("notes", "Notes")

    def read(self) -> PitchRow | None:
        """Read the pitch as it is."""
        return self.context.workspace.pitches.get(self._pitch.id) if self._pitch is not None else None

    def save(self, values: dict[str, Any]) -> str:
        """Write the pitch."""
        draft, pitches = PitchDraft(**self.parts()), self.context.workspace.pitches
        if self._pitch is None:
            pitches.add(self._huddle.id, draft)
        else:
            pitches.edit(self._pitch.id, draft)
        return f"{'Pitch added' if self._pitch is None else 'Pitch changed'}: {draft.topic.strip()}"


class Agenda(RowList):
    """The slots of a huddle; Ctrl+Shift+Up and Down move a pitch, Delete takes it off, Enter opens it, N notes it."""

    def __init__(self, card: "PitchesCard") -> None:
        super().__init__("Agenda")
        self._card = card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == CONTROL_SHIFT and Qt.Key(event.key()) in steps:
            self._card.move_current(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self._card.make_need()
        else:
            super().keyPressEvent(event)


class PitchesCard(Card):
    """The pitches of a huddle before it is held."""

    def __init__(self, context: Context) -> None:
        super().__init__("Pitches", flush=True)
        self.context = context
        self._huddle: HuddleDetail | None = None
        self._slots: list[PitchSlot] = []
        self._needs: dict[int, NeedRow] = {}
        self.list = Agenda(self)
        self.list.row_activated.connect(self.open)
        self.list.delete_requested.connect(self._trash)
        self.list.menu_requested.connect(self._open_menu)
        self.states = StateStack(self.list, skeleton_rows=3)
        self.states.acted.connect(self.add)
        self.body.addWidget(self.states)
        add = Button("Add", "ghost", icon="plus", tip="Add a pitch")
        add.clicked.connect(self.add)
        self.add_action(add)

    def table_of(self) -> list[Action]:
        """Return what can be done with the agenda."""
        group = "Pitches"
        return [
            Action("add_pitch", "Add a pitch", self.add, "mic", ("Ctrl+Shift+P",), Scope.PAGE, group, "slot agenda"),
            Action("pitch_up", "Move the pitch up", self.move_up, "arrow-up", ("Ctrl+Shift+Up",), Scope.LIST, group),
            Action(
                "pitch_down",
                "Move the pitch down",
                self.move_down,
                "arrow-down",
                ("Ctrl+Shift+Down",),
                Scope.LIST,
                group,
            ),
            Action(
                "pitch_opportunity",
                "Make an opportunity of the pitch",
                self.make_opportunity,
                "columns",
                (),
                Scope.PAGE,
                group,
                "pipeline",
            ),
            Action(
                "pitch_need",
                "Make a need or an offer of the pitch",
                self.make_need,
                "inbox",
                ("N",),
                Scope.LIST,
                group,
                "ask note open match",
                enabled=self.isVisible,
            ),
        ]

    def show_huddle(self, huddle: HuddleDetail) -> None:
        """Show the agenda of a huddle."""
        self._huddle = huddle
        self._slots = self.context.workspace.pitches.agenda(huddle.id)
        self._needs = self.context.workspace.needs.of_huddle(huddle.id)
        taken = sum(slot.pitch is not None for slot in self._slots)
        self.set_count(f"{taken} of {max(taken, huddle.row.pitch_slots)}" if self._slots else "")
        self.list.set_rows([_row(slot, self._need(slot.pitch)) for slot in self._slots])
        if self._slots:
            self.states.show_content()
        else:
            self.states.show_empty("mic", "No pitches yet.", "Add a pitch", "Ctrl+Shift+P")

    def add(self) -> None:
        """Open the form of a new pitch."""
        if self._huddle is not None:
            PitchForm(self.context, self._huddle).show_over()

    @Slot(object)
    def open(self, wanted: object) -> None:
        """Open the form of a pitch, of a new one for a free slot."""
        pitch = self._pitch(wanted)
        if self._huddle is not None:
            PitchForm(self.context, self._huddle, pitch).show_over()

    def move_up(self) -> None:
        """Move the current pitch before the one above it."""
        self.move_current(-1)

    def move_down(self) -> None:
        """Move the current pitch behind the one below it."""
        self.move_current(1)

    def move_current(self, step: int) -> None:
        """Move the current pitch by places."""
        pitch = self._pitch(self.list.current_id())
        taken = sum(slot.pitch is not None for slot in self._slots)
        if pitch is None or not 1 <= pitch.position + step <= taken:
            return
        pitches, place = self.context.workspace.pitches, pitch.position + step
        write_or_tell(self.context, lambda: pitches.move(pitch.id, place), f"Now number {place}: {pitch.topic}")

    def make_opportunity(self) -> None:
        """Open the form of an opportunity that is what was pitched."""
        pitch = self._pitch(self.list.current_id())
        if pitch is not None:
            self.context.navigator.open("new_opportunity", pitch=pitch.id)

    def make_need(self) -> None:
        """Note what the current pitch asks for or offers; go there where it stands among the needs and offers."""
        pitch = self._pitch(self.list.current_id())
        pitch_need_link.open_or_make(self.context, pitch, self._need(pitch))

    @Slot(object)
    def _trash(self, wanted: object) -> None:
        pitch, trash = self._pitch(wanted), self.context.workspace.trash
        if pitch is not None:
            write_or_tell(self.context, lambda: trash.put("pitch", [pitch.id]), f"Moved to the trash: {pitch.topic}")

    @Slot()
    def _trash_current(self) -> None:
        self._trash(self.list.current_id())

    @Slot()
    def _open_current(self) -> None:
        self.open(self.list.current_id())

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        pitch = self._pitch(wanted)
        menu = Menu(self, once=True)
        menu.add("Edit…" if pitch else "Fill this slot…", self._open_current, icon="edit", shortcut="↵")
        if pitch is not None:
            menu.add("Move up", self.move_up, icon="arrow-up", shortcut="Ctrl+Shift+↑")
            menu.add("Move down", self.move_down, icon="arrow-down", shortcut="Ctrl+Shift+↓")
            menu.add("Make an opportunity…", self.make_opportunity, icon="columns")
            if way := pitch_need_link.way(pitch, self._need(pitch)):
                menu.add(way, self.make_need, icon="inbox", shortcut="N")
            menu.addSeparator()
            menu.add("Move to trash", self._trash_current, icon="trash", shortcut="Del")
        menu.popup(spot)

    def _need(self, pitch: PitchRow | None) -> NeedRow | None:
        return self._needs.get(pitch.id) if pitch is not None else None

    def _pitch(self, wanted: object) -> PitchRow | None:
        return next((slot.pitch for slot in self._slots if _id(slot) == wanted), None)


def _id(slot: PitchSlot) -> object:
    return slot.pitch.id if slot.pitch is not None else ("free", slot.number)


def _row(slot: PitchSlot, need: NeedRow | None) -> ListRow:
    """Return a slot as a row: when, what, who."""
    at, pitch = f"{slot.starts:%H:%M}", slot.pitch
    if pitch is None:
        return ListRow(_id(slot), "Free slot", note=at, note_tone="text3", icon="circle", speech=f"{at}, free slot")
    who = " · ".join(filter(None, (pitch.contact, pitch.organisation)))
    kind = pitch_need_link.kind_of(pitch, KINDS[pitch.kind], need)
    return ListRow(
        _id(slot),
        pitch.topic,
        detail=" · ".join(filter(None, (kind, who or "nobody named yet"))),
        note=at,
        under=f"{slot.length} min",
        speech=f"{at}, {kind}: {pitch.topic}, {who or 'nobody named yet'}, {slot.length} minutes",
    )
