"""Whoever saves second sees what was saved meanwhile, and chooses: nothing is overwritten unseen, nothing is lost."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from crm.followups import FollowUpDraft
from tests.ui.records.forms.catalogue import RECORDS
from tests.ui.records.forms.hands import click, drafts, leave, opened, save, type_into, use
from tests.ui.stage import CONTROL, Stage
from ui.kit.buttons import Button
from ui.kit.edit_conflict import settle
from ui.records.kept_form import KeptForm

KEY = Qt.Key


def theirs(card: KeptForm) -> Button:
    """The button that leaves the value as it was changed elsewhere."""
    return next(each for each in card.form.findChildren(Button) if "leave it" in each.accessibleName())


@pytest.mark.parametrize("name", RECORDS)
def test_the_second_to_save_sees_both_and_chooses(stage: Stage, name: str) -> None:
    form = RECORDS[name]
    assert form.change is not None
    assert form.stored is not None
    # A draft that was left, of a record that was changed since: offered, and told.
    type_into(stage, form)
    leave(stage)
    card = type_into(stage, form)
    leave(stage)
    card = opened(stage, form)
    use(stage)
    form.change(stage.workspace, form.other)
    save(stage)
    assert form.stored(stage.workspace) == form.other
    assert stage.top(KeptForm) is card
    words, kept = card.form.words()[form.field], card.form.kept()[form.field]
    assert "was changed meanwhile" in card.form.errors()[form.field]
    assert drafts(stage) != []

    click(stage, theirs(card))
    assert card.form.words()[form.field] != words
    card.form.restore({form.field: kept})  # no: ours after all
    card.form.field(form.field).setFocus()
    save(stage)
    if name == "introduced on":  # of which there is one day alone
        assert "already" in card.form.errors()[form.field]
        return
    assert form.stored(stage.workspace) != form.other
    assert drafts(stage) == []


@pytest.mark.parametrize("name", ["follow-up", "interaction", "pitch", "stage"])
def test_what_was_changed_since_is_told_where_a_draft_is_offered(stage: Stage, name: str) -> None:
    form = RECORDS[name]
    type_into(stage, form)
    leave(stage)
    assert form.change is not None
    form.change(stage.workspace, form.other)
    card = opened(stage, form)
    assert f"The record was changed since: {card.form.label_of(form.field)} is “{form.other}” now." in (
        card.draft_line.said.text()
    )
    use(stage)
    assert card.form.field(form.field).kept() != form.other


def test_their_version_is_left_by_keys(stage: Stage) -> None:
    card = type_into(stage, RECORDS["follow-up"])
    stage.workspace.followups.edit(1, FollowUpDraft("Send the report", contact_id=1))
    save(stage)
    stage.press(KEY.Key_Tab)
    assert stage.focus() is theirs(card)
    stage.press(KEY.Key_Space)
    assert card.form.values()["title"] == "Send the report"
    save(stage)
    assert stage.context.overlay.top() is None
    assert stage.workspace.followups.get(1).row.title == "Send the report"


def test_what_was_changed_elsewhere_alone_is_kept_with_what_was_changed_here(stage: Stage) -> None:
    type_into(stage, RECORDS["follow-up"])
    stage.workspace.followups.edit(1, FollowUpDraft("Send the minutes", contact_id=1, notes="By post", priority=1))
    save(stage)
    after = stage.workspace.followups.get(1)
    assert (after.row.title, after.notes, after.row.priority) == ("Send the slides", "By post", 1)


def test_a_record_that_is_gone_is_told_and_what_was_typed_stays(stage: Stage) -> None:
    card = type_into(stage, RECORDS["hand"])
    stage.workspace.hands.lower(1)
    save(stage)
    assert stage.top(KeptForm) is card
    assert card.form.values()["note"] == "Fridays"


@pytest.mark.parametrize(
    ("stored", "typed", "settled", "disputed"),
    [
        ("a", "b", "b", ()),
        ("c", "a", "c", ()),
        ("c", "c", "c", ()),
        ("c", "b", "b", ("x",)),
        ("a", "a", "a", ()),
    ],
)
def test_a_dispute_is_a_field_changed_on_both_sides(
    stored: Any, typed: Any, settled: Any, disputed: tuple[str, ...]
) -> None:
    assert settle({"x": "a"}, {"x": stored}, {"x": typed}) == ({"x": settled}, disputed)


@pytest.mark.parametrize(("kind", "key"), [("organisation", "town"), ("opportunity", "title")])
def test_a_fact_changed_meanwhile_is_told_where_it_stands(stage: Stage, kind: str, key: str) -> None:
    service: Any = {"organisation": stage.workspace.organisations, "opportunity": stage.workspace.opportunities}[kind]
    stage.context.navigator.open(kind, 1)
    page: Any = stage.window.host.current_page()
    row = (page.about if kind == "organisation" else page.facts).rows[key]
    row.edit()
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.write("Ours")
    service.edit(1, **{key: "Theirs"})
    stage.qtbot.waitUntil(lambda: row._stored == "Theirs")  # a real key waits for that by itself
    stage.press(KEY.Key_Return)
    assert "it is “Theirs” now" in row._error.text()
    assert "Theirs" in str(service.get(1))
    stage.press(KEY.Key_Return)
    assert "Ours" in str(service.get(1))


def test_esc_leaves_what_was_changed_meanwhile(stage: Stage) -> None:
    stage.context.navigator.open("organisation", 1)
    row = stage.window.host.current_page().about.rows["town"]  # type: ignore[union-attr]
    row.edit()
    stage.write("Ours")
    stage.workspace.organisations.edit(1, town="Theirs")
    stage.qtbot.waitUntil(lambda: row._stored == "Theirs")
    stage.press(KEY.Key_Escape)
    assert row.value() == "Theirs"
    assert stage.workspace.organisations.get(1).town == "Theirs"
