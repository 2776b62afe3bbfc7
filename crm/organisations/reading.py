"""Reads organisations: an open one with its people, names and standing, now or as at a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crm.dates import partial_end, partial_start
from crm.db.derived.models import OrganisationSummary
from crm.db.query_builder import columns, each_of
from crm.db.store import Store
from crm.errors import NotFound
from crm.fields import apart
from crm.organisations import queries
from crm.organisations.records import (
    Alias,
    AsAt,
    Domain,
    OrganisationDetail,
    OrganisationRow,
    PartnershipRow,
    PersonRow,
    Related,
)

_OF_IDS = queries.LINES.where(OrganisationSummary.organisation_id.in_(each_of("ids")))


def rows(store: Store, ids: Sequence[int]) -> list[OrganisationRow]:
    """Return the lines of these organisations in the order given, trashed ones left out."""
    found = {each.id: each for each in store.all(_OF_IDS, into=queries.LINE, ids=list(ids))}
    return [found[id_] for id_ in ids if id_ in found]


def detail(store: Store, organisation: int) -> OrganisationDetail:
    """Return one organisation with everything that belongs to it; raises NotFound."""
    found = store.row(queries.ORGANISATION, organisation=organisation)
    if found is None:
        raise NotFound("organisation", organisation)
    facts: dict[str, Any] = dict(zip(columns(queries.ORGANISATION), found, strict=True))
    return OrganisationDetail(
        **apart(OrganisationDetail, facts),
        aliases=aliases(store, organisation),
        domains=domains(store, organisation),
        themes=tuple(store.column(queries.THEMES, organisation=organisation)),
        tags=tuple(store.column(queries.TAGS, organisation=organisation)),
        partnerships=partnerships(store, organisation),
        people=people(store, organisation, facts["name"]),
        parent=_related(store, facts["parent_id"]),
        children=tuple(store.all(queries.CHILDREN, into=Related, organisation=organisation)),
        interactions=int(store.value(queries.INTERACTIONS, organisation=organisation)),
    )


def _related(store: Store, organisation: int | None) -> Related | None:
    return None if organisation is None else store.first(queries.RELATED, into=Related, organisation=organisation)


def aliases(store: Store, organisation: int) -> tuple[Alias, ...]:
    """Return an organisation's other names, former ones first, the latest before."""
    return tuple(store.all(queries.ALIASES, into=Alias, organisation=organisation))


def domains(store: Store, organisation: int) -> tuple[Domain, ...]:
    """Return an organisation's e-mail domains."""
    return tuple(store.all(queries.DOMAINS, into=Domain, organisation=organisation))


def partnerships(store: Store, organisation: int) -> tuple[PartnershipRow, ...]:
    """Return the periods of an organisation's standing, the open one first, then the latest."""
    return tuple(store.all(queries.PARTNERSHIPS, into=PartnershipRow, organisation=organisation))


def people(store: Store, organisation: int, name: str) -> tuple[PersonRow, ...]:
    """Return everyone at an organisation, now (lead contact first) and formerly (latest first)."""
    return tuple(store.all(queries.PEOPLE, into=PersonRow, organisation=organisation, name=name))


def as_at(store: Store, organisation: int, day: date) -> AsAt:
    """Return an organisation's name, standing and people as they were on a day; open ends hold always."""
    open_one = detail(store, organisation)
    there = tuple(
        person
        for person in open_one.people
        if _holds(person.started, person.ended, day) and (person.ended or person.is_current)
    )
    status = next((each.status for each in open_one.partnerships if _holds(each.started_on, each.ended_on, day)), "")
    until = sorted((alias.until, alias.name) for alias in open_one.former_names if alias.until)
    name = next((name for end, name in until if partial_end(end) >= day), open_one.name)
    return AsAt(name, status, there)


def _holds(started: str | None, ended: str | None, day: date) -> bool:
    return (not started or partial_start(started) <= day) and (not ended or partial_end(ended) >= day)
