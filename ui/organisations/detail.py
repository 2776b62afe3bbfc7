"""One organisation: its people now and formerly, its history in one stream, and how things stood on a day."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import clock, dates
from crm.changes import Topic
from crm.errors import CrmError
from crm.organisations import AsAt, OrganisationDetail
from crm.timeline import GATHERINGS, INTRODUCTIONS, PEOPLE, PIPELINE, RECORD, STANDING
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.empty_states import StateStack
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.page import Page, scroller
from ui.kit.side_panel import PanelHost, SidePanel
from ui.organisations import words
from ui.organisations.actions import Commands
from ui.organisations.facts import NAME_ROOM, OrganisationFacts
from ui.organisations.notice_bars import AsAtBar, TrashedBar
from ui.organisations.people import PeopleCard
from ui.organisations.side_column import Aside
from ui.records.fact_card import FactCard
from ui.records.history_view import HistoryView
from ui.records.list_columns import STANDING_TONES

LEFT, RIGHT = 300, 276
ANY_WIDTH = 16_777_215
"""Qt's own limit: no widest width."""
KINDS = {
    "all": ("All", None),
    "meetings": ("Meetings", ("meeting", "video call", "visit")),
    "messages": ("Messages", ("call", "email", "message", "note")),
    "huddles": ("Huddles", GATHERINGS),
    "pipeline": ("Pipeline", (*PIPELINE, *INTRODUCTIONS)),
    "people": ("People", PEOPLE),
    "standing": ("Standing", (*STANDING, *RECORD)),
    "follow_ups": ("Follow-ups", ("follow_up",)),
}


