"""The words that files have for coming, not coming and having registered."""

from crm.formats.attendance import Mode
from crm.text import words

_REGISTRATIONS = {
    "approved": "approved, genehmigt, approuve, zatwierdzono",
    "registered": """registered, attending, booked, going, accepted, yes, will attend, signed up, reserved, ticket
        holder, angemeldet, registriert, inscrit, zarejestrowany, zarejestrowano, checked in, attended, complete,
        completed""",
    "confirmed": "confirmed, bestatigt, confirme, potwierdzono",
    "pending": "pending, pending approval, awaiting approval, ausstehend, en attente, oczekujace",
    "waitlisted": "waitlisted, waitlist, waiting list, wait list, on waiting list, warteliste, liste d attente",
    "invited": "invited, tentative, maybe, no reply, no response, awaiting reply, needs action, not responded",
    "declined": """declined, denied, rejected, no, not going, regrets, cannot attend, can t attend, unable to attend,
        cant attend, abgelehnt""",
    "cancelled": """cancelled, canceled, cancelled by self, canceled by self, cancelled by host, canceled by host,
        cancelled by attendee, self cancelled, not attending, withdrawn, storniert, abgesagt, annule, anulowano""",
    "refunded": "refunded",
    "deleted": "deleted",
    "transferred": "transferred",
}
_PRESENCES = {
    "present": """yes, y, true, 1, x, present, attended, attending in person, came, here, there, checked in, was there,
        joined, in person, online, virtual, remote, tick, ✓, ✔, ☑, ✅, complete, ja, oui, tak, in attendance, showed,
        arrived, walk in, walkin""",
    "absent": """no, n, false, 0, absent, no show, noshow, did not attend, dna, didnt attend, not attended, not present,
        missed, nein, non, nie, ✗, ✘, ☐, ❌""",
    "apologies": """apologies, apology, apologies sent, sent apologies, apologies received, excused, apologised,
        sends apologies""",
}


def _table(meanings: dict[str, str]) -> dict[str, str]:
    return {_key(word): meaning for meaning, known in meanings.items() for word in known.split(",")}


def _key(text: str) -> str:
    return " ".join(words(text)) or text.strip()


_BY_STATUS = _table(_REGISTRATIONS)
_BY_PRESENCE = _table(_PRESENCES)


def read_registration(text: str) -> str:
    """Return the registration a word means, as `Attendee.registration_status` has it, or ""."""
    return _BY_STATUS.get(_key(text), "")


def read_presence(text: str) -> tuple[bool | None, bool]:
    """Return whether somebody was there (None where the word does not say), and whether they sent apologies."""
    found = _BY_PRESENCE.get(_key(text), "")
    return {"present": True, "absent": False, "apologies": False}.get(found), found == "apologies"


def read_mode(text: str) -> Mode:
    """Return how somebody was there, or "" where the word does not say."""
    found = set(words(text))
    if found & {"online", "virtual", "virtually", "remote", "remotely", "teams", "zoom"}:
        return "online"
    return "in person" if "person" in found or found & {"onsite", "venue"} else ""
