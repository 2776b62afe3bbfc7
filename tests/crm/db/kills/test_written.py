"""Killed at any call while a file is written for others, what stood there stands there, or the new one, whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.workspace import Workspace
from tests.crm.db.kills import victims
from tests.crm.db.kills.harness import FEWER, kills, next_start, on_linux

pytestmark = on_linux
OLD = b"what stood here"


def old_or_new(work: Callable[..., None], path: Path, *arguments: Any, target: Path) -> None:
    """See that the target is as it was or whole, and that the next one written leaves nothing else beside it."""
    new, seen = None, set()
    target.write_bytes(OLD)
    for ended in kills(work, path, *arguments, target, place=path.parent, many=FEWER):
        found = target.read_bytes()
        new = new or found
        assert new != OLD
        assert found == new or (found == OLD and not ended.said), ended
        seen.add(found == new)
        with next_start(path, target.name, f".{target.name}") as workspace:
            workspace.exporting.export("contacts", target)
        assert [each.name for each in path.parent.iterdir() if target.name in each.name] == [target.name]
    assert seen == {True, False}


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx", "people.vcf"])
def test_an_export_leaves_the_old_file_or_the_new_one(good: Path, name: str) -> None:
    old_or_new(victims.export, good, target=good.parent / name)


def test_a_kept_file_that_is_saved_leaves_the_old_file_or_the_new_one(good: Path) -> None:
    workspace = Workspace.open(good)
    file = workspace.store.value("SELECT max(id) FROM attachment")
    workspace.close()
    old_or_new(victims.save_file, good, file, target=good.parent / "letter.csv")
