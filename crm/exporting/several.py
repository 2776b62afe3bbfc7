"""What a contact or an organisation has several of: each record's as one JSON list, in one query for all."""

from typing import Any

from peewee import Alias, Value, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.expressions import is_current, primary_of
from crm.db.schema import (
    Affiliation,
    ContactAddress,
    ContactAlias,
    ContactEmail,
    ContactPhone,
    ContactTag,
    ContactTheme,
    Organisation,
    OrganisationAlias,
    OrganisationDomain,
    OrganisationTag,
    OrganisationTheme,
    Partnership,
    Tag,
    Theme,
)


def with_extension(phone: Any) -> Any:
    """Return the number of a phone (the model or an alias of it) as it is dialled, with its extension."""
    extension = fn.iif(phone.extension == "", "", Value(" ext. ").concat(phone.extension))
    return fn.coalesce(phone.e164, phone.typed).concat(extension)


def _list_of(value: Any, *order: Any) -> Any:
    return fn.json_group_array(value).order_by(*order)


EMAILS = Alias(
    ContactEmail.select(
        _list_of(
            fn.json_array(ContactEmail.value, ContactEmail.kind, ContactEmail.is_primary, ContactEmail.state),
            ContactEmail.is_primary.desc(),
            ContactEmail.id,
        )
    ).where(ContactEmail.contact == ContactSummary.contact_id),
    "emails",
)
PHONES = Alias(
    ContactPhone.select(
        _list_of(
            fn.json_array(
                fn.coalesce(ContactPhone.e164, ContactPhone.typed),
                ContactPhone.kind,
                ContactPhone.extension,
                ContactPhone.typed,
            ),
            ContactPhone.id,
        )
    ).where(ContactPhone.contact == ContactSummary.contact_id),
    "phones",
)
ADDRESSES = Alias(
    ContactAddress.select(
        _list_of(
            fn.json_array(
                ContactAddress.kind,
                ContactAddress.street,
                ContactAddress.town,
                ContactAddress.region,
                ContactAddress.postcode,
                ContactAddress.country,
            ),
            ContactAddress.id,
        )
    ).where(ContactAddress.contact == ContactSummary.contact_id),
    "addresses",
)
NAMES = Alias(
    ContactAlias.select(_list_of(fn.json_array(ContactAlias.name, ContactAlias.kind), ContactAlias.id)).where(
        ContactAlias.contact == ContactSummary.contact_id
    ),
    "names",
)
_IS_MAIN = Affiliation.id >> primary_of(ContactSummary, "contact_id")
_EMPLOYER = Organisation.alias()
AFFILIATIONS = Alias(
    (
        Affiliation.select(
            _list_of(
                fn.json_array(
                    _EMPLOYER.name,
                    Affiliation.role,
                    Affiliation.department,
                    Affiliation.kind,
                    fn.coalesce(Affiliation.started, ""),
                    fn.coalesce(Affiliation.ended, ""),
                    Affiliation.is_lead,
                    is_current(Affiliation),
                    _IS_MAIN,
                ),
                _IS_MAIN.desc(),
                is_current(Affiliation).desc(),
                Affiliation.id,
            )
        )
        .join(_EMPLOYER, on=(_EMPLOYER.id == Affiliation.organisation) & _EMPLOYER.deleted_at.is_null())
        .where(Affiliation.contact == ContactSummary.contact_id)
    ),
    "affiliations",
)
"""The affiliation that a contact stands for first, then other current ones, then former ones."""

_PARENT = Organisation.alias()
PARENT = Alias(
    _PARENT.select(_PARENT.name).where(_PARENT.id == Organisation.parent, _PARENT.deleted_at.is_null()),
    "parent",
)
ALIASES = Alias(
    OrganisationAlias.select(
        _list_of(
            fn.json_object(
                "name", OrganisationAlias.name, "kind", OrganisationAlias.kind, "until", OrganisationAlias.until
            ),
            OrganisationAlias.id,
        )
    ).where(OrganisationAlias.organisation == OrganisationSummary.organisation_id),
    "aliases",
)
DOMAINS = Alias(
    OrganisationDomain.select(
        _list_of(
            fn.json_object("domain", OrganisationDomain.domain, "shared", fn.iif(OrganisationDomain.shared, "yes", "")),
            OrganisationDomain.id,
        )
    ).where(OrganisationDomain.organisation == OrganisationSummary.organisation_id),
    "domains",
)
PARTNERSHIPS = Alias(
    Partnership.select(
        _list_of(
            fn.json_object(
                "status",
                Partnership.status,
                "started_on",
                Partnership.started_on,
                "ended_on",
                Partnership.ended_on,
                "agreement",
                Partnership.agreement,
                "note",
                Partnership.note,
            ),
            Partnership.ended_on.is_null(False),
            Partnership.id,
        )
    ).where(Partnership.organisation == OrganisationSummary.organisation_id),
    "partnerships",
)


def _labels(link: Any, owner: Any, label: Any, named: Any, of: Any) -> Any:
    labels = link.select(_list_of(label.name, label.name)).join(label, on=label.id == named)
    return Alias(labels.where(owner == of), "labels")


LABELS = {
    "contact": {
        "tag": _labels(ContactTag, ContactTag.contact, Tag, ContactTag.tag, ContactSummary.contact_id),
        "theme": _labels(ContactTheme, ContactTheme.contact, Theme, ContactTheme.theme, ContactSummary.contact_id),
    },
    "organisation": {
        "tag": _labels(
            OrganisationTag,
            OrganisationTag.organisation,
            Tag,
            OrganisationTag.tag,
            OrganisationSummary.organisation_id,
        ),
        "theme": _labels(
            OrganisationTheme,
            OrganisationTheme.organisation,
            Theme,
            OrganisationTheme.theme,
            OrganisationSummary.organisation_id,
        ),
    },
}
"""The names of the tags and of the themes of a contact and of an organisation."""
