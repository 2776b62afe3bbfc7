"""Starting the program: until painted, and the memory it then holds, beside a bare window of the same library."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, in_turns

MIB = 1024
CHILD = Path(__file__).with_name("child.py")


def figures(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the figures of a start with a file of that size."""
    path = material.network(size)
    memory: dict[str, list[int]] = {"bare": [], "ours": []}
    with tempfile.TemporaryDirectory() as compiled:

        def start(kind: str) -> float:
            seconds, held = _started(kind, path, compiled)
            memory[kind].append(held)
            return seconds

        for kind in memory:  # the disk's cache is warm, and the code compiled as an installation leaves it, for both
            _started(kind, path, compiled)
        ours, raw = in_turns(lambda: start("ours"), lambda: start("bare"), rounds)
    return [
        Figure("start until painted", size, ours, raw, Ceiling(times=1.5)),
        Figure(
            "memory after the start",
            size,
            sorted(memory["ours"])[rounds // 2] / MIB,
            sorted(memory["bare"])[rounds // 2] / MIB,
            Ceiling(times=1.6),
            is_memory=True,
        ),
    ]


def _started(kind: str, path: Path, compiled: str) -> tuple[float, int]:
    """Return the seconds until a program has painted, and the kB it holds when idle."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": folder}
        # As an installed program has it: compiled once, whatever the shell of this run says.
        environment["PYTHONPYCACHEPREFIX"] = str(path.parent / "bytecode")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment |= {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        began = time.time()
        said = subprocess.run(
            [sys.executable, str(CHILD), kind, str(path), folder],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            cwd=CHILD.parents[2],
        ).stdout.split()
    return float(said[-2]) - began, int(said[-1])
