"""The consortium sheet of an opportunity: parties with how they are reached, gaps last, facts on top of a workbook."""

import csv
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm.contacts import ContactDraft, Email, PhoneNumber
from crm.errors import Invalid, NotFound
from crm.exporting.consortium import HEADINGS
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace


@pytest.fixture
def bid(workspace: Workspace) -> int:
    """Jane Roe of Acme Imaging leads with 60 %, her letter is in; a trust supports; an adopter is wanted."""
    sectors = {term.name: term.id for term in workspace.vocabularies.terms("sector")}
    places = {term.name: term.id for term in workspace.vocabularies.terms("sub_region")}
    acme = workspace.organisations.create(
        OrganisationDraft("Acme Imaging", sector_id=sectors["Industry"], sub_region_id=places["Lancashire"])
    )
    trust = workspace.organisations.create(OrganisationDraft("Fylde Trust", sector_id=sectors["Public sector"]))
    jane = workspace.contacts.create(
        ContactDraft(
            "Jane",
            "Roe",
            organisation_id=acme,
            role="Head of Imaging",
            emails=(Email("jane.roe@acme.example"),),
            phones=(PhoneNumber("01632 960123"),),
        )
    )
    parties = (
        PartyDraft("adopter", sub_region_id=places["Lancashire"], note="With an ethics board"),
        PartyDraft("supporter", trust, letter="requested"),
        PartyDraft("lead", acme, jane, share=60, letter="received"),
    )
    return workspace.opportunities.create(
        OpportunityDraft(
            "Frailty bid", value_pence=1_200_000_00, deadline=date(2026, 9, 30), parties=parties, notes="=1+1"
        )
    )


def test_a_workbook_has_the_facts_on_top_then_the_parties_then_who_is_wanted(
    workspace: Workspace, bid: int, tmp_path: Path
) -> None:
    done = workspace.exporting.consortium(tmp_path / "bid.xlsx", bid)
    lines = CalamineWorkbook.from_path(str(tmp_path / "bid.xlsx")).get_sheet_by_index(0).to_python()
    top = {str(line[0]): line[1] for line in lines[:7]}
    assert (top["Opportunity"], top["Call deadline"], top["Value"]) == (
        "Frailty bid",
        "30 Sep 2026",
        "£1,200,000",
    )
    assert (top["Shares agreed"], top["Letters of support"]) == ("60 %", "1 of 2 received")
    head = lines.index([column.title for column in HEADINGS])
    lead, supporter, wanted = lines[head + 1 :]
    assert lead[:10] == [
        "Acme Imaging", "Industry", "Lancashire", "Lead", 60, "received", "Jane Roe", "Head of Imaging",
        "jane.roe@acme.example", "+44 1632 960123",
    ]  # fmt: skip
    assert supporter[:7] == ["Fylde Trust", "Public sector", "", "Supporter", "", "requested", ""]
    assert (wanted[0], wanted[10]) == ("Wanted: needs an adopter in Lancashire", "With an ethics board")
    assert done.rows == 3


def test_a_csv_is_the_table_alone(workspace: Workspace, bid: int, tmp_path: Path) -> None:
    workspace.exporting.consortium(tmp_path / "bid.csv", bid)
    rows = list(csv.DictReader((tmp_path / "bid.csv").open(encoding="utf-8-sig")))
    assert [(row["Role"], row["Share in %"]) for row in rows] == [("Lead", "60"), ("Supporter", ""), ("Adopter", "")]


def test_who_is_in_the_trash_is_named_and_not_reached(workspace: Workspace, bid: int) -> None:
    workspace.trash.put("contact", [1])
    lead = workspace.exporting.consortium_of(bid).members[0]
    assert (lead.contact, lead.email, lead.phone) == ("Jane Roe", "", "")


def test_another_format_or_no_such_opportunity_leaves_no_file(workspace: Workspace, bid: int, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"ends in .xlsx or .csv"):
        workspace.exporting.consortium(tmp_path / "bid.vcf", bid)
    with pytest.raises(NotFound):
        workspace.exporting.consortium(tmp_path / "bid.csv", bid + 1)
    assert not [path for path in tmp_path.iterdir() if path.stem == "bid"]
