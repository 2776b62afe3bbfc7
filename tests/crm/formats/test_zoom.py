"""Zoom's reports: joinings, totals, webinars and registrations."""

from datetime import datetime

from crm.formats.attendance import Attendee, ReadAttendance
from crm.formats.attendance_files import read_attendance
from tests.crm.formats.attendance import csv_text

_PARTICIPANTS = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room"
)


def _by_name(found: ReadAttendance) -> dict[str, Attendee]:
    return {attendee.shown_name: attendee for attendee in found.attendees}


def _participants(*rows: str) -> ReadAttendance:
    return read_attendance(csv_text(_PARTICIPANTS, *rows))


def test_two_devices_overlap_and_count_once() -> None:
    found = _participants(
        "Ida Moss,ida@moss.example,04/21/2026 10:00:00 AM,04/21/2026 10:40:00 AM,40,No,,No",
        "iPhone (Ida Moss),ida@moss.example,04/21/2026 10:20:00 AM,04/21/2026 11:00:00 AM,40,No,,No",
    )
    assert [(one.shown_name, one.duration_seconds) for one in found.attendees] == [("Ida Moss", 3600)]


def test_a_row_without_an_address_belongs_to_the_only_person_of_that_name() -> None:
    found = _participants(
        "Ida Moss,,04/21/2026 10:00:00 AM,04/21/2026 10:10:00 AM,10,Yes,,No",
        "Ida Moss,ida@moss.example,04/21/2026 10:20:00 AM,04/21/2026 10:30:00 AM,10,Yes,,No",
    )
    assert [(one.email, one.minutes) for one in found.attendees] == [("ida@moss.example", 20)]


def test_brackets_hold_the_real_name_but_not_pronouns_or_an_organisation() -> None:
    found = _participants(
        "Id (Ida Moss),,04/21/2026 10:00:00 AM,04/21/2026 10:10:00 AM,10,Yes,,No",
        "Rui Faro (he/him),,04/21/2026 10:00:00 AM,04/21/2026 10:10:00 AM,10,Yes,,No",
        "Petra Ashe (Quayside Trust),,04/21/2026 10:00:00 AM,04/21/2026 10:10:00 AM,10,Yes,,No",
    )
    people = _by_name(found)
    assert list(people) == ["Ida Moss", "Rui Faro", "Petra Ashe"]
    assert people["Petra Ashe"].organisation == "Quayside Trust"


def test_waiting_outside_is_no_presence() -> None:
    found = _participants(
        "Ida Moss,,04/21/2026 09:50:00 AM,04/21/2026 10:00:00 AM,10,Yes,,Yes",
        "Ida Moss,,04/21/2026 10:00:00 AM,04/21/2026 10:30:00 AM,30,Yes,,No",
        "Rui Faro,,04/21/2026 09:50:00 AM,04/21/2026 10:00:00 AM,10,Yes,,Yes",
    )
    people = _by_name(found)
    assert people["Ida Moss"].minutes == 30
    assert (people["Rui Faro"].attended, people["Rui Faro"].duration_seconds) == (False, None)


def test_note_takers_and_telephones_are_counted() -> None:
    found = _participants(
        "Ida Moss,,04/21/2026 10:00:00 AM,04/21/2026 10:30:00 AM,30,Yes,,No",
        "Rui's OtterPilot,,04/21/2026 10:00:00 AM,04/21/2026 10:30:00 AM,30,Yes,,No",
        "Fred,fred@fireflies.ai,04/21/2026 10:00:00 AM,04/21/2026 10:30:00 AM,30,Yes,,No",
        "44161496****,,04/21/2026 10:00:00 AM,04/21/2026 10:10:00 AM,10,Yes,,No",
        "44161496****,,04/21/2026 10:15:00 AM,04/21/2026 10:30:00 AM,15,Yes,,No",
        "iPhone,,04/21/2026 10:15:00 AM,04/21/2026 10:30:00 AM,15,Yes,,No",
    )
    assert [one.shown_name for one in found.attendees] == ["Ida Moss"]
    assert (found.unnamed.bots, found.unnamed.dial_ins) == (2, 2)


def test_the_newer_report_with_its_block_about_the_meeting_is_read() -> None:
    found = read_attendance(
        csv_text(
            "Topic,ID,Host name,Host email,Duration (minutes),Start time,End time,Participants",
            "Evidence huddle,812 0000 0000,Petra,petra@quayside.example,60,"
            "04/21/2026 10:00:00 AM,04/21/2026 11:00:00 AM,2",
            "",
            "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,"
            "Recording disclaimer response,In waiting room",
            "Petra Ashe,petra@quayside.example,04/21/2026 10:00:00 AM,04/21/2026 11:00:00 AM,60,No,,No",
            "Ida Moss,--,04/21/2026 10:00:00 AM,--,60,Yes,OK,No",
        )
    )
    people = _by_name(found)
    assert (found.meeting.title, found.meeting.participants) == ("Evidence huddle", 2)
    assert people["Petra Ashe"].role == "organizer"
    ida = people["Ida Moss"]
    assert (ida.email, ida.minutes, ida.leave) == ("", 60, datetime(2026, 4, 21, 11))


