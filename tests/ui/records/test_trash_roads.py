"""Every form that makes a person or an organisation of a typed name knows what is in the trash, and asks."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft, Email
from crm.huddles import HuddleDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import CONTROL, Stage
from ui.contacts.editor import NewContactPanel
from ui.huddles.check_in.page import CheckInPage
from ui.huddles.detail import HuddlePage
from ui.introductions.editor import IntroductionForm
from ui.kit import motion
from ui.organisations.detail import OrganisationPage
from ui.organisations.editor import NewOrganisationPanel
from ui.records.kept_form import KeptForm
from ui.records.trash_notice import TrashNotice
from ui.shell.navigator import Place

JANE, TOM = 1, 2
ACME, LUMEN = 1, 2
KEY = Qt.Key


def write(made: Workspace) -> None:
    """Jane Roe and Acme Imaging are in the trash, Tom Ash and Lumen are not; a huddle is today."""
    made.contacts.create(ContactDraft("Jane", "Roe", emails=(Email("jane.roe@acme.example"),)))
    made.contacts.create(ContactDraft("Tom", "Ash"))
    for name in ("Acme Imaging", "Lumen"):
        made.organisations.create(OrganisationDraft(name))
    made.huddles.plan(HuddleDraft(clock.today() - timedelta(days=1), time(9), time(10), series_id=1))
    made.trash.put("contact", [JANE])
    made.trash.put("organisation", [ACME])


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("contacts"))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def held(stage: Stage, table: str = "contact") -> list[tuple[int, int]]:
    """Every record of a table with whether it is here; what is in the trash is among them."""
    return stage.store.rows(f"SELECT id, deleted_at IS NULL FROM {table} ORDER BY id")


def save(stage: Stage) -> None:
    stage.press(KEY.Key_Return, modifier=CONTROL)


def notice(stage: Stage, kind: type[KeptForm]) -> TrashNotice:
    found = stage.top(kind).findChild(TrashNotice)
    assert isinstance(found, TrashNotice)
    return found


@pytest.mark.parametrize(
    ("name", "email"), [("Jane Roe", ""), ("roe, jane", ""), ("J Roe", "Jane.Roe@acme.example")], ids=str
)
def test_a_new_contact_who_is_in_the_trash_is_asked_about_and_restored_by_a_click(
    stage: Stage, name: str, email: str
) -> None:
    stage.context.navigator.open("new_contact", name=name, email=email)
    said = notice(stage, NewContactPanel)
    assert (said.isVisible(), said.said.text()) == (True, "Jane Roe is in the trash.")
    save(stage)
    assert held(stage) == [(JANE, 0), (TOM, 1)]
    assert "save again to add another" in stage.top(NewContactPanel).form.errors()["name"]
    QTest.mouseClick(said.button, Qt.MouseButton.LeftButton)
    assert held(stage) == [(JANE, 1), (TOM, 1)]
    assert stage.context.navigator.current == Place("contact", JANE)
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert held(stage) == [(JANE, 0), (TOM, 1)]


def test_a_new_contact_of_the_name_of_one_in_the_trash_is_made_when_it_is_saved_again(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Jane Roe")
    save(stage)
    assert held(stage) == [(JANE, 0), (TOM, 1)]
    save(stage)
    assert held(stage) == [(JANE, 0), (TOM, 1), (3, 1)]


def test_a_new_contact_of_another_name_is_not_held_up(stage: Stage) -> None:
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Janet Roe")
    assert notice(stage, NewContactPanel).isHidden()
    save(stage)
    assert held(stage) == [(JANE, 0), (TOM, 1), (3, 1)]


def test_a_new_organisation_that_is_in_the_trash_is_asked_about_and_restored_by_keys(stage: Stage) -> None:
    stage.context.navigator.open("new_organisation", name="acme imaging")
    save(stage)
    assert held(stage, "organisation") == [(ACME, 0), (LUMEN, 1)]
    said = notice(stage, NewOrganisationPanel)
    said.button.setFocus()
    stage.press(KEY.Key_Space)
    assert held(stage, "organisation") == [(ACME, 1), (LUMEN, 1)]
    assert stage.context.navigator.current == Place("organisation", ACME)


def test_another_organisation_of_the_name_is_made_when_it_is_saved_again(stage: Stage) -> None:
    stage.context.navigator.open("new_organisation", name="Acme Imaging")
    save(stage)
    save(stage)
    assert held(stage, "organisation") == [(ACME, 0), (LUMEN, 1), (3, 1)]


def at_organisation_field(stage: Stage, text: str) -> None:
    """Type a new contact's organisation."""
    stage.context.navigator.open("new_contact", name="Ida Moss")
    stage.top(NewContactPanel).organisation.setFocus()
    stage.write(text)


def test_an_organisation_typed_that_is_in_the_trash_is_refused_until_it_is_chosen(stage: Stage) -> None:
    at_organisation_field(stage, "Acme Imaging")
    save(stage)
    said = stage.top(NewContactPanel).form.errors()["organisation"]
    assert said == "Acme Imaging is in the trash. Choose from the list: restore, or a new organisation."
    assert (held(stage), held(stage, "organisation")) == ([(JANE, 0), (TOM, 1)], [(ACME, 0), (LUMEN, 1)])


