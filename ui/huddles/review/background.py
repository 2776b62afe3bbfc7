"""What the worker does for a review of attendance: read a file, or the text of a list, for a huddle."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from crm.attendance.huddle_matching import FileHuddles
from crm.attendance.report_records import CountsAs, ReportPlan
from crm.workspace import Workspace
from ui.kit.tasks import Task
from ui.records.file_reading import Reading


class AttendanceReading(Reading, frozen=True):
    """Reads a file, or the text of a list, for a huddle; without one (0) for the huddle of the file's day.

    Where that is not clear it answers with the huddles that the file may be of, instead of a plan.
    """

    huddle_id: int = 0
    on: date | None = None
    counts_as: CountsAs | None = None

    def __call__(self, workspace: Workspace, task: Task) -> ReportPlan | FileHuddles:
        """Read it, on the worker."""
        reports, huddle_id = workspace.reports, self.huddle_id
        source = self.source if isinstance(self.source, Path) else str(self.source)
        if not huddle_id:
            found = reports.huddles_for(source)
            if found.proposal is None:
                return found
            huddle_id = found.proposal
        return reports.plan(
            huddle_id,
            source,
            on=self.on,
            counts_as=self.counts_as,
            progress=task.progress,
            cancelled=task.cancelled,
        )


def readings(sources: Iterable[Path | str], huddle_id: int) -> list[AttendanceReading]:
    """Return how files, or typed lists, are read for a huddle (0: of their day)."""
    return [AttendanceReading(source, "the list", huddle_id) for source in sources]
