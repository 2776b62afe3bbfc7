"""What the window does for the file after its first paint: check it whole, back it up, say how fresh the backup is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from crm import clock
from crm.backups import BackupInfo, BackupStatus
from crm.errors import CrmError, FileDamaged, FileGone
from crm.notices import Notice, NoticeKind
from crm.workspace import Workspace
from ui import pages
from ui.context import Context
from ui.kit.tasks import Task
from ui.records.background_calls import work
from ui.shell.navigator import OpenPlace
from ui.shell.status_line import Banner

PANELS = {"huddle": "plan_huddle", "introduction": "new_introduction"}
"""The panels whose drafts go by another name."""
EVERY_MS = 15 * 60 * 1000
QUIET = {NoticeKind.LOCK_FREED, NoticeKind.RESTORE_FINISHED, NoticeKind.UPGRADED}


class SaysSaved(Protocol):
    """Where the state of file and backup is shown."""

    def say(self, text: str, good: bool) -> None:
        """Show a state."""


class ShowsBanners(Protocol):
    """Where notices that stay are shown."""

    def add(self, banner: Banner) -> None:
        """Show one."""

    def remove(self, text: str) -> None:
        """Take one away."""


class Housekeeping(QObject):
    """Keeps one open file in order while its window is open; the worker does the long parts.

    `day_began` says that everything counted by days is to be read again; `wants_ways_on` carries the FileDamaged whose
    ways on are asked for, `wants_copy` the path of a saved copy that is to be opened in place of a file that is gone.
    """

    day_began = Signal()
    wants_ways_on = Signal(object)
    _damage_seen = Signal()
    wants_copy = Signal(object)
    _gone = Signal(object)

    def __init__(self, context: Context, banners: ShowsBanners, saved: SaysSaved, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banners, self._saved = context, banners, saved
        self._of_orphans = ""
        self._damage: FileDamaged | None = None
        self._of_damage = ""
        # A signal, because any thread may find it.
        self._damage_seen.connect(self._show_damage)
        context.workspace.store.on_damage = self._damage_seen.emit
        self._gone_error: FileGone | None = None
        self._was_held_back = False
        self._gone.connect(self._show_gone, Qt.ConnectionType.QueuedConnection)
        self._workspace.when_gone(self._gone.emit)
        self._day = clock.today()
        self._again = QTimer(self, interval=EVERY_MS)
        self._again.timeout.connect(self._look_at_clock)

    @property
    def _workspace(self) -> Workspace:
        return self._context.workspace

    def begin(self) -> None:
        """Show what opening found, offer kept drafts, then note, check and back up the file in the background."""
        self.show_notices(self._workspace.notices)
        self.show_backup_state()
        self._offer_draft()
        self._workspace.store.note_all_content()
        if self._workspace.needs_check:
            work(self._context, self, "Checking the file", _check, self._checked, refused=self._refused)
        self._back_up()
        self._again.start()

    def end(self) -> None:
        """Begin nothing more."""
        self._workspace.store.on_damage = None
        self._again.stop()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show notices: what is over in a toast, what stays so as a banner."""
        for notice in notices:
            if notice.kind in QUIET:
                self._context.toasts.say(notice.text)
            elif notice.kind is NoticeKind.ORPHANS and not self._workspace.is_read_only:
                self._of_orphans = notice.text
                self._banners.add(Banner(notice.text, details=notice.details, action="Tidy up", run=self._tidy_up))
            else:
                self._banners.add(Banner(notice.text, details=notice.details))

    def show_backup_state(self) -> None:
        """Say when the file was last backed up."""
        if self._workspace.is_read_only:
            self._saved.say("Open read-only", good=True)
            return
        text, good = backup_words(self._workspace.backups.status())
        self._saved.say(text, good)

    def _offer_draft(self) -> None:
        for draft in self._workspace.drafts.all():
            going = self._way_to(draft.key)
            if going is not None:
                self._context.toasts.offer("What you were typing last time was kept.", "Go on", going)
                return

    def _way_to(self, key: str) -> OpenPlace | None:
        """Return the call that opens the form of a draft: `log`, `follow_up:7`, `log:contact:7`, `log:contacts:7,8`;
        None from a page.
        """
        kind, *rest = key.split(":")
        kind = PANELS.get(kind, kind)
        if pages.panel_spec(kind) is None:
            return None
        if len(rest) == 1 and rest[0].isdecimal():
            return OpenPlace(self._context.navigator, kind, int(rest[0]))
        names, numbers = rest[0::2], [_ids(said) for said in rest[1::2]]
        if len(names) != len(numbers) or not all(numbers):
            return None
        return OpenPlace(self._context.navigator, kind, args=tuple(zip(names, numbers, strict=True)))

    def _checked(self, notices: list[Notice]) -> None:
        self.show_notices(notices)

    def _refused(self, error: CrmError) -> None:
        if isinstance(error, FileDamaged):
            self._say_damaged(error)
        else:
            self._banners.add(Banner(str(error), tone="danger"))

    @Slot()
    def _show_damage(self) -> None:
        """Show that reading or writing found the file damaged, unless a check says it in its own words."""
        if self._damage is None:
            self._say_damaged(self._workspace.backups.damage())

    def _say_damaged(self, error: FileDamaged) -> None:
        self._banners.remove(self._of_damage)
        self._damage = error
        self._of_damage = f"{error} Nothing more is written; what you saved meanwhile is kept with it."
        self._banners.add(Banner(self._of_damage, tone="danger", action="What can be done", run=self._show_ways_on))

    def _show_ways_on(self) -> None:
        self.wants_ways_on.emit(self._damage)

    @Slot(object)
    def _show_gone(self, error: FileGone) -> None:
        """Say once that the file is gone, or is no longer what it was, and leave the way on above the page."""
        if self._gone_error is None or self._was_held_back:
            self._gone_error = error
            said = f"“{error.path.name}” {error.what} while it was open here, so nothing more can be saved in it."
            self._banners.add(Banner(said, tone="danger", action="Save a copy…", run=self._offer_copy))
            self._offer_copy()

    def holds_back(self) -> bool:
        """Return whether closing must wait, the first time: the file is gone and no copy of it is saved yet."""
        if self._was_held_back or self._workspace.is_copied:
            return False
        try:
            self._workspace.must_stand()
        except FileGone:
            self._was_held_back = True
        except CrmError:
            return False
        return self._was_held_back

    def _offer_copy(self) -> None:
        # Deferred: a file is swapped once in a long while.
        from ui.shell.file_gone_card import FileGoneCard

        overlay = self._context.overlay
        if self._gone_error is not None and not isinstance(overlay.top(), FileGoneCard):
            card = FileGoneCard(self._context, self._gone_error, closing=self._was_held_back)
            card.wants_copy.connect(self.wants_copy)
            overlay.open(card, width=FileGoneCard.WIDTH)

    def _tidy_up(self) -> None:
        work(self._context, self, "Tidying up", _tidy, self._tidied, refused=self._refused)

    def _tidied(self, many: int) -> None:
        self._banners.remove(self._of_orphans)
        said = "1 entry without its record was" if many == 1 else f"{many:,} entries without their record were"
        self._context.toasts.say(f"{said} tidied up. A backup was made before.")

    @Slot()
    def _look_at_clock(self) -> None:
        """Begin a new day in a window left open over midnight: what is overdue changes, and a backup is due."""
        if clock.today() != self._day:
            self._day = clock.today()
            self._workspace.begin_day()
            self.day_began.emit()
        self._back_up()

    def _back_up(self) -> None:
        if not self._workspace.is_read_only:
            work(self._context, self, "Backing up", _back_up, self._backed_up)

    def _backed_up(self, made: BackupInfo | None) -> None:
        self.show_backup_state()


