"""The views that other tools read say what the services say, and the page about them says what they are."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm.db import migrate
from crm.db.schema import BY_TABLE
from crm.exporting import attendance
from crm.filters import EVERYTHING
from crm.notices import NoticeKind
from crm.workspace import Workspace
from tests.crm.db.conftest import alter

PAGE = (Path(migrate.__file__).parent / "README.md").read_text("utf-8")
VIEWS = tuple(sorted(name for name, (kind, _) in migrate.fresh().items() if kind == "view"))
TRASHED = ("contact", "organisation", "interaction", "follow_up", "opportunity", "introduction")


@pytest.fixture
def network(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    """A sample network with the first record of each kind, and the newest huddle held, in the trash."""
    workspace = Workspace.open(sampled_file(tmp_path / "network.desk"))
    for kind in TRASHED:
        workspace.trash.put(kind, [1, 2])
    workspace.trash.put("huddle", [3])
    yield workspace
    workspace.close()


def seen(workspace: Workspace, view: str) -> dict[int, dict[str, Any]]:
    cursor = workspace.store.connection().execute(f"SELECT * FROM {view}")
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def agrees(row: dict[str, Any], record: Any, *names: str) -> None:
    """Look whether a view's columns say what the fields of a service's record say; empty is empty either way."""
    for name in names:
        said = getattr(record, name)
        assert (row[name] or "") == ((said if isinstance(said, int | str) else str(said or "")) or ""), (name, row)


def _plain(value: Any) -> str:
    return str(int(value) if isinstance(value, bool | int) else value or "")


@pytest.mark.parametrize("subject", ["contact", "organisation"])
def test_contacts_and_organisations_are_those_of_the_lists(network: Workspace, subject: str) -> None:
    found = seen(network, f"v_{subject}")
    rows = list(getattr(network, f"{subject}s").stream(EVERYTHING, "name"))
    assert found.keys() == {row.id for row in rows}
    own = ("role", "organisation_id", "organisation", "email", "phone") if subject == "contact" else ("people",)
    for row in rows:
        shown = ("name", "sector", "sub_region", "partnership", "last_touch_at", "next_follow_up_on", *own)
        agrees(found[row.id], row, *shown)


def test_interactions_are_those_of_the_lists_with_who_took_part(network: Workspace) -> None:
    found = seen(network, "v_interaction")
    rows = [*network.interactions.recent(100_000), *network.interactions.planned(100_000)]
    listed = {id_ for id_, row in found.items() if row["status"] != "cancelled"}
    assert listed == {row.id for row in rows}
    for row in rows:
        agrees(found[row.id], row, "kind", "direction", "subject", "status", "has_time")
        names = [each.contact for each in row.participants if each.contact]
        places = dict.fromkeys(each.organisation for each in row.participants if each.organisation)
        assert (found[row.id]["contacts"] or "") == "; ".join(names)
        assert (found[row.id]["organisations"] or "") == "; ".join(places)


def test_follow_ups_are_those_of_their_pages(network: Workspace) -> None:
    found = seen(network, "v_follow_up")
    live = {id_ for id_, row in found.items() if row["done_at"] is None and row["dropped_at"] is None}
    groups = network.followups.counts()
    rows = [row for group in groups for row in network.followups.page(group, limit=100_000)]
    assert live == {row.id for row in rows}
    for row in rows:
        shown = ("title", "owed_by", "due_on", "snoozed_until", "priority", "contact_id", "contact")
        agrees(found[row.id], row, *shown, "organisation_id", "organisation")


def test_attendance_is_that_of_the_export(network: Workspace) -> None:
    found = seen(network, "v_attendance")
    said = network.store.each(attendance.EVERYBODY, into=attendance._Listed)
    shown = (
        "huddle",
        "number",
        "starts_at",
        "organisation",
        "sector",
        "sub_region",
        "role",
        "registration",
        "presence",
    )
    shown += ("checked_in_at", "minutes", "is_walk_in", "is_no_show")
    told = sorted(str([row.person, *(_plain(getattr(row, name)) for name in shown)]) for row in said)
    assert told == sorted(str([row["contact"], *(_plain(row[name]) for name in shown)]) for row in found.values())
    assert 3 not in {row["huddle_id"] for row in found.values()}


def test_opportunities_are_the_cards_with_their_next_step(network: Workspace) -> None:
    found = seen(network, "v_opportunity")
    rows = network.opportunities.rows()
    assert found.keys() == {row.id for row in rows}
    for row in rows:
        shown = ("title", "pipeline_id", "stage", "outcome", "probability", "organisation", "value_pence", "currency")
        agrees(found[row.id], row, *shown, "deadline", "expected_close", "next_step_id", "next_step", "next_step_on")


def test_introductions_are_the_ledger(network: Workspace) -> None:
    found = seen(network, "v_introduction")
    rows = network.introductions.rows()
    assert found.keys() == {row.id for row in rows}
    for row in rows:
        agrees(found[row.id], row, "reason", "notes", "source", "made_on", "check_id", "check_on")
        assert found[row.id]["contacts"] == "; ".join(party.contact for party in row.parties)
        assert (found[row.id]["outcome"] or "") == row.step


@pytest.mark.parametrize("subject", TRASHED)
def test_what_lies_in_the_trash_is_in_no_view(network: Workspace, subject: str) -> None:
    found = seen(network, f"v_{subject}")
    assert found
    assert not {1, 2} & found.keys()


@pytest.mark.parametrize(
    "meddling",
    [
        ("DROP VIEW v_contact",),
        ("CREATE VIEW v_more AS SELECT 1",),
        ("DROP VIEW v_contact", "CREATE VIEW v_contact AS SELECT id FROM contact"),
    ],
    ids=["missing", "planted", "altered"],
)
def test_a_view_that_is_missing_or_planted_or_altered_is_told_and_put_right(
    good: Path, meddling: tuple[str, ...]
) -> None:
    for statement in meddling:
        alter(good, statement)
    workspace = Workspace.open(good)
    connection = workspace.store.connection()
    assert NoticeKind.REPAIRED in {notice.kind for notice in workspace.notices}
    assert migrate.schema_check.objects(connection) == migrate.fresh()
    workspace.close()


def test_the_page_names_every_table_and_no_other() -> None:
    assert set(re.findall(r"^- `(\w+)`: ", PAGE, re.MULTILINE)) == BY_TABLE.keys()


def test_the_page_names_every_view_with_its_columns(workspace: Workspace) -> None:
    told = {
        name: re.findall(r"`(\w+)`", columns)
        for name, columns in re.findall(r"^### (\w+)\n.*?^Columns: (.*?)\.$", PAGE, re.MULTILINE | re.DOTALL)
    }
    connection = workspace.store.connection()
    assert tuple(sorted(told)) == VIEWS
    for view, columns in told.items():
        assert columns == [row[1] for row in connection.execute(f"PRAGMA table_info({view})")]


def test_what_the_page_shows_in_python_runs_without_pyside(sampled_file: Callable[..., Path], tmp_path: Path) -> None:
    sampled_file(tmp_path / "cluster.desk")
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    blocked = "import sys\nsys.modules['PySide6'] = None\n" + example
    environment = {"PYTHONPATH": str(Path(migrate.__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", blocked], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == 240
