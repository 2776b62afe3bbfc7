"""What of a pipeline is shown: the pipeline itself, and the filters that board, table and forecast share."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.errors import NotFound
from crm.fields import ORGANISATION
from crm.opportunities import OpportunityFilter
from ui.context import Context
from ui.kit import theme
from ui.kit.chips import ChipButton
from ui.kit.fields import ChoiceField, SearchField

ATTENTION = (
    ("", "Any state"),
    ("no next step", "No next step"),
    ("stale", "Too long in stage"),
)
SHARES = (14, 12, 9, 12, 10, 9)
"""Of the row: the words of each are whole in a narrow window with large text, too."""
OPEN, CLOSED = "open", "closed"
OUTCOMES = ((OPEN, "Open"), (CLOSED, "Closed"))


class PipelineFilters(QWidget):
    """One row of fields; `changed` says that something else is to be shown, `left_down` that Down left the search."""

    changed = Signal()
    left_down = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.pipeline = ChoiceField("Pipeline", ())
        self.search = SearchField("Find in the pipeline", "Title or organisation")
        self.sector, self.region = (ChoiceField(ORGANISATION[key].label, ()) for key in ("sector_id", "sub_region_id"))
        self.attention = ChoiceField("State", ATTENTION)
        self.outcome = ChoiceField("Open or closed", OUTCOMES)
        self._party: tuple[str, int] | None = None
        self.party = ChipButton("", "accent", look="outline", icon="filter", removable=True)
        self.party.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        row = QHBoxLayout()
        column.addLayout(row)
        column.addWidget(self.party)
        row.setSpacing(theme.px(8))
        fields = (self.pipeline, self.search, self.sector, self.region, self.attention, self.outcome)
        for field, share in zip(fields, SHARES, strict=True):
            row.addWidget(field, share)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.changed)
        self.party.clicked.connect(self._drop_party)
        self.party.removed.connect(self._drop_party)
        self.search.searched.connect(self._edited)
        self.search.left_down.connect(self.left_down)
        for field in (self.pipeline, self.sector, self.region, self.attention, self.outcome):
            field.edited.connect(self._edited)

    def set_party(self, organisation: int | None = None, contact: int | None = None, **_: object) -> None:
        """Show only what an organisation or a contact takes part in; without one everybody's."""
        found = (("organisation", organisation), ("contact", contact))
        self._party = next(((record, id_) for record, id_ in found if id_ is not None), None)

    def reload(self) -> None:
        """Read what can be chosen; what was chosen stays."""
        self._show_party()
        vocabularies = self._context.workspace.vocabularies
        pipelines = [(each.id, each.name) for each in self._context.workspace.pipelines.all()]
        chosen = self.pipeline.value()
        self.pipeline.set_options(pipelines)
        # The one chosen may have been retired meanwhile.
        known = [id_ for id_, _ in pipelines]
        self.pipeline.set_value(chosen if chosen in known else next(iter(known), None))
        for field, key in ((self.sector, "sector_id"), (self.region, "sub_region_id")):
            kept, terms = field.value(), vocabularies.terms(key.removesuffix("_id"))
            field.set_options(((None, ORGANISATION[key].label), *((each.id, each.name) for each in terms)))
            field.set_value(kept)

    def shown(self) -> OpportunityFilter:
        """Return the filter as it is set."""
        attention = self.attention.value()
        return OpportunityFilter(
            pipeline_id=self.pipeline.value(),
            text=self.search.text().strip(),
            sector_id=self.sector.value(),
            sub_region_id=self.region.value(),
            stale=attention == "stale",
            no_next_step=attention == "no next step",
            organisation_id=self._of("organisation"),
            contact_id=self._of("contact"),
        )

    def take(self, shown: OpportunityFilter) -> None:
        """Set the fields to a filter without saying `changed`; without a pipeline the one chosen stays."""
        self.set_party(shown.organisation_id, shown.contact_id)
        self.reload()
        if shown.pipeline_id is not None:
            self.pipeline.set_value(shown.pipeline_id)
        self.search.set_quietly(shown.text)
        self.sector.set_value(shown.sector_id)
        self.region.set_value(shown.sub_region_id)
        self.attention.set_value("stale" if shown.stale else "no next step" if shown.no_next_step else "")
        self.outcome.set_value(CLOSED if shown.closed else OPEN)

    def is_closed(self) -> bool:
        """Say whether what is over is shown."""
        return bool(self.outcome.value() == CLOSED)

    def show_narrowing(self, shown: bool) -> None:
        """Show or hide the fields that leave something out."""
        for field in (self.search, self.sector, self.region, self.attention, self.outcome):
            field.setVisible(shown)
        self.party.setVisible(shown and self._party is not None)

    def narrows(self) -> bool:
        """Say whether anything is left out."""
        chosen = (self.search.text().strip(), self.sector.value(), self.region.value(), self.attention.value())
        return any(chosen) or self._party is not None

    def clear(self) -> None:
        """Leave nothing out."""
        self.search.clear()
        self._party = None
        for field, nothing in ((self.sector, None), (self.region, None), (self.attention, "")):
            field.set_value(nothing)
        self.changed.emit()

    def _of(self, record: str) -> int | None:
        return self._party[1] if self._party is not None and self._party[0] == record else None

    def _show_party(self) -> None:
        """Name the party, whose name may be another by now."""
        workspace = self._context.workspace
        name = ""
        if self._party is not None:
            names = {"organisation": workspace.organisations.name, "contact": workspace.contacts.name}
            try:
                name = names[self._party[0]](self._party[1])
            except NotFound:
                self._party = None
        self.party.set(f"With {name}", "accent", icon="filter")

    @Slot()
    def _drop_party(self) -> None:
        self._party = None
        self.search.setFocus()
        self._later.start()

    @Slot()
    def _edited(self) -> None:
        self._later.start()
