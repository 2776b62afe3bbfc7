"""What forms keep of what is typed: a draft in the shape it always had is shown again, and kept again as it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft
from crm.interactions import InteractionDraft, Party
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.ui.stage import CONTROL, Stage
from ui.kit import motion

ACME, JANE = 1, 1
KEPT: dict[str, tuple[str, dict[str, Any]]] = {
    "new_opportunity": (
        "new_opportunity",
        {
            "title": "Imaging pilot",
            "stage": 1,
            "currency": "EUR",
            "source": "pitch",
            "notes": "Two trusts",
            "value": "180k or so",
            "deadline": "someday",
            "expected_close": "",
            "lead": ["Acme Imaging", ACME],
            "person": None,
        },
    ),
    "new_need": (
        "new_need",
        {
            "title": "Two wards",
            "category": "clinical site",
            "place": 3,
            "maturity_from": 4,
            "maturity_to": None,
            "confidential": True,
            "notes": "Falls, nights",
            "expiry": "someday",
            "themes": ["Diagnostics"],
            "organisation": ["Frost and Daughters", None],
            "person": ["Jane Roe", JANE],
        },
    ),
    "new_introduction": (
        "introduction",
        {
            "reason": "A trial of the sensor",
            "source": "huddle",
            "notes": "They met once before",
            "parties": [["Jane Roe", JANE], ["Obi Cole", None]],
        },
    ),
    "plan_huddle": (
        "huddle",
        {
            "kind": "huddle",
            "format": "online",
            "series_id": None,
            "title": "Falls and frailty",
            "venue": "",
            "join_link": "https://meet.example/falls",
            "sub_region_id": 3,
            "time_zone": "UTC",
            "notes": "Bring a sensor",
            "number": "42",
            "day": "someday",
            "starts": "9",
            "ends": "",
            "capacity": "many",
            "pitch_slots": "4",
            "pitch_minutes": "",
            "pitches_after": "15",
            "host": ["Acme Imaging", ACME],
        },
    ),
    "follow_up": (
        "follow_up",
        {
            "title": "Send the protocol",
            "owed_by": "them",
            "repeat": "",
            "repeat_from": "completion",
            "priority": 1,
            "notes": "The second one",
            "due": "someday",
            "about": ["Jane Roe", ["contact", JANE]],
        },
    ),
    "interaction": (
        "interaction:1",
        {
            "kind": "call",
            "status": "planned",
            "direction": "in",
            "subject": "Scans",
            "place": "Site",
            "notes": "Two trusts",
        },
    ),
}
"""By panel: the key of its draft, and a draft that has each field of it."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An organisation, a person and a meeting with them."""
    made = Workspace.create(tmp_path / "network.desk")
    made.organisations.create(OrganisationDraft("Acme Imaging"))
    made.contacts.create(ContactDraft("Jane", "Roe"))
    made.interactions.log(InteractionDraft(clock.today(), parties=(Party(JANE),)))
    yield made
    made.close()


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def open_panel(stage: Stage, panel: str) -> None:
    if panel == "interaction":
        stage.context.navigator.open(panel, 1)
    else:
        stage.context.navigator.open(panel)


@pytest.mark.parametrize("panel", KEPT)
def test_a_draft_of_an_earlier_version_is_shown_and_kept_again_as_it_was(stage: Stage, panel: str) -> None:
    key, content = KEPT[panel]
    stage.workspace.drafts.save(key, content)
    open_panel(stage, panel)
    stage.press(Qt.Key.Key_Escape)
    assert stage.context.overlay.top() is None
    assert stage.workspace.drafts.load(key) == content


@pytest.mark.parametrize("panel", KEPT)
def test_a_form_in_which_nothing_was_typed_keeps_nothing(stage: Stage, panel: str) -> None:
    open_panel(stage, panel)
    stage.press(Qt.Key.Key_Escape)
    assert stage.context.overlay.top() is None
    assert stage.workspace.drafts.all() == []


def test_what_is_saved_leaves_no_draft(stage: Stage) -> None:
    stage.workspace.drafts.save("new_need", {"title": "Two wards", "person": ["Jane Roe", JANE]})
    open_panel(stage, "new_need")
    stage.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert [row.title for row in stage.workspace.needs.rows()] == ["Two wards"]
    assert stage.workspace.drafts.all() == []


def test_what_is_refused_is_kept_at_once(stage: Stage) -> None:
    open_panel(stage, "new_need")
    stage.write("Two wards")
    stage.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert stage.workspace.needs.rows() == []
    assert [draft.content["title"] for draft in stage.workspace.drafts.all()] == ["Two wards"]
