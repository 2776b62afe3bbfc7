"""What programs do to vCards: cards run together, names in the wrong place, labels, noise, doubled backslashes."""

from collections.abc import Callable

import pytest

from crm.formats.rows import ReadContact, ReadFile
from tests.crm.formats.conftest import ReadText
from tests.crm.formats.test_vcard import ANN, card

OneCard = Callable[..., ReadContact]
HAL = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Hal Rigby\r\nEMAIL:hal@rigby.example\r\nEND:VCARD"
IVY = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ivy Sutch\r\nEMAIL:ivy@sutch.example\r\nEND:VCARD\r\n"


@pytest.fixture
def read_cards(read_text: ReadText) -> ReadText:
    def made_and_read(content: str | bytes, **options: str) -> ReadFile:
        return read_text(content, "people.vcf", **options)

    return made_and_read


@pytest.fixture
def one(read_cards: ReadText) -> OneCard:
    def read_one(*lines: str, version: str = "3.0") -> ReadContact:
        (contact,) = read_cards(card(*lines, version=version)).contacts
        return contact

    return read_one


@pytest.mark.parametrize(
    "between",
    [
        "",
        " ",
        "\t",
        "\r",
        "\r\r",
        "\u00a0",
        "\u00a0\r\n\ufeff",
        "\ufeff",
        "\x00",
        "\x1a",
        "\u200b",
        "\r\n \t",
        ",",
        "--",
    ],
)
def test_cards_run_together_are_parted(read_cards: ReadText, between: str) -> None:
    contacts = read_cards(HAL + between + IVY).contacts
    assert [(each.name.display, [email.value for email in each.emails]) for each in contacts] == [
        ("Hal Rigby", ["hal@rigby.example"]),
        ("Ivy Sutch", ["ivy@sutch.example"]),
    ]


@pytest.mark.parametrize("between", [b"", b"\xa0", b"\xa0\r\n", b" \r "])
def test_cards_run_together_in_an_old_encoding_are_parted(read_cards: ReadText, between: bytes) -> None:
    people = HAL.replace("Hal", "Siân").encode("cp1252") + between + IVY.encode("cp1252")
    assert [each.name.given for each in read_cards(people).contacts] == ["Siân", "Ivy"]


def test_three_cards_on_one_line_with_a_value_glued_to_the_end_are_three_people(read_cards: ReadText) -> None:
    glued = HAL.replace("\r\nEND", "END") + IVY.strip() + HAL.replace("Hal", "Jon").replace("hal@", "jon@")
    contacts = read_cards(glued).contacts
    assert [each.name.given for each in contacts] == ["Hal", "Ivy", "Jon"]
    assert {len(each.emails) for each in contacts} == {1}


def test_a_card_whose_first_property_stands_on_its_first_line_is_read(read_cards: ReadText) -> None:
    (contact,) = read_cards(HAL.replace("BEGIN:VCARD\r\n", "BEGIN:VCARD ")).contacts
    assert contact.name.display == "Hal Rigby"


def test_what_stands_after_the_end_is_no_part_of_a_card(read_cards: ReadText) -> None:
    assert len(read_cards(HAL + "\r\nNULL").contacts) == 1
    said = read_cards(HAL + "\r\nTEL:01632 960101\r\n" + IVY)
    assert [len(each.phones) for each in said.contacts] == [0, 0]
    assert said.problems == ("line 6: a line between the cards was left out",)


@pytest.mark.parametrize(
    ("lines", "given", "middle", "family"),
    [
        (("N:Pell\\;Ida\\;Rose\\;\\;;;;;", "FN:Ida Rose Pell"), "Ida", "Rose", "Pell"),
        (("N:van der Berg\\;Ida\\;\\;\\;", "FN:Ida van der Berg"), "Ida", "", "van der Berg"),
        (("N:P.\\;I.", "FN:Ida Pell"), "Ida", "", "Pell"),
        (("N:Pell\\;Ida\\;Rose\\;\\;", "FN:"), "Ida", "Rose", "Pell"),
        (("N:Mossley\\: Ward 7;Reuben;;;", "FN:Reuben Mossley\\: Ward 7"), "Reuben", "", "Mossley: Ward 7"),
        (("N:Mossley\\; Ward 7;Reuben;;;", "FN:Reuben Mossley"), "Reuben", "", "Mossley; Ward 7"),
        (("N:;Ida;;;", "N:Pell;Ida;;;", "FN:Ida Pell"), "Ida", "", "Pell"),
        (("N:Pell;Ida;;;", "N:;I;;;", "FN:Ida Pell"), "Ida", "", "Pell"),
    ],
)
def test_the_name_that_says_it_best_is_taken(one: OneCard, lines: tuple[str, ...], given: str, middle: str, family: str) -> None:  # fmt: skip  # noqa: E501
    name = one(*lines, "EMAIL:a@x.example").name
    assert (name.given, name.middle, name.family) == (given, middle, family)


