"""Where a file lies: cloud folders and network drives bend the promises of a database, and leave conflicted copies."""

import os
import re
import sys
from pathlib import Path, PurePath

_CLOUDS: tuple[tuple[str, str], ...] = (
    (r"OneDrive( - .+)?", "OneDrive"),
    (r"Dropbox( \(.+\))?", "Dropbox"),
    (r"iCloud ?Drive|com~apple~CloudDocs|Mobile Documents", "iCloud"),
    (r"Google ?Drive.*|My Drive", "Google Drive"),
    (r"Box|Box Sync", "Box"),
    (r"Nextcloud.*", "Nextcloud"),
    (r"ownCloud.*", "ownCloud"),
    (r"CloudStorage", "a cloud drive"),
)
MOUNTS = Path("/proc/mounts")
_NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "fuse.sshfs", "fuse.davfs2", "ncpfs"}
)
_CONFLICT = re.compile(r"conflicted copy|conflict|\(\d+\)$|-(DESKTOP|LAPTOP)-[A-Z0-9]+$|sync-conflict", re.IGNORECASE)


def cloud_of(path: PurePath) -> str | None:
    """Return the name of the cloud service whose folder holds the file, or None."""
    for part in path.parts[:-1]:
        for pattern, name in _CLOUDS:
            if re.fullmatch(pattern, part, re.IGNORECASE):
                return name
    return None


def is_on_network(path: Path) -> bool:
    """Return whether the file lies on a drive of another computer."""
    if sys.platform == "win32":
        # Deferred: only Windows is asked this way.
        import ctypes

        drive = os.path.splitdrive(path)[0]
        return drive.startswith("\\\\") or bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4)
    return _mount_type(path) in _NETWORK_TYPES


def conflicted_copies(path: Path) -> list[Path]:
    """Return files beside this one that a sync service made of it when two computers wrote at once."""
    found: list[Path] = []
    try:
        for other in path.parent.iterdir():
            rest = other.stem.removeprefix(path.stem)
            if other.suffix == path.suffix and other.stem.startswith(path.stem) and _CONFLICT.search(rest):
                found.append(other)
    except OSError:
        return []
    return sorted(found)


def _mount_type(path: Path) -> str:
    try:
        lines = MOUNTS.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    place = str(path.absolute())
    for line in lines:
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ")
        inside = point == "/" or place == point or place.startswith(point + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
