"""Reads opportunities; `Opportunities` adds the writing."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from crm import clock, dates
from crm.db.derived import NAME
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.opportunities.records import (
    OpportunityDetail,
    OpportunityFilter,
    OpportunityRow,
    PartyRow,
    Spell,
)
from crm.text import words

_LEAD = "CASE p.role WHEN 'lead' THEN 0 ELSE 1 END, p.id"
_NEXT = """(SELECT f.id FROM follow_up f WHERE f.opportunity_id = o.id AND f.done_at IS NULL AND f.dropped_at IS NULL
    AND f.deleted_at IS NULL ORDER BY f.due_on IS NULL, f.due_on, f.id LIMIT 1)"""
_ENTERED = "(SELECT max(c.at) FROM stage_change c WHERE c.opportunity_id = o.id)"
_ROW = f"""SELECT o.id, o.title, s.pipeline_id, o.stage_id, s.name, s.outcome, s.probability,
    coalesce((SELECT g.name FROM opportunity_party p JOIN organisation g ON g.id = p.organisation_id
        WHERE p.opportunity_id = o.id ORDER BY {_LEAD} LIMIT 1), ''),
    coalesce((SELECT group_concat(x.symbol, ' ' ORDER BY x.position) FROM opportunity_party p
        JOIN organisation g ON g.id = p.organisation_id JOIN sector x ON x.id = g.sector_id
        WHERE p.opportunity_id = o.id), ''),
    o.value_pence, o.currency, o.deadline, o.expected_close, n.id, coalesce(n.title, ''), n.due_on,
    coalesce({_ENTERED}, o.created_at), s.stale_days
    FROM opportunity o JOIN stage s ON s.id = o.stage_id LEFT JOIN follow_up n ON n.id = {_NEXT}"""

_SORTS = {
    "title": "o.title COLLATE NOCASE",
    "stage": "s.position",
    "value": "o.value_pence",
    "weighted": "o.value_pence * s.probability",
    "next_step": "n.due_on",
    "deadline": "o.deadline",
    "expected_close": "o.expected_close",
}


EVERYTHING = OpportunityFilter()


class OpportunityReader:
    """Reads opportunities, their parties and their moves."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, shown: OpportunityFilter = EVERYTHING) -> int:
        """Return how many opportunities a filter shows, closed ones too."""
        return len(self.rows(shown))

    def open_count(self) -> int:
        """Return how many are neither won nor lost, in all pipelines."""
        sql = (
            "SELECT count(*) FROM opportunity o JOIN stage s ON s.id = o.stage_id "
            "WHERE s.outcome = 'open' AND o.deleted_at IS NULL"
        )
        return int(self._store.value(sql))

    def rows(
        self, shown: OpportunityFilter = EVERYTHING, sort: str = "stage", descending: bool = False
    ) -> list[OpportunityRow]:
        """Return the opportunities of a filter in an order (the board's: by stage and place); Invalid for no order."""
        where, values = _where(shown)
        if sort != "age" and sort not in _SORTS:
            raise Invalid("sort", f"Opportunities cannot be sorted by “{sort}”.")
        way = " DESC" if descending else ""
        column = _SORTS.get(sort, "s.position")
        order = f"{column} IS NULL, {column}{way}, s.position, o.position, o.id"  # blanks last, both ways
        today = clock.today()
        rows = [_row(row, today) for row in self._store.rows(f"{_ROW} WHERE {where} ORDER BY {order}", values)]
        if sort == "age":
            rows.sort(key=lambda row: row.days_in_stage, reverse=descending)
        if shown.stale:
            rows = [row for row in rows if row.is_stale]
        return rows

    def get(self, opportunity_id: int) -> OpportunityDetail:
        """Return one opportunity, a trashed one too; raises NotFound."""
        row = self._store.row(f"{_ROW} WHERE o.id = ?", (opportunity_id,))
        if row is None:
            raise NotFound("opportunity", opportunity_id)
        more = self._store.rows(
            "SELECT o.uid, l.name, o.lost_reason, o.source, o.huddle_id, coalesce(h.title, ''), o.pitch_id, "
            "coalesce(p.topic, ''), o.notes, o.created_at, o.deleted_at IS NOT NULL, o.introduction_id, "
            "coalesce(i.reason, '') FROM opportunity o "
            "JOIN stage s ON s.id = o.stage_id JOIN pipeline l ON l.id = s.pipeline_id "
            "LEFT JOIN huddle h ON h.id = o.huddle_id LEFT JOIN pitch p ON p.id = o.pitch_id "
            "LEFT JOIN introduction i ON i.id = o.introduction_id WHERE o.id = ?",
            (opportunity_id,),
        )[0]
        themes = self._store.rows(
            "SELECT t.name FROM opportunity_theme l JOIN theme t ON t.id = l.theme_id WHERE l.opportunity_id = ? "
            "ORDER BY t.position",
            (opportunity_id,),
        )
        return OpportunityDetail(
            *(
                _row(row, clock.today()),
                *more[:9],
                tuple(theme for (theme,) in themes),
                self.parties(opportunity_id),
                self.spells(opportunity_id),
                more[9],
                bool(more[10]),
                *more[11:],
            )
        )

    def parties(self, opportunity_id: int) -> tuple[PartyRow, ...]:
        """Return who takes part, the lead first, gaps last."""
        rows = self._store.rows(
            f"SELECT p.id, p.role, p.organisation_id, coalesce(g.name, ''), coalesce(x.symbol, ''), p.contact_id, "
            f"coalesce({NAME.format(contact='c')}, ''), p.share, p.letter, p.sector_id, coalesce(w.name, ''), "
            "p.sub_region_id, coalesce(r.name, ''), p.note FROM opportunity_party p "
            "LEFT JOIN organisation g ON g.id = p.organisation_id LEFT JOIN sector x ON x.id = g.sector_id "
            "LEFT JOIN contact c ON c.id = p.contact_id LEFT JOIN sector w ON w.id = p.sector_id "
            "LEFT JOIN sub_region r ON r.id = p.sub_region_id WHERE p.opportunity_id = ? "
            f"ORDER BY p.organisation_id IS NULL AND p.contact_id IS NULL, {_LEAD}",
            (opportunity_id,),
        )
        return tuple(PartyRow(*row) for row in rows)

    def spells(self, opportunity_id: int) -> tuple[Spell, ...]:
        """Return its times in stages, oldest first: without a gap from when it was made until now."""
        rows = self._store.rows(
            "SELECT c.to_stage_id, s.name, s.outcome, c.reason, c.at FROM stage_change c "
            "JOIN stage s ON s.id = c.to_stage_id WHERE c.opportunity_id = ? ORDER BY c.at, c.id",
            (opportunity_id,),
        )
        moments = [datetime.fromisoformat(row[4]) for row in rows]
        ends: list[datetime | None] = [*moments[1:], None]
        return tuple(
            Spell(stage, name, outcome, since, until, _days(since, until or clock.now()), reason)
            for (stage, name, outcome, reason, _), since, until in zip(rows, moments, ends, strict=False)
        )

    def of(self, record: str, record_id: int) -> list[OpportunityRow]:
        """Return the opportunities that a contact or an organisation is a party of, the open ones first."""
        if record not in ("contact", "organisation"):
            raise Invalid("record", f"No opportunity is about a {record}.")
        rows = self._store.rows(
            f"{_ROW} WHERE o.deleted_at IS NULL AND o.id IN (SELECT opportunity_id FROM opportunity_party "
            f"WHERE {record}_id = ?) ORDER BY s.outcome <> 'open', s.position, o.id",
            (record_id,),
        )
        today = clock.today()
        return [_row(row, today) for row in rows]

    def named(self, title: str) -> list[OpportunityRow]:
        """Return the opportunities whose title holds every word, an exact one alone where there is one."""
        rows = self.rows(OpportunityFilter(text=title))
        exact = [row for row in rows if row.title.casefold() == title.strip().casefold()]
        return exact or rows


