"""Lists of the programs people plan and hold gatherings with, each read by its own headings."""

from datetime import date, datetime
from pathlib import Path

import pytest

from crm.formats.attendance import Attendee, ReadAttendance
from crm.formats.attendance_files import read_attendance
from crm.formats.detect import kind_of
from tests.crm.formats.attendance import csv_text

_SECRETS = ("s3cr3t", "9781234567")


def _people(content: bytes, tmp_path: Path, on: date | None = None) -> tuple[ReadAttendance, dict[str, Attendee]]:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert kind_of(path) == "attendance"
    found = read_attendance(path, on=on)
    assert not any(secret in str(one.extra) for one in found.attendees for secret in _SECRETS)
    return found, {one.shown_name: one for one in found.attendees}


def _facts(one: Attendee) -> tuple[bool | None, str]:
    return one.attended, one.registration


def test_a_check_in_list_of_pretix_has_add_ons_of_one_person_and_a_buyer_without_a_name(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            '"Order code";"Attendee name";"Attendee name: Title";"Attendee name: First name";'
            '"Attendee name: Family name";"Product";"Price";"Checked in";"Checked out";"Secret";"Email";'
            '"Phone number";"Company";"Order date";"Order time";"Add-on to position"',
            '"A";"Dr Fay Moss";"Dr";"Fay";"Moss";"Huddle";"0.00";"2026-11-11 09:12:00";"";"s3cr3t";"fay@moss.example";'
            '"07700 900401";"Moss Labs";"2026-09-01";"10:00:00";""',
            '"A";"Dr Fay Moss";"Dr";"Fay";"Moss";"Lunch";"0.00";"";"";"s3cr3t";"fay@moss.example";"";"Moss Labs";'
            '"2026-09-01";"10:00:00";"s3cr3t"',
            '"A";"";"";"";"";"Lunch";"0.00";"";"";"s3cr3t";"";"";"";"2026-09-01";"10:00:00";"s3cr3t"',
            '"B";"Hal Faro";"";"Hal";"Faro";"Huddle";"0.00";"";"";"s3cr3t";"hal@faro.example";"";"Faro Co";'
            '"2026-09-02";"10:00:00";""',
            '"C";"";"";"";"";"Huddle";"0.00";"2026-11-11 09:20:00";"";"s3cr3t";"buyer@dare.example";"";"";'
            '"2026-09-03";"10:00:00";""',
        ),
        tmp_path,
    )
    assert {name: _facts(one) for name, one in people.items()} == {
        "Fay Moss": (True, "registered"),
        "Hal Faro": (False, "registered"),
        "buyer@dare.example": (True, "registered"),
    }
    fay = people["Fay Moss"]
    assert (fay.checked_in_at, fay.organisation, fay.extra["phone"]) == (
        datetime(2026, 11, 11, 9, 12),
        "Moss Labs",
        "07700 900401",
    )
    assert fay.registered_at == datetime(2026, 9, 1)
    assert [row.reason for row in found.skipped] == ["an add-on to a ticket, not a person"]
    assert found.possible_days == (date(2026, 11, 11),)


def test_attendees_of_hi_events_are_active_or_cancelled_and_checked_in_or_not(tmp_path: Path) -> None:
    _, people = _people(
        csv_text(
            "ID,First Name,Last Name,Email,Status,Is Checked In,Checked In At,Ticket ID,Ticket Name,Public ID",
            "1,Ida,Moss,ida@moss.example,ACTIVE,Yes,2026-11-11 09:05:00,5,Main,A-1",
            "2,Ida,Moss,ida@moss.example,ACTIVE,Yes,2026-11-11 09:01:02,6,VIP,A-2",
            "3,Rui,Faro,rui@faro.example,CANCELLED,No,,5,Main,A-3",
            "4,Olu,Dare,olu@dare.example,ACTIVE,No,,5,Main,A-4",
        ),
        tmp_path,
    )
    assert {name: _facts(one) for name, one in people.items()} == {
        "Ida Moss": (True, "registered"),
        "Rui Faro": (False, "cancelled"),
        "Olu Dare": (False, "registered"),
    }
    assert people["Ida Moss"].checked_in_at == datetime(2026, 11, 11, 9, 1, 2)


