"""Reports of meetings made up for tests: people, organisations and numbers are invented."""

from collections.abc import Sequence

Rows = Sequence[Sequence[str]]


def report(*sections: Rows, encoding: str = "utf-16-le", end: str = "\r\n", mark: str = "\t") -> bytes:
    """Write sections of rows, a blank line between them, as Teams does: UTF-16 with a BOM, tabs, CRLF."""
    text = (end * 2).join(end.join(mark.join(row) for row in rows) for rows in sections) + end
    bom = "\ufeff" if encoding.startswith("utf-16") else ""
    return (bom + text).encode(encoding)


def csv_text(*rows: str) -> bytes:
    """Write lines as UTF-8 with CRLF."""
    return "".join(f"{row}\r\n" for row in rows).encode()


ENGLISH = report(
    [
        ("1. Summary",),
        ("Meeting title", "Diagnostics huddle"),
        ("Attended participants", "3"),
        ("Start time", "03/04/2026, 08:55:00"),
        ("End time", "03/04/2026, 10:05:00"),
        ("Meeting duration", "1h 10m"),
    ],
    [
        ("2. Participants",),
        ("Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"),
        (
            "Ashe, Petra (Digital Health)", "03/04/2026, 08:55:00", "03/04/2026, 10:05:00", "1h 10m",
            "petra.ashe@quayside.example", "pashe@quayside.example", "Organizer",
        ),
        (
            "Milo Brandt (External)", "03/04/2026, 09:00:00", "03/04/2026, 10:00:00", "40m",
            "milo@brandt.example", "", "Attendee",
        ),
        ("Olu (Unverified)", "03/04/2026, 09:10:00", "03/04/2026, 09:20:00", "10m", "", "", "Attendee"),
    ],
    [
        ("3. In-Meeting Activities",),
        ("Name", "Join Time", "Leave Time", "Duration", "Email", "Role"),
        (
            "Ashe, Petra (Digital Health)", "03/04/2026, 08:55:00", "03/04/2026, 10:05:00", "1h 10m",
            "petra.ashe@quayside.example", "Organizer",
        ),
        (
            "Milo Brandt (External)", "03/04/2026, 09:00:00", "03/04/2026, 09:30:00", "30m",
            "milo@brandt.example", "Attendee",
        ),
        (
            "Milo Brandt (External)", "03/04/2026, 09:20:00", "03/04/2026, 09:35:00", "15m",
            "milo@brandt.example", "Attendee",
        ),
        (
            "Milo Brandt (External)", "03/04/2026, 09:55:00", "03/04/2026, 10:00:00", "5m",
            "milo@brandt.example", "Attendee",
        ),
        ("Olu (Unverified)", "03/04/2026, 09:10:00", "03/04/2026, 09:20:00", "10m", "", "Attendee"),
    ],
)  # fmt: skip
