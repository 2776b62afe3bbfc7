"""Who can introduce us: from the page of a person, with the evidence of every hop and a step to take."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crm import clock
from crm.interactions import InteractionDraft, Party
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.contacts.detail import ContactPage
from ui.followups.editor import FollowUpPanel
from ui.introductions.editor import IntroductionForm, RelationForm
from ui.introductions.paths import PathsPanel

KEY = Qt.Key


def person(stage: Stage, name: str) -> int:
    return next(each.id for each in stage.workspace.contacts.page(limit=20) if each.name == name)


def meet(stage: Stage, *names: str) -> None:
    parties = tuple(Party(person(stage, name)) for name in names)
    stage.workspace.interactions.log(InteractionDraft(clock.today() - timedelta(days=3), parties=parties))


def open_paths(stage: Stage, name: str) -> PathsPanel:
    """Open the panel from the page of a person, by its key, and let the worker come to its end."""
    stage.context.navigator.open("contact", person(stage, name))
    stage.press(KEY.Key_I, modifier=CONTROL | SHIFT)
    panel = stage.top(PathsPanel)
    stage.qtbot.waitUntil(lambda: bool(panel.rows) or panel.states.showing() == "empty")
    return panel


def lines(panel: PathsPanel, row: int = 0) -> list[str]:
    return [label.text() for label in panel.rows[row].findChildren(QLabel) if "→" in label.text()]


@pytest.fixture
def known(stage: Stage) -> Stage:
    """We met Rhys, who works where Obi works since 2019."""
    meet(stage, "Rhys Davies")
    return stage


def test_each_hop_of_a_path_says_what_it_rests_on(known: Stage) -> None:
    panel = open_paths(known, "Obi Cole")
    assert len(panel.rows) == 1
    ours, theirs = lines(panel)
    assert ours == "We → Rhys Davies: last in touch 3 days ago · 1 interaction in two years"
    assert theirs.startswith("Rhys Davies → Obi Cole: both at Mersey Reach Trust since 2019")


def test_enter_plans_to_ask_the_one_between(known: Stage) -> None:
    panel = open_paths(known, "Obi Cole")
    known.qtbot.waitUntil(lambda: panel.rows[0].act.hasFocus())
    known.press(KEY.Key_Return)
    form = known.top(FollowUpPanel).form
    assert form.field("title").text() == "Ask Rhys Davies to introduce us to Obi Cole"
    known.press(KEY.Key_Return, modifier=CONTROL)
    made = known.workspace.followups.of("contact", person(known, "Rhys Davies"))
    assert "Ask Rhys Davies to introduce us to Obi Cole" in [each.title for each in made]


def test_somebody_we_know_ourselves_is_followed_up(known: Stage) -> None:
    panel = open_paths(known, "Rhys Davies")
    assert next(label.text() for label in panel.rows[0].findChildren(QLabel)) == "We know Rhys Davies"
    panel.rows[0].act.setFocus()
    known.press(KEY.Key_Space)
    assert known.top(FollowUpPanel).form.field("title").text() == ""


def test_without_a_path_it_asks_who_knows_them_and_shows_what_one_says(stage: Stage) -> None:
    meet(stage, "Jane Roe")
    panel = open_paths(stage, "Obi Cole")
    assert panel.states.showing() == "empty"
    stage.qtbot.waitUntil(panel.tell.hasFocus)
    stage.press(KEY.Key_Space)
    form = stage.top(RelationForm).form
    stage.write("Jane")
    stage.press(KEY.Key_Return)
    form.field("kind").set_value("knows well")
    form.field("note").setText("wrote a paper together")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    assert stage.context.overlay.top() is panel
    stage.qtbot.waitUntil(lambda: len(panel.rows) == 1)
    assert lines(panel)[1] == "Jane Roe → Obi Cole: knows them well, as we were told: wrote a paper together"


def test_escape_closes_it_while_it_is_still_reading(known: Stage) -> None:
    known.context.navigator.open("contact", person(known, "Obi Cole"))
    known.press(KEY.Key_I, modifier=CONTROL | SHIFT)
    known.press(KEY.Key_Escape)
    assert known.context.overlay.top() is None
    known.qtbot.waitUntil(lambda: not known.context.tasks.busy())
    assert known.page(ContactPage).isVisible()


def test_introduce_opens_the_form_with_the_person_as_first_party(stage: Stage) -> None:
    stage.context.navigator.open("contact", person(stage, "Obi Cole"))
    stage.press(KEY.Key_I, modifier=CONTROL)
    assert [each.text for each in stage.top(IntroductionForm).parties.value()] == ["Obi Cole"]
    stage.write("Zo")
    stage.press(KEY.Key_Return, KEY.Key_Tab)
    stage.write("Both measure breath")
    stage.press(KEY.Key_Return, modifier=CONTROL)
    newest = max(stage.workspace.introductions.rows(), key=lambda row: row.id)
    assert (newest.who, newest.reason) == ("Obi Cole and Zoë Moss", "Both measure breath")


def test_the_page_of_an_organisation_shows_the_way_to_whoever_is_there(stage: Stage) -> None:
    meet(stage, "Jane Roe")
    acme = stage.workspace.organisations.named("Mersey Reach Trust")
    assert acme is not None
    stage.context.navigator.open("organisation", acme[0])
    stage.press(KEY.Key_I, modifier=CONTROL | SHIFT)
    panel = stage.top(PathsPanel)
    stage.qtbot.waitUntil(lambda: bool(panel.rows))
    assert lines(panel)[1].startswith("Jane Roe → Rhys Davies: introduced by us on")
    assert not panel.tell.isVisible()
    panel.rows[0].act.setFocus()
    stage.press(KEY.Key_Return)
    assert stage.top(FollowUpPanel).form.field("title").text() == "Ask Jane Roe to introduce us to Rhys Davies"
