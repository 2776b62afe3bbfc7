"""A window on the follow-ups page over a small network of invented people."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft
from crm.followups import FollowUpDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.kit import motion


def write_nothing(workspace: Workspace) -> None:
    """An empty file."""


def write(workspace: Workspace) -> None:
    """Jane Roe at Acme Imaging, with one follow-up in each group."""
    today = clock.today()
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))
    for title, days, owed_by, snoozed in (
        ("Send the template", -3, "us", None),
        ("Ask about scans", -1, "us", None),
        ("Call about the pilot", 0, "us", None),
        ("Share the funding call", 3, "us", None),
        ("Plan the visit", 30, "us", None),
        ("Protocol draft", 5, "them", None),
        ("Review the case study", 1, "us", 9),
    ):
        workspace.followups.add(
            FollowUpDraft(
                title,
                today + timedelta(days=days),
                owed_by=owed_by,
                contact_id=jane,
                snoozed_until=today + timedelta(days=snoozed) if snoozed else None,
            )
        )


def _staged(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace)
    yield stage
    stage.window.close()
    motion.set_reduced(False)


@pytest.fixture
def empty_stage(qtbot: QtBot, written: Written[None]) -> Iterator[Stage]:
    yield from _staged(qtbot, written(write_nothing)[0])


@pytest.fixture
def stage(qtbot: QtBot, written: Written[None]) -> Iterator[Stage]:
    for stage in _staged(qtbot, written(write)[0]):
        qtbot.waitUntil(lambda stage=stage: "2 overdue" in stage.page(_page()).subtitle())
        stage.page(_page()).focus_content()
        yield stage


def _page() -> type:
    from ui.followups.page import FollowUpsPage  # deferred: the window makes its pages when they are first shown

    return FollowUpsPage