def _check(workspace: Workspace, task: Task) -> list[Notice]:
    return workspace.deep_check(task.cancelled)


def _tidy(workspace: Workspace, task: Task) -> int:
    return workspace.tidy_orphans()


def _back_up(workspace: Workspace, task: Task) -> BackupInfo | None:
    return workspace.backups.make_daily(task.cancelled)


def backup_words(status: BackupStatus) -> tuple[str, bool]:
    """Return how fresh the newest backup is, in words, and whether that is good enough."""
    if status.flawed is not None:
        return f"Backed up {_made(status.flawed):%H:%M} · tidy up", False
    if status.last is None:
        return ("Not backed up yet" if status.failure is None else "The backup failed", status.failure is None)
    made = _made(status.last)
    if status.is_overdue:
        return f"Last backup {made.day} {made:%B}", False
    if status.age_days == 0:
        return f"All saved · backed up {made:%H:%M}", True
    return f"All saved · backed up {made.day} {made:%b}", True


def _made(info: BackupInfo) -> datetime:
    return datetime.fromisoformat(info.made_at).astimezone(clock.LOCAL)


def _ids(said: str) -> int | tuple[int, ...]:
    """Return the id that part of a draft's key says, or several of them; () where it says none."""
    if said.isdecimal():
        return int(said)
    parts = said.split(",")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()
