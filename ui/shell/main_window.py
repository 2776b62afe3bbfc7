"""The window: side bar, page, notices, progress, and what lies over the page. It knows no feature, only `ui.pages`."""

import base64
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from crm.changes import Topic
from crm.errors import CrmError, NotFound
from crm.settings import APPEARANCE, LAYOUT, TEXT_SIZE
from crm.workspace import Workspace
from ui import pages
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import ActionTable
from ui.kit.overlay import Overlay
from ui.kit.tasks import Tasks
from ui.kit.toast import Toasts
from ui.shell.commands import Commands, WindowCalls
from ui.shell.crash import Crashes, Report
from ui.shell.drop_overlay import DropOverlay
from ui.shell.dropped_files import DroppedFiles
from ui.shell.housekeeping import Housekeeping
from ui.shell.navigator import Navigator, Place
from ui.shell.page_host import FeedBridge, PageHost, focus_into
from ui.shell.pasted_files import PastedFiles
from ui.shell.sample_notice import SampleNotice
from ui.shell.saved_views import SavedViews
from ui.shell.sidebar import Sidebar
from ui.shell.status_line import Banners, TaskLine

NARROW_BELOW = 1120
SMALLEST = (1024, 680)
FIRST_SIZE = (1440, 900)
UNPAINTED_MS = 1000
VIEWED = (
    Topic.VIEWS
    | Topic.CONTACTS
    | Topic.ORGANISATIONS
    | Topic.INTERACTIONS
    | Topic.FOLLOW_UPS
    | Topic.TAGS
    | Topic.OPPORTUNITIES
)

log = logging.getLogger(__name__)


class MainWindow(QWidget):
    """One window over one open file; `closed` says that it went away, `wants_other_file` that another is to open, with
    the files it takes in, `wants_ways_on` that this one has proved damaged, with the error, and what can be done is
    asked for, `wants_copy` that its copy is to be opened, because it is gone from its place.

    `painted` follows its first paint, or a start that nothing paints (minimised): what can wait is done then.
    """

    closed = Signal()
    painted = Signal()
    wants_other_file = Signal(object, object)
    wants_ways_on = Signal(object)
    wants_copy = Signal(object)

    def __init__(self, workspace: Workspace, crashes: Crashes) -> None:
        super().__init__()
        self.setWindowTitle(f"{workspace.path.stem} – Cluster Desk")
        self._workspace, self._crashes = workspace, crashes
        theme.apply(workspace.settings.get(APPEARANCE), workspace.settings.get(TEXT_SIZE))
        navigator, actions, tasks = Navigator(self), ActionTable(self), Tasks(self)
        self.sidebar = Sidebar(navigator, actions, self)
        self._content = QWidget(self)
        toasts = Toasts(self, self._content, self._undo, (overlay := Overlay(self)).place)
        self.context = Context(workspace, navigator, actions, tasks, toasts, overlay)
        self._incoming = DroppedFiles(self.context)
        self._pasting = PastedFiles(self.context, self._incoming)
        self.host = PageHost(self.context, self._content)
        self.banners = Banners(self._content)
        self._lay_out(TaskLine(tasks, self._content))
        self._commands = Commands(self.context, self._calls(), self)
        actions.add(self._commands.build())
        actions.attach(self)
        navigator.set_panels(frozenset(spec.kind for spec in pages.PANELS))
        navigator.opened.connect(self._go)
        navigator.asked.connect(self._open_panel)
        self.host.arrived.connect(self._arrived)
        self.host.failed.connect(crashes.note)
        crashes.happened.connect(self._tell_of_crash)
        self._bridge = FeedBridge(workspace.feed, self)
        self._bridge.changed.connect(self._topics_changed)
        self._housekeeping = Housekeeping(self.context, self.banners, self.sidebar.saved_line, self)
        self._housekeeping.day_began.connect(self._read_all)
        self._housekeeping.wants_ways_on.connect(self.wants_ways_on)
        self._housekeeping.wants_copy.connect(self.wants_copy)
        self._sample_badge = SampleNotice(self.context, self.banners, self._bridge.changed, self)
        self._views = SavedViews(self.context, self)
        self._views.listed.connect(self.sidebar.set_views)
        self._report: Report | None = None
        self._dropping = DropOverlay(self, self._incoming.said)
        self._dropping.dropped.connect(self.take_files)
        navigator.desk_wanted.connect(self.wants_other_file)
        self._first_paint = QTimer(self, singleShot=True, interval=UNPAINTED_MS)
        self._first_paint.timeout.connect(self._after_first_paint)
        theme.notifier.changed.connect(self._fit_sidebar)
        self.context.overlay.changed.connect(toasts.rise)
        self.context.overlay.changed.connect(self._take_panel_actions)

    def _calls(self) -> WindowCalls:
        choose, panes = partial(self._incoming.choose, self), (self._next_pane, self._previous_pane)
        return WindowCalls(self.open_palette, self.open_help, *panes, choose, self._pasting.paste, self.close)

    def _lay_out(self, task_line: TaskLine) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._content, 1)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self.host, 1)
        column.addWidget(task_line)
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)

    # -- coming and going

    def start(self, place: Place | None = None) -> None:
        """Take the size and page of last time, or go to `place`, and show the window."""
        layout = self._workspace.settings.get(LAYOUT)
        geometry = layout.get("geometry")
        if not (isinstance(geometry, str) and self.restoreGeometry(QByteArray(base64.b64decode(geometry)))):
            self.resize(*FIRST_SIZE)
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        place = place or _remembered(layout.get("place"))
        self.context.navigator.remember_recent((str(kind), int(record)) for kind, record in layout.get("recent", ()))
        self.context.navigator.open(place.kind, place.id, **place.args)
        self.show()
        self._first_paint.start()

    @Slot(object)
    def take_files(self, files: Sequence[Path]) -> None:
        """Come to the front; with files, go to the page that reads them."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if files:
            self._incoming.take(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop long work, let panels keep their drafts, remember the layout."""
        if self._housekeeping.holds_back() or not self.context.overlay.close_all():
            event.ignore()
            return
        self._first_paint.stop()
        self._housekeeping.end()
        self.context.tasks.finish()
        self._pasting.end()
        self.context.actions.detach()
        self._remember_layout()
        self._bridge.stop()
        self.closed.emit()
        event.accept()

    def keep_everything(self) -> None:
        """Keep drafts and layout without closing: the desktop's session may be about to end."""
        self.context.overlay.close_all()
        self._remember_layout()

    def _remember_layout(self) -> None:
        place = self.context.navigator.current
        before = self._workspace.settings.get(LAYOUT)
        layout = dict(before)
        layout["geometry"] = base64.b64encode(self.saveGeometry().data()).decode()
        layout["recent"] = [list(record) for record in self.context.navigator.recent()]
        if place is not None:
            layout["place"] = [place.kind, place.id]
        try:
            if layout != before:
                self._workspace.settings.set(LAYOUT, layout)
        except CrmError:
            log.info("the layout was not remembered: the file cannot be written")

    @Slot()
    def _after_first_paint(self) -> None:
        self._refresh_sidebar(Topic.ALL)
        self._housekeeping.begin()
        self.painted.emit()

    # -- places and panels

    @Slot(object)
    def _go(self, place: Place) -> None:
        if self.context.overlay.close_all():
            self.host.show_place(place)

    @Slot(object)
    def _arrived(self, place: Place) -> None:
        view = place.args.get("view")
        self.sidebar.set_front(place.kind, view if isinstance(view, int) else None)
        page = self.host.current_page()
        if page is not None:
            focus_into(page)

    @Slot(object)
    def _open_panel(self, place: Place) -> None:
        spec = pages.panel_spec(place.kind)
        overlay = self.context.overlay
        if spec is None or (overlay.top() is not None and overlay.top() is self._panel_of(place.kind)):
            return
        if not overlay.close_all():
            return
        try:
            panel = pages.make(spec, self.context, **place.target())
        except NotFound as error:
            # Gone since the page was read: its creation undone, for one.
            self.context.toasts.problem(f"This {error.what} is no longer in the file. Nothing was changed.")
            return
        panel.setProperty("panel", place.kind)
        overlay.open(panel, width=spec.width, where=spec.where)

    @Slot()
    def _take_panel_actions(self) -> None:
        """Have the actions of the panel that is open in the table, also while help lies over it."""
        top = self.context.overlay.top()
        self.context.actions.cover(bool(getattr(top, "covers_page", False)))
        actions = pages.actions_of(top) if top is not None else ()
        if actions or top is None:
            self.context.actions.set_panel(actions)

    def _panel_of(self, kind: str) -> QWidget | None:
        top = self.context.overlay.top()
        return top if top is not None and top.property("panel") == kind else None

    def open_palette(self) -> None:
        """Open the command palette, or close it when it is open."""
        # Deferred: most starts paint no palette.
        from ui.shell.palette.card import Palette

        if isinstance(self.context.overlay.top(), Palette):
            self.context.overlay.close_top()
        elif self.context.overlay.close_all():
            self.context.overlay.open(Palette(self.context), width=Palette.WIDTH)

    def open_help(self) -> None:
        """Open the list of all actions and keys, over a panel that is open."""
        # Deferred: most starts paint no help.
        from ui.shell.help.card import HelpCard

        top = self.context.overlay.top()
        keeps = top is not None and top.property("panel") is not None
        if not isinstance(top, HelpCard) and (keeps or self.context.overlay.close_all()):
            place = self.context.navigator.current
            spec = pages.page_spec(place.kind) if place is not None else None
            about = f"{spec.title}: {spec.about}" if spec is not None and spec.about else ""
            card = HelpCard(self.context.actions, self.context.overlay, about)
            self.context.overlay.open(card, width=HelpCard.WIDTH)

    # -- panes

    def _next_pane(self) -> None:
        self._step_pane(1)

    def _previous_pane(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        page = self.host.current_page()
        if self.context.overlay.top() is not None or page is None:
            return
        panes: list[QWidget] = [self.sidebar, *(pane for pane in pages.panes_of(page) if pane.isVisibleTo(self))]
        focus = QApplication.focusWidget()
        inside = [place for place, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))]
        # The innermost pane: a page that is a pane itself holds the others.
        at = inside[-1] if inside else 0
        focus_into(panes[(at + step) % len(panes)])

    # -- what changed

    @Slot(object)
    def _topics_changed(self, topics: Topic) -> None:
        if topics & Topic.SETTINGS:
            settings = self._workspace.settings
            theme.apply(settings.get(APPEARANCE), settings.get(TEXT_SIZE))
        self.host.topics_changed(topics)
        self._refresh_sidebar(topics)

    @Slot()
    def _read_all(self) -> None:
        self._topics_changed(Topic.ALL)

    def _refresh_sidebar(self, topics: Topic) -> None:
        self.sidebar.refresh(self._workspace, topics)
        if topics & VIEWED:
            self._views.refresh()

    def _undo(self) -> None:
        self.context.actions.run("undo")

    @Slot(object)
    def _tell_of_crash(self, report: Report) -> None:
        self._report = report
        self.context.toasts.problem(
            "Something went wrong in the program. What was saved is safe.", "Show report", self._show_report
        )

    def _show_report(self) -> None:
        # Deferred: seldom needed.
        from ui.shell.help.report import ReportCard

        if self._report is not None:
            self.context.overlay.open(ReportCard(self._report.text, self.context.overlay))

    # -- window

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the side bar where the window is narrow."""
        self._fit_sidebar()

    def changeEvent(self, event: QEvent) -> None:
        """Give the whole screen to the page where the window has it whole."""
        if event.type() == QEvent.Type.WindowStateChange:
            self.sidebar.setVisible(not self.isFullScreen())
        super().changeEvent(event)

    @Slot()
    def _fit_sidebar(self) -> None:
        self.sidebar.set_narrow(self.width() < theme.px(NARROW_BELOW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(self.rect(), theme.color("window"))
        if self._first_paint.isActive():
            self._first_paint.start(0)


def _remembered(place: Any) -> Place:
    if isinstance(place, list) and len(place) == 2 and pages.page_spec(str(place[0])) is not None:
        return Place(str(place[0]), place[1] if isinstance(place[1], int) else None)
    return Place("today")
