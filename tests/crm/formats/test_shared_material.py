"""Our readers against the samples, the hostile files and the cards of other projects, where they are there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import vobject

from crm.errors import CrmError
from crm.formats.detect import read

_SAMPLES = ("google_contacts_csv", "outlook_csv", "vcard", "plain_spreadsheets")
# Reports of meetings are no lists of contacts, and joining people is the importer's work.
_NOT_OURS = frozenset(("csv/30_preamble_attendance.csv", "csv/22_duplicates.csv"))


@pytest.mark.parametrize("folder", _SAMPLES)
def test_every_sample_is_read_as_expected(shared: Path, tmp_path: Path, folder: str) -> None:
    compare = shared / "samples" / "compare.py"
    expectations = sorted((shared / "samples" / folder).glob("*.expected.json"))
    assert expectations
    for expected in expectations:
        actual = tmp_path / "actual.json"
        actual.write_text(json.dumps(read(str(expected).removesuffix(".expected.json")).as_json()))
        answer = subprocess.run(
            [sys.executable, compare, expected, actual], capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, f"{expected.name}: {answer.stdout}"


def test_every_hostile_file_gets_its_answer(shared: Path) -> None:
    wrong = []
    for item in json.loads((shared / "hostile" / "manifest.json").read_text()):
        if item["importer"] not in ("csv", "xlsx", "vcf") or item["file"] in _NOT_OURS:
            continue
        status: str
        try:
            file = read(shared / "hostile" / item["file"])
            status, count = file.status, len(file.contacts)
        except CrmError:
            status, count = "reject", 0
        if status != item["expect"] or (status == "ok" and count != item["count"]):
            wrong.append((item["file"], status, count))
    assert wrong == []


def test_the_cards_of_other_projects_are_read_without_a_crash_and_nearly_all(shared: Path) -> None:
    reference = json.loads((shared / "corpora" / "reference.json").read_text())["vcards"]
    known = found = 0
    for name, about in reference.items():
        try:
            count = len(read(shared / "corpora" / name).contacts)
        except CrmError:
            count = 0
        known += about["reference_cards"]
        found += min(count, about["reference_cards"])
    assert found / known >= 0.98


def test_another_library_finds_the_same_names_and_addresses_in_them(shared: Path) -> None:
    compared = 0
    for path in sorted((shared / "corpora").glob("*/*.vcf")):
        try:
            theirs = list(vobject.readComponents(path.read_bytes().decode("utf-8")))
            ours = read(path).contacts
        except Exception:  # what only one of the two can read is no comparison
            continue
        if len(theirs) != len(ours):
            continue
        for their, our in zip(theirs, ours, strict=True):
            if any(prop.params.get("CHARSET") or prop.params.get("ENCODING") for prop in their.getChildren()):
                continue  # it leaves these undone
            written = {prop.value.strip().lower() for prop in their.contents.get("email", ())}
            assert {email.value.lower() for email in our.emails} == {one for one in written if "@" in one}, path.name
            if hasattr(their, "n") and our.kind == "person" and (their.n.value.family or their.n.value.given):
                assert our.name.family == " ".join(str(their.n.value.family).split()), path.name
            compared += 1
    assert compared > 700
