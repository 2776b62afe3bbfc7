"""What is done with an introduction: consents, that it was made, what came of it, its text, an opportunity of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm.interactions import in_words
from crm.introductions import INTRODUCTION_STEPS, IntroductionParty, IntroductionRow
from ui.context import Context
from ui.introductions import words
from ui.introductions.editor import MadeForm, OutcomeForm
from ui.kit.actions import Action, Scope
from ui.kit.menu import Menu
from ui.records.service_calls import write_or_tell

_ANSWERS = {"asked": ("", "no"), "yes": ("", "asked", "no"), "no": ("", "asked", "yes")}
"""Whose answer a key may change: those who stand so."""

_KEYS = {"": "C", "asked": "A", "yes": "Y", "no": "N"}
_LETTERS = {"no contact": "&No contact", "met": "&Met", "exploring": "&Exploring", "collaborating": "&Collaborating",
            "contract": "Con&tract", "funded": "&Funded"}  # fmt: skip


class IntroductionActions(QObject):
    """Acts on the introduction that `current()` names; menus open at `spot()`, with `owner` around them."""

    def __init__(
        self,
        context: Context,
        current: Callable[[], IntroductionRow | None],
        spot: Callable[[], QPoint],
        owner: QWidget,
    ) -> None:
        super().__init__(owner)
        self._context, self._current, self._spot, self._owner = context, current, spot, owner
        self._asking: tuple[int, str] = (0, "")
        self._keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_A: self.asked,
            Qt.Key.Key_Y: self.agreed,
            Qt.Key.Key_N: self.refused,
            Qt.Key.Key_M: self.made,
            Qt.Key.Key_O: self.outcome,
            Qt.Key.Key_T: self.copy,
            Qt.Key.Key_P: self.opportunity,
            Qt.Key.Key_E: self.edit,
        }

    def table_of(self) -> list[Action]:
        """Return them for the table of actions."""
        here, group = Scope.LIST, "Introductions"
        return [
            Action("consent_asked", "They were asked", self.asked, "mail", ("A",), here, group, "consent party"),
            Action("consent_yes", "They agreed", self.agreed, "check", ("Y",), here, group, "consent yes party"),
            Action("consent_no", "They said no", self.refused, "x", ("N",), here, group, "consent refused party"),
            Action("introduction_made", "Made today", self.made, "check-circle", ("M",), here, group, "introduced"),
            Action("introduction_outcome", "What came of it…", self.outcome, "flag", ("O",), here, group, "step met"),
            Action("introduction_text", "Copy the text", self.copy, "copy", ("T",), here, group, "letter e-mail"),
            Action("introduction_opportunity", "Make an opportunity of it", self.opportunity, "columns", ("P",), here,
                   group, "pipeline"),
            Action("introduction_edit", "Edit the introduction", self.edit, "edit", ("E",), here, group, "change"),
        ]  # fmt: skip

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a letter; False where it means nothing."""
        run = None if event.modifiers() else self._keys.get(Qt.Key(event.key()))
        if run is not None:
            run()
        return run is not None

    # -- consent

    def asked(self) -> None:
        """Note that somebody was asked."""
        self._ask_whom("asked")

    def agreed(self) -> None:
        """Note that somebody agreed."""
        self._ask_whom("yes")

    def refused(self) -> None:
        """Note that somebody said no."""
        self._ask_whom("no")

    @Slot(object, str)
    def answer(self, contact: int, consent: str) -> None:
        """Note what one party said; '' takes it back."""
        if (row := self._current()) is not None:
            self._write_answers(row, [each for each in row.parties if each.contact_id == contact], consent)

    def _ask_whom(self, consent: str) -> None:
        """Write it where it can be of one party alone, else ask of whom."""
        row = self._current()
        if row is None:
            return
        may = [party for party in row.parties if party.consent in _ANSWERS[consent]]
        if len(may) > 1:
            # Who said no before is not meant where somebody has not answered at all.
            may = [party for party in may if party.consent in ("", "asked")] or may
        if len(may) > 1:
            self._offer(row, may, consent)
        elif may:
            self._write_answers(row, may, consent)
        else:
            self._context.toasts.say(f"Nobody is left: {row.state}")

    def _offer(self, row: IntroductionRow, may: Sequence[IntroductionParty], consent: str) -> None:
        self._asking = (row.id, consent)
        menu = Menu(self._owner, once=True)
        for party in may:
            menu.add(
                f"{words.CONSENTS[consent][0]}: {party.contact}", self._answered, icon="user", data=party.contact_id
            )
        if consent != "no":
            menu.add(f"{words.CONSENTS[consent][0]}: everybody", self._answered, icon="users")
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._spot())

    @Slot()
    def _answered(self) -> None:
        sender, row = self.sender(), self._current()
        asked_of, consent = self._asking
        if not isinstance(sender, QAction) or row is None or row.id != asked_of:
            return
        chosen = sender.data()
        may = [party for party in row.parties if chosen in (None, party.contact_id) and party.consent != consent]
        self._write_answers(row, may, consent)

    def _write_answers(self, row: IntroductionRow, parties: Sequence[IntroductionParty], consent: str) -> None:
        introductions, ids = self._context.workspace.introductions, [party.contact_id for party in parties]
        said = f"{words.CONSENTS[consent][0]}: {in_words([party.contact for party in parties])}"
        write_or_tell(self._context, lambda: introductions.consents(row.id, ids, consent), said)

    # -- made, and what came of it

    def made(self) -> None:
        """Say that it was made today."""
        row, introductions = self._current(), self._context.workspace.introductions
        if row is not None:
            said = f"Introduced: {row.who}. We ask what came of it in 30 and 90 days"
            write_or_tell(self._context, lambda: introductions.made(row.id), said)

    def made_before(self) -> None:
        """Ask on which day it was made."""
        if (row := self._current()) is not None:
            MadeForm(self._context, row).show_over()

    def outcome(self) -> None:
        """Offer the steps of the ladder."""
        row = self._current()
        if row is None:
            return
        if row.made_on is None:
            self._context.toasts.say("Say first that it was made: M")
            return
        menu = Menu(self._owner, once=True)
        self.fill_outcomes(menu)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._spot())

    def fill_outcomes(self, menu: Menu) -> None:
        """Put the steps into a menu: reached today, or on another day with a note."""
        for step in INTRODUCTION_STEPS:
            menu.add("", self._reached, icon="flag", data=step).setText(_LETTERS[step])
        menu.addSeparator()
        menu.add("", self.outcome_before, icon="calendar").setText("&Another day, or with a note…")

    @Slot()
    def _reached(self) -> None:
        sender, row, introductions = self.sender(), self._current(), self._context.workspace.introductions
        if isinstance(sender, QAction) and row is not None:
            step = str(sender.data())
            write_or_tell(self._context, lambda: introductions.outcome(row.id, step), f"{step.capitalize()}: {row.who}")

    @Slot()
    def outcome_before(self) -> None:
        """Ask which step was reached on which day."""
        if (row := self._current()) is not None:
            OutcomeForm(self._context, row).show_over()

    # -- the rest

    def copy(self) -> None:
        """Put the text that introduces the parties on the clipboard."""
        if (row := self._current()) is not None:
            letter = self._context.workspace.introductions.letter(row.id)
            QApplication.clipboard().setText(f"{letter.subject}\n\n{letter.body}")
            self._context.toasts.say(f"The text that introduces {row.who} is copied: paste it into an e-mail")

    def opportunity(self) -> None:
        """Open the form of an opportunity that came of it."""
        if (row := self._current()) is not None:
            self._context.navigator.open("new_opportunity", introduction=row.id)

    def edit(self) -> None:
        """Open its form."""
        if (row := self._current()) is not None:
            self._context.navigator.open("new_introduction", row.id)

    def fill_menu(self, menu: Menu) -> None:
        """Put what can be done with the current introduction into a menu."""
        row = self._current()
        if row is None:
            return
        menu.add("Copy the text", self.copy, icon="copy", shortcut="T")
        if row.made_on is None:
            menu.add("Made today", self.made, icon="check-circle", shortcut="M")
            menu.add("Made on another day…", self.made_before, icon="calendar")
        else:
            self.fill_outcomes(menu.add_menu("What came of it", icon="flag"))
        for party in row.parties:
            self.fill_answers(menu.add_menu(party.contact, icon="user"), party.contact_id)
        menu.addSeparator()
        menu.add("Make an opportunity of it…", self.opportunity, icon="columns", shortcut="P")
        menu.add("Edit…", self.edit, icon="edit", shortcut="E")

    def fill_answers(self, menu: Menu, contact: int) -> None:
        """Put what one party may have said into a menu."""
        row = self._current()
        said = next((each.consent for each in row.parties if each.contact_id == contact), "") if row else ""
        for consent, (text, _) in words.CONSENTS.items():
            line = menu.add(text, self._chosen, data=(contact, consent), shortcut=_KEYS[consent])
            line.setCheckable(True)
            line.setChecked(said == consent)

    @Slot()
    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            contact, consent = sender.data()
            self.answer(int(contact), str(consent))
