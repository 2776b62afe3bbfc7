"""Files and pasted tables from everywhere: each goes to the import it fits, what fits nothing is told where one is."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft
from crm.huddles import HuddleDraft
from crm.opportunities import OpportunityDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.dragging import COPY, LEFT, NONE, drag, drop
from tests.ui.stage import CONTROL, Stage
from ui.huddles.review.page import AttendanceReviewPage
from ui.importing.page import ImportPage
from ui.kit import motion, theme
from ui.shell.drop_overlay import DropMark
from ui.shell.file_kind_card import FileKindCard
from ui.shell.navigator import Place

KEY = Qt.Key
TABLE = "Name\tEmail\tOrganisation\nIda Moss\tida@newco.example\tNewco\n"
HTML = (
    "<table><tr><td>Name</td><td>Email</td></tr><tr><td>Ida Moss</td>"
    '<td><a href="mailto:ida@newco.example">write</a></td></tr></table>'
)
PAGES = (
    "today",
    "contacts",
    "organisations",
    "pipeline",
    "introductions",
    "huddles",
    "follow_ups",
    "settings",
    "import",
)
RECORDS = (("contact", 1), ("organisation", 1), ("opportunity", 1))
AT_HUDDLE = (("huddle", 1), ("attendance_review", 1))
EVERYWHERE = [*((kind, None) for kind in PAGES), *RECORDS]
STRANGERS = {
    "meeting.ics": (b"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n", "a calendar"),
    "hello.eml": (
        b"From: Ida <ida@newco.example>\nTo: me@acme.example\nSubject: Hello\nDate: Mon, 2 Feb 2026\n\nHi\n",
        "an e-mail message",
    ),
    "hello.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an e-mail message"),
    "colours.csv": (b"Colour,Size\nred,3\nblue,4\n", "no column is recognised"),
    "nobody.csv": (b"Name,Email\n", "no rows with people"),
    "empty.csv": (b"", "it is empty"),
    "paper.pdf": (b"%PDF-1.4 x", "a PDF document"),
}


def write(made: Workspace) -> None:
    acme = made.organisations.create(OrganisationDraft("Acme Imaging"))
    made.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))
    made.opportunities.create(OpportunityDraft("Imaging pilot", made.pipelines.all()[0].stages[0].id))
    made.huddles.plan(HuddleDraft(clock.today() - timedelta(days=3), time(15), time(16), series_id=1))


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    QApplication.clipboard().clear()
    stage = Stage(qtbot, workspace, Place("today"))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("Name,Email,Organisation\nIda Moss,ida@newco.example,Newco\n")
    return path


def choose(monkeypatch: pytest.MonkeyPatch, *files: Path) -> None:
    """Have the system's dialog answer with these files."""
    names = [str(file) for file in files]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", staticmethod(lambda *_: (names, "")))


def front(stage: Stage) -> Place:
    place = stage.context.navigator.current
    assert place is not None
    return place


def settle(stage: Stage) -> None:
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())


def out_of_fields(stage: Stage) -> None:
    """Have the keyboard outside of any text field."""
    stage.window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    stage.window.setFocus()


def copy(text: str = "", html: str = "") -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QApplication.clipboard().setMimeData(data)


def imported(stage: Stage) -> set[str]:
    """Import what waits; return the names of everybody known."""
    settle(stage)
    assert stage.page(ImportPage).is_ready()
    stage.press(KEY.Key_Return, modifier=CONTROL)
    settle(stage)
    return {f"{given} {family}" for given, family in stage.store.rows("SELECT given_name, family_name FROM contact")}


# -- pasting


def test_people_pasted_as_a_table_go_to_the_import_from_every_page(stage: Stage) -> None:
    taken: set[Path] = set()
    for kind, record in EVERYWHERE:
        stage.context.navigator.open(kind, record)
        assert (front(stage).kind, front(stage).args) == (kind, {})
        out_of_fields(stage)
        copy(TABLE)
        stage.press(KEY.Key_V, modifier=CONTROL)
        assert front(stage).kind == "import", kind
        settle(stage)
        assert stage.page(ImportPage).is_ready(), kind
        (file,) = front(stage).args["files"]
        assert stage.page(ImportPage).subtitle().startswith(f"{file.name}: ")
        taken.add(file)
        stage.page(ImportPage).leave_file()
    assert len(taken) == len(EVERYWHERE)


def test_what_was_pasted_is_imported(stage: Stage) -> None:
    out_of_fields(stage)
    copy(TABLE)
    stage.press(KEY.Key_V, modifier=CONTROL)
    assert imported(stage) == {"Jane Roe", "Ida Moss"}


def test_a_table_of_a_web_page_is_pasted_with_the_addresses_behind_its_links(stage: Stage) -> None:
    out_of_fields(stage)
    copy("Name Email Ida Moss write", HTML)
    stage.press(KEY.Key_V, modifier=CONTROL)
    assert "Ida Moss" in imported(stage)
    assert [row.email for row in stage.workspace.contacts.page(limit=9)] == ["ida@newco.example", ""]


