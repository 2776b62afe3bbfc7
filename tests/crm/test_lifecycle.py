"""Lifecycle: the states people and organisations are in, and the lists of whom to do something about."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm import clock
from crm.contacts import ContactDraft
from crm.filters import Condition, Filter
from crm.followups import FollowUpDraft
from crm.huddles import HuddleDraft, SeriesDraft
from crm.lifecycle_states import HORIZON, STATES, state_of_mask
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace

TODAY = date(2026, 5, 20)
NOW = "2026-05-20T08:00:00Z"
Person = Callable[..., int]
Gather = Callable[..., int]


def state(came: Sequence[int], is_listed: bool = True) -> str | None:
    """Return the state of somebody by what the newest huddles were to them, newest first."""
    return state_of_mask(sum(bool(each) << place for place, each in enumerate(came)), sum(map(bool, came)), is_listed)


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        ((1,), "first-timer"),
        ((0, 0, 0, 0, 0, 1), "first-timer"),
        ((0, 0, 0, 0, 0, 0, 1), "occasional"),
        ((1, 0, 0, 1), "occasional"),
        ((1, 0, 1, 0, 1, 0), "regular"),
        ((0, 1, 1, 1), "regular"),
        ((0, 0, 1, 1, 1), "lapsed"),
        ((0, 0, 1, 0, 1, 0, 0, 1), "lapsed"),
        ((0, 0, 1, 0, 1, 0, 0, 0, 1), "occasional"),
        ((0,) * 20 + (1, 1, 1), "lapsed"),
        ((1, 0, 0, 1, 1, 1), "regular"),
        ((0, 0, 0), "never came"),
    ],
)
def test_who_came_to_what_makes_the_state(came: tuple[int, ...], expected: str) -> None:
    assert state(came) == expected


def test_somebody_on_no_list_has_no_state() -> None:
    assert state((), is_listed=False) is None


def told_plainly(came: Sequence[bool]) -> str:
    """Return the state by the words of its definition, on a list newest first."""
    if not any(came):
        return "never came"
    gap = list(came).index(True)
    if gap >= 2 and sum(came[gap : gap + 6]) >= 3:
        return "lapsed"
    if sum(came[:6]) >= 3:
        return "regular"
    return "first-timer" if sum(came) == 1 and any(came[:6]) else "occasional"


@given(st.lists(st.booleans(), max_size=HORIZON))
def test_every_presence_has_the_state_its_definition_says(came: list[bool]) -> None:
    assert state(came) == told_plainly(came)


@given(st.lists(st.booleans(), min_size=1, max_size=HORIZON - 1))
def test_whoever_comes_now_has_not_lapsed(came: list[bool]) -> None:
    assert state([True, *came]) in ("first-timer", "occasional", "regular")


@given(st.lists(st.booleans(), max_size=HORIZON - 2))
def test_a_regular_who_misses_two_running_lapses_and_comes_back_no_newcomer(came: list[bool]) -> None:
    if state(came) == "regular":
        missed = [False] * (2 - list(came).index(True)) if came.index(True) < 2 else []
        assert state([*missed, *came]) == "lapsed"
        assert state([True, *missed, *came][:HORIZON]) != "first-timer"


# -- over a file


@pytest.fixture(autouse=True)
def _on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.wall_clock(NOW, "UTC")
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def person(workspace: Workspace) -> Person:
    def make(name: str, organisation_id: int | None = None) -> int:
        given_name, _, family = name.partition(" ")
        return workspace.contacts.create(ContactDraft(given_name, family, organisation_id=organisation_id))

    return make


@pytest.fixture
def gather(workspace: Workspace) -> Gather:
    """Hold a huddle of a month (or plan one still to come) with whoever came, and was invited."""

    def make(
        month: int, *came: int, invited: Sequence[int] = (), series: int = 1, kind: str = "huddle", year: int = 2026
    ) -> int:
        day = date(year, month, 18)
        huddle = workspace.huddles.plan(HuddleDraft(day, time(15), time(16, 30), series_id=series, kind=kind))
        workspace.attendance.invite(huddle, invited)
        if came:
            workspace.attendance.mark(huddle, came, "attended")
        if day < TODAY:
            workspace.huddles.set_status(huddle, "held")
        return huddle

    return make


def test_states_are_those_of_the_huddles_that_were_held(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane, rhys, nobody = person("Jane Roe"), person("Rhys Aziz"), person("No List")
    for month in (1, 2, 3):
        gather(month, jane, invited=[rhys])
    gather(6, invited=[jane])
    states = workspace.lifecycles
    assert (states.state_of(jane), states.state_of(rhys), states.state_of(nobody)) == ("regular", "never came", None)
    assert states.counts() == dict.fromkeys(STATES, 0) | {"regular": 1, "never came": 1}


def test_a_cancelled_huddle_is_nobodys_miss(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane = person("Jane Roe")
    for month in (1, 2, 3):
        gather(month, jane)
    for month in (4, 5):
        workspace.huddles.set_status(gather(month), "cancelled")
    assert workspace.lifecycles.state_of(jane) == "regular"


def test_workshops_are_no_huddles(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane = person("Jane Roe")
    for month in (1, 2, 3):
        gather(month, jane, kind="workshop")
    assert workspace.lifecycles.state_of(jane) is None


def test_a_series_is_judged_alone_or_all_together(workspace: Workspace, person: Person, gather: Gather) -> None:

    jane = person("Jane Roe")
    other = workspace.huddles.add_series(SeriesDraft("Regulatory huddle"))
    gather(1, jane)
    gather(2, jane, series=other)
    gather(3, jane, series=other)
    states = workspace.lifecycles
    assert (states.state_of(jane, 1), states.state_of(jane, other), states.state_of(jane)) == (
        "first-timer",
        "occasional",
        "regular",
    )


def test_an_organisation_is_regular_though_another_person_comes(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    jane, rhys, ann = (person(name, acme) for name in ("Jane Roe", "Rhys Aziz", "Ann Lund"))
    gather(1, jane, rhys)
    gather(2, rhys)
    gather(3, ann)
    assert workspace.lifecycles.state_of_organisation(acme) == "regular"
    assert workspace.lifecycles.organisations()[acme].times == 3


@settings(max_examples=8)
@given(st.data())
def test_a_file_gives_everybody_the_state_of_their_own_list(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    opened = Workspace.create(tmp_path_factory.mktemp("any") / "any.desk")
    try:
        people = [opened.contacts.create(ContactDraft("Ann", f"Roe{n}")) for n in range(3)]
        came = [data.draw(st.lists(st.sampled_from(people), unique=True)) for _ in range(data.draw(st.integers(1, 9)))]
        for number, present in enumerate(came):
            draft = HuddleDraft(date(2025, number + 1, 18), time(15), time(16), series_id=1)
            huddle = opened.huddles.plan(draft)
            opened.attendance.invite(huddle, people)
            if present:
                opened.attendance.mark(huddle, present, "attended")
        found = opened.lifecycles.people()
        for contact in people:
            assert found[contact].state == told_plainly([contact in present for present in reversed(came)])
    finally:
        opened.close()


# -- lists to act on


def test_lapsed_regulars_come_with_their_reply_to_the_next_huddle(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    jane, rhys = person("Jane Roe"), person("Rhys Aziz")
    for month in (1, 2, 3):
        gather(month, jane, rhys)
    gather(4)
    gather(5)
    gather(6, invited=[rhys])
    rows = workspace.lifecycles.lapsed_regulars()
    assert [(row.name, row.registration) for row in rows] == [("Rhys Aziz", "invited"), ("Jane Roe", "none")]
    assert rows[0].reason == "Came to 3 of 6 huddles, then missed the last 2."


def test_first_timers_are_those_of_the_last_huddle_until_somebody_wrote_to_them(
    workspace: Workspace, person: Person, gather: Gather
) -> None:

    jane, rhys, ann = person("Jane Roe"), person("Rhys Aziz"), person("Ann Lund")
    gather(4, ann)
    gather(5, jane, rhys, ann)
    rows = workspace.lifecycles.first_timers()
    assert [row.contact_id for row in rows] == [rhys, jane]
    assert rows[0].by is not None
    assert (rows[0].by.date(), rows[0].reason) == (TODAY, "Huddle 2 was their first; welcome them by Wednesday 16:30.")
    workspace.followups.add(FollowUpDraft("Welcome Jane", contact_id=jane))
    assert [row.contact_id for row in workspace.lifecycles.first_timers()] == [rhys]


def test_after_48_hours_a_first_timer_is_still_there_and_the_row_says_so(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    gather(4, person("Jane Roe"))
    assert workspace.lifecycles.first_timers()[0].reason == "Huddle 1 was their first; 48 hours are over."


def test_regulars_without_a_pitch_are_listed(workspace: Workspace, person: Person, gather: Gather) -> None:
    jane, rhys, ann = person("Jane Roe"), person("Rhys Aziz"), person("Ann Lund")
    for month in (1, 2, 3):
        huddle = gather(month, jane, rhys)
    gather(4, ann)
    with workspace.store.action("pitch"):
        workspace.store.execute(
            "INSERT INTO pitch (uid, huddle_id, topic, contact_id, created_at) VALUES ('p', ?, 'Sandbox', ?, ?)",
            (huddle, rhys, NOW),
        )
    (row,) = workspace.lifecycles.never_pitched()
    assert (row.name, row.reason) == ("Jane Roe", "Came to 3 of the last 6 huddles and never pitched.")


def test_an_organisation_hangs_on_one_who_alone_comes_for_it(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("Dee Bioworks"))
    jane, rhys, ann = person("Jane Roe", acme), person("Rhys Aziz", dee), person("Ann Lund", dee)
    for month in (1, 2, 3):
        gather(month, jane, rhys)
    gather(4, ann)
    (row,) = workspace.lifecycles.hanging_on_one()
    assert (row.name, row.contact_id) == ("Acme Imaging", jane)
    assert row.reason == "Jane Roe alone came for it: 3 of the last 6 huddles."
    assert workspace.lifecycles.hanging_on_one(organisation_id=acme) == [row]
    assert not workspace.lifecycles.hanging_on_one(organisation_id=dee)


def test_without_any_huddle_every_list_is_empty(workspace: Workspace) -> None:
    states = workspace.lifecycles
    assert not states.lapsed_regulars()
    assert not states.first_timers()
    assert not states.never_pitched()
    assert not states.hanging_on_one()


# -- as a filter of lists


@pytest.mark.parametrize("subject", ["contact", "organisation"])
def test_a_list_filtered_by_state_shows_whom_the_states_say(
    sampled_file: Callable[..., Path], tmp_path: Path, subject: str
) -> None:
    sampled = sampled_file(tmp_path / "sampled.desk", contacts=120, interactions=60, today=TODAY)
    with closing(Workspace.open(sampled)) as workspace:
        states = workspace.lifecycles.people() if subject == "contact" else workspace.lifecycles.organisations()
        page = workspace.contacts.page if subject == "contact" else workspace.organisations.page
        for wanted in (*((state,) for state in STATES), ("regular", "lapsed"), ("never came", "first-timer")):
            shown = Filter(parts=(Condition("lifecycle", wanted),))
            listed = {row.id for row in page(shown, limit=1000)}
            assert listed == {id_ for id_, standing in states.items() if standing.state in wanted}
        assert {standing.state for standing in states.values()} >= {"regular", "occasional"}


def test_a_list_filtered_by_a_huddle_shows_who_attended_it(
    workspace: Workspace, person: Person, gather: Gather
) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    jane, rhys = person("Jane Roe", acme), person("Rhys Aziz")
    huddle = gather(3, jane, invited=[rhys])
    gather(4, rhys)
    shown = Filter(parts=(Condition("attended", (huddle,)),))
    assert [row.id for row in workspace.contacts.page(shown, limit=10)] == [jane]
    assert [row.id for row in workspace.organisations.page(shown, limit=10)] == [acme]
    turned = Filter(parts=(Condition("attended", (huddle,), negated=True),))
    assert [row.id for row in workspace.contacts.page(turned, limit=10)] == [rhys]
