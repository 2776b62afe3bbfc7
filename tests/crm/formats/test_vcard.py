import pytest

from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, ReadFile, ReadName, ReadUrl, UnreadableFile
from tests.crm.formats.conftest import ReadText

Card = ReadContact


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


@pytest.fixture
def read_cards(read_text: ReadText) -> ReadText:
    def made_and_read(content: str | bytes, **options: str) -> ReadFile:
        return read_text(content, "people.vcf", **options)

    return made_and_read


ANN = ("FN:Dr Ann Hall", "N:Hall;Ann;;Dr;")


def test_every_part_of_a_plain_card_is_read(read_cards: ReadText) -> None:
    content = card(
        *ANN, "NICKNAME:Nan", "EMAIL;TYPE=INTERNET,WORK,PREF:ann@x.example", "TEL;TYPE=CELL:07700 900101",
        "ORG:Wyvern Trust;Digital;Safety", "TITLE:Lead", "ADR;TYPE=WORK:;Floor 2;14 Quay Lane;Port;;PH1;GB",
        "URL;TYPE=WORK:https\\://x.example", "BDAY:1979-03-02", "NOTE:one\\ntwo\\, three", "CATEGORIES:SME,Huddle",
        "UID:urn:uuid:0c7f",
    )  # fmt: skip
    (contact,) = read_cards(content).contacts
    assert contact.name == ReadName("Dr", "Ann", "", "Hall", "", "Nan", "Dr Ann Hall")
    assert contact.emails == (ReadEmail("ann@x.example", "work", True),)
    assert [(phone.value, phone.type) for phone in contact.phones] == [("+447700900101", "mobile")]
    assert (contact.organisation, contact.department, contact.title) == ("Wyvern Trust", "Digital, Safety", "Lead")
    assert contact.addresses == (ReadAddress("work", "14 Quay Lane", "Floor 2", "", "Port", "", "PH1", "GB"),)
    assert contact.urls == (ReadUrl("https://x.example", "work"),)
    assert (contact.birthday, contact.notes, contact.tags) == ("1979-03-02", "one\ntwo, three", ("SME", "Huddle"))
    assert contact.uid == "0c7f"


def test_quoted_printable_with_soft_breaks_and_charsets_is_undone(read_cards: ReadText) -> None:
    content = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Llewellyn;Si=C3=A2n",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Si=C3=A2n Llewellyn=\r\n the Second",
        "NOTE;QUOTED-PRINTABLE;CHARSET=Windows-1252:First=0D=0A=\r\nsecond =80500=0D=0A=\r\n",
        "TEL;CELL:07700 900102",
        version="2.1",
    )
    (contact,) = read_cards(content).contacts
    assert (contact.name.display, contact.name.given) == ("Siân Llewellyn the Second", "Siân")
    assert contact.notes == "First\nsecond €500"
    assert contact.phones[0].value == "+447700900102"


def test_a_fold_inside_a_letter_does_no_harm(read_cards: ReadText) -> None:
    content = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Si\xc3\r\n \xa2n Hall\r\nEND:VCARD\r\n"
    assert read_cards(content).contacts[0].name.given == "Siân"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_the_letters_of_a_whole_file_are_found_out(read_cards: ReadText, encoding: str) -> None:
    assert read_cards(card("FN:Siân Hall", "N:Hall;Siân").encode(encoding)).contacts[0].name.given == "Siân"


def test_letters_without_a_charset_follow_one_that_the_card_names_elsewhere(read_cards: ReadText) -> None:
    content = card("FN:Βαγγέλης", "LABEL;CHARSET=Windows-1253;QUOTED-PRINTABLE:=C1").encode("cp1253")
    assert read_cards(content).contacts[0].name.display == "Βαγγέλης"


