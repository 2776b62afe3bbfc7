"""Huddles with their lists, doors, pitches, hands and what is to be done afterwards."""

from datetime import time, timedelta

from msgspec.structs import replace

from crm.attendance import WalkIn
from crm.huddles import HuddleDraft, SeriesDraft
from crm.pitches import PitchDraft
from tests.golden.day import TODAY, Day

_NEXT = 9


def work(day: Day) -> None:
    """Plan, invite, hold, lock and close."""
    huddle = _huddles(day)
    _lists(day, huddle)
    _pitches(day, huddle)
    _close(day, huddle)


def _huddles(day: Day) -> int:
    service = day.workspace.huddles
    series = day.did("add a series", service.add_series, SeriesDraft("Clinic", "FREQ=WEEKLY;INTERVAL=2", 5))
    day.did("edit a series", service.edit_series, series, SeriesDraft("Clinics", "FREQ=MONTHLY", 20, False))
    day.did("add a series twice", service.add_series, SeriesDraft("huddle"))
    day.did("suggest the next", service.suggestion, 1)
    day.did("suggest one of no series", service.suggestion)
    draft = HuddleDraft(
        TODAY, time(15), time(16, 30), "Spring clinic", series, 7, "workshop", "Europe/London", "hybrid", "Daresbury",
        1, 4, "https://meet.example/1", 30, 3, 12, 5, "Bring badges",
    )  # fmt: skip
    made = day.did("plan a huddle with every field", service.plan, draft)
    changes: tuple[tuple[str, object], ...] = (
        ("starts", time(14)), ("ends", time(16)), ("title", "Summer clinic"), ("number", 8), ("kind", "huddle"),
        ("time_zone", "Europe/Dublin"), ("format", "in person"), ("venue", "Sci-Tech"), ("host_organisation_id", 2),
        ("sub_region_id", 2), ("join_link", ""), ("capacity", 40), ("pitch_slots", 4), ("pitch_minutes", 8),
        ("pitches_after", 15), ("notes", "Bring labels"), ("series_id", 1), ("day", TODAY - timedelta(days=1)),
    )  # fmt: skip
    for field, value in changes:
        draft = replace(draft, **{field: value})  # type: ignore[arg-type]
        day.did(f"edit {field} of a huddle", service.edit, made, draft)
    day.did("back to today", service.edit, made, replace(draft, day=TODAY, number=43))
    day.did(
        "plan the next in the series",
        service.plan,
        HuddleDraft(TODAY + timedelta(days=40), time(15), time(16), series_id=1),
    )
    day.did("plan one with a number taken", service.plan, replace(draft, number=41))
    day.did(
        "plan one that ends before it begins", service.plan, replace(draft, number=90, starts=time(9), ends=time(8))
    )
    day.did("hold one still to come", service.set_status, _NEXT, "held")
    day.did("lock one still to come", service.lock, _NEXT)
    day.did("cancel the next", service.set_status, _NEXT, "cancelled")
    day.did("plan it again", service.set_status, _NEXT, "planned")
    day.did("unlock a huddle", service.unlock, 8)
    day.did("count the unnamed", service.set_headcount, 8, 4)
    day.did("count less than none", service.set_headcount, 8, -1)
    day.did("lock it again", service.lock, 8)
    day.did("trash a huddle", day.workspace.trash.put, "huddle", (10,))
    again = replace(draft, series_id=2, number=1, title="", day=TODAY + timedelta(days=9))
    day.did("take its number", service.plan, again)
    day.did("restore it without its number", day.workspace.trash.restore, "huddle", (10,))
    return int(made)


def _lists(day: Day, huddle: int) -> None:
    service = day.workspace.attendance
    day.did("invite", service.invite, huddle, range(1, 9))
    day.did("invite some again", service.invite, huddle, (7, 8, 11, 12))
    for answer, who in (
        ("registered", (1, 2, 3, 4, 11)),
        ("waitlisted", (5,)),
        ("declined", (6,)),
        ("cancelled", (7,)),
    ):
        day.did(f"reply {answer}", service.reply, huddle, who, answer)
    day.did("reply what is no reply", service.reply, huddle, (1,), "perhaps")
    day.did("add somebody new", service.add_new, huddle, "Gwen Ellis-Price")
    day.did("register one more", service.register, huddle, 13)
    day.did("register one of the trash", service.register, huddle, 8)
    day.did("check in", service.check_in, huddle, 1)
    day.did("check in another", service.check_in, huddle, 12)
    day.did("mark as there", service.mark, huddle, (2, 3), "attended")
    day.did("mark apologies", service.mark, huddle, (4,), "apologies")
    day.did("mark as absent", service.mark, huddle, (11,), "absent")
    day.did("mark as there of one to come", service.mark, _NEXT, (2,), "attended")
    day.did("clear", service.clear, huddle, (11, 12))
    day.did("take off the list", service.remove, huddle, (6,))
    guest = WalkIn("Tariq Bell", "Bell Diagnostics", "Founder", "tariq@bell.example", True, "May we write?")
    day.did("who is a guest", service.who_is, guest)
    day.did("walk in", service.walk_in, huddle, guest)
    day.did("walk in, known", service.walk_in, huddle, WalkIn("Zozo Carver", email="z.carver@acme.example"))
    day.did("walk in, chosen", service.walk_in, huddle, WalkIn("Somebody", newsletter=False), 15)
    row = service.row(huddle, 2)
    assert row is not None
    day.did("stand for another that day", service.set_organisation, row.id, 9)
    day.did("stand for nobody that day", service.set_organisation, row.id, None)


