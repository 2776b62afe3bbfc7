"""What becomes of vCards and of loose facts in an import: every value once, under its label, nothing technical."""

import time
from collections.abc import Iterator

import pytest

from crm.errors import CrmError
from crm.importing import ImportPlan
from tests.crm.formats.test_vcard import card
from tests.crm.importing.conftest import Desk

KIT = ("FN:Kit Unsworth", "N:Unsworth;Kit;;;", "EMAIL:kit@unsworth.example")


def take_cards(desk: Desk, *cards: str) -> ImportPlan:
    return desk.take("".join(cards), ".vcf")


def about(desk: Desk) -> str:
    return str(desk.one("SELECT about FROM contact"))


def test_labels_of_dates_relations_and_messengers_stand_in_the_notes(desk: Desk) -> None:
    take_cards(
        desk,
        card(
            *KIT, "ITEM1.X-ABLABEL:Nia born", "ITEM1.X-ABDATE:20171111", "X-SPOUSE:Dana Unsworth", "X-SKYPE:kit.u",
            "ANNIVERSARY:2010-06-05", "HOBBY:chess", "HOBBY:fells", "X-ABDATE:2020-02-02", "TITLE:Chemist", "ORG:Lumen",
            "TITLE:Trustee", "ORG:Second Co", "item2.URL:https://kit.example", "item2.X-ABLabel:Blog",
        ),
    )  # fmt: skip
    assert about(desk).splitlines() == [
        "Blog: https://kit.example", "Nia born: 2017-11-11", "Anniversary: 2010-06-05", "Event: 2020-02-02",
        "Spouse: Dana Unsworth", "Skype: kit.u", "HOBBY: chess", "HOBBY: fells", "Title: Trustee",
        "Organisation: Second Co",
    ]  # fmt: skip


def test_labels_of_a_google_table_stand_in_the_notes(desk: Desk) -> None:
    desk.take(
        "First Name,Last Name,E-mail 1 - Value,Event 1 - Label,Event 1 - Value,Relation 1 - Label,Relation 1 - Value,"
        "Custom Field 1 - Label,Custom Field 1 - Value,Labels,Photo\n"
        "Kit,Unsworth,kit@unsworth.example,Contract signed,2011-11-11,Assistant,Pat Lowe,Dietary,vegan,* myContacts,"
        "https://photos.example/1.jpg\n"
    )
    assert about(desk) == "Contract signed: 2011-11-11\nAssistant: Pat Lowe\nDietary: vegan"


@pytest.mark.parametrize("photo", ["PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=", "PHOTO;VALUE=uri:https://x.example/1.png"])
def test_a_photo_leaves_nothing_in_the_notes_and_one_remark_in_the_preview(desk: Desk, photo: str) -> None:
    people = [card(f"FN:Pat Photo{n}", f"EMAIL:p{n}@photo.example", photo) for n in range(3)]
    plan = take_cards(desk, *people)
    assert about(desk) == ""
    assert plan.warnings == ("3 photos are not kept.",)


def test_equal_addresses_and_numbers_of_a_card_are_kept_once(desk: Desk) -> None:
    take_cards(
        desk,
        card(
            "FN:Wyn Yarrow", "EMAIL;TYPE=PREF:wyn@acorn.example", "EMAIL;TYPE=WORK:wyn@acorn.example",
            "EMAIL:WYN@ACORN.EXAMPLE", "TEL:+441632960123", "TEL;TYPE=WORK:01632 960123", "TEL:0044 1632 960123",
            "TEL:01632 960123 ext 4", "ADR:;;1 Lane;Bury;;BL9 1AA;", "ADR;TYPE=HOME:;;1 Lane;Bury;;BL9 1AA;",
        ),
    )  # fmt: skip
    store = desk.workspace.store
    assert store.rows("SELECT value, kind, is_primary FROM contact_email") == [("wyn@acorn.example", "work", 1)]
    assert store.rows("SELECT e164, kind, extension FROM contact_phone") == [
        ("+441632960123", "work", ""),
        ("+441632960123", "", "4"),
    ]
    assert store.rows("SELECT street, kind FROM contact_address") == [("1 Lane", "home")]


