"""One introduction beside the ledger: who and what they said, when we ask, and what came of it."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.followups import FollowUpRow
from crm.introductions import IntroductionRow
from crm.text import begun
from ui.context import Context
from ui.introductions import words
from ui.introductions.actions import Deeds
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import Chip
from ui.kit.empty_states import ErrorState
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.page import scroller
from ui.kit.rows import RowList
from ui.kit.side_panel import SidePanel
from ui.records.follow_up_list import FollowUpDeeds, FollowUpList

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


class IntroductionPanel(SidePanel):
    """`show_record(id)` reads and shows one; None shows that none is chosen. `closed` is its cross."""

    closed = Signal()

    def __init__(self, context: Context, deeds: Deeds) -> None:
        super().__init__("Introduction beside the ledger")
        self._context, self._deeds = context, deeds
        self._error: ErrorState | None = None
        self.parties = PartyList("Who is introduced")
        self._follow_ups = FollowUpDeeds(context, self)
        self.checks = FollowUpList(self._follow_ups, "When we ask what came of it")
        self.outcomes = RowList("What came of it")
        self._nothing = Label("Choose an introduction to see it here.", "body", tone="text2", wrap=True)
        self._all = self._build()
        self.body.setSpacing(0)
        self.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._all, 1)
        self._all.hide()
        self.parties.row_activated.connect(self._open_person)
        self.parties.answered.connect(deeds.answer)
        self.parties.menu_requested.connect(self._open_party_menu)

    def _build(self) -> QWidget:
        self.who, self.reason = Label("", "section", elide=True), Label("", "body", wrap=True)
        self.standing, self.facts = Chip(""), Label("", "secondary", wrap=True)
        self.notes = Label("", "body", tone="text2", wrap=True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        cross = IconButton("x", "Close the panel", size=28, shortcut="Esc")
        cross.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.who, 1)
        head.addWidget(cross)
        column.addLayout(head)
        column.addWidget(self.reason)
        column.addWidget(self.standing)
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
        return scroller(content)

    def _build_buttons(self) -> QHBoxLayout:
        self.copy = Button("Copy text", "primary", icon="copy", tip="Copy the text that introduces them", shortcut="T")
        self.made = Button("Made today", icon="check-circle", tip="It was made today", shortcut="M")
        self.outcome = Button("Outcome…", icon="flag", tip="What came of it", shortcut="O")
        self.more = IconButton("more", "More about this introduction", variant="secondary")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button, run in (
            (self.copy, self._deeds.copy),
            (self.made, self._deeds.made),
            (self.outcome, self._open_outcomes),
            (self.more, self._open_more),
        ):
            button.clicked.connect(run)
            row.addWidget(button)
        for button in (self.made, self.outcome):
            button.hide()  # never both: until one is read neither takes room
        row.addStretch(1)
        return row

    # -- showing

    def show_record(self, introduction: int | None) -> None:
        """Read an introduction and show it."""
        self._drop_error()
        workspace = self._context.workspace
        try:
            found = workspace.introductions.get(introduction) if introduction is not None else None
            checks = workspace.followups.of("introduction", introduction) if introduction is not None else []
        except CrmError as error:
            self._show_error(str(error))
            return
        self._nothing.setVisible(found is None)
        self._all.setVisible(found is not None)
        if found is not None:
            self._show(found, checks)

    def _show(self, row: IntroductionRow, checks: list[FollowUpRow]) -> None:
        self.setAccessibleName(f"{row.who}, beside the ledger")
        self.who.setText(row.who)
        self.reason.setText(row.reason)
        self.standing.set(*words.standing(row))
        source = dict(words.SOURCES)[row.source].lower() if row.source else ""
        made = f"Made on {words.day(row.made_on)}" if row.made_on is not None else begun(row.state)
        self.facts.setText(" · ".join(filter(None, (made, f"from {source}" if source else ""))))
        self.made.setVisible(row.made_on is None)
        self.outcome.setVisible(row.made_on is not None)
        self.parties.set_rows([words.party_row(party) for party in row.parties])
        self.checks.show_follow_ups(checks)
        self.outcomes.set_rows([words.outcome_row(each) for each in reversed(row.outcomes)])
        self.notes.setText(row.notes)
        self.notes.setVisible(bool(row.notes))
        for rows in (self.parties, self.checks, self.outcomes):
            part = rows.parentWidget()
            if part is not None:
                part.setVisible(bool(rows.rows()))

    def _show_error(self, sentence: str) -> None:
        self._nothing.hide()
        self._all.hide()
        self._error = ErrorState(sentence, "Close")
        self._error.acted.connect(self.closed)
        self.body.addWidget(self._error)

    def _drop_error(self) -> None:
        if self._error is not None:
            self.body.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    # -- doing

    @Slot(object)
    def _open_person(self, contact: object) -> None:
        self._context.navigator.open("contact", int(str(contact)))

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
