"""The fields of a contact, in the order of exports."""

from typing import Any

from crm.fields import left_out
from crm.fields.cleaning import birthday, days
from crm.fields.contact_points import PART, REACHED
from crm.fields.declaration import (
    Carded,
    Changed,
    Edited,
    Exported,
    Field,
    Fields,
    Filtered,
    Imported,
    Kind,
    Listed,
    No,
    OwnForm,
    Searched,
    Shown,
    Sorted,
)

_PLAIN: dict[str, Any] = {
    "filtered": left_out.ONE_FIELD_OF_MANY,
    "sorted": left_out.NOT_SORTED,
    "listed": left_out.NOT_IN_LISTS,
    "shown": Shown(),
}
_OF_PRIMARY: dict[str, Any] = {**PART, "imported": Imported(part="job"), "carded": Carded("X-AFFILIATION")}
_OF_ORGANISATION: dict[str, Any] = {
    **PART,
    "imported": Imported(part="known"),
    "carded": No("a fact of the organisation, whose own card tells it"),
    "searched": left_out.NOT_FOUND_BY,
    "sorted": Sorted(),
    "listed": Listed(),
    "edited": No("changed on the organisation"),
}
_WORKED_OUT: dict[str, Any] = {
    "is_stored": False,
    "imported": left_out.DERIVED,
    "carded": left_out.DERIVED,
    "searched": left_out.DERIVED,
    "sorted": Sorted(),
    "listed": Listed(),
    "changed": left_out.DERIVED,
    "edited": left_out.DERIVED,
    "shown": Shown(),
}

