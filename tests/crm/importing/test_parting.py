"""Rows that look like the same person again, parted by hand: each keeps what is its own, and what is unclear asks."""

from crm.importing import NEW_CONTACT
from tests.crm.importing.conftest import JANE, Desk, outcomes

HEADINGS = "Name,Email,Organisation,Role,Phone\n"
FIRST = "Tom Ash,tom@ash.example,Ash Ltd,Chemist,\n"
SECOND = "Tom Ash,tom@ash.example,Ash Ltd,,07700 900123\n"


def held(desk: Desk) -> list[tuple[object, ...]]:
    """Who is held, with how many addresses and numbers."""
    return desk.workspace.store.rows(
        "SELECT given_name, (SELECT count(*) FROM contact_email WHERE contact_id = c.id), "
        "(SELECT group_concat(e164) FROM contact_phone WHERE contact_id = c.id) FROM contact c ORDER BY id"
    )


def test_a_row_parted_is_a_person_of_their_own_with_what_it_says(desk: Desk) -> None:
    plan = desk.plan(HEADINGS + FIRST + SECOND)
    assert outcomes(plan) == ["new", "same"]
    result = desk.workspace.importing.apply(plan, decisions={2: NEW_CONTACT})
    assert (result.counts.new, result.counts.same) == (2, 0)
    assert held(desk) == [("Tom", 1, None), ("Tom", 1, "+447700900123")]


def test_a_row_after_one_parted_that_fits_both_asks_and_adds_to_neither(desk: Desk) -> None:
    plan = desk.plan(HEADINGS + FIRST + SECOND + "Tom Ash,tom@ash.example,Ash Ltd,,07700 900456\n")
    assert outcomes(plan) == ["new", "same", "same"]
    result = desk.workspace.importing.apply(plan, decisions={2: NEW_CONTACT})
    assert (result.counts.new, result.counts.same, result.counts.ask) == (2, 0, 1)
    assert held(desk) == [("Tom", 1, None), ("Tom", 1, "+447700900123")]
    (batch,) = desk.workspace.importing.batches()
    assert [row.line for row in desk.workspace.importing.kept_aside(batch.id)] == [4]


def test_a_row_after_one_parted_joins_the_one_whose_own_number_it_has(desk: Desk) -> None:
    third = "Tom Ash,,,Buyer,07700 900123\n"
    plan = desk.plan(HEADINGS + FIRST + SECOND + third)
    desk.workspace.importing.apply(plan, decisions={2: NEW_CONTACT})
    assert held(desk) == [("Tom", 1, None), ("Tom", 1, "+447700900123")]
    assert desk.workspace.store.rows("SELECT contact_id FROM affiliation WHERE role = 'Chemist'") == [(1,)]


def test_two_rows_of_one_person_are_parted_each_by_itself(desk: Desk) -> None:
    plan = desk.plan(HEADINGS + FIRST + SECOND + "Tom Ash,tom@ash.example,Ash Ltd,,07700 900456\n")
    result = desk.workspace.importing.apply(plan, decisions={2: NEW_CONTACT, 3: NEW_CONTACT})
    assert (result.counts.new, result.counts.ask) == (3, 0)
    assert [phones for _, _, phones in held(desk)] == [None, "+447700900123", "+447700900456"]


def test_the_second_row_of_somebody_known_is_parted_too(desk: Desk) -> None:
    desk.take(JANE)
    again = "Jane Roe,jane.roe@lumen.example,Lumen,,07700 900123\nJane Roe,jane.roe@lumen.example,Lumen,,07700 900456\n"
    plan = desk.plan(HEADINGS + again)
    assert outcomes(plan) == ["updated", "same"]
    desk.workspace.importing.apply(plan, decisions={2: NEW_CONTACT})
    assert [phones for _, _, phones in held(desk)] == ["+441632960101,+447700900123", "+447700900456"]
    desk.workspace.undo()
    assert [phones for _, _, phones in held(desk)] == ["+441632960101"]


def test_rows_of_one_identifier_are_parted_and_the_first_keeps_it(desk: Desk) -> None:
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nUID:6f2f0c5e-3d0a-4d53-9a49-1d9a9f3f7c01\nFN:Tom Ash\nTITLE:{role}\nEND:VCARD\n"
        for role in ("Chemist", "Buyer")
    )
    plan = desk.plan(cards, ".vcf")
    assert outcomes(plan) == ["new", "same"]
    desk.workspace.importing.apply(plan, decisions={2: NEW_CONTACT})
    uid = "6f2f0c5e-3d0a-4d53-9a49-1d9a9f3f7c01"
    uids = [row for (row,) in desk.workspace.store.rows("SELECT uid FROM contact ORDER BY id")]
    assert uids[0] == uid
    assert len(set(uids)) == 2


def test_a_row_of_an_organisation_cannot_be_parted(desk: Desk) -> None:
    plan = desk.plan("Organisation,Postcode\nAsh Ltd,M1 1AA\nAsh Ltd,M1 1AA\n")
    assert [(row.outcome.value, row.is_organisation) for row in plan.rows] == [("new", True), ("same", True)]
    desk.workspace.importing.apply(plan, decisions={2: NEW_CONTACT})
    assert desk.one("SELECT count(*) FROM organisation") == 1
