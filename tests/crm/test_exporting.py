"""Exports: what is on screen, all rows, names, and back again without anything new."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm.__main__ import main
from crm.contacts import ContactDraft, Email, PhoneNumber
from crm.errors import Invalid
from crm.exporting import COLUMNS, ExportOptions
from crm.filters import Condition, Filter
from crm.formats.detect import read
from crm.huddles import HuddleDraft
from crm.importing import Outcome
from crm.opportunities import OpportunityDraft, OpportunityFilter, PartyDraft
from crm.organisations import OrganisationDraft
from crm.progress import Cancelled
from crm.workspace import Workspace

DAY = date(2026, 5, 22)


@pytest.fixture
def network(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    made = sampled_file(tmp_path / "network.desk", contacts=80, interactions=120, seed=5, today=DAY)
    opened = Workspace.open(made)
    yield opened
    opened.close()


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


def test_a_filter_with_quotes_and_percent_signs_exports_the_rows_it_shows(workspace: Workspace, tmp_path: Path) -> None:
    organisations = workspace.organisations
    quoted = organisations.create(OrganisationDraft('"Prueba" Ltd'))
    signs = organisations.create(OrganisationDraft("O%_x Ltd"))
    workspace.contacts.create(ContactDraft("Ada", "Ash", organisation_id=quoted))
    workspace.contacts.create(ContactDraft("Ben", "Birch", about="100 % there"))
    workspace.contacts.create(ContactDraft('Eve "Prueba"', "Elm", organisation_id=signs))
    workspace.contacts.create(ContactDraft("Oxx", "Oak"))
    for text in ('"Prueba"', "Prueba", "%", "O%_x", "100 %", "'", "\\"):
        shown = Filter(text)
        workspace.exporting.export("contacts", tmp_path / "list.csv", selection=shown)
        names = [row[0] for row in rows_of(tmp_path / "list.csv")[1:]]
        assert names == [row.name for row in workspace.contacts.page(shown)]
    workspace.exporting.export("contacts", tmp_path / "list.csv", selection=Filter("O%_x"))
    assert [row[0] for row in rows_of(tmp_path / "list.csv")[1:]] == ['Eve "Prueba" Elm']


AWKWARD = ["007", "1E5", "3-4", "123456789012345678", "=SUM(A1:A2)", "שלום 👩🏽‍⚕️ בעמ", "a; b,\tc"]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_awkward_names_go_out_as_text_and_come_back(workspace: Workspace, tmp_path: Path, name: str) -> None:
    for each in AWKWARD:
        workspace.organisations.create(
            OrganisationDraft(each, about="line one\n=SUM(A1)\n  indented; semi\nends with \\")
        )
    names = sorted(row.name for row in workspace.organisations.page())
    workspace.exporting.export("organisations", tmp_path / name, everything=True)
    found = read(tmp_path / name).contacts
    assert sorted(each.organisation for each in found) == names
    assert {each.notes for each in found} == {workspace.organisations.get(1).about}


def test_a_list_of_nobody_is_its_headings(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("none.csv", "none.xlsx"):
        done = workspace.exporting.export("contacts", tmp_path / name, selection=Filter("nobody"))
        assert done.rows == 0
    assert [row[:2] for row in rows_of(tmp_path / "none.csv")] == [["Name", "Role"]]


@pytest.fixture
def reached(workspace: Workspace) -> Workspace:
    """Somebody with phones of every kind and addresses of every state."""
    phones = (
        PhoneNumber("+44 151 496 0701 ext 42", "work"),
        PhoneNumber("+447700900701", "mobile"),
        PhoneNumber("0151 496 0702", "fax"),
    )
    emails = (
        Email("gone@ivy.example", state="former"),
        Email("back@ivy.example", "home", state="bounced"),
        Email("ida@ivy.example", "work"),
        Email("ida@home.example", "home"),
    )
    workspace.contacts.create(ContactDraft("Ida", "Ivy", phones=phones, emails=emails, tags=("needs; follow, up", "a")))
    return workspace


def test_phones_are_spaced_with_extension_and_kind_and_no_apostrophe(reached: Workspace, tmp_path: Path) -> None:
    reached.exporting.export("contacts", tmp_path / "all.csv", everything=True)
    reached.exporting.export("contacts", tmp_path / "all.xlsx", everything=True)
    sheet = CalamineWorkbook.from_path(str(tmp_path / "all.xlsx")).get_sheet_by_index(0).to_python()
    for headings, row in (rows_of(tmp_path / "all.csv"), sheet):
        cells = dict(zip(map(str, headings), row, strict=True))
        assert cells["Phone"] == "+44 151 496 0701 ext. 42"
        assert cells["Other phones"] == "+44 7700 900701; +44 151 496 0702 (fax)"
        assert cells["Tags"] == 'a; "needs; follow, up"'
        assert not [cell for cell in row if str(cell).startswith("'")]
    reached.exporting.export("contacts", tmp_path / "screen.csv", columns=("phone",))
    assert rows_of(tmp_path / "screen.csv")[1] == ["+44 151 496 0701 ext. 42"]


def test_addresses_out_of_use_stand_in_columns_of_their_own(reached: Workspace, tmp_path: Path) -> None:
    reached.exporting.export("contacts", tmp_path / "all.csv", everything=True)
    cells = dict(zip(*rows_of(tmp_path / "all.csv"), strict=True))
    addresses = {heading: cells[heading] for heading in cells if "e-mail" in heading.lower()}
    assert addresses == {
        "E-mail": "ida@ivy.example", "E-mail kind": "work", "Other e-mails": "ida@home.example (home)",
        "Former e-mails": "gone@ivy.example", "Bounced e-mails": "back@ivy.example (home)",
    }  # fmt: skip


def test_an_address_out_of_use_is_in_no_list_to_write_to(workspace: Workspace, tmp_path: Path) -> None:
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe", emails=(Email("back@x.example", state="bounced"),)))
    bid = workspace.opportunities.create(OpportunityDraft("Bid", parties=(PartyDraft("lead", None, jane),)))
    assert workspace.exporting.consortium_of(bid).members[0].email == ""
    huddle = workspace.huddles.plan(HuddleDraft(DAY, time(14), time(16), "Huddle"))
    workspace.attendance.invite(huddle, [jane])
    workspace.exporting.attendance(tmp_path / "who.csv", huddle_id=huddle)
    workspace.exporting.export("contacts", tmp_path / "list.csv")
    for name in ("who.csv", "list.csv"):
        assert "back@x.example" not in (tmp_path / name).read_text("utf-8-sig")


def test_on_the_command_line_all_columns_can_be_asked_for(reached: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "all.csv"
    assert main(["--file", str(reached.path), "export", "contacts", "--all-columns", "--to", str(out)]) == 0
    assert rows_of(out)[0] == [column.title for column in COLUMNS["contacts"]]
