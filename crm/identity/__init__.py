"""Who is who: one judgement for every road by which people and organisations come in."""

from crm.identity.asked import AskedKeys
from crm.identity.domains import SHARED_DOMAINS
from crm.identity.judging import Key, Person, Verdict, best_agreement
from crm.identity.keys import phone_key, profile_key, uid_key
from crm.identity.loaded import LoadedKeys, PhoneRow, names_of
from crm.identity.names import Agreement, Name, agreement, gender_in, name_of
from crm.identity.organisation_names import NameKey, is_no_organisation, name_key
from crm.identity.organisations import Doubt, KnownOrganisations, OrganisationCandidate, OrganisationMatch
from crm.identity.people import Match, Matcher

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
    "phone_key",
    "profile_key",
    "uid_key",
]
