"""Exports: what is on screen, all rows, names, and back again without anything new."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm.contacts import ContactDraft, Email, PhoneNumber
from crm.errors import Invalid
from crm.exporting import COLUMNS, ExportOptions
from crm.filters import Condition, Filter
from crm.formats.detect import read
from crm.importing import Outcome
from crm.opportunities import OpportunityFilter
from crm.organisations import OrganisationDraft
from crm.progress import Cancelled
from crm.sample import make_sample
from crm.workspace import Workspace

DAY = date(2026, 5, 22)


@pytest.fixture
def network(workspace: Workspace) -> Workspace:
    make_sample(workspace.store, contacts=80, interactions=120, seed=5, today=DAY)
    return workspace


def rows_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=delimiter))


def test_an_export_has_the_filter_the_columns_and_the_order_of_the_screen(network: Workspace, tmp_path: Path) -> None:
    shown = Filter(parts=(Condition("has_email"),))
    done = network.exporting.export(
        "contacts",
        tmp_path / "list.csv",
        selection=shown,
        sort="last_touch",
        descending=True,
        columns=("email", "name"),
    )
    rows = rows_of(tmp_path / "list.csv")
    expected = network.contacts.page(shown, "last_touch", True, limit=1000)
    assert rows[0] == ["E-mail", "Name"]
    assert [row[1] for row in rows[1:]] == [row.name for row in expected]
    assert done.rows == len(expected) == network.contacts.count(shown)


def test_only_the_selected_rows_go_out(network: Workspace, tmp_path: Path) -> None:
    chosen = [row.id for row in network.contacts.page(limit=3)]
    network.exporting.export("contacts", tmp_path / "three.csv", selection=chosen)
    assert len(rows_of(tmp_path / "three.csv")) == 4


def test_organisations_go_out_with_their_sector_by_name(network: Workspace, tmp_path: Path) -> None:
    network.exporting.export("organisations", tmp_path / "o.csv", columns=("name", "sector", "people"))
    first = network.organisations.page(limit=1)[0]
    assert rows_of(tmp_path / "o.csv")[1] == [first.name, first.sector, str(first.people)]


def test_a_formula_is_harmless_in_a_spreadsheet_and_exact_for_programs(workspace: Workspace, tmp_path: Path) -> None:
    workspace.contacts.create(ContactDraft("=HYPERLINK(1)", "Roe"))
    workspace.exporting.export("contacts", tmp_path / "safe.csv", columns=("name",))
    exact = ExportOptions(for_spreadsheets=False, bom=False)
    workspace.exporting.export("contacts", tmp_path / "exact.csv", columns=("name",), options=exact)
    assert rows_of(tmp_path / "safe.csv")[1] == ["'=HYPERLINK(1) Roe"]
    assert (tmp_path / "exact.csv").read_bytes().splitlines()[1] == b"=HYPERLINK(1) Roe"


def test_the_delimiter_can_be_chosen(network: Workspace, tmp_path: Path) -> None:
    options = ExportOptions(delimiter=";")
    network.exporting.export("contacts", tmp_path / "list.csv", columns=("name", "role"), options=options)
    assert rows_of(tmp_path / "list.csv", ";")[0] == ["Name", "Role"]


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv", "list.vcf"])
def test_what_was_exported_and_is_read_again_makes_nobody_new(network: Workspace, tmp_path: Path, name: str) -> None:
    selection = Filter(parts=(Condition("has_email"),))
    done = network.exporting.export("contacts", tmp_path / name, selection=selection, everything=True)
    plan = network.importing.plan(tmp_path / name)
    assert plan.counts.rows == done.rows
    assert plan.of(Outcome.NEW) == []


def test_every_phone_survives_the_way_out_and_back(workspace: Workspace, tmp_path: Path) -> None:
    numbers = ["+44 1632 960101", "07700 900 456", "0161 496 0182"]
    for number, typed in enumerate(numbers):
        draft = ContactDraft(
            "Ann", f"Lee{number}", phones=(PhoneNumber(typed),), emails=(Email(f"a{number}@x.example"),)
        )
        workspace.contacts.create(draft)
    before = {row.phone for row in workspace.contacts.page()}
    for name in ("list.xlsx", "list.csv", "list.vcf"):
        workspace.exporting.export("contacts", tmp_path / name)
        assert {contact.phones[0].value for contact in read(tmp_path / name).contacts} == before


def test_a_version_4_card_says_so(network: Workspace, tmp_path: Path) -> None:
    network.exporting.export("contacts", tmp_path / "list.vcf", options=ExportOptions(vcard_version="4.0"))
    assert "VERSION:4.0" in (tmp_path / "list.vcf").read_text("utf-8")


def test_an_organisation_comes_back_from_its_card(workspace: Workspace, tmp_path: Path) -> None:
    draft = OrganisationDraft("Acme Imaging", website="https://acme.example", town="Chester", phone="01632 960123")
    workspace.organisations.create(draft)
    workspace.exporting.export("organisations", tmp_path / "o.vcf")
    found = read(tmp_path / "o.vcf").contacts
    assert [(each.kind, each.organisation) for each in found] == [("organisation", "Acme Imaging")]


def test_an_unknown_ending_is_refused_and_nothing_is_written(network: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        network.exporting.export("contacts", tmp_path / "list.docx")
    assert not (tmp_path / "list.docx").exists()


def test_a_stopped_export_leaves_the_old_file_whole(network: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("the old one", "utf-8")
    with pytest.raises(Cancelled):
        network.exporting.export("contacts", target, cancelled=lambda: True)
    assert target.read_text("utf-8") == "the old one"
    assert [path.name for path in tmp_path.iterdir() if "list" in path.name] == ["list.csv"]


@pytest.mark.parametrize("what", ["contacts", "organisations"])
def test_every_column_there_is_can_be_exported(network: Workspace, tmp_path: Path, what: str) -> None:
    network.exporting.export(what, tmp_path / "all.csv", everything=True)
    assert rows_of(tmp_path / "all.csv")[0] == [column.title for column in COLUMNS[what]]


def test_opportunities_go_out_with_the_filter_and_the_order_of_the_screen(network: Workspace, tmp_path: Path) -> None:
    shown = OpportunityFilter(network.pipelines.named("Funding bid").id)
    done = network.exporting.opportunities(tmp_path / "bids.xlsx", shown=shown, sort="value", descending=True)
    expected = network.opportunities.rows(shown, "value", True)
    workbook = CalamineWorkbook.from_path(str(tmp_path / "bids.xlsx"))
    headings, *rows = workbook.get_sheet_by_index(0).to_python()
    title, value, weighted = (headings.index(each) for each in ("Opportunity", "Value", "Weighted value"))
    assert [row[title] for row in rows] == [row.title for row in expected]
    assert rows[0][value] == (expected[0].value_pence or 0) / 100
    assert rows[0][weighted] == (expected[0].weighted_pence or 0) / 100
    assert done.rows == len(rows) == 7


def test_an_order_that_opportunities_have_not_leaves_no_file(network: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be sorted"):
        network.exporting.opportunities(tmp_path / "list.csv", sort="colour")
    assert not (tmp_path / "list.csv").exists()
