"""A file of the first version, made by its one migration: it opens, keeps every row, and its actions can be undone."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from crm.db import history, migrate
from crm.db.file_probe import APPLICATION_ID
from crm.db.migration_runner import run
from crm.followups import FollowUpDraft
from crm.notices import NoticeKind
from crm.workspace import Workspace
from tests.crm.huddle_maker import huddle

NOW = "2026-05-01T09:00:00Z"

ACTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Add Jane Roe at Acme",
        (
            "INSERT INTO organisation (id, uid, name, created_at) VALUES (1, 'o1', 'Acme', :now)",
            "INSERT INTO contact (id, uid, given_name, family_name, created_at) VALUES (1, 'c1', 'Jane', 'Roe', :now)",
            "INSERT INTO affiliation (contact_id, organisation_id, role, is_primary) VALUES (1, 1, 'Founder', 1)",
            "INSERT INTO contact_email (contact_id, value, is_primary) VALUES (1, 'jane@acme.example', 1)",
        ),
    ),
    (
        "Log a meeting",
        (
            "INSERT INTO interaction (id, uid, kind, subject, happened_at, created_at) "
            "VALUES (1, 'i1', 'meeting', 'Imaging pilot', :now, :now)",
            "INSERT INTO participant (interaction_id, contact_id, organisation_id, happened_at) VALUES (1, 1, 1, :now)",
            "INSERT INTO follow_up (id, uid, title, due_on, contact_id, interaction_id, created_at) "
            "VALUES (1, 'f1', 'Send the protocol', '2026-05-20', 1, 1, :now)",
        ),
    ),
    (
        "Import people.csv",
        (
            "INSERT INTO import_batch (id, file_name, format, sha256, imported_at, counts) "
            "VALUES (1, 'people.csv', 'csv', 'aa', :now, '{}')",
            "INSERT INTO import_row (batch_id, line, outcome, content) VALUES (1, 3, 'ask', '{}')",
        ),
    ),
    ("Edit follow-up", ("UPDATE follow_up SET title = 'Send the new protocol', priority = 1 WHERE id = 1",)),
    (
        "Done: Call back, and others",
        tuple(
            "INSERT INTO follow_up (id, uid, title, due_on, repeat, created_at, done_at) "
            f"VALUES ({id_}, 'r{id_}', '{title}', '2026-05-20', 'FREQ=WEEKLY', '{made}', {done})"
            for id_, title, made, done in (
                (11, "Call back", "2026-04-01T09:00:00Z", ":now"),
                (12, "Call back", NOW, "'2026-05-02T09:00:00Z'"),
                (13, "Call back", "2026-05-02T09:00:00Z", "NULL"),
                (14, "Twins", "2026-04-01T09:00:00Z", ":now"),
                (15, "Twins", "2026-04-01T09:00:00Z", ":now"),
                (16, "Twins", NOW, "NULL"),
                (17, "Twins", NOW, "NULL"),
            )
        ),
    ),
    ("Move the meeting to the trash", ("UPDATE interaction SET deleted_at = :now WHERE id = 1",)),
)


def logged_tables(connection: Any) -> dict[str, tuple[str, ...]]:
    """Return the logged tables that are there, with the columns they have."""
    found = {
        table: tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})")) for table in history.TOPICS
    }
    return {table: columns for table, columns in found.items() if columns}


def rows(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table of the first version, by the columns it had."""
    return {
        table: connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id").fetchall()
        for table, columns in FIRST.items()
    }


FIRST: dict[str, tuple[str, ...]] = {}
# The first version logged into the newest set, open or not.
INTO_THE_OPEN_SET = re.compile(r"coalesce\(.*?'\)\)", re.DOTALL)


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of the first version in which `ACTIONS` were done, each logged as that version logged it."""
    steps = tmp_path / "first"
    steps.mkdir()
    shutil.copy(migrate.DIRECTORY / "0001_initial.py", steps)
    path = tmp_path / "first.desk"
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("BEGIN")
    run(connection, steps)
    FIRST.clear()
    FIRST.update(logged_tables(connection))
    with monkeypatch.context() as then:
        then.setattr(history, "_columns", lambda: FIRST)
        for sql in history.triggers().values():
            connection.execute(INTO_THE_OPEN_SET.sub("(SELECT max(id) FROM change_set)", sql))
    for label, statements in ACTIONS:
        kind = "import" if label.startswith("Import") else "edit"
        connection.execute("INSERT INTO change_set (label, kind, at) VALUES (?, ?, ?)", (label, kind, NOW))
        for statement in statements:
            connection.execute(statement, {"now": NOW})
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("COMMIT")
    connection.close()
    return path


def test_a_file_of_the_first_version_opens_with_every_row_as_it_was(first: Path) -> None:
    connection = sqlite.connect(str(first), isolation_level=None)
    before = rows(connection)
    connection.close()
    assert "huddle" not in FIRST
    assert "huddle_id" not in FIRST["follow_up"]
    workspace = Workspace.open(first)
    assert NoticeKind.UPGRADED in {notice.kind for notice in workspace.notices}
    assert rows(workspace.store.connection()) == before
    assert workspace.store.rows("PRAGMA foreign_key_check") == []
    assert [series.name for series in workspace.huddles.series()] == ["Huddle"]
    assert [hit.title for hit in workspace.search.find("roe", kinds=("contact",))] == ["Jane Roe"]
    assert workspace.contacts.get(1).now[0].organisation == "Acme"
    workspace.close()


def test_a_repeating_follow_up_of_the_first_version_knows_the_one_it_follows_where_there_is_no_doubt(
    first: Path,
) -> None:
    workspace = Workspace.open(first)
    known = "SELECT id, follows_id FROM follow_up WHERE follows_id IS NOT NULL ORDER BY id"
    assert workspace.store.rows(known) == [(12, 11), (13, 12)]
    workspace.followups.undone([12])
    assert workspace.store.rows("SELECT id FROM follow_up WHERE deleted_at IS NOT NULL") == [(13,)]
    workspace.close()


def test_what_was_done_in_the_first_version_is_undone_and_done_again(first: Path) -> None:
    workspace = Workspace.open(first)
    full = rows(workspace.store.connection())
    undone = []
    while (label := workspace.undo()) is not None:
        undone.append(label)
    assert undone == [label for label, _ in reversed(ACTIONS)]
    assert {table for table, found in rows(workspace.store.connection()).items() if found} == {
        table for table, found in full.items() if found and table in ("sector", "sub_region", "theme")
    }
    while workspace.redo():
        pass
    assert rows(workspace.store.connection()) == full
    workspace.close()


def test_one_old_action_is_taken_back_after_work_on_huddles(first: Path) -> None:
    workspace = Workspace.open(first)
    made = huddle(workspace)
    follow_up = workspace.followups.add(FollowUpDraft("Send the slides", contact_id=1, huddle_id=made))
    edit = next(row.id for row in workspace.actions() if row.label == "Edit follow-up")
    workspace.take_back(edit)
    assert workspace.followups.get(1).row.title == "Send the protocol"
    assert workspace.followups.get(1).row.huddle_id is None
    assert workspace.followups.get(follow_up).row.huddle_id == made
    workspace.close()
