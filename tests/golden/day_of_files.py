"""Imports of people, organisations and attendance, and files of opportunities: what is planned and what is done."""

import csv
import io
from pathlib import Path

from crm.attendance.reports import LEAVE, NEW_CONTACT
from crm.exporting import ExportOptions
from crm.importing import NEW_CONTACT as NEW
from crm.importing import NEW_ORGANISATION, Move
from tests.golden.day import TODAY, Day

FILES = Path(__file__).parent / "files"
_CONTACTS = ("people.csv", "google.csv", "outlook.csv", "people.vcf", "organisations.csv")
_TYPED = "Zozo Carver\nGwen Ellis-Price, Dee Robotics\nIvo Castle <ivo@castle.example>\n\n2 others\n"
_OWN = (
    (
        "organisations", "Acme Médical Imaging",
        {"Town": "Newtown", "Other names": "Old Acme (former until 2011); AXI (acronym)"},
        {"Name": "Copied Ltd", "Parent organisation": "Mersey Biotech Group", "E-mail domains": "copied.example",
         "Company number": "", "ODS code": "", "Identifier": ""},
    ),
    (
        "contacts", "Zozo Carver",
        {"Town": "Newtown", "Letters after the name": "CBE", "Former names": "Zoe Old"},
        {"Name": "Copy Carver", "Given name": "Copy", "Known as": "", "E-mail": "copy@acme.example",
         "Other e-mails": "", "Bounced e-mails": "", "Former e-mails": "", "Phone": "", "Other phones": "",
         "Phones as typed": "", "LinkedIn": "", "Identifier": ""},
    ),
)  # fmt: skip


def work(day: Day) -> None:
    """Plan, decide, apply, take back."""
    _contacts(day)
    _moves(day)
    _own(day)
    _attendance(day)
    _attachments(day)


def _contacts(day: Day) -> None:
    service = day.workspace.importing
    for name in _CONTACTS:
        plan = day.did(f"plan {name}", service.plan, FILES / name)
        day.did(f"import {name}", service.apply, plan)
        day.did(f"plan {name} again", service.plan, FILES / name)
    batches = service.batches()
    day.said["imports"] = batches
    for batch in batches:
        day.did(f"kept aside by {batch.file_name}", service.kept_aside, batch.id)
    first = batches[-1].id
    aside = day.did("plan what was kept aside", service.plan_aside, first)
    decisions = {row.number: NEW for row in aside.rows if row.outcome.name == "ASK"}
    day.did("import what was kept aside", service.apply, aside, decisions=decisions)
    day.did("kept aside afterwards", service.kept_aside, first)
    plan = service.plan(FILES / "people.csv", organisations={"Ribblesdale Institute": NEW_ORGANISATION})
    day.said["plan with an answer"] = plan
    asking = [row for row in plan.rows if row.outcome.name == "ASK"]
    decisions = {row.number: row.candidates[0].decision if row.candidates else 0 for row in asking}
    takes = [row.number for row in plan.differing()]
    day.did("import it with decisions", service.apply, plan, decisions=decisions, takes=takes)
    day.did("read what is no file of people", service.plan, FILES / "teams.csv")
    day.did("take the vCards back", service.take_back, next(b.id for b in batches if b.file_name == "people.vcf"))
    day.did("take back what there is not", service.take_back, 9_999)


def _moves(day: Day) -> None:
    service = day.workspace.importing
    workspace = day.workspace
    lines = ["First name,Last name,Email,Organisation,Job title"]
    for contact, place in (
        (1, "Acme Médical Imaging"),
        (2, "Castle Foods"),
        (11, "Dee Robotics"),
        (12, "Dee Robotics"),
        (10, "Dee Robotics"),
    ):
        detail = workspace.contacts.get(contact)
        email = next((each.value for each in detail.emails if each.state == "ok"), "")
        lines.append(f"{detail.given_name},{detail.family_name},{email},{place},Director")
    plan = day.did("plan people who moved", service.plan, day.file("moves.csv", "\n".join(lines) + "\n"))
    choices = dict(zip((row.number for row in plan.moved()), (Move.CHANGED, Move.BOTH, Move.STAYS), strict=False))
    day.did("import people who moved", service.apply, plan, moves=choices)


