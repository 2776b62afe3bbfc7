"""The sample network: believable, the same by seed, and one action."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from crm.db.dump import logical_dump
from crm.errors import CrmError
from crm.progress import Cancelled
from crm.sample import LABEL, make_sample
from crm.settings import IS_SAMPLE
from crm.workspace import Workspace

TODAY = date(2026, 5, 20)


@pytest.fixture
def sampled(workspace: Workspace) -> Workspace:
    make_sample(workspace.store, seed=1, today=TODAY)
    return workspace


def test_the_default_network_has_the_size_that_is_promised(workspace: Workspace) -> None:
    counts = make_sample(workspace.store, today=TODAY)
    assert (counts.organisations, counts.contacts, counts.interactions) == (60, 240, 1500)
    assert counts.participants > counts.interactions


def test_the_same_seed_and_day_make_the_same_records(workspace: Workspace, tmp_path: Path) -> None:
    make_sample(workspace.store, contacts=60, interactions=200, seed=7, today=TODAY)
    other = Workspace.create(tmp_path / "other.desk")
    make_sample(other.store, contacts=60, interactions=200, seed=7, today=TODAY)
    assert logical_dump(workspace.store.connection()) == logical_dump(other.store.connection())
    other.close()


def test_another_seed_makes_another_network(workspace: Workspace, tmp_path: Path) -> None:
    make_sample(workspace.store, contacts=60, interactions=200, seed=7, today=TODAY)
    other = Workspace.create(tmp_path / "other.desk")
    make_sample(other.store, contacts=60, interactions=200, seed=8, today=TODAY)
    assert logical_dump(workspace.store.connection())["contact"] != logical_dump(other.store.connection())["contact"]
    other.close()


def test_the_sample_is_one_action_and_undo_leaves_the_file_empty(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    make_sample(workspace.store, contacts=60, interactions=200, today=TODAY)
    assert workspace.settings.get(IS_SAMPLE)
    assert workspace.undo() == LABEL
    assert logical_dump(workspace.store.connection()) == before


def test_a_file_with_records_is_left_alone(sampled: Workspace) -> None:
    before = logical_dump(sampled.store.connection())
    with pytest.raises(CrmError, match="empty file"):
        make_sample(sampled.store, today=TODAY)
    assert logical_dump(sampled.store.connection()) == before


def test_every_sector_and_sub_region_has_organisations(sampled: Workspace) -> None:
    assert sampled.store.value("SELECT count(DISTINCT sector_id) FROM organisation") == 5
    assert sampled.store.value("SELECT count(DISTINCT sub_region_id) FROM organisation") == 5


def test_people_change_jobs_and_the_past_keeps_the_organisation_of_that_day(sampled: Workspace) -> None:
    moved = sampled.store.value(
        "SELECT count(*) FROM participant p JOIN affiliation now ON now.contact_id = p.contact_id AND now.is_primary "
        "WHERE p.organisation_id IS NOT now.organisation_id"
    )
    assert sampled.store.value("SELECT count(*) FROM affiliation WHERE NOT is_current") > 60
    assert moved > 50


def test_nothing_leads_to_a_real_person(sampled: Workspace) -> None:
    emails = [value for (value,) in sampled.store.rows("SELECT value FROM contact_email")]
    phones = [value for (value,) in sampled.store.rows("SELECT e164 FROM contact_phone")]
    assert all(value.endswith(".example") for value in emails)
    assert all(value.startswith(("+441632960", "+447700900", "+441614960", "+441514960")) for value in phones)


def test_follow_ups_stand_around_today(sampled: Workspace) -> None:
    def count(where: str) -> int:
        return int(
            sampled.store.value(
                f"SELECT count(*) FROM follow_up WHERE done_at IS NULL AND dropped_at IS NULL AND {where}",
                {"today": TODAY.isoformat()},
            )
        )

    assert count("owed_by = 'us' AND due_on < :today") >= 4
    assert count("owed_by = 'us' AND due_on = :today") >= 3
    assert count("owed_by = 'us' AND due_on > :today") >= 10
    assert count("owed_by = 'them'") >= 5
    assert sampled.store.value("SELECT count(*) FROM follow_up WHERE done_at IS NOT NULL") > 50


def test_subjects_next_to_each_other_in_a_history_differ(sampled: Workspace) -> None:
    rows = sampled.store.rows(
        "SELECT p.contact_id, i.subject FROM participant p JOIN interaction i ON i.id = p.interaction_id "
        "WHERE p.contact_id IS NOT NULL ORDER BY p.contact_id, p.happened_at"
    )
    repeated = sum(a == b for a, b in pairwise(rows))
    assert repeated < len(rows) / 50


def test_the_past_is_held_and_only_the_future_is_planned(sampled: Workspace) -> None:
    assert sampled.store.value("SELECT count(*) FROM interaction WHERE status = 'planned'") == 10
    assert not sampled.store.value(
        "SELECT count(*) FROM interaction WHERE (status = 'planned') <> (happened_at > '2026-05-20T23:59:59Z')"
    )


def test_a_benchmark_file_is_complete_but_no_undo_step(workspace: Workspace) -> None:
    make_sample(workspace.store, contacts=300, interactions=20_001, today=TODAY)
    store = workspace.store
    assert store.next_undo() is None
    assert store.value("SELECT count(*) FROM contact_summary") == 300
    assert store.value("PRAGMA foreign_key_check") is None
    with store.action("Rename somebody"):
        store.execute("UPDATE contact SET family_name = 'Quayle' WHERE id = 1")
    assert store.value("SELECT name FROM contact_summary WHERE contact_id = 1").endswith("Quayle")
    assert workspace.undo() == "Rename somebody"


def test_a_benchmark_file_has_every_index_and_trigger_of_a_normal_one(workspace: Workspace, tmp_path: Path) -> None:
    def objects(of: Workspace) -> list[tuple[object, ...]]:
        return sorted(of.store.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))

    fresh = Workspace.create(tmp_path / "fresh.desk")
    make_sample(workspace.store, contacts=20, interactions=20_001, today=TODAY)
    assert objects(workspace) == objects(fresh)
    fresh.close()


def test_a_cancelled_sample_leaves_nothing(workspace: Workspace) -> None:
    before = logical_dump(workspace.store.connection())
    with pytest.raises(Cancelled):
        make_sample(workspace.store, contacts=20, interactions=20_001, today=TODAY, cancelled=lambda: True)
    assert logical_dump(workspace.store.connection()) == before
    make_sample(workspace.store, contacts=20, interactions=50, today=TODAY)
    assert workspace.undo() == LABEL


def test_every_saved_view_shows_somebody(sampled: Workspace) -> None:
    views = sampled.views.all()
    assert len(views) == 5
    for view in views:
        service = sampled.contacts if view.page == "contacts" else sampled.organisations
        assert 0 < service.count(view.shown) < service.count()
