"""The grid of huddles: columns, lines and what their cells say."""

from collections.abc import Callable
from datetime import date, time

import pytest

from crm import clock
from crm.attendance.grid import GridFilter, OrganisationLine, PersonLine, sentence
from crm.contacts import ContactDraft
from crm.errors import Invalid
from crm.huddles import HuddleDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace

TODAY = date(2026, 5, 20)
Person = Callable[..., int]
Gather = Callable[..., int]


@pytest.fixture(autouse=True)
def _on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.wall_clock("2026-05-20T08:00:00Z", "UTC")
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def person(workspace: Workspace) -> Person:
    """Make somebody we have known since 2020, unless said otherwise."""

    def make(name: str, organisation_id: int | None = None, known: str = "2020-01-01T00:00:00Z") -> int:
        given, _, family = name.partition(" ")
        contact = workspace.contacts.create(ContactDraft(given, family, organisation_id=organisation_id))
        with workspace.store.action("known since"):
            workspace.store.execute("UPDATE contact SET created_at = ? WHERE id = ?", (known, contact))
        return contact

    return make


@pytest.fixture
def gather(workspace: Workspace) -> Gather:
    """Plan a huddle on a day, mark people, and hold it where its day is past."""

    def make(day: date, came: tuple[int, ...] = (), **marks: tuple[int, ...]) -> int:
        huddle = workspace.huddles.plan(HuddleDraft(day, time(15), time(16, 30), series_id=1))
        workspace.attendance.reply(huddle, marks.pop("registered", ()), "registered")
        workspace.attendance.invite(huddle, marks.pop("invited", ()))
        if came:
            workspace.attendance.mark(huddle, came, "attended")
        for presence, people in marks.items():
            workspace.attendance.mark(huddle, people, presence)
        if day < TODAY:
            workspace.huddles.set_status(huddle, "held")
        return huddle

    return make


def line_of(workspace: Workspace, contact: int) -> PersonLine:
    return workspace.grid.cells(workspace.grid.columns(), [contact])[0]


def org_line(workspace: Workspace, organisation: int) -> OrganisationLine:
    return workspace.grid.organisation_cells(workspace.grid.columns(), [organisation])[0]


def test_columns_stand_from_the_oldest_huddle_to_the_next_one(workspace: Workspace, gather: Gather) -> None:
    gather(date(2026, 4, 15))
    gather(date(2026, 6, 17))
    gather(date(2026, 3, 11))
    columns = workspace.grid.columns()
    assert [each.day for each in columns] == [date(2026, 3, 11), date(2026, 4, 15), date(2026, 6, 17)]
    assert [each.is_next for each in columns] == [False, False, True]
    assert [each.has_begun for each in columns] == [True, True, False]


