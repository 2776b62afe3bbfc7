"""Names of files from elsewhere: whatever they are called, they lead nowhere and look like what they are."""

import json
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.file_names import clean_name
from crm.text import clean_line
from tests.crm.hostile import FILE_NAMES

SHARED = Path(__file__).parents[3] / "shared/hostile/lists/file_names.json"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("budget.xlsx", "budget.xlsx"),
        ("../../evil", "evil"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("/etc/passwd", "passwd"),
        ("C:\\x", "x"),
        ("con.txt", "_con.txt"),
        ("nul", "_nul"),
        ("COM¹.txt", "_COM¹.txt"),
        ("a\0.png", "a.png"),
        ("a\n.png", "a .png"),
        ("..", "file"),
        ("", "file"),
        ("name. ", "name"),
        (".bashrc", "bashrc"),
        ("-rf.txt", "rf.txt"),
        ("a:b.png", "a_b.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("report\u200ffdp.exe", "reportfdp.exe"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("\\\\host\\share\\f", "f"),
        ("Letter of support – Siân.pdf", "Letter of support – Siân.pdf"),
    ],
)
def test_a_name_is_shown_without_its_tricks(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_a_very_long_name_keeps_its_ending() -> None:
    shown = clean_name("é" * 300 + ".png")
    assert shown.endswith("é.png")
    assert len(shown.encode()) <= 150


def is_harmless(name: str) -> bool:
    """Whether a name is one part of a path on every system, within 150 bytes, and reads in its own direction."""
    return (
        name == PurePosixPath(name).name == PureWindowsPath(name).name
        and not PureWindowsPath(name).is_reserved()
        and name not in (".", "..")
        and 0 < len(name.encode()) <= 150
        and not name.startswith((".", "-"))
        and clean_line(name) == name
        and not any(unicodedata.bidirectional(each) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI") for each in name)
    )


@given(st.text(max_size=400))
@example("con." + "a" * 200)
@example("x" * 149 + ".y. ")
@example("e\u200e\u0301")
def test_whatever_a_file_is_called_its_name_is_harmless_and_cleaning_it_twice_changes_nothing(name: str) -> None:
    shown = clean_name(name)
    assert is_harmless(shown)
    assert clean_name(shown) == shown


def test_every_hostile_name_becomes_harmless() -> None:
    theirs = json.loads(SHARED.read_text("utf-8")) if SHARED.exists() else []
    assert [name for name in (*FILE_NAMES, *theirs) if not is_harmless(clean_name(name))] == []
