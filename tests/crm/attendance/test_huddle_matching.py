"""Which huddle an attendance file is of: one of its own day or none, and a new one is filled from the file."""

from datetime import date, time
from pathlib import Path

from crm.huddles import HuddleDraft
from crm.workspace import Workspace
from tests.crm.attendance.bring import JANE, Write
from tests.crm.huddle_maker import LATER, huddle

MARCH = date(2026, 3, 19)


def test_a_file_is_proposed_the_huddle_of_its_day_and_never_one_of_another(workspace: Workspace, teams: Write) -> None:
    assert workspace.reports.huddles_for(teams(JANE)).proposal is None
    march, may = huddle(workspace, MARCH), huddle(workspace)
    coming = huddle(workspace, LATER)
    assert workspace.reports.huddles_for(teams(JANE, day="19/03/2026")).proposal == march
    assert workspace.reports.huddles_for(teams(JANE, day="18/06/2026")).proposal == coming
    other = workspace.reports.huddles_for(teams(JANE, day="25/02/2026"))
    assert (other.proposal, other.of_its_days, other.others) == (None, (), (march, may, coming))


def test_of_two_huddles_on_its_day_the_nearest_in_time_is_proposed(workspace: Workspace, teams: Write) -> None:
    morning = workspace.huddles.plan(HuddleDraft(MARCH, time(9), time(10), "Breakfast"))
    afternoon = workspace.huddles.plan(HuddleDraft(MARCH, time(14, 30), time(16), "Tea"))
    evening = workspace.huddles.plan(HuddleDraft(MARCH, time(19), time(20), "Supper"))
    found = workspace.reports.huddles_for(teams(JANE, day="19/03/2026"))
    assert (found.proposal, found.of_its_days) == (afternoon, (afternoon, evening, morning))


def test_a_cancelled_huddle_and_one_in_the_trash_are_not_proposed(workspace: Workspace, teams: Write) -> None:
    cancelled, thrown_away = huddle(workspace), huddle(workspace)
    workspace.huddles.set_status(cancelled, "cancelled")
    workspace.trash.put("huddle", [thrown_away])
    found = workspace.reports.huddles_for(teams(JANE))
    assert (found.proposal, found.of_its_days, found.others) == (None, (), ())


def test_a_day_that_can_be_two_is_settled_by_the_only_huddle_and_asked_between_two(
    workspace: Workspace, teams: Write
) -> None:
    path = teams(JANE, day="03/04/2026")
    assert workspace.reports.huddles_for(path).days == (date(2026, 4, 3), date(2026, 3, 4))
    march = huddle(workspace, date(2026, 3, 4))
    assert workspace.reports.huddles_for(path).proposal == march
    april = huddle(workspace, date(2026, 4, 3))
    found = workspace.reports.huddles_for(path)
    assert (found.proposal, set(found.of_its_days)) == (None, {march, april})


def test_a_file_that_names_no_day_is_asked_about_the_nearest_first(workspace: Workspace, tmp_path: Path) -> None:
    march, may, coming = huddle(workspace, MARCH), huddle(workspace), huddle(workspace, LATER)
    path = tmp_path / "who.csv"
    path.write_text("Name,Email,Attended\nJane Roe,jane.roe@acme.example,yes\n")
    found = workspace.reports.huddles_for(path)
    assert (found.days, found.proposal, found.others) == ((), None, (may, coming, march))
    assert found.draft(workspace.huddles.suggestion(1)).day == date(2026, 5, 21)


def test_a_new_huddle_is_filled_from_an_online_report(workspace: Workspace, teams: Write) -> None:
    huddle(workspace, MARCH, venue="The Hall", capacity=30)
    found = workspace.reports.huddles_for(teams(JANE, day="14/05/2026"))
    draft = found.draft(workspace.huddles.suggestion(1))
    assert (draft.day, draft.starts, draft.ends) == (date(2026, 5, 14), time(15), time(16, 30))
    assert (draft.title, draft.format, draft.venue, draft.series_id, draft.number) == ("Huddle", "online", "", 1, 2)
    made = workspace.huddles.plan(draft)
    assert workspace.reports.huddles_for(teams(JANE, day="14/05/2026")).proposal == made


def test_a_new_huddle_from_a_list_keeps_what_the_series_has(workspace: Workspace, tmp_path: Path) -> None:
    huddle(workspace, MARCH, venue="The Hall")
    path = tmp_path / "who.csv"
    path.write_text("Name,Email,Arrived\nJane Roe,jane.roe@acme.example,14/05/2026 15:04\n")
    found = workspace.reports.huddles_for(path)
    draft = found.draft(workspace.huddles.suggestion(1), date(2026, 5, 14))
    assert (draft.day, draft.format, draft.venue) == (date(2026, 5, 14), "in person", "The Hall")
