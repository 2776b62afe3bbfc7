"""The organisation a row names is the one it gets; a name in doubt is asked about once, and no row of it is lost."""

import pytest

from crm.importing import NEW_ORGANISATION, ImportPlan
from crm.organisations import Alias, Domain, OrganisationDraft
from tests.crm.importing.conftest import Desk, outcomes


def places(desk: Desk) -> dict[str, str]:
    """Return everybody's organisation by name."""
    return dict(desk.workspace.store.rows("SELECT name, organisation_name FROM contact_summary"))


def names(desk: Desk) -> list[str]:
    return [name for (name,) in desk.workspace.store.rows("SELECT name FROM organisation ORDER BY id")]


def answered(desk: Desk, plan: ImportPlan, **answers: int) -> ImportPlan:
    return desk.workspace.importing.plan(
        plan.path, organisations={name.replace("_", " "): answer for name, answer in answers.items()}
    )


@pytest.fixture
def campus(desk: Desk) -> int:
    organisations = desk.workspace.organisations
    return organisations.create(
        OrganisationDraft("University of Thornbridge", domains=(Domain("thornbridge.example"),))
    )


def test_founders_keep_their_university_s_address_and_their_company(desk: Desk, campus: int) -> None:
    plan = desk.take(
        "Name,Email,Organisation,Job title\nSal Quirk,sal@thornbridge.example,Quantis Diagnostics Ltd,Founder\n"
        "Tam Rudd,tam@thornbridge.example,Thornbridge Students' Union,President\n"
        "Vi Tole,vi@chem.thornbridge.example,University of Thornbridge Enterprises Ltd,CEO\n"
        "Wyn Usk,wyn@thornbridge.example,,Reader\nYo Zed,yo@thornbridge.example,N/A,Fellow\n"
        "Xia Vard,xia@quantis.example,Quantis Diagnostics Ltd,CTO\n"
    )
    assert plan.counts.ask == 0
    assert places(desk) == {
        "Sal Quirk": "Quantis Diagnostics Ltd",
        "Tam Rudd": "Thornbridge Students' Union",
        "Vi Tole": "University of Thornbridge Enterprises Ltd",
        "Wyn Usk": "University of Thornbridge",
        "Yo Zed": "University of Thornbridge",
        "Xia Vard": "Quantis Diagnostics Ltd",
    }
    assert desk.one("SELECT count(*) FROM organisation_alias") == 0


def test_legal_persons_stay_apart_and_spellings_come_together(desk: Desk) -> None:
    spellings = ["Mill Ltd", "Mill Limited", "The Mill Ltd.", "MILL LTD", "Mill plc", "Mill CIC", "Mill GmbH"]
    spellings += ["Mill Inc.", "Mill LLP", "Bury NHS Foundation Trust", "Bury NHS FT", "Bury NHSFT", "Mill Group"]
    plan = desk.take("Name,Organisation\n" + "".join(f'P{n} Q{n},"{name}"\n' for n, name in enumerate(spellings)))
    assert plan.counts.ask == 0
    assert names(desk) == [
        "Mill Ltd", "Mill plc", "Mill CIC", "Mill GmbH", "Mill Inc.", "Mill LLP", "Bury NHS Foundation Trust",
        "Mill Group",
    ]  # fmt: skip


def test_what_stands_for_no_organisation_makes_none(desk: Desk) -> None:
    values = ["N/A", "n/a", "-", "None", "TBC", "?", ""]
    desk.take("Name,Organisation,Role\n" + "".join(f"P{n} Q{n},{value},Nurse\n" for n, value in enumerate(values)))
    assert names(desk) == []
    assert desk.one("SELECT count(*) FROM contact WHERE about = 'Job title: Nurse'") == len(values)


def test_who_works_for_themselves_shares_no_organisation_and_the_words_are_kept(desk: Desk, campus: int) -> None:
    desk.take(
        "Name,Email,Organisation,Role\nAnn Hall,ann@thornbridge.example,Retired,\n"
        "Bob Hill,bob@thornbridge.example,Self-employed,Adviser\n"
    )
    card = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Cy Hall\nN:Hall;Cy;;;\nORG:Freelance\nEMAIL:cy@thornbridge.example\nEND:VCARD\n"
    )
    desk.take(card, ".vcf")
    assert names(desk) == ["University of Thornbridge"]
    assert set(places(desk).values()) == {""}
    said = [about for (about,) in desk.workspace.store.rows("SELECT about FROM contact ORDER BY id")]
    for about, words in zip(said, (["Retired"], ["Self-employed", "Adviser"], ["Freelance"]), strict=True):
        assert all(word in about for word in words)


