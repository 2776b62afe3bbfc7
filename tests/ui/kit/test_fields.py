"""Fields, facts edited where they stand, and forms: driven by keys, asked for their values."""

import gc
import weakref
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.chips import ChipButton
from ui.kit.chips_field import ChipsField, Picked, SuggestField
from ui.kit.choices import Choice
from ui.kit.date_field import DateField
from ui.kit.field_row import FieldRow
from ui.kit.fields import CheckField, ChoiceField, NotesField, ParsedField, SearchField, TextField
from ui.kit.form import Form
from ui.kit.suggestions import Suggestions

CONTROL = Qt.KeyboardModifier.ControlModifier


def day_of(text: str) -> date:
    if text == "today":
        return date(2026, 5, 22)
    day, month, *year = text.split("/")
    try:
        return date(int(year[0]) if year else 2026, int(month), int(day))
    except ValueError:
        raise ValueError(f"“{text}” is not a day.") from None


def written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def find(text: str) -> Sequence[Choice]:
    known = [Choice("Acme Imaging", sector="industry", data=3), Choice("Acre Labs", data=4), Choice("imaging", data=9)]
    return [choice for choice in known if choice.title.casefold().startswith(text.casefold())]


_hosts: list[QWidget] = []


@pytest.fixture(autouse=True)
def _let_hosts_go() -> Iterator[None]:
    yield
    _hosts.clear()


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    for widget in widgets:
        column.addWidget(widget)
    qtbot.addWidget(host)
    _hosts.append(host)
    host.resize(600, 400)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    return host


