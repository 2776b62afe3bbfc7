"""Where the program keeps things on this computer: the user's file, the log, the note of what was open last."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

NAME = "Cluster Desk"
FILE_NAME = "cluster.desk"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one run: the platform's own, or one folder for everything with `--data-dir`."""

    data: Path
    log: Path

    @classmethod
    def of_user(cls) -> "Places":
        """Return the platform's folders for this user."""
        return cls(
            Path(platformdirs.user_data_dir(NAME, appauthor=False)),
            Path(platformdirs.user_log_dir(NAME, appauthor=False)),
        )

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