def test_a_ticket_of_tito_names_who_comes_and_its_order_who_paid(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "Number,Ticket,Ticket Full Name,Ticket First Name,Ticket Last Name,Ticket Email,Ticket Company Name,Event,"
            "Void Status,Order Name,Order Email,Order Company Name,Order Reference,Unique Ticket URL,Checked In",
            "1,Member,Orla Moss,Orla,Moss,orla@moss.example,Moss Labs,Huddle 12,,Petra Vane,petra@vane.example,Vane,A,"
            "https://ti.example/a,true",
            "2,Member,Rui Faro,Rui,Faro,rui@faro.example,Faro plc,Huddle 12,,Petra Vane,petra@vane.example,Vane,A,"
            "https://ti.example/b,false",
            "3,Member,Olu Dare,Olu,Dare,olu@dare.example,Dare Ltd,Huddle 12,void,Olu Dare,olu@dare.example,Dare,B,"
            "https://ti.example/c,false",
        ),
        tmp_path,
    )
    assert {name: (one.email, one.organisation, *_facts(one)) for name, one in people.items()} == {
        "Orla Moss": ("orla@moss.example", "Moss Labs", True, "registered"),
        "Rui Faro": ("rui@faro.example", "Faro plc", False, "registered"),
        "Olu Dare": ("olu@dare.example", "Dare Ltd", False, "cancelled"),
    }
    assert found.meeting.title == "Huddle 12"
    assert not any("ti.example" in str(one.extra) or "Vane" in str(one.extra) for one in found.attendees)


def test_a_door_list_of_ticket_tailor_knows_who_came(tmp_path: Path) -> None:
    _, people = _people(
        csv_text(
            "Order ID,Order date,Ticket type,Full name,Email,Barcode,Ticket code,Checked in,Buyer name,Buyer email,"
            "Job title,May we mail you about later events?",
            "1001,2026-10-01,General,Ida Moss,ida@moss.example,9781234567,s3cr3t,Yes,Ida Moss,ida@moss.example,"
            "Analyst,Yes",
            "1002,2026-10-02,General,Rui Faro,rui@faro.example,9781234567,s3cr3t,No,Rui Faro,rui@faro.example,,No",
        ),
        tmp_path,
    )
    assert [_facts(one) for one in people.values()] == [(True, "registered"), (False, "registered")]
    ida = people["Ida Moss"]
    assert ida.extra["title"] == "Analyst"
    assert ida.extra["consents"] == {"May we mail you about later events?": "Yes"}


def test_tickets_that_are_redeemed_were_used_and_who_paid_is_somebody_else(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "Ticket Number,Attendee First Name,Attendee Surname,Attendee E-mail,Purchaser First Name,Purchaser Surname,"
            "Purchaser E-mail,Ticket Status,Redeemed,Redeemed At",
            "1,Ida,Moss,ida@moss.example,Petra,Vane,petra@vane.example,Valid,Yes,13/11/2026 09:12",
            "2,Rui,Faro,rui@faro.example,Petra,Vane,petra@vane.example,Valid,No,",
            "3,Olu,Dare,olu@dare.example,Petra,Vane,petra@vane.example,Void,No,",
        ),
        tmp_path,
    )
    assert {name: (one.email, *_facts(one)) for name, one in people.items()} == {
        "Ida Moss": ("ida@moss.example", True, "registered"),
        "Rui Faro": ("rui@faro.example", False, "registered"),
        "Olu Dare": ("olu@dare.example", False, "cancelled"),
    }
    assert found.possible_days == (date(2026, 11, 13),)


def test_attendees_of_humanitix_are_complete_or_cancelled(tmp_path: Path) -> None:
    _, people = _people(
        csv_text(
            "Order Id,First Name,Last Name,Email,Mobile,Organisation,Ticket Type,Status,Check-in Status,Check-in Date,"
            "Access Code,LinkedIn profile",
            "A1,Ida,Moss,ida@moss.example,07700 900401,Moss Ltd,General,Complete,Checked in,11/11/2026 09:12,s3cr3t,"
            "https://linkedin.example/in/ida",
            "A2,Rui,Faro,rui@faro.example,,Faro Ltd,General,Complete,Not checked in,,s3cr3t,",
            "A3,Olu,Dare,olu@dare.example,,,General,Cancelled,Not checked in,,s3cr3t,",
        ),
        tmp_path,
    )
    assert [_facts(one) for one in people.values()] == [
        (True, "registered"),
        (False, "registered"),
        (False, "cancelled"),
    ]
    assert people["Ida Moss"].extra["phone"] == "07700 900401"
    assert people["Ida Moss"].extra["linkedin"] == "https://linkedin.example/in/ida"


