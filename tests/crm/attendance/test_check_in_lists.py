"""Check-in lists of ticket shops and registers of one's own, applied to a huddle: who came, and who only booked."""

from datetime import date

from crm.workspace import Workspace
from tests.crm.attendance.bring import bring, row
from tests.crm.huddle_maker import huddle

SHOP = (
    '"Order code";"Attendee name";"Product";"Price";"Checked in";"Secret";"Email";"Phone";"Company"\n'
    '"ABCDE";"Dr Fern Gale";"Huddle";"0.00";"2026-05-20 15:12:00";"s1";"fern@gale.example";"07700900401";"Gale"\n'
    '"ABCDE";"Dr Fern Gale";"Lunch";"0.00";"";"s2";"fern@gale.example";"07700900401";"Gale"\n'
    '"FGHIJ";"Hal Irwin";"Huddle ticket";"0.00";"";"s3";"hal@irwin.example";"";"Irwin Co"\n'
    '"KLMNO";"";"Huddle ticket";"0.00";"2026-05-20 15:20:00";"s4";"buyer@noname.example";"";""\n'
)
EVENTS = (
    "ID,First Name,Last Name,Email,Status,Is Checked In,Checked In At,Ticket Name\n"
    "1,Ida,Jolley,ida@jolley.example,ACTIVE,Yes,2026-05-20 15:01:02,Main\n"
    "2,Ida,Jolley,ida@jolley.example,ACTIVE,Yes,2026-05-20 15:05:00,VIP\n"
    "3,Ken,Lamb,ken@lamb.example,CANCELLED,No,,Main\n"
    "4,Lia,Moss,lia@moss.example,ACTIVE,No,,Main\n"
)
REGISTER = (
    "Name,Email,Organisation,15/04/2026,20/05/2026\n"
    "Ida Moor,ida@moor.example,Moor Trust,P,P\n"
    "Jon Peel,jon@peel.example,Peel Ltd,P,A\n"
    "Kit Ross,kit@ross.example,Ross Uni,Apols,P\n"
)


def found(workspace: Workspace, held: int) -> dict[str, tuple[str, str]]:
    return {each.name: (each.registration, each.presence) for each in workspace.attendance.rows(held)}


def test_a_check_in_list_says_who_came_and_the_others_only_registered(workspace: Workspace, held: int) -> None:
    assert workspace.reports.plan(held, SHOP).counts_as is None
    bring(workspace, held, SHOP)
    assert found(workspace, held) == {
        "Fern Gale": ("registered", "attended"),
        "Hal Irwin": ("registered", "unknown"),
        "buyer@noname.example": ("registered", "attended"),
    }
    fern = next(each for each in workspace.attendance.rows(held) if each.name == "Fern Gale")
    assert fern.checked_in_at == "2026-05-20T14:12:00Z"
    contact = workspace.contacts.get(fern.contact_id)
    assert ([each.e164 for each in contact.phones], contact.about) == (["+447700900401"], "")


def test_two_tickets_are_one_person_and_a_cancelled_one_is_cancelled(workspace: Workspace, held: int) -> None:
    bring(workspace, held, EVENTS)
    assert found(workspace, held) == {
        "Ida Jolley": ("registered", "attended"),
        "Ken Lamb": ("cancelled", "unknown"),
        "Lia Moss": ("registered", "unknown"),
    }


def test_moments_of_arrival_are_kept_whatever_their_zone_is_written_like(workspace: Workspace, held: int) -> None:
    text = (
        "Name,Email,Checked In At\nBo Zulu,bo@z.example,2026-05-20T14:02:00Z\n"
        "Cy Offs,cy@z.example,2026-05-20T15:02:00+01:00\nDi Local,di@z.example,2026-05-20 15:02:00\n"
    )
    bring(workspace, held, text)
    rows = workspace.attendance.rows(held)
    assert {(each.presence, each.checked_in_at) for each in rows} == {("attended", "2026-05-20T14:02:00Z")}
    assert len(rows) == 3


def test_of_a_register_the_column_of_the_huddles_own_day_is_applied(workspace: Workspace, held: int) -> None:
    bring(workspace, held, REGISTER)
    assert {name: presence for name, (_, presence) in found(workspace, held).items()} == {
        "Ida Moor": "attended",
        "Jon Peel": "unknown",
        "Kit Ross": "attended",
    }
    april = huddle(workspace, date(2026, 4, 15))
    bring(workspace, april, REGISTER)
    assert {name: presence for name, (_, presence) in found(workspace, april).items()} == {
        "Ida Moor": "attended",
        "Jon Peel": "attended",
        "Kit Ross": "apologies",
    }


def test_a_column_for_coming_that_nobody_filled_in_makes_nobody_present(
    workspace: Workspace, held: int, jane: int
) -> None:
    text = "Name,Email,Attended\nJane Roe,jane.roe@acme.example,\n"
    assert workspace.reports.plan(held, text).counts_as is None
    bring(workspace, held, text)
    assert row(workspace, held, jane).presence == "unknown"


def test_guests_without_a_name_raise_the_headcount(workspace: Workspace, held: int) -> None:
    bring(workspace, held, "Name,Email,Attended\nIda Moor,ida@moor.example,Yes\n+1,,Yes\nTBC,,Yes\n")
    assert list(found(workspace, held)) == ["Ida Moor"]
    assert workspace.huddles.get(held).row.headcount == 2


def test_somebody_in_the_trash_is_asked_about_and_comes_back_with_their_line(
    workspace: Workspace, held: int, jane: int
) -> None:
    workspace.trash.put("contact", [jane])
    text = "Name,Email,Attended\nJane Roe,jane.roe@acme.example,Yes\n"
    assert bring(workspace, held, text).kept == 1
    (kept,) = workspace.reports.kept(held)
    assert [(each.contact_id, each.in_trash) for each in kept.candidates] == [(jane, True)]
    workspace.reports.match(kept.id, jane)
    assert workspace.trash.count() == 0
    assert found(workspace, held) == {"Jane Roe": ("none", "attended")}