def test_unique_users_have_a_total_and_no_sessions() -> None:
    found = read_attendance(
        csv_text(
            "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants",
            "812,Huddle,04/21/2026 10:00:00 AM,04/21/2026 11:00:00 AM,petra@quayside.example,60,2",
            "",
            "Name (Original Name),User Email,Total Duration (Minutes),Guest",
            "Ida Moss,ida@moss.example,45,Yes",
            "Rui Faro,rui@faro.example,90,Yes",
        )
    )
    assert [(one.minutes, one.sessions, one.attended) for one in found.attendees] == [(45, (), True), (60, (), True)]


def test_a_webinar_tells_hosts_panelists_attendees_and_no_shows() -> None:
    found = read_attendance(
        csv_text(
            "Attendee Report",
            'Report Generated:,"Apr 22, 2026 9:00 AM"',
            "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers",
            'Regulation,812,"Apr 21, 2026 10:00 AM",60,3,0,2',
            "Host Details,",
            "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest",
            'Yes,Petra Ashe,petra@quayside.example,"Apr 21, 2026 10:00:00","Apr 21, 2026 11:00:00",60,No',
            "Panelist Details,",
            "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest",
            'Yes,Rui Faro,rui@faro.example,"Apr 21, 2026 10:05:00","Apr 21, 2026 11:00:00",55,Yes',
            "Attendee Details,",
            "Attended,User Name (Original Name),First Name,Last Name,Email,Organization,"
            "Registration Time,Approval Status,"
            "Join Time,Leave Time,Time in Session (minutes),Is Guest,Source Name",
            'Yes,Ida,Ida,Moss,ida@moss.example,Moss Ltd,"Apr 2, 2026 10:00:00",approved,'
            '"Apr 21, 2026 10:10:00","Apr 21, 2026 10:20:00",10,Yes,newsletter',
            'Yes,Ida,Ida,Moss,ida@moss.example,Moss Ltd,"Apr 2, 2026 10:00:00",approved,'
            '"Apr 21, 2026 10:30:00","Apr 21, 2026 10:40:00",10,Yes,newsletter',
            'No,Olu Dare,Olu,Dare,olu@dare.example,,"Apr 3, 2026 10:00:00",approved,--,--,--,--,',
            "Other Attended,",
            "User Name,Join Time,Leave Time,Time in Session (minutes),Is Guest",
            '44161496****,"Apr 21, 2026 10:30:00","Apr 21, 2026 10:40:00",10,Yes',
        )
    )
    people = _by_name(found)
    assert {name: one.role for name, one in people.items()} == {
        "Petra Ashe": "organizer", "Rui Faro": "presenter", "Ida Moss": "attendee", "Olu Dare": "attendee",
    }  # fmt: skip
    ida, olu = people["Ida Moss"], people["Olu Dare"]
    assert (ida.minutes, ida.organisation, ida.source, ida.registration) == (20, "Moss Ltd", "newsletter", "registered")
    assert (olu.attended, olu.duration_seconds, olu.registration) == (False, None, "registered")
    assert found.unnamed.dial_ins == 1


def test_a_registration_is_no_presence() -> None:
    found = read_attendance(
        csv_text(
            "Registration Report",
            "",
            "Topic,Meeting ID,Scheduled Time,Duration (minutes),# Registered,# Cancelled",
            'Huddle,812,"Apr 21, 2026 10:00:00",60,2,1',
            "",
            "Attendee Details",
            "First Name,Last Name,Email,Organization,Registration Time,Approval Status,What do you hope for?",
            'Ida,Moss,ida@moss.example,Moss Ltd,"Apr 14, 2026 09:12:03",approved,Answers',
            'Rui,Faro,rui@faro.example,,"Apr 14, 2026 09:12:03",cancelled by self,',
        )
    )
    ida, rui = found.attendees
    assert (ida.attended, ida.role, ida.registration, rui.registration) == (
        None,
        "registrant",
        "registered",
        "cancelled",
    )
    assert ida.extra["answers"] == {"What do you hope for?": "Answers"}


