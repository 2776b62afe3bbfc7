"""Importing: who a row is recognised as, what it fills in, and that it can be taken back."""

import json
from pathlib import Path

import pytest

from crm.changes import Topic
from crm.db import derived
from crm.db.dump import logical_dump
from crm.errors import CrmError, StandsInTheWay
from crm.importing import NEW_CONTACT, FileChanged, ImportPlan, Outcome
from crm.progress import Cancelled
from crm.sample import make_sample
from crm.workspace import Workspace

Facts = dict[str, tuple[int, str]]


def dump(workspace: Workspace) -> Facts:
    return logical_dump(workspace.store.connection())


class Desk:
    """A workspace that takes tables as text."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.folder, self._number = workspace, folder, 0

    def plan(self, text: str, suffix: str = ".csv") -> ImportPlan:
        self._number += 1
        path = self.folder / f"in{self._number}{suffix}"
        path.write_text(text, encoding="utf-8")
        return self.workspace.importing.plan(path)

    def take(self, text: str, suffix: str = ".csv") -> ImportPlan:
        plan = self.plan(text, suffix)
        self.workspace.importing.apply(plan)
        return plan

    def people(self) -> list[str]:
        return [name for (name,) in self.workspace.store.rows("SELECT name FROM contact_summary ORDER BY contact_id")]

    def one(self, sql: str) -> object:
        return self.workspace.store.value(sql)


@pytest.fixture
def desk(workspace: Workspace, tmp_path: Path) -> Desk:
    return Desk(workspace, tmp_path)


def outcomes(plan: ImportPlan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


JANE = "Name,Email,Organisation,Role,Phone\nJane Roe,jane.roe@lumen.example,Lumen,Chemist,01632 960101\n"


# -- preview and result


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


# -- the same file again


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
def test_an_export_read_back_changes_nothing(workspace: Workspace, tmp_path: Path, name: str) -> None:
    make_sample(workspace.store, contacts=80, interactions=150)
    workspace.exporting.export(Path(name).stem, tmp_path / name, everything=not name.endswith("vcf"))
    counts = workspace.importing.plan(tmp_path / name).counts
    assert (counts.new, counts.updated, counts.ask, counts.failed, counts.skipped) == (0, 0, 0, 0, 0)
    assert counts.unchanged >= 20


def test_people_of_a_name_alone_are_not_doubled_by_the_same_file(desk: Desk) -> None:
    text = "Name,Notes\nAnn Hall,rings on Fridays\n"
    desk.take(text)
    plan = desk.plan(text)
    assert (plan.counts.unchanged, plan.counts.ask) == (1, 0)


# -- recognising people


def test_a_person_is_recognised_by_an_e_mail_they_once_had(desk: Desk) -> None:
    desk.take(JANE)
    with desk.workspace.store.action("Mark former"):
        desk.workspace.store.execute("UPDATE contact_email SET state = 'former'")
    plan = desk.plan("Name,Email\nJane Roe,JANE.ROE@lumen.example\n")
    assert outcomes(plan) == ["unchanged"]
    assert plan.rows[0].reason.startswith("the e-mail address")


def test_a_person_is_recognised_by_the_identifier_of_their_card(desk: Desk) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:{}\nFN:Jane Roe\nN:Roe;Jane;;;\nEMAIL:{}\nEND:VCARD\n"
    desk.take(card.format("abc-1", "jane@lumen.example"), ".vcf")
    plan = desk.plan(card.format("urn:uuid:ABC-1", "jane@new.example"), ".vcf")
    assert outcomes(plan) == ["updated"]
    assert plan.rows[0].adds == ("e-mail jane@new.example",)


def test_a_person_is_recognised_by_phone_where_the_name_agrees(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Phone\nJ Roe,jane@new.example,+44 1632 960101\n")
    assert outcomes(plan) == ["updated"]
    assert plan.rows[0].reason == "the phone number +44 1632 960101"


def test_colleagues_behind_one_switchboard_are_different_people(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Phone\nTom Ash,tom@lumen.example,01632 960101\n")
    assert outcomes(plan) == ["new"]


def test_a_person_is_recognised_by_their_profile_link_however_it_is_written(desk: Desk) -> None:
    desk.take("Name,LinkedIn\nJane Roe,https://www.linkedin.example/in/jane-roe/\n")
    plan = desk.plan("Name,LinkedIn,Email\nJane Roe,http://linkedin.example/in/Jane-Roe?trk=x,jane@lumen.example\n")
    assert outcomes(plan) == ["updated"]
    assert plan.rows[0].differs == ()


def test_a_person_is_recognised_by_name_and_organisation_in_any_spelling(desk: Desk) -> None:
    desk.take("Name,Organisation\nŁukasz Sørensen,Lumen Biosensors Ltd\n")
    plan = desk.plan("Name,Organisation,Email\nLUKASZ SORENSEN,lumen biosensors limited,lukasz@lumen.example\n")
    assert outcomes(plan) == ["updated"]
    assert plan.counts.organisations == 0


def test_an_alias_and_an_e_mail_domain_stand_for_the_organisation(desk: Desk) -> None:
    desk.take("Name,Organisation\nJane Roe,Mersey Reach Hospitals\n")
    with desk.workspace.store.action("Facts"):
        desk.workspace.store.execute("INSERT INTO organisation_alias (organisation_id, name) VALUES (1, 'MRH')")
        desk.workspace.store.execute(
            "INSERT INTO organisation_domain (organisation_id, domain) VALUES (1, 'mr.example')"
        )
    by_alias = desk.plan("Name,Organisation,Phone\nJane Roe,mrh,01632 960777\n")
    by_domain = desk.plan("Name,Email\nJane Roe,jroe@mr.example\n")
    assert outcomes(by_alias) == outcomes(by_domain) == ["updated"]


def test_a_shared_domain_never_stands_for_an_organisation(desk: Desk) -> None:
    desk.take("Name,Organisation\nJane Roe,Mersey Reach Hospitals\n")
    with desk.workspace.store.action("Facts"):
        desk.workspace.store.execute(
            "INSERT INTO organisation_domain (organisation_id, domain, shared) VALUES (1, 'nhs.example', 1)"
        )
    plan = desk.plan("Name,Email\nTom Ash,tom@nhs.example\n")
    desk.workspace.importing.apply(plan)
    assert desk.one("SELECT organisation_name FROM contact_summary WHERE name = 'Tom Ash'") == ""


def test_a_name_alone_asks(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Organisation\nJane Roe,jane@other.example,Other\n")
    assert outcomes(plan) == ["ask"]
    assert [candidate.contact_id for candidate in plan.rows[0].candidates] == [1]
    assert plan.rows[0].candidates[0].organisation == "Lumen"


def test_an_address_of_somebody_of_another_name_asks(desk: Desk) -> None:
    desk.take("Name,Email\nJane Roe,office@lumen.example\n")
    plan = desk.plan("Name,Email\nTom Ash,office@lumen.example\n")
    assert outcomes(plan) == ["ask"]
    assert "shared mailbox" in plan.rows[0].reason


def test_several_candidates_ask(desk: Desk) -> None:
    desk.take("Name,Email\nJane Roe,office@lumen.example\n")
    with desk.workspace.store.action("A namesake"):
        desk.workspace.store.execute(
            "INSERT INTO contact (uid, given_name, family_name, created_at) VALUES ('b', 'Jane', 'Roe', '2026')"
        )
        desk.workspace.store.execute("INSERT INTO contact_email (contact_id, value) VALUES (2, 'office@lumen.example')")
    plan = desk.plan("Name,Email,Phone\nJane Roe,office@lumen.example,01632 960888\n")
    assert outcomes(plan) == ["ask"]
    assert len(plan.rows[0].candidates) == 2


def test_namesakes_with_two_addresses_at_one_organisation_ask(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan("Name,Email,Organisation\nJane Roe,jane.roe2@lumen.example,Lumen\n")
    assert outcomes(plan) == ["ask"]


def test_someone_in_the_trash_asks_and_the_decision_brings_them_back(desk: Desk) -> None:
    desk.take(JANE)
    desk.workspace.trash.put("contact", [1])
    plan = desk.plan("Name,Email,Phone\nJane Roe,jane.roe@lumen.example,01632 960999\n")
    assert outcomes(plan) == ["ask"]
    assert plan.rows[0].candidates[0].in_trash
    desk.workspace.importing.apply(plan, decisions={1: 1})
    assert desk.people() == ["Jane Roe"]


def test_a_decision_completes_the_one_chosen_and_another_makes_somebody_new(desk: Desk) -> None:
    desk.take(JANE)
    text = "Name,Email,Organisation\nJane Roe,jane@other.example,Other\n"
    plan = desk.plan(text)
    desk.workspace.importing.apply(plan, decisions={1: 1})
    assert desk.one("SELECT count(*) FROM contact_email WHERE contact_id = 1") == 2
    desk.workspace.undo()
    desk.workspace.importing.apply(plan, decisions={1: NEW_CONTACT})
    assert desk.people() == ["Jane Roe", "Jane Roe"]


# -- several rows about one person


def test_rows_about_the_same_person_become_one_contact_with_all_their_words(desk: Desk) -> None:
    plan = desk.take(
        "First name,Last name,Email,Notes\nAnn,Hall,ann@lumen.example,\nAnn,Hall,ANN@LUMEN.example,second\n"
        "ann,hall,ann@lumen.example,third\n"
    )
    assert outcomes(plan) == ["new", "same", "same"]
    assert desk.people() == ["Ann Hall"]
    assert desk.one("SELECT about FROM contact") == "second\n\nthird"


def test_two_people_of_one_name_in_a_list_with_addresses_of_their_own_are_two(desk: Desk) -> None:
    plan = desk.take("Name,Email\nAnn Hall,ann@a.example\nAnn Hall,ann@b.example\n")
    assert plan.counts.new == 2


def test_two_people_who_carry_one_identifier_by_mistake_are_two(desk: Desk) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nUID:same\nFN:{0} {1}\nN:{1};{0};;;\nEND:VCARD\n"
    desk.take(card.format("Ann", "Hall") + card.format("Bob", "Hill"), ".vcf")
    assert desk.people() == ["Ann Hall", "Bob Hill"]


# -- completing


def test_an_update_fills_what_is_empty_and_adds_what_is_new(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.take(
        "Title,Name,Email,Mobile,Organisation,Tags,Pronouns\n"
        "Dr,Jane Roe,jane.roe@lumen.example,07700 900321,Lumen,mentor,she/her\n"
    )
    assert plan.rows[0].adds == ("title Dr", "pronouns she/her", "phone 07700 900321", "tag mentor")
    assert desk.one("SELECT title || pronouns FROM contact") == "Drshe/her"
    assert desk.one("SELECT count(*) FROM contact_phone") == 2


def test_what_differs_is_named_and_never_overwritten(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.take("Name,Email,Organisation,Role\nJane Smith,jane.roe@lumen.example,Lumen,Head of Chemistry\n")
    assert outcomes(plan) == ["unchanged"]
    assert plan.rows[0].differs == (
        "Name: the file says “Jane Smith”, kept “Jane Roe”",
        "Role at Lumen: the file says “Head of Chemistry”, kept “Chemist”",
    )
    assert desk.one("SELECT name || role FROM contact_summary") == "Jane RoeChemist"


def test_another_employer_is_added_beside_the_one_we_know(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.take("Name,Email,Organisation,Role\nJane Roe,jane.roe@lumen.example,Dee University,Visiting Fellow\n")
    assert plan.rows[0].adds == ("also at Dee University",)
    rows = desk.workspace.store.rows("SELECT role, is_primary, is_current FROM affiliation ORDER BY id")
    assert rows == [("Chemist", 1, 1), ("Visiting Fellow", 0, 1)]


def test_new_notes_stand_below_the_old_ones(desk: Desk) -> None:
    desk.take("Name,Email,Notes\nJane Roe,jane@lumen.example,first\n")
    desk.take("Name,Email,Notes\nJane Roe,jane@lumen.example,second\n")
    assert desk.one("SELECT about FROM contact") == "first\n\nsecond"


def test_a_mailbox_without_a_name_is_shown_by_its_address_until_someone_decides_whose_it_is(desk: Desk) -> None:
    desk.take("Name,Email,Organisation\n,office@lumen.example,Lumen\n")
    assert desk.people() == ["office@lumen.example"]
    plan = desk.plan("Name,Email\nTom Ash,office@lumen.example\n")
    assert outcomes(plan) == ["ask"]
    desk.workspace.importing.apply(plan, decisions={1: 1})
    assert desk.people() == ["Tom Ash"]


def test_the_last_meeting_of_a_file_is_kept_only_where_we_know_of_none_later(desk: Desk) -> None:
    desk.take("Name,Email,Last met\nJane Roe,jane@lumen.example,12/03/2026\n")
    assert desk.one("SELECT about FROM contact") == "Last met: 2026-03-12"


# -- organisations


def test_a_list_of_organisations_makes_organisations(desk: Desk) -> None:
    plan = desk.take(
        "Name,Short name,Sector,Sub-region,Partnership,Website\n"
        "Lumen Biosensors Ltd,Lumen,Industry,Lancashire,partner,https://www.lumen.example\n"
    )
    assert plan.counts.new == 1
    assert desk.people() == []
    row = desk.workspace.store.row(
        "SELECT o.short_name, s.name, q.status FROM organisation o JOIN sector s ON s.id = o.sector_id "
        "JOIN partnership q ON q.organisation_id = o.id"
    )
    assert row == ("Lumen", "Industry", "partner")


def test_an_organisation_is_completed_and_never_overwritten(desk: Desk) -> None:
    desk.take("Name,Short name,Website\nLumen Ltd,Lumen,https://www.lumen.example\n")
    plan = desk.plan("Name,Short name,Town,Website\nLUMEN,Lumen,Bury,https://other.example\n")
    assert plan.rows[0].adds == ("town Bury",)
    assert plan.rows[0].differs == ("Website: the file says “https://other.example”, kept “https://www.lumen.example”",)


# -- going wrong


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


def test_an_import_that_later_work_builds_on_is_not_taken_back(desk: Desk) -> None:
    desk.take(JANE)
    with desk.workspace.store.action("Rename Jane"):
        desk.workspace.store.execute("UPDATE contact SET given_name = 'Janet'")
    with pytest.raises(StandsInTheWay, match="Rename Jane"):
        desk.workspace.importing.take_back(desk.workspace.importing.batches()[0].id)


def test_outcomes_are_counted_row_by_row(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan(
        "Name,Email,Organisation\nJane Roe,jane.roe@lumen.example,Lumen\nTom Ash,tom@x.example,X\n"
        "Jane Roe,jane@y.example,Y\nTotal,,\n"
    )
    counts = plan.counts
    assert (counts.unchanged, counts.new, counts.ask, counts.skipped, counts.rows) == (1, 1, 1, 1, 3)
    assert [row.line for row in plan.of(Outcome.ASK)] == [4]
