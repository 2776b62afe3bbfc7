"""The ledger of introductions in the window, by keys: consents, made, what came of it, its text."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from crm import clock
from crm.errors import CrmError
from crm.introductions import IntroductionRow
from tests.ui.introductions.conftest import FRESH, MADE, WAITING
from tests.ui.stage import ALT, CONTROL, SHIFT, Stage
from ui.contacts.detail import ContactPage
from ui.followups.editor import FollowUpPanel
from ui.introductions.editor import IntroductionForm, MadeForm, OutcomeForm
from ui.introductions.ledger_part import LedgerPart
from ui.introductions.page import IntroductionsPage
from ui.kit.empty_states import EmptyState, ErrorState
from ui.pipeline.editor import NewOpportunityPanel

KEY = Qt.Key


def ledger(stage: Stage) -> LedgerPart:
    return stage.page(IntroductionsPage).ledger


def listed(stage: Stage) -> list[str]:
    model = ledger(stage).table.rows()
    return [row.reason for number in range(model.rowCount()) if (row := model.row(number)) is not None]


def choose(stage: Stage, reason: str) -> IntroductionRow:
    """Make the introduction of a reason the current row, by keys."""
    ledger(stage).take_focus()
    stage.press(KEY.Key_Home)
    stage.press(*[KEY.Key_Down] * listed(stage).index(reason))
    row = ledger(stage).current()
    assert row is not None
    assert row.reason == reason
    return row


def now(stage: Stage, row: IntroductionRow) -> IntroductionRow:
    return stage.workspace.introductions.get(row.id)


def consents(stage: Stage, row: IntroductionRow) -> list[str]:
    return [party.consent for party in now(stage, row).parties]


def menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def test_alt_5_goes_to_the_introductions(stage: Stage) -> None:
    stage.context.navigator.open("contacts")
    stage.press(KEY.Key_5, modifier=ALT)
    assert stage.page(IntroductionsPage).isVisible()
    assert ledger(stage).table.hasFocus()


def test_the_ledger_says_how_each_stands_and_how_many_are_to_be_made(stage: Stage) -> None:
    model = ledger(stage).table.rows()
    said = [str(model.index(number, 1).data(Qt.ItemDataRole.DisplayRole)) for number in range(3)]
    assert dict(zip(listed(stage), said, strict=True)) == {FRESH: "To be asked", WAITING: "Waiting", MADE: "Made"}
    assert stage.page(IntroductionsPage).subtitle() == "3 introductions · 2 still to be made · 1 check overdue"


def test_the_parts_turn_by_keys_and_bring_their_own_actions(stage: Stage) -> None:
    page = stage.page(IntroductionsPage)
    stage.press(KEY.Key_2, modifier=CONTROL)
    assert page.front() is page.needs
    assert stage.context.actions.get("introduction_made") is None
    stage.press(KEY.Key_1, modifier=CONTROL)
    assert page.front() is page.ledger
    assert stage.context.actions.get("introduction_made") is not None


def test_an_answer_that_can_be_of_one_party_alone_is_written_at_once(stage: Stage) -> None:
    row = choose(stage, WAITING)
    stage.press(KEY.Key_Y)
    assert consents(stage, row) == ["yes", "yes"]
    assert stage.toast() == "Agreed: Zoë Moss"


def test_of_several_who_may_be_meant_one_is_asked_for(stage: Stage) -> None:
    row = choose(stage, FRESH)
    stage.press(KEY.Key_A)
    assert [each.text() for each in menu().actions()] == ["Asked: Zoë Moss", "Asked: Jane Roe", "Asked: everybody"]
    stage.press(KEY.Key_Down, KEY.Key_Return)
    assert consents(stage, row) == ["", "asked"]


def test_everybody_is_asked_as_one_step(stage: Stage) -> None:
    row = choose(stage, FRESH)
    stage.press(KEY.Key_A)
    stage.press(KEY.Key_Up, KEY.Key_Return)
    assert consents(stage, row) == ["asked", "asked"]
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert consents(stage, row) == ["", ""]


def test_beside_the_ledger_letters_mean_the_party_that_has_the_keyboard(stage: Stage) -> None:
    row = choose(stage, FRESH)
    stage.press(KEY.Key_Return)
    assert ledger(stage).panel.parties.hasFocus()
    stage.press(KEY.Key_Down, KEY.Key_N)
    assert consents(stage, row) == ["", "no"]
    stage.press(KEY.Key_C)
    assert consents(stage, row) == ["", ""]
    stage.press(KEY.Key_Escape)
    assert ledger(stage).table.hasFocus()
    assert not ledger(stage).host.is_open()


def test_enter_on_a_party_opens_the_person(stage: Stage) -> None:
    choose(stage, MADE)
    stage.press(KEY.Key_Return, KEY.Key_Return)
    assert stage.page(ContactPage).title() == "Jane Roe"


def test_made_today_brings_two_checks_beside_the_ledger(stage: Stage) -> None:
    row = choose(stage, WAITING)
    stage.press(KEY.Key_Space, KEY.Key_M)
    assert now(stage, row).made_on == clock.today()
    panel = ledger(stage).panel
    stage.qtbot.waitUntil(lambda: len(panel.checks.rows()) == 2)
    due = [each.due_on for each in stage.workspace.followups.of("introduction", row.id)]
    assert due == [clock.today() + timedelta(days=days) for days in (30, 90)]
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert now(stage, row).made_on is None
    assert stage.workspace.followups.of("introduction", row.id) == []


def test_one_that_somebody_declined_is_not_made_and_says_why(stage: Stage) -> None:
    row = choose(stage, WAITING)
    stage.press(KEY.Key_N, KEY.Key_M)
    assert now(stage, row).made_on is None
    assert "said no to this introduction" in stage.toast()


def test_one_that_was_made_before_today_is_dated(stage: Stage) -> None:
    row = choose(stage, WAITING)
    ledger(stage).deeds.made_before()
    stage.top(MadeForm)
    stage.write("yesterday")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert now(stage, row).made_on == clock.today() - timedelta(days=1)


def test_what_came_of_it_is_two_letters(stage: Stage) -> None:
    row = choose(stage, MADE)
    stage.press(KEY.Key_O)
    stage.press(KEY.Key_E)
    assert (now(stage, row).step, stage.toast()) == ("exploring", "Exploring: Jane Roe and Rhys Davies")


def test_a_step_of_another_day_carries_its_note(stage: Stage) -> None:
    row = choose(stage, MADE)
    stage.press(KEY.Key_O)
    stage.press(KEY.Key_A)
    form = stage.top(OutcomeForm).form
    form.set_values({"step": "met", "reached_on": clock.today() - timedelta(days=3), "note": "Over coffee"})
    stage.press(KEY.Key_Return, modifier=CONTROL)
    held = now(stage, row).outcomes[-1]
    assert (held.step, held.reached_on, held.note) == ("met", clock.today() - timedelta(days=3), "Over coffee")


def test_nothing_comes_of_one_that_was_not_made(stage: Stage) -> None:
    choose(stage, FRESH)
    stage.press(KEY.Key_O)
    assert QApplication.activePopupWidget() is None
    assert stage.toast() == "Say first that it was made: M"


def test_one_key_copies_the_text_without_the_notes(stage: Stage) -> None:
    choose(stage, MADE)
    stage.press(KEY.Key_T)
    copied = QApplication.clipboard().text()
    assert copied.startswith("Introduction: Jane Roe and Rhys Davies\n\nDear Jane and Rhys,")
    assert "Lead at Acme Imaging" in copied
    assert "They met once before" not in copied
    assert stage.toast().startswith("The text that introduces Jane Roe and Rhys Davies is copied")


def test_selected_rows_are_copied_with_their_reasons(stage: Stage) -> None:
    choose(stage, MADE)
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.press(KEY.Key_C, modifier=CONTROL)
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 4
    assert {line.split("\t")[-1] for line in lines[1:]} == {MADE, WAITING, FRESH}
    assert stage.toast() == "3 introductions copied"


def test_a_ledger_that_cannot_be_read_says_so_and_is_read_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> list[IntroductionRow]:
        raise CrmError("The file could not be read. Nothing is lost.")

    with monkeypatch.context() as patched:
        patched.setattr(stage.workspace.introductions, "ledger", refuse)
        ledger(stage).reload()
        assert ledger(stage).states.showing() == "error"
    again = ledger(stage).states.findChild(ErrorState)
    assert isinstance(again, ErrorState)
    again.button.setFocus()
    stage.press(KEY.Key_Space)
    assert ledger(stage).states.showing() == "content"
    assert ledger(stage).table.hasFocus()


def test_an_opportunity_is_made_of_it(stage: Stage) -> None:
    choose(stage, MADE)
    stage.press(KEY.Key_P)
    form = stage.top(NewOpportunityPanel).form
    assert (form.field("title").text(), form.field("source").value()) == (MADE, "introduction")


def test_it_goes_to_the_trash_and_comes_back(stage: Stage) -> None:
    choose(stage, FRESH)
    stage.press(KEY.Key_Delete)
    stage.qtbot.waitUntil(lambda: FRESH not in listed(stage))
    stage.press(KEY.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: FRESH in listed(stage))


def test_the_ledger_is_narrowed_by_words_and_status(stage: Stage) -> None:
    stage.press(KEY.Key_F, modifier=CONTROL)
    stage.write("zoe")
    stage.qtbot.waitUntil(lambda: set(listed(stage)) == {FRESH, WAITING})
    ledger(stage).filters.status.set_value("asked")
    ledger(stage).filters.status.edited.emit()
    stage.qtbot.waitUntil(lambda: listed(stage) == [WAITING])


def test_where_nothing_matches_the_filter_is_taken_away_by_one_key(stage: Stage) -> None:
    stage.press(KEY.Key_F, modifier=CONTROL)
    stage.write("xyz")
    states = ledger(stage).states
    stage.qtbot.waitUntil(lambda: states.showing() == "empty")
    clear = states.findChild(EmptyState)
    assert isinstance(clear, EmptyState)
    assert clear.button is not None
    clear.button.setFocus()
    stage.press(KEY.Key_Space)
    assert states.showing() == "content"
    assert len(listed(stage)) == 3


def test_an_empty_ledger_offers_the_form(stage: Stage) -> None:
    rows = [row.id for row in stage.workspace.introductions.rows()]
    stage.workspace.trash.put("introduction", rows)
    stage.qtbot.waitUntil(lambda: ledger(stage).states.showing() == "empty")
    stage.press(KEY.Key_N, modifier=CONTROL)
    assert isinstance(stage.top(IntroductionForm), IntroductionForm)


@pytest.mark.parametrize(
    ("key", "descending", "first"), [("who", False, MADE), ("who", True, FRESH), ("made_on", True, MADE)]
)
def test_a_title_orders_the_ledger(stage: Stage, key: str, descending: bool, first: str) -> None:
    ledger(stage).table.sort_requested.emit(key, descending)
    assert listed(stage)[0] == first


def test_a_check_in_the_follow_ups_leads_to_its_introduction(stage: Stage) -> None:
    stage.context.navigator.open("follow_ups")
    stage.press(KEY.Key_I)
    row = ledger(stage).current()
    assert row is not None
    assert row.reason == MADE
    assert ledger(stage).host.is_open()


def test_a_follow_up_of_the_ledger_is_about_its_introduction(stage: Stage) -> None:
    row = choose(stage, FRESH)
    stage.press(KEY.Key_F, modifier=CONTROL | SHIFT)
    stage.top(FollowUpPanel)
    stage.write("Ring Zo")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    (made,) = stage.workspace.followups.of("introduction", row.id)
    assert (made.title, made.contact) == ("Ring Zo", "Zoë Moss")


def test_the_history_of_a_person_leads_to_their_introduction(stage: Stage) -> None:
    jane = next(each.id for each in stage.workspace.contacts.page(limit=9) if each.name == "Jane Roe")
    stage.context.navigator.open("contact", jane)
    timeline = stage.page(ContactPage).history.timeline
    stage.qtbot.waitUntil(lambda: timeline.events().rowCount() > 0)
    assert timeline.hasFocus()
    stage.press(KEY.Key_Home)
    for _ in range(timeline.events().rowCount()):
        if "Introduced to Rhys Davies" in str(timeline.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)):
            break
        stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    row = ledger(stage).current()
    assert row is not None
    assert row.reason == MADE


def test_a_check_beside_the_ledger_is_done_where_it_stands(stage: Stage) -> None:
    row = choose(stage, MADE)
    stage.press(KEY.Key_Return)
    checks = ledger(stage).panel.checks
    checks.setFocus()
    stage.press(KEY.Key_Return)
    stage.top(FollowUpPanel)
    stage.press(KEY.Key_Escape)
    checks.setFocus()
    stage.press(KEY.Key_Space)
    stage.qtbot.waitUntil(lambda: len(checks.rows()) == 1)
    assert now(stage, row).check_on == now(stage, row).made_on + timedelta(days=90)  # type: ignore[operator]


def test_the_model_of_the_ledger_keeps_the_rules_of_models(stage: Stage) -> None:
    model = ledger(stage).table.rows()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    ledger(stage).reload()
    assert tester.model() is model
