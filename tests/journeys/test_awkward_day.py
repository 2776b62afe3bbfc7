"""A day of somebody in a hurry: typed without a pause, Enter twice, Esc at the wrong time, pasted, two of one name."""

from datetime import time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from crm import clock
from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.followups import FollowUpDraft
from crm.huddles import HuddleDraft
from crm.opportunities import OpportunityDraft
from crm.organisations import OrganisationDraft
from tests.journeys.conftest import ALT, CONTROL, SHIFT, Desk
from ui import pages
from ui.huddles.check_in.page import CheckInPage
from ui.interactions.log_panel import LogPanel
from ui.kit import motion
from ui.records.kept_form import KeptForm

Key = Qt.Key
ENTER, TAB, ESC = Key.Key_Return, Key.Key_Tab, Key.Key_Escape
SAVE = (ENTER, CONTROL)
# Where a person may stand when something has happened; a report that lies open has journeys of its own.
PLACES = [(spec.kind, 1 if spec.of_record else None) for spec in pages.PAGES if spec.kind != "attendance_review"]


@pytest.fixture(autouse=True)
def network(desk: Desk) -> None:
    """Jane Roe and a Sarah Ahmed at Acme Imaging, Bob Lee and another Sarah Ahmed at Dee Bioworks; one of each else."""
    made = desk.workspace
    acme, dee = (made.organisations.create(OrganisationDraft(name)) for name in ("Acme Imaging", "Dee Bioworks"))
    made.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme, tags=("imaging",)))
    made.contacts.create(ContactDraft("Bob", "Lee", organisation_id=dee))
    made.contacts.create(ContactDraft("Sarah", "Ahmed", organisation_id=acme, role="Nurse"))
    made.contacts.create(ContactDraft("Sarah", "Ahmed", organisation_id=dee, role="Founder"))
    made.huddles.plan(HuddleDraft(clock.today(), time(15), time(16), "Spring gathering"))
    made.opportunities.create(OpportunityDraft("Sensor kit"))
    made.followups.add(FollowUpDraft("Ring the ward", clock.today(), contact_id=1))


def meetings(desk: Desk) -> list[tuple[list[int | None], str, str]]:
    """Who took part in what was logged, about what, and the notes; the newest first."""
    details = [desk.workspace.interactions.get(row.id) for row in desk.workspace.interactions.recent()]
    return [([who.contact_id for who in each.participants], each.subject, each.notes) for each in details]


def due(desk: Desk, contact: int) -> list[int]:
    """In how many days what is open with somebody is due."""
    rows = desk.workspace.followups.of("contact", contact)
    return [(row.due_on - clock.today()).days for row in rows if row.due_on]


def written(desk: Desk) -> dict[str, int]:
    """How many there are of everything that can be made."""
    made = desk.workspace
    return {
        "contact": made.contacts.count(),
        "follow-up": sum(made.followups.counts().values()),
        "huddle": len(made.huddles.rows()),
        "opportunity": made.opportunities.count(),
        "log": len(made.interactions.recent()),
    }


def here(desk: Desk) -> tuple[str, int | None]:
    place = desk.window.context.navigator.current
    assert place is not None
    return place.kind, place.id


def show(desk: Desk, kind: str, id_: int | None = None) -> None:
    desk.window.context.navigator.open(kind, id_)
    desk.until(lambda: here(desk) == (kind, id_) and not desk.window.context.tasks.busy())


def log(desk: Desk) -> LogPanel:
    desk.press(Key.Key_L, CONTROL)
    panel = desk.window.context.overlay.top()
    assert isinstance(panel, LogPanel)
    return panel


def leave(desk: Desk) -> None:
    """Press Esc until nothing lies over the page: the first may close what is offered at the cursor."""
    for _ in range(2):
        if desk.window.context.overlay.top() is not None:
            desk.press(ESC)
    assert desk.window.context.overlay.top() is None


def test_what_is_typed_without_a_pause_while_the_line_slides_in_all_stands_in_it(desk: Desk) -> None:
    motion.set_reduced(False)
    for kind in ("today", "contacts", "pipeline", "huddles"):
        show(desk, kind)
        desk.rush((Key.Key_L, CONTROL), "met bob lee re ward tour f 2w", SAVE)
        assert meetings(desk)[0] == ([2], "ward tour", ""), kind
    assert due(desk, 2) == [14] * 4


FORMS: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "log": ("today", (Key.Key_L, CONTROL), "met bob lee re beds"),
    "contact": ("contacts", (Key.Key_N, CONTROL), "Ida Moss"),
    "follow-up": ("follow_ups", (Key.Key_F, CONTROL, SHIFT), "Ring Bob"),
    "huddle": ("huddles", (Key.Key_N, CONTROL), "today"),
    "opportunity": ("pipeline", (Key.Key_N, CONTROL), "Robot trial"),
}


@pytest.mark.parametrize("by_button", [False, True], ids=["ctrl enter", "enter on save"])
def test_enter_twice_saves_once_and_opens_nothing(desk: Desk, by_button: bool) -> None:
    for name, (place, chord, text) in FORMS.items():
        show(desk, place)
        before = written(desk)
        desk.press(*chord)
        desk.press(Key.Key_A, CONTROL)
        desk.type(text)
        card = desk.window.context.overlay.top()
        assert isinstance(card, KeptForm | LogPanel)
        if by_button:
            desk.step_to(card.save_button if isinstance(card, LogPanel) else card.form.save_button)
        desk.rush(*[(ENTER,) if by_button else SAVE] * 2)
        assert written(desk) == {**before, name: before[name] + 1}, name
        assert desk.window.context.overlay.top() is None, name
        assert here(desk)[0] in (name, place), name


