"""Reports of Microsoft Teams: four shapes, any language, and the order of day and month."""

from datetime import date, datetime
from pathlib import Path

import pytest

from crm.errors import CrmError
from crm.formats.attendance import Attendee, ReadAttendance
from crm.formats.attendance_files import read_attendance
from crm.formats.detect import kind_of
from tests.crm.formats.attendance import ENGLISH, report

_GERMAN = report(
    [
        ("1. Zusammenfassung",),
        ("Besprechungstitel", "Huddle Diagnostik"),
        ("Anwesende Teilnehmer", "2"),
        ("Startzeit", "14.10.26, 08:55:03"),
        ("Endzeit", "14.10.26, 10:02:41"),
        ("Besprechungsdauer", "1 Std. 7 Min. 38 Sek."),
    ],
    [
        ("2. Teilnehmer",),
        ("Name", "Erster Beitritt", "Letztes Verlassen", "Dauer", "E-Mail", "Teilnehmer-ID (UPN)", "Rolle"),
        (
            "Greta Lang", "14.10.26, 08:55:03", "14.10.26, 10:02:41", "1 Std. 7 Min. 38 Sek.",
            "greta@lang.example", "", "Organisator",
        ),
        ("Udo Klein (Gast)", "14.10.26, 09:00:00", "14.10.26, 09:30:00", "25 Min.", "", "", "Teilnehmer"),
    ],
)  # fmt: skip
_FRENCH = report(
    [
        ("1. Résumé",),
        ("Titre de la réunion", "Réunion du réseau"),
        ("Participants présents", "1"),
        ("Heure de début", "14/10/2026 08:55:03"),
        ("Heure de fin", "14/10/2026 10:02:41"),
    ],
    [
        ("2. Participants",),
        ("Nom", "Première connexion", "Dernière déconnexion", "Durée", "E-mail", "ID (UPN)", "Rôle"),
        (
            "Chloé Marchand", "14/10/2026 09:00:00", "14/10/2026 10:00:00", "50 min", "chloe@marchand.example",
            "", "Présentateur",
        ),
    ],
    [
        ("3. Activités pendant la réunion",),
        ("Nom", "Heure d'arrivée", "Heure de départ", "Durée", "E-mail", "Rôle", "Type de salle", "Nom de la salle"),
        (
            "Chloé Marchand", "14/10/2026 09:00:00", "14/10/2026 09:20:00", "20 min", "chloe@marchand.example",
            "Présentateur", "Principale", "",
        ),
        (
            "Chloé Marchand", "14/10/2026 09:30:00", "14/10/2026 10:00:00", "30 min", "chloe@marchand.example",
            "Présentateur", "Sous-salle", "Salle 2",
        ),
    ],
)  # fmt: skip
_POLISH = report(
    [
        ("Pełna nazwa", "Czas dołączenia", "Czas wyjścia", "Czas trwania", "E-mail", "Rola", "Identyfikator (UPN)"),
        (
            "Zofia Lis", "14.10.2026, 08:00:00", "14.10.2026, 09:08:03", "1 godz. 8 min 3 sek.", "zofia@lis.example",
            "Organizator", "zofia@lis.example",
        ),
        ("Jan Wilk", "14.10.2026, 08:00:00", "14.10.2026, 08:30:00", "30 min", "jan@wilk.example", "Prezenter", ""),
    ]
)  # fmt: skip
_EVENTS = report(
    [
        ("Nom complet", "Action", "Horodatage"),
        ("Ana Reis", "Entrée", "25/03/2026, 10:00:00"),
        ("Ana Reis", "Sortie", "25/03/2026, 10:30:00"),
        ("Ana Reis", "Entrée", "25/03/2026, 10:40:00"),
        ("Bo Lund", "Entrée", "25/03/2026, 10:05:00"),
        ("Ana Reis", "Sortie", "25/03/2026, 11:00:00"),
    ]
)


def _by_name(found: ReadAttendance) -> dict[str, Attendee]:
    return {attendee.shown_name: attendee for attendee in found.attendees}


def test_names_lose_their_marks_and_stand_in_the_order_of_speech() -> None:
    people = _by_name(read_attendance(ENGLISH))
    assert list(people) == ["Petra Ashe", "Milo Brandt", "Olu"]
    petra = people["Petra Ashe"]
    assert (petra.name.family, petra.department, petra.role) == ("Ashe", "Digital Health", "organizer")
    assert petra.other_emails == ("pashe@quayside.example",)
    assert people["Milo Brandt"].raw_name == "Milo Brandt (External)"


def test_two_devices_at_once_count_once_and_a_break_does_not_count() -> None:
    milo = _by_name(read_attendance(ENGLISH))["Milo Brandt"]
    assert len(milo.sessions) == 3
    assert milo.duration_seconds == 40 * 60


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_every_encoding_is_read_alike(encoding: str) -> None:
    text = ENGLISH.decode("utf-16").removeprefix("\ufeff")
    bom = "" if encoding == "utf-8" else "\ufeff"
    again = (bom + text.replace("\r\n", "\n")).encode(encoding)
    assert read_attendance(again).attendees == read_attendance(ENGLISH).attendees


