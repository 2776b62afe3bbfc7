"""What the forms of a new contact and of a new organisation share: who is here already, or in the trash, is said."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QTimer, Slot

from ui.kit.label import Label
from ui.records.kept_form import KeptForm
from ui.records.trash_notice import TrashNotice


class NewRecordForm(KeptForm):
    """A form for a new record of a `KIND`. A subclass says what is `known` of what is typed; its `save` sets `made`."""

    KIND: ClassVar[str]
    made = 0

    def built(self) -> None:
        """Add what is said above the form."""
        self.warning = Label("", "secondary", tone="warn", wrap=True)
        self.warning.hide()
        self.column.insertWidget(1, self.warning)
        self.gone = TrashNotice(self.context, self.KIND)
        self.gone.restored.connect(self._restored)
        self.column.insertWidget(1, self.gone)
        self._look_up = QTimer(self, singleShot=True, interval=120)
        self._look_up.timeout.connect(self.refresh)
        self.form.edited.connect(self._look_up.start)

    def known(self) -> Sequence[str]:
        """Look in the trash, and return what is to be said of what is typed."""
        raise NotImplementedError

    @Slot()
    def refresh(self) -> None:
        """Say what is known of what is typed."""
        told = self.known()
        self.warning.setText("\n".join(told))
        self.warning.setVisible(bool(told))

    def saved(self) -> None:
        """Show the new record."""
        self.context.navigator.open(self.KIND, self.made)

    @Slot(object)
    def _restored(self, record: int) -> None:
        """Show what came out of the trash; what was typed beside the name is kept."""
        values = self.form.values()
        if not any(value for key, value in values.items() if key != "name"):
            self.form.set_values({"name": ""})
        self.end()
        self.context.navigator.open(self.KIND, record)
