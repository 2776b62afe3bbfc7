"""The export sheet: what goes out, how, its first rows, and what it says when it cannot; the files are read back."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm.contacts import ContactDraft, Email, PhoneNumber
from crm.filters import Condition, Filter
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.exporting.panel import ExportPanel, FirstRows
from ui.kit import motion
from ui.kit.label import Label
from ui.shell.navigator import Place

LIST_HEADINGS = "Name,Role,E-mail"


class Export(Stage):
    """The list of contacts with the export sheet over it."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, folder: Path) -> None:
        super().__init__(qtbot, workspace, Place("contacts"))
        self.folder = folder

    @property
    def sheet(self) -> ExportPanel:
        return self.top(ExportPanel)

    def open(self, **target: Any) -> None:
        """Open the sheet over the list with three columns."""
        self.context.navigator.open("export", columns=("name", "role", "email"), **target)

    def choose(self, field: str, letters: str) -> None:
        """Go to a field and type the beginning of an option."""
        self.sheet.form.field(field).setFocus()
        self.write(letters)

    def chosen(self, field: str) -> str:
        return str(self.sheet.form.field(field).currentText())

    def shown(self, field: str) -> bool:
        return bool(self.sheet.form.field(field).isVisible())

    def first_rows(self) -> FirstRows:
        (found,) = self.sheet.findChildren(FirstRows)
        return found

    def written(self, name: str) -> str:
        """Export to this name, wait for the sheet to close, return what the file holds."""
        target = self.folder / name
        self.sheet.export_to(target)
        self.qtbot.waitUntil(lambda: self.context.overlay.top() is None)
        return target.read_bytes().decode("utf-8")

    def says(self, text: str) -> bool:
        return any(text in each.text() for each in self.sheet.findChildren(Label) if each.isVisible())


