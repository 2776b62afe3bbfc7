"""Who does not want to be mailed, as other programs' columns and file names say it; and addresses that bounce.

Columns such as Do Not Email, Email Opt Out, HasOptedOutOfEmail, Unsubscribed, On Hold, Email Status; the time of
leaving a list; the name of a Mailchimp file, which alone says what its people are.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

import msgspec

from crm.formats.attendance_statuses import read_presence
from crm.formats.heading_words import uncamelled
from crm.text import words

Says = Literal["", "opt-out", "opt-in", "state", "left at"]
"""What a column is about: yes is an objection, no is one, the words of a status, the moment of leaving."""

_MAIL = frozenset(
    ("email", "mail", "emails", "emailing", "mailing", "mailings", "newsletter", "newsletters", "marketing")
)
_OUT = re.compile(
    r"\b(?:do not|dont|no|never|stop|not wish|no longer wish|rather not)\b"
    r".*\b(?:e ?mails?|e ?mailed|mail|mailed|mailings?|contact|contacted|marketing|newsletters?)\b"
    r"|\b(?:do not|dont|never|stop|not wish|no longer wish|rather not)\b.*\b(?:write|writing|send|sending|hear)\b"
    r"|\bno bulk\b|\bopt(?:ed)? ?out\b|\bunsubscribed?\b|\bdnc\b|\bdne\b|\bsuppress(?:ed|ion)?\b|\bobjected\b"
    r"|\bdo not contact\b"
)
_OF_ANOTHER_ROAD = frozenset(("phone", "sms", "text", "fax", "call", "calls", "post", "postal", "trade", "whatsapp"))
_IN = re.compile(
    r"\b(?:opt(?:ed)? ?in|consent(?:s|ed)?|permission|may we|can we|happy to|agree|subscribed)\b|\ballow(?:ed|s)?\b"
)
_STATE = re.compile(r"\b(?:status|state|hold|bounced?|bounces|invalid|undeliverable|deliverability|valid)\b")
_LEFT_AT = re.compile(r"\b(?:unsub|unsubscribed?|opt(?:ed)? ?out|optout)\b.*\b(?:time|date|at|on)\b")
_ABOUT_LEAVING = re.compile(r"\b(?:reason|campaign|source|title|ip|by|comment|comments|link|url|count|rate|reasons)\b")
_GONE = re.compile(
    r"\b(?:unsubscribed?|opt(?:ed)? ?out|optedout|do not (?:contact|e ?mail|mail)|dnc|suppressed|objected|complained"
    r"|complaint|spam|abuse)\b"
)
_BOUNCED = re.compile(r"\b(?:bounced?|bounces|hard bounce|cleaned|invalid|undeliverable|on hold|hold bounce|dead)\b")
_FILE = re.compile(
    r"(?P<status>unsubscribed|nonsubscribed|subscribed|cleaned)_(?:\w+_)?(?:audience|members|contacts|list|segment)_export",
    re.IGNORECASE,
)
MAILING_STATUS = "mailing_status"


class MailingWish(msgspec.Struct, frozen=True):
    """What a row says of mailings: `refuses` holds the words that do, as "Do Not Email: Yes".

    `bounces` says that no mail arrives. `heard` are the columns that say either, or that nobody refuses anything: no
    more is to be kept of them.
    """

    refuses: tuple[str, ...] = ()
    bounces: bool = False
    heard: frozenset[str] = frozenset()


def mailing_wish(extra: Mapping[str, Any]) -> MailingWish:
    """Return what the columns without a field of their own say of mailings."""
    refuses: list[str] = []
    bounces = False
    heard: set[str] = set()
    for heading, value in extra.items():
        says = about(heading)
        if not says or not isinstance(value, str):
            continue
        text = value.strip()
        bounces = bounces or _bounces(says, heading, text)
        if _refuses(says, text):
            refuses.append(f"{_shown(heading)}: {text}")
            heard.add(heading)
        elif says == "opt-out" and _is_no(text):
            heard.add(heading)  # nobody asked for anything: it says nothing
    return MailingWish(tuple(refuses), bounces, frozenset(heard))


def objection(heading: str, value: str) -> bool | None:
    """Return whether a cell objects to mailings; False where it says that nobody does, None where it says neither.

    Whoever only does not agree ("Email consent: No") is not taken to object.
    """
    says, text = about(heading), value.strip()
    if says in ("", "opt-in"):
        return None
    return True if _refuses(says, text) else False if says == "opt-out" and _is_no(text) else None


NOTHING_SAID = MailingWish()


@lru_cache(maxsize=4096)
def about(heading: str) -> Says:
    """Return what a heading says of mailings, "" where it is about something else."""
    key = _key(uncamelled(heading))
    found = set(key.split())
    if _LEFT_AT.search(key):
        return "left at"
    if _ABOUT_LEAVING.search(key):
        return ""
    if _OUT.search(key):
        return "opt-out" if found & _MAIL or not found & _OF_ANOTHER_ROAD else ""
    if _STATE.search(key):
        is_hold = found == {"on", "hold"}
        return "state" if is_hold or found & _MAIL or "bounced" in found else ""
    if _IN.search(key) and found & _MAIL:
        return "opt-in"
    return "state" if found & _MAIL and found & {"subscription", "marketing"} else ""


def status_in_name(name: str) -> str:
    """Return what the name of an audience's file says its people are: unsubscribed, cleaned ..., or ""."""
    found = _FILE.match(name)
    return found["status"].lower() if found else ""


def _refuses(says: Says, text: str) -> bool:
    key = _key(text)
    if says == "left at":
        return any(map(str.isdigit, text))
    if says == "opt-in":
        return _is_no(text) or _GONE.search(key) is not None
    if says == "opt-out":
        return _is_yes(text) or _GONE.search(key) is not None or any(map(str.isdigit, text[4:]))
    return _GONE.search(key) is not None


def _bounces(says: Says, heading: str, text: str) -> bool:
    if says in ("state", "opt-out") and _BOUNCED.search(_key(text)):
        return True
    return says == "state" and _is_yes(text) and _BOUNCED.search(_key(heading)) is not None


def _is_yes(text: str) -> bool:
    return read_presence(text)[0] is True


def _is_no(text: str) -> bool:
    return read_presence(text)[0] is False


def _key(text: str) -> str:
    return " ".join(words(text))


def _shown(heading: str) -> str:
    return "Mailing status" if heading == MAILING_STATUS else heading
