"""Tags for several records at once: a card over the page with what to put on and what to take off."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.workspace import Workspace
from ui.kit import theme
from ui.kit.chips_field import ChipsField
from ui.kit.choices import Choice
from ui.kit.form import Form
from ui.kit.label import Label
from ui.kit.overlay import Overlay


class TagsCard(QWidget):
    """`apply(add, remove)` writes the tags; it returns why not, and then the card stays with what was typed."""

    WIDTH = 480

    def __init__(
        self,
        workspace: Workspace,
        overlay: Overlay,
        what: str,
        apply: Callable[[Sequence[str], Sequence[str]], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._overlay, self._apply = workspace, overlay, apply
        self.setAccessibleName(f"Tag {what}")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(20)] * 4)
        column.setSpacing(theme.px(14))
        column.addWidget(Label(f"Tag {what}", "section", elide=True))
        self.form = Form("Tag")
        self.form.add("add", "Put on", ChipsField("Put on", self.tags_like, placeholder="imaging, pilot"))
        taken = ChipsField("Take off", self.tags_like, placeholder="A tag they carry", only_known=True)
        self.form.add("remove", "Take off", taken)
        self.form.submitted.connect(self._submitted)
        self.form.cancelled.connect(self._cancel)
        column.addWidget(self.form)

    def tags_like(self, text: str) -> Sequence[Choice]:
        """Return the tags that begin so."""
        return [Choice(name, icon="tag") for name in self._workspace.tags.names(text, 7)]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the first field."""
        self.form.focus_first()

    def _submitted(self, values: dict[str, Any]) -> None:
        add, remove = ([each.text for each in values[key]] for key in ("add", "remove"))
        if not add and not remove:
            self.form.set_error("add", "Name at least one tag.")
            return
        refusal = self._apply(add, remove)
        if refusal:
            self.form.set_problem(refusal)
        else:
            self._overlay.close(self)

    def _cancel(self) -> None:
        self._overlay.close(self)
