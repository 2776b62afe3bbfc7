"""An ask becomes a need, an introduction and an opportunity, moves by mouse and keys, is won, and is taken back."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from crm.contacts.whole_names import draft_named
from crm.db.dump import logical_dump
from crm.huddles import HuddleDraft
from crm.introductions import IntroductionRow
from crm.needs import NeedDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.journeys.conftest import CONTROL, SHIFT, Desk
from ui.huddles.detail import HuddlePage
from ui.introductions.needs_part import NeedsPart
from ui.introductions.page import IntroductionsPage
from ui.kit.bar_rows import BarRows
from ui.kit.board import CardQuestion
from ui.kit.board_column import CardList
from ui.pipeline.detail import OpportunityPage
from ui.pipeline.editor import NewOpportunityPanel
from ui.pipeline.page import PipelinePage

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)
TITLE = "Two-trust imaging pilot"
OTHER = "Frailty sensor kit"


class Days:
    """The calendar of the journey, counted from Monday 5 January 2026; the clock goes on within each day."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def to(self, day: int) -> None:
        self._traveller.move_to(MONDAY + timedelta(days=day))


@pytest.fixture(autouse=True)
def days() -> Iterator[Days]:
    with time_machine.travel(MONDAY, tick=True) as traveller:
        yield Days(traveller)


def stage_of(desk: Desk, title: str) -> str:
    return next(row.stage for row in desk.workspace.opportunities.rows() if row.title == title)


def column(desk: Desk, stage: str) -> CardList:
    page = desk.page()
    assert isinstance(page, PipelinePage)
    board = page.board.board
    return board.lists[[each.name for each in board.columns()].index(stage)]


