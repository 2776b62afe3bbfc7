"""A first day: contacts come in, a person is found, a meeting logged, both histories tell it, the list goes out."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm import clock
from crm.db.dump import logical_dump
from crm.formats.detect import read
from tests.journeys.conftest import CONTROL, SHARED, Desk
from ui.exporting.panel import ExportPanel
from ui.importing.page import ImportPage

OWN = Path(__file__).parent / "fixtures" / "contacts.vcf"
FILES = {"own": (OWN, "sian", "Siân Pritchard-Vaughan", "Harbour Care Trust", "sian pr")}
if (SHARED / "samples").exists():
    google = SHARED / "samples" / "vcard" / "google_contacts.vcf"
    FILES["google"] = (google, "sian", "Siân Llewelyn-Price", "Wyvern Care Trust", "sian ll")


@pytest.mark.parametrize("file", FILES)
def test_from_a_contacts_file_to_an_exported_list_and_back(desk: Desk, tmp_path: Path, file: str) -> None:
    path, search, name, organisation, beginning = FILES[file]
    workspace = desk.workspace
    before = logical_dump(workspace.store.connection())

    desk.window.take_files([path])
    page = desk.page()
    assert isinstance(page, ImportPage)
    desk.until(lambda: page.is_ready())
    assert workspace.contacts.count() == 0, "the preview wrote something"
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.until(lambda: workspace.contacts.count() > 0)

    desk.keys = 0
    desk.press(Qt.Key.Key_K, CONTROL)
    desk.type(search)
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: getattr(desk.page(), "title", str)() == name)
    assert desk.keys <= 8

    desk.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    desk.keys = 0
    desk.press(Qt.Key.Key_L, CONTROL)
    desk.type(f"met {beginning}")
    desk.press(Qt.Key.Key_Tab)
    desk.type(" re pilot f 2w")
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert desk.keys <= 45
    contact = workspace.search.find(name, kinds=("contact",))[0].id
    place = workspace.organisations.named(organisation)[0]
    logged = [event for event in workspace.timeline.contact(contact) if event.kind == "meeting"]
    assert [event.title for event in logged] == ["pilot"]
    theirs = [event.id for event in workspace.timeline.organisation(place) if event.kind == "meeting"]
    assert theirs == [logged[0].id]
    due = workspace.followups.of("contact", contact)
    assert [(row.due_on - clock.today()).days for row in due if row.due_on] == [14]

    _export(desk, tmp_path / "list.csv")
    assert name.split()[-1] in (tmp_path / "list.csv").read_text("utf-8-sig")
    assert len(read(tmp_path / "list.csv").contacts) == workspace.contacts.count()

    desk.window.context.toasts.dismiss()
    while workspace.store.next_undo():
        desk.press(Qt.Key.Key_Z, CONTROL)
    assert logical_dump(workspace.store.connection()) == before


def _export(desk: Desk, target: Path) -> None:
    desk.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: desk.page().accessibleName() == "Contacts")
    desk.press(Qt.Key.Key_E, CONTROL)
    QApplication.processEvents()
    panel = desk.window.context.overlay.top()
    assert isinstance(panel, ExportPanel)
    panel.form.set_values({"format": "csv"})
    panel.export_to(target)
    desk.until(target.exists)
    desk.until(lambda: desk.window.context.overlay.top() is None)
