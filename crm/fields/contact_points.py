"""How a contact is reached: e-mail addresses, phones and postal addresses, each in a table of its own."""

from typing import Any

from crm.fields import left_out
from crm.fields.declaration import Carded, Exported, Field, Filtered, Imported, Kind, Listed, Searched, Shown, Sorted

PART: dict[str, Any] = {
    "is_stored": False,
    "filtered": left_out.ONE_FIELD_OF_MANY,
    "sorted": left_out.NOT_SORTED,
    "listed": left_out.NOT_IN_LISTS,
    "changed": left_out.ITS_OWN_TABLE,
    "edited": left_out.IN_ITS_OWN_FORM,
    "shown": Shown(),
}
"""What is the same of all that a contact has several of, or from elsewhere."""

REACHED = (
    Field(
        key="email",
        label="E-mail",
        exported=Exported(width=32),
        imported=Imported(
            "email, e mail, email address, e mail address, emailaddress, mail, primary email, contact email, "
            "main email, email id, other emails, other e mails, other email",
            "email",
        ),
        carded=Carded("EMAIL"),
        searched=Searched(),
        **{**PART, "filtered": Filtered("has_email", "Has e-mail"), "sorted": Sorted(), "listed": Listed(place=70)},
    ),
    *(
        Field(
            key=key,
            label=label,
            kind=kind,
            imported=imported,
            exported=Exported(width=width),
            carded=Carded("EMAIL"),
            searched=Searched(),
            **PART,
        )
        for key, label, width, kind, imported in (
            ("email_kind", "E-mail kind", 10, Kind.TEXT, Imported(part="own")),
            ("other_emails", "Other e-mails", 32, Kind.SEVERAL, Imported(part="own")),
            (
                "former_emails",
                "Former e-mails",
                32,
                Kind.SEVERAL,
                Imported(
                    "former emails, former e mails, former email, former email address, former e mail address, "
                    "old email, old e mail, old email address, old e mail address, previous email, "
                    "previous e mail, previous email address, previous e mail address",
                    "email:former",
                ),
            ),
            (
                "bounced_emails",
                "Bounced e-mails",
                32,
                Kind.SEVERAL,
                Imported(
                    "bounced emails, bounced e mails, bounced email, bounced email address, bouncing email, "
                    "bouncing emails",
                    "email:bounced",
                ),
            ),
        )
    ),
    Field(
        key="phone",
        label="Phone",
        carded=Carded("TEL"),
        searched=Searched(),
        imported=Imported(
            "phone, tel, telephone, phone number, telephone number, contact number, tel no, telephone no, "
            "phone no, tel number, contact tel, primary phone, contact phone, phone numbers, other phone, "
            "other phones",
            "phone",
        ),
        exported=Exported(on_screen=True, kind="phone"),
        **{**PART, "filtered": Filtered("has_phone", "Has phone")},
    ),
    *(
        Field(
            key=key,
            label=label,
            kind=kind,
            imported=Imported(part="own"),
            carded=Carded("TEL"),
            exported=Exported(width=width, kind=cell),
            searched=Searched(),
            **PART,
        )
        for key, label, width, kind, cell in (
            ("phone_kind", "Phone kind", 10, Kind.TEXT, ""),
            ("other_phones", "Other phones", 24, Kind.SEVERAL, "phone"),
            ("phones_as_typed", "Phones as typed", 24, Kind.SEVERAL, ""),
        )
    ),
    *(
        Field(
            key=key,
            label=label,
            kind=kind,
            imported=imported,
            exported=Exported(width=width),
            carded=Carded("ADR"),
            searched=left_out.NOT_FOUND_BY,
            **PART,
        )
        for key, label, width, kind, imported in (
            ("address_kind", "Address kind", 10, Kind.TEXT, Imported(part="own")),
            (
                "street",
                "Street",
                28,
                Kind.LINES,
                Imported(
                    "street, street address, address line, address street, address 1, address line 1, "
                    "address line 2, address line 3, address 2, address 3, street 1, street 2",
                    "address/street",
                ),
            ),
            (
                "town",
                "Town",
                18,
                Kind.TEXT,
                Imported("town, city, town city, post town, address city, city town", "address/city"),
            ),
            (
                "county",
                "County",
                18,
                Kind.TEXT,
                Imported("county, region, state, address state, state region, province", "address/region"),
            ),
            (
                "postcode",
                "Postcode",
                10,
                Kind.TEXT,
                Imported("postcode, post code, postal code, zip, zip code, address postcode", "address/postcode"),
            ),
            (
                "country",
                "Country",
                16,
                Kind.TEXT,
                Imported("country, country region, address country, nation", "address/country"),
            ),
            ("other_addresses", "Other addresses", 40, Kind.SEVERAL, Imported(part="own")),
        )
    ),
)
