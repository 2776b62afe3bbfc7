"""What leaves in a table with all columns comes back: from a file into an empty one and out again, in every field."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crm.contacts.records import AffiliationDraft, ContactDraft, Email
from crm.exporting import ExportOptions
from crm.filters import EVERYTHING
from crm.organisations.records import Alias, Domain, OrganisationDraft
from crm.sample import make_sample
from crm.workspace import Workspace
from tests.crm import generated

What = Literal["contacts", "organisations"]
WAYS = st.sampled_from((("out.csv", True), ("out.csv", False), ("out.xlsx", True)))


@contextmanager
def two_files() -> Iterator[tuple[Workspace, Workspace, Path]]:
    """Two empty files, and the folder they are in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = (Workspace.create(folder / f"{each}.desk") for each in ("first", "second"))
        yield first, second, folder
        first.close()
        second.close()


def cells(workspace: Workspace, what: What, folder: Path) -> list[list[str]]:
    """Return all the cells of a list."""
    exact = ExportOptions(for_spreadsheets=False)
    workspace.exporting.export(what, folder / "all.csv", everything=True, options=exact)
    return list(csv.reader(io.StringIO((folder / "all.csv").read_text("utf-8-sig"), newline="")))


def there_and_back(
    fill: Callable[[Workspace], None], what: What, way: tuple[str, bool]
) -> tuple[list[Any], list[Any], list[list[str]], list[list[str]]]:
    """Return the records of a file and of an empty one that took its table, and the cells of both files' tables."""
    name, for_spreadsheets = way
    with two_files() as (first, second, folder):
        fill(first)
        options = ExportOptions(for_spreadsheets=for_spreadsheets)
        first.exporting.export(what, folder / name, everything=True, options=options)
        second.importing.apply(second.importing.plan(folder / name))
        out, again = (cells(each, what, folder) for each in (first, second))
        return _records(first, what), _records(second, what), out, again


def _records(workspace: Workspace, what: What) -> list[Any]:
    service = workspace.contacts if what == "contacts" else workspace.organisations
    return [generated.found(service.get(each)) for each in service.ids(EVERYTHING)]


# Each example makes two files: what fails is told as it is found, and not made smaller.
few = settings(max_examples=8, phases=[Phase.explicit, Phase.generate])


@few
@given(generated.contacts(), WAYS)
def test_any_contact_comes_back_equal_in_every_field(
    people: list[generated.MadeContact], way: tuple[str, bool]
) -> None:
    before, after, out, again = there_and_back(lambda desk: generated.fill(desk, people), "contacts", way)
    assert sorted_emails(after) == sorted_emails(before)
    assert again == out


@few
@given(generated.organisations(), WAYS)
def test_any_organisation_comes_back_equal_in_every_field(
    made: list[tuple[OrganisationDraft, dict[str, Any]]], way: tuple[str, bool]
) -> None:
    fill = generated.fill_organisations
    before, after, out, again = there_and_back(lambda desk: fill(desk, made), "organisations", way)
    assert after == before
    assert again == out


def sorted_emails(people: list[Any]) -> list[Any]:
    """Return records whose e-mail addresses are in the order of their states: a table has a column for each."""
    order = ("ok", "former", "bounced")
    return [
        {**each, "emails": sorted(each["emails"], key=lambda email: order.index(email["state"]))} for each in people
    ]


LIVING = "JOIN contact c ON c.id = e.contact_id AND c.deleted_at IS NULL"
PLACE = "JOIN organisation o ON o.id = e.organisation_id AND o.deleted_at IS NULL"
HELD = {
    "contacts": "SELECT uid, title, given_name, family_name, suffix, preferred_name, pronouns, linkedin_url, birthday, "
    "about, cadence_aim, cadence_limit, active FROM contact WHERE deleted_at IS NULL",
    "e-mails": f"SELECT c.uid, e.value, e.kind, e.is_primary, e.state FROM contact_email e {LIVING}",
    "phones": f"SELECT c.uid, e.e164, e.typed, e.extension, e.kind FROM contact_phone e {LIVING}",
    "addresses": f"SELECT c.uid, kind, street, town, region, postcode, country FROM contact_address e {LIVING}",
    "names": f"SELECT c.uid, e.name, e.kind FROM contact_alias e {LIVING}",
    "tags": f"SELECT c.uid, t.name FROM contact_tag e {LIVING} JOIN tag t ON t.id = e.tag_id",
    "themes": f"SELECT c.uid, t.name FROM contact_theme e {LIVING} JOIN theme t ON t.id = e.theme_id",
    "affiliations": "SELECT c.uid, o.uid, e.role, e.department, e.kind, e.is_primary, e.is_lead, e.started, e.ended, "
    f"e.is_current FROM affiliation e {LIVING} {PLACE}",
    "organisations": "SELECT o.uid, o.name, o.short_name, s.name, g.name, p.uid, o.website, o.phone, o.street, o.town, "
    "o.postcode, o.country, o.about, o.company_number, o.ods_code, o.closed_on FROM organisation o "
    "LEFT JOIN sector s ON s.id = o.sector_id LEFT JOIN sub_region g ON g.id = o.sub_region_id "
    "LEFT JOIN organisation p ON p.id = o.parent_id WHERE o.deleted_at IS NULL",
    "organisations' names": f"SELECT o.uid, e.name, e.kind, e.until FROM organisation_alias e {PLACE}",
    "domains": f"SELECT o.uid, e.domain, e.shared FROM organisation_domain e {PLACE}",
    "partnerships": f"SELECT o.uid, status, started_on, ended_on, agreement, note FROM partnership e {PLACE}",
    "organisations' tags": f"SELECT o.uid, t.name FROM organisation_tag e {PLACE} JOIN tag t ON t.id = e.tag_id",
    "organisations' themes": f"SELECT o.uid, t.name FROM organisation_theme e {PLACE} "
    "JOIN theme t ON t.id = e.theme_id",
}


