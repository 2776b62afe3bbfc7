"""Wrong, damaged and hostile copies of our own file: refused untouched, or open with every row."""

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crm.db import integrity_check
from crm.db.dump import logical_dump
from crm.db.raw_connection import Access, raw
from crm.errors import CrmError, FileDamaged, NewerFile, NotABackup, NotOurFile, OpeningError
from crm.workspace import Workspace
from tests.crm.db.conftest import alter, around
from tests.crm.db.spoiled import WAYS

TOOL = Path(__file__).parents[4] / "shared" / "hostile" / "damage_db.py"

RECORDS_SPOILT = ("orphans", "nul_in_text", "blob_in_text")
SCHEMA_CASES = ("table_missing", "hostile_trigger", "hostile_view", "extra_table", "index_missing", "trigger_missing")


def rows_of(path: Path) -> dict[str, Any]:
    connection = raw(path, Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


def changes_of(path: Path) -> Any:
    connection = raw(path, Access.FROZEN)
    try:
        return connection.execute("SELECT count(*), sum(length(before)), sum(length(after)) FROM change").fetchone()
    finally:
        connection.close()


def opened(path: Path) -> tuple[Workspace | None, CrmError | None]:
    """Open a file and check it whole; return the workspace, or why not."""
    try:
        workspace = Workspace.open(path)
    except CrmError as error:
        return None, error
    try:
        workspace.deep_check()
    except CrmError as error:
        workspace.close()
        return None, error
    return workspace, None


@pytest.mark.parametrize("name", WAYS)
def test_a_spoiled_file_is_refused_untouched_or_opens_with_every_row(good: Path, name: str) -> None:
    whole = rows_of(good)
    must, spoil = WAYS[name]
    path = good.rename(good.with_name(f"{name}.db"))
    spoil(path)
    case = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "must": must}
    assert not problems(path, case, whole)


if TOOL.exists():  # more of them

    @pytest.mark.parametrize("first_seed", [1, 21, 41])
    def test_every_damaged_copy_is_refused_untouched_or_opens_with_every_row(
        good: Path, tmp_path: Path, first_seed: int
    ) -> None:
        whole = rows_of(good)
        wrong: list[str] = []
        out = damaged_copies(good, tmp_path, first_seed)
        for case in json.loads((out / "manifest.json").read_text()):
            if case["sha256"] is None:
                continue
            # Each in a folder of its own: a neighbour must not pass for a conflicting copy.
            folder = out / case["file"].removesuffix(".db")
            folder.mkdir()
            for suffix in ("", *case["also"]):
                (out / (case["file"] + suffix)).rename(folder / (case["file"] + suffix))
            wrong += [f"{case['file']}: {problem}" for problem in problems(folder / case["file"], case, whole)]
        assert not wrong


def damaged_copies(good: Path, tmp_path: Path, seed: int) -> Path:
    """Run the tool; it gives up where it picks a table that it cannot spoil, so the next seed is tried.

    So it is where it spoils the list of migrations: such a file is refused, which is not what its case asks for.
    """
    while True:
        out = tmp_path / f"damaged-{seed}"
        command = [sys.executable, str(TOOL), str(good), str(out), "--seed", str(seed)]
        spoilt = subprocess.run(command, capture_output=True, check=False).returncode == 0
        made = [out / f"{name}.db" for name in RECORDS_SPOILT if (out / f"{name}.db").exists()]
        if spoilt and all(steps_of(each) == steps_of(good) for each in made):
            return out
        seed += 1


def steps_of(path: Path) -> list[Any]:
    """Return the migrations that a file says it has had."""
    connection = raw(path, Access.FROZEN)
    try:
        return connection.execute("SELECT name FROM schema_migration ORDER BY 1").fetchall()
    finally:
        connection.close()


