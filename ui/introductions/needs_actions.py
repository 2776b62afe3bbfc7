"""What is done on the board of needs and offers: with one of them, and with a pair."""

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from crm.needs import Match, NeedRow
from ui.context import Context
from ui.introductions.needs_filters import NeedFilters
from ui.introductions.needs_form import NeedForm
from ui.introductions.needs_lists import NeedsColumn
from ui.introductions.needs_pairs import PairsColumn
from ui.kit.actions import Action, Scope
from ui.kit.menu import Menu
from ui.records.service_calls import write_or_tell

GROUP = "Needs and offers"


class NeedActions(QObject):
    """Edits, closes and trashes the current need or offer of the column the keyboard was in last.

    `pairs_wanted` asks for the pairs of one alone, by its id, or of all when it was that one already.
    """

    pairs_wanted = Signal(object)

    def __init__(self, context: Context, needs: NeedsColumn, offers: NeedsColumn, pairs: PairsColumn) -> None:
        super().__init__(needs)
        self._context, self._columns, self._pairs = context, (needs, offers), pairs
        self._column = needs

    def table_of(self) -> list[Action]:
        """Return what can be done with one of them."""
        here = Scope.LIST
        return [
            Action("need_pairs", "Show only its pairs", self.narrow, "filter", ("Return",), here, GROUP),
            Action("need_edit", "Edit the need or offer", self.edit, "edit", ("E", "F2"), here, GROUP),
            Action("need_met", "Met, or open again", self.met, "check", ("M",), here, GROUP, "close reopen"),
            Action("trash", "Move to trash", self.trash, "trash", ("Del",), here, GROUP, "delete remove", deletes=True),
        ]

    @Slot()
    def turn_to(self) -> None:
        """Act on the column the keyboard came to."""
        self._column = next((each for each in self._columns if each.list.hasFocus()), self._column)

    def current(self) -> NeedRow | None:
        """Return the current need or offer."""
        return self._column.current()

    @Slot()
    def narrow(self) -> None:
        """Show its pairs alone, or those of all again."""
        if (row := self.current()) is not None:
            self.pairs_wanted.emit(row.id)

    @Slot()
    def edit(self) -> None:
        """Open its form."""
        if (row := self.current()) is not None:
            NeedForm(self._context, row.kind, row).show_over()

    @Slot()
    def met(self) -> None:
        """Say that a need is met or an offer no longer stands; open a closed one again."""
        row, needs = self.current(), self._context.workspace.needs
        if row is None:
            return
        if row.state == "closed":
            write_or_tell(self._context, lambda: needs.reopen([row.id]), f"Open again: “{row.title}”")
        else:
            said = "Met" if row.kind == "need" else "Closed"
            write_or_tell(self._context, lambda: needs.close([row.id]), f"{said}: “{row.title}”")

    @Slot()
    def trash(self) -> None:
        """Move it to the trash."""
        if (row := self.current()) is not None:
            trash = self._context.workspace.trash
            write_or_tell(
                self._context, lambda: trash.put("need_offer", [row.id]), f"Moved to the trash: “{row.title}”"
            )

    @Slot()
    def _open_person(self) -> None:
        if (row := self.current()) is not None:
            self._context.navigator.open("contact", row.contact_id)

    @Slot()
    def _open_organisation(self) -> None:
        if (row := self.current()) is not None:
            self._context.navigator.open("organisation", row.organisation_id)

    @Slot(object, QPoint)
    def open_menu(self, wanted: object, spot: QPoint) -> None:
        """Show what can be done with a row."""
        found = ((column, row) for column in self._columns if (row := column.row(wanted)) is not None)
        column, row = next(found, (self._column, None))
        if row is None:
            return
        self._column = column
        menu = Menu(column, once=True)
        menu.add(
            "Show all pairs" if self._pairs.is_only_of(row) else "Show only its pairs",
            self.narrow,
            icon="filter",
            shortcut="↵",
        )
        menu.add("Edit…", self.edit, icon="edit", shortcut="E")
        close = "Met" if row.kind == "need" else "No longer offered"
        menu.add("Open again" if row.state == "closed" else close, self.met, icon="check", shortcut="M")
        menu.addSeparator()
        if row.contact_id is not None:
            menu.add(f"Open {row.contact}", self._open_person, icon="user")
        if row.organisation_id is not None:
            menu.add(f"Open {row.organisation}", self._open_organisation, icon="building")
        menu.addSeparator()
        menu.add("Move to trash", self.trash, icon="trash", shortcut="Del")
        menu.popup(spot)


