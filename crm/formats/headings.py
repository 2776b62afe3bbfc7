"""What the headings of people's own tables mean, in the words of British (and some American) spreadsheets."""

from crm.formats.fields import Target
from crm.text import words

_MEANINGS: tuple[tuple[Target, str], ...] = (
    (Target("prefix"), "prefix, salutation, honorific, name prefix"),
    (
        Target("given"),
        """first name, firstname, first, forename, forenames, given name, given names, given, christian name, fname""",
    ),
    (Target("middle"), "middle name, middle names, middle, middle initial"),
    (Target("family"), "last name, lastname, last, surname, family name, family, sname, lname"),
    (Target("suffix"), "suffix, name suffix, post nominals, postnominals, letters after name"),
    (Target("nickname"), "nickname, preferred name, known as, preferred first name, likes to be called"),
    (
        Target("whole_name"),
        """name, full name, fullname, contact, contact name, person, attendee, attendee name, delegate, delegate name,
        display name, participant, participant name, member name, your name, lead contact, main contact, contact person,
        key contact, name of contact, representative""",
    ),
    (
        Target("organisation"),
        """organisation, organization, org, company, company name, organisation name, organization name, employer,
        institution, trust, nhs trust, university, business, business name, firm, affiliation, account name,
        associated company, workplace, partner organisation, current organisation""",
    ),
    (
        Target("department"),
        "department, dept, division, directorate, faculty, school, team, unit, department name",
    ),
    (
        Target("title"),
        """job title, jobtitle, role, position, job, job role, role title, position title, occupation, designation,
        current role, job position, job title role""",
    ),
    (Target("birthday"), "birthday, date of birth, dob, birth date, birthdate"),
    (
        Target("notes"),
        """notes, note, comments, comment, remarks, description, about, bio, biography, background, details,
        additional information, additional notes, further information""",
    ),
    (Target("tags"), "tags, tag, labels, categories, category, groups, group, keywords"),
    (Target("uid"), "uid, uuid"),
    (Target("kind"), "type, contact type, record type"),
    (
        Target("email"),
        """email, e mail, email address, e mail address, emailaddress, mail, primary email, contact email, main email,
        email id, other emails, other e mails, other email""",
    ),
    (
        Target("email", label="work"),
        "work email, business email, office email, nhs email, work e mail, company email, email work",
    ),
    (
        Target("email", label="home"),
        "personal email, private email, home email, home e mail, email home, email personal",
    ),
    (
        Target("phone"),
        """phone, tel, telephone, phone number, telephone number, contact number, tel no, telephone no, phone no,
        tel number, contact tel, primary phone, contact phone, phone numbers, other phone, other phones""",
    ),
    (
        Target("phone", label="mobile"),
        """mobile, mob, cell, mobile phone, mobile number, mobile no, cell phone, mobile tel, mobile telephone""",
    ),
    (
        Target("phone", label="work"),
        """work phone, office phone, business phone, direct dial, direct line, ddi, work tel, office tel, landline,
        work telephone, work number, office number""",
    ),
    (Target("phone", label="home"), "home phone, home tel, home telephone, home number"),
    (Target("phone", label="main"), "switchboard, main phone, main number, reception"),
    (Target("phone", label="fax"), "fax, fax number, fax no"),
    (
        Target("address", part="formatted"),
        "address, full address, postal address, business address, mailing address, work address",
    ),
    (
        Target("address", part="street"),
        """street, street address, address line, address street, address 1, address line 1, address line 2,
        address line 3, address 2, address 3, street 1, street 2""",
    ),
    (Target("address", part="city"), "town, city, town city, post town, address city, city town"),
    (Target("address", part="region"), "county, region, state, address state, state region, province"),
    (Target("address", part="postcode"), "postcode, post code, postal code, zip, zip code, address postcode"),
    (Target("address", part="country"), "country, country region, address country, nation"),
    (Target("url"), "website, web site, web, url, homepage, web page, web address, www"),
    (
        Target("url", label="linkedin"),
        "linkedin, linkedin url, linkedin profile, linked in, linkedin link, linkedin profile url",
    ),
    (
        Target("date", label="last_met"),
        """last met, last contact, last contacted, last seen, last meeting, date last contacted, last spoke,
        last spoken, last touch, last contact date, date last met, last interaction""",
    ),
    (Target("extra", label="pronouns"), "pronouns, preferred pronouns"),
    (Target("extra", label="sector"), "sector, constituency"),
    (Target("extra", label="sub_region"), "sub region, subregion, locality"),
    (Target("extra", label="theme"), "theme, themes, interests, area of interest, areas of interest"),
    (Target("extra", label="external_id"), "id, contact id, record id, external id"),
)
BY_HEADING = {heading.strip(): target for target, known in _MEANINGS for heading in known.split(",")}

# A heading of several words that holds one of these is about an address or a company, and holds neither.
_ABOUT_IT = frozenset(
    words(
        """opt opted consent consented sent status marketing verified bounce bounced valid preference preferences
        newsletter subscribe subscribed date permission format count type size sector number domain founded description
        turnover owner website"""
    )
)
_KINDS = (
    ("mobile", frozenset(("mobile", "mob", "cell"))),
    ("work", frozenset(("work", "office", "business"))),
    ("home", frozenset(("home", "personal", "private"))),
)


def heading_key(heading: str) -> str:
    """Return a heading as it is looked up: its words, folded, without the numbers that count columns."""
    return " ".join(word for word in words(heading) if not word.isdigit())


def meaning(heading: str) -> Target | None:
    """Return where a column of this heading goes, or None where the heading is not known word for word."""
    found = BY_HEADING.get(" ".join(words(heading))) or BY_HEADING.get(heading_key(heading))
    return None if found == Target("whole_name") and "#" in heading else found  # "Attendee #" is a number


def probable_meaning(heading: str) -> Target | None:
    """Return what an unknown heading of a few words probably means: "Tel (mobile)", "Attendee email address"."""
    found = set(heading_key(heading).split())
    if not found or len(found) > 4:
        return None
    label = next((name for name, marks in _KINDS if found & marks), "")
    if found & {"phone", "tel", "telephone", "mobile"} and not found & (_ABOUT_IT - {"number"}):
        return Target("phone", label=label)
    if found & _ABOUT_IT:
        return None
    if found & {"email", "mail"}:
        return Target("email", label=label)
    if found & {"organisation", "organization"} or {"company", "name"} <= found:
        return Target("organisation")
    return None
