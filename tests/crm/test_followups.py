"""Follow-ups: in the group they belong to, completed in one step, and coming back by their rule."""

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm import clock
from crm.db import schema
from crm.db.store import new_uid
from crm.errors import Invalid, NotFound
from crm.followups import GROUPS, FollowUpDraft, FollowUpRow, repeats
from crm.workspace import Workspace

NOW = "2026-05-01T09:00:00Z"
TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Any:
    with time_machine.travel("2026-05-20T09:00:00Z", tick=False):
        yield


@pytest.fixture
def jane(workspace: Workspace) -> int:
    with workspace.store.action("Add"):
        return workspace.store.insert(
            schema.Contact, uid=new_uid(), given_name="Jane", family_name="Roe", created_at=NOW
        )


@pytest.fixture
def acme(workspace: Workspace, jane: int) -> int:
    with workspace.store.action("Add"):
        sector = workspace.store.value("SELECT id FROM sector WHERE symbol = 'academia'")
        made = workspace.store.insert(schema.Organisation, uid=new_uid(), name="Acme", sector_id=sector, created_at=NOW)
        workspace.store.insert(schema.Affiliation, contact_id=jane, organisation_id=made, is_primary=1)
    return made


def add(workspace: Workspace, title: str = "Send deck", due: int | None = 0, **more: Any) -> int:
    due_on = TODAY + timedelta(days=due) if due is not None else None
    return workspace.followups.add(FollowUpDraft(title, due_on, **more))


def row(workspace: Workspace, follow_up: int) -> FollowUpRow:
    return workspace.followups.get(follow_up).row


@pytest.mark.parametrize(
    ("due", "more", "group"),
    [
        (-1, {}, "overdue"),
        (0, {}, "today"),
        (1, {}, "next"),
        (7, {}, "next"),
        (8, {}, "later"),
        (None, {}, "later"),
        (-5, {"owed_by": "them"}, "waiting"),
        (30, {"owed_by": "them"}, "waiting"),
        (-5, {"snoozed_until": TODAY + timedelta(days=1)}, "snoozed"),
        (-5, {"snoozed_until": TODAY}, "overdue"),
        (3, {"snoozed_until": TODAY + timedelta(days=2), "owed_by": "them"}, "snoozed"),
    ],
)
def test_each_follow_up_stands_in_one_group(
    workspace: Workspace, due: int | None, more: dict[str, Any], group: str
) -> None:
    made = add(workspace, due=due, **more)
    shown = {each.name: [line.id for line in each.rows] for each in workspace.followups.groups()}
    assert shown == {name: [made] if name == group else [] for name in GROUPS}
    assert workspace.followups.counts() == {name: int(name == group) for name in GROUPS}
    assert workspace.followups.overdue_count() == (group == "overdue")
    assert row(workspace, made).group == group


def test_a_group_is_read_page_by_page_soonest_first(workspace: Workspace) -> None:
    made = [add(workspace, due=-number) for number in (1, 5, 3, 2, 4)]
    urgent = add(workspace, due=-5, priority=1)
    pages = [workspace.followups.page("overdue", offset=offset, limit=2) for offset in (0, 2, 4)]
    assert [each.id for page in pages for each in page] == [urgent, made[1], made[4], made[2], made[3], made[0]]


def test_a_row_names_whom_it_is_about_with_the_sign_of_their_sector(workspace: Workspace, jane: int, acme: int) -> None:
    by_person = row(workspace, add(workspace, contact_id=jane))
    assert (by_person.contact, by_person.organisation, by_person.symbol) == ("Jane Roe", "Acme", "academia")
    by_place = row(workspace, add(workspace, organisation_id=acme))
    assert (by_place.contact, by_place.organisation, by_place.symbol) == ("", "Acme", "academia")


def test_a_follow_up_reads_back_as_it_was_typed_and_saving_it_again_changes_nothing(
    workspace: Workspace, jane: int, acme: int
) -> None:
    draft = FollowUpDraft(
        "Send deck", TODAY, time(9, 30), "them", "With costs", 1, "FREQ=WEEKLY", "completion", None, jane, acme
    )
    made = workspace.followups.add(draft)
    assert workspace.followups.get(made).draft() == draft
    label = workspace.store.next_undo()
    workspace.followups.edit(made, draft)
    assert workspace.store.next_undo() == label == "Add follow-up “Send deck”"


