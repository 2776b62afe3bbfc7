"""The history of moves outlives whatever happens to the file: restored and rescued it is the same, and goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crm.db import migrate, migration_runner
from crm.db.dump import logical_dump
from crm.db.raw_connection import Access, connect
from crm.db.rescue import Rescued
from crm.opportunities import OpportunityDraft
from crm.workspace import Workspace
from tests.crm.db import steps

Moves = list[tuple[int | None, int]]


def moves(workspace: Workspace) -> Moves:
    return [(before, to) for before, to in workspace.store.rows(
        "SELECT from_stage_id, to_stage_id FROM stage_change ORDER BY id"
    )]  # fmt: skip


def moved(workspace: Workspace) -> tuple[int, list[int]]:
    stages = [stage.id for stage in workspace.pipelines.get(None).stages]
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    workspace.opportunities.move(made, stages[1])
    return made, stages


def test_a_restored_backup_has_each_move_once_and_the_next_is_kept(workspace: Workspace) -> None:
    made, stages = moved(workspace)
    backup = workspace.backups.make("by hand")
    workspace.opportunities.move(made, stages[2])
    workspace.backups.restore(backup.path)
    assert moves(workspace) == [(None, stages[0]), (stages[0], stages[1])]
    workspace.opportunities.move(made, stages[3])
    assert moves(workspace)[2:] == [(stages[1], stages[3])]


@pytest.mark.parametrize("rescue", [Workspace.save_readable, Workspace.repair_copy])
def test_a_rescued_file_has_each_move_once_and_the_next_is_kept(
    workspace: Workspace, rescue: Callable[[Path], Rescued]
) -> None:
    made, stages = moved(workspace)
    before = logical_dump(workspace.store.connection())["stage_change"]
    workspace.close()
    rescued = Workspace.open(rescue(workspace.path).path)
    assert logical_dump(rescued.store.connection())["stage_change"] == before
    rescued.opportunities.move(made, stages[2])
    assert moves(rescued)[2:] == [(stages[1], stages[2])]
    assert rescued.undo() == "Move “Imaging pilot”: Shaping"
    assert len(moves(rescued)) == 2
    rescued.close()


def test_a_file_from_before_reasons_stood_in_the_history_gives_the_last_closing_its_own(tmp_path: Path) -> None:
    path = tmp_path / "older.desk"
    path.touch()
    connection = connect(path, Access.WRITE)
    connection.execute("BEGIN")
    migration_runner.run(connection, steps.before(tmp_path / "steps", "0005"))
    at = "'2026-03-02T12:00:00Z'"
    connection.execute(f"INSERT INTO change_set (label, kind, at) VALUES ('Begin', 'edit', {at})")
    connection.execute(
        f"INSERT INTO opportunity (id, uid, title, stage_id, created_at) VALUES (1, 'a', 'Imaging pilot', 1, {at}), "
        f"(2, 'b', 'Sensor trial', 1, {at})"
    )
    for stage, reason in ((6, "No budget"), (1, ""), (7, "No time")):
        connection.execute("UPDATE opportunity SET stage_id = ?, lost_reason = ? WHERE id = 1", (stage, reason))
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA application_id = {migrate.APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 4")
    connection.close()
    workspace = Workspace.open(path)
    assert [(spell.stage, spell.reason) for spell in workspace.opportunities.spells(1)] == [
        ("Idea", ""), ("Lost", ""), ("Idea", ""), ("Parked", "No time"),
    ]  # fmt: skip
    assert [hit.id for hit in workspace.search.find("sensor")] == [2]
    workspace.opportunities.move(2, 6, reason="No site")
    assert workspace.opportunities.spells(2)[-1].reason == "No site"
    workspace.close()
