"""Introductions: who agreed, when they were made, what came of them, and who could make one."""

from datetime import date
from typing import Any

import pytest
import time_machine

from crm.contacts import AffiliationDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.interactions import InteractionDraft, Party
from crm.introductions import IntroductionDraft, Path
from crm.workspace import Workspace
from tests.crm.huddle_maker import NOON, TODAY, YESTERDAY, huddle, organisation, person


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


def add(workspace: Workspace, *people: int, reason: str = "A trial of the sensor") -> int:
    return workspace.introductions.add(IntroductionDraft(reason, people))


def meet(workspace: Workspace, *people: int, day: date = YESTERDAY) -> None:
    workspace.interactions.log(InteractionDraft(day, parties=tuple(Party(each) for each in people)))


def test_an_introduction_says_in_words_whom_it_waits_for(workspace: Workspace, jane: int, rhys: int) -> None:
    made = add(workspace, jane, rhys)
    states = [workspace.introductions.get(made).state]
    for contact, answer in ((jane, "asked"), (rhys, "yes"), (jane, "yes")):
        workspace.introductions.consent(made, contact, answer)
        states.append(workspace.introductions.get(made).state)
    assert states == [
        "Jane Roe and Rhys Davies not asked yet",
        "waiting for Jane Roe",
        "waiting for Jane Roe",
        "ready: everybody agreed",
    ]
    assert workspace.introductions.get(made).parties[0].consent_at == NOON


def test_an_introduction_that_somebody_declined_is_not_made(workspace: Workspace, jane: int, rhys: int) -> None:
    made = add(workspace, jane, rhys)
    workspace.introductions.consent(made, rhys, "no")
    with pytest.raises(Invalid, match="Rhys Davies said no"):
        workspace.introductions.made(made)
    assert workspace.introductions.get(made).state == "Rhys Davies said no"


def test_an_introduction_is_checked_after_30_and_90_days(workspace: Workspace, jane: int, rhys: int) -> None:
    made = add(workspace, jane, rhys)
    checks = workspace.introductions.made(made, YESTERDAY)
    rows = [workspace.followups.get(each).row for each in checks]
    assert [row.due_on for row in rows] == [date(2026, 6, 19), date(2026, 8, 18)]
    assert {row.title for row in rows} == {"Ask what came of introducing Jane Roe and Rhys Davies"}
    assert workspace.store.rows("SELECT DISTINCT introduction_id FROM follow_up") == [(made,)]


