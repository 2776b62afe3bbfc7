"""Where the program keeps things on this computer: the user's file, the log, the note of what was open last."""

import getpass
import os
from pathlib import Path

import msgspec
import platformdirs

from crm.errors import Choice, OpeningError

NAME = "Cluster Desk"
FILE_NAME = "cluster.desk"


class NoHome(OpeningError):
    """The system does not say where this user's files are: no HOME, and no entry for the user id."""

    choices = (Choice.CHOOSE_FILE, Choice.START_NEW)

    def __init__(self) -> None:
        super().__init__(
            Path.cwd() / FILE_NAME,
            "The system does not say where your files are: HOME is not set. Name your file, or a folder for "
            "everything with --data-dir DIR. Nothing was made.",
        )


class Places(msgspec.Struct, frozen=True):
    """The folders of one run: the platform's own, or one folder for everything with `--data-dir`.

    `log` is None for a user without a home, of whom nothing is kept but in files that are named.
    """

    data: Path
    log: Path | None

    @classmethod
    def of_user(cls) -> "Places":
        """Return the platform's folders for this user; raises NoHome."""
        try:
            data, log = (
                folder(NAME, appauthor=False) for folder in (platformdirs.user_data_dir, platformdirs.user_log_dir)
            )
        except RuntimeError as error:  # there is no home
            raise NoHome from error
        # Earlier releases of that library name a folder “~” then, wherever the program was started.
        if not (Path(data).is_absolute() and Path(log).is_absolute()):
            raise NoHome
        return cls(Path(data), Path(log))

    @classmethod
    def without_home(cls) -> "Places":
        """Return the places of a user for whom the system knows no folders: the present one, and no log."""
        return cls(Path.cwd(), None)

    @classmethod
    def under(cls, folder: Path) -> "Places":
        """Return folders that all lie in `folder`."""
        return cls(folder, folder / "log")

    def is_new(self) -> bool:
        """Say whether the program never ran here: neither the default file nor anything that was kept beside one."""
        backups = self.data / "backups"
        return not self.data.exists() or not (backups.exists() or any(self.data.glob(f"{FILE_NAME}*")))

    @property
    def default_file(self) -> Path:
        """Return the file that opens where none is named."""
        return self.data / FILE_NAME


def home() -> Path:
    """Return where a person's own files are looked for first: the home folder, or the present one without any."""
    try:
        return Path.home()
    except RuntimeError:
        return Path.cwd()


def user_name() -> str:
    """Return who runs the program: the name, or the number of a user id without an entry."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else ""
