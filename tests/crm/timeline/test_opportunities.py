"""What happened to opportunities, in the histories of all who have a part in them."""

from datetime import timedelta

import pytest

from crm.errors import NotFound
from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.introductions import IntroductionDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.timeline import INTRODUCTIONS, PIPELINE, Event
from crm.workspace import Workspace
from tests.crm.timeline.records import TODAY, contact, organisation, titles, works


def stages(workspace: Workspace) -> dict[str, int]:
    return {stage.name: stage.id for stage in workspace.pipelines.get(None).stages}


def test_every_move_of_an_opportunity_stands_in_the_histories_of_all_its_parties(
    workspace: Workspace, jane: int, trust: int
) -> None:
    funder = organisation(workspace, "Fund")
    parties = (PartyDraft("lead", trust, jane), PartyDraft("funder", funder), PartyDraft("supporter", trust))
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot", parties=parties))
    for stage in ("Exploring", "Lost", "Shaping", "Won"):
        workspace.opportunities.move(made, stages(workspace)[stage], reason="No budget")
    moved = [
        "Won: “Imaging pilot”",
        "Reopened: “Imaging pilot”",
        "Closed: “Imaging pilot”",
        "“Imaging pilot” moved to Exploring",
        "New opportunity: “Imaging pilot”",
    ]
    for read, record in ((workspace.timeline.organisation, trust), (workspace.timeline.organisation, funder)):
        assert titles(read(record, kinds=PIPELINE)) == moved
    own = workspace.timeline.contact(jane, kinds=PIPELINE)
    assert titles(own) == moved
    assert {event.opportunity_id for event in own} == {made}
    assert own[0].secondary == "Collaboration: Won · before: Shaping"


def test_why_an_opportunity_was_closed_stands_in_the_histories(workspace: Workspace, trust: int) -> None:
    draft = OpportunityDraft("Imaging pilot", parties=(PartyDraft("lead", trust),))
    workspace.opportunities.move(workspace.opportunities.create(draft), stages(workspace)["Lost"], reason="No budget")
    assert workspace.timeline.organisation(trust, limit=1)[0].body == "No budget"


def test_every_closing_is_told_with_its_own_reason(workspace: Workspace, trust: int) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot", parties=(PartyDraft("lead", trust),)))
    for stage, reason in (("Lost", "No budget"), ("Idea", ""), ("Lost", "No time")):
        workspace.opportunities.move(made, stages(workspace)[stage], reason=reason)
    told = [event.body for event in workspace.timeline.organisation(trust) if event.kind == "opportunity"]
    assert told == ["No time", "", "No budget", ""]


def test_a_corrected_reason_is_told_of_that_closing_alone(workspace: Workspace, trust: int) -> None:
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot", parties=(PartyDraft("lead", trust),)))
    for stage, reason in (("Lost", "No budget"), ("Idea", ""), ("Parked", "No time")):
        workspace.opportunities.move(made, stages(workspace)[stage], reason=reason)
    workspace.opportunities.correct_reason(made, "No theatre time")
    told = [event.body for event in workspace.timeline.organisation(trust) if event.kind == "opportunity"]
    assert told == ["No theatre time", "", "No budget", ""]
    workspace.undo()
    assert workspace.timeline.organisation(trust)[0].body == "No time"


def test_the_histories_of_all_parties_tell_that_an_opportunity_was_put_in_the_trash_and_came_back(
    workspace: Workspace, jane: int, trust: int
) -> None:
    parties = (PartyDraft("lead", trust), PartyDraft("supporter", contact_id=jane))
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot", parties=parties))
    workspace.trash.put("opportunity", [made])
    gone = ["Moved to the trash: “Imaging pilot”"]
    for events in (
        workspace.timeline.organisation(trust, kinds=PIPELINE),
        workspace.timeline.contact(jane, kinds=PIPELINE),
    ):
        assert titles(events) == gone
        assert events[0].opportunity_id == made
    workspace.trash.restore("opportunity", [made])
    back = ["Taken out of the trash: “Imaging pilot”", *gone, "New opportunity: “Imaging pilot”"]
    assert titles(workspace.timeline.organisation(trust, kinds=PIPELINE)) == back
    workspace.undo()
    workspace.undo()
    assert titles(workspace.timeline.organisation(trust, kinds=PIPELINE)) == back[2:]