def held(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    return {what: sorted(workspace.store.rows(sql), key=repr) for what, sql in HELD.items()}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_whole_network_comes_back_from_two_tables(ending: str) -> None:
    with two_files() as (first, second, folder):
        make_sample(first.store, contacts=120, interactions=60, seed=5, today=date(2026, 5, 22))
        for what in ("organisations", "contacts"):
            first.exporting.export(what, folder / f"{what}.{ending}", everything=True)
            plan = second.importing.plan(folder / f"{what}.{ending}")
            assert (plan.counts.new, plan.problems) == (plan.counts.rows, ())
            second.importing.apply(plan)
        before, after = held(first), held(second)
        for what in HELD:
            assert after[what] == before[what]
        assert {state for *_, state in before["e-mails"]} == {"ok", "former", "bounced"}


def test_the_same_tables_again_change_nothing(tmp_path: Path, workspace: Workspace) -> None:
    make_sample(workspace.store, contacts=60, interactions=60, seed=5, today=date(2026, 5, 22))
    for what in ("organisations", "contacts"):
        workspace.exporting.export(what, tmp_path / f"{what}.csv", everything=True)
        plan = workspace.importing.plan(tmp_path / f"{what}.csv")
        assert plan.counts.unchanged == plan.counts.rows
        assert not plan.differing()


def test_people_alike_in_one_of_our_files_stay_as_many_as_they_were(tmp_path: Path, workspace: Workspace) -> None:
    for called in ("Ann", "Annie", "Ann"):
        workspace.contacts.create(ContactDraft(called, "Lee", emails=(Email("office@lee.example"),)))
    workspace.organisations.create(OrganisationDraft("Lee Ltd"))
    workspace.organisations.create(OrganisationDraft("Lee CIC", aliases=(Alias("Lee Ltd", "former"),)))
    with two_files() as (_, second, _folder):
        for what, number in (("contacts", 3), ("organisations", 2)):
            workspace.exporting.export(what, tmp_path / f"{what}.csv", everything=True)
            plan = second.importing.plan(tmp_path / f"{what}.csv")
            assert (plan.counts.new, plan.counts.rows) == (number, number)


def test_an_organisation_that_was_renamed_is_known_by_its_identifier(tmp_path: Path, workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    workspace.exporting.export("organisations", tmp_path / "o.csv", everything=True)
    workspace.organisations.edit(acme, name="Quillfield")
    plan = workspace.importing.plan(tmp_path / "o.csv")
    assert (plan.counts.new, plan.rows[0].reason) == (0, "the same identifier")


def test_somebody_who_left_is_not_put_back_to_work_by_their_address(tmp_path: Path, workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme", domains=(Domain("acme.example"),)))
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe", emails=(Email("jane@acme.example"),)))
    workspace.contacts.add_affiliation(jane, AffiliationDraft(acme, "Chemist", ended="2019-05", is_current=False))
    workspace.exporting.export("organisations", tmp_path / "o.csv", everything=True)
    workspace.exporting.export("contacts", tmp_path / "c.csv", everything=True)
    with two_files() as (_, second, _folder):
        for name in ("o.csv", "c.csv"):
            second.importing.apply(second.importing.plan(tmp_path / name))
        (job,) = second.contacts.get(second.contacts.ids(EVERYTHING)[0]).affiliations
        assert (job.organisation, job.role, job.ended, job.is_current) == ("Acme", "Chemist", "2019-05", False)
