"""The series of huddles: their names, how often they are held, and how long one stays to have attended."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot

from crm.followups import repeats
from crm.huddles import SeriesDraft, SeriesRow
from ui.context import Context
from ui.kit.buttons import IconButton
from ui.kit.menu import Menu
from ui.kit.rows import ListRow
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm, still_there
from ui.records.record_fields import number_field
from ui.settings.row_sections import RowsSection

MONTHLY = "FREQ=MONTHLY"
RHYTHMS = tuple((rule, words) for words, rule in repeats.PRESETS)


class SeriesSection(RowsSection):
    """Every series; what was held keeps its series when that is retired."""

    keywords = "huddle cadence rhythm attendance threshold minutes monthly event"
    empty = "No series yet. Add one, and its huddles are numbered and planned by its rhythm."

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            "Series of huddles",
            "Huddles of a series are numbered. Anyone who stays less than the minimum counts as absent.",
        )
        self.add_button = IconButton("plus", "Add a series", size=28)
        self.add_button.clicked.connect(self.add_series)
        self.add_action(self.add_button)

    def reload(self) -> None:
        """Show every series, the active ones first."""
        self._series = {row.id: row for row in self.context.workspace.huddles.series()}
        rows = [
            ListRow(row.id, row.name, _said(row), icon="presentation", note=_held(row), chevron=True)
            for row in list(self._series.values())[: self._limit]
        ]
        self.show_rows(rows, len(self._series))

    def fill_menu(self, menu: Menu, row: object) -> None:
        """Edit, or retire."""
        series = self._series[int(str(row))]
        menu.add("Edit…", partial(self._edit, series), icon="edit")
        if series.active:
            menu.add("Retire (its huddles stay)", partial(self._set_active, series, active=False), icon="minus")
        else:
            menu.add("Use again", partial(self._set_active, series, active=True), icon="restore")

    @Slot()
    def add_series(self) -> None:
        """Open the form for a new series."""
        SeriesCard(self.context).show_over()

    def _edit(self, series: SeriesRow) -> None:
        SeriesCard(self.context, series).show_over()

    def _set_active(self, series: SeriesRow, *, active: bool) -> None:
        draft = SeriesDraft(series.name, series.cadence, series.threshold_minutes, active)
        said = f"{series.name} is in use again" if active else f"{series.name} retired; its huddles stay"
        self.attempt(partial(self.context.workspace.huddles.edit_series, series.id, draft), said)


class SeriesCard(KeptForm):
    """A new series, or one that is edited."""

    WIDTH = 480

    def __init__(self, context: Context, series: SeriesRow | None = None) -> None:
        self._series = series
        super().__init__(
            context,
            f"Series “{series.name}”" if series else "New series of huddles",
            draft=f"series:{series.id}" if series else "new_series",
            of_record=series is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """Its name, its rhythm, how long one stays, and whether it is in use."""
        rule = self._series.cadence if self._series else MONTHLY
        known = rule in ("", *(each for each, _ in RHYTHMS))
        rhythms = (("", "No rhythm"), *RHYTHMS, *(() if known else ((rule, _rhythm(rule)),)))
        least = number_field("Minutes that count as attended")
        yield ask.text("name", "Name", "Huddle", required=True)
        yield (
            ask.choice("cadence", "How often", rhythms),
            ask.own("threshold_minutes", "Minutes to have attended", least, hint="From an attendance report"),
        )
        yield ask.check("active", "In use")

    def read(self) -> SeriesDraft | SeriesRow:
        """Read the series as it is; a new one is monthly."""
        if self._series is None:
            return SeriesDraft("", cadence=MONTHLY)
        return still_there(self.context.workspace.huddles.series(), self._series.id, "series", self._series.name)

    def save(self, values: dict[str, Any]) -> str:
        """Write the series."""
        huddles = self.context.workspace.huddles
        draft = SeriesDraft(**{**values, "threshold_minutes": values["threshold_minutes"] or 0})
        if self._series is None:
            huddles.add_series(draft)
            return f"Series “{draft.name.strip()}” added"
        huddles.edit_series(self._series.id, draft)
        return f"Series “{draft.name.strip()}” saved"


def _rhythm(rule: str) -> str:
    words = repeats.in_words(rule)
    return f"{words[0].upper()}{words[1:]}" if words else "No rhythm"


def _said(row: SeriesRow) -> str:
    least = f"attended from {row.threshold_minutes:,} minute{'' if row.threshold_minutes == 1 else 's'}"
    return " · ".join(filter(None, (_rhythm(row.cadence), least, "" if row.active else "retired")))


def _held(row: SeriesRow) -> str:
    return f"{row.huddles:,} huddle{'' if row.huddles == 1 else 's'}" if row.huddles else "no huddle yet"
