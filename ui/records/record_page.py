"""The page of one record: its head, its cards in columns that scroll, the menu of more, or why it cannot be shown."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crm.changes import Topic
from crm.errors import CrmError
from crm.text import begun
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.chips import Chip
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.page import Page, scroller
from ui.records.shown import Record


class RecordPage(Page, Generic[Record]):
    """Shows the record that `show_target(id=…)` names; `ui.pages` says what the window asks of a page.

    A feature adds the head and the content, and says what to `read`, how to `show_one` and what the menu of more holds.
    `shown` is None while there is nothing to show.
    """

    kind: ClassVar[str]
    """The kind of record, in words."""
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
    """What the pages of people and organisations show; another says its own."""

    def __init__(self, context: Context, *, scroll: bool = False) -> None:
        super().__init__(begun(self.kind), scroll=scroll)
        self.context = context
        self.shown: Record | None = None
        self._id = 0

    # -- what a feature says

    def read(self, record_id: int) -> Record:
        """Return the record; raises CrmError where it cannot be read."""
        raise NotImplementedError

    def show_one(self, record: Record) -> None:
        """Show a record; raises CrmError where what belongs to it cannot be read."""
        raise NotImplementedError

    def menu(self) -> Sequence[str]:
        """Return the ids of the actions in the menu of more, "" for a line between them."""
        raise NotImplementedError

    def fill_menu(self, menu: Menu) -> None:
        """Fill the menu of more."""
        self.context.actions.fill_menu(menu, self.menu())

    def keep(self, record: Record | None) -> None:
        """Remember which record is shown, None for none."""
        self.shown = record

    def show_refusal(self, error: CrmError) -> None:
        """Say why the record cannot be shown."""
        self.states.show_error(str(error))

    def leave_refusal(self) -> None:
        """Do what is offered where the record cannot be shown: try again."""
        self.reload()

    # -- building

    def add_chips(self, *chips: Chip) -> None:
        """Put chips beside the title."""
        for chip in chips:
            self.beside_title.addWidget(chip)

    def add_buttons(self, *buttons: tuple[Button, Callable[[], object]]) -> None:
        """Put buttons at the right of the title, with what each does, and the one that opens the menu of more."""
        self.more = IconButton("more", f"More about this {self.kind}", variant="secondary")
        for button, run in (*buttons, (self.more, self._open_menu)):
            button.clicked.connect(run)
            self.add_action(button)

    def add_content(self, content: QWidget, stretch: int = 1) -> None:
        """Put the content beneath the head; a refusal takes its place."""
        self.states = StateStack(content)
        self.states.acted.connect(self.leave_refusal)
        self.body.addWidget(self.states, stretch)

    # -- as a page

    def show_target(self, id: int = 0, **_: Any) -> None:
        """Remember which record to show."""
        self._id = id

    def reload(self) -> None:
        """Read the record and show it; what is open in it keeps what is typed."""
        try:
            record = self.read(self._id)
            self.keep(record)
            self.show_one(record)
        except CrmError as error:
            self.keep(None)
            self.show_refusal(error)
            return
        self.states.show_content()

    def _open_menu(self) -> None:
        menu = Menu(self, once=True)
        self.fill_menu(menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def card_column(*cards: QWidget, right: int = 0, foot: int = 0) -> QScrollArea:
    """Return cards one under the other, which scroll; `right` and `foot` are the room left there, in design pixels."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, theme.px(right), theme.px(foot))
    layout.setSpacing(theme.px(16))
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    return scroller(column)