def problems(path: Path, case: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    """Return what is not as the case demands."""
    name = path.stem
    workspace, error = opened(path)
    found: list[str] = []
    if error is not None:
        if hashlib.sha256(path.read_bytes()).hexdigest() != case["sha256"]:
            found.append("refused, but not left byte-identical")
        if "SQL" in str(error) or "Error" in str(error) or not str(error).endswith((".", ")")):
            found.append(f"no sentence for a person: {error}")
        if case["must"].startswith("say it is not one of our files") and not isinstance(error, NotOurFile):
            found.append(f"not said to be no file of ours, but {error}")
        if name == "newer_schema" and not isinstance(error, NewerFile):
            found.append(f"not said to be newer, but {error}")
        if name in ("extra_table", "orphans", "noise_wal", "empty_wal_shm", "nul_in_text", "blob_in_text"):
            found.append(f"refused: {error}")
        return found
    assert workspace is not None
    if must_be_refused(name, case):
        found.append("opened")
    rows = logical_dump(workspace.store.connection())
    differing = [table for table in whole if rows[table] != whole[table]]
    told = bool(workspace.notices)
    if differing and name not in ("orphans", "blob_in_text", "nul_in_text") and not name.startswith("bitflips"):
        found.append(f"silently other rows in {differing}")
    lost = [table for table in differing if rows[table][0] < whole[table][0]]
    if lost and (name != "orphans" or (workspace.store.rows("PRAGMA foreign_key_check") and not told)):
        found.append(f"fewer rows in {lost}")
    if (
        name in ("table_missing", "hostile_trigger", "hostile_view", "extra_table", "index_missing", "trigger_missing")
        and not told
    ):
        found.append("nothing said")
    workspace.close()
    return found


def must_be_refused(name: str, case: dict[str, Any]) -> bool:
    must = case["must"]
    if name.startswith(("bitflips", "page_")):
        return False
    return "refuse with a clear message" in must or must.startswith("say it")


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(OpeningError, match="a folder"):
        Workspace.open(tmp_path / "folder.db")


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bits_never_cost_rows_in_silence(good: Path, seed: int) -> None:
    whole, changes = rows_of(good), changes_of(good)
    randomly = random.Random(seed)
    content = bytearray(good.read_bytes())
    if seed % 4:
        for _ in range(randomly.choice((1, 8, 64))):
            content[randomly.randrange(100, len(content))] ^= 1 << randomly.randrange(8)
    else:
        page = 4096 * randomly.randrange(1, len(content) // 4096)
        content[page : page + 4096] = randomly.choice((b"\0" * 4096, content[page - 4096 : page]))
    good.write_bytes(content)
    workspace, error = opened(good)
    if workspace is None:
        assert isinstance(error, FileDamaged | NotOurFile | NewerFile)
        assert good.read_bytes() == content
        return
    rows = logical_dump(workspace.store.connection())
    assert {table: count for table, (count, _) in rows.items()} == {table: count for table, (count, _) in whole.items()}
    assert workspace.store.value("SELECT count(*) FROM change") == changes[0]
    workspace.close()


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        "name = 'log_tag_Insert' WHERE name = 'log_tag_insert'",
        "name = 'contact_email_valuE' WHERE name = 'contact_email_value'",
        "tbl_name = 'tagg' WHERE name = 'log_tag_insert'",
        "type = 'view' WHERE name = 'log_tag_insert'",
    ],
)
def test_an_entry_of_the_list_of_tables_that_contradicts_itself_is_damage_found_before_an_upgrade(
    good: Path, change: str, is_old: bool
) -> None:
    if is_old:
        last = "(SELECT max(name) FROM schema_migration)"
        alter(good, f"DELETE FROM schema_migration WHERE name = {last}")
    alter(good, "PRAGMA writable_schema = ON", f"UPDATE sqlite_master SET {change}")
    before = around(good)
    with pytest.raises(FileDamaged, match=r"garbled|cannot be read|makes no sense"):
        Workspace.open(good)
    assert around(good) == before


def test_letters_that_changed_in_a_backup_are_noticed_though_every_page_is_whole(good: Path) -> None:
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    content = made.path.read_bytes()
    place = content.rindex(b"Warrington")
    made.path.write_bytes(content[:place] + b"Harrington" + content[place + 10 :])
    assert integrity_check.check(raw(made.path, Access.FROZEN)).damage == ()
    with pytest.raises(NotABackup, match="not the file that was written then"):
        workspace.backups.verify(made.path)
    assert workspace.backups.newest_good() is None
    workspace.close()
