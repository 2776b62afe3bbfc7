"""What every small form over the page shares: a title, the form, and how it ends."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.errors import CrmError, Invalid
from ui.context import Context
from ui.kit import theme
from ui.kit.form import Form
from ui.kit.label import Label
from ui.kit.page import scroller


class FormCard(QWidget):
    """A titled form in an overlay. `save(values)` of a subclass writes and returns what the toast says.

    A refusal is shown at its field, else above the form, and what was typed stays.
    """

    WIDTH = 520

    def __init__(self, context: Context, title: str, note: str = "", save: str = "Save") -> None:
        super().__init__()
        self.context = context
        self.setAccessibleName(title)
        self.form = Form(save)
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self._leave)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(14))
        column.addWidget(Label(title, "section", elide=True))
        if note:
            column.addWidget(Label(note, "body", tone="text2", wrap=True))
        column.addWidget(scroller(self.form, fit=True), 1)

    def show_over(self) -> None:
        """Open it over the page."""
        self.context.overlay.open(self, width=self.WIDTH)

    def save(self, values: dict[str, Any]) -> str:
        """Write what the form holds; return what was done."""
        return ""

    def saved(self) -> None:
        """Do what follows a save, after the card was closed."""

    def field_of(self, field: str) -> str:
        """Return the key of the form's field for a field of the service."""
        return field

    def show_refusal(self, error: CrmError) -> None:
        """Say at the field, or above the form, why nothing was saved."""
        key = self.field_of(error.field) if isinstance(error, Invalid) else ""
        if key in self.form.values():
            self.form.set_error(key, str(error))
            self.form.field(key).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.set_problem(str(error))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if event.spontaneous():  # the window comes back: the focus is where it was
            return
        # The overlay gives the focus to the card: it goes on to the first field.
        if first := next(iter(self.form.values()), ""):
            self.setFocusProxy(self.form.field(first))
        self.form.focus_first()

    def _submitted(self, values: dict[str, Any]) -> None:
        try:
            said = self.save(values)
        except CrmError as error:
            self.show_refusal(error)
            return
        self.context.overlay.close(self)
        if said:
            self.context.toasts.undoable(said)
        self.saved()

    def _leave(self) -> None:
        self.context.overlay.close(self)
