"""Errors of the program: told without a word of anybody's data, and the work goes on."""

import logging
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui import crash
from ui.crash import Crashes, Report, describe, scrub, start_log

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
    assert "tests/ui/test_crash.py" in report.text
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
    monkeypatch.setattr("threading.excepthook", None)
    crashes.install()
    import sys  # the hook just installed

    error = failed()
    sys.excepthook(type(error), error, error.__traceback__)
    assert [report.title for report in told] == ["ValueError"]


def test_an_error_in_a_thread_is_told_in_the_windows_thread(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes = Crashes()
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    crashes.install()
    with qtbot.waitSignal(crashes.happened) as told:
        worker = threading.Thread(target=fail)
        worker.start()
        worker.join()
    assert "in a worker thread" in told.args[0].text
