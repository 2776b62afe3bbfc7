"""Beside the history: what is to be done, the partnership with the cluster, relations, what changed."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import clock, dates
from crm.followups import FollowUpRow
from crm.organisations import OrganisationDetail, PartnershipRow
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.overlay import Where
from ui.kit.rows import ListRow, RowList
from ui.kit.timeline import TimelineEvent, TimelineView
from ui.records.follow_up_list import FollowUpActions, FollowUpList
from ui.records.huddles_card import HuddlesCard
from ui.records.opportunities_card import OpportunitiesCard
from ui.records.record_fields import period
from ui.records.what_changed import ChangesSource

DUE_SHOWN, CHANGES_SHOWN, RELATED_SHOWN = 6, 4, 8


class SideColumn(QWidget):
    """The cards in one column; `partnership_wanted` asks for the form of another partnership."""

    partnership_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: OrganisationDetail | None = None
        self.deeds = FollowUpActions(context, self)
        self.follow_ups = _Due(self.deeds, "Follow-ups")
        self.periods = RowList("Partnership with the cluster")
        self.related = RowList("Related organisations")
        self.changes = RowList("What changed lately")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        self.due_card = self._card("Follow-ups", self.follow_ups, "plus", "Add a follow-up", self._add_follow_up)
        self.partnership_card = self._card(
            "Partnership", self.periods, "edit", "Change the partnership", self.partnership_wanted.emit
        )
        self.huddles = HuddlesCard(context, "organisation")
        self.related_card = self._card("Related", self.related)
        self.changes_card = self._card("What changed", self.changes, "history", "Everything that changed", self._all)
        self.opportunities = OpportunitiesCard(context, "organisation")
        for card in (
            self.due_card,
            self.opportunities,
            self.huddles,
            self.partnership_card,
            self.related_card,
            self.changes_card,
        ):
            column.addWidget(card)
        column.addStretch(1)
        self.periods.row_activated.connect(self.partnership_wanted)
        self.related.row_activated.connect(self._open_related)
        self.changes.row_activated.connect(self._all)

    def _card(self, title: str, rows: RowList, icon: str = "", name: str = "", run: object = None) -> "_ListCard":
        card = _ListCard(title, rows)
        if icon:
            button = IconButton(icon, name, size=28)
            button.clicked.connect(run)
            card.add_action(button)
        return card

    # -- showing

    def show_record(self, detail: OrganisationDetail) -> None:
        """Show what belongs to an organisation."""
        workspace = self._context.workspace
        self._shown = detail
        due = workspace.followups.of("organisation", detail.id)
        self.follow_ups.show_follow_ups(due[:DUE_SHOWN])
        self.due_card.tell(len(due), "Nothing is due.")
        self.opportunities.show_record(detail.id)
        self.huddles.show_record(detail.id)
        periods = [_period(row) for row in detail.partnerships]
        self.partnership_card.show_rows(periods, 0, "No partnership with the cluster yet.")
        parent = detail.parent
        above = [ListRow(parent.id, parent.name, sector=parent.symbol, note="parent")] if parent else []
        below = [ListRow(each.id, each.name, sector=each.symbol, note="part of it") for each in detail.children]
        self.related_card.show_rows([*above, *below][:RELATED_SHOWN], len(above) + len(below), "")
        self.related_card.setVisible(bool(above or below))
        changes = ChangesSource(workspace, "organisation", detail.id).page(0, CHANGES_SHOWN)
        rows = [ListRow(each.id, each.title, _when(each)) for each in changes]
        self.changes_card.show_rows(rows, 0, "Nothing was changed yet.")

    # -- doing

    def _add_follow_up(self) -> None:
        if self._shown is not None:
            self._context.navigator.open("follow_up", organisation=self._shown.id)

    def _open_related(self, organisation: object) -> None:
        self._context.navigator.open("organisation", int(str(organisation)))

    def _all(self) -> None:
        if self._shown is not None:
            sheet = ChangesSheet(self._context, self._shown.name, self._shown.id)
            self._context.overlay.open(sheet, width=ChangesSheet.WIDTH, where=Where.RIGHT)


class _Due(FollowUpList):
    """The follow-ups of one organisation, in little room: its name is left out, the day stands alone."""

    def show_follow_ups(self, rows: Sequence[FollowUpRow]) -> None:
        """Show follow-ups."""
        super().show_follow_ups(rows)
        self.set_rows([_short(row, shown) for row, shown in zip(rows, self.rows(), strict=True)])


class _ListCard(Card):
    """A card with a short list, or the sentence that it is empty."""

    def __init__(self, title: str, rows: RowList) -> None:
        super().__init__(title, flush=True)
        self.rows = rows
        self._empty = QWidget()
        self._sentence = Label("", "body", tone="text2", wrap=True)
        inset = QHBoxLayout(self._empty)
        inset.setContentsMargins(theme.px(13), theme.px(2), theme.px(13), theme.px(6))
        inset.addWidget(self._sentence)
        self.body.addWidget(rows)
        self.body.addWidget(self._empty)

    def show_rows(self, rows: Sequence[ListRow], total: int, empty: str) -> None:
        """Show rows; `total` stands beside the title where it is not 0."""
        self.rows.set_rows(rows)
        self.tell(total, empty)

    def tell(self, total: int, empty: str) -> None:
        """Say how many there are, and that there are none."""
        shown = bool(self.rows.rows())
        self.rows.setVisible(shown)
        self.set_count(f"{total:,}" if total else "")
        self._sentence.setText(empty)
        self._empty.setVisible(not shown and bool(empty))


class ChangesSheet(QWidget):
    """Everything that changed on an organisation, at the right of the window."""

    WIDTH = 480

    def __init__(self, context: Context, name: str, organisation: int) -> None:
        super().__init__()
        self._context = context
        self.setAccessibleName(f"What changed on {name}")
        self.changes = TimelineView("What changed")
        self.changes.set_source(ChangesSource(context.workspace, "organisation", organisation))
        close = Button("Close", "ghost", icon="x", shortcut="Esc")
        close.clicked.connect(self._close)
        head = QHBoxLayout()
        head.addWidget(Label(f"What changed on {name}", "section", elide=True), 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(12), theme.px(12))
        column.addLayout(head)
        column.addWidget(self.changes, 1)
        self.setFocusProxy(self.changes)

    def _close(self) -> None:
        self._context.overlay.close(self)


def _short(row: FollowUpRow, shown: ListRow) -> ListRow:
    day = dates.show_day(row.due_on, clock.today()) if row.due_on else ""
    waiting = "snoozed" if row.group == "snoozed" else "they owe it" if row.owed_by == "them" else ""
    detail = " · ".join(filter(None, (row.contact, waiting)))
    tone = "danger" if row.group == "overdue" else "text2"
    return replace(shown, detail=detail, sector=None, pill="", note=day, note_tone=tone)


def _when(event: TimelineEvent) -> str:
    if event.group == "Today":
        return f"Today, {event.date}"
    return event.date if event.year == clock.today().year else f"{event.date}, {event.year}"


def _period(row: PartnershipRow) -> ListRow:
    held = period(row.started_on, row.ended_on, row.ended_on is None)
    detail = " · ".join(filter(None, (held, row.agreement, row.note)))
    return ListRow(row.id, row.status.capitalize(), detail or "dates unknown", icon="flag")
