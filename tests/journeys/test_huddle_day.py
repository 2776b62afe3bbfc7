"""The day of a huddle: planned, invited to, checked in at the door, reported, closed out, and all of it taken back."""

from datetime import datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm import clock
from crm.contacts import Email
from crm.contacts.whole_names import draft_named
from crm.db.dump import logical_dump
from crm.huddles import HuddleDraft
from crm.lifecycle_states import FIRST_TIMER
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.journeys.conftest import CONTROL, SHIFT, Desk
from ui.huddles.check_in.page import CheckInPage
from ui.huddles.detail import HuddlePage
from ui.huddles.page import HuddlesPage
from ui.huddles.review.page import AttendanceReviewPage

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
NAMES = (
    "Ann Ashworth", "Bashir Birch", "Cara Cole", "Dev Dhillon", "Elin Evans", "Farah Fox", "Gwen Grant", "Huw Hall",
    "Iris Irwin", "Jane Roe", "Kofi King", "Lena Lund", "Musa Moss", "Nia Nash", "Omar Orr", "Pia Price",
    "Rhys Reed", "Sana Shah", "Tess Todd", "Uma Unwin",
)  # fmt: skip
ABSENT = ("Tess Todd", "Uma Unwin")
HERE = tuple(name for name in NAMES if name not in ABSENT)


def network(workspace: Workspace) -> None:
    """Twenty people at two organisations; all of them came to the huddle of last month."""
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("University of the Dee"))
    people = []
    for number, name in enumerate(NAMES):
        mail = Email(f"{name.split()[0].lower()}@network.example", is_primary=True)
        people.append(
            workspace.contacts.create(draft_named(name, emails=(mail,), organisation_id=dee if number % 2 else acme))
        )
    day = clock.today() - timedelta(days=30)
    last = workspace.huddles.plan(HuddleDraft(day, time(10), time(11), series_id=1))
    workspace.attendance.mark(last, people, "attended")
    workspace.huddles.lock(last)


def report(folder: Path) -> Path:
    """A report of Teams over six who were in the room, twice on two devices, and one nobody knows."""
    day = clock.today()
    start = datetime.combine(day, time(10))

    def line(name: str, mail: str, first: int, last: int) -> str:
        joined, left = (start + timedelta(minutes=each) for each in (first, last))
        stamp = "%d/%m/%Y, %H:%M:%S"
        return f"{name}\t{joined:{stamp}}\t{left:{stamp}}\t{last - first}m 0s\t{mail}\t{mail}\tAttendee"

    lines = ["1. Summary", "Meeting title\tHuddle 2", f"Start time\t{start:%d/%m/%Y, %H:%M:%S}",
             f"End time\t{start + timedelta(minutes=60):%d/%m/%Y, %H:%M:%S}", "", "2. Participants",
             "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"]  # fmt: skip
    lines += [line(name, f"{name.split()[0].lower()}@network.example", 0, 45) for name in HERE[:6]]
    lines.append(line("Wanda Wright", "wanda@wright.example", 5, 50))
    path = folder / "Huddle 2 - Attendance report.csv"
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-16")
    return path


def plan_and_invite(desk: Desk) -> int:
    desk.go("huddles")
    desk.until(lambda: isinstance(desk.page(), HuddlesPage))
    desk.press(Qt.Key.Key_N, CONTROL)
    desk.press(Qt.Key.Key_A, CONTROL)
    desk.type("today")
    desk.press(TAB)
    desk.press(ENTER, CONTROL)
    desk.until(lambda: isinstance(desk.page(), HuddlePage))
    huddle = desk.workspace.huddles.numbered(2)[0]
    assert huddle.day == clock.today()
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.press(Qt.Key.Key_I, CONTROL)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    desk.qtbot.keyClick(menu, ENTER)
    desk.until(lambda: desk.workspace.attendance.counts(huddle.id).invited == 20)
    page = desk.page()
    assert isinstance(page, HuddlePage)
    desk.step_to(page.before.table)
    desk.press(Qt.Key.Key_A, CONTROL)
    desk.press(Qt.Key.Key_R)
    desk.until(lambda: desk.workspace.attendance.counts(huddle.id).registered == 20)
    return huddle.id


def pitch(desk: Desk, topic: str, presenter: str) -> None:
    desk.press(Qt.Key.Key_P, CONTROL, SHIFT)
    desk.type(topic)
    desk.press(TAB)
    desk.press(TAB)
    desk.press(TAB)
    desk.type(presenter)
    desk.press(TAB)
    desk.press(ENTER, CONTROL)


def check_in(desk: Desk, huddle: int) -> None:
    desk.press(Qt.Key.Key_D, CONTROL)
    desk.until(lambda: isinstance(desk.page(), CheckInPage))
    attendance = desk.workspace.attendance
    desk.keys = 0
    for number, name in enumerate(HERE, 1):
        desk.type(name.split()[0].lower())
        desk.press(ENTER)
        desk.until(lambda number=number: attendance.counts(huddle).attended == number)
        if number == 5:  # the wrong one: taken back by key
            desk.type("tess")
            desk.press(ENTER)
            desk.until(lambda: attendance.counts(huddle).attended == 6)
            desk.press(Qt.Key.Key_Z, CONTROL)
            desk.until(lambda: attendance.counts(huddle).attended == 5)
    for name, mail in (("Zara Quill", "zara@newco.example"), ("Yan Xu", "yan@newco.example")):
        desk.type(name)
        desk.press(ENTER, CONTROL)
        desk.type("Newco")
        desk.press(TAB)
        desk.type("Founder")
        desk.press(TAB)
        desk.type(mail)
        desk.press(TAB)
        desk.press(Qt.Key.Key_Y)
        desk.press(ENTER, CONTROL)
    desk.until(lambda: attendance.counts(huddle).attended == len(HERE) + 2)
    assert attendance.counts(huddle).walk_ins == 2
    assert desk.keys <= 250
    zara = desk.workspace.search.find("Zara Quill", kinds=("contact",))[0].id
    assert [each.act for each in desk.workspace.consents.of(zara)] == ["granted"]


