"""The consortium sheet from the page of an opportunity: as a file and as paper."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from crm.opportunities import PartyDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.ui.stage import CONTROL, SHIFT, Stage
from ui.kit import motion
from ui.pipeline.consortium_pdf import consortium_sheet
from ui.shell.navigator import Place


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("opportunity", workspace.opportunities.rows()[0].id))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def pages_of(content: bytes) -> int:
    assert content.startswith(b"%PDF")
    return int(re.findall(rb"/Count (\d+)", content)[0])


def test_one_key_writes_the_sheet_where_the_dialog_says(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def choose(_parent: object, _title: str, name: str, _endings: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "sheet.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    stage.press(Qt.Key.Key_E, modifier=CONTROL)
    rows = list(csv.DictReader((tmp_path / "sheet.csv").open(encoding="utf-8-sig")))
    assert [row["Role"] for row in rows] == ["Lead", "Adopter"]
    assert Path(offered[0]).name == "Imaging pilot consortium.xlsx"
    assert stage.toast() == "“sheet.csv” is written"


def test_paper_is_written_as_pdf_whatever_ending_was_typed(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "sheet"), ""))
    stage.press(Qt.Key.Key_P, modifier=CONTROL | SHIFT)
    assert pages_of((tmp_path / "sheet.pdf").read_bytes()) == 1
    assert stage.toast() == "“sheet.pdf” is written"


def test_a_large_consortium_goes_on_over_pages(qapp: QApplication, workspace: Workspace) -> None:
    first = workspace.opportunities.rows()[0].id
    for number in range(30):
        made = workspace.organisations.create(OrganisationDraft(f"Partner {number:02}"))
        workspace.opportunities.add_party(first, PartyDraft("partner", made))
    assert pages_of(consortium_sheet(workspace.exporting.consortium_of(first))) == 3
