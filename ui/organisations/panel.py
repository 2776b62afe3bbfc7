"""The side panel: one organisation beside the list, with what is next, its people and its history."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.fields import ORGANISATION
from crm.followups import FollowUpRow
from crm.organisations import OrganisationDetail
from ui.kit import theme
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button
from ui.kit.chips import Chip
from ui.kit.field_row import FactRow
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.rows import RowList
from ui.organisations import words
from ui.records.history_view import HistoryView
from ui.records.list_columns import last_touch
from ui.records.record_panel import TabbedPanel


class OrganisationPanel(TabbedPanel[OrganisationDetail]):
    """The panel of an organisation."""

    kind: ClassVar[str] = "organisation"
    nothing: ClassVar[str] = "Choose an organisation to see it here."
    tab_words: ClassVar[Sequence[tuple[str, str]]] = (("timeline", "Timeline"), ("people", "People"))

    def read(self, record_id: int) -> OrganisationDetail:
        """Return the organisation."""
        return self.context.workspace.organisations.get(record_id)

    # -- building

    def build(self, column: QVBoxLayout) -> None:
        """Make the head, the buttons, the facts and the tabs."""
        log = Button("Log meeting", "primary", icon="plus")
        log.clicked.connect(self.log_about)
        follow_up = Button("Follow-up", icon="bell")
        follow_up.clicked.connect(self.follow_up_about)
        whole = Button("Open", icon="enter")
        whole.clicked.connect(self._open)
        column.addLayout(self.head(Avatar(54, square=True)))
        column.addLayout(self.button_row(log, follow_up, whole))
        column.addLayout(self._build_facts())
        self.history = HistoryView(self.context, "organisation", compact=True)
        self.add_tabs(column, (self.history, scroller(self._build_people())))

    def _build_facts(self) -> QVBoxLayout:
        self.sector, self.partnership = Chip(""), Chip("")
        self.sub_region, self.lead, self.touched = (Label("", "body", elide=True) for _ in range(3))
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        for name, widget in (
            (ORGANISATION["sector_id"].label, self.sector),
            ("Partnership", self.partnership),
            (ORGANISATION["sub_region_id"].label, self.sub_region),
            ("Lead contact", self.lead),
            (ORGANISATION["last_touch"].label, self.touched),
        ):
            column.addWidget(FactRow(name, widget))
        return column

    def _build_people(self) -> QWidget:
        self.people = RowList("People now")
        self.people.row_activated.connect(self._open_person)
        self._no_people = Label("Nobody is on record here.", "body", tone="text2", wrap=True)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.people)
        column.addWidget(self._no_people)
        column.addStretch(1)
        return listed

    # -- showing

    def show_one(self, record: OrganisationDetail, due: Sequence[FollowUpRow]) -> None:
        """Show an organisation."""
        self.show_name(record.name)
        self.avatar.set(record.name, record.symbol)
        self.line.setText(words.subtitle(record))
        self.sector.set(record.sector or "None", sector=record.symbol if record.sector else None)
        text, tone = words.partnership(record.partnership)
        self.partnership.set(text or "None", tone)
        self.sub_region.setText(record.sub_region or "—")
        leads = [person.name for person in record.people_now if person.is_lead]
        self.lead.setText(", ".join(leads) or "—")
        self.touched.setText(last_touch(record.last_touch_at) or "Never")
        self.people.set_rows([words.person_now(person, record.symbol) for person in record.people_now])
        self._no_people.setVisible(not record.people_now)
        self.tabs.set_text("people", f"People {len(record.people_now)}")
        self.fill_tabs(due)

    def fill_tab(self, key: str, record: OrganisationDetail) -> None:
        """Show the history; the people are counted on their tab, and shown with that."""
        if key == "timeline":
            self.history.show_record(record.id)

    # -- doing

    def open_next(self) -> None:
        """Go to the follow-ups."""
        self.context.navigator.open("follow_ups")

    def _open(self) -> None:
        if self.shown is not None:
            self.context.navigator.open("organisation", self.shown.id)

    def _open_person(self, affiliation: object) -> None:
        people = self.shown.people_now if self.shown is not None else ()
        person = next((each for each in people if each.affiliation_id == affiliation), None)
        if person is not None:
            self.context.navigator.open("contact", person.contact_id)