@pytest.mark.parametrize(("kind", "record"), AT_HUDDLE)
def test_people_pasted_at_a_huddle_are_its_attendance(stage: Stage, kind: str, record: int) -> None:
    stage.context.navigator.open(kind, record)
    out_of_fields(stage)
    copy(TABLE)
    stage.press(KEY.Key_V, modifier=CONTROL)
    settle(stage)
    page = stage.page(AttendanceReviewPage)
    assert page.is_ready()
    assert page.preview.huddle.value() == 1


@pytest.mark.parametrize("clipboard", ["", "   \n", "hello there"])
def test_a_clipboard_without_people_is_told_and_the_page_stays(stage: Stage, clipboard: str) -> None:
    out_of_fields(stage)
    copy(clipboard)
    stage.press(KEY.Key_V, modifier=CONTROL)
    assert front(stage).kind == "today"
    assert "table of people" in stage.toast() or "was not read" in stage.toast()


def test_a_text_field_pastes_as_ever(stage: Stage) -> None:
    stage.context.navigator.open("contacts")
    stage.press(KEY.Key_F, modifier=CONTROL)
    copy("Jane")
    stage.press(KEY.Key_V, modifier=CONTROL)
    assert front(stage).kind == "contacts"
    field = stage.focus()
    assert isinstance(field, QLineEdit)
    assert field.text() == "Jane"


def test_files_copied_elsewhere_are_pasted_as_files(stage: Stage, people: Path) -> None:
    out_of_fields(stage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(people))])
    QApplication.clipboard().setMimeData(data)
    stage.press(KEY.Key_V, modifier=CONTROL)
    settle(stage)
    assert "people.csv" in stage.page(ImportPage).subtitle()


def test_pasted_people_lie_in_no_file_once_the_window_is_closed(stage: Stage) -> None:
    out_of_fields(stage)
    copy(TABLE)
    stage.press(KEY.Key_V, modifier=CONTROL)
    settle(stage)
    (file,) = front(stage).args["files"]
    assert file.exists()
    stage.window.close()
    assert not file.exists()


# -- opening


