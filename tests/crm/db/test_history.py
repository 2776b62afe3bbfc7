"""Undo and redo put every record back, whatever was done, in any order, across restarts."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.db import derived, schema
from crm.db.dump import logical_dump
from crm.db.store import Store, new_uid
from crm.errors import CrmError, StandsInTheWay
from crm.workspace import Workspace
from tests.crm.db.populate import NOW, log_meeting, populate

SUMMARIES = ("contact_summary", "organisation_summary")


@pytest.fixture
def store(workspace: Workspace) -> Store:
    return workspace.store


def dump(store: Store) -> dict[str, tuple[int, str]]:
    return logical_dump(store.connection())


def summaries(store: Store) -> list[Any]:
    return [store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in SUMMARIES]


def add_contact(store: Store, name: str = "Ann") -> int:
    return store.insert(schema.Contact, uid=new_uid(), given_name=name, created_at=NOW)


def add_organisation(store: Store, name: str, **more: Any) -> int:
    return store.insert(schema.Organisation, uid=new_uid(), name=name, created_at=NOW, **more)


def test_undoing_everything_leaves_the_file_as_it_began_and_redoing_as_it_ended(store: Store) -> None:
    before = dump(store)
    populate(store)
    after = dump(store)
    undone = []
    while (label := store.undo()) is not None:
        undone.append(label)
    assert dump(store) == before
    redone = []
    while (label := store.redo()) is not None:
        redone.append(label)
    assert dump(store) == after
    assert undone == redone[::-1]


def test_undo_goes_on_after_the_program_was_closed_and_opened(tmp_path: Path) -> None:
    first = Workspace.create(tmp_path / "a.desk")
    empty = dump(first.store)
    populate(first.store, 3)
    full = dump(first.store)
    first.close()
    second = Workspace.open(tmp_path / "a.desk")
    while second.undo():
        pass
    assert dump(second.store) == empty
    second.close()
    third = Workspace.open(tmp_path / "a.desk")
    while third.redo():
        pass
    assert dump(third.store) == full
    third.close()


@pytest.mark.parametrize("many", [1, 150])
def test_a_primary_that_moved_from_one_affiliation_to_another_moves_back(store: Store, many: int) -> None:
    pairs = []
    with store.action("Add people with two affiliations"):
        here, there = add_organisation(store, "Here"), add_organisation(store, "There")
        for n in range(many):
            person = add_contact(store, f"P{n}")
            pairs.append(
                (
                    store.insert(schema.Affiliation, contact_id=person, organisation_id=here, is_primary=1),
                    store.insert(schema.Affiliation, contact_id=person, organisation_id=there),
                )
            )
    before = dump(store)
    with store.action("Move the primary"):
        for old, new in pairs:
            store.update(schema.Affiliation, old, is_primary=0)
            store.update(schema.Affiliation, new, is_primary=1)
    after = dump(store)
    assert store.undo() == "Move the primary"
    assert dump(store) == before
    assert store.redo() == "Move the primary"
    assert dump(store) == after


def test_a_record_that_was_moved_to_a_new_organisation_moves_back_when_that_goes(store: Store) -> None:
    with store.action("Add"):
        person, old = add_contact(store), add_organisation(store, "Old")
        job = store.insert(schema.Affiliation, contact_id=person, organisation_id=old)
    before = dump(store)
    with store.action("Move to a new one"):
        new = add_organisation(store, "New")
        store.update(schema.Affiliation, job, organisation_id=new)
        store.update(schema.Organisation, old, parent_id=new)
    store.undo()
    assert dump(store) == before


def test_records_that_were_added_before_those_they_need_go_and_come_back(store: Store) -> None:
    before = dump(store)
    with store.action("Add a branch, then its parent"):
        store.execute("PRAGMA defer_foreign_keys = ON")  # as the sample network is written
        branch = add_organisation(store, "Branch", parent_id=2)
        assert add_organisation(store, "Whole") == 2 == branch + 1
    after = dump(store)
    store.undo()
    assert dump(store) == before
    store.redo()
    assert dump(store) == after


def test_what_a_deletion_took_along_comes_back(store: Store) -> None:
    with store.action("Add"):
        person = add_contact(store)
        for n in range(3):
            store.insert(schema.ContactEmail, contact_id=person, value=f"ann{n}@trust.example")
    before = dump(store)
    with store.action("Delete"):
        store.delete(schema.Contact, person)
    assert store.value("SELECT count(*) FROM contact_email") == 0
    store.undo()
    assert dump(store) == before


def test_a_new_action_ends_what_can_be_redone(store: Store) -> None:
    with store.action("First"):
        add_contact(store)
    store.undo()
    with store.action("Second"):
        add_contact(store)
    assert store.next_redo() is None
    assert store.redo() is None


def test_an_action_that_changed_nothing_is_no_step(store: Store) -> None:
    with store.action("Add"):
        person = add_contact(store, "Ann")
    with store.action("Rename to the same name"):
        store.update(schema.Contact, person, given_name="Ann")
    assert store.next_undo() == "Add"


def test_an_older_action_is_taken_back_alone_unless_later_ones_build_on_it(store: Store) -> None:
    with store.action("Add Ann"):
        ann = add_contact(store)
    with store.action("Add Bob") as bob_set:
        add_contact(store, "Bob")
    with store.action("Rename Ann") as rename:
        store.update(schema.Contact, ann, given_name="Anne")
    assert store.take_back(bob_set) == "Add Bob"
    assert store.rows("SELECT given_name FROM contact") == [("Anne",)]
    with pytest.raises(StandsInTheWay) as refused:
        store.take_back(1)
    assert refused.value.labels == ("Rename Ann",)
    assert store.take_back(rename) == "Rename Ann"


def test_an_import_with_an_interaction_about_it_stands(store: Store) -> None:
    with store.action("Import 1 contact", "import") as imported:
        ann = add_contact(store)
    with store.action("Log a meeting"):
        log_meeting(store, ann, None, "Hello")
    before = dump(store)
    with pytest.raises(StandsInTheWay):
        store.take_back(imported)
    assert dump(store) == before


def later_work(store: Store, what: str, ann: int, bob: int, made: dict[str, int]) -> None:
    """Write something of somebody's own that hangs on what an import made."""
    if what == "a phone number":
        store.insert(schema.ContactPhone, contact_id=ann, typed="01632 960123")
    elif what == "a tag":
        store.insert(schema.ContactTag, contact_id=ann, tag_id=made["old tag"])
    elif what == "an alias":
        store.insert(schema.ContactAlias, contact_id=ann, name="Frost")
    elif what == "a domain":
        store.insert(schema.OrganisationDomain, organisation_id=made["organisation"], domain="acme.example")
    elif what == "a job of somebody else":
        store.insert(schema.Affiliation, contact_id=bob, organisation_id=made["organisation"])
    elif what == "a branch":
        store.insert(schema.Organisation, uid=new_uid(), name="Branch", parent_id=made["organisation"], created_at=NOW)
    elif what == "its tag on somebody else":
        store.insert(schema.ContactTag, contact_id=bob, tag_id=made["tag"])
    elif what == "its theme on somebody else":
        store.insert(schema.ContactTheme, contact_id=bob, theme_id=made["theme"])
    elif what == "somebody else at its meeting":
        store.insert(schema.Participant, interaction_id=made["meeting"], contact_id=bob, happened_at=NOW)
    elif what == "a tag on its meeting":
        store.insert(schema.InteractionTag, interaction_id=made["meeting"], tag_id=made["old tag"])
    elif what == "a party of its opportunity":
        store.insert(schema.OpportunityParty, opportunity_id=made["opportunity"], contact_id=bob, role="lead")
    elif what == "somebody else at its huddle":
        store.insert(schema.Attendance, huddle_id=made["huddle"], contact_id=bob, starts_at=NOW)
    else:
        raise AssertionError(what)