@pytest.mark.parametrize(
    ("keys", "after", "place"),
    [
        ((KEY.Key_Return,), [(ACME, 1), (LUMEN, 1)], ACME),
        ((KEY.Key_Down, KEY.Key_Return), [(ACME, 0), (LUMEN, 1), (3, 1)], 3),
    ],
    ids=["restored", "new"],
)
def test_an_organisation_in_the_trash_is_restored_from_the_list_or_made_anew(
    stage: Stage, keys: tuple[Qt.Key, ...], after: list[tuple[int, int]], place: int
) -> None:
    at_organisation_field(stage, "Acme Imaging")
    stage.press(*keys)
    save(stage)
    assert held(stage, "organisation") == after
    assert stage.store.rows("SELECT organisation_id FROM affiliation") == [(place,)]
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert held(stage, "organisation")[:2] == [(ACME, 0), (LUMEN, 1)]
    assert held(stage) == [(JANE, 0), (TOM, 1)]


def joins(stage: Stage) -> None:
    """Add a person to Lumen."""
    stage.context.navigator.open("organisation", LUMEN)
    stage.page(OrganisationPage)
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Jane Roe")


def test_somebody_in_the_trash_who_joins_is_asked_about(stage: Stage) -> None:
    joins(stage)
    save(stage)
    assert held(stage) == [(JANE, 0), (TOM, 1)]
    stage.press(KEY.Key_Escape)


def test_somebody_in_the_trash_who_joins_is_restored_from_the_list(stage: Stage) -> None:
    joins(stage)
    stage.press(KEY.Key_Return)
    save(stage)
    assert held(stage) == [(JANE, 1), (TOM, 1)]
    assert stage.store.rows("SELECT contact_id, organisation_id FROM affiliation") == [(JANE, LUMEN)]


def test_somebody_in_the_trash_who_registered_is_asked_about_and_restored_from_the_list(stage: Stage) -> None:
    stage.context.navigator.open("huddle", 1)
    field = stage.page(HuddlePage).before.add
    field.set_value("Jane Roe")
    field.setFocus()
    stage.press(KEY.Key_Return)
    assert held(stage) == [(JANE, 0), (TOM, 1)]
    assert stage.toast().startswith("Jane Roe is in the trash. Choose from the list")
    field.set_value(None)
    stage.write("Jane Roe")
    stage.press(KEY.Key_Return, KEY.Key_Return)
    assert held(stage) == [(JANE, 1), (TOM, 1)]
    assert stage.store.rows("SELECT contact_id, registration FROM attendance") == [(JANE, "registered")]
    stage.press(KEY.Key_Z, modifier=CONTROL)
    assert (held(stage), stage.store.rows("SELECT 1 FROM attendance")) == ([(JANE, 0), (TOM, 1)], [])


def test_a_party_of_an_introduction_who_is_in_the_trash_is_restored_and_never_made_again(stage: Stage) -> None:
    stage.context.navigator.open("introductions")
    stage.press(KEY.Key_N, modifier=CONTROL)
    stage.write("Tom Ash")
    stage.press(KEY.Key_Return)
    stage.write("Jane Roe")
    stage.press(KEY.Key_Return, KEY.Key_Tab)
    stage.write("A pilot")
    save(stage)
    assert held(stage) == [(JANE, 1), (TOM, 1)]
    assert stage.store.value("SELECT count(*) FROM introduction_party WHERE contact_id = ?", (JANE,)) == 1


def test_a_party_kept_in_a_draft_who_went_to_the_trash_is_asked_about(stage: Stage) -> None:
    stage.context.navigator.open("new_introduction")
    parties = stage.top(IntroductionForm).parties
    parties.set_value(["Tom Ash", "Jane Roe"])
    save(stage)
    assert held(stage) == [(JANE, 0), (TOM, 1)]
    assert parties.problem() == "Jane Roe is in the trash. Choose from the list: restore, or a new contact."


@pytest.mark.parametrize(
    ("keys", "after"),
    [((), [(ACME, 1), (LUMEN, 1)]), ((KEY.Key_Down,), [(ACME, 0), (LUMEN, 1), (3, 1)])],
    ids=["restored", "new"],
)
def test_the_organisation_of_a_walk_in_is_restored_or_made_anew_as_it_was_chosen(
    stage: Stage, keys: tuple[Qt.Key, ...], after: list[tuple[int, int]]
) -> None:
    stage.context.navigator.open("check_in", 1)
    stage.qtbot.waitUntil(lambda: stage.focus() is stage.page(CheckInPage).door.field)
    stage.write("Ida Moss")
    stage.press(KEY.Key_Return)
    stage.write("Acme Imaging")
    stage.press(*keys, KEY.Key_Return)
    save(stage)
    assert held(stage, "organisation") == after
    assert stage.store.rows("SELECT organisation_id FROM affiliation") == [(after[-1][0] if keys else ACME,)]


def test_the_lead_of_an_opportunity_that_is_in_the_trash_is_asked_about(stage: Stage) -> None:
    stage.context.navigator.open("new_opportunity")
    form = stage.top(KeptForm).form
    form.set_values({"title": "A pilot", "lead": "Acme Imaging"})
    save(stage)
    assert "is in the trash" in form.errors()["lead"]
    assert held(stage, "organisation") == [(ACME, 0), (LUMEN, 1)]
