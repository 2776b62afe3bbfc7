"""Which day, and which huddle, an attendance file is of."""

from datetime import date

import pytest

from crm.errors import Invalid
from crm.workspace import Workspace
from tests.crm.attendance.bring import JANE, Write
from tests.crm.huddle_maker import huddle


def test_a_day_that_can_be_two_is_asked_before_anything_is_written(
    workspace: Workspace, held: int, jane: int, teams: Write
) -> None:
    path = teams(JANE, day="03/04/2026")
    plan = workspace.reports.plan(held, path)
    assert set(plan.possible_days) == {date(2026, 4, 3), date(2026, 3, 4)}
    with pytest.raises(Invalid, match="which day"):
        workspace.reports.apply(plan)
    assert workspace.attendance.row(held, jane) is None
    chosen = workspace.reports.plan(held, path, on=date(2026, 3, 4))
    assert (chosen.possible_days, chosen.other_day) == ((date(2026, 3, 4),), date(2026, 3, 4))
    assert chosen.day_order == "month first: as chosen"
    assert workspace.reports.apply(chosen).changed == 1
    assert workspace.store.value("SELECT joined_at FROM attendance_session") == "2026-03-04T15:00:00Z"


def test_the_huddles_own_day_settles_the_order_and_says_so(workspace: Workspace, jane: int, teams: Write) -> None:
    april = huddle(workspace, date(2026, 4, 3))
    plan = workspace.reports.plan(april, teams(JANE, day="03/04/2026"))
    assert (plan.possible_days, plan.other_day, plan.refusal) == ((date(2026, 4, 3),), None, "")
    assert plan.day_order == "day first: resolved by the huddle's own date"
