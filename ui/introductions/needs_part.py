"""The board of needs and offers: what is needed, what is offered, and between them the pairs that may fit."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.needs import NeedRow
from ui.context import Context
from ui.introductions.needs_actions import NeedActions, PairActions
from ui.introductions.needs_filters import DISMISSED, SUGGESTED, NeedFilters
from ui.introductions.needs_lists import NeedsColumn
from ui.introductions.needs_pairs import MOST_SHOWN, PairsColumn
from ui.introductions.page_part import PagePart
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.empty_states import StateStack
from ui.kit.key_hints import KeyHints

MOST_ROWS = 1_000
HINTS = (
    (("←→",), "between columns"),
    (("↵",), "only its pairs"),
    (("A",), "introduce"),
    (("D",), "dismiss"),
    (("E",), "edit"),
    (("M",), "met"),
    (("Ctrl+Z",), "undo"),
)


class NeedsPart(PagePart):
    """Needs, suggested pairs and offers side by side; one need or offer can be asked for its pairs alone."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.only: NeedRow | None = None
        self._wanted: int | None = None
        self.filters = NeedFilters(context)
        self.needs = NeedsColumn("Needs")
        self.pairs = PairsColumn(context, self.filters)
        self.offers = NeedsColumn("Offers")
        self._build()
        self.need_deeds = NeedActions(context, self.needs, self.offers, self.pairs)
        self.pair_deeds = PairActions(context, self.pairs, self.filters)
        self._connect()

    def _build(self) -> None:
        board = QWidget()
        row = QHBoxLayout(board)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        for column, share in ((self.needs, 30), (self.pairs, 40), (self.offers, 30)):
            row.addWidget(column, share)
        for column, kind in ((self.needs, "need"), (self.offers, "offer")):
            add = Button("Add", "ghost", icon="plus", tip=f"New {kind}", shortcut="N")
            add.setAccessibleName(f"New {kind}")
            add.clicked.connect(self.new_need if kind == "need" else self.new_offer)
            column.add_action(add)
        self.states = StateStack(board, skeleton_rows=8)
        self.states.acted.connect(self._state_acted)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(12))
        whole.addWidget(self.filters)
        whole.addWidget(self.states, 1)
        self.hints = KeyHints(HINTS, line=False)
        whole.addWidget(self.hints)

    def _connect(self) -> None:
        key, needs, pairs = Qt.Key, self.need_deeds, self.pair_deeds
        self.filters.changed.connect(self.reload)
        self.filters.left_down.connect(self.take_focus)
        self.pairs.shown.connect(self.told)
        self.pairs.all_wanted.connect(self.show_all_pairs)
        self.pairs.again.connect(self.reload)
        for column, new in ((self.needs, self.new_need), (self.offers, self.new_offer)):
            column.acted.connect(new)
            column.list.row_activated.connect(self.show_pairs_of)
            column.list.delete_requested.connect(needs.trash)
            column.list.menu_requested.connect(needs.open_menu)
            column.list.focused.connect(needs.turn_to)
            column.list.keys = {key.Key_N: new, key.Key_E: needs.edit, key.Key_F2: needs.edit, key.Key_M: needs.met}
        needs.pairs_wanted.connect(self.show_pairs_of)
        for button, deed in (
            (self.pairs.introduce, pairs.accept),
            (self.pairs.dismiss, pairs.dismiss),
            (self.pairs.reconsider, pairs.reconsider),
        ):
            button.clicked.connect(deed)
        self.pairs.list.row_activated.connect(pairs.accept_and_open)
        self.pairs.list.delete_requested.connect(pairs.dismiss)
        self.pairs.list.menu_requested.connect(pairs.open_menu)
        self.pairs.list.keys = {key.Key_A: pairs.accept, key.Key_D: pairs.dismiss, key.Key_R: pairs.reconsider}
        for rows in (self.needs.list, self.pairs.list, self.offers.list):
            rows.sideways.connect(self._sideways)

    # -- as a part

    def show_target(self, need: int | None = None, **_: Any) -> None:
        """Remember the need or the offer whose pairs to show."""
        self._wanted = need

    def reload(self) -> None:
        """Read needs and offers, then on the worker their pairs; what is current stays."""
        try:
            self._turn_to_wanted()
            self.filters.reload()
            service, state = self.context.workspace.needs, self.filters.state.value()
            needs, offers = (
                [row for row in service.rows(kind, state, MOST_ROWS) if self.filters.fits(row)]
                for kind in ("need", "offer")
            )
        except CrmError as error:
            self._wanted = None
            self.states.show_error(str(error))
            return
        only = self.only.id if self.only is not None else None
        self.only = next((row for row in (*needs, *offers) if row.id == only), None)
        self._show_side(self.needs, "need", needs)
        self._show_side(self.offers, "offer", offers)
        self._show_all(bool(needs or offers))
        self.pairs.ask(self.only)
        self._settle_wanted()

    def summary(self) -> str:
        """Return how many there are."""
        needs, offers, pairs = (len(column.list.rows()) for column in (self.needs, self.offers, self.pairs))
        which = "dismissed pair" if self.filters.shows_dismissed() else "suggested pair"
        best = "the best " if pairs == MOST_SHOWN else ""
        said = (_count(needs, "need"), _count(offers, "offer"), f"{best}{_count(pairs, which)}")
        return " · ".join(said) if needs or offers or pairs else ""

    def part_actions(self) -> list[Action]:
        """Return what can be done with needs, offers and their pairs."""
        page, group = Scope.PAGE, "Needs and offers"
        return [
            Action("need_new", "New need or offer", self.new, "plus", ("Ctrl+N",), page, group, "create add"),
            Action("find", "Find needs and offers", self.to_search, "search", ("Ctrl+F",), page, group, "filter"),
            Action("all_pairs", "Show all pairs", self.show_all_pairs, "list", (), page, group),
            Action("dismissed_pairs", "Show dismissed pairs", self.show_dismissed, "history", (), page, group),
            *self.pair_deeds.table_of(),
            *self.need_deeds.table_of(),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return (self.needs, self.pairs, self.offers, self.filters)

    def take_focus(self) -> None:
        """Give the keyboard to the first column that has rows."""
        columns = (self.needs, self.pairs, self.offers)
        first = next((each for each in columns if each.list.rows()), None)
        target: QWidget = first.list if first is not None else self.filters.search
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is shown

    @Slot(object)
    def show_pairs_of(self, wanted: object) -> None:
        """Show the pairs of one need or offer alone; of all when it was that one already."""
        row = self.needs.row(wanted) or self.offers.row(wanted)
        self.only = row if row is not None and (self.only is None or self.only.id != row.id) else None
        self.reload()

    @Slot()
    def show_all_pairs(self) -> None:
        """Show the pairs of all needs and offers."""
        self.only = None
        self.filters.pairs.set_value(SUGGESTED)
        self.reload()

    def show_dismissed(self) -> None:
        """Show the pairs that were dismissed."""
        self.filters.pairs.set_value(DISMISSED)
        self.reload()
        self.pairs.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_search(self) -> None:
        """Go to the field that filters."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def new_need(self) -> None:
        """Open the form of a new need."""
        self.context.navigator.open("new_need")

    @Slot()
    def new_offer(self) -> None:
        """Open the form of a new offer."""
        self.context.navigator.open("new_offer")

    def new(self) -> None:
        """Open the form of a new offer from among the offers, else of a new need."""
        self.new_offer() if self.offers.list.hasFocus() else self.new_need()

    # -- inside

    def _turn_to_wanted(self) -> None:
        if self._wanted is None:
            return
        row = self.context.workspace.needs.get(self._wanted)
        if not self.filters.fits(row):
            self.filters.search.set_quietly("")
            self.filters.theme.set_value("")
            self.filters.category.set_value("")
        self.filters.state.set_value(row.state)
        self.filters.pairs.set_value(SUGGESTED)
        self.only = row

    def _settle_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        if self.only is None:
            self.context.toasts.say("That need or offer is in the trash")
            return
        column = self.needs if self.only.kind == "need" else self.offers
        place = next((n for n, row in enumerate(column.list.rows()) if row.id == wanted), None)
        if place is not None:
            column.list.select_row(place)

    def _show_side(self, column: NeedsColumn, kind: str, rows: Sequence[NeedRow]) -> None:
        column.show_needs(rows, self.only)
        if rows:
            return
        state = self.filters.state.value()
        if self.filters.narrows():
            column.states.show_empty("search", f"No {kind} matches these filters.", f"New {kind}", "N")
        elif state == "open":
            column.states.show_empty("list", f"No open {kind} yet.", f"New {kind}", "N")
        else:
            column.states.show_empty("list", f"No {kind} {'has expired' if state == 'expired' else 'was closed'} yet.")

    def _show_all(self, any_rows: bool) -> None:
        narrows, is_open = self.filters.narrows(), self.filters.state.value() == "open"
        if any_rows or self.filters.shows_dismissed() or not (narrows or is_open):
            self.states.show_content()
        elif narrows:
            self.states.show_empty("search", "No need and no offer matches these filters.", "Clear the filters")
        else:
            self.states.show_empty(
                "list", "No needs and no offers yet. Note what somebody is looking for.", "New need", "Ctrl+N"
            )
        self.hints.setVisible(self.states.showing() == "content")

    @Slot()
    def _state_acted(self) -> None:
        if self.states.showing() == "error":
            self.reload()
        elif self.filters.narrows():
            self.filters.clear()
        else:
            self.new_need()

    @Slot(int)
    def _sideways(self, step: int) -> None:
        lists = [column.list for column in (self.needs, self.pairs, self.offers)]
        at = next((n for n, each in enumerate(lists) if each.hasFocus()), 0)
        wanted = lists[at + step :] if step > 0 else lists[:at][::-1]
        if target := next((each for each in wanted if each.rows()), None):
            target.setFocus(Qt.FocusReason.OtherFocusReason)


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
