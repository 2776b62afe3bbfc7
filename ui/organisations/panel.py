"""The side panel: one organisation beside the list, with what is next, its people and its history."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.fields import ORGANISATION
from crm.organisations import OrganisationDetail
from ui.context import Context
from ui.kit import theme
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button, IconButton, SegmentedControl
from ui.kit.chips import Chip
from ui.kit.empty_states import ErrorState
from ui.kit.field_row import FactRow
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.rows import RowList
from ui.kit.side_panel import SidePanel
from ui.organisations import words
from ui.records.history_view import HistoryView
from ui.records.list_columns import last_touch
from ui.records.next_follow_up import NextFollowUp

TABS = (("timeline", "Timeline"), ("people", "People"))


class OrganisationPanel(SidePanel):
    """`show_record(id)` reads and shows one; None shows that none is chosen. `closed` is its cross."""

    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Organisation beside the list", parent)
        self._context = context
        self._shown: OrganisationDetail | None = None
        self._error: ErrorState | None = None
        self._nothing = Label("Choose an organisation to see it here.", "body", tone="text2", wrap=True)
        self._all = QWidget()
        column = QVBoxLayout(self._all)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addLayout(self._build_head())
        column.addLayout(self._build_buttons())
        column.addLayout(self._build_facts())
        self.next = NextFollowUp()
        self.next.clicked.connect(self._open_follow_ups)
        column.addWidget(self.next)
        self.tabs = SegmentedControl(TABS, "Parts of the organisation", look="tabs")
        self.tabs.changed.connect(self._turn_to)
        column.addWidget(self.tabs)
        column.addWidget(self._build_tabs(), 1)
        self.body.setSpacing(0)
        self.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._all, 1)
        self._all.hide()

    # -- building

    def _build_head(self) -> QHBoxLayout:
        self.avatar = Avatar(54, square=True)
        self.name = Label("", "section", elide=True)
        self.line = Label("", "body", tone="text2", elide=True)
        cross = IconButton("x", "Close the panel", size=28, shortcut="Esc")
        cross.clicked.connect(self.closed)
        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(self.name, 1)
        first.addWidget(cross)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        texts.addLayout(first)
        texts.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        row.addWidget(self.avatar)
        row.addLayout(texts, 1)
        return row

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for text, variant, icon, run in (
            ("Log meeting", "primary", "plus", self._log),
            ("Follow-up", "secondary", "bell", self._follow_up),
            ("Open", "secondary", "enter", self._open),
        ):
            button = Button(text, variant, icon=icon)
            button.clicked.connect(run)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _build_facts(self) -> QVBoxLayout:
        self.sector, self.standing = Chip(""), Chip("")
        self.sub_region, self.lead, self.touched = (Label("", "body", elide=True) for _ in range(3))
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        for name, widget in (
            (ORGANISATION["sector_id"].label, self.sector),
            ("Standing", self.standing),
            (ORGANISATION["sub_region_id"].label, self.sub_region),
            ("Lead contact", self.lead),
            (ORGANISATION["last_touch"].label, self.touched),
        ):
            column.addWidget(FactRow(name, widget))
        return column

    def _build_tabs(self) -> QStackedWidget:
        self.history = HistoryView(self._context, "organisation", compact=True)
        self.people = RowList("People now")
        self.people.row_activated.connect(self._open_person)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.people)
        self._no_people = Label("Nobody is on record here.", "body", tone="text2", wrap=True)
        column.addWidget(self._no_people)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.history)
        self._pages.addWidget(scroller(listed))
        return self._pages

    # -- showing

    def show_record(self, organisation: int | None) -> None:
        """Read an organisation and show it."""
        self._drop_error()
        workspace = self._context.workspace
        try:
            found = workspace.organisations.get(organisation) if organisation is not None else None
            due = workspace.followups.of("organisation", organisation) if organisation is not None else []
        except CrmError as error:
            self._show_error(str(error))
            return
        self._shown = found
        self._nothing.setVisible(found is None)
        self._all.setVisible(found is not None)
        self.next.show_row(due[0] if due else None)
        if found is not None:
            self._show(found)

    def _show(self, detail: OrganisationDetail) -> None:
        self.setAccessibleName(f"{detail.name}, beside the list")
        self.avatar.set(detail.name, detail.symbol)
        self.name.setText(detail.name)
        self.line.setText(words.subtitle(detail))
        self.sector.set(detail.sector or "None", sector=detail.symbol if detail.sector else None)
        text, tone = words.standing(detail.partnership)
        self.standing.set(text or "None", tone)
        self.sub_region.setText(detail.sub_region or "—")
        leads = [person.name for person in detail.people_now if person.is_lead]
        self.lead.setText(", ".join(leads) or "—")
        self.touched.setText(last_touch(detail.last_touch_at) or "Never")
        self.people.set_rows([words.person_now(person, detail.symbol) for person in detail.people_now])
        self._no_people.setVisible(not detail.people_now)
        self.tabs.set_text("people", f"People {len(detail.people_now)}")
        self._turn_to(self.tabs.current())

    def _turn_to(self, key: str) -> None:
        self._pages.setCurrentIndex([each for each, _ in TABS].index(key))
        if key == "timeline" and self._shown is not None:
            self.history.show_record(self._shown.id)

    def _show_error(self, sentence: str) -> None:
        self._shown = None
        self._nothing.hide()
        self._all.hide()
        self._error = ErrorState(sentence, "Close")
        self._error.acted.connect(self.closed)
        self.body.addWidget(self._error)

    def _drop_error(self) -> None:
        if self._error is not None:
            self.body.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    # -- doing

    def _log(self) -> None:
        if self._shown is not None:
            self._context.navigator.open("log", organisation=self._shown.id)

    def _follow_up(self) -> None:
        if self._shown is not None:
            self._context.navigator.open("follow_up", organisation=self._shown.id)

    def _open(self) -> None:
        if self._shown is not None:
            self._context.navigator.open("organisation", self._shown.id)

    def _open_follow_ups(self) -> None:
        self._context.navigator.open("follow_ups")

    def _open_person(self, affiliation: object) -> None:
        people = self._shown.people_now if self._shown is not None else ()
        person = next((each for each in people if each.affiliation_id == affiliation), None)
        if person is not None:
            self._context.navigator.open("contact", person.contact_id)
