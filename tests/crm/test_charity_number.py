"""The charity number of an organisation: checked, found, imported, exported and told like any declared field."""

import csv
import json
from pathlib import Path

import pytest

from crm.__main__ import main
from crm.errors import Invalid
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace


@pytest.fixture
def hospice(workspace: Workspace) -> int:
    return workspace.organisations.create(OrganisationDraft("Wirebrook Hospice", more={"charity_number": "9999901"}))


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("9999901", "9999901"),
        (" 999 9901 ", "9999901"),
        ("999901", "999901"),
        ("9999901-2", "9999901-2"),
        ("sc999901", "SC999901"),
        ("SC 999901", "SC999901"),
        ("nic999901", "NIC999901"),
        ("", ""),
    ],
)
def test_a_number_is_kept_as_the_registers_write_it(workspace: Workspace, hospice: int, typed: str, held: str) -> None:
    workspace.organisations.edit(hospice, charity_number=typed)
    assert workspace.organisations.get(hospice).more["charity_number"] == held


@pytest.mark.parametrize("typed", ["12345", "12345678", "SC12345", "XX999901", "charity", "9999901-"])
def test_what_is_no_charity_number_is_refused_and_nothing_is_written(
    workspace: Workspace, hospice: int, typed: str
) -> None:
    with pytest.raises(Invalid, match="is not a charity number") as refused:
        workspace.organisations.edit(hospice, charity_number=typed)
    assert refused.value.field == "charity_number"
    assert workspace.organisations.get(hospice).more["charity_number"] == "9999901"
    assert workspace.store.next_undo() == "Add Wirebrook Hospice"


def test_an_organisation_is_found_by_its_charity_number(workspace: Workspace, hospice: int) -> None:
    (hit,) = workspace.search.find("9999901")
    assert (hit.kind, hit.id) == ("organisation", hospice)
    workspace.organisations.edit(hospice, charity_number="SC999902")
    assert [hit.id for hit in workspace.search.find("sc9999")] == [hospice]
    assert workspace.search.find("9999901") == []


def test_an_edit_says_what_was_changed(workspace: Workspace, hospice: int) -> None:
    workspace.organisations.edit(hospice, charity_number="9999902")
    assert workspace.undo() == "Edit Wirebrook Hospice: charity number"


@pytest.mark.parametrize("heading", ["Charity number", "Registered charity no", "CharityRegNo"])
def test_a_column_of_charity_numbers_is_imported(workspace: Workspace, tmp_path: Path, heading: str) -> None:
    path = tmp_path / "charities.csv"
    path.write_text(
        f"Organisation,Website,{heading}\nOtterburn Trust,https://otterburn.example,9999903\n"
        "Pike Fund,https://pike.example,not yet\n",
        encoding="utf-8",
    )
    workspace.importing.apply(workspace.importing.plan(path))
    trust, fund = (
        workspace.organisations.get(workspace.organisations.named(name)[0]) for name in ("Otterburn Trust", "Pike Fund")
    )
    assert trust.more["charity_number"] == "9999903"
    assert fund.more["charity_number"] == ""
    assert "Charity number: not yet" in fund.about


def test_programs_read_it_among_the_facts(
    workspace: Workspace, hospice: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", str(workspace.path), "show", "organisation", str(hospice), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facts"]["charity_number"] == "9999901"


def test_it_leaves_in_the_full_export_and_comes_back(workspace: Workspace, hospice: int, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    workspace.exporting.export("organisations", path, everything=True)
    (row,) = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    assert row["Charity number"] == "9999901"
    elsewhere = Workspace.create(tmp_path / "other.desk")
    elsewhere.importing.apply(elsewhere.importing.plan(path))
    (back,) = elsewhere.organisations.page()
    assert elsewhere.organisations.get(back.id).more["charity_number"] == "9999901"
    elsewhere.close()


def test_it_leaves_on_a_card_and_comes_back(workspace: Workspace, hospice: int, tmp_path: Path) -> None:
    path = tmp_path / "all.vcf"
    workspace.exporting.export("organisations", path)
    assert "X-CLUSTER-DESK-CHARITY-NUMBER:9999901" in path.read_text(encoding="utf-8")
    elsewhere = Workspace.create(tmp_path / "other.desk")
    elsewhere.importing.apply(elsewhere.importing.plan(path))
    (back,) = elsewhere.organisations.page()
    assert elsewhere.organisations.get(back.id).more["charity_number"] == "9999901"
    elsewhere.close()
