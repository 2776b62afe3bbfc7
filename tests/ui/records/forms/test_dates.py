"""What is no day and no time is told beside its field while it is typed, in every form, and is taken back as it is."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.records.forms.catalogue import FORMS
from tests.ui.records.forms.hands import opened
from tests.ui.stage import CONTROL, Stage
from ui.kit.fields import ParsedField

DAYS, TIMES = ("31/02", "30/2", "32 Jan"), ("25:00", "9:75")


def test_every_day_and_time_of_every_form_is_told_as_it_is_typed(stage: Stage) -> None:
    told = 0
    for name, form in FORMS.items():
        card = opened(stage, form)
        for key in card.form.values():
            field = card.form.field(key)
            if not isinstance(field, ParsedField) or not field.isVisible():
                continue
            is_time = "14:30" in field.placeholderText()
            wrong = TIMES if is_time else DAYS
            if not is_time and not any(word in field.placeholderText() for word in ("21/", "fri", "May", "31/12")):
                continue  # a number, or money
            text = wrong[told % len(wrong)]
            field.setFocus()
            stage.press(Qt.Key.Key_A, modifier=CONTROL)
            stage.write(text)
            stage.qtbot.waitUntil(lambda card=card, key=key: key in card.form.errors())
            assert text in card.form.errors()[key], (name, key)
            stage.press(Qt.Key.Key_A, modifier=CONTROL)
            stage.write("1/2/2024" if not is_time else "9:15")
            assert key not in card.form.errors(), (name, key)
            told += 1
        stage.context.overlay.close_all()
    assert told > 12


@pytest.mark.parametrize("text", DAYS)
def test_a_fact_that_is_no_day_is_told_where_it_stands(stage: Stage, text: str) -> None:
    stage.context.navigator.open("opportunity", 1)
    row = stage.window.host.current_page().facts.rows["deadline"]  # type: ignore[union-attr]
    row.edit()
    stage.write(text)
    stage.qtbot.waitUntil(row._error.isVisible)
    assert row._error.text() == f"There is no “{text}” in the calendar."


def test_the_first_letters_of_a_day_are_no_mistake_yet(stage: Stage) -> None:
    card = opened(stage, FORMS["follow-up"])
    card.form.field("due").setFocus()
    for letter in "31/12":
        stage.write(letter)
        assert card.form.errors() == {}
