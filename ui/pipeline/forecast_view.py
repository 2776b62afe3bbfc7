"""Funnel and forecast of a pipeline, from the history of moves, as it stood on any day."""

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import clock, dates
from crm.opportunities.forecasts import ForecastMonth, FunnelStage
from crm.pipelines import PipelineRow
from ui.context import Context
from ui.kit import theme
from ui.kit.bar_rows import BarRow, BarRows
from ui.kit.buttons import Button
from ui.kit.card import Card
from ui.kit.date_field import DateField
from ui.kit.empty_states import StateStack
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.two_columns import TwoColumns
from ui.pipeline import words
from ui.records.typed_days import any_day, written


class ForecastView(QWidget):
    """Two cards of bars: how many went on from each stage, and what may come in each month."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pipeline: PipelineRow | None = None
        self.funnel, self.forecast = BarRows("Funnel"), BarRows("Forecast")
        self.funnel_states, self.forecast_states = StateStack(self.funnel), StateStack(self.forecast)
        self.as_at = DateField("As at", any_day, written, placeholder="Today")
        self.as_at.setMaximumWidth(theme.px(220))
        self.as_at.editingFinished.connect(self._reread)
        today = Button("Reset", "ghost", tip="As of today")
        today.clicked.connect(self._to_today)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Label("As of", "secondary"))
        head.addWidget(self.as_at)
        head.addWidget(today)
        problem = Label("", "secondary", tone="danger")
        self.as_at.doubted.connect(problem.setText)
        head.addWidget(problem)
        head.addStretch(1)
        whole = TwoColumns(56)
        self.funnel_card, self.forecast_card = Card("Funnel", flush=True), Card("Forecast by month", flush=True)
        for card, states in ((self.funnel_card, self.funnel_states), (self.forecast_card, self.forecast_states)):
            card.body.addWidget(states)
        whole.add_left(self.funnel_card)
        whole.add_right(self.forecast_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addLayout(head)
        column.addWidget(scroller(whole), 1)
        self.setFocusProxy(self.funnel)

    def show_pipeline(self, pipeline: PipelineRow) -> None:
        """Show a pipeline as it stood on the day chosen, else now; filters do not count here."""
        self._pipeline = pipeline
        day: date | None = self.as_at.value()
        forecasts = self.context.workspace.opportunities.forecasts
        stages, months = forecasts.funnel(pipeline.id, day), forecasts.forecast(pipeline.id, day)
        most = max((each.entered for each in stages), default=0)
        self.funnel.set_rows([_stage(each, most) for each in stages if each.outcome == "open" or each.entered])
        largest = max((each.value_pence for each in months), default=0)
        self.forecast.set_rows([_month(each, largest) for each in months])
        self.funnel_card.set_count("went on, median stay")
        self.forecast_card.set_count("and weighted")
        if most:
            self.funnel_states.show_content()
        else:
            self.funnel_states.show_empty("columns", "Nothing had entered this pipeline yet.")
        if months:
            self.forecast_states.show_content()
        else:
            self.forecast_states.show_empty("calendar", "Nothing was open in this pipeline.")

    @Slot()
    def _reread(self) -> None:
        if self._pipeline is not None and not self.as_at.problem():
            self.show_pipeline(self._pipeline)

    @Slot()
    def _to_today(self) -> None:
        self.as_at.set_value(None)
        self._reread()


def _stage(stage: FunnelStage, most: int) -> BarRow:
    share = stage.entered / most if most else 0.0
    part = stage.went_on / most if most else 0.0
    went_on = f"{stage.conversion} % went on" if stage.conversion is not None else ""
    stay = f"{stage.median_days:.0f} d" if stage.median_days is not None else ""
    said = [f"{stage.stage}: {stage.entered:,} entered", went_on, f"{stage.here:,} there now"]
    said += [f"median stay {stage.median_days:.0f} days" if stage.median_days is not None else ""]
    value = f"{stage.entered:,}"
    return BarRow(
        stage.stage, share, part, value, " · ".join(filter(None, (went_on, stay))), ", ".join(filter(None, said))
    )


def _month(month: ForecastMonth, largest: int) -> BarRow:
    name = "No day known"
    if month.month:
        year, number = month.month.split("-")
        name = f"{dates.MONTHS[int(number) - 1]} {year}"
    late = bool(month.month) and month.month < f"{clock.today():%Y-%m}"
    value, weighted = (words.money(each, month.currency) for each in (month.value_pence, month.weighted_pence))
    count = f"{month.count:,} opportunit{'y' if month.count == 1 else 'ies'}"
    share, part = ((each / largest if largest else 0.0) for each in (month.value_pence, month.weighted_pence))
    said = f"{name}: {count}, {value}, weighted {weighted}" + (", the month is over" if late else "")
    note = f"{weighted} weighted" + (" · overdue" if late else "")
    return BarRow(name, share, part, value, note, said)
