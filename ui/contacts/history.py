"""The history of a contact: year bars to jump by, chips for the kinds of events, and the timeline."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.timeline import Event
from ui.contacts.writing import write_or_tell
from ui.context import Context
from ui.histories import FILTERS, HistorySource
from ui.kit import theme
from ui.kit.buttons import SegmentedControl
from ui.kit.charts import YearBars
from ui.kit.menu import Menu
from ui.kit.states import StateStack
from ui.kit.timeline import TimelineView


class HistoryView(QWidget):
    """Shows the history of one contact; `compact` leaves bars and chips out."""

    def __init__(self, context: Context, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._compact = context, compact
        self._contact: int | None = None
        self._source: HistorySource | None = None
        self.bars = YearBars(parent=self)
        self.filters = SegmentedControl([(k, words) for k, (words, _) in FILTERS.items()], "Kinds of events", wrap=True)
        self.timeline = TimelineView("Timeline")
        self.states = StateStack(self.timeline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for widget in (self.bars, self.filters):
            widget.setHidden(compact)
            column.addWidget(widget)
        column.addWidget(self.states, 1)
        self.bars.year_chosen.connect(self.timeline.jump_to_year)
        self.timeline.year_changed.connect(self.bars.set_year)
        self.filters.changed.connect(self._filter)
        self.timeline.event_activated.connect(self._open)
        self.timeline.menu_requested.connect(self._open_menu)
        self.timeline.delete_requested.connect(self._trash)
        self.states.acted.connect(self._log)

    def show_contact(self, contact: int) -> None:
        """Show a contact's history; the same one read anew keeps its place."""
        same = contact == self._contact and self._source is not None
        self._contact = contact
        if not same:
            self.filters.set_current("all")
        self._fill(keep=same)

    def count(self) -> int:
        """Return how many events the whole history has."""
        if self._contact is None:
            return 0
        return sum(self._context.workspace.timeline.years("contact", self._contact).values())

    def _fill(self, keep: bool) -> None:
        if self._contact is None:
            return
        contact, kinds = self._contact, self._kinds()
        if keep:
            self.timeline.reload()
        else:
            self._source = HistorySource(
                lambda before, limit: self._context.workspace.timeline.contact(contact, before, limit, kinds)
            )
            self.timeline.set_source(self._source)
        if not self._compact:
            years = self._context.workspace.timeline.years("contact", contact, kinds)
            self.bars.set_counts(sorted(years.items()))
            self.bars.setVisible(len(years) > 1)
        self._show_state()

    def _show_state(self) -> None:
        if self.timeline.events().rowCount():
            self.states.show_content()
        elif self.filters.current() != "all":
            self.states.show_empty("history", "Nothing of this kind in the history.")
        else:
            self.states.show_empty("history", "No history yet: log the first meeting.", "Log a meeting", "Ctrl+L")

    def _kinds(self) -> Collection[str] | None:
        return FILTERS[self.filters.current()][1]

    def _filter(self, key: str) -> None:
        self._fill(keep=False)

    def _event(self, wanted: object) -> Event | None:
        return self._source.event(wanted) if self._source is not None else None

    def _open(self, wanted: object) -> None:
        event = self._event(wanted)
        if event is None:
            return
        if is_interaction(event):
            self._context.navigator.open("log", interaction=event.id)
        elif event.subject_id is not None:
            self._context.navigator.open("organisation", event.subject_id)

    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        event = self._event(wanted)
        if event is None or not (is_interaction(event) or event.subject_id is not None):
            return
        menu = Menu(self, once=True)
        if is_interaction(event):
            menu.add("Edit", self._open_current, icon="edit", shortcut="Enter")
            menu.add("Move to the trash", self._trash_current, icon="trash", shortcut="Del")
        else:
            menu.add("Open the organisation", self._open_current, icon="building", shortcut="Enter")
        menu.popup(spot)

    def _open_current(self) -> None:
        self._open(self.timeline.current_id())

    def _trash_current(self) -> None:
        self._trash(self.timeline.current_id())

    def _trash(self, wanted: object) -> None:
        event = self._event(wanted)
        if event is not None and is_interaction(event):
            trash: Sequence[int] = [event.id]
            write_or_tell(
                self._context,
                lambda: self._context.workspace.interactions.trash(trash),
                f"{event.title} moved to the trash",
            )

    def _log(self) -> None:
        if self._contact is not None:
            self._context.navigator.open("log", contact=self._contact)


def is_interaction(event: Event) -> bool:
    """Say whether an event is an interaction, not a change of a record."""
    return event.rank == 0
