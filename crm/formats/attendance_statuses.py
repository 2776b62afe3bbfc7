"""The words that files have for coming, not coming and having registered."""

import re

from crm.formats.attendance import Mode, Role
from crm.text import words

_REGISTRATIONS = {
    "approved": "approved, genehmigt, approuve, zatwierdzono",
    "registered": """registered, attending, booked, going, accepted, yes, will attend, signed up, reserved,
        ticket holder, no
        show, noshow, dna, did not attend, not checked in, angemeldet, registriert, inscrit, zarejestrowany,
        zarejestrowano, checked in, attended, complete, completed, active, valid, paid, y, true, coming, will
        come, i will attend, will be there, i ll be there, attending in person, attending online, in person,
        online, ja, oui, tak, checked out, used, issued, free order""",
    "confirmed": "confirmed, bestatigt, confirme, potwierdzono",
    "pending": """pending, pending approval, awaiting approval, awaiting payment, payment pending, unpaid,
        ausstehend, en attente, oczekujace""",
    "waitlisted": "waitlisted, waitlist, waiting list, wait list, on waiting list, warteliste, liste d attente",
    "invited": """invited, tentative, maybe, no reply, no response, no answer, awaiting reply, needs action, not
        responded, notresponded, tentatively accepted, tentativelyaccepted, interested, unsure, not sure,
        unknown, possibly, perhaps, hope to come, hope to attend, pencilled in""",
    "declined": """declined, denied, rejected, no, not going, regrets, cannot attend, can t attend,
        unable to attend, cant
        attend, abgelehnt, n, false, not coming, can t make it, cant make it, cannot make it, cannot come, won t
        attend, will not attend, not able to attend, sorry no, apologies, sends apologies, nein, non, nie""",
    "cancelled": """cancelled, canceled, cancelled by self, canceled by self, cancelled by host,
        canceled by host, cancelled
        by attendee, self cancelled, not attending, withdrawn, storniert, abgesagt, annule, anulowano, void,
        voided, inactive, expired, cancelled by organiser, cancelled by organizer, no longer attending""",
    "refunded": "refunded, refund, partially refunded",
    "deleted": "deleted",
    "transferred": "transferred",
}
_PRESENCES = {
    "present": """yes, y, true, 1, x, present, attended, attending in person, came, here, there, checked in,
        was there,
        joined, in person, online, virtual, remote, tick, ticked, ✓, ✔, ☑, ✅, ✔️, 🗸, √, complete, ja, oui, tak,
        yep, yeah, in attendance, showed, showed up, turned up, arrived, walk in, walkin, p, pr, pres, /, late,
        l, in, scanned, signed in, here online, checked, used, att, present late, left early, on, present online""",
    "absent": """no, n, not yet, not yet arrived, expected, awaited, to arrive, false, 0, absent, no show,
        noshow, did not attend, dna, didnt attend, not attended, not present,
        missed, nein, non, nie, ✗, ✘, ✕, ☒, ☐, ❌, nope, a, abs, abst, -, –, ns, not checked in, not arrived, not
        scanned, no showed, didn t attend, didn t come, did not come, did not show, unused, not used, off""",
    "apologies": """apologies, apology, apologies sent, sent apologies, apologies received, excused, apologised, sends
        apologies, apols, apol, ap, apologised in advance, sent apologies in advance, with apologies, regrets,
        e, authorised absence, entschuldigt, excuse""",
}


def _table(meanings: dict[str, str]) -> dict[str, str]:
    return {_key(word): meaning for meaning, known in meanings.items() for word in known.split(",")}


def _key(text: str) -> str:
    return " ".join(words(text)) or text.strip()


_BY_STATUS = _table(_REGISTRATIONS)
_BY_PRESENCE = _table(_PRESENCES)


