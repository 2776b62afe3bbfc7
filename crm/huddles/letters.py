"""Letters around a huddle, ready to be copied or opened in the mail program; the program itself sends nothing."""

from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from crm.errors import Invalid
from crm.huddles.records import HuddleDetail, HuddleRow

LETTERS = ("invitation", "thank", "no-shows", "first-timers")
"""The kinds of letters: the invitation, and one for each step of the close-out that is about writing."""

_MANY = "colleagues"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


class Letter(msgspec.Struct, frozen=True):
    """A letter ready to be sent by hand; `body` has LF line ends."""

    subject: str
    body: str


class Recipient(msgspec.Struct, frozen=True):
    """Whom a letter can reach, at the address to use."""

    contact_id: int
    name: str
    value: str


class Recipients(msgspec.Struct, frozen=True):
    """Whom a letter can reach, and the ids of those without a usable address."""

    addresses: tuple[Recipient, ...]
    without: tuple[int, ...]


def write_letter(
    kind: str, huddle: HuddleDetail, *, name: str = "", following: HuddleRow | None = None, sender: str = ""
) -> Letter:
    """Return a polite letter to one person by given name, or to many ('').

    `following` is the huddle after this one, mentioned where it is booked. Raises Invalid for an unknown kind.
    """
    row = huddle.row
    if kind == "invitation":
        subject, said = f"Invitation: {row.title}, {said_day(row)}", _invitation(huddle)
    elif kind == "thank":
        subject = f"Thank you for coming to {row.title}"
        said = [
            f"Thank you for coming to {row.title} on {said_day(row)}. It was good to have you with us.",
            "If something you heard should go further, just reply: I am glad to make the introduction.",
        ]
    elif kind == "no-shows":
        subject = f"We missed you at {row.title}"
        said = [
            f"You had planned to join us for {row.title} on {said_day(row)}, and we were sorry to miss you.",
            "If there is anything you would have liked to hear or to tell the group, just reply and I will pass it on.",
        ]
    elif kind == "first-timers":
        subject = f"Welcome: it was good to meet you at {row.title}"
        said = [
            f"It was good to meet you at {row.title} on {said_day(row)}, your first time with us. Welcome.",
            "I would like to hear what you are working on and whom you would like to meet. "
            "When would a short call suit you?",
        ]
    else:
        raise Invalid("kind", f"There is no letter “{kind}”.")
    if following is not None and kind != "invitation":
        said.append(f"Our next huddle is on {said_day(following)} at {following.at:%H:%M}{_at(following.venue)}.")
    closing = "Kind regards" + (f"\n{sender}" if sender else "")
    return Letter(subject, "\n\n".join([f"Dear {name or _MANY},", *said, closing]) + "\n")


def said_day(row: HuddleRow) -> str:
    """Return a huddle's day for a letter: "Thursday 21 May 2026"."""
    return f"{_WEEKDAYS[row.day.weekday()]} {row.day.day} {_MONTHS[row.day.month - 1]} {row.day.year}"


def mailto(letter: Letter, addresses: Sequence[str]) -> str:
    """Return the address of a letter for the mail program (RFC 6068): several people stand in BCC, not to be shown."""
    subject, body = quote(letter.subject, safe=""), quote(letter.body.replace("\n", "\r\n"), safe="")
    written = [quote(each, safe="@") for each in addresses]
    to, hidden = (written[0], "") if len(written) == 1 else ("", f"bcc={','.join(written)}&" if written else "")
    return f"mailto:{to}?{hidden}subject={subject}&body={body}"


def _invitation(huddle: HuddleDetail) -> list[str]:
    row = huddle.row
    when = f"{said_day(row)}, {row.at:%H:%M} to {row.until:%H:%M}"
    facts = [f"When: {when}"]
    if row.venue and row.format != "online":
        facts.append(f"Where: {row.venue}")
    if huddle.join_link and row.format != "in person":
        facts.append(f"Join online: {huddle.join_link}")
    said = [f"I would like to invite you to {row.title}.", "\n".join(facts)]
    if row.pitch_slots:
        said.append(
            "There is room for short pitches: news, an ask, an offer or an opportunity. Tell me if you have one."
        )
    said.append("Please reply to say whether you can come.")
    return said


def _at(venue: str) -> str:
    return f", {venue}" if venue else ""
