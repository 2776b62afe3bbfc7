"""Where the program keeps things on this computer: the user's file, the log, the note of what was open last."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from crm.errors import CrmError

NAME = "Cluster Desk"
FILE_NAME = "cluster.desk"


class NoHome(CrmError):
    """The system does not say where this user's files are: no HOME, and no entry for the user id."""

    def __init__(self) -> None:
        super().__init__(
            "The system does not say where your files are: HOME is not set. Name your file, or a folder for "
            "everything with --data-dir DIR. Nothing was made."
        )


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one run: the platform's own, or one folder for everything with `--data-dir`."""

    data: Path
    log: Path

    @classmethod
    def of_user(cls) -> "Places":
        """Return the platform's folders for this user; raises NoHome."""
        try:
            data, log = (
                folder(NAME, appauthor=False) for folder in (platformdirs.user_data_dir, platformdirs.user_log_dir)
            )
        except RuntimeError as error:  # there is no home
            raise NoHome from error
        found = cls(Path(data), Path(log))
        # Earlier releases of that library name a folder “~” then, wherever the program was started.
        if not (found.data.is_absolute() and found.log.is_absolute()):
            raise NoHome
        return found

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
