"""Opportunities, pipelines, needs and offers, introductions."""

from datetime import timedelta

from msgspec.structs import replace

from crm.introductions import IntroductionDraft
from crm.needs import NeedDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.pipelines import StageDraft
from tests.golden.day import TODAY, Day

_DAY = timedelta(days=1)


def work(day: Day) -> None:
    """Steer, match, introduce."""
    _pipelines(day)
    _opportunities(day)
    _introductions(day)
    _needs(day)


def _pipelines(day: Day) -> None:
    service = day.workspace.pipelines
    made = day.did("add a pipeline", service.add, "Spin-outs")
    day.did("add a pipeline twice", service.add, "collaboration")
    day.did("rename a pipeline", service.rename, made, "Spin-ins")
    stage = day.did("add a stage", service.add_stage, made, StageDraft("Sketch", 5, "open", 20))
    day.did("edit a stage", service.edit_stage, stage, StageDraft("Sketched", 15, "open", None, True))
    day.did("edit a stage wrongly", service.edit_stage, stage, StageDraft("Sketched", 150))
    order = [each.stage.id for each in service.stages(made)]
    day.did("reorder stages", service.reorder_stages, [order[1], order[0], *order[2:]])
    day.did("delete a stage", service.delete_stage, stage)
    day.did("delete a stage in use", service.delete_stage, 1)
    day.did("reorder pipelines", service.reorder, (2, 1, 3, 4, 5, made))
    spare = day.did("add a pipeline to delete", service.add, "Spare")
    day.did("retire a pipeline", service.set_active, spare, False)
    day.did("retire a pipeline in use", service.set_active, 1, False)
    day.did("delete a pipeline", service.delete, spare)
    day.did("delete a pipeline in use", service.delete, 1)


def _opportunities(day: Day) -> None:
    service = day.workspace.opportunities
    draft = OpportunityDraft(
        "Scanner in two wards", 1, 250_000_00, "GBP", TODAY + 30 * _DAY, TODAY + 60 * _DAY, "huddle", 1, 1, "A start",
        (PartyDraft("lead", 1, 1, 40, "requested", None, None, "Leads"),
         PartyDraft("adopter", sector_id=3, sub_region_id=3)),
        ("Diagnostics",),
    )  # fmt: skip
    made = day.did("add an opportunity with every field", service.create, draft)
    day.did("add an opportunity without a title", service.create, OpportunityDraft(""))
    day.did("add an opportunity worth less than nothing", service.create, OpportunityDraft("A", value_pence=-1))
    changes: tuple[tuple[str, object], ...] = (
        ("title", "Scanner in three wards"), ("value_pence", 300_000_50), ("currency", "EUR"),
        ("deadline", TODAY - 2 * _DAY), ("expected_close", None), ("source", "funding call"),
        ("notes", "A second start"),
        ("themes", ("Diagnostics", "Data and AI")), ("huddle_id", 2), ("pitch_id", 2),
    )  # fmt: skip
    for field, value in changes:
        day.did(f"edit {field} of an opportunity", service.edit, made, **{field: value})
    lead, gap = service.parties(made)
    day.did(
        "edit a party", service.edit_party, lead.id, PartyDraft("partner", 2, 2, 60, "received", None, None, "With")
    )
    day.did("fill a gap", service.edit_party, gap.id, replace(gap.draft(), organisation_id=3, share=10))
    extra = day.did("add a party", service.add_party, made, PartyDraft("funder", contact_id=4))
    day.did("add a gap", service.add_party, made, PartyDraft("supporter", sector_id=1))
    day.did("add a party of no role", service.add_party, made, PartyDraft("guest"))
    day.did("remove a party", service.remove_party, extra)
    for stage, reason in ((2, ""), (4, ""), (5, "Signed"), (3, ""), (6, "No money")):
        day.did(f"move to stage {stage}", service.move, made, stage, None, reason)
    day.did("correct a reason", service.correct_reason, made, "No money this year")
    day.did("correct the reason of an open one", service.correct_reason, 1, "None")
    day.did("move within a stage", service.move, 2, 1, 0)
    day.did("move among those shown", service.move, 6, 1, 1, "", (2, 9))
    other = day.did("make one of a pitch", service.create, service.from_pitch(4))
    day.said["draft of a pitch"] = service.from_pitch(4)
    day.said["draft of an introduction"] = service.from_introduction(5)
    third = day.did("make one of an introduction", service.create, service.from_introduction(5))
    day.did("merge opportunities", service.merge, other, third)
    day.did("merge one with itself", service.merge, third, third)
    day.did("trash an opportunity", day.workspace.trash.put, "opportunity", (28,))
    day.did("move what is in the trash", service.move, 28, 29)
    day.did("restore an opportunity", day.workspace.trash.restore, "opportunity", (28,))
    day.did("trash another opportunity", day.workspace.trash.put, "opportunity", (29,))


