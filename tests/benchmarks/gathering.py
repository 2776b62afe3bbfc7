"""Huddles: the grid of 3,000 people by 60 huddles, and everybody's state, whatever the other sizes."""

from collections.abc import Sequence

from crm.attendance.grid import GridColumn
from crm.lifecycle_states import HORIZON
from crm.workspace import Workspace
from tests.benchmarks import grid_window
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, compared

_PAGE = 200


def figures(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the figures of a file with 3,000 people on the lists of 60 huddles; `size` is not asked."""
    workspace = Workspace.open(material.gathering(), read_only=True)
    try:
        columns = workspace.grid.columns(1)
        people = workspace.grid.people(columns)
        taken = [*_opening(workspace, columns, people, rounds), *_states(workspace, len(people), rounds)]
    finally:
        workspace.close()
    return [*taken, *grid_window.figures(material, rounds)]


def _opening(workspace: Workspace, columns: Sequence[GridColumn], people: Sequence[int], rounds: int) -> list[Figure]:
    grid, store, size = workspace.grid, workspace.store, len(people)
    page = people[size // 2 : size // 2 + _PAGE]

    def opened() -> None:
        shown = grid.columns(1)
        grid.cells(shown, grid.people(shown)[:_PAGE])

    def raw_page(ids: Sequence[int]) -> None:
        chosen = ", ".join(map(str, ids))
        store.rows(
            f"SELECT contact_id, huddle_id, presence, registration FROM attendance WHERE contact_id IN ({chosen})"
        )

    def raw_opened() -> None:
        rows = store.rows(
            "SELECT contact_id FROM contact_summary WHERE contact_id IN (SELECT contact_id FROM attendance) "
            "ORDER BY sort_name"
        )
        raw_page([id_ for (id_,) in rows[:_PAGE]])

    note = f"{size:,} people, {len(columns)} huddles"
    return [
        Figure("grid of huddles: opened, 200 lines", size, *compared(opened, raw_opened, rounds), LIST, note=note),
        Figure(
            "grid of huddles: the next 200 lines",
            size,
            *compared(lambda: grid.cells(columns, page), lambda: raw_page(page), rounds),
            LIST,
            note=note,
        ),
        Figure(
            "grid of huddles: sorted by total",
            size,
            *compared(
                lambda: grid.people(columns, sort="total"),
                lambda: store.rows(
                    "SELECT contact_id, count(*) FROM attendance WHERE presence = 'attended' GROUP BY 1 ORDER BY 2"
                ),
                rounds,
            ),
            LIST,
        ),
    ]


def _states(workspace: Workspace, size: int, rounds: int) -> list[Figure]:
    store = workspace.store
    raw = f"SELECT contact_id, sum(1 << (huddle_id % {HORIZON})) FROM attendance WHERE presence = 'attended' GROUP BY 1"
    return [
        Figure(
            "lifecycle of everybody",
            size,
            *compared(lambda: workspace.lifecycles.people(1), lambda: store.rows(raw), rounds),
            LIST,
        )
    ]


LIST = Ceiling(at_most=0.05)
