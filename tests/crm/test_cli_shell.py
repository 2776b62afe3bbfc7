"""The command line and the shell: mistyped files, pipes, encodings, where words may stand, and exit codes."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm import temp_folders
from crm.__main__ import main
from crm.app_dirs import Places
from crm.cli import open_file
from crm.huddles import HuddleDraft
from crm.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
CSV = "Name,Email\nJane Roe,jane.roe@acme.example\n"
MEETING = (
    "Meeting Summary\nTotal Number of Participants,1\nMeeting Title,Huddle 7\n"
    'Meeting Start Time,"20/05/2026, 15:00:00"\nMeeting End Time,"20/05/2026, 16:30:00"\n\n'
    "Full Name,Join Time,Leave Time,Duration,Email,Role\n"
    'Jane Roe,"20/05/2026, 15:00:10","20/05/2026, 16:29:00",1h 28m,jane.roe@acme.example,Attendee\n'
)
READING = (
    ("search", "jane"),
    ("show", "contact", "jane"),
    ("followups",),
    ("huddles",),
    ("huddle", "1"),
    ("opportunities",),
    ("opportunity", "1"),
    ("introductions",),
    ("matches",),
    ("history",),
    ("check",),
    ("info",),
)
WRITING = (("log", "met Jane Roe"), ("undo",), ("redo",), ("backup",))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "cluster.desk"
    workspace = Workspace.create(made)
    workspace.huddles.plan(HuddleDraft(date(2026, 5, 20), time(15), time(16, 30), "Huddle 7", number=7))
    workspace.close()
    return made


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Puts bytes on standard input."""
    return lambda content: monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


