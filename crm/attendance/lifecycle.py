"""Lifecycle: how people and organisations stand to our huddles, from who came; derived, never ticked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from crm import clock
from crm.db.store import Store, moment_text

FIRST_TIMER, OCCASIONAL, REGULAR = "first-timer", "occasional", "regular"
LAPSED, NEVER_CAME = "lapsed", "never came"
STATES: tuple[str, ...] = (FIRST_TIMER, OCCASIONAL, REGULAR, LAPSED, NEVER_CAME)
"""The states, in the order in which they are offered. Nobody who was never on a list has one."""

RECENT, OFTEN, MISSED = 6, 3, 2
"""A regular came to `OFTEN` of the last `RECENT` huddles; missing `MISSED` running makes a lapsed one."""

HORIZON = 62
"""The newest huddles that are looked at: as many as a mask of SQLite's integers holds."""


def state_of_mask(mask: int, times: int, is_listed: bool) -> str | None:
    """Return the state of someone whose bit n says that they came to the nth huddle, the newest being bit 0.

    `times` counts all huddles they came to, older ones than the mask holds as well; `is_listed` whether they were on
    the list of any. A huddle before we knew them is no miss: nobody came before their own first time.
    """
    if not times:
        return NEVER_CAME if is_listed else None
    gap = (mask & -mask).bit_length() - 1
    if gap >= MISSED and _in_recent(mask >> gap) >= OFTEN:
        return LAPSED
    if _in_recent(mask) >= OFTEN:
        return REGULAR
    return FIRST_TIMER if times == 1 and _in_recent(mask) else OCCASIONAL


def _in_recent(mask: int) -> int:
    return (mask & ((1 << RECENT) - 1)).bit_count()


@dataclass(frozen=True, slots=True)
class Standing:
    """Someone's huddles: their state, how often they came, and the mask of the newest (`state_of_mask`)."""

    state: str
    times: int
    mask: int


_COUNTED = (
    "SELECT id, row_number() OVER (ORDER BY starts_at DESC, id DESC) - 1 AS seq FROM huddle WHERE kind = 'huddle' "
    "AND deleted_at IS NULL AND status <> 'cancelled' AND (status = 'held' OR ends_at <= :now)"
)
"""The huddles that count: held, or over and not cancelled."""


class Lifecycles:
    """Derives states from who came. `series_id` None: the huddles of all series together."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def people(self, series_id: int | None = None) -> dict[int, Standing]:
        """Return how everybody who was ever on a list stands, by contact."""
        return self._standings("contact", series_id)

    def organisations(self, series_id: int | None = None) -> dict[int, Standing]:
        """Return how every organisation stands: somebody came who stood for it that day."""
        return self._standings("organisation", series_id)

    def state_of(self, contact_id: int, series_id: int | None = None) -> str | None:
        """Return a person's state, None for someone who was never on a list."""
        found = self._standings("contact", series_id, contact_id).get(contact_id)
        return found.state if found else None

    def state_of_organisation(self, organisation_id: int, series_id: int | None = None) -> str | None:
        """Return an organisation's state, None where nobody was ever on a list for it."""
        found = self._standings("organisation", series_id, organisation_id).get(organisation_id)
        return found.state if found else None

    def counts(self, series_id: int | None = None) -> dict[str, int]:
        """Return how many people are in each state, states without anybody too."""
        found = Counter(standing.state for standing in self.people(series_id).values())
        return {state: found[state] for state in STATES}

    def _standings(self, subject: str, series_id: int | None, only: int | None = None) -> dict[int, Standing]:
        column = f"{subject}_id"
        own = "" if series_id is None else " AND series_id = :series"
        one = f"= {only:d}" if only is not None else "IS NOT NULL"
        values = {"now": moment_text(clock.now()), "series": series_id}
        # Distinct: two people who stood for an organisation at one huddle are one time that it came.
        came = self._store.rows(
            f"WITH counted AS MATERIALIZED ({_COUNTED}{own}) "
            f"SELECT a.id, count(*), coalesce(sum(1 << c.seq) FILTER (WHERE c.seq < {HORIZON}), 0) FROM "
            f"(SELECT DISTINCT {column} AS id, huddle_id FROM attendance WHERE presence = 'attended' "
            f"AND {column} {one}) a CROSS JOIN counted c ON c.id = a.huddle_id "
            f"JOIN {subject} r ON r.id = a.id AND r.deleted_at IS NULL "
            "GROUP BY a.id",
            values,
        )
        found = {
            id_: Standing(state_of_mask(mask, times, is_listed=True) or NEVER_CAME, times, mask)
            for id_, times, mask in came
        }
        for id_ in self._listed(subject, own, one, values):
            found.setdefault(id_, Standing(NEVER_CAME, 0, 0))
        return found

    def _listed(self, subject: str, own: str, one: str, values: Mapping[str, object]) -> list[int]:
        rows = self._store.rows(
            f"WITH counted AS MATERIALIZED ({_COUNTED}{own}) SELECT r.id FROM {subject} r WHERE r.id {one} "
            f"AND r.deleted_at IS NULL AND EXISTS (SELECT 1 FROM attendance a WHERE a.{subject}_id = r.id "
            "AND a.huddle_id IN (SELECT id FROM counted))",
            values,
        )
        return [id_ for (id_,) in rows]
