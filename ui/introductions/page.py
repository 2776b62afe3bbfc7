"""Introductions: the ledger of who was brought together, and the needs and offers that ask for more of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm.changes import Topic
from ui.context import Context
from ui.introductions.ledger_part import LedgerPart
from ui.introductions.needs_part import NeedsPart
from ui.introductions.page_part import PagePart
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import SegmentedControl
from ui.kit.page import Page

LEDGER, NEEDS = "ledger", "needs"
PARTS = ((LEDGER, "Ledger"), (NEEDS, "Needs and offers"))


class IntroductionsPage(Page):
    """The page "introductions"; `part` names the part to show, an `introduction` is shown in the ledger."""

    topics: ClassVar[Topic] = (
        Topic.INTRODUCTIONS
        | Topic.NEEDS
        | Topic.CONTACTS
        | Topic.ORGANISATIONS
        | Topic.FOLLOW_UPS
        | Topic.HUDDLES
        | Topic.VOCABULARIES
    )

    def __init__(self, context: Context) -> None:
        super().__init__("Introductions")
        self.context = context
        self._part = LEDGER
        self.parts = QStackedWidget()
        self.tabs = SegmentedControl(PARTS, "Parts of the page")
        self.tabs.changed.connect(self.show_part)
        self.add_action(self.tabs)
        self.body.setSpacing(theme.px(12))
        self.body.addWidget(self.parts, 1)
        self.first_focus: QWidget | None = None

    @cached_property
    def ledger(self) -> LedgerPart:
        """The ledger, made when it is first wanted."""
        ledger = LedgerPart(self.context)
        self._take_in(ledger)
        return ledger

    @cached_property
    def needs(self) -> NeedsPart:
        """Needs and offers, made when they are first wanted."""
        needs = NeedsPart(self.context)
        self._take_in(needs)
        return needs

    def _take_in(self, part: PagePart) -> None:
        part.told.connect(self._tell)
        self.parts.addWidget(part)
        for widget in part.header:
            self.add_action(widget)

    def front(self) -> PagePart:
        """Return the part shown."""
        return self.ledger if self._part == LEDGER else self.needs

    # -- as a page

    def show_target(self, part: str = "", introduction: int | None = None, **target: Any) -> None:
        """Remember which part to show, and what of it."""
        self._part = LEDGER if introduction is not None else part or self._part
        self.front().show_target(introduction=introduction, **target)

    def reload(self) -> None:
        """Read the part in front and show it."""
        front = self.front()
        self.tabs.set_current(self._part)
        self.parts.setCurrentWidget(front)
        right, bottom = (0, 0) if front.flush else (theme.px(24), theme.px(16))
        self.body.setContentsMargins(0, 0, right, bottom)
        for part in self.parts.findChildren(PagePart):
            for widget in part.header:
                widget.setVisible(part is front)
        front.reload()
        self._tell()

    def page_actions(self) -> list[Action]:
        """Return what can be done here: what the part in front brings, and the way to the other."""
        page, group = Scope.PAGE, "Introductions"
        return [
            Action("part_ledger", "Show the ledger", self.to_ledger, "list", ("Ctrl+1",), page, group),
            Action("part_needs", "Show needs and offers", self.to_needs, "columns", ("Ctrl+2",), page, group, "match"),
            *self.front().part_actions(),
        ]

    def panes(self) -> Sequence[QWidget]:
        """Return what F6 steps through."""
        return self.front().panes()

    def focus_content(self) -> None:
        """Give the keyboard to the part in front."""
        self.front().take_focus()

    # -- parts

    @Slot(str)
    def show_part(self, part: str) -> None:
        """Show a part."""
        self._part = part
        self.reload()
        self.context.actions.set_page(self.page_actions())

    def to_ledger(self) -> None:
        """Show the ledger."""
        self.show_part(LEDGER)
        self.focus_content()

    def to_needs(self) -> None:
        """Show needs and offers."""
        self.show_part(NEEDS)
        self.focus_content()

    @Slot()
    def _tell(self) -> None:
        self.set_subtitle(self.front().summary())
