"""What killed runs left behind goes at the next start; what others own, or a running program uses, stays."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crm import leftovers, temp_folders
from crm.__main__ import main
from crm.formats import safe_file
from crm.temp_folders import Scratch
from crm.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
IN_A_SCRATCH = "from crm.temp_folders import Scratch; held = Scratch(); print(held.folder, flush=True); input()"
IN_AN_EXPORT = (
    "import sys; from crm.formats.safe_file import replacing\n"
    "with replacing(sys.argv[1]) as half: half.write(b'half'); half.flush(); print('writing', flush=True); input()"
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of these tests alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@contextmanager
def running(code: str, temporary: Path, *arguments: object) -> Iterator[str]:
    """Run code in another process until its first line is out, and kill it at the end; gives the line."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
    )
    with process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


def folder_of_a_run(temporary: Path, name: str = "cluster-desk-abcd1234") -> Path:
    """Make what a killed `--sample` leaves."""
    made = temporary / name
    made.mkdir(mode=0o700)
    (made / "sample.desk").write_bytes(b"people")
    (made / ".in-use").touch(0o600)
    return made


# -- folders of one run


def test_the_folder_of_a_run_stays_while_it_runs_and_goes_once_it_was_killed(temporary: Path) -> None:
    with running(IN_A_SCRATCH, temporary) as said:
        leftovers.sweep()
        assert Path(said).is_dir()
    leftovers.sweep()
    assert not list(temporary.iterdir())


def test_a_command_sweeps_what_a_killed_run_left(temporary: Path, tmp_path: Path) -> None:
    folder_of_a_run(temporary)
    Workspace.create(tmp_path / "mine.desk").close()
    assert main(["--file", str(tmp_path / "mine.desk"), "info"]) == 0
    assert not list(temporary.iterdir())


def test_a_link_that_is_named_like_ours_stays_with_what_it_leads_to(temporary: Path, tmp_path: Path) -> None:
    target = folder_of_a_run(tmp_path, "private")
    (temporary / "cluster-desk-abcd1234").symlink_to(target)
    leftovers.sweep()
    assert (target / "sample.desk").exists()
    assert (temporary / "cluster-desk-abcd1234").is_symlink()


def test_a_link_in_place_of_the_lock_is_not_followed(temporary: Path, tmp_path: Path) -> None:
    made = folder_of_a_run(temporary)
    (made / ".in-use").unlink()
    (tmp_path / "other").touch(0o600)
    (made / ".in-use").symlink_to(tmp_path / "other")
    leftovers.sweep()
    assert made.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner here")
def test_the_folder_of_another_user_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = folder_of_a_run(temporary)
    monkeypatch.setattr(temp_folders.os, "geteuid", lambda: made.stat().st_uid + 1)
    leftovers.sweep()
    assert made.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes mean nothing here")
def test_a_folder_that_others_may_read_is_none_of_ours(temporary: Path) -> None:
    made = folder_of_a_run(temporary)
    made.chmod(0o755)
    leftovers.sweep()
    assert made.exists()


@pytest.mark.parametrize("name", ["cluster-desk-notes", "cluster-desk-abcd1234-old", "cluster-desk-ABCD1234"])
def test_a_folder_of_another_name_stays(temporary: Path, name: str) -> None:
    made = folder_of_a_run(temporary, name)
    leftovers.sweep()
    assert made.exists()


def test_a_folder_that_is_just_being_made_stays_and_an_old_one_without_a_lock_goes(temporary: Path) -> None:
    fresh, old = folder_of_a_run(temporary), folder_of_a_run(temporary, "cluster-desk-old_old_")
    for each in (fresh, old):
        (each / ".in-use").unlink()
    os.utime(old, (time.time() - 90_000,) * 2)
    leftovers.sweep()
    assert list(temporary.iterdir()) == [fresh]


def test_no_folder_for_temporary_files_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert main(["read", "-"]) == 1
    assert "temporary files" in capsys.readouterr().err
    leftovers.sweep()


def test_a_run_takes_its_folder_along(temporary: Path) -> None:
    with Scratch() as folder:
        (folder / "anything").touch()
    assert not list(temporary.iterdir())


# -- halves of exports


def halves(folder: Path) -> list[str]:
    """Return the names of hidden files in a folder."""
    return [each.name for each in folder.iterdir() if each.name.startswith(".")]


def test_half_an_export_stays_while_it_is_written_and_goes_at_the_next_start(temporary: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.desk"
    Workspace.create(file).close()
    with running(IN_AN_EXPORT, temporary, tmp_path / "people.csv"):
        assert main(["--file", str(file), "info"]) == 0
        assert len(halves(tmp_path)) == 1
    assert len(halves(tmp_path)) == 1
    assert main(["--file", str(file), "info"]) == 0
    assert halves(tmp_path) == []


def test_half_an_export_in_a_folder_of_the_persons_own_goes_with_the_next_export_there(
    temporary: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    with running(IN_AN_EXPORT, temporary, own / "people.csv"):
        pass
    assert len(halves(own)) == 1
    with safe_file.replacing(own / "other.csv") as handle:
        handle.write(b"whole")
    assert [each.name for each in own.iterdir()] == ["other.csv"]


def test_an_export_is_never_swept_by_another_that_ends_meanwhile(tmp_path: Path) -> None:
    with safe_file.replacing(tmp_path / "one.csv") as one:
        one.write(b"one")
        with safe_file.replacing(tmp_path / "two.csv") as two:
            two.write(b"two")
    assert (tmp_path / "one.csv").read_bytes() == b"one"
    assert (tmp_path / "two.csv").read_bytes() == b"two"


@pytest.mark.parametrize(
    "name", ["film.mkv.part", ".people.csv.part", ".people.csv.abcd1234.part", "a.desk-abcd1234.part"]
)
def test_halves_of_other_programs_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch(0o600)
    leftovers.sweep(tmp_path)
    assert (tmp_path / name).exists()


def test_a_link_named_like_half_an_export_stays(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch(0o600)
    link = tmp_path / ".people.csv.desk-abcd1234.part"
    link.symlink_to(tmp_path / "letter.txt")
    leftovers.sweep(tmp_path)
    assert link.is_symlink()
    assert (tmp_path / "letter.txt").exists()


# -- what lies beside a file and among its backups


def test_opening_a_file_sweeps_what_a_kill_left_of_it_and_nothing_else(tmp_path: Path) -> None:
    file, backups = tmp_path / "mine.desk", tmp_path / "backups"
    Workspace.create(file).close()
    backups.mkdir(exist_ok=True)
    moment = "000007-20260105T120000Z.desk"
    ours = [
        backups / f"mine-{moment}.part",
        backups / f"mine-{moment}.part-journal",
        backups / f"mine-{moment}.json",
        backups / f"mine-{moment}.json.part",
        backups / "mine.where.json.part",
        tmp_path / "mine.desk.restore.part",
        tmp_path / "mine.desk.new.part",
        tmp_path / "mine.desk.damaged-2026-01-05.part",
        tmp_path / "mine.desk.before-restore-2026-01-05-2.part",
    ]
    others = [
        backups / f"yours-{moment}.part",
        backups / f"yours-{moment}.json",
        backups / "film.part",
        tmp_path / "yours.desk.restore.part",
        tmp_path / "yours.desk.damaged-2026-01-05.part",
        tmp_path / "mine.desk.damaged-2026-01-05",
        tmp_path / "film.part",
    ]
    for each in (*ours, *others):
        each.touch(0o600)
    Workspace.open(file).close()
    assert not [each.name for each in ours if each.exists()]
    assert all(each.exists() for each in others)
