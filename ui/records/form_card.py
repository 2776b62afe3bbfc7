"""What every small form over the page shares: a title, the form, its draft, and how it ends."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.errors import CrmError, Invalid
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action
from ui.kit.form import Form
from ui.kit.label import Label
from ui.records.draft_autosave import DraftLine, FormKeeper


class FormCard(QWidget):
    """A titled form in an overlay. `save(values)` of a subclass writes and returns what the toast says.

    A subclass builds its fields and ends its `__init__` with `begin`, which calls its `fill`. What is typed is kept as
    a draft from then on: Esc, closing, another page and a crash keep it, Cancel throws it away, saving too.

    A refusal is shown at its field, else above the form, and what was typed stays.
    """

    WIDTH = 520

    def __init__(self, context: Context, title: str, note: str = "", save: str = "Save") -> None:
        super().__init__()
        self.context = context
        self.setAccessibleName(title)
        self.form = Form(save, scrolls=True)
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self._cancelled)
        self.form.left.connect(context.overlay.close_top)
        self.draft_line = DraftLine()
        self.keeper: FormKeeper | None = None
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(16))
        column.setSpacing(theme.px(14))
        column.addWidget(Label(title, "section", elide=True))
        if note:
            column.addWidget(Label(note, "body", tone="text2", wrap=True))
        column.addWidget(self.draft_line)
        column.addWidget(self.form, 1)

    def begin(self, key: str, *, of_record: bool = False) -> None:
        """Fill the form, offer the draft kept under `key`, and keep what is typed from now on.

        With `of_record` the form edits what is stored, and a save that would overwrite another is held back.
        """
        self.keeper = FormKeeper(
            self.context.workspace, self.form, self.draft_line, self.fill, restore=self.restore, refresh=self.refresh
        )
        try:
            self.keeper.begin(key, of_record=of_record)
        except CrmError:
            self.deleteLater()  # it is never shown, and nobody else could close it
            raise

    def fill(self) -> None:
        """Read the record again and fill the form with it, or with what a new one begins with; raises CrmError."""

    def restore(self, kept: dict[str, Any]) -> None:
        """Show kept fields; those it says nothing of stay."""
        self.form.restore(kept)

    def refresh(self) -> None:
        """Show what depends on other fields, after these were filled."""

    def page_actions(self) -> Sequence[Action]:
        """Return what can be done with the draft that is offered."""
        return self.keeper.actions() if self.keeper is not None else ()

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
        """Say at the field, or above the form, why nothing was saved; what was refused is kept at once."""
        key = self.field_of(error.field) if isinstance(error, Invalid) else ""
        if key in self.form.values():
            self.form.set_error(key, str(error))
            self.form.go_to(key)
        else:
            self.form.set_problem(str(error))
        if self.keeper is not None:
            self.keeper.keep()

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
            if self.keeper is not None and not self.keeper.settle():
                return
            said = self.save(self.form.values())
        except CrmError as error:
            self.show_refusal(error)
            return
        if self.keeper is not None:
            self.keeper.saved()
        self.context.overlay.close(self)
        if said:
            self.context.toasts.undoable(said)
        self.saved()

    def _cancelled(self) -> None:
        if self.keeper is not None:
            self.keeper.discard()
        self.context.overlay.close(self)