def _pitches(day: Day, huddle: int) -> None:
    service, workspace = day.workspace.pitches, day.workspace
    draft = PitchDraft("Bed sensors", "news", "Slides to come", 7, 3, 4, True)
    made = day.did("add a pitch with every field", service.add, huddle, draft)
    changes: tuple[tuple[str, object], ...] = (
        ("topic", "Ward sensors"), ("kind", "ask"), ("notes", "Slides are here"), ("minutes", None),
        ("contact_id", 1), ("organisation_id", 5), ("may_publish", None),
    )  # fmt: skip
    for field, value in changes:
        draft = replace(draft, **{field: value})  # type: ignore[arg-type]
        day.did(f"edit {field} of a pitch", service.edit, made, draft)
    second = day.did("add an offer", service.add, huddle, PitchDraft("Lab space", "offer", contact_id=2))
    third = day.did("add one without a presenter", service.add, huddle, PitchDraft("A call opens", "opportunity"))
    day.did("add a pitch about nothing", service.add, huddle, PitchDraft(" "))
    day.did("move a pitch", service.move, third, 1)
    day.did("a pitch was given", service.deliver, made, True)
    day.did("a pitch was not given", service.deliver, second, False)
    day.did("a pitch to come was given", service.deliver, workspace.pitches.of_huddle(_NEXT)[0].id, True)
    day.did("may not be published", service.set_publish, made, False)
    day.put_aside("trash a pitch", "pitch", (third,))
    day.bring_back("restore a pitch", "pitch", (third,))
    day.put_aside("trash pitches", "pitch", (second, third))
    day.bring_back("restore pitches", "pitch", (second, third))
    day.did("mark pitched", service.mark_pitched, huddle, (4, 1))
    day.did("mark cells", service.mark, ((huddle, 5), (8, 5)), "attended")
    day.did("mark a cell pitched", service.mark, ((huddle, 7),), "pitched")
    day.did("mark a cell absent", service.mark, ((huddle, 7),), "absent")
    day.did("clear a cell", service.mark, ((8, 5),), "unknown")
    raised = workspace.hands
    hands = [
        day.did(f"hand up: {kind}", raised.raise_hand, made, contact, kind, note)
        for contact, kind, note in (
            (2, "interested", "Wants the slides"), (3, "can help", ""), (4, "wants an introduction", "To the board"),
            (5, "question", ""),
        )
    ]  # fmt: skip
    day.did("the same hand again", raised.raise_hand, made, 2, "interested", "Twice")
    day.did("edit a hand", raised.edit, hands[1], "question", "What does it cost?", 3)
    day.did("settle a hand", raised.settle, hands[1])
    day.did("unsettle a hand", raised.settle, hands[1], False)
    day.did("lower a hand", raised.lower, hands[3])
    day.did("draft of a hand", raised.follow_up_draft, hands[2])
    day.did("follow up hands", raised.follow_up, hands[:2])
    day.did("follow up one hand", raised.follow_up, hands[2:3], raised.follow_up_draft(hands[2]))


def _close(day: Day, huddle: int) -> None:
    close, huddles = day.workspace.close_out, day.workspace.huddles
    day.did("hold the huddle", huddles.set_status, huddle, "held")
    day.did("lock the huddle", huddles.lock, huddle)
    day.did("somebody came after all", day.workspace.attendance.reply, huddle, (3,), "declined")
    day.did("tick a step", close.done, huddle, "thank")
    day.did("tick another step", close.done, huddle, "first-timers")
    day.did("take a tick back", close.undo_step, huddle, "first-timers")
    day.did("tick what is seen", close.done, huddle, "hands")
    day.did("tick what there is not", close.done, huddle, "dance")
