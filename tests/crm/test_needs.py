"""Needs and offers: standing, expired or closed; which of them may fit and why; what is decided about a pair."""

from datetime import date
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.db.dump import logical_dump
from crm.errors import Invalid
from crm.needs import Match, NeedDraft
from crm.pitches import PitchDraft
from crm.workspace import Workspace
from tests.crm.huddle_maker import LATER, NOON, YESTERDAY, huddle, organisation, person


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def jane(workspace: Workspace) -> int:
    return person(workspace, "Jane Roe", organisation(workspace, "Acme Imaging"))


@pytest.fixture
def rhys(workspace: Workspace) -> int:
    return person(workspace, "Rhys Davies", organisation(workspace, "Mersey Reach Trust"))


def need(workspace: Workspace, contact: int, title: str = "A ward to test in", **facts: Any) -> int:
    return workspace.needs.add(NeedDraft("need", facts.pop("category", "clinical site"), title, contact, **facts))


def offer(workspace: Workspace, contact: int, title: str = "A ward that tests", **facts: Any) -> int:
    return workspace.needs.add(NeedDraft("offer", facts.pop("category", "clinical site"), title, contact, **facts))


def pairs(found: list[Match]) -> list[tuple[int, int]]:
    return [(match.need.id, match.offer.id) for match in found]


def theme(workspace: Workspace) -> str:
    return workspace.vocabularies.terms("theme")[0].name


def test_a_pair_says_why_it_may_fit(workspace: Workspace, jane: int, rhys: int) -> None:
    name = theme(workspace)
    at = huddle(workspace, LATER)
    workspace.attendance.reply(at, [jane, rhys], "registered")
    need(workspace, jane, themes=(name,), sub_region_id=3, maturity_from=4, maturity_to=7)
    offer(workspace, rhys, themes=(name,), sub_region_id=3, maturity_from=6)
    (match,) = workspace.needs.matches()
    place = workspace.vocabularies.terms("sub_region")[2].name
    title = workspace.huddles.get(at).row.title
    assert match.reasons == (
        f"shared theme: {name}",
        "both about clinical site",
        f"both in {place}",
        "maturity overlaps: 6 to 7",
        f"both at {title}",
        "never introduced",
    )


def test_what_shares_neither_category_nor_theme_is_no_pair(workspace: Workspace, jane: int, rhys: int) -> None:
    need(workspace, jane)
    offer(workspace, rhys, category="funding")
    assert workspace.needs.matches() == []