def _own(day: Day) -> None:
    """Read our own tables and cards back, with something new of one record and with another record of the kind."""
    service = day.workspace.importing
    for what, name, changed, added in _OWN:
        written = day.folder / f"our {what}.csv"
        day.workspace.exporting.export(what, written, everything=True)
        with written.open(encoding="utf-8-sig", newline="") as reading:
            rows = list(csv.DictReader(reading))
        ours = next(row for row in rows if row["Name"] == name)
        copied = {**ours, **added}
        ours |= changed
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, list(ours))
        table.writeheader()
        table.writerows([*rows, copied])
        plan = day.did(f"plan our {what}", service.plan, day.file(f"Our {what}.csv", text.getvalue()))
        takes = [row.number for row in plan.differing()]
        day.did(f"import our {what}", service.apply, plan, takes=takes)
    cards = day.folder / "ours.vcf"
    day.workspace.exporting.export("contacts", cards, selection=(1, 2), options=ExportOptions(notes=True))
    card = cards.read_text(encoding="utf-8").replace("NOTE:", "NOTE:Read back. ", 1)
    day.did("plan our cards", service.plan, day.file("Our cards.vcf", card))


def _attendance(day: Day) -> None:
    service = day.workspace.reports
    workspace = day.workspace
    ours = next(row.id for row in workspace.huddles.rows() if row.number == 43 and row.series_id == 1)
    names = [workspace.contacts.get(each) for each in (1, 2, 3, 14)]
    people = "".join(
        f"{each.name}\t20/05/2026, 15:0{at}:00\t20/05/2026, 16:00:00\t5{at}m\t"
        f"{each.emails[0].value if each.emails else ''}\t\tAttendee\r\n"
        for at, each in enumerate(names)
    )
    text = (FILES / "teams.csv").read_text(encoding="utf-8").replace("\n", "\r\n")
    teams = day.file("Teams report.csv", text.replace("PEOPLE\r\n", people))
    day.did("which huddle a report is of", service.huddles_for, teams)
    plan = day.did("plan a Teams report", service.plan, ours, teams)
    undecided = [line.number for line in plan.lines if not line.is_decided]
    for number, choice in zip(undecided, (NEW_CONTACT, LEAVE, None), strict=False):
        plan = service.decide(plan, number, choice)
    day.said["the report decided"] = plan
    day.did("apply the report", service.apply, plan)
    day.did("plan the report again", service.plan, ours, teams)
    guests = FILES / "guests.csv"
    day.did("which huddle guests are of", service.huddles_for, guests)
    plan = day.did("plan a list of guests", service.plan, 9, guests, counts_as="registered")
    day.did("apply the list of guests", service.apply, plan)
    plan = day.did("plan a typed list", service.plan, 8, _TYPED, counts_as="attended", on=TODAY)
    day.did("apply the typed list", service.apply, plan)
    kept = {huddle: service.kept(huddle) for huddle in (ours, 9, 8)}
    day.said["lines kept"] = kept
    lines = [line for each in kept.values() for line in each]
    if lines:
        day.did("match a kept line", service.match, lines[0].id, 20)
    day.did("dismiss kept lines", service.dismiss, [line.id for line in lines[1:2]])
    day.did("plan a report of another huddle", service.plan, 1, teams)


def _attachments(day: Day) -> None:
    service = day.workspace.files
    letter = day.file("Letter of support.txt", "We support this.\n")
    made = day.did("add a file", service.add, 1, letter)
    day.did("add it twice", service.add, 1, letter)
    day.did("rename a file", service.rename, made, "Support")
    day.did("rename a file to nothing", service.rename, made, " ")
    other = day.did("add another file", service.add, 1, day.file("Notes.md", "# Notes\n"))
    day.did("remove a file", service.remove, other)
    day.did("save a file", service.save_to, made, day.folder / "saved.txt")
    day.said["what was saved"] = (day.folder / "saved.txt").read_text(encoding="utf-8")
    day.did("note it", day.workspace.opportunities.edit, 1, notes="See the letter")
