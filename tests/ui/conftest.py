"""What every test of the window may rely on: a fixed look, and a failure for whatever Qt only mutters about."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from crm.backups import Backups
from tests import patience
from tests.ui.bot import PatientBot
from ui.kit import theme

# Said by the headless platform plugins about themselves, not by our widgets.
PLATFORM_NOISE = ("This plugin does not support", "XDG_RUNTIME_DIR", "propagateSizeHints")


@pytest.fixture(scope="session", autouse=True)
def clipboard_is_emptied(qapp: QApplication) -> Iterator[None]:
    """What was copied goes while Python is there: the headless clipboard would free it after, and end in a crash."""
    yield
    QApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def fixed_look(qapp: QApplication) -> None:
    """Light theme, text at 100 %, whatever the test before chose."""
    theme.apply("light", 100)


@pytest.fixture(autouse=True)
def toasts_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """No toast goes by itself: how long a test needs to look at it is no matter."""
    monkeypatch.setattr("ui.kit.toast.SECONDS", patience.SECONDS * 10)


@pytest.fixture(autouse=True)
def _backed_up_today(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No window makes the backup of the day, which costs as much as the window, but where a test asks for it."""
    if "daily_backup" not in request.fixturenames:
        monkeypatch.setattr(Backups, "make_daily", lambda _self, _cancelled: None)


@pytest.fixture
def daily_backup() -> None:
    """Windows make the backup of the day, as they do in the program."""


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """The hands of a test, which wait as long as the machine needs."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def qt_warnings_fail(fixed_look: None) -> Iterator[None]:
    """A warning of Qt fails the test that caused it."""
    said: list[str] = []

    def note(kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and kind != QtMsgType.QtInfoMsg and not any(n in text for n in PLATFORM_NOISE):
            said.append(text)

    before = qInstallMessageHandler(note)
    yield
    qInstallMessageHandler(before)
    assert not said, "Qt warned: " + " | ".join(said)


@pytest.fixture(autouse=True)
def no_window_is_left(qt_warnings_fail: None, qapp: QApplication) -> Iterator[None]:
    """A top-level widget that outlives its test without being handed to qtbot fails the test."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [each for each in QApplication.topLevelWidgets() if id(each) not in before and _is_ours(each)]
    for each in left:
        each.deleteLater()
    assert not left, f"left open: {left}"


def _is_ours(widget: QWidget) -> bool:
    # Qt keeps private pop-ups (tool tips, completer and combo lists) of its own making alive between tests.
    return not widget.metaObject().className().startswith(("QTipLabel", "QComboBoxPrivate", "QComboBoxListView"))