_NAME = (
    Field(
        key="name",
        label="Name",
        exported=Exported(width=26),
        filtered=No("a name is looked for"),
        **{
            **_WORKED_OUT,
            "imported": Imported(
                "name, full name, fullname, contact, contact name, person, attendee, attendee name, delegate, "
                "delegate name, display name, participant, participant name, member name, your name, lead contact, "
                "main contact, contact person, key contact, name of contact, representative",
                "whole_name",
            ),
            "carded": Carded("FN"),
            "searched": Searched(),
        },
    ),
    Field(
        key="title",
        label="Title",
        imported=Imported("prefix, salutation, honorific, name prefix", "prefix"),
        exported=Exported(width=8),
        carded=Carded("N"),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed(),
        edited=Edited(place=10),
        **_PLAIN,
    ),
    Field(
        key="given_name",
        label="Given name",
        imported=Imported(
            "first name, firstname, first, forename, forenames, given name, given names, given, christian name, fname",
            "given",
        ),
        exported=Exported(width=16),
        carded=Carded("N"),
        searched=Searched(weighs=True),
        changed=Changed(),
        edited=Edited(place=11),
        **_PLAIN,
    ),
    Field(
        key="family_name",
        label="Family name",
        imported=Imported("last name, lastname, last, surname, family name, family, sname, lname", "family"),
        exported=Exported(width=18),
        carded=Carded("N"),
        searched=Searched(weighs=True),
        changed=Changed(),
        edited=Edited(place=12),
        **_PLAIN,
    ),
    Field(
        key="suffix",
        label="Suffix",
        imported=Imported(
            "suffix, name suffix, post nominals, postnominals, letters after name, letters after the name",
            "suffix",
        ),
        exported=Exported("Letters after the name", 14),
        carded=Carded("N"),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed(),
        edited=Edited(placeholder="Add letters after the name", place=13),
        **_PLAIN,
    ),
    Field(
        key="preferred_name",
        label="Preferred name",
        imported=Imported(
            "nickname, preferred name, known as, preferred first name, likes to be called",
            "nickname",
        ),
        exported=Exported("Known as", 14),
        carded=Carded("NICKNAME"),
        searched=Searched(weighs=True),
        changed=Changed(),
        edited=Edited("Known as", "Add preferred name", place=14),
        **_PLAIN,
    ),
    Field(
        key="pronouns",
        label="Pronouns",
        imported=Imported("pronouns, preferred pronouns", "extra:pronouns"),
        exported=Exported(width=10),
        carded=Carded("PRONOUNS"),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed(),
        edited=Edited(place=15),
        **_PLAIN,
    ),
)
_AT_WORK = (
    Field(
        key="role",
        label="Role",
        exported=Exported(width=28),
        searched=Searched(),
        **{
            **_OF_PRIMARY,
            "imported": Imported(
                "job title, jobtitle, role, position, job, job role, role title, position title, occupation, "
                "designation, current role, job position, job title role",
                "title",
            ),
            "sorted": Sorted(),
            "listed": Listed(),
        },
    ),
    Field(
        key="department",
        label="Department",
        exported=Exported(width=24),
        searched=Searched(),
        **{
            **_OF_PRIMARY,
            "imported": Imported(
                "department, dept, division, directorate, faculty, school, team, unit, department name",
                "department",
            ),
        },
    ),
    Field(
        key="organisation",
        label="Organisation",
        kind=Kind.RECORD,
        exported=Exported(width=32),
        searched=Searched(),
        **{
            **_OF_PRIMARY,
            "imported": Imported(
                "organisation, organization, org, company, company name, organisation name, organization name, "
                "employer, institution, trust, nhs trust, university, business, business name, firm, affiliation, "
                "account name, associated company, workplace, partner organisation, current organisation",
                "organisation",
            ),
            "filtered": Filtered("organisation", vocabulary="organisation"),
            "sorted": Sorted(),
            "listed": Listed(),
        },
    ),
    *(
        Field(
            key=key,
            label=label,
            kind=kind,
            exported=Exported(width=width, kind="date" if kind is Kind.DAY else ""),
            searched=left_out.NOT_FOUND_BY,
            **_OF_PRIMARY,
        )
        for key, label, width, kind in (
            ("affiliation", "Affiliation", 12, Kind.CHOICE),
            ("since", "Since", 12, Kind.DAY),
            ("until", "Until", 12, Kind.DAY),
            ("lead_contact", "Lead contact", 10, Kind.YES_NO),
        )
    ),
    Field(
        key="other_affiliations",
        label="Other affiliations",
        kind=Kind.SEVERAL,
        exported=Exported(width=40),
        searched=Searched("formerly {}"),
        **_OF_PRIMARY,
    ),
    Field(
        key="sector",
        label="Sector",
        kind=Kind.RECORD,
        exported=Exported(width=16),
        **{**_OF_ORGANISATION, "filtered": Filtered("sector", vocabulary="sector")},
    ),
    Field(
        key="sub_region",
        label="Sub-region",
        kind=Kind.RECORD,
        exported=Exported(width=24),
        **{**_OF_ORGANISATION, "filtered": Filtered("sub_region", vocabulary="sub_region")},
    ),
    Field(
        key="partnership",
        label="Partnership",
        kind=Kind.CHOICE,
        exported=Exported(width=12),
        **{
            **_OF_ORGANISATION,
            "filtered": Filtered("partnership", vocabulary="partnership"),
            "listed": Listed(place=80),
        },
    ),
)
_ABOUT = (
    Field(
        key="birthday",
        label="Birthday",
        kind=Kind.DAY,
        clean=birthday,
        imported=Imported("birthday, date of birth, dob, birth date, birthdate", "birthday"),
        exported=Exported(width=12, kind="date"),
        carded=Carded("BDAY"),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed(),
        edited=Edited(place=16),
        **_PLAIN,
    ),
    Field(
        key="last_touch",
        label="Last contact",
        kind=Kind.DAY,
        filtered=Filtered("within", "Last contact within", "days"),
        exported=Exported(width=14, kind="date"),
        **{
            **_WORKED_OUT,
            "imported": Imported(
                "last met, last contact, last contacted, last seen, last meeting, date last contacted, last spoke, "
                "last spoken, last touch, last contact date, date last met, last interaction",
                "date:last_met",
            ),
        },
    ),
    Field(
        key="next_follow_up",
        label="Next follow-up",
        kind=Kind.DAY,
        filtered=Filtered("has_follow_up", "Has follow-up"),
        exported=Exported(width=14, kind="date"),
        **_WORKED_OUT,
    ),
    *(
        Field(
            key=key,
            label=label,
            kind=Kind.SEVERAL,
            imported=Imported(headings, part),
            exported=Exported(width=24),
            carded=Carded(card),
            searched=found,
            **{
                **PART,
                "filtered": Filtered(key.removesuffix("s"), label.removesuffix("s"), key.removesuffix("s")),
                "edited": Edited(placeholder=f"Add a {key.removesuffix('s')}", place=80),
            },
        )
        for key, label, headings, part, card, found in (
            (
                "tags",
                "Tags",
                "tags, tag, labels, categories, category, groups, group, keywords",
                "tags",
                "CATEGORIES",
                Searched("#{}"),
            ),
            (
                "themes",
                "Themes",
                "theme, themes, interests, area of interest, areas of interest",
                "extra:theme",
                "",
                No("a theme filters, and is no word"),
            ),
        )
    ),
    Field(
        key="linkedin_url",
        label="LinkedIn",
        kind=Kind.LINK,
        said="LinkedIn profile",
        imported=Imported(
            "linkedin, linkedin url, linkedin profile, linked in, linkedin link, linkedin profile url",
            "url:linkedin",
        ),
        exported=Exported(width=32),
        carded=Carded("URL"),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed(),
        edited=Edited(placeholder="Add profile address", place=17),
        **_PLAIN,
    ),
    Field(
        key="about",
        label="Notes",
        kind=Kind.LONG_TEXT,
        imported=Imported(
            "notes, note, comments, comment, remarks, description, about, bio, biography, background, details, "
            "additional information, additional notes, further information, notizen, bemerkungen, remarques",
            "notes",
        ),
        exported=Exported(width=40),
        carded=Carded("NOTE"),
        searched=Searched(""),
        changed=Changed(),
        edited=Edited(place=90),
        **_PLAIN,
    ),
    *(
        Field(
            key=key,
            label=label,
            kind=Kind.SEVERAL,
            imported=Imported(part="own"),
            exported=Exported(width=24),
            carded=Carded("X-ALIASES"),
            searched=Searched(said),
            **PART,
        )
        for key, label, said in (
            ("former_names", "Former names", "formerly {}"),
            ("also_called", "Also called", "also {}"),
        )
    ),
    Field(
        key="cadence_aim",
        label="Cadence",
        kind=Kind.NUMBER,
        clean=days,
        imported=Imported(part="own"),
        exported=Exported("Aim in days", 10, kind="number"),
        carded=Carded(),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed("cadence aim (days)"),
        edited=Edited("Contact every", place=20),
        **_PLAIN,
    ),
    Field(
        key="cadence_limit",
        label="Cadence limit",
        kind=Kind.NUMBER,
        clean=days,
        imported=Imported(part="own"),
        exported=Exported("Limit in days", 10, kind="number"),
        carded=Carded(),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed("cadence limit (days)"),
        edited=Edited("Going cold", place=21),
        **_PLAIN,
    ),
    Field(
        key="active",
        label="Active",
        kind=Kind.YES_NO,
        imported=Imported(part="own"),
        exported=Exported(width=8),
        carded=Carded("X-INACTIVE"),
        searched=left_out.NOT_FOUND_BY,
        changed=Changed(),
        edited=OwnForm("the actions of a contact, and of many at once"),
        **{**_PLAIN, "filtered": Filtered("active")},
    ),
    Field(
        key="uid",
        label="Identifier",
        imported=Imported("uid, uuid", "uid"),
        exported=Exported(width=36),
        carded=Carded("UID"),
        searched=left_out.NOT_FOUND_BY,
        changed=No("never changes"),
        edited=No("never changes"),
        **_PLAIN,
    ),
)

CONTACT = Fields(
    "contact",
    *_NAME,
    *_AT_WORK,
    *REACHED,
    *_ABOUT,
    hidden={
        "id": "the key of the row, which means nothing elsewhere",
        "created_at": "filters say “added within”, and the history when; it is no fact of the person",
        "deleted_at": "what is in the trash is shown there alone",
    },
)