LATER_WORK = (
    "a phone number", "a tag", "an alias", "a domain", "a job of somebody else", "a branch",
    "its tag on somebody else", "its theme on somebody else", "somebody else at its meeting", "a tag on its meeting",
    "a party of its opportunity", "somebody else at its huddle",
)  # fmt: skip


@pytest.fixture
def imported(store: Store) -> tuple[int, int, int, dict[str, int]]:
    """An import that made somebody and more beside somebody known: its set, the two people and what it made."""
    with store.action("Add Bob"):
        bob, old_tag = add_contact(store, "Bob"), store.insert(schema.Tag, name="old")
    with store.action("Import 1 contact", "import") as change_set:
        ann = add_contact(store, "Ann")
        made = {
            "organisation": add_organisation(store, "Acme"),
            "tag": store.insert(schema.Tag, name="imported"),
            "theme": store.insert(schema.Theme, name="Imaging again", position=99),
            "meeting": log_meeting(store, ann, None, "Hello"),
            "opportunity": store.insert(schema.Opportunity, uid=new_uid(), title="Pilot", stage_id=1, created_at=NOW),
            "huddle": store.insert(
                schema.Huddle, uid=new_uid(), title="Spring", starts_at=NOW, ends_at=NOW, created_at=NOW
            ),
            "old tag": old_tag,
        }
    return change_set, ann, bob, made


