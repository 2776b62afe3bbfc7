"""What can keep the window from starting on a machine, said in one sentence with the way out; knows no Qt."""

import re
import sys
from pathlib import Path

# What Qt needs for X11 and Wayland beyond a bare Debian 12, tried in one; the packages bring the rest along.
DEBIAN_PACKAGES = (
    "libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0 libgssapi-krb5-2 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libwayland-cursor0"
)
APT_LINE = f"sudo apt-get install {DEBIAN_PACKAGES}"
WITHOUT_DISPLAY = (
    "Without a display these work: `cluster-desk --sample --shots pictures` paints every page into PNG files, and "
    "`cluster-desk-cli` does the work of the window on the command line."
)
_LIBRARY = re.compile(r"(lib[\w.+-]+\.so[.\d]*)")


def missing_library(error: ImportError) -> str | None:
    """Return the sentence for an import of Qt that failed for want of a system library, None for any other failure."""
    found = _LIBRARY.search(str(error))
    return None if found is None else library_sentence(found[1])


def library_sentence(library: str) -> str:
    """Return the sentence for a system library that is not there."""
    return (
        f"Cluster Desk cannot show its window: the system library {library} is missing. "
        f"On Debian and Ubuntu this installs it:\n\n    {APT_LINE}\n"
    )


def no_display(environment: dict[str, str]) -> bool:
    """Say whether there is no screen to show a window on: Linux, with neither X11 nor Wayland, and no plugin named."""
    if not sys.platform.startswith("linux"):
        return False
    return not any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def no_display_sentence() -> str:
    """Return the sentence for a machine without a screen."""
    return f"Cluster Desk cannot show its window: there is no display here. {WITHOUT_DISPLAY}"


def platform_sentence(qt_folder: Path, display: str) -> str:
    """Return the sentence for a window system that Qt could not start: a library is missing, or nobody answers."""
    plugin = qt_folder / "plugins" / "platforms" / "libqxcb.so"
    if plugin.exists():
        # Deferred: only a start that failed comes here.
        import ctypes

        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            found = _LIBRARY.search(str(error))
            if found is not None:
                return library_sentence(found[1])
    where = f"the display {display} does not answer" if display else "there is no display here"
    return f"Cluster Desk cannot show its window: {where}. {WITHOUT_DISPLAY}"