def test_dates_that_can_be_either_are_said_to_be_ambiguous_and_both_days_are_named() -> None:
    found = read_attendance(ENGLISH)
    assert found.ambiguous
    assert found.day_order == "ambiguous"
    assert found.possible_days == (date(2026, 4, 3), date(2026, 3, 4))
    assert "3 Apr 2026 or 4 Mar 2026" in found.warnings[0]


@pytest.mark.parametrize(("on", "order"), [(date(2026, 4, 3), "day first"), (date(2026, 3, 4), "month first")])
def test_the_huddles_own_date_settles_the_order_and_it_is_said(on: date, order: str) -> None:
    found = read_attendance(ENGLISH, on=on)
    assert found.day_order == f"{order}: resolved by the huddle's own date"
    assert found.possible_days == (on,)
    assert found.meeting.start == datetime(on.year, on.month, on.day, 8, 55)
    assert any(order in warning for warning in found.warnings)


def test_a_huddle_on_neither_day_leaves_the_order_open_and_says_that_the_day_differs() -> None:
    found = read_attendance(ENGLISH, on=date(2026, 5, 20))
    assert found.ambiguous
    assert any("not of the huddle's day, 20 May 2026" in warning for warning in found.warnings)


def test_a_person_can_choose_the_order() -> None:
    found = read_attendance(ENGLISH, order="month first")
    assert found.meeting.start == datetime(2026, 3, 4, 8, 55)
    assert not found.ambiguous


def test_a_date_in_the_files_name_settles_the_order() -> None:
    found = read_attendance(ENGLISH, name="Diagnostics huddle - Attendance report 2026-03-04.csv")
    assert found.day_order == "month first: resolved by the date in the file's name"


def test_one_date_beyond_the_twelfth_settles_the_others() -> None:
    found = read_attendance(
        ENGLISH.replace("03/04/2026, 10:05".encode("utf-16-le"), "13/04/2026, 10:05".encode("utf-16-le"))
    )
    assert found.day_order.startswith("day first: 13/04/2026")
    assert found.meeting.start == datetime(2026, 4, 3, 8, 55)


def test_a_german_report_without_the_third_section_is_read_by_numbers_and_columns() -> None:
    found = read_attendance(_GERMAN)
    people = _by_name(found)
    assert found.meeting.title == "Huddle Diagnostik"
    assert found.day_order.startswith("day first")
    assert (people["Greta Lang"].role, people["Greta Lang"].duration_seconds) == ("organizer", 4058)
    udo = people["Udo Klein"]
    assert (udo.role, udo.duration_seconds, udo.sessions) == ("guest", 25 * 60, ())


def test_a_french_report_with_two_more_columns_in_its_third_section_is_read() -> None:
    found = read_attendance(_FRENCH)
    chloe = _by_name(found)["Chloé Marchand"]
    assert (chloe.role, chloe.duration_seconds, len(chloe.sessions)) == ("presenter", 50 * 60, 2)


def test_a_polish_table_without_sections_is_read() -> None:
    people = _by_name(read_attendance(_POLISH))
    assert people["Zofia Lis"].duration_seconds == 4083
    assert (people["Jan Wilk"].role, people["Jan Wilk"].other_emails) == ("presenter", ())


def test_a_list_of_comings_and_goings_is_paired_and_an_end_not_told_stays_unknown() -> None:
    people = _by_name(read_attendance(_EVENTS))
    assert people["Ana Reis"].duration_seconds == 50 * 60
    bo = people["Bo Lund"]
    assert (bo.attended, bo.leave, bo.duration_seconds, bo.minutes) == (True, None, None, None)


def _list(*rows: tuple[str, str, str]) -> bytes:
    return report([("Full Name", "User Action", "Timestamp"), *rows])


def test_in_the_oldest_list_left_twice_takes_the_later_and_joined_before_is_joined() -> None:
    found = read_attendance(
        _list(
            ("Ida Moss", "Joined before", "14/10/2026, 10:00:00"),
            ("Ida Moss", "Left", "14/10/2026, 10:30:00"),
            ("Ida Moss", "Left", "14/10/2026, 10:40:00"),
            ("Rui Faro", "Joined", "14/10/2026, 10:05:00"),
        )
    )
    people = _by_name(found)
    assert (people["Ida Moss"].minutes, people["Ida Moss"].leave) == (40, datetime(2026, 10, 14, 10, 40))
    assert (people["Rui Faro"].attended, people["Rui Faro"].minutes) == (True, None)
    assert any("left twice" in warning for warning in found.warnings)


def test_in_the_oldest_list_the_huddles_date_settles_day_and_month() -> None:
    content = _list(("Ida Moss", "Joined", "12/03/2026, 10:00:00"), ("Ida Moss", "Left", "12/03/2026, 10:30:00"))
    assert read_attendance(content).ambiguous
    assert read_attendance(content, on=date(2026, 3, 12)).possible_days == (date(2026, 3, 12),)
    assert read_attendance(content, on=date(2026, 12, 3)).possible_days == (date(2026, 12, 3),)