def test_a_merge_stands_in_the_histories_of_both_with_the_moves_of_both(workspace: Workspace, trust: int) -> None:
    fund = organisation(workspace, "Fund")
    kept, gone, last = (
        workspace.opportunities.create(OpportunityDraft(title, parties=(PartyDraft("lead", place),)))
        for title, place in (("Imaging pilot", trust), ("Sensor trial", fund), ("Robot trial", trust))
    )
    workspace.opportunities.merge(gone, kept)
    both = ["“Sensor trial” became part of “Imaging pilot”", "New opportunity: “Sensor trial”",
            "New opportunity: “Imaging pilot”"]  # fmt: skip
    assert titles(workspace.timeline.organisation(fund, kinds=PIPELINE)) == both
    workspace.opportunities.merge(kept, last)
    told = titles(workspace.timeline.organisation(fund, kinds=PIPELINE))
    assert set(told) >= {"New opportunity: “Sensor trial”", "“Imaging pilot” became part of “Robot trial”"}
    assert not [title for title in told if "trash" in title]
    workspace.undo()
    workspace.undo()
    assert titles(workspace.timeline.organisation(fund, kinds=PIPELINE)) == ["New opportunity: “Sensor trial”"]


def test_the_history_of_an_opportunity_has_its_moves_and_what_its_parties_did_since(
    workspace: Workspace, jane: int, trust: int
) -> None:
    fund, other = organisation(workspace, "Fund"), contact(workspace, "Ravi", "Shah")
    works(workspace, jane, trust, is_primary=1)
    works(workspace, other, trust)
    log, day = workspace.interactions.log, timedelta(days=1)
    log(InteractionDraft(TODAY - day, subject="Before it was there", parties=(Party(jane),)))
    parties = (PartyDraft("lead", trust, jane), PartyDraft("funder", fund))
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot", parties=parties))
    workspace.opportunities.move(made, stages(workspace)["Exploring"])
    log(InteractionDraft(TODAY, subject="With both", parties=(Party(jane), Party(organisation_id=fund))))
    log(InteractionDraft(TODAY, subject="The trust about something else", parties=(Party(other),)))
    log(InteractionDraft(TODAY, subject="The fund alone", parties=(Party(organisation_id=fund),)))
    workspace.followups.done([workspace.followups.add(FollowUpDraft("Send it", TODAY, opportunity_id=made))])
    events = workspace.timeline.opportunity(made)
    assert sorted(titles(events)) == [
        "Done: Send it", "Moved to Exploring", "New opportunity", "The fund alone", "With both",
    ]  # fmt: skip
    assert workspace.timeline.years("opportunity", made) == {TODAY.year: 5}
    paged: list[Event] = []
    while found := workspace.timeline.opportunity(made, paged[-1] if paged else None, 2):
        paged += found
    assert paged == events


def test_an_opportunity_that_is_not_there_has_no_history(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        workspace.timeline.opportunity(1)


def test_the_history_of_an_opportunity_has_the_introductions_among_its_people(
    workspace: Workspace, jane: int, trust: int
) -> None:
    ravi, ann = contact(workspace, "Ravi", "Shah"), contact(workspace, "Ann", "Lee")
    for reason, people in (("Imaging", (jane, ravi)), ("Something else", (jane, ann))):
        introduced = workspace.introductions.add(IntroductionDraft(reason, people))
        for person in people:
            workspace.introductions.consent(introduced, person, "yes")
        workspace.introductions.made(introduced)
    parties = (PartyDraft("lead", trust, jane), PartyDraft("partner", contact_id=ravi))
    made = workspace.opportunities.create(OpportunityDraft("Imaging pilot", parties=parties))
    workspace.introductions.outcome(1, "met")
    told = workspace.timeline.opportunity(made, kinds=INTRODUCTIONS)
    assert titles(told) == ["Met: Jane Roe and Ravi Shah", "Jane Roe and Ravi Shah introduced"]


def test_what_was_merged_in_is_named_in_the_history_of_an_opportunity(workspace: Workspace) -> None:
    titled = ("Imaging pilot", "Sensor trial")
    kept, gone = (workspace.opportunities.create(OpportunityDraft(title)) for title in titled)
    workspace.opportunities.move(kept, stages(workspace)["Lost"], reason="No budget")
    workspace.opportunities.move(kept, stages(workspace)["Idea"])
    workspace.opportunities.merge(gone, kept)
    workspace.trash.put("opportunity", [kept])
    assert set(titles(workspace.timeline.opportunity(kept))) == {
        "Moved to the trash", "“Sensor trial” became part of it", "Reopened", "Closed", "New opportunity",
        "New opportunity: “Sensor trial”",
    }  # fmt: skip
