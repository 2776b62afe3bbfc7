"""Attendance files to apply to a huddle, and what came of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from crm.attendance import AttendanceRow
from crm.attendance.reports import ReportLine, ReportPlan, ReportResult
from crm.db.dump import logical_dump
from crm.workspace import Workspace

DAY = "20/05/2026"
Stay = tuple[str, str, str, str, str]
"""Name, address, joined, left, duration."""
JANE: Stay = ("Jane Roe", "jane.roe@acme.example", "15:00:00", "16:00:00", "1h")
RAVI: Stay = ("Ravi Shah", "", "15:00:00", "15:45:00", "45m")
Write = Callable[..., Path]


def row(workspace: Workspace, huddle_id: int, contact_id: int) -> AttendanceRow:
    found = workspace.attendance.row(huddle_id, contact_id)
    assert found is not None
    return found


def bring(workspace: Workspace, huddle_id: int, source: Path | str, **options: Any) -> ReportResult:
    return workspace.reports.apply(workspace.reports.plan(huddle_id, source, **options))


def only(plan: ReportPlan) -> ReportLine:
    (line,) = plan.lines
    return line


def people(workspace: Workspace) -> list[str]:
    return [name for (name,) in workspace.store.rows("SELECT name FROM contact_summary ORDER BY name")]


def dump(workspace: Workspace) -> object:
    return logical_dump(workspace.store.connection())
