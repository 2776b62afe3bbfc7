"""After a huddle: who came, the pitches with their hands, and the list of what closes it."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.attendance import AttendanceRow, Counts
from crm.huddles import HuddleDetail
from ui.context import Context
from ui.huddles.close_out import ClosingCard
from ui.huddles.hands import HandsCard
from ui.huddles.people import PeopleActions, PeopleTable, chosen
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.share_bar import Share, ShareBar
from ui.records.record_page import card_column

SIDE = 360
FILTERS = (
    ("all", "All"),
    ("attended", "Attended"),
    ("walk_ins", "Walk-ins"),
    ("first", "First time"),
    ("no_shows", "No-shows"),
    ("unmarked", "Not marked"),
)


class After(QWidget):
    """The part of a huddle's page for when it was held."""

    def __init__(self, context: Context, deeds: PeopleActions) -> None:
        super().__init__()
        self.context = context
        self._huddle: HuddleDetail | None = None
        self._rows: Sequence[AttendanceRow] = ()
        self.table = PeopleTable(deeds)
        self.closing, self.hands = ClosingCard(context), HandsCard(context)
        self.closing.people_wanted.connect(self.show_only)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        row.addWidget(self._people_card(), 1)
        self._side = card_column(self.closing, self.hands, right=4)
        self._side.setFixedWidth(theme.px(SIDE))
        row.addWidget(self._side)

    def _people_card(self) -> Card:
        self.card = card = Card("Who came", flush=True)
        bring = Button("Import attendance…", icon="upload", tip="Import an attendance report")
        bring.clicked.connect(self.import_attendance)
        card.add_action(bring)
        top = QVBoxLayout()
        top.setContentsMargins(theme.px(13), theme.px(8), theme.px(13), theme.px(8))
        top.setSpacing(theme.px(12))
        self.bar = ShareBar("Who came")
        top.addWidget(self.bar)
        self.filter = SegmentedControl(FILTERS, "Who is shown", look="tabs", wrap=True)
        self.filter.changed.connect(self._filtered)
        top.addWidget(self.filter)
        card.body.addLayout(top)
        self.states = StateStack(self.table)
        self.states.acted.connect(self.import_attendance)
        card.body.addWidget(self.states, 1)
        return card

    def table_of(self) -> list[Action]:
        """Return what can be done here."""
        group = "After the huddle"
        bring = Action(
            "import_attendance",
            "Import an attendance report…",
            self.import_attendance,
            "upload",
            (),
            Scope.PAGE,
            group,
            "teams zoom csv",
        )
        return [bring, *self.hands.table_of(), *self.closing.table_of()]

    def show_huddle(self, huddle: HuddleDetail, rows: Sequence[AttendanceRow], counts: Counts) -> None:
        """Show a huddle with its people and numbers."""
        same = self._huddle is not None and self._huddle.id == huddle.id
        self._huddle, self._rows = huddle, rows
        self.bar.set_shares(
            [
                Share("registered and came", counts.expected_here, "chart_ok"),
                Share("walked in", counts.walk_ins, "chart_accent"),
                Share("apologies", counts.apologies, "chart_quiet"),
                Share("no-shows", counts.no_shows, "chart_danger"),
                Share("not marked", counts.unmarked, "chart_warn"),
            ]
        )
        for key, text in FILTERS:
            number = len(chosen(rows, key, ""))
            self.filter.set_text(key, f"{text} {number:,}" if number else text)
        self._show_rows(to_top=not same)
        self.hands.show_huddle(huddle)
        self.closing.show_huddle(huddle)

    def show_only(self, key: str) -> None:
        """Show the people a step of the close-out is about, all of them chosen."""
        self.filter.set_current(key)
        self._show_rows(to_top=True)
        self.table.select_everything()
        self.table.setFocus()

    def import_attendance(self) -> None:
        """Go to the review of an attendance file for this huddle."""
        if self._huddle is not None:
            self.context.navigator.open("attendance_review", self._huddle.id)

    def panes(self) -> list[QWidget]:
        """Return what F6 steps through."""
        return [self.card, self._side]

    @Slot()
    def _filtered(self) -> None:
        self._show_rows(to_top=True)

    def _show_rows(self, *, to_top: bool) -> None:
        shown = chosen(self._rows, self.filter.current(), "")
        unnamed = self._huddle.row.headcount if self._huddle is not None else 0
        self.card.set_count(f"{len(self._rows):,}" + (f" and {unnamed:,} unnamed" if unnamed else ""))
        self.table.show_people(shown, to_top=to_top)
        if shown:
            self.states.show_content()
        elif self._rows:
            self.states.show_empty("users", "Nobody of these.")
        else:
            self.states.show_empty(
                "users",
                "Nobody is on the list yet: check in at the door, or import a report.",
                "Import attendance",
            )
