"""Lifecycle: how people and organisations stand to our huddles, from who came; derived, never ticked."""

import json
from collections import Counter
from datetime import datetime, timedelta

import msgspec

from crm import clock, dates
from crm.db.store import Store, moment_text
from crm.standing import (
    COUNTED,
    HORIZON,
    LAPSED,
    NEVER_CAME,
    OFTEN,
    RECENT,
    REGULAR,
    STATES,
    gap_of,
    in_recent,
    state_of_mask,
)

__all__ = ["STATES", "Lifecycles", "OrganisationToAct", "PersonToAct", "Standing", "state_of_mask"]


class Standing(msgspec.Struct, frozen=True):
    """Someone's huddles: their state, how often they came, and the mask of the newest (`state_of_mask`)."""

    state: str
    times: int
    mask: int


class PersonToAct(msgspec.Struct, frozen=True):
    """Somebody to do something about, and why. `registration` is their reply to the next huddle, "none" without one.

    `by` is until when it is to be done, in local time, None where there is no such moment.
    """

    contact_id: int
    name: str
    organisation_id: int | None
    organisation: str
    symbol: str
    email: str
    reason: str
    registration: str = "none"
    by: datetime | None = None


class OrganisationToAct(msgspec.Struct, frozen=True):
    """An organisation for which always the same person comes, and why that is told."""

    organisation_id: int
    name: str
    symbol: str
    contact_id: int
    contact: str
    reason: str


WELCOME_WITHIN = timedelta(hours=48)

_CAME = f"""SELECT g.* FROM (SELECT a.id, count(*),
        coalesce(sum(1 << c.seq) FILTER (WHERE c.seq < {HORIZON}), 0) FROM (SELECT {{each}} {{column}} AS id, huddle_id
        FROM attendance WHERE presence = 'attended' AND {{column}} {{one}}) a
        CROSS JOIN counted c ON c.id = a.huddle_id GROUP BY a.id) g
    JOIN {{subject}} r ON r.id = g.id AND r.deleted_at IS NULL"""
"""`each` is DISTINCT for organisations: two people who stood for one at one huddle are one time that it came."""

_LISTED = """SELECT r.id FROM ({ids}) w CROSS JOIN {subject} r ON r.id = w.id AND r.deleted_at IS NULL
    WHERE EXISTS (SELECT 1 FROM attendance a WHERE a.{column} = r.id AND a.huddle_id IN (SELECT id FROM counted))"""
_WALK = """WITH RECURSIVE walk(id) AS (SELECT min({column}) FROM attendance UNION ALL
    SELECT (SELECT min({column}) FROM attendance WHERE {column} > walk.id) FROM walk WHERE walk.id IS NOT NULL)
    SELECT id FROM walk WHERE id IS NOT NULL"""
"""Everybody on any list: from one to the next in the index, past all their huddles."""


