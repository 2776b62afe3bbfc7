"""What a row fills in, adds and leaves as it is: of a contact, of an organisation."""

from tests.crm.importing.conftest import JANE, Desk, outcomes


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
        "Name: the file says “Jane Smith”, ours is “Jane Roe”",
        "Role at Lumen: the file says “Head of Chemistry”, ours is “Chemist”",
    )
    assert desk.one("SELECT name || role FROM contact_summary") == "Jane RoeChemist"


def test_what_differs_is_taken_from_the_file_where_that_was_chosen(desk: Desk) -> None:
    desk.take(JANE)
    plan = desk.plan(
        "Title,Name,Email,Organisation,Role\nDr,Jane Smith,jane.roe@lumen.example,Lumen,Head of Chemistry\n"
        "Dr,Tom Ash,tom@x.example,X,\n"
    )
    desk.workspace.importing.apply(plan, takes={1})
    jane = desk.workspace.contacts.get(1)
    assert (jane.title, jane.name, jane.affiliations[0].role) == ("Dr", "Jane Smith", "Head of Chemistry")
    assert jane.former_names == ("Jane Roe",)
    assert [hit.title for hit in desk.workspace.search.find("jane roe")] == ["Jane Smith"]
    assert desk.workspace.importing.plan(plan.path).counts.differing == 0
    desk.workspace.undo()
    jane = desk.workspace.contacts.get(1)
    assert (jane.name, jane.affiliations[0].role, jane.former_names) == ("Jane Roe", "Chemist", ())


def test_a_row_that_was_not_chosen_keeps_ours(desk: Desk) -> None:
    desk.take(JANE + "Tom Ash,tom@lumen.example,Lumen,Clerk,\n")
    plan = desk.plan(
        "Name,Email,Organisation,Role\nJane Roe,jane.roe@lumen.example,Lumen,Head\n"
        "Tom Ash,tom@lumen.example,Lumen,Head\n"
    )
    desk.workspace.importing.apply(plan, takes={2})
    roles = desk.workspace.store.rows("SELECT role FROM affiliation ORDER BY contact_id")
    assert roles == [("Chemist",), ("Head",)]


def test_a_past_employer_of_a_file_is_taken_as_a_new_period_and_the_old_one_stays(desk: Desk) -> None:
    desk.take(JANE)
    with desk.workspace.store.action("Jane leaves"):
        desk.workspace.store.execute("UPDATE affiliation SET is_current = 0, is_primary = 0")
    plan = desk.plan(JANE)
    assert plan.rows[0].differs == ("Organisation: the file says “Lumen”, recorded as left",)
    desk.workspace.importing.apply(plan, takes={1})
    assert desk.workspace.store.rows("SELECT is_current FROM affiliation ORDER BY id") == [(0,), (1,)]


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
    assert plan.rows[0].differs == (
        "Website: the file says “https://other.example”, ours is “https://www.lumen.example”",
    )


def test_facts_of_an_organisation_are_taken_from_the_file_where_that_was_chosen(desk: Desk) -> None:
    desk.take("Name,Short name,Website,Sector\nLumen Ltd,Lumen,https://www.lumen.example,Industry\n")
    plan = desk.plan("Name,Short name,Website,Sector\nLUMEN,Lumen,https://other.example,Academia\n")
    assert len(plan.rows[0].differs) == 2
    desk.workspace.importing.apply(plan, takes={1})
    organisation = desk.workspace.organisations.get(1)
    assert (organisation.website, organisation.sector) == ("https://other.example", "Academia")
