"""What happened to an opportunity: its moves, what was done for it, and what its parties did meanwhile."""

from ui.context import Context
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.label import Label
from ui.records.history_view import HistoryView
from ui.records.timeline_model import OPPORTUNITY_FILTERS

HIGH = 460
NOTE = "Meetings and messages are those of its parties since it was added, whatever they were about."


class HistoryCard(Card):
    """The timeline of one opportunity; the page is as high as its cards, so it scrolls in a height of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__("History")
        self.view = HistoryView(context, "opportunity", filters=OPPORTUNITY_FILTERS)
        self.view.counted.connect(self._counted)
        self.body.setSpacing(theme.px(6))
        self.body.addWidget(Label(NOTE, "secondary", tone="text3", wrap=True))
        self.body.addWidget(self.view)
        self.setFocusProxy(self.view.timeline)

    def show_record(self, opportunity_id: int) -> None:
        """Show the history of an opportunity."""
        self.view.setMinimumHeight(theme.px(HIGH))
        self.view.show_record(opportunity_id)

    def _counted(self, number: int) -> None:
        self.set_count(f"{number:,}" if number else "")