def drag(desk: Desk, title: str, stage: str) -> None:
    """Drag a card to another column with the mouse; where there is no screen, with what the mouse would carry."""
    page = desk.page()
    assert isinstance(page, PipelinePage)
    source = column(desk, stage_of(desk, title))
    target = column(desk, stage)
    row = [card.title for card in source.cards.rows].index(title)
    if QGuiApplication.platformName() != "xcb":
        source.setCurrentIndex(source.cards.index(row))  # as the press of the mouse does
        source.setFocus()
        data = source.cards.mimeData([source.cards.index(row)])
        target.cards.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
        return
    assert shutil.which("xdotool"), "the mouse of a real window is moved by xdotool, which is not installed"
    begin = source.viewport().mapToGlobal(source.visualRect(source.cards.index(row)).center())
    end = target.viewport().mapToGlobal(QPoint(target.viewport().width() // 2, target.viewport().height() // 2))
    path = [begin + (end - begin) * part / 12 for part in range(13)]
    steps = [["mousemove", str(spot.x()), str(spot.y())] for spot in path]
    steps[1:1] = [["mousedown", "1"]]
    steps.append(["mouseup", "1"])
    hand = QTimer()

    def step() -> None:
        subprocess.run(["xdotool", *steps.pop(0)], check=True)
        if not steps:
            hand.stop()

    hand.timeout.connect(step)
    hand.start(40)  # as a hand would; the drag itself runs meanwhile
    desk.until(lambda: not steps)


def push(desk: Desk, title: str) -> None:
    page = desk.page()
    assert isinstance(page, PipelinePage)
    here = column(desk, stage_of(desk, title))
    desk.until(lambda: here.current_card() is not None and getattr(page.board.current(), "title", "") == title)
    desk.press(Qt.Key.Key_Right, CONTROL, SHIFT)


def win(desk: Desk, title: str, why: str) -> None:
    """Push the card behind the last open stage and say on it what came of it."""
    push(desk, title)
    desk.until(lambda: desk.page().findChild(CardQuestion))
    question = desk.page().findChild(CardQuestion)
    assert question is not None
    desk.until(question.field.hasFocus)
    desk.type(why)
    desk.press(ENTER)
    desk.until(lambda: stage_of(desk, title) == "Won")


def bars(rows: BarRows) -> list[tuple[str, str, str]]:
    return [(row.title, row.value, row.note) for row in rows.rows()]


def network(workspace: Workspace) -> None:
    """Two organisations at the huddle of today; a trust that offers wards, and another opportunity, both of before."""
    acme, trust = (
        workspace.organisations.create(OrganisationDraft(name, sub_region_id=3))
        for name in ("Acme Imaging", "Mersey Reach Trust")
    )
    jane = workspace.contacts.create(draft_named("Jane Roe", organisation_id=acme))
    rhys = workspace.contacts.create(draft_named("Rhys Davies", organisation_id=trust))
    huddle = workspace.huddles.plan(HuddleDraft(MONDAY.date(), time(15), time(16), series_id=1))
    workspace.attendance.reply(huddle, [jane, rhys], "registered")
    workspace.needs.add(NeedDraft("offer", "clinical site", "Two wards for pilots", rhys, trust))
    workspace.opportunities.create(
        OpportunityDraft(
            OTHER, value_pence=40_000_00, expected_close=date(2026, 3, 31), parties=(PartyDraft("lead", trust, rhys),)
        )
    )


def note_the_ask(desk: Desk) -> None:
    """Pitch it at the huddle, and make a need of the pitch with one key; it leads to the needs and offers."""
    desk.window.context.navigator.open("huddle", 1)
    desk.until(lambda: isinstance(desk.page(), HuddlePage))
    desk.press(Qt.Key.Key_1, CONTROL)
    desk.press(Qt.Key.Key_P, CONTROL, SHIFT)
    desk.type(TITLE)
    desk.press(TAB)
    desk.press(Qt.Key.Key_A)  # an ask
    desk.press(TAB)
    desk.press(TAB)
    desk.type("jane r")
    desk.press(TAB)
    desk.press(ENTER, CONTROL)
    page = desk.page()
    assert isinstance(page, HuddlePage)
    desk.until(lambda: any(row.title == TITLE for row in page.before.pitches.list.rows()))
    desk.step_to(page.before.pitches.list)
    desk.press(Qt.Key.Key_N)
    desk.until(lambda: [each.title for each in desk.workspace.needs.rows("need")] == [TITLE])


def introduce(desk: Desk) -> None:
    """Take the pair that is suggested, note that both agreed, and that they were introduced."""
    desk.go("introductions")
    desk.press(Qt.Key.Key_2, CONTROL)
    page = desk.page()
    assert isinstance(page, IntroductionsPage)
    part = page.front()
    assert isinstance(part, NeedsPart)
    desk.step_to(part.needs.list)
    desk.press(Qt.Key.Key_E)  # it is wards that are asked for
    desk.press(TAB)
    desk.press(Qt.Key.Key_C)
    desk.press(ENTER, CONTROL)
    desk.until(lambda: part.pairs.list.rows())
    desk.step_to(part.pairs.list)
    desk.press(ENTER)
    desk.until(lambda: desk.workspace.introductions.rows())
    desk.until(lambda: page.front() is page.ledger and page.ledger.current() is not None)
    for answer in (Qt.Key.Key_A, Qt.Key.Key_Y):  # asked, then agreed: everybody
        desk.press(answer)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        desk.qtbot.keyClick(menu, Qt.Key.Key_Up)
        desk.qtbot.keyClick(menu, ENTER)
    desk.until(lambda: {each.consent for each in introduction(desk).parties} == {"yes"})
    desk.press(Qt.Key.Key_M)
    desk.until(lambda: introduction(desk).made_on == MONDAY.date())


def make_an_opportunity(desk: Desk) -> None:
    """Make one of the introduction, with what it is worth and when it may be closed."""
    desk.press(Qt.Key.Key_P)
    desk.until(lambda: desk.window.context.overlay.top() is not None)
    form = desk.window.context.overlay.top()
    assert isinstance(form, NewOpportunityPanel)
    desk.press(Qt.Key.Key_A, CONTROL)
    desk.type(TITLE)
    desk.step_to(form.form.field("value"))
    desk.type("120k")
    desk.step_to(form.form.field("expected_close"))
    desk.type("20/3")
    desk.press(ENTER, CONTROL)
    desk.until(lambda: isinstance(desk.page(), OpportunityPage))


def introduction(desk: Desk) -> IntroductionRow:
    (row,) = desk.workspace.introductions.rows()
    return row


def test_an_ask_becomes_a_need_an_introduction_and_an_opportunity_that_is_won(desk: Desk, days: Days) -> None:
    workspace = desk.workspace
    network(workspace)
    before = logical_dump(workspace.store.connection())

    note_the_ask(desk)
    introduce(desk)
    make_an_opportunity(desk)
    desk.go("pipeline")
    desk.until(lambda: column(desk, "Idea").cards.rowCount() == 2)
    days.to(10)
    drag(desk, TITLE, "Exploring")
    desk.until(lambda: stage_of(desk, TITLE) == "Exploring")
    for day, stage in ((14, "Shaping"), (30, "Agreeing")):
        days.to(day)
        push(desk, TITLE)
        desk.until(lambda stage=stage: stage_of(desk, TITLE) == stage)

    # Worked out by hand: in March 120,000 at 75 % and 40,000 at 10 % are 94,000 of 160,000.
    assert outlook(desk)[1] == [("Mar 2026", "£160k", "£94k weighted")]
    days.to(44)
    win(desk, TITLE, "Two trusts signed")
    assert outlook(desk) == (
        [
            ("Idea", "2", "50 % went on · 10 d"),
            ("Exploring", "1", "100 % went on · 4 d"),
            ("Shaping", "1", "100 % went on · 16 d"),
            ("Agreeing", "1", "100 % went on · 14 d"),
            ("Won", "1", ""),
        ],
        [("Mar 2026", "£40k", "£4k weighted")],
    )
    _all_histories_tell_it(workspace)

    desk.window.context.toasts.dismiss()
    while logical_dump(workspace.store.connection()) != before:
        assert workspace.undo() is not None, "everything is taken back and the file is another one"
    assert logical_dump(workspace.store.connection()) == before


def outlook(desk: Desk) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Look at funnel and forecast, and go back to the board."""
    page = desk.page()
    assert isinstance(page, PipelinePage)
    desk.press(Qt.Key.Key_3, CONTROL)
    shown = bars(page.outlook.funnel), bars(page.outlook.forecast)
    desk.press(Qt.Key.Key_1, CONTROL)
    return shown


def _all_histories_tell_it(workspace: Workspace) -> None:
    told = [
        f"New opportunity: “{TITLE}”",
        *(f"“{TITLE}” moved to {stage}" for stage in ("Exploring", "Shaping", "Agreeing")),
        f"Won: “{TITLE}”",
    ]
    for kind, names in (
        ("contact", ("Jane Roe", "Rhys Davies")),
        ("organisation", ("Acme Imaging", "Mersey Reach Trust")),
    ):
        for name in names:
            record = workspace.search.find(name, kinds=(kind,))[0].id
            events = list(reversed(getattr(workspace.timeline, kind)(record, limit=200)))
            own = [event for event in events if event.kind == "opportunity" and TITLE in event.title]
            assert [event.title for event in own] == told, name
            assert own[-1].body == "Two trusts signed"
            assert "introduction" in {event.kind for event in events}, name