@pytest.mark.parametrize("what", LATER_WORK)
def test_an_import_that_later_work_hangs_on_is_not_taken_back(
    store: Store, imported: tuple[int, int, int, dict[str, int]], what: str
) -> None:
    change_set, ann, bob, made = imported
    with store.action("Add something by hand"):
        later_work(store, what, ann, bob, made)
    before = dump(store)
    with pytest.raises(StandsInTheWay) as refused:
        store.take_back(change_set)
    assert refused.value.labels == ("Add something by hand",)
    assert dump(store) == before
    assert store.undo() == "Add something by hand"
    assert store.take_back(change_set) == "Import 1 contact"
    assert store.rows("SELECT given_name FROM contact") == [("Bob",)]


@pytest.mark.parametrize("what", LATER_WORK)
def test_an_import_is_not_taken_back_under_later_work_that_was_itself_removed(
    store: Store, imported: tuple[int, int, int, dict[str, int]], what: str
) -> None:
    change_set, ann, bob, made = imported
    with store.action("Add something by hand") as added:
        later_work(store, what, ann, bob, made)
    table, row = store.rows("SELECT table_name, row_id FROM change WHERE change_set_id = ? LIMIT 1", (added,))[0]
    with store.action("Remove it by hand"):
        store.execute(f"DELETE FROM {table} WHERE id = ?", (row,))
    with pytest.raises(StandsInTheWay) as refused:
        store.take_back(change_set)
    assert refused.value.labels == ("Remove it by hand", "Add something by hand")
    assert store.undo() == "Remove it by hand"
    assert store.undo() == "Add something by hand"
    assert store.take_back(change_set) == "Import 1 contact"


def test_an_import_is_taken_back_beside_later_work_that_has_nothing_to_do_with_it(
    store: Store, imported: tuple[int, int, int, dict[str, int]]
) -> None:
    change_set, _, bob, made = imported
    with store.action("Add to Bob"):
        store.insert(schema.ContactPhone, contact_id=bob, typed="01632 960123")
        store.insert(schema.ContactTag, contact_id=bob, tag_id=made["old tag"])
        log_meeting(store, bob, add_organisation(store, "Other"), "Hello Bob")
    assert store.take_back(change_set) == "Import 1 contact"
    assert store.value("SELECT count(*) FROM contact_phone") == 1
    assert store.rows("SELECT contact_id, tag_id FROM contact_tag") == [(bob, made["old tag"])]
    assert store.rows("SELECT subject FROM interaction") == [("Hello Bob",)]
    assert store.rows("SELECT name FROM organisation") == [("Other",)]


