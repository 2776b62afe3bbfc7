"""One introduction beside the ledger: who and what they said, when we ask, and what came of it."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.followups import FollowUpRow
from crm.introductions import IntroductionRow
from crm.text import begun
from ui.context import Context
from ui.introductions import words
from ui.introductions.actions import IntroductionActions
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import Chip
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.rows import RowList
from ui.records.follow_up_list import FollowUpActions, FollowUpList
from ui.records.record_panel import RecordPanel

_CONSENT_KEYS = {Qt.Key.Key_A: "asked", Qt.Key.Key_Y: "yes", Qt.Key.Key_N: "no", Qt.Key.Key_C: ""}


class PartyList(RowList):
    """The parties: A, Y, N and C say of the current one that they were asked, agreed, said no or were not asked."""

    answered = Signal(object, str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        consent = None if event.modifiers() else _CONSENT_KEYS.get(Qt.Key(event.key()))
        if consent is not None and self.current_id() is not None:
            self.answered.emit(self.current_id(), consent)
        else:
            super().keyPressEvent(event)


class IntroductionPanel(RecordPanel[IntroductionRow]):
    """The panel of an introduction."""

    kind: ClassVar[str] = "introduction"
    nothing: ClassVar[str] = "Choose an introduction to see it here."
    beside: ClassVar[str] = "the ledger"
    scrolls: ClassVar[bool] = True

    def __init__(self, context: Context, deeds: IntroductionActions) -> None:
        self._deeds = deeds
        super().__init__(context)
        self.parties.row_activated.connect(self._open_person)
        self.parties.answered.connect(deeds.answer)
        self.parties.menu_requested.connect(self._open_party_menu)

    def read(self, record_id: int) -> IntroductionRow:
        """Return the introduction."""
        return self.context.workspace.introductions.get(record_id)

    def build(self, column: QVBoxLayout) -> None:
        """Make who and why, how it stands, the buttons and the lists."""
        self.reason = Label("", "body", wrap=True)
        self.status, self.facts = Chip(""), Label("", "secondary", wrap=True)
        self.notes = Label("", "body", tone="text2", wrap=True)
        self.parties = PartyList("Who is introduced")
        self.checks = FollowUpList(FollowUpActions(self.context, self), "When we ask what came of it")
        self.outcomes = RowList("What came of it")
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        column.addLayout(self.name_row())
        column.addWidget(self.reason)
        column.addWidget(self.status)
        column.addWidget(self.facts)
        column.addLayout(self._build_buttons())
        for title, rows in (
            ("Who", self.parties),
            ("We ask what came of it", self.checks),
            ("What came of it", self.outcomes),
        ):
            column.addSpacing(theme.px(6))
            column.addWidget(_Part(title, rows))
        column.addWidget(self.notes)
        column.addStretch(1)

    def _build_buttons(self) -> QHBoxLayout:
        self.copy = Button("Copy text", "primary", icon="copy", tip="Copy the text that introduces them", shortcut="T")
        self.made = Button("Made today", icon="check-circle", tip="It was made today", shortcut="M")
        self.outcome = Button("Outcome…", icon="flag", tip="What came of it", shortcut="O")
        self.more = IconButton("more", "More about this introduction", variant="secondary")
        for button, run in (
            (self.copy, self._deeds.copy),
            (self.made, self._deeds.made),
            (self.outcome, self._open_outcomes),
            (self.more, self._open_more),
        ):
            button.clicked.connect(run)
        row = self.button_row(self.copy, self.made, self.outcome, self.more)
        for button in (self.made, self.outcome):
            button.hide()  # never both: until one is read neither takes room
        return row

    # -- showing

    def show_one(self, record: IntroductionRow, due: Sequence[FollowUpRow]) -> None:
        """Show an introduction."""
        self.show_name(record.who)
        self.reason.setText(record.reason)
        self.status.set(*words.status(record))
        source = dict(words.SOURCES)[record.source].lower() if record.source else ""
        made = f"Made on {words.day(record.made_on)}" if record.made_on is not None else begun(record.state)
        self.facts.setText(" · ".join(filter(None, (made, f"from {source}" if source else ""))))
        self.made.setVisible(record.made_on is None)
        self.outcome.setVisible(record.made_on is not None)
        self.parties.set_rows([words.party_row(party) for party in record.parties])
        self.checks.show_follow_ups(due)
        self.outcomes.set_rows([words.outcome_row(each) for each in reversed(record.outcomes)])
        self.notes.setText(record.notes)
        self.notes.setVisible(bool(record.notes))
        for rows in (self.parties, self.checks, self.outcomes):
            part = rows.parentWidget()
            if part is not None:
                part.setVisible(bool(rows.rows()))

    # -- doing

    @Slot(object)
    def _open_person(self, contact: object) -> None:
        self.context.navigator.open("contact", int(str(contact)))

    @Slot()
    def _open_current_person(self) -> None:
        self._open_person(self.parties.current_id())

    @Slot(object, QPoint)
    def _open_party_menu(self, contact: object, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        menu.add("Open", self._open_current_person, icon="enter", shortcut="↵")
        menu.addSeparator()
        self._deeds.fill_answers(menu, int(str(contact)))
        menu.popup(spot)

    def spot(self) -> QPoint:
        """Return where a menu about it opens, on the screen."""
        button = self.outcome if self.outcome.isVisible() else self.copy
        return button.mapToGlobal(button.rect().bottomLeft())

    @Slot()
    def _open_outcomes(self) -> None:
        menu = Menu(self, once=True)
        self._deeds.fill_outcomes(menu)
        menu.popup(self.spot())

    @Slot()
    def _open_more(self) -> None:
        menu = Menu(self, once=True)
        self._deeds.fill_menu(menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class _Part(QWidget):
    """A list under its title."""

    def __init__(self, title: str, rows: RowList) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(Label(title, "strong"))
        column.addWidget(rows)
