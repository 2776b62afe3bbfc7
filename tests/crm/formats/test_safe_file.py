import errno
import os
import stat
from pathlib import Path

import pytest

from crm.errors import DiskFull
from crm.formats.safe_file import CannotWrite, replacing


def half_written(path: Path, error: Exception) -> None:
    with replacing(path) as handle:
        handle.write(b"half")
        raise error


def test_a_new_file_appears_whole_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with replacing(path) as handle:
        handle.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["list.csv"]


def test_an_old_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    with replacing(path) as handle:
        handle.write(b"new")
        handle.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        half_written(path, ZeroDivisionError())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["list.csv"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG])
def test_a_full_disk_is_said_and_leaves_the_old_file(tmp_path: Path, number: int) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    wrapped = RuntimeError("a library's own words")
    wrapped.__cause__ = OSError(number, os.strerror(number))
    with pytest.raises(DiskFull, match="disk is full"):
        half_written(path, wrapped)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["list.csv"]


def test_a_target_that_another_program_holds_open_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: Path) -> None:
        raise PermissionError(errno.EACCES, "sharing violation", str(target))

    path = tmp_path / "list.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotWrite, match="open in another program"), replacing(path) as handle:
        handle.write(b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["list.xlsx"]


def test_a_folder_and_a_missing_folder_are_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="is a folder"), replacing(tmp_path):
        pass
    with pytest.raises(CannotWrite, match="folder is not there"), replacing(tmp_path / "none" / "list.csv"):
        pass
