"""Opportunities, introductions, needs and offers are found by what was written in them."""

from dataclasses import dataclass

import pytest

from crm.introductions import IntroductionDraft
from crm.needs import NeedDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.sample import make_sample
from crm.search import KINDS, Hit
from crm.workspace import Workspace
from tests.crm.huddle_maker import organisation, person


@dataclass
class Steered:
    """One of each kind."""

    opportunity: int
    introduction: int
    need: int
    offer: int


@pytest.fixture
def made(workspace: Workspace) -> Steered:
    lab = organisation(workspace, "Calder Lab")
    jane, ann = person(workspace, "Jane Roe", lab), person(workspace, "Ann Shah")
    parties = (PartyDraft("funder", organisation(workspace, "Fund")), PartyDraft("lead", lab))
    return Steered(
        workspace.opportunities.create(
            OpportunityDraft("Imaging pilot", notes="Waits for theatre time", parties=parties)
        ),
        workspace.introductions.add(IntroductionDraft("Both work on frailty", (jane, ann), notes="Over coffee")),
        workspace.needs.add(NeedDraft("need", "facility", "A clean room", jane, lab, notes="From spring")),
        workspace.needs.add(NeedDraft("offer", "data", "Synthetic wards", ann)),
    )


def hit(workspace: Workspace, text: str) -> Hit:
    (found,) = workspace.search.find(text)
    return found


def test_an_opportunity_is_found_by_title_notes_and_why_it_was_closed(workspace: Workspace, made: Steered) -> None:
    found = hit(workspace, "imaging pil")
    assert (found.kind, found.id, found.title) == ("opportunity", made.opportunity, "Imaging pilot")
    assert (found.subtitle, found.matched) == ("Calder Lab · Collaboration: Idea", ((0, 7), (8, 11)))
    assert hit(workspace, "theatre").excerpt == "Waits for theatre time"
    lost = next(stage.id for stage in workspace.pipelines.get(None).stages if stage.name == "Lost")
    workspace.opportunities.move(made.opportunity, lost, reason="No budget")
    assert "No budget" in hit(workspace, "budget").excerpt


def test_an_introduction_is_found_by_its_reason_and_notes_and_says_whose_it_is(
    workspace: Workspace, made: Steered
) -> None:
    for text in ("frailty", "coffee"):
        found = hit(workspace, text)
        assert (found.kind, found.id, found.subtitle) == ("introduction", made.introduction, "Jane Roe, Ann Shah")


def test_needs_and_offers_are_found_by_title_and_notes(workspace: Workspace, made: Steered) -> None:
    need, offer = hit(workspace, "spring"), hit(workspace, "synth")
    assert (need.kind, need.id, need.title, need.detail) == ("need_offer", made.need, "A clean room", "need")
    assert (need.subtitle, need.excerpt) == ("Jane Roe · Calder Lab", "From spring")
    assert (offer.id, offer.subtitle, offer.detail) == (made.offer, "Ann Shah", "offer")
    assert workspace.search.count("clean", ("need_offer",))["need_offer"].number == 1


def test_what_is_in_the_trash_is_not_found_until_it_is_restored(workspace: Workspace, made: Steered) -> None:
    put = (("opportunity", made.opportunity, "imaging"), ("introduction", made.introduction, "frailty"),
           ("need_offer", made.offer, "synthetic"))  # fmt: skip
    for kind, id_, text in put:
        workspace.trash.put(kind, [id_])
        assert workspace.search.find(text) == []
        workspace.trash.restore(kind, [id_])
        assert hit(workspace, text).id == id_


def test_undo_takes_back_what_an_opportunity_is_found_by(workspace: Workspace, made: Steered) -> None:
    workspace.opportunities.edit(made.opportunity, title="Sensor trial")
    assert workspace.search.find("imaging") == []
    workspace.undo()
    assert hit(workspace, "imaging").id == made.opportunity
    assert workspace.search.find("sensor") == []


def test_asked_for_every_kind_at_once_the_texts_are_those_of_each_kind_alone(workspace: Workspace) -> None:
    make_sample(workspace.store)
    for text in ("p", "pi", "pil", "pilot", "imaging pil", "th", "a", '"pilot with"', "nothing"):
        together = workspace.search.find(text, limit=10_000)
        alone = [hit for kind in KINDS for hit in workspace.search.find(text, limit=10_000, kinds=(kind,))]
        assert together == alone, text