def test_an_undo_that_is_taken_back_does_the_action_again_and_can_itself_be_undone(store: Store) -> None:
    with store.action("Add Ann"):
        ann = add_contact(store)
    added = dump(store)
    with store.action("Rename Ann"):
        store.update(schema.Contact, ann, given_name="Anne")
    renamed = dump(store)
    store.undo()
    store.undo()
    rename_undone, adding_undone = (id_ for (id_,) in store.rows("SELECT id FROM change_set WHERE kind = 'undo'"))
    with pytest.raises(StandsInTheWay, match="Add Ann"):  # there is no Ann to rename
        store.take_back(rename_undone)
    assert store.take_back(adding_undone) == "Add Ann"
    assert dump(store) == added
    assert store.take_back(rename_undone) == "Rename Ann"
    assert dump(store) == renamed
    assert store.undo() == "Rename Ann"
    assert dump(store) == added


def test_what_was_undone_is_not_undone_again(store: Store) -> None:
    with store.action("Add Ann") as added:
        add_contact(store)
    with store.action("Add Bob"):
        add_contact(store, "Bob")
    store.take_back(added)
    before = dump(store)
    with pytest.raises(CrmError, match="already undone"):
        store.take_back(added)
    with pytest.raises(CrmError, match="already undone"):
        store.take_back(1 << 40)
    assert dump(store) == before


def test_a_record_whose_place_was_taken_since_does_not_come_back(store: Store) -> None:
    with store.action("Add a tag"):
        old = store.insert(schema.Tag, name="board")
    with store.action("Delete the tag") as deleted:
        store.delete(schema.Tag, old)
    with store.action("Add it anew"):
        store.insert(schema.Tag, name="board")
    with store.action("Add Ann"):
        add_contact(store)
    before = dump(store)
    with pytest.raises(StandsInTheWay) as refused:
        store.take_back(deleted)
    assert refused.value.labels == ("Add it anew",)
    assert dump(store) == before


def test_a_part_that_failed_and_was_caught_leaves_nothing_in_the_action(store: Store) -> None:
    with store.action("Outer"):
        add_contact(store, "Kept")
        with contextlib.suppress(ZeroDivisionError), store.action("Inner"):
            add_contact(store, f"Gone {1 / (add_contact(store, 'Gone') * 0)}")
    assert store.rows("SELECT given_name FROM contact") == [("Kept",)]
    store.undo()
    assert store.value("SELECT count(*) FROM contact") == 0


Step = tuple[str, int, int]
STEPS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "person",
                    "organisation",
                    "job",
                    "primary",
                    "meeting",
                    "rename",
                    "tag",
                    "untag",
                    "trash",
                    "erase",
                    "move",
                ]
            ),
            st.integers(0, 7),
            st.integers(0, 7),
        ),
        min_size=1,
        max_size=6,
    )
    | st.sampled_from(["undo", "redo", "take back", "take an undo back"]),
    max_size=12,
)


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = Workspace.create(tmp_path_factory.mktemp("history") / "a.desk")
    populate(opened.store, 4)
    yield opened
    opened.close()


@settings(max_examples=40)
@given(steps=STEPS)
def test_any_sequence_of_work_can_be_undone_and_redone(long_lived: Workspace, steps: list[Any]) -> None:
    store = long_lived.store
    before, start = dump(store), store.value("SELECT max(id) FROM change_set")
    for step in steps:
        if isinstance(step, str):
            apply_step(store, step, start)
        else:
            with store.action("Work"):
                for part in step:
                    work(store, part)
        assert_derived_is_fresh(store)
    after = dump(store)
    undone = 0
    while store.value("SELECT max(id) FROM change_set WHERE kind IN ('edit', 'redo') AND reversed_by IS NULL") > start:
        assert store.undo() is not None
        undone += 1
    assert dump(store) == before
    assert_derived_is_fresh(store)
    for _ in range(undone):
        assert store.redo() is not None
    assert dump(store) == after
    assert store.rows("PRAGMA foreign_key_check") == []


