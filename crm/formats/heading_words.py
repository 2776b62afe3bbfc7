"""The words that headings are made of: whose the column is, of which kind, and which field and part it holds.

"Attendee First Name", "Primary Address Postal Code", "Phones / Primary Phone Number", "What is your surname?" are read
by their words, not looked up whole.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

# Fields, by the phrases for them; the longest phrase that fits is taken first.
_FIELDS: Mapping[str, str] = {
    "given": """first name, first names, firstname, firstnames, forename, forenames, forename s, fore name, given name,
        given names, givenname, christian name, fname, vorname, prenom, rufname""",
    "family": """last name, last names, lastname, surname, surnames, sur name, family name, familyname, lname, nachname,
        familienname, zuname, nom, nom de famille""",
    "middle": "middle name, middle names, middlename, middle initial, middle initials, middle name s",
    "prefix": "name prefix, name title, prefix, salutation, honorific, courtesy title, anrede, civilite",
    "suffix": "name suffix, suffix, post nominals, postnominals, letters after name",
    "nickname": """nickname, nick name, preferred name, preferred first name, known as, name known as,
        likes to be called, name you like to be called, name you prefer""",
    "full": """full name, full names, fullname, display name, displayname, complete name, whole name,
        first and last name, first last name, first name and last name, first name last name, first name surname,
        first name and surname, forename and surname, first and surname, name and surname, name surname,
        surname first name, surname forename, last name first name""",
    "name": "name, names",
    "email": """email, emails, e mail, e mails, email address, email addresses, e mail address, e mail addresses,
        emailaddress, emailaddresses, mail address, emailadresse, e mail adresse, mail adresse, courriel,
        adresse e mail, adresse email, adresse mail""",
    "mobile": """mobile, mob, mobile phone, mobile telephone, mobile tel, cell, cell phone, cellphone, cellular,
        whatsapp, whats app, mobiltelefon, handy, handynummer, portable, telephone portable, tel portable""",
    "phone": """phone, phones, telephone, telephones, tel, landline, telefon, telefonnummer, contact number,
        contact numbers, contact no, daytime number, evening number""",
    "direct": "direct dial, direct line, direct phone, direct number, ddi",
    "main": "switchboard, reception, main phone, main number, main telephone, main switchboard",
    "fax": "fax, fax number, facsimile",
    "pager": "pager, bleep",
    "calling": "calling code, country calling code, dialling code, dial code, phone country code, phone code",
    "extension": "extension, ext, phone extension, extn, extension number",
    "postcode": """postcode, post code, postal code, zip code, zipcode, zip, zip postal code, postal zip code,
        postal zip, zip postcode, postalcode, eircode, plz, postleitzahl,
        code postal""",
    "country": "country, country region, country name, countryregion, pays, land, land region",
    "city": "city, town, post town, posttown, town city, city town, village, ort, ville",
    "region": "county, state, province, region, state province, county state, stateprovince",
    "po_box": "po box, pobox, post office box, p o box",
    "street": "street, street address, road, strasse, rue, house number and street, number and street",
    "line": "line, lines, address line, address lines, addressline",
    "address": "address, addresses, addr, adresse, anschrift",
    "job": """job title, jobtitle, job role, role, position, occupation, designation, job, job position,
        position title, role title, job description title, job title role, title role, fonction, funktion""",
    "department": "department, dept, division, directorate, department name, abteilung",
    "organisation": """organisation, organisations, organization, company, employer, institution, workplace, firm,
        place of work, business name, trading name, trust name, nhs trust name, practice name, school name,
        university name, hospital name, charity name, where do you work, who do you work for, account, account name,
        organisation s, company s, firma, societe, entreprise""",
    "website": "website, web site, webpage, web page, homepage, home page, web address, url, www, website address",
    "linkedin": "linkedin, linked in",
    "birthday": "birthday, date of birth, birth date, birthdate, dob, geburtstag, geburtsdatum, date de naissance",
    "birth year": "birth year, year of birth",
    "birth month": "birth month, month of birth",
    "birth day": "birth day, day of birth",
    "title": "title",
}
_KINDS: Mapping[str, str] = {
    "work": """work, office, business, corporate, professional, practice, hospital, nhs, university, registered, reg,
        trading, geschaftlich, dienstlich, professionnel, professionnelle""",
    "home": "home, personal, private, residential, house, privat, personnel, personnelle",
    "other": "other, alternate, alternative, secondary, second, additional, another, alt, backup, third",
    "primary": "primary, main, default, current, preferred, first choice",
    "mailing": "mailing, postal, correspondence, post",
    "billing": "billing, invoice, invoicing",
    "shipping": "shipping, delivery",
}
# Whose a column is, from whose it is most likely to whose it is never. Payers and relatives are whom a table is about
# where it names nobody else; a program's own users never are.
ATTENDEE, OWN, UNKNOWN, COMPANION, PAYER, RELATIVE, STAFF = range(7)
_WHOSE: Mapping[int, str] = {
    ATTENDEE: """attendee, attendees, delegate, delegates, ticket, ticket holder, ticketholder, ticket holders,
        participant, registrant, badge holder""",
    OWN: """contact, contacts, contact person, person, persons, member, your, my, individual, subscriber, client,
        customer, candidate, applicant, volunteer, speaker, user, student, learner, supporter, donor, prospect, lead,
        invitee, visitor, main contact, key contact, lead contact, primary contact, point of contact, representative,
        employee, colleague, trainee, author, respondent, recipient, stakeholder, profile, requester,
        requestor, enquirer""",
    COMPANION: "guest, guests, plus one, companion, accompanying person, accompanying, partner, plus 1",
    PAYER: """buyer, purchaser, order, orders, orderer, booker, booking, booked by, payer, paid by, cardholder,
        card holder, ordered by, purchased by, placed by""",
    RELATIVE: """parent, guardian, carer, mother, father, child, spouse, husband, wife, emergency, emergency contact,
        next of kin, kin, referee, reference contact, referred by, referrer, mentor, nominee, nominator, nominated by,
        assistant, assistant s, asst, secretary, pa, ea, line manager, manager, manager s, supervisor, boss, gp,
        introduced by, invited by, spouse s, partner s, person who referred you, who referred you""",
    STAFF: """owner, owners, account owner, contact owner, lead owner, record owner, staff, staff member, created by,
        added by, entered by, modified by, last modified by, updated by, last updated by, assigned, assigned to,
        assigned user, assignee, account manager, relationship manager, record created by, imported by, handled by,
        responsible, agent, sales rep, salesperson, host, organiser, organizer, event organiser, our contact""",
}
# A heading that holds one of these is about a person, an address or a company, and holds none of them.
_ABOUT_IT = """opt, opted, optin, optout, consent, consented, sent, status, marketing, verified, bounce, bounced, valid,
    validity, preference, preferences, newsletter, newsletters, subscribe, subscribed, unsubscribe, unsubscribed,
    subscription, subscriptions, date, dates, permission, format, count, type, types, size, sector, domain, founded,
    description, turnover, mailing list, mailing lists, id, ids, guid, key, hash, token, code, codes, ref, reference,
    method, score, rating, points, source, how, why, when, many, much, old, describe, agree, happy, allowed, not, bulk,
    received, opened, clicked, wants, hidden, has, have, time, created, updated, modified, added, password, login,
    photo, avatar, image, picture, logo, qr, barcode, ip address, mac address, ip, user name, username, screen name,
    file name, domain name, event name, list name, campaign name, ticket type, ticket name, product name, number,
    no of, on hold, do not, legal basis, frequency, language, hear, heard, dietary, allergies, spelling, phonetic,
    yomi, html, sort name, previous, former, past, maiden, since, joined, left, level, class, category,
    provider, service, quality, unique, ticket url, ticket link, deliverable, confirmed, confirm"""
_FILLERS = """the, of, is, are, what, s, please, enter, provide, give, tell, us, a, an, as, it, should, appear, on, for,
    to, in, full, and, or, you, do, who, which, with, at, from, by, com, value, field, text, required, optional, line,
    this, we, whats, represent, we can, use, best, daytime, evening, day, contactable, single, legal, official,
    where, that, if, any, currently, working, type in, write, state your, based, belong, up to date, usual, link,
    public, profile, long, short, individual s, own, inc, incl, including"""
# What is no field beside a number of a telephone, and a number by itself.
_NUMBER = "number, numbers, no, nos, num, nr"
_LONGEST_PHRASE = 5
# Questions that begin so are answered with yes or no.
_ASKS = frozenset(("may", "can", "could", "would", "shall", "should", "will", "do", "does", "did", "are", "is", "was"))

_BRACKETS = re.compile(r"[(\[{（][^)\]}）]*[)\]}）]?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_COUNTED = re.compile(r"(?<=[A-Za-z])(?=\d)")
_POSSESSIVE = re.compile(r"(?<=\w)[’']s\b", re.IGNORECASE)


class Words(msgspec.Struct, frozen=True):
    """A heading taken apart: its fields in order, kind, whose it is (with rank), and what is left.

    `about` says that it holds a word which makes the column one *about* a field; `number` is the one after an address.
    """

    fields: tuple[str, ...]
    kind: str
    who: str
    rank: int
    unknown: tuple[str, ...]
    about: bool
    number: int
    plain: tuple[str, ...]


def _table() -> dict[tuple[str, ...], tuple[str, str]]:
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    groups: list[tuple[str, str, str]] = [
        *(("filler", "", phrases) for phrases in (_FILLERS,)),
        ("number", "", _NUMBER),
        *(("kind", kind, phrases) for kind, phrases in _KINDS.items()),
        ("about", "", _ABOUT_IT),
        *(("who", str(rank), phrases) for rank, phrases in _WHOSE.items()),
        *(("field", field, phrases) for field, phrases in _FIELDS.items()),
    ]
    for sort, value, phrases in groups:
        for phrase in phrases.split(","):
            key = tuple(phrase.split())
            # A "number" is about something, unless it is that of a telephone.
            if not (key in found and found[key][0] == "number"):
                found[key] = (sort, value)
    return found


_PHRASES = _table()


def uncamelled(heading: str) -> str:
    """Return a heading with words set apart that only their letters tell: "firstName", "Address2", "Manager's"."""
    return _CAMEL.sub(" ", _COUNTED.sub(" ", _POSSESSIVE.sub("", heading)))


def without_brackets(heading: str) -> str:
    """Return a heading without what stands in brackets; one that is nothing but brackets stays."""
    return _BRACKETS.sub(" ", heading).strip(" *:?") or heading


def bracketed(heading: str) -> str:
    """Return what stands in the brackets of a heading, if anything."""
    return " ".join(_BRACKETS.findall(heading))


def take_apart(found: Sequence[str]) -> Words:
    """Return what the words of a heading are; digits count columns, and lines or sets of an address."""
    fields: list[str] = []
    kinds: list[str] = []
    who: list[tuple[int, str]] = []
    unknown: list[str] = []
    about, number, place = len(found) > len("do") and found[0] in _ASKS, 0, 0
    counts_phones = False
    while place < len(found):
        if found[place].isdigit():
            number = number or (int(found[place]) if fields[-1:] in (["address"], ["line"], ["street"]) else 0)
            place += 1
            continue
        length = next(
            (
                size
                for size in range(min(_LONGEST_PHRASE, len(found) - place), 0, -1)
                if tuple(found[place : place + size]) in _PHRASES
            ),
            0,
        )
        phrase = tuple(found[place : place + max(1, length)])
        place += max(1, length)
        sort, value = _PHRASES[phrase] if length else ("unknown", phrase[0])
        if sort == "field":
            fields.append(value)
        elif sort == "kind":
            kinds.append(value)
        elif sort == "who":
            who.append((int(value), " ".join(phrase)))
        elif sort == "about":
            about = True
        elif sort == "number":
            counts_phones = True
        elif sort == "unknown":
            unknown.append(value)
    if counts_phones and not {"phone", "mobile", "fax", "pager", "direct", "main"} & set(fields):
        about = True
    worst = max(who, default=(OWN, ""))
    chosen = worst if worst[0] > UNKNOWN else min(who, default=(OWN, ""))
    kind = next((each for each in ("other", "home", "work", "billing", "shipping", "mailing") if each in kinds), "")
    return Words(
        tuple(fields), kind or ("primary" if kinds else ""), chosen[1], chosen[0], tuple(unknown), about, number,
        tuple(found),
    )  # fmt: skip