def test_two_names_on_one_account_at_the_same_time_are_two_people() -> None:
    found = _participants(
        "Ida Moss,office@moss.example,04/21/2026 10:00:00 AM,04/21/2026 10:40:00 AM,40,No,,No",
        "Rui Faro,office@moss.example,04/21/2026 10:05:00 AM,04/21/2026 11:00:00 AM,55,No,,No",
        "Ida Moss,office@moss.example,04/21/2026 10:50:00 AM,04/21/2026 11:00:00 AM,10,No,,No",
    )
    assert [(one.shown_name, one.email, one.minutes) for one in found.attendees] == [
        ("Ida Moss", "office@moss.example", 50),
        ("Rui Faro", "office@moss.example", 55),
    ]
    assert any("stands with 2 people" in warning for warning in found.warnings)


def test_a_name_changed_during_the_meeting_stays_one_person() -> None:
    found = _participants(
        "Moss,ida@moss.example,04/21/2026 10:00:00 AM,04/21/2026 10:40:00 AM,40,No,,No",
        "Ida Moss,ida@moss.example,04/21/2026 10:20:00 AM,04/21/2026 11:00:00 AM,40,No,,No",
        "Quay CIC,ida@moss.example,04/21/2026 11:00:00 AM,04/21/2026 11:10:00 AM,10,No,,No",
    )
    assert [(one.shown_name, one.minutes) for one in found.attendees] == [("Ida Moss", 70)]
    one_after_the_other = _participants(
        "Quay desk,ida@moss.example,04/21/2026 10:00:00 AM,04/21/2026 10:40:00 AM,40,No,,No",
        "Ida Moss,ida@moss.example,04/21/2026 10:40:00 AM,04/21/2026 11:00:00 AM,20,No,,No",
    )
    assert [one.minutes for one in one_after_the_other.attendees] == [60]


def test_a_device_of_the_same_person_is_the_same_person() -> None:
    found = _participants(
        "Ida Moss,ida@moss.example,04/21/2026 03:00:00 PM,04/21/2026 03:40:00 PM,40,No,,No",
        "Ida's iPhone,ida@moss.example,04/21/2026 03:10:00 PM,04/21/2026 04:00:00 PM,50,No,,No",
        "Ida Moss,,04/21/2026 03:50:00 PM,04/21/2026 04:10:00 PM,20,Yes,,No",
    )
    assert [(one.shown_name, one.minutes) for one in found.attendees] == [("Ida Moss", 70)]


def test_a_bare_given_name_that_is_there_twice_at_once_is_two_people() -> None:
    at_once = _participants(
        "Olu,,04/21/2026 10:00:00 AM,04/21/2026 10:30:00 AM,30,Yes,,No",
        "Olu,,04/21/2026 10:10:00 AM,04/21/2026 10:20:00 AM,10,Yes,,No",
        "Olu,,04/21/2026 10:40:00 AM,04/21/2026 10:50:00 AM,10,Yes,,No",
    )
    assert sorted(one.minutes or 0 for one in at_once.attendees) == [10, 40]
    assert any("“Olu” stands for several people" in warning for warning in at_once.warnings)
    back_again = _participants(
        "Olu,,04/21/2026 10:00:00 AM,04/21/2026 10:30:00 AM,30,Yes,,No",
        "Olu,,04/21/2026 10:40:00 AM,04/21/2026 10:50:00 AM,10,Yes,,No",
    )
    assert [one.minutes for one in back_again.attendees] == [40]


def test_unique_users_of_one_given_name_are_so_many_people() -> None:
    found = read_attendance(
        csv_text(
            "Name (Original Name),User Email,Total Duration (Minutes),Guest",
            "Ida Moss (Id M),ida@moss.example,58,No",
            "Olu,,12,Yes",
            "Olu,,9,Yes",
            "Zoe,,45,Yes",
        )
    )
    assert [(one.shown_name, one.minutes) for one in found.attendees] == [
        ("Ida Moss", 58),
        ("Olu", 12),
        ("Olu", 9),
        ("Zoe", 45),
    ]
    assert any("“Olu”" in warning for warning in found.warnings)


def test_one_name_with_two_addresses_is_two_people_and_without_one_it_is_a_third() -> None:
    found = _participants(
        "Jo Moss,jo@moss.example,04/21/2026 10:00:00 AM,04/21/2026 10:30:00 AM,30,No,,No",
        "Jo Moss,jo@quay.example,04/21/2026 10:00:00 AM,04/21/2026 11:00:00 AM,60,No,,No",
        "Jo Moss,,04/21/2026 10:31:00 AM,04/21/2026 11:00:00 AM,29,Yes,,No",
    )
    assert [(one.email, one.minutes) for one in found.attendees] == [
        ("jo@moss.example", 30),
        ("jo@quay.example", 60),
        ("", 29),
    ]
