"""Reads contacts: an open one with everything that belongs to it."""

from typing import Any

from crm.contacts.records import Address, AffiliationRow, ContactDetail, ContactRow, Email, PhoneNumber
from crm.db.derived import NAME
from crm.db.derived.summaries import PRIMARY
from crm.db.store import Store
from crm.db.today import is_current
from crm.errors import NotFound

COLUMNS = (
    "s.contact_id, s.name, s.role, s.organisation_id, s.organisation_name, coalesce(c.name, ''), "
    "coalesce(c.symbol, ''), coalesce(r.name, ''), s.partnership, s.email, s.phone, s.last_touch_at, "
    "iif(s.next_follow_up_on = '9999', '', s.next_follow_up_on)"
)
JOINS = "LEFT JOIN sector c ON c.id = s.sector_id LEFT JOIN sub_region r ON r.id = s.sub_region_id"
SORTS = {
    "name": "s.sort_name",
    "role": "s.role COLLATE NOCASE",
    "organisation": "s.organisation_sort",
    "sector": "s.sector_rank",
    "sub_region": "s.sub_region_rank",
    "partnership": "s.partnership",
    "email": "s.email COLLATE NOCASE",
    "last_touch": "s.last_touch_at",
    "next_follow_up": "s.next_follow_up_on",
}

FACTS = (
    "uid",
    "title",
    "given_name",
    "family_name",
    "suffix",
    "preferred_name",
    "pronouns",
    "linkedin_url",
    "birthday",
    "about",
    "cadence_aim",
    "cadence_limit",
    "active",
    "created_at",
    "deleted_at",
)


def row(values: tuple[Any, ...]) -> ContactRow:
    """Return a list's line from the columns of `COLUMNS`."""
    return ContactRow(*values)


def detail(store: Store, contact: int) -> ContactDetail:
    """Return one contact with everything that belongs to it; raises NotFound."""
    found = store.row(f"SELECT {NAME.format(contact='c')}, {', '.join(FACTS)} FROM contact c WHERE id = ?", (contact,))
    if found is None:
        raise NotFound("contact", contact)
    facts: dict[str, Any] = dict(zip(FACTS, found[1:], strict=True))
    facts["active"] = bool(facts["active"])
    sector, symbol, sub_region, last_touch, next_follow_up = store.row(
        "SELECT coalesce(c.name, ''), coalesce(c.symbol, ''), coalesce(r.name, ''), s.last_touch_at, "
        f"iif(s.next_follow_up_on = '9999', '', s.next_follow_up_on) FROM contact_summary s {JOINS} "
        "WHERE s.contact_id = ?",
        (contact,),
    ) or ("", "", "", "", "")
    return ContactDetail(
        id=contact,
        name=found[0],
        **facts,
        former_names=_texts(store, "SELECT name FROM contact_alias WHERE contact_id = ? ORDER BY id", contact),
        emails=emails(store, contact),
        phones=phones(store, contact),
        addresses=addresses(store, contact),
        themes=_linked(store, "theme", contact),
        tags=_linked(store, "tag", contact),
        affiliations=affiliations(store, contact),
        sector=sector,
        symbol=symbol,
        sub_region=sub_region,
        last_touch_at=last_touch,
        next_follow_up_on=next_follow_up,
        interactions=int(
            store.value(
                "SELECT count(*) FROM participant p JOIN interaction i ON i.id = p.interaction_id "
                "WHERE p.contact_id = ? AND i.deleted_at IS NULL",
                (contact,),
            )
        ),
    )


def _texts(store: Store, sql: str, contact: int) -> tuple[str, ...]:
    return tuple(found[0] for found in store.rows(sql, (contact,)))


def _linked(store: Store, link: str, contact: int) -> tuple[str, ...]:
    sql = f"SELECT t.name FROM contact_{link} l JOIN {link} t ON t.id = l.{link}_id WHERE l.contact_id = ?"
    return _texts(store, f"{sql} ORDER BY t.name", contact)


def emails(store: Store, contact: int) -> tuple[Email, ...]:
    """Return a contact's e-mail addresses, the primary one first."""
    rows = store.rows(
        "SELECT value, kind, is_primary, state, id FROM contact_email WHERE contact_id = ? "
        "ORDER BY is_primary DESC, state <> 'ok', id",
        (contact,),
    )
    return tuple(Email(value, kind, bool(primary), state, id_) for value, kind, primary, state, id_ in rows)


def phones(store: Store, contact: int) -> tuple[PhoneNumber, ...]:
    """Return a contact's phones in the order they were added."""
    sql = "SELECT typed, kind, e164, extension, id FROM contact_phone WHERE contact_id = ? ORDER BY id"
    return tuple(PhoneNumber(*found) for found in store.rows(sql, (contact,)))


def addresses(store: Store, contact: int) -> tuple[Address, ...]:
    """Return a contact's postal addresses in the order they were added."""
    sql = (
        "SELECT street, town, region, postcode, country, kind, id FROM contact_address WHERE contact_id = ? ORDER BY id"
    )
    return tuple(Address(*found) for found in store.rows(sql, (contact,)))


def affiliations(store: Store, contact: int) -> tuple[AffiliationRow, ...]:
    """Return a contact's affiliations: the primary one, other current ones, then former ones, the latest first."""
    rows = store.rows(
        "SELECT a.id, o.id, o.name, coalesce(s.symbol, ''), a.role, a.department, a.kind, "
        f"a.id IS {PRIMARY.format(contact='a.contact_id')} AS main, a.is_lead AND {is_current('a')}, "
        f"a.started, a.ended, {is_current('a')} AS now FROM affiliation a "
        "JOIN organisation o ON o.id = a.organisation_id LEFT JOIN sector s ON s.id = o.sector_id "
        "WHERE a.contact_id = ? ORDER BY main DESC, now DESC, coalesce(a.ended, a.started, '') DESC, a.id DESC",
        (contact,),
    )
    return tuple(
        AffiliationRow(id_, organisation, name, symbol, role, department, kind, bool(primary), bool(lead), *dates)
        for id_, organisation, name, symbol, role, department, kind, primary, lead, *dates in rows
    )
