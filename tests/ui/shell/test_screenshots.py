"""The pictures: every page and what lies over one, light and dark, in both sizes, without a screen."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.ui import window_keys
from ui import pages
from ui.kit import motion
from ui.shell import screenshots


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Taking pictures catches errors its own way.
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(pages, "PANELS", window_keys.PANELS)
    yield
    motion.set_reduced(False)


def test_every_page_is_painted_in_both_looks_and_sizes(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGES", window_keys.PAGES[:3])
    assert screenshots.take(tmp_path, None) == 0
    names = {path.name for path in tmp_path.iterdir()}
    views = ["01_today", "02_contacts", "03_contact", "04_palette", "05_help", "06_log"]
    looks = [f"{mode}_{size}" for mode in ("light", "dark") for size in ("1440x900", "1024x680")]
    assert names == {f"{view}_{look}.png" for view in views for look in looks}
    light = QImage(str(tmp_path / "01_today_light_1024x680.png"))
    dark = QImage(str(tmp_path / "01_today_dark_1024x680.png"))
    assert (light.width(), light.height()) == (1024, 680)
    assert light.pixelColor(1000, 600).lightness() > 200 > 100 > dark.pixelColor(1000, 600).lightness()


def test_a_page_that_fails_is_named_and_the_exit_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pages, "PAGES", (window_keys.PAGES[0], window_keys.PAGES[-1]))
    assert screenshots.take(tmp_path, None) == 1
    assert "RuntimeError" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused_in_a_sentence(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screenshots.take(tmp_path / "pictures", tmp_path / "gone.desk") == 1
    assert "gone.desk" in capsys.readouterr().err
