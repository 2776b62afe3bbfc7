"""What every form shares: its fields as they are said, its draft, what is stored meanwhile, and how it ends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Unpack

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.errors import CrmError, Invalid, NotFound
from crm.fields import Fields
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action
from ui.kit.buttons import Button
from ui.kit.form import Form
from ui.kit.label import Label
from ui.records.draft_autosave import DraftLine, FormKeeper
from ui.records.form_fields import Asked, How, Make, Options, Row, declared
from ui.records.service_calls import write_or_tell
from ui.records.shown import Record


class KeptForm(QWidget):
    """A titled form in an overlay. A subclass says its `fields`, what it `read`s, and `save`s what they hold.

    What is typed is kept under the key `draft`: Esc, closing, another page and a crash keep it, Cancel throws it away,
    saving too. With `of_record` the form edits what is stored, and a save that would overwrite another is held back.
    Without a key nothing is kept.

    A refusal is shown at its field, else above the form, and what was typed stays.
    """

    WIDTH: ClassVar[int] = 520
    DECLARED: ClassVar[Fields]
    """Where the fields that are declared are declared."""
    ALSO: ClassVar[Mapping[str, str]] = {}
    """The key of the field for what a service calls otherwise than the record does."""

    def __init__(
        self,
        context: Context,
        title: str,
        note: str = "",
        save: str = "Save",
        *,
        draft: str = "",
        of_record: bool = False,
    ) -> None:
        super().__init__()
        self.context = context
        self.setAccessibleName(title)
        self.form = self.make_form(save)
        self.form.submitted.connect(self.write)
        self.form.cancelled.connect(self._cancelled)
        self.form.left.connect(self.leave)
        self.draft_line = self.make_line()
        self.column = QVBoxLayout(self)
        self.lay_out(title, note)
        self._asked: dict[str, Asked] = {}
        self._added = 0
        for row in self.fields():
            for asked in row if isinstance(row, tuple) else (row,):
                self._ask(asked, half=isinstance(row, tuple))
        self.keeper = FormKeeper(
            context.workspace, self.form, self.draft_line, self.fill, restore=self.restore, refresh=self.refresh
        )
        self.built()
        if draft:
            try:
                self.keeper.begin(draft, of_record=of_record)
            except CrmError:
                self.deleteLater()  # it is never shown, and nobody else could close it
                raise

    # -- what a form says

    def fields(self) -> Iterable[Row]:
        """Return what is asked for, line by line."""
        raise NotImplementedError

    def of(
        self,
        key: str,
        make: Make | None = None,
        *,
        options: Options | None = None,
        at: str = "",
        name: str = "",
        example: str = "",
        **how: Unpack[How],
    ) -> Asked:
        """Ask for a field as it is declared (`declared` in `ui.records.form_fields`)."""
        return declared(self.DECLARED, key, make, options=options, at=at, name=name, example=example, **how)

    def built(self) -> None:
        """Add what is no field, before the form is filled."""

    def read(self) -> Any:
        """Read what is stored again, or return what a new one begins with; raises CrmError."""
        return None

    def fill(self) -> None:
        """Fill the form with what is read."""
        record = self.read()
        if record is not None:
            self.show_record(record)

    def save(self, values: dict[str, Any]) -> str:
        """Write what the form holds; return what was done."""
        return ""

    def saved(self) -> None:
        """Do what follows a save, after the form was closed."""

    def restore(self, kept: dict[str, Any]) -> None:
        """Show kept fields; those it says nothing of stay."""
        self.form.restore(kept)

    def refresh(self) -> None:
        """Show what depends on other fields, after these were filled."""

    # -- between the fields and the record

    def show_record(self, record: Any, **instead: Any) -> None:
        """Fill every field with its part of a record, or with what is given in its place."""
        values = {}
        for key, asked in self._asked.items():
            if key in instead:
                values[key] = instead[key]
            else:
                part = getattr(record, asked.part or key)
                values[key] = asked.shown(part) if asked.shown is not None else part
        self.form.set_values(values)

    def parts(self, *but: str) -> dict[str, Any]:
        """Return what the fields hold as the record calls it, `but` some of them."""
        return {
            asked.part or key: asked.held() if asked.held is not None else asked.widget.value()
            for key, asked in self._asked.items()
            if key not in but
        }

    def field_of(self, field: str) -> str:
        """Return the key of the form's field for a field of the service."""
        of_parts = {asked.part: key for key, asked in self._asked.items() if asked.part}
        return self.ALSO.get(field) or of_parts.get(field, field)

    # -- as it is built

    def make_form(self, save: str) -> Form:
        """Return the form without its fields."""
        return Form(save, scrolls=True)

    def make_line(self) -> DraftLine:
        """Return the line that offers a draft."""
        return DraftLine()

    def lay_out(self, title: str, note: str) -> None:
        """Put the title, the draft that is offered and the form under each other."""
        column = self.column
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(16))
        column.setSpacing(theme.px(14))
        column.addWidget(Label(title, "section", elide=True))
        if note:
            column.addWidget(Label(note, "body", tone="text2", wrap=True))
        column.addWidget(self.draft_line)
        column.addWidget(self.form, 1)

    def add_button(self, text: str, run: Callable[[], object], icon: str, kind: str = "ghost") -> None:
        """Add a button at the left, behind those added before."""
        button = Button(text, kind, icon=icon)
        button.clicked.connect(run)
        self.form.buttons.insertWidget(self._added, button)
        self._added += 1

    def _ask(self, asked: Asked, *, half: bool) -> None:
        self._asked[asked.key] = asked
        self.form.add(asked.key, asked.name, asked.widget, hint=asked.hint, required=asked.required, half=half)
        if asked.hidden:
            self.form.set_shown(asked.key, False)
        if asked.refreshes:
            asked.widget.edited.connect(self.refresh)

    # -- how it ends

    def show_over(self) -> None:
        """Open it over the page."""
        self.context.overlay.open(self, width=self.WIDTH)

    @Slot()
    def leave(self) -> None:
        """Go from it; what is typed is kept."""
        self.context.overlay.close_top()

    def end(self) -> None:
        """Take it from the screen: it was saved, or is not wanted."""
        self.context.overlay.close(self)

    @Slot()
    def write(self) -> None:
        """Save what the form holds, or say why it cannot be; an empty sentence of `save` is not told."""
        try:
            if not self.keeper.settle():
                return
            said = self.save(self.form.values())
        except CrmError as error:
            self.show_refusal(error)
            return
        self.forget()
        self.keeper.saved()
        self.end()
        if said:
            self.context.toasts.undoable(said)
        self.saved()

    def end_with(self, write: Callable[[], object], said: str) -> bool:
        """End with another deed than saving, and say so; or tell why it cannot be, and return False."""
        done = write_or_tell(self.context, write, said)
        if done:
            self.end()
        return done

    def forget(self) -> None:
        """Empty what is shown again after it ended."""

    def show_refusal(self, error: CrmError) -> None:
        """Say at the field, or above the form, why nothing was saved; what was refused is kept at once."""
        key = self.field_of(error.field) if isinstance(error, Invalid) else ""
        if key in self.form.values():
            self.form.set_error(key, str(error))
            self.form.go_to(key)
        else:
            self.form.set_problem(str(error))
        self.keeper.keep()

    def page_actions(self) -> Sequence[Action]:
        """Return what can be done with the draft that is offered."""
        return self.keeper.actions() if self.keeper.is_begun() else ()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if event.spontaneous():  # the window comes back: the focus is where it was
            return
        # The overlay gives the focus to the card: it goes on to the first field.
        if first := next(iter(self.form.values()), ""):
            self.setFocusProxy(self.form.field(first))
        self.form.focus_first()

    @Slot()
    def _cancelled(self) -> None:
        self.forget()
        self.keeper.discard()
        self.end()


class PageForm(KeptForm):
    """A form that lies in a page: begun for one record after the other, and empty again once it was saved.

    `left` follows whatever ends it.
    """

    left = Signal()

    def make_form(self, save: str) -> Form:
        """Return the form, as long as its fields are."""
        return Form(save)

    def lay_out(self, title: str, note: str) -> None:
        """Put the draft that is offered and the form under each other; the page has a title."""
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.draft_line)
        self.column.addWidget(self.form)

    @Slot()
    def leave(self) -> None:
        """Go from it; what is typed is kept."""
        self.left.emit()

    def end(self) -> None:
        """Go from it, with nothing left in it."""
        self.left.emit()

    def forget(self) -> None:
        """Empty it for the next."""
        self.fill()

    def page_actions(self) -> Sequence[Action]:
        """The page has its own."""
        return ()

    def showEvent(self, event: QShowEvent) -> None:
        # Whoever shows it says where the focus goes.
        QWidget.showEvent(self, event)


def still_there(held: Iterable[Record], record: int, what: str, name: object = None) -> Record:
    """Return the one of this id; raises NotFound, naming what is gone."""
    found = next((each for each in held if each.id == record), None)
    if found is None:
        raise NotFound(what, name or record)
    return found
