"""The palette over the real pages: the words a colleague types lead where they mean, and no key of it deletes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.huddles import HuddleDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui import pages
from ui.contacts.editor import NewContactPanel
from ui.contacts.page import ContactsPage
from ui.huddles.editor import HuddlePanel
from ui.kit import motion
from ui.kit.actions import Action
from ui.kit.choices import Choice
from ui.settings.page import SettingsPage
from ui.shell.destinations import DESTINATIONS
from ui.shell.help.card import HelpCard
from ui.shell.navigator import Place
from ui.shell.palette.card import Palette

KEY = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


def write(workspace: Workspace) -> None:
    """Jane Roe at Acme Imaging, and the tag “no mail” on her."""
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme, tags=("no mail",)))
    workspace.contacts.create(ContactDraft("Ravi", "Shah", organisation_id=acme))


@pytest.fixture
def stage(qtbot: QtBot, written: Written[None]) -> Iterator[Stage]:
    stage = Stage(qtbot, written(write)[0], Place("today"))
    yield stage
    stage.window.close()


def ask(stage: Stage, text: str) -> Palette:
    """Open the palette, type and return it."""
    if not isinstance(stage.context.overlay.top(), Palette):
        stage.press(KEY.Key_K, modifier=CONTROL)
    palette = stage.top(Palette)
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.press(KEY.Key_Backspace)
    stage.write(text)
    return palette


def titles(palette: Palette) -> list[str]:
    return [row.title for row in palette.chooser.list.choices()]


def current(palette: Palette) -> Choice:
    found = palette.chooser.list.current()
    assert found is not None
    return found


WORDS = {
    "Trash": "trash|bin|recycle bin|rubbish|deleted|the trash|go to trash|trash bin|removed|delete",
    "Backups": "backup|backups|back-ups|show backups",
    "Imports": "imports|previous imports|past imports",
    "What was done": "history|audit|what was done|changes|activity",
    "Appearance": "font|text size|appearance|colours|dark mode|night mode",
    "Light or dark": "light or dark|dark|dark or light",
    "Larger text": "larger|bigger|increase",
    "Tags": "tags|labels|tag|hashtags",
    "Saved views": "views|saved views|filters",
    "Sectors": "sectors|industries",
    "Sub-regions": "sub-regions|subregions|regions",
    "Themes": "themes|topics",
    "Stages": "stages|stage",
    "Series of huddles": "series|recurring",
    "Your file": "your file|database|where is my file",
    "Settings": "settings|preferences|options|open settings",
    "Today": "today|home|dashboard|agenda|going cold",
    "Contacts": "contacts|people|person|everybody|address book|mailing list",
    "Organisations": "organisations|organizations|companies|company|firms|employers|partners",
    "Pipeline": "pipeline|opportunities|deals|bids|funding|grants|board|kanban|projects",
    "Forecast": "forecast|reports|report|figures|funnel",
    "Introductions": "introductions|ledger|brokering",
    "Needs and offers": "needs|offers|asks|matches|needs and offers",
    "Huddles": "huddles|events|event|guests|who came|attendance|attendees|calendar",
    "Who to act on": "lapsed|who to act on|no-shows",
    "Follow-ups": "tasks|task|to do|todo|to-do|reminders|followups|follow ups|promises|overdue tasks|show tasks",
    "Open check-in": "check-in|check in|checkin|door|check-in desk|walk-in|arrivals",
    "Import": "import|upload|csv|spreadsheet|linkedin",
    "Export contacts…": "export|download|export contacts",
    "New contact": "add person|new person|add contact|create contact",
    "New organisation": "add company|new organization|new firm",
    "New opportunity": "add deal|new bid|new project",
    "Plan a huddle": "plan event|new event|plan a huddle|new workshop",
    "Add follow-up": "add task|new task|remind|add follow up|new reminder",
    "Log a meeting": "log|email|note|log a call|met",
    "New introduction": "introduce|new intro|connect",
    "Help and shortcuts": "help|shortcuts|keyboard|hotkeys",
    "Open a file…": "open file|open another file|switch file",
    "Quit": "quit|exit",
}
"""What stands first in the palette for each word, over a file where no record has it."""


def test_a_word_a_colleague_types_leads_where_it_means(stage: Stage) -> None:
    meant = {word: title for title, words in WORDS.items() for word in words.split("|")}
    assert {word: next(iter(titles(ask(stage, word))), "") for word in meant} == meant


def test_a_part_of_the_settings_is_shown_alone(stage: Stage) -> None:
    parts = [each.title for each in DESTINATIONS if each.page == "settings"]
    for title in parts:
        palette = ask(stage, title)
        assert current(palette).title == title
        stage.press(KEY.Key_Return)
        sections = stage.page(SettingsPage).sections
        assert [each for each in sections if each.isVisible()] == [each for each in sections if each.is_called(title)]
    assert len(parts) > 5


def test_enter_on_trash_shows_the_trash_and_deletes_nobody(stage: Stage) -> None:
    stage.context.navigator.open("contacts")
    stage.page(ContactsPage).table.selectRow(0)
    before = logical_dump(stage.store.connection())
    assert "Move to trash" not in titles(ask(stage, "trash"))
    stage.press(KEY.Key_Return)
    assert stage.context.navigator.current == Place("settings", args={"section": "Trash"})
    assert logical_dump(stage.store.connection()) == before


DAY = datetime(2026, 3, 4, 9, tzinfo=ZoneInfo("Europe/London"))


MOMENTS = (
    (DAY, "of today"),
    (DAY.replace(hour=15, minute=30), "of today"),
    (DAY.replace(hour=20), "of today"),  # over, and its attendance still comes in
    (DAY + timedelta(days=1), "next"),
    (DAY - timedelta(days=1), "of today"),  # it is the next one then
    (DAY + timedelta(days=90), "next"),  # all are over: the last
)


def test_check_in_is_that_of_the_huddle_it_means(stage: Stage) -> None:
    huddles = {
        name: stage.workspace.huddles.plan(HuddleDraft(day, time(15), time(17), f"Huddle {name}"))
        for name, day in (("before", date(2026, 2, 4)), ("of today", date(2026, 3, 4)), ("next", date(2026, 4, 1)))
    }
    for now, meant in MOMENTS:
        with time_machine.travel(now, tick=True):
            stage.context.navigator.open("today")
            ask(stage, "checkin")
            stage.press(KEY.Key_Return)
            assert stage.context.navigator.current == Place("check_in", huddles[meant]), now


def test_check_in_without_a_huddle_plans_one(stage: Stage) -> None:
    ask(stage, "check-in")
    stage.press(KEY.Key_Return)
    stage.top(HuddlePanel)


# -- what is not found


def test_an_at_sign_without_a_hit_says_so_and_offers_a_contact_and_everything(stage: Stage) -> None:
    palette = ask(stage, "@acme zeppelin")
    assert titles(palette) == [
        "Nobody is found by “acme zeppelin”.",
        "Create contact “acme zeppelin”",
        "Search everything for “acme zeppelin”",
    ]
    assert current(palette).title == "Create contact “acme zeppelin”"
    stage.press(KEY.Key_Return)
    assert stage.top(NewContactPanel).form.values()["name"] == "acme zeppelin"


def test_what_a_prefix_does_not_find_is_searched_for_in_everything(stage: Stage) -> None:
    palette = ask(stage, "#acme")
    assert titles(palette) == ["No tag is called “acme”.", "Search everything for “acme”", "Tags"]
    stage.press(KEY.Key_Return)
    assert palette.chooser.field.text() == "acme"
    assert current(palette).title == "Acme Imaging"


def test_a_greater_sign_without_a_hit_says_so_and_leads_to_help(stage: Stage) -> None:
    palette = ask(stage, ">qqq")
    assert titles(palette) == ["No command is called “qqq”.", "Search everything for “qqq”", "Help and shortcuts"]
    stage.press(KEY.Key_Down, KEY.Key_Return)
    stage.top(HelpCard)


def test_a_sentence_can_neither_be_current_nor_chosen(stage: Stage) -> None:
    palette = ask(stage, "#qqq")
    listed = palette.chooser.list
    stage.press(KEY.Key_Up, KEY.Key_Up, KEY.Key_PageUp)
    assert current(palette).title == "Search everything for “qqq”"
    spot = listed.visualRect(listed.model().index(0, 0)).center()
    stage.qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert stage.top(Palette) is palette


def test_the_signs_alone_say_what_they_are_for(stage: Stage) -> None:
    assert titles(ask(stage, "#")) == ["#no mail"]
    assert titles(ask(stage, "@")) == ["Type the beginning of a name."]
    stage.workspace.tags.delete(1)
    assert titles(ask(stage, "#"))[0].startswith("There are no tags yet.")


def test_a_tag_is_found_by_a_later_word_and_opens_the_people_who_carry_it(stage: Stage) -> None:
    ask(stage, "#mail")
    stage.press(KEY.Key_Return)
    table = stage.page(ContactsPage).table
    stage.qtbot.waitUntil(
        lambda: [table.rows().row(number).name for number in range(table.rows().rowCount())] == ["Jane Roe"]
    )
    assert [chip.text() for chip in stage.page(ContactsPage).filter.chips()] == ["Tag: #no mail"]


# -- no key deletes

ERASING = (
    (KEY.Key_Delete, PLAIN),
    (KEY.Key_Backspace, PLAIN),
    (KEY.Key_Delete, SHIFT),
    (KEY.Key_Delete, CONTROL),
    (KEY.Key_Backspace, CONTROL),
    (KEY.Key_D, CONTROL),
    (KEY.Key_D, PLAIN),
    (KEY.Key_Space, PLAIN),
)


@pytest.fixture
def sample_stage(qtbot: QtBot, sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Stage]:
    workspace = Workspace.open(sampled_file(tmp_path / "sample.desk", contacts=30, interactions=40))
    stage = Stage(qtbot, workspace, Place("today"))
    yield stage
    stage.window.close()
    workspace.close()


def test_no_key_of_the_palette_deletes_on_any_page(sample_stage: Stage) -> None:
    stage, workspace = sample_stage, sample_stage.workspace
    asked = False
    for spec in pages.PAGES:
        if spec.kind in ("first_run", "attendance_review"):
            continue
        stage.context.navigator.open(spec.kind, pages.example(workspace, spec) if spec.of_record else None)
        before = logical_dump(stage.store.connection())
        here = stage.context.navigator.current
        for text in ("", "roe"):
            palette = ask(stage, text)
            for key, modifier in ERASING:
                stage.press(key, modifier=modifier)
                assert stage.context.overlay.top() is palette, (spec.kind, key, modifier)
        assert not any(row.title.startswith(("Move to", "Clear")) for row in palette.chooser.list.choices())
        stage.press(KEY.Key_Escape)
        assert logical_dump(stage.store.connection()) == before, spec.kind
        assert stage.context.navigator.current == here
        asked = asked or spec.kind == "contact"
    assert asked


def test_everything_that_deletes_is_marked_so_and_the_palette_offers_none_of_it(sample_stage: Stage) -> None:
    stage, workspace = sample_stage, sample_stage.workspace
    marked: set[str] = set()
    for spec in pages.PAGES:
        if spec.kind in ("first_run", "attendance_review"):
            continue
        stage.context.navigator.open(spec.kind, pages.example(workspace, spec) if spec.of_record else None)
        every = stage.context.actions.all()
        unmarked = [each.title for each in every if _seems_to_delete(each) and not each.deletes]
        assert unmarked == [], spec.kind
        marked |= {each.title for each in every if each.deletes}
        offered = titles(ask(stage, ">"))
        assert not marked & set(offered)
    assert {"Move to trash", "Move to the trash", "Clear"} <= marked


def _seems_to_delete(action: Action) -> bool:
    named = action.title.casefold().startswith(("move to", "delete", "remove", "clear"))
    return named or any(key.endswith("Del") for key in action.shortcuts)
