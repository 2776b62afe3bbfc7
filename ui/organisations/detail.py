"""One organisation: its people now and formerly, its history in one stream, and how things stood on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import clock, dates
from crm.organisations import AsAt, OrganisationDetail
from crm.timeline import GATHERINGS, INTRODUCTIONS, PARTNERSHIP, PEOPLE, PIPELINE, RECORD
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.side_panel import PanelKeeper, SidePanel
from ui.organisations import words
from ui.organisations.actions import Commands
from ui.organisations.facts import NAME_ROOM, OrganisationFacts
from ui.organisations.notice_bars import AsAtBar, TrashedBar
from ui.organisations.people import PeopleCard
from ui.organisations.side_column import SideColumn
from ui.records.fact_card import FactCard
from ui.records.history_view import HistoryView
from ui.records.list_columns import PARTNERSHIP_TONES
from ui.records.record_page import RecordPage, card_column

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
    "partnership": ("Partnership", (*PARTNERSHIP, *RECORD)),
    "follow_ups": ("Follow-ups", ("follow_up",)),
}


class OrganisationPage(RecordPage[OrganisationDetail]):
    """The page of one organisation: what stands beside the history is a column where there is room, else a sheet."""

    kind: ClassVar[str] = "organisation"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheet = PanelKeeper(self, SidePanel("Beside the history"))
        self._day: date | None = None
        self.do = Commands(context, self)
        self._wide: bool | None = None
        self.people, self.aside = PeopleCard(context), SideColumn(context)
        self.about = FactCard("About", OrganisationFacts(context, name_width=NAME_ROOM))
        self.history = HistoryView(context, "organisation", filters=KINDS)
        self.as_at, self.trashed = AsAtBar(), TrashedBar()
        self._build_head()
        self._build_body()
        self._build_sheet()
        self.aside.partnership_wanted.connect(self.do.change_partnership)
        self.history.counted.connect(self._counted)
        self.as_at.picked.connect(self.show_day)
        self.as_at.left.connect(self.back_to_now)
        self.trashed.restore_wanted.connect(self.do.restore)
        self.first_focus = self.history.timeline

    def _build_head(self) -> None:
        self.avatar = Avatar(48, square=True)
        self.leading.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignBottom)
        self.sector, self.partnership, self.closed = Chip(""), Chip(""), Chip("")
        self.add_chips(self.sector, self.partnership, self.closed)
        log = Button("Log meeting", "primary", icon="plus", tip="Log a meeting", shortcut="Ctrl+L")
        follow_up = Button("Follow-up", icon="bell", tip="Add a follow-up", shortcut="Ctrl+Shift+F")
        self.beside = IconButton("columns", "Follow-ups, partnership and what changed", variant="secondary")
        self.add_buttons((log, self.do.log), (follow_up, self.do.follow_up), (self.beside, self.open_beside))

    def _build_body(self) -> None:
        self._left = card_column(self.people, self.about, right=8, foot=16)
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
        self.add_content(self._whole)

    def _build_sheet(self) -> None:
        self._aside_area = scroller(self.aside)
        close = IconButton("x", "Close", size=28, shortcut="Esc")
        close.clicked.connect(self.sheet.close)
        head = QHBoxLayout()
        head.addWidget(Label("Beside the history", "section", elide=True), 1)
        head.addWidget(close)
        self.sheet.panel.body.addLayout(head)

    # -- as a page

    def show_target(self, id: int = 0, **_: Any) -> None:
        """Remember which organisation to show, as it is now."""
        super().show_target(id)
        self._day = None
        self.as_at.hide()

    def read(self, record_id: int) -> OrganisationDetail:
        """Return the organisation."""
        return self.context.workspace.organisations.get(record_id)

    def keep(self, record: OrganisationDetail | None) -> None:
        """Remember which organisation is shown."""
        super().keep(record)
        self.do.shown = record

    def show_one(self, record: OrganisationDetail) -> None:
        """Show an organisation, as it is or as it was on the day that is chosen."""
        then = self.context.workspace.organisations.as_at(record.id, self._day) if self._day is not None else None
        self._show_header(record, then)
        self.trashed.setVisible(record.deleted_at is not None)
        self.people.show_people(record, then)
        self.about.show_record(record)
        self.about.setVisible(then is None)
        self.aside.show_record(record)
        self.history.show_record(record.id, self._day)
        self._place_aside()

    def menu(self) -> Sequence[str]:
        """Return the actions of the menu of more."""
        return self.do.menu()

    def page_actions(self) -> list[Action]:
        """Return what can be done here."""
        page, group = Scope.PAGE, "Organisation"
        return [
            *self.do.table_of(),
            *self.aside.deeds.table(),
            Action("add_person", "Add a person here", self.add_person, "user-plus", ("Ctrl+N",), page, group),
            Action("as_at", "As at a day…", self.as_at.open_bar, "history", ("Ctrl+J",), page, group, "date then"),
            Action("beside", "Follow-ups, partnership, what changed", self.open_beside, "columns", (), page, group),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        beside = (self.aside,) if self._wide or self.sheet.is_open() else ()
        return (self._history_card, self._left, *beside)

    # -- showing

    def _show_header(self, detail: OrganisationDetail, then: AsAt | None) -> None:
        self.set_title(then.name if then else detail.name)
        self.set_crumbs(" › ".join(filter(None, ("Organisations", detail.sector))))
        self.set_subtitle(words.subtitle(detail))
        self.avatar.set(then.name if then else detail.name, detail.symbol)
        self.sector.set(detail.sector, sector=detail.symbol)
        text, tone = words.partnership(detail.partnership)
        if then is not None:
            text, tone = then.status.capitalize(), PARTNERSHIP_TONES.get(then.status, "neutral")
            self.as_at.tell(words.as_at(then, self._day or clock.today()))
        self.partnership.set(text, tone)
        self.partnership.setVisible(bool(text))
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
        if self.sheet.take_key(event):
            return
        if escape and not self.as_at.isHidden():
            self.back_to_now()
        else:
            super().keyPressEvent(event)

    # -- beside the history

    def open_beside(self) -> None:
        """Go to what stands beside the history, opening the sheet where there is no room for a column."""
        if self._wide:
            self.aside.follow_ups.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.sheet.is_open():
            self.sheet.close()
        else:
            self.sheet.open(focus=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sheet.arrange()
        self._place_aside()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.sheet.arrange()
            self._place_aside()

    def _place_aside(self) -> None:
        self._left.setFixedWidth(theme.px(LEFT))
        wide = not self.sheet.is_sheet()
        self._aside_area.setMaximumWidth(theme.px(RIGHT) if wide else ANY_WIDTH)
        self._aside_area.setMinimumWidth(theme.px(RIGHT) if wide else 0)
        if self._aside_area.parentWidget() is not None:  # without one it would flash a window of its own
            self._aside_area.setHidden(self._day is not None and wide)
        self._fit_chips()
        if wide == self._wide:
            return
        self._wide = wide
        self.sheet.close()
        if wide:
            self.sheet.panel.body.removeWidget(self._aside_area)
            self._columns.addWidget(self._aside_area)
        else:
            self._columns.removeWidget(self._aside_area)
            self.sheet.panel.body.addWidget(self._aside_area, 1)
        if self._aside_area.parentWidget() is not None:  # without one it would flash a window of its own
            self._aside_area.setHidden(self._day is not None and wide)
        self.beside.setVisible(not wide)

    def _fit_chips(self) -> None:
        # The sector stands in the line above as well: where room is short, name and partnership need it more.
        self.sector.setVisible(bool(self.sector.text()) and not self.sheet.is_sheet())
        for chip in (self.sector, self.partnership, self.closed):
            chip.setMinimumWidth(chip.sizeHint().width())
