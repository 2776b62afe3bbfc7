"""Lifecycle: how people and organisations stand to our huddles, from who came; derived, never ticked."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import asdict

from crm import clock, dates
from crm.attendance.lifecycle_queries import HANGING, LAST, LISTED, ONE, PEOPLE, PITCHED, TIMES, WRITTEN_TO
from crm.db.store import Store
from crm.lifecycle_states import LAPSED, NEVER_CAME, RECENT, REGULAR, STATES, gap_of, in_recent, state_of_mask

__all__ = ["STATES", "Lifecycle", "Lifecycles", "OrganisationToAct", "PersonToAct", "state_of_mask"]


class Lifecycle(msgspec.Struct, frozen=True):
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


class _Person(msgspec.Struct, frozen=True):
    """Somebody to do something about, but for what and why."""

    contact_id: int
    name: str
    organisation_id: int | None
    organisation: str
    symbol: str
    email: str
    registration: str


class _Alone(msgspec.Struct, frozen=True):
    """An organisation for which one person came, so many times."""

    organisation_id: int
    name: str
    symbol: str
    contact_id: int
    contact: str
    times: int


class _Came(msgspec.Struct, frozen=True):
    """How often a record that is on lists came to huddles, and the mask of the newest."""

    id: int
    times: int
    mask: int

    @property
    def lifecycle(self) -> Lifecycle:
        """Return how it stands."""
        state = state_of_mask(self.mask, self.times, is_listed=True)
        return Lifecycle(state or NEVER_CAME, self.times, self.mask)


class _Last(msgspec.Struct, frozen=True):
    """The last huddle that counts."""

    id: int
    title: str
    starts_at: str
    ends_at: datetime


WELCOME_WITHIN = timedelta(hours=48)


class Lifecycles:
    """Derives states from who came, and whom to do something about. `series_id` None: the huddles of all series."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def people(self, series_id: int | None = None) -> dict[int, Lifecycle]:
        """Return how everybody who was ever on a list stands, by contact."""
        return self._lifecycles("contact", series_id)

    def organisations(self, series_id: int | None = None) -> dict[int, Lifecycle]:
        """Return how every organisation stands: somebody came who stood for it that day."""
        return self._lifecycles("organisation", series_id)

    def state_of(self, contact_id: int, series_id: int | None = None) -> str | None:
        """Return a person's state, None for someone who was never on a list."""
        return self._state("contact", series_id, contact_id)

    def state_of_organisation(self, organisation_id: int, series_id: int | None = None) -> str | None:
        """Return an organisation's state, None where nobody was ever on a list for it."""
        return self._state("organisation", series_id, organisation_id)

    def counts(self, series_id: int | None = None) -> dict[str, int]:
        """Return how many people are in each state, states without anybody too."""
        found = Counter(lifecycle.state for lifecycle in self.people(series_id).values())
        return {state: found[state] for state in STATES}

    # -- lists to act on

    def lapsed_regulars(self, series_id: int | None = None) -> list[PersonToAct]:
        """Return the regulars who stopped coming, with their reply to the next huddle, by name."""
        found = {id_: each for id_, each in self.people(series_id).items() if each.state == LAPSED}
        reasons = {}
        for id_, lifecycle in found.items():
            gap = gap_of(lifecycle.mask)
            before = in_recent(lifecycle.mask >> gap)
            reasons[id_] = f"Came to {before} of {RECENT} huddles, then missed the last {gap}."
        return self._rows(reasons, series_id)

    def first_timers(self, series_id: int | None = None) -> list[PersonToAct]:
        """Return whose first huddle the last one was and whom nobody has written to since, by name.

        They are to be welcomed within 48 hours of its end. An interaction or a follow-up with them is a welcome.
        """
        last = self._store.first(LAST[series_id is not None], into=_Last, **self._values(series_id))
        if last is None:
            return []
        welcomed = set(self._store.column(WRITTEN_TO, huddle=last.id, since=last.starts_at))
        by = dates.utc_to_local(last.ends_at + WELCOME_WITHIN)
        late = clock.now() > last.ends_at + WELCOME_WITHIN
        now = "48 hours are over." if late else f"welcome them by {by:%A %H:%M}."
        reason = f"{last.title} was their first; {now}"
        found = self.people(series_id).items()
        reasons = {id_: reason for id_, each in found if each.times == 1 and each.mask == 1 and id_ not in welcomed}
        return self._rows(reasons, series_id, by)

    def never_pitched(self, series_id: int | None = None) -> list[PersonToAct]:
        """Return the regulars who have no pitch, given or planned, by name."""
        spoke = set(self._store.column(PITCHED))
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
        values = self._values(series_id)
        if organisation_id is not None:
            values["organisation"] = organisation_id
        found = self._store.all(HANGING[series_id is not None, organisation_id is not None], into=_Alone, **values)
        return [
            OrganisationToAct(
                each.organisation_id,
                each.name,
                each.symbol,
                each.contact_id,
                each.contact,
                f"{each.contact} alone came for it: {each.times} of the last {RECENT} huddles.",
            )
            for each in found
        ]

    # -- inside

    def _state(self, subject: str, series_id: int | None, record: int) -> str | None:
        query = ONE[subject, series_id is not None]
        found = self._store.first(query, into=_Came, record=record, **self._values(series_id))
        return None if found is None else found.lifecycle.state

    def _lifecycles(self, subject: str, series_id: int | None) -> dict[int, Lifecycle]:
        asked, values = (subject, series_id is not None), self._values(series_id)
        found = {each.id: each.lifecycle for each in self._store.all(TIMES[asked], into=_Came, **values)}
        for id_ in self._store.column(LISTED[asked], **values):
            found.setdefault(id_, Lifecycle(NEVER_CAME, 0, 0))
        return found

    def _rows(self, reasons: dict[int, str], series_id: int | None, by: datetime | None = None) -> list[PersonToAct]:
        """Return the people that `reasons` has, by name, with their reply to the next huddle."""
        query, values = PEOPLE[series_id is not None], self._values(series_id)
        found = self._store.all(query, into=_Person, ids=list(reasons), **values)
        return [PersonToAct(**asdict(each), reason=reasons[each.contact_id], by=by) for each in found]

    def _values(self, series_id: int | None) -> dict[str, Any]:
        own = {} if series_id is None else {"series": series_id}
        return {"now": clock.now(), **own}