def test_ctrl_o_takes_people_to_the_import_from_every_page(
    stage: Stage, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, record in EVERYWHERE:
        stage.context.navigator.open(kind, record)
        assert front(stage).kind == kind
        people = people.rename(people.with_name(f"people at {kind}.csv"))
        choose(monkeypatch, people)
        stage.press(KEY.Key_O, modifier=CONTROL)
        assert front(stage).kind == "import", kind
        settle(stage)
        assert people.name in stage.page(ImportPage).subtitle()
        stage.page(ImportPage).leave_file()


@pytest.mark.parametrize(("kind", "record"), [*AT_HUDDLE, ("check_in", 1)])
def test_ctrl_o_takes_people_to_the_attendance_of_the_huddle_in_front(
    stage: Stage, people: Path, monkeypatch: pytest.MonkeyPatch, kind: str, record: int
) -> None:
    stage.context.navigator.open(kind, record)
    choose(monkeypatch, people)
    stage.press(KEY.Key_O, modifier=CONTROL)
    settle(stage)
    assert stage.page(AttendanceReviewPage).preview.huddle.value() == 1


def test_cards_are_contacts_at_a_huddle_too(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = tmp_path / "ida.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ida Moss\nN:Moss;Ida;;;\nEND:VCARD\n")
    stage.context.navigator.open("huddle", 1)
    choose(monkeypatch, card)
    stage.press(KEY.Key_O, modifier=CONTROL)
    settle(stage)
    assert stage.page(ImportPage).is_ready()


@pytest.mark.parametrize(("kind", "record"), [("contacts", None), ("huddle", 1), ("import", None)])
def test_what_fits_nothing_is_told_and_the_page_stays(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, record: int | None
) -> None:
    stage.context.navigator.open(kind, record)
    for name, (content, said) in STRANGERS.items():
        file = tmp_path / name
        file.write_bytes(content)
        choose(monkeypatch, file)
        stage.press(KEY.Key_O, modifier=CONTROL)
        settle(stage)
        assert (front(stage).kind, front(stage).args) == (kind, {})
        assert f"“{name}” was not read" in stage.toast()
        assert said in stage.toast()


def test_a_file_that_is_gone_and_a_folder_are_told(stage: Stage, tmp_path: Path) -> None:
    stage.window.take_files([tmp_path / "gone.ics", tmp_path])
    assert "“gone.ics” cannot be opened: it is not there (any more)." in stage.toast()
    assert "is a folder" in stage.toast()
    assert front(stage).kind == "today"


def test_the_good_file_goes_on_where_the_other_is_told(stage: Stage, people: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "meeting.ics"
    calendar.write_bytes(STRANGERS["meeting.ics"][0])
    stage.window.take_files([calendar, people])
    settle(stage)
    assert "people.csv" in stage.page(ImportPage).subtitle()
    assert "a calendar" in stage.toast()


def test_a_desk_file_is_asked_for_with_what_it_takes_in(
    stage: Stage, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.bak"
    Workspace.create(tmp_path / "made.desk").close()
    (tmp_path / "made.desk").rename(other)
    choose(monkeypatch, other, people)
    with stage.qtbot.waitSignal(stage.window.wants_other_file) as wanted:
        stage.press(KEY.Key_O, modifier=CONTROL)
    assert wanted.args == [other, (people,)]


def test_the_file_that_is_open_is_not_opened_again(stage: Stage, workspace: Workspace) -> None:
    stage.window.take_files([workspace.path])
    settle(stage)
    assert stage.toast() == "“network.desk” is the file that is open."
    assert workspace.contacts.count() == 1


def test_a_file_that_may_be_either_is_asked_about(stage: Stage, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.formats.detect.kind_of_pages", lambda pages: "unsure")
    choose(monkeypatch, people)
    stage.press(KEY.Key_O, modifier=CONTROL)
    stage.top(FileKindCard)


# -- dragging


def mark(stage: Stage) -> DropMark:
    (found,) = stage.window.findChildren(DropMark)
    return found


def test_a_mark_lies_over_the_window_while_files_are_dragged_over_it(stage: Stage, people: Path) -> None:
    assert not mark(stage).isVisible()
    drag(stage.window, [people])
    assert mark(stage).isVisible()
    assert mark(stage).geometry() == stage.window.rect()
    assert "import" in mark(stage).words
    stage.window.resize(1100, 700)
    assert mark(stage).geometry() == stage.window.rect()
    QApplication.sendEvent(stage.window, QDragLeaveEvent())
    assert not mark(stage).isVisible()


def test_a_drop_takes_the_mark_away_and_the_file_in(stage: Stage, people: Path) -> None:
    drop(stage.window, [people])
    settle(stage)
    assert not mark(stage).isVisible()
    assert "people.csv" in stage.page(ImportPage).subtitle()


@pytest.mark.parametrize("name", ["meeting.ics", "hello.eml"])
def test_a_dropped_calendar_or_message_is_answered(stage: Stage, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(STRANGERS[name][0])
    drop(stage.window, [file])
    assert STRANGERS[name][1] in stage.toast()
    assert front(stage).kind == "today"


def test_esc_takes_the_mark_away_and_nothing_else(stage: Stage, people: Path) -> None:
    stage.context.navigator.open("new_contact")
    drag(stage.window, [people])
    stage.press(KEY.Key_Escape)
    assert not mark(stage).isVisible()
    assert stage.context.overlay.top() is not None


def test_a_press_that_no_drag_has_takes_the_mark_away(stage: Stage, people: Path) -> None:
    drag(stage.window, [people])
    QTest.mouseClick(stage.window, LEFT, pos=QPoint(600, 10))
    assert not mark(stage).isVisible()


def test_words_and_pictures_dragged_over_the_window_leave_no_mark(stage: Stage) -> None:
    data = QMimeData()
    data.setText("hello")
    event = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NONE)
    QApplication.sendEvent(stage.window, event)
    assert not mark(stage).isVisible()


def test_the_mark_says_what_becomes_of_a_file_at_a_huddle(stage: Stage, people: Path) -> None:
    stage.context.navigator.open("huddle", 1)
    drag(stage.window, [people])
    assert "this huddle" in mark(stage).words
    QApplication.sendEvent(stage.window, QEvent(QEvent.Type.DragLeave))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_frame_is_drawn_in_the_colours_of_the_theme(stage: Stage, people: Path, mode: str) -> None:
    theme.apply(mode, 100)
    drag(stage.window, [people])
    picture = mark(stage).grab().toImage()
    seen = {QColor(picture.pixel(x, theme.px(12))).name() for x in range(100, 300)}
    assert QColor(theme.color("accent")).name() in seen
    QApplication.sendEvent(stage.window, QDragLeaveEvent())


def test_a_long_answer_is_shown_whole(stage: Stage, tmp_path: Path) -> None:
    files = []
    for name in ("meeting.ics", "hello.eml", "colours.csv"):
        files.append(tmp_path / name)
        files[-1].write_bytes(STRANGERS[name][0])
    stage.window.resize(1024, 680)
    stage.window.take_files(files)
    assert stage.toast().count("\n") == 2
    (toast,) = [each for each in stage.window.findChildren(QWidget) if each.accessibleName() == stage.toast()]
    lines = toast.height() // toast.fontMetrics().height()
    assert lines >= 4
    assert stage.window.rect().contains(toast.geometry())