def focused(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    target = widget.focusProxy() or widget
    qtbot.waitUntil(target.hasFocus)


def test_search_waits_for_a_pause_and_says_the_last_text_once(qtbot: QtBot) -> None:
    field = SearchField("Filter")
    shown(qtbot, field)
    said: list[str] = []
    field.searched.connect(said.append)
    qtbot.keyClicks(field, "roe")
    assert said == []
    qtbot.waitUntil(lambda: said == ["roe"])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert said == ["roe"]


def test_escape_empties_the_search_at_once(qtbot: QtBot) -> None:
    field = SearchField("Filter")
    shown(qtbot, field)
    qtbot.keyClicks(field, "roe")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(field.searched) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard.args == [""]
    assert field.text() == ""


def test_the_clear_button_of_a_search_is_large_enough_to_hit(qtbot: QtBot) -> None:
    field = SearchField("Filter")
    shown(qtbot, field)
    qtbot.keyClicks(field, "roe")
    small = [each for each in field.findChildren(QWidget) if each.isVisible() and min(each.width(), each.height()) < 24]
    assert small == []


def test_a_parsed_field_gives_the_value_and_the_sentence_when_there_is_none(qtbot: QtBot) -> None:
    field = ParsedField("Due", day_of, written)
    shown(qtbot, field)
    focused(qtbot, field)
    qtbot.keyClicks(field, "today")
    assert field.value() == date(2026, 5, 22)
    assert field.echo() == "22/5/2026"
    field.clear()
    qtbot.keyClicks(field, "31/2")
    assert field.value() is None
    assert field.problem() == "“31/2” is not a day."


def test_a_parsed_field_writes_out_what_it_understood_when_it_is_left(qtbot: QtBot) -> None:
    field = ParsedField("Due", day_of, written)
    shown(qtbot, field)
    focused(qtbot, field)
    qtbot.keyClicks(field, "today")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "22/5/2026"


def test_a_day_can_be_picked_from_the_calendar_by_keys(qtbot: QtBot) -> None:
    field = DateField("Due", day_of, written)
    shown(qtbot, field)
    field.set_value(date(2026, 1, 31))
    focused(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    month = QApplication.activePopupWidget().month
    qtbot.keyClick(month, Qt.Key.Key_PageDown)
    qtbot.keyClick(month, Qt.Key.Key_Right)
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(month, Qt.Key.Key_Return)
    assert field.value() == date(2026, 3, 1)


def test_notes_grow_with_their_text_and_take_pasted_text_plain(qtbot: QtBot) -> None:
    field = NotesField("Notes", least=2, most=5)
    shown(qtbot, field)
    low = field.height()
    pasted = QMimeData()
    pasted.setHtml("<b>one</b>")
    pasted.setText("one\ntwo\nthree\nfour\nfive\nsix\nseven")
    field.insertFromMimeData(pasted)
    qtbot.waitUntil(lambda: field.height() > low)
    assert "<b>" not in field.value()
    grown = field.height()
    field.insertPlainText("\neight\nnine")
    assert field.height() == grown


def test_a_choice_jumps_by_letter_and_gives_its_key(qtbot: QtBot) -> None:
    field = ChoiceField("Sector", [(None, "None"), (7, "Industry"), (9, "Academia")])
    shown(qtbot, field)
    focused(qtbot, field)
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(field, Qt.Key.Key_A)
    assert field.value() == 9
    field.set_options([(9, "Academia"), (11, "Investor")])
    assert field.value() == 9


def test_a_tick_is_changed_by_space(qtbot: QtBot) -> None:
    field = CheckField("Newsletter")
    shown(qtbot, field)
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(field, Qt.Key.Key_Space)
    assert field.value() is True


def test_tab_takes_a_suggestion_and_goes_on_so_that_the_next_field_has_what_is_typed_next(qtbot: QtBot) -> None:
    field = SuggestField("Organisation", find)
    shown(qtbot, field, TextField("Next"))
    focused(qtbot, field)
    qtbot.keyClicks(field, "ac")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.value().data == 4
    assert not field.hasFocus()


def test_suggestions_go_with_their_field(qtbot: QtBot) -> None:
    field = SuggestField("Organisation", find)
    host = shown(qtbot, field)
    focused(qtbot, field)
    qtbot.keyClicks(field, "ac")
    assert any(each.isVisible() for each in host.findChildren(Suggestions))
    field.deleteLater()
    qtbot.waitUntil(lambda: not host.findChildren(Suggestions))


def test_typed_text_that_is_nobodys_is_a_new_name(qtbot: QtBot) -> None:
    field = SuggestField("Organisation", find)
    shown(qtbot, field)
    field.set_value(Picked("Acme Imaging", 3))
    focused(qtbot, field)
    qtbot.keyClicks(field, "Newco")
    assert field.value().data is None


def test_chips_are_added_and_taken_out_by_keys(qtbot: QtBot) -> None:
    field = ChipsField("Tags", find)
    shown(qtbot, field, TextField("Next"))
    focused(qtbot, field)
    line = field.focusProxy()
    qtbot.keyClicks(line, "pilot,")
    qtbot.keyClicks(line, "ima")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert [(each.text, each.data) for each in field.value()] == [("pilot", None), ("imaging", 9)]
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert [each.text for each in field.value()] == ["pilot"]
    chip = next(each for each in field.findChildren(ChipButton) if each.isVisible())
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert field.value() == []


def test_a_value_is_not_added_twice(qtbot: QtBot) -> None:
    field = ChipsField("Tags", find)
    shown(qtbot, field)
    focused(qtbot, field)
    qtbot.keyClicks(field.focusProxy(), "pilot,PILOT,")
    assert [each.text for each in field.value()] == ["pilot"]


def test_a_closed_list_refuses_what_is_not_in_it(qtbot: QtBot) -> None:
    field = ChipsField("Themes", find, only_known=True)
    shown(qtbot, field)
    focused(qtbot, field)
    qtbot.keyClicks(field.focusProxy(), "nonsense,")
    assert field.value() == []
    assert field.problem()


def two_of_a_name(text: str) -> list[Choice]:
    return [Choice("Jane Roe", data=1), Choice("Jane Roe", data=2)] if "jane roe".startswith(text.casefold()) else []


def test_of_two_of_one_name_typing_it_takes_neither_and_both_can_be_taken_from_the_list(qtbot: QtBot) -> None:
    field = ChipsField("People", two_of_a_name, only_known=True)
    shown(qtbot, field)
    focused(qtbot, field)
    line = field.focusProxy()
    qtbot.keyClicks(line, "Jane Roe")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert field.value() == []
    assert "Several" in field.problem()
    for number in (1, 2):
        qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(line, "Jane")
        qtbot.keyClick(line, Qt.Key.Key_Tab)
        assert [each.data for each in field.value()] == list(range(1, number + 1))
    assert field.problem() == ""


@pytest.fixture
def fact(qtbot: QtBot) -> FieldRow:
    row = FieldRow("Phone", TextField)
    row.set_value("01632 960001")
    shown(qtbot, row, TextField("Next"))
    focused(qtbot, row)
    return row


def test_a_fact_is_edited_with_enter_and_saved_with_enter(qtbot: QtBot, fact: FieldRow) -> None:
    qtbot.keyClick(fact.focusProxy(), Qt.Key.Key_Return)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "01632 960002")
    with qtbot.waitSignal(fact.committed) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["01632 960002"]
    assert not fact.is_editing()
    assert fact.focusProxy().accessibleName() == "Phone: 01632 960002"


def test_escape_leaves_a_fact_as_it_was(qtbot: QtBot, fact: FieldRow) -> None:
    with qtbot.assertNotEmitted(fact.committed):
        fact.edit()
        qtbot.keyClicks(QApplication.focusWidget(), "nonsense")
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert fact.value() == "01632 960001"
    assert fact.focusProxy().hasFocus()


def test_leaving_a_fact_saves_it(qtbot: QtBot, fact: FieldRow) -> None:
    fact.edit()
    qtbot.keyClicks(QApplication.focusWidget(), "01632 960003")
    with qtbot.waitSignal(fact.committed) as heard:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert heard.args == ["01632 960003"]


def test_a_fact_that_was_refused_keeps_what_was_typed(qtbot: QtBot, fact: FieldRow) -> None:
    def refuse(_value: object) -> None:
        fact.set_error("This number is too short. Nothing was saved.")

    fact.committed.connect(refuse)
    fact.edit()
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "01")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert fact.is_editing()
    assert field.text() == "01"
    assert fact.value() == "01632 960001"


