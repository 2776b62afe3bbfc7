"""Bringing people in and taking lists out, beside the raw libraries."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from crm.db.derived.models import ContactSummary
from crm.exporting.columns import lines
from crm.workspace import Workspace
from tests.benchmarks import raw_import
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, compared, in_turns, timed


def figures(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the figures of importing and exporting so many people."""
    return [*_importing(material, size, rounds), *_exporting(material, size, rounds)]


def _importing(material: Material, size: int, rounds: int) -> list[Figure]:
    table, cards = material.csv(size), material.cards(size)
    turn = iter(range(1_000))

    def ours(source: Path) -> float:
        workspace = Workspace.create(material.folder / f"in-{next(turn)}.desk")
        plan = workspace.importing.plan(source)
        try:
            return timed(lambda: workspace.importing.apply(plan))
        finally:
            _gone(workspace)

    def raw() -> float:
        workspace = raw_import.prepare(material.folder / f"raw-{next(turn)}.desk")
        try:
            return timed(lambda: raw_import.run(workspace, table))
        finally:
            _gone(workspace)

    imported, base = in_turns(lambda: ours(table), raw, rounds)
    held = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.moving", str(table), str(material.folder / "in-memory.desk")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    carded, vobject = in_turns(lambda: ours(cards), lambda: timed(lambda: _read_with_vobject(cards)), min(rounds, 3))
    return [
        Figure("CSV imported", size, imported, base, Ceiling(times=2), note=f"peak memory {held.strip()} MiB"),
        Figure("vCards imported", size, carded, vobject, Ceiling(times=1.3)),
    ]


def _gone(workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.rmtree(path.parent / "backups", ignore_errors=True)


def _read_with_vobject(path: Path) -> None:
    # Only benchmarks and tests read with it.
    import vobject

    with path.open(encoding="utf-8") as handle:
        for card in vobject.readComponents(handle):
            card.contents.get("fn")


def _exporting(material: Material, size: int, rounds: int) -> list[Figure]:
    workspace = Workspace.open(material.network(size), read_only=True)
    folder = material.folder
    cases: tuple[tuple[str, str, Callable[[Path], object], Ceiling], ...] = (
        ("CSV exported", "csv", lambda to: _raw_csv(workspace, to), Ceiling(times=2.5)),
        ("XLSX exported", "xlsx", lambda to: _raw_xlsx(workspace, to), Ceiling(times=1.3)),
        ("vCards exported", "vcf", lambda to: _raw_cards(workspace, to), Ceiling(times=1.3)),
    )
    try:
        found = []
        for what, ending, raw, ceiling in cases:
            ours = partial(workspace.exporting.export, "contacts", folder / f"ours.{ending}")
            taken = compared(ours, partial(raw, folder / f"raw.{ending}"), rounds)
            found.append(Figure(what, size, *taken, ceiling))
        return found
    finally:
        workspace.close()


def _rows(workspace: Workspace) -> Iterator[tuple[Any, ...]]:
    """Yield what an export shows, by one plain query."""
    shown = lines("contacts", [column.asked for column in workspace.exporting.chosen("contacts")])
    return workspace.store.iterate(shown.order_by(ContactSummary.sort_name, ContactSummary.contact_id))


def _raw_csv(workspace: Workspace, to: Path) -> None:
    with to.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(_rows(workspace))


def _raw_xlsx(workspace: Workspace, to: Path) -> None:
    # The writer of workbooks is loaded where it is used, as in the program.
    import xlsxwriter

    with xlsxwriter.Workbook(str(to), {"constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for place, row in enumerate(_rows(workspace)):
            for column, cell in enumerate(row):
                if cell:
                    page.write_string(place, column, cell)


def _raw_cards(workspace: Workspace, to: Path) -> None:
    # Only benchmarks and tests write with it.
    import vobject

    with to.open("w", encoding="utf-8") as handle:
        for name, role, firm, _, _, _, email, phone, *_ in _rows(workspace):
            card = vobject.vCard()
            card.add("fn").value = name
            given, _, family = name.rpartition(" ")
            card.add("n").value = vobject.vcard.Name(family=family, given=given)
            card.add("title").value = role or ""
            card.add("org").value = [firm or ""]
            card.add("email").value = email or ""
            card.add("tel").value = phone or ""
            handle.write(card.serialize())


def _import_and_tell_memory(table: Path, file: Path) -> None:
    """Import a table in this process, and print the most memory it ever held in MiB."""
    workspace = Workspace.create(file)
    workspace.importing.apply(workspace.importing.plan(table))
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage would count the parent's, too
    print(next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")))
    _gone(workspace)


if __name__ == "__main__":
    _import_and_tell_memory(Path(sys.argv[1]), Path(sys.argv[2]))
