"""The readers of attendance against the samples and the hostile files, where they are there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crm.errors import CrmError
from crm.formats.attendance_files import read_attendance
from crm.formats.detect import kind_of, read_either

_ATTENDANCE = ("teams_attendance", "zoom_reports", "google_meet_attendance", "eventbrite_attendees", "luma_guests")
_CONTACTS = (
    "google_contacts_csv", "outlook_csv", "vcard", "plain_spreadsheets", "linkedin_connections", "mailchimp_audience",
    "crm_exports",
)  # fmt: skip


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("folder", _ATTENDANCE)
def test_every_report_is_read_as_expected(shared: Path, tmp_path: Path, folder: str) -> None:
    compare = shared / "samples" / "compare.py"
    files = _files(shared / "samples" / folder)
    assert files
    for path in files:
        actual = tmp_path / "actual.json"
        actual.write_text(json.dumps(read_either(path).as_json()))
        answer = subprocess.run(
            [sys.executable, compare, f"{path}.expected.json", actual], capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, f"{path.name}: {answer.stdout}"


def test_attendance_and_contacts_are_told_apart_in_every_sample(shared: Path) -> None:
    for kind, folders in (("attendance", _ATTENDANCE), ("contacts", _CONTACTS)):
        for folder in folders:
            wrong = [path.name for path in _files(shared / "samples" / folder) if kind_of(path) != kind]
            assert wrong == []


def test_a_report_with_american_times_names_three_people_and_is_partial(shared: Path) -> None:
    found = read_attendance(shared / "hostile" / "csv" / "30_preamble_attendance.csv")
    assert (len(found.attendees), found.status) == (3, "partial")


def test_every_hostile_file_is_read_or_refused(shared: Path) -> None:
    for path in sorted((shared / "hostile").glob("*/*")):
        try:
            kind_of(path)
            read_attendance(path)
        except CrmError:
            continue
