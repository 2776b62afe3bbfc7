"""The column of pairs: those suggested, or those that were dismissed, read on the worker."""

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.errors import CrmError
from crm.needs import Match, NeedRow
from crm.workspace import Workspace
from ui.context import Context
from ui.introductions import needs_words as words
from ui.introductions.needs_filters import NeedFilters
from ui.introductions.needs_lists import BoardList, Column
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.chips import filter_chip
from ui.kit.tasks import Task
from ui.records.background_calls import work

MOST_READ, MOST_SHOWN = 1_000, 200


class PairsQuestion(msgspec.Struct, frozen=True):
    """Reads the pairs of one need or offer, or of all, for the worker."""

    only: NeedRow | None
    dismissed: bool

    def __call__(self, workspace: Workspace, task: Task) -> list[Match]:
        """Return them, the best or the latest first."""
        needs, only = workspace.needs, self.only
        if self.dismissed:
            found = needs.dismissed(MOST_READ)
            return [each for each in found if only is None or only.id in (each.need.id, each.offer.id)]
        if only is not None and only.kind == "offer":
            return needs.matches(limit=MOST_READ, offer_id=only.id)
        return needs.matches(only.id if only is not None else None, limit=MOST_READ)


class PairsColumn(Column):
    """Pairs with what is done with the current one at their foot; `shown` says that others are shown.

    `all_wanted` asks for the pairs of all needs and offers, `again` to read once more.
    """

    shown = Signal()
    all_wanted = Signal()
    again = Signal()

    def __init__(self, context: Context, filters: NeedFilters) -> None:
        super().__init__("Suggested pairs", BoardList("Pairs", clicks=False))
        self._context, self._filters = context, filters
        self._matches: list[Match] = []
        self._question = PairsQuestion(None, False)
        self._asked: Task | None = None
        self.acted.connect(self._state_acted)
        self.chip = filter_chip("")
        self.chip.removed.connect(self.all_wanted)
        self.chip.clicked.connect(self.all_wanted)
        self.chip.hide()
        self.add_action(self.chip)
        self.introduce = Button("Introduce", icon="link", tip="Introduce the pair", shortcut="A")
        self.dismiss = Button("Dismiss", "ghost", icon="x", tip="Dismiss the pair", shortcut="D")
        self.reconsider = Button("Suggest again", icon="undo", tip="Suggest the pair again", shortcut="R")
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), 0)
        row.setSpacing(theme.px(8))
        for button in (self.introduce, self.dismiss, self.reconsider):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.foot)
        self.foot.hide()

    def ask(self, only: NeedRow | None) -> None:
        """Read the pairs of one need or offer, or of all; what is shown stays until they are there."""
        question = PairsQuestion(only, self._filters.shows_dismissed())
        if (question.only, question.dismissed) != (self._question.only, self._question.dismissed):
            self._matches = []
        self._question = question
        self.set_title("Dismissed pairs" if question.dismissed else "Suggested pairs")
        self.chip.setVisible(only is not None)
        if only is not None:
            self.chip.set(f"Of one {only.kind}")
            self.chip.setAccessibleName(f"Only pairs of “{only.title}”; show all")
        self.states.show_loading()
        self._asked = work(
            self._context,
            self,
            "Looking for pairs",
            question,
            self._answered,
            refused=self._refused,
            instead_of=self._asked,
        )

    def is_only_of(self, row: NeedRow) -> bool:
        """Say whether the pairs of that need or offer are shown alone."""
        return self._question.only is not None and self._question.only.id == row.id

    def match(self, wanted: object) -> Match | None:
        """Return the pair under its two ids."""
        return next((each for each in self._matches if (each.need.id, each.offer.id) == wanted), None)

    def current(self) -> Match | None:
        """Return the current pair."""
        return self.match(self.list.current_id())

    def leave_out(self, match: Match) -> None:
        """Show a pair no more: it was decided, and reading them all again takes its time."""
        self._matches = [each for each in self._matches if each is not match]
        self._show()

    def _answered(self, matches: list[Match]) -> None:
        self._matches = matches
        self._show()

    def _refused(self, error: CrmError) -> None:
        self.set_count("")
        self.foot.hide()
        self.states.show_error(str(error))

    def _show(self) -> None:
        fitting = [match for match in self._matches if self._filters.fits_pair(match)]
        self.show_rows([words.pair_row(match) for match in fitting[:MOST_SHOWN]])
        if len(fitting) > MOST_SHOWN:
            self.set_count(f"the best {MOST_SHOWN}")
        self.foot.setVisible(bool(fitting))
        for button in (self.introduce, self.dismiss):
            button.setVisible(not self._question.dismissed)
        self.reconsider.setVisible(self._question.dismissed)
        if not fitting:
            self._say_none()
        self.shown.emit()

    def _say_none(self) -> None:
        only = self._question.only
        if self._question.dismissed:
            self.states.show_empty("history", "No pair was dismissed.", "Show suggested pairs")
        elif self._filters.state.value() != "open":
            self.states.show_empty("link", "Only what is open is paired.")
        elif only is not None:
            self.states.show_empty("link", f"Nothing fits “{only.title}” yet.", "Show all pairs")
        elif self._filters.narrows():
            self.states.show_empty("search", "No pair matches these filters.")
        else:
            self.states.show_empty("link", "No pair is left to decide. What shares a kind or a theme is paired.")

    @Slot()
    def _state_acted(self) -> None:
        (self.again if self.states.showing() == "error" else self.all_wanted).emit()