def test_a_fact_left_unchanged_saves_nothing(qtbot: QtBot, fact: FieldRow) -> None:
    with qtbot.assertNotEmitted(fact.committed):
        fact.edit()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not fact.is_editing()


def test_a_fact_without_a_field_takes_no_keyboard(qtbot: QtBot) -> None:
    row = FieldRow("Last contact")
    shown(qtbot, row)
    row.edit()
    assert not row.is_editing()
    assert row.focusProxy().focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    made.add("name", "Name", TextField(), required=True)
    made.add("due", "Due", DateField("Due", day_of, written), half=True)
    made.add("tick", "", CheckField("Newsletter"), half=True)
    shown(qtbot, made)
    return made


def test_a_form_is_saved_with_control_and_enter(qtbot: QtBot, form: Form) -> None:
    form.focus_first()
    qtbot.keyClicks(form.field("name"), "Jane Roe")
    with qtbot.waitSignal(form.submitted) as heard:
        qtbot.keyClick(form.field("name"), Qt.Key.Key_Return, CONTROL)
    assert heard.args == [{"name": "Jane Roe", "due": None, "tick": False}]


def test_a_form_says_what_is_wrong_where_it_is_wrong(qtbot: QtBot, form: Form) -> None:
    form.set_values({"name": "Jane Roe"})
    qtbot.keyClicks(form.field("due"), "31/2")
    with qtbot.assertNotEmitted(form.submitted):
        form.submit()
    assert form.errors() == {"due": "“31/2” is not a day."}
    qtbot.waitUntil(form.field("due").hasFocus)
    qtbot.keyClick(form.field("due"), Qt.Key.Key_Backspace)
    assert form.errors() == {}


def test_a_needed_field_is_asked_for_by_name(form: Form) -> None:
    form.submit()
    assert form.errors() == {"name": "Name is needed."}


def test_a_failed_save_keeps_what_was_typed(qtbot: QtBot, form: Form) -> None:
    qtbot.keyClicks(form.field("name"), "Jane Roe")
    form.set_problem("The disk is full. Your change is still in the form.")
    assert form.values()["name"] == "Jane Roe"


def test_escape_leaves_without_clearing(qtbot: QtBot, form: Form) -> None:
    qtbot.keyClicks(form.field("name"), "Jane")
    with qtbot.waitSignal(form.left):
        qtbot.keyClick(form.field("name"), Qt.Key.Key_Escape)
    assert form.values()["name"] == "Jane"


def test_every_field_has_a_name_for_the_reader(form: Form) -> None:
    assert [form.field(key).accessibleName() for key in ("name", "due")] == ["Name", "Due"]


def test_a_fact_that_goes_while_its_field_is_left_is_not_kept_for_ever(qtbot: QtBot) -> None:
    page, row = QWidget(), FieldRow("Phone", TextField)
    QVBoxLayout(page).addWidget(row)
    shown(qtbot, page)
    row.edit()
    gone = weakref.ref(row)
    row.focusProxy().window().setFocus()
    del row
    shiboken6.delete(page)
    gc.collect()
    assert gone() is None
