"""The form of an introduction: people by name, somebody new, a draft that stays."""

from PySide6.QtCore import Qt

from crm.introductions import IntroductionRow
from tests.ui.introductions.conftest import FRESH, MADE
from tests.ui.stage import ALT, CONTROL, Stage
from ui.introductions.editor import IntroductionForm
from ui.introductions.page import IntroductionsPage

KEY = Qt.Key


def newest(stage: Stage) -> IntroductionRow:
    return max(stage.workspace.introductions.rows(), key=lambda row: row.id)


def person(stage: Stage, name: str) -> int:
    return next(each.id for each in stage.workspace.contacts.page(limit=20) if each.name == name)


def test_two_people_are_introduced_by_keys_alone(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Jane")
    stage.press(KEY.Key_Return)
    stage.write("Obi")
    stage.press(KEY.Key_Return, KEY.Key_Tab)
    stage.write("A ward for the pilot")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    row = newest(stage)
    assert (row.who, row.reason) == ("Jane Roe and Obi Cole", "A ward for the pilot")
    current = stage.page(IntroductionsPage).ledger.current()
    assert current is not None
    assert current.id == row.id


def test_people_are_found_by_their_organisation(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    found = stage.top(IntroductionForm).parties.suggest("Pennine")
    assert [each.title for each in found] == ["Zoë Moss", "Pennine"]


def test_somebody_new_is_made_with_the_introduction_and_undone_with_it(stage: Stage) -> None:
    people = stage.workspace.contacts.count()
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Jane")
    stage.press(KEY.Key_Return)
    stage.write("Ida Quill")
    stage.press(KEY.Key_Return, KEY.Key_Tab)
    stage.write("They share a question")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert newest(stage).who == "Jane Roe and Ida Quill"
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert stage.workspace.contacts.count() == people
    assert len(stage.workspace.introductions.rows()) == 3


def test_one_person_alone_is_refused_at_the_field_and_nothing_is_written(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Jane")
    stage.press(KEY.Key_Return, KEY.Key_Tab)
    stage.write("A reason")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert stage.top(IntroductionForm).form.errors() == {"parties": "An introduction needs at least two people."}
    assert len(stage.workspace.introductions.rows()) == 3


def test_what_was_typed_survives_escape(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Jane")
    stage.press(KEY.Key_Return, KEY.Key_Tab)
    stage.write("Half a thought")
    stage.press(KEY.Key_Escape)
    stage.press(KEY.Key_N, modifier=CONTROL)
    form = stage.top(IntroductionForm)
    stage.press(KEY.Key_U, modifier=ALT)
    assert form.form.field("reason").text() == "Half a thought"
    assert [(each.text, each.data) for each in form.parties.value()] == [("Jane Roe", person(stage, "Jane Roe"))]


def test_an_edit_keeps_what_the_parties_who_stay_have_said(stage: Stage) -> None:
    row = next(each for each in stage.workspace.introductions.rows() if each.reason == MADE)
    stage.context.navigator.open("new_introduction", row.id)
    stage.write("Moss")
    stage.press(KEY.Key_Return, KEY.Key_Tab, KEY.Key_End)
    stage.write(" at home")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    held = stage.workspace.introductions.get(row.id)
    assert held.reason == f"{MADE} at home"
    assert [(each.contact, each.consent) for each in held.parties] == [
        ("Jane Roe", "yes"),
        ("Rhys Davies", "yes"),
        ("Zoë Moss", ""),
    ]


def test_e_opens_the_form_of_the_current_introduction(stage: Stage) -> None:
    ledger = stage.page(IntroductionsPage).ledger
    row = ledger.current()
    assert row is not None
    assert row.reason == FRESH
    stage.press(KEY.Key_E)
    assert stage.top(IntroductionForm).form.field("reason").text() == FRESH
