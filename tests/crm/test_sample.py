"""The sample network: believable, the same by seed, and one action."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crm import sample
from crm.db import schema
from crm.db.dump import logical_dump
from crm.db.store import new_uid
from crm.errors import CrmError
from crm.opportunities import OpportunityDraft
from crm.progress import Cancelled
from crm.sample import LABEL, make_sample
from crm.settings import IS_SAMPLE
from crm.workspace import Workspace

TODAY = date(2026, 5, 20)


@pytest.fixture
def sampled(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(sampled_file(tmp_path / "sampled.desk", today=TODAY))
    yield opened
    opened.close()


def test_the_default_network_has_the_size_that_is_promised(workspace: Workspace) -> None:
    counts = make_sample(workspace.store, today=TODAY)
    assert (counts.organisations, counts.contacts, counts.interactions) == (60, 240, 1500)
    assert counts.participants > counts.interactions
    # Eighteen monthly ones and the next, six quarterly ones online.
    assert counts.huddles == 18 + 1 + 6
    assert counts.pitches > 60
    assert counts.hands > counts.pitches
    assert counts.opportunities == 30
    assert (counts.introductions, counts.needs_and_offers) == (12, 16)


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


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The numbers of a network just too large to be one undoable action, where that is a small one."""
    monkeypatch.setattr(sample, "LOGGED_UP_TO", 400)
    return {"contacts": 60, "interactions": 401, "today": TODAY}


def test_a_benchmark_file_is_complete_but_no_undo_step(workspace: Workspace, benchmark: dict[str, Any]) -> None:
    make_sample(workspace.store, **benchmark)
    store = workspace.store
    assert store.next_undo() is None
    assert store.value("SELECT count(*) FROM contact_summary") == 60
    assert store.value("PRAGMA foreign_key_check") is None
    with store.action("Rename somebody"):
        store.execute("UPDATE contact SET family_name = 'Quayle' WHERE id = 1")
    assert store.value("SELECT name FROM contact_summary WHERE contact_id = 1").endswith("Quayle")
    assert workspace.undo() == "Rename somebody"


def test_a_benchmark_file_has_every_index_and_trigger_of_a_normal_one(
    workspace: Workspace, tmp_path: Path, benchmark: dict[str, Any]
) -> None:
    def objects(of: Workspace) -> list[tuple[object, ...]]:
        return sorted(of.store.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))

    fresh = Workspace.create(tmp_path / "fresh.desk")
    make_sample(workspace.store, **benchmark)
    assert objects(workspace) == objects(fresh)
    fresh.close()


def test_a_cancelled_sample_leaves_nothing(workspace: Workspace, benchmark: dict[str, Any]) -> None:
    before = logical_dump(workspace.store.connection())
    with pytest.raises(Cancelled):
        make_sample(workspace.store, **benchmark, cancelled=lambda: True)
    assert logical_dump(workspace.store.connection()) == before
    make_sample(workspace.store, contacts=20, interactions=50, today=TODAY)
    assert workspace.undo() == LABEL


def test_every_saved_view_shows_somebody(sampled: Workspace) -> None:
    views = sampled.views.all()
    assert len(views) == 5
    for view in views:
        service = sampled.contacts if view.page == "contacts" else sampled.organisations
        assert 0 < service.count(view.shown) < service.count()


def test_between_25_and_45_come_to_each_monthly_huddle(sampled: Workspace) -> None:
    held = [row for row in sampled.huddles.rows(1) if row.status == "held"]
    assert len(held) == 18
    assert all(25 <= row.attended <= 45 and 3 <= row.pitches <= 5 for row in held)
    assert [row.day for row in held] == sorted((row.day for row in held), reverse=True)


def test_past_huddles_are_locked_and_the_next_has_replies_and_free_slots(sampled: Workspace) -> None:
    newest, *past = sampled.huddles.rows(1)
    assert (newest.status, newest.is_locked, newest.attended) == ("planned", False, 0)
    assert 5 <= (newest.day - TODAY).days <= 11
    assert newest.registered > 10
    assert newest.invited > 10
    assert 0 < newest.pitches < newest.pitch_slots
    assert all(row.is_locked and row.day <= TODAY for row in past)


def test_a_settled_huddle_leaves_no_registration_open(sampled: Workspace) -> None:
    assert not sampled.store.value(
        "SELECT count(*) FROM attendance a JOIN huddle h ON h.id = a.huddle_id AND h.locked_at IS NOT NULL "
        "WHERE a.registration = 'registered' AND a.presence = 'unknown'"
    )


def test_people_stand_in_every_state_of_the_lifecycle(sampled: Workspace) -> None:
    counts = sampled.lifecycles.counts(1)
    assert all(number >= 5 for number in counts.values())
    assert counts["regular"] > counts["lapsed"]