def test_equal_addresses_and_numbers_of_a_row_are_kept_once(desk: Desk) -> None:
    desk.take(
        "Name,Email,Email 2,Phone,Mobile\nWyn Yarrow,wyn@acorn.example,WYN@acorn.example,01632 960123,+44 1632 960123\n"
    )
    assert desk.one("SELECT count(*) FROM contact_email") == 1
    assert desk.one("SELECT count(*) FROM contact_phone") == 1


def test_the_name_that_is_shown_is_that_of_the_card_whatever_the_nickname(desk: Desk) -> None:
    lee = card("FN:Robert Lee", "N:Lee;Robert;;;", "NICKNAME:Bobby", "EMAIL:lee@x.example")
    take_cards(desk, lee)
    assert desk.people() == ["Robert Lee"]
    assert about(desk) == "Nickname: Bobby"
    assert take_cards(desk, lee).counts.unchanged == 1


def test_a_nickname_we_hold_already_is_nothing_new(desk: Desk) -> None:
    desk.take("First name,Last name,Known as,Email\nRobert,Lee,Bobby,lee@x.example\n")
    plan = take_cards(desk, card("FN:Robert Lee", "N:Lee;Robert;;;", "NICKNAME:Bobby", "EMAIL:lee@x.example"))
    assert (plan.counts.unchanged, about(desk)) == (1, "")


def test_our_own_card_that_went_through_thunderbird_leaves_the_contact_unchanged(desk: Desk) -> None:
    ours = card(
        "UID:semi-1", "FN:Bea Birch", "N:Birch;Bea;;;", "TITLE:Head of A\\; B", "ORG:Lumen\\; Co",
        "CATEGORIES:board\\; old", "NOTE:Likes simulators\\; knows the trust",
    )  # fmt: skip
    theirs = card(
        "FN:Bea Birch", "N:Birch;Bea;;;", "TITLE:Head of A\\\\; B", "ORG:Lumen\\; Co", "CATEGORIES:board\\\\; old",
        "NOTE:Likes simulators\\\\; knows the trust", "UID:semi-1",
    )  # fmt: skip
    take_cards(desk, ours)
    plan = take_cards(desk, theirs)
    assert (plan.counts.unchanged, plan.counts.updated) == (1, 0)
    assert about(desk) == "Likes simulators; knows the trust"
    assert desk.workspace.store.rows("SELECT name FROM tag") == [("board; old",)]


def test_a_birthday_without_its_year_is_a_birthday(desk: Desk) -> None:
    take_cards(desk, card(*KIT, "BDAY:--0229"))
    assert desk.one("SELECT birthday FROM contact") == "--02-29"


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        ("--0509", "1979-05-09", "1979-05-09"), ("1979", "1979-05-09", "1979-05-09"),
        ("1979-05-09", "--0509", "1979-05-09"), ("1979-05-09", "1979", "1979-05-09"),
    ],
)  # fmt: skip
def test_of_two_birthdays_that_agree_the_fuller_stays(desk: Desk, first: str, then: str, kept: str) -> None:
    take_cards(desk, card(*KIT, f"BDAY:{first}"))
    plan = take_cards(desk, card(*KIT, f"BDAY:{then}"))
    assert desk.one("SELECT birthday FROM contact") == kept
    assert [row.differs for row in plan.rows] == [()]


def test_a_card_that_says_nothing_is_refused_and_leaves_no_trace(desk: Desk) -> None:
    with pytest.raises(CrmError, match="names nobody"):
        take_cards(desk, "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n")
    assert desk.workspace.importing.batches() == []


@pytest.fixture(params=["America/New_York", "Pacific/Auckland", "Europe/London"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_the_days_of_a_card_are_the_same_in_every_time_zone(desk: Desk) -> None:
    days = ("1980-05-01T00:00:00Z", "1980-05-01T00:00:00+02:00", "1980-05-01")
    take_cards(desk, *(card(f"FN:P{number} Day", f"BDAY:{day}") for number, day in enumerate(days)))
    assert desk.workspace.store.rows("SELECT DISTINCT birthday FROM contact") == [("1980-05-01",)]


def test_an_address_that_a_list_says_bounces_is_kept_as_one(desk: Desk) -> None:
    desk.take("Name,Email,Email status\nIda Pell,ida@pell.example,Bounced\nBea Birch,bea@birch.example,\n")
    found = desk.workspace.store.rows("SELECT value, state, is_primary FROM contact_email ORDER BY id")
    assert found == [("ida@pell.example", "bounced", 0), ("bea@birch.example", "ok", 1)]
