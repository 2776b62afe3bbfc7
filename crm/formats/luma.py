"""Luma's list of guests: fixed columns in snake case, in either order, then the questions by their text."""

from collections.abc import Sequence
from typing import Any

from crm.formats.attendance import Meeting, ReadAttendance
from crm.formats.attendance_row import Row
from crm.formats.attendance_statuses import read_registration
from crm.formats.attendee_names import ShownName, read_shown, whole_name
from crm.formats.header_table import Headed, heading_keys, organisation_in
from crm.formats.meeting_merge import MeetingMerge
from crm.formats.meeting_source import Source
from crm.formats.names import join_name
from crm.formats.rows import ReadName
from crm.formats.table_pages import NumberedRow
from crm.formats.timestamps import MomentReader
from crm.text import fold

FORMAT = "luma_guests"

_SIGNATURE = frozenset(("approval status", "checked in at", "qr code url", "api id", "guest id", "ticket type id"))
_FIXED = frozenset(
    (
        "api id", "guest id", "name", "first name", "last name", "email", "phone number", "created at",
        "approval status", "checked in at", "custom source", "utm source", "qr code url", "amount", "amount tax",
        "amount discount", "currency", "coupon code", "eth address", "solana address", "survey response rating",
        "survey response feedback", "ticket type id", "ticket name",
    )
)  # fmt: skip


def recognise(rows: Sequence[NumberedRow]) -> bool:
    """Tell whether the first row holds the headings of Luma."""
    return bool(rows) and len(heading_keys(rows[0][1]) & _SIGNATURE) >= 3


def read(source: Source) -> ReadAttendance:
    """Read a list; not having checked in is known to be absence only where somebody has."""
    rows = [Headed(source.rows[0][1], line, cells) for line, cells in source.rows[1:]]
    moments = source.moments(cells.get(column) for cells in rows for column in ("created at", "checked in at"))
    was_held = any(cells.get("checked in at") for cells in rows)
    if not was_held:
        source.report.note("Nobody is checked in, so the list tells who registered and not who was there.")
    gathering = MeetingMerge(source.report, apart_by_name=True)
    for cells in rows:
        row = _row(cells, moments, was_held=was_held)
        if row.email or row.shown.raw:
            gathering.add(row)
        else:
            source.report.skip(cells.line, "neither a name nor an address", "")
    return source.answer(FORMAT, Meeting(title=source.title_in_name), gathering, moments, live=False)


def _row(cells: Headed, moments: MomentReader, *, was_held: bool) -> Row:
    checked_in = moments.read(cells.get("checked in at"))
    answers = cells.others(_FIXED)
    return Row(
        _shown(cells, cells.email("email")),
        cells.line,
        email=cells.email("email"),
        organisation=organisation_in(answers),
        attended=checked_in is not None if was_held else None,
        absence_inferred=was_held and checked_in is None,
        status=read_registration(cells.get("approval status")),
        registered_at=moments.read(cells.get("created at")),
        checked_in_at=checked_in,
        source=cells.get("custom source", "utm source"),
        extra=_extra(cells, answers),
    )


def _extra(cells: Headed, answers: dict[str, str]) -> dict[str, Any]:
    rating = cells.get("survey response rating")
    feedback = {
        "rating": int(rating) if rating.isdecimal() and len(rating) < 4 else None,
        "text": cells.get("survey response feedback"),
    }
    found = {
        "phone": cells.get("phone number"),
        "ticket": cells.get("ticket name"),
        "external_id": cells.get("api id", "guest id"),
        "answers": answers,
        "feedback": {key: value for key, value in feedback.items() if value},
    }
    return {key: value for key, value in found.items() if value}


def _shown(cells: Headed, email: str) -> ShownName:
    """Prefer the whole name where Luma has taken it apart badly."""
    whole, given, family = cells.get("name"), cells.get("first name"), cells.get("last name")
    display = join_name(prefix="", given=given, middle="", family=family, suffix="")
    shown = read_shown(whole or display, email)
    if shown.nobody or shown.unnamed or shown.others or shown.note:
        return shown
    if given and family and (not whole or fold(display) == fold(whole)):
        return ShownName(ReadName(given=given, family=family, display=whole or display), whole or display)
    return ShownName(whole_name(whole or display), whole or display)
