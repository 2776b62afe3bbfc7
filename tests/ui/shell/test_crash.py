"""Errors of the program: told without a word of anybody's data, and the work goes on."""

import logging
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QPushButton, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from ui.shell import crash
from ui.shell.crash import Crashes, Report, describe, scrub, start_log

PRIVATE = "Jane Roe jane.roe@acme.example 0161 496 0182 “wants two trusts”"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    handler = start_log(tmp_path / "log")
    yield tmp_path / "log" / "cluster-desk.log"
    logging.getLogger().removeHandler(handler)
    handler.close()


def fail() -> None:
    raise ValueError(PRIVATE)


def failed() -> ValueError:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_names_the_error_and_our_lines_and_no_text() -> None:
    report = describe(failed())
    assert "ValueError" in report.text
    assert "tests/ui/shell/test_crash.py" in report.text
    assert " fail" in report.text
    assert not any(word in report.text for word in ("Jane", "jane", "0161", "trusts"))


def test_a_report_names_what_the_error_came_after() -> None:
    try:
        try:
            fail()
        except ValueError as error:
            raise KeyError(PRIVATE) from error
    except KeyError as error:
        text = describe(error).text
    assert text.index("KeyError") < text.index("ValueError")
    assert "Jane" not in text


def test_the_log_is_private_and_holds_no_values(log_file: Path) -> None:
    logging.getLogger("crm.anything").error("could not save", exc_info=failed())
    logging.getLogger("qt").warning('cannot open "%s"', PRIVATE)
    logging.getLogger("ui").info("%s", PRIVATE.replace("Jane Roe", "someone"))
    text = log_file.read_text()
    assert "could not save" in text
    assert "ValueError" in text
    assert not any(word in text for word in ("Jane", "jane", "0161", "trusts"))
    assert stat.S_IMODE(log_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(log_file.parent.stat().st_mode) == 0o700


def test_the_statements_of_the_database_never_reach_the_log(log_file: Path) -> None:
    logging.getLogger("peewee").debug("INSERT INTO contact VALUES (%s)", PRIVATE)
    logging.getLogger("peewee").info("INSERT INTO contact VALUES (%s)", PRIVATE)
    assert not log_file.exists()


def test_the_log_turns_over_at_a_megabyte_five_files_deep(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "LOG_BYTES", 2_000)
    for number in range(400):
        logging.getLogger("ui").info("line %s of a long day", number)
    files = sorted(log_file.parent.iterdir())
    assert len(files) == 5
    assert all(file.stat().st_size <= 2_000 and stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_scrubbing_leaves_the_rest_of_a_line() -> None:
    assert scrub('record 7: "Jane" at jane@acme.example, +44 161 496 0182') == "record 7: … at … …"


def test_an_error_nobody_caught_is_told_in_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes = Crashes()
    told: list[Report] = []
    crashes.happened.connect(told.append)
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crashes.install()
    import sys  # the hook just installed

    error = failed()
    sys.excepthook(type(error), error, error.__traceback__)
    assert [report.title for report in told] == ["ValueError"]


def test_an_error_in_a_thread_is_told_in_the_windows_thread(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes = Crashes()
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crashes.install()
    with qtbot.waitSignal(crashes.happened) as told:
        worker = threading.Thread(target=fail)
        worker.start()
        worker.join()
    assert "in a worker thread" in told.args[0].text


class Unpaintable(QWidget):
    """Fails in every paint, and is painted again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.paints, self.is_elsewhere = 0, False

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        self.update()
        if self.is_elsewhere:
            raise KeyError(PRIVATE)
        raise ValueError(PRIVATE)

    def show_until(self, qtbot: QtBot, paints: int) -> None:
        """Show it until it was painted so many times."""
        qtbot.addWidget(self)
        self.show()
        qtbot.waitUntil(lambda: self.paints >= paints)
        self.hide()


class UnpaintableRows(QStyledItemDelegate):
    """Fails in every row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        fail()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Report]]:
    """What a person was told of, once the errors nobody catches are caught."""
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crashes = Crashes()
    crashes.install()
    reports: list[Report] = []
    crashes.happened.connect(reports.append)
    yield reports
    crashes.deleteLater()


def test_a_fault_of_painting_is_told_once_and_then_counted_in_the_log(
    qtbot: QtBot, told: list[Report], log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Unpaintable()
    broken.show_until(qtbot, 12)
    monkeypatch.setattr(crash, "QUIET", -1.0)
    broken.show_until(qtbot, 15)
    assert [report.title for report in told] == ["ValueError"]
    said = log_file.read_text()
    assert said.count("Cluster Desk on") == 1
    assert "10 times so far" in said


def test_another_fault_of_painting_is_told_too(qtbot: QtBot, told: list[Report]) -> None:
    broken = Unpaintable()
    broken.show_until(qtbot, 2)
    broken.is_elsewhere = True
    broken.show_until(qtbot, broken.paints + 2)
    assert [report.title for report in told] == ["ValueError", "KeyError"]


def test_it_is_the_same_fault_of_painting_whoever_made_it_paint(qtbot: QtBot, told: list[Report]) -> None:
    broken = Unpaintable()
    broken.show_until(qtbot, 2)
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: broken.grab())
    button.click()
    assert [report.title for report in told] == ["ValueError"]


def test_rows_that_cannot_be_painted_are_told_of_once(qtbot: QtBot, told: list[Report]) -> None:
    rows = QListWidget()
    qtbot.addWidget(rows)
    rows.addItems([str(number) for number in range(20)])
    delegate = UnpaintableRows(rows)
    rows.setItemDelegate(delegate)
    rows.show()
    qtbot.waitUntil(lambda: bool(told))
    assert [report.title for report in told] == ["ValueError"]


def test_what_fails_again_and_again_without_a_pause_is_told_once(qtbot: QtBot, told: list[Report]) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(fail)
    for _ in range(5):
        button.click()
    assert [report.title for report in told] == ["ValueError"]


def test_what_a_person_asks_for_again_later_and_fails_again_is_told_again(
    qtbot: QtBot, told: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "QUIET", -1.0)
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(fail)
    button.click()
    button.click()
    assert [report.title for report in told] == ["ValueError", "ValueError"]


def test_a_folder_for_the_log_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    handler = start_log(tmp_path / "file" / "log")
    try:
        logging.getLogger("ui").warning("anything")
        assert crash.watch_for_hard_crashes(tmp_path / "file" / "log") is None
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
