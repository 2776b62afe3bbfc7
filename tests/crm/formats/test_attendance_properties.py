"""What holds for every attendance file: no crash, no time counted twice, no difference by the order of the rows."""

import csv
import io
import random
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import CrmError
from crm.formats.attendance import ReadAttendance, Session, union
from crm.formats.attendance_files import kind_of_pages, read_attendance, read_pasted
from crm.formats.durations import read_duration
from crm.formats.table_pages import Page, Pages
from crm.formats.timestamps import MomentReader, read_time
from tests.crm.formats.attendance import ENGLISH, csv_text

_START = datetime(2026, 6, 3, 9)
_HEADINGS = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room"
_PIECES = st.sampled_from(
    [
        "1. Summary", "2. Participants", "3. In-Meeting Activities", "Name", "First Join", "Email",
        "Duration", "Attended",
        "Join Time", "User Email", "Order #", "Attendee #", "api_id", "approval_status", "checked_in_at",
        "yes", "Ida Moss",
        "ida@moss.example", "03/04/2026, 10:00:00", "13/13/2026 10:00", "9/16/21, 1:58:20 PM", "1h 2m",
        "10:58 AM", "4 min",
        "2026-06-03T10:00:00Z", "46000.5", "--", "", '"', "+44*****123", "Attendee Details", "Topic",
        "Meeting ID", "60",
    ]
)  # fmt: skip
_TABLES = st.lists(st.lists(_PIECES | st.text(max_size=12), min_size=1, max_size=9), min_size=1, max_size=12)
_STAYS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 120)), min_size=1, max_size=6)


def _read_or_refused(content: bytes | str) -> ReadAttendance | None:
    try:
        return read_attendance(content) if isinstance(content, bytes) else read_pasted(content)
    except CrmError:
        return None


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    _read_or_refused(content)


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refused(text)
    read_duration(text)
    read_time(text)
    MomentReader([text]).read(text)


@given(_TABLES, st.sampled_from(["\t", ",", ";"]), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
@settings(max_examples=300)
def test_tables_like_reports_are_read_or_refused_and_say_only_what_is_json(
    rows: list[list[str]], mark: str, encoding: str
) -> None:
    text = "\r\n".join(mark.join(row) for row in rows)
    found = _read_or_refused(("\ufeff" + text).encode(encoding, "replace"))
    if found is not None:
        assert all(one.duration_seconds is None or one.duration_seconds >= 0 for one in found.attendees)
        assert found.as_json()["attendee_count"] == len(found.attendees)


@given(st.integers(0, len(ENGLISH)), st.binary(max_size=6))
@settings(max_examples=100)
def test_a_report_damaged_anywhere_is_read_or_refused(place: int, damage: bytes) -> None:
    _read_or_refused(ENGLISH[:place] + damage + ENGLISH[place + len(damage) :])


@given(_STAYS)
def test_the_union_is_within_the_span_and_no_more_than_the_sum(stays: list[tuple[int, int]]) -> None:
    sessions = [_session(*stay) for stay in stays]
    total = union(sessions)
    assert total is not None
    span = max(one.left for one in sessions if one.left) - min(one.joined for one in sessions if one.joined)
    assert max(one.seconds or 0 for one in sessions) <= total <= span.total_seconds()
    assert total <= sum(one.seconds or 0 for one in sessions)
    minutes = {minute for begin, length in stays for minute in range(begin, begin + length)}
    assert total == len(minutes) * 60


@given(_STAYS)
def test_the_same_stays_on_a_second_device_change_nothing(stays: list[tuple[int, int]]) -> None:
    sessions = [_session(*stay) for stay in stays]
    assert union([*sessions, *sessions]) == union(sessions)


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 300), st.integers(1, 60)), min_size=1, max_size=8),
    st.randoms(),
)
def test_the_order_of_the_rows_changes_nobodys_attendance(
    stays: list[tuple[str, int, int]], chance: random.Random
) -> None:
    rows = [_zoom_row(*stay) for stay in stays]
    mixed = list(rows)
    chance.shuffle(mixed)
    assert _facts(rows) == _facts(mixed)