@pytest.mark.parametrize(
    "shown",
    ["Moor, Dale & Partners", "Department of Health, Leeds", "Wyvern Trust, Digital Services", "Hill, Moor and Co"],
)
def test_commas_in_the_name_of_an_organisation_turn_nothing_round(one: OneCard, shown: str) -> None:
    contact = one(f"FN:{shown.replace(',', chr(92) + ',')}", "EMAIL:a@x.example")
    assert (contact.name.display, contact.name.family) == (shown, "")


def test_a_company_that_only_fn_names_is_an_organisation(one: OneCard) -> None:
    contact = one("FN:Rigby\\, Sutch and Tatlock Ltd", "TEL:01632 960101", "N:;;;;")
    assert (contact.kind, contact.organisation, bool(contact.name)) == (
        "organisation", "Rigby, Sutch and Tatlock Ltd", False,
    )  # fmt: skip


def test_a_family_name_first_is_still_understood(one: OneCard) -> None:
    assert one("FN:Rigby\\, Hal", "EMAIL:a@x.example").name.family == "Rigby"


@pytest.mark.parametrize(
    ("lines", "shown", "apart"),
    [
        (("FN:Robert Lee", "NICKNAME:Bobby"), "Robert Lee", True),
        (("FN:Robert Lee", "N:Lee;Robert", "NICKNAME:Bobby"), "Robert Lee", True),
        (("FN:Dr Bobby Lee PhD", "N:Lee;Robert;;Dr;PhD", "NICKNAME:Bobby"), "Dr Bobby Lee PhD", False),
        (("FN:Bobby", "N:;;;;", "NICKNAME:Bobby"), "Bobby", False),
        (("NICKNAME:Bobby",), "Bobby", False),
    ],
)
def test_a_nickname_does_not_replace_the_name_that_is_shown(
    one: OneCard, lines: tuple[str, ...], shown: str, apart: bool
) -> None:
    contact = one(*lines)
    assert contact.name.display == shown
    assert contact.name.nickname == "Bobby"
    assert ("nickname" in contact.extra) is apart


def test_what_a_date_a_relation_or_a_messenger_is_stays_with_it(one: OneCard) -> None:
    extra = one(
        *ANN, "ITEM1.X-ABLABEL:Nia born", "ITEM1.X-ABDATE:20171111", "X-SPOUSE:Dana Unsworth", "RELATED;TYPE=friend:Jo",
        "item3.X-ABRELATEDNAMES:Rae Holt", "item3.X-ABLABEL:_$!<Manager>!$_", "ANNIVERSARY:2010-06-05",
        "IMPP;TYPE=work:xmpp:kit@chat.example", "item1.IMPP;X-SERVICE-TYPE=WhatsApp:x-apple:447700900555",
        "X-SIGNAL:+447700900557", "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Pat;1;;;;",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2011-11-11;0;Contract signed;;;",
    ).extra  # fmt: skip
    told = [(each["label"], each["value"]) for kind in ("events", "relations", "im") for each in extra[kind]]
    assert told == [
        ("Nia born", "2017-11-11"), ("Anniversary", "2010-06-05"), ("Contract signed", "2011-11-11"),
        ("Spouse", "Dana Unsworth"), ("Friend", "Jo"), ("Manager", "Rae Holt"), ("Assistant", "Pat"),
        ("XMPP (work)", "kit@chat.example"), ("WhatsApp", "447700900555"), ("signal", "+447700900557"),
    ]  # fmt: skip


def test_a_property_that_comes_several_times_keeps_every_value(one: OneCard) -> None:
    contact = one(
        *ANN, "HOBBY:chess", "HOBBY:fell running", "HOBBY:chess", "item1.X-DIET:vegan", "item1.X-ABLABEL:Eats"
    )
    assert contact.extra == {"other": {"HOBBY": ["chess", "fell running"], "Eats": "vegan"}}


def test_what_programs_write_for_themselves_is_no_fact_of_a_person(one: OneCard) -> None:
    contact = one(
        *ANN, "PRODID:-//Other//EN", "X-MOZILLA-HTML:FALSE", "X-PHONETIC-LAST-NAME:Hol", "X-EVOLUTION-FILE-AS:Hall",
        "X-EVOLUTION-WEBDAV-ETAG:17", "X-ABUID:1:ABPerson", "REV:20260101T000000Z", "UID:one", "UID:two",
    )  # fmt: skip
    assert contact.extra == {}


def test_a_value_too_long_to_keep_is_said(read_cards: ReadText) -> None:
    file = read_cards(card(*ANN, f"X-BLOB:{'QUJD' * 1000}"))
    assert file.contacts[0].extra == {}
    assert file.warnings == ("line 5: X-BLOB is too long to be kept: 4,000 letters",)


def test_the_photos_of_a_file_are_one_remark(read_cards: ReadText) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo="
    assert read_cards(card(*ANN, photo) * 12 + card(*ANN)).warnings == ("12 photos are not kept.",)
    assert read_cards(card(*ANN, "PHOTO;VALUE=URI:https://x.example/1.jpg")).warnings == ("1 photo is not kept.",)
    assert read_cards(card(*ANN, "PHOTO:")).warnings == ()


