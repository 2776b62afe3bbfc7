"""Huddles on the command line: listed, shown, and who came written to a file."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from crm.__main__ import COMMANDS, main
from crm.attendance import WalkIn
from crm.huddles import SeriesDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, NOON, huddle, organisation, person


class Cli:
    """Runs commands on one file; `out` and `err` hold what the last one printed."""

    def __init__(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file, self._capsys = file, capsys
        self.out, self.err = "", ""

    def __call__(self, *arguments: object) -> int:
        code = main(["--file", str(self.file), *map(str, arguments)])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *arguments: object) -> Any:
        assert self(*arguments, "--json") == 0, self.err
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """A file with Huddle 1 held and locked, Huddle 2 to come, and Regulatory huddle 2 held."""
    file = tmp_path / "cluster.desk"
    workspace = Workspace.create(file)
    acme = organisation(workspace, "Acme Imaging")
    jane = person(workspace, "Jane Roe", acme, "jane.roe@acme.example")
    sam = person(workspace, "Sam Poe")
    held = huddle(workspace, pitch_slots=2, venue="Ridge Hall")
    huddle(workspace, LATER)
    other = workspace.huddles.add_series(SeriesDraft("Regulatory huddle"))
    huddle(workspace, series_id=other, number=2)
    workspace.attendance.reply(held, [jane, sam], "registered")
    workspace.attendance.check_in(held, jane)
    rhys = workspace.attendance.walk_in(held, WalkIn("Rhys Davies", "=Mersey Reach"))
    pitch = workspace.pitches.add(held, PitchDraft("Robots", contact_id=jane))
    workspace.pitches.deliver(pitch, True)
    workspace.hands.raise_hand(pitch, rhys, "can help", "Has a ward free")
    workspace.huddles.set_headcount(held, 3)
    workspace.huddles.lock(held)
    workspace.close()
    return Cli(file, capsys)


def test_huddles_are_listed_the_newest_first(cli: Cli) -> None:
    assert [(row["title"], row["status"]) for row in cli.json("huddles")] == [
        ("Huddle 2", "planned"),
        ("Regulatory huddle 2", "planned"),
        ("Huddle 1", "held"),
    ]
    assert cli("huddles", "--series", "regulatory HUDDLE") == 0
    assert [line[:16] for line in cli.out.splitlines()] == ["2026-05-20 15:00"]
    assert cli("huddles", "--series", "Nothing") == 1


def test_a_huddle_is_shown_with_its_numbers_its_list_and_its_pitches_with_hands(cli: Cli) -> None:
    assert cli("huddle", "1") == 0
    for said in (
        "20 May 2026, 15:00 to 16:30",
        "Ridge Hall",
        "2 registered",
        "2 attended, 1 of them walk-ins, 3 unnamed, 1 no-shows",
        "Jane Roe · Acme Imaging · registered · attended · speaker",
        "15:10  Robots · news · Jane Roe · Acme Imaging · given",
        "Rhys Davies · =Mersey Reach · can help · Has a ward free",
        "15:20  free",
    ):
        assert said in cli.out
    answer = cli.json("huddle", "1")
    assert answer["numbers"]["walk_ins"] == 1
    assert answer["numbers"]["unnamed"] == 3
    assert [row["name"] for row in answer["list"]] == ["Rhys Davies", "Sam Poe", "Jane Roe"]
    assert [slot["pitch"] and slot["pitch"]["topic"] for slot in answer["agenda"]] == ["Robots", None]
    assert [hand["kind"] for hand in answer["hands"]] == ["can help"]


def test_a_number_of_several_series_is_refused_with_the_titles(cli: Cli) -> None:
    assert cli("huddle", "2") == 1
    assert cli.out == ""
    (line,) = cli.err.splitlines()
    assert "Huddle 2 (Huddle, 18 Jun 2026)" in line
    assert "Regulatory huddle 2 (Regulatory huddle, 20 May 2026)" in line
    assert cli.json("huddle", "2", "--series", "Regulatory huddle")["facts"]["row"]["title"] == "Regulatory huddle 2"


def test_a_number_that_no_huddle_has_is_refused(cli: Cli) -> None:
    assert cli("huddle", "99") == 1
    assert "99" in cli.err


def test_who_came_is_written_with_names_and_the_organisation_of_the_day(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "attendance.csv"
    assert cli.json("export", "attendance", "--huddle", "1", "--to", out)["rows"] == 3
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Person"]: row for row in csv.DictReader(file)}
    assert rows["Jane Roe"] == {
        "Person": "Jane Roe",
        "Organisation that day": "Acme Imaging",
        "Sector": "",
        "Sub-region": "",
        "Role": "speaker",
        "E-mail": "jane.roe@acme.example",
        "Registration": "registered",
        "Presence": "attended",
        "Checked in": "2026-05-21 12:00",
        "Minutes": "",
        "Walk-in": "",
        "No-show": "",
        "Pitches": "Robots",
    }
    assert (rows["Rhys Davies"]["Walk-in"], rows["Sam Poe"]["No-show"]) == ("yes", "yes")
    assert rows["Rhys Davies"]["Organisation that day"] == "'=Mersey Reach"
    cli("export", "attendance", "--huddle", "1", "--to", out, "--exact")
    assert ",=Mersey Reach," in out.read_text("utf-8-sig")


def test_who_came_to_any_huddle_is_written_with_the_huddle(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "attendance.xlsx"
    assert cli("export", "attendance", "--to", out) == 0
    headings, first, *rest = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert headings[:5] == ["Series", "Number", "Huddle", "Date", "Person"]
    assert first[:5] == ["Huddle", 1, "Huddle 1", date(2026, 5, 20), "Rhys Davies"]
    assert first[headings.index("Checked in")] == datetime(2026, 5, 21, 12)
    assert len(rest) == 2


def test_the_readme_names_every_command() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    listed = text[text.index("`cluster-desk-cli`") : text.index("## Test")]
    assert [name for name in COMMANDS if f"`{name}`" not in listed] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("attendance", "--to", "list.vcf"),
        ("attendance", "--to", "list.csv", "--huddle", "2"),
        ("attendance", "--to", "list.csv", "--where", "jane"),
        ("attendance", "--to", "list.csv", "--series", "Huddle"),
        ("contacts", "--to", "list.csv", "--huddle", "1"),
        ("contacts", "--to", "list.csv", "--series", "Huddle"),
    ],
)
def test_an_export_that_makes_no_sense_is_refused_and_nothing_is_written(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("export", *arguments) in (1, 2)
    assert len(cli.err.splitlines()) == 1
    assert not list(tmp_path.glob("list.*"))


# -- import


def report(folder: Path, *people: str, day: str = "20/05/2026") -> Path:
    """Write a report of people ("Jane Roe;jane@acme.example") who stayed for an hour."""
    rows = [f"{one.replace(';', ',')},{day} 15:00:00,{day} 16:00:00,60,No" for one in people]
    path = folder / "participants.csv"
    heading = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"
    path.write_text("\n".join([heading, *rows, ""]))
    return path


def test_a_dry_run_says_what_a_report_would_do_and_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    path = report(tmp_path, "Jane Roe;jane.roe@acme.example", "Ida Moss;ida@new.example")
    before = cli.json("huddle", 1)
    answer = cli.json("import", path, "--huddle", 1, "--dry-run")
    assert (answer["matched"], answer["new"], answer["asked"], answer["changed"]) == (1, 1, 0, 2)
    assert cli.json("huddle", 1) == before


def test_a_report_is_imported_into_a_huddle_once(cli: Cli, tmp_path: Path) -> None:
    path = report(tmp_path, "Jane Roe;jane.roe@acme.example", "Ida Moss;ida@new.example", "Sam Poe;")
    answer = cli.json("import", path, "--huddle", 1)
    assert (answer["matched"], answer["new"], answer["changed"], answer["kept"]) == (2, 1, 3, 0)
    minutes = {each["name"]: each["minutes"] for each in cli.json("huddle", 1)["list"]}
    assert minutes == {"Jane Roe": 60, "Ida Moss": 60, "Sam Poe": 60, "Rhys Davies": None}
    again = cli.json("import", path, "--huddle", 1)
    assert (again["matched"], again["new"], again["changed"], again["kept"]) == (3, 0, 0, 0)
    assert cli("undo") == 0
    assert {each["name"] for each in cli.json("huddle", 1)["list"]} == {"Jane Roe", "Sam Poe", "Rhys Davies"}


def test_what_a_file_says_otherwise_is_told_and_nothing_is_written(cli: Cli, tmp_path: Path) -> None:
    cli.json("import", report(tmp_path, "Jane Roe;jane.roe@acme.example"), "--huddle", 1)
    path = tmp_path / "no.csv"
    path.write_text("Name,Email,Job title,Attended\nJane Roe,jane.roe@acme.example,Chief Scientist,No\n")
    answer = cli.json("import", path, "--huddle", 1, "--dry-run")
    (against,) = answer["against"]
    assert against.startswith("Jane Roe: the file says they did not come; here they attended.")
    assert [each for each in answer["differs"] if "job title Chief Scientist" in each]
    assert cli("import", path, "--huddle", 1) == 0
    assert "Jane Roe: the file says they did not come" in cli.out
    assert "nothing of it was written" in cli.out
    (jane,) = [each for each in cli.json("huddle", 1)["list"] if each["name"] == "Jane Roe"]
    assert jane["presence"] == "attended"


def test_a_report_of_two_possible_days_is_refused_until_the_day_is_named(cli: Cli, tmp_path: Path) -> None:
    path = report(tmp_path, "Jane Roe;jane.roe@acme.example", day="03/04/2026")
    assert cli("import", path, "--huddle", 1) == 1
    assert "--day" in cli.err
    assert "2026-03-04" in cli.err
    assert cli.json("import", path, "--huddle", 1, "--day", "2026-04-03")["changed"] == 1


def test_a_list_counts_as_what_one_says(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Email\nJane Roe,jane.roe@acme.example\n")
    assert cli.json("import", path, "--huddle", 2, "--series", "Huddle", "--as", "registered")["changed"] == 1
    (jane,) = [each for each in cli.json("huddle", 2, "--series", "Huddle")["list"] if each["name"] == "Jane Roe"]
    assert (jane["registration"], jane["presence"]) == ("registered", "unknown")


@pytest.mark.parametrize(
    ("words", "why", "code"),
    [
        (("--huddle", 9), "9", 1),
        (("--huddle", 2), "--series", 1),
        (("--day", "2026-05-20"), "--huddle", 2),
        (("--huddle", 1, "--encoding", "utf-8"), "--encoding", 2),
    ],
)
def test_an_import_that_names_no_huddle_is_refused(
    cli: Cli, tmp_path: Path, words: tuple[object, ...], why: str, code: int
) -> None:
    assert cli("import", report(tmp_path, "Jane Roe;"), *words) == code
    assert why in cli.err
