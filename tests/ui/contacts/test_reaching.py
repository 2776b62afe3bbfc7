"""How somebody is reached comes first on their page: at its top, by the next keys, and from the palette."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People

CONTROL = Qt.KeyboardModifier.ControlModifier


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def test_it_opens_at_its_top_with_e_mail_and_phone_in_view(jane: Driver, people: People) -> None:
    jane.window.resize(1024, 680)
    page = jane.contact
    bar = page._areas[0].verticalScrollBar()
    jane.qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    jane.navigator.open("contact", people.ravi)
    jane.qtbot.waitUntil(lambda: page.title() != "Jane Roe")
    assert bar.value() == 0
    jane.navigator.open("contact", people.jane)
    jane.qtbot.waitUntil(lambda: page.title() == "Jane Roe")
    for row in (page.emails.entries[0].row, page.phones.entries[0].row):
        assert row.visibleRegion().boundingRect() == row.rect()
        assert jane.window.rect().contains(place(row))


def test_e_mail_and_phone_are_the_next_stops_of_tab(jane: Driver, people: People) -> None:
    page = jane.contact
    page.focus_content()
    assert QApplication.focusWidget() is page.history.timeline
    for reach in (page.emails, page.phones):
        jane.key(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert reach.entries[0].row.isAncestorOf(focus)


def test_f2_edits_the_name(jane: Driver, workspace: Workspace, people: People) -> None:
    jane.contact.focus_content()
    jane.key(Qt.Key.Key_F2)
    jane.write("Janet")
    jane.key(Qt.Key.Key_Return)
    assert workspace.contacts.name(people.jane) == "Janet Roe"


def test_f2_on_another_fact_edits_that_one(jane: Driver) -> None:
    row = jane.contact.names.rows["pronouns"]
    row.setFocus()
    jane.key(Qt.Key.Key_F2)
    assert row.is_editing()
    assert not jane.contact.names.rows["given_name"].is_editing()


@pytest.mark.parametrize(
    ("typed", "text", "read"),
    [("add e-mail", "jane@home.example", "emails"), ("add phone", "07700 900123", "phones")],
)
def test_the_palette_adds_an_address_and_a_number(
    jane: Driver, workspace: Workspace, people: People, typed: str, text: str, read: str
) -> None:
    before = len(getattr(workspace.contacts.get(people.jane), read))
    jane.key(Qt.Key.Key_K, CONTROL)
    jane.write(f">{typed}")
    jane.key(Qt.Key.Key_Return)
    jane.write(text)
    jane.key(Qt.Key.Key_Return)
    items = getattr(workspace.contacts.get(people.jane), read)
    assert len(items) == before + 1
    assert text in (items[-1].value if read == "emails" else items[-1].typed)
