"""Contacts or attendance: what may be either is asked, and any file can be handed over to the other page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crm.formats import detect
from tests.ui.huddles.review.desk import JANE, Review
from ui.importing.page import ImportPage
from ui.shell.file_kind_card import FileKindCard


@pytest.fixture
def people(desk: Review) -> Path:
    path = desk.folder / "people.csv"
    path.write_text("Name,Email,Organisation\nIda Moss,ida@newco.example,Newco\n")
    return path


@pytest.fixture
def unsure(desk: Review, people: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(detect, "fitting", lambda path, at_huddle=False: "unsure")
    return people


def importing(desk: Review) -> ImportPage:
    desk.settle()
    return desk.page(ImportPage)


def test_a_list_on_the_import_page_can_be_reviewed_for_a_huddle(desk: Review, held: int, people: Path) -> None:
    desk.context.navigator.open("contacts")
    desk.look_at(people)
    assert importing(desk).is_ready()
    desk.click("It says who came: review it for a huddle", of=importing(desk))
    desk.settle()
    assert desk.front.which.isVisible()
    desk.press(Qt.Key.Key_2)
    desk.settle()
    assert desk.front.preview.huddle.value() == held
    assert desk.counts() == {"New": "1"}
    desk.context.navigator.open("import")
    assert not importing(desk).is_ready()


def test_a_file_that_is_no_list_of_contacts_can_be_reviewed_from_where_that_is_said(desk: Review, held: int) -> None:
    desk.context.navigator.open("import", files=(desk.file(JANE),))
    page = importing(desk)
    assert not page.is_ready()
    desk.click("It says who came: review it for a huddle", of=page)
    desk.settle()
    assert desk.counts() == {"Matched": "1"}


def test_a_file_in_review_can_be_imported_as_contacts(desk: Review, people: Path) -> None:
    desk.front.take([people])
    desk.settle()
    assert desk.counts() == {"New": "1"}
    desk.click("It is a list of contacts: import it")
    assert importing(desk).is_ready()
    assert "people.csv" in importing(desk).subtitle()
    desk.context.navigator.back()
    assert desk.front.start.isVisible()


def test_a_file_whose_huddle_is_asked_about_can_be_imported_as_contacts(desk: Review, people: Path) -> None:
    desk.context.navigator.open("attendance_review", files=(people,))
    desk.settle()
    assert desk.front.which.isVisible()
    desk.click("It is a list of contacts: import it")
    assert importing(desk).is_ready()


def test_a_typed_list_is_no_file_to_be_imported(desk: Review) -> None:
    desk.front.start.list.setFocus()
    desk.write("Jane Roe, jane.roe@acme.example")
    desk.apply()
    assert not desk.front.other_kind.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_Return])
def test_a_file_that_may_be_either_is_asked_about_and_imported(desk: Review, unsure: Path, key: Qt.Key) -> None:
    desk.context.navigator.open("contacts")
    desk.drop(unsure)
    desk.top(FileKindCard)
    desk.press(key)
    assert importing(desk).is_ready()


def test_a_file_that_may_be_either_is_asked_about_and_reviewed(desk: Review, unsure: Path) -> None:
    desk.context.navigator.open("contacts")
    desk.drop(unsure)
    desk.press(Qt.Key.Key_2)
    desk.settle()
    assert desk.front.which.isVisible()


def test_a_file_that_may_be_either_is_left_with_esc(desk: Review, unsure: Path) -> None:
    desk.context.navigator.open("contacts")
    desk.drop(unsure)
    desk.press(Qt.Key.Key_Escape)
    assert desk.context.overlay.top() is None
    assert desk.context.navigator.current is not None
    assert desk.context.navigator.current.kind == "contacts"


def test_a_file_that_may_be_either_is_of_the_huddle_in_front(desk: Review, held: int, unsure: Path) -> None:
    desk.context.navigator.open("huddle", held)
    desk.look_at(unsure)
    assert desk.front.preview.huddle.value() == held
