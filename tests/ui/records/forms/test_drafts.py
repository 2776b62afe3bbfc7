"""Cancel throws away what was typed into a form; Esc, closing, another page and a crash keep it, and it is offered."""

import importlib
import pkgutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget

import ui
from crm.contacts import ContactDraft
from crm.followups import FollowUpDraft
from tests.ui.records.forms.catalogue import FORMS
from tests.ui.records.forms.hands import click, drafts, leave, opened, save, type_into, use
from tests.ui.stage import ALT, CONTROL, Stage
from ui.exporting.panel import ExportPanel
from ui.kit.buttons import Button
from ui.records import draft_autosave
from ui.records.kept_form import KeptForm, PageForm

KEY = Qt.Key
# Some forms in each window, one after the other: a window costs as much as several forms.
SOME = [tuple(FORMS)[number::4] for number in range(4)]
some_forms = pytest.mark.parametrize("names", SOME, ids=lambda names: f"{names[0]} and others")


def subclasses(kind: type[QWidget]) -> set[type[QWidget]]:
    return {kind, *(deeper for each in kind.__subclasses__() for deeper in subclasses(each))}


def test_every_form_is_in_the_catalogue(stage: Stage) -> None:
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    played: set[type[QWidget]] = set()
    for form in FORMS.values():
        form.open(stage)
        played |= {type(stage.top(KeptForm))}
        leave(stage)
    # Bases of others, those in pages (`test_in_pages`), and the export, whose choices are no work of anybody's.
    elsewhere = {KeptForm, ExportPanel, *subclasses(PageForm)}
    assert subclasses(KeptForm) - played - elsewhere <= {each.__base__ for each in played}


@some_forms
def test_cancel_throws_away_and_all_else_keeps_and_offers_it(stage: Stage, names: tuple[str, ...]) -> None:
    for name in names:
        _leave_in_every_way(stage, name)
        (draft,) = drafts(stage)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the card goes, before its draft does
        stage.workspace.drafts.discard(draft.key)
    type_into(stage, FORMS[names[-1]])
    stage.window.close()
    assert len(drafts(stage)) == 1


def _leave_in_every_way(stage: Stage, name: str) -> None:
    form = FORMS[name]
    card = opened(stage, form)
    before = card.form.kept()
    leave(stage)
    assert drafts(stage) == []  # nothing was typed

    card = type_into(stage, form)
    click(stage, card.form.cancel_button)
    assert stage.context.overlay.top() is None
    assert drafts(stage) == []

    typed = type_into(stage, form).form.kept()
    leave(stage)
    assert form.field in drafts(stage)[0].content

    card = opened(stage, form)
    assert card.form.kept() == before != typed
    assert card.draft_line.isVisible()
    did = "changed" if form.of_record or name == "what came of it" else "typed"
    assert f"You had {did} {card.form.label_of(form.field)}" in card.draft_line.said.text()
    use(stage)
    assert card.form.kept() == typed
    assert not card.draft_line.isVisible()
    stage.press(KEY.Key_1, modifier=ALT)  # another page
    assert stage.context.overlay.top() is None
    assert len(drafts(stage)) == 1

    card = opened(stage, form)
    stage.press(KEY.Key_D, modifier=ALT)
    assert not card.draft_line.isVisible()
    assert drafts(stage) == []

    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.write(form.typed)
    stage.window.keep_everything()  # as the window does when it closes
    assert stage.context.overlay.top() is None
    assert len(drafts(stage)) == 1


@pytest.mark.parametrize("name", ["new contact", "follow-up", "huddle", "themes", "file"])
def test_it_is_on_the_disk_soon_after_the_last_key(stage: Stage, name: str) -> None:
    type_into(stage, FORMS[name])
    assert draft_autosave.KEPT_AFTER <= 2000
    stage.qtbot.waitUntil(lambda: len(drafts(stage)) == 1)
    assert FORMS[name].field in drafts(stage)[0].content


def test_a_draft_is_gone_once_the_record_is_saved(stage: Stage) -> None:
    type_into(stage, FORMS["follow-up"])
    leave(stage)
    opened(stage, FORMS["follow-up"])
    use(stage)
    save(stage)
    assert stage.workspace.followups.get(1).row.title == "Send the slides"
    assert drafts(stage) == []


