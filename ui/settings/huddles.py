"""What is said at the door of huddles."""

from functools import partial

from PySide6.QtCore import Slot

from crm.settings import NEWSLETTER_WORDING
from ui.context import Context
from ui.kit.field_row import FieldRow
from ui.kit.fields import TextField
from ui.kit.label import Label
from ui.settings.section import Section


class HuddlesSection(Section):
    """The wording of the newsletter's question, which every answer at the door is kept with."""

    keywords = "newsletter wording consent check-in door walk-in privacy"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Huddles")
        self._wording = FieldRow("Newsletter", TextField, placeholder=NEWSLETTER_WORDING.default)
        self._wording.committed.connect(self._save)
        self.body.addWidget(self._wording)
        note = "Walk-ins are asked this at the door. Each answer is kept with the wording it was given to."
        self.body.addWidget(Label(note, "secondary", tone="text3", wrap=True))

    def reload(self) -> None:
        """Show what the file says."""
        self._wording.show_stored(self.context.workspace.settings.get(NEWSLETTER_WORDING))

    @Slot(object)
    def _save(self, text: str) -> None:
        settings = self.context.workspace.settings
        wording = text.strip() or NEWSLETTER_WORDING.default
        if wording != settings.get(NEWSLETTER_WORDING):
            self.attempt(partial(settings.set, NEWSLETTER_WORDING, wording), "Wording of the newsletter changed")
        self._wording.set_value(settings.get(NEWSLETTER_WORDING))
