"""Start and end of the program: which file opens, what is shown when it does not, and a clean close however it ends."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QLibraryInfo, QObject, QSocketNotifier, Slot
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QSessionManager
from PySide6.QtWidgets import QApplication

from crm.app_dirs import NoHome, Places
from crm.errors import AlreadyOpen, CrmError, OpeningError
from crm.workspace import Workspace
from ui.kit import icons, painting, theme
from ui.shell import startup_checks
from ui.shell.crash import Crashes, catch_qt_messages, start_log, watch_for_hard_crashes
from ui.shell.gc_guard import GcGuard
from ui.shell.main_window import MainWindow
from ui.shell.navigator import Place
from ui.shell.open_commands import Creating, OpenCommand

if TYPE_CHECKING:
    from crm.temp_folders import Scratch
    from ui.shell.recovery_controller import RecoveryController
    from ui.shell.upgrade_window import UpgradeWindow

log = logging.getLogger(__name__)

END_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))
BROUGHT = {".vcf", ".vcard", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".ics", ".eml", ".msg", ".pdf"}
"""What no Cluster Desk file is called, where the file itself cannot be asked."""


class Options(msgspec.Struct, frozen=True):
    """The command line: files to open or import, and the ways to start."""

    files: list[Path]
    sample: bool = False
    data_dir: Path | None = None
    shots: Path | None = None

    def to_open(self) -> Path | None:
        """Return the file named to be opened, or None."""
        return next((file for file in self.files if not _is_brought(file)), None)

    def brought(self) -> list[Path]:
        """Return the other files named: people, attendance, or what nothing reads, which is told."""
        return [file for file in self.files if _is_brought(file)]


def _is_brought(file: Path) -> bool:
    """Return whether a file is brought to a Cluster Desk file, and is none itself; one that is not there may be new."""
    if file.is_file():
        return not Workspace.is_desk_file(file)
    return file.suffix.lower() in BROUGHT


def run(options: Options) -> int:
    """Run the program until its window is closed; return the exit code."""
    places = _places(options.data_dir)
    catch_qt_messages(_refuse_to_start)
    application = QApplication([sys.argv[0]])
    QGuiApplication.setApplicationName("Cluster Desk")
    QGuiApplication.setDesktopFileName("cluster-desk")
    theme.apply("system", 100)
    if options.shots is not None:
        # Deferred: only this way of starting paints pictures.
        from ui.shell import screenshots

        return screenshots.take(options.shots, options.to_open())
    if places.log is not None:
        start_log(places.log)
    crashes = Crashes()
    crashes.install()
    collector = GcGuard()
    collector.begin()
    desk = Desk(options, places, crashes)
    code = application.exec() if desk.open_first() else 0
    desk.end()
    return code


def _places(data_dir: Path | None) -> Places:
    if data_dir is not None:
        return Places.under(data_dir)
    try:
        return Places.of_user()
    except NoHome:
        return Places.without_home()


def _refuse_to_start(last_words: str) -> None:
    """Say in one sentence what Qt needs, where its own last words would fill a page; Qt ends the program after this."""
    if "platform plugin" in last_words or "display" in last_words:
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PrefixPath))
        sys.stderr.write(startup_checks.platform_sentence(folder, os.environ.get("DISPLAY", "")) + "\n")
        sys.stderr.flush()
        os._exit(1)


class Desk(QObject):
    """The open file and its window, or the screen that says why there is none."""

    def __init__(self, options: Options, places: Places, crashes: Crashes) -> None:
        super().__init__()
        self._options, self._places, self._crashes = options, places, crashes
        self._brought = options.brought()
        self._scratch: Scratch | None = None
        self._workspace: Workspace | None = None
        self._ways_on: RecoveryController | None = None
        self._upgrading: UpgradeWindow | None = None
        self._doorbell: QObject | None = None
        self.window: MainWindow | None = None
        self._signals = _EndSignals(self.close_window, self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self._session_ends)

    def open_first(self) -> bool:
        """Open what the command line asks for; False where a window that has it open came to the front instead."""
        if self._options.sample:
            return self._open_with(self._make_sample)
        named = self._options.to_open()
        if named is None and self._places.log is None:
            return self._say_why_not(NoHome())
        path = named or self._places.default_file
        if named is None and self._places.is_new():
            return self._open_with(Creating(path), Place("first_run"))
        return self.open(path)

    def open(self, path: Path, *, read_only: bool = False, take_over: bool = False) -> bool:
        """Open a file in a window, or show why it does not open; False where another program's window shows it."""
        return self._open_with(OpenCommand(path, read_only, take_over))

    def end(self) -> None:
        """Close the file and remove what was made for this run alone."""
        self._drop_screen()
        self._drop_upgrading()
        self._close_workspace()
        self._signals.end()
        if self._scratch is not None:
            self._scratch.close()

    @Slot()
    def close_window(self) -> None:
        """Close the window as its own button does; one that asks whether to save a copy first cannot wait for it."""
        if self.window is not None and not self.window.close():
            self.window.close()
        QApplication.quit()

    # -- opening

    def _open_with(self, opener: Callable[[], Workspace], place: Place | None = None) -> bool:
        if isinstance(opener, OpenCommand) and opener.takes_long():
            self._upgrade(opener)
            return True
        try:
            workspace = opener()
        except CrmError as error:
            return self._say_why_not(error)
        self._show_window(workspace, place)
        return True

    def _say_why_not(self, error: CrmError) -> bool:
        """Show why a file does not open; False where another program's window shows it."""
        if isinstance(error, AlreadyOpen) and self._hand_over(error.path):
            return False
        if not isinstance(error, OpeningError):
            error = OpeningError(self._places.default_file, str(error))
        self._show_screen(error)
        return True

    def _upgrade(self, opener: OpenCommand) -> None:
        # Deferred: a file is upgraded once in a long while.
        from ui.shell.upgrade_window import UpgradeWindow

        self._upgrading = UpgradeWindow(opener)
        self._upgrading.setWindowIcon(_icon())
        self._upgrading.opened.connect(self._upgraded)
        self._upgrading.refused.connect(self._not_upgraded)
        self._upgrading.show()
        self._drop_screen()

    @Slot(object)
    def _upgraded(self, workspace: Workspace) -> None:
        self._show_window(workspace, None)
        self._drop_upgrading()

    @Slot(object)
    def _not_upgraded(self, error: CrmError) -> None:
        stays = self._say_why_not(error)
        self._drop_upgrading()
        if not stays:
            QApplication.quit()

    def _drop_upgrading(self) -> None:
        if self._upgrading is not None:
            self._upgrading.close()
            self._upgrading.deleteLater()
            self._upgrading = None

    def _make_sample(self) -> Workspace:
        # Deferred: only this way of starting invents a network, in a folder of its own.
        from crm.sample import make_sample
        from crm.temp_folders import Scratch

        self._scratch = Scratch()
        workspace = Workspace.create(self._scratch.folder / "sample.desk")
        make_sample(workspace.store, is_undone=False)  # one undo too many would leave an empty program
        return workspace

    def _show_window(self, workspace: Workspace, place: Place | None) -> None:
        # The window's thread must never wait for another writer.
        workspace.store.impatient_thread = threading.get_ident()
        self._workspace = workspace
        if workspace.needs_check:
            workspace.begin_day()
        window = MainWindow(workspace, self._crashes)
        window.setWindowIcon(_icon())
        window.closed.connect(self._window_closed)
        window.wants_other_file.connect(self._open_other)
        window.wants_ways_on.connect(self._leave_damaged)
        window.wants_copy.connect(self._go_on_in_copy)
        window.painted.connect(self._after_first_paint)
        self.window = window
        files, self._brought = (self._brought, []) if place is None else ([], self._brought)
        window.start(Place("import") if files else place)
        if files:
            window.take_files(files)
        self._drop_screen()

    @Slot()
    def _after_first_paint(self) -> None:
        # Deferred: it looks through whole folders, and nothing waits for it.
        from crm import leftovers

        own = [self._workspace.path.parent] if self._workspace is not None else []
        leftovers.sweep(self._places.data, *own)
        if self._places.log is not None:
            self._hard_crashes = watch_for_hard_crashes(self._places.log)
        try:
            # Deferred: the network library would delay the first paint.
            from ui.shell.single_instance import Doorbell
        except ImportError:
            log.warning("later starts will not be heard: a system library of Qt's network module is missing")
            return
        if self._workspace is not None and self.window is not None and not self._workspace.is_read_only:
            doorbell = Doorbell(self._workspace.path, self)
            doorbell.rung.connect(self.window.take_files)
            self._doorbell = doorbell

    def _hand_over(self, path: Path) -> bool:
        """Ask the program that has the file open to come to the front, with the files of this start."""
        try:
            # Deferred: only a second start needs it.
            from ui.shell.single_instance import ring
        except ImportError:
            return False
        return ring(path, self._brought)

    # -- closing

    @Slot()
    def _window_closed(self) -> None:
        self._close_workspace()
        self.window = None

    def _close_workspace(self) -> None:
        if self._doorbell is not None:
            self._doorbell.deleteLater()
            self._doorbell = None
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    @Slot(object)
    def _session_ends(self, manager: QSessionManager) -> None:
        if self.window is not None:
            self.window.keep_everything()

    # -- another file

    def _show_screen(self, error: OpeningError) -> None:
        # Deferred: most files open.
        from ui.shell.recovery_controller import RecoveryController

        self._drop_screen()
        self._ways_on = RecoveryController(error, self._places.default_file, self)
        self._ways_on.found.connect(self._found)
        self._ways_on.show(_icon())

    def _drop_screen(self) -> None:
        if self._ways_on is not None:
            self._ways_on.end()
            self._ways_on = None

    @Slot(object, object)
    def _found(self, opener: Callable[[], Workspace], place: Place | None) -> None:
        self._open_with(opener, place)

    @Slot(object, object)
    def _open_other(self, path: Path, files: Sequence[Path]) -> None:
        """Open another file in place of this one, and bring files to it."""
        before = self.window
        if before is None or not before.close():
            return
        self._brought = list(files)
        self._open_with(OpenCommand(path), None)
        before.deleteLater()

    @Slot(object)
    def _go_on_in_copy(self, copy: Path) -> None:
        """Close a file that is gone from its place, and open the copy that was saved of it."""
        before = self.window
        if before is None or not before.close():
            return
        self._open_with(OpenCommand(copy), None)
        before.deleteLater()

    @Slot(object)
    def _leave_damaged(self, error: OpeningError) -> None:
        """Close a file that proved damaged while it was open: what can be done is done to one that nobody has open."""
        before = self.window
        if before is None or not before.close():
            return
        self._show_screen(error)
        before.deleteLater()


class _EndSignals(QObject):
    """Turns SIGTERM, SIGINT and SIGHUP into a clean close; Python alone would look only at its next line of code."""

    def __init__(self, close: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._notifier: QSocketNotifier | None = None
        # Windows ends programs by messages, which Qt takes; there are no such signals.
        if os.name != "posix":
            return
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)
        signal.set_wakeup_fd(self._writing)
        self._before = {number: signal.signal(number, _noted) for number in END_SIGNALS}
        self._notifier = QSocketNotifier(self._reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def end(self) -> None:
        """Leave the signals to whoever had them before."""
        if self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        self._notifier = None
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        os.close(self._reading)
        os.close(self._writing)

    @Slot()
    def _woken(self) -> None:
        if os.read(self._reading, 16):
            self._close()


def _noted(number: int, frame: object) -> None:
    """Take the signal; the wake-up pipe tells the event loop."""


def _icon() -> QIcon:
    image = QPixmap(64, 64)
    image.fill("transparent")
    painter = QPainter(image)
    painting.round_rect(painter, image.rect(), 16, "accent")
    icons.paint(painter, image.rect().adjusted(10, 10, -10, -10), "logo", "on_accent")
    painter.end()
    return QIcon(image)
