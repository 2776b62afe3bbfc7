"""What leaves in a vCard comes back: from a file into an empty one and out again, equal in every field."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crm.__main__ import main
from crm.contacts.records import AffiliationDraft, ContactDraft, Email, PhoneNumber
from crm.exporting import ExportOptions
from crm.filters import EVERYTHING
from crm.formats.detect import read
from crm.organisations.records import Domain, OrganisationDraft
from crm.workspace import Workspace
from tests.crm import generated

Version = Literal["3.0", "4.0"]
What = Literal["contacts", "organisations"]
OWN_USE = ExportOptions(notes=True)


@contextmanager
def two_files() -> Iterator[tuple[Workspace, Workspace, Path]]:
    """Two empty files, and the folder they are in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = (Workspace.create(folder / f"{each}.desk") for each in ("first", "second"))
        yield first, second, folder
        first.close()
        second.close()


def there_and_back(
    fill: Callable[[Workspace], None], what: What, version: Version
) -> tuple[list[Any], list[Any], str, str]:
    """Return the records of a file and of an empty one that took its cards, and the text of both files' cards."""
    options = ExportOptions(vcard_version=version, notes=True)
    with two_files() as (first, second, folder):
        fill(first)
        first.exporting.export(what, folder / "out.vcf", options=options)
        second.importing.apply(second.importing.plan(folder / "out.vcf"))
        second.exporting.export(what, folder / "again.vcf", options=options)
        texts = [(folder / name).read_text("utf-8") for name in ("out.vcf", "again.vcf")]
        return _records(first, what), _records(second, what), texts[0], texts[1]


def _records(workspace: Workspace, what: What) -> list[Any]:
    service = workspace.contacts if what == "contacts" else workspace.organisations
    return [generated.found(service.get(each)) for each in service.ids(EVERYTHING)]


# Each example makes two files: what fails is told as it is found, and not made smaller.
few = settings(max_examples=8, phases=[Phase.explicit, Phase.generate])


@few
@given(generated.contacts(), st.sampled_from(["3.0", "4.0"]))
def test_any_contact_comes_back_equal_in_every_field(people: list[generated.MadeContact], version: Version) -> None:
    before, after, out, again = there_and_back(lambda desk: generated.fill(desk, people), "contacts", version)
    assert after == before
    assert again == out


@few
@given(generated.organisations(), st.sampled_from(["3.0", "4.0"]))
def test_any_organisation_comes_back_equal_in_every_field(
    made: list[tuple[OrganisationDraft, dict[str, Any]]], version: Version
) -> None:
    fill = generated.fill_organisations
    before, after, out, again = there_and_back(lambda desk: fill(desk, made), "organisations", version)
    assert after == before
    assert again == out


def test_an_organisation_comes_back_under_its_parent_with_its_standing() -> None:
    def fill(desk: Workspace) -> None:
        trust = desk.organisations.create(OrganisationDraft("Wyvern Care"))
        unit = desk.organisations.create(OrganisationDraft("Acute Unit", parent_id=trust))
        desk.organisations.set_partnership(unit, "partner", "2020-01")
        desk.organisations.set_partnership(unit, "dormant", "2022-05-03")

    before, after, out, again = there_and_back(fill, "organisations", "3.0")
    assert (after, again) == (before, out)
    unit = after[0]
    assert unit["parent"]["name"] == "Wyvern Care"
    partnership = unit["partnerships"][0]
    assert (partnership["status"], partnership["started_on"]) == ("dormant", "2022-05-03")


def test_the_domain_of_an_address_gives_no_employer_to_who_has_none() -> None:
    with two_files() as (first, second, folder):
        lumen = OrganisationDraft("Lumen", domains=(Domain("lumen.example"),))
        for desk in (first, second):
            desk.organisations.create(lumen)
        first.contacts.create(ContactDraft("Ida", "Pell", emails=(Email("ida@lumen.example"),)))
        first.exporting.export("contacts", folder / "out.vcf", options=OWN_USE)
        second.importing.apply(second.importing.plan(folder / "out.vcf"))
        assert [each["affiliations"] for each in _records(second, "contacts")] == [[]]


def test_the_same_cards_again_change_nothing(workspace: Workspace, tmp_path: Path) -> None:
    bea(workspace)
    workspace.exporting.export("contacts", tmp_path / "out.vcf", options=OWN_USE)
    plan = workspace.importing.plan(tmp_path / "out.vcf")
    assert (plan.counts.unchanged, plan.counts.updated, [row.differs for row in plan.rows]) == (1, 0, [()])


