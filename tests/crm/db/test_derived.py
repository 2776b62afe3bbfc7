"""Derived tables: after any action they are what a rebuild would make, and what is gone leaves no word behind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.db import derived, schema
from crm.db.derived.texts import INTERACTION, NEED, bounds, position, record_of
from crm.db.derived.tokens import phone_words
from crm.db.store import Store, moment_text, new_uid
from crm.text import words
from crm.workspace import Workspace

NOW = "2026-05-01T09:00:00Z"
GREATEST_ID = (1 << 36) - 1
"""Ids have 36 bits at most."""
TABLES = ("contact_summary", "organisation_summary", "search_record", "search_token")
TEXTS = ("imaging pilot", "Łukasz’s note", "", "a b c", "pilot", "Müller GmbH", "images of pipes", "a pilot’s image")
BEGINNINGS = sorted({word[:letters] for text in TEXTS for word in words(text) for letters in range(1, 5)})
NAMES = ("Ann", "Łukasz", "O’Dowd", "Roe-Smith", "Li", "Imaging")


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything derived, the words of the text index by the rowid of their text included."""
    connection = store.connection()
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed USING fts5vocab(main, search_text, 'instance')")
    found = {table: store.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in TABLES}
    found["search_text"] = store.rows("SELECT DISTINCT doc, term FROM temp.indexed ORDER BY 1, 2")
    holds = "SELECT ?, rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid"
    found["beginnings"] = [row for each in BEGINNINGS for row in store.rows(holds, (each, f'"{each}"*'))]
    assert store.rows("SELECT * FROM stale") == store.rows("SELECT id FROM stale_text") == []
    return found


