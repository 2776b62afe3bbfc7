"""What a sentence says besides: the kind, the day, the topic, the follow-up, tags."""

from datetime import date, time

import pytest

from crm.sentence import Hint, Kind, as_planned
from tests.crm.sentence.names import TODAY, parts, people, read


def test_the_full_sentence_is_understood_in_every_part() -> None:
    text = "Met Jane Roe at Acme re imaging pilot yesterday #imaging follow up in 2 weeks"
    entry = read(text)
    assert (entry.kind, entry.planned, entry.day, entry.time) == (Kind.MEETING, False, date(2026, 5, 21), None)
    assert people(entry) == [("Jane Roe", 1, "Acme Imaging")]
    assert entry.people[0].role == "Head of Partnerships"
    assert [(who.name, who.id, who.alone) for who in entry.organisations] == [("Acme Imaging", 10, False)]
    assert (entry.about, entry.notes, entry.tags, entry.hints) == ("imaging pilot", "", ("imaging",), ())
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.title) == (date(2026, 6, 4), "Follow up: imaging pilot")
    assert entry.follow_up.owed_by == "us"
    assert parts(text, entry) == [
        ("who", "Jane Roe"),
        ("organisation", "Acme"),
        ("when", "yesterday"),
        ("tag", "#imaging"),
        ("follow-up", "follow up in 2 weeks"),
    ]


def test_the_short_sentence_means_today_and_counts_from_it() -> None:
    entry = read("met jane roe re imaging pilot #imaging f 2w")
    assert people(entry) == [("Jane Roe", 1, "Acme Imaging")]
    assert (entry.day, entry.about, entry.tags) == (TODAY, "imaging pilot", ("imaging",))
    assert entry.follow_up is not None
    assert entry.follow_up.due == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("Met Bob Lee", "meeting", ""),
        ("Meeting with Bob Lee", "meeting", ""),
        ("Saw Bob Lee", "meeting", ""),
        ("Coffee with Bob Lee", "meeting", ""),
        ("1:1 with Bob Lee", "meeting", ""),
        ("I met up with Bob Lee", "meeting", ""),
        ("Called Bob Lee", "call", "out"),
        ("rang bob lee", "call", "out"),
        ("Phoned Bob Lee", "call", "out"),
        ("Spoke to Bob Lee", "call", ""),
        ("Call with Bob Lee", "call", ""),
        ("Call from Bob Lee", "call", "in"),
        ("Bob Lee rang", "call", "in"),
        ("Had a quick call with Bob Lee", "call", ""),
        ("Zoomed with Bob Lee", "video call", ""),
        ("Teams call with Bob Lee", "video call", ""),
        ("Emailed Bob Lee", "email", "out"),
        ("Wrote to Bob Lee", "email", "out"),
        ("Email from Bob Lee", "email", "in"),
        ("Visited Bob Lee", "visit", ""),
        ("Site visit to Bob Lee", "visit", ""),
        ("Messaged Bob Lee", "message", "out"),
        ("Texted Bob Lee", "message", "out"),
        ("Heard from Bob Lee", "message", "in"),
        ("Note on Bob Lee", "note", ""),
        ("Bob Lee", "meeting", ""),
    ],
)
def test_the_verb_says_the_kind_and_who_began(text: str, kind: str, direction: str) -> None:
    entry = read(text)
    assert (entry.kind.value, entry.direction) == (kind, direction)
    assert people(entry) == [("Bob Lee", 2, "Beta Labs Ltd")]


@pytest.mark.parametrize("date_words", ["tomorrow", "next tue", "28/5", "in 2 weeks"])
def test_a_past_verb_with_a_date_ahead_is_shown_not_guessed(date_words: str) -> None:
    entry = read(f"Met Jane Roe {date_words} re x")
    assert entry.hints == (Hint.PLAN_INSTEAD,)
    assert not entry.planned
    planned = as_planned(entry)
    assert (planned.planned, planned.hints, planned.day) == (True, (), entry.day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Meeting with Jane Roe next tue", date(2026, 5, 26)),
        ("meet jane roe tue", date(2026, 5, 26)),
        ("call jane roe tomorrow", date(2026, 5, 23)),
        ("Jane Roe next tue", date(2026, 5, 26)),
        ("planned meeting with Jane Roe on 1 June", date(2026, 6, 1)),
    ],
)
def test_what_lies_ahead_without_a_past_verb_is_planned(text: str, day: date) -> None:
    entry = read(text)
    assert (entry.planned, entry.day, entry.hints) == (True, day, ())


