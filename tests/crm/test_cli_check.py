"""The command `check`: it tells all that it found, in words and as JSON, with what to do, and changes nothing."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.__main__ import main
from crm.contacts import ContactDraft
from crm.workspace import Workspace
from tests.crm.db.conftest import alter, spoil
from tests.crm.db.indexes_spoiled import flip_a_letter


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "network.desk"
    workspace = Workspace.create(path)
    for n in range(12):
        workspace.contacts.create(ContactDraft(f"Wren {n}", "Shah", tags=("imaging",)))
    workspace.close()
    return path


def orphans(path: Path) -> None:
    spoil(path, "PRAGMA foreign_keys = 0", "DELETE FROM contact WHERE id = 3")


def bytes_in_text(path: Path) -> None:
    spoil(path, "PRAGMA ignore_check_constraints = 1", "UPDATE tag SET name = x'fffe'")


def nul_in_text(path: Path) -> None:
    spoil(path, "UPDATE contact SET family_name = 'Sh' || char(0) || 'ah' WHERE id = 2")


def letters(path: Path) -> None:
    flip_a_letter(path, random.Random(1))


FOUND: dict[str, tuple[Callable[[Path], None], str, str, str]] = {
    "orphans": (orphans, "orphans", "to a record that is no longer there", "contact_tag"),
    "a planted trigger": (
        lambda path: alter(path, "CREATE TRIGGER zz AFTER INSERT ON tag BEGIN DELETE FROM tag; END"),
        "to_repair", "Another program put triggers", "zz",
    ),
    "a planted view": (
        lambda path: alter(path, "CREATE VIEW zz AS SELECT * FROM tag"),
        "to_repair", "Another program put triggers, views", "zz",
    ),
    "a missing index": (
        lambda path: alter(path, "DROP INDEX contact_email_value"),
        "to_repair", "missing or altered", "contact_email_value",
    ),
    "a missing trigger": (
        lambda path: alter(path, "DROP TRIGGER log_tag_insert"),
        "to_repair", "missing or altered", "log_tag_insert",
    ),
    "bytes in text": (bytes_in_text, "to_repair", "bytes where text belongs", "tag.name"),
    "a NUL inside text": (nul_in_text, "to_repair", "text with a zero byte in it", "contact.family_name: 1"),
    "a search that is stale": (
        lambda path: alter(path, "DELETE FROM contact_summary WHERE contact_id = 1"),
        "to_repair", "The search and the lists no longer agree", "",
    ),
    "a damaged index": (letters, "damaged", "lists would leave out records", "missing from index"),
    "a missing table": (
        lambda path: alter(path, "DROP TABLE contact_email"),
        "damaged", "the table “contact_email” is missing", "",
    ),
    "a newer version": (
        lambda path: alter(path, "PRAGMA user_version = 9000"),
        "newer_file", "was made by a newer version of Cluster Desk", "",
    ),
    "a newer version with other tables": (
        lambda path: alter(path, "PRAGMA user_version = 9000", "ALTER TABLE tag ADD COLUMN hue", "DROP TABLE stale"),
        "newer_file", "could not be judged by this version. Update the program", "",
    ),
    "a step that only a newer version takes": (
        lambda path: alter(path, "INSERT INTO schema_migration (name, applied) VALUES ('0999_future', '2030-01-01')"),
        "newer_file", "was made by a newer version of Cluster Desk", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FOUND)
def test_what_is_wrong_is_told_and_nothing_is_changed(
    file: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harm, kind, words, detail = FOUND[what]
    harm(file)
    before = file.read_bytes()
    assert main(["--file", str(file), "check"]) == 1
    said = capsys.readouterr()
    assert words in said.out
    assert detail in said.out
    assert "The file is whole" not in said.out
    assert main(["--file", str(file), "check", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["whole"] is False
    (found,) = (found for found in answer["found"] if words in found["text"])
    assert found["kind"] == kind
    assert detail in " ".join(found["details"])
    assert file.read_bytes() == before


def test_tables_of_another_program_are_told_and_no_reason_to_refuse(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alter(file, "CREATE TABLE zz(a)")
    assert main(["--file", str(file), "check"]) == 0
    said = capsys.readouterr().out
    assert "The file is whole" in said
    assert "they are left alone: zz" in said


def test_everything_is_told_at_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orphans(file)
    bytes_in_text(file)
    alter(file, "CREATE VIEW zz AS SELECT * FROM tag", "DROP INDEX contact_email_value", "CREATE TABLE zt(a)")
    assert main(["--file", str(file), "check", "--json"]) == 1
    kinds = [found["kind"] for found in json.loads(capsys.readouterr().out)["found"]]
    assert sorted(kinds) == ["foreign_tables", "orphans", "to_repair", "to_repair", "to_repair", "to_repair"]