class Lifecycles:
    """Derives states from who came, and whom to do something about. `series_id` None: the huddles of all series."""

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

    # -- lists to act on

    def lapsed_regulars(self, series_id: int | None = None) -> list[PersonToAct]:
        """Return the regulars who stopped coming, with their reply to the next huddle, by name."""
        found = {id_: each for id_, each in self.people(series_id).items() if each.state == LAPSED}
        reasons = {}
        for id_, standing in found.items():
            gap = gap_of(standing.mask)
            before = in_recent(standing.mask >> gap)
            reasons[id_] = f"Came to {before} of {RECENT} huddles, then missed the last {gap}."
        return self._rows(reasons, series_id)

    def first_timers(self, series_id: int | None = None) -> list[PersonToAct]:
        """Return whose first huddle the last one was and whom nobody has written to since, by name.

        They are to be welcomed within 48 hours of its end. An interaction or a follow-up with them is a welcome.
        """
        last = self._store.row(
            "SELECT h.id, h.title, h.starts_at, h.ends_at FROM huddle h JOIN "
            f"({COUNTED}{_own(series_id)}) c ON c.id = h.id WHERE c.seq = 0",
            self._values(series_id),
        )
        if last is None:
            return []
        huddle, title, starts, ends = last
        welcomed = {id_ for (id_,) in self._store.rows(_WRITTEN_TO, {"huddle": huddle, "since": starts})}
        by = dates.utc_to_local(datetime.fromisoformat(ends) + WELCOME_WITHIN)
        late = clock.now() > datetime.fromisoformat(ends) + WELCOME_WITHIN
        reason = f"{title} was their first; " + ("48 hours are over." if late else f"welcome them by {by:%A %H:%M}.")
        found = self.people(series_id).items()
        reasons = {id_: reason for id_, each in found if each.times == 1 and each.mask == 1 and id_ not in welcomed}
        return self._rows(reasons, series_id, by)

    def never_pitched(self, series_id: int | None = None) -> list[PersonToAct]:
        """Return the regulars who have no pitch, given or planned, by name."""
        pitched = self._store.rows(
            "SELECT DISTINCT contact_id FROM pitch WHERE deleted_at IS NULL AND delivered IS NOT 0 "
            "AND contact_id IS NOT NULL"
        )
        spoke = {id_ for (id_,) in pitched}
        reasons = {
            id_: f"Came to {in_recent(each.mask)} of the last {RECENT} huddles and never pitched."
            for id_, each in self.people(series_id).items()
            if each.state == REGULAR and id_ not in spoke
        }
        return self._rows(reasons, series_id)

    def hanging_on_one(
        self, series_id: int | None = None, organisation_id: int | None = None
    ) -> list[OrganisationToAct]:
        """Return the organisations that came to three of the last six huddles by the same one person, by name.

        `organisation_id` asks for one alone.
        """
        only = "" if organisation_id is None else f"AND a.organisation_id = {organisation_id:d} "
        rows = self._store.rows(
            f"WITH counted AS MATERIALIZED ({COUNTED}{_own(series_id)}) SELECT o.organisation_id, o.name, "
            "coalesce(x.symbol, ''), s.contact_id, s.name, count(*) FROM counted c CROSS JOIN attendance a "
            "ON a.huddle_id = c.id AND a.presence = 'attended' JOIN organisation_summary o "
            "ON o.organisation_id = a.organisation_id LEFT JOIN sector x ON x.id = o.sector_id "
            f"JOIN contact_summary s ON s.contact_id = a.contact_id WHERE c.seq < {RECENT} "
            f"{only}GROUP BY o.organisation_id HAVING count(DISTINCT a.contact_id) = 1 AND count(*) >= {OFTEN} "
            "ORDER BY o.sort_name",
            self._values(series_id),
        )
        said = "{} alone came for it: {} of the last {} huddles."
        return [
            OrganisationToAct(id_, name, symbol, contact, who, said.format(who, times, RECENT))
            for id_, name, symbol, contact, who, times in rows
        ]

    # -- inside

    def _standings(self, subject: str, series_id: int | None, only: int | None = None) -> dict[int, Standing]:
        column = f"{subject}_id"
        one = f"= {only:d}" if only is not None else "IS NOT NULL"
        counted = f"WITH counted AS MATERIALIZED ({COUNTED}{_own(series_id)})"
        each = "DISTINCT" if subject == "organisation" else ""
        came = f"{counted} {_CAME.format(subject=subject, column=column, one=one, each=each)}"
        found = {
            id_: Standing(state_of_mask(mask, times, is_listed=True) or NEVER_CAME, times, mask)
            for id_, times, mask in self._store.rows(came, self._values(series_id))
        }
        ids = _WALK.format(column=column) if only is None else f"SELECT {only:d} AS id"
        listed = f"{counted} {_LISTED.format(subject=subject, column=column, ids=ids)}"
        for (id_,) in self._store.rows(listed, self._values(series_id)):
            found.setdefault(id_, Standing(NEVER_CAME, 0, 0))
        return found

    def _rows(self, reasons: dict[int, str], series_id: int | None, by: datetime | None = None) -> list[PersonToAct]:
        """Return the people that `reasons` has, by name, with their reply to the next huddle."""
        rows = self._store.rows(
            "SELECT s.contact_id, s.name, s.organisation_id, s.organisation_name, coalesce(x.symbol, ''), s.email, "
            "coalesce(a.registration, 'none') FROM json_each(:ids) t JOIN contact_summary s ON s.contact_id = t.value "
            "LEFT JOIN sector x ON x.id = s.sector_id LEFT JOIN attendance a ON a.contact_id = s.contact_id "
            "AND a.huddle_id = (SELECT id FROM huddle WHERE deleted_at IS NULL AND kind = 'huddle' "
            f"AND status = 'planned' AND ends_at > :now{_own(series_id)} ORDER BY starts_at, id LIMIT 1) "
            "ORDER BY s.sort_name, s.contact_id",
            {**self._values(series_id), "ids": json.dumps(list(reasons))},
        )
        return [
            PersonToAct(id_, name, place_id, place, symbol, email, reasons[id_], reply, by)
            for id_, name, place_id, place, symbol, email, reply in rows
        ]

    def _values(self, series_id: int | None) -> dict[str, object]:
        return {"now": moment_text(clock.now()), "series": series_id}


_WRITTEN_TO = """SELECT a.contact_id FROM attendance a WHERE a.huddle_id = :huddle AND a.presence = 'attended' AND (
    EXISTS (SELECT 1 FROM participant p JOIN interaction i ON i.id = p.interaction_id AND i.deleted_at IS NULL
        WHERE p.contact_id = a.contact_id AND p.happened_at >= :since AND i.status <> 'cancelled')
    OR EXISTS (SELECT 1 FROM follow_up f WHERE f.contact_id = a.contact_id AND f.created_at >= :since
        AND f.deleted_at IS NULL))"""


def _own(series_id: int | None) -> str:
    # The plus keeps the index of series out of it: so few huddles expected, they would be gone through for every row.
    return "" if series_id is None else " AND +series_id = :series"
