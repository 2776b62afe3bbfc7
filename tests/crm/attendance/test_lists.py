"""Lists that say neither who registered nor who came."""

from typing import Any

import pytest

from crm.errors import Invalid
from crm.workspace import Workspace
from tests.crm.attendance.bring import JANE, Write, row
from tests.crm.huddle_maker import LATER, huddle


@pytest.mark.parametrize(
    ("counts_as", "expected"), [("attended", ("none", "attended")), ("registered", ("registered", "unknown"))]
)
def test_a_typed_list_says_what_one_says_it_does(
    workspace: Workspace, held: int, jane: int, counts_as: Any, expected: tuple[str, str]
) -> None:
    plan = workspace.reports.plan(held, "Jane Roe, Acme Imaging, jane.roe@acme.example", counts_as=counts_as)
    assert plan.counts_as == counts_as
    workspace.reports.apply(plan)
    assert (row(workspace, held, jane).registration, row(workspace, held, jane).presence) == expected


def test_a_list_for_a_huddle_still_to_come_registers_and_no_report_can_say_who_was_there(
    workspace: Workspace, jane: int, teams: Write
) -> None:
    coming = huddle(workspace, LATER)
    assert workspace.reports.plan(coming, "Jane Roe, jane.roe@acme.example").counts_as == "registered"
    plan = workspace.reports.plan(coming, teams(JANE, day="18/06/2026"))
    with pytest.raises(Invalid, match="still to come"):
        workspace.reports.apply(plan)
    assert workspace.attendance.row(coming, jane) is None