def test_walk_ins_no_shows_and_apologies_all_happen(sampled: Workspace) -> None:
    for row in sampled.huddles.rows(1)[1:6]:
        counts = sampled.attendance.counts(row.id)
        assert counts.walk_ins > 0
        assert counts.no_shows > 0
        assert counts.apologies > 0


def test_everybody_at_a_huddle_stands_for_the_organisation_of_that_day(sampled: Workspace) -> None:
    moved = sampled.store.value(
        "SELECT count(*) FROM attendance a JOIN affiliation now ON now.contact_id = a.contact_id AND now.is_primary "
        "WHERE a.organisation_id IS NOT now.organisation_id"
    )
    assert moved > 5


def test_who_pitched_was_there_and_hands_are_those_of_others(sampled: Workspace) -> None:
    assert not sampled.store.value(
        "SELECT count(*) FROM pitch p WHERE p.delivered = 1 AND NOT EXISTS (SELECT 1 FROM attendance a "
        "WHERE a.huddle_id = p.huddle_id AND a.contact_id = p.contact_id AND a.presence = 'attended')"
    )
    assert not sampled.store.value(
        "SELECT count(*) FROM hand h JOIN pitch p ON p.id = h.pitch_id WHERE h.contact_id = p.contact_id"
    )
    assert sampled.store.value("SELECT count(*) FROM follow_up WHERE pitch_id IS NOT NULL AND done_at IS NOT NULL") > 20


def test_minutes_online_are_those_of_the_sessions(sampled: Workspace) -> None:
    rows = sampled.store.rows(
        "SELECT a.minutes, sum(unixepoch(s.left_at) - unixepoch(s.joined_at)) / 60 FROM attendance a "
        "JOIN attendance_session s ON s.attendance_id = a.id GROUP BY a.id"
    )
    assert len(rows) > 30
    assert all(minutes == stayed for minutes, stayed in rows)


def test_the_rest_of_the_network_is_the_same_with_and_without_huddles(workspace: Workspace, tmp_path: Path) -> None:
    make_sample(workspace.store, contacts=60, interactions=200, today=TODAY)
    without = Workspace.create(tmp_path / "without.desk")
    counts = make_sample(without.store, contacts=60, interactions=200, huddles=0, today=TODAY)
    assert (counts.huddles, counts.attendances) == (0, 0)
    one, other = logical_dump(workspace.store.connection()), logical_dump(without.store.connection())
    assert one["contact"] == other["contact"]
    assert one["interaction"] == other["interaction"]
    without.close()


def test_opportunities_stand_in_every_pipeline_with_moves_over_two_years(sampled: Workspace) -> None:
    value = sampled.store.value
    assert value("SELECT count(*) FROM opportunity") == 30
    assert value("SELECT count(DISTINCT s.pipeline_id) FROM opportunity o JOIN stage s ON s.id = o.stage_id") == 5
    assert value("SELECT count(*) FROM opportunity WHERE pitch_id IS NOT NULL") == 6
    assert value("SELECT count(*) FROM opportunity_party WHERE organisation_id IS NULL") >= 5
    first, last = sampled.store.rows("SELECT min(at), max(at) FROM stage_change")[0]
    assert "2024-05-20" <= first < "2025-05-20"
    assert last < "2026-05-20"
    rows = [row for row in sampled.opportunities.rows() if row.outcome == "open"]
    assert any(row.next_step_id is None for row in rows)
    assert any(row.next_step_on is not None and row.next_step_on < TODAY for row in rows)


def test_a_file_that_holds_an_opportunity_takes_no_sample(workspace: Workspace) -> None:
    workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    with pytest.raises(CrmError, match="empty file"):
        make_sample(workspace.store, contacts=20, interactions=50, today=TODAY)


def test_a_file_that_holds_an_introduction_takes_no_sample(workspace: Workspace) -> None:
    with workspace.store.action("Add an introduction"):
        workspace.store.insert(
            schema.Introduction, uid=new_uid(), reason="Both work on frailty", created_at="2026-05-20T09:00:00Z"
        )
    with pytest.raises(CrmError, match="empty file"):
        make_sample(workspace.store, contacts=20, interactions=50, today=TODAY)


def test_every_opportunity_of_the_sample_has_one_to_four_parties_and_a_lead(sampled: Workspace) -> None:
    for row in sampled.opportunities.rows():
        parties = [each for each in sampled.opportunities.parties(row.id) if not each.is_gap]
        assert 1 <= len(parties) <= 4
        assert [each.role for each in parties].count("lead") == 1


def test_the_moves_of_every_opportunity_of_the_sample_have_no_gap(sampled: Workspace) -> None:
    for row in sampled.opportunities.rows():
        moves = sampled.store.rows(
            "SELECT from_stage_id, to_stage_id, at FROM stage_change WHERE opportunity_id = ? ORDER BY id", (row.id,)
        )
        assert moves[0][0] is None
        assert all(before[1] == after[0] and before[2] < after[2] for before, after in pairwise(moves))
        assert moves[-1][1] == row.stage_id
