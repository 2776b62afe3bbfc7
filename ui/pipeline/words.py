"""Opportunities in words: as cards and columns of the board, as cells, as sentences."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol

from crm import clock, dates
from crm.money import show_exact, show_short
from crm.opportunities import OpportunityDetail, OpportunityRow
from crm.pipelines import PipelineRow, StageRow
from ui.context import Context
from ui.kit.board import BoardCard, BoardColumn
from ui.kit.menu import Menu
from ui.kit.step_strip import Step as StripStep

NO_STEP = "No next step"


def money(pence: int | None, currency: str = "GBP") -> str:
    """Return a value in few letters: "£950", "£180k", "£1.28m", "£2bn"; empty for none."""
    return "" if pence is None else show_short(pence, currency)


def exactly(pence: int | None, currency: str = "GBP") -> str:
    """Return a value in full: "£180,000"; empty for none."""
    if pence is None:
        return ""
    return show_exact(pence, currency)


def sums(rows: Iterable[OpportunityRow], *, weighted: bool = False) -> str:
    """Return the values added up, one sum a currency, the largest first; empty for none."""
    found: dict[str, int] = {}
    for row in rows:
        if row.value_pence:
            share = row.probability if weighted else 100
            found[row.currency] = found.get(row.currency, 0) + row.value_pence * share // 100
    return " + ".join(money(value, each) for each, value in sorted(found.items(), key=_by_sum, reverse=True))


def summary(rows: Sequence[OpportunityRow], *, closed: bool) -> str:
    """Return how many there are, what they add up to, and how many lack a next step."""
    count, weighted = len(rows), sums(rows, weighted=True)
    lacking = sum(row.next_step_id is None for row in rows)
    parts = (
        f"{count:,} {'closed ' if closed else ''}opportunit{'y' if count == 1 else 'ies'}",
        sums(rows),
        f"{weighted} weighted" if weighted and not closed else "",
        f"{lacking:,} without a next step" if lacking and not closed else "",
    )
    return " · ".join(filter(None, parts))


def _by_sum(pair: tuple[str, int]) -> int:
    return pair[1]


def stage_of(pipeline: PipelineRow | None, stage_id: int) -> StageRow | None:
    """Return a stage of a pipeline, None where it has no such stage."""
    return next((each for each in pipeline.stages if each.id == stage_id), None) if pipeline else None


# -- the next step


def step(row: OpportunityRow) -> tuple[str, str]:
    """Return the words of the next step and its tone."""
    if row.next_step_id is None:
        return ("", "neutral") if row.outcome != "open" else (NO_STEP, "warn")
    if row.next_step_on is None:
        return row.next_step, "neutral"
    late = (clock.today() - row.next_step_on).days
    if late > 0:
        return f"{late} day{'' if late == 1 else 's'} overdue", "danger"
    return dates.show_day(row.next_step_on, clock.today()), "neutral"


def open_next_step(context: Context, row: OpportunityRow) -> None:
    """Open the next step of an opportunity, or the form of one where it has none."""
    if row.next_step_id is not None:
        context.navigator.open("follow_up", row.next_step_id)
    else:
        context.navigator.open("follow_up", opportunity=row.id)


# -- the board


def columns(pipeline: PipelineRow, rows: Sequence[OpportunityRow], *, closed: bool) -> list[BoardColumn]:
    """Return the columns of a board: the open stages with the closed ones as slots, or the closed ones alone."""
    found: dict[int, list[OpportunityRow]] = {}
    for row in rows:
        found.setdefault(row.stage_id, []).append(row)
    shown = []
    for stage in pipeline.stages:
        here = found.get(stage.id, [])
        is_slot = stage.outcome != "open" and not closed
        if closed and stage.outcome == "open":
            continue
        cards = () if is_slot else tuple(card(row) for row in here)
        shown.append(BoardColumn(stage.id, stage.name, cards, sums(here), tip(stage, here), is_slot, len(here)))
    return shown


def tip(stage: StageRow, rows: Sequence[OpportunityRow]) -> str:
    """Return what the head of a column says when it is pointed at: the weighted sum and the limit."""
    weighted = sums(rows, weighted=True)
    limit = f"stale after {stage.stale_days} days" if stage.stale_days else ""
    likely = f"weighted {weighted} at {stage.probability} %" if weighted and stage.outcome == "open" else ""
    return ", ".join(filter(None, (likely, limit)))


def card(row: OpportunityRow) -> BoardCard:
    """Return an opportunity as a card."""
    return _card(row, clock.today())


# A board is read again after each move, with all cards but one as they were.
@lru_cache(maxsize=4096)
def _card(row: OpportunityRow, _today: date) -> BoardCard:
    pill, tone = step(row)
    days = f"{row.days_in_stage} d"
    return BoardCard(
        row.id,
        row.title,
        row.organisation,
        tuple(row.symbols),
        money(row.value_pence, row.currency),
        pill,
        tone,
        "alert-circle" if tone == "warn" else "clock",
        (f"{days} in stage", days),
        row.is_stale,
        sentence(row),
    )


def sentence(row: OpportunityRow) -> str:
    """Return an opportunity as it is read out."""
    pill, _ = step(row)
    due = f"next step {pill}" if row.next_step_id is not None else pill.lower()
    days = f"{row.days_in_stage} day{'' if row.days_in_stage == 1 else 's'} in {row.stage}"
    stale = ", longer than it should be" if row.is_stale else ""
    worth = exactly(row.value_pence, row.currency)
    return ", ".join(filter(None, (row.title, row.organisation, worth, due, days + stale)))


class OpportunityActions(Protocol):
    """What the menu of a card calls."""

    def open_current(self) -> None: ...
    def next_step(self) -> None: ...
    def move_to(self) -> None: ...
    def trash(self) -> None: ...


def fill_menu(menu: Menu, pipeline: PipelineRow | None, row: OpportunityRow | None, deeds: OpportunityActions) -> None:
    """Put what can be done with an opportunity into a menu."""
    if row is None or pipeline is None:
        return
    menu.add("Open", deeds.open_current, icon="enter", shortcut="↵")
    step_words = "Open the next step" if row.next_step_id is not None else "Add a next step…"
    menu.add(step_words, deeds.next_step, icon="bell", shortcut="N")
    fill_stages(menu, pipeline, row, deeds.move_to)
    menu.addSeparator()
    menu.add("Move to trash", deeds.trash, icon="trash", shortcut="Del")


def fill_stages(menu: Menu, pipeline: PipelineRow, row: OpportunityRow, move_to: Callable[[], object]) -> None:
    """Put the stages to move to into a menu of their own."""
    stages = menu.add_menu("Move to", icon="columns")
    for stage in pipeline.stages:
        line = stages.add(stage.name, move_to, data=stage.id)
        line.setEnabled(stage.id != row.stage_id)


# -- the page


def steps(pipeline: PipelineRow, detail: OpportunityDetail) -> list[StripStep]:
    """Return the stages as the strip of the page: how long it was in each, and where it stands."""
    row, days = detail.row, dict.fromkeys((each.id for each in pipeline.stages), 0)
    been = {each.stage_id for each in detail.spells}
    for spell in detail.spells:
        days[spell.stage_id] = days.get(spell.stage_id, 0) + spell.days
    made = []
    for stage in pipeline.stages:
        here, spent = stage.id == row.stage_id, days[stage.id]
        note = f"{spent} day{'' if spent == 1 else 's'}" if stage.id in been else ""
        tone = {"open": "accent", "won": "ok", "lost": "warn"}[stage.outcome] if here else ""
        tone = "warn" if here and row.is_stale else tone
        said = f"{stage.name}: {'it stands here' if here else f'move it to {stage.name}'}"
        said = ", ".join(filter(None, (said, f"{note} so far" if here else f"{note} spent there" if note else "")))
        made.append(StripStep(stage.id, stage.name, note, tone, stage.id in been and not here, said))
    return made
