"""The opportunities of an organisation and of a person, on their pages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft
from crm.followups import FollowUpDraft
from crm.opportunities import OpportunityDraft, OpportunityFilter, PartyDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.contacts.detail import ContactPage
from ui.kit import motion
from ui.organisations.detail import OrganisationPage
from ui.pipeline.detail import OpportunityPage
from ui.pipeline.page import PipelinePage
from ui.records.opportunities_card import OpportunitiesCard
from ui.shell.navigator import Place

ACME, CALDER, JANE = 1, 2, 1


def write(made: Workspace) -> None:
    """Acme Imaging with Jane Roe takes part in a pilot whose next step is late, and in one that was lost."""
    for name in ("Acme Imaging", "Calder Sensors"):
        made.organisations.create(OrganisationDraft(name))
    made.contacts.create(ContactDraft("Jane", "Roe", organisation_id=ACME))
    stages = {stage.name: stage.id for stage in made.pipelines.get(None).stages}
    lead = PartyDraft("lead", ACME, JANE)
    made.opportunities.create(OpportunityDraft("Sensor kit", parties=(PartyDraft("lead", CALDER),)))
    lost = made.opportunities.create(OpportunityDraft("Robot trial", parties=(lead,)))
    made.opportunities.move(lost, stages["Lost"])
    pilot = made.opportunities.create(OpportunityDraft("Imaging pilot", value_pence=180_000_00, parties=(lead,)))
    late = clock.today() - timedelta(days=6)
    made.followups.add(FollowUpDraft("Send the protocol", late, opportunity_id=pilot))


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("organisation", ACME))
    stage.window.resize(1500, 900)
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def card(stage: Stage) -> OpportunitiesCard:
    return stage.page(OrganisationPage).aside.opportunities


def told(shown: OpportunitiesCard) -> list[tuple[str, str, str]]:
    return [(row.title, row.detail, row.note) for row in shown.list.rows()]


SAID = [("Imaging pilot", "Idea · 6 days overdue", "£180k"), ("Robot trial", "Lost", "")]


def test_an_organisation_shows_its_opportunities_the_open_ones_first(stage: Stage) -> None:
    assert told(card(stage)) == SAID


def test_a_person_shows_them_too(stage: Stage) -> None:
    stage.context.navigator.open("contact", JANE)
    assert told(stage.page(ContactPage).opportunities) == SAID


def test_without_any_there_is_no_card(stage: Stage) -> None:
    assert card(stage).isVisible()
    stage.context.navigator.open("organisation", 3 - ACME)
    assert [title for title, _, _ in told(card(stage))] == ["Sensor kit"]
    stage.workspace.trash.put("opportunity", [1])
    stage.qtbot.waitUntil(lambda: not card(stage).isVisible())


def test_enter_opens_one(stage: Stage) -> None:
    card(stage).list.setFocus()
    stage.press(Qt.Key.Key_Return)
    assert stage.page(OpportunityPage).title() == "Imaging pilot"


def test_a_move_made_elsewhere_is_shown_at_once(stage: Stage) -> None:
    exploring = stage.workspace.pipelines.get(None).stages[1].id
    stage.workspace.opportunities.move(3, exploring)
    stage.qtbot.waitUntil(lambda: told(card(stage))[0][1] == "Exploring · 6 days overdue")


def see_all(stage: Stage) -> PipelinePage:
    card(stage).all.setFocus()
    stage.press(Qt.Key.Key_Space)
    return stage.page(PipelinePage)


def titles(page: PipelinePage) -> list[str]:
    return [row.title for row in page.rows]


def test_see_all_shows_the_pipeline_with_theirs_alone_and_delete_on_the_chip_shows_everybodys(stage: Stage) -> None:
    page = see_all(stage)
    assert titles(page) == ["Imaging pilot", "Robot trial"]
    assert page.filters.party.text() == "With Acme Imaging"
    page.filters.party.setFocus()
    stage.press(Qt.Key.Key_Delete)
    stage.qtbot.waitUntil(lambda: "Sensor kit" in titles(page))
    assert not page.filters.party.isVisible()


def test_the_pipeline_opened_from_the_side_bar_is_everybodys_again(stage: Stage) -> None:
    page = see_all(stage)
    stage.context.navigator.open("pipeline")
    assert "Sensor kit" in titles(page)


@pytest.mark.parametrize("of", [{"organisation_id": ACME}, {"contact_id": JANE}])
def test_a_filter_by_party_finds_theirs_alone(workspace: Workspace, of: dict[str, int]) -> None:
    found = workspace.opportunities.rows(OpportunityFilter(**of))  # type: ignore[arg-type]
    assert {row.title for row in found} == {"Imaging pilot", "Robot trial"}
