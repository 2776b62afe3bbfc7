"""The workspace: an open file with its services; the only handle the window and the command line hold."""

from pathlib import Path

from crm.changes import ChangeFeed
from crm.db import history
from crm.db.store import Store
from crm.settings import Settings


class Workspace:
    """One open file. Close it when done; every service writes through the one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.settings = Settings(store)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Workspace":
        """Open a file, made new where there is none; raises CrmError with the sentence for the person."""
        return cls(Store(path, read_only=read_only))

    @property
    def path(self) -> Path:
        """Return the open file."""
        return self.store.path

    @property
    def feed(self) -> ChangeFeed:
        """Return the feed that tells what every commit changed, in the committing thread."""
        return self.store.feed

    def undo(self) -> str | None:
        """Take back the newest action; return its label."""
        return self.store.undo()

    def redo(self) -> str | None:
        """Do the newest undone action again; return its label."""
        return self.store.redo()

    def actions(self, before: int | None = None, limit: int = 50) -> list[history.ChangeSetRow]:
        """Return the history of actions, newest first."""
        return history.change_sets(self.store.connection(), before, limit)

    def changes(self, record: str, record_id: int, limit: int = 200) -> list[history.ChangeRow]:
        """Return what changed about a contact, an organisation or a row of any other table, newest first."""
        return history.changes_about(self.store.connection(), record, record_id, limit)

    def close(self) -> None:
        """Close the file."""
        self.store.close()
