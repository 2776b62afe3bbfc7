"""What people type is shown letter by letter: no mark-up is carried out, no address is loaded."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

import ui
from crm import clock
from crm.contacts import ContactDraft
from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.introductions import IntroductionDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.kit import motion
from ui.kit.field_row import FieldRow
from ui.shell.navigator import Place

PERSON = "<img src=file:///etc/passwd>"
ORGANISATION = "<b>x</b>"
BOLD = "<b>Ada</b>"
HEADING = "<h1>Moor Trust</h1>"
PROMISE = "<img src=x onerror=alert(1)> Ring 👩‍🔬"
SCRIPT = "<script>alert(1)</script> & 👨‍👩‍👧 1 < 2"
RICH = re.compile(r"\b(QLabel|QMessageBox|QTextBrowser|QTextEdit|QToolTip)\b")
FOLDER = Path(ui.__file__).parent
MODULES = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.py") if path.relative_to(FOLDER).parts[0] != "kit"
)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_of_the_window_shows_text_through_the_kit_alone(module: str) -> None:
    source = (FOLDER / module).read_text(encoding="utf-8")
    assert RICH.findall(source) == []
    assert [line for line in source.splitlines() if "setToolTip(" in line and "setToolTip(plain_tip(" not in line] == []


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


def write(workspace: Workspace) -> None:
    organisation = workspace.organisations.create(OrganisationDraft(ORGANISATION))
    people = [ContactDraft(given_name=PERSON, organisation_id=organisation), ContactDraft(given_name="Jane")]
    both = tuple(workspace.contacts.create(each) for each in people)
    workspace.introductions.add(IntroductionDraft("<i>y</i>", both))
    trust = workspace.organisations.create(OrganisationDraft(HEADING))
    ada = workspace.contacts.create(ContactDraft(BOLD, about=SCRIPT, organisation_id=trust))
    workspace.followups.add(FollowUpDraft(PROMISE, clock.today(), notes=SCRIPT, contact_id=ada))
    workspace.interactions.log(InteractionDraft(clock.today(), subject=PROMISE, notes=SCRIPT, parties=(Party(ada),)))


@pytest.fixture
def stage(qtbot: QtBot, written: Written[None]) -> Iterator[Stage]:
    stage = Stage(qtbot, written(write)[0], Place("contacts"))
    yield stage
    stage.window.close()


class Tags(HTMLParser):
    """The tags that a rich text would carry out, and what is read of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.read = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.read += data


def contact_of(stage: Stage, name: str = PERSON) -> int:
    return next(row.id for row in stage.workspace.contacts.page() if row.name.startswith(name))


def open_page(stage: Stage, kind: str) -> QWidget:
    record: int | None = None
    if kind == "contact":
        record = contact_of(stage)
    elif kind == "organisation":
        record = next(row.id for row in stage.workspace.organisations.page() if row.name == ORGANISATION)
    stage.context.navigator.open(kind, record)
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    return stage.page(QWidget)


@pytest.mark.parametrize(
    "kind", ["contacts", "organisations", "contact", "organisation", "today", "introductions", "follow_ups"]
)
def test_every_label_and_tool_tip_of_a_page_is_plain(stage: Stage, kind: str) -> None:
    open_page(stage, kind)
    labels = [label for label in stage.window.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText]
    assert [label.text() for label in labels] == []
    tips = [tip for each in stage.window.findChildren(QWidget) if (tip := each.toolTip())]
    assert [tip for tip in tips if Tags(tip).tags != ["p"]] == []


@pytest.mark.parametrize(("kind", "name"), [("contact", PERSON), ("organisation", ORGANISATION)])
def test_the_page_of_a_record_shows_its_name_letter_by_letter(stage: Stage, kind: str, name: str) -> None:
    page = open_page(stage, kind)
    assert name in [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("contacts", PERSON),
        ("contacts", BOLD),
        ("contacts", HEADING),
        ("organisations", ORGANISATION),
        ("organisations", HEADING),
        ("introductions", PERSON),
        ("follow_ups", PROMISE),
        ("follow_ups", BOLD),
        ("today", PROMISE),
        ("today", BOLD),
    ],
)
def test_a_list_shows_and_says_a_name_letter_by_letter(stage: Stage, kind: str, name: str) -> None:
    page = open_page(stage, kind)
    shown: list[str] = []
    tips: list[str] = []
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1):
                index = model.index(row, column)
                shown.append(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
                tips.append(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
    assert any(name in text for text in shown)
    assert [tip for tip in tips if tip and Tags(tip).tags != ["p"]] == []


def test_a_toast_shows_a_name_letter_by_letter(stage: Stage) -> None:
    contact = contact_of(stage)
    open_page(stage, "contact")
    said = stage.workspace.trash.put("contact", [contact])
    stage.context.toasts.undoable(said)
    assert PERSON in stage.toast()
    announced = [
        each for each in stage.window.findChildren(QWidget) if each.isVisible() and each.accessibleName() == said
    ]
    assert announced
    assert all(
        QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) == said and not each.toolTip()
        for each in announced
    )


def test_the_tool_tip_of_a_name_too_long_for_its_place_reads_as_typed(stage: Stage) -> None:
    contact = contact_of(stage)
    long = PERSON * 12
    stage.workspace.contacts.edit(contact, given_name=long)
    page = open_page(stage, "contact")
    tips = [Tags(each.toolTip()) for each in page.findChildren(QWidget) if PERSON[1:5] in each.toolTip()]
    assert any(long in tip.read for tip in tips)
    assert all(tip.tags == ["p"] for tip in tips)


def test_notes_of_a_person_are_shown_letter_by_letter(stage: Stage) -> None:
    stage.context.navigator.open("contact", contact_of(stage, BOLD))
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())
    page = stage.page(QWidget)
    said = [
        str(view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for view in page.findChildren(QAbstractItemView)
        for row in range(view.model().rowCount())
    ]
    assert any(SCRIPT in text and PROMISE in text for text in said)
    assert SCRIPT in [each.value() for each in page.findChildren(FieldRow)]
    assert {label.textFormat() for label in page.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
