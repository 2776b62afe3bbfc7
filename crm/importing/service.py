"""The import service: plan, apply, and what stands of earlier imports."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from crm import clock
from crm.backups import Backups
from crm.bulk import Upkeep, long_work
from crm.db.store import Store, moment_text
from crm.errors import CrmError, NotFound
from crm.formats.rows import ReadContact, Reading
from crm.importing.firms import as_organisation, is_list_of_organisations
from crm.importing.model import (
    AsideRow,
    BatchRow,
    Decisions,
    FileChanged,
    ImportPlan,
    ImportResult,
)
from crm.importing.run import Aside, PreviewSink, Run, WritingSink
from crm.progress import IsCancelled, Pace, Progress, never, silent

_CHUNK = 500
_SETTLED_AT_ONCE = 10_000
_HASHED_AT_ONCE = 1 << 20


class Importing:
    """Reads files of contacts into the records. Both steps are long: run them on the worker."""

    def __init__(self, store: Store, backups: Backups) -> None:
        self._store = store
        self._backups = backups

    def plan(
        self,
        path: Path,
        *,
        encoding: str | None = None,
        decisions: Decisions | None = None,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> ImportPlan:
        """Return what importing the file would do; nothing is written.

        `encoding` is what a person chose instead of the one detected; `decisions` answer rows that asked. Raises
        UnreadableFile, OSError, Cancelled.
        """
        sha256 = _sha256(path)
        with _open(path, encoding) as reading:
            run = Run(self._store, PreviewSink(self._store), "", decisions or {})
            self._feed(run, reading, Pace(progress, cancelled))
            report = reading.report
            run.counts.skipped = len(report.skipped)
            return ImportPlan(
                path=path,
                format=reading.format,
                kind=reading.kind,
                encoding=reading.encoding,
                headings=tuple(reading.headings),
                sha256=sha256,
                counts=run.counts,
                rows=tuple(run.rows),
                skipped=tuple(report.skipped),
                warnings=tuple(report.warnings),
                problems=tuple(report.problems),
                new_organisations=tuple(run.new_organisations),
                new_tags=tuple(run.new_tags),
                chosen_encoding=encoding,
            )

    def apply(
        self,
        plan: ImportPlan,
        *,
        decisions: Decisions | None = None,
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> ImportResult:
        """Import the file of a preview as one undoable action, after a backup; cancelling leaves nothing.

        Rows that ask and have no decision are kept aside. Where nothing would change, nothing is written. Raises
        FileChanged, UnreadableFile, Busy, DiskFull, Cancelled.
        """
        if not plan.counts.changes_anything and not decisions:
            return ImportResult(None, plan.counts, plan.warnings, plan.problems)
        if _sha256(plan.path) != plan.sha256:
            raise FileChanged(plan.path)
        notes = self._back_up()
        now = moment_text(clock.now())
        with (
            _open(plan.path, plan.chosen_encoding) as reading,
            self._store.action(f"Import “{plan.path.name}”", "import") as change_set,
        ):
            sink = WritingSink(self._store)
            run = Run(self._store, sink, now, decisions or {})
            pace = Pace(progress, cancelled, total=plan.counts.rows)
            upkeep = Upkeep(self._store)
            with long_work(self._store, pace):
                with sink.by_sets(change_set):
                    self._feed(run, reading, pace, upkeep)
                    run.counts.skipped = len(reading.report.skipped)
                    batch = self._keep_record(plan, run, sink, now) if sink.total else None
                for _ in upkeep.finish():
                    pace.at(plan.counts.rows)
        return ImportResult(batch, run.counts, tuple(reading.report.warnings), tuple(reading.report.problems), notes)

    def batches(self) -> list[BatchRow]:
        """Return the imports that stand, newest first."""
        return [
            BatchRow(row, name, kind, at, json.loads(counts))
            for row, name, kind, at, counts in self._store.rows(
                "SELECT id, file_name, format, imported_at, counts FROM import_batch ORDER BY id DESC"
            )
        ]

    def kept_aside(self, batch_id: int) -> list[AsideRow]:
        """Return the rows that an import kept aside."""
        return [
            AsideRow(row, batch_id, line, outcome, reason, json.loads(content))
            for row, line, outcome, reason, content in self._store.rows(
                "SELECT id, line, outcome, reason, content FROM import_row WHERE batch_id = ? ORDER BY id", (batch_id,)
            )
        ]

    def take_back(self, batch_id: int) -> str:
        """Undo one import, however old; returns its label. Raises StandsInTheWay where later actions build on it."""
        change_set = self._store.value(
            "SELECT change_set_id FROM change WHERE table_name = 'import_batch' AND row_id = ? AND before IS NULL "
            "ORDER BY id DESC LIMIT 1",
            (batch_id,),
        )
        if change_set is None:
            raise NotFound("import", batch_id)
        return self._store.take_back(change_set)

    # -- inside

    def _feed(self, run: Run, reading: Reading, pace: Pace, upkeep: Upkeep | None = None) -> None:
        rows: Iterator[ReadContact] = iter(reading)
        if is_list_of_organisations(reading.headings):
            rows = map(as_organisation, rows)
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

    def _back_up(self) -> tuple[str, ...]:
        """Back up what there is to lose; an import that can be undone goes on without, and says so."""
        if self._store.value("SELECT 1 FROM contact UNION ALL SELECT 1 FROM organisation LIMIT 1") is None:
            return ()
        try:
            self._backups.make("before import")
        except CrmError as error:
            return (str(error),)
        return ()

    def _keep_record(self, plan: ImportPlan, run: Run, sink: WritingSink, now: str) -> int:
        counts = json.dumps(asdict(run.counts))
        batch = sink.next_id("import_batch")
        sink.add("import_batch", (batch, plan.path.name, plan.format, plan.sha256, now, counts))
        for row in run.aside:
            sink.add("import_row", _aside(sink.next_id("import_row"), batch, row))
        sink.write()
        return batch


def _aside(row: int, batch: int, aside: Aside) -> tuple[object, ...]:
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
