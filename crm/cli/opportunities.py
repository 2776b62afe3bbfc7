"""Commands about opportunities: opportunities, opportunity, and their export."""

import argparse
from collections.abc import Iterator
from itertools import groupby

from crm import clock, dates, money
from crm.cli.errors import WrongUse
from crm.cli.open_file import opened
from crm.cli.output import tell
from crm.cli.output_files import send, table_options
from crm.errors import CrmError, NotFound
from crm.exporting.opportunities import party_in_words
from crm.followups import FollowUpRow
from crm.opportunities import OpportunityDetail, OpportunityFilter, OpportunityRow
from crm.workspace import Workspace


def _filter(workspace: Workspace, pipeline: str | None, text: str = "") -> OpportunityFilter:
    return OpportunityFilter(workspace.pipelines.named(pipeline).id if pipeline else None, text)


def find_opportunity(workspace: Workspace, name: str) -> int:
    """Return the id of the one that a title, words of it or a number mean; NotFound, or CrmError with the choices."""
    if name.isdecimal():
        return workspace.opportunities.get(int(name)).id
    found = workspace.opportunities.named(name)
    if not found:
        raise NotFound("opportunity", name)
    if len(found) > 1:
        choices = "; ".join(f"{row.id} {row.title} ({row.stage})" for row in found[:6])
        raise CrmError(f"Several fit “{name}”: {choices}. Name one by its number.")
    return found[0].id


def list_opportunities(options: argparse.Namespace) -> int:
    """List opportunities by pipeline and stage."""
    with opened(options) as workspace:
        rows = workspace.opportunities.rows(_filter(workspace, options.pipeline))
        names = {each.id: each.name for each in workspace.pipelines.all(retired=True)}
        order = list(names)
        rows.sort(key=lambda row: order.index(row.pipeline_id))
        answer = [{"pipeline": names[row.pipeline_id], "opportunity": row} for row in rows]
        tell(answer, _lines(rows, names) if rows else ["There are no opportunities yet."], options.json)
    return 0


def _lines(rows: list[OpportunityRow], names: dict[int, str]) -> Iterator[str]:
    for (pipeline, stage), held in groupby(rows, lambda row: (row.pipeline_id, row.stage)):
        yield f"{names[pipeline]}: {stage}"
        for row in held:
            facts = (row.title, row.organisation, _value(row), _next(row), _days(row))
            yield f"{row.id:>7}  " + " · ".join(filter(None, facts))


def _value(row: OpportunityRow) -> str:
    return "" if row.value_pence is None else money.show_exact(row.value_pence, row.currency)


def _next(row: OpportunityRow) -> str:
    if row.next_step_id is None:
        return "no next step" if row.outcome == "open" else ""
    day = f" ({dates.show_day(row.next_step_on, clock.today())})" if row.next_step_on else ""
    return f"next: {row.next_step}{day}"


def _days(row: OpportunityRow) -> str:
    if row.outcome != "open":
        return ""
    return f"{row.days_in_stage} d in stage" + (", stale" if row.is_stale else "")


def show(options: argparse.Namespace) -> int:
    """Show one opportunity: facts, parties and gaps, times in stages, follow-ups."""
    with opened(options) as workspace:
        detail = workspace.opportunities.get(find_opportunity(workspace, " ".join(options.name)))
        steps = workspace.followups.of("opportunity", detail.id, include_done=True)
        tell({"facts": detail, "follow_ups": steps}, _detail(detail, steps), options.json)
    return 0


def _detail(detail: OpportunityDetail, steps: list[FollowUpRow]) -> Iterator[str]:
    row = detail.row
    yield row.title
    facts = (
        ("Stage", f"{detail.pipeline}: {row.stage}" + (f" ({detail.lost_reason})" if detail.lost_reason else "")),
        ("Value", _value(row)),
        ("Deadline", dates.show_partial(row.deadline.isoformat()) if row.deadline else ""),
        ("Close", dates.show_partial(row.expected_close.isoformat()) if row.expected_close else ""),
        ("Source", " · ".join(filter(None, (detail.source, detail.huddle, detail.pitch)))),
        ("Themes", ", ".join(detail.themes)),
        ("Notes", " ".join(detail.notes.split())),
    )
    yield from (f"  {name:<10}{value}" for name, value in facts if value)
    yield ""
    for party in detail.parties:
        yield f"  {party.wanted if party.is_gap else party_in_words(party)}"
    yield ""
    for spell in detail.spells:
        yield f"  {dates.utc_to_local(spell.since):%Y-%m-%d}  {spell.stage}, {spell.days} d"
    for step in steps:
        due = f" ({dates.show_day(step.due_on, clock.today())})" if step.due_on else ""
        yield f"  {step.group}: {step.title}{due}"


def export(options: argparse.Namespace) -> int:
    """Write opportunities to a file."""
    if options.view:
        raise WrongUse("Saved views are of people and organisations: opportunities take --pipeline and --where.")
    with opened(options) as workspace:
        shown = _filter(workspace, options.pipeline, options.where)
        send(
            options,
            "opportunities",
            lambda to: workspace.exporting.opportunities(to, shown=shown, options=table_options(options)),
        )
    return 0


def export_consortium(options: argparse.Namespace) -> int:
    """Write the consortium sheet of one opportunity to a file."""
    if options.view or options.where or not options.name:
        raise WrongUse("Name the one opportunity: export opportunity NAME --to OUT.")
    with opened(options) as workspace:
        found = find_opportunity(workspace, " ".join(options.name))
        send(
            options,
            "parties and gaps",
            lambda to: workspace.exporting.consortium(to, found, options=table_options(options)),
        )
    return 0
