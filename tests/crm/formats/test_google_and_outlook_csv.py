import csv
import io

from crm.formats.rows import ReadEmail, ReadUrl
from tests.crm.formats.conftest import ReadText


def table(**cells: str) -> str:
    """One person as CSV: a row of headings and a row of cells."""
    out = io.StringIO()
    csv.writer(out).writerows([list(cells), list(cells.values())])
    return out.getvalue()


GOOGLE = {
    "First Name": "Siân", "Last Name": "Hall", "File As": "", "Organization Name": "Wyvern Trust",
    "Labels": "Huddle ::: * myContacts ::: * starred",
}  # fmt: skip
OUTLOOK = dict.fromkeys(
    ["Title", "First Name", "Middle Name", "Last Name", "Suffix", "Company", "Department", "Job Title",
     "Business Street", "Business Street 2", "Business City", "Business Postal Code", "Business Country/Region",
     "Business Phone", "Home Phone", "Mobile Phone", "Birthday", "Anniversary", "Categories", "E-mail Address",
     "E-mail Type", "E-mail Display Name", "E-mail 2 Address", "Gender", "Priority", "Private", "Sensitivity", "Notes",
     "Web Page", "Manager's Name", "Office Location"], "",
)  # fmt: skip


def test_googles_mark_decides_the_primary_address_and_joined_values_part(read_text: ReadText) -> None:
    cells = GOOGLE | {
        "E-mail 1 - Label": "Home",
        "E-mail 1 - Value": "s@home.example ::: s2@home.example",
        "E-mail 2 - Label": "* Work",
        "E-mail 2 - Value": "s@wyvern.example",
    }
    file = read_text(table(**cells))
    assert file.format == "google_contacts_csv"
    assert file.contacts[0].emails == (
        ReadEmail("s@home.example", "home", False),
        ReadEmail("s2@home.example", "home", False),
        ReadEmail("s@wyvern.example", "work", True),
    )


def test_googles_system_labels_are_no_tags(read_text: ReadText) -> None:
    (contact,) = read_text(table(**GOOGLE, **{"E-mail 1 - Value": "s@x.example", "E-mail 1 - Label": ""})).contacts
    assert contact.tags == ("Huddle",)
    assert contact.extra == {"starred": True}


def test_a_google_row_with_only_an_organisation_is_one(read_text: ReadText) -> None:
    cells = GOOGLE | {"First Name": "", "Last Name": "", "Phone 1 - Label": "Main", "Phone 1 - Value": "01632 960102"}
    (contact,) = read_text(table(**cells)).contacts
    assert (contact.kind, contact.organisation, contact.name.display) == ("organisation", "Wyvern Trust", "")


def test_googles_relations_websites_events_and_custom_fields_are_kept(read_text: ReadText) -> None:
    cells = GOOGLE | {
        "Website 1 - Label": "Profile", "Website 1 - Value": "https://x.example",
        "Event 1 - Label": "Anniversary", "Event 1 - Value": "2024-09-01",
        "Relation 1 - Label": "Assistant", "Relation 1 - Value": "Nerys",
        "Custom Field 1 - Label": "Source", "Custom Field 1 - Value": "Expo, stand B12",
        "Photo": "https://photos.example/1.jpg", "Labels": "",
    }  # fmt: skip
    (contact,) = read_text(table(**cells)).contacts
    assert contact.urls == (ReadUrl("https://x.example", "profile"),)
    assert contact.extra == {
        "events": [{"label": "Anniversary", "value": "2024-09-01"}],
        "relations": [{"label": "Assistant", "value": "Nerys"}],
        "custom": {"Source": "Expo, stand B12"},
        "photo_url": "https://photos.example/1.jpg",
    }


def test_the_google_headings_of_before_2024_are_known_in_utf16(read_text: ReadText) -> None:
    cells = {
        "Name": "Fionnuala Ní Bhriain", "Given Name": "", "Family Name": "", "Group Membership": "* My Contacts",
        "Birthday": " --06-14", "E-mail 1 - Type": "* Work", "E-mail 1 - Value": "f@x.example",
        "Organization 1 - Type": "", "Organization 1 - Name": "Westbridge", "Organization 1 - Title": "Chair",
    }  # fmt: skip
    file = read_text(table(**cells).encode("utf-16"))
    (contact,) = file.contacts
    assert file.format == "google_contacts_csv"
    assert (contact.name.given, contact.name.family, contact.title) == ("Fionnuala", "Ní Bhriain", "Chair")
    assert (contact.birthday, contact.tags) == ("--06-14", ())


def test_outlooks_fillers_are_no_data(read_text: ReadText) -> None:
    cells = OUTLOOK | {
        "First Name": "Priya", "Birthday": "0/0/00", "Anniversary": "0/0/00", "Gender": "Unspecified",
        "Priority": "Normal", "Private": "False", "Sensitivity": "Normal", "E-mail Address": "p@x.example",
        "E-mail Type": "SMTP",
    }  # fmt: skip
    file = read_text(table(**cells))
    assert file.format == "outlook_csv"
    assert (file.contacts[0].birthday, file.contacts[0].extra) == ("", {})


def test_what_outlook_does_not_fill_in_itself_is_kept(read_text: ReadText) -> None:
    cells = OUTLOOK | {"First Name": "Priya", "Private": "True", "Manager's Name": "Ann", "Office Location": "B12"}
    (contact,) = read_text(table(**cells)).contacts
    assert contact.extra == {
        "Private": "True",
        "Office Location": "B12",
        "relations": [{"label": "Manager", "value": "Ann"}],
    }


def test_an_exchange_address_gives_way_to_the_one_in_the_display_name(read_text: ReadText) -> None:
    cells = OUTLOOK | {
        "First Name": "Priya",
        "E-mail Address": "/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=priya",
        "E-mail Type": "EX",
        "E-mail Display Name": "Priya Ramanathan (priya@porthaven.example)",
    }
    file = read_text(table(**cells))
    assert file.contacts[0].emails == (ReadEmail("priya@porthaven.example", "other", True),)
    assert file.status == "ok"


def test_outlooks_title_is_before_the_name_and_its_street_may_have_lines(read_text: ReadText) -> None:
    cells = OUTLOOK | {
        "Title": "Ms", "First Name": "Priya", "Job Title": "Lead", "Business Street": "Guildhall",
        "Business City": "Port", "Business Street 2": "Annexe", "Categories": "Blue;Public sector",
        "Birthday": "14/06/1961",
    }  # fmt: skip
    (contact,) = read_text(table(**cells)).contacts
    assert (contact.name.prefix, contact.title, contact.birthday) == ("Ms", "Lead", "1961-06-14")
    assert (contact.addresses[0].type, contact.addresses[0].street) == ("work", "Guildhall\nAnnexe")
    assert contact.tags == ("Blue", "Public sector")