def test_what_is_done_leaves_its_group_and_undo_brings_it_back(workspace: Workspace) -> None:
    made = add(workspace, due=-1)
    workspace.followups.done([made], "Sent by post")
    assert workspace.followups.overdue_count() == 0
    assert (row(workspace, made).group, workspace.followups.get(made).result) == ("done", "Sent by post")
    assert workspace.undo() == "Done: Send deck"
    assert row(workspace, made).group == "overdue"


def test_several_are_done_in_one_step(workspace: Workspace) -> None:
    several = [add(workspace, f"Task {number}") for number in range(3)]
    workspace.followups.done(several)
    assert workspace.undo() == "Mark 3 follow-ups done"
    assert workspace.followups.counts()["today"] == 3


def test_snoozing_hides_until_the_day_and_keeps_the_due_day(workspace: Workspace) -> None:
    made = add(workspace, due=-2)
    workspace.followups.snooze([made], TODAY + timedelta(days=2))
    assert workspace.store.next_undo() == "Snooze “Send deck” until Fri 22 May"
    assert (row(workspace, made).group, row(workspace, made).due_on) == ("snoozed", TODAY - timedelta(days=2))
    assert workspace.followups.counts(TODAY + timedelta(days=2))["overdue"] == 1
    workspace.followups.snooze([made], None)
    assert row(workspace, made).group == "overdue"


def test_snoozing_to_a_day_that_is_past_is_refused(workspace: Workspace) -> None:
    made = add(workspace)
    with pytest.raises(Invalid):
        workspace.followups.snooze([made], TODAY)


def test_what_was_dropped_or_trashed_is_not_to_be_done(workspace: Workspace, jane: int) -> None:
    dropped, trashed = add(workspace, contact_id=jane), add(workspace, contact_id=jane)
    workspace.followups.drop([dropped], "Overtaken")
    workspace.trash.put("follow_up", [trashed])
    assert set(workspace.followups.counts().values()) == {0}
    assert workspace.followups.of("contact", jane) == []
    assert [each.id for each in workspace.followups.of("contact", jane, include_done=True)] == [dropped]
    workspace.followups.undone([dropped])
    workspace.trash.restore("follow_up", [trashed])
    assert workspace.followups.counts()["today"] == 2


def test_the_contacts_list_shows_the_next_one(workspace: Workspace, jane: int) -> None:
    add(workspace, due=9, contact_id=jane)
    first = add(workspace, due=4, contact_id=jane)
    sql = "SELECT next_follow_up_on FROM contact_summary"
    assert workspace.store.value(sql) == "2026-05-24"
    workspace.followups.done([first])
    assert workspace.store.value(sql) == "2026-05-29"


@pytest.mark.parametrize(
    ("rule", "start", "due", "following"),
    [
        ("FREQ=WEEKLY", "due", 0, "2026-05-27"),
        ("FREQ=WEEKLY", "due", -20, "2026-05-21"),
        ("FREQ=WEEKLY", "completion", -20, "2026-05-27"),
        ("FREQ=WEEKLY;INTERVAL=2", "due", 3, "2026-06-06"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "due", 0, "2026-05-21"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "due", 0, "2026-05-31"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "due", 0, "2026-06-01"),
        ("FREQ=YEARLY", "due", 0, "2027-05-20"),
        ("FREQ=DAILY;UNTIL=20260522", "due", 0, "2026-05-21"),
        ("FREQ=DAILY", "completion", 5, "2026-05-26"),
        ("FREQ=DAILY;INTERVAL=3", "completion", 5, "2026-05-26"),
        ("FREQ=WEEKLY", "completion", 8, "2026-06-03"),
        ("FREQ=DAILY", "completion", -5, "2026-05-21"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "completion", 0, "2026-05-21"),
        ("FREQ=WEEKLY;INTERVAL=2", "due", -60, "2026-05-30"),
    ],
)
def test_completing_a_repeating_one_makes_the_next_in_the_same_step(
    workspace: Workspace, jane: int, rule: str, start: str, due: int, following: str
) -> None:
    made = add(workspace, due=due, repeat=rule, repeat_from=start, contact_id=jane, notes="Bring tea")
    (next_one,) = workspace.followups.done([made])
    again = workspace.followups.get(next_one)
    assert again.row.due_on == date.fromisoformat(following)
    assert (again.row.contact_id, again.notes, again.row.repeat) == (jane, "Bring tea", rule)
    workspace.undo()
    assert workspace.store.value("SELECT count(*) FROM follow_up") == 1


