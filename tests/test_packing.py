"""What is handed on holds all that is here: the wheel the program, the source archive its tests and papers too."""

import shutil
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKED = PROJECT["tool"]["setuptools"]
ROOMS = ("crm", "ui", "resources")
NOT_OURS = {"__pycache__", ".hypothesis"}
BY_THEMSELVES = {"pyproject.toml", "README.md", "LICENSE"}
"""What a build takes into a source archive without being told."""


def here() -> list[PurePosixPath]:
    """Return what belongs to the project: what git keeps, and without git what lies in its folders."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
        if asked.returncode == 0:  # it refuses a checkout that is another user's
            return [PurePosixPath(name) for name in asked.stdout.split("\0") if name and (ROOT / name).exists()]
    found = (path for room in (*ROOMS, "tests", ".ci") for path in (ROOT / room).rglob("*") if path.is_file())
    inside = [PurePosixPath(path.relative_to(ROOT)) for path in found]
    top = [PurePosixPath(name) for name in (*BY_THEMSELVES, "CHANGELOG.md", "MANIFEST.in")]
    return [path for path in (*inside, *top) if not NOT_OURS & set(path.parts) and path.suffix != ".pyc"]


def told(command: str) -> set[str]:
    """Return what stands behind a word of MANIFEST.in."""
    lines = (line.split() for line in (ROOT / "MANIFEST.in").read_text("utf-8").splitlines())
    return {name for first, *names in lines if first == command for name in names}


def test_the_wheel_holds_every_file_of_the_program() -> None:
    kinds = ["*.py", *PACKED["package-data"]["*"]]
    program = [path for path in here() if path.parts[0] in ROOMS]
    assert len(program) > 500
    assert [path for path in program if not any(fnmatch(path.name, kind) for kind in kinds)] == []
    folders = {".".join(path.parent.parts) for path in program}
    packages = PACKED["packages"]["find"]["include"]
    assert [name for name in folders if not any(fnmatch(name, each) for each in packages)] == []


@pytest.mark.parametrize("kind", PACKED["package-data"]["*"])
def test_each_kind_of_file_in_the_wheel_is_one_there_is(kind: str) -> None:
    assert any(fnmatch(path.name, kind) for path in here() if path.parts[0] in ROOMS)


def test_the_source_archive_holds_every_other_file() -> None:
    grafted, included = told("graft"), told("include") | BY_THEMSELVES
    others = [path for path in here() if path.parts[0] not in ROOMS]
    assert [path for path in others if path.parts[0] not in grafted and str(path) not in included] == []
    assert all((ROOT / name).exists() for name in grafted | included - {".gitignore"})


def test_what_is_left_out_is_nothing_of_ours() -> None:
    out = told("global-exclude") | told("prune")
    assert [path for path in here() if any(fnmatch(str(path), each) for each in out)] == []


def test_the_changelog_tells_of_the_version_and_of_what_is_not_released() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings[0] == "## [Unreleased]"
    assert headings[1].startswith(f"## [{PROJECT['project']['version']}] - ")