def raise_hand(desk: Desk, topic: str, who: str) -> None:
    page = desk.page()
    assert isinstance(page, HuddlePage)
    card = page.after.hands
    desk.until(lambda: any(row.title == topic for row in card.list.rows()))
    desk.step_to(card.list)
    desk.press(Qt.Key.Key_Home)
    while card.list.rows()[card.list.currentIndex().row()].title != topic:
        desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Space)  # it was given
    desk.until(lambda: next(row.tick for row in card.list.rows() if row.title == topic))
    desk.press(Qt.Key.Key_H)
    desk.type(who)
    desk.press(TAB)
    desk.press(ENTER, CONTROL)


def bring_report(desk: Desk, huddle: int, path: Path) -> None:
    attended = desk.workspace.attendance.counts(huddle).attended
    desk.window.take_files([path])
    desk.until(lambda: isinstance(desk.page(), AttendanceReviewPage))
    desk.until(lambda: getattr(desk.page(), "is_ready", lambda: False)())
    assert desk.workspace.attendance.counts(huddle).attended == attended, "the review wrote something"
    desk.press(TAB)  # the last key was the Enter of another card: right behind it a second one is not meant
    desk.press(ENTER, CONTROL)
    desk.until(lambda: desk.workspace.attendance.counts(huddle).attended == attended + 1)


def close_out(desk: Desk, huddle: int) -> None:
    desk.until(lambda: isinstance(desk.page(), HuddlePage))
    page = desk.page()
    assert isinstance(page, HuddlePage)
    closing = page.after.closing
    desk.step_to(closing.list)
    desk.press(Qt.Key.Key_Home)
    desk.press(ENTER)  # lock
    desk.until(lambda: desk.workspace.huddles.get(huddle).row.is_locked)
    for key in ("thank", "no-shows", "first-timers"):
        _to(desk, closing.list, key)
        desk.press(Qt.Key.Key_Space)
    _to(desk, closing.list, "hands")
    desk.press(ENTER)
    _to(desk, closing.list, "next")
    desk.press(ENTER)
    desk.press(ENTER, CONTROL)
    desk.until(lambda: all(step.done for step in desk.workspace.close_out.steps(huddle)))


def _to(desk: Desk, listed: QWidget, key: str) -> None:
    desk.press(Qt.Key.Key_Home)
    rows = listed.rows()  # type: ignore[attr-defined]
    for _ in range([row.id for row in rows].index(key)):
        desk.press(Qt.Key.Key_Down)


def test_a_huddle_from_its_plan_to_its_close_out_and_back(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    network(workspace)
    before = logical_dump(workspace.store.connection())

    huddle = plan_and_invite(desk)
    pitch(desk, "Two-trust imaging pilot", "jane r")
    pitch(desk, "Trust data sandbox", "kofi k")
    assert [row.contact for row in workspace.pitches.of_huddle(huddle)] == ["Jane Roe", "Kofi King"]
    check_in(desk, huddle)
    desk.window.context.actions.run("finish")
    desk.until(lambda: isinstance(desk.page(), HuddlePage))
    raise_hand(desk, "Two-trust imaging pilot", "ann a")
    raise_hand(desk, "Trust data sandbox", "cara c")
    assert {(hand.contact, hand.topic) for hand in workspace.hands.at_huddle(huddle)} == {
        ("Ann Ashworth", "Two-trust imaging pilot"),
        ("Cara Cole", "Trust data sandbox"),
    }
    bring_report(desk, huddle, report(tmp_path))
    minutes = {row.name: row.minutes for row in workspace.attendance.rows(huddle) if row.minutes is not None}
    assert minutes == dict.fromkeys((*HERE[:6], "Wanda Wright"), 45)
    close_out(desk, huddle)

    _all_of_it_is_told(workspace, huddle)
    _the_grid_shows_it(desk)

    desk.window.context.toasts.dismiss()
    while logical_dump(workspace.store.connection()) != before:
        assert workspace.undo() is not None, "everything is taken back and the file is another one"
    assert logical_dump(workspace.store.connection()) == before


def _all_of_it_is_told(workspace: Workspace, huddle: int) -> None:
    counts = workspace.attendance.counts(huddle)
    assert (counts.attended, counts.walk_ins, counts.no_shows) == (len(HERE) + 3, 3, len(ABSENT))
    jane = workspace.search.find("Jane Roe", kinds=("contact",))[0].id
    newco = workspace.organisations.named("Newco")[0]
    kinds = [event.kind for event in workspace.timeline.contact(jane)]
    assert {"huddle", "pitch"} <= set(kinds)
    assert "huddle" in [event.kind for event in workspace.timeline.organisation(newco)]
    zara = workspace.search.find("Zara Quill", kinds=("contact",))[0].id
    assert workspace.lifecycles.state_of(zara) == FIRST_TIMER
    assert zara in {each.contact_id for each in workspace.lifecycles.first_timers()}


def _the_grid_shows_it(desk: Desk) -> None:
    desk.go("huddles")
    desk.until(lambda: isinstance(desk.page(), HuddlesPage))
    page = desk.page()
    assert isinstance(page, HuddlesPage)
    model = page.attendance.grid.model
    said = {model.said(model.index(row, 2)) for row in range(model.rowCount())}
    assert {
        "Jane Roe, huddle 2: attended and pitched",
        "Tess Todd, huddle 2: no-show",
        "Zara Quill, huddle 2: attended",
    } <= said
