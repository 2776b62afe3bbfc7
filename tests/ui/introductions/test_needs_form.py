"""The form of a need or an offer: everything it holds, what it refuses, and the draft that survives."""

from datetime import date

from PySide6.QtCore import Qt

from crm import clock
from crm.needs import NeedDraft
from crm.workspace import Workspace
from tests.ui.stage import ALT, CONTROL, Stage
from ui.introductions.needs_form import NeedForm, NewNeedPanel, NewOfferPanel
from ui.kit.chips_field import Picked
from ui.shell.palette.sources import Sources

KEY = Qt.Key


def jane(workspace: Workspace) -> int:
    return int(workspace.store.value("SELECT id FROM contact WHERE family_name = 'Roe'"))


def themes(workspace: Workspace) -> list[str]:
    return [term.name for term in workspace.vocabularies.terms("theme")]


def save(stage: Stage) -> None:
    stage.press(KEY.Key_Return, modifier=CONTROL)


def test_a_need_is_noted_with_all_it_holds(stage: Stage, workspace: Workspace) -> None:
    stage.context.navigator.open("new_need")
    form = stage.top(NewNeedPanel).form
    stage.write("Two wards")
    form.field("person").set_value(Picked("Jane Roe", jane(workspace)))
    form.field("themes").set_value(themes(workspace)[:2])
    form.set_values({"category": "clinical site", "maturity_from": 4, "maturity_to": 7, "place": 3})
    form.field("expiry").setText(f"31/12/{clock.today().year}")
    form.set_values({"confidential": True, "notes": "Falls, nights"})
    save(stage)
    (row,) = workspace.needs.rows("need")
    assert row.draft() == NeedDraft(
        "need",
        "clinical site",
        "Two wards",
        jane(workspace),
        None,
        "Falls, nights",
        tuple(themes(workspace)[:2]),
        3,
        4,
        7,
        date(clock.today().year, 12, 31),
        confidential=True,
    )
    assert stage.toast() == "Need added: “Two wards”"


def test_an_offer_of_a_new_organisation_makes_it_and_one_undo_takes_both_back(
    stage: Stage, workspace: Workspace
) -> None:
    before = workspace.organisations.count()
    stage.context.navigator.open("new_offer")
    stage.write("A cold store")
    stage.top(NewOfferPanel).form.field("organisation").setText("Frost and Daughters")
    save(stage)
    (row,) = workspace.needs.rows("offer")
    assert (row.title, row.organisation) == ("A cold store", "Frost and Daughters")
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert workspace.needs.rows() == []
    assert workspace.organisations.count() == before


def test_a_need_of_nobody_is_refused_at_its_field_and_stays_as_typed(stage: Stage, workspace: Workspace) -> None:
    stage.context.navigator.open("new_need")
    stage.write("Two wards")
    save(stage)
    form = stage.top(NewNeedPanel).form
    assert form.errors() == {"organisation": "Say whose need it is: a person, an organisation or both."}
    assert form.field("title").text() == "Two wards"
    assert workspace.needs.rows() == []


def test_a_maturity_that_ends_before_it_begins_is_refused(stage: Stage, workspace: Workspace) -> None:
    stage.context.navigator.open("new_need", contact=jane(workspace))
    stage.write("Two wards")
    form = stage.top(NewNeedPanel).form
    form.set_values({"maturity_from": 7, "maturity_to": 4})
    save(stage)
    assert list(form.errors()) == ["maturity_from"]


def test_opened_for_a_person_the_form_names_them(stage: Stage, workspace: Workspace) -> None:
    stage.context.navigator.open("new_need", contact=jane(workspace))
    assert stage.top(NewNeedPanel).form.field("person").chosen_id() == jane(workspace)


def test_what_is_typed_survives_esc_and_goes_when_it_is_saved(stage: Stage, workspace: Workspace) -> None:
    stage.context.navigator.open("new_need")
    stage.write("Two wards")
    form = stage.top(NewNeedPanel).form
    form.field("person").set_value(Picked("Jane Roe", jane(workspace)))
    form.field("themes").set_value(themes(workspace)[:1])
    form.field("expiry").setText("someday")
    stage.press(KEY.Key_Escape)
    assert stage.context.overlay.top() is None
    stage.context.navigator.open("new_need")
    form = stage.top(NewNeedPanel).form
    stage.press(KEY.Key_U, modifier=ALT)
    assert form.field("title").text() == "Two wards"
    assert form.field("person").chosen_id() == jane(workspace)
    assert [each.text for each in form.field("themes").value()] == themes(workspace)[:1]
    assert form.field("expiry").text() == "someday"
    form.field("expiry").clear()
    save(stage)
    stage.context.navigator.open("new_need")
    assert stage.top(NewNeedPanel).form.field("title").text() == ""


def test_a_need_and_an_offer_keep_drafts_of_their_own(stage: Stage) -> None:
    stage.context.navigator.open("new_need")
    stage.write("Two wards")
    stage.press(KEY.Key_Escape)
    stage.context.navigator.open("new_offer")
    assert stage.top(NewOfferPanel).form.field("title").text() == ""


def test_editing_shows_what_it_holds_and_saved_unchanged_changes_nothing(stage: Stage, workspace: Workspace) -> None:
    made = workspace.needs.add(
        NeedDraft("offer", "data", "An archive", jane(workspace), themes=(themes(workspace)[1],), maturity_to=5)
    )
    row = workspace.needs.get(made)
    NeedForm(stage.context, "offer", row).show_over()
    save(stage)
    assert stage.toast() == "Changed: “An archive”"
    assert workspace.needs.get(made).draft() == row.draft()


def test_the_palette_lists_both_forms(stage: Stage, workspace: Workspace) -> None:
    sources = Sources(workspace, stage.context.actions, ())
    assert "New need" in [row.title for row in sources.answer("new need")]
    assert "New offer" in [row.title for row in sources.answer("new offer")]
