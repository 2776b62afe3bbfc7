"""The workspace: an open file with its services; the only handle the window and the command line hold."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm.backups import Backups
from crm.changes import ChangeFeed
from crm.db import file_probe, history, notice_texts, opening, repair
from crm.db.schema import LOGGED
from crm.db.store import Store
from crm.errors import FileDamaged, FileGone
from crm.notices import Notice
from crm.progress import IsCancelled, never
from crm.settings import Settings

if TYPE_CHECKING:
    from crm.attachments import Files
    from crm.attendance import Attendances
    from crm.attendance.grid import Grid
    from crm.attendance.lifecycle import Lifecycles
    from crm.attendance.reports import Reports
    from crm.consents import Consents
    from crm.contacts import Contacts
    from crm.contacts.contact_with_role import ContactWithRole
    from crm.db.rescue import Rescued
    from crm.drafts import Drafts
    from crm.exporting import Exporting
    from crm.followups import FollowUps
    from crm.huddles import Huddles
    from crm.huddles.close_out import CloseOut
    from crm.importing import Importing
    from crm.interactions import Interactions
    from crm.introductions import Introductions
    from crm.known_or_new import KnownOrNew
    from crm.needs import Needs
    from crm.opportunities import Opportunities
    from crm.organisations import Organisations
    from crm.pipelines import Pipelines
    from crm.pitches import Pitches
    from crm.pitches.hands import Hands
    from crm.quick_log import QuickLog
    from crm.record_names import RecordNames
    from crm.search import Search
    from crm.tags import Tags
    from crm.timeline import Timeline
    from crm.trash import Trash
    from crm.views import Views
    from crm.vocabularies import Vocabularies

_RECORDS: dict[str, Any] = {model._meta.table_name: model for model in LOGGED if "deleted_at" in model._meta.fields}
"""The models of what has a trash."""


class _History:
    """The history of actions of an open file."""

    store: Store

    def undo(self) -> str | None:
        """Take back the newest action; return its label."""
        return self.store.undo()

    def redo(self) -> str | None:
        """Do the newest undone action again; return its label."""
        return self.store.redo()

    def next_undo_is_large(self) -> bool:
        """Return whether undo would write so many rows that it belongs on the worker."""
        return self.store.next_undo_is_large()

    def next_redo_is_large(self) -> bool:
        """Return whether redo would write so many rows that it belongs on the worker."""
        return self.store.next_redo_is_large()

    def take_back(self, action: int) -> str:
        """Undo one older action on its own; raises StandsInTheWay where later ones build on it."""
        return self.store.take_back(action)

    def actions(self, before: int | None = None, limit: int = 50) -> list[history.ChangeSetRow]:
        """Return the history of actions, newest first."""
        with self.store.reading() as connection:
            return history.change_sets(connection, before, limit)

    def changes(self, record: str, record_id: int, limit: int = 200) -> list[history.ChangeRow]:
        """Return what changed about a contact, an organisation or a row of any other table, newest first."""
        with self.store.reading() as connection:
            return history.changes_about(connection, record, record_id, limit)


class _OfClosedFiles:
    """What is asked or done of a file that is not open."""

    @staticmethod
    def upgrade_takes_long(path: Path) -> bool:
        """Return whether `open` would upgrade the file first and take many seconds for it."""
        return opening.upgrade_takes_long(path)

    @staticmethod
    def is_desk_file(path: Path) -> bool:
        """Return whether a file is one of ours, damaged or not; never ask it of a file that is open here."""
        return file_probe.is_ours(path)

    @staticmethod
    def check_takes_long(path: Path) -> bool:
        """Return whether `open` with `checks_first` would check a large file first."""
        return opening.check_takes_long(path)

    @staticmethod
    def repair_copy(path: Path) -> "Rescued":
        """Repair a copy of a damaged file, which stays as it is; raises FileDamaged where that does not help."""
        # Loaded only for a damaged file.
        from crm.db import rescue

        return rescue.repair_copy(path)

    @staticmethod
    def save_readable(path: Path) -> "Rescued":
        """Write what can still be read of a damaged file into a new one beside it; raises FileDamaged."""
        # Loaded only for a damaged file.
        from crm.db import rescue

        return rescue.save_readable(path)


class _Standing:
    """Whether an open file still stands in its place, and what is saved of one that does not."""

    store: Store

    def save_copy(self, target: Path, cancelled: IsCancelled = never) -> Path:
        """Save all that this file holds as a new file, for one that was moved, replaced or removed while it was open.

        What could not be kept of what was being typed is in it too. Raises FileExists, FileUnreachable, Cancelled.
        """
        self.store.save_copy(target, cancelled)
        return target

    def must_stand(self) -> None:
        """Raise FileGone where the file no longer stands under its name."""
        self.store.must_stand()

    @property
    def is_copied(self) -> bool:
        """Return whether a copy was saved since the file was found gone."""
        return self.store.copied_to is not None

    @property
    def kept_at(self) -> Path | None:
        """Return the copy that closing saved of a file that was moved, replaced or removed, or None."""
        return self.store.kept_at

    def when_gone(self, tell: Callable[[FileGone], None]) -> None:
        """Have `tell` called, in the writing thread, when a change is refused because the file is gone."""
        self.store.when_gone.append(tell)


class _Reading:
    """The services that only read an open file; each is made, and its code loaded, when it is first asked for."""

    store: Store

    @cached_property
    def search(self) -> "Search":
        """Return the search over everything."""
        from crm.search import Search  # deferred: see the class

        return Search(self.store)

    @cached_property
    def lifecycles(self) -> "Lifecycles":
        """Return how people and organisations stand to our huddles."""
        from crm.attendance.lifecycle import Lifecycles  # deferred: see the class

        return Lifecycles(self.store)

    @cached_property
    def grid(self) -> "Grid":
        """Return the grid of people and organisations by huddles."""
        from crm.attendance.grid import Grid  # deferred: see the class

        return Grid(self.store, self.lifecycles)


class Workspace(_OfClosedFiles, _History, _Standing, _Reading):
    """One open file. Close it when done; every service writes through the one store.

    A service is made, and its code loaded, when it is first asked for: a start pays for what its first page shows.
    """

    def __init__(self, opened: opening.Opened) -> None:
        self.store = opened.store
        self.notices: tuple[Notice, ...] = opened.notices
        self.needs_check = opened.needs_check
        self.made_way = opened.made_way
        self._is_unclean = opened.is_unclean
        self.settings = Settings(opened.store)
        self.backups = Backups(opened.store, needs_check=opened.needs_check)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        take_over: bool = False,
        checks_first: bool = False,
        cancelled: IsCancelled = never,
    ) -> "Workspace":
        """Open a file that is there; `notices` then say what a person should know. Raises an OpeningError.

        A file or folder that cannot be written to opens read-only. Reading goes on beside a window that has the file
        open. `take_over` (a typed confirmation) opens one that another computer seems to hold. A large old file is
        upgraded first, which `cancelled` stops: it raises Cancelled, and the file is as it was. One that `needs_check`
        is as it was found: `begin_day` is for the caller to call, after the check or before. With `checks_first` none
        does: a large file is checked before anything is written beside it, which takes a second and more.
        """
        opened = cls(
            opening.open_file(
                path, read_only=read_only, take_over=take_over, checks_first=checks_first, cancelled=cancelled
            )
        )
        if not opened.needs_check:
            opened.begin_day()
        return opened

    def begin_day(self) -> None:
        """Let lists tell what the calendar alone changed since they were written: whose last day somewhere is over."""
        self.store.begin_day()

    @classmethod
    def create(cls, path: Path) -> "Workspace":
        """Make a new, empty file and open it; raises FileExists, FileUnreachable."""
        return cls(opening.create_file(path))

    @cached_property
    def contacts(self) -> "Contacts":
        """Return the people."""
        from crm.contacts import Contacts  # deferred: see the class

        return Contacts(self.store)

    @cached_property
    def organisations(self) -> "Organisations":
        """Return the organisations."""
        from crm.organisations import Organisations  # deferred: see the class

        return Organisations(self.store)

    @cached_property
    def meanings(self) -> "KnownOrNew":
        """Return who finds, restores and makes what forms name."""
        from crm.known_or_new import KnownOrNew  # deferred: see the class

        return KnownOrNew(self.contacts, self.organisations, self.trash)

    @cached_property
    def at_work(self) -> "ContactWithRole":
        """Return who writes people together with where they work."""
        from crm.contacts.contact_with_role import ContactWithRole  # deferred: see the class

        return ContactWithRole(self.store, self.contacts, self.organisations, self.meanings)

    @cached_property
    def tags(self) -> "Tags":
        """Return the tags."""
        from crm.tags import Tags  # deferred: see the class

        return Tags(self.store, self.trash)

    @cached_property
    def vocabularies(self) -> "Vocabularies":
        """Return the words for sectors, sub-regions and themes."""
        from crm.vocabularies import Vocabularies  # deferred: see the class

        return Vocabularies(self.store)

    @cached_property
    def views(self) -> "Views":
        """Return the saved views."""
        from crm.views import Views  # deferred: see the class

        return Views(self.store)

    @cached_property
    def trash(self) -> "Trash":
        """Return the trash."""
        from crm.trash import Trash  # deferred: see the class

        return Trash(self.store, {"pitch": lambda: self.pitches})

    @cached_property
    def exporting(self) -> "Exporting":
        """Return the writing of files."""
        from crm.exporting import Exporting  # deferred: see the class

        return Exporting(self.store, lambda: self.opportunities)

    @cached_property
    def drafts(self) -> "Drafts":
        """Return what was typed and not yet saved."""
        from crm.drafts import Drafts  # deferred: see the class

        return Drafts(self.store)

    @cached_property
    def interactions(self) -> "Interactions":
        """Return what happened and what is planned."""
        from crm.interactions import Interactions  # deferred: see the class

        return Interactions(self.store)

    @cached_property
    def followups(self) -> "FollowUps":
        """Return the follow-ups."""
        from crm.followups import FollowUps  # deferred: see the class

        return FollowUps(self.store, self.trash)

    @cached_property
    def consents(self) -> "Consents":
        """Return what people said about being written to."""
        from crm.consents import Consents  # deferred: see the class

        return Consents(self.store)

    @cached_property
    def attendance(self) -> "Attendances":
        """Return who was invited to huddles, who said they come, and who was there."""
        from crm.attendance import Attendances  # deferred: see the class

        return Attendances(self.store, self.contacts, self.organisations, self.consents, self.trash)

    @cached_property
    def reports(self) -> "Reports":
        """Return the attendance files of huddles."""
        from crm.attendance.reports import Reports  # deferred: see the class

        return Reports(
            self.store, self.contacts, self.organisations, self.attendance, self.backups, self.consents, self.trash
        )

    @cached_property
    def huddles(self) -> "Huddles":
        """Return the huddles and their series."""
        from crm.huddles import Huddles  # deferred: see the class

        return Huddles(self.store, self.attendance)

    @cached_property
    def pitches(self) -> "Pitches":
        """Return the pitches of huddles."""
        from crm.pitches import Pitches  # deferred: see the class

        return Pitches(self.store, self.contacts, self.attendance, self.trash)

    @cached_property
    def hands(self) -> "Hands":
        """Return whose hands went up for pitches."""
        from crm.pitches.hands import Hands  # deferred: see the class

        return Hands(self.store, self.pitches, self.contacts, self.followups)

    @cached_property
    def close_out(self) -> "CloseOut":
        """Return what is to be done after huddles."""
        from crm.huddles.close_out import CloseOut  # deferred: see the class

        return CloseOut(self.store, self.huddles, self.attendance, self.hands)

    @cached_property
    def pipelines(self) -> "Pipelines":
        """Return the pipelines and their stages."""
        from crm.pipelines import Pipelines  # deferred: see the class

        return Pipelines(self.store)

    @cached_property
    def opportunities(self) -> "Opportunities":
        """Return the opportunities."""
        from crm.opportunities import Opportunities  # deferred: see the class

        return Opportunities(self.store, self.pipelines, self.pitches, self.introductions, self.meanings, self.trash)

    @cached_property
    def files(self) -> "Files":
        """Return the files of opportunities."""
        from crm.attachments import Files  # deferred: see the class

        return Files(self.store)

    @cached_property
    def introductions(self) -> "Introductions":
        """Return the introductions, and who knows whom."""
        from crm.introductions import Introductions  # deferred: see the class

        return Introductions(self.store, self.contacts, self.followups, self.meanings)

    @cached_property
    def needs(self) -> "Needs":
        """Return the needs and offers, and which of them may fit."""
        from crm.needs import Needs  # deferred: see the class

        return Needs(self.store, self.pitches, self.introductions, self.meanings)

    @cached_property
    def timeline(self) -> "Timeline":
        """Return the histories of people and organisations."""
        from crm.timeline import Timeline  # deferred: see the class

        return Timeline(self.store, self.interactions)

    @cached_property
    def importing(self) -> "Importing":
        """Return the import of files."""
        from crm.importing import Importing  # deferred: only an import pays for its readers and indexes

        return Importing(self.store, self.backups)

    @cached_property
    def entries(self) -> "QuickLog":
        """Return the service that saves log sentences."""
        from crm.quick_log import QuickLog  # deferred: the grammar of sentences costs a start more than its first page

        return QuickLog(self.store, self.contacts, self.organisations, self.interactions, self.followups, self.trash)

    def naming(self) -> "RecordNames":
        """Return the names of records of every table, each looked up once: for one reading of a history."""
        from crm.record_names import RecordNames  # deferred: see the class

        return RecordNames(self.store)

    @classmethod
    def restore_over(cls, path: Path, backup: Path, cancelled: IsCancelled = never) -> "Workspace":
        """Put a backup in place of a file that is missing or does not open, which is kept.

        Raises NotABackup, Cancelled.
        """
        return cls(opening.restore_over(path, backup, cancelled))

    @property
    def path(self) -> Path:
        """Return the open file."""
        return self.store.path

    @property
    def feed(self) -> ChangeFeed:
        """Return the feed that tells what every commit changed, in the committing thread."""
        return self.store.feed

    @property
    def is_read_only(self) -> bool:
        """Return whether nothing can be written."""
        return self.store.read_only

    def has_any(self, record: str) -> bool:
        """Return whether any contact, huddle, ... is in the file; a start asks this and loads no service for it."""
        model = _RECORDS[record]
        return self.store.value(model.select(model.id).where(model.deleted_at.is_null()).limit(1)) is not None

    def deep_check(self, cancelled: IsCancelled = never) -> list[Notice]:
        """Check the whole file, on a worker after the first paint where `needs_check` says so.

        Returns what a person should know; raises FileDamaged, after which nothing more is written to the file, or
        Cancelled soon after `cancelled` says so. What was written to a file whose end was unclean before its check
        stands in the log beside it until the file has passed, and is kept with it where it does not.
        """
        was_trusted = self.store.is_trusted
        health = self.backups.check(cancelled)
        self.needs_check = False
        if health.damage:
            error = FileDamaged(self.path, health.what, health.damage)
            raise error.with_backup(self.backups.newest_good(cancelled))
        found = [] if was_trusted or not self._is_unclean else [notice_texts.unclean_end(self.path)]
        return found + opening.after_check(self.store, health, cancelled)

    def tidy_orphans(self) -> int:
        """Free the entries whose record is missing, after a backup and when asked to; return how many they were."""
        self.backups.make("before repair")
        return repair.tidy_orphans(self.store)

    def close(self) -> None:
        """Close the file."""
        self.store.close()
