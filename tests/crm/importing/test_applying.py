"""Importing as one action: nothing before it, all of it or nothing, once, and taken back at any time."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crm import clock
from crm.changes import Topic
from crm.contacts import ContactDraft, PhoneNumber
from crm.db import derived
from crm.errors import CrmError, NotFound, StandsInTheWay
from crm.importing import FileChanged, ImportPlan, Outcome
from crm.interactions import InteractionDraft, Party
from crm.progress import Cancelled
from crm.workspace import Workspace
from tests.crm.importing.conftest import JANE, Desk, dump


def test_a_preview_writes_nothing(desk: Desk) -> None:
    before = dump(desk.workspace)
    plan = desk.plan(JANE)
    assert (plan.counts.new, plan.counts.organisations) == (1, 1)
    assert plan.new_organisations == ("Lumen",)
    assert dump(desk.workspace) == before


def test_an_import_makes_the_person_with_everything_the_row_says(desk: Desk) -> None:
    desk.take(
        "Title,First name,Last name,Email,Mobile,Organisation,Job title,Tags,Town,Postcode,Notes,LinkedIn\n"
        "Dr,Siân,Price,sian@wyvern.example,07700 900101,Wyvern Trust,Nurse,mentor;speaker,Bury,BL9 1AA,Met in May,"
        "https://www.linkedin.example/in/sian\n"
    )
    contact = desk.workspace.contacts.get(1)
    assert contact.name == "Siân Price"
    assert [email.value for email in contact.emails] == ["sian@wyvern.example"]
    assert [phone.e164 for phone in contact.phones] == ["+447700900101"]
    assert set(contact.tags) == {"mentor", "speaker"}
    assert desk.one("SELECT about FROM contact") == "Met in May"
    assert desk.one("SELECT role || ' at ' || organisation_name FROM contact_summary") == "Nurse at Wyvern Trust"
    assert desk.one("SELECT town || ' ' || postcode FROM contact_address") == "Bury BL9 1AA"


def test_columns_without_a_field_of_their_own_are_kept_in_the_notes(desk: Desk) -> None:
    desk.take("Name,Email,Member since,Dietary needs\nJane Roe,jane@lumen.example,2024,vegan\n")
    assert desk.one("SELECT about FROM contact") == "Member since: 2024\nDietary needs: vegan"


def test_an_import_is_one_undoable_action(desk: Desk) -> None:
    before = dump(desk.workspace)
    desk.take(JANE)
    assert desk.workspace.undo() == "Import “in1.csv”"
    assert dump(desk.workspace) == before
    assert desk.workspace.redo() == "Import “in1.csv”"
    assert desk.people() == ["Jane Roe"]


def test_everything_an_import_wrote_stands_in_the_change_log(desk: Desk) -> None:
    desk.take(JANE)
    logged = desk.workspace.store.rows("SELECT table_name, count(*) FROM change GROUP BY 1 ORDER BY 1")
    assert dict(logged) == {
        "affiliation": 1, "contact": 1, "contact_email": 1, "contact_phone": 1, "import_batch": 1, "organisation": 1,
    }  # fmt: skip
    labels = {change.label for change in desk.workspace.changes("contact", 1)}
    assert labels == {"Import “in1.csv”"}


def test_writes_after_an_import_are_logged_as_before(desk: Desk) -> None:
    desk.take(JANE)
    with desk.workspace.store.action("Add Ann"):
        desk.workspace.store.execute(
            "INSERT INTO contact (uid, given_name, family_name, created_at) VALUES ('a', 'Ann', 'Hall', '2026')"
        )
    assert desk.workspace.undo() == "Add Ann"
    assert desk.people() == ["Jane Roe"]


def test_listeners_hear_of_an_import_once(desk: Desk) -> None:
    heard: list[Topic] = []
    desk.workspace.feed.subscribe(heard.append)
    desk.take(JANE)
    assert len(heard) == 1
    assert Topic.CONTACTS | Topic.ORGANISATIONS | Topic.IMPORTS in heard[0]


def test_after_an_import_lists_and_search_are_what_a_rebuild_makes(desk: Desk) -> None:
    desk.take("Name,Short name,Partnership,Tags\nLumen Ltd,Lumen,partner,spin-out\n")
    with desk.workspace.store.action("A domain"):
        desk.workspace.store.execute(
            "INSERT INTO organisation_domain (organisation_id, domain) VALUES (1, 'lumen.example')"
        )
    rows = "".join(f"Person {n},p{n}@x{n % 7}.example,Firm {n % 7},mentor,note {n}\n" for n in range(600))
    desk.take("Name,Email,Organisation,Tags,Notes\nJane Roe,jane@lumen.example,Lumen Labs,mentor,\n" + rows)
    desk.take("Name,Email,Phone,Organisation\nPerson 3,p3@x3.example,01632 960003,Lumen\n")
    store = desk.workspace.store
    before = _derived(desk)
    with store.action("Rebuild"):
        derived.rebuild(store.connection())
    assert _derived(desk) == before


def _derived(desk: Desk) -> list[list[tuple[object, ...]]]:
    tables = ("contact_summary", "organisation_summary", "search_record", "search_token", "stale", "stale_text")
    return [desk.workspace.store.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables[:4]] + [
        desk.workspace.store.rows(f"SELECT * FROM {table}") for table in tables[4:]
    ]


def test_what_was_imported_is_found_by_search(desk: Desk) -> None:
    desk.take(JANE)
    assert [hit.title for hit in desk.workspace.search.find("lumen ro")] == ["Jane Roe"]


def test_the_same_file_again_makes_nothing_new_and_changes_nothing(desk: Desk) -> None:
    desk.take(JANE)
    before = dump(desk.workspace)
    plan = desk.take(JANE)
    assert (plan.counts.unchanged, plan.counts.new, plan.counts.updated) == (1, 0, 0)
    assert dump(desk.workspace) == before
    assert len(desk.workspace.importing.batches()) == 1


@pytest.mark.parametrize(
    "name", ["contacts.csv", "contacts.xlsx", "contacts.vcf", "organisations.csv", "organisations.xlsx"]
)
def test_an_export_read_back_changes_nothing(sampled_file: Callable[..., Path], tmp_path: Path, name: str) -> None:
    sampled = sampled_file(tmp_path / "sampled.desk", contacts=80, interactions=150)
    with closing(Workspace.open(sampled)) as workspace:
        workspace.exporting.export(Path(name).stem, tmp_path / name, everything=not name.endswith("vcf"))
        counts = workspace.importing.plan(tmp_path / name).counts
    assert (counts.new, counts.updated, counts.ask, counts.failed, counts.skipped) == (0, 0, 0, 0, 0)
    assert counts.unchanged >= 20


def test_people_of_a_name_alone_are_not_doubled_by_the_same_file(desk: Desk) -> None:
    text = "Name,Notes\nAnn Hall,rings on Fridays\n"
    desk.take(text)
    plan = desk.plan(text)
    assert (plan.counts.unchanged, plan.counts.ask) == (1, 0)


def test_rows_that_ask_are_kept_aside_with_all_they_hold(desk: Desk) -> None:
    desk.take(JANE)
    desk.take("Name,Email,Organisation\nJane Roe,jane@other.example,Other\nTom Ash,tom@x.example,X\n")
    batch = desk.workspace.importing.batches()[0]
    assert batch.counts["ask"] == 1
    (aside,) = desk.workspace.importing.kept_aside(batch.id)
    assert aside.reason == "only the name is the same"
    assert json.dumps(aside.content).count("jane@other.example") == 1


def test_cancelling_leaves_nothing(desk: Desk) -> None:
    rows = "".join(f"Person {n},p{n}@lumen.example,Firm {n}\n" for n in range(3_000))
    plan = desk.plan("Name,Email,Organisation\n" + rows)
    before = dump(desk.workspace)
    heard: list[int] = []

    def stop() -> bool:
        return len(heard) > 2

    with pytest.raises(Cancelled):
        desk.workspace.importing.apply(plan, progress=lambda done, total: heard.append(done), cancelled=stop)
    assert dump(desk.workspace) == before
    desk.take(JANE)
    assert desk.workspace.undo() == "Import “in2.csv”"


def test_progress_counts_towards_the_rows_of_the_preview(desk: Desk) -> None:
    rows = "".join(f"Person {n},p{n}@lumen.example\n" for n in range(2_000))
    plan = desk.plan("Name,Email\n" + rows)
    told: list[tuple[int, int]] = []
    desk.workspace.importing.apply(plan, progress=lambda done, total: told.append((done, total)))
    assert {total for _, total in told} == {2_000}
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_file_that_changed_since_the_preview_is_not_imported(desk: Desk) -> None:
    plan = desk.plan(JANE)
    plan.path.write_text(JANE + "Tom Ash,tom@x.example,X,,\n", encoding="utf-8")
    with pytest.raises(FileChanged):
        desk.workspace.importing.apply(plan)
    assert desk.people() == []


def test_a_file_of_something_else_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(CrmError, match="picture"):
        _picture(desk)


def _picture(desk: Desk) -> ImportPlan:
    path = desk.folder / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return desk.workspace.importing.plan(path)


def test_a_backup_is_made_before_an_import_into_a_file_that_holds_something(desk: Desk) -> None:
    desk.take(JANE)
    assert desk.workspace.backups.list_backups() == []
    desk.take("Name,Email\nTom Ash,tom@x.example\n")
    assert [backup.reason for backup in desk.workspace.backups.list_backups()] == ["before import"]


def test_an_older_import_is_taken_back_on_its_own(desk: Desk) -> None:
    desk.take(JANE)
    desk.take("Name,Email,Organisation\nTom Ash,tom@x.example,X\n")
    first = desk.workspace.importing.batches()[-1]
    desk.workspace.importing.take_back(first.id)
    assert desk.people() == ["Tom Ash"]
    assert [batch.file_name for batch in desk.workspace.importing.batches()] == ["in2.csv"]


def test_an_import_that_never_was_is_not_taken_back(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.workspace.importing.take_back(99)


def test_an_import_that_later_work_builds_on_is_not_taken_back(desk: Desk) -> None:
    desk.take(JANE)
    with desk.workspace.store.action("Rename Jane"):
        desk.workspace.store.execute("UPDATE contact SET given_name = 'Janet'")
    with pytest.raises(StandsInTheWay, match="Rename Jane"):
        desk.workspace.importing.take_back(desk.workspace.importing.batches()[0].id)


@pytest.mark.parametrize("what", ["a phone number", "a tag", "a note", "a meeting", "its tag on somebody else"])
def test_an_import_of_people_who_were_given_more_since_is_not_taken_back(desk: Desk, what: str) -> None:
    workspace = desk.workspace
    bob = workspace.contacts.create(ContactDraft("Bob", "Shah"))
    desk.take("Name,Email,Tags\nJane Roe,jane.roe@lumen.example,board\n")
    (jane,) = (row for (row,) in workspace.store.rows("SELECT id FROM contact WHERE family_name = 'Roe'"))
    before = dump(workspace)
    if what == "a phone number":
        workspace.contacts.set_phones(jane, (PhoneNumber("01632 960123"),))
    elif what == "a tag":
        workspace.contacts.set_tags(jane, ("board", "met in May"))
    elif what == "a note":
        workspace.contacts.edit(jane, about="Prefers to be rung")
    elif what == "a meeting":
        workspace.interactions.log(InteractionDraft(clock.today(), parties=(Party(jane, None),)))
    else:
        workspace.contacts.set_tags(bob, ("board",))
    since = dump(workspace)
    assert since != before
    with pytest.raises(StandsInTheWay):
        workspace.importing.take_back(workspace.importing.batches()[0].id)
    assert dump(workspace) == since
    workspace.undo()
    assert dump(workspace) == before
    workspace.importing.take_back(workspace.importing.batches()[0].id)
    assert desk.people() == ["Bob Shah"]


def test_outcomes_are_counted_row_by_row(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan(
        "Name,Email,Organisation\nJane Roe,jane.roe@lumen.example,Lumen\nTom Ash,tom@x.example,X\n"
        "Jane Roe,jane@y.example,Y\nTotal,,\n"
    )
    counts = plan.counts
    assert (counts.unchanged, counts.new, counts.ask, counts.skipped, counts.rows) == (1, 1, 1, 1, 3)
    assert [row.line for row in plan.of(Outcome.ASK)] == [4]
