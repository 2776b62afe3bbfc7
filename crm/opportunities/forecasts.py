"""Funnel and forecast: what the history of moves says, as it stood at the end of any day."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import median
from typing import Any

import msgspec

from crm import clock, dates
from crm.db.store import Store, moment_text
from crm.opportunities import queries
from crm.pipelines import Pipelines, StageRow

_DAY = 86_400


class FunnelStage(msgspec.Struct, frozen=True):
    """A stage of the funnel: of those that ever were in it (`entered`), how many went further and how many are left.

    `went_on` reached a later open stage or were won; `lost` were closed out of it without a win, and stayed so; `here`
    are in it now. `median_days` is that of the stays that are over, None where none is.
    """

    stage_id: int
    stage: str
    outcome: str
    entered: int
    went_on: int
    lost: int
    here: int
    median_days: float | None

    @property
    def conversion(self) -> int | None:
        """Return in per cent how many of those that were in it went on; None where nobody was, or it is an end."""
        if not self.entered or self.outcome != "open":
            return None
        return (200 * self.went_on + self.entered) // (2 * self.entered)


class ForecastMonth(msgspec.Struct, frozen=True):
    """What is open and expected to close in a month (`2026-05`, "" where no day is known), in one currency."""

    month: str
    currency: str
    count: int
    value_pence: int
    weighted_pence: int


class _Move(msgspec.Struct, frozen=True):
    """A move of an opportunity into a stage."""

    opportunity_id: int
    stage_id: int
    at: datetime


class Forecasts:
    """Reads the moves. Stages, probabilities and values are those of today; where each stood is that of the day."""

    def __init__(self, store: Store, pipelines: Pipelines) -> None:
        self._store = store
        self._pipelines = pipelines

    def funnel(self, pipeline_id: int | None = None, as_at: date | None = None) -> list[FunnelStage]:
        """Return the stages of a pipeline (the first one without an id) with what the moves say; raises NotFound.

        A retired stage stays in the funnel of the days by which something had been in it.
        """
        stages = [use.stage for use in self._pipelines.stages(self._pipelines.get(pipeline_id).id)]
        stays = self._stays({stage.id for stage in stages}, _until(as_at))
        found = ((stage, _stage_of(stage, stages, stays)) for stage in stages)
        return [told for stage, told in found if stage.active or told.entered]

    def forecast(self, pipeline_id: int | None = None, as_at: date | None = None) -> list[ForecastMonth]:
        """Return value and weighted value of what was open on a day, by month of expected close, no month last.

        Of all pipelines without an id. Without a value an opportunity counts, and adds nothing.
        """
        return self._store.all(queries.FORECAST, into=ForecastMonth, until=_until(as_at), pipeline=pipeline_id)

    def _stays(self, known: set[int], until: str) -> list[list[tuple[int, datetime, datetime | None]]]:
        """Return the stays of each opportunity that was in any of these stages, each with when it began and ended."""
        found = []
        all_moves = self._store.all(queries.MOVES_UNTIL, into=_Move, until=until)
        for _, group in groupby(all_moves, attrgetter("opportunity_id")):
            moves = list(group)
            stays: list[tuple[int, datetime, datetime | None]] = [
                (move.stage_id, move.at, following.at) for move, following in pairwise(moves)
            ]
            stays.append((moves[-1].stage_id, moves[-1].at, None))
            if any(stage in known for stage, _, _ in stays):
                found.append(stays)
        return found


def _stage_of(stage: StageRow, stages: Sequence[StageRow], stays: list[Any]) -> FunnelStage:
    order = {each.id: place for place, each in enumerate(stages)}
    further = {
        each.id
        for each in stages
        if each.outcome == "won" or (each.outcome == "open" and order[each.id] > order[stage.id])
    } - {stage.id}
    ends = {each.id for each in stages if each.outcome == "lost"}
    entered = went_on = lost = here = 0
    days: list[float] = []
    for own in stays:
        places = [place for place, _, _ in own]
        if stage.id not in places:
            continue
        entered += 1
        here += places[-1] == stage.id
        went_on += any(place in further for place in places[places.index(stage.id) + 1 :])
        lost += places[-1] in ends and places[-2:-1] == [stage.id]
        days += [(end - begin).total_seconds() / _DAY for place, begin, end in own if place == stage.id and end]
    middle = round(median(days), 1) if days else None
    return FunnelStage(stage.id, stage.name, stage.outcome, entered, went_on, lost, here, middle)


def _until(as_at: date | None) -> str:
    """Return the first moment that no longer counts: the end of the local day."""
    day = (as_at or clock.today()) + timedelta(days=1)
    return moment_text(dates.local_to_utc(day, time()))
