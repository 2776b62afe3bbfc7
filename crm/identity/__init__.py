"""Who is who: one judgement for every road by which people and organisations come in."""

from crm.identity.judgement import Key, Person, Verdict, best_agreement
from crm.identity.key_index import LoadedKeys, PhoneRow, names_of, names_read
from crm.identity.key_lookup import AskedKeys
from crm.identity.keys import phone_key, profile_key, uid_key
from crm.identity.names import Agreement, Name, agreement, gender_in, name_of
from crm.identity.organisation_names import NameKey, is_no_organisation, name_key, spelling_key
from crm.identity.organisations import Doubt, KnownOrganisations, OrganisationCandidate, OrganisationMatch
from crm.identity.people import Match, Matcher
from crm.identity.public_domains import SHARED_DOMAINS

__all__ = [
    "SHARED_DOMAINS",
    "Agreement",
    "AskedKeys",
    "Doubt",
    "Key",
    "KnownOrganisations",
    "LoadedKeys",
    "Match",
    "Matcher",
    "Name",
    "NameKey",
    "OrganisationCandidate",
    "OrganisationMatch",
    "Person",
    "PhoneRow",
    "Verdict",
    "agreement",
    "best_agreement",
    "gender_in",
    "is_no_organisation",
    "name_key",
    "name_of",
    "names_of",
    "names_read",
    "phone_key",
    "profile_key",
    "spelling_key",
    "uid_key",
]
