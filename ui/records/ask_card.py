"""The card that asks about one row of a file: the same as someone known, someone new, or left; by keys or by mouse."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.reviewing import NEW_CONTACT
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.label import Label, plain_tip
from ui.kit.rows import ListRow, RowList
from ui.records.record_fields import ContactField

WHO, SAME, SOMEONE_NEW = "Who is this?", "Enter or 1, 2, 3 same person", "Someone new"


class Question(msgspec.Struct, frozen=True):
    """Row `number`, what it says and why it asks; the choices carry their decision as `id`.

    `title` is what is asked, `keys` what the digits say where they do not say who it is, `new` what is none of these.
    """

    number: int
    who: str
    why: str
    choices: Sequence[ListRow]
    title: str = WHO
    keys: str = SAME
    new: str = SOMEONE_NEW


class WayOut(msgspec.Struct, frozen=True):
    """What a row is called that is not decided: the words of its button, its letter and what that means."""

    text: str = "Leave out"
    letter: str = "S"
    meaning: str = "Leave out, kept aside"


class AskCard(Card):
    """Says `decided(row number, decision)`; None leaves the row as `way_out` says.

    With a `context` anybody known can be named who is not among the choices.
    """

    decided = Signal(int, object)

    def __init__(
        self, way_out: WayOut | None = None, *, context: Context | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(WHO, parent=parent)
        self._way_out = way_out or WayOut()
        self._question: Question | None = None
        self._who = Label("", "strong", wrap=True)
        self._why = Label("", "secondary", tone="text2", wrap=True)
        self._keys = Label("", "secondary", tone="text3", wrap=True)
        self._new = Button(SOMEONE_NEW, "secondary", icon="user-plus")
        self._choices = RowList("Who this row may be")
        self._choices.row_activated.connect(self._choose)
        self._else = ContactField(context, "Somebody else", only_known=True) if context is not None else None
        self._build()
        self.first_focus: QWidget = self._choices

    def _build(self) -> None:
        self._new.clicked.connect(self._choose_new)
        out = self._way_out
        leave = Button(out.text, "ghost", tip=f"{out.meaning} ({out.letter})")
        leave.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.addWidget(self._new)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        for widget in (self._who, self._why):
            self.body.addWidget(widget)
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(self._choices)
        if self._else is not None:
            self._else.setPlaceholderText("Somebody else: type a name")
            self._else.edited.connect(self._choose_else)
            self.body.addSpacing(theme.px(8))
            self.body.addWidget(self._else)
        self.body.addSpacing(theme.px(8))
        self.body.addLayout(buttons)
        self.body.addSpacing(theme.px(8))
        self._say_keys(SAME, SOMEONE_NEW)
        self.body.addWidget(self._keys)

    def _say_keys(self, digits: str, new: str) -> None:
        out = self._way_out
        self._new.setText(new)
        self._new.setToolTip(plain_tip(f"{new} (N)"))
        self._keys.setText(f"{digits} · N {new[:1].lower()}{new[1:]} · {out.letter} {out.text.lower()}")

    def ask(self, question: Question, left: int) -> None:
        """Ask about a row; `left` more wait."""
        self._question = question
        self.set_title(question.title)
        self._say_keys(question.keys, question.new)
        self.set_count(f"{left:,} to decide" if left else "")
        self._who.setText(question.who)
        self._why.setText(question.why)
        self._choices.set_rows([replace(row, note=str(place)) for place, row in enumerate(question.choices, 1)])
        self._choices.setVisible(bool(question.choices))
        if self._else is not None:
            self._else.set_value(None)
        self.first_focus = self._choices if question.choices or self._else is None else self._else

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 choose, N is someone new, the letter of the way out leaves the row."""
        place = event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or self._question is None:
            super().keyPressEvent(event)
        elif 0 <= place < len(self._question.choices):
            self._choose(self._question.choices[place].id)
        elif event.key() == Qt.Key.Key_N:
            self._choose_new()
        elif event.key() == ord(self._way_out.letter):
            self._leave()
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _choose(self, decision: object) -> None:
        if self._question is not None:
            self.decided.emit(self._question.number, decision)

    @Slot()
    def _choose_new(self) -> None:
        self._choose(NEW_CONTACT)

    @Slot()
    def _leave(self) -> None:
        self._choose(None)

    @Slot()
    def _choose_else(self) -> None:
        chosen = self._else.chosen_id() if self._else is not None else None
        if chosen is not None:
            self._choose(chosen)