def test_an_organisation_in_the_trash_asks_once_for_all_its_rows(desk: Desk) -> None:
    desk.take("Name,Organisation\nAda Moss,Mill Ltd\n")
    desk.workspace.trash.put("organisation", [1])
    text = "Name,Email,Organisation\nCy New,cy@a.example,Mill Ltd\nDi New,di@a.example,MILL LIMITED\nEd New,,Dee\n"
    plan = desk.plan(text)
    assert outcomes(plan) == ["ask", "ask", "new"]
    (question,) = plan.organisation_questions
    assert (question.name, question.rows, question.line) == ("Mill Ltd", 2, 2)
    assert [(each.id, each.name, each.in_trash) for each in question.candidates] == [(1, "Mill Ltd", True)]
    assert plan.rows[1].waits_for == "MILL LIMITED"
    assert plan.rows[1].reason == question.reason
    done = desk.workspace.importing.apply(plan)
    assert (done.counts.ask, done.organisation_questions) == (2, plan.organisation_questions)
    assert names(desk) == ["Mill Ltd", "Dee"]
    assert len(desk.workspace.importing.kept_aside(done.batch_id or 0)) == 2


def test_restoring_it_is_one_answer_and_one_step(desk: Desk) -> None:
    desk.take("Name,Organisation\nAda Moss,Mill Ltd\n")
    desk.workspace.trash.put("organisation", [1])
    plan = desk.plan("Name,Email,Organisation\nCy New,cy@a.example,Mill Ltd\nDi New,di@a.example,MILL LIMITED\n")
    plan = answered(desk, plan, Mill_Ltd=1)
    assert (outcomes(plan), plan.organisation_questions) == (["new", "new"], ())
    desk.workspace.importing.apply(plan)
    assert names(desk) == ["Mill Ltd"]
    assert places(desk) == {"Ada Moss": "Mill Ltd", "Cy New": "Mill Ltd", "Di New": "Mill Ltd"}
    desk.workspace.undo()
    assert desk.one("SELECT deleted_at IS NOT NULL FROM organisation WHERE id = 1") == 1


def test_a_new_one_beside_that_in_the_trash_is_made_once(desk: Desk) -> None:
    desk.take("Name,Organisation\nAda Moss,Mill Ltd\n")
    desk.workspace.trash.put("organisation", [1])
    plan = desk.plan("Name,Email,Organisation\nCy New,cy@a.example,Mill Ltd\nDi New,di@a.example,MILL LIMITED\n")
    plan = answered(desk, plan, mill_limited=NEW_ORGANISATION)
    assert plan.new_organisations == ("Mill Ltd",)
    desk.workspace.importing.apply(plan)
    assert desk.one("SELECT count(*) FROM organisation WHERE deleted_at IS NULL") == 1
    assert desk.one("SELECT count(DISTINCT organisation_id) FROM affiliation WHERE contact_id > 1") == 1


def test_a_new_one_beside_several_of_the_name_is_made_once(desk: Desk) -> None:
    for name in ("Mill Ltd", "Mill plc"):
        desk.workspace.organisations.create(OrganisationDraft(name))
    plan = desk.plan("Name,Email,Organisation\nCy New,cy@a.example,Mill\nDi New,di@a.example,The Mill\n")
    assert plan.organisation_questions[0].reason == "“Mill” could be “Mill Ltd” or “Mill plc”: which one?"
    desk.workspace.importing.apply(answered(desk, plan, Mill=NEW_ORGANISATION))
    assert names(desk) == ["Mill Ltd", "Mill plc", "Mill"]
    desk.workspace.undo()
    desk.workspace.importing.apply(answered(desk, plan, Mill=2))
    assert places(desk) == {"Cy New": "Mill plc", "Di New": "Mill plc"}


def test_whoever_is_known_there_needs_no_answer_about_the_organisation(desk: Desk) -> None:
    text = "Name,Email,Organisation\nCy New,cy@a.example,Mill\n"
    for name in ("Mill Ltd", "Mill plc"):
        desk.workspace.organisations.create(OrganisationDraft(name))
    desk.workspace.importing.apply(answered(desk, desk.plan(text), Mill=2))
    assert outcomes(desk.plan(text)) == ["unchanged"]
    desk.workspace.trash.put("organisation", [2])
    assert outcomes(desk.plan(text.replace("Mill", "Mill plc"))) == ["unchanged"]


