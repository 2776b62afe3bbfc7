"""Opportunities on the command line: listed, shown, and written to a file."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from crm.__main__ import main
from crm.followups import FollowUpDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.workspace import Workspace
from tests.crm.huddle_maker import organisation, person

NOON = datetime(2026, 5, 21, 12, tzinfo=UTC)


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
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """A file with an imaging pilot and a sensor pilot in Collaboration, and a frailty bid that was lost."""
    file = tmp_path / "cluster.desk"
    with time_machine.travel(NOON, tick=False):
        workspace = Workspace.create(file)
        acme = organisation(workspace, "Acme Imaging")
        jane = person(workspace, "Jane Roe", acme, "jane.roe@acme.example")
        place = workspace.vocabularies.terms("sub_region")[2]
        pilot = workspace.opportunities.create(
            OpportunityDraft(
                "Imaging pilot",
                value_pence=180_000_50,
                expected_close=date(2026, 9, 30),
                parties=(
                    PartyDraft("lead", acme, jane, share=60, letter="received"),
                    PartyDraft("adopter", sub_region_id=place.id),
                ),
            )
        )
        due = NOON.date() + timedelta(days=4)
        workspace.followups.add(FollowUpDraft("Send the protocol", due, opportunity_id=pilot))
        workspace.opportunities.create(OpportunityDraft("Sensor pilot", notes="=1+1"))
        bids = {stage.name: stage.id for stage in workspace.pipelines.named("Funding bid").stages}
        bid = workspace.opportunities.create(OpportunityDraft("Frailty bid", bids["Writing"]))
        workspace.opportunities.move(bid, bids["Lost"], reason="Another consortium won")
        workspace.close()
    return Cli(file, capsys)


@pytest.fixture(autouse=True)
def _five_days_later(cli: Cli) -> Any:
    with time_machine.travel(NOON + timedelta(days=5), tick=False):
        yield


def test_opportunities_stand_under_their_pipeline_and_stage(cli: Cli) -> None:
    assert cli("opportunities") == 0
    assert cli.out.splitlines() == [
        "Collaboration: Idea",
        "      1  Imaging pilot · Acme Imaging · £180,000.50 · next: Send the protocol (Yesterday) · 5 d in stage",
        "      2  Sensor pilot · no next step · 5 d in stage",
        "Funding bid: Lost",
        "      3  Frailty bid",
    ]


def test_opportunities_of_one_pipeline_as_json(cli: Cli) -> None:
    (found,) = cli.json("opportunities", "--pipeline", "funding BID")
    assert found["pipeline"] == "Funding bid"
    assert found["opportunity"]["title"] == "Frailty bid"
    assert found["opportunity"]["outcome"] == "lost"


def test_a_pipeline_that_is_not_there_is_refused(cli: Cli) -> None:
    assert cli("opportunities", "--pipeline", "Sales") == 1
    assert cli.err == "There is no pipeline “Sales”.\n"


def test_an_opportunity_is_shown_with_parties_gaps_stages_and_follow_ups(cli: Cli) -> None:
    assert cli("opportunity", "imaging") == 0
    assert "  Lead: Acme Imaging (Jane Roe), 60 %, letter received" in cli.out
    assert "  needs an adopter in Lancashire" in cli.out
    assert "  2026-05-21  Idea, 5 d" in cli.out
    assert "  overdue: Send the protocol (Yesterday)" in cli.out
    assert cli("opportunity", "Frailty bid") == 0
    assert "Funding bid: Lost (Another consortium won)" in cli.out


def test_words_that_fit_several_opportunities_ask_which_is_meant(cli: Cli) -> None:
    assert cli("opportunity", "pilot") == 1
    assert cli.err == "Several fit “pilot”: 1 Imaging pilot (Idea); 2 Sensor pilot (Idea). Name one by its number.\n"
    assert cli.json("opportunity", "2")["facts"]["row"]["title"] == "Sensor pilot"
    assert cli("opportunity", "nothing") == 1


def test_opportunities_are_written_with_names_and_money_in_whole_units(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "opportunities.csv"
    assert cli("export", "opportunities", "--to", out) == 0
    assert cli.out == f"3 opportunities written to {out}\n"
    with out.open(encoding="utf-8-sig", newline="") as file:
        first, second, third = sorted(csv.DictReader(file), key=lambda row: row["Opportunity"])
    assert first["Reason"] == "Another consortium won"
    assert (second["Pipeline"], second["Organisation"]) == ("Collaboration", "Acme Imaging")
    assert second["Parties"] == "Lead: Acme Imaging (Jane Roe), 60 %, letter received"
    assert second["Wanted"] == "needs an adopter in Lancashire"
    assert (second["Value"], second["Currency"], second["Weighted value"]) == ("180000.5", "GBP", "18000.05")
    assert third["Notes"] == "'=1+1"


@pytest.mark.parametrize(
    "arguments",
    [
        ("opportunities", "--to", "list.vcf"),
        ("opportunities", "--to", "list.csv", "--huddle", "1"),
        ("opportunities", "--to", "list.csv", "--view", "Mine"),
        ("contacts", "--to", "list.csv", "--pipeline", "Collaboration"),
    ],
)
def test_an_export_of_opportunities_that_asks_for_what_it_has_not_is_refused(
    cli: Cli, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    what, to, name, *more = arguments
    assert cli("export", what, to, tmp_path / name, *more) in (1, 2)
    assert not (tmp_path / name).exists()


def test_the_consortium_of_one_is_written_by_its_name(cli: Cli, tmp_path: Path) -> None:
    assert cli("export", "opportunity", "imaging", "pilot", "--to", tmp_path / "sheet.csv") == 0, cli.err
    rows = list(csv.DictReader((tmp_path / "sheet.csv").open(encoding="utf-8-sig")))
    assert [row["Organisation"] for row in rows] == ["Acme Imaging", "Wanted: needs an adopter in Lancashire"]
    assert rows[0]["E-mail"] == "jane.roe@acme.example"
    assert cli.out.startswith("2 parties and gaps written")


def test_a_consortium_without_a_name_is_refused(cli: Cli, tmp_path: Path) -> None:
    assert cli("export", "opportunity", "--to", tmp_path / "sheet.csv") != 0
    assert "Name the one opportunity" in cli.err
    assert cli("export", "contacts", "Jane", "--to", tmp_path / "sheet.csv") != 0
    assert "takes no name" in cli.err
    assert not (tmp_path / "sheet.csv").exists()
