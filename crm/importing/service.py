"""The import service: plan, apply, and what stands of earlier imports."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec.structs import asdict, replace

from crm import clock
from crm.backups import Backups
from crm.db.bulk import Upkeep, long_work
from crm.db.schema import ImportBatch, ImportRow
from crm.db.store import Store, moment_text
from crm.formats.rows import ReadContact, Reading, Report
from crm.importing import queries
from crm.importing.records import (
    MOVED,
    Decisions,
    FileChanged,
    ImportPlan,
    ImportResult,
    MoveDecisions,
    OrganisationDecisions,
    Outcome,
)
from crm.importing.row_by_row import PreviewSink, RowAside, Run, WritingSink
from crm.progress import IsCancelled, Pace, Progress, never, silent
from crm.reviewing import AsideRow, Batches, BatchRow

_CHUNK = 500
_OF_KNOWN = (Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SAME)
_SETTLED_AT_ONCE = 10_000
_HASHED_AT_ONCE = 1 << 20


class Importing:
    """Reads files of contacts into the records. Both steps are long: run them on the worker."""

    def __init__(self, store: Store, backups: Backups) -> None:
        self._store = store
        self._backups = backups
        self._batches = Batches(store)

    def plan(
        self,
        path: Path,
        *,
        encoding: str | None = None,
        decisions: Decisions | None = None,
        organisations: OrganisationDecisions | None = None,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> ImportPlan:
        """Return what importing the file would do; nothing is written.

        `encoding` is what a person chose instead of the one detected; `decisions` answer rows that asked, and
        `organisations` the names that did. Raises UnreadableFile, OSError, Cancelled.
        """
        sha256 = _sha256(path)
        with _open(path, encoding) as reading:
            plan = self._preview(reading, sha256, decisions, organisations, Pace(progress, cancelled))
        return replace(plan, chosen_encoding=encoding)

    def plan_aside(
        self,
        batch_id: int,
        *,
        organisations: OrganisationDecisions | None = None,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> ImportPlan:
        """Return what the rows that an import kept aside would come to now; nothing is written.

        Raises NotFound where the import does not stand, Cancelled.
        """
        batch, rows = self._batches.one(batch_id), self.kept_aside(batch_id)
        pace = Pace(progress, cancelled, len(rows))
        plan = self._preview(_reading(batch, rows), _fingerprint(rows), None, organisations, pace)
        return replace(plan, aside_of=batch_id)

    def apply(
        self,
        plan: ImportPlan,
        *,
        decisions: Decisions | None = None,
        takes: Collection[int] = (),
        moves: MoveDecisions | None = None,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> ImportResult:
        """Import the file of a preview as one undoable action, after a backup; cancelling leaves nothing.

        Rows that ask and have no decision are kept aside; names of organisations are decided in the preview itself.
        `takes` are the numbers of rows whose values go in the place of ours where they differ, `moves` say of rows of
        people who seem to have moved what is to become of it. Where nothing would change, nothing is written. Raises
        FileChanged, UnreadableFile, Busy, DiskFull, Cancelled.
        """
        if not (plan.settles_anything or decisions or takes or moves):
            asked = plan.organisation_questions
            return ImportResult(None, plan.counts, plan.warnings, plan.problems, (), asked, tuple(plan.moved()))
        source = self._open_again(plan)
        is_anybody = self._store.value(queries.IS_ANYBODY) is not None
        notes = self._backups.make_before_import(cancelled) if is_anybody else ()
        now = moment_text(clock.now())
        with source as reading, self._store.action(_label(plan), "import") as change_set:
            sink = WritingSink(self._store)
            run = Run(self._store, sink, now, decisions, takes, plan.organisations, moves, plan.path.name)
            pace = Pace(progress, cancelled, total=plan.counts.rows)
            upkeep = Upkeep(self._store)
            with long_work(self._store, pace):
                with sink.by_sets(change_set):
                    self._feed(run, reading, pace, upkeep)
                    run.counts.skipped = len(reading.report.skipped)
                    batch = self._keep_record(plan, run, sink, now)
                for _ in upkeep.finish():
                    pace.at(plan.counts.rows)
        warnings = (*reading.report.warnings, *run.counts.told_objections)
        problems = tuple(reading.report.problems)
        waiting = tuple(row for row in run.rows if row.moved_from and row.number not in (moves or {}))
        return ImportResult(batch, run.counts, warnings, problems, notes, run.organisation_questions, waiting)

    def batches(self) -> list[BatchRow]:
        """Return the imports that stand, newest first."""
        return self._batches.all()

    def kept_aside(self, batch_id: int) -> list[AsideRow]:
        """Return the rows that an import kept aside."""
        return self._store.all(queries.ASIDE, into=AsideRow, batch=batch_id)

    def take_back(self, batch_id: int) -> str:
        """Undo one import, however old; returns its label. Raises StandsInTheWay where later actions build on it."""
        return self._batches.take_back(batch_id)

    # -- inside

    def _preview(
        self,
        reading: Reading,
        sha256: str,
        decisions: Decisions | None,
        organisations: OrganisationDecisions | None,
        pace: Pace,
    ) -> ImportPlan:
        run = Run(self._store, PreviewSink(self._store), decisions=decisions, organisations=organisations)
        self._feed(run, reading, pace)
        report = reading.report
        run.counts.skipped = len(report.skipped)
        return ImportPlan(
            path=reading.path,
            format=reading.format,
            kind=reading.kind,
            encoding=reading.encoding,
            headings=tuple(reading.headings),
            sha256=sha256,
            counts=run.counts,
            rows=tuple(run.rows),
            skipped=tuple(report.skipped),
            warnings=(*report.warnings, *run.counts.told_objections),
            problems=tuple(report.problems),
            new_organisations=tuple(run.new_organisations),
            new_tags=tuple(run.new_tags),
            organisation_questions=run.organisation_questions,
            organisations=dict(organisations or {}),
        )

    def _open_again(self, plan: ImportPlan) -> Reading:
        """Open what a preview was made of; raises FileChanged where it is not the same any more."""
        if plan.aside_of is None:
            if _sha256(plan.path) != plan.sha256:
                raise FileChanged(plan.path)
            return _open(plan.path, plan.chosen_encoding)
        rows = self.kept_aside(plan.aside_of)
        if _fingerprint(rows) != plan.sha256:
            raise FileChanged(plan.path)
        return _reading(self._batches.one(plan.aside_of), rows)

    def _feed(self, run: Run, reading: Reading, pace: Pace, upkeep: Upkeep | None = None) -> None:
        rows: Iterator[ReadContact] = iter(reading)
        done = 0
        estimates = not pace.total
        while chunk := list(islice(rows, _CHUNK)):
            run.feed(chunk)
            done += len(chunk)
            if upkeep is not None and done % _SETTLED_AT_ONCE < _CHUNK:
                run.write()
                upkeep.settle()
            share = reading.progress()
            if estimates and share > 0:
                pace.total = max(done, round(done / share))
            pace.at(done)
        run.finish()

    def _keep_record(self, plan: ImportPlan, run: Run, sink: WritingSink, now: str) -> int | None:
        """Write down what came of a file's rows; of rows kept aside, that those decided are aside no more."""
        if plan.aside_of is not None:
            return self._settle_aside(plan.aside_of, run)
        if not sink.total:
            return None
        counts = json.dumps(asdict(run.counts))
        batch = sink.next_id("import_batch")
        sink.add("import_batch", (batch, plan.path.name, plan.format, plan.sha256, now, counts))
        for row in run.aside:
            sink.add("import_row", _aside(sink.next_id("import_row"), batch, row))
        sink.write()
        return batch

    def _settle_aside(self, batch_id: int, run: Run) -> int | None:
        """Take the rows that became records from those kept aside, and count them with their import."""
        waiting = {aside.number: aside for aside in run.aside}
        rows = dict(enumerate(self.kept_aside(batch_id), 1))
        done = [row for number, row in rows.items() if number not in waiting]
        now_moved = [row for number, row in rows.items() if number in waiting and _seems_moved(row, waiting[number])]
        if not (done or now_moved):
            return None
        counts = json.loads(self._store.value(queries.COUNTS, batch=batch_id))
        for row in (*done, *now_moved):
            counts[row.outcome] -= 1
        for outcome in (Outcome.NEW, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.SAME):
            counts[outcome] += getattr(run.counts, outcome)
        for row in done:
            if row.outcome == MOVED:  # what else it said was counted when it was imported, or decided
                again = next((each for each in _OF_KNOWN if getattr(run.counts, each)), None)  # none for a new person
                if again is not None:
                    counts[again] -= 1
        counts[MOVED] = counts.get(MOVED, 0) + len(now_moved)
        self._store.update(ImportBatch, batch_id, counts=json.dumps(counts))
        for number, row in rows.items():
            if row in now_moved:
                self._store.update(ImportRow, row.id, outcome=MOVED, reason=waiting[number].reason)
        self._store.run(queries.NO_LONGER_ASIDE, ids=[row.id for row in done])
        return batch_id


def _seems_moved(row: AsideRow, now: RowAside) -> bool:
    """Return whether it was decided who a row kept aside is about, and it is open now whether they moved."""
    return now.outcome == MOVED and row.outcome != MOVED


def _label(plan: ImportPlan) -> str:
    return f"Import “{plan.path.name}”" if plan.aside_of is None else f"Decide rows kept aside of “{plan.path.name}”"


def _reading(batch: BatchRow, rows: Sequence[AsideRow]) -> Reading:
    """Return the rows kept aside as a file that is read."""
    return Reading(Path(batch.file_name), batch.format, (ReadContact.from_json(row.content) for row in rows), Report())


def _fingerprint(rows: Sequence[AsideRow]) -> str:
    return " ".join(str(row.id) for row in rows)


def _aside(row: int, batch: int, aside: RowAside) -> tuple[object, ...]:
    return row, batch, aside.line, aside.outcome, aside.reason, aside.content


def _open(path: Path, encoding: str | None) -> Reading:
    # The readers are loaded when a file is read, not when the program starts.
    from crm.formats.detect import open_contacts

    return open_contacts(path, encoding=encoding)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(_HASHED_AT_ONCE):
            digest.update(piece)
    return digest.hexdigest()