def test_rows_kept_aside_for_an_organisation_are_asked_about_again(desk: Desk) -> None:
    desk.take("Name,Organisation\nAda Moss,Mill Ltd\n")
    desk.workspace.trash.put("organisation", [1])
    importing = desk.workspace.importing
    plan = desk.plan("Name,Email,Organisation,Role\nCy New,cy@a.example,Mill Ltd,Chemist\nEd New,,Dee,\n")
    batch = importing.apply(plan).batch_id or 0
    again = importing.plan_aside(batch)
    assert (outcomes(again), again.organisation_questions[0].name) == (["ask"], "Mill Ltd")
    importing.apply(importing.plan_aside(batch, organisations={"Mill Ltd": 1}))
    assert (importing.kept_aside(batch), places(desk)["Cy New"]) == ([], "Mill Ltd")
    assert desk.one("SELECT role FROM contact_summary WHERE name = 'Cy New'") == "Chemist"


def test_an_answer_about_an_organisation_that_is_gone_asks_again(desk: Desk) -> None:
    desk.take("Name,Organisation\nAda Moss,Mill Ltd\n")
    desk.workspace.trash.put("organisation", [1])
    plan = desk.plan("Name,Organisation\nCy New,Mill Ltd\n")
    assert outcomes(answered(desk, plan, Mill_Ltd=99)) == ["ask"]


def test_a_legal_form_that_a_file_tells_is_kept_and_the_next_form_is_another_one_s(desk: Desk) -> None:
    desk.take("Name,Organisation\nAda Moss,Mill\n")
    desk.take("Name,Organisation\nBo Reed,Mill Ltd\n")
    desk.take("Name,Organisation\nCy Tate,Mill plc\n")
    assert places(desk) == {"Ada Moss": "Mill", "Bo Reed": "Mill", "Cy Tate": "Mill plc"}
    assert [alias.name for alias in desk.workspace.organisations.get(1).aliases] == ["Mill Ltd"]


def test_forms_of_one_name_in_one_file_stay_apart_whatever_comes_first(desk: Desk) -> None:
    desk.take("Name,Organisation\nAda Moss,Mill\nBo Reed,Mill Ltd\nCy Tate,Mill plc\nDi Vane,Mill Ltd\n")
    assert places(desk) == {"Ada Moss": "Mill", "Bo Reed": "Mill", "Cy Tate": "Mill plc", "Di Vane": "Mill"}


def test_a_list_of_organisations_is_matched_by_code_before_the_name(desk: Desk) -> None:
    organisations = desk.workspace.organisations
    trust = organisations.create(OrganisationDraft("Mersey Reach NHS Trust", ods_code="RX9"))
    plan = desk.take(
        "Organisation,ODS code,Town\nMERSEY REACH NHS FOUNDATION TRUST,rx9,Crewe\nThe Surgery,P81001,\n"
        "The Surgery,P81002,\nThe Surgery,P81001,Leigh\n"
    )
    assert outcomes(plan) == ["updated", "new", "new", "same"]
    assert plan.rows[0].reason == "the organisation's code"
    assert plan.rows[0].differs == (
        "Name: the file says “MERSEY REACH NHS FOUNDATION TRUST”, ours is “Mersey Reach NHS Trust”",
    )
    assert organisations.get(trust).town == "Crewe"
    assert names(desk) == ["Mersey Reach NHS Trust", "The Surgery", "The Surgery"]
    assert outcomes(desk.plan("Name,Organisation\nAda Moss,The Surgery\n")) == ["ask"]


def test_a_name_taken_from_a_register_keeps_the_one_before(desk: Desk) -> None:
    organisations = desk.workspace.organisations
    trust = organisations.create(OrganisationDraft("Mersey Reach NHS Trust", ods_code="RX9"))
    plan = desk.plan("Organisation,ODS code\nMersey Reach NHS Foundation Trust,RX9\n")
    desk.workspace.importing.apply(plan, takes={1})
    found = organisations.get(trust)
    assert (found.name, [alias.name for alias in found.aliases]) == (
        "Mersey Reach NHS Foundation Trust",
        ["Mersey Reach NHS Trust"],
    )


def test_an_organisation_s_own_row_asks_about_one_in_the_trash(desk: Desk) -> None:
    desk.workspace.organisations.create(OrganisationDraft("Mill Ltd", aliases=(Alias("Old Mill"),)))
    desk.workspace.trash.put("organisation", [1])
    plan = desk.plan("Organisation,ODS code,Town\nOld Mill,RX9,Crewe\n")
    assert (outcomes(plan), plan.organisation_questions[0].name) == (["ask"], "Old Mill")
    desk.workspace.importing.apply(answered(desk, plan, Old_Mill=1))
    found = desk.workspace.organisations.get(1)
    assert (found.deleted_at, found.town, found.ods_code) == (None, "Crewe", "RX9")


def test_an_organisation_s_row_without_a_name_makes_none_and_is_told(desk: Desk) -> None:
    plan = desk.plan("Organisation,ODS code,Town\nN/A,,Crewe\nDee,RX1,\n")
    assert plan.new_organisations == ("Dee",)
    assert plan.counts.skipped + plan.counts.failed == 1
