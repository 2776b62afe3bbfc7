"""A file swapped under work of more than one record: refused in words, nothing lost, and not a word in the other."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from crm.__main__ import main
from crm.contacts.whole_names import draft_named
from crm.db.dump import logical_dump
from crm.db.raw_connection import Access, Connection, raw
from crm.errors import CrmError, FileGone
from crm.huddles import HuddleDraft
from crm.importing import ImportPlan
from crm.workspace import Workspace

if os.name == "nt":
    pytest.skip("a file in use cannot be swapped there", allow_module_level=True)


@dataclass
class Desk:
    """An open file, another that a sync service will put in its place, and work that was begun on the open one."""

    workspace: Workspace
    other: Path
    huddle: int
    people: list[int]
    plan: ImportPlan

    def dump(self) -> dict[str, tuple[int, str]]:
        return logical_dump(self.workspace.store.connection())

    def swap(self) -> None:
        shutil.copy(self.other, self.workspace.path.with_name("incoming"))
        os.replace(self.workspace.path.with_name("incoming"), self.workspace.path)


@pytest.fixture
def desk(good: Path, tmp_path: Path) -> Desk:
    other = Path(shutil.copy(good, tmp_path / "older.desk"))
    source = tmp_path / "people.csv"
    rows = [f"Wren {n},wren{n}@lumen.example" for n in range(300)]
    source.write_text("\n".join(["Name,Email", *rows, ""]), encoding="utf-8")
    workspace = Workspace.open(good)
    people = [workspace.contacts.create(draft_named(name)) for name in ("Ida Moss", "Bo Hart")]
    huddle = workspace.huddles.plan(HuddleDraft(date(2026, 5, 20), time(15), time(16), series_id=1))
    workspace.attendance.reply(huddle, people, "registered")
    return Desk(workspace, other, huddle, people, workspace.importing.plan(source))


WORK: dict[str, Callable[[Desk], object]] = {
    "an import": lambda desk: desk.workspace.importing.apply(desk.plan),
    "a check-in": lambda desk: desk.workspace.attendance.check_in(desk.huddle, desk.people[0]),
    "a tick": lambda desk: desk.workspace.attendance.mark(desk.huddle, desk.people, "attended"),
    "tags on many": lambda desk: desk.workspace.contacts.bulk_tag(desk.people, add=["board"]),
    "a field of many": lambda desk: desk.workspace.contacts.bulk_edit(desk.people, active=False),
    "undo": lambda desk: desk.workspace.undo(),
}


def dump_of(path: Path) -> dict[str, tuple[int, str]]:
    connection = raw(path, Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


@pytest.mark.parametrize("work", WORK)
def test_work_over_a_swapped_file_is_refused_and_nothing_of_it_or_before_it_is_lost(
    desk: Desk, tmp_path: Path, work: str
) -> None:
    before, others = desk.dump(), desk.other.read_bytes()
    desk.swap()
    with pytest.raises(CrmError) as refused:
        WORK[work](desk)
    assert isinstance(refused.value, FileGone)
    assert "This change was not saved" in str(refused.value)
    assert "Save a copy" in str(refused.value)
    assert desk.dump() == before
    copy = desk.workspace.save_copy(tmp_path / "copy.desk")
    desk.workspace.close()
    assert desk.workspace.path.read_bytes() == others
    assert dump_of(copy) == before


@pytest.mark.parametrize("work", [each for each in WORK if each != "an import"])
def test_work_in_the_middle_of_which_the_file_is_swapped_is_taken_back_whole(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    before, others = desk.dump(), desk.other.read_bytes()
    execute = Connection.execute
    swapped: list[bool] = []

    def swapping(connection: Connection, sql: str, *rest: object) -> object:
        done = execute(connection, sql, *rest)
        if sql == "BEGIN IMMEDIATE" and not swapped:
            swapped.append(True)
            desk.swap()
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "execute", swapping)
        with pytest.raises(FileGone, match="not saved"):
            WORK[work](desk)
    assert swapped
    assert desk.dump() == before
    copy = desk.workspace.save_copy(tmp_path / "copy.desk")
    desk.workspace.close()
    assert desk.workspace.path.read_bytes() == others
    assert dump_of(copy) == before


def test_an_import_in_the_middle_of_which_the_file_is_swapped_is_taken_back_whole(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, others = desk.dump(), desk.other.read_bytes()
    swapped: list[str] = []

    def then_swapping(run: Callable[..., object]) -> Callable[..., object]:
        def running(connection: Connection, sql: str, *rest: object) -> object:
            done = run(connection, sql, *rest)
            if sql.startswith("INSERT INTO contact ") and not swapped:
                swapped.append(sql)
                desk.swap()
            return done

        return running

    with monkeypatch.context() as patched:
        for name in ("execute", "executemany"):
            patched.setattr(Connection, name, then_swapping(getattr(Connection, name)))
        with pytest.raises(FileGone, match="not saved"):
            desk.workspace.importing.apply(desk.plan)
    assert swapped
    assert desk.dump() == before
    copy = desk.workspace.save_copy(tmp_path / "copy.desk")
    desk.workspace.close()
    assert desk.workspace.path.read_bytes() == others
    assert dump_of(copy) == before


def test_the_command_line_names_the_copy_that_it_kept_of_a_file_swapped_under_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, others, path = desk.dump(), desk.other.read_bytes(), desk.workspace.path
    desk.workspace.close()
    open_ = Workspace.open
    swapped: list[Workspace] = []

    def opening(file: Path, **how: Any) -> Workspace:
        opened = open_(file, **how)
        desk.swap()
        swapped.append(opened)
        return opened

    monkeypatch.setattr(Workspace, "open", opening)
    assert main(["--file", str(path), "undo"]) == 1
    said = capsys.readouterr().err
    assert "was replaced while it was open here" in said
    (kept,) = path.parent.glob("good-kept-*.desk")
    assert f"All it held is saved as a copy: {kept}" in said
    assert "Traceback" not in said
    assert swapped
    assert path.read_bytes() == others
    assert dump_of(kept) == before
