"""Headings are read by the words they are made of: whose, of which kind, which field and part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.contact_columns import Target
from crm.formats.heading_words import PAYER, STAFF
from crm.formats.headings import heading_key, meaning, read_heading

_GIVEN, _FAMILY, _WHOLE = Target("given"), Target("family"), Target("whole_name")
_ORGANISATION = Target("organisation")


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Full name (as it should appear on your badge)", _WHOLE),
        ("Name / First Name", _GIVEN),
        ("Name / Last Name", _FAMILY),
        ("Attendee First Name", _GIVEN),
        ("Forename(s)", _GIVEN),
        ("What is your first name?", _GIVEN),
        ("Contact: Last Name", _FAMILY),
        ("First Name *", _GIVEN),
        ("first_name", _GIVEN),
        ("firstName", _GIVEN),
        ("FirstName", _GIVEN),
        ("FIRST NAME:", _GIVEN),
        ("Surname / Family name", _FAMILY),
        ("Please enter your full name", _WHOLE),
        ("Your name", _WHOLE),
        ("What's your name?", _WHOLE),
        ("First name and surname", _WHOLE),
        ("First and last name", _WHOLE),
        ("Name (first and last)", _WHOLE),
        ("Ticket Full Name", _WHOLE),
        ("name_title", Target("prefix")),
        ("Preferred name (for your badge)", Target("nickname")),
        ("Company / Name", _ORGANISATION),
        ("Organisation / Company", _ORGANISATION),
        ("Name of your organisation", _ORGANISATION),
        ("What is the name of the company you work for?", _ORGANISATION),
        ("Which organisation do you represent?", _ORGANISATION),
        ("Current Employer", _ORGANISATION),
        ("Account", _ORGANISATION),
        ("Name (organisation)", _ORGANISATION),
        ("Job Title / Role", Target("title")),
        ("Your role at the organisation", Target("title")),
        ("Organization Department", Target("department")),
        ("Emails / Primary Email", Target("email")),
        ("Please provide your e-mail address", Target("email")),
        ("E-mail (work)", Target("email", label="work")),
        ("Personal e-mail address", Target("email", label="home")),
        ("Secondary Email", Target("email", label="other")),
        ("Company email", Target("email", label="work")),
        ("Phones / Primary Phone Number", Target("phone")),
        ("Mobile (incl. country code)", Target("phone", label="mobile")),
        ("Phone - Home", Target("phone", label="home")),
        ("Daytime telephone number", Target("phone")),
        ("Company Phone", Target("phone", label="work")),
        ("Pager Number", Target("phone", label="pager")),
        ("Linkedin / Link URL", Target("url", label="linkedin")),
        ("Your LinkedIn profile (if you have one)", Target("url", label="linkedin")),
        ("homepage_url", Target("url")),
        ("Web Page 2", Target("url")),
        ("Organisation code", Target("extra", label="ods_code")),
        ("CompanyNumber", Target("extra", label="company_number")),
        ("Birth Year", Target("birth", part="year")),
    ],
)
def test_a_heading_says_where_its_column_goes_whatever_stands_around_its_words(heading: str, target: Target) -> None:
    assert meaning(heading) == target


@pytest.mark.parametrize(
    "qualifier",
    [
        "Mailing",
        "Primary Address",
        "Work",
        "Home",
        "Business",
        "Other",
        "Billing",
        "Shipping",
        "Address",
        "Home Address",
    ],
)
@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("Street", "street"),
        ("City", "city"),
        ("State/Province", "region"),
        ("Zip/Postal Code", "postcode"),
        ("ZipCode", "postcode"),
        ("PostCode", "postcode"),
        ("Country", "country"),
    ],
)
def test_the_parts_of_an_address_are_read_with_any_qualifier(qualifier: str, word: str, part: str) -> None:
    found = meaning(f"{qualifier} {word}")
    assert found is not None
    assert (found.field, found.part) == ("address", part)


def test_home_and_work_are_two_addresses_and_the_lines_of_each_stay_together() -> None:
    home, work = meaning("Home Address2"), meaning("Business Address City")
    assert home is not None
    assert work is not None
    assert (home.part, home.label, work.label) == ("street", "home", "work")
    assert home.slot != work.slot
    assert meaning("Address 2: City") != meaning("Address 1: City")


@pytest.mark.parametrize(
    "heading",
    [
        "E-mail opt out",
        "Do Not Email",
        "doNotEmail",
        "No Bulk Emails (User Opt Out)",
        "Email status",
        "Email sent?",
        "Emails received",
        "May we e-mail you?",
        "Phone type",
        "Company size",
        "Company website consent",
        "Previous employer",
        "Event name",
        "User name",
        "Name of your dog",
        "How did you hear about our organisation?",
        "Is this your first huddle?",
        "I agree to receive the newsletter by email",
        "anonymous",
        "Preferred contact method",
        "Name and company",
        "Phone or email",
    ],
)
def test_a_heading_about_a_field_is_not_that_field(heading: str) -> None:
    assert meaning(heading) is None


@pytest.mark.parametrize(
    ("heading", "rank"),
    [
        ("Buyer Email", PAYER),
        ("Order Name", PAYER),
        ("Purchaser: First Name", PAYER),
        ("Booked by (email)", PAYER),
        ("Account Owner Email", STAFF),
        ("Created By Name", STAFF),
        ("Staff email", STAFF),
    ],
)
def test_columns_about_buyers_and_staff_are_not_the_persons_own(heading: str, rank: int) -> None:
    assert read_heading(heading).rank == rank
    assert meaning(heading) is None


@given(st.text(max_size=80))
def test_any_text_may_be_a_heading(heading: str) -> None:
    found = read_heading(heading)
    assert found.target is None or found.target.field
    assert heading_key(heading) == heading_key(f" {heading} ")