def test_parties_keep_the_organisation_of_the_day_they_were_introduced(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    made = add(workspace, jane, rhys)
    workspace.introductions.made(made)
    new = organisation(workspace, "Pennine University")
    workspace.contacts.change_job(jane, AffiliationDraft(new, started="2026-05-21"), others_stay=False)
    assert workspace.introductions.get(made).parties[0].organisation == "Acme Imaging"


def test_the_step_reached_last_is_how_an_introduction_stands(workspace: Workspace, jane: int, rhys: int) -> None:
    made = add(workspace, jane, rhys)
    workspace.introductions.made(made, date(2026, 4, 1))
    workspace.introductions.outcome(made, "exploring", date(2026, 5, 2))
    workspace.introductions.outcome(made, "met", date(2026, 4, 9))
    row = workspace.introductions.get(made)
    assert (row.state, [each.step for each in row.outcomes]) == ("exploring", ["met", "exploring"])


def test_nothing_comes_of_an_introduction_before_it_is_made(workspace: Workspace, jane: int, rhys: int) -> None:
    made = add(workspace, jane, rhys)
    with pytest.raises(Invalid, match="Say first when"):
        workspace.introductions.outcome(made, "met")
    workspace.introductions.made(made)
    with pytest.raises(Invalid, match="between"):
        workspace.introductions.outcome(made, "met", YESTERDAY)


def test_an_introduction_needs_two_people_and_a_reason(workspace: Workspace, jane: int, rhys: int) -> None:
    with pytest.raises(Invalid, match="two people"):
        add(workspace, jane, jane)
    with pytest.raises(Invalid, match="what the introduction is for"):
        add(workspace, jane, rhys, reason=" ")


def test_the_letter_tells_each_party_of_the_other_and_keeps_the_notes(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    affiliation = workspace.store.value("SELECT id FROM affiliation WHERE contact_id = ?", (jane,))
    place = workspace.store.value("SELECT organisation_id FROM affiliation WHERE contact_id = ?", (jane,))
    workspace.contacts.edit_affiliation(jane, affiliation, AffiliationDraft(place, role="Director", is_primary=True))
    made = workspace.introductions.add(IntroductionDraft("A trial of the sensor", (jane, rhys), notes="She is leaving"))
    letter = workspace.introductions.letter(made)
    assert letter.subject == "Introduction: Jane Roe and Rhys Davies"
    assert "Dear Jane and Rhys," in letter.body
    assert "Jane Roe: Director at Acme Imaging." in letter.body
    assert "Rhys Davies: Mersey Reach Trust." in letter.body
    assert "leaving" not in letter.body


def test_everything_about_introductions_can_be_undone(workspace: Workspace, jane: int, rhys: int) -> None:
    before = logical_dump(workspace.store.connection())
    made = add(workspace, jane, rhys)
    workspace.introductions.consent(made, jane, "yes")
    workspace.introductions.edit(made, IntroductionDraft("Another reason", (rhys, jane)))
    workspace.introductions.made(made)
    workspace.introductions.outcome(made, "met")
    workspace.introductions.relate(jane, rhys, "friend")
    workspace.trash.put("introduction", [made])
    assert workspace.introductions.rows() == []
    for _ in range(7):
        workspace.undo()
    assert logical_dump(workspace.store.connection()) == before
    for _ in range(7):
        workspace.redo()
    workspace.trash.restore("introduction", [made])
    assert [row.state for row in workspace.introductions.of("contact", rhys)] == ["met"]


def test_a_colleague_of_the_same_years_can_introduce_us(workspace: Workspace, jane: int, rhys: int) -> None:
    trust = workspace.store.value("SELECT organisation_id FROM affiliation WHERE contact_id = ?", (rhys,))
    workspace.contacts.add_affiliation(jane, AffiliationDraft(trust, started="2015", ended="2019"))
    early, late = person(workspace, "Ada Early"), person(workspace, "Lee Late")
    workspace.contacts.add_affiliation(early, AffiliationDraft(trust, started="2018", ended="2021-06"))
    workspace.contacts.add_affiliation(late, AffiliationDraft(trust, started="2020", ended="2022"))
    meet(workspace, early)
    meet(workspace, late)
    (path,) = workspace.introductions.paths(jane)
    assert [(hop.from_name, hop.to_name) for hop in path.hops] == [("We", "Ada Early"), ("Ada Early", "Jane Roe")]
    assert path.hops[1].evidence == ("both at Mersey Reach Trust, 2018 to 2019",)
    assert path.hops[0].evidence == ("last in touch yesterday", "1 interaction in two years")


def test_each_kind_of_evidence_is_said_in_words(workspace: Workspace, jane: int, rhys: int) -> None:
    at = huddle(workspace, YESTERDAY)
    workspace.attendance.mark(at, [jane, rhys], "attended")
    meet(workspace, jane, rhys, day=TODAY)
    workspace.introductions.relate(rhys, jane, "friend", "from school")
    made = add(workspace, jane, rhys)
    workspace.introductions.made(made)
    workspace.introductions.outcome(made, "met")
    path = workspace.introductions.paths(jane)[-1]
    assert set(path.hops[1].evidence) == {
        "is a friend, as we were told: from school",
        "introduced by us on 21 May 2026: met",
        "both in 1 interaction, the last today",
        "both at 1 huddle, the last yesterday",
    }


def test_whoever_we_were_never_in_touch_with_introduces_nobody(workspace: Workspace, jane: int, rhys: int) -> None:
    workspace.introductions.relate(jane, rhys, "knows well")
    assert workspace.introductions.paths(jane) == []
    meet(workspace, rhys)
    assert [path.hops[0].to_id for path in workspace.introductions.paths(jane)] == [rhys]


def test_a_person_we_know_ourselves_is_one_hop_away(workspace: Workspace, jane: int) -> None:
    meet(workspace, jane)
    (path,) = workspace.introductions.paths(jane)
    assert len(path.hops) == 1
    assert 0 < path.strength < 100


def test_an_organisation_is_entered_by_whom_we_know_there_not_by_a_colleague_of_theirs(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    acme = workspace.organisations.named("Acme Imaging")
    assert acme is not None
    other = person(workspace, "Bo Carr", acme[0])
    workspace.introductions.relate(rhys, other, "knows well")
    workspace.introductions.relate(rhys, jane)
    meet(workspace, jane)
    meet(workspace, rhys)
    found = workspace.introductions.paths_into(acme[0])
    assert {tuple(hop.to_id for hop in path.hops) for path in found} == {(jane,), (rhys, other)}


def test_the_file_is_asked_as_often_for_many_at_an_organisation_as_for_one(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    def statements() -> int:
        seen: list[str] = []
        connection = workspace.store.connection()
        connection.set_trace_callback(seen.append)
        found.append(workspace.introductions.paths_into(place))
        connection.set_trace_callback(None)
        return len(seen)

    found: list[list[Path]] = []
    place = organisation(workspace, "Pennine University")
    meet(workspace, jane)
    meet(workspace, rhys)
    first = person(workspace, "Bo Carr", place)
    workspace.introductions.relate(jane, first)
    of_one = statements()
    for number in range(5):
        there = person(workspace, f"Ann Bell{number}", place)
        workspace.introductions.relate(rhys, there, "friend")
    assert statements() == of_one
    assert [path.hops[0].to_id for path in found[0]] == [jane]
    assert [path.hops[0].to_id for path in found[1]] == [rhys, jane]
    assert found[1][0] in workspace.introductions.paths(found[1][0].hops[1].to_id)


def test_an_organisation_that_nobody_leads_to_has_no_path(workspace: Workspace, jane: int) -> None:
    alone = organisation(workspace, "Pennine University")
    person(workspace, "Bo Carr", alone)
    meet(workspace, jane)
    assert workspace.introductions.paths_into(alone) == []
    with pytest.raises(NotFound):
        workspace.introductions.paths_into(alone + 99)


def test_a_relationship_is_told_of_both_people_and_once(workspace: Workspace, jane: int, rhys: int) -> None:
    first = workspace.introductions.relate(jane, rhys)
    assert workspace.introductions.relate(rhys, jane, "friend") == first
    assert [row.kind for row in workspace.introductions.relationships(jane)] == ["friend"]
    assert [row.contact for row in workspace.introductions.relationships(rhys)] == ["Jane Roe"]
    workspace.introductions.unrelate(first)
    assert workspace.introductions.relationships(jane) == []


def test_an_introduction_and_its_outcome_stand_in_the_histories_of_all_concerned(
    workspace: Workspace, jane: int, rhys: int
) -> None:
    made = add(workspace, jane, rhys)
    workspace.introductions.made(made, YESTERDAY)
    workspace.introductions.outcome(made, "met", note="at the campus")
    kinds = ("introduction", "outcome")
    place = workspace.introductions.get(made).parties[1].organisation_id
    assert place is not None
    told = [(event.title, event.day, event.body) for event in workspace.timeline.contact(jane, kinds=kinds)]
    assert told == [
        ("Met: introduction to Rhys Davies", "2026-05-21", "at the campus"),
        ("Introduced to Rhys Davies", "2026-05-20", "A trial of the sensor"),
    ]
    assert [event.title for event in workspace.timeline.organisation(place, kinds=kinds)] == [
        "Met: Jane Roe and Rhys Davies",
        "Jane Roe and Rhys Davies introduced",
    ]
    assert workspace.timeline.years("organisation", place, kinds) == {2026: 2}
    workspace.trash.put("introduction", [made])
    assert workspace.timeline.contact(jane, kinds=kinds) == []


def test_an_introduction_that_is_not_made_yet_stands_in_no_history(workspace: Workspace, jane: int, rhys: int) -> None:
    add(workspace, jane, rhys)
    assert workspace.timeline.contact(rhys, kinds=("introduction",)) == []
