"""Forms, rows of facts and tables show each field that is declared to be there, under its name, and nothing else."""

import pytest

from crm.fields import (
    FOLLOW_UP,
    HUDDLE,
    INTERACTION,
    INTRODUCTION,
    NEED_OFFER,
    OPPORTUNITY,
    Edited,
    Field,
    Fields,
)
from tests.ui.records.forms.catalogue import FORMS
from tests.ui.stage import Stage
from ui.kit.buttons import Button
from ui.kit.fields import ChoiceField
from ui.kit.form import Form
from ui.pipeline.facts import FactsCard
from ui.records.kept_form import KeptForm

DECLARED = {
    "interaction": INTERACTION,
    "follow-up": FOLLOW_UP,
    "huddle": HUDDLE,
    "introduction": INTRODUCTION,
    "need": NEED_OFFER,
    "new opportunity": OPPORTUNITY,
}
OTHERS = {
    "interaction": {"Stood for"},
    "new opportunity": {"Stage", "Lead organisation", "Person", "Where it came from"},
}
"""What a form asks for beside the fields that are edited there, or under another name."""


def form_of(stage: Stage, name: str) -> Form:
    FORMS[name].open(stage)
    return stage.top(KeptForm).form


def names_in(form: Form) -> set[str]:
    return {form.label_of(key) for key in form.values()}


@pytest.mark.parametrize("name", DECLARED)
def test_a_form_asks_for_each_declared_field_and_nothing_else(stage: Stage, name: str) -> None:
    asked, declared = names_in(form_of(stage, name)), set(DECLARED[name].edited_names.values())
    if name == "need":
        declared = declared - {"Confidential"} | {"Confidential: ask before sharing"}
    if name == "new opportunity":
        declared = declared - {OPPORTUNITY.edited_names["source"]}
    assert asked - OTHERS.get(name, set()) == declared


@pytest.mark.parametrize("name", DECLARED)
def test_a_choice_offers_every_word_its_field_may_hold(stage: Stage, name: str) -> None:
    form, fields = form_of(stage, name), DECLARED[name]
    choices = {key: field for key, field in _fields_of(form, fields).items() if field.choices}
    assert choices
    for key, field in choices.items():
        widget = form.field(key)
        assert isinstance(widget, ChoiceField)
        for word in field.choices:
            widget.set_value(word)
            assert widget.value() == word, f"{field.key}: {word}"


def _fields_of(form: Form, fields: Fields) -> dict[str, Field]:
    return {field.key: field for field, _ in fields.told("edited", Edited) if field.key in form.values()}


def test_the_page_of_an_opportunity_has_a_row_for_each_declared_field(stage: Stage) -> None:
    stage.context.navigator.open("opportunity", 1)
    (facts,) = stage.window.findChildren(FactsCard)
    spoken = {key: row.findChildren(Button)[0].accessibleName() for key, row in facts.rows.items()}
    names = OPPORTUNITY.edited_names
    assert spoken.keys() == names.keys()
    assert all(spoken[key].startswith(f"{name}: ") for key, name in names.items()), spoken
