"""The ledger of introductions: what of it is shown, in which order, and when we ask what came of each."""

from datetime import date
from typing import Any

import pytest
import time_machine

from crm.errors import Invalid
from crm.introductions import IntroductionDraft, LedgerFilter, queries
from crm.workspace import Workspace
from tests.crm.huddle_maker import NOON, TODAY, organisation, person

SENSOR, SCANNER, GOWN = "A trial of the sensor", "A scanner for the coast", "A maker of gowns"


@pytest.fixture(autouse=True)
def _on_a_thursday() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def people(workspace: Workspace) -> list[int]:
    names = (
        ("Jane Roe", "Acme Imaging"),
        ("Rhys Davies", "Mersey Reach Trust"),
        ("Zoë Ángström", "Pennine University"),
    )
    return [person(workspace, name, organisation(workspace, place)) for name, place in names]


@pytest.fixture
def ledger(workspace: Workspace, people: list[int]) -> dict[str, int]:
    """Three introductions: one made in April that led to a meeting, one waiting for consent, one nobody was asked."""
    jane, rhys, zoe = people
    add = workspace.introductions.add
    made = {
        SENSOR: add(IntroductionDraft(SENSOR, (jane, rhys))),
        SCANNER: add(IntroductionDraft(SCANNER, (rhys, zoe))),
        GOWN: add(IntroductionDraft(GOWN, (zoe, jane))),
    }
    workspace.introductions.made(made[SENSOR], date(2026, 4, 1))
    workspace.introductions.outcome(made[SENSOR], "met", date(2026, 4, 9))
    workspace.introductions.consent(made[SCANNER], rhys, "asked")
    return made


def shown(workspace: Workspace, status: str = "", words: str = "") -> list[str]:
    return [row.reason for row in workspace.introductions.ledger(LedgerFilter(words, status))]


@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        ("", {SENSOR, SCANNER, GOWN}),
        ("to make", {SCANNER, GOWN}),
        ("not asked", {SCANNER, GOWN}),
        ("asked", {SCANNER}),
        ("made", {SENSOR}),
        ("check due", {SENSOR}),
        ("met", {SENSOR}),
        ("funded", set()),
        ("no outcome", set()),
        ("refused", set()),
    ],
)
def test_a_standing_shows_what_stands_so(
    workspace: Workspace, ledger: dict[str, int], status: str, reasons: set[str]
) -> None:
    assert set(shown(workspace, status)) == reasons


def test_who_said_no_and_who_all_said_yes_are_told_apart(
    workspace: Workspace, ledger: dict[str, int], people: list[int]
) -> None:
    jane, rhys, zoe = people
    workspace.introductions.consent(ledger[SCANNER], rhys, "no")
    for contact in (zoe, jane):
        workspace.introductions.consent(ledger[GOWN], contact, "yes")
    assert (shown(workspace, "refused"), shown(workspace, "ready")) == ([SCANNER], [GOWN])


def test_words_are_found_in_reasons_names_and_places_whatever_their_accents(
    workspace: Workspace, ledger: dict[str, int]
) -> None:
    assert shown(workspace, words="coast") == [SCANNER]
    assert set(shown(workspace, words="zoe angstrom")) == {SCANNER, GOWN}
    assert set(shown(workspace, words="mersey")) == {SENSOR, SCANNER}
    assert shown(workspace, words="nobody here") == []


def test_a_whole_page_pasted_as_words_is_looked_for_like_any_other_text(
    workspace: Workspace, ledger: dict[str, int]
) -> None:
    assert shown(workspace, words="coast " * 2_000) == [SCANNER]
    assert shown(workspace, words=" ".join(f"word{number}" for number in range(2_000))) == []


def test_the_ledger_follows_the_order_asked_for_and_puts_what_has_none_last(
    workspace: Workspace, ledger: dict[str, int]
) -> None:
    read = workspace.introductions.ledger
    assert [row.reason for row in read(sort="who", descending=False)] == [SENSOR, SCANNER, GOWN]
    assert [row.reason for row in read(sort="reason", descending=True)] == [SENSOR, SCANNER, GOWN]
    assert next(row.reason for row in read(sort="made_on")) == SENSOR
    assert next(row.reason for row in read(sort="outcome", descending=False)) == SENSOR
    with pytest.raises(Invalid, match="cannot be sorted"):
        read(sort="mood")


def test_an_introduction_names_the_check_that_is_due_first_until_it_is_done(
    workspace: Workspace, ledger: dict[str, int]
) -> None:
    row = workspace.introductions.get(ledger[SENSOR])
    assert row.check_on == date(2026, 5, 1) < TODAY
    assert row.check_id is not None
    workspace.followups.done([row.check_id])
    assert workspace.introductions.get(ledger[SENSOR]).check_on == date(2026, 6, 30)


def test_a_check_knows_its_introduction_and_keeps_it_when_it_is_edited(
    workspace: Workspace, ledger: dict[str, int]
) -> None:
    rows = workspace.followups.of("introduction", ledger[SENSOR])
    assert [row.introduction_id for row in rows] == [ledger[SENSOR]] * 2
    workspace.followups.edit(rows[0].id, workspace.followups.get(rows[0].id).draft())
    assert workspace.followups.get(rows[0].id).row.introduction_id == ledger[SENSOR]


def test_what_is_noted_and_not_made_is_counted(workspace: Workspace, ledger: dict[str, int]) -> None:
    assert workspace.introductions.to_make_count() == 2
    workspace.trash.put("introduction", [ledger[GOWN]])
    assert workspace.introductions.to_make_count() == 1


def test_another_word_makes_no_other_query_and_stays_in_none(workspace: Workspace, ledger: dict[str, int]) -> None:
    def asked(words: str) -> tuple[list[str], int]:
        found = workspace.introductions.ledger(LedgerFilter(words), "who")
        return [row.reason for row in found], queries.ledger.cache_info().misses

    (coast, made), (gowns, made_then), (nobody, made_last) = asked("coast scan"), asked("a gow"), asked("no hit")
    assert (coast, gowns, nobody) == ([SCANNER], [GOWN], [])
    assert made == made_then == made_last
