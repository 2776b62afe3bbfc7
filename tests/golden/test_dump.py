"""What the tables hold: of the sample by its checksums, after the day of work row by row."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from crm.db import history
from crm.db.dump import TABLES, dump_table, logical_dump
from crm.sample.removing import remove_sample
from crm.workspace import Workspace
from tests.golden.conftest import Made
from tests.golden.frozen import Answers

_MADE_UP_AT_RANDOM = {"uid", "sha256"}
_OF_THE_ACTIONS = ("id", "label", "kind", "at", "reverses", "reversed_by", "is_open", "author")


def test_the_sample_holds_what_it_held(made: Made, opened: Callable[[Path], Workspace], answers: Answers) -> None:
    with opened(made.sample).store.reading() as connection:
        answers.check("sample", logical_dump(connection))


def test_the_tables_hold_what_they_held_after_the_day(desk: Workspace, answers: Answers) -> None:
    answers.check("tables", {table: _rows(desk, table, history.columns(table)) for table in TABLES})


def test_what_is_derived_is_what_it_was(desk: Workspace, answers: Answers) -> None:
    held = {}
    for table in ("contact_summary", "organisation_summary"):
        columns = [name for _, name, *_ in desk.store.rows(f"PRAGMA table_info({table})")]
        held[table] = _rows(desk, table, tuple(columns), order="1")
    answers.check("derived", held)


def test_the_change_log_tells_the_same_actions(desk: Workspace, answers: Answers) -> None:
    touched: dict[int, Counter[str]] = {}
    for action, table, verb in desk.store.rows(
        "SELECT change_set_id, table_name, iif(before IS NULL, 'added', iif(after IS NULL, 'removed', 'changed')) "
        "FROM change ORDER BY id"
    ):
        touched.setdefault(action, Counter())[f"{table} {verb}"] += 1
    actions = desk.store.rows(f"SELECT {', '.join(_OF_THE_ACTIONS)} FROM change_set ORDER BY id")
    answers.check(
        "actions",
        {
            "actions": [
                [*row, " ".join(f"{number}×{what}" for what, number in sorted(touched.get(row[0], Counter()).items()))]
                for row in actions
            ],
            "history as it is read": [
                (row.id, row.label, row.kind, row.at, row.in_effect, row.author)
                for row in desk.actions(before=120, limit=100)
            ],
        },
    )


def test_the_sample_taken_out_leaves_what_was_left(
    made: Made, opened: Callable[[Path], Workspace], answers: Answers
) -> None:
    workspace = opened(made.worked)
    label = remove_sample(workspace.store)
    connection = workspace.store.connection()
    columns = {table: tuple(set(history.columns(table)) - _MADE_UP_AT_RANDOM) for table in TABLES}
    left = {table: dump_table(connection, table, tuple(sorted(columns[table]))) for table in TABLES}
    answers.check("sample_removed", {"label": label, **left})
    workspace.undo()


def _rows(workspace: Workspace, table: str, columns: tuple[str, ...], order: str = "id") -> list[object]:
    rows = workspace.store.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
    return [list(columns), *map(list, rows)]
