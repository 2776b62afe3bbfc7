"""What every small form over the page shares: a title, the form, and how it ends."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.errors import CrmError, Invalid
from ui.context import Context
from ui.keeping import Keeper
from ui.kit import theme
from ui.kit.chips_field import Picked
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


class KeptForm(FormCard):
    """A form whose content is kept as a draft: what is typed survives Esc and a crash, until it is saved.

    A subclass names its fields by what is kept of them: of those TYPED the value, of those PARSED the text, understood
    or not, of those PICKED the text and the id. It fills the form, calls `keep_as` once, and writes in `write`.
    """

    TYPED: tuple[str, ...] = ()
    PARSED: tuple[str, ...] = ()
    PICKED: tuple[str, ...] = ()

    at_first: dict[str, Any]
    """The content that is not worth keeping: nothing was typed yet, or all of it was saved."""

    def keep_as(self, key: str) -> None:
        """Show again what was kept under the key, and keep from now on what is typed."""
        self.at_first = self.content()
        self._keeper = Keeper(self.context.workspace, key, self)
        self._keeper.due.connect(self._keep)
        if kept := self._keeper.load():
            self.restore(kept)
        self.form.edited.connect(self._keeper.touch)

    def content(self) -> dict[str, Any]:
        """Return what a draft keeps, as JSON can hold it."""
        field = self.form.field
        picked: dict[str, Picked | None] = {key: field(key).value() for key in self.PICKED}
        return {
            **{key: field(key).value() for key in self.TYPED},
            **{key: field(key).text() for key in self.PARSED},
            **{key: [each.text, each.data] if each else None for key, each in picked.items()},
        }

    def restore(self, kept: dict[str, Any]) -> None:
        """Show a kept content again; a field it says nothing of stays."""
        self.form.set_values({key: kept[key] for key in self.TYPED if key in kept})
        for key in self.PARSED:
            if key in kept:
                self.form.field(key).setText(str(kept[key]))
        self.form.set_values({key: Picked(*kept[key]) if kept[key] else None for key in self.PICKED if key in kept})

    def write(self, values: dict[str, Any]) -> str:
        """Write what the form holds; return what was done."""
        return ""

    def save(self, values: dict[str, Any]) -> str:
        """Write, and throw the draft away."""
        said = self.write(values)
        self.at_first = self.content()
        self._keeper.discard()
        return said

    def show_refusal(self, error: CrmError) -> None:
        """Keep what was refused, too."""
        self._keep()
        super().show_refusal(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed."""
        self._keep()
        super().closeEvent(event)

    def _keep(self) -> None:
        content = self.content()
        if said := self._keeper.keep(None if content == self.at_first else content):
            self.form.set_problem(said)
