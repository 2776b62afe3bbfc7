"""Which version of the program this is."""

import re
from importlib import metadata
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def version() -> str:
    """Return the version: as the checkout this runs in says, else as the installed package does."""
    try:
        found = re.search(r'^name = "cluster-desk"\nversion = "([^"]+)"', _PROJECT.read_text("utf-8"), re.MULTILINE)
    except OSError:
        found = None
    if found:
        return found[1]
    try:
        return metadata.version("cluster-desk")
    except metadata.PackageNotFoundError:
        return "unknown"
