"""After a huddle: which pitches were given, and whose hand went up for them, each to be settled or followed up."""

from collections.abc import Iterable
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent

from crm.huddles import HuddleDetail
from crm.needs import NeedRow
from crm.pitches import HandRow, PitchRow
from ui.context import Context
from ui.huddles import pitch_need_link
from ui.huddles.pitches import KINDS, PitchForm
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm, still_there
from ui.records.record_fields import ContactField, OrganisationField
from ui.records.service_calls import write_or_tell

HANDS = {
    "interested": ("Interested", "accent"),
    "can help": ("Can help", "ok"),
    "wants an introduction": ("Wants an introduction", "warn"),
    "question": ("Question", "neutral"),
}


class HandForm(KeptForm):
    """Notes whose hand went up for a pitch, or edits one."""

    ALSO: ClassVar = {"contact": "who", "organisation": "place"}

    def __init__(self, context: Context, pitch: PitchRow, hand: HandRow | None = None) -> None:
        self._pitch, self._hand = pitch, hand
        super().__init__(
            context,
            "Edit the hand" if hand else "Whose hand went up?",
            f"For “{pitch.topic}”",
            draft=f"hand:{hand.id}" if hand else f"new_hand:{pitch.id}",
            of_record=hand is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """Whose, why, for whom they stood, and a note."""
        who = ContactField(self.context, "Who", only_known=True)
        who.setEnabled(self._hand is None)
        place = OrganisationField(self.context, "For", only_known=True)
        yield ask.own("who", "Who", who, part="contact_id", required=True)
        yield (
            ask.choice("kind", "Why", tuple((key, text) for key, (text, _) in HANDS.items())),
            ask.own("place", "For", place, part="organisation_id"),
        )
        yield ask.text("note", "Note", "Has a scanner free on Fridays")

    def read(self) -> HandRow | None:
        """Read the hand as it is."""
        if self._hand is None:
            return None
        return still_there(self.context.workspace.hands.at_huddle(self._pitch.huddle_id), self._hand.id, "hand")

    def save(self, values: dict[str, Any]) -> str:
        """Write the hand."""
        hands, told = self.context.workspace.hands, self.parts()
        about = (told["kind"], told["note"], told["organisation_id"])
        if self._hand is not None:
            hands.edit(self._hand.id, *about)
        else:
            hands.raise_hand(self._pitch.id, told["contact_id"], *about)
        return f"{HANDS[values['kind']][0]}: {self.form.field('who').text()}, “{self._pitch.topic}”"


class Lines(RowList):
    """Pitches with the hands under each; the letters of `HandsCard`."""

    def __init__(self, card: "HandsCard") -> None:
        super().__init__("Pitches and hands")
        self._card = card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self._card
        letters = {Qt.Key.Key_H: card.add_hand, Qt.Key.Key_F: card.follow_up, Qt.Key.Key_N: card.make_need}
        run = None if event.modifiers() else letters.get(Qt.Key(event.key()))
        if run is not None:
            run()
        else:
            super().keyPressEvent(event)


class HandsCard(Card):
    """The pitches of a huddle once it was held: Space says given or settled, H notes a hand, F follows up, N a need."""

    def __init__(self, context: Context) -> None:
        super().__init__("Pitches and hands", flush=True)
        self.context = context
        self._huddle: HuddleDetail | None = None
        self._pitches: dict[int, PitchRow] = {}
        self._hands: dict[int, HandRow] = {}
        self._needs: dict[int, NeedRow] = {}
        self.list = Lines(self)
        self.list.row_activated.connect(self._open)
        self.list.row_toggled.connect(self._toggle)
        self.list.delete_requested.connect(self._remove)
        self.list.menu_requested.connect(self._open_menu)
        self.states = StateStack(self.list, skeleton_rows=3)
        self.states.acted.connect(self.add_pitch)
        self.body.addWidget(self.states)
        add = Button("Add", "ghost", icon="plus", tip="Add a pitch")
        add.clicked.connect(self.add_pitch)
        self.add_action(add)

    def table_of(self) -> list[Action]:
        """Return what can be done with pitches and hands."""
        here, group = Scope.LIST, "Pitches and hands"
        return [
            Action("hand_up", "Note a hand for the pitch", self.add_hand, "plus", ("H",), here, group, "interested"),
            Action("hand_follow_up", "Follow the hand up", self.follow_up, "bell", ("F",), here, group),
            Action("given_settled", "Pitch given, hand settled", self.toggle, "check", ("Space",), here, group),
            Action(
                "all_hands", "Follow up all open hands", self.follow_up_all, "bell", (), Scope.PAGE, group, "close out"
            ),
            Action(
                "given_need",
                "Make a need or an offer of the pitch",
                self.make_need,
                "inbox",
                ("N",),
                here,
                group,
                "ask note open match",
                enabled=self.isVisible,
            ),
        ]

    def show_huddle(self, huddle: HuddleDetail) -> None:
        """Show the pitches and hands of a huddle."""
        self._huddle = huddle
        workspace = self.context.workspace
        pitches, hands = workspace.pitches.of_huddle(huddle.id), workspace.hands.at_huddle(huddle.id)
        self._pitches, self._hands = {row.id: row for row in pitches}, {row.id: row for row in hands}
        self._needs = workspace.needs.of_huddle(huddle.id)
        rows: list[ListRow] = []
        for pitch in pitches:
            rows.append(_pitch_row(pitch, self._needs.get(pitch.id)))
            rows += [_hand_row(hand) for hand in hands if hand.pitch_id == pitch.id]
        self.list.set_rows(rows)
        open_hands = sum(not hand.is_settled for hand in hands)
        self.set_count(f"{open_hands} open" if open_hands else f"{len(pitches)}" if pitches else "")
        if rows:
            self.states.show_content()
        else:
            self.states.show_empty("mic", "Nobody pitched.", "Add a pitch")

    def add_pitch(self) -> None:
        """Open the form of a pitch."""
        if self._huddle is not None:
            PitchForm(self.context, self._huddle).show_over()

    def add_hand(self) -> None:
        """Open the form of a hand for the current pitch."""
        pitch = self._current_pitch()
        if pitch is not None:
            HandForm(self.context, pitch).show_over()

    def follow_up(self) -> None:
        """Make a follow-up of the current hand, which settles it."""
        hand, hands = self._current_hand(), self.context.workspace.hands
        if hand is None:
            return
        if hand.follow_up_id is not None:
            self.context.navigator.open("follow_up", hand.follow_up_id)
            return
        said = f"Follow-up added: {hands.follow_up_draft(hand.id).title}"
        write_or_tell(self.context, lambda: hands.follow_up([hand.id]), said)

    def follow_up_all(self) -> None:
        """Make follow-ups of all open hands, as one action."""
        open_hands = [hand.id for hand in self._hands.values() if not hand.is_settled]
        hands = self.context.workspace.hands
        if open_hands:
            said = f"{len(open_hands)} follow-up{'' if len(open_hands) == 1 else 's'} added, the hands are settled"
            write_or_tell(self.context, lambda: hands.follow_up(open_hands), said)

    def toggle(self) -> None:
        """Say that the current pitch was given, or the current hand is settled; or take it back."""
        self._toggle(self.list.current_id())

    @Slot(object)
    def _toggle(self, wanted: object) -> None:
        pitch, hand, workspace = self._pitch(wanted), self._hand(wanted), self.context.workspace
        if pitch is not None:
            given = None if pitch.delivered else True
            said = f"{'Given' if given else 'Not known whether given'}: {pitch.topic}"
            write_or_tell(self.context, lambda: workspace.pitches.deliver(pitch.id, given), said)
        elif hand is not None:
            settled = not hand.is_settled
            said = f"{'Settled' if settled else 'Open again'}: {hand.contact}, “{hand.topic}”"
            write_or_tell(self.context, lambda: workspace.hands.settle(hand.id, settled), said)

    @Slot(object)
    def _open(self, wanted: object) -> None:
        pitch, hand = self._pitch(wanted), self._hand(wanted)
        if pitch is not None and self._huddle is not None:
            PitchForm(self.context, self._huddle, pitch).show_over()
        elif hand is not None:
            HandForm(self.context, self._pitches[hand.pitch_id], hand).show_over()

    @Slot(object)
    def _remove(self, wanted: object) -> None:
        pitch, hand, workspace = self._pitch(wanted), self._hand(wanted), self.context.workspace
        if pitch is not None:
            write_or_tell(
                self.context, lambda: workspace.trash.put("pitch", [pitch.id]), f"Moved to the trash: {pitch.topic}"
            )
        elif hand is not None:
            write_or_tell(self.context, lambda: workspace.hands.lower(hand.id), f"Hand taken back: {hand.contact}")

    @Slot()
    def _not_given(self) -> None:
        pitch, pitches = self._current_pitch(), self.context.workspace.pitches
        if pitch is not None:
            write_or_tell(self.context, lambda: pitches.deliver(pitch.id, False), f"Not given: {pitch.topic}")

    @Slot()
    def _make_opportunity(self) -> None:
        if (pitch := self._current_pitch()) is not None:
            self.context.navigator.open("new_opportunity", pitch=pitch.id)

    def make_need(self) -> None:
        """Note what the current pitch asks for or offers; go there where it stands among the needs and offers."""
        pitch = self._current_pitch()
        pitch_need_link.open_or_make(self.context, pitch, self._needs.get(pitch.id) if pitch is not None else None)

    @Slot()
    def _open_current(self) -> None:
        self._open(self.list.current_id())

    @Slot()
    def _remove_current(self) -> None:
        self._remove(self.list.current_id())

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        if (pitch := self._pitch(wanted)) is not None:
            menu.add("Note a hand…", self.add_hand, icon="plus", shortcut="H")
            menu.add("Given", self.toggle, icon="check", shortcut="Space")
            menu.add("Not given", self._not_given, icon="x")
            menu.add("Make an opportunity…", self._make_opportunity, icon="columns")
            if way := pitch_need_link.way(pitch, self._needs.get(pitch.id)):
                menu.add(way, self.make_need, icon="inbox", shortcut="N")
        else:
            menu.add("Follow up", self.follow_up, icon="bell", shortcut="F")
            menu.add("Settled", self.toggle, icon="check", shortcut="Space")
        menu.add("Edit…", self._open_current, icon="edit", shortcut="↵")
        menu.addSeparator()
        menu.add("Remove", self._remove_current, icon="trash", shortcut="Del")
        menu.popup(spot)

    def _pitch(self, wanted: object) -> PitchRow | None:
        return self._pitches.get(wanted[1]) if isinstance(wanted, tuple) and wanted[0] == "pitch" else None

    def _hand(self, wanted: object) -> HandRow | None:
        return self._hands.get(wanted[1]) if isinstance(wanted, tuple) and wanted[0] == "hand" else None

    def _current_hand(self) -> HandRow | None:
        return self._hand(self.list.current_id())

    def _current_pitch(self) -> PitchRow | None:
        """Return the current pitch, or the one whose hand is current."""
        hand = self._current_hand()
        return self._pitches[hand.pitch_id] if hand is not None else self._pitch(self.list.current_id())


def _pitch_row(pitch: PitchRow, need: NeedRow | None) -> ListRow:
    who = " · ".join(filter(None, (pitch.contact, pitch.organisation)))
    said = {True: ("Given", "ok"), False: ("Not given", "danger"), None: ("", "text2")}[pitch.delivered]
    spoken = said[0].lower() or "not known whether given"
    kind = pitch_need_link.kind_of(pitch, KINDS[pitch.kind], need)
    return ListRow(
        ("pitch", pitch.id),
        pitch.topic,
        detail=" · ".join(filter(None, (kind, who))),
        tick=bool(pitch.delivered),
        note=said[0],
        note_tone=said[1],
        under={True: "may be published", False: "not to be published", None: ""}[pitch.may_publish],
        speech=f"{kind}: {pitch.topic}, {who or 'nobody named'}, {spoken}",
    )


def _hand_row(hand: HandRow) -> ListRow:
    text, tone = HANDS[hand.kind]
    state = "followed up" if hand.follow_up_id is not None else "settled" if hand.is_settled else "to be settled"
    return ListRow(
        ("hand", hand.id),
        hand.contact,
        detail=" · ".join(filter(None, (hand.note or hand.organisation, state if hand.is_settled else ""))),
        avatar=hand.contact,
        sector=hand.symbol,
        pill=text,
        pill_tone="neutral" if hand.is_settled else tone,
        speech=f"Hand of {hand.contact}, {hand.organisation}: {text}, {state}, {hand.note}",
    )