def test_a_huddle_after_the_next_is_a_column_once_somebody_is_on_its_list(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    gather(date(2026, 6, 17))
    later = gather(date(2026, 7, 15))
    assert len(workspace.grid.columns()) == 1
    workspace.attendance.invite(later, [person("Jane Roe")])
    assert [each.is_next for each in workspace.grid.columns()] == [True, False]


def test_a_column_counts_who_attended(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane, rhys = person("Jane Roe"), person("Rhys Turner")
    gather(date(2026, 4, 15), (jane,), absent=(rhys,))
    (column,) = workspace.grid.columns()
    assert (column.attended, column.label, column.number) == (1, "Huddle 1", 1)


def test_only_the_newest_huddles_are_columns(workspace: Workspace, gather: Gather) -> None:
    for month in (1, 2, 3):
        gather(date(2026, month, 15))
    assert [each.number for each in workspace.grid.columns(limit=2)] == [2, 3]


def test_each_presence_and_reply_has_its_own_code(workspace: Workspace, person: Person, gather: Gather) -> None:
    people = [person(f"{name} Roe") for name in ("Ann", "Ben", "Cleo", "Dev", "Eve", "Flo", "Gus")]
    came, sorry, away, missed, said, asked, _ = people
    gather(date(2026, 4, 15), (came,), apologies=(sorry,), registered=(missed, said), invited=(asked,))
    huddle = workspace.huddles.rows()[0].id
    workspace.attendance.mark(huddle, [away, missed], "absent")
    lines = workspace.grid.cells(workspace.grid.columns(), people)
    assert "".join(line.codes for line in lines) == "AExXRI."


def test_a_delivered_pitch_is_shown_where_they_attended(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane, rhys = person("Jane Roe"), person("Rhys Turner")
    huddle = gather(date(2026, 4, 15), (jane,), apologies=(rhys,))
    with workspace.store.action("pitches"):
        for contact in (jane, rhys):
            workspace.store.execute(
                "INSERT INTO pitch (uid, huddle_id, topic, contact_id, delivered, created_at) "
                "VALUES (?, ?, 'Trust data sandbox', ?, 1, '2026-04-15T15:00:00Z')",
                (f"p{contact}", huddle, contact),
            )
    assert [each.codes for each in workspace.grid.cells(workspace.grid.columns(), [jane, rhys])] == ["P", "E"]


def test_huddles_before_we_knew_somebody_are_blank_and_not_in_their_denominator(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    jane = person("Jane Roe", known="2026-03-01T00:00:00Z")
    for month in (1, 2, 3):
        gather(date(2026, month, 15))
    gather(date(2026, 4, 15), (jane,))
    line = line_of(workspace, jane)
    assert (line.codes, line.attended, line.of) == ("  .A", 1, 2)


def test_somebody_entered_late_is_known_since_the_first_list_they_were_on(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    jane = person("Jane Roe", known="2026-05-01T00:00:00Z")
    gather(date(2026, 2, 15))
    gather(date(2026, 3, 15), (jane,))
    gather(date(2026, 4, 15))
    line = line_of(workspace, jane)
    assert (line.codes, line.attended, line.of) == (" A.", 1, 2)


def test_cancelled_huddles_and_those_to_come_count_for_nobody(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    jane = person("Jane Roe")
    gather(date(2026, 3, 15), (jane,))
    workspace.huddles.set_status(gather(date(2026, 4, 15), registered=(jane,)), "cancelled")
    gather(date(2026, 6, 17), registered=(jane,))
    line = line_of(workspace, jane)
    assert (line.codes, line.attended, line.of) == ("ARR", 1, 1)


def test_a_cell_is_a_sentence(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane = person("Jane Roe")
    gather(date(2026, 3, 15), (jane,))
    gather(date(2026, 6, 17), registered=(jane,))
    columns, line = workspace.grid.columns(), line_of(workspace, jane)
    assert sentence(columns[0], line, 0) == "Jane Roe, huddle 1: attended"
    assert sentence(columns[1], line, 1) == "Jane Roe, huddle 2 (to come): registered"


def test_lines_are_everybody_on_a_list_of_the_shown_huddles(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    jane, rhys, _ = person("Jane Roe"), person("Rhys Aziz"), person("Never Listed")
    gather(date(2026, 1, 15), (jane,))
    gather(date(2026, 3, 15), invited=(rhys,))
    grid = workspace.grid
    assert grid.people(grid.columns()) == [rhys, jane]
    assert grid.people(grid.columns(limit=1)) == [rhys]


def test_lines_sort_by_organisation_and_by_how_often_they_came(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    jane, rhys = person("Jane Roe", acme), person("Rhys Aziz")
    gather(date(2026, 1, 15), (jane, rhys))
    gather(date(2026, 3, 15), (rhys,))
    grid = workspace.grid
    columns = grid.columns()
    assert grid.people(columns, sort="organisation") == [jane, rhys]
    assert grid.people(columns, sort="total", descending=True) == [rhys, jane]
    with pytest.raises(Invalid):
        grid.people(columns, sort="shoe size")


def test_lines_are_filtered_by_sector_state_and_words(workspace: Workspace, person: Person, gather: Gather) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging", sector_id=1, sub_region_id=2))
    jane, rhys = person("Jane Roe", acme), person("Rhys Aziz")
    gather(date(2026, 1, 15), (jane,), invited=(rhys,))
    grid = workspace.grid
    columns = grid.columns()
    assert grid.people(columns, GridFilter(sector_id=1)) == [jane]
    assert grid.people(columns, GridFilter(sub_region_id=1)) == []
    assert grid.people(columns, GridFilter(state="never came")) == [rhys]
    assert grid.people(columns, GridFilter(text="azi")) == [rhys]


def test_the_strip_of_an_organisation_goes_on_when_another_person_comes(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    jane, rhys = person("Jane Roe", acme), person("Rhys Turner", acme)
    gather(date(2026, 1, 15), (jane,))
    gather(date(2026, 2, 15), (rhys,))
    gather(date(2026, 3, 15), (jane, rhys))
    line = org_line(workspace, acme)
    assert (line.codes[-3:], line.people, line.attended) == ("AAA", (1, 1, 2), 3)
    columns = workspace.grid.columns()
    assert sentence(columns[2], line, 2) == "Acme Imaging, huddle 3: Jane Roe and Rhys Turner came"


def test_a_huddle_stays_with_the_organisation_of_that_day(workspace: Workspace, person: Person, gather: Gather) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("Dee Bioworks"))
    jane = person("Jane Roe", acme)
    huddle = gather(date(2026, 3, 15), (jane,))
    row = workspace.attendance.row(huddle, jane)
    assert row is not None
    workspace.attendance.set_organisation(row.id, dee)
    assert workspace.grid.organisations(workspace.grid.columns()) == [dee]
    assert org_line(workspace, dee).people == (1,)


def test_the_strip_has_the_last_huddles_and_a_sentence(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane = person("Jane Roe")
    for month in (1, 2, 3):
        gather(date(2026, month, 15), (jane,) if month > 1 else ())
    strip = workspace.grid.strip("contact", jane, 2)
    assert strip is not None
    assert (strip.line.codes, strip.sentence) == ("AA", "Jane Roe came to 2 of 2 huddles.")


def test_there_is_no_strip_while_there_are_no_huddles(workspace: Workspace, person: Person) -> None:
    assert workspace.grid.strip("contact", person("Jane Roe")) is None
