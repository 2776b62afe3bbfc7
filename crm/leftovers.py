"""What runs of the program that were killed left behind, removed at the next start where it lies in our own places.

What lies beside a file and among its backups goes when the file is opened for writing, under its lock
(`crm.db.restore`, `crm.db.backup`). Here goes the rest: the folders of one run, and the halves of exports.
"""

from pathlib import Path

from crm import temp_folders
from crm.formats import safe_file


def sweep(*folders: Path) -> None:
    """Remove the left-overs among temporary files and in our own folders; nothing that a running program uses."""
    temp_folders.sweep()
    for folder in dict.fromkeys(folders):
        safe_file.sweep(folder)
