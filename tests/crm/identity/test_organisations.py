"""Which organisation is meant: the same, a question, or a new one, by the one judgement that every road asks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import Invalid
from crm.identity import Doubt, KnownOrganisations, OrganisationMatch
from crm.organisations import Alias, Domain, OrganisationDraft
from crm.workspace import Workspace
from tests.crm.identity.test_organisation_names import CORES, FORMS, spelled


def made(workspace: Workspace, *names: str) -> list[int]:
    return [workspace.organisations.create(OrganisationDraft(name)) for name in names]


def find(workspace: Workspace, name: str, *domains: str, ods: str = "", number: str = "") -> OrganisationMatch:
    known = KnownOrganisations(workspace.store)
    return known.find(name, frozenset(domains), ods_code=ods, company_number=number)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.create(tmp_path_factory.mktemp("known") / "names.desk")


@settings(max_examples=60)
@given(st.data(), CORES, FORMS | st.just(""), FORMS | st.just(""))
def test_a_name_means_the_same_one_in_any_spelling_and_never_another_legal_person(
    shared: Workspace, data: st.DataObject, core: tuple[str, ...], held: str, asked: str
) -> None:
    known = KnownOrganisations(shared.store)
    known.learn(1, data.draw(spelled(core, held)))
    known.learn(2, "Quite Another Body Ltd")
    found = known.find(data.draw(spelled(core, asked)))
    if held == asked or not held or not asked:
        assert found.organisation_id == 1
        assert found.lacks_form == (bool(asked) and not held)
    else:
        assert found == OrganisationMatch()


@settings(max_examples=60)
@given(st.data(), CORES, FORMS, FORMS)
def test_a_name_without_its_legal_form_asks_where_two_have_one(
    shared: Workspace, data: st.DataObject, core: tuple[str, ...], one: str, other: str
) -> None:
    known = KnownOrganisations(shared.store)
    known.learn(1, data.draw(spelled(core, one)))
    if one != other:
        known.learn(2, data.draw(spelled(core, other)))
    found = known.find(data.draw(spelled(core, "")))
    assert found.asks == (one != other)
    assert found.organisation_id == (None if one != other else 1)


def test_one_that_is_known_to_be_a_company_is_not_taken_for_another_legal_person(workspace: Workspace) -> None:
    (mill,) = made(workspace, "Mill")
    assert find(workspace, "Mill plc").organisation_id == mill
    workspace.organisations.set_aliases(mill, (Alias("Mill Ltd"),))
    assert find(workspace, "Mill plc") == OrganisationMatch()
    assert find(workspace, "MILL LIMITED").organisation_id == mill


def test_a_name_that_tells_its_form_asks_where_others_of_the_name_have_one(workspace: Workspace) -> None:
    mill, plc = made(workspace, "Mill", "Mill plc")
    found = find(workspace, "Mill Ltd")
    assert (found.doubt, [each.id for each in found.candidates]) == (Doubt.ALIKE, [mill])
    assert find(workspace, "Mill P.L.C.").organisation_id == plc
    assert find(workspace, "The Mill").organisation_id == mill


def test_its_own_name_goes_before_the_other_name_of_another(workspace: Workspace) -> None:
    holdings, mill = made(workspace, "Mill Holdings", "MLL")
    workspace.organisations.edit(holdings, short_name="MLL")
    assert find(workspace, "mll").organisation_id == mill
    workspace.trash.put("organisation", [mill])
    assert find(workspace, "mll").organisation_id == holdings


def test_two_organisations_of_one_name_ask_and_an_address_tells_which(workspace: Workspace) -> None:
    one, other = made(workspace, "Mill Ltd", "Mill Limited")
    assert find(workspace, "Mill LTD").organisation_id == one
    found = find(workspace, "The Mill Ltd")
    assert (found.doubt, [each.id for each in found.candidates]) == (Doubt.SEVERAL, [one, other])
    workspace.organisations.set_domains(other, (Domain("mill.example"),))
    assert find(workspace, "The Mill Ltd", "mill.example").organisation_id == other


def test_a_domain_decides_only_where_no_organisation_is_named(workspace: Workspace) -> None:
    (campus,) = made(workspace, "University of Thornbridge")
    workspace.organisations.set_domains(campus, (Domain("thornbridge.example"),))
    assert find(workspace, "", "chem.thornbridge.example").organisation_id == campus
    assert find(workspace, "N/A", "thornbridge.example").organisation_id == campus
    for name in ("Quantis Diagnostics Ltd", "Thornbridge Students' Union", "Thornbridge Hospitals Charity"):
        assert find(workspace, name, "thornbridge.example") == OrganisationMatch()


def test_a_university_under_its_other_name_and_a_trust_before_it_was_a_foundation_trust_ask(
    workspace: Workspace,
) -> None:
    bury, trust = made(workspace, "University of Bury", "Bury NHS Foundation Trust")
    for name, meant in (("Bury University", bury), ("Bury NHS Trust", trust), ("Bury FT", trust)):
        found = find(workspace, name)
        assert (found.doubt, [each.id for each in found.candidates]) == (Doubt.ALIKE, [meant])
        assert found.reason == f"“{name}” is like “{workspace.organisations.name(meant)}”: the same one?"
    assert find(workspace, "Bury") == OrganisationMatch()


def test_a_code_is_asked_before_the_name(workspace: Workspace) -> None:
    one, other = made(workspace, "Mersey Reach NHS Trust", "Irwell Surgery")
    workspace.organisations.edit(one, ods_code="RX9", company_number="01234567")
    assert find(workspace, "Irwell Surgery", ods="rx9").organisation_id == one
    assert find(workspace, "Something else", number="1234567").organisation_id == one
    assert find(workspace, "Irwell Surgery", ods="RX8").organisation_id == other


def test_two_surgeries_of_one_name_with_two_codes_are_two(workspace: Workspace) -> None:
    (surgery,) = made(workspace, "The Surgery")
    workspace.organisations.edit(surgery, ods_code="P81001")
    assert find(workspace, "The Surgery", ods="P81002") == OrganisationMatch()
    assert find(workspace, "The Surgery").organisation_id == surgery


def test_one_in_the_trash_is_asked_about_by_name_and_by_code_unless_another_is_there(workspace: Workspace) -> None:
    (mill,) = made(workspace, "Mill Ltd")
    workspace.organisations.edit(mill, ods_code="RX9")
    workspace.trash.put("organisation", [mill])
    for found in (find(workspace, "MILL LIMITED"), find(workspace, "Mill"), find(workspace, "x", ods="RX9")):
        assert (found.doubt, [(each.id, each.in_trash) for each in found.candidates]) == (Doubt.TRASH, [(mill, True)])
        assert found.reason == "“Mill Ltd” is in the trash: restore it, or make a new one?"
    (again,) = made(workspace, "Mill Ltd")
    assert find(workspace, "MILL LIMITED").organisation_id == again


def test_the_whole_name_in_the_trash_asks_beside_one_that_tells_no_form(workspace: Workspace) -> None:
    mill, gone = made(workspace, "Mill", "Mill Ltd")
    workspace.trash.put("organisation", [gone])
    found = find(workspace, "Mill Limited")
    assert (found.doubt, [each.id for each in found.candidates]) == (Doubt.TRASH, [mill, gone])
    assert find(workspace, "The Mill").organisation_id == mill


def test_a_domain_of_one_in_the_trash_tells_nothing(workspace: Workspace) -> None:
    (mill,) = made(workspace, "Mill Ltd")
    workspace.organisations.set_domains(mill, (Domain("mill.example"),))
    workspace.trash.put("organisation", [mill])
    assert find(workspace, "", "mill.example") == OrganisationMatch()


@pytest.mark.parametrize("domain", ["nhs.net", "gmail.com", "ac.uk", "outlook.com", "example"])
def test_a_domain_of_many_bodies_tells_none(workspace: Workspace, domain: str) -> None:
    (mill,) = made(workspace, "Mill Ltd")
    with workspace.store.action("A mistake"):
        workspace.store.execute(
            "INSERT INTO organisation_domain (organisation_id, domain) VALUES (?, ?)", (mill, domain)
        )
    assert find(workspace, "", domain, f"team.{domain}") == OrganisationMatch()


def test_who_types_the_name_of_one_in_the_trash_is_told_and_of_several_may_choose(workspace: Workspace) -> None:
    mill, plc = made(workspace, "Mill Ltd", "Mill plc")
    assert workspace.organisations.meant("mill limited") == mill
    assert workspace.organisations.meant("Mill Sons") is None
    with pytest.raises(Invalid, match=r"could be “Mill Ltd” or “Mill plc”: which one\?"):
        workspace.organisations.meant("Mill")
    workspace.trash.put("organisation", [plc])
    with pytest.raises(Invalid, match="“Mill plc” is in the trash"):
        workspace.organisations.meant("Mill PLC")
