"""Fields of forms: text, search, notes, choice, tick, and text that stands for something else (a date, a number).

Every field has `value()`, `set_value(value)`, the signal `edited` (the user changed it), `mark(wrong)` for the red edge
and `problem()`, the sentence about what cannot be understood, empty when all is well. `kept()` is what a draft keeps of
it, understood or not, as JSON can hold it; `restore(kept)` shows that again, `words()` is how it reads. They know
values, not records.
"""

from ui.kit.fields.choice import CheckField, ChoiceField
from ui.kit.fields.notes import NotesField
from ui.kit.fields.parsed import ParsedField
from ui.kit.fields.search import SearchField
from ui.kit.fields.text import Field, TextField

__all__ = ["CheckField", "ChoiceField", "Field", "NotesField", "ParsedField", "SearchField", "TextField"]
