"""What changed names the record that a column refers to, whichever table it lies in and whatever number it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.db import schema
from crm.db.store import new_uid
from crm.workspace import Workspace
from ui.records.what_changed import ChangesSource

NOW = "2026-10-05T09:30:00Z"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


def lines(workspace: Workspace, record: str, record_id: int) -> str:
    return "\n".join(event.body for event in ChangesSource(workspace, record, record_id).page(0, 50))


@pytest.fixture
def numbered(workspace: Workspace) -> dict[str, int]:
    """Make records of many kinds that share their number, so that a name of the wrong table shows."""
    store = workspace.store
    with store.action("Add"):
        series = store.insert(schema.Series, name="Monthly")
        made = {
            "organisation": store.insert(schema.Organisation, uid=new_uid(), name="Acme", created_at=NOW),
            "contact": store.insert(
                schema.Contact, uid=new_uid(), given_name="Jane", family_name="Roe", created_at=NOW
            ),
            "huddle": store.insert(
                schema.Huddle, uid=new_uid(), series_id=series, number=1, title="Huddle on wards", starts_at=NOW,
                ends_at="2026-10-05T11:30:00Z", created_at=NOW,
            ),
        }  # fmt: skip
        made["pitch"] = store.insert(
            schema.Pitch, uid=new_uid(), huddle_id=made["huddle"], topic="A pitch of sensors", created_at=NOW
        )
        made["introduction"] = store.insert(
            schema.Introduction, uid=new_uid(), reason="Both build robots", created_at=NOW
        )
        stage = store.value("SELECT min(id) FROM stage")
        made["opportunity"] = store.insert(
            schema.Opportunity, uid=new_uid(), title="Imaging pilot", stage_id=stage, created_at=NOW
        )
    return made


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("organisation_id", "Acme"),
        ("contact_id", "Jane Roe"),
        ("huddle_id", "Huddle on wards"),
        ("pitch_id", "A pitch of sensors"),
        ("introduction_id", "Both build robots"),
        ("opportunity_id", "Imaging pilot"),
    ],
)
def test_a_follow_up_that_was_moved_names_what_it_was_moved_to(
    workspace: Workspace, numbered: dict[str, int], column: str, name: str
) -> None:
    store = workspace.store
    with store.action("Add follow-up"):
        follow_up = store.insert(schema.FollowUp, uid=new_uid(), title="Send slides", created_at=NOW)
    with store.action("Edit follow-up"):
        store.update(schema.FollowUp, follow_up, **{column: numbered[column.removesuffix("_id")]})
    assert f"nothing → {name}" in lines(workspace, "follow_up", follow_up)


def test_what_is_added_to_an_opportunity_names_its_stage_and_parties(
    workspace: Workspace, numbered: dict[str, int]
) -> None:
    store, (first, second) = workspace.store, workspace.store.rows("SELECT id, name FROM stage ORDER BY id LIMIT 2")
    with store.action("Move"):
        store.update(schema.Opportunity, numbered["opportunity"], stage_id=second[0])
    assert f"{first[1]} → {second[1]}" in lines(workspace, "opportunity", numbered["opportunity"])


def test_a_huddle_that_changed_its_host_names_the_organisation(workspace: Workspace, numbered: dict[str, int]) -> None:
    with workspace.store.action("Edit huddle"):
        workspace.store.update(schema.Huddle, numbered["huddle"], host_organisation_id=numbered["organisation"])
    assert "host organisation: nothing → Acme" in lines(workspace, "huddle", numbered["huddle"])


def test_an_attendance_in_a_history_of_changes_names_its_huddle(workspace: Workspace, numbered: dict[str, int]) -> None:
    with workspace.store.action("Invite"):
        workspace.store.insert(
            schema.Attendance, huddle_id=numbered["huddle"], contact_id=numbered["contact"], starts_at=NOW
        )
    assert "Attendance added: attendee, Huddle on wards" in lines(workspace, "contact", numbered["contact"])
