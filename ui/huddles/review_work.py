"""What the worker does for a review of attendance: read a file, and apply what was reviewed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crm.attendance.report_records import CountsAs, ReportPlan, ReportResult
from crm.errors import CrmError
from crm.workspace import Workspace
from ui.kit.tasks import Task


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads a file, or the text of a list, for a huddle; without one (0) for the huddle of the file's day.

    The plan is None where there is no huddle at all.
    """

    workspace: Workspace
    source: Path | str
    huddle_id: int
    on: date | None = None
    counts_as: CountsAs | None = None

    @property
    def name(self) -> str:
        """What is read."""
        return self.source.name if isinstance(self.source, Path) else "the list"

    def __call__(self, task: Task) -> ReportPlan | None:
        """Read it, on the worker."""
        reports, huddle_id = self.workspace.reports, self.huddle_id
        try:
            if not huddle_id and isinstance(self.source, Path):
                huddle_id = reports.huddle_for(self.source) or 0
            if not huddle_id:
                return None
            return reports.plan(
                huddle_id,
                self.source,
                on=self.on,
                counts_as=self.counts_as,
                progress=task.progress,
                cancelled=task.cancelled,
            )
        finally:
            self.workspace.store.close_thread()

    def refusal(self, error: Exception) -> str:
        """Return why it cannot be read; raises what is no refusal."""
        if isinstance(error, CrmError):
            return str(error)
        if not isinstance(error, OSError):
            raise error
        why = "it is not there (any more)" if isinstance(error, FileNotFoundError) else error.strerror
        return f"“{self.name}” cannot be opened: {why}. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Applying:
    """Applies a reviewed file."""

    workspace: Workspace
    plan: ReportPlan

    def __call__(self, task: Task) -> ReportResult:
        """Apply it, on the worker."""
        try:
            return self.workspace.reports.apply(self.plan, progress=task.progress, cancelled=task.cancelled)
        finally:
            self.workspace.store.close_thread()