def _where(shown: OpportunityFilter) -> tuple[str, dict[str, Any]]:
    parts, values = ["o.deleted_at IS NULL"], dict[str, Any]()
    if shown.pipeline_id is not None:
        parts.append("s.pipeline_id = :pipeline")
        values["pipeline"] = shown.pipeline_id
    for number, word in enumerate(words(shown.text)):
        values[f"word{number}"] = f"%{word}%"
        parts.append(
            f"(fold(o.title) LIKE :word{number} OR EXISTS (SELECT 1 FROM opportunity_party p "
            f"JOIN organisation g ON g.id = p.organisation_id WHERE p.opportunity_id = o.id "
            f"AND fold(g.name) LIKE :word{number}))"
        )
    for column, value in (("sector_id", shown.sector_id), ("sub_region_id", shown.sub_region_id)):
        if value is not None:
            values[column] = value
            parts.append(
                "EXISTS (SELECT 1 FROM opportunity_party p JOIN organisation g ON g.id = p.organisation_id "
                f"WHERE p.opportunity_id = o.id AND g.{column} = :{column})"
            )
    for column, value in (("organisation_id", shown.organisation_id), ("contact_id", shown.contact_id)):
        if value is not None:
            values[column] = value
            parts.append(f"o.id IN (SELECT opportunity_id FROM opportunity_party WHERE {column} = :{column})")
    if shown.no_next_step:
        parts.append("s.outcome = 'open' AND n.id IS NULL")
    if shown.closed is not None:
        parts.append(f"s.outcome {'<>' if shown.closed else '='} 'open'")
    if shown.ids is not None:
        parts.append(f"o.id IN ({', '.join(str(int(each)) for each in shown.ids)})")
    return " AND ".join(parts), values


# After each move a board reads its cards again, all but one of them as they were.
@lru_cache(maxsize=4096)
def _row(row: tuple[Any, ...], today: date) -> OpportunityRow:
    *columns, symbols, value, currency, deadline, close, step, title, due, entered, stale = row
    days = (today - _local_day(entered)).days
    is_stale = columns[5] == "open" and stale is not None and days > stale
    return OpportunityRow(
        *(
            *columns,
            tuple(dict.fromkeys(symbols.split())),
            value,
            currency,
            _day(deadline),
            _day(close),
            step,
            title,
            _day(due),
            max(days, 0),
            is_stale,
        )
    )


def _days(since: datetime, until: datetime) -> int:
    """Return the local days between two moments, as a person counts them."""
    return (dates.utc_to_local(until).date() - dates.utc_to_local(since).date()).days


# A board reads thousands of days, few of them different.
@lru_cache(maxsize=4096)
def _local_day(moment: str) -> date:
    return dates.utc_to_local(datetime.fromisoformat(moment)).date()


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return dates.partial_end(text) if text else None
