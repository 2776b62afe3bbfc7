"""Starts the process that paints a look: a scale of Qt's holds for a whole process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.renders.looks import Look

ROOT = Path(__file__).parents[2]


def wrong_with(look: Look, file: Path, scratch: Path, folder: Path | None = None) -> dict[str, list[str]]:
    """Return what is wrong by page or panel in a look of a closed file, which stays as it is."""
    own = scratch / f"{abs(hash(look))}.desk"
    shutil.copy(file, own)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": f"{look.scale:g}"}
    environment["XDG_DATA_HOME"] = str(scratch)
    command = [sys.executable, "-m", "tests.renders.child", msgspec.json.encode(look).decode(), str(own)]
    command += [str(folder)] if folder is not None else []
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        return {"the program": [run.stderr[-2000:]]}
    return msgspec.json.decode(run.stdout.splitlines()[-1], type=dict[str, list[str]])