def write(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    workspace.contacts.create(
        ContactDraft(
            "Jane",
            "Roe",
            emails=(Email("jane.roe@acme.example"),),
            phones=(PhoneNumber("0161 496 0182"),),
            organisation_id=acme,
            role="Head of Partnerships, North",
        )
    )
    workspace.contacts.create(ContactDraft("Ravi", "Shah", emails=(Email("ravi@acme.example"),)))
    workspace.contacts.create(ContactDraft("Zoë", "Quill", about="Prefers mornings"))


@pytest.fixture
def workspace(written: Written[None]) -> Iterator[Workspace]:
    motion.set_reduced(True)
    yield written(write)[0]
    motion.set_reduced(False)


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Iterator[Export]:
    desk = Export(qtbot, workspace, tmp_path)
    yield desk
    desk.context.overlay.close_all()
    desk.window.close()


def lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").splitlines()


def test_ctrl_e_and_ctrl_enter_write_the_whole_list(desk: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    target = desk.folder / "list.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk.press(Qt.Key.Key_E, modifier=CONTROL)
    assert desk.chosen("what") == "All: 3 contacts"
    desk.choose("format", "c")
    desk.press(Qt.Key.Key_Return, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: desk.context.overlay.top() is None)
    names = [line.split(",")[0] for line in lines(target.read_text("utf-8"))]
    assert sorted(names) == ["Jane Roe", "Name", "Ravi Shah", "Zoë Quill"]
    assert desk.toast() == "3 contacts exported"


def test_selected_rows_go_out_alone_unless_the_list_is_chosen(desk: Export) -> None:
    desk.press(Qt.Key.Key_Home)
    desk.press(Qt.Key.Key_Down, modifier=SHIFT)
    desk.press(Qt.Key.Key_E, modifier=CONTROL)
    assert desk.chosen("what") == "Selected: 2 contacts"
    desk.choose("format", "c")
    assert len(lines(desk.written("two.csv"))) == 3
    desk.press(Qt.Key.Key_E, modifier=CONTROL)
    desk.choose("what", "all")
    desk.choose("format", "c")
    assert len(lines(desk.written("all.csv"))) == 4


def test_a_filtered_list_goes_out_as_it_is_filtered_and_sorted(desk: Export) -> None:
    desk.open(shown=Filter(parts=(Condition("has_email"),)), sort="name", descending=True)
    assert desk.chosen("what") == "This list: 2 contacts"
    desk.choose("format", "c")
    first = [line.split(",")[0] for line in lines(desk.written("list.csv"))]
    assert first == ["Name", "Ravi Shah", "Jane Roe"]


def test_the_columns_are_those_on_screen_or_all_there_are(desk: Export) -> None:
    desk.open()
    desk.choose("format", "c")
    assert lines(desk.written("screen.csv"))[0] == LIST_HEADINGS
    desk.open()
    desk.choose("format", "c")
    desk.choose("columns", "all")
    rows = lines(desk.written("all.csv"))
    assert "Notes" in rows[0].split(",")
    assert any("Prefers mornings" in row for row in rows)


def test_the_first_rows_follow_what_is_chosen(desk: Export, workspace: Workspace) -> None:
    desk.open(ids=[1, 3])
    assert desk.first_rows().accessibleName() == "The first 2 rows: Name, Role, E-mail"
    desk.choose("what", "all")
    desk.choose("columns", "all")
    assert desk.first_rows().accessibleName().startswith("The first 3 rows: Name, Title, Given name")
    desk.choose("format", "v")
    assert desk.first_rows().isHidden()


def test_the_mark_and_the_delimiter_are_asked_of_a_csv_alone_and_kept_to(desk: Export) -> None:
    desk.open(ids=[1])
    assert desk.chosen("what") == "Selected: 1 contact"
    assert not desk.shown("delimiter")
    desk.choose("format", "c")
    assert desk.shown("delimiter")
    desk.choose("delimiter", "s")
    desk.sheet.form.field("bom").setFocus()
    desk.press(Qt.Key.Key_Space)
    text = desk.written("list.csv")
    assert text.splitlines() == [
        "Name;Role;E-mail",
        "Jane Roe;Head of Partnerships, North;jane.roe@acme.example",
    ]


def test_a_csv_is_marked_as_utf_8_unless_told_otherwise(desk: Export) -> None:
    desk.open()
    desk.choose("format", "c")
    assert desk.written("list.csv").startswith("\ufeff")


def test_a_value_like_a_formula_is_guarded_for_spreadsheets_and_exact_for_programs(
    desk: Export, workspace: Workspace
) -> None:
    workspace.contacts.create(ContactDraft("=1+1", "Ash"))
    desk.open(ids=[4])
    desk.choose("format", "c")
    assert "'=1+1 Ash" in desk.written("guarded.csv")
    desk.open(ids=[4])
    desk.choose("format", "c")
    desk.press(Qt.Key.Key_Down)
    assert desk.chosen("format") == "CSV, every value exact"
    assert lines(desk.written("exact.csv"))[1].startswith("=1+1 Ash")


@pytest.mark.parametrize(("downs", "version"), [(3, "3.0"), (4, "4.0")])
def test_vcards_come_in_the_version_that_was_chosen(desk: Export, downs: int, version: str) -> None:
    desk.open(ids=[1])
    desk.sheet.form.field("format").setFocus()
    desk.press(*[Qt.Key.Key_Down] * downs)
    assert desk.chosen("format") == f"vCard {version}"
    assert not desk.shown("columns")
    card = desk.written("jane.vcf").splitlines()
    assert card[:2] == ["BEGIN:VCARD", f"VERSION:{version}"]
    assert [line for line in card if line.endswith(":jane.roe@acme.example")]


def test_a_workbook_is_read_back_as_the_people_it_was_made_of(desk: Export, workspace: Workspace) -> None:
    desk.open()
    desk.sheet.export_to(desk.folder / "list")
    desk.qtbot.waitUntil(lambda: desk.context.overlay.top() is None)
    counts = workspace.importing.plan(desk.folder / "list.xlsx").counts
    assert (counts.rows, counts.new) == (3, 0)


def test_a_target_that_is_held_is_said_on_the_sheet_and_the_old_file_is_whole(
    desk: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, "sharing violation", str(target))

    target = desk.folder / "list.csv"
    target.write_text("old")
    desk.open()
    desk.choose("format", "c")
    with monkeypatch.context() as held:
        held.setattr(os, "replace", refuse)
        desk.sheet.export_to(target)
        desk.qtbot.waitUntil(lambda: desk.says("“list.csv” is open in another program"))
    assert target.read_text() == "old"
    assert desk.chosen("format") == "CSV for spreadsheets"
    assert lines(desk.written("list.csv"))[0] == LIST_HEADINGS


def test_a_folder_that_is_not_there_is_said_on_the_sheet(desk: Export) -> None:
    desk.open()
    desk.sheet.export_to(desk.folder / "none" / "list.xlsx")
    desk.qtbot.waitUntil(lambda: desk.says("folder is not there"))


def test_a_name_without_its_ending_never_replaces_a_file_nobody_was_asked_about(desk: Export) -> None:
    (desk.folder / "list.xlsx").write_text("old")
    desk.open()
    desk.sheet.export_to(desk.folder / "list")
    assert desk.says("“list.xlsx” is there already")
    desk.qtbot.waitUntil(lambda: not desk.context.tasks.busy())
    assert (desk.folder / "list.xlsx").read_text() == "old"


def test_a_failure_after_the_sheet_was_closed_is_said_all_the_same(desk: Export) -> None:
    desk.open()
    desk.sheet.export_to(desk.folder / "none" / "list.xlsx")
    desk.press(Qt.Key.Key_Escape)
    assert desk.context.overlay.top() is None
    desk.qtbot.waitUntil(lambda: "folder is not there" in desk.toast())


def test_a_list_that_asks_for_a_deleted_tag_is_refused_in_words(desk: Export, workspace: Workspace) -> None:
    tag = workspace.tags.create("no mail")
    workspace.tags.delete(tag)
    asked = Filter(parts=(Condition("tag", (tag,), negated=True),))
    desk.open(shown=asked)
    assert desk.says("asks for a tag that was deleted")
    target = desk.folder / "list.xlsx"
    desk.sheet.export_to(target)
    desk.qtbot.waitUntil(lambda: desk.says("no longer says who is meant"))
    assert not target.exists()


def test_cards_hold_private_notes_only_where_they_are_asked_for_and_that_is_remembered(desk: Export) -> None:
    desk.open()
    assert not desk.shown("notes")
    desk.choose("format", "vcard")
    assert desk.shown("notes")
    assert desk.says("For others")
    assert "Prefers mornings" not in desk.written("others.vcf")
    desk.open()
    desk.choose("format", "vcard")
    box = desk.sheet.form.field("notes")
    assert not box.isChecked()
    box.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert desk.says("For your own use")
    assert "Prefers mornings" in desk.written("own.vcf")
    desk.open()
    assert desk.sheet.form.values()["notes"] is True
