"""What happens when the program itself is at fault: a line in the log, a word in the window, and the work goes on.

Nothing personal is written: an error is noted by its type and by our own lines it came through, never by its text,
which may quote a name, an address or a note. The log is the user's alone (mode 0600), five files of 1 MB.
"""

import faulthandler
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec
from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

ROOT = Path(__file__).resolve().parents[2]
LOG_BYTES, LOG_FILES = 1_000_000, 5

QUIET = 10.0
"""Seconds without a fault after which the same one is news."""
COUNTED = frozenset({2, 10, 100, 1_000, 10_000, 100_000})
"""How many times of one fault are noted in the log: not each of thousands."""
PAINTS = frozenset({"paintEvent", "paint", "paintSection", "drawRow", "drawBranches", "sizeHint", "minimumSizeHint"})
ASKED_FOR_IT = frozenset(
    {"data", "headerData", "flags", "rowCount", "columnCount", "heightForWidth", "initStyleOption"}
)
"""Methods that Qt calls to paint, and those it calls for what it paints."""

log = logging.getLogger("ui.shell.crash")


class Report(msgspec.Struct, frozen=True):
    """What went wrong, in words that may be sent to anyone: types of errors and our own lines."""

    title: str
    text: str
    fault: str = ""
    is_painting: bool = False
    """`fault` tells this one from others: types of errors and our lines. `is_painting`: Qt was painting then."""


class _Seen(msgspec.Struct):
    """How often a fault came, and when last (seconds of the monotonic clock)."""

    times: int = 0
    last: float = 0.0

    def is_told_again(self, is_painting: bool, now: float) -> bool:
        """Count one more time, and say whether it is told."""
        is_new = not self.times or (not is_painting and now - self.last > QUIET)
        self.times, self.last = self.times + 1, now
        return is_new


class Crashes(QObject):
    """Tells of every error that nobody caught, in the GUI thread; the same one again and again is told once.

    What fails while the window is painted fails with each paint, and telling of it paints again: it is told once in a
    run. What fails on other roads is told again after it was quiet for `QUIET` seconds: then a person asked for it.
    """

    happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, _Seen] = {}

    def note(self, error: BaseException, where: str = "") -> Report:
        """Log an error and tell of it; one that was told already is counted in the log alone."""
        report = describe(error, where)
        seen = self._seen.setdefault(report.fault, _Seen())
        if seen.is_told_again(report.is_painting, time.monotonic()):
            log.error("%s", report.text)
            self.happened.emit(report)
        elif seen.times in COUNTED:
            log.error("%s times so far: %s", seen.times, report.fault)
        return report

    def install(self) -> None:
        """Catch what nobody else does, in slots, virtual methods and threads."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.note(error.with_traceback(trace))

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.note(args.exc_value, "in a worker thread")


def describe(error: BaseException, where: str = "") -> Report:
    """Return what may be said of an error: its type, what caused it, and our own lines on the way."""
    # Deferred: needed only when something goes wrong.
    import platform

    lines = [
        f"Cluster Desk on {platform.system()} {platform.release()}, Python {platform.python_version()}, Qt {qVersion()}"
    ]
    if where:
        lines.append(where)
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines.extend(f"  {frame}" for frame in _our_frames(traceback.extract_tb(seen.__traceback__)))
        following = seen.__cause__ or seen.__context__
        if following is not None:
            lines.append("after")
        seen = following
    frames = traceback.extract_tb(error.__traceback__)
    start = _painting_from(frames)
    # Who made Qt paint just then is beside the point: it is the same fault.
    place = lines[1:] if start is None else [type(error).__name__, *_our_frames(frames[start:])]
    return Report(type(error).__name__, "\n".join(lines), ", ".join(place), start is not None)


def _painting_from(frames: traceback.StackSummary) -> int | None:
    """Return the place of the frame in which Qt began to paint, or to ask for what it paints; None for other roads."""
    if frames and frames[0].name in ASKED_FOR_IT:
        return 0
    return next((place for place, frame in enumerate(frames) if frame.name in PAINTS), None)


def _our_frames(frames: Iterable[traceback.FrameSummary]) -> list[str]:
    found = []
    for frame in frames:
        path = Path(frame.filename)
        if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
            found.append(f"{path.relative_to(ROOT).as_posix()}:{frame.lineno} {frame.name}")
    return found


class ScrubbedFormatter(logging.Formatter):
    """Writes a record without anything quoted in it, and an exception as its types and our lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for the log."""
        when = self.formatTime(record)
        text = f"{when} {record.levelname} {record.name}: {scrub(record.getMessage())}"
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + describe(record.exc_info[1]).text
        return text


_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|'[^'\n]*'|\S+@\S+|\+?\d[\d ()-]{6,}\d")


def scrub(text: str) -> str:
    """Return `text` without quotations, e-mail addresses and telephone numbers."""
    return _QUOTED.sub("…", text)


class LogFile(logging.Handler):
    """The rotating log file of one folder, opened at the first line: most runs write none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.INFO)
        self.folder = folder
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; where the folder cannot be written to, the program goes on without a log."""
        if self._file is None:
            try:
                self._file = _rotating(self.folder)
            except OSError:
                self._file = logging.NullHandler()
            self._file.setFormatter(ScrubbedFormatter())
        self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


def _rotating(folder: Path) -> logging.Handler:
    # Deferred: it brings sockets and pickling along, and starting must not wait for them.
    from logging.handlers import RotatingFileHandler

    class Private(RotatingFileHandler):
        def _open(self) -> Any:
            number = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            return os.fdopen(number, "a", encoding="utf-8")

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Private(folder / "cluster-desk.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8")


def start_log(folder: Path) -> LogFile:
    """Log from now on into `folder`: our own words from INFO, other libraries' from WARNING, Qt's warnings too."""
    handler = LogFile(folder)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for ours in ("crm", "ui"):
        logging.getLogger(ours).setLevel(logging.INFO)
    # SQL with its values is what peewee says at DEBUG.
    logging.getLogger("peewee").setLevel(logging.WARNING)
    return handler


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def catch_qt_messages(on_fatal: Callable[[str], None]) -> None:
    """Log what Qt says; `on_fatal` gets its last words before it ends the program."""
    qt_log = logging.getLogger("qt")

    def note(kind: QtMsgType, context: object, text: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            on_fatal(text)
        qt_log.log(_LEVELS[kind], "%s", text)

    qInstallMessageHandler(note)


def watch_for_hard_crashes(folder: Path) -> IO[str] | None:
    """Have a crash in C code leave its Python lines in `folder`; keep the returned file open.

    Returns None where the folder cannot be written to.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(folder / "hard-crash.log", os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    except OSError:
        return None
    file = os.fdopen(number, "w", encoding="utf-8")
    faulthandler.enable(file)
    return file