def test_enter_twice_at_the_door_checks_in_one(desk: Desk) -> None:
    show(desk, "check_in", 1)
    page, attendance = desk.page(), desk.workspace.attendance
    assert isinstance(page, CheckInPage)
    desk.rush("bob", (ENTER,), (ENTER,))
    assert attendance.counts(1).attended == 1
    desk.rush("Zara Quill", SAVE, SAVE, SAVE)
    assert (attendance.counts(1).attended, desk.workspace.contacts.count()) == (2, 5)
    assert not page.door.is_adding()


def test_enter_twice_over_an_import_never_begins_it(desk: Desk, tmp_path: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,E-mail\nIda Moss,ida@moss.example\n", encoding="utf-8")
    desk.window.take_files([file])
    desk.until(lambda: getattr(desk.page(), "is_ready", lambda: False)())
    desk.rush((Key.Key_L, CONTROL), "met bob lee re beds", SAVE, SAVE)
    desk.until(lambda: not desk.window.context.tasks.busy())
    assert meetings(desk) == [([2], "beds", "")]
    assert desk.workspace.contacts.count() == 4


def test_esc_at_the_wrong_time_saves_nothing_and_the_next_line_is_of_its_own(desk: Desk) -> None:
    log(desk)
    desk.type("called jane roe re the lett")
    leave(desk)
    assert meetings(desk) == []
    show(desk, "organisations")
    desk.rush((Key.Key_L, CONTROL), "met bob lee re beds", SAVE)
    assert meetings(desk) == [([2], "beds", "")]
    panel = log(desk)
    assert panel.field.text() == "called jane roe re the lett"
    desk.type("er")
    desk.press(*SAVE)
    assert meetings(desk)[0] == ([1], "the letter", "")
    assert log(desk).field.text() == ""
    assert desk.workspace.drafts.all() == []


def test_esc_in_a_form_keeps_what_was_typed_and_offers_it(desk: Desk) -> None:
    desk.go("contacts")
    for name in ("Ida Moss", "Ben Fell"):
        desk.rush((Key.Key_N, CONTROL), name)
        leave(desk)
    assert desk.workspace.contacts.count() == 4
    desk.rush((Key.Key_N, CONTROL), (Key.Key_U, ALT), SAVE, (Key.Key_N, CONTROL), (Key.Key_U, ALT), SAVE)
    names = {row.name for row in desk.workspace.contacts.rows((5, 6))}
    assert names == {"Ida Moss", "Ben Fell"}


def test_three_pasted_lines_are_one_meeting_with_its_notes(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("Met Bob Lee re beds\n- two wards \U0001f389\n- 200 beds\n")
    desk.rush((Key.Key_L, CONTROL), (Key.Key_V, CONTROL), SAVE, SAVE)
    assert meetings(desk) == [([2], "beds", "- two wards \U0001f389\n- 200 beds")]


@pytest.mark.parametrize(("downs", "chosen"), [(0, "Acme Imaging"), (1, "Dee Bioworks")])
def test_of_two_people_of_one_name_the_one_chosen_has_the_meeting(desk: Desk, downs: int, chosen: str) -> None:
    desk.rush((Key.Key_L, CONTROL), "met sarah ahmed re intake f fri", SAVE, SAVE)
    assert meetings(desk) == [], "it was logged with one of the two, and nobody had said which"
    desk.press(ENTER)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    for _ in range(downs):
        desk.qtbot.keyClick(menu, Key.Key_Down)
    desk.qtbot.keyClick(menu, ENTER)
    desk.press(*SAVE)
    ((people, subject, _),) = meetings(desk)
    assert subject == "intake"
    assert [desk.workspace.contacts.rows(people)[0].organisation] == [chosen]
    assert len(due(desk, people[0] or 0)) == 1


def test_undo_right_after_takes_back_the_last_thing_alone_and_redo_brings_it_again(desk: Desk) -> None:
    before = logical_dump(desk.workspace.store.connection())
    desk.rush((Key.Key_L, CONTROL), "met bob lee re beds f 2w", SAVE, (Key.Key_Z, CONTROL))
    assert logical_dump(desk.workspace.store.connection()) == before
    desk.rush((Key.Key_Z, CONTROL, SHIFT))
    assert (meetings(desk), due(desk, 2)) == ([([2], "beds", "")], [14])


def test_a_meeting_with_its_follow_up_takes_45_keys_at_most_from_every_page(desk: Desk) -> None:
    for number, (kind, id_) in enumerate(PLACES, 1):
        show(desk, kind, id_)
        desk.keys = 0
        desk.rush((Key.Key_L, CONTROL), "met bob le", (TAB,), "re imaging pilot #im", (TAB,), "f 2w", SAVE)
        assert desk.keys <= 45
        assert (len(meetings(desk)), meetings(desk)[0]) == (number, ([2], "imaging pilot", "")), kind
        assert due(desk, 2) == [14] * number, kind


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("bob le", ("contact", 2)),
        ("dee", ("organisation", 2)),
        ("spring", ("huddle", 1)),
        ("sensor", ("opportunity", 1)),
    ],
)
def test_every_record_is_eight_keys_away(desk: Desk, typed: str, place: tuple[str, int]) -> None:
    desk.keys = 0
    desk.rush((Key.Key_K, CONTROL), typed, (ENTER,))
    assert desk.keys <= 8
    desk.until(lambda: here(desk) == place)