def test_replies_of_meetup_have_guests_and_a_host(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "Name\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\tURL of Member Profile",
            "Ida Moss\tuser 1\t\tYes\tYes\t0\t1 October 2026\t2 May 2019\thttps://meetup.example/1",
            "Rui Faro\tuser 2\t\tNo\tNo\t0\t2 October 2026\t3 May 2019\thttps://meetup.example/2",
        ),
        tmp_path,
    )
    assert {name: (one.role, one.registration, one.join) for name, one in people.items()} == {
        "Ida Moss": ("organizer", "registered", None),
        "Rui Faro": ("attendee", "declined", None),
    }
    assert found.possible_days == ()
    assert people["Ida Moss"].registered_at == datetime(2026, 10, 1)
    assert people["Ida Moss"].extra == {}


def test_the_tracking_of_a_meeting_in_outlook_has_replies_and_rooms(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "Full Name,Attendance,Response",
            '"Moss, Ida",Required Attendee,Accepted',
            '"Faro, Rui (Faro Ltd)",Optional Attendee,Declined',
            "Room 4.1,Resource (Room or Equipment),Accepted",
            '"Dare, Olu",Required Attendee,Tentative',
            '"Vane, Petra",Meeting Organizer,None',
        ),
        tmp_path,
    )
    assert {name: (one.role, one.registration) for name, one in people.items()} == {
        "Ida Moss": ("attendee", "registered"),
        "Rui Faro": ("attendee", "declined"),
        "Olu Dare": ("attendee", "invited"),
        "Petra Vane": ("organizer", "none"),
    }
    assert people["Rui Faro"].organisation == "Faro Ltd"
    assert [row.text for row in found.skipped] == ["Room 4.1"]
    assert found.unnamed.people == 0


def test_the_session_detail_of_webex_has_a_day_and_times_apart(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "Session detail for 'Huddle 12'",
            "Attendee Report",
            "Participant,Audio Type,Name,Email,Date,Invited,Registered,Start time,End time,Duration,Company,Title,"
            "Phone Number,Attendee ID,Client Agent,Client IP Address",
            "1,VoIP,Ida Moss,ida@moss.example,14 October 2026,Yes,Yes,14:01,15:00,59 mins,Moss Trust,Analyst,"
            "44-7700900111,1,WINDOWS,192.0.2.1",
            "2,VoIP,Rui Faro,rui@faro.example,14 October 2026,Yes,N/A,14:03,14:33,30 mins,Faro Ltd,Founder,44-,2,MAC,",
            "3,Phone,Call-in User_2,,14 October 2026,No,N/A,14:05,14:06,1 mins,,,,3,,",
        ),
        tmp_path,
    )
    ida, rui = people["Ida Moss"], people["Rui Faro"]
    assert (ida.minutes, ida.organisation, ida.extra["title"], *_facts(ida)) == (
        59,
        "Moss Trust",
        "Analyst",
        True,
        "registered",
    )
    assert (rui.minutes, rui.extra, *_facts(rui)) == (30, {"title": "Founder"}, True, "none")
    assert (found.meeting.title, found.unnamed.people, found.possible_days) == ("Huddle 12", 1, (date(2026, 10, 14),))


