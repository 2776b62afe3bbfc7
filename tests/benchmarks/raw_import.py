"""The raw pipeline that an import is measured against: parse, match, write, index, commit; no log, no undo, no preview.

It writes the same records into the same tables with their indexes, and the summary and search rows that lists and
search need, all by hand for this one table of 14 columns.
"""

import csv
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from crm.phones import parse_phones
from crm.text import clean, words
from crm.workspace import Workspace

_SQL = {
    "tag": "id, name",
    "organisation": "id, uid, name, created_at",
    "contact": "id, uid, title, given_name, family_name, linkedin_url, about, created_at",
    "contact_email": "contact_id, value, is_primary",
    "contact_phone": "contact_id, e164, typed",
    "contact_address": "contact_id, street, town, postcode",
    "affiliation": "contact_id, organisation_id, role, is_primary",
    "contact_tag": "contact_id, tag_id",
    "search_token": "token, weight, kind, id",
    "contact_summary": "contact_id, name, sort_name, role, organisation_id, organisation_name, organisation_sort, "
    "sector_rank, sub_region_rank, partnership, email, phone, last_touch_at, next_follow_up_on",
}


def prepare(path: Path) -> Workspace:
    """Return a new file without any trigger."""
    workspace = Workspace.create(path)
    connection = workspace.store.connection()
    for (name,) in workspace.store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {name}")
    return workspace


def run(workspace: Workspace, source: Path) -> None:
    """Import the table."""
    connection = workspace.store.connection()
    connection.execute("BEGIN IMMEDIATE")
    with source.open(encoding="utf-8", newline="") as handle:
        for table, rows in _read(csv.DictReader(handle)).items():
            marks = ", ".join("?" * (_SQL[table].count(",") + 1))
            connection.executemany(f"INSERT INTO {table} ({_SQL[table]}) VALUES ({marks})", rows)
    connection.execute("COMMIT")


def _read(source: Iterable[dict[str, str]]) -> dict[str, list[Sequence[Any]]]:
    made: dict[str, list[Sequence[Any]]] = {table: [] for table in _SQL}
    emails: set[str] = set()
    people: set[tuple[str, str]] = set()
    firms: dict[str, int] = {}
    tags: dict[str, int] = {}
    for cells in source:
        row = {heading: clean(cell) for heading, cell in cells.items()}
        name = " ".join(words(f"{row['First name']} {row['Last name']}"))
        if row["Email"].lower() in emails or (name, row["Organisation"]) in people:
            continue
        emails.add(row["Email"].lower())
        people.add((name, row["Organisation"]))
        if row["Organisation"] not in firms:
            firms[row["Organisation"]] = len(firms) + 1
            made["organisation"].append((len(firms), str(uuid.uuid4()), row["Organisation"], "2026"))
        _add(made, len(made["contact"]) + 1, row, name, firms[row["Organisation"]], tags)
    made["tag"] = [(number, name) for name, number in tags.items()]
    made["search_token"].sort(key=tuple)
    return made


def _add(
    made: dict[str, list[Sequence[Any]]], number: int, row: dict[str, str], name: str, firm: int, tags: dict[str, int]
) -> None:
    shown = f"{row['First name']} {row['Last name']}"
    made["contact"].append(
        (
            number,
            str(uuid.uuid4()),
            row["Title"],
            row["First name"],
            row["Last name"],
            row["LinkedIn"],
            row["Notes"],
            "2026",
        )
    )
    made["contact_email"].append((number, row["Email"], 1))
    for heading in ("Phone", "Mobile"):
        made["contact_phone"] += [(number, phone.e164, phone.typed) for phone in parse_phones(row[heading])]
    made["contact_address"].append((number, row["Street"], row["Town"], row["Postcode"]))
    made["affiliation"].append((number, firm, row["Job title"], 1))
    made["contact_tag"] += [
        (number, tags.setdefault(tag, len(tags) + 1)) for tag in dict.fromkeys(row["Tags"].split(";")) if tag
    ]
    found = dict.fromkeys(name.split(), 0)
    for word in words(f"{row['Organisation']} {row['Job title']} {row['Email']} {row['Tags']}"):
        found.setdefault(word, 2)
    made["search_token"] += [(word, weight, 1, number) for word, weight in found.items()]
    made["contact_summary"].append(
        (number, shown, name, row["Job title"], firm, row["Organisation"], row["Organisation"].lower(), 999, 999, "",
         row["Email"], row["Phone"], "", "9999")
    )  # fmt: skip
