"""Who a row is recognised as, and when it asks."""

import pytest

from crm.importing import NEW_CONTACT
from tests.crm.importing.conftest import JANE, Desk, outcomes


def test_a_person_is_recognised_by_an_e_mail_they_once_had(desk: Desk) -> None:
    desk.take(JANE)
    with desk.workspace.store.action("Mark former"):
        desk.workspace.store.execute("UPDATE contact_email SET state = 'former'")
    plan = desk.plan("Name,Email\nJane Roe,JANE.ROE@lumen.example\n")
    assert outcomes(plan) == ["unchanged"]
    assert plan.rows[0].reason.startswith("the e-mail address")


def test_a_person_is_recognised_by_the_identifier_of_their_card(desk: Desk) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:{}\nFN:Jane Roe\nN:Roe;Jane;;;\nEMAIL:{}\nEND:VCARD\n"
    desk.take(card.format("abc-1", "jane@lumen.example"), ".vcf")
    plan = desk.plan(card.format("urn:uuid:ABC-1", "jane@new.example"), ".vcf")
    assert outcomes(plan) == ["updated"]
    assert plan.rows[0].adds == ("e-mail jane@new.example",)


def test_a_person_is_recognised_by_phone_where_the_name_agrees(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Phone\nJ Roe,jane@new.example,+44 1632 960101\n")
    assert outcomes(plan) == ["updated"]
    assert plan.rows[0].reason == "the phone number +44 1632 960101"


def test_colleagues_behind_one_switchboard_are_different_people(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Phone\nTom Ash,tom@lumen.example,01632 960101\n")
    assert outcomes(plan) == ["new"]


@pytest.mark.parametrize(("holders", "outcome"), [(1, "updated"), (5, "updated"), (6, "ask")])
def test_a_number_held_by_more_than_five_people_is_no_key(desk: Desk, holders: int, outcome: str) -> None:
    names = ("Jane Roe", "Tom Ash", "Ravi Shah", "Nia Bell", "Owen Hart", "Zoe Frost")[:holders]
    people = "".join(f"{name},{name.split()[0].lower()}@lumen.example,01632 960101\n" for name in names)
    desk.take(f"Name,Email,Phone\n{people}")
    assert len(desk.people()) == holders
    plan = desk.plan("Name,Phone,Notes\nJane Roe,01632 960101,Met in May\n")
    assert outcomes(plan) == [outcome]


def test_a_person_is_recognised_by_their_profile_link_however_it_is_written(desk: Desk) -> None:
    desk.take("Name,LinkedIn\nJane Roe,https://www.linkedin.example/in/jane-roe/\n")
    plan = desk.plan("Name,LinkedIn,Email\nJane Roe,http://linkedin.example/in/Jane-Roe?trk=x,jane@lumen.example\n")
    assert outcomes(plan) == ["updated"]
    assert plan.rows[0].differs == ()


def test_a_person_is_recognised_by_name_and_organisation_in_any_spelling(desk: Desk) -> None:
    desk.take("Name,Organisation\nŁukasz Sørensen,Lumen Biosensors Ltd\n")
    plan = desk.plan("Name,Organisation,Email\nLUKASZ SORENSEN,lumen biosensors limited,lukasz@lumen.example\n")
    assert outcomes(plan) == ["updated"]
    assert plan.counts.organisations == 0


def test_an_alias_and_an_e_mail_domain_stand_for_the_organisation(desk: Desk) -> None:
    desk.take("Name,Organisation\nJane Roe,Mersey Reach Hospitals\n")
    with desk.workspace.store.action("Facts"):
        desk.workspace.store.execute("INSERT INTO organisation_alias (organisation_id, name) VALUES (1, 'MRH')")
        desk.workspace.store.execute(
            "INSERT INTO organisation_domain (organisation_id, domain) VALUES (1, 'mr.example')"
        )
    by_alias = desk.plan("Name,Organisation,Phone\nJane Roe,mrh,01632 960777\n")
    by_domain = desk.plan("Name,Email\nJane Roe,jroe@mr.example\n")
    assert outcomes(by_alias) == outcomes(by_domain) == ["updated"]


def test_a_shared_domain_never_stands_for_an_organisation(desk: Desk) -> None:
    desk.take("Name,Organisation\nJane Roe,Mersey Reach Hospitals\n")
    with desk.workspace.store.action("Facts"):
        desk.workspace.store.execute(
            "INSERT INTO organisation_domain (organisation_id, domain, shared) VALUES (1, 'nhs.example', 1)"
        )
    plan = desk.plan("Name,Email\nTom Ash,tom@nhs.example\n")
    desk.workspace.importing.apply(plan)
    assert desk.one("SELECT organisation_name FROM contact_summary WHERE name = 'Tom Ash'") == ""


def test_a_name_alone_asks(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Organisation\nJane Roe,jane@other.example,Other\n")
    assert outcomes(plan) == ["ask"]
    assert [candidate.contact_id for candidate in plan.rows[0].candidates] == [1]
    assert plan.rows[0].candidates[0].organisation == "Lumen"


def test_an_address_of_somebody_of_another_name_asks(desk: Desk) -> None:
    desk.take("Name,Email\nJane Roe,office@lumen.example\n")
    plan = desk.plan("Name,Email\nTom Ash,office@lumen.example\n")
    assert outcomes(plan) == ["ask"]
    assert "shared mailbox" in plan.rows[0].reason


def test_several_candidates_ask(desk: Desk) -> None:
    desk.take("Name,Email\nJane Roe,office@lumen.example\n")
    with desk.workspace.store.action("A namesake"):
        desk.workspace.store.execute(
            "INSERT INTO contact (uid, given_name, family_name, created_at) VALUES ('b', 'Jane', 'Roe', '2026')"
        )
        desk.workspace.store.execute("INSERT INTO contact_email (contact_id, value) VALUES (2, 'office@lumen.example')")
    plan = desk.plan("Name,Email,Phone\nJane Roe,office@lumen.example,01632 960888\n")
    assert outcomes(plan) == ["ask"]
    assert len(plan.rows[0].candidates) == 2


def test_namesakes_with_two_addresses_at_one_organisation_ask(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Organisation\nJane Roe,jane.roe2@lumen.example,Lumen\n")
    assert outcomes(plan) == ["ask"]


def test_someone_in_the_trash_asks_and_the_decision_brings_them_back(desk: Desk) -> None:
    desk.take(JANE)
    desk.workspace.trash.put("contact", [1])
    plan = desk.plan("Name,Email,Phone\nJane Roe,jane.roe@lumen.example,01632 960999\n")
    assert outcomes(plan) == ["ask"]
    assert plan.rows[0].candidates[0].in_trash
    desk.workspace.importing.apply(plan, decisions={1: 1})
    assert desk.people() == ["Jane Roe"]


def test_a_decision_completes_the_one_chosen_and_another_makes_somebody_new(desk: Desk) -> None:
    desk.take(JANE)
    text = "Name,Email,Organisation\nJane Roe,jane@other.example,Other\n"
    plan = desk.plan(text)
    desk.workspace.importing.apply(plan, decisions={1: 1})
    assert desk.one("SELECT count(*) FROM contact_email WHERE contact_id = 1") == 2
    desk.workspace.undo()
    desk.workspace.importing.apply(plan, decisions={1: NEW_CONTACT})
    assert desk.people() == ["Jane Roe", "Jane Roe"]


def test_rows_about_the_same_person_become_one_contact_with_all_their_words(desk: Desk) -> None:
    plan = desk.take(
        "First name,Last name,Email,Notes\nAnn,Hall,ann@lumen.example,\nAnn,Hall,ANN@LUMEN.example,second\n"
        "ann,hall,ann@lumen.example,third\n"
    )
    assert outcomes(plan) == ["new", "same", "same"]
    assert desk.people() == ["Ann Hall"]
    assert desk.one("SELECT about FROM contact") == "second\n\nthird"


def test_two_rows_of_one_name_with_two_addresses_ask(desk: Desk) -> None:
    plan = desk.plan("Name,Email\nAnn Hall,ann@a.example\nAnn Hall,ann@b.example\n")
    assert outcomes(plan) == ["new", "ask"]
    assert plan.rows[1].candidates[0].row == 1


def test_two_rows_of_one_name_that_differ_in_organisation_and_number_are_two_people(desk: Desk) -> None:
    plan = desk.plan("Name,Phone,Organisation\nJo Reid,07700 900801,Alpha\nJo Reid,07700 900802,Beta\nJo Reid,,\n")
    assert outcomes(plan) == ["new", "new", "ask"]


def test_two_people_who_carry_one_identifier_by_mistake_are_two(desk: Desk) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:same\nFN:{0} {1}\nN:{1};{0};;;\nEND:VCARD\n"
    desk.take(card.format("Ann", "Hall") + card.format("Bob", "Hill"), ".vcf")
    assert desk.people() == ["Ann Hall", "Bob Hill"]
