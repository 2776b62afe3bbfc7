"""The text of an introduction, ready to be sent by hand; what is written in the notes stays with us."""

from collections.abc import Sequence

import msgspec

from crm.huddles.letters import Letter
from crm.interactions import in_words


class Biography(msgspec.Struct, frozen=True):
    """What a letter tells of a person; anything but the name may be ''."""

    name: str
    given_name: str
    role: str
    organisation: str
    about: str


def write_introduction(reason: str, people: Sequence[Biography], sender: str = "") -> Letter:
    """Return the letter that introduces people to each other."""
    reason = reason.rstrip(".")
    said = [
        f"Dear {in_words([each.given_name or each.name for each in people])},",
        f"I would like to introduce you to each other. The reason: {reason}.",
        *map(_told, people),
        "I leave it to you to find a time to talk. Please tell me what comes of it.",
        "Kind regards" + (f"\n{sender}" if sender else ""),
    ]
    return Letter(f"Introduction: {in_words([each.name for each in people])}", "\n\n".join(said) + "\n")


def _told(person: Biography) -> str:
    if person.role and person.organisation:
        stands = f"{person.name}: {person.role} at {person.organisation}."
    else:
        stands = f"{': '.join(filter(None, (person.name, person.role or person.organisation)))}."
    about = " ".join(person.about.split())
    return f"{stands} {about}{'' if about.endswith(('.', '!', '?')) else '.'}" if about else stands
