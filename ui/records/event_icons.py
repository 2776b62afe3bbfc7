"""The icon of each kind of event."""

ICONS = {
    "meeting": "users",
    "call": "phone",
    "video call": "video",
    "email": "mail",
    "visit": "map-pin",
    "message": "message",
    "note": "note",
    "huddle": "presentation",
    "pitch": "mic",
    "hand": "arrow-up",
    "opportunity": "columns",
    "introduction": "link",
    "outcome": "check-circle",
    "joined": "user-plus",
    "left": "user-minus",
    "partnership": "flag",
    "follow_up": "check-circle",
    "renamed": "building",
    "closed": "x",
    "added": "plus",
}