def test_an_abandoned_change_is_named_by_its_fields_and_is_not_on_the_page(stage: Stage) -> None:
    card = opened(stage, FORMS["follow-up"])
    card.form.field("priority").setFocus()
    stage.press(KEY.Key_Down)
    card.form.field("owed_by").setFocus()
    stage.press(KEY.Key_Down)
    leave(stage)
    assert opened(stage, FORMS["follow-up"]).draft_line.said.text() == (
        "You had changed Who owes it and Priority here and not saved."
    )
    row = stage.workspace.followups.get(1).row
    assert (row.owed_by, row.priority) == ("us", 0)


def test_the_line_is_used_by_tab_and_by_mouse_too(stage: Stage) -> None:
    type_into(stage, FORMS["follow-up"])
    leave(stage)
    card = opened(stage, FORMS["follow-up"])
    click(stage, card.draft_line.use)
    assert card.form.values()["title"] == "Send the slides"


def test_typing_beside_an_offer_loses_neither(stage: Stage) -> None:
    type_into(stage, FORMS["new contact"])
    leave(stage)
    card = opened(stage, FORMS["new contact"])
    stage.write("Tom Ash")
    leave(stage)
    card = opened(stage, FORMS["new contact"])
    use(stage)
    assert card.form.values()["name"] == "Tom Ash"
    assert card.draft_line.isVisible()
    use(stage)
    assert card.form.values()["name"] == "Ida Moss"


def test_somebody_else_who_is_saved_leaves_the_offer(stage: Stage) -> None:
    type_into(stage, FORMS["new contact"])
    leave(stage)
    opened(stage, FORMS["new contact"])
    stage.write("Tom Ash")
    save(stage)
    assert [row.name for row in stage.workspace.contacts.page()].count("Tom Ash") == 1
    assert [draft.content["name"] for draft in drafts(stage)] == ["Ida Moss"]


def test_a_tag_half_typed_is_kept(stage: Stage) -> None:
    card = type_into(stage, FORMS["themes"])
    leave(stage)
    card = opened(stage, FORMS["themes"])
    use(stage)
    assert card.form.field("add").kept() == [{"typed": "diag"}]


def test_what_is_refused_is_kept_at_once(stage: Stage) -> None:
    stage.context.navigator.open("new_need")
    stage.write("Three wards")
    save(stage)
    assert [draft.content["title"] for draft in drafts(stage)] == ["Three wards"]


def test_a_draft_of_a_record_that_is_stored_by_now_is_not_offered(stage: Stage) -> None:
    type_into(stage, FORMS["follow-up"])
    leave(stage)
    stage.workspace.followups.edit(1, FollowUpDraft("Send the slides", contact_id=1))
    assert not opened(stage, FORMS["follow-up"]).draft_line.isVisible()


def test_a_draft_of_an_earlier_version_is_offered_too(stage: Stage) -> None:
    stage.workspace.drafts.save(
        "new_need",
        {
            "title": "Two wards",
            "category": "clinical site",
            "maturity_from": 4,
            "expiry": "someday",
            "themes": ["Diagnostics"],
            "organisation": ["Frost and Daughters", None],
            "person": ["Jane Roe", 1],
        },
    )
    stage.context.navigator.open("new_need")
    use(stage)
    values = stage.top(KeptForm).form.values()
    assert (values["title"], values["maturity_from"], values["person"].data) == ("Two wards", 4, 1)
    assert [each.text for each in values["themes"]] == ["Diagnostics"]
    assert stage.top(KeptForm).form.field("expiry").text() == "someday"


def test_the_start_offers_the_way_back_to_a_form(stage: Stage) -> None:
    bob = stage.workspace.contacts.create(ContactDraft("Bob", "Kay"))
    stage.context.navigator.open("follow_up", contact=bob)
    stage.write("Ring")
    leave(stage)
    stage.window._housekeeping._offer_draft()
    button = stage.context.toasts.button()
    assert button is not None
    click(stage, button)
    assert stage.top(KeptForm).draft_line.isVisible()
    assert stage.top(KeptForm).form.values()["about"].data == ("contact", bob)


def test_the_log_is_thrown_away_by_cancel_alone(stage: Stage) -> None:
    for pressed, left in ((False, 1), (True, 0)):
        stage.press(KEY.Key_L, modifier=CONTROL)
        stage.write("Met Jane Roe re wards")
        if pressed:
            top = stage.context.overlay.top()
            assert top is not None
            click(stage, next(each for each in top.findChildren(Button) if each.text() == "Cancel"))
        else:
            leave(stage)
        assert stage.context.overlay.top() is None
        assert len(drafts(stage)) == left