def test_a_repeating_one_ends_with_its_count_or_its_last_day(workspace: Workspace) -> None:
    counted = add(workspace, repeat="FREQ=WEEKLY;COUNT=2")
    (last,) = workspace.followups.done([counted])
    assert workspace.followups.done([last]) == []
    ended = add(workspace, repeat="FREQ=WEEKLY;UNTIL=20260525")
    assert workspace.followups.done([ended]) == []


def test_opening_a_repeating_one_again_takes_its_successor_away(workspace: Workspace) -> None:
    made = add(workspace, repeat="FREQ=WEEKLY")
    workspace.followups.done([made])
    workspace.followups.undone([made])
    assert [each.id for group in workspace.followups.groups() for each in group.rows] == [made]


def open_ones(workspace: Workspace) -> list[tuple[str, str]]:
    """Return title and day of what is open, the soonest first."""
    return workspace.store.rows(
        "SELECT title, due_on FROM follow_up WHERE done_at IS NULL AND dropped_at IS NULL AND deleted_at IS NULL "
        "ORDER BY due_on, id"
    )


def test_not_done_takes_back_its_own_successor_and_no_twin(workspace: Workspace) -> None:
    first, twin = (add(workspace, "Call back", due, repeat="FREQ=WEEKLY") for due in (0, 1))
    workspace.followups.done([first, twin])
    workspace.followups.undone([first])
    assert open_ones(workspace) == [("Call back", "2026-05-20"), ("Call back", "2026-05-28")]
    workspace.undo()
    assert open_ones(workspace) == [("Call back", "2026-05-27"), ("Call back", "2026-05-28")]
    workspace.redo()
    assert open_ones(workspace) == [("Call back", "2026-05-20"), ("Call back", "2026-05-28")]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"title": "Ring Ada about lab"}, ("Ring Ada about lab", "2026-05-20")),
        ({"notes": "Ask for the key"}, ("Ring Ada", "2026-05-20")),
        ({"due_on": date(2026, 6, 25)}, ("Ring Ada", "2026-06-25")),
        ({"priority": 1}, ("Ring Ada", "2026-05-20")),
        ({"snoozed_until": date(2026, 6, 1)}, ("Ring Ada", "2026-05-20")),
    ],
)
def test_a_successor_that_was_edited_takes_the_place_of_the_one_not_done(
    workspace: Workspace, change: dict[str, Any], shown: tuple[str, str]
) -> None:
    made = add(workspace, "Ring Ada", repeat="FREQ=MONTHLY;COUNT=4")
    (following,) = workspace.followups.done([made])
    drafted = FollowUpDraft("Ring Ada", date(2026, 6, 20), repeat="FREQ=MONTHLY;COUNT=3")
    workspace.followups.edit(following, replace(drafted, **change))
    workspace.followups.undone([made])
    assert open_ones(workspace) == [shown]
    kept = workspace.followups.get(following)
    assert kept.notes == change.get("notes", "")
    assert kept.row.repeat == "FREQ=MONTHLY;COUNT=4"
    assert [each.id for each in workspace.trash.rows()] == [made]
    workspace.followups.done([following])
    workspace.followups.undone([following])
    assert open_ones(workspace) == [shown]


def test_of_a_series_done_further_since_the_open_one_is_taken_back(workspace: Workspace) -> None:
    first = add(workspace, "Ring Ada", repeat="FREQ=WEEKLY")
    (second,) = workspace.followups.done([first])
    workspace.followups.done([second])
    workspace.followups.undone([first])
    assert open_ones(workspace) == [("Ring Ada", "2026-05-20")]


def test_several_of_one_series_are_opened_again_down_to_the_first(workspace: Workspace) -> None:
    first = add(workspace, "Ring Ada", repeat="FREQ=WEEKLY")
    (second,) = workspace.followups.done([first])
    workspace.followups.done([second])
    workspace.followups.undone([first, second])
    assert open_ones(workspace) == [("Ring Ada", "2026-05-20")]


