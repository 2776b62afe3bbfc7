"""Reads organisations: an open one with its people, names and standing, now or as at a day."""

from datetime import date
from typing import Any

from crm.dates import partial_end, partial_start
from crm.db.derived import NAME
from crm.db.store import Store
from crm.db.today import is_current
from crm.errors import NotFound
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

COLUMNS = (
    "s.organisation_id, s.name, coalesce(c.name, ''), coalesce(c.symbol, ''), coalesce(r.name, ''), s.partnership, "
    "s.people, s.last_touch_at, iif(s.next_follow_up_on = '9999', '', s.next_follow_up_on), o.short_name, "
    "coalesce((SELECT a.name FROM organisation_alias a WHERE a.organisation_id = o.id AND a.kind = 'former' "
    "ORDER BY coalesce(a.until, '') DESC, a.id DESC LIMIT 1), '')"
)
JOINS = (
    "JOIN organisation o ON o.id = s.organisation_id LEFT JOIN sector c ON c.id = s.sector_id "
    "LEFT JOIN sub_region r ON r.id = s.sub_region_id"
)
SORTS = {
    "name": "s.sort_name",
    "sector": "s.sector_rank",
    "sub_region": "s.sub_region_rank",
    "partnership": "s.partnership",
    "people": "s.people",
    "last_touch": "s.last_touch_at",
    "next_follow_up": "s.next_follow_up_on",
}

FACTS = (
    "uid",
    "name",
    "short_name",
    "sector_id",
    "sub_region_id",
    "parent_id",
    "website",
    "phone",
    "street",
    "town",
    "postcode",
    "country",
    "about",
    "company_number",
    "ods_code",
    "closed_on",
    "created_at",
    "deleted_at",
)

_PEOPLE = f"""SELECT a.id, c.id, {NAME.format(contact="c")}, a.role, a.kind, a.is_lead, a.started, a.ended,
    {is_current("a")} AS now, iif({is_current("a")}, '', coalesce(nullif(s.organisation_name, ?), '')),
    coalesce(s.email, '')
    FROM affiliation a JOIN contact c ON c.id = a.contact_id AND c.deleted_at IS NULL
    LEFT JOIN contact_summary s ON s.contact_id = c.id
    WHERE a.organisation_id = ?
    ORDER BY now DESC, a.is_lead DESC, coalesce(a.ended, a.started, '') DESC, s.sort_name, a.id"""


def row(values: tuple[Any, ...]) -> OrganisationRow:
    """Return a list's line from the columns of `COLUMNS`."""
    return OrganisationRow(*values)


def detail(store: Store, organisation: int) -> OrganisationDetail:
    """Return one organisation with everything that belongs to it; raises NotFound."""
    found = store.row(
        f"SELECT {', '.join('o.' + fact for fact in FACTS)}, coalesce(c.name, ''), coalesce(c.symbol, ''), "
        "coalesce(r.name, ''), coalesce(s.last_touch_at, ''), coalesce(nullif(s.next_follow_up_on, '9999'), '') "
        "FROM organisation o LEFT JOIN organisation_summary s ON s.organisation_id = o.id "
        "LEFT JOIN sector c ON c.id = o.sector_id LEFT JOIN sub_region r ON r.id = o.sub_region_id WHERE o.id = ?",
        (organisation,),
    )
    if found is None:
        raise NotFound("organisation", organisation)
    facts: dict[str, Any] = dict(
        zip((*FACTS, "sector", "symbol", "sub_region", "last_touch_at", "next_follow_up_on"), found, strict=True)
    )
    return OrganisationDetail(
        id=organisation,
        **facts,
        aliases=aliases(store, organisation),
        domains=domains(store, organisation),
        themes=_linked(store, "theme", organisation),
        tags=_linked(store, "tag", organisation),
        partnerships=partnerships(store, organisation),
        people=people(store, organisation, facts["name"]),
        parent=next(iter(_related(store, "o.id = ?", facts["parent_id"])), None),
        children=_related(store, "o.parent_id = ?", organisation),
        interactions=int(
            store.value(
                "SELECT count(DISTINCT p.interaction_id) FROM participant p JOIN interaction i "
                "ON i.id = p.interaction_id WHERE p.organisation_id = ? AND i.deleted_at IS NULL",
                (organisation,),
            )
        ),
    )


def _linked(store: Store, link: str, organisation: int) -> tuple[str, ...]:
    sql = f"SELECT t.name FROM organisation_{link} l JOIN {link} t ON t.id = l.{link}_id WHERE l.organisation_id = ?"
    return tuple(found[0] for found in store.rows(f"{sql} ORDER BY t.name", (organisation,)))


def _related(store: Store, where: str, value: int | None) -> tuple[Related, ...]:
    sql = "SELECT o.id, o.name, coalesce(s.symbol, '') FROM organisation o LEFT JOIN sector s ON s.id = o.sector_id"
    rows = store.rows(f"{sql} WHERE {where} AND o.deleted_at IS NULL ORDER BY o.name", (value,))
    return tuple(Related(*found) for found in rows)


def aliases(store: Store, organisation: int) -> tuple[Alias, ...]:
    """Return an organisation's other names, former ones first, the latest before."""
    rows = store.rows(
        "SELECT name, kind, until, id FROM organisation_alias WHERE organisation_id = ? "
        "ORDER BY kind <> 'former', coalesce(until, '') DESC, id DESC",
        (organisation,),
    )
    return tuple(Alias(*found) for found in rows)


def domains(store: Store, organisation: int) -> tuple[Domain, ...]:
    """Return an organisation's e-mail domains."""
    sql = "SELECT domain, shared, id FROM organisation_domain WHERE organisation_id = ? ORDER BY shared, id"
    return tuple(Domain(domain, bool(shared), id_) for domain, shared, id_ in store.rows(sql, (organisation,)))


def partnerships(store: Store, organisation: int) -> tuple[PartnershipRow, ...]:
    """Return the periods of an organisation's standing, the open one first, then the latest."""
    rows = store.rows(
        "SELECT id, status, started_on, ended_on, agreement, note FROM partnership WHERE organisation_id = ? "
        "ORDER BY ended_on IS NOT NULL, coalesce(ended_on, started_on, '') DESC, id DESC",
        (organisation,),
    )
    return tuple(PartnershipRow(*found) for found in rows)


def people(store: Store, organisation: int, name: str) -> tuple[PersonRow, ...]:
    """Return everyone at an organisation, now (lead contact first) and formerly (latest first)."""
    return tuple(
        PersonRow(id_, contact, who, role, kind, bool(lead), started, ended, bool(current), went_to, email)
        for id_, contact, who, role, kind, lead, started, ended, current, went_to, email in store.rows(
            _PEOPLE, (name, organisation)
        )
    )


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
