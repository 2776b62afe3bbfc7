"""Who a file says does not want to be mailed."""

import pytest

from crm.importing import NEW_CONTACT
from tests.crm.importing.conftest import Desk, outcomes

JANE = "Name,Email,Do Not Email\nJane Roe,jane@lumen.example,{}\n"


def purposes(desk: Desk) -> set[object]:
    return {name for (name,) in desk.workspace.store.rows("SELECT name FROM purpose")}


def test_an_opt_out_is_an_objection_for_every_purpose_with_file_and_line(desk: Desk) -> None:
    plan = desk.take(JANE.format("Yes"))
    assert plan.counts.objected == 1
    assert plan.warnings[-1] == "1 person does not want to be mailed: that is recorded for every purpose."
    refusals = desk.workspace.consents.refusals(1)
    assert {each.purpose for each in refusals} == purposes(desk)
    assert {(each.act, each.method, each.wording, each.evidence) for each in refusals} == {
        ("objected", "import", "Do Not Email: Yes", "in1.csv, line 2")
    }
    assert desk.one("SELECT about FROM contact") == ""


def test_nobody_objects_by_a_no(desk: Desk) -> None:
    plan = desk.take(JANE.format("No"))
    assert (plan.counts.objected, desk.workspace.consents.of(1)) == (0, [])
    assert desk.one("SELECT about FROM contact") == ""


def test_somebody_we_know_objects_by_a_later_file_and_once_only(desk: Desk) -> None:
    desk.take("Name,Email\nJane Roe,jane@lumen.example\n")
    plan = desk.take(JANE.format("Yes"))
    assert (outcomes(plan), plan.rows[0].adds) == (["updated"], ("“do not mail” (Do Not Email: Yes)",))
    again = desk.take(JANE.format("TRUE"))
    assert (outcomes(again), again.counts.objected) == (["unchanged"], 0)
    assert len(desk.workspace.consents.of(1)) == len(purposes(desk))


def test_a_row_that_asks_still_says_that_its_address_is_not_to_be_mailed(desk: Desk) -> None:
    desk.take("Name,Email\nJane Roe,jane@lumen.example\n")
    plan = desk.take("Name,Email,Unsubscribed\nTom Ash,jane@lumen.example,Yes\n")
    assert outcomes(plan) == ["ask"]
    assert len(desk.workspace.consents.refusals(1)) == len(purposes(desk))


def test_a_row_kept_aside_objects_where_it_is_decided(desk: Desk) -> None:
    desk.take("Name,Email\nJane Roe,jane@lumen.example\n")
    plan = desk.plan("Name,Email,Unsubscribed\nJane Roe,other@lumen.example,Yes\n")
    desk.workspace.importing.apply(plan, decisions={1: NEW_CONTACT})
    assert desk.workspace.consents.refusals(1) == []
    assert len(desk.workspace.consents.refusals(2)) == len(purposes(desk))


@pytest.mark.parametrize("prefix", ["unsubscribed", "Unsubscribed"])
def test_the_people_of_a_file_of_those_who_left_an_audience_object(desk: Desk, prefix: str) -> None:
    path = desk.folder / f"{prefix}_email_audience_export_0a1b2c3d4e.csv"
    path.write_text('"Email Address","First Name","Last Name"\nhuw@parry.example,Huw,Parry\n', "utf-8")
    importing = desk.workspace.importing
    importing.apply(importing.plan(path))
    (wording,) = {each.wording for each in desk.workspace.consents.refusals(1)}
    assert wording == "Mailing status: unsubscribed"


def test_an_organisation_s_columns_are_kept_in_its_notes(desk: Desk) -> None:
    desk.take("Organisation,Type,Email,Do Not Email\nElm Ltd,Organisation,info@elm.example,Yes\n")
    assert "Do Not Email: Yes" in str(desk.one("SELECT about FROM organisation"))
