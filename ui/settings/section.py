"""What every section of the settings is: a card that shows what the file says and writes through one service."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm.errors import CrmError
from ui.context import Context
from ui.kit.card import Card
from ui.kit.label import Label
from ui.kit.matching import fit


class Section(Card):
    """A card of settings; `keywords` are other words it is found by."""

    keywords = ""

    def __init__(self, context: Context, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.context = context
        self._title_text = title
        self.body.setSpacing(6)
        self._error = Label("", "secondary", tone="danger", wrap=True, parent=self)
        self._error.hide()
        self._built = False

    def reload(self) -> None:
        """Read what the file says and show it."""

    def found_by(self, text: str) -> bool:
        """Return whether the section answers a search."""
        return fit(text, self._title_text, self.keywords) is not None

    def is_called(self, text: str) -> bool:
        """Return whether a search is the section's own title."""
        return text.strip().casefold() == self._title_text.casefold()

    def attempt(self, write: Callable[[], object], said: str = "") -> bool:
        """Write; say what was done with Undo, or in the card why it was not. Returns whether it was written.

        What changed nothing is not said: Undo would take back the action before it.
        """
        before = self._newest_action()
        try:
            write()
        except CrmError as error:
            self.show_error(str(error))
            return False
        self.show_error("")
        if said and self._newest_action() != before:
            self.context.toasts.undoable(said)
        return True

    def _newest_action(self) -> int:
        return next((action.id for action in self.context.workspace.actions(limit=1)), 0)

    def show_error(self, text: str) -> None:
        """Say at the foot of the card what stood in the way; empty takes it away."""
        if not self._built:
            self.body.addWidget(self._error)
            self._built = True
        self._error.setText(text)
        self._error.setVisible(bool(text))