def test_labels_of_ones_own_and_apples_marked_ones_name_the_type(read_cards: ReadText) -> None:
    content = card(
        *ANN, "item1.EMAIL;type=INTERNET:a@x.example", "item1.X-ABLabel:_$!<Work>!$_", "item2.TEL:07700 900131",
        "item2.X-ABLabel:Boat", "item3.URL:http://x.example", "item3.X-ABLabel:_$!<HomePage>!$_",
    )  # fmt: skip
    (contact,) = read_cards(content).contacts
    assert (contact.emails[0].type, contact.phones[0].type, contact.urls[0].type) == ("work", "boat", "other")


def test_apples_year_1604_means_no_year_and_its_dates_and_relations_are_kept(read_cards: ReadText) -> None:
    content = card(
        *ANN, "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-09", "item1.X-ABDATE:2025-05-09",
        "item1.X-ABLabel:_$!<Anniversary>!$_", "item2.X-ABRELATEDNAMES:Nerys", "item2.X-ABLabel:_$!<Assistant>!$_",
        "X-SOCIALPROFILE;type=linkedin:https://www.linkedin.com/in/ann",
    )  # fmt: skip
    (contact,) = read_cards(content).contacts
    assert contact.birthday == "--05-09"
    assert contact.extra["events"] == [{"label": "Anniversary", "value": "2025-05-09"}]
    assert contact.extra["relations"] == [{"label": "Assistant", "value": "Nerys"}]
    assert contact.urls == (ReadUrl("https://www.linkedin.com/in/ann", "linkedin"),)


def test_version_four_uris_preferences_and_caret_escapes_are_read(read_cards: ReadText) -> None:
    content = card(
        "FN:Ann Hall", "EMAIL;PREF=50:second@x.example", "EMAIL;PREF=1:first@x.example",
        'TEL;VALUE=uri;TYPE="work,voice":tel:+44-1632-960103;ext=12', 'ADR;LABEL="14 Quay Lane^nPort":;;;;;;',
        version="4.0",
    )  # fmt: skip
    (contact,) = read_cards(content).contacts
    assert [(email.value, email.primary) for email in contact.emails] == [
        ("first@x.example", True),
        ("second@x.example", False),
    ]
    assert [(p.value, p.type, p.extension) for p in contact.phones] == [("+441632960103", "work", "12")]
    assert contact.addresses[0].formatted == "14 Quay Lane\nPort"
    assert (contact.name.given, contact.name.family) == ("Ann", "Hall")


def test_one_language_of_several_alternatives_is_taken(read_cards: ReadText) -> None:
    content = card("FN:Ann Hall", "TITLE;ALTID=1;LANGUAGE=en:Boss", "TITLE;ALTID=1;LANGUAGE=fr:Patron", version="4.0")
    (contact,) = read_cards(content).contacts
    assert (contact.title, contact.extra) == ("Boss", {})


@pytest.mark.parametrize(
    "lines",
    [
        ("X-ABShowAs:COMPANY", "FN:Kestrel", "ORG:Kestrel"),
        ("KIND:org", "FN:Kestrel"),
        ("FN:a@x.example", "ORG:Kestrel"),
    ],
)
def test_an_organisation_is_told_from_a_person(read_cards: ReadText, lines: tuple[str, ...]) -> None:
    (contact,) = read_cards(card("N:;;;;", "EMAIL:a@x.example", *lines)).contacts
    assert (contact.kind, contact.organisation, bool(contact.name)) == ("organisation", "Kestrel", False)


def test_a_group_is_skipped_with_its_reason(read_cards: ReadText) -> None:
    file = read_cards(card(*ANN) + card("FN:Friends", "KIND:group", "MEMBER:urn:uuid:1", version="4.0"))
    assert len(file.contacts) == 1
    assert [(row.line, row.reason) for row in file.skipped] == [(6, "a group of contacts, not a person")]


def test_a_bad_card_costs_the_good_ones_nothing(read_cards: ReadText) -> None:
    file = read_cards(card(*ANN) + card("this is not a property line", "\x00\x01") + card("FN:Bob Hill"))
    assert [contact.name.given for contact in file.contacts] == ["Ann", "Bob"]
    assert file.status == "partial"


