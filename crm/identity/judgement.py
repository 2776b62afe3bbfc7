"""One judgement: whether an incoming person is somebody we hold, may be, or is another; always with the reason.

A key that two people share joins them only where their given names agree, as far as the key is one person's own: an
office's mailbox or a household's number needs more of the name than a mobile number does. What contradicts (birthday,
Jr and Sr, Mr and Mrs) turns a join into a question.
"""

import enum
from collections.abc import Iterable

import msgspec

from crm.identity.keys import is_mobile, is_shared_mailbox
from crm.identity.names import Agreement, Name, agreement, is_turned
from crm.text import fold


class Key(enum.Enum):
    """By what a candidate was found."""

    UID = "the same identifier"
    EMAIL = "the e-mail address {}"
    LINK = "the profile link"
    PHONE = "the phone number {}"
    BIRTHDAY = "name and birthday"
    LISTED = "the name, and on the list of this huddle"
    ORGANISATION = "name and organisation"
    NAME = "only the name is the same"


class Verdict(enum.IntEnum):
    """What is to be done with a candidate."""

    OTHER = 0
    ASK = 1
    SAME = 2


class Person(msgspec.Struct):
    """What is known of somebody for telling who is who. `in_file`: made of an earlier row of the same file.

    `is_record`: a record of one of our own files, where another identifier is another person.

    `phones` are keys, `emails` in lower case, `birthday` is ISO of any precision or `--MM-DD`; an organisation that is
    named and not known yet is 0. `joined` are other names they go by, and those of earlier rows of the file that were
    found to be theirs.
    """

    names: tuple[Name, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    link: str = ""
    uid: str = ""
    birthday: str = ""
    gender: str = ""
    organisations: tuple[int, ...] = ()
    in_file: bool = False
    in_trash: bool = False
    is_record: bool = False
    joined: tuple[Name, ...] = ()

    @property
    def is_named(self) -> bool:
        """Return whether there is any name to compare; a mailbox shown by its address has none."""
        return any(self.names)


class Judgement(msgspec.Struct, frozen=True):
    """A verdict with its reason; `exact` where the names are word for word the same."""

    verdict: Verdict
    reason: str = ""
    exact: bool = False


_OTHER = Judgement(Verdict.OTHER)


class Judge(msgspec.Struct):
    """Judges candidates for one incoming person; `shown` are the keys as the file writes them, for the reasons."""

    incoming: Person
    shown: dict[str, str] = msgspec.field(default_factory=dict)

    def __call__(self, candidate: Person, by: Key, value: str = "", holders: int = 1) -> Judgement:
        """Return the judgement of a candidate found `by` a key that so many people hold."""
        if candidate.is_record and candidate.in_file and self.incoming.is_record and by is not Key.UID:
            return _OTHER
        agree = self._agreement(candidate)
        verdict, doubt = self._by_key(candidate, by, value, holders, agree)
        if verdict is Verdict.SAME:
            against = self._contradiction(candidate, by, value)
            if against:
                apart = candidate.in_file and against in _TWO_PEOPLE
                verdict, doubt = (Verdict.OTHER if apart else Verdict.ASK), against
        if verdict is Verdict.OTHER:
            return _OTHER
        said = self.shown.get(value, value)
        exact = agree is Agreement.FULL and not self._is_turned(candidate)
        if verdict is Verdict.SAME:
            return Judgement(verdict, by.value.format(said), exact)
        return Judgement(verdict, doubt.format(said), exact)

    def _agreement(self, candidate: Person) -> Agreement:
        """Return how far the names agree: with somebody's own, and with those of all who were joined with them.

        Where Christine is known as Chris, Christopher is not that Chris.
        """
        mine = self.incoming.names
        own = best_agreement(mine, candidate.names)
        if not candidate.joined or own is Agreement.FULL:
            return own
        each = [own, *(best_agreement(mine, (name,)) for name in candidate.joined)]
        best, worst = max(each), min(each)
        return best if best in (worst, Agreement.FULL) else min(best, max(worst, Agreement.DOUBT))

    def _by_key(self, candidate: Person, by: Key, value: str, holders: int, agree: Agreement) -> tuple[Verdict, str]:
        if not (self.incoming.is_named and candidate.is_named):
            return self._nameless(candidate, by, value, holders)
        if by in (Key.UID, Key.LINK):
            return _own(candidate, by, agree)
        if by is Key.EMAIL:
            return self._mailbox(candidate, value, holders, agree)
        if by is Key.PHONE:
            return self._number(candidate, value, holders, agree)
        return self._named(candidate, by, agree)

    def _nameless(self, candidate: Person, by: Key, value: str, holders: int) -> tuple[Verdict, str]:
        """Judge where one side is nothing but an address or a number."""
        if by in (Key.UID, Key.LINK):
            return Verdict.SAME, ""
        if by is Key.EMAIL:
            if holders > 1:
                return Verdict.ASK, "{} belongs to several people"
            if self.incoming.is_named and not names_owner(value, self.incoming.names):
                return Verdict.ASK, "{} is held without a name: a shared mailbox?"
            return Verdict.SAME, ""
        if by is Key.PHONE and holders == 1 and (is_mobile(value) or not candidate.is_named):
            return Verdict.SAME, ""
        return (Verdict.ASK, "{} belongs to several people") if by is Key.PHONE else (Verdict.OTHER, "")

    def _mailbox(self, candidate: Person, value: str, holders: int, agree: Agreement) -> tuple[Verdict, str]:
        family = next((name.family for name in candidate.names if name.family), ())
        shared = is_shared_mailbox(value, family)
        if agree >= Agreement.SHORT:
            return Verdict.SAME, ""
        if agree >= Agreement.MARRIED:
            enough = not shared and (agree is Agreement.INITIAL or holders == 1)
            if agree is Agreement.MARRIED:  # "pathology@" may be that of two Marys
                enough = enough and names_owner(value, (*self.incoming.names, *candidate.names))
            return (Verdict.SAME, "") if enough else (Verdict.ASK, _CLOSE)
        if agree is Agreement.DOUBT:
            return Verdict.ASK, _CLOSE
        if candidate.in_file or (shared and holders > 1):
            return Verdict.OTHER, ""  # a list that names both in rows of their own says that they are two
        return Verdict.ASK, "{} belongs to somebody of another name: a shared mailbox?"

    def _number(self, candidate: Person, value: str, holders: int, agree: Agreement) -> tuple[Verdict, str]:
        own = is_mobile(value)
        if agree is Agreement.FULL or (agree is Agreement.SHORT and own):
            return Verdict.SAME, ""
        if agree in (Agreement.INITIAL, Agreement.BARE) and holders == 1 and (own or not candidate.in_file):
            return Verdict.SAME, ""
        return (Verdict.ASK, _CLOSE) if agree >= Agreement.DOUBT else (Verdict.OTHER, "")

    def _named(self, candidate: Person, by: Key, agree: Agreement) -> tuple[Verdict, str]:
        if by is Key.BIRTHDAY:
            if agree is Agreement.FULL:
                return Verdict.SAME, ""
            alike = agree >= Agreement.NAMESAKE
            return (Verdict.ASK, "the same birthday, and nearly the same name") if alike else _NOT
        if by is Key.NAME:
            return (Verdict.ASK, by.value) if agree is Agreement.FULL and not self._told_apart(candidate) else _NOT
        if agree is Agreement.FULL and not self._is_turned(candidate):
            return Verdict.SAME, ""
        nearly = agree in (Agreement.FULL, Agreement.SHORT, Agreement.INITIAL)
        return (Verdict.ASK, "the same organisation, and nearly the same name") if nearly else _NOT

    def _contradiction(self, candidate: Person, by: Key, value: str) -> str:
        """Say what speaks against one person where the key and the names speak for it, or ""."""
        mine = self.incoming
        if mine.gender and candidate.gender and mine.gender != candidate.gender:
            return _TITLES_DIFFER
        if _generations_differ(mine.names, candidate.names):
            return _GENERATIONS_DIFFER
        if by is Key.UID:
            return ""
        if _generation_of_one(mine.names, candidate.names) and not self._is_own(by, value):
            return _GENERATIONS_DIFFER
        if birthdays_differ(mine.birthday, candidate.birthday):
            return "the same name, but another birthday: two people?"
        if by in (Key.ORGANISATION, Key.LISTED, Key.PHONE) and self._is_reached_elsewhere(candidate, by, value):
            return "the same name and organisation, but another address there: two people?"
        mobiles_differ = _are_apart(_mobiles(mine), _mobiles(candidate))
        if by is Key.EMAIL and mobiles_differ and not self._is_own(by, value):
            return "{} looks shared, and the mobile numbers differ: two people?"
        return ""

    def _is_reached_elsewhere(self, candidate: Person, by: Key, value: str) -> bool:
        """Tell whether two of one name have addresses (or links, or mobiles) that hardly one person has."""
        mine = self.incoming
        if mine.link and candidate.link and mine.link != candidate.link:
            return True
        if by is Key.PHONE:
            if is_mobile(value):
                return False
        elif _are_apart(_mobiles(mine), _mobiles(candidate)):
            return not set(mine.emails) & set(candidate.emails)
        if not _are_apart(mine.emails, candidate.emails):
            return False
        domains = {address.rpartition("@")[2] for address in candidate.emails}
        at_one_place = any(address.rpartition("@")[2] in domains for address in mine.emails)
        return at_one_place or (candidate.in_file and by is not Key.PHONE)

    def _told_apart(self, candidate: Person) -> bool:
        """Tell whether two rows of one list that share a name differ in so much that they need no question."""
        if not candidate.in_file:
            return False
        mine = self.incoming
        if mine.gender and candidate.gender and mine.gender != candidate.gender:
            return True
        if _generations_differ(mine.names, candidate.names):
            return True
        if mine.link and candidate.link and mine.link != candidate.link:
            return True
        places = _are_apart(mine.organisations, candidate.organisations)
        return places and _are_apart(mine.phones, candidate.phones)

    def _is_own(self, by: Key, value: str) -> bool:
        """Tell whether a key is one that a single person has: not an office's, a team's or a household's."""
        if by is Key.EMAIL:
            return not is_shared_mailbox(value, self.incoming.names[0].family if self.incoming.names else ())
        return by is Key.LINK or (by is Key.PHONE and is_mobile(value))

    def _is_turned(self, candidate: Person) -> bool:
        return all(is_turned(one, other) for one in self.incoming.names for other in candidate.names)


_NOT = (Verdict.OTHER, "")
_CLOSE = "{} belongs to somebody of nearly the same name"
_TITLES_DIFFER = "the same name, but Mr and Mrs (or Ms): two people?"
_GENERATIONS_DIFFER = "the same name, but one is Jr or Sr: two people?"
_TWO_PEOPLE = frozenset((_TITLES_DIFFER, _GENERATIONS_DIFFER))


def _own(candidate: Person, by: Key, agree: Agreement) -> tuple[Verdict, str]:
    """Judge by a key that is one person's own, whoever copied it where it does not belong."""
    if agree >= Agreement.MARRIED or (agree is Agreement.DOUBT and by is Key.UID):
        return Verdict.SAME, ""
    if agree is Agreement.DOUBT:
        return Verdict.ASK, "the profile link is that of somebody of nearly the same name"
    if candidate.in_file and by is Key.UID:
        return _NOT  # two people of one file may carry one identifier by mistake
    what = "identifier" if by is Key.UID else "profile link"
    return Verdict.ASK, f"the {what} is that of somebody of another name"


def best_agreement(one: Iterable[Name], other: tuple[Name, ...]) -> Agreement:
    """Return how far the names of two people agree at best: present, preferred and former ones count alike."""
    return max((agreement(mine, theirs) for mine in one for theirs in other), default=Agreement.BARE)


def names_owner(address: str, names: Iterable[Name]) -> bool:
    """Tell whether a mailbox is called by the given or the family name of somebody."""
    local = fold(address.partition("@")[0])
    return any(len(word) > 2 and word in local for name in names for word in (*name.given, *name.family))


def birthdays_differ(one: str, other: str) -> bool:
    """Tell whether two birthdays, each of any precision or without its year, cannot be one."""
    if not one or not other:
        return False
    if one.startswith("--") or other.startswith("--"):
        return len(one) >= 7 and len(other) >= 7 and one[-5:] != other[-5:]
    length = min(len(one), len(other))
    return one[:length] != other[:length]


def _generations_differ(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    mine = {name.generation for name in one} - {""}
    theirs = {name.generation for name in other} - {""}
    return bool(mine and theirs and mine.isdisjoint(theirs))


def _generation_of_one(one: tuple[Name, ...], other: tuple[Name, ...]) -> bool:
    """Tell whether only one of two people is said to be Jr or Sr: father and son may share an address."""
    return any(name.generation for name in one) != any(name.generation for name in other)


def _mobiles(person: Person) -> list[str]:
    return [number for number in person.phones if is_mobile(number)]


def _are_apart(one: Iterable[object], other: Iterable[object]) -> bool:
    """Tell whether both hold something and nothing of it is the same."""
    mine, theirs = set(one), set(other)
    return bool(mine and theirs and mine.isdisjoint(theirs))