class PairActions(QObject):
    """Accepts, dismisses and reconsiders the current pair."""

    def __init__(self, context: Context, pairs: PairsColumn, filters: NeedFilters) -> None:
        super().__init__(pairs)
        self._context, self._pairs, self._filters = context, pairs, filters

    def table_of(self) -> list[Action]:
        """Return what can be done with a pair."""
        here = Scope.LIST
        both = "introduction accept match"
        return [
            Action("accept_pair", "Introduce the pair", self.accept, "link", ("A",), here, GROUP, both),
            Action(
                "accept_open",
                "Introduce the pair and go there",
                self.accept_and_open,
                "enter",
                ("Return",),
                here,
                GROUP,
            ),
            Action(
                "dismiss_pair", "Dismiss the pair", self.dismiss, "x", ("D", "Del"), here, GROUP, "reject", deletes=True
            ),
            Action("reconsider_pair", "Suggest the pair again", self.reconsider, "undo", ("R",), here, GROUP),
        ]

    def current(self) -> Match | None:
        """Return the current pair."""
        return self._pairs.current()

    @Slot()
    def accept(self) -> None:
        """Make an introduction of the pair."""
        self._accept()

    @Slot()
    def accept_and_open(self) -> None:
        """Make an introduction of the pair and go to it in the ledger."""
        made = self._accept()
        if made is not None:
            self._context.navigator.open("introductions", part="ledger", introduction=made)

    def _accept(self) -> int | None:
        match, needs = self.current(), self._context.workspace.needs
        if match is None or self._filters.shows_dismissed():
            return None
        if nobody := _unnamed(match):
            form = NeedForm(self._context, nobody.kind, nobody)
            form.show_over()
            form.form.set_error("person", f"Say first who is to be introduced for “{nobody.title}”.")
            form.form.field("person").setFocus()
            return None
        made: list[int] = []
        said = f"Introduction noted: “{match.need.title}” with “{match.offer.title}”"
        if not write_or_tell(self._context, lambda: made.append(needs.accept(match.need.id, match.offer.id)), said):
            return None
        self._pairs.leave_out(match)
        return made[0]

    @Slot()
    def dismiss(self) -> None:
        """Remember that the pair does not fit."""
        match, needs = self.current(), self._context.workspace.needs
        if match is None or self._filters.shows_dismissed():
            return
        said = f"Dismissed: “{match.need.title}” with “{match.offer.title}”"
        if write_or_tell(self._context, lambda: needs.dismiss(match.need.id, match.offer.id), said):
            self._pairs.leave_out(match)

    @Slot()
    def reconsider(self) -> None:
        """Let a dismissed pair be suggested again."""
        match, needs = self.current(), self._context.workspace.needs
        if match is None or not self._filters.shows_dismissed():
            return
        said = f"May be suggested again: “{match.need.title}” with “{match.offer.title}”"
        if write_or_tell(self._context, lambda: needs.reconsider(match.need.id, match.offer.id), said):
            self._pairs.leave_out(match)

    @Slot(object, QPoint)
    def open_menu(self, wanted: object, spot: QPoint) -> None:
        """Show what can be done with a pair."""
        match = self._pairs.match(wanted)
        if match is None:
            return
        menu = Menu(self._pairs, once=True)
        if self._filters.shows_dismissed():
            menu.add("Suggest again", self.reconsider, icon="undo", shortcut="R")
        else:
            menu.add("Introduce", self.accept, icon="link", shortcut="A")
            menu.add("Introduce and go there", self.accept_and_open, icon="enter", shortcut="↵")
            menu.add("Dismiss", self.dismiss, icon="x", shortcut="D")
        menu.popup(spot)


def _unnamed(match: Match) -> NeedRow | None:
    """Return the side of which nobody is known, None where both are."""
    if match.need_contact_id is None:
        return match.need
    return match.offer if match.offer_contact_id is None else None
