"""What comes after the meeting: it becomes the follow-up or stays text, and never moves the meeting to its own day."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.sentence import Entry, Hint, ListNames, NameHit, parse

TODAY = date(2026, 11, 30)  # a Monday
NAMES = ListNames(
    [NameHit(1, "Ada Moor", 10, "Moor Trust"), NameHit(2, "Bob Lee", 11, "Beta Labs")],
    [NameHit(10, "Moor Trust"), NameHit(11, "Beta Labs")],
    ["imaging"],
)


def read(text: str) -> Entry:
    return parse(text, NAMES, TODAY)


@pytest.mark.parametrize(
    ("text", "due", "title"),
    [
        ("Met Ada Moor; send slides Friday", "2026-12-04", "Send slides"),
        ("Met Ada Moor, call back Thursday", "2026-12-03", "Call back"),
        ("met ada moor, call back thursday", "2026-12-03", "Call back"),
        ("Met Ada Moor, chase Thursday", "2026-12-03", "Chase"),
        ("Met Ada Moor, to send deck by Thursday", "2026-12-03", "Send deck"),
        ("Met Ada Moor; ring her first thing Monday", "2026-12-07", "Ring her"),
        ("Met Ada Moor, chase in 6w", "2027-01-11", "Chase"),
        ("Met Ada Moor, email her on Friday", "2026-12-04", "Email her"),
        ("met ada moor, write to her on friday", "2026-12-04", "Write to her"),
        ("Met Ada Moor and invite her to the huddle by 7 Dec", "2026-12-07", "Invite her to the huddle"),
        ("met ada moor and book a room for friday", "2026-12-04", "Book a room"),
        ("Met Ada Moor - introduce Bob Lee next week", "2026-12-07", "Introduce Bob Lee"),
        ("Met Ada Moor – share the draft on Wednesday", "2026-12-02", "Share the draft"),
        ("Met Ada Moor — review her bid a week tomorrow", "2026-12-08", "Review her bid"),
        ("Met Ada Moor\nForward the minutes tomorrow", "2026-12-01", "Forward the minutes"),
        ("Met Ada Moor. Send slides Friday", "2026-12-04", "Send slides"),
        ("Met Ada Moor then arrange a visit in 2 weeks", "2026-12-14", "Arrange a visit"),
        ("Met Ada Moor, then draft the bid by 12 December", "2026-12-12", "Draft the bid"),
        ("Met Ada Moor, prepare the paper for 8/12", "2026-12-08", "Prepare the paper"),
        ("Met Ada Moor, I will send slides Friday", "2026-12-04", "Send slides"),
        ("Met Ada Moor, I'll send slides, agenda and budget by Friday", "2026-12-04", "Send slides, agenda and budget"),
        ("Met Ada Moor; we’ll confirm dates by the end of the month", "2026-11-30", "Confirm dates"),
        ("Met Ada Moor, need to chase the contract on Monday", "2026-12-07", "Chase the contract"),
        ("Met Ada Moor, will share the deck tomorrow", "2026-12-01", "Share the deck"),
        ("Met Ada Moor, please ring her Monday first thing", "2026-12-07", "Ring her"),
        ("Met Ada Moor, she asked me to send slides by Friday", "2026-12-04", "Send slides"),
        ("Met Ada Moor, agreed to meet again on Friday", "2026-12-04", "Meet again"),
        ("Met Ada Moor to send slides Friday", "2026-12-04", "Send slides"),
        ("Met Ada Moor send slides Friday", "2026-12-04", "Send slides"),
        ("Met Ada Moor at Moor Trust re imaging, send slides Friday #imaging", "2026-12-04", "Send slides"),
        ("Met Ada Moor, ring Monday re the budget", "2026-12-07", "Ring re the budget"),
        ("Met Ada Moor, on Friday send slides", "2026-12-04", "Send slides"),
        ("met ada moor, friday call bob lee", "2026-12-04", "Call bob lee"),
        ("Met Ada Moor, tomorrow I will ring her", "2026-12-01", "Ring her"),
        ("Met Ada Moor (send slides Friday)", "2026-12-04", "Send slides"),
        ("Met Ada Moor; deadline friday", "2026-12-04", "Deadline"),
        ("Met Ada Moor, deadline for bid 12 December", "2026-12-12", "Deadline for bid"),
        ("met ada moor re imaging; the deadline for the bid is friday", "2026-12-04", "Deadline for the bid"),
        ("Met Ada Moor deadline: 14 dec", "2026-12-14", "Deadline"),
        ("Met Ada Moor + send slides Friday", "2026-12-04", "Send slides"),
        ("Called Ada Moor, left a message, try again Friday", "2026-12-04", "Try again"),
        ("Emailed Ada Moor, chase if no reply by Friday", "2026-12-04", "Chase if no reply"),
        ("Met Ada Moor, catch up again in a month's time", "2026-12-30", "Catch up again"),
        ("Met Ada Moor. Action: send slides Friday", "2026-12-04", "Send slides"),
        ("Ada Moor rang, call back Thursday", "2026-12-03", "Call back"),
        ("Called Ada Moor; bid due 12 December, chase Friday", "2026-12-04", "Chase"),
        ("Met Ada Moor, send slides Friday and call Bob Lee Monday", "2026-12-04", "Send slides"),
        ("Met Ada Moor f call her next tuesday", "2026-12-08", "Call her"),
        ("Met Ada Moor f send deck by friday", "2026-12-04", "Send deck"),
        ("met ada moor f slides friday", "2026-12-04", "Slides"),
        ("Met Ada Moor f w/c 14 dec", "2026-12-14", "Follow up with Ada Moor"),
        ("Met Ada Moor f 3pm tomorrow", "2026-12-01", "Follow up with Ada Moor"),
        ("Met Ada Moor f tomorrow eod", "2026-12-01", "Follow up with Ada Moor"),
        ("Met Ada Moor f 25 Dec.", "2026-12-25", "Follow up with Ada Moor"),
        ("Met Ada Moor f Dec. 25", "2026-12-25", "Follow up with Ada Moor"),
        ("Met Ada Moor, owe her the paper by Friday", "2026-12-04", "The paper"),
        ("Met Ada Moor, promised her the deck by Friday", "2026-12-04", "The deck"),
        ("Met Ada Moor. I promised the deck by Friday", "2026-12-04", "The deck"),
        ("Met Ada Moor. Next step: proposal by 12 December", "2026-12-12", "Proposal"),
        ("Met Ada Moor, next steps: send proposal by 12 December", "2026-12-12", "Send proposal"),
        ("Met Ada Moor; action for me: deck by Friday", "2026-12-04", "Deck"),
        ("Met Ada Moor. To do: slides Friday", "2026-12-04", "Slides"),
        ("Met Ada Moor, I'm sending the CV Friday", "2026-12-04", "Sending the CV"),
        ("Met Ada Moor; we are meeting again on Friday", "2026-12-04", "Meeting again"),
    ],
)
def test_what_is_to_be_done_is_the_follow_up_and_the_meeting_stays_today(text: str, due: str, title: str) -> None:
    entry = read(text)
    assert (entry.day, entry.planned, entry.hints) == (TODAY, False, ())
    assert entry.people[0].id == 1
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.title) == (date.fromisoformat(due), title)
    assert entry.follow_up.owed_by == "us"


@pytest.mark.parametrize(
    ("text", "due", "title"),
    [
        ("Met Ada Moor; she will ring me on Thursday", "2026-12-03", "She will ring me"),
        ("Met Ada Moor; she’ll confirm numbers by Thursday", "2026-12-03", "She’ll confirm numbers"),
        ("Met Ada Moor, they are to send the protocol next week", "2026-12-07", "They are to send the protocol"),
        ("Met Ada Moor; Ada to send deck by Thursday", "2026-12-03", "Ada to send deck"),
        ("met ada moor; ada will ring me thursday", "2026-12-03", "Ada will ring me"),
        ("Met Ada Moor, she promised to share the data in 2w", "2026-12-14", None),
        ("Met Ada Moor; she will be in touch by Friday", "2026-12-04", "She will be in touch"),
        ("Met Ada Moor; she owes me a reply by Friday", "2026-12-04", "A reply"),
        ("Met Ada Moor, she's going to send the CV on Friday", "2026-12-04", "She's going to send the CV"),
        ("Met Ada Moor and Bob Lee; Bob to send slides Friday", "2026-12-04", "Bob to send slides"),
        ("Met Ada Moor. She will send slides Friday.", "2026-12-04", "She will send slides"),
        ("Met Ada Moor, she promised the deck by Friday", "2026-12-04", "The deck"),
        ("Met Ada Moor; he is sending the CV on Friday", "2026-12-04", "He is sending the CV"),
        ("Met Ada Moor; she's sharing the data Friday", "2026-12-04", "She's sharing the data"),
    ],
)
def test_what_they_will_do_is_owed_by_them(text: str, due: str, title: str | None) -> None:
    entry = read(text)
    assert (entry.day, entry.notes) == (TODAY, "")
    assert entry.follow_up is not None
    assert entry.follow_up.owed_by == "them"
    if title is not None:
        assert (entry.follow_up.due, entry.follow_up.title) == (date.fromisoformat(due), title)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Called Ada Moor, huddle on 9 Dec mentioned", "huddle on 9 Dec mentioned"),
        ("Met Ada Moor, she is back from leave on 4 January", "she is back from leave on 4 January"),
        ("Met Ada Moor, back friday", "back friday"),
        ("Met Ada Moor, who starts on 4 January", "who starts on 4 January"),
        ("Met Ada Moor; she will be on leave until 4 January", "she will be on leave until 4 January"),
        ("Met Ada Moor, she joined them last week", "she joined them last week"),
        ("Met Ada Moor, she is back at 3pm on Friday", "she is back at 3pm on Friday"),
        ("Met Ada Moor, lunch on Friday at 12.30", "lunch on Friday at 12.30"),
        ("Met Ada Moor, wants to meet Bob Lee on Friday", "wants to meet Bob Lee on Friday"),
        ("Met Ada Moor about the 5 March launch", "the 5 March launch"),
        ("Met Ada Moor re launch on 5 March", "launch on 5 March"),
        ("Met Ada Moor before the huddle on 9 Dec", "before the huddle on 9 Dec"),
        ("Met Ada Moor, next meeting 12 December", "next meeting 12 December"),
        ("Called Ada Moor, call for proposals closes 12 December", "call for proposals closes 12 December"),
        ("Called Ada Moor, book launch on 5 March", "book launch on 5 March"),
        ("Met Ada Moor, great chat friday", "great chat friday"),
        ("Met Ada Moor, contract expires end of March", "contract expires end of March"),
        ("Met Ada Moor, needs costs by Friday", "needs costs by Friday"),
        ("Met Ada Moor; Bob to send slides Friday", "Bob to send slides Friday"),
        ("Met Ada Moor re the bid due 12 December", "the bid due 12 December"),
        ("Met Ada Moor, send slides", "send slides"),
        ("Met Ada Moor, chase", "chase"),
        ("Met Ada Moor, deck due Friday", "deck due Friday"),
        ("Met Ada Moor on leave from Friday", "on leave from Friday"),
        ("Met Ada Moor, she promised the earth", "she promised the earth"),
        ("Met Ada Moor, next steps: many", "next steps: many"),
        ("Met Ada Moor, she is building a lab, opening Friday", "she is building a lab, opening Friday"),
    ],
)
def test_a_day_of_something_else_stays_text(text: str, about: str) -> None:
    entry = read(text)
    assert (entry.day, entry.time, entry.about) == (TODAY, None, about)
    assert (entry.follow_up, entry.hints) == (None, ())
    assert [who.id for who in entry.people] == [1]


@pytest.mark.parametrize(
    ("text", "day", "due"),
    [
        ("Met Ada Moor yesterday, she is back from leave on 4 January", "2026-11-29", None),
        ("Met Ada Moor on 20 Nov about the 5 March launch", "2026-11-20", None),
        ("Met Ada Moor yesterday, draft bid by Friday", "2026-11-29", "2026-12-04"),
        ("Met Ada Moor friday, send slides monday", "2026-11-27", "2026-12-07"),
        ("Met Ada Moor and Bob Lee on Friday, chase Thursday", "2026-11-27", "2026-12-03"),
        ("Met Ada Moor on 20 Nov, chase in 6w", "2026-11-20", "2027-01-01"),
        ("Met Ada Moor, friday", "2026-11-27", None),
        ("Met Ada Moor (friday) re beds", "2026-11-27", None),
        ("Met Ada Moor, great chat yesterday", "2026-11-29", None),
        ("Met Ada Moor re imaging, genomics and beds yesterday", "2026-11-29", None),
        ("Met Ada Moor at the huddle on 20 Nov", "2026-11-20", None),
        ("Met Ada Moor in IT friday", "2026-11-27", None),
        ("Met John F Kennedy friday", "2026-11-27", None),
        ("Meeting with Ada Moor next tue, send slides 11/12", "2026-12-08", "2026-12-11"),
    ],
)
def test_the_day_of_the_meeting_is_still_its_own(text: str, day: str, due: str | None) -> None:
    entry = read(text)
    found = entry.follow_up.due if entry.follow_up else None
    assert (entry.day, found) == (date.fromisoformat(day), date.fromisoformat(due) if due else None)


def test_a_meeting_keeps_its_own_time_and_the_follow_up_has_another() -> None:
    entry = read("Met Ada Moor at 2pm for an hour, ring her at 4pm tomorrow")
    assert (entry.day, entry.time, entry.about) == (TODAY, time(14), "for an hour")
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.time) == (date(2026, 12, 1), time(16))


def test_a_call_back_today_has_only_its_time() -> None:
    follow_up = read("Met Ada Moor, ring her at 3pm").follow_up
    assert follow_up is not None
    assert (follow_up.due, follow_up.time, follow_up.title) == (TODAY, time(15), "Ring her")


def test_notes_that_do_not_say_who_will_are_no_follow_up() -> None:
    entry = read("Met Ada Moor re pilot. Wants two trusts. Will share a draft by the 29th.")
    assert entry.follow_up is None
    assert entry.notes.startswith("Wants two trusts. Will share a draft by the 29th")


def test_a_date_ahead_that_is_the_meetings_own_is_still_asked_about() -> None:
    assert read("Met Ada Moor tomorrow re beds").hints == (Hint.PLAN_INSTEAD,)


@given(
    st.sampled_from([", ", "; ", " - ", " – ", " and ", ", and ", ", then ", "\n", ". "]),
    st.sampled_from(["", "I will ", "I'll ", "we need to ", "please "]),
    st.sampled_from(["send the deck", "ring her", "email Bob Lee", "arrange a visit", "share it", "introduce Bob"]),
    st.sampled_from(["on Friday", "by Friday", "Friday", "next Tuesday", "tomorrow", "in 2 weeks", "on 12 December"]),
)
def test_however_it_is_joined_the_task_takes_its_day_with_it(join: str, lead: str, task: str, day: str) -> None:
    entry = read(f"Met Ada Moor{join}{lead}{task} {day}")
    assert (entry.day, [who.id for who in entry.people]) == (TODAY, [1])
    assert entry.follow_up is not None
    assert entry.follow_up.title == task[0].upper() + task[1:]
    assert entry.follow_up.due is not None
    assert entry.follow_up.due > TODAY


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Met Ada Moor yesterday, next meeting 14 Dec at 10am", "next meeting 14 Dec at 10am"),
        ("Met Ada Moor yesterday, great chat, again on 9 Dec at 3pm", "great chat, again on 9 Dec at 3pm"),
    ],
)
def test_a_second_day_keeps_its_time(text: str, about: str) -> None:
    entry = read(text)
    assert (entry.day, entry.time, entry.about) == (date(2026, 11, 29), None, about)


def test_by_a_day_is_never_when_somebody_was_met() -> None:
    entry = read("Met Ada Moor by Friday")
    assert (entry.day, entry.about) == (TODAY, "by Friday")
    planned = read("Email Ada Moor the deck by Wednesday")
    assert (planned.day, planned.planned, planned.about) == (date(2026, 12, 2), True, "the deck")


@pytest.mark.parametrize("mark", [": beds", ". Beds", ", beds", " - beds", "; beds", "."])
@pytest.mark.parametrize("day", ["Nov 12", "12 Nov", "Thu Nov 12", "12 Nov 26", "Nov 12 2026", "12/11/26"])
def test_a_mark_behind_a_day_is_no_part_of_it(day: str, mark: str) -> None:
    entry = read(f"Met Ada Moor on {day}{mark}")
    assert (entry.day, entry.time) == (date(2026, 11, 12), None)
    assert (entry.about or entry.notes).lower() == ("beds" if "eds" in mark else "")


@pytest.mark.parametrize("word", ["f", "fu", "f/u", "f/up", "fup", "FUP", "follow-up"])
def test_every_short_word_for_a_follow_up_opens_one(word: str) -> None:
    entry = read(f"met ada moor {word} in 2 wks")
    assert (entry.day, entry.about) == (TODAY, "")
    assert entry.follow_up is not None
    assert entry.follow_up.due == date(2026, 12, 14)


@pytest.mark.parametrize(
    ("said", "title"),
    [("check in in a month", "Check in"), ("check in on Friday", "Check in"), ("chip in in 2 weeks", None)],
)
def test_no_word_of_a_task_is_lost_before_its_day(said: str, title: str | None) -> None:
    found = read(f"Met Ada Moor, {said}")
    assert (found.follow_up.title if found.follow_up else None) == title


@pytest.mark.parametrize("hours", ["from 10 to 11", "from 10", "at 10 then 11"])
def test_an_hour_is_no_organisation(hours: str) -> None:
    assert read(f"Met Ada Moor yesterday {hours}").organisations == ()
    assert [who.name for who in read("Met Ada Moor yesterday at 42 Technology").organisations] == ["42 Technology"]


@pytest.mark.parametrize(
    "text", ["f ring Ada Moor friday", "f call Ada Moor by friday", "f/u send Ada Moor the deck friday"]
)
def test_a_line_that_is_a_follow_up_alone_is_no_meeting_of_last_week(text: str) -> None:
    entry = read(text)
    assert entry.day == TODAY
    assert entry.follow_up is not None
    assert entry.follow_up.due == date(2026, 12, 4)