def test_a_card_without_an_end_is_read_and_said(read_cards: ReadText) -> None:
    file = read_cards(card(*ANN).replace("END:VCARD\r\n", "") + card("FN:Bob Hill"))
    assert [contact.name.given for contact in file.contacts] == ["Ann", "Bob"]
    assert file.problems == ("line 1: the card has no END; it was read as far as it goes",)


def test_a_card_inside_a_card_is_not_a_second_person(read_cards: ReadText) -> None:
    inner = "AGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nFN:Bob\r\nEND:VCARD"
    (contact,) = read_cards(card(*ANN, inner, "TITLE:Lead", version="2.1")).contacts
    assert (contact.name.given, contact.title) == ("Ann", "Lead")
    (contact,) = read_cards(card(*ANN, "AGENT:BEGIN:VCARD\\nFN:Bob\\nEND:VCARD")).contacts
    assert contact.name.given == "Ann"


def test_cards_nested_without_end_are_refused(read_cards: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="50 deep"):
        read_cards("BEGIN:VCARD\r\n" * 3000 + "FN:Ann\r\n" + "END:VCARD\r\n" * 3000)


def test_a_picture_is_measured_and_never_fetched(read_cards: ReadText) -> None:
    folded = "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0K\r\n Ggo=\r\n"
    contact = read_cards(card(*ANN, folded)).contacts[0]
    assert contact.extra == {"photo": {"media_type": "image/png", "bytes": 8}}
    for address in ("http://photos.example/1.jpg", "file:///etc/hostname"):
        contact = read_cards(card(*ANN, f"PHOTO;VALUE=URI:{address}")).contacts[0]
        assert contact.extra == {"photo_url": address}


def test_a_damaged_or_huge_picture_costs_only_itself(read_cards: ReadText) -> None:
    for picture, words in (("@@@", "damaged"), ("QUJD" * 2_000_000, "larger than 5 MB")):
        file = read_cards(card(*ANN, f"PHOTO;ENCODING=b;TYPE=JPEG:{picture}", "EMAIL:a@x.example"))
        assert file.contacts[0].emails[0].value == "a@x.example"
        assert words in file.problems[0]


def test_base64_lines_without_a_blank_in_front_are_still_the_picture(read_cards: ReadText) -> None:
    content = card(*ANN, "PHOTO;ENCODING=BASE64;JPEG:QUJD\r\nQUJD\r\n", "TITLE:Lead", version="2.1")
    (contact,) = read_cards(content).contacts
    assert (contact.extra["photo"]["bytes"], contact.title) == (6, "Lead")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("BDAY:1980-02-30", "birthday"),
        ("EMAIL:no-at-sign", "not a valid e-mail address"),
        ("TITLE;CHARSET=X-NOPE:Lead", "X-NOPE"),
    ],
)
def test_a_value_that_cannot_be_used_is_said_and_the_person_is_kept(
    read_cards: ReadText, line: str, words: str
) -> None:
    file = read_cards(card(*ANN, line))
    assert len(file.contacts) == 1
    assert words in file.problems[0]


def test_a_card_of_an_address_alone_is_kept_without_a_name(read_cards: ReadText) -> None:
    file = read_cards(card("EMAIL:noname@x.example"))
    assert (file.contacts[0].name.display, file.contacts[0].emails[0].value) == ("", "noname@x.example")
    assert file.problems == ("line 1: the card has no name",)


def test_cards_that_name_nobody_are_refused(read_cards: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="nobody"):
        read_cards(card("FN:", "N:;;;;", "EMAIL:"))


def test_properties_we_do_not_know_are_kept_as_text(read_cards: ReadText) -> None:
    (contact,) = read_cards(card(*ANN, "GENDER:F", "X-SKYPE:ann.hall")).contacts
    assert contact.extra == {"other": {"GENDER": "F"}, "im": [{"label": "skype", "value": "ann.hall"}]}
