"""What hangs on an organisation: other names, e-mail domains, its partnership; each is set inside an action."""

import re
from collections.abc import Iterable

from crm.contacts.affiliations import said
from crm.db import schema
from crm.db.schema.allowed import ALIAS_KINDS, PARTNERSHIP_STATUSES
from crm.db.store import Store
from crm.errors import Invalid
from crm.fields import partial
from crm.identity import SHARED_DOMAINS
from crm.organisations import queries
from crm.organisations.records import Alias, Domain, PartnershipRow
from crm.text import clean_line, fold

_DOMAIN = re.compile(r"[^\s@/.]+(\.[^\s@/.]+)+")


def aliases_of(store: Store, organisation: int) -> tuple[Alias, ...]:
    """Return an organisation's other names, former ones first, the latest before."""
    return tuple(store.all(queries.ALIASES, into=Alias, organisation=organisation))


def domains_of(store: Store, organisation: int) -> tuple[Domain, ...]:
    """Return an organisation's e-mail domains."""
    return tuple(store.all(queries.DOMAINS, into=Domain, organisation=organisation))


def partnerships_of(store: Store, organisation: int) -> tuple[PartnershipRow, ...]:
    """Return the periods of an organisation's partnership, the open one first, then the latest."""
    return tuple(store.all(queries.PARTNERSHIPS, into=PartnershipRow, organisation=organisation))


def domain_name(value: str) -> str:
    """Return a domain tidied ("https://www.acme.example/x" gives "acme.example"); raises Invalid."""
    text = clean_line(value).casefold()
    text = text.split("://")[-1].split("/")[0].split("@")[-1].removeprefix("www.")
    if not _DOMAIN.fullmatch(text):
        raise Invalid("domains", f"“{value}” is not a domain such as acme.example.")
    return text


def set_domains(store: Store, organisation: int, given: Iterable[Domain]) -> None:
    """Make an organisation's e-mail domains exactly these; those known to be shared are marked so."""
    wanted = {name: each.shared or name in SHARED_DOMAINS for each in given if (name := domain_name(each.domain))}
    for held in domains_of(store, organisation):
        if held.domain in wanted:
            store.update(schema.OrganisationDomain, held.id, shared=int(wanted.pop(held.domain)))
        else:
            store.delete(schema.OrganisationDomain, held.id)
    for name, shared in wanted.items():
        store.insert(schema.OrganisationDomain, organisation_id=organisation, domain=name, shared=int(shared))


def set_aliases(store: Store, organisation: int, given: Iterable[Alias]) -> None:
    """Make an organisation's other names exactly these; raises Invalid."""
    wanted = [alias for alias in given if clean_line(alias.name)]
    kept = {alias.id for alias in wanted}
    for held in aliases_of(store, organisation):
        if held.id not in kept:
            store.delete(schema.OrganisationAlias, held.id)
    for alias in wanted:
        if alias.kind not in ALIAS_KINDS:
            raise Invalid("aliases", f"“{alias.kind}” is no kind of name.")
        values = {"name": clean_line(alias.name), "kind": alias.kind, "until": partial("until", alias.until)}
        if alias.id:
            store.update(schema.OrganisationAlias, alias.id, **values)
        else:
            store.insert(schema.OrganisationAlias, organisation_id=organisation, **values)


def keep_former_name(store: Store, organisation: int, before: str, after: str, until: str | None) -> None:
    """Remember the name an organisation had until a day, unless it differs in letters' case or accents only."""
    if fold(before) != fold(after):
        store.insert(schema.OrganisationAlias, organisation_id=organisation, name=before, kind="former", until=until)


def set_partnership(store: Store, organisation: int, status: str, on: str | None, agreement: str, note: str) -> None:
    """End the open period on a day and begin another there; an empty status only ends it. Raises Invalid."""
    if status and status not in PARTNERSHIP_STATUSES:
        raise Invalid("status", f"“{status}” is no partnership with the cluster.")
    day = partial("started_on", on)
    open_one = next((each for each in partnerships_of(store, organisation) if each.ended_on is None), None)
    texts = {"agreement": clean_line(agreement), "note": clean_line(note)}
    if open_one is not None and open_one.status == status:
        store.update(schema.Partnership, open_one.id, started_on=day or open_one.started_on, **texts)
        return
    if open_one is not None:
        if day is None:
            raise Invalid("started_on", "Say from when: the partnership so far ends on that day.")
        if open_one.started_on and open_one.started_on > day:
            raise Invalid("started_on", f"The partnership so far only began {said(open_one.started_on)}.")
        store.update(schema.Partnership, open_one.id, ended_on=day)
    if status:
        store.insert(schema.Partnership, organisation_id=organisation, status=status, started_on=day, **texts)
