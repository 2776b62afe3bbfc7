"""What we hold about the contacts that rows were recognised as: loaded for many at once, kept up as rows come in."""

import json
from collections.abc import Iterable

import msgspec

from crm.db.derived import NO_FOLLOW_UP
from crm.db.store import Store
from crm.db.today import is_current
from crm.identity import phone_key
from crm.importing.wanted import FIELDS, address_key


class Job(msgspec.Struct):
    """An affiliation."""

    id: int
    organisation: int
    role: str
    department: str
    is_primary: bool
    is_current: bool


class State(msgspec.Struct):
    """A contact as it stands; `said` are facts shown beside it (last contact, sector ...), by what they are."""

    id: int
    fields: dict[str, str]
    about: str = ""
    in_trash: bool = False
    has_primary_email: bool = False
    emails: set[str] = msgspec.field(default_factory=set)
    phones: set[str] = msgspec.field(default_factory=set)
    addresses: set[str] = msgspec.field(default_factory=set)
    tags: set[int] = msgspec.field(default_factory=set)
    themes: set[int] = msgspec.field(default_factory=set)
    names: set[str] = msgspec.field(default_factory=set)
    jobs: list[Job] = msgspec.field(default_factory=list)
    said: dict[str, str] = msgspec.field(default_factory=dict)


def load(store: Store, ids: Iterable[int]) -> dict[int, State]:
    """Return the states of the contacts of these ids."""
    chosen = (json.dumps(list(ids)),)
    of_them = "contact_id IN (SELECT value FROM json_each(?))"
    states = {
        row[0]: State(
            row[0], dict(zip(FIELDS, (value or "" for value in row[1:-2]), strict=True)), row[-2], bool(row[-1])
        )
        for row in store.rows(
            f"SELECT id, {', '.join(FIELDS)}, about, deleted_at IS NOT NULL FROM contact "
            "WHERE id IN (SELECT value FROM json_each(?))",
            chosen,
        )
    }
    for row, value, primary in store.rows(
        f"SELECT contact_id, lower(value), is_primary FROM contact_email WHERE {of_them}", chosen
    ):
        states[row].emails.add(value)
        states[row].has_primary_email |= bool(primary)
    for row, e164, typed, extension in store.rows(
        f"SELECT contact_id, e164, typed, extension FROM contact_phone WHERE {of_them}", chosen
    ):
        states[row].phones |= {phone_key(e164, typed, extension), phone_key(e164, typed, "")}  # known without it, too
    for row, *address in store.rows(
        f"SELECT contact_id, kind, street, town, region, postcode, country FROM contact_address WHERE {of_them}", chosen
    ):
        states[row].addresses.add(address_key((*address,)))
    for row, name in store.rows(f"SELECT contact_id, name FROM contact_alias WHERE {of_them}", chosen):
        states[row].names.add(name)
    for row, tag in store.rows(f"SELECT contact_id, tag_id FROM contact_tag WHERE {of_them}", chosen):
        states[row].tags.add(tag)
    for row, theme in store.rows(f"SELECT contact_id, theme_id FROM contact_theme WHERE {of_them}", chosen):
        states[row].themes.add(theme)
    for row, *job in store.rows(
        "SELECT contact_id, id, organisation_id, role, department, is_primary, "
        f"{is_current('a')} AS now FROM affiliation a WHERE {of_them} ORDER BY now DESC, is_primary DESC, id DESC",
        chosen,
    ):
        states[row].jobs.append(Job(*job))
    _load_said(store, of_them, chosen, states)
    return states


def _load_said(store: Store, of_them: str, chosen: tuple[str], states: dict[int, State]) -> None:
    for row, touch, follow_up, partnership, sector, region in store.rows(
        "SELECT c.contact_id, substr(last_touch_at, 1, 10), next_follow_up_on, partnership, coalesce(s.name, ''), "
        "coalesce(g.name, '') FROM contact_summary c LEFT JOIN sector s ON s.id = c.sector_id "
        f"LEFT JOIN sub_region g ON g.id = c.sub_region_id WHERE {of_them}",
        chosen,
    ):
        states[row].said = {
            "last_met": touch,
            "next_follow_up": "" if follow_up == NO_FOLLOW_UP else follow_up,
            "partnership": partnership,
            "sector": sector,
            "sub_region": region,
            "nickname": states[row].fields["preferred_name"],
        }
