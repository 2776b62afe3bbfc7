"""Which computer this is: a number made once for the user's account on it, kept beside the program's own things."""

import os
import re
from functools import cache
from pathlib import Path

from crm.app_dirs import NoHome, Places
from crm.db import files

FILE_NAME = "device"

_IS_ONE = re.compile(r"[0-9a-f]{16}")


@cache
def this_device() -> str:
    """Return the id of this computer, 16 letters and digits; '' where it can be kept nowhere."""
    try:
        return device_in(Places.of_user().data)
    except NoHome:
        return ""


def device_in(folder: Path) -> str:
    """Return the id that is kept in a folder, and keep a new one where there is none; '' where that cannot be."""
    # An account without a home gives a path of its own, `~/...`, which is no place.
    if not folder.is_absolute():
        return ""
    path = folder / FILE_NAME
    try:
        if (kept := _kept(path)) is None:
            files.make_folder(folder)
            files.write_private(path, os.urandom(8).hex().encode())
            kept = _kept(path)  # of two programs that start at once, one had the last word
    except OSError:
        return ""
    return kept or ""


def _kept(path: Path) -> str | None:
    try:
        text = path.read_text("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    return text if _IS_ONE.fullmatch(text) else None