def apply_step(store: Store, step: str, start: int) -> None:
    own = "SELECT max(id) FROM change_set WHERE id > ? AND reversed_by IS NULL AND kind IN "
    if step == "undo" and store.value(own + "('edit', 'redo')", (start,)):
        store.undo()
    elif step == "redo" and store.value(own + "('undo')", (start,)):
        store.redo()
    elif step == "take back":
        oldest = store.value(
            "SELECT min(id) FROM change_set WHERE id > ? AND reversed_by IS NULL AND kind = 'edit'", (start,)
        )
        if oldest:
            with contextlib.suppress(StandsInTheWay):
                store.take_back(oldest)
    elif step == "take an undo back":
        oldest = store.value(own.replace("max", "min", 1) + "('undo')", (start,))
        if oldest:
            with contextlib.suppress(StandsInTheWay):
                store.take_back(oldest)


def pick(store: Store, table: str, n: int) -> int | None:
    ids = store.rows(f"SELECT id FROM {table} ORDER BY id")
    return int(ids[n % len(ids)][0]) if ids else None


def work(store: Store, part: Step) -> None:
    what, n, m = part
    person, organisation = pick(store, "contact", n), pick(store, "organisation", m)
    if what == "person" or person is None:
        add_contact(store, f"New {n}")
    elif what == "organisation" or organisation is None:
        add_organisation(store, f"New {m}", parent_id=organisation, sector_id=1 + m % 5)
    elif what == "job":
        store.insert(schema.Affiliation, contact_id=person, organisation_id=organisation, role=f"Role {m}")
    elif what == "primary":
        job = store.value("SELECT max(id) FROM affiliation WHERE contact_id = ?", (person,))
        store.execute("UPDATE affiliation SET is_primary = 0 WHERE contact_id = ?", (person,))
        store.execute("UPDATE affiliation SET is_primary = 1 WHERE id = ?", (job,))
    elif what == "meeting":
        log_meeting(store, person, organisation, f"Meeting {n}-{m}", 1 + m % 3)
    elif what == "rename":
        store.update(schema.Contact, person, family_name=f"Family {m}")
        store.update(schema.Organisation, organisation, name=f"Named {n}")
    elif what == "tag":
        store.execute("INSERT OR IGNORE INTO contact_tag (contact_id, tag_id) VALUES (?, ?)", (person, 1 + m % 3))
    elif what == "untag":
        store.execute("DELETE FROM contact_tag WHERE contact_id = ?", (person,))
    elif what == "trash":
        store.execute("UPDATE contact SET deleted_at = iif(deleted_at IS NULL, ?, NULL) WHERE id = ?", (NOW, person))
    elif what == "erase":
        store.execute(
            "DELETE FROM interaction WHERE id = (SELECT max(interaction_id) FROM participant) "
            "AND id NOT IN (SELECT interaction_id FROM follow_up WHERE interaction_id IS NOT NULL)"
        )
    elif what == "move":
        store.execute("UPDATE affiliation SET organisation_id = ? WHERE contact_id = ?", (organisation, person))
        store.execute("UPDATE participant SET organisation_id = ? WHERE contact_id = ?", (organisation, person))


def assert_derived_is_fresh(store: Store) -> None:
    shown = summaries(store)
    connection = store.connection()
    connection.execute("BEGIN")
    derived.rebuild(connection)
    rebuilt = summaries(store)
    connection.execute("ROLLBACK")
    assert shown == rebuilt
