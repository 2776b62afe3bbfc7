"""Putting one file in place of another, step by step: stopped before any step, it leaves the old or ends with the new.

The old file and its journals are kept together, once, however often it takes.
"""

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.db import files, restore
from crm.db.restore import BEFORE, DAMAGED
from crm.workspace import Workspace

OLD, LOG, JOURNAL = b"the file as it was", b"its log", b"its journal"
STEPS = (
    (Path, "replace"),
    (Path, "unlink"),
    (files, "keep_as"),
    (files, "sync_folder"),
)


class _Killed(BaseException):
    pass


@pytest.fixture
def source(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(good, tmp_path / "backup.desk"))


@pytest.fixture
def path(good: Path, source: Path) -> Path:
    """A file that is damaged, with journals beside it."""
    good.write_bytes(OLD)
    files.beside(good, "-wal").write_bytes(LOG)
    files.beside(good, "-journal").write_bytes(JOURNAL)
    files.beside(good, "-shm").write_bytes(b"of no use")
    return good


def stop_before(patch: pytest.MonkeyPatch, step: int, told: list[str] | None = None) -> None:
    """Let the work be killed before its step of that number, counted from 0; `told` gets each that was begun."""
    left = [step]

    def counted(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **more: Any) -> Any:
            if left[0] == 0:
                raise _Killed
            left[0] -= 1
            if told is not None:
                told.append(name)
            return do(*arguments, **more)

        return run

    for owner, name in STEPS:
        patch.setattr(owner, name, counted(name, getattr(owner, name)))


def kept_of(path: Path, keep: str) -> list[Path]:
    return [each for each in path.parent.glob(f"{path.name}.{keep}-*") if not each.name.endswith(("-wal", "-journal"))]


def assert_kept_once_with_its_journals(path: Path, keep: str) -> None:
    (kept,) = kept_of(path, keep)
    assert kept.read_bytes() == OLD
    assert files.beside(kept, "-wal").read_bytes() == LOG
    assert files.beside(kept, "-journal").read_bytes() == JOURNAL


@pytest.mark.parametrize("step", range(12))
@pytest.mark.parametrize("keep", [BEFORE, DAMAGED])
@pytest.mark.parametrize("links", [True, False])
def test_stopped_before_any_step_it_leaves_the_old_file_or_ends_with_the_new(
    path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, step: int, keep: str, links: bool
) -> None:
    restore.prepare(path, source)
    new = files.beside(path, ".restore.part").read_bytes()
    if not links:
        monkeypatch.setattr("crm.db.files.os.link", lambda *_: os.stat(path / "no links here"))
    with monkeypatch.context() as patched:
        stop_before(patched, step)
        try:
            restore.commit(path, keep)
        except _Killed:
            was_killed = True
        else:
            was_killed = False
    if restore.is_under_way(path):
        assert path.read_bytes() == OLD
        with monkeypatch.context() as patched:  # and the next start may be killed as well
            stop_before(patched, 3)
            with contextlib.suppress(_Killed):
                restore.finish(path)
        if restore.is_under_way(path):
            assert restore.finish(path)
        assert path.read_bytes() == new
    elif path.read_bytes() == OLD:
        assert was_killed
        assert (files.beside(path, "-wal").read_bytes(), files.beside(path, "-journal").read_bytes()) == (LOG, JOURNAL)
        assert not kept_of(path, keep)
        restore.sweep(path)
        assert not files.beside(path, ".restore.part").exists()
        return
    assert path.read_bytes() == new
    assert not [suffix for suffix in files.JOURNALS if files.beside(path, suffix).exists()]
    assert not restore.is_under_way(path)
    assert not restore.finish(path)
    assert_kept_once_with_its_journals(path, keep)


def test_each_step_is_on_the_disk_before_the_next_that_builds_on_it(
    path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore.prepare(path, source)
    told: list[str] = []
    with monkeypatch.context() as patched:
        stop_before(patched, 1_000, told)
        restore.commit(path)
    steps = [name for name in told if name != "unlink"]
    assert steps == [
        "replace", "sync_folder",  # the point of no return
        "keep_as", "replace", "replace", "sync_folder",  # the old file with its log and journal
        "replace", "sync_folder",  # the new one
    ]  # fmt: skip
    assert "unlink" not in told[told.index("sync_folder", 6) :]  # no journal goes once the new file stands there


def test_what_is_prepared_is_on_the_disk_whole_and_takes_the_place_of_a_half(
    path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.beside(path, ".restore.part").write_bytes(b"half")
    synced: list[bytes] = []
    sync = files.sync
    monkeypatch.setattr("crm.db.files.sync", lambda file: (synced.append(file.read_bytes()), sync(file)))
    restore.prepare(path, source)
    assert synced[-1] == files.beside(path, ".restore.part").read_bytes()
    assert path.read_bytes() == OLD
    restore.commit(path)
    Workspace.open(path).close()


@pytest.mark.parametrize("other", [b"another file of old", OLD[::-1]])
def test_what_an_earlier_exchange_kept_stays_beside_what_this_one_keeps(path: Path, source: Path, other: bytes) -> None:
    restore.prepare(path, source)
    earlier = files.beside(path, f".{BEFORE}-2026-01-01")
    earlier.write_bytes(other)
    kept = restore.commit(path)
    assert kept is not None
    assert kept != earlier
    assert (earlier.read_bytes(), kept.read_bytes()) == (other, OLD)


def test_a_file_of_the_same_bytes_but_with_a_log_of_its_own_is_another(path: Path, source: Path) -> None:
    restore.prepare(path, source)
    earlier = files.beside(path, f".{BEFORE}-2026-01-01")
    earlier.write_bytes(OLD)
    files.beside(earlier, "-wal").write_bytes(b"another log")
    kept = restore.commit(path)
    assert kept is not None
    assert kept != earlier
    assert files.beside(earlier, "-wal").read_bytes() == b"another log"
    assert files.beside(kept, "-wal").read_bytes() == LOG


@pytest.mark.parametrize("keep", [BEFORE, DAMAGED])
def test_a_file_that_was_gone_in_the_middle_of_an_exchange_is_put_there(path: Path, source: Path, keep: str) -> None:
    restore.prepare(path, source)
    path.unlink()
    files.beside(path, ".restore.part").rename(files.beside(path, f".restore-{keep}"))
    Workspace.open(path).close()
    assert not restore.is_under_way(path)
    assert not kept_of(path, keep)


def test_a_sweep_leaves_what_was_kept_and_takes_what_is_half(path: Path) -> None:
    kept = files.beside(path, f".{BEFORE}-2026-01-01")
    halves = [
        files.beside(path, ".restore.part"), files.beside(path, ".restore.part-wal"), files.beside(path, ".new.part"),
        files.beside(kept, ".part"), files.beside(path, f".{DAMAGED}-2026-01-02-2.part"),
    ]  # fmt: skip
    for each in (kept, *halves):
        each.write_bytes(OLD)
    files.beside(path, ".checking").mkdir()
    restore.sweep(path)
    left = {each.name for each in path.parent.iterdir()}
    assert left == {path.name, *(path.name + suffix for suffix in files.JOURNALS), kept.name}