@pytest.mark.parametrize(
    ("rule", "start", "days"),
    [
        ("FREQ=MONTHLY", date(2026, 5, 31), ["2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"]),
        ("FREQ=MONTHLY", date(2026, 12, 30), ["2027-01-30", "2027-02-28", "2027-03-30"]),
        ("FREQ=MONTHLY", date(2027, 1, 28), ["2027-02-28", "2027-03-28"]),
        ("FREQ=MONTHLY;INTERVAL=3", date(2026, 8, 31), ["2026-11-30", "2027-02-28", "2027-05-31"]),
        ("FREQ=YEARLY", date(2028, 2, 29), ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("FREQ=MONTHLY;UNTIL=20260731", date(2026, 5, 31), ["2026-06-30", "2026-07-31", ""]),
    ],
)
def test_a_series_from_a_day_some_months_lack_falls_on_their_last_and_comes_back(
    workspace: Workspace, rule: str, start: date, days: list[str]
) -> None:
    made = workspace.followups.add(FollowUpDraft("Report", start, repeat=rule))
    found: list[str] = []
    while len(found) < len(days):
        following = workspace.followups.done([made])
        found.append(str(row(workspace, following[0]).due_on) if following else "")
        made = following[0] if following else made
    assert found == days


def test_a_series_moved_by_hand_keeps_its_new_day(workspace: Workspace) -> None:
    made = workspace.followups.add(FollowUpDraft("Report", date(2026, 5, 31), repeat="FREQ=MONTHLY"))
    (following,) = workspace.followups.done([made])
    workspace.followups.edit(following, FollowUpDraft("Report", date(2026, 6, 15), repeat="FREQ=MONTHLY"))
    (last,) = workspace.followups.done([following])
    assert row(workspace, last).due_on == date(2026, 7, 15)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY;COUNT=2", "FREQ=DAILY;BYSECOND=1", "FREQ=DAILY;INTERVAL=0", "every week",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9", "FREQ=DAILY;FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO", "BYDAY=MO", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=DAILY;COUNT=9999999",
    ],
)  # fmt: skip
def test_a_rule_that_is_too_frequent_or_never_names_a_day_is_refused(workspace: Workspace, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(workspace, repeat=rule)
    assert refusal.value.field == "repeat"


@given(
    frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    parts=st.dictionaries(
        st.sampled_from(["INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"]),
        st.sampled_from(["1", "2", "31", "-1", "12", "999", "MO", "5FR", "-5SU", "MO,2TU", "29,30,31", "2"]),
        max_size=3,
    ),
    start=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
@settings(max_examples=150)
def test_every_rule_that_is_taken_names_a_later_day_at_once(frequency: str, parts: dict[str, str], start: date) -> None:
    rule = ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts.items())])
    try:
        taken = repeats.check(rule)
    except Invalid:
        return
    following = repeats.following(taken, start, start)
    assert following is None or following > start
    assert following is not None or "INTERVAL" in parts  # every twelfth February has no 31st
    assert repeats.in_words(taken).startswith("every ")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("", ""),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every 2 weeks on Mon and Thu"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every month on the first Mon"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=YEARLY;COUNT=3", "every year 3 times"),
    ],
)
def test_a_rule_reads_in_words(rule: str, said: str) -> None:
    assert repeats.in_words(repeats.check(rule)) == said
    assert all(repeats.check(preset) == preset for _, preset in repeats.PRESETS)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (FollowUpDraft("  "), "title"),
        (FollowUpDraft("x", owed_by="me"), "owed_by"),
        (FollowUpDraft("x", priority=5), "priority"),
        (FollowUpDraft("x", repeat="FREQ=DAILY"), "due_on"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_by_field(workspace: Workspace, draft: FollowUpDraft, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        workspace.followups.add(draft)
    assert refusal.value.field == field


def test_nothing_can_be_about_somebody_unknown(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        add(workspace, contact_id=99)


def test_logging_against_one_begins_with_whom_and_what_it_is_about(workspace: Workspace, jane: int, acme: int) -> None:
    made = add(workspace, "Imaging pilot", contact_id=jane)
    begun = workspace.followups.log_against(made)
    assert begun.sentence == "Met Jane Roe at Acme re Imaging pilot"
    assert workspace.interactions.log(begun.draft)
    assert workspace.timeline.contact(jane)[0].title == "Imaging pilot"


def test_today_is_where_the_user_lives(workspace: Workspace) -> None:
    with time_machine.travel("2026-05-20T23:30:00Z"):
        assert clock.today() == date(2026, 5, 21)
        assert workspace.followups.get(add(workspace, due=1)).row.group == "today"
