"""What the columns of tables mean: by their headings, by each other and by what their cells hold."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from crm.formats.detect import kind_of
from crm.formats.rows import ReadContact, ReadFile
from tests.crm.formats.conftest import ReadText


def only(file: ReadFile) -> ReadContact:
    (contact,) = file.contacts
    return contact


def shown(file: ReadFile) -> dict[str, str]:
    return {contact.name.display: contact.organisation for contact in file.contacts}


def emails(contact: ReadContact) -> list[str]:
    return [email.value for email in contact.emails]


@pytest.mark.parametrize(
    "headings",
    [
        "Address,Town,Postcode",
        "Address,City,Post code",
        "Address 1,Town,Postcode",
        "Street address,Town,Postcode",
        "Mailing Street,Mailing City,Mailing Zip/Postal Code",
        "Primary Address Street,Primary Address City,Primary Address Postal Code",
        "Address Street,Address City,Address Postal Code",
        "Billing Street,Billing City,Billing Zip",
        "Work Address,Work Town,Work Postcode",
        "Work address,Town,Postcode",
        "Home Address,Home City,Home ZipCode",
        "Business Address,Business Address City,Business Address PostCode",
        "Default Address Address1,Default Address City,Default Address Zip",
        "Correspondence address line 1,Correspondence town,Correspondence postcode",
    ],
)
def test_an_address_in_columns_is_one_address(read_text: ReadText, headings: str) -> None:
    contact = only(read_text(f"Name,{headings}\nIda Moor,1 Lane,Bolton,BL1 1AA\n"))
    assert [(each.street, each.city, each.postcode) for each in contact.addresses] == [("1 Lane", "Bolton", "BL1 1AA")]
    assert contact.extra == {}


def test_an_address_beside_a_county_is_the_street_and_alone_is_the_whole(read_text: ReadText) -> None:
    (address,) = only(read_text("Name,Address,County\nIda,1 Lane,Lancashire\n")).addresses
    assert (address.street, address.region) == ("1 Lane", "Lancashire")
    (address,) = only(read_text('Name,Address\nIda,"1 Lane, Bolton"\n')).addresses
    assert (address.formatted, address.street) == ("1 Lane, Bolton", "")


def test_home_and_work_stay_two_addresses(read_text: ReadText) -> None:
    contact = only(
        read_text(
            "Name,Home Address,Home Address 2,Home City,Work Address,Work City,Work Country\n"
            "Ida,1 Lane,The Mill,Bolton,2 Row,Bury,UK\n"
        )
    )
    assert {(each.type, each.street, each.city, each.country) for each in contact.addresses} == {
        ("home", "1 Lane\nThe Mill", "Bolton", ""),
        ("work", "2 Row", "Bury", "UK"),
    }


def test_no_word_of_an_address_is_lost_where_columns_overlap(read_text: ReadText) -> None:
    (address,) = only(read_text("Name,Building,Address,Street,Town\nIda,The Mill,Unit 3,1 Lane,Bolton\n")).addresses
    assert {"The Mill", "Unit 3"} <= set(address.extended.split("\n"))
    assert (address.street, address.city) == ("1 Lane", "Bolton")


def test_headings_of_other_programs_are_understood(read_text: ReadText) -> None:
    contact = only(
        read_text(
            "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,"
            "Mailing Country,Phone,Mobile,Email,Account Owner\n"
            "Dr,Una,Vale,Director,Vale Labs,1 Lane,Bolton,GM,UK,01632 960601,07700 900601,una@vale.example,Sam\n"
        )
    )
    assert (contact.name.prefix, contact.title, contact.organisation) == ("Dr", "Director", "Vale Labs")
    assert (contact.addresses[0].region, contact.addresses[0].country) == ("GM", "UK")
    assert contact.extra == {"Account Owner": "Sam"}
    contact = only(
        read_text(
            "Id,Name / First Name,Name / Last Name,Emails / Primary Email,Emails / Additional Emails,"
            "Phones / Primary Phone Number,Phones / Primary Phone Calling Code,Company / Name,Linkedin / Link URL\n"
            '8f,Una,Vale,una@vale.example,"[""u2@vale.example""]",7700900601,+44,Vale Labs,'
            "https://www.linkedin.com/in/una\n"
        )
    )
    assert (contact.name.display, contact.organisation) == ("Una Vale", "Vale Labs")
    assert emails(contact) == ["una@vale.example", "u2@vale.example"]
    assert contact.phones[0].value == "+447700900601"
    assert contact.urls[0].type == "linkedin"


def test_an_extension_in_a_column_of_its_own_goes_with_its_number(read_text: ReadText) -> None:
    (phone,) = only(read_text("Name,Phone,Ext,Notes\nIda,01632 960101,22,hi\n")).phones
    assert (phone.value, phone.extension) == ("+441632960101", "22")


@pytest.mark.parametrize("tags", ["a|b|c", "a; b; c", '"""a"",""b"",""c"""', '"[""a"", ""b"", ""c""]"'])
def test_tags_are_told_apart_whatever_stands_between_them(read_text: ReadText, tags: str) -> None:
    assert only(read_text(f"Name,Tags\nIda,{tags}\n")).tags == ("a", "b", "c")


def test_columns_of_the_ticket_beat_those_of_the_order(read_text: ReadText) -> None:
    file = read_text(
        "Number,Ticket,Ticket Full Name,Ticket Email,Ticket Company Name,Order Name,Order Email,Order Company Name,"
        "Ticket Reference\n"
        "1,Member,Orla Finch,orla@finch.example,Finch Labs,Petra Vane,petra@vane.example,Vane Trust,AA-1\n"
        "2,Member,Quin Abbot,quin@abbot.example,Abbot plc,Petra Vane,petra@vane.example,Vane Trust,AA-2\n"
    )
    assert shown(file) == {"Orla Finch": "Finch Labs", "Quin Abbot": "Abbot plc"}
    assert [emails(contact) for contact in file.contacts] == [["orla@finch.example"], ["quin@abbot.example"]]
    assert file.contacts[0].extra["Order Email"] == "petra@vane.example"


@pytest.mark.parametrize("other", ["Buyer", "Purchaser", "Owner", "Account Owner", "Booked by", "Guest", "Assigned to"])
def test_the_address_of_somebody_else_is_kept_under_its_heading(read_text: ReadText, other: str) -> None:
    contact = only(
        read_text(f"Name,{other} Name,{other} Email,Email\nIda Moor,Jon Peel,jon@peel.example,ida@moor.example\n")
    )
    assert (contact.name.display, emails(contact)) == ("Ida Moor", ["ida@moor.example"])
    assert contact.extra == {f"{other} Name": "Jon Peel", f"{other} Email": "jon@peel.example"}


def test_a_list_of_buyers_and_nobody_else_is_a_list_of_people(read_text: ReadText) -> None:
    contact = only(read_text("Buyer Name,Buyer Email,Quantity\nIda Moor,ida@moor.example,2\n"))
    assert (contact.name.display, emails(contact)) == ("Ida Moor", ["ida@moor.example"])


def test_cells_decide_where_a_heading_is_not_known(read_text: ReadText) -> None:
    file = read_text(
        "Sähköposti,Wer,Fernruf,anonymous,Seite\n"
        "ida.moor@moor.example,Ida Moor,01632 960101,No,https://www.linkedin.com/in/ida\n"
        "jon.peel@peel.example,Jon Peel,01632 960102,Yes,https://www.linkedin.com/in/jon\n"
    )
    assert [emails(contact) for contact in file.contacts] == [["ida.moor@moor.example"], ["jon.peel@peel.example"]]
    first = file.contacts[0]
    assert (first.name.display, first.phones[0].value, first.urls[0].type) == ("Ida Moor", "+441632960101", "linkedin")
    assert first.extra == {"anonymous": "No"}
    assert "The column “Sähköposti” was read as e-mail addresses, because that is what it holds." in file.warnings


def test_a_column_that_cannot_be_what_its_heading_says_is_not_that(read_text: ReadText) -> None:
    file = read_text(
        "Name,Email,Phone,Company,E-mail\n"
        "Ida,Yes,12/03/2026,No,ida@moor.example\n"
        "Jon,No,13/03/2026,Yes,jon@peel.example\n"
    )
    first = file.contacts[0]
    assert (emails(first), first.phones, first.organisation) == (["ida@moor.example"], (), "")
    assert first.extra == {"Email": "Yes", "Phone": "12/03/2026", "Company": "No"}
    assert file.status == "ok"


def test_headings_of_names_and_roles_are_believed_whatever_numbers_stand_below(read_text: ReadText) -> None:
    contact = only(read_text("Name,Organisation,Job title\n1,2,03/04/2026\n"))
    assert (contact.name.display, contact.organisation, contact.title) == ("1", "2", "03/04/2026")


def test_an_address_book_of_a_mail_program_is_contacts_whatever_its_columns_hold(tmp_path: Path) -> None:
    headings = (
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Phone,Home Phone,"
        "Mobile Phone,Anniversary,Birthday,Categories,E-mail Address,Gender,Notes,Priority,Private,Sensitivity,Web Page"
    )
    path = tmp_path / "contacts.csv"
    path.write_text(
        f"{headings}\nDr,Ida,,Moor,,Moor Trust,,Head,,,,0/0/00,0/0/00,,ida@moor.example,Unspecified,,Normal,False,,\n"
    )
    assert kind_of(path) == "contacts"


def test_it_is_said_where_no_column_is_taken_as_a_name(read_text: ReadText) -> None:
    file = read_text("Email,Wish\npat@quill.example,tea\n")
    assert file.problems
    assert file.problems[0].startswith("No column was taken as people's names")
    assert not read_text("Organisation,Website\nMoor Trust,https://moor.example\n").problems


@pytest.mark.parametrize(
    "headings", ["Wer,Was,Wann", "Kto,Adres,Kiedy", "Vorname Nachname,Adresse,Datum", "Someone,Something,Some day"]
)
def test_a_heading_line_is_never_read_as_a_person_whatever_its_words(read_text: ReadText, headings: str) -> None:
    file = read_text(f"{headings}\nIda Moor,ida.moor@moor.example,12/03/2026\nJon Peel,jon@peel.example,13/03/2026\n")
    assert [emails(contact) for contact in file.contacts] == [["ida.moor@moor.example"], ["jon@peel.example"]]
    first = headings.split(",")[0]
    assert first not in shown(file)


def test_a_named_person_is_a_person_whatever_the_type_of_the_organisation(read_text: ReadText) -> None:
    file = read_text(
        "Name,Type,Organisation,Email\nIda Moor,Company,Moor Ltd,ida@moor.example\n"
        "Jon Peel,NHS,Peel Trust,jon@peel.example\nKit Ross,Uni,,kit@ross.example\n"
    )
    assert [contact.kind for contact in file.contacts] == ["person"] * 3
    assert shown(file) == {"Ida Moor": "Moor Ltd", "Jon Peel": "Peel Trust", "Kit Ross": ""}
    assert file.contacts[0].extra == {"type": "Company"}
    file = read_text("First name,Last name,Type,Email\nIda,Moor,Company,ida@moor.example\n")
    assert [contact.kind for contact in file.contacts] == ["person"]
    file = read_text(
        "Name,Type,Email\nIda Moor,Company,ida.moor@x.example\nKestrel Point,Company,info@kestrel.example\n"
    )
    assert [contact.kind for contact in file.contacts] == ["person", "organisation"]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("Organisation Code,Name,Postcode\nRXX,Moor Trust,BL1 1AA\n", {"ods_code": "RXX"}),
        ("ODS code,Organisation,Postcode,Email\nRXX,Moor Trust,BL1 1AA,info@moor.example\n", {"ods_code": "RXX"}),
        ("CompanyName,CompanyNumber,RegAddress.PostCode\nMOOR LTD,01234567,BL1 1AA\n", {"company_number": "01234567"}),
    ],
)
def test_a_register_of_organisations_makes_organisations_with_their_codes(
    read_text: ReadText, table: str, code: dict[str, str]
) -> None:
    contact = only(read_text(table))
    assert (contact.kind, contact.name.display, contact.extra) == ("organisation", "", code)
    assert contact.organisation in ("Moor Trust", "MOOR LTD")
    assert contact.addresses[0].postcode == "BL1 1AA"


@pytest.mark.parametrize("name", ["Moor Trust", "Kestrel"])
def test_a_contact_named_beside_an_organisation_is_the_person_and_keeps_the_address(
    read_text: ReadText, name: str
) -> None:
    contact = only(
        read_text(f"Name,Contact name,Contact email,Contact phone\n{name},Ida Moor,ida@moor.example,01632 960101\n")
    )
    assert (contact.kind, contact.name.display, contact.organisation) == ("person", "Ida Moor", name)
    assert (emails(contact), len(contact.phones)) == (["ida@moor.example"], 1)


def test_a_column_headed_by_a_place_alone_is_a_number_of_that_kind(read_text: ReadText) -> None:
    contact = only(read_text("Name,Office,Home\nIda,01632 960101,01632 960102\n"))
    assert [phone.type for phone in contact.phones] == ["work", "home"]


def test_a_list_of_names_that_are_all_worded_like_organisations_is_one_of_organisations(read_text: ReadText) -> None:
    file = read_text("Name,Website\nMoor Trust,https://moor.example\nPeel Ltd,https://peel.example\n")
    assert [(contact.kind, contact.organisation) for contact in file.contacts] == [
        ("organisation", "Moor Trust"),
        ("organisation", "Peel Ltd"),
    ]


def test_a_row_shown_as_its_organisation_with_no_person_is_the_organisation(read_text: ReadText) -> None:
    file = read_text(
        "First Name,Last Name,Display Name,Primary Email,Work Phone,Organization\n"
        ",,Aldergate Software,info@aldergate.example,0161 496 0175,Aldergate Software\n"
        "Ida,Moor,Ida Moor,ida@aldergate.example,,Aldergate Software\n"
    )
    assert [(contact.kind, contact.name.display) for contact in file.contacts] == [
        ("organisation", ""),
        ("person", "Ida Moor"),
    ]


def test_evolutions_columns_keep_addresses_birthday_and_line_ends_and_no_noise(read_text: ReadText) -> None:
    contact = only(
        read_text(
            '"name_title","given_name","family_name","full_name","wants_html","pager","Home Address",'
            '"Home Address City","Business Address","Business Address City","title","org","homepage_url",'
            '"Birth Year","Birth Month","Birth Day","note"\n'
            '"Prof.","Siân","Żółć","Prof. Siân Żółć","FALSE","01632 960109","7 Gardens","Preston",'
            '"12 Dock Road\\nUnit 3","Liverpool","Head","Wyre","https://wyre.example","1971","0002","0028",'
            '"one\\ntwo"\n'
        )
    )
    assert (contact.name.prefix, contact.title, contact.organisation) == ("Prof.", "Head", "Wyre")
    assert (contact.birthday, contact.notes, contact.extra) == ("1971-02-28", "one\ntwo", {})
    assert {(each.type, each.street) for each in contact.addresses} == {
        ("home", "7 Gardens"),
        ("work", "12 Dock Road\nUnit 3"),
    }
    assert [phone.type for phone in contact.phones] == ["pager"]


def test_a_birthday_in_three_columns_may_lack_its_year(read_text: ReadText) -> None:
    assert only(read_text("Name,Birth Year,Birth Month,Birth Day\nIda,,3,14\n")).birthday == "--03-14"
    file = read_text("Name,Birth Year,Birth Month,Birth Day\nIda,1970,2,31\n")
    assert (file.contacts[0].birthday, file.status) == ("", "partial")


@pytest.mark.parametrize("nothing", ["N/A", "n/a", "-", "—", "None", "TBC", "?", ".", "nil", "unknown", "Not known"])
def test_a_cell_that_says_nothing_is_empty_in_every_column(read_text: ReadText, nothing: str) -> None:
    row = ",".join([nothing] * 7)
    contact = only(
        read_text(
            f"First name,Last name,Email,Phone,Organisation,Notes,Tags,Shoe size\nIda,{row}\nJon,{row}\n".split("Jon")[
                0
            ]
        )
    )
    assert (contact.name.display, contact.emails, contact.phones, contact.organisation) == ("Ida", (), (), "")
    assert (contact.notes, contact.tags, contact.extra) == ("", (), {})


def test_people_called_na_and_null_keep_their_names(read_text: ReadText) -> None:
    file = read_text("First name,Last name\nNa,Null\nIda,NA\n")
    assert [contact.name.display for contact in file.contacts] == ["Na Null", "Ida"]


@pytest.mark.parametrize("said", ["Retired", "Freelance", "self-employed", "Self employed", "Independent", "Student"])
def test_what_is_no_organisation_that_people_share_is_the_role(read_text: ReadText, said: str) -> None:
    contact = only(read_text(f"Name,Organisation,Email\nIda,{said},ida@moor.example\n"))
    assert (contact.organisation, contact.title) == ("", said)
    contact = only(read_text(f"Name,Organisation,Job title\nIda,{said},Designer\n"))
    assert (contact.title, contact.extra) == ("Designer", {"organisation_as_written": said})


def test_a_date_somebody_was_met_on_is_a_date_and_an_impossible_one_is_said(read_text: ReadText) -> None:
    file = read_text("Name,Met on\nIda,12/03/2026\nJon,31/02/2026\n")
    assert file.contacts[0].extra == {"Met on": "2026-03-12"}
    assert file.problems == ("line 3: the date “31/02/2026” was not understood",)


def test_words_in_a_linkedin_column_are_no_link(read_text: ReadText) -> None:
    file = read_text(
        "Name,LinkedIn\nIda,Yes\nJon,View profile\nKit,https://www.linkedin.com/\nLee,ida-moor-12\n"
        "Mo,linkedin.com/in/mo\n"
    )
    assert [len(contact.urls) for contact in file.contacts] == [0, 0, 0, 0, 1]
    assert [contact.extra for contact in file.contacts] == [{}, {}, {}, {"LinkedIn": "ida-moor-12"}, {}]


def test_a_second_column_of_one_meaning_stands_in_where_the_first_is_blank(read_text: ReadText) -> None:
    file = read_text("Name,Company name,Associated company\nIda,,Moor Ltd\nJon,Peel,PEEL\nKit,Ross,Other\n")
    assert shown(file) == {"Ida": "Moor Ltd", "Jon": "Peel", "Kit": "Ross"}
    assert [contact.extra for contact in file.contacts] == [{}, {}, {"Associated company": "Other"}]


def test_what_our_own_list_works_out_does_not_come_back_as_notes(read_text: ReadText) -> None:
    headings = "Name,Role,Organisation,Sector,Sub-region,Partnership,E-mail,Last contact,Next follow-up"
    contact = only(
        read_text(f"{headings}\nIda,Chair,Moor,Industry,North,partner,i@moor.example,2026-03-12,2026-12-01\n")
    )
    assert {"Last contact", "Next follow-up", "last_met"}.isdisjoint(contact.extra)
    assert only(read_text("Name,Email,Last met\nIda,i@moor.example,12/03/2026\n")).extra == {"last_met": "2026-03-12"}


def test_contacts_with_other_columns_stay_contacts(read_text: ReadText) -> None:
    file = read_text(
        "Name,Email,Organisation,Opens,Closes,Attended?\nIda Moor,ida@moor.example,Moor Trust,09:00,17:00,Yes\n"
        "Jon Peel,jon@peel.example,Peel Ltd,08:30,16:30,No\n"
    )
    assert (file.kind, shown(file)) == ("contacts", {"Ida Moor": "Moor Trust", "Jon Peel": "Peel Ltd"})
    assert file.contacts[0].extra["Opens"] == "09:00"


def test_empty_ids_and_addresses_do_no_harm(read_text: ReadText) -> None:
    file = read_text("id,email,first_name,last_name\n,t@rossi.example,Luca,Rossi\n,b@rossi.example,,\n,,Nobody,\n")
    assert [contact.name.display for contact in file.contacts] == ["Luca Rossi", "", "Nobody"]
    assert [len(contact.emails) for contact in file.contacts] == [1, 1, 0]


# -- sections, groups, sheets


def test_a_row_with_an_organisation_alone_names_that_of_the_rows_below(read_text: ReadText) -> None:
    file = read_text(
        "Name,Role,Email\nMoor Trust,,\nIda Moor,Analyst,ida@moor.example\nJon Peel,Chief,jon@moor.example\n"
        "Ross Uni,,\nKit Ross,Reader,kit@ross.example\nLee Only,,\nPeel Ltd,,\n"
    )
    assert shown(file) == {
        "Ida Moor": "Moor Trust",
        "Jon Peel": "Moor Trust",
        "Kit Ross": "Ross Uni",
        "Lee Only": "Ross Uni",
    }
    assert [(row.line, row.text) for row in file.skipped] == [(8, "Peel Ltd")]
    assert "line 2: “Moor Trust” was read as the organisation of the rows below it" in file.warnings


def test_an_organisation_written_once_holds_for_the_blanks_below_until_another_is_named(read_text: ReadText) -> None:
    file = read_text(
        "Organisation,Name,Email\nMoor Trust,,\n,Ida Moor,ida@moor.example\nRoss Uni,Kit Ross,kit@ross.example\n"
        ",Lee Ash,lee@ash.example\n"
    )
    assert shown(file) == {"Ida Moor": "Moor Trust", "Kit Ross": "Ross Uni", "Lee Ash": ""}


def test_organisations_without_a_person_stay_organisations(read_text: ReadText) -> None:
    file = read_text("Organisation,Name,Email\nMoor Trust,,\nRoss Uni,Kit Ross,kit@ross.example\n")
    assert [(contact.kind, contact.organisation) for contact in file.contacts] == [
        ("organisation", "Moor Trust"),
        ("person", "Ross Uni"),
    ]


def test_headings_in_two_rows_are_read_together_where_one_row_does_not_tell(read_text: ReadText) -> None:
    contact = only(
        read_text("Person,,Home,,Work,\nFirst name,Surname,Phone,Town,Phone,Town\nIda,Moor,01632 960101,Bolton,,Bury\n")
    )
    assert [(phone.value, phone.type) for phone in contact.phones] == [("+441632960101", "home")]
    assert {(each.type, each.city) for each in contact.addresses} == {("home", "Bolton"), ("work", "Bury")}


def workbook(**sheets: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)
    return made.getvalue()


_PEOPLE = [["Name", "Email", "Organisation"], ["Ida Moor", "ida@moor.example", "Moor Trust"]]


def test_a_cover_sheet_and_a_list_of_choices_are_not_read_as_people(read_text: ReadText) -> None:
    cover = [["Kept by", "sam@cluster.example"], ["Questions to", "lee@cluster.example"]]
    choices = [["Organisation"], ["Moor Trust"], ["Peel Ltd"]]
    file = read_text(workbook(Cover=cover, People=_PEOPLE, Lists=choices), "people.xlsx")
    assert shown(file) == {"Ida Moor": "Moor Trust"}
    assert sum("was not read" in warning for warning in file.warnings) == 2


def test_two_sheets_of_people_are_both_read(read_text: ReadText) -> None:
    more = [["First name", "Surname"], ["Jon", "Peel"]]
    assert shown(read_text(workbook(One=_PEOPLE, Two=more), "people.xlsx")) == {
        "Ida Moor": "Moor Trust",
        "Jon Peel": "",
    }


def test_a_title_and_blank_rows_above_the_headings_are_left_out(read_text: ReadText) -> None:
    rows = [["NW cluster contacts – Oct 2026"], [], *_PEOPLE]
    assert shown(read_text(workbook(Contacts=rows), "people.xlsx")) == {"Ida Moor": "Moor Trust"}


def test_the_question_that_is_answered_wins_over_a_column_that_a_form_leaves_blank(read_text: ReadText) -> None:
    file = read_text(
        "Email,Name,Your full name,Your organisation,Best contact number\n"
        "anonymous,,Ida Moor,Moor Trust,01632 960101\nanonymous,,Jon Peel,Peel Ltd,\n"
    )
    assert shown(file) == {"Ida Moor": "Moor Trust", "Jon Peel": "Peel Ltd"}
    assert [phone.value for phone in file.contacts[0].phones] == ["+441632960101"]
    assert file.warnings == ()
    assert not any(contact.emails or contact.extra for contact in file.contacts)


@pytest.mark.parametrize("whose", ["Line manager's", "Line manager’s", "Supervisor's", "Emergency contact's"])
def test_the_address_of_somebody_named_beside_a_person_is_not_the_person_s(read_text: ReadText, whose: str) -> None:
    contact = only(read_text(f"First name,Surname,Email,{whose} email\nIda,Moor,ida@moor.example,jon@peel.example\n"))
    assert emails(contact) == ["ida@moor.example"]
    assert contact.extra == {f"{whose} email": "jon@peel.example"}


@pytest.mark.parametrize("title", ["Title", "Title*", "Title (Dr/Mr/Mrs/Ms/Prof)", "Your title", "What is your title?"])
def test_a_title_with_its_choices_is_no_job(read_text: ReadText, title: str) -> None:
    contact = only(read_text(f"{title},Name,What is your job title?\nDr,Ida Moor,Reader\n"))
    assert (contact.name.prefix, contact.title, contact.extra) == ("Dr", "Reader", {})


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Name;Vorname", "Müller;Jörg"),
        ("Nom;Prénom", "Müller;Jörg"),
        ("Prénom;Nom de famille", "Jörg;Müller"),
        ("Nom;Courriel", "Jörg Müller;"),
    ],
)
def test_a_name_beside_a_first_name_is_the_family_name(read_text: ReadText, headings: str, cells: str) -> None:
    name = only(read_text(f"{headings};E-Mail\n{cells};jm@mueller.example\n")).name
    assert (name.given, name.family) == ("Jörg", "Müller")


def test_the_address_book_of_a_german_outlook_keeps_its_address_and_telephones(read_text: ReadText) -> None:
    contact = only(
        read_text(
            "Anrede;Vorname;Nachname;Firma;Abteilung;Straße geschäftlich;Ort geschäftlich;Postleitzahl geschäftlich;"
            "Land/Region geschäftlich;Telefon geschäftlich;Mobiltelefon;E-Mail-Adresse;Geburtstag;Notizen\n"
            "Frau;Ina;Kohl;Kohl GmbH;Forschung;Weg 1;Berlin;10115;Deutschland;030 901820;0170 1234567;"
            "ina@kohl.example;03.02.1970;Rückruf\n"
        )
    )
    (address,) = contact.addresses
    assert (address.street, address.city, address.postcode, address.type) == ("Weg 1", "Berlin", "10115", "work")
    assert [phone.type for phone in contact.phones] == ["work", "mobile"]
    assert (contact.name.prefix, contact.department, contact.birthday) == ("Frau", "Forschung", "1970-02-03")
    assert (contact.notes, contact.extra) == ("Rückruf", {})
