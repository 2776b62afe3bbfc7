"""Introductions and matches on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.__main__ import main
from crm.introductions import IntroductionDraft
from crm.needs import NeedDraft
from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, NOON, huddle, organisation, person


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in which Jane needs what Rhys offers, both come to huddle 7, and one introduction led to a meeting."""
    path = tmp_path / "cluster.desk"
    workspace = Workspace.create(path)
    jane = person(workspace, "Jane Roe", organisation(workspace, "Acme Imaging"))
    rhys = person(workspace, "Rhys Davies", organisation(workspace, "Mersey Reach Trust"))
    ada = person(workspace, "Ada Bell")
    workspace.needs.add(NeedDraft("need", "data", "Scans to train on", jane))
    workspace.needs.add(NeedDraft("offer", "data", "An archive of scans", rhys, confidential=True))
    workspace.attendance.reply(huddle(workspace, LATER, number=7), [jane, rhys], "registered")
    made = workspace.introductions.add(IntroductionDraft("A shared bid", (jane, ada)))
    workspace.introductions.made(made)
    workspace.introductions.outcome(made, "met", note="over coffee")
    workspace.close()
    return path


def answer(file: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["--file", str(file), *arguments]) == 0
    return capsys.readouterr().out


def test_introductions_are_listed_with_what_came_of_them(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(file, capsys, "introductions")
    assert "2026-05-21  Jane Roe and Ada Bell: A shared bid" in told
    assert "21 May 2026  met: over coffee" in told
    (row,) = json.loads(answer(file, capsys, "introductions", "--json"))
    assert (row["who"], row["state"], row["facts"]["made_on"]) == ("Jane Roe and Ada Bell", "met", "2026-05-21")


def test_matches_are_listed_with_their_reasons(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(file, capsys, "matches")
    assert "needs  Scans to train on (Jane Roe, Acme Imaging)" in told
    assert "offers An archive of scans (Rhys Davies, Mersey Reach Trust), confidential" in told
    assert "both about data" in told
    assert "never introduced" in told


def test_the_conversations_of_a_huddle_are_listed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(file, capsys, "matches", "--huddle", "7").startswith("Jane Roe and Rhys Davies\n")
    (talk,) = json.loads(answer(file, capsys, "matches", "--huddle", "7", "--json"))
    assert talk["match"]["need"]["title"] == "Scans to train on"


def test_a_huddle_that_is_not_there_is_refused_in_one_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--file", str(file), "matches", "--huddle", "8"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