def _introductions(day: Day) -> None:
    service = day.workspace.introductions
    draft = IntroductionDraft("Ward access for scanners", (1, 2), "Both asked", "huddle", 1, 1)
    made = day.did("add an introduction with every field", service.add, draft)
    changes: tuple[tuple[str, object], ...] = (
        ("reason", "Ward access"), ("contact_ids", (1, 3, 4)), ("notes", "All asked"), ("source", "other"),
        ("huddle_id", None), ("pitch_id", None),
    )  # fmt: skip
    for field, value in changes:
        draft = replace(draft, **{field: value})  # type: ignore[arg-type]
        day.did(f"edit {field} of an introduction", service.edit, made, draft)
    day.did("introduce one alone", service.add, IntroductionDraft("Alone", (1,)))
    day.did("outcome before it was made", service.outcome, made, "met")
    for contact, answer in ((1, "asked"), (3, "yes"), (4, "no"), (1, "yes"), (4, ""), (4, "yes")):
        day.did(f"contact {contact} answers {answer or 'nothing'}", service.consent, made, contact, answer)
        if answer == "no":
            day.did("make what somebody refused", service.made, made)
    day.did("make an introduction", service.made, made, TODAY - 3 * _DAY)
    day.did("make it twice", service.made, made)
    day.did("it came to a meeting", service.outcome, made, "met", TODAY - 2 * _DAY, "At the ward")
    day.did("it came to more", service.outcome, made, "collaborating")
    day.did("an outcome before that", service.outcome, made, "met", TODAY - 30 * _DAY)
    open_one = day.did("add another introduction", service.add, IntroductionDraft("Tea", (5, 11), source="other"))
    day.put_aside("trash an introduction", "introduction", (open_one,))
    day.bring_back("restore an introduction", "introduction", (open_one,))
    day.put_aside("trash introductions", "introduction", (11, 12))
    relation = day.did("two know each other", service.relate, 1, 2, "knows well", "From school")
    day.did("they know each other otherwise", service.relate, 2, 1, "colleague", "")
    day.did("others know each other", service.relate, 3, 11, "friend", "Rowing")
    day.did("one knows oneself", service.relate, 3, 3)
    day.did("they do not", service.unrelate, relation)
    day.did("take what there is not", service.unrelate, 9_999)


def _needs(day: Day) -> None:
    service = day.workspace.needs
    draft = NeedDraft(
        "need", "data", "Chest images", 1, 1, "Ten thousand", ("Diagnostics", "Medical imaging"), 3, 3, 6,
        TODAY + 90 * _DAY, False, None,
    )  # fmt: skip
    made = day.did("add a need with every field", service.add, draft)
    changes: tuple[tuple[str, object], ...] = (
        ("kind", "offer"), ("category", "facility"), ("title", "Reading room"), ("contact_id", 2),
        ("organisation_id", None), ("notes", "Two desks"), ("themes", ("Diagnostics",)), ("sub_region_id", None),
        ("maturity_from", 2), ("maturity_to", None), ("expires_on", None), ("confidential", True), ("pitch_id", 1),
    )  # fmt: skip
    for field, value in changes:
        draft = replace(draft, **{field: value})  # type: ignore[arg-type]
        day.did(f"edit {field} of a need", service.edit, made, draft)
    for what, wrong in (
        ("add a need of nobody", NeedDraft("need", "data", "A")),
        ("add a need of no category", NeedDraft("need", "love", "A", 1)),
        ("add a need that ends before it begins", NeedDraft("need", "data", "A", 1, maturity_from=5, maturity_to=2)),
    ):
        day.did(what, service.add, wrong)
    day.did("close needs", service.close, (1, 2))
    day.did("reopen a need", service.reopen, (1,))
    day.put_aside("trash a need", "need_offer", (3,))
    day.bring_back("restore a need", "need_offer", (3,))
    day.put_aside("trash another need", "need_offer", (7,))
    taken = {row.pitch_id for row in service.rows(state="")}
    pitched = [row for huddle in (1, 2, 3, 6, 8, 13) for row in day.workspace.pitches.of_huddle(huddle)]
    for kind in ("ask", "offer", "news"):
        pitch = next(row for row in pitched if row.kind == kind and row.id not in taken)
        day.did(f"make a need of the kind {kind}", service.from_pitch, pitch.id, "expertise", ("Digital health",))
        day.did(f"make a need of the kind {kind} twice", service.from_pitch, pitch.id)
    found = service.matches()
    day.said["matches to decide"] = found
    day.did("accept a match", service.accept, found[0].need.id, found[0].offer.id)
    day.did("accept it twice", service.accept, found[0].need.id, found[0].offer.id)
    day.did("dismiss a match", service.dismiss, found[1].need.id, found[1].offer.id)
    day.did("dismiss another match", service.dismiss, found[2].need.id, found[2].offer.id)
    day.did("reconsider it", service.reconsider, found[2].need.id, found[2].offer.id)
    day.did("match two needs", service.accept, 1, 4)
