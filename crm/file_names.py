"""Names of files that came from elsewhere, as they are shown and offered: no path, no device, no trick."""

import re
import unicodedata
from pathlib import PurePosixPath

from crm.text import clean_line

UNNAMED = "file"
_MOST_BYTES = 150
"""Of a name: every system takes it, with room for what is added beside it while it is written."""
_LONGEST_ENDING = 20

# What no Windows name may hold; and marks of direction, by which an ending can be made to look like another.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DIRECTION = re.compile("[\u061c\u200e\u200f]")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$")) | frozenset(
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
)


def clean_name(name: str) -> str:
    """Return what may be shown and saved as the name of a file, whatever it was called where it came from.

    Only the last part of a path, without controls and bidi marks, blanks, dots and dashes at its ends, names of
    devices and characters that a system does not take; at most 150 bytes, its ending kept. Cleaning twice changes
    nothing.
    """
    text = clean_line(_DIRECTION.sub("", name)).replace("\\", "/").rstrip("/").rpartition("/")[2]
    text = _ends(_FORBIDDEN.sub("_", text))
    if len(text.encode()) > _MOST_BYTES:
        text = _shortened(text)
    if _is_device(text):
        text = _ends(_shortened(f"_{text}"))
    return text or UNNAMED


def _ends(text: str) -> str:
    return text.lstrip(" .-").rstrip(" .")


def _shortened(text: str) -> str:
    ending = PurePosixPath(text).suffix
    if len(ending.encode()) > _LONGEST_ENDING:
        ending = ""
    room = _MOST_BYTES - len(ending.encode())
    stem = text.removesuffix(ending).encode()[:room].decode("utf-8", "ignore")
    return _ends(stem.rstrip(" .") + ending)


def _is_device(text: str) -> bool:
    """Return whether Windows would take the name for a device, whatever ending it has."""
    stem = unicodedata.normalize("NFKC", text.partition(".")[0]).casefold().strip()
    return stem in _DEVICES
