"""Who was invited to huddles and who came, as a table: names, not ids, and the organisation of the day."""

from collections.abc import Iterator
from typing import Any

from crm import clock
from crm.db.derived import NAME
from crm.db.store import Store
from crm.errors import NotFound
from crm.formats.tables import Column

_HUDDLE = (
    Column("Series", width=18),
    Column("Number", "number", 9),
    Column("Huddle", width=24),
    Column("Date", "date", 12),
)
_PERSON = (
    Column("Person", width=26),
    Column("Organisation that day", width=32),
    Column("Sector", width=16),
    Column("Sub-region", width=24),
    Column("Role", width=12),
    Column("E-mail", width=32),
    Column("Registration", width=14),
    Column("Presence", width=12),
    Column("Checked in", "date", 17),
    Column("Minutes", "number", 9),
    Column("Walk-in", width=9),
    Column("No-show", width=9),
    Column("Pitches", width=40),
)
_FROM = "FROM attendance a JOIN huddle h ON h.id = a.huddle_id AND h.deleted_at IS NULL"
_ROWS = f"""SELECT coalesce(s.name, ''), h.number, h.title, h.starts_at, h.time_zone, {NAME.format(contact="r")},
    coalesce(o.name, ''), coalesce(x.name, ''), coalesce(g.name, ''), a.role, coalesce((SELECT e.value
        FROM contact_email e WHERE e.contact_id = a.contact_id AND e.state = 'ok'
        ORDER BY e.is_primary DESC, e.id LIMIT 1), ''),
    a.registration, a.presence, a.checked_in_at, a.minutes,
    a.presence = 'attended' AND a.registration <> 'registered',
    a.presence = 'absent' AND a.registration = 'registered',
    coalesce((SELECT group_concat(p.topic, '; ' ORDER BY p.position, p.id) FROM pitch p
        WHERE p.huddle_id = a.huddle_id AND p.contact_id = a.contact_id AND p.deleted_at IS NULL), '')
    {_FROM} JOIN contact r ON r.id = a.contact_id LEFT JOIN series s ON s.id = h.series_id
    LEFT JOIN organisation o ON o.id = a.organisation_id LEFT JOIN sector x ON x.id = o.sector_id
    LEFT JOIN sub_region g ON g.id = o.sub_region_id
    WHERE :huddle IS NULL OR a.huddle_id = :huddle
    ORDER BY h.starts_at, h.id, fold(r.family_name || ' ' || r.given_name), a.contact_id"""


def headings(huddle_id: int | None) -> tuple[Column, ...]:
    """Return the columns for one huddle, or for all of them (None), each row then saying which."""
    return _PERSON if huddle_id is not None else (*_HUDDLE, *_PERSON)


def count(store: Store, huddle_id: int | None) -> int:
    """Return how many rows there are; raises NotFound for a huddle that is not there, or in the trash."""
    if huddle_id is not None and not store.value(
        "SELECT 1 FROM huddle WHERE id = ? AND deleted_at IS NULL", (huddle_id,)
    ):
        raise NotFound("huddle", huddle_id)
    sql = f"SELECT count(*) {_FROM} WHERE :huddle IS NULL OR a.huddle_id = :huddle"
    return int(store.value(sql, {"huddle": huddle_id}))


def rows(store: Store, huddle_id: int | None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one huddle, or of all, the oldest huddle first, each by family name; times are local."""
    for series, number, title, starts_at, zone, *person in store.iterate(_ROWS, {"huddle": huddle_id}):
        *facts, checked_in, minutes, is_walk_in, is_no_show, pitches = person
        arrived = clock.wall_clock(checked_in, zone) if checked_in else None
        row = (*facts, arrived, minutes, _yes(is_walk_in), _yes(is_no_show), pitches)
        if huddle_id is None:
            yield series, number, title, clock.wall_clock(starts_at, zone).date(), *row
        else:
            yield row


def _yes(value: int) -> str:
    return "yes" if value else ""