def test_a_pair_of_another_category_with_a_shared_theme_is_suggested(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    first = need(workspace, jane, themes=(theme(workspace),))
    second = offer(workspace, rhys, category="facility", themes=(theme(workspace),))
    assert pairs(workspace.needs.matches()) == [(first, second)]


def test_maturities_that_do_not_meet_are_no_pair(workspace: Workspace, jane: int, rhys: int) -> None:
    need(workspace, jane, maturity_to=3)
    offer(workspace, rhys, maturity_from=4)
    assert workspace.needs.matches() == []


def test_an_organisation_is_not_matched_with_itself(workspace: Workspace, jane: int) -> None:
    place = workspace.store.value("SELECT organisation_id FROM affiliation WHERE contact_id = ?", (jane,))
    need(workspace, jane)
    offer(workspace, person(workspace, "Jim Roe", place))
    assert workspace.needs.matches() == []


def test_expired_and_closed_ones_are_not_matched(workspace: Workspace, jane: int, rhys: int) -> None:
    old = need(workspace, jane, expires_on=YESTERDAY)
    first = need(workspace, jane, "Another ward", expires_on=date(2026, 5, 21))
    second = offer(workspace, rhys)
    assert workspace.needs.get(old).state == "expired"
    assert pairs(workspace.needs.matches()) == [(first, second)]
    workspace.needs.close([second])
    assert workspace.needs.matches() == []
    workspace.needs.reopen([second])
    assert pairs(workspace.needs.matches()) == [(first, second)]


def test_a_dismissed_pair_is_suggested_no_more_until_it_is_reconsidered(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    first, second = need(workspace, jane), offer(workspace, rhys)
    workspace.needs.dismiss(first, second)
    assert workspace.needs.matches() == []
    workspace.needs.reconsider(first, second)
    assert pairs(workspace.needs.matches(first)) == [(first, second)]


def test_accepting_a_pair_makes_an_introduction_as_one_action(workspace: Workspace, jane: int, rhys: int) -> None:
    first, second = need(workspace, jane), offer(workspace, rhys)
    before = logical_dump(workspace.store.connection())
    row = workspace.introductions.get(workspace.needs.accept(first, second))
    assert [party.contact for party in row.parties] == ["Jane Roe", "Rhys Davies"]
    assert (row.source, row.reason) == ("match", "looking for A ward to test in; offering A ward that tests")
    assert workspace.needs.matches() == []
    workspace.undo()
    assert logical_dump(workspace.store.connection()) == before


def test_what_is_confidential_is_marked_and_not_told_in_the_introduction(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    first, second = need(workspace, jane, "A secret trial", confidential=True), offer(workspace, rhys)
    assert workspace.needs.matches()[0].is_confidential
    made = workspace.needs.accept(first, second)
    assert "secret" not in workspace.introductions.letter(made).body


def test_organisations_of_which_nobody_is_known_are_matched_all_the_same(workspace: Workspace) -> None:
    one, other = organisation(workspace, "Pennine University"), organisation(workspace, "Lune Labs")
    workspace.needs.add(NeedDraft("need", "data", "Scans", organisation_id=one))
    workspace.needs.add(NeedDraft("offer", "data", "An archive", organisation_id=other))
    (match,) = workspace.needs.matches()
    assert match.reasons == ("both about data",)


def test_nobody_is_introduced_for_an_organisation_of_which_nobody_is_known(workspace: Workspace, jane: int) -> None:
    place = organisation(workspace, "Pennine University")
    first = need(workspace, jane)
    second = workspace.needs.add(NeedDraft("offer", "clinical site", "Beds", organisation_id=place))
    with pytest.raises(Invalid, match="Say first who"):
        workspace.needs.accept(first, second)


def test_those_introduced_before_come_after_those_who_never_were(workspace: Workspace, jane: int, rhys: int) -> None:
    first, second = need(workspace, jane), offer(workspace, rhys)
    third = offer(workspace, person(workspace, "Ada Bell", organisation(workspace, "Lune Labs")), "Another ward")
    workspace.needs.accept(first, second)
    workspace.needs.reconsider(first, second)
    assert pairs(workspace.needs.matches()) == [(first, third), (first, second)]


def test_conversations_are_between_those_who_are_registered(workspace: Workspace, jane: int, rhys: int) -> None:
    at = huddle(workspace, LATER)
    need(workspace, jane)
    offer(workspace, rhys)
    need(workspace, jane, "A second ward")
    workspace.attendance.reply(at, [jane], "registered")
    assert workspace.needs.conversations(at) == []
    workspace.attendance.reply(at, [rhys], "registered")
    (talk,) = workspace.needs.conversations(at)
    assert (talk.contact, talk.other) == ("Jane Roe", "Rhys Davies")


def test_a_pitch_that_asks_becomes_a_need_once(workspace: Workspace, jane: int) -> None:
    at = huddle(workspace)
    ask = workspace.pitches.add(at, PitchDraft("A scanner for a month", "ask", contact_id=jane))
    row = workspace.needs.get(workspace.needs.from_pitch(ask, "facility"))
    assert (row.kind, row.title, row.contact, row.organisation) == (
        "need", "A scanner for a month", "Jane Roe", "Acme Imaging",
    )  # fmt: skip
    with pytest.raises(Invalid, match="already"):
        workspace.needs.from_pitch(ask, "facility")
    news = workspace.pitches.add(at, PitchDraft("We moved", contact_id=jane))
    with pytest.raises(Invalid, match="neither"):
        workspace.needs.from_pitch(news)


def test_saving_a_draft_unchanged_changes_nothing(workspace: Workspace, jane: int) -> None:
    made = need(workspace, jane, themes=(theme(workspace),), maturity_from=2, expires_on=LATER, confidential=True)
    before = logical_dump(workspace.store.connection())
    workspace.needs.edit(made, workspace.needs.get(made).draft())
    assert logical_dump(workspace.store.connection()) == before


_FACTS = st.tuples(
    st.sampled_from(("need", "offer")),
    st.sampled_from(("data", "funding")),
    st.integers(0, 2),
    st.sets(st.integers(0, 2), max_size=2),
    st.sampled_from(((None, None), (1, 3), (3, 6), (7, None))),
)


@settings(max_examples=25)
@given(entries=st.lists(_FACTS, max_size=7))
def test_a_pair_always_has_a_reason_and_never_one_side_twice(workspace: Workspace, entries: list[Any]) -> None:
    people = [person(workspace, f"P {n}", organisation(workspace, f"Place {n} {len(entries)}")) for n in range(3)]
    themes = [term.name for term in workspace.vocabularies.terms("theme")[:3]]
    workspace.trash.put("need_offer", [row.id for row in workspace.needs.rows()])
    for kind, category, who, about, (least, most) in entries:
        names = tuple(themes[n] for n in sorted(about))
        workspace.needs.add(
            NeedDraft(kind, category, "X", people[who], themes=names, maturity_from=least, maturity_to=most)
        )
    rows = workspace.needs.rows()
    expected = {
        (one.id, other.id)
        for one in rows
        for other in rows
        if (one.kind, other.kind) == ("need", "offer")
        and one.organisation_id != other.organisation_id
        and (one.category == other.category or set(one.themes) & set(other.themes))
        and (one.maturity_from or 1) <= (other.maturity_to or 9)
        and (other.maturity_from or 1) <= (one.maturity_to or 9)
    }
    found = workspace.needs.matches()
    assert len(pairs(found)) == len(set(pairs(found)))
    assert set(pairs(found)) == expected
    assert all(match.reasons for match in found)


def test_the_pairs_of_one_offer_alone_can_be_asked_for(workspace: Workspace, jane: int, rhys: int) -> None:
    first, second = need(workspace, jane), need(workspace, jane, "Another ward")
    given, other = offer(workspace, rhys), offer(workspace, rhys, "A second ward")
    found = pairs(workspace.needs.matches(offer_id=given))
    assert sorted(found) == [(first, given), (second, given)]
    assert all(pair[1] != other for pair in found)


def test_what_was_dismissed_can_be_read_with_its_reasons_until_it_is_reconsidered(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    first = need(workspace, jane, maturity_from=4, maturity_to=7)
    second = offer(workspace, rhys, maturity_from=6)
    workspace.needs.dismiss(first, second)
    (match,) = workspace.needs.dismissed()
    assert (match.need.id, match.offer.id) == (first, second)
    assert match.reasons == ("both about clinical site", "maturity overlaps: 6 to 7")
    workspace.needs.reconsider(first, second)
    assert workspace.needs.dismissed() == []


def test_a_dismissed_pair_of_which_one_is_in_the_trash_is_not_shown(workspace: Workspace, jane: int, rhys: int) -> None:
    first, second = need(workspace, jane), offer(workspace, rhys)
    workspace.needs.dismiss(first, second)
    workspace.trash.put("need_offer", [second])
    assert workspace.needs.dismissed() == []


def test_what_a_huddles_pitches_became_is_known_by_the_pitch(workspace: Workspace, jane: int) -> None:
    at = huddle(workspace, LATER)
    pitch = workspace.pitches.add(at, PitchDraft("A ward to test in", "ask", contact_id=jane))
    made = workspace.needs.from_pitch(pitch)
    assert {key: row.id for key, row in workspace.needs.of_huddle(at).items()} == {pitch: made}
    workspace.trash.put("need_offer", [made])
    assert workspace.needs.of_huddle(at) == {}
