"""Interactions, follow-ups and sentences."""

from datetime import date, time, timedelta

from msgspec.structs import replace

from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.sentence import parse
from tests.golden.day import TODAY, Day

_DAY = timedelta(days=1)
_APRIL = date(2026, 4, 30)
_SENTENCES = (
    "Met Zozo Carver at Thornbridge School of Medicine yesterday re scanner #imaging follow up in 2 weeks send slides",
    "Call with Dana Whitlock of Newco Devices this morning about funding, remind me on Friday to send the deck",
    "Emailed Seán O'Brien 12/5 about the advisory board",
    "Note: the grant call opens in June",
    "Video call with Acme Médical Imaging and Dee Robotics on Monday at 3pm",
    "Met Nobody Inparticular tomorrow",
)  # fmt: skip


def work(day: Day) -> None:
    """Log, plan, edit, trash, do, snooze and drop."""
    _interactions(day)
    _followups(day)
    _sentences(day)


def _interactions(day: Day) -> None:
    service = day.workspace.interactions
    draft = InteractionDraft(
        TODAY - 3 * _DAY, "meeting", time(9, 30), "out", "Scanner pilot", "Talked of wards.\nNext: ethics.", 45,
        "Liverpool", "held", (Party(1), Party(2, stands_alone=True), Party(3, 4), Party(None, 5)), ("imaging", "pilot"),
    )  # fmt: skip
    made = day.did("log a meeting with every field", service.log, draft)
    changes: tuple[tuple[str, object], ...] = (
        ("day", TODAY - 4 * _DAY), ("kind", "visit"), ("at", None), ("direction", "in"), ("subject", "Ward pilot"),
        ("notes", "Talked of beds."), ("duration_minutes", 60), ("place", "Preston"), ("status", "cancelled"),
        ("parties", (Party(1), Party(4), Party(None, 6))), ("tags", ("pilot", "beds")),
    )  # fmt: skip
    for field, value in changes:
        draft = replace(draft, **{field: value})  # type: ignore[arg-type]
        day.did(f"edit {field} of an interaction", service.edit, made, draft)
    day.did("hold it after all", service.set_status, made, "held")
    ahead = replace(draft, day=TODAY + 5 * _DAY, status="planned", kind="video call", at=time(15), subject="")
    planned = day.did("plan a video call", service.log, ahead)
    day.did("hold it early", service.set_status, planned, "held")
    again = day.did("plan another", service.log, replace(ahead, kind="call", direction="out", notes="Ring first"))
    day.did("cancel it", service.set_status, again, "cancelled")
    for what, wrong in (
        ("log a day ahead", replace(draft, day=TODAY + _DAY, status="held")),
        ("log with nobody", replace(draft, parties=())),
        ("log with somebody unknown", replace(draft, parties=(Party(9_999),))),
        ("log a kind there is not", replace(draft, kind="party")),
    ):
        day.did(what, service.log, wrong)
    for kind in ("call", "email", "message", "note"):
        parties = () if kind == "note" else (Party(11),)
        day.did(
            f"log a {kind}",
            service.log,
            InteractionDraft(TODAY, kind, direction="in", parties=parties, notes=f"A {kind} today"),
        )
    participant = service.get(made).participants[0]
    day.did("stand for another", service.set_organisation, participant.id, 7)
    day.did("stand for nobody", service.set_organisation, participant.id, None)
    day.put_aside("trash interactions", "interaction", (5, 6))
    day.put_aside("trash one interaction", "interaction", (7,))
    day.bring_back("restore an interaction", "interaction", (6,))


def _followups(day: Day) -> None:
    service = day.workspace.followups
    draft = FollowUpDraft(
        "Send the protocol", TODAY + 2 * _DAY, time(10), "us", "Draft 3", 1, "FREQ=WEEKLY", "due", None, 1, 1, 1, 1, 1,
        1, 1,
    )  # fmt: skip
    made = day.did("add a follow-up with every field", service.add, draft)
    changes: tuple[tuple[str, object], ...] = (
        ("title", "Send protocol 4"), ("due_on", TODAY + 3 * _DAY), ("due_time", None), ("owed_by", "them"),
        ("notes", "Draft 4"), ("priority", -1), ("repeat", "FREQ=MONTHLY"), ("repeat_from", "completion"),
        ("snoozed_until", TODAY + _DAY), ("contact_id", 2), ("organisation_id", None), ("interaction_id", 2),
        ("huddle_id", 2), ("pitch_id", 2), ("opportunity_id", 2), ("introduction_id", None),
    )  # fmt: skip
    for field, value in changes:
        draft = replace(draft, **{field: value})  # type: ignore[arg-type]
        day.did(f"edit {field} of a follow-up", service.edit, made, draft)
    day.did("snooze it", service.snooze, (made,), TODAY + 6 * _DAY)
    day.did("show it again", service.snooze, (made,), None)
    day.did("snooze until today", service.snooze, (made,), TODAY)
    (following,) = day.did("do a repeating one", service.done, (made,), "Sent")
    day.did("not done after all", service.undone, (made,))
    (following,) = day.did("do it again", service.done, (made,), "Sent again")
    day.did("edit the next one", service.edit, following, replace(service.get(following).draft(), notes="Own words"))
    day.did("not done, with a next one edited", service.undone, (made,))
    last = day.did("add one for the end of months", service.add, FollowUpDraft("Report", _APRIL, repeat="FREQ=MONTHLY"))
    day.did("do it at the end of a short month", service.done, (last,))
    plain = [
        day.did(f"add {title}", service.add, FollowUpDraft(title, due, contact_id=3, priority=1))
        for title, due in (("Ring the ward", TODAY - _DAY), ("Write the note", TODAY), ("Some day", None))
    ]
    day.did("do several", service.done, plain[:2], "")
    day.did("drop one", service.drop, plain[2:], "No need")
    day.did("take up what was dropped", service.undone, plain[2:])
    day.put_aside("trash a follow-up", "follow_up", tuple(plain[:1]))
    day.put_aside("trash several follow-ups", "follow_up", tuple(plain[1:]))
    day.bring_back("restore a follow-up", "follow_up", tuple(plain[1:2]))
    for what, wrong in (
        ("add one without a title", FollowUpDraft("")),
        ("add one by nobody", FollowUpDraft("A", owed_by="nobody")),
        ("add one with a rule that is none", FollowUpDraft("A", TODAY, repeat="FREQ=NEVER")),
        ("add one about an unknown huddle", FollowUpDraft("A", huddle_id=9_999)),
    ):
        day.did(what, service.add, wrong)


def _sentences(day: Day) -> None:
    service = day.workspace.entries
    for number, sentence in enumerate(_SENTENCES, 1):
        entry = parse(sentence, service.names(), TODAY)
        day.said[f"sentence {number} is understood"] = entry
        day.did(f"preview sentence {number}", service.preview, entry)
        day.did(f"save sentence {number}", service.save, entry, "Notes beside it")
    open_one = day.workspace.followups.due_now(1)[0]
    against = day.workspace.followups.log_against(open_one.id)
    day.said["log against a follow-up"] = against
    entry = parse(f"Call with {open_one.contact or open_one.organisation}", service.names(), TODAY)
    day.did("save against a follow-up", service.save, entry, completes=open_one.id)
    held = day.workspace.interactions.recent(1)[0]
    day.did(
        "edit as an entry",
        service.edit,
        held.id,
        replace(day.workspace.interactions.get(held.id).draft(), place="Here"),
    )