class OrganisationPage(PanelHost):
    """The page of one organisation; see `ui.pages` for what it offers to the window.

    What stands beside the history is a column where there is room, else a sheet over it.
    """

    topics: ClassVar[Topic] = (
        Topic.CONTACTS
        | Topic.ORGANISATIONS
        | Topic.INTERACTIONS
        | Topic.FOLLOW_UPS
        | Topic.HUDDLES
        | Topic.OPPORTUNITIES
        | Topic.TAGS
        | Topic.VOCABULARIES
    )

    def __init__(self, context: Context) -> None:
        self.page = Page("Organisation")
        panel = SidePanel("Beside the history")
        super().__init__(self.page, panel)
        self.context = context
        self._id = 0
        self._day: date | None = None
        self.do = Commands(context, self)
        self._wide: bool | None = None
        self.people, self.aside = PeopleCard(context), Aside(context)
        self.about = FactCard("About", OrganisationFacts(context, name_width=NAME_ROOM))
        self.history = HistoryView(context, "organisation", filters=KINDS)
        self.as_at, self.trashed = AsAtBar(), TrashedBar()
        self._build_header()
        self._build_body()
        self._build_sheet()
        self.aside.standing_wanted.connect(self.do.change_standing)
        self.history.counted.connect(self._counted)
        self.as_at.picked.connect(self.show_day)
        self.as_at.left.connect(self.back_to_now)
        self.trashed.restore_wanted.connect(self.do.restore)
        self.page.first_focus = self.history.timeline
        self.first_focus = self.history.timeline

    def _build_header(self) -> None:
        page = self.page
        self.avatar = Avatar(48, square=True)
        page.leading.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignBottom)
        self.sector, self.standing, self.closed = Chip(""), Chip(""), Chip("")
        for chip in (self.sector, self.standing, self.closed):
            page.beside_title.addWidget(chip)
        log = Button("Log meeting", "primary", icon="plus", tip="Log a meeting", shortcut="Ctrl+L")
        log.clicked.connect(self.do.log)
        follow_up = Button("Follow-up", icon="bell", tip="Add a follow-up", shortcut="Ctrl+Shift+F")
        follow_up.clicked.connect(self.do.follow_up)
        self.beside = IconButton("columns", "Follow-ups, standing and what changed", variant="secondary")
        self.beside.clicked.connect(self.open_beside)
        self.more = IconButton("more", "More about this organisation", variant="secondary")
        self.more.clicked.connect(self.open_menu)
        for button in (log, follow_up, self.beside, self.more):
            page.add_action(button)

    def _build_body(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.px(8), theme.px(16))
        column.setSpacing(theme.px(16))
        column.addWidget(self.people)
        column.addWidget(self.about)
        column.addStretch(1)
        self._left = scroller(left)
        self._history_card = Card("History")
        jump = Button("As at…", "ghost", icon="history", tip="How things stood on a day", shortcut="Ctrl+J")
        jump.clicked.connect(self.as_at.open_bar)
        self._history_card.add_action(jump)
        self._history_card.body.addWidget(self.history)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(theme.px(8))
        self._columns.addWidget(self._left)
        self._columns.addWidget(self._history_card, 1)
        self._whole = QWidget()
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(12))
        for bar in (self.trashed, self.as_at):
            whole.addWidget(bar)
        whole.addLayout(self._columns, 1)
        self.states = StateStack(self._whole)
        self.states.acted.connect(self.reload)
        self.page.body.addWidget(self.states)

    def _build_sheet(self) -> None:
        self._aside_area = scroller(self.aside)
        close = IconButton("x", "Close", size=28, shortcut="Esc")
        close.clicked.connect(self.close_panel)
        head = QHBoxLayout()
        head.addWidget(Label("Beside the history", "section", elide=True), 1)
        head.addWidget(close)
        self.panel.body.addLayout(head)

    # -- as a page

    def show_target(self, id: int = 0, **_: object) -> None:
        """Remember which organisation to show, as it is now."""
        self._id, self._day = id, None
        self.as_at.hide()

    def reload(self) -> None:
        """Read the organisation and show it."""
        organisations = self.context.workspace.organisations
        try:
            detail = organisations.get(self._id)
            then = organisations.as_at(self._id, self._day) if self._day is not None else None
            self._show(detail, then)
        except CrmError as error:
            self.do.shown = None
            self.states.show_error(str(error))

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        page, group = Scope.PAGE, "Organisation"
        return [
            *self.do.table_of(),
            *self.aside.deeds.table(),
            Action("add_person", "Add a person here", self.add_person, "user-plus", ("Ctrl+N",), page, group),
            Action("as_at", "As at a day…", self.as_at.open_bar, "history", ("Ctrl+J",), page, group, "date then"),
            Action("beside", "Follow-ups, standing, what changed", self.open_beside, "columns", (), page, group),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        beside = (self.aside,) if self._wide or self.is_open() else ()
        return (self._history_card, self._left, *beside)

    # -- showing

    def _show(self, detail: OrganisationDetail, then: AsAt | None) -> None:
        self.do.shown = detail
        self._show_header(detail, then)
        self.trashed.setVisible(detail.deleted_at is not None)
        self.people.show_people(detail, then)
        self.about.show_record(detail)
        self.about.setVisible(then is None)
        self.aside.show_record(detail)
        self.history.show_record(detail.id, self._day)
        self.states.show_content()
        self._place_aside()

    def _show_header(self, detail: OrganisationDetail, then: AsAt | None) -> None:
        self.page.set_title(then.name if then else detail.name)
        self.page.set_crumbs(" › ".join(filter(None, ("Organisations", detail.sector))))
        self.page.set_subtitle(words.subtitle(detail))
        self.avatar.set(then.name if then else detail.name, detail.symbol)
        self.sector.set(detail.sector, sector=detail.symbol)
        text, tone = words.standing(detail.partnership)
        if then is not None:
            text, tone = then.status.capitalize(), STANDING_TONES.get(then.status, "neutral")
            self.as_at.tell(words.as_at(then, self._day or clock.today()))
        self.standing.set(text, tone)
        self.standing.setVisible(bool(text))
        closed = f"Closed {dates.show_partial(detail.closed_on)}" if detail.closed_on else ""
        self.closed.set(closed, "danger")
        self.closed.setVisible(bool(closed) and then is None)

    def _counted(self, number: int) -> None:
        self._history_card.set_count(f"{number:,}" if number else "")

    def add_person(self) -> None:
        """Open the form for a person who joins."""
        self._left.verticalScrollBar().setValue(0)
        self.people.start_adding()

    # -- as at a day

    def show_day(self, day: date) -> None:
        """Show how things stood at the end of a day."""
        self._day = day
        self.as_at.set_day(day)
        self.reload()

    def back_to_now(self) -> None:
        """Show how things stand."""
        self.as_at.hide()
        self._day = None
        self.reload()
        self.history.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        escape = event.key() == Qt.Key.Key_Escape and not event.modifiers()
        if escape and not self.as_at.isHidden() and not (self.is_open() and self.is_sheet()):
            self.back_to_now()
        else:
            super().keyPressEvent(event)

    # -- beside the history

    def open_beside(self) -> None:
        """Go to what stands beside the history, opening the sheet where there is no room for a column."""
        if self._wide:
            self.aside.follow_ups.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.is_open():
            self.close_panel()
        else:
            self.open_panel(focus=True)

    def open_menu(self) -> None:
        """Offer what can be done with the organisation."""
        menu = Menu(self, once=True)
        self.context.actions.fill_menu(menu, self.do.menu())
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_aside()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place_aside()

    def _place_aside(self) -> None:
        self._left.setFixedWidth(theme.px(LEFT))
        wide = not self.is_sheet()
        self._aside_area.setMaximumWidth(theme.px(RIGHT) if wide else ANY_WIDTH)
        self._aside_area.setMinimumWidth(theme.px(RIGHT) if wide else 0)
        if self._aside_area.parentWidget() is not None:  # without one it would flash a window of its own
            self._aside_area.setHidden(self._day is not None and wide)
        self._fit_chips()
        if wide == self._wide:
            return
        self._wide = wide
        self.close_panel()
        if wide:
            self.panel.body.removeWidget(self._aside_area)
            self._columns.addWidget(self._aside_area)
        else:
            self._columns.removeWidget(self._aside_area)
            self.panel.body.addWidget(self._aside_area, 1)
        if self._aside_area.parentWidget() is not None:  # without one it would flash a window of its own
            self._aside_area.setHidden(self._day is not None and wide)
        self.beside.setVisible(not wide)

    def _fit_chips(self) -> None:
        # The sector stands in the line above as well: where room is short, name and standing need it more.
        self.sector.setVisible(bool(self.sector.text()) and not self.is_sheet())
        for chip in (self.sector, self.standing, self.closed):
            chip.setMinimumWidth(chip.sizeHint().width())