def test_a_bare_weekday_of_a_meeting_is_the_last_one() -> None:
    entry = read("Meeting with Jane Roe mon at 3pm re x")
    assert (entry.day, entry.time, entry.planned) == (date(2026, 5, 18), time(15), False)


def test_an_impossible_date_stays_text_and_is_told() -> None:
    entry = read("Met Jane Roe 31/2")
    assert (entry.day, entry.about, entry.hints) == (TODAY, "31/2", (Hint.IMPOSSIBLE_DATE,))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("met jane roe re imaging pilot yesterday", "imaging pilot"),
        ("met jane roe about the 21 May session", "the 21 May session"),
        ("met jane roe re: plans for friday yesterday", "plans for friday"),
        ("met jane roe re friday", "friday"),
        ("call about pilot with Jane Roe", "pilot"),
        ("met jane roe regarding A&E, St. Mary's #beds", "A&E, St. Mary's"),
        ("met jane roe to discuss beds f 2w", "beds"),
        ("met jane roe f 2w re beds", "beds"),
        ("met jane roe and team", "team"),
        ("met jane roe, great chat", "great chat"),
    ],
)
def test_the_topic_ends_at_a_date_a_tag_a_follow_up_or_the_line(text: str, about: str) -> None:
    entry = read(text)
    assert entry.about == about
    assert [who.id for who in entry.people] == [1]


def test_what_follows_the_sentence_are_notes() -> None:
    entry = read("Met Jane Roe re pilot. Wants two trusts, 200 scans each. Will share a draft by the 29th.\nSee Bob.")
    assert entry.about == "pilot"
    assert entry.notes == "Wants two trusts, 200 scans each. Will share a draft by the 29th.\nSee Bob."
    assert entry.follow_up is None
    assert entry.day == TODAY


@pytest.mark.parametrize(
    ("text", "due", "title", "owed_by"),
    [
        ("f 2w", date(2026, 6, 1), "Follow up: pilot", "us"),
        ("fu 1/6", date(2026, 6, 1), "Follow up: pilot", "us"),
        ("follow up in 2 weeks", date(2026, 6, 1), "Follow up: pilot", "us"),
        ("follow up friday: send the draft", date(2026, 5, 29), "Send the draft", "us"),
        ("follow up: send Monday's draft by friday", date(2026, 5, 29), "Send Monday's draft", "us"),
        ("follow-up next tue to send the draft", date(2026, 5, 26), "Send the draft", "us"),
        ("and follow up end of month", date(2026, 5, 31), "Follow up: pilot", "us"),
        ("f 2w call", date(2026, 6, 1), "Call re pilot", "us"),
        ("they owe us the protocol by friday", date(2026, 5, 29), "The protocol", "them"),
        ("waiting for the protocol in 2 weeks", date(2026, 6, 1), "The protocol", "them"),
        ("remind me to ring Bob on 1/6", date(2026, 6, 1), "Ring Bob", "us"),
    ],
)
def test_a_follow_up_has_a_day_a_title_and_who_owes_it(text: str, due: date, title: str, owed_by: str) -> None:
    entry = read(f"met jane roe on 18/5 re pilot #x {text}")
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.title, entry.follow_up.owed_by) == (due, title, owed_by)
    assert entry.day == date(2026, 5, 18)


def test_a_follow_up_may_have_a_time() -> None:
    entry = read("met jane roe follow up on 4 June at 10am")
    assert entry.follow_up is not None
    assert (entry.follow_up.due, entry.follow_up.time) == (date(2026, 6, 4), time(10))
    assert entry.time is None


def test_a_follow_up_without_a_day_is_told() -> None:
    entry = read("met jane roe, waiting for the contract")
    assert entry.follow_up is not None
    assert entry.follow_up.due is None
    assert entry.hints == (Hint.FOLLOW_UP_WITHOUT_DAY,)


def test_a_follow_up_before_the_meeting_is_told() -> None:
    assert Hint.FOLLOW_UP_BEFORE_MEETING in read("meeting with jane roe on 10 June f 1/6").hints


@pytest.mark.parametrize(
    "text",
    ["met jane roe re patients waiting for scans", "met jane roe re a follow up study", "Follow-up call with Jane Roe"],
)
def test_words_of_a_topic_are_no_follow_up(text: str) -> None:
    assert read(text).follow_up is None


def test_tags_are_kept_once_and_may_have_several_words() -> None:
    assert read('met jane roe #imaging #Imaging #"digital health" C# #1').tags == ("imaging", "digital health")
