"""Where the program keeps things, also for a user whom the system knows nothing about."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from crm.__main__ import main
from crm.app_dirs import NoHome, Places, home
from crm.db.device import this_device
from crm.workspace import Workspace

pwd: Any = pytest.importorskip("pwd")


def _unknown(number: int) -> Any:
    raise KeyError(number)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Be a user id without an entry, started without an environment in an empty folder."""
    for name in ("HOME", "USER", "LOGNAME", "LNAME", "USERNAME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", _unknown)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    this_device.cache_clear()
    yield tmp_path / "here"
    this_device.cache_clear()


def test_a_user_without_a_home_is_told_so_and_no_folder_is_made(
    nobody: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "met Jane Roe"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "--data-dir" in line
    assert not list(nobody.iterdir())


def test_a_library_that_names_the_home_by_its_sign_alone_is_not_followed(
    nobody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: "~/.local/share/Cluster Desk")
    with pytest.raises(NoHome):
        Places.of_user()


def test_a_user_without_a_name_or_a_home_works_on_a_file_that_is_named(nobody: Path) -> None:
    assert main(["--file", "mine.desk", "--new", "log", "met Jane Roe re pilot"]) == 0
    assert main(["--file", "mine.desk", "backup"]) == 0
    workspace = Workspace.open(nobody / "mine.desk")
    workspace.close()


def test_a_folder_for_data_that_cannot_be_made_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["--data-dir", str(tmp_path / "file" / "Cluster Desk"), "--new", "log", "met Jane Roe"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "Nothing was changed" in line


def test_files_are_looked_for_in_the_present_folder_where_there_is_no_home(nobody: Path) -> None:
    assert home() == nobody
