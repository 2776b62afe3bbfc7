"""An attendance report of 2,000 people into a network: reviewed and applied on the worker, beside the plain SQL.

The raw baseline reads the same table, finds each person by one query for the address and writes the same rows with
`executemany` into a copy without triggers: no log, no undo, no names compared, no review.
"""

import csv
import shutil
import threading
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import TypeVar

from crm.attendance.reports import ReportPlan, Reports
from crm.backups import BackupInfo, Backups
from crm.errors import CrmError
from crm.huddles import HuddleDraft
from crm.progress import IsCancelled, never
from crm.workspace import Workspace
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, compared, in_turns, timed

PEOPLE, NEW_EACH = 2_000, 10
T = TypeVar("T")
_DAY, _STAY = date(2026, 5, 20), ("05/20/2026 03:00:00 PM", "05/20/2026 04:10:00 PM", "70", "No")
_HUDDLE = HuddleDraft(_DAY, time(15), time(16, 30), title="Measured")
_COLUMNS = ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest")


def figures(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the figures of a report into a network of so many contacts; nine people of ten are known."""
    rounds = min(rounds, 3)
    path = material.folder / f"report-{size}.desk"
    shutil.copyfile(material.network(size), path)
    workspace = Workspace.open(path)
    try:
        huddle = workspace.huddles.plan(_HUDDLE)
        source = material.folder / f"report-{size}.csv"
        people = _write(workspace, source, min(PEOPLE, size))
        raw = _Raw(material.folder / f"report-raw-{size}.desk", material.network(size))
        try:
            return _taken(workspace, huddle, source, raw, people, size, rounds)
        finally:
            raw.close()
    finally:
        workspace.close()
        _remove(path)


def _taken(
    workspace: Workspace, huddle: int, source: Path, raw: "_Raw", people: int, size: int, rounds: int
) -> list[Figure]:
    plans: list[ReportPlan] = []
    reports = workspace.reports

    def review() -> None:
        plans.append(_on_worker(workspace, lambda: reports.plan(huddle, source)))

    reviewed, looked_up = compared(review, lambda: raw.look_up(source), rounds)
    plan = plans[-1]

    bare = Reports(
        workspace.store,
        workspace.contacts,
        workspace.organisations,
        workspace.attendance,
        _NoBackups(workspace.store),
        workspace.consents,
        workspace.trash,
    )

    def apply() -> float:
        try:
            return timed(lambda: _on_worker(workspace, lambda: bare.apply(plan)))
        finally:
            workspace.undo()

    applied, written = in_turns(apply, lambda: raw.run(source), rounds)
    again = timed(lambda: _on_worker(workspace, lambda: reports.apply(plan)))
    same = timed(lambda: reports.apply(reports.plan(huddle, source)))
    note = f"{people:,} people, {len([line for line in plan.lines if line.contact_id is None]):,} of them new"
    return [
        Figure("attendance report: reviewed", size, reviewed, looked_up, Ceiling(at_most=5), note=note),
        Figure("attendance report: applied, besides the backup", size, applied, written, Ceiling(at_most=5)),
        Figure("attendance report: applied, with the backup", size, again),
        Figure("attendance report: the same again, reviewed", size, same, looked_up, Ceiling(at_most=5)),
    ]


class _NoBackups(Backups):
    """Makes none: what one takes is the size of the file, and a figure of its own."""

    def make(self, reason: str, cancelled: IsCancelled = never) -> BackupInfo:
        """Make none; a report is applied all the same."""
        raise CrmError("No backup is made while this is measured.")


def _on_worker(workspace: Workspace, work: Callable[[], T]) -> T:
    """Do it in a thread of its own with its own connection, as the window's worker does."""
    answers: list[T] = []

    def run() -> None:
        try:
            answers.append(work())
        finally:
            workspace.store.close_thread()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answers[0]


def _write(workspace: Workspace, path: Path, people: int) -> int:
    """Write the report: people spread over the network with their addresses, every tenth unknown."""
    rows = workspace.store.rows(
        "SELECT name, email FROM contact_summary WHERE email <> '' AND contact_id % :step = 0 LIMIT :people",
        {"step": max(1, workspace.contacts.count() // (people + 1)), "people": people},
    )
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(_COLUMNS)
        for number, (name, email) in enumerate(rows):
            known = number % NEW_EACH
            writer.writerow(
                (name if known else f"Nova Quill{number}", email if known else f"n{number}@new.example", *_STAY)
            )
    return len(rows)


class _Raw:
    """A copy of the network without triggers."""

    def __init__(self, path: Path, network: Path) -> None:
        shutil.copyfile(network, path)
        self._workspace = Workspace.open(path)
        self._huddle = self._workspace.huddles.plan(_HUDDLE)
        self._connection = self._workspace.store.connection()
        for (name,) in self._workspace.store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            self._connection.execute(f"DROP TRIGGER {name}")

    def look_up(self, source: Path) -> list[tuple[int | None, dict[str, str]]]:
        """Read the table and find each person by address."""
        sql = "SELECT contact_id FROM contact_email WHERE value = ? COLLATE NOCASE"
        with source.open(encoding="utf-8", newline="") as handle:
            return [((self._workspace.store.value(sql, (row["User Email"],))), row) for row in csv.DictReader(handle)]

    def run(self, source: Path) -> float:
        """Return how long the rows take to be found and written; they are rolled back afterwards."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            return timed(lambda: self._insert(source))
        finally:
            self._connection.execute("ROLLBACK")

    def _insert(self, source: Path) -> None:
        next_contact = int(self._workspace.store.value("SELECT max(id) FROM contact")) + 1
        next_row = int(self._workspace.store.value("SELECT coalesce(max(id), 0) FROM attendance")) + 1
        found = self.look_up(source)
        new = [(next_contact + n, row) for n, row in enumerate(row for contact, row in found if contact is None)]
        ids = iter(contact for contact, _ in new)
        here = [(next_row + n, contact or next(ids)) for n, (contact, _) in enumerate(found)]
        many = self._connection.executemany
        many(
            "INSERT INTO contact (id, uid, given_name, created_at) VALUES (?, 'raw-' || ?1, ?, '2026')",
            [(contact, row["Name (Original Name)"]) for contact, row in new],
        )
        many(
            "INSERT INTO contact_email (contact_id, value, is_primary) VALUES (?, ?, 1)",
            [(contact, row["User Email"]) for contact, row in new],
        )
        many(
            "INSERT INTO attendance (id, huddle_id, contact_id, presence, minutes, mode, role, source, starts_at) "
            f"VALUES (?, {self._huddle}, ?, 'attended', 70, 'online', 'attendee', 'raw', '2026-05-20T14:00:00Z')",
            here,
        )
        many(
            "INSERT INTO attendance_session (attendance_id, joined_at, left_at) "
            "VALUES (?, '2026-05-20T14:00:00Z', '2026-05-20T15:10:00Z')",
            [(row,) for row, _ in here],
        )

    def close(self) -> None:
        """Close it and take it away."""
        path = self._workspace.path
        self._workspace.close()
        _remove(path)


def _remove(path: Path) -> None:
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.rmtree(path.parent / "backups", ignore_errors=True)