def bea(workspace: Workspace) -> int:
    """Make somebody with private notes, addresses of every state, a job of today, one beside it and one that ended."""
    places = [workspace.organisations.create(OrganisationDraft(name)) for name in ("Lumen", "Kestrel", "Wyvern Care")]
    draft = ContactDraft(
        "Beatrice", "Birch", preferred_name="Bea", about="Only for us; truly", tags=("board",),
        emails=(
            Email("old@x.example", state="former"), Email("bea@x.example", "work", True),
            Email("gone@x.example", state="bounced"),
        ),
        phones=(PhoneNumber("01632 960101 ext 12", "work"),), organisation_id=places[0], role="Chemist",
    )  # fmt: skip
    contact = workspace.contacts.create(draft)
    workspace.contacts.add_affiliation(contact, AffiliationDraft(places[1], "Trustee", kind="board"))
    workspace.contacts.add_affiliation(contact, AffiliationDraft(places[2], "Nurse", ended="2019-05"))
    return contact


def cards_of(workspace: Workspace, folder: Path, options: ExportOptions) -> str:
    workspace.exporting.export("contacts", folder / "out.vcf", options=options)
    return (folder / "out.vcf").read_text("utf-8").replace("\r\n ", "")


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_cards_for_others_hold_no_notes_and_no_address_out_of_use(
    workspace: Workspace, tmp_path: Path, version: Version
) -> None:
    bea(workspace)
    text = cards_of(workspace, tmp_path, ExportOptions(vcard_version=version))
    assert "bea@x.example" in text
    assert "TITLE:Trustee" in text
    ours = ("NOTE", "Only for us", "old@x.example", "gone@x.example", "Wyvern Care", "X-CLUSTER-DESK", "X-TYPED")
    for private in ours:
        assert private not in text


def test_an_address_out_of_use_is_never_the_preferred_one(workspace: Workspace, tmp_path: Path) -> None:
    bea(workspace)
    lines = cards_of(workspace, tmp_path, OWN_USE).splitlines()
    assert [line for line in lines if line.startswith("EMAIL")] == [
        "EMAIL;TYPE=WORK;TYPE=PREF:bea@x.example",
        "EMAIL;X-STATE=former:old@x.example",
        "EMAIL;X-STATE=bounced:gone@x.example",
    ]


def test_a_card_never_brings_an_address_out_of_use_back_to_life(workspace: Workspace, tmp_path: Path) -> None:
    contact = bea(workspace)
    workspace.exporting.export("contacts", tmp_path / "out.vcf", options=OWN_USE)
    plain = (tmp_path / "out.vcf").read_text("utf-8").replace(";X-STATE=former", ";TYPE=PREF")
    (tmp_path / "plain.vcf").write_text(plain, "utf-8")
    workspace.importing.apply(workspace.importing.plan(tmp_path / "plain.vcf"))
    assert {email.value: (email.state, email.is_primary) for email in workspace.contacts.get(contact).emails} == {
        "bea@x.example": ("ok", True), "old@x.example": ("former", False), "gone@x.example": ("bounced", False),
    }  # fmt: skip


def test_a_preferred_name_is_shown_on_the_card_and_the_given_name_stays(workspace: Workspace, tmp_path: Path) -> None:
    bea(workspace)
    text = cards_of(workspace, tmp_path, OWN_USE)
    assert "FN:Bea Birch" in text
    name = read(tmp_path / "out.vcf").contacts[0].name
    assert (name.given, name.nickname, name.display) == ("Beatrice", "Bea", "Bea Birch")


def test_affiliations_of_another_programs_card_stay_with_their_roles(workspace: Workspace, tmp_path: Path) -> None:
    lines = ("FN:Ann Hall", "ORG:Lumen", "TITLE:Chemist", "item1.ORG:Kestrel;Board", "item1.TITLE:Trustee")
    text = "\r\n".join(("BEGIN:VCARD", "VERSION:4.0", *lines, "EMAIL:ann@x.example", "END:VCARD", ""))
    (tmp_path / "in.vcf").write_text(text, "utf-8")
    workspace.importing.apply(workspace.importing.plan(tmp_path / "in.vcf"))
    (contact,) = workspace.contacts.ids(EVERYTHING)
    jobs = workspace.contacts.get(contact).affiliations
    assert [(job.organisation, job.role, job.department, job.is_primary) for job in jobs] == [
        ("Lumen", "Chemist", "", True),
        ("Kestrel", "Trustee", "Board", False),
    ]


@pytest.mark.parametrize(("version", "written"), [("3.0", "Only for us\\; truly"), ("4.0", "Only for us; truly")])
def test_a_semicolon_of_a_note_is_written_as_other_programs_read_it(
    workspace: Workspace, tmp_path: Path, version: Version, written: str
) -> None:
    bea(workspace)
    assert written in cards_of(workspace, tmp_path, ExportOptions(vcard_version=version, notes=True))


def test_on_the_command_line_notes_go_out_unless_told_otherwise(workspace: Workspace, tmp_path: Path) -> None:
    bea(workspace)
    export = ["--file", str(workspace.path), "export", "contacts", "--to", str(tmp_path / "out.vcf")]
    assert main(export) == 0
    assert "Only for us" in (tmp_path / "out.vcf").read_text("utf-8")
    assert main([*export, "--no-notes"]) == 0
    assert "Only for us" not in (tmp_path / "out.vcf").read_text("utf-8")
