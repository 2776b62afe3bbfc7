"""Start and end: first run, a file that does not open, a second start, and a clean close however it comes."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from crm.app_dirs import Places
from crm.db.lock import FileLock
from crm.errors import Choice
from crm.settings import LAYOUT, USER_NAME
from crm.workspace import Workspace
from tests.ui import window_keys
from ui import pages
from ui.kit import motion
from ui.pages import PageSpec
from ui.shell.app import Desk, Options
from ui.shell.crash import Crashes
from ui.shell.open_failed_screen import OpenFailedScreen
from ui.shell.single_instance import Doorbell, ring, server_name

pytestmark = pytest.mark.usefixtures("daily_backup")

ROOT = Path(__file__).parents[3]
FIRST_RUN = PageSpec("first_run", "Welcome", "star", "tests.ui.window_keys", "ListPage")


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pages, "PAGES", (*window_keys.PAGES, FIRST_RUN))
    monkeypatch.setattr(pages, "PANELS", window_keys.PANELS)
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.under(tmp_path / "data")


class Started:
    """The program as `run` starts it, without its event loop."""

    def __init__(self, qtbot: QtBot, places: Places, *files: Path, sample: bool = False) -> None:
        self.desk = Desk(Options(list(files), sample=sample), places, Crashes())
        self.stays = self.desk.open_first()
        self._qtbot = qtbot

    @property
    def kind(self) -> str:
        """The page in front."""
        assert self.desk.window is not None
        place = self.desk.window.context.navigator.current
        assert place is not None
        return place.kind

    @property
    def screen(self) -> OpenFailedScreen:
        """The screen of the file that did not open."""
        return next(
            each for each in QApplication.topLevelWidgets() if isinstance(each, OpenFailedScreen) and each.isVisible()
        )

    def press(self, choice: Choice) -> None:
        """Press a button of that screen."""
        self._qtbot.mouseClick(self.screen.buttons[choice], Qt.MouseButton.LeftButton)

    def end(self) -> None:
        """Close everything."""
        self.desk.close_window()
        self.desk.end()
        for each in QApplication.topLevelWidgets():
            each.close()
            each.deleteLater()


@contextlib.contextmanager
def started(qtbot: QtBot, places: Places, *files: Path, sample: bool = False) -> Iterator[Started]:
    program = Started(qtbot, places, *files, sample=sample)
    try:
        yield program
    finally:
        program.end()


def make_file(path: Path, name: str = "Alex") -> Path:
    workspace = Workspace.create(path)
    workspace.settings.set(USER_NAME, name)
    workspace.close()
    return path


def test_the_first_start_welcomes_with_a_new_file(qtbot: QtBot, places: Places) -> None:
    with started(qtbot, places) as program:
        assert program.kind == "first_run"
        assert places.default_file.stat().st_mode & 0o777 == 0o600
        assert places.data.stat().st_mode & 0o777 == 0o700


def test_a_later_start_opens_the_same_file(qtbot: QtBot, places: Places) -> None:
    make_file(places.default_file)
    with started(qtbot, places) as program:
        assert program.kind == "today"


def test_a_file_that_went_missing_is_never_made_anew_in_silence(qtbot: QtBot, places: Places) -> None:
    make_file(places.default_file)
    places.default_file.rename(places.data / "cluster.desk.before-restore-2026-01-01")
    with started(qtbot, places) as program:
        assert program.desk.window is None
        assert Choice.START_NEW in program.screen.buttons
        assert not places.default_file.exists()


def test_a_named_file_that_is_not_there_is_not_made(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    with started(qtbot, places, tmp_path / "elsewhere.desk") as program:
        assert "elsewhere.desk" in program.screen.sentence
        assert not (tmp_path / "elsewhere.desk").exists()


def test_a_file_of_another_kind_is_named_and_left_alone(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    other = tmp_path / "letter.desk"
    other.write_bytes(b"%PDF-1.7 a letter")
    with started(qtbot, places, other) as program:
        assert program.screen.windowTitle() == "Cluster Desk"
        assert list(program.screen.buttons) == [Choice.CHOOSE_FILE, Choice.START_NEW]
    assert other.read_bytes() == b"%PDF-1.7 a letter"


def test_another_file_can_be_chosen_from_that_screen(
    qtbot: QtBot, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = make_file(tmp_path / "good.desk")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(good), ""))
    with started(qtbot, places, tmp_path / "gone.desk") as program:
        program.press(Choice.CHOOSE_FILE)
        assert program.kind == "today"
        assert program.desk.window is not None
        assert program.desk.window.context.workspace.path == good


def test_a_new_file_can_be_started_from_that_screen(
    qtbot: QtBot, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new.desk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(new), ""))
    with started(qtbot, places, tmp_path / "gone.desk") as program:
        program.press(Choice.START_NEW)
        assert program.kind == "first_run"
    assert new.exists()


def test_a_file_held_by_another_computer_opens_read_only_or_after_two_typed_words(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    path = make_file(tmp_path / "shared.desk")
    note = '{"host": "laptop-of-sam", "user": "sam", "pid": 1, "since": "2026-05-22T09:00:00Z"}'
    (tmp_path / "shared.desk.lock").write_text(note)
    with started(qtbot, places, path) as program:
        take_over = program.screen.buttons[Choice.TAKE_OVER]
        assert not take_over.isEnabled()
        qtbot.keyClicks(program.screen.confirmation, "open here")
        assert take_over.isEnabled()
        program.press(Choice.TAKE_OVER)
        assert program.desk.window is not None
        assert not program.desk.window.context.workspace.is_read_only


def test_a_file_held_by_another_computer_can_be_read(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    path = make_file(tmp_path / "shared.desk")
    note = '{"host": "laptop-of-sam", "user": "sam", "pid": 1, "since": "2026-05-22T09:00:00Z"}'
    (tmp_path / "shared.desk.lock").write_text(note)
    with started(qtbot, places, path) as program:
        program.press(Choice.OPEN_READ_ONLY)
        assert program.desk.window is not None
        assert program.desk.window.context.workspace.is_read_only
        qtbot.waitUntil(lambda: program.desk.window.sidebar.saved_line.text() == "Open read-only")  # type: ignore[union-attr]


def test_a_file_held_by_a_program_without_a_window_says_so(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    path = make_file(tmp_path / "busy.desk")
    lock = FileLock(path)
    lock.take()
    try:
        with started(qtbot, places, path) as program:
            assert program.stays
            assert Choice.TRY_AGAIN in program.screen.buttons
            lock.release()
            program.press(Choice.TRY_AGAIN)
            assert program.kind == "today"
    finally:
        lock.release()


def test_a_missing_file_is_brought_back_from_a_backup(qtbot: QtBot, places: Places) -> None:
    make_file(places.default_file, "Sam")
    workspace = Workspace.open(places.default_file)
    workspace.backups.make("by hand")
    workspace.close()
    places.default_file.unlink()
    with started(qtbot, places) as program:
        program.press(Choice.RESTORE_BACKUP)
        assert len(program.screen.backups.choices()) == 2
        qtbot.keyClick(program.screen.backups, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: program.desk.window is not None)
        assert program.desk.window is not None
        assert program.desk.window.context.workspace.settings.get(USER_NAME) == "Sam"


def test_a_damaged_file_of_which_nothing_is_left_says_so_and_stays(qtbot: QtBot, places: Places) -> None:
    make_file(places.default_file)
    data = places.default_file.read_bytes()
    damaged = data[:200] + b"\xa5" * (len(data) - 200)
    places.default_file.write_bytes(damaged)
    with started(qtbot, places) as program:
        program.press(Choice.EXPORT_READABLE)
        qtbot.waitUntil(lambda: "“cluster.desk” is damaged" in program.screen.answer())
        assert program.desk.window is None
    assert places.default_file.read_bytes() == damaged


@pytest.mark.parametrize("way", [Choice.REPAIR_COPY, Choice.EXPORT_READABLE])
def test_a_copy_made_of_a_damaged_file_opens_and_the_file_stays(qtbot: QtBot, places: Places, way: Choice) -> None:
    make_file(places.default_file, "Sam")
    workspace = Workspace.open(places.default_file)
    page = int(workspace.store.value("PRAGMA page_size"))
    root = int(
        workspace.store.value("SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contact'")
    )
    workspace.close()
    with places.default_file.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xa5" * page)
    damaged = places.default_file.read_bytes()
    with started(qtbot, places) as program:
        program.press(way)
        qtbot.waitUntil(lambda: program.desk.window is not None)
        assert program.desk.window is not None
        copy = program.desk.window.context.workspace
        assert copy.path != places.default_file
        assert copy.settings.get(USER_NAME) == "Sam"
    assert places.default_file.read_bytes() == damaged


def test_a_file_that_proves_damaged_behind_the_open_window_leads_to_what_can_be_done(
    qtbot: QtBot, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.db.opening.CHECKED_AT_ONCE", 0)
    make_file(places.default_file, "Sam")
    workspace = Workspace.open(places.default_file)
    root = int(workspace.store.value("SELECT rootpage FROM sqlite_master WHERE name = 'contact_address'"))
    workspace.close()
    with places.default_file.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\0" * 4096)
    with started(qtbot, places) as program:
        window = program.desk.window
        assert window is not None

        def offered() -> list[QPushButton]:
            return [each for each in window.banners.findChildren(QPushButton) if each.text() == "What can be done"]

        qtbot.waitUntil(lambda: len(offered()) == 1)
        qtbot.mouseClick(offered()[0], Qt.MouseButton.LeftButton)
        assert program.desk.window is None
        program.press(Choice.EXPORT_READABLE)
        qtbot.waitUntil(lambda: program.desk.window is not None)
        assert program.desk.window is not None
        assert program.desk.window.context.workspace.settings.get(USER_NAME) == "Sam"


def test_contact_files_on_the_command_line_go_to_the_import_page(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    make_file(places.default_file)
    card = tmp_path / "people.vcf"
    with started(qtbot, places, card) as program:
        assert program.kind == "import"


def test_an_attendance_file_on_the_command_line_goes_to_its_review(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    make_file(places.default_file)
    report = tmp_path / "participants.csv"
    report.write_text(
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
        "Jane Roe,jane.roe@acme.example,05/20/2026 03:00:00 PM,05/20/2026 04:00:00 PM,60,No\n"
    )
    with started(qtbot, places, report) as program:
        assert program.kind == "attendance_review"


def test_a_user_without_a_home_is_told_so_and_a_named_file_opens(qtbot: QtBot, tmp_path: Path) -> None:
    nowhere = Places(tmp_path / "here", None)
    with started(qtbot, nowhere) as program:
        assert program.desk.window is None
        assert "HOME is not set" in program.screen.sentence
    with started(qtbot, nowhere, make_file(tmp_path / "mine.desk")) as program:
        assert program.desk.window is not None
    assert not (tmp_path / "here").exists()


def test_the_sample_leaves_the_users_file_alone_and_goes_with_the_program(qtbot: QtBot, places: Places) -> None:
    with started(qtbot, places, sample=True) as program:
        assert program.desk.window is not None
        path = program.desk.window.context.workspace.path
        assert program.desk.window.context.workspace.store.value("SELECT count(*) FROM contact") == 240
        assert not places.default_file.exists()
    assert not path.exists()


def test_a_start_removes_the_sample_of_a_run_that_was_killed(
    qtbot: QtBot, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "temporary" / "cluster-desk-abcd1234"
    left.mkdir(mode=0o700, parents=True)
    (left / ".in-use").touch(0o600)
    monkeypatch.setattr("tempfile.tempdir", str(left.parent))
    make_file(places.default_file)
    with started(qtbot, places):
        qtbot.waitUntil(lambda: not left.exists())


def test_closing_the_window_closes_the_file(qtbot: QtBot, places: Places) -> None:
    make_file(places.default_file)
    with started(qtbot, places) as program:
        assert program.desk.window is not None
        program.desk.window.close()
        Workspace.open(places.default_file).close()
        assert not (places.data / "cluster.desk-wal").exists()


def test_sigterm_is_a_clean_close(qtbot: QtBot, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file(places.default_file)
    with started(qtbot, places) as program:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: program.desk.window is None)
        Workspace.open(places.default_file).close()


def test_the_end_of_the_session_keeps_the_layout(qtbot: QtBot, places: Places) -> None:
    make_file(places.default_file)
    with started(qtbot, places) as program:
        assert program.desk.window is not None
        program.desk.window.context.navigator.open("contacts")
        program.desk.window.keep_everything()
        settings = program.desk.window.context.workspace.settings
        assert settings.get(LAYOUT)["place"] == ["contacts", None]


def test_a_later_start_rings_and_hands_its_files_over(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_file(tmp_path / "network.desk")
    doorbell = Doorbell(path)
    assert doorbell.is_listening()
    code = "import sys; from pathlib import Path; from ui.shell.single_instance import ring; "
    code += f"sys.exit(0 if ring(Path({str(path)!r}), [Path('a.vcf')]) else 3)"
    with qtbot.waitSignal(doorbell.rung) as rung:
        other = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    assert rung.args == [[ROOT / "a.vcf"]]
    qtbot.waitUntil(lambda: other.poll() is not None)
    assert other.returncode == 0
    doorbell.close()


def test_nobody_answers_for_a_file_that_no_window_has(tmp_path: Path) -> None:
    assert not ring(tmp_path / "network.desk", [])


def test_every_file_has_its_own_bell(tmp_path: Path) -> None:
    assert server_name(tmp_path / "a.desk") != server_name(tmp_path / "b.desk")
    assert server_name(tmp_path / "a.desk") == server_name(tmp_path / "x" / ".." / "a.desk")


def test_files_brought_by_a_later_start_are_imported(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    make_file(places.default_file)
    with started(qtbot, places) as program:
        window = program.desk.window
        assert window is not None
        people = tmp_path / "people.vcf"
        people.write_text("BEGIN:VCARD\nFN:Ida Moss\nEND:VCARD\n")
        window.take_files([people])
        assert program.kind == "import"


MEETING = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n"


def said(program: Started) -> str:
    """What the toast says."""
    assert program.desk.window is not None
    message = program.desk.window.context.toasts.current()
    return message.text if message else ""


def test_a_calendar_on_the_command_line_is_answered_over_the_usual_file(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    make_file(places.default_file)
    meeting = tmp_path / "meeting.ics"
    meeting.write_text(MEETING)
    with started(qtbot, places, meeting) as program:
        assert "“meeting.ics” was not read: it is a calendar" in said(program)


def test_a_later_start_hands_a_calendar_and_a_message_to_the_window_that_is_open(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    make_file(places.default_file)
    meeting, letter = tmp_path / "meeting.ics", tmp_path / "letter.eml"
    meeting.write_text(MEETING)
    letter.write_text("From: Ida <ida@newco.example>\nTo: me@acme.example\nSubject: Hello\n\nHi\n")
    handed = Options([meeting, letter])
    assert handed.to_open() is None
    with started(qtbot, places) as program:
        assert program.desk.window is not None
        program.desk.window.take_files(handed.brought())
        assert "a calendar" in said(program)
        assert "an e-mail message" in said(program)


def test_a_desk_file_is_told_by_what_it_holds_whatever_it_is_called(tmp_path: Path) -> None:
    odd = make_file(tmp_path / "network.desk").rename(tmp_path / "network.csv")
    gone, new = tmp_path / "gone.csv", tmp_path / "new.desk"
    options = Options([gone, odd])
    assert (options.to_open(), options.brought()) == (odd, [gone])
    assert Options([new]).to_open() == new


def test_another_file_opens_with_what_it_takes_in_and_those_of_the_start_come_once(
    qtbot: QtBot, places: Places, tmp_path: Path
) -> None:
    make_file(places.default_file)
    other = make_file(tmp_path / "other.desk")
    first, second = tmp_path / "first.vcf", tmp_path / "second.vcf"
    for card in (first, second):
        card.write_text("BEGIN:VCARD\nFN:Ida Moss\nEND:VCARD\n")
    with started(qtbot, places, first) as program:
        before = program.desk.window
        assert before is not None
        before.take_files([other, second])
        qtbot.waitUntil(lambda: program.desk.window not in (None, before))
        after = program.desk.window
        assert after is not None
        assert after.context.workspace.path == other
        place = after.context.navigator.current
        assert place is not None
        assert place.args["files"] == (second,)