def test_an_evolution_list_of_contacts_is_skipped_with_its_reason(read_cards: ReadText) -> None:
    listed = card("FN:Board", "N:;Board;;;", "X-EVOLUTION-LIST:TRUE", "EMAIL:Ann <ann@x.example>")
    plain = card(*ANN, "X-EVOLUTION-LIST:FALSE")
    file = read_cards(listed + plain)
    assert [contact.name.given for contact in file.contacts] == ["Ann"]
    assert [(row.text, row.reason) for row in file.skipped] == [("Board", "a group of contacts, not a person")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1980-05-01;", "1980-05-01"), (";1980-05-01", "1980-05-01"), ("1980/05/01", "1980-05-01"),
        ("1980/5/1", "1980-05-01"), ("01/05/1980", "1980-05-01"), ("1980-05-01T00:00:00Z", "1980-05-01"),
        ("1980-05-01T00:00:00+02:00", "1980-05-01"), ("01.05.1980", "1980-05-01"), ("19800501", "1980-05-01"),
        ("1980-05", "1980-05"), ("--0229", "--02-29"), ("--05-01;;", "--05-01"), ("0000-05-01", "--05-01"),
    ],
)  # fmt: skip
def test_a_birthday_is_read_in_every_spelling(one: OneCard, written: str, read: str) -> None:
    assert one(*ANN, f"BDAY:{written}").birthday == read


def test_a_second_birthday_is_said_and_kept(read_cards: ReadText) -> None:
    file = read_cards(card(*ANN, "BDAY:1980-05-01", "BDAY:1980-05-02"))
    assert (file.contacts[0].birthday, file.contacts[0].extra) == ("1980-05-01", {"birthday_as_written": "1980-05-02"})
    assert file.problems == ("line 6: the card has a second birthday, 1980-05-02; the first was taken",)


@pytest.mark.parametrize("written", ["a\\; b", "a\\\\; b", "a; b"])
def test_a_semicolon_is_one_however_often_it_was_escaped(one: OneCard, written: str) -> None:
    contact = one(*ANN, f"NOTE:{written}", f"CATEGORIES:{written},c", f"TITLE:{written}", f"HOBBY:{written}")
    assert (contact.notes, contact.tags, contact.title) == ("a; b", ("a; b", "c"), "a; b")
    assert contact.extra == {"other": {"HOBBY": "a; b"}}


@pytest.mark.parametrize("written", ["a\\, b", "a\\\\, b"])
def test_a_comma_inside_a_tag_parts_nothing_however_often_it_was_escaped(one: OneCard, written: str) -> None:
    assert one(*ANN, f"NOTE:{written}", f"CATEGORIES:{written},c").tags == ("a, b", "c")


def test_a_backslash_of_the_text_itself_stays(one: OneCard) -> None:
    assert one(*ANN, "NOTE:C:\\\\new\\\\\\; x").notes == "C:\\new\\; x"


def test_types_behind_an_escaped_comma_are_types(one: OneCard) -> None:
    contact = one(*ANN, "TEL;TYPE=VOICE\\,CELL:+44 7700 900333", "EMAIL;TYPE=INTERNET\\,WORK:greta@lindqvist.example")
    assert (contact.phones[0].type, contact.emails[0].type) == ("mobile", "work")


def test_quoted_printable_with_a_fold_or_a_lost_soft_break_still_names_the_person(read_cards: ReadText) -> None:
    folded = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81=C4=99cka;Zo=C3=AB=\r\n  M=C3=A1ire;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB M=C3=A1ire =\r\n =C5=81=C4=99cka",
        version="2.1",
    )
    assert read_cards(folded).contacts[0].name.display == "Zoë Máire Łęcka"
    broken = card("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81;Zo=C3=AB", "FN:Zo\r\n=C3=AB", version="2.1")
    file = read_cards(broken)
    assert file.contacts[0].name.given == "Zoë"
    assert file.problems == ("line 5: a line of the card cannot be read and was left out",)


def test_what_outlook_says_of_a_person_has_its_label_and_its_picture_is_a_picture(one: OneCard) -> None:
    extra = one(
        *("FN:Hal Rigby", "X-MS-SPOUSE;N=1:Ivy", "X-MS-MANAGER:Jon Peel", "X-MS-ASSISTANT:Ida Moor"),
        *("X-MS-ANNIVERSARY:20100601", "X-MS-IMADDRESS:hal@im.example"),
        "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:/9j/4AAQSkZJRg==",
    ).extra
    assert [(each["label"], each["value"]) for each in extra["relations"]] == [
        ("Spouse", "Ivy"),
        ("Manager", "Jon Peel"),
        ("Assistant", "Ida Moor"),
    ]
    assert extra["events"] == [{"label": "Anniversary", "value": "2010-06-01"}]
    assert extra["im"] == [{"label": "instant messaging", "value": "hal@im.example"}]
    assert extra["photo"] == {"media_type": "image/jpeg", "bytes": 10}
    assert "other" not in extra
