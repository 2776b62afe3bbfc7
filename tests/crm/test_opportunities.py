"""Opportunities: steered through stages, every move kept by the database itself."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from crm import clock
from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.errors import CrmError, Invalid
from crm.followups import FollowUpDraft
from crm.introductions import IntroductionDraft
from crm.opportunities import OpportunityDraft, OpportunityFilter, PartyDraft
from crm.opportunities.places import ROOM
from crm.organisations import OrganisationDraft
from crm.pipelines import StageDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.crm.huddle_maker import huddle, organisation, person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def stages(workspace: Workspace) -> dict[str, int]:
    """The stages of the first pipeline by name."""
    return {stage.name: stage.id for stage in workspace.pipelines.get(None).stages}


def titles(workspace: Workspace, stage: int) -> list[str]:
    rows = workspace.store.rows(
        "SELECT title FROM opportunity WHERE stage_id = ? AND deleted_at IS NULL ORDER BY position", (stage,)
    )
    return [title for (title,) in rows]


def test_a_new_opportunity_stands_at_the_end_of_its_first_stage(workspace: Workspace, stages: dict[str, int]) -> None:
    for title in ("Imaging pilot", "Sensor trial"):
        workspace.opportunities.create(OpportunityDraft(title))
    assert titles(workspace, stages["Idea"]) == ["Imaging pilot", "Sensor trial"]


def test_moving_puts_it_where_one_says(workspace: Workspace, stages: dict[str, int]) -> None:
    made = [workspace.opportunities.create(OpportunityDraft(title)) for title in "ABC"]
    workspace.opportunities.move(made[2], stages["Idea"], 0)
    assert titles(workspace, stages["Idea"]) == ["C", "A", "B"]
    workspace.opportunities.move(made[0], stages["Exploring"])
    assert titles(workspace, stages["Idea"]) == ["C", "B"]


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [
        ("D", 1, "ABCEDF"),  # between E and F
        ("D", 2, "ABCEFD"),
        ("F", 0, "ABCFDE"),
        ("D", None, "ABCEFD"),
        ("A", 1, "BCDAEF"),  # from elsewhere among the shown
        ("E", 9, "ABCDFE"),
    ],
)
def test_a_place_among_those_shown_leaves_the_others_in_their_order(
    workspace: Workspace, stages: dict[str, int], moved: str, place: int | None, order: str
) -> None:
    made = {title: workspace.opportunities.create(OpportunityDraft(title)) for title in "ABCDEF"}
    workspace.opportunities.move(made[moved], stages["Idea"], place, among={made[title] for title in "DEF"})
    assert "".join(titles(workspace, stages["Idea"])) == order
    workspace.undo()
    assert "".join(titles(workspace, stages["Idea"])) == "ABCDEF"


def test_a_move_writes_no_other_card(workspace: Workspace, stages: dict[str, int]) -> None:
    made = [workspace.opportunities.create(OpportunityDraft(title)) for title in "ABCD"]
    for moved, place in ((made[3], 0), (made[0], None), (made[2], 1)):
        workspace.opportunities.move(moved, stages["Idea"], place)
        last = workspace.store.value("SELECT max(id) FROM change_set")
        rows = "SELECT DISTINCT table_name, row_id FROM change WHERE change_set_id = ?"
        assert workspace.store.rows(rows, (last,)) == [("opportunity", moved)]
    assert titles(workspace, stages["Idea"]) == ["D", "C", "B", "A"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1), st.none() | st.integers(0, 7)), max_size=25))
@settings(max_examples=40)
def test_whatever_is_moved_where_the_columns_stand_as_lists_would(
    workspace: Workspace, moves: list[tuple[int, int, int | None]]
) -> None:
    stages = workspace.pipelines.get(None).stages[:2]
    made = [workspace.opportunities.create(OpportunityDraft(f"O{number}")) for number in range(6)]
    with workspace.store.action("As older files have it: no room between"):
        workspace.store.execute(f"UPDATE opportunity SET position = position / {ROOM}")
    columns = [list(made), []]
    for which, column, place in moves:
        workspace.opportunities.move(made[which], stages[column].id, place)
        for each in columns:
            if made[which] in each:
                each.remove(made[which])
        columns[column].insert(len(columns[column]) if place is None else place, made[which])
    own = [[row.id for row in workspace.opportunities.rows() if row.stage_id == stage.id] for stage in stages]
    assert [[each for each in column if each in made] for column in own] == columns
    workspace.trash.put("opportunity", made)


def test_closing_keeps_the_reason_and_reopening_takes_it_away(workspace: Workspace, stages: dict[str, int]) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    workspace.opportunities.move(made, stages["Lost"], reason="No theatre time")
    assert workspace.opportunities.get(made).lost_reason == "No theatre time"
    assert workspace.opportunities.open_count() == 0
    workspace.opportunities.move(made, stages["Idea"])
    assert workspace.opportunities.get(made).lost_reason == ""
    spells = workspace.opportunities.get(made).spells
    assert [(spell.stage, spell.reason) for spell in spells] == [
        ("Idea", ""),
        ("Lost", "No theatre time"),
        ("Idea", ""),
    ]


@pytest.mark.parametrize("end", ["Lost", "Won"])
def test_an_opportunity_closed_and_opened_again_is_open_as_before_and_each_undo_is_exact(
    workspace: Workspace, stages: dict[str, int], end: str
) -> None:
    def shown() -> tuple[str, int, str]:
        detail = workspace.opportunities.get(made)
        return detail.row.outcome, detail.row.probability, detail.lost_reason

    draft = OpportunityDraft("Imaging pilot", stages["Exploring"], 100_000, expected_close=date(2026, 3, 1))
    made = workspace.opportunities.create(draft)
    steps = [(shown(), logical_dump(workspace.store.connection()))]
    for stage, reason in ((end, "No theatre time"), ("Shaping", ""), (end, "Second thoughts"), ("Exploring", "")):
        workspace.opportunities.move(made, stages[stage], reason=reason)
        steps.append((shown(), logical_dump(workspace.store.connection())))
    by_name = {stage.name: stage for stage in workspace.pipelines.get(None).stages}
    closed = (by_name[end].outcome, by_name[end].probability)
    assert closed == ((("lost", 0)) if end == "Lost" else ("won", 100))
    assert [each for each, _ in steps] == [
        ("open", by_name["Exploring"].probability, ""),
        (*closed, "No theatre time"),
        ("open", by_name["Shaping"].probability, ""),
        (*closed, "Second thoughts"),
        ("open", by_name["Exploring"].probability, ""),
    ]
    kept = [spell.reason for spell in workspace.opportunities.spells(made)]
    assert kept == ["", "No theatre time", "", "Second thoughts", ""]
    assert workspace.opportunities.get(made).row.expected_close == date(2026, 3, 1)
    for before in reversed(steps[:-1]):
        workspace.undo()
        assert (shown(), logical_dump(workspace.store.connection())) == before


def test_undo_and_redo_of_a_closing_take_its_reason_along(workspace: Workspace, stages: dict[str, int]) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    workspace.opportunities.move(made, stages["Lost"], reason="No theatre time")
    whole = logical_dump(workspace.store.connection())
    workspace.undo()
    assert [spell.reason for spell in workspace.opportunities.spells(made)] == [""]
    workspace.redo()
    assert logical_dump(workspace.store.connection()) == whole


def test_there_is_no_reason_to_correct_where_nothing_is_closed(workspace: Workspace) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    with pytest.raises(Invalid, match="is open"):
        workspace.opportunities.correct_reason(made, "No theatre time")


def test_a_card_is_stale_after_the_days_of_its_stage(workspace: Workspace, stages: dict[str, int]) -> None:
    with time_machine.travel(NOON, tick=False):
        workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        assert not workspace.opportunities.rows()[0].is_stale
    with time_machine.travel(NOON + timedelta(days=61), tick=False):
        row = workspace.opportunities.rows(OpportunityFilter(stale=True))[0]
        assert (row.days_in_stage, row.is_stale) == (61, True)


def test_the_next_step_is_the_open_follow_up_due_first(workspace: Workspace) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    assert workspace.opportunities.rows(OpportunityFilter(no_next_step=True))[0].id == made
    for title, day in (("Later", 20), ("Sooner", 10)):
        workspace.followups.add(FollowUpDraft(title, date(2026, 5, day), opportunity_id=made))
    row = workspace.opportunities.rows()[0]
    assert (row.next_step, row.next_step_on) == ("Sooner", date(2026, 5, 10))
    workspace.followups.done([row.next_step_id or 0])
    assert workspace.opportunities.rows()[0].next_step == "Later"


def test_parties_have_roles_and_shares_and_a_gap_says_who_is_wanted(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    region = next(term for term in workspace.vocabularies.terms("sub_region") if term.name == "Lancashire")
    lead = PartyDraft("lead", acme, share=60, letter="received")
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot", parties=(lead,)))
    workspace.opportunities.add_party(made, PartyDraft("adopter", sub_region_id=region.id))
    detail = workspace.opportunities.get(made)
    assert [(party.role, party.organisation, party.share) for party in detail.parties] == [
        ("lead", "Acme Imaging", 60),
        ("adopter", "", None),
    ]
    assert detail.gaps[0].wanted == "needs an adopter in Lancashire"
    assert [row.title for row in workspace.opportunities.of("organisation", acme)] == ["Imaging pilot"]


def test_who_fits_a_gap_are_the_people_of_that_place(workspace: Workspace) -> None:
    region = next(term for term in workspace.vocabularies.terms("sub_region") if term.name == "Lancashire")
    there = workspace.organisations.create(OrganisationDraft("Ribble Trust", sub_region_id=region.id))
    ann = workspace.contacts.create(ContactDraft("Ann", "Ashworth", organisation_id=there))
    workspace.contacts.create(ContactDraft("Bob", "Birch"))
    made = workspace.opportunities.create(
        OpportunityDraft("Pilot", parties=(PartyDraft("adopter", sub_region_id=region.id),))
    )
    gap = workspace.opportunities.get(made).gaps[0]
    assert workspace.contacts.ids(workspace.opportunities.who_fits(gap)) == [ann]


def test_what_was_pitched_becomes_an_opportunity_of_its_presenter(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    ann = workspace.contacts.create(ContactDraft("Ann", "Ashworth", organisation_id=acme))
    pitch = workspace.pitches.add(
        huddle(workspace), PitchDraft("Two-trust pilot", "ask", "Needs two theatres", contact_id=ann)
    )
    made = workspace.opportunities.create(workspace.opportunities.from_pitch(pitch))
    detail = workspace.opportunities.get(made)
    assert (detail.row.title, detail.row.organisation, detail.source) == ("Two-trust pilot", "Acme Imaging", "pitch")
    assert (detail.pitch_id, detail.notes) == (pitch, "Needs two theatres")


def test_what_came_of_an_introduction_is_an_opportunity_of_all_it_brought_together(workspace: Workspace) -> None:
    places = [workspace.organisations.create(OrganisationDraft(name)) for name in ("Acme Imaging", "Mersey Reach")]
    people = [
        workspace.contacts.create(ContactDraft(name, organisation_id=place))
        for name, place in zip(("Ann", "Bob"), places, strict=True)
    ]
    made = workspace.introductions.add(IntroductionDraft("Two-trust pilot", tuple(people), "A ward is free"))
    draft = workspace.opportunities.from_introduction(made)
    detail = workspace.opportunities.get(workspace.opportunities.create(draft))
    assert (detail.row.title, detail.source, detail.notes) == ("Two-trust pilot", "introduction", "A ward is free")
    assert (detail.introduction_id, detail.introduction) == (made, "Two-trust pilot")
    assert [(each.role, each.organisation, each.contact) for each in detail.parties] == [
        ("lead", "Acme Imaging", "Ann"),
        ("partner", "Mersey Reach", "Bob"),
    ]


def test_merging_unites_parties_steps_and_notes_and_is_undone_at_once(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("University of the Dee"))
    opportunities = workspace.opportunities
    one = opportunities.create(OpportunityDraft("Pilot", notes="First", parties=(PartyDraft("lead", acme),)))
    two = opportunities.create(
        OpportunityDraft("Pilot again", value_pence=500_00, notes="Second", parties=(PartyDraft("partner", dee),))
    )
    workspace.followups.add(FollowUpDraft("Ring Dee", opportunity_id=two))
    before = logical_dump(workspace.store.connection())
    opportunities.merge(two, one)
    detail = opportunities.get(one)
    assert {party.organisation for party in detail.parties} == {"Acme Imaging", "University of the Dee"}
    assert (detail.row.next_step, detail.row.value_pence, detail.notes) == ("Ring Dee", 500_00, "First\n\nSecond")
    assert opportunities.get(two).is_trashed
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (OpportunityDraft("  "), "title"),
        (OpportunityDraft("Pilot", value_pence=-1), "value_pence"),
        (OpportunityDraft("Pilot", currency="pounds"), "currency"),
        (OpportunityDraft("Pilot", parties=(PartyDraft("king"),)), "role"),
        (OpportunityDraft("Pilot", parties=(PartyDraft(share=101),)), "share"),
    ],
)
def test_a_draft_that_breaks_a_rule_writes_nothing(workspace: Workspace, draft: OpportunityDraft, field: str) -> None:
    before = logical_dump(workspace.store.connection())
    with pytest.raises(Invalid) as refused:
        workspace.opportunities.create(draft)
    assert refused.value.field == field
    assert logical_dump(workspace.store.connection()) == before


def test_a_merge_loses_no_letter_share_or_day(workspace: Workspace) -> None:
    place = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    into = workspace.opportunities.create(OpportunityDraft("A", parties=(PartyDraft("adopter", place),)))
    party = PartyDraft("adopter", place, share=40, letter="received", note="Signed in May.")
    close = date(2026, 9, 30)
    other = workspace.opportunities.create(OpportunityDraft("B", expected_close=close, parties=(party,)))
    workspace.opportunities.merge(other, into)
    merged = workspace.opportunities.get(into)
    (kept,) = merged.parties
    assert (kept.share, kept.letter, kept.note) == (40, "received", "Signed in May.")
    assert merged.row.expected_close == close


@pytest.mark.parametrize("letters", [("requested", "received"), ("received", "requested"), ("", "requested")])
def test_of_two_letters_a_merge_keeps_the_one_that_is_further_on(
    workspace: Workspace, letters: tuple[str, ...]
) -> None:
    place = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    into, other = (
        workspace.opportunities.create(OpportunityDraft("A", parties=(PartyDraft("adopter", place, letter=letter),)))
        for letter in letters
    )
    workspace.opportunities.merge(other, into)
    (party,) = workspace.opportunities.get(into).parties
    assert party.letter == ("received" if "received" in letters else "requested")


def test_a_closed_one_that_is_put_elsewhere_in_its_column_keeps_its_reason(workspace: Workspace) -> None:
    lost = next(stage.id for stage in workspace.pipelines.get(None).stages if stage.outcome == "lost")
    made = [workspace.opportunities.create(OpportunityDraft(title)) for title in "AB"]
    for each in made:
        workspace.opportunities.move(each, lost, reason="No budget")
    workspace.opportunities.move(made[1], lost, place=0)
    assert [workspace.opportunities.get(each).lost_reason for each in made] == ["No budget", "No budget"]


def test_a_merge_keeps_the_gaps_of_both(workspace: Workspace) -> None:
    industry, academia = (term.id for term in workspace.vocabularies.terms("sector")[:2])
    into, other = (
        workspace.opportunities.create(OpportunityDraft(title, parties=(PartyDraft("partner", sector_id=sector),)))
        for title, sector in (("A", industry), ("B", academia))
    )
    workspace.opportunities.merge(other, into)
    assert sorted(party.sector_id or 0 for party in workspace.opportunities.get(into).parties) == [industry, academia]


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ((None, "GBP"), (500_00, "USD"), (500_00, "USD")),
        ((100_00, "GBP"), (None, "EUR"), (100_00, "GBP")),
        ((100_00, "GBP"), (500_00, "USD"), (100_00, "GBP")),
        ((0, "EUR"), (500_00, "USD"), (0, "EUR")),
        ((None, "EUR"), (None, "USD"), (None, "USD")),
    ],
)
def test_a_merge_never_gives_an_amount_the_currency_of_another(
    workspace: Workspace, ours: tuple[int | None, str], theirs: tuple[int | None, str], merged: tuple[int | None, str]
) -> None:
    into, other = (
        workspace.opportunities.create(OpportunityDraft(title, value_pence=pence, currency=currency))
        for title, (pence, currency) in (("A", ours), ("B", theirs))
    )
    workspace.opportunities.merge(other, into)
    row = workspace.opportunities.get(into).row
    assert (row.value_pence, row.currency) == merged


def test_a_person_named_alone_stands_for_the_organisation_of_today(workspace: Workspace) -> None:
    place = organisation(workspace, "Acme Imaging")
    jane = person(workspace, "Jane Roe", place)
    made = workspace.opportunities.create(OpportunityDraft("A", parties=(PartyDraft("lead", contact_id=jane),)))
    assert workspace.opportunities.parties(made)[0].organisation_id == place


def test_one_back_from_the_trash_stands_where_it_stood(workspace: Workspace) -> None:
    made = [workspace.opportunities.create(OpportunityDraft(title)) for title in "ABC"]
    workspace.trash.put("opportunity", [made[1]])
    assert [row.title for row in workspace.opportunities.rows()] == ["A", "C"]
    workspace.trash.restore("opportunity", [made[1]])
    assert [row.title for row in workspace.opportunities.rows()] == ["A", "B", "C"]


def test_days_in_a_stage_go_on_though_nothing_was_written(workspace: Workspace) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        workspace.opportunities.create(OpportunityDraft("A"))
        assert [row.days_in_stage for row in workspace.opportunities.rows()] == [0]
        traveller.shift(timedelta(days=3))
        assert [row.days_in_stage for row in workspace.opportunities.rows()] == [3]


def test_two_sectors_with_one_mark_show_it_once(workspace: Workspace) -> None:
    industry, academia = (term.id for term in workspace.vocabularies.terms("sector")[:2])
    workspace.vocabularies.set_symbol(academia, "industry")
    places = [
        workspace.organisations.create(OrganisationDraft(name, sector_id=sector))
        for name, sector in (("Acme Imaging", industry), ("Fylde College", academia))
    ]
    workspace.opportunities.create(OpportunityDraft("A", parties=tuple(PartyDraft("partner", each) for each in places)))
    assert [row.symbols for row in workspace.opportunities.rows()] == [("industry",)]


def test_what_is_in_the_trash_is_not_moved(workspace: Workspace, stages: dict[str, int]) -> None:
    made = workspace.opportunities.create(OpportunityDraft("A"))
    workspace.trash.put("opportunity", [made])
    with pytest.raises(Invalid, match="Restore it first"):
        workspace.opportunities.move(made, stages["Exploring"])


def test_pipelines_are_put_in_order(workspace: Workspace) -> None:
    names = [each.name for each in workspace.pipelines.all()]
    workspace.pipelines.reorder([each.id for each in reversed(workspace.pipelines.all())])
    assert [each.name for each in workspace.pipelines.all()] == names[::-1]
    workspace.undo()
    assert [each.name for each in workspace.pipelines.all()] == names


def test_a_pipeline_is_deleted_only_where_nothing_ever_was_in_it(workspace: Workspace) -> None:
    made = workspace.pipelines.add("Prizes")
    before = logical_dump(workspace.store.connection())
    workspace.pipelines.delete(made)
    assert "Prizes" not in [each.name for each in workspace.pipelines.all(retired=True)]
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before
    workspace.opportunities.create(OpportunityDraft("A", workspace.pipelines.get(made).stages[1].id))
    held = logical_dump(workspace.store.connection())
    with pytest.raises(CrmError, match="Retire it instead"):
        workspace.pipelines.delete(made)
    assert logical_dump(workspace.store.connection()) == held


def test_a_stage_in_somebodys_history_is_retired_not_deleted(workspace: Workspace, stages: dict[str, int]) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Pilot"))
    workspace.opportunities.move(made, stages["Exploring"])
    with pytest.raises(CrmError, match="Retire it instead"):
        workspace.pipelines.delete_stage(stages["Idea"])


def test_a_new_stage_stands_before_those_that_end_the_pipeline(workspace: Workspace) -> None:
    pipeline = workspace.pipelines.add("Visits")
    workspace.pipelines.add_stage(pipeline, StageDraft("Invited", 20, stale_days=14))
    assert [stage.name for stage in workspace.pipelines.get(pipeline).stages] == ["First", "Invited", "Won", "Lost"]


MOVES = st.lists(st.sampled_from(["on", "back", "won", "lost", "reopen", "undo", "redo", "order"]), max_size=14)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("moves")


@settings(max_examples=15)
@given(moves=MOVES)
def test_whatever_is_moved_undone_and_done_again_the_history_has_no_gap(fresh: Path, moves: list[str]) -> None:
    path = fresh / f"{len(list(fresh.iterdir()))}.desk"
    with time_machine.travel(NOON, tick=False) as now:
        workspace = Workspace.create(path)
        made = workspace.opportunities.create(OpportunityDraft("Pilot"))
        stages = [stage.id for stage in workspace.pipelines.get(None).stages]
        for move in moves:
            now.shift(timedelta(hours=7))
            _play(workspace, made, stages, move)
            if workspace.store.value("SELECT count(*) FROM opportunity"):
                _has_no_gap(workspace, made)
        workspace.close()


def _play(workspace: Workspace, made: int, stages: list[int], move: str) -> None:
    if move in ("undo", "redo"):
        workspace.undo() if move == "undo" else workspace.redo()
        return
    if not workspace.store.value("SELECT count(*) FROM opportunity"):
        return
    at = stages.index(workspace.opportunities.get(made).row.stage_id)
    wanted = {"on": min(at + 1, 6), "back": max(at - 1, 0), "won": 4, "lost": 5, "reopen": 0, "order": at}[move]
    workspace.opportunities.move(made, stages[wanted], 0)


def _has_no_gap(workspace: Workspace, made: int) -> None:
    rows = workspace.store.rows(
        "SELECT from_stage_id, to_stage_id, at FROM stage_change WHERE opportunity_id = ? ORDER BY at, id", (made,)
    )
    assert rows[0][0] is None
    assert all(later[0] == earlier[1] for earlier, later in pairwise(rows))
    assert rows[-1][1] == workspace.opportunities.get(made).row.stage_id
    spells = workspace.opportunities.spells(made)
    total = sum(((each.until or clock.now()) - each.since for each in spells), timedelta())
    created = datetime.fromisoformat(workspace.opportunities.get(made).created_at)
    assert total == clock.now() - created