@pytest.mark.parametrize("content", [_GERMAN, _FRENCH, _POLISH, _EVENTS, ENGLISH])
def test_a_report_in_any_language_is_attendance_without_a_doubt(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(content)
    assert kind_of(path) == "attendance"


def test_telephones_note_takers_and_people_who_opted_out_are_counted_and_not_named() -> None:
    rows = [
        ("Name", "First Join", "Last Leave", "Duration", "Email", "UPN", "Role"),
        ("Ida Moss", "25/03/2026 10:00", "25/03/2026 11:00", "1h", "ida@moss.example", "", "Organizer"),
        ("+44 7700 9*****", "25/03/2026 10:00", "25/03/2026 11:00", "1h", "", "", "Attendee"),
        ("Ida's Notetaker (Unverified)", "25/03/2026 10:00", "25/03/2026 11:00", "1h", "", "", "Attendee"),
        ("Anonymous", "25/03/2026 10:00", "25/03/2026 11:00", "1h", "", "", "Attendee"),
    ]
    found = read_attendance(report([("1. Summary",), ("Meeting title", "M")], [("2. Participants",), *rows]))
    assert [attendee.shown_name for attendee in found.attendees] == ["Ida Moss"]
    assert (found.unnamed.dial_ins, found.unnamed.bots, found.unnamed.opted_out, found.unnamed.people) == (1, 1, 1, 2)
    assert len(found.skipped) == 3


def test_nameless_people_count_once_a_row_and_not_again_for_their_stays() -> None:
    stay = ("Anonymous", "25/03/2026 10:00", "25/03/2026 11:00", "1h", "", "", "Attendee")
    named = ("Ida Moss", "25/03/2026 10:00", "25/03/2026 11:00", "1h", "ida@moss.example", "", "Organizer")
    heading = ("Name", "First Join", "Last Leave", "Duration", "Email", "UPN", "Role")
    sections = [[(f"{number}. Part",), heading, named, stay, stay] for number in (2, 3)]
    found = read_attendance(report([("1. Summary",), ("Meeting title", "M")], *sections))
    assert (found.unnamed.opted_out, len(found.attendees)) == (2, 1)


def test_a_date_in_the_title_says_nothing_about_the_order_of_the_others() -> None:
    titled = ENGLISH.decode("utf-16").replace("Diagnostics huddle", "13/04/2026 huddle").encode("utf-16")
    assert read_attendance(titled).ambiguous


def test_more_people_in_the_summary_than_in_a_complete_report_are_unnamed() -> None:
    found = read_attendance(
        ENGLISH.replace("participants\t3".encode("utf-16-le"), "participants\t5".encode("utf-16-le"))
    )
    assert found.unnamed.opted_out == 2
    assert len(found.attendees) == 3


def test_a_webinar_tells_registered_people_who_did_not_come() -> None:
    heading = (
        "Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role",
        "Registration First Name", "Registration Last Name", "Registration Email",
        "Registration Time", "Registration Status",
    )  # fmt: skip
    came = (
        "Ida Moss", "25/03/2026 10:00", "25/03/2026 11:00", "1h", "", "", "Attendee", "Ida", "Moss", "ida@moss.example",
        "20/03/2026 09:00", "Registered",
    )  # fmt: skip
    missed = ("", "", "", "", "", "", "Attendee", "Rui", "Faro", "rui@faro.example", "21/03/2026 09:00", "Registered")
    host = (
        "Petra Ashe",
        "25/03/2026 10:00",
        "25/03/2026 11:00",
        "1h",
        "petra@ashe.example",
        "petra@ashe.example",
        "Organizer",
        "",
        "",
        "",
        "",
        "",
    )
    found = read_attendance(
        report([("1. Summary",), ("Title", "Webinar")], [("2. Participants",), heading, came, host, missed])
    )
    people = _by_name(found)
    assert (people["Ida Moss"].email, people["Ida Moss"].attended) == ("ida@moss.example", True)
    assert people["Ida Moss"].registered_at == datetime(2026, 3, 20, 9)
    rui = people["Rui Faro"]
    assert (rui.email, rui.attended, rui.registration, rui.duration_seconds) == (
        "rui@faro.example",
        False,
        "registered",
        None,
    )


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes_and_says_so() -> None:
    whole = ENGLISH.decode("utf-16")
    cut = whole[: whole.index("Milo Brandt") + 30].encode("utf-16")
    found = read_attendance(cut)
    assert [attendee.shown_name for attendee in found.attendees] == ["Petra Ashe"]
    assert found.status == "partial"
    assert any("breaks off" in problem for problem in found.problems)


def test_a_report_cut_anywhere_is_read_or_refused_and_never_doubles_anybody() -> None:
    for length in range(0, len(ENGLISH), 37):
        try:
            found = read_attendance(ENGLISH[:length])
        except CrmError:
            continue
        names = [attendee.shown_name for attendee in found.attendees]
        assert len(names) == len(set(names)) <= 4
