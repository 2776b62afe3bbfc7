"""What keeps the window from starting is said in one sentence with the way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import patience
from ui.shell import startup_checks

pytestmark = pytest.mark.usefixtures("daily_backup")

ROOT = Path(__file__).parents[3]


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        check=False,
    )


@pytest.mark.parametrize("library", ["libEGL.so.1", "libGL.so.1", "libxkbcommon.so.0"])
def test_a_missing_library_is_named_with_the_line_that_installs_it(library: str) -> None:
    error = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    sentence = startup_checks.missing_library(error)
    assert sentence is not None
    assert library in sentence
    assert "sudo apt-get install libegl1 libgl1 " in sentence


def test_another_failure_to_import_is_not_explained_away() -> None:
    assert startup_checks.missing_library(ImportError("cannot import name 'x' from 'y'")) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux starts without a screen")
def test_without_a_display_the_program_says_what_works_without_one() -> None:
    done = run()
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "there is no display" in done.stderr
    assert "cluster-desk --sample --shots pictures" in done.stderr
    assert "cluster-desk-cli" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is Linux's")
def test_a_display_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = run("--data-dir", str(tmp_path), DISPLAY=":4242", QT_QPA_PLATFORM="xcb")
    assert done.returncode == 1
    assert "the display :4242 does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Reinstalling" not in done.stderr


def test_a_wrong_option_is_wrong_use() -> None:
    assert run("--nonsense").returncode == 2
