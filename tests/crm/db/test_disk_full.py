"""A disk that is full is said in words, costs nothing that was saved, and the same step goes through later."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crm.db import files
from crm.workspace import Workspace
from tests import patience

if sys.platform == "win32":
    pytest.skip("a limit on the size of files needs POSIX", allow_module_level=True)

ROOT = Path(__file__).parents[3]
STEPS_KB = 64


def run(path: Path, limit_kb: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.crm.db.disk_full", str(path), str(limit_kb)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=patience.SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize("kilobytes", range(0, 1600, 4 * STEPS_KB))
def test_at_whatever_size_the_disk_is_full_nothing_saved_is_lost(good: Path, tmp_path: Path, kilobytes: int) -> None:
    path = Path(shutil.copy(good, tmp_path / "full.desk"))
    result = run(path, kilobytes)
    assert result["said"], "the disk was never full"
    name, sentence = result["said"]
    assert name in ("DiskFull", "WriteFailed")
    assert "full" in sentence
    assert "try again" in sentence
    assert result["retried"]
    assert kilobytes > 600 or "could not be made" in result["backup"]
    workspace = Workspace.open(path)
    found = {name for (name,) in workspace.store.rows("SELECT given_name FROM contact WHERE given_name GLOB 'S[0-9]*'")}
    assert {f"S{n}" for n in range(result["acknowledged"])} == found
    assert workspace.backups.check().is_well
    assert not [p for p in files_of(tmp_path / "backups") if p.name.endswith((".part", "-journal"))]
    workspace.close()
    assert not files.beside(path, "-wal").exists()


def files_of(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []
