"""Every page and every panel of the registry, in every look: what holds for all of them, whoever made them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollBar, QWidget

from crm.settings import APPEARANCE, TEXT_SIZE
from crm.workspace import Workspace
from tests.renders.files import LONG_FAMILY, LONG_GIVEN, LONG_NAME, rename, steer
from ui import pages
from ui.huddles.grid.view import GridView
from ui.kit import motion, theme
from ui.kit.actions import Scope
from ui.kit.empty_states import ErrorState
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow
from ui.shell.navigator import Place

LEAST = 24
TABS_MOST = 150
PATIENCE_MS = 5000


@dataclass(frozen=True)
class Look:
    """What is in the file and how the window looks."""

    name: str
    content: str
    mode: str
    size: tuple[int, int]
    text: int = 100


LOOKS = (
    Look("empty, light", "empty", "light", (1440, 900)),
    Look("empty, small and dark", "empty", "dark", (1024, 680)),
    Look("empty, large text", "empty", "light", (1440, 900), 125),
    Look("sample, light", "sample", "light", (1440, 900)),
    Look("sample, small and dark", "sample", "dark", (1024, 680)),
    Look("sample, large text", "sample", "light", (1440, 900), 125),
    Look("long names, small", "long", "light", (1024, 680)),
)
Spec = pages.PageSpec | pages.PanelSpec
SHOWN: tuple[Spec, ...] = (
    *pages.PAGES,
    *(panel for panel in pages.PANELS if panel.title),
)
CASES = [
    pytest.param((look, spec), id=f"{look.name}: {spec.kind}")
    for look in LOOKS
    for spec in SHOWN
    if look.content != "empty" or isinstance(spec, pages.PanelSpec) or not spec.of_record
]
# In the scope of the module, and as one parameter: the tests of one case come together, and the cases of one look,
# which share its window.
EVERY = pytest.mark.parametrize("case", CASES, scope="module")


class Flashes(QObject):
    """Notes every widget that comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(repr(watched))
        return False


@pytest.fixture(scope="module")
def files(
    sampled_file: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[dict[str, Workspace]]:
    folder = tmp_path_factory.mktemp("every")
    made = {
        "empty": Workspace.create(folder / "empty.desk"),
        "sample": Workspace.open(sampled_file(folder / "sample.desk", contacts=60, interactions=100)),
        "long": Workspace.open(sampled_file(folder / "long.desk", contacts=30, interactions=40)),
    }
    for each in ("sample", "long"):
        steer(made[each])
    rename(made["long"], LONG_GIVEN, LONG_FAMILY, LONG_NAME)
    motion.set_reduced(True)
    yield made
    motion.set_reduced(False)
    for workspace in made.values():
        workspace.close()


class Windows:
    """The one window of the look under test, and what it shows; another look closes it and opens its own."""

    def __init__(self, files: dict[str, Workspace]) -> None:
        self._files = files
        self._look: Look | None = None
        self._window: MainWindow | None = None
        self._shown: tuple[Spec, QWidget] | None = None

    def of(self, look: Look) -> MainWindow:
        """Return the window in a look."""
        if self._window is not None and look == self._look:
            return self._window
        self.close()
        workspace = self._files[look.content]
        workspace.settings.set(APPEARANCE, look.mode)
        workspace.settings.set(TEXT_SIZE, look.text)
        window = MainWindow(workspace, Crashes())
        self._window, self._look = window, look
        window.start(Place("today"))
        window.resize(*look.size)
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        settle(window)
        return window

    def showing(self, look: Look, spec: Spec) -> QWidget:
        """Return a page or panel in a look; it stands open where the case before was about it too."""
        window = self.of(look)
        if self._shown is None or self._shown[0] is not spec:
            return self.opened(look, spec)
        assert self._shown[1] in (window.host.current_page(), window.context.overlay.top())
        return self._shown[1]

    def opened(self, look: Look, spec: Spec) -> QWidget:
        """Open a page or panel anew in a look and return it."""
        root = shown(self.of(look), spec)
        self._shown = (spec, root)
        return root

    def close(self) -> None:
        """Close the window there is."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = self._shown = None
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module")
def windows(files: dict[str, Workspace]) -> Iterator[Windows]:
    windows = Windows(files)
    yield windows
    windows.close()


@pytest.fixture
def look(case: tuple[Look, Spec]) -> Look:
    return case[0]


@pytest.fixture
def spec(case: tuple[Look, Spec]) -> Spec:
    return case[1]


@pytest.fixture(autouse=True)
def fixed_look(windows: Windows, look: Look) -> None:
    """The look of the case, in place of the plain one: the window is made before anything is watched."""
    windows.of(look)


def settle(window: MainWindow) -> None:
    """Let the worker, the feed and the layout come to rest."""
    patience = QDeadlineTimer(PATIENCE_MS)
    QApplication.processEvents()
    while window.context.tasks.busy():
        assert not patience.hasExpired()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(window: MainWindow, spec: Spec) -> QWidget:
    """Open a page or panel and return it."""
    window.context.overlay.close_all()
    if isinstance(spec, pages.PanelSpec):
        window.context.navigator.open("today")
        settle(window)
        window.context.navigator.open(spec.kind)
        settle(window)
        card = window.context.overlay.top()
        assert card is not None
        return card
    record = pages.example(window.context.workspace, spec) if spec.of_record else None
    window.context.navigator.open(spec.kind, record)
    settle(window)
    page = window.host.current_page()
    assert page is not None
    return page


def stops(root: QWidget) -> list[QWidget]:
    """Return what Tab can stop at under a widget."""
    return [
        child
        for child in root.findChildren(QWidget)
        if child.isVisible()
        and child.isEnabled()
        and child.focusProxy() is None
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]


def described(widget: QWidget) -> str:
    """Return what tells one widget from another in a failure."""
    return f"{type(widget).__name__} “{name_of(widget)}” {widget.width()}x{widget.height()}"


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says for a widget."""
    said = QAccessible.queryAccessibleInterface(widget)
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or (said.text(QAccessible.Text.Name) if said is not None else "")


def round_trip(window: MainWindow) -> list[QWidget]:
    """Press Tab until a control comes again, and return the controls between."""
    seen: list[QWidget] = []
    for _ in range(TABS_MOST):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in seen:
            return seen[seen.index(focus) :]
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    pytest.fail(f"Tab never came round: {[described(each) for each in seen[-5:]]}")


@EVERY
def test_it_opens_without_a_failure_and_within_its_window(windows: Windows, look: Look, spec: Spec) -> None:
    window = windows.of(look)
    flashes = Flashes()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(flashes)
    try:
        root = windows.opened(look, spec)
    finally:
        application.removeEventFilter(flashes)
    assert flashes.seen == []
    assert QApplication.activeWindow() is window
    assert window.size() == QSize(*look.size)
    assert theme.text_size() == look.text
    assert [state for state in window.findChildren(ErrorState) if state.isVisible()] == []
    assert [described(bar) for bar in root.findChildren(QScrollBar) if _is_across(bar)] == []


def _is_across(bar: QScrollBar) -> bool:
    if isinstance(bar.parent(), GridView):  # years of huddles: the one thing that goes on sideways, by a bar of its own
        return False
    return bar.orientation() == Qt.Orientation.Horizontal and bar.isVisible() and bar.maximum() > bar.minimum()


@EVERY
def test_every_control_has_a_name_and_every_button_is_large_enough(windows: Windows, look: Look, spec: Spec) -> None:
    window = windows.of(look)
    windows.showing(look, spec)
    assert [described(stop) for stop in stops(window) if not name_of(stop)] == []
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    assert [described(each) for each in buttons if min(each.width(), each.height()) < LEAST] == []


@EVERY
def test_every_action_is_named_once_and_every_key_bound_once(windows: Windows, look: Look, spec: Spec) -> None:
    window = windows.of(look)
    root = windows.showing(look, spec)
    actions = [*window.context.actions.all()]
    own = pages.actions_of(root)
    assert _twice(action.id for action in own) == []
    assert _twice(action.id for action in actions) == []
    assert [action.id for action in actions if not action.title.strip()] == []
    keys = (QKeySequence(key).toString() for each in actions if each.scope is not Scope.LIST for key in each.shortcuts)
    assert _twice(keys) == []
    bound = (each.key().toString() for each in window.findChildren(QShortcut) if _is_live(each))
    assert _twice(bound) == []


def _is_live(shortcut: QShortcut) -> bool:
    place = shortcut.parent()
    return shortcut.isEnabled() and isinstance(place, QWidget) and place.isVisible() and not shortcut.key().isEmpty()


def _twice(names: Iterator[str]) -> list[str]:
    ordered = sorted(names)
    return [one for one, other in pairwise(ordered) if one == other]


@EVERY
def test_tab_comes_round_by_every_control(windows: Windows, look: Look, spec: Spec) -> None:
    window = windows.of(look)
    root = windows.showing(look, spec)
    visited = round_trip(window)
    assert len(visited) > 1
    assert QApplication.activeWindow() is window
    # Of a row of choices only the chosen one is a stop; the arrow keys go to the others.
    passed = [each for each in stops(root) if each not in visited and not _is_one_of_several(each)]
    assert [described(each) for each in passed] == []


def _is_one_of_several(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and widget.group() is not None and widget.group().exclusive()
