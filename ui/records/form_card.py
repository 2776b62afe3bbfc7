"""Forms that are not declared yet: they add their fields themselves."""

from collections.abc import Iterable

from crm.errors import CrmError
from ui.records.form_fields import Row
from ui.records.kept_form import KeptForm


class FormCard(KeptForm):
    """A form whose subclass builds its fields and ends its `__init__` with `begin`."""

    def fields(self) -> Iterable[Row]:
        """None that is declared."""
        return ()

    def begin(self, key: str, *, of_record: bool = False) -> None:
        """Fill the form, offer the draft kept under `key`, and keep what is typed from now on."""
        try:
            self.keeper.begin(key, of_record=of_record)
        except CrmError:
            self.deleteLater()  # it is never shown, and nobody else could close it
            raise