def test_the_attendee_report_of_webex_joins_the_stays_of_a_person_and_knows_the_host(tmp_path: Path) -> None:
    heading = (
        "Meeting Name\tMeeting Start Time\tMeeting End Time\tDisplay Name\tFirst Name\tLast Name\tRole\t"
        "Attendee Email\t"
        "Join Time\tLeave Time\tAttendance Duration\tConnection Type\tSession Name"
    )
    begin = "Huddle 12\t2026-10-14 14:00:00\t2026-10-14 15:00:00\t"
    found, people = _people(
        "\r\n".join(
            (
                heading,
                f"{begin}Petra Vane\tPetra\tVane\tHost\tpetra@vane.example\t2026-10-14 13:55:00\t2026-10-14 15:00:00\t"
                "65 mins\tDesktop app\t",
                f"{begin}Ida Moss\tIda\tMoss\tAttendee\tida@moss.example\t2026-10-14 14:01:00\t2026-10-14 14:30:00\t"
                "29 mins\tDesktop app\t",
                f"{begin}Ida Moss\tIda\tMoss\tAttendee\tida@moss.example\t2026-10-14 14:35:00\t2026-10-14 15:00:00\t"
                "25 mins\tDesktop app\t",
            )
        ).encode("utf-16"),
        tmp_path,
    )
    assert {name: (one.role, one.email, one.minutes, one.attended) for name, one in people.items()} == {
        "Petra Vane": ("organizer", "petra@vane.example", 65, True),
        "Ida Moss": ("attendee", "ida@moss.example", 54, True),
    }
    assert (found.meeting.title, found.possible_days) == ("Huddle 12", (date(2026, 10, 14),))


def test_a_report_of_gotowebinar_is_read_in_its_parts(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "Attendee Report",
            "Generated,14 October 2026 16:00",
            "General Information",
            "Webinar Name,Webinar ID",
            "Huddle 12,123-456-789",
            "Actual Start Date/Time,Actual Duration (minutes)",
            '"14 October 2026 14:00",60',
            "Staff Details",
            "Attended,Interest Rating,Last Name,First Name,Email Address,Join Time,Leave Time,"
            "Time in Session (minutes)",
            "Yes,--,Vane,Petra,petra@vane.example,14 October 2026 13:55,14 October 2026 15:00,65",
            "Attendee Details",
            "Attended,Interest Rating,Last Name,First Name,Email Address,Registration Date/Time,Join Time,Leave Time,"
            "Time in Session (minutes),Unsubscribed,Company,What do you hope for?",
            "Yes,60,Moss,Ida,ida@moss.example,1 October 2026 10:00,14 October 2026 14:01,14 October 2026 14:30,29,No,"
            "Moss Trust,Partners",
            "Yes,60,Moss,Ida,ida@moss.example,1 October 2026 10:00,14 October 2026 14:40,14 October 2026 15:00,20,No,"
            "Moss Trust,Partners",
            "No,0,Faro,Rui,rui@faro.example,2 October 2026 10:00,--,--,--,No,Faro Ltd,",
        ),
        tmp_path,
    )
    assert list(people) == ["Petra Vane", "Ida Moss", "Rui Faro"]
    assert (people["Petra Vane"].role, people["Petra Vane"].minutes) == ("presenter", 65)
    ida, rui = people["Ida Moss"], people["Rui Faro"]
    assert (ida.minutes, *_facts(ida), ida.registered_at) == (49, True, "registered", datetime(2026, 10, 1, 10))
    assert ida.extra["answers"] == {"Unsubscribed": "No", "What do you hope for?": "Partners"}
    assert _facts(rui) == (False, "registered")
    assert found.meeting.title == "Huddle 12"


def test_a_report_of_gotomeeting_has_its_day_above_and_times_of_day_below(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "Meeting Name,Huddle 12",
            "Meeting Date,14 October 2026",
            "Meeting ID,123-456-789",
            "",
            "Name,Email Address,Join Time,Leave Time,Time in Session (minutes)",
            "Ida Moss,ida@moss.example,2:01 PM,2:30 PM,29",
            "Rui Faro,,2:05 PM,3:00 PM,55",
        ),
        tmp_path,
    )
    assert [(one.minutes, one.attended) for one in people.values()] == [(29, True), (55, True)]
    assert people["Ida Moss"].join == datetime(2026, 10, 14, 14, 1)
    assert (found.meeting.title, found.possible_days) == ("Huddle 12", (date(2026, 10, 14),))