def _session(begin: int, length: int) -> Session:
    return Session(_START + timedelta(minutes=begin), _START + timedelta(minutes=begin + length))


def _zoom_row(who: str, begin: int, length: int) -> str:
    stay = _session(begin, length)
    times = ",".join(f"{moment:%d/%m/%Y %H:%M:%S}" for moment in (stay.joined, stay.left) if moment)
    email = f"{who.lower()}@quay.example" if begin % 2 else ""
    return f"Guest {who}oss,{email},{times},{length},Yes,No"


def _facts(rows: list[str]) -> set[tuple[object, ...]]:
    found = read_attendance(csv_text(_HEADINGS, *rows))
    return {
        (one.shown_name, one.email, one.join, one.leave, one.sessions, one.duration_seconds) for one in found.attendees
    }


_WORDS = st.sampled_from(["Ida Moss", "Rui Faro", "Olu Dare", "Zoe Hart", "Ana Reis", "Petra Vane"])
_OF_CONTACTS: dict[str, st.SearchStrategy[str]] = {
    "Organisation": st.sampled_from(["Moss Trust", "Faro Ltd", "Dare CIC", ""]),
    "Job title": st.sampled_from(["Analyst", "Founder", "Host", ""]),
    "Phone": st.sampled_from(["01632 960111", "07700 900222", ""]),
    "Created": st.datetimes(_START, datetime(2027, 1, 1)).map(lambda at: f"{at:%d/%m/%Y %H:%M}"),
    "Last contacted": st.datetimes(_START, datetime(2027, 1, 1)).map(lambda at: f"{at:%Y-%m-%d %H:%M}"),
    "Last met": st.dates(_START.date()).map(str),
    "Opens": st.times().map(lambda at: f"{at:%H:%M}"),
    "Closes": st.times().map(lambda at: f"{at:%H:%M}"),
    "Travel": st.integers(1, 90).map(lambda number: f"{number} min"),
    "Average call": st.integers(1, 90).map(lambda number: f"{number}m"),
    "Partner since": st.integers(2001, 2026).map(str),
    "Newsletter": st.sampled_from(["Yes", "No", "x", ""]),
    "Notes": st.text("abc ,", max_size=12),
}


@given(st.data())
@settings(max_examples=150)
def test_no_list_of_contacts_is_taken_for_attendance(data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(sorted(_OF_CONTACTS)), unique=True, max_size=6))
    headings = data.draw(st.permutations(["Name", "Email", *columns]))
    people = data.draw(st.lists(_WORDS, min_size=1, max_size=5, unique=True))
    rows = [headings]
    for name in people:
        own = {"Name": name, "Email": f"{name.lower().replace(' ', '.')}@quay.example"}
        rows.append([own.get(heading) or data.draw(_OF_CONTACTS[heading]) for heading in headings])
    found = kind_of_pages(_pages(rows))
    assert found == "contacts"
    read = read_attendance(_table(rows))
    assert [one.shown_name for one in read.attendees] == people
    assert all(one.attended is None and not one.sessions for one in read.attendees)


@given(
    st.lists(
        st.sampled_from(
            ["Name", "First name", "Surname", "Email", "Organisation", "Checked in", "Attended?", "Ticket", "RSVP",
             "Notes",
             "Ticket Full Name", "Order Email", "Job title", "14/10/2026", "Wunsch", "Firma", "Barcode"]
        ),
        min_size=2, max_size=7, unique=True,
    ),
    st.lists(st.lists(st.sampled_from(["x", "", "Yes", "14/10/2026 10:00", "ida@moss.example", "17"]), min_size=7,
                      max_size=7), min_size=1, max_size=4),
)  # fmt: skip
@settings(max_examples=200)
def test_a_heading_never_becomes_a_person(headings: list[str], cells: list[list[str]]) -> None:
    rows = [headings, *([*row[: len(headings)]] for row in cells)]
    found = _read_or_refused(_table(rows))
    assert found is None or not {one.shown_name for one in found.attendees} & set(headings)


def _table(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _pages(rows: list[list[str]]) -> Pages:
    return Pages((Page(tuple((line, tuple(cells)) for line, cells in enumerate(rows, 1))),))
