"""What the command line answers to what only reads, and to what writes, as text and as JSON."""

import json
import shutil
from pathlib import Path

import pytest

from crm.__main__ import main
from crm.db import files
from tests.golden.conftest import Made
from tests.golden.day_of_files import FILES
from tests.golden.frozen import Answers

_READS = (
    "search carver", "search nhs trust", "search zzz", "search 07700", "show contact Zozo Carver", "show contact 1",
    "show contact a", "show contact zzz", "show organisation 4", "show organisation Dee Robotics", "followups",
    "huddles", "huddles --series clinics", "huddles --series nothing", "huddle 41", "huddle 43", "huddle 1",
    "huddle 1 --series Regulatory huddle", "huddle 999", "opportunities", "opportunities --pipeline Adoption",
    "opportunity Scanner in three wards", "opportunity 1", "opportunity pilot", "introductions", "matches",
    "matches --huddle 42", "history Zozo Carver", "history Dee Robotics", "history nobody at all", "check",
)  # fmt: skip
_IN_JSON = (
    "search carver", "search zzz", "show contact Zozo Carver", "show organisation Dee Robotics", "huddle 43",
    "huddle 999",
    "huddles --series clinics", "opportunity Scanner in three wards", "history Zozo Carver", "check",
)  # fmt: skip
_FIRST = 40


@pytest.fixture(scope="module")
def file(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shell") / "cluster.desk"
    files.copy_private(made.worked, path)
    return path


def test_commands_that_read_answer_as_before(file: Path, capsys: pytest.CaptureFixture[str], answers: Answers) -> None:
    told: dict[str, object] = {}
    for command in _READS:
        told[command] = _run(file, _words(command), capsys)
        if command in _IN_JSON:
            told[f"{command} --json"] = _shape(_run(file, [*_words(command), "--json"], capsys))
    told["history"] = _run(file, ["history"], capsys)[:_FIRST]
    answers.check("command_line", told)


def test_what_a_file_is_is_said_as_before(file: Path, capsys: pytest.CaptureFixture[str], answers: Answers) -> None:
    found = json.loads("\n".join(_run(file, ["info", "--json"], capsys)[1:]))
    assert found.pop("size") == file.stat().st_size
    answers.check("command_line_info", {"text": _run(file, ["info"], capsys), "JSON": found})


def test_the_json_of_one_of_each_kind_is_as_before(
    file: Path, capsys: pytest.CaptureFixture[str], answers: Answers
) -> None:
    told: dict[str, object] = {}
    for command in ("introductions", "opportunities", "matches", "followups", "huddle 41", "history"):
        found = json.loads("\n".join(_run(file, [*command.split(), "--json"], capsys)[1:]))
        told[command] = _sorted(_one_of_each(found))
    answers.check("command_line_json", told)


def test_commands_that_write_answer_as_before(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], answers: Answers
) -> None:
    file = tmp_path / "cluster.desk"
    files.copy_private(made.worked, file)
    for each in FILES.iterdir():
        shutil.copyfile(each, tmp_path / each.name)
    told: dict[str, object] = {}
    for command in (
        ["log", "--dry-run", "Met Zozo Carver yesterday re beds #imaging follow up Friday ring her"],
        ["log", "Call with Ivo Castle and Nora Newby of Castle Foods today about tins"],
        ["undo"], ["redo"], ["redo"], ["undo", "--json"],
        ["import", "--dry-run", f"{tmp_path / 'google.csv'}"],
        ["import", f"{tmp_path / 'outlook.csv'}", f"{tmp_path / 'people.csv'}"],
        ["import", "--dry-run", f"{tmp_path / 'guests.csv'}"],
        ["import", "--huddle", "42", "--dry-run", f"{tmp_path / 'guests.csv'}"],
        ["import", "--huddle", "42", f"{tmp_path / 'guests.csv'}", "--as", "registered", "--json"],
        ["read", f"{tmp_path / 'google.csv'}"], ["read", f"{tmp_path / 'guests.csv'}"], ["backup"],
        *(["export", what, "--to", f"{tmp_path / 'out'}.{kind}", *more] for what, kind, *more in (
            ("contacts", "csv", "--where", "trust"), ("contacts", "vcf", "--view", "Investors"),
            ("organisations", "xlsx", "--all-columns"), ("attendance", "csv", "--huddle", "41"),
            ("opportunities", "csv", "--pipeline", "Adoption"), ("opportunity", "csv"), ("contacts", "doc"),
        )),
        ["export", "opportunity", "1", "--to", f"{tmp_path / 'consortium.csv'}"],
        ["sample", "--to", f"{tmp_path / 'new.desk'}", "--contacts", "12", "--interactions", "20", "--huddles", "2"],
    ):  # fmt: skip
        told[" ".join(command)] = _run(file, command, capsys)
    answers.check("command_line_writes", told)


def _words(command: str) -> list[str]:
    return command.replace("Regulatory huddle", "Regulatory\N{NO-BREAK SPACE}huddle").split(" ")


def _run(file: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    code = main(["--file", str(file), *(word.replace("\N{NO-BREAK SPACE}", " ") for word in words)])
    said = capsys.readouterr()
    return [f"exit code {code}", *said.out.splitlines(), *(f"aside: {line}" for line in said.err.splitlines())]


def _shape(lines: list[str]) -> object:
    """Return an answer in JSON without the white space that makes it readable, else its lines."""
    text = "\n".join(lines[1:])
    try:
        return [lines[0], _sorted(json.loads(text))]
    except ValueError:
        return lines


def _one_of_each(found: object) -> object:
    """Return the first entries of an answer that has many."""
    if isinstance(found, dict):
        return {key: each[:3] if isinstance(each, list) else each for key, each in found.items()}
    return found[:4] if isinstance(found, list) else found


def _sorted(found: object) -> object:
    """Return an answer with the names of every object in their order."""
    if isinstance(found, dict):
        return {key: _sorted(found[key]) for key in sorted(found)}
    return [_sorted(each) for each in found] if isinstance(found, list) else found