def test_a_form_keeps_its_answers_and_says_who_registers(tmp_path: Path) -> None:
    found, people = _people(
        csv_text(
            "ID,Start time,Completion time,Email,Name,Your full name,Your email address,Organisation,Job title,"
            "Will you be attending in person?,Dietary requirements,Are you happy to be photographed?",
            "1,10/1/26 9:00:00,10/1/26 9:02:00,anonymous,,Ida Moss,ida@moss.example,Moss Trust,Analyst,Yes,Vegan,"
            "No thank you",
            "2,10/13/26 9:00:00,10/13/26 9:02:00,anonymous,,Rui Faro,rui@faro.example,Faro Ltd,Founder,No,,Yes",
        ),
        tmp_path,
    )
    assert {name: (one.email, one.organisation, *_facts(one)) for name, one in people.items()} == {
        "Ida Moss": ("ida@moss.example", "Moss Trust", None, "registered"),
        "Rui Faro": ("rui@faro.example", "Faro Ltd", None, "declined"),
    }
    ida = people["Ida Moss"]
    assert ida.registered_at == datetime(2026, 10, 1, 9, 2)
    assert (ida.extra["title"], ida.extra["answers"]) == ("Analyst", {"Dietary requirements": "Vegan"})
    assert ida.extra["consents"] == {"Are you happy to be photographed?": "No thank you"}
    assert not found.tells_presence


def test_a_list_of_orders_without_names_of_tickets_knows_who_ordered(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(
        csv_text("Order ID,Buyer name,Buyer email,Ticket type,Quantity", "1,Ida Moss,ida@moss.example,General,1")
    )
    assert kind_of(path) == "unsure"
    (ida,) = read_attendance(path).attendees
    assert (ida.shown_name, ida.email, ida.registration) == ("Ida Moss", "ida@moss.example", "registered")


@pytest.mark.parametrize(
    "content",
    [
        csv_text(
            "Name,Email,Organisation,Opens,Closes,Travel", "Ida Moss,ida@moss.example,Moss Trust,09:00,17:00,40 min"
        ),
        csv_text("First name,Last name,Email,Travel,Opens,Closes", "Ida,Moss,ida@moss.example,40 min,09:00,17:00"),
        csv_text(
            "Contact,Organisation,Email,Created,Last contacted,Average call",
            "Ida Moss,Moss Trust,ida@moss.example,01/10/2026 14:01,14/10/2026 15:00,12 min",
        ),
        csv_text(
            "Name,Email,Created,Last contacted,Average call",
            "Ida Moss,i@m.example,01/10/2026 14:01,14/10/2026 15:00,5m",
        ),
        csv_text("Name,Organisation,Last sign in", "Ida Moss,Moss Trust,2026-10-14 09:00"),
        csv_text("Name,Direction,Called", "Ida Moss,In,14/10/2026 14:01", "Ida Moss,Out,14/10/2026 15:01"),
    ],
)
def test_hours_and_calls_of_contacts_make_no_gathering(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(content)
    assert kind_of(path) == "contacts"
    (ida,) = read_attendance(path).attendees
    assert (ida.shown_name, ida.attended, ida.sessions, ida.duration_seconds) == ("Ida Moss", None, (), None)


@pytest.mark.parametrize(
    "content",
    [
        csv_text(
            "Order ID,Name,Email,Company,Order date,Ticket Type", "1,Ida Moss,ida@moss.example,Moss,2026-10-01,Support"
        ),
        csv_text("Timestamp,Your name,Email address", "14/10/2026 09:00:00,Ida Moss,ida@moss.example"),
        csv_text("Name,Email,Attended", "Ida Moss,ida@moss.example,"),
        csv_text("Nazev,Zacatek,Konec,Trvani", "Ida Moss,14.10.2026 09:00,14.10.2026 10:00,1h"),
    ],
)
def test_what_may_be_either_is_said_to_be_unsure(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "either.csv"
    path.write_bytes(content)
    assert kind_of(path) == "unsure"


@pytest.mark.parametrize(
    "content",
    [
        csv_text("member_id, date, time", "1042, 2026-10-14, 09:32:14", "1078, 2026-10-14, 09:44:51"),
        csv_text("1042", "1078", "5901234123457"),
        csv_text("Colour,Animal,When", "red,cat,2026-10-14", "blue,dog,2026-10-15"),
        csv_text("Naam;Bedrijf;Adres;Sinds", "Ida Moss;Moss;Quay 1;2019-05-01", "Rui Faro;Faro;Quay 2;2020-05-01"),
    ],
)
def test_columns_that_nobody_knows_are_said_and_not_read_as_lines(content: bytes) -> None:
    with pytest.raises(Exception, match="was not read") as refused:
        read_attendance(content)
    assert "“Ida" not in str(refused.value)
