"""Affiliations over time: who stood where on which day, and a change of job as one step."""

from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from crm import clock
from crm.contacts import queries
from crm.contacts.records import AffiliationDraft
from crm.dates import partial_end, partial_start, show_partial
from crm.db import schema
from crm.db.schema.allowed import AFFILIATION_KINDS
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.fields import partial
from crm.text import clean_line


class _Period(msgspec.Struct, frozen=True):
    """Where somebody stood from when to when."""

    organisation_id: int
    started: str | None
    ended: str | None
    is_current: bool


def on_date(store: Store, contact: int, day: date) -> int | None:
    """Return the organisation a contact stood for on a day: the primary one first, then the one begun last (rule 1).

    An affiliation without dates holds always while it is current. A former one of which only the beginning is known
    holds from then on where no other does.
    """
    perhaps = None
    for each in store.all(queries.PERIODS, into=_Period, contact=contact):
        if each.started and partial_start(each.started) > day:
            continue
        if partial_end(each.ended) >= day if each.ended else each.is_current:
            return each.organisation_id
        if each.started and not each.ended and perhaps is None:
            perhaps = each.organisation_id
    return perhaps


def said(value: str) -> str:
    """Return a partial date within a sentence: "on 3 May 2019", "in May 2019", "in 2019"."""
    return f"{'on' if len(value) == 10 else 'in'} {show_partial(value)}"


def goes_on(ended: str | None) -> bool:
    """Return whether an affiliation with this end (a partial date, None without one) holds today: its last day does."""
    return ended is None or partial_end(ended) >= clock.today()


def values(draft: AffiliationDraft) -> dict[str, Any]:
    """Return a draft's columns as the database holds them; raises Invalid.

    With an end that is still to come it is current until that day is over, unless the draft says that it is not.
    """
    started, ended = partial("started", draft.started), partial("ended", draft.ended)
    if started and ended and partial_end(ended) < partial_start(started):
        raise Invalid("ended", "The end is before the beginning.")
    if draft.kind not in AFFILIATION_KINDS:
        raise Invalid("kind", f"“{draft.kind}” is no kind of affiliation.")
    is_there = draft.is_current is not False and goes_on(ended)
    # Whoever has left is neither whom they stand for first nor our lead contact there.
    return {
        "organisation_id": draft.organisation_id,
        "role": clean_line(draft.role),
        "department": clean_line(draft.department),
        "kind": draft.kind,
        "is_primary": int(draft.is_primary and is_there),
        "is_lead": int(draft.is_lead and is_there),
        "started": started,
        "ended": ended,
        "is_current": int(is_there),
    }


def add(store: Store, contact: int, draft: AffiliationDraft) -> int:
    """Add an affiliation inside an action; the first current one becomes the primary one."""
    has_primary = store.row(queries.CURRENT_PRIMARY, contact=contact) is not None
    made = values(replace(draft, is_primary=draft.is_primary or not has_primary))
    _make_room(store, contact, made)
    return store.insert(schema.Affiliation, contact_id=contact, **made)


def edit(store: Store, affiliation: int, draft: AffiliationDraft) -> None:
    """Change an affiliation inside an action; ending the primary one makes the next current one primary."""
    contact = _contact_of(store, affiliation)
    made = values(draft)
    _make_room(store, contact, made, but=affiliation)
    store.update(schema.Affiliation, affiliation, **made)
    _some_primary(store, contact, rather_not=affiliation)


def remove(store: Store, affiliation: int) -> None:
    """Delete an affiliation entered by mistake, inside an action."""
    contact = _contact_of(store, affiliation)
    store.delete(schema.Affiliation, affiliation)
    _some_primary(store, contact)


def change_job(store: Store, contact: int, new: AffiliationDraft, others_stay: bool) -> int:
    """End the primary affiliation on the day the new one begins and start that, inside an action.

    `others_stay` keeps further current affiliations (a board seat); else they end too. No history moves (rule 1).
    """
    day = partial("started", new.started)
    if day and partial_start(day) > clock.today():
        raise Invalid(
            "started", "That day is still to come. Note it as a follow-up, and change the job when it is here."
        )
    over = queries.CURRENT_PRIMARY if others_stay else queries.CURRENT
    for old, begun in store.rows(over, contact=contact):
        if day and begun and partial_start(begun) > partial_end(day):
            raise Invalid("started", f"The role so far only began {said(begun)}.")
        store.update(schema.Affiliation, old, is_current=0, is_primary=0, is_lead=0, ended=day)
    return add(store, contact, replace(new, is_primary=True, ended=None, is_current=True))


def _contact_of(store: Store, affiliation: int) -> int:
    found = store.value(queries.AFFILIATED, affiliation=affiliation)
    if found is None:
        raise NotFound("affiliation", affiliation)
    return int(found)


def _make_room(store: Store, contact: int, made: dict[str, Any], but: int = 0) -> None:
    """Take the marks that only one can have off those who have them: primary of a contact, lead of an organisation."""
    if store.value(queries.ORGANISATION, organisation=made["organisation_id"]) is None:
        raise NotFound("organisation", made["organisation_id"])
    for mark, key in (("is_primary", contact), ("is_lead", made["organisation_id"])):
        if made[mark]:
            for row in store.column(queries.MARKED[mark], key=key, but=but):
                store.update(schema.Affiliation, row, **{mark: 0})


def _some_primary(store: Store, contact: int, rather_not: int = 0) -> None:
    row = store.value(queries.NEXT_PRIMARY, contact=contact, rather_not=rather_not)
    if row is not None:
        for over in store.column(queries.MARKED["is_primary"], key=contact, but=row):
            store.update(schema.Affiliation, over, is_primary=0)
        store.update(schema.Affiliation, row, is_primary=1)
