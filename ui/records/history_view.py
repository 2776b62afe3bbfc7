"""The history of one record: year bars to jump by, chips for the kinds of events, the timeline."""

from collections.abc import Collection, Mapping
from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.timeline import Event
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import SegmentedControl
from ui.kit.charts import YearBars
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.timeline import TimelineView
from ui.records.service_calls import write_or_tell
from ui.records.timeline_model import FILTERS, HistorySource

Kinds = Mapping[str, tuple[str, Collection[str] | None]]


class HistoryView(QWidget):
    """Shows the history of one record; `record` is contact, organisation or opportunity.

    `compact` leaves bars and chips out. `filters` are the chips: words and kinds of events by key, "all" among them.
    `counted` carries how many events the whole history has.
    """

    counted = Signal(int)

    def __init__(
        self,
        context: Context,
        record: str,
        *,
        filters: Kinds = FILTERS,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._record, self._kinds, self._compact = context, record, filters, compact
        self._shown: tuple[int, date | None] | None = None
        self._source: HistorySource | None = None
        self.bars = YearBars(parent=self)
        self.filters = SegmentedControl([(key, words) for key, (words, _) in filters.items()], "Kinds", wrap=True)
        self.timeline = TimelineView("History")
        self.states = StateStack(self.timeline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for widget in (self.bars, self.filters):
            if compact:  # never shown before it has a parent: that would flash a window of its own
                widget.hide()
            column.addWidget(widget)
        column.addWidget(self.states, 1)
        self.bars.year_chosen.connect(self.timeline.jump_to_year)
        self.timeline.year_changed.connect(self.bars.set_year)
        self.filters.changed.connect(self._filter)
        self.timeline.event_activated.connect(self._open)
        self.timeline.menu_requested.connect(self._open_menu)
        self.timeline.delete_requested.connect(self._trash)
        self.states.acted.connect(self._log)

    def show_record(self, record_id: int, as_at: date | None = None) -> None:
        """Show a record's history, up to the end of `as_at`; the same one read anew keeps its place."""
        same = self._shown == (record_id, as_at) and self._source is not None
        if self._shown is None or self._shown[0] != record_id:
            self.filters.set_current("all")
        self._shown = (record_id, as_at)
        self._fill(keep=same)

    def source(self, record_id: int, kinds: Collection[str] | None, as_at: date | None) -> HistorySource:
        """Return the events of a record, page by page."""
        timeline = self._context.workspace.timeline
        if self._record == "contact":
            return HistorySource(lambda before, limit: timeline.contact(record_id, before, limit, kinds))
        if self._record == "opportunity":
            return HistorySource(lambda before, limit: timeline.opportunity(record_id, before, limit, kinds))
        return HistorySource(lambda before, limit: timeline.organisation(record_id, before, limit, kinds, as_at))

    def _fill(self, keep: bool) -> None:
        if self._shown is None:
            return
        record_id, as_at = self._shown
        kinds = self._kinds[self.filters.current()][1]
        if keep:
            self.timeline.reload()
        else:
            self._source = self.source(record_id, kinds, as_at)
            self.timeline.set_source(self._source)
        if not self._compact:
            years = self._context.workspace.timeline.years(self._record, record_id, kinds, as_at)
            self.bars.set_counts(sorted(years.items()))
            self.bars.setVisible(len(years) > 1)
            self.counted.emit(sum(years.values()))
        self._show_state()

    def _show_state(self) -> None:
        if self.timeline.events().rowCount():
            self.states.show_content()
        elif self.filters.current() != "all":
            self.states.show_empty("history", "Nothing of this kind in the history.")
        elif self._shown is not None and self._shown[1] is not None:
            self.states.show_empty("history", "Nothing had happened by then.")
        else:
            self.states.show_empty("history", "No history yet: log the first meeting.", "Log a meeting", "Ctrl+L")

    def _filter(self, key: str) -> None:
        self._fill(keep=False)

    def _event(self, wanted: object) -> Event | None:
        return self._source.event(wanted) if self._source is not None else None

    def _open(self, wanted: object) -> None:
        event = self._event(wanted)
        if event is None:
            return
        if is_interaction(event):
            self._context.navigator.open("interaction", event.id)
        elif event.huddle_id is not None:
            self._context.navigator.open("huddle", event.huddle_id)
        elif event.opportunity_id is not None:
            self._context.navigator.open("opportunity", event.opportunity_id)
        elif event.introduction_id is not None:
            self._context.navigator.open("introductions", introduction=event.introduction_id)
        elif event.subject_id is not None:
            self._context.navigator.open(self._other(), event.subject_id)

    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        event = self._event(wanted)
        if event is None or not (is_interaction(event) or _leads_on(event)):
            return
        menu = Menu(self, once=True)
        if is_interaction(event):
            menu.add("Edit", self._open_current, icon="edit", shortcut="Enter")
            menu.add("Move to the trash", self._trash_current, icon="trash", shortcut="Del")
        elif event.huddle_id is not None:
            menu.add("Open the huddle", self._open_current, icon="presentation", shortcut="Enter")
        elif event.opportunity_id is not None:
            menu.add("Open the opportunity", self._open_current, icon="columns", shortcut="Enter")
        elif event.introduction_id is not None:
            menu.add("Open the introduction", self._open_current, icon="link", shortcut="Enter")
        else:
            icon = "building" if self._other() == "organisation" else "user"
            menu.add(f"Open the {self._other()}", self._open_current, icon=icon, shortcut="Enter")
        menu.popup(spot)

    def _other(self) -> str:
        return "organisation" if self._record == "contact" else "contact"

    def _open_current(self) -> None:
        self._open(self.timeline.current_id())

    def _trash_current(self) -> None:
        self._trash(self.timeline.current_id())

    def _trash(self, wanted: object) -> None:
        event = self._event(wanted)
        if event is not None and is_interaction(event):
            trash, id_ = self._context.workspace.trash, event.id
            write_or_tell(self._context, lambda: trash.put("interaction", [id_]), f"{event.title} moved to the trash")

    def _log(self) -> None:
        if self._shown is not None:
            self._context.navigator.open("log", None, **{self._record: self._shown[0]})


def is_interaction(event: Event) -> bool:
    """Say whether an event is an interaction, not a change of a record."""
    return event.rank == 0


def _leads_on(event: Event) -> bool:
    """Say whether there is another record to go to."""
    others = (event.huddle_id, event.opportunity_id, event.introduction_id, event.subject_id)
    return any(each is not None for each in others)