def in_a_shell(*arguments: object, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, with bytes on its channels."""
    return subprocess.run(
        [sys.executable, "-m", "crm", *map(str, arguments)],
        input=given,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


def titles(file: Path) -> list[str]:
    """Return the labels of the actions of a file, the newest first."""
    workspace = Workspace.open(file, read_only=True)
    try:
        return [action.label for action in workspace.actions()]
    finally:
        workspace.close()


# -- a file that is not there


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=lambda command: command[0])
def test_a_mistyped_file_is_an_error_and_none_is_made(
    file: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    mistyped = file.with_name("cluste.desk")
    assert main(["--file", str(mistyped), *command]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert all(words in said.err for words in (str(mistyped), "Did you mean “cluster.desk”?", "--new"))
    assert sorted(each.name for each in file.parent.iterdir()) == ["cluster.desk"]


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_mistyped_file_takes_no_import(file: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]) -> None:
    people = file.with_name("people.csv")
    people.write_text(CSV, "utf-8")
    assert main(["--file", str(file.with_name("other.desk")), "import", str(people), *more]) == 1
    assert "--new" in capsys.readouterr().err
    assert not file.with_name("other.desk").exists()


def test_an_import_makes_its_file_where_no_other_could_be_meant_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(CSV, "utf-8")
    target = tmp_path / "mine.desk"
    assert main(["--file", str(target), "import", str(people)]) == 0
    assert f"A new file was made: {target}" in capsys.readouterr().err
    assert main(["--file", str(tmp_path / "other.desk"), "import", str(people)]) == 1
    assert main(["--file", str(tmp_path / "nowhere" / "mine.desk"), "import", str(people)]) == 1
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "command", [["import", "nowhere.csv"], ["import", "picture.csv"], ["log", "--new", "yesterday"]]
)
def test_what_is_refused_leaves_no_new_file(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert main(["--file", "mine.desk", *command]) == 1
    assert "was made" not in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["picture.csv"]


def test_a_mistyped_folder_is_an_error_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", str(tmp_path / "nowhere"), "log", "met Jane Roe"]) == 1
    assert "--new" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_new_makes_the_file_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "mine.desk"
    assert main(["--file", str(target), "log", "met Jane Roe re pilot", "--new"]) == 0
    assert str(target) in capsys.readouterr().err
    assert titles(target)[0] == "Log meeting with Jane Roe"


def test_the_first_use_of_the_program_makes_its_own_file_and_a_lost_one_is_not_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    places = Places.under(tmp_path / "data")
    monkeypatch.setattr(open_file.Places, "of_user", lambda: places)
    assert main(["log", "met Jane Roe re pilot"]) == 0
    assert main(["backup"]) == 0
    places.default_file.unlink()
    assert main(["log", "met Jane Roe re pilot"]) == 1
    assert "restore" in capsys.readouterr().err
    assert not places.default_file.exists()


# -- a backup in place of a file that does not open


def spoil(file: Path, how: str) -> None:
    if how == "cut off":
        os.truncate(file, 5_000)
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "noise":
        file.write_bytes(b"\x93" * 9_000)
    else:
        file.unlink()


@pytest.mark.parametrize("how", ["cut off", "empty", "noise", "missing"])
@pytest.mark.parametrize("road", ["named", "standard input"])
def test_a_backup_is_restored_over_a_file_that_does_not_open(
    file: Path, capsys: pytest.CaptureFixture[str], stdin: Callable[[bytes], None], how: str, road: str
) -> None:
    main(["--file", str(file), "log", "met Jane Roe re pilot"])
    capsys.readouterr()
    main(["--file", str(file), "backup", "--json"])
    backup = Path(json.loads(capsys.readouterr().out)["file"])
    before = titles(file)
    spoil(file, how)
    spoilt = file.read_bytes() if file.exists() else None
    stdin(backup.read_bytes())
    assert main(["--file", str(file), "restore", str(backup) if road == "named" else "-", "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)["kept"]
    assert titles(file) == before
    assert (Path(kept).read_bytes() if kept else None) == spoilt


def test_no_backup_takes_the_place_of_another_programs_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = file.with_name("notes.txt")
    other.write_text("Hello", "utf-8")
    assert main(["--file", str(other), "restore", str(file)]) == 1
    assert other.read_text("utf-8") == "Hello"


def test_what_is_no_backup_leaves_no_trace_where_no_file_was(tmp_path: Path) -> None:
    assert main(["--file", str(tmp_path / "new" / "mine.desk"), "restore", str(tmp_path / "nothing.desk")]) == 1
    assert not list(tmp_path.iterdir())


# -- attendance without a huddle


def test_a_meeting_report_without_a_huddle_names_the_huddles_of_its_day(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = file.with_name("meeting.csv")
    report.write_text(MEETING, "utf-8")
    assert main(["--file", str(file), "import", str(report)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "--huddle 7 (Huddle 7, 20 May 2026)" in line
    assert main(["--file", str(file), "import", str(report), "--huddle", "7"]) == 0


def test_a_list_of_guests_is_imported_as_contacts_and_names_the_huddle_once(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guests = file.with_name("guests.csv")
    guests.write_text("Name,Email,Attended\nJane Roe,jane.roe@acme.example,Yes\nSam Poe,,No\n", "utf-8")
    assert main(["--file", str(file), "import", str(guests), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["created"] == 2
    assert len([warning for warning in answer["warnings"] if "--huddle NUMBER" in warning]) == 1


# -- channels


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_letters_of_every_language_are_taken_and_printed_as_utf_8_on_every_platform(
    file: Path, environment: dict[str, str]
) -> None:
    done = in_a_shell("--file", file, "log", "met Łukasz Żak re vývoj", **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Łukasz Żak" in done.stdout.decode("utf-8")
    found = in_a_shell("search", "żak", "--file", file, "--json", **environment)
    assert json.loads(found.stdout.decode("utf-8"))[0]["title"] == "Łukasz Żak"


def test_a_reader_that_has_seen_enough_ends_a_command_quietly(file: Path) -> None:
    workspace = Workspace.open(file)
    for number in range(400):
        workspace.tags.create(f"A tag with a rather long name, number {number}")
    workspace.close()
    reading, writing = os.pipe()
    running = subprocess.Popen(
        [sys.executable, "-m", "crm", "--file", str(file), "history"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.close(writing)
    os.close(reading)
    assert running.communicate()[1] == b""
    assert running.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_an_answer_that_cannot_be_printed_does_not_hide_that_the_work_is_done(file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "crm", "--file", str(file), "log", "met Jane Roe re pilot"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert line.startswith("It was done, but")
    assert titles(file)[0] == "Log meeting with Jane Roe"


# -- “-” for a file


def test_contacts_are_imported_and_read_from_standard_input(
    file: Path, capsys: pytest.CaptureFixture[str], stdin: Callable[[bytes], None]
) -> None:
    stdin(CSV.encode())
    assert main(["read", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["contacts"][0]["emails"][0]["value"] == "jane.roe@acme.example"
    stdin(CSV.encode())
    assert main(["--file", str(file), "import", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["created"] == 1


def test_an_attendance_list_is_imported_from_standard_input(
    file: Path, capsys: pytest.CaptureFixture[str], stdin: Callable[[bytes], None]
) -> None:
    stdin(MEETING.encode())
    assert main(["--file", str(file), "import", "-", "--huddle", "7", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1


def test_a_sentence_is_logged_from_standard_input(
    file: Path, capsys: pytest.CaptureFixture[str], stdin: Callable[[bytes], None]
) -> None:
    stdin("met Zoë Quill re pilot\n".encode())
    assert main(["--file", str(file), "log", "-"]) == 0
    assert titles(file)[0] == "Log meeting with Zoë Quill"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"met Jane Roe\nmet Sam Poe\n", b"met Zo\xeb Quill\n"])
def test_what_is_no_one_sentence_on_standard_input_is_refused(
    file: Path, capsys: pytest.CaptureFixture[str], stdin: Callable[[bytes], None], content: bytes
) -> None:
    before = titles(file)
    stdin(content)
    assert main(["--file", str(file), "log", "-"]) == 1
    assert "standard input" in capsys.readouterr().err.casefold()
    assert titles(file) == before


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf"])
def test_an_export_to_standard_output_is_the_file_alone_and_remarks_stand_apart(file: Path, ending: str) -> None:
    main(["--file", str(file), "log", "met Zoë Quill re pilot"])
    named = file.with_name(f"out.{ending}")
    main(["--file", str(file), "export", "contacts", "--to", str(named)])
    done = in_a_shell("--file", file, "export", "contacts", "--to", "-", "--format", ending, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert "1 contacts written to standard output" in done.stderr.decode("utf-8")
    if ending == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(done.stdout)).get_sheet_by_index(0).to_python()
        assert rows == CalamineWorkbook.from_path(named).get_sheet_by_index(0).to_python()
    else:
        assert done.stdout == named.read_bytes()


def test_the_answer_in_json_stands_apart_from_an_export_too(file: Path) -> None:
    done = in_a_shell("--file", file, "export", "attendance", "--to", "-", "--format", "csv", "--json")
    assert json.loads(done.stderr)["rows"] == 0
    assert next(csv.reader([done.stdout.decode("utf-8-sig").splitlines()[0]]))[0] == "Series"


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "contacts", "--to", "-"),
        ("export", "contacts", "--to", "out.csv", "--format", "csv"),
        ("sample", "--to", "-"),
        ("--file", "-", "info"),
        ("nonsense",),
        ("info", "--file"),
    ],
)
def test_wrong_use_is_told_by_its_own_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code: object = main(arguments)
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert not list(tmp_path.iterdir())


def test_standard_input_is_named_once(file: Path, stdin: Callable[[bytes], None]) -> None:
    stdin(CSV.encode())
    assert main(["--file", str(file), "import", "-", "-"]) == 2


def test_nothing_of_standard_input_stays_behind(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stdin: Callable[[bytes], None]
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(temp_folders.tempfile, "tempdir", str(tmp_path / "temporary"))
    stdin(CSV.encode())
    assert main(["--file", str(file), "import", "-"]) == 0
    assert not list((tmp_path / "temporary").iterdir())


# -- words


@pytest.mark.parametrize(
    "arguments",
    [
        ("--file", "cluster.desk", "--json", "history", "Jane"),
        ("history", "--file", "cluster.desk", "--json", "Jane"),
        ("history", "Jane", "--json", "--file=cluster.desk"),
        ("--json", "history", "Jane", "--data-dir", "."),
        ("history", "--data-dir=.", "--json", "--", "Jane"),
    ],
)
def test_what_every_command_takes_may_stand_before_or_after_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(file.parent)
    main(["--file", str(file), "log", "met Jane Roe re pilot"])
    capsys.readouterr()
    assert main(arguments) == 0
    assert "pilot" in [event["title"] for event in json.loads(capsys.readouterr().out)]


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    said = capsys.readouterr().out.split()
    assert f'version = "{said[1]}"' in (ROOT / "pyproject.toml").read_text("utf-8")
