"""Who is who: the one matcher of people that imports, attendance files, walk-ins, pasted lists and the log line ask."""

from crm.identity.judging import Key, Person, Verdict
from crm.identity.keys import phone_key, profile_key, uid_key
from crm.identity.loaded import LoadedKeys, names_of
from crm.identity.names import Agreement, Name, agreement, gender_in, name_of
from crm.identity.people import Match, Matcher

__all__ = [
    "Agreement",
    "Key",
    "LoadedKeys",
    "Match",
    "Matcher",
    "Name",
    "Person",
    "Verdict",
    "agreement",
    "gender_in",
    "name_of",
    "names_of",
    "phone_key",
    "profile_key",
    "uid_key",
]
