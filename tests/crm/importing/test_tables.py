"""Tables imported: what must not become an organisation, a note, a second tag or a person."""

import pytest

from tests.crm.importing.conftest import Desk


def organisations(desk: Desk) -> set[str]:
    return {row[0] for row in desk.workspace.store.rows("SELECT name FROM organisation")}


def test_placeholders_and_people_without_an_employer_make_no_organisation(desk: Desk) -> None:
    said = ["N/A", "n/a", "-", "None", "?", "TBC", "Self employed", "self-employed", "Freelance", "Student", "Retired"]
    rows = "".join(f"P{n} Ash,p{n}@x.example,{text}\n" for n, text in enumerate(said))
    desk.take(f"Name,Email,Organisation\n{rows}A One,a@mill.example,Mill Ltd\nB Two,b@mill.example,MILL LTD.\n")
    assert organisations(desk) == {"Mill Ltd"}
    assert desk.one("SELECT about FROM contact WHERE given_name = 'P10'") == "Job title: Retired"


@pytest.mark.parametrize("tags", ["#imaging", " Imaging ", "imaging; #Imaging", "#imaging, imaging"])
def test_spellings_of_one_tag_are_one_tag(desk: Desk, tags: str) -> None:
    desk.take("Name,Email,Tags\nIda Moor,ida@moor.example,imaging\n")
    desk.take(f'Name,Email,Tags\nJon Peel,jon@peel.example,"{tags}"\n')
    assert desk.workspace.store.rows("SELECT name FROM tag") == [("imaging",)]


def test_a_program_that_sends_the_same_again_updates_nobody(desk: Desk) -> None:
    table = (
        '"name_title","given_name","family_name","full_name","email_1","wants_html","Home Address","Home Address City",'
        '"title","org","homepage_url","Birth Year","Birth Month","Birth Day","note"\n'
        '"Dr","Ida","Moor","Dr Ida Moor","ida@moor.example","FALSE","1 Lane","Bolton","Head","Moor Trust",'
        '"https://moor.example","1971","0002","0028","one\\ntwo"\n'
    )
    desk.take(table)
    counts = desk.plan(table).counts
    assert (counts.updated, counts.unchanged) == (0, 1)
    assert "html" not in str(desk.one("SELECT about FROM contact")).lower()


def test_cards_of_organisations_in_a_table_make_no_people_and_are_known_again(desk: Desk) -> None:
    table = (
        "First Name,Last Name,Display Name,Work Phone,Organization,Web Page 1\n"
        ",,Aldergate Software,0161 496 0175,Aldergate Software,https://www.aldergate.example\n"
        ",,Bobbin Mill,01632 960350,Bobbin Mill,\n"
    )
    desk.take(table)
    assert desk.people() == []
    assert organisations(desk) == {"Aldergate Software", "Bobbin Mill"}
    assert desk.plan(table).counts.unchanged == 2


def test_people_of_one_family_name_with_words_for_links_are_not_joined(desk: Desk) -> None:
    plan = desk.take(
        "Name,LinkedIn,Email\nJane Smith,View profile,jane@alder.example\nMark Smith,View profile,mark@birch.example\n"
        "Ann Ashe,https://www.linkedin.com/,ann@ashe.example\nBob Ashe,https://www.linkedin.com/,bob@ashe2.example\n"
    )
    assert (plan.counts.new, plan.counts.ask) == (4, 0)
    assert desk.one("SELECT count(*) FROM contact WHERE linkedin_url <> ''") == 0


def test_an_address_in_capitals_is_the_same_address(desk: Desk) -> None:
    first = "Name,Email,Organisation\nAbe Hoyle,ABE.HOYLE@MILL.EXAMPLE,Mill Ltd\n"
    second = "Name,Email,Job Title,Organisation\nAbe Hoyle,abe.hoyle@mill.example,Director,Mill Ltd\n"
    desk.take(first)
    desk.take(second)
    assert desk.people() == ["Abe Hoyle"]
    assert desk.plan(second).counts.unchanged == desk.plan(first).counts.unchanged == 1


def test_a_person_without_an_address_does_not_get_that_of_the_row_above(desk: Desk) -> None:
    desk.take("First Name,Last Name,Email Address\nUna,Vale,una@vale.example\nWes,Yule,\n")
    held = desk.workspace.store.rows("SELECT c.given_name FROM contact_email e JOIN contact c ON c.id = e.contact_id")
    assert held == [("Una",)]
