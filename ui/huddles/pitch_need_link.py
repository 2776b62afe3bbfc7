"""A pitch that asks or offers becomes a need or an offer, and leads to it once it has."""

from crm.needs import NeedRow
from crm.pitches import PitchRow
from ui.context import Context
from ui.records.service_calls import write_or_tell

NAMES = {"ask": "need", "offer": "offer"}
STATES = {
    "need": {"open": "noted", "expired": "expired", "closed": "met"},
    "offer": {"open": "noted", "expired": "expired", "closed": "closed"},
}


def open_or_make(context: Context, pitch: PitchRow | None, need: NeedRow | None) -> None:
    """Go to what a pitch became, or make it and say so; a pitch of another kind says that it is neither."""
    if pitch is None:
        return
    if need is not None:
        context.navigator.open("introductions", part="needs", need=need.id)
    elif pitch.kind not in NAMES:
        context.toasts.say(f"“{pitch.topic}” is neither an ask nor an offer")
    else:
        needs, name = context.workspace.needs, NAMES[pitch.kind].capitalize()
        write_or_tell(context, lambda: needs.from_pitch(pitch.id), f"{name} noted: “{pitch.topic}”")


def way(pitch: PitchRow, need: NeedRow | None) -> str:
    """Return the line of the menu that does it, empty where there is nothing to do."""
    if need is not None:
        return f"Open the {need.kind}"
    return f"Note the {NAMES[pitch.kind]}" if pitch.kind in NAMES else ""


def kind_of(pitch: PitchRow, name: str, need: NeedRow | None) -> str:
    """Return the name of a pitch's kind, with what became of it: "Ask, need noted"."""
    return name if need is None else f"{name}, {need.kind} {STATES[need.kind][need.state]}"
