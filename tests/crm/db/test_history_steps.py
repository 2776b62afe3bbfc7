"""What counts as a step of undo and what the history shows; undo of many rows, and of rows that need each other."""

from typing import Any

import pytest

from crm.db import schema
from crm.db.dump import logical_dump
from crm.db.store import Store, new_uid
from crm.workspace import Workspace
from tests.crm.db.populate import NOW

MANY = 4500
"""More changes than are read at a time to be reversed."""


@pytest.fixture
def store(workspace: Workspace) -> Store:
    return workspace.store


def dump(store: Store) -> dict[str, tuple[int, str]]:
    return logical_dump(store.connection())


def add(store: Store, name: str = "Ann", **more: Any) -> int:
    return store.insert(schema.Contact, uid=new_uid(), given_name=name, created_at=NOW, **more)


@pytest.mark.parametrize("many", [2000, 2001, MANY])
def test_an_action_of_many_rows_is_undone_and_done_again_to_the_last_of_them(store: Store, many: int) -> None:
    before = dump(store)
    with store.action("Add tags"):
        store.executemany("INSERT INTO tag (name) VALUES (?)", [(f"tag {n}",) for n in range(many)])
    added = dump(store)
    with store.action("Delete them"):
        store.execute("DELETE FROM tag")
    gone = dump(store)
    store.undo()
    assert dump(store) == added
    store.undo()
    assert dump(store) == before
    store.redo()
    store.redo()
    assert dump(store) == gone


def test_an_undo_that_stumbles_over_rows_that_need_each_other_begins_again_from_the_end(store: Store) -> None:
    with store.action("Add"):
        tag = store.insert(schema.Tag, name="board")
    before = dump(store)
    with store.action("Add a branch, then its parent, and delete the tag"):
        store.execute("PRAGMA defer_foreign_keys = ON")
        branch = store.insert(schema.Organisation, uid=new_uid(), name="Branch", parent_id=2, created_at=NOW)
        assert store.insert(schema.Organisation, uid=new_uid(), name="Whole", created_at=NOW) == 2 == branch + 1
        store.delete(schema.Tag, tag)
    after = dump(store)
    store.undo()
    assert dump(store) == before
    store.redo()
    assert dump(store) == after


def test_a_record_written_before_a_column_was_there_comes_back_with_its_default(store: Store) -> None:
    with store.action("Add"):
        ann = add(store, about="Leads imaging")
    with store.action("Delete"):
        store.delete(schema.Contact, ann)
    with store.connection() as connection:
        connection.execute("UPDATE change SET before = json_remove(before, '$.about') WHERE before IS NOT NULL")
    store.undo()
    assert store.rows("SELECT given_name, about FROM contact") == [("Ann", "")]


def test_an_import_is_a_step_of_undo_and_ends_what_can_be_redone(store: Store) -> None:
    with store.action("First"):
        add(store)
    store.undo()
    with store.action("Import 1 contact", "import"):
        add(store, "Bob")
    assert store.next_redo() is None
    assert store.redo() is None
    assert store.next_undo() == "Import 1 contact"
    assert store.undo() == "Import 1 contact"
    assert store.redo() == "Import 1 contact"
    assert store.undo() == "Import 1 contact"
    assert store.undo() is None


def test_a_quiet_action_neither_is_a_step_of_undo_nor_ends_what_can_be_redone(store: Store) -> None:
    with store.action("First"):
        add(store)
    store.undo()
    with store.action("Note", "quiet"):
        add(store, "Bob")
    assert store.next_undo() is None
    assert store.redo() == "First"


def test_the_history_shows_what_is_in_effect_newest_first_and_nothing_quiet(workspace: Workspace) -> None:
    store = workspace.store
    for label, kind in (("Add Ann", "edit"), ("Note", "quiet"), ("Add Bob", "edit")):
        with store.action(label, kind):
            add(store)
    store.undo()
    shown = workspace.actions()
    assert [(row.label, row.kind, row.in_effect) for row in shown] == [
        ("Add Bob", "undo", True),
        ("Add Bob", "edit", False),
        ("Add Ann", "edit", True),
    ]
    assert [row.id for row in workspace.actions(before=shown[1].id)] == [shown[2].id]
    store.redo()
    assert [(row.kind, row.in_effect) for row in workspace.actions()] == [
        ("redo", True),
        ("undo", False),
        ("edit", False),
        ("edit", True),
    ]


def test_what_an_undo_put_back_is_told_of_the_record_with_what_it_took_away(workspace: Workspace) -> None:
    store = workspace.store
    with store.action("Add Ann"):
        ann = add(store)
    with store.action("Rename"):
        store.update(schema.Contact, ann, given_name="Anne")
    store.undo()
    told = [(row.before, row.after) for row in workspace.changes("contact", ann)]
    assert told[:2] == [
        ({"given_name": "Anne"}, {"given_name": "Ann"}),
        ({"given_name": "Ann"}, {"given_name": "Anne"}),
    ]
    assert told[2][0] is None


def test_a_row_that_was_written_as_it_was_is_told_of_nobody_and_alone_is_no_step(workspace: Workspace) -> None:
    store = workspace.store
    with store.action("Add"):
        ann, bob = add(store), add(store, "Bob")
    with store.action("Write the same again"):
        store.execute("UPDATE contact SET given_name = given_name")
    assert store.next_undo() == "Add"
    with store.action("Rename Bob, and write Ann again"):
        store.execute("UPDATE contact SET given_name = iif(id = ?, 'Rob', given_name)", (bob,))
    assert len(workspace.changes("contact", ann)) == 1
    assert len(workspace.changes("contact", bob)) == 2


def test_of_an_update_only_rows_that_get_other_values_are_in_the_log(store: Store) -> None:
    with store.action("Add"):
        ann, bob = add(store), add(store, "Bob", about="Leads")
    with store.action("Edit both") as edited:
        store.update(schema.Contact, ann, given_name="Ann", about="")
        store.update(schema.Contact, bob, given_name="Bob", about="Leads imaging")
    assert store.rows("SELECT row_id FROM change WHERE change_set_id = ?", (edited,)) == [(bob,)]
    assert store.value("SELECT about FROM contact WHERE id = ?", (bob,)) == "Leads imaging"


def test_an_update_tells_empty_from_nothing_and_capitals_apart(store: Store) -> None:
    with store.action("Add"):
        ann = add(store)
        tag = store.insert(schema.Tag, name="board")
    with store.action("Trash"):
        store.update(schema.Contact, ann, deleted_at=NOW)
        store.update(schema.Tag, tag, name="Board")
    assert store.value("SELECT deleted_at FROM contact") == NOW
    assert store.value("SELECT name FROM tag") == "Board"
    with store.action("Restore"):
        store.update(schema.Contact, ann, deleted_at=None)
    assert store.value("SELECT deleted_at FROM contact") is None
