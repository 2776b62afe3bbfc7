"""The command line: what each command answers, on which channel, and with which exit code."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm.__main__ import main
from crm.db.dump import logical_dump
from crm.filters import Condition, Filter
from crm.views import View
from crm.workspace import Workspace

DAY = date(2026, 5, 22)
CSV = "Name,Email,Organisation,Phone\nJane Roe,jane.roe@acme.example,Acme Imaging,01632 960101\n"


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


@pytest.fixture
def cli(sampled_file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    file = sampled_file(tmp_path / "cluster.desk", contacts=60, interactions=120, seed=2, today=DAY)
    return Cli(file, capsys)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(CSV, "utf-8")
    return path


def dump(file: Path) -> dict[str, tuple[int, str]]:
    workspace = Workspace.open(file, read_only=True)
    try:
        return logical_dump(workspace.store.connection())
    finally:
        workspace.close()


def test_read_prints_what_a_file_holds_without_a_database(cli: Cli, people: Path) -> None:
    assert cli("read", people) == 0
    read = json.loads(cli.out)
    assert (read["kind"], read["contacts"][0]["emails"][0]["value"]) == ("contacts", "jane.roe@acme.example")


def test_a_dry_run_counts_and_writes_nothing(cli: Cli, people: Path) -> None:
    before = dump(cli.file)
    assert cli.json("import", people, "--dry-run")["created"] == 1
    assert dump(cli.file) == before


def test_an_import_twice_makes_nothing_new(cli: Cli, people: Path) -> None:
    assert cli.json("import", people)["created"] == 1
    again = cli.json("import", people)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_each_thing_an_import_says_is_said_once(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("Name,Email,Last met\nAnn Ashe,ann@alder.example,31/02/2026\nTotal: 1,,\n", "utf-8")
    said = cli.json("import", path, "--dry-run")["warnings"]
    assert sorted(said) == [
        "line 2: the date “31/02/2026” was not understood",
        "line 3: a total or a footer, not a person",
    ]
    assert cli.json("import", path)["warnings"] == said
    cli("import", path)
    assert cli.out.count("31/02/2026") == 1


def test_an_import_into_no_file_makes_one_when_asked_to(cli: Cli, people: Path, tmp_path: Path) -> None:
    cli.file = tmp_path / "new" / "mine.desk"
    assert cli.json("import", people, "--new")["created"] == 1
    assert str(cli.file) in cli.err
    assert cli.json("info")["counts"]["contacts"] == 1


def test_search_finds_a_logged_meeting_and_both_histories_show_it(cli: Cli, people: Path) -> None:
    cli("import", people)
    assert cli("log", "met Jane Roe re imaging pilot yesterday #imaging f 2w") == 0
    assert "imaging pilot" in cli.out
    assert any(hit["kind"] == "interaction" for hit in cli.json("search", "imaging", "pilot"))
    contact = cli.json("show", "contact", "Jane", "Roe")
    assert [event["title"] for event in contact["history"] if event["kind"] == "meeting"] == ["imaging pilot"]
    organisation = cli.json("show", "organisation", "Acme Imaging")
    assert [event["title"] for event in organisation["history"] if event["kind"] == "meeting"] == ["imaging pilot"]


def test_a_dry_log_says_how_it_is_understood_and_writes_nothing(cli: Cli) -> None:
    before = dump(cli.file)
    assert cli("log", "met Zara Quill (Newco) re pilot f 2w", "--dry-run") == 0
    assert "Zara Quill at Newco (new)" in cli.out
    assert dump(cli.file) == before


def test_undo_and_redo_go_back_and_forth(cli: Cli) -> None:
    before = dump(cli.file)
    cli("log", "met Zara Quill (Newco) re pilot")
    after = dump(cli.file)
    assert cli.json("undo")["label"].startswith("Log meeting with Zara Quill")
    assert dump(cli.file) == before
    assert cli("redo") == 0
    assert dump(cli.file) == after


def test_nothing_to_undo_is_refused_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workspace.create(tmp_path / "empty.desk").close()
    assert main(["--file", str(tmp_path / "empty.desk"), "undo"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_followups_come_by_when_they_are_due(cli: Cli) -> None:
    groups = cli.json("followups")
    assert groups
    assert all(row["title"] for rows in groups.values() for row in rows)


def test_history_lists_actions_newest_first(cli: Cli) -> None:
    cli("log", "met Zara Quill re pilot")
    assert [row["label"] for row in cli.json("history")][:2] == [
        "Log meeting with Zara Quill",
        "Add the sample network",
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf"])
def test_export_writes_every_row(cli: Cli, tmp_path: Path, ending: str) -> None:
    done = cli.json("export", "contacts", "--to", tmp_path / f"out.{ending}")
    assert done["rows"] == cli.json("info")["counts"]["contacts"]
    assert (tmp_path / f"out.{ending}").stat().st_size > 0


def test_export_takes_a_text_to_filter_by(cli: Cli, people: Path, tmp_path: Path) -> None:
    cli("import", people)
    assert cli.json("export", "contacts", "--to", tmp_path / "one.csv", "--where", "jane roe acme")["rows"] == 1


def test_a_backup_can_be_put_back(cli: Cli) -> None:
    before = dump(cli.file)
    made = cli.json("backup")
    cli("log", "met Zara Quill re pilot")
    assert cli("restore", made["file"]) == 0
    assert dump(cli.file) == before


def test_check_says_that_the_file_is_whole(cli: Cli) -> None:
    assert cli.json("check") == {"whole": True}


def test_a_missing_file_is_refused_and_not_made(cli: Cli, tmp_path: Path) -> None:
    cli.file = tmp_path / "nowhere.desk"
    assert cli("search", "jane") == 1
    assert cli.err.strip()
    assert not cli.file.exists()


def test_reading_goes_on_beside_an_open_window_and_writing_is_refused(cli: Cli) -> None:
    window = Workspace.open(cli.file)
    try:
        assert cli("search", "imaging") == 0
        assert cli("log", "met Zara Quill re pilot") == 1
        assert cli.err.count("\n") == 1
    finally:
        window.close()


def test_several_of_one_name_are_named_by_number(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("Name,Phone,Organisation\nSam Poe,07700 900101,Tarn\nSam Poe,07700 900102,Mere\n", "utf-8")
    cli("import", path)
    assert cli("show", "contact", "Sam Poe") == 1
    assert "by its number" in cli.err


def test_wrong_use_exits_with_2(cli: Cli) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nonsense"])
    assert ended.value.code == 2


def test_a_sample_of_nobody_is_refused_in_words_and_makes_no_file(cli: Cli, tmp_path: Path) -> None:
    assert cli("sample", "--to", tmp_path / "sample.desk", "--contacts", "0") == 1
    assert "at least 1 contact" in cli.err
    assert not (tmp_path / "sample.desk").exists()


def test_a_sample_is_made_where_no_file_is_and_never_over_one(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "sample.desk"
    made = cli.json("sample", "--to", target, "--contacts", "50", "--interactions", "60", "--seed", "3")
    assert made["contacts"] == 50
    before = target.read_bytes()
    assert cli("sample", "--to", target) == 1
    assert target.read_bytes() == before


def test_a_view_whose_tag_was_deleted_is_not_exported(cli: Cli, tmp_path: Path) -> None:
    workspace = Workspace.open(cli.file)
    tag = workspace.tags.create("no mail")
    workspace.views.save(View("contacts", "May be mailed", Filter(parts=(Condition("tag", (tag,), negated=True),))))
    workspace.close()
    target = tmp_path / "list.csv"
    assert cli("export", "contacts", "--view", "may be mailed", "--to", target) == 0
    target.unlink()
    workspace = Workspace.open(cli.file)
    workspace.tags.delete(tag)
    workspace.close()
    for more in ((), ("--where", "jane")):
        assert cli("export", "contacts", "--view", "May be mailed", "--to", target, *more) == 1
        assert "“May be mailed” asks for a tag that was deleted" in cli.err
        assert not target.exists()
