"""A damaged file is never touched; what can be read of it goes into a new one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.db.connecting import Access, raw
from crm.db.dump import logical_dump
from crm.db.rescue import Rescued
from crm.errors import FileDamaged
from crm.notices import NoticeKind
from crm.opportunities import OpportunityDraft
from crm.workspace import Workspace


def spoil(path: Path, name: str, child: bool = True) -> bytes:
    """Overwrite the root page of a table or an index with zeros, or its first child page; return the bytes."""
    connection = raw(path, Access.FROZEN)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    page = root
    if child and content[(root - 1) * 4096] == 5:  # an inner page of a table: its first cell points to a leaf
        cell = int.from_bytes(content[(root - 1) * 4096 + 12 : (root - 1) * 4096 + 14], "big")
        page = int.from_bytes(content[(root - 1) * 4096 + cell : (root - 1) * 4096 + cell + 4], "big")
    content[(page - 1) * 4096 : page * 4096] = b"\0" * 4096
    path.write_bytes(content)
    return bytes(content)


def dump_of(path: Path) -> dict[str, tuple[int, str]]:
    connection = raw(path, Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


def test_a_file_with_a_broken_index_is_repaired_as_a_copy_with_every_record(good: Path) -> None:
    whole = dump_of(good)
    broken = spoil(good, "contact_email_value", child=False)
    with pytest.raises(FileDamaged):
        Workspace.open(good)
    made = Workspace.repair_copy(good)
    assert dump_of(made.path) == whole
    assert made.counts["contact"] == 30
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert good.read_bytes() == broken
    opened = Workspace.open(made.path)
    assert opened.undo() == "Put a person in the trash"
    opened.close()


def test_a_repair_that_does_not_help_leaves_nothing(good: Path) -> None:
    spoil(good, "interaction")
    with pytest.raises(FileDamaged):
        Workspace.repair_copy(good)
    assert [path.name for path in good.parent.iterdir()] == ["good.desk"]


def test_of_a_broken_table_what_stands_around_the_break_is_saved(good: Path) -> None:
    whole = dump_of(good)
    broken = spoil(good, "interaction")
    made = Workspace.save_readable(good)
    assert "interaction" in made.incomplete
    assert 0 < made.counts["interaction"] < 30
    saved = dump_of(made.path)
    untouched = [t for t in whole if t not in made.incomplete]
    assert {t: saved[t] for t in untouched} == {t: whole[t] for t in untouched}
    assert good.read_bytes() == broken
    opened = Workspace.open(made.path)
    assert {notice.kind for notice in opened.notices} <= {NoticeKind.ORPHANS}
    opened.close()


def moves(workspace: Workspace) -> list[tuple[Any, ...]]:
    return workspace.store.rows(
        "SELECT id, opportunity_id, from_stage_id, to_stage_id, at FROM stage_change ORDER BY id"
    )


@pytest.mark.parametrize("rescue", [Workspace.save_readable, Workspace.repair_copy])
def test_a_rescued_file_has_every_move_once_and_writes_down_the_next(
    good: Path, rescue: Callable[[Path], Rescued]
) -> None:
    workspace = Workspace.open(good)
    idea, exploring, shaping, *_ = (stage.id for stage in workspace.pipelines.get(None).stages)
    pilot = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    workspace.opportunities.move(pilot, exploring)
    workspace.opportunities.move(pilot, idea)
    before = moves(workspace)
    assert [row[1] for row in before[-3:]] == [pilot] * 3
    workspace.close()
    made = rescue(good)
    assert made.counts["stage_change"] == len(before)
    opened = Workspace.open(made.path)
    assert moves(opened) == before
    opened.opportunities.move(pilot, shaping)
    assert [(row[2], row[3]) for row in moves(opened)[len(before) :]] == [(idea, shaping)]
    opened.close()


def test_a_file_whose_list_of_tables_is_gone_says_so(good: Path) -> None:
    content = bytearray(good.read_bytes())
    content[100:4096] = b"\xff" * 3996
    good.write_bytes(content)
    with pytest.raises(FileDamaged, match="list of tables"):
        Workspace.save_readable(good)
    assert [path.name for path in good.parent.iterdir()] == ["good.desk"]
