"""The keys that speak of one person as they are compared: identifiers, profile links, numbers and mailboxes."""

import re
import unicodedata
from urllib.parse import unquote

from crm.text import fold, words

# A program that counts its cards gives the same number to the first card of everybody's.
_COUNTER = re.compile(r"\d{1,8}|(?:id|uid|contact|card|person|entry|row|record|no|nr)[ _.:#-]?\d{1,6}|[\W_]*")
_PROFILE = re.compile(
    r"(?:https?:)?/{0,2}(?:[\w-]+\.)*linkedin\.[a-z]{2,}(?:\.[a-z]{2})?/(?:mwlite/|m/)?(?P<kind>in|pub)/(?P<slug>[^?#\s]+)"
    r"|(?:/?in/|@)(?P<bare>[^/?#\s@.]+)/?"
)
_VIEWED = re.compile(r"(?:https?:)?/{0,2}(?:[\w-]+\.)*linkedin\.[a-z.]+/profile/view\?(?:.*&)?id=(?P<id>[\w-]{5,})")
_NOBODYS_PROFILE = frozenset(
    (
        "me", "you", "edit", "feed", "view", "profile", "home", "login", "company", "public-profile", "unavailable",
        "yourname", "your-name", "username", "user-name", "firstname-lastname", "name", "n-a", "none", "unknown",
    )
)  # fmt: skip
_MOBILE = re.compile(r"\+(?:447(?!0|6(?!24))|3538|33[67]|491[5-7]|316|34[67]|393|351?9)\d+")
_ROLES = frozenset(
    words(
        """info information office reception receptionist admin administration administrator enquiries enquiry
        inquiries contact contactus hello hi team teams sales support mail email post secretary secretariat pa ea
        assistant accounts finance help helpdesk events event hr press media marketing comms communications practice
        surgery clinic ward bookings booking family household home us all staff general main service services
        research innovation studio shop webmaster noreply donotreply newsletter members membership jobs careers
        legal billing invoices orders feedback management manager director ceo chair clerk library it estates
        training education group committee board"""
    )
)


def uid_key(uid: str) -> str:
    """Return an identifier as it is compared, "" for one that identifies nobody (a short counter such as `UID:1`)."""
    key = uid.strip().lower().removeprefix("urn:uuid:")
    return "" if _COUNTER.fullmatch(key) else key


def profile_key(link: str) -> str:
    """Return the profile of one person that a link to LinkedIn names, as it is compared; "" for any other text.

    Country and mobile hosts, capitals, percent-signs, a language at the end and what follows `?` make no difference;
    `in/jane-roe` and `@jane-roe` will do. Company pages, the start page and placeholders are nobody's profile.
    """
    text = unicodedata.normalize("NFC", unquote(link.strip())).lower()
    if not text:
        return ""
    viewed = _VIEWED.match(text)
    if viewed:
        return f"id/{viewed['id']}"
    found = _PROFILE.match(text)
    if found is None or (found["bare"] and found.end() != len(text)):
        return ""
    pieces = [piece for piece in (found["slug"] or found["bare"]).split("/") if piece]
    if not pieces or len(pieces[0]) < 3 or pieces[0] in _NOBODYS_PROFILE or not any(map(str.isalnum, pieces[0])):
        return ""
    return "/".join(pieces[:4]) if found["kind"] == "pub" and len(pieces) > 3 else pieces[0]


def phone_key(e164: str | None, typed: str, extension: str) -> str:
    """Return a number as it is compared, its extension with it."""
    number = e164 or " ".join(words(typed))
    return f"{number}#{extension}" if extension else number


def is_mobile(key: str) -> bool:
    """Tell whether the number of a key is one that a single person carries."""
    return _MOBILE.match(key) is not None


def is_shared_mailbox(address: str, family: tuple[str, ...]) -> bool:
    """Tell whether an address looks like that of an office, a team or a family rather than of one person."""
    local = fold(address.partition("@")[0])
    found = words(local)
    if not found:
        return True
    if not _ROLES.isdisjoint(found):
        return True
    name = "".join(family)
    plain = "".join(letter for letter in "".join(found) if letter.isalpha()).removeprefix("the")
    return bool(name) and plain in (name, f"{name}s", f"{name}es", f"{name}family", f"{name}home", f"family{name}")
