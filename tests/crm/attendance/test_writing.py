"""An attendance file is applied whole, as one step."""

import pytest

from crm.attendance.reports import LEAVE
from crm.progress import Cancelled
from crm.workspace import Workspace
from tests.crm.attendance.bring import JANE, RAVI, Write, bring, dump, row
from tests.crm.huddle_maker import person


def test_a_report_is_one_step_and_undone_whole(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    person(workspace, "Ravi Shah")
    workspace.attendance.check_in(held, jane)
    before = dump(workspace)
    path = teams(
        JANE,
        RAVI,
        ("Ida Moss", "ida@new.example", "15:00:00", "16:00:00", "1h"),
        ("+44 1632 ****12", "", "15:00:00", "16:00:00", "1h"),
    )
    done = bring(workspace, held, path)
    assert (done.changed, done.created, done.kept) == (2, 1, 1)
    after = dump(workspace)
    assert workspace.undo() is not None
    assert dump(workspace) == before
    workspace.redo()
    assert dump(workspace) == after


def test_in_a_locked_huddle_the_lock_is_kept(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    tom = person(workspace, "Tom Ash", None, "tom@ward.example")
    workspace.attendance.reply(held, [jane, tom], "registered")
    workspace.huddles.lock(held)
    assert row(workspace, held, jane).presence == "absent"
    bring(workspace, held, teams(JANE, ("Tom Ash", "tom@ward.example", "15:00:00", "15:03:00", "3m")))
    assert (row(workspace, held, jane).presence, row(workspace, held, jane).by_lock) == ("attended", False)
    assert (row(workspace, held, tom).presence, row(workspace, held, tom).minutes) == ("absent", 3)
    workspace.huddles.unlock(held)
    assert (row(workspace, held, jane).presence, row(workspace, held, tom).presence) == ("attended", "unknown")


def test_a_report_stopped_half_way_changes_nothing(workspace: Workspace, held: int) -> None:
    text = "Name,Email,Attended\n" + "".join(f"Ida Moss{n},ida{n}@new.example,yes\n" for n in range(300))
    plan = workspace.reports.plan(held, text)
    before = dump(workspace)
    with pytest.raises(Cancelled):
        workspace.reports.apply(plan, cancelled=lambda: True)
    assert dump(workspace) == before


def test_planning_writes_nothing(workspace: Workspace, held: int, jane: int, teams: Write) -> None:
    before = dump(workspace)
    workspace.reports.decide(workspace.reports.plan(held, teams(JANE, RAVI)), 2, LEAVE)
    assert dump(workspace) == before