_LEADING = re.compile(r"\s*([^\W\d_]+|[✓✔☑✅√✗✘✕☒☐❌])\ufe0f?(?:[\s,;:.!(–—+&-]|$)")
_PLAIN_NO = re.compile(
    r"\s*\w+(?:\s*[,;:.!(–—/&+-]|\s*$|\s+(?:sorry|thanks?|i|we|can\w*|not|unfortunately|afraid|apol\w+|will|won)\b)",
    re.IGNORECASE,
)
_WILL_NOT = re.compile(
    r"\b(?:cannot|can ?not|can ?t|won ?t|not|unable to|unavailable)\b"
    r"(?:.*\b(?:attend\w*|make it|come|coming|join\w*|be there|available)\b|$)"
)
_WILL = re.compile(
    r"(?:(?:i|we) ?(?:ll|will|am|m|are|re|shall|would like to|d like to)|will)(?: \w+)?"
    r" (?:attend\w*|com(?:e|ing)|join\w*|there)\b"
)
_LONGEST_REPLY = 14
_YES = frozenset(("yes", "y", "yep", "yeah", "ja", "oui", "tak", "✓", "✔", "☑", "✅", "√"))
_NO = frozenset(("no", "n", "nope", "nein", "non", "nie", "✗", "✘", "✕", "☒", "☐", "❌"))
_STRONG = frozenset(("present", "attended", "absent", "apologies", "apols", "arrived", "late", "excused"))
_APOLOGIES = re.compile(r"\bapol(?:s|og\w+)\b|\bexcused\b|\bregrets\b", re.IGNORECASE)
_ROLES: dict[str, Role] = {
    "organizer": "organizer", "organiser": "organizer", "host": "organizer", "chair": "organizer",
    "meeting organizer": "organizer", "meeting organiser": "organizer", "event host": "organizer",
    "co host": "presenter", "cohost": "presenter", "co organizer": "presenter", "co organiser": "presenter",
    "alternate host": "presenter", "panelist": "presenter", "panellist": "presenter", "presenter": "presenter",
    "speaker": "presenter", "guest": "guest", "attendee": "attendee", "participant": "attendee",
    "required attendee": "attendee", "optional attendee": "attendee", "required": "attendee", "optional": "attendee",
    "delegate": "attendee", "moderator": "presenter", "staff": "presenter", "external": "guest",
}  # fmt: skip


def read_registration(text: str) -> str:
    """Return the registration a reply means, as `Attendee.registration_status` has it, or "".

    The first word decides where it is a yes or a no and more follows: "No - sorry", "Yes, with a colleague".
    """
    found = _BY_STATUS.get(_key(text), "")
    if found:
        return found
    leading = _leading(text)
    if leading in _YES or leading in _NO:
        return "registered" if leading in _YES else "declined"
    key = _key(text)
    if len(key.split()) > _LONGEST_REPLY:
        return ""
    return "declined" if _WILL_NOT.search(key) else "registered" if _WILL.match(key) else ""


def read_presence(text: str) -> tuple[bool | None, bool]:
    """Return whether somebody was there (None where the word does not say), and whether they sent apologies.

    The first word decides where it is a yes or a no and more follows: "No - sorry", "Present (late)".
    """
    key = _key(text)
    found = _BY_PRESENCE.get(key, "")
    if not found and _BY_STATUS.get(key) != "invited":
        leading = _leading(text)
        if leading in _NO or leading in _YES or leading in _STRONG:
            found = "present" if leading in _YES else "absent" if leading in _NO else _BY_PRESENCE[leading]
            if found == "absent" and _APOLOGIES.search(text):
                found = "apologies"
    return {"present": True, "absent": False, "apologies": False}.get(found), found == "apologies"


def read_role(text: str) -> Role | None:
    """Return the role a word means at a meeting, or None for any other (a job, say)."""
    return _ROLES.get(_key(text))


def _leading(text: str) -> str:
    found = _LEADING.match(text)
    leading = found[1].lower() if found else ""
    # "No idea" and "No time given" are no answer.
    return "" if leading in ("no", "n", "non") and not _PLAIN_NO.match(text) else leading


def read_mode(text: str) -> Mode:
    """Return how somebody was there, or "" where the word does not say."""
    found = set(words(text))
    if found & {"online", "virtual", "virtually", "remote", "remotely", "teams", "zoom"}:
        return "online"
    return "in person" if "person" in found or found & {"onsite", "venue"} else ""
