"""What of the needs and offers is shown, and which pairs."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.needs import Match, NeedRow
from ui.context import Context
from ui.introductions.needs_words import CATEGORIES
from ui.kit import theme
from ui.kit.fields import ChoiceField, SearchField

SUGGESTED, DISMISSED = "suggested", "dismissed"
PAIRS = ((SUGGESTED, "Suggested pairs"), (DISMISSED, "Dismissed pairs"))
STATES = (("open", "Open"), ("expired", "Expired"), ("closed", "Met or closed"))


class NeedFilters(QWidget):
    """One row of fields; `changed` says that something else is to be shown, `left_down` that Down left the search."""

    changed = Signal()
    left_down = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.search = SearchField("Find needs and offers", "Title, person or organisation")
        self.theme, self.category = ChoiceField("Theme", ()), ChoiceField("Kind", (("", "Any kind"), *CATEGORIES))
        self.state, self.pairs = ChoiceField("Status", STATES), ChoiceField("Which pairs", PAIRS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.search, 2)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.changed)
        self.search.searched.connect(self._edited)
        self.search.left_down.connect(self.left_down)
        for field in (self.theme, self.category, self.state, self.pairs):
            row.addWidget(field, 1)
            field.edited.connect(self._edited)

    def reload(self) -> None:
        """Read what can be chosen; what was chosen stays."""
        kept = self.theme.value()
        names = [term.name for term in self._context.workspace.vocabularies.terms("theme")]
        self.theme.set_options((("", "Any theme"), *((name, name) for name in names)))
        self.theme.set_value(kept if kept in names else "")

    def fits(self, row: NeedRow) -> bool:
        """Say whether a need or an offer is shown, whatever its status."""
        words = self.search.text().casefold().split()
        told = " ".join((row.title, row.contact, row.organisation, row.notes)).casefold()
        return (
            all(word in told for word in words)
            and self.theme.value() in ("", *row.themes)
            and self.category.value() in ("", row.category)
        )

    def fits_pair(self, match: Match) -> bool:
        """Say whether a pair is shown: where one of its two is."""
        return self.fits(match.need) or self.fits(match.offer)

    def shows_dismissed(self) -> bool:
        """Say whether the pairs are those that were dismissed."""
        return bool(self.pairs.value() == DISMISSED)

    def narrows(self) -> bool:
        """Say whether anything that is open is left out."""
        return bool(self.search.text().strip() or self.theme.value() or self.category.value())

    def clear(self) -> None:
        """Leave nothing out, and show what is open."""
        self.search.clear()
        for field, nothing in ((self.theme, ""), (self.category, ""), (self.state, "open"), (self.pairs, SUGGESTED)):
            field.set_value(nothing)
        self.changed.emit()

    @Slot()
    def _edited(self) -> None:
        self._later.start()
