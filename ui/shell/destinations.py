"""Parts of pages that one goes to by name, and the words a person may type for them: the palette lists them.

A page itself says in `ui.pages` what else it is called.
"""

from typing import Any

import msgspec

DOOR = "door desk register arrivals arrive walk-in walk in checkin tick here"
"""What the check-in is also called."""


class Destination(msgspec.Struct, frozen=True):
    """A part of the page of kind `page`, shown by `args`; `keywords` are other words it is found by."""

    id: str
    title: str
    icon: str
    page: str
    args: tuple[tuple[str, Any], ...]
    keywords: str = ""


def _setting(id_: str, title: str, icon: str, keywords: str) -> Destination:
    return Destination(f"go.settings.{id_}", title, icon, "settings", (("section", title),), keywords)


DESTINATIONS: tuple[Destination, ...] = (
    Destination(
        "go.needs", "Needs and offers", "swap", "introductions", (("part", "needs"),),
        "asks ask wants requests resources matches match matching gaps",
    ),
    Destination(
        "go.forecast", "Forecast", "chart", "pipeline", (("part", "outlook"),),
        "reports report figures numbers funnel outlook conversion statistics stats value",
    ),
    Destination(
        "go.huddle_list", "List of huddles", "list", "huddles", (("part", "list"),), "past events meetings dates"
    ),
    Destination(
        "go.to_act_on", "Who to act on", "flag", "huddles", (("part", "acting"),), "lapsed regulars missing no-shows"
    ),
    _setting("trash", "Trash", "trash", "bin recycle rubbish deleted delete removed remove restore recover"),
    _setting("backups", "Backups", "save", "backup restore copy safe recover"),
    _setting("imports", "Imports", "upload", "earlier previous past import take back aside"),
    _setting("done", "What was done", "clock", "history audit log changes changed activity undo earlier"),
    _setting("file", "Your file", "folder", "data database location size integrity check disk where"),
    _setting("look", "Appearance", "sun", "theme dark light mode night font text size zoom colour color look display"),
    _setting("you", "You and your cadence", "user", "name greeting aim going cold touch limit profile my"),
    _setting("tags", "Tags", "tag", "labels label hashtags keywords merge rename"),
    _setting("views", "Saved views", "bookmark", "filters filter saved lists segments"),
    _setting("sectors", "Sectors", "hash", "vocabulary industry industries"),
    _setting("sub_regions", "Sub-regions", "map-pin", "vocabulary regions areas places geography subregions"),
    _setting("themes", "Themes", "hash", "vocabulary topics interests"),
    _setting("pipelines", "Pipelines", "columns", "boards"),
    _setting("stages", "Stages", "columns", "probability limits columns steps"),
    _setting("series", "Series of huddles", "presentation", "rhythm regular monthly recurring events"),
)  # fmt: skip
"""In the order in which help lists them."""