def rebuilt(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.action("Rebuild"):
        derived.rebuild(store.connection())
    return state(store)


class Network:
    """A small network that is written to at random, through every table that something is derived from."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.store = workspace.store

    def pick(self, table: str, number: int) -> int | None:
        ids = [row[0] for row in self.store.rows(f"SELECT id FROM {table} ORDER BY id")]
        return ids[number % len(ids)] if ids else None

    def act(self, operation: int, number: int, text: str, name: str) -> None:
        steps: tuple[Callable[[int, str, str], None], ...] = (
            self.add_contact, self.add_organisation, self.add_interaction, self.add_interaction, self.add_follow_up,
            self.link, self.link, self.change, self.change, self.trash, self.remove, self.undo, self.redo,
        )  # fmt: skip
        steps[operation % len(steps)](number, text, name)

    def add_contact(self, number: int, text: str, name: str) -> None:
        with self.store.action("Add contact"):
            made = self.store.insert(
                schema.Contact, uid=new_uid(), given_name=name, family_name="Roe", about=text, created_at=NOW
            )
            self.store.insert(schema.ContactEmail, contact_id=made, value=f"x{number}@acme.example")
            self.store.insert(schema.ContactPhone, contact_id=made, e164=f"+4416329600{number:02}", typed="01632")

    def add_organisation(self, number: int, text: str, name: str) -> None:
        with self.store.action("Add organisation"):
            made = self.store.insert(
                schema.Organisation,
                uid=new_uid(),
                name=f"{name} {number}",
                about=text,
                phone="0161 496 0001",
                sector_id=1 + number % 5,
                created_at=NOW,
            )
            self.store.insert(schema.OrganisationAlias, organisation_id=made, name=name, kind="former")
            self.store.insert(schema.OrganisationDomain, organisation_id=made, domain="acme.example")
            self.store.insert(schema.Partnership, organisation_id=made, status="partner")

    def add_interaction(self, number: int, text: str, name: str) -> None:
        at = moment_text(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number))
        contact, organisation = self.pick("contact", number), self.pick("organisation", number)
        with self.store.action("Log"):
            made = self.store.insert(
                schema.Interaction,
                uid=new_uid(),
                kind=("meeting", "note")[number % 2],
                subject=name,
                notes=text,
                happened_at=at,
                created_at=NOW,
            )
            if contact or organisation:
                self.store.insert(
                    schema.Participant,
                    interaction_id=made,
                    contact_id=contact,
                    organisation_id=organisation,
                    happened_at=at,
                )

    def add_follow_up(self, number: int, text: str, name: str) -> None:
        with self.store.action("Add follow-up"):
            self.store.insert(
                schema.FollowUp,
                uid=new_uid(),
                title=name,
                notes=text,
                due_on=f"2026-06-{1 + number % 28:02}",
                contact_id=self.pick("contact", number),
                organisation_id=self.pick("organisation", number),
                created_at=NOW,
            )

    def link(self, number: int, text: str, name: str) -> None:
        contact, organisation = self.pick("contact", number), self.pick("organisation", number)
        with self.store.action("Link"):
            tag = self.store.value("SELECT id FROM tag WHERE name = ?", (name,)) or self.store.insert(
                schema.Tag, name=name
            )
            for record in ("contact", "organisation", "interaction"):
                if (target := self.pick(record, number)) is not None:
                    self.store.execute(
                        f"INSERT OR IGNORE INTO {record}_tag ({record}_id, tag_id) VALUES (?, ?)", (target, tag)
                    )
            if contact and organisation:
                primary = self.store.value("SELECT 1 FROM affiliation WHERE contact_id = ? AND is_primary", (contact,))
                self.store.insert(
                    schema.Affiliation,
                    contact_id=contact,
                    organisation_id=organisation,
                    role=text,
                    is_primary=int(not primary),
                )

    def change(self, number: int, text: str, name: str) -> None:
        changes: tuple[tuple[type[Any], dict[str, Any]], ...] = (
            (schema.Contact, {"family_name": name, "about": text}),
            (schema.Organisation, {"name": f"{name} new", "short_name": name, "about": text}),
            (schema.Interaction, {"notes": text, "happened_at": f"2025-02-{1 + number % 28:02}T10:00:00Z"}),
            (schema.Interaction, {"status": ("held", "planned", "cancelled")[number % 3]}),
            (schema.FollowUp, {"title": f"{name}!", "done_at": NOW if number % 2 else None}),
            (schema.Tag, {"name": f"{name} {number}"}),
            (schema.Affiliation, {"role": text, "is_current": 0, "is_primary": 0}),
            (schema.ContactPhone, {"e164": f"+4477009001{number:02}"}),
            (schema.Sector, {"position": number}),
            (schema.Partnership, {"status": "engaged"}),
        )
        model, values = changes[number % len(changes)]
        record = self.pick(model._meta.table_name, number)
        if record is not None:
            if model is schema.Tag:  # no two tags share a name
                values = {"name": f"{name} {number} of {record}"}
            with self.store.action("Change"):
                self.store.update(model, record, **values)

    def trash(self, number: int, text: str, name: str) -> None:
        model = (schema.Contact, schema.Organisation, schema.Interaction, schema.FollowUp)[number % 4]
        record = self.pick(model._meta.table_name, number)
        if record is not None:
            with self.store.action("Trash"):
                self.store.update(model, record, deleted_at=NOW if len(text) % 2 else None)

    def remove(self, number: int, text: str, name: str) -> None:
        """Delete a row for good: a link, a tag, or an interaction with everything that hangs on it."""
        tables = ("interaction", "tag", "contact_tag", "affiliation", "contact_email", "interaction_tag", "participant")
        table = tables[number % len(tables)]
        record = self.pick(table, number)
        if record is not None:
            with self.store.action("Delete"):
                if table == "interaction":
                    self.store.execute("UPDATE follow_up SET interaction_id = NULL WHERE interaction_id = ?", (record,))
                self.store.execute(f"DELETE FROM {table} WHERE id = ?", (record,))

    def undo(self, number: int, text: str, name: str) -> None:
        self.workspace.undo()

    def redo(self, number: int, text: str, name: str) -> None:
        self.workspace.redo()


ACTIONS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 99), st.sampled_from(TEXTS), st.sampled_from(NAMES)),
    min_size=1,
    max_size=14,
)


@given(actions=ACTIONS)
@settings(max_examples=40)
def test_after_any_actions_everything_derived_is_what_a_rebuild_makes(
    workspace: Workspace, actions: list[tuple[int, int, str, str]]
) -> None:
    network = Network(workspace)
    for action in actions:
        network.act(*action)
    kept = state(workspace.store)
    assert rebuilt(workspace.store) == kept


@pytest.mark.parametrize("operation", range(13))
def test_each_kind_of_action_keeps_everything_derived_right(workspace: Workspace, operation: int) -> None:
    network = Network(workspace)
    for number in range(26):
        network.act(number, number, TEXTS[number % len(TEXTS)], NAMES[number % len(NAMES)])
    for number in range(20):
        network.act(operation, number, TEXTS[number % len(TEXTS)], NAMES[number % len(NAMES)])
        kept = state(workspace.store)
        assert rebuilt(workspace.store) == kept, number


def test_a_whole_batch_in_one_action_is_derived_at_its_end(workspace: Workspace) -> None:
    store = workspace.store
    with store.action("Import", "import"):
        for number in range(300):
            made = store.insert(schema.Contact, uid=new_uid(), given_name=f"P{number}", created_at=NOW)
            store.insert(schema.ContactEmail, contact_id=made, value=f"p{number}@acme.example")
    kept = state(store)
    assert len(kept["search_record"]) == 300
    assert rebuilt(store) == kept
    workspace.undo()
    assert all(not rows for rows in state(store).values())


def test_a_meeting_leaves_the_words_of_its_people_alone(workspace: Workspace) -> None:
    network = Network(workspace)
    network.add_contact(1, "", "Ann")
    before = workspace.store.connection().total_changes
    network.add_interaction(2, "", "Roe")
    # interaction, participant, change set, three images, what is stale and back, one summary, and the text
    assert workspace.store.connection().total_changes - before < 40


def test_a_text_added_beside_an_edited_one_is_found_by_every_beginning(workspace: Workspace) -> None:
    store = workspace.store

    def add(day: str, notes: str) -> int:
        values = {"kind": "meeting", "status": "held", "happened_at": f"{day}T09:00:00Z", "notes": notes}
        return store.insert(schema.Interaction, uid=new_uid(), created_at=NOW, **values)

    with store.action("Log"):
        later = add("2026-05-02", "abacus")
    with store.action("Edit, and log an earlier one"):
        store.update(schema.Interaction, later, notes="acorn")
        add("2026-05-01", "adder")
    assert state(store) == rebuilt(store)
    assert len(store.rows("SELECT rowid FROM search_text WHERE search_text MATCH '\"a\"*'")) == 2


def test_words_that_were_taken_out_are_gone_from_the_file(workspace: Workspace, tmp_path: Path) -> None:
    store = workspace.store
    with store.action("Log"):
        made = store.insert(
            schema.Interaction,
            uid=new_uid(),
            kind="note",
            notes="xylographic quibble",
            happened_at=NOW,
            created_at=NOW,
        )
    assert store.rows("SELECT 1 FROM search_text WHERE search_text MATCH 'xylographic'")
    with store.action("Erase", "quiet"):
        store.delete(schema.Interaction, made)
        store.execute("DELETE FROM change")
    path = workspace.path
    workspace.close()
    assert b"xylographic" not in path.read_bytes()


def test_positions_put_the_newest_first_and_keep_kinds_apart() -> None:
    newer, older = position(INTERACTION, "2026-05-02T10:00:00Z", 7), position(INTERACTION, "2026-05-01", GREATEST_ID)
    assert newer < older
    assert record_of(older) == GREATEST_ID
    ends = []
    for kind in range(NEED, INTERACTION - 1, -1):
        low, high = bounds(kind)
        ends += [low, high]
        for at in ("0001-01-01", "9999-12-31", "no date"):
            for record in (1, 12, 1 << 24, GREATEST_ID):
                assert low <= position(kind, at, record) <= high
                assert record_of(position(kind, at, record)) == record
    assert ends == sorted(set(ends))
    assert ends[0] >= -(1 << 63)


def test_a_phone_is_found_with_its_country_as_dialled_and_by_its_end() -> None:
    endings = {"1632960123", "32960123", "2960123", "960123", "60123", "0123"}
    assert set(phone_words("+441632960123")) == {"441632960123", "01632960123", *endings}
    for typed in ("01632 960123", "(01632) 960-123", "0044 1632 960123", "+44 (0)1632 960123", "+44 01632 960123"):
        assert set(phone_words(typed)) == set(phone_words("+441632960123"))
    assert set(phone_words("0161 496 0001 ext 3")) == set(phone_words("01614960001"))
    assert list(phone_words("none")) == []
