"""Organisations: lists of any length, one open organisation, and every edit as one undoable action."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from crm import clock, tag_links
from crm.dates import partial_end, partial_start
from crm.db import schema
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import ORGANISATION, apart, fact, facts_of, partial
from crm.filters import EVERYTHING, Filter
from crm.identity import Doubt, KnownOrganisations, OrganisationMatch
from crm.listing import Listing, Selection
from crm.organisations import parts, queries
from crm.organisations.records import (
    Alias,
    AsAt,
    Domain,
    OrganisationDetail,
    OrganisationDraft,
    OrganisationRow,
    PartnershipRow,
    PersonRow,
    Related,
)
from crm.record_names import name_in
from crm.text import clean_line

__all__ = [
    "Alias",
    "AsAt",
    "Domain",
    "OrganisationDetail",
    "OrganisationDraft",
    "OrganisationRow",
    "Organisations",
    "PartnershipRow",
    "PersonRow",
    "Related",
]

SORTS = tuple(queries.SORTS)


class Organisations:
    """Reads organisations and writes organisation and its parts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: tuple[tuple[int, int, int], KnownOrganisations] | None = None
        self._listing = Listing(store, "organisation", queries.SORTS)

    # -- lists

    def count(self, shown: Filter = EVERYTHING) -> int:
        """Return how many organisations a filter shows."""
        return self._listing.count(shown)

    def page(
        self,
        shown: Filter = EVERYTHING,
        sort: str = "name",
        descending: bool = False,
        offset: int = 0,
        limit: int = 200,
    ) -> list[OrganisationRow]:
        """Return lines of the filtered, sorted list; sorts: `SORTS`."""
        return self.rows(self._listing.page(shown, sort, descending, offset, limit))

    def stream(
        self, shown: Filter = EVERYTHING, sort: str = "name", descending: bool = False
    ) -> Iterator[OrganisationRow]:
        """Yield every line of the list in its order."""
        lines = self._listing.ordered(queries.LINES, shown, sort, descending)
        return self._store.each(lines, into=queries.LINE)

    def rows(self, ids: Sequence[int]) -> list[OrganisationRow]:
        """Return the lines of these organisations in the order given, trashed ones left out."""
        found = {each.id: each for each in self._store.all(queries.LINES_OF, into=queries.LINE, ids=list(ids))}
        return [found[id_] for id_ in ids if id_ in found]

    def ids(self, selection: Selection, sort: str = "name", descending: bool = False) -> list[int]:
        """Return the ids of a selection, of a filter in its list's order."""
        return self._listing.ids(selection, sort, descending)

    def position(
        self, organisation: int, shown: Filter = EVERYTHING, sort: str = "name", descending: bool = False
    ) -> int | None:
        """Return the row number of an organisation in the list, or None."""
        return self._listing.position(organisation, shown, sort, descending)

    # -- one organisation

    def get(self, organisation: int) -> OrganisationDetail:
        """Return one organisation with everything that belongs to it; raises NotFound."""
        facts = self._store.named(queries.ORGANISATION, organisation=organisation)
        if facts is None:
            raise NotFound("organisation", organisation)
        people = self._store.all(queries.PEOPLE, into=PersonRow, organisation=organisation, name=facts["name"])
        return OrganisationDetail(
            **apart(OrganisationDetail, facts),
            aliases=parts.aliases_of(self._store, organisation),
            domains=parts.domains_of(self._store, organisation),
            themes=tuple(self._store.column(queries.THEMES, organisation=organisation)),
            tags=tuple(self._store.column(queries.TAGS, organisation=organisation)),
            partnerships=parts.partnerships_of(self._store, organisation),
            people=tuple(people),
            parent=self._related(facts["parent_id"]),
            children=tuple(self._store.all(queries.CHILDREN, into=Related, organisation=organisation)),
            interactions=int(self._store.value(queries.INTERACTIONS, organisation=organisation)),
        )

    def name(self, organisation: int) -> str:
        """Return an organisation's name; raises NotFound."""
        return name_in(self._store, "organisation", organisation)

    def as_at(self, organisation: int, day: date) -> AsAt:
        """Return the name, partnership and people of a day; open ends hold always."""
        now = self.get(organisation)
        there = tuple(
            person
            for person in now.people
            if _holds(person.started, person.ended, day) and (person.ended or person.is_current)
        )
        status = next((each.status for each in now.partnerships if _holds(each.started_on, each.ended_on, day)), "")
        until = sorted((alias.until, alias.name) for alias in now.former_names if alias.until)
        name = next((name for end, name in until if partial_end(end) >= day), now.name)
        return AsAt(name, status, there)

    def match(self, name: str, email: str = "") -> OrganisationMatch:
        """Return which organisation a name means, or the domain of an e-mail address beside no name; else it asks."""
        domain = email.rpartition("@")[2].lower()
        return self._known().find(clean_line(name), frozenset((domain,)) if domain else frozenset())

    def named(self, name: str) -> tuple[int, ...]:
        """Return the organisations that a name means, its spelling set aside: one, or several of that name."""
        found = self.match(name)
        if found.organisation_id is not None:
            return (found.organisation_id,)
        several = found.candidates if found.doubt is Doubt.SEVERAL else ()
        return tuple(each.id for each in several)

    def of_domain(self, domain: str) -> tuple[int, ...]:
        """Return the organisations that an e-mail domain, or the nearest one above it, identifies.

        Shared ones identify none: nobody is known by `nhs.net`, nor by a mailbox provider.
        """
        return self._known().of_domain(domain)

    def meant(self, name: str) -> int | None:
        """Return the organisation that somebody typing a name means, None for a new one.

        Raises Invalid (organisation) where it is in the trash, or may be one of several.
        """
        found = self.match(name)
        if found.doubt is Doubt.TRASH:
            gone = next(each.name for each in found.candidates if each.in_trash)
            raise Invalid(
                "organisation", f"“{gone}” is in the trash. Restore it there, or give the new one another name."
            )
        if found.doubt is Doubt.SEVERAL:
            raise Invalid("organisation", f"{found.reason[:1].upper()}{found.reason[1:]} Choose it from the list.")
        return found.organisation_id

    # -- writing

    def meant_or_made(self, name: str) -> int:
        """Return the organisation a typed name means, made where it is new; raises Invalid as `meant`."""
        known = self.meant(name)
        return known if known is not None else self.create(OrganisationDraft(name))

    def create(self, draft: OrganisationDraft) -> int:
        """Add an organisation; raises Invalid with the field's name, and then nothing is written."""
        facts = facts_of(ORGANISATION, draft)
        with self._store.action(f"Add {facts['name']}"):
            made = self._store.insert(
                schema.Organisation, uid=draft.uid or new_uid(), created_at=moment_text(clock.now()), **facts
            )
            parts.set_domains(self._store, made, draft.domains)
            parts.set_aliases(self._store, made, draft.aliases)
            tag_links.set_links(self._store, "organisation", "tag", made, draft.tags)
            tag_links.set_links(self._store, "organisation", "theme", made, draft.themes)
            if draft.status:
                parts.set_partnership(self._store, made, draft.status, None, "", "")
        return made

    def edit(self, organisation: int, **facts: Any) -> None:
        """Change facts; raises Invalid or NotFound.

        A name changed here corrects a mistake; `rename` keeps the former name.
        """
        values = {key: fact(ORGANISATION, key, value) for key, value in facts.items()}
        if values.get("parent_id") is not None:
            self._check_parent(organisation, values["parent_id"])
        with self._store.action(self._label(organisation, [ORGANISATION.labels[key] for key in facts])):
            self._store.update(schema.Organisation, organisation, **values)

    def rename(self, organisation: int, name: str, on: str | None = None) -> None:
        """Give an organisation its new name; the former one is kept with the day it ended."""
        before, after = self.name(organisation), fact(ORGANISATION, "name", name)
        until = partial("until", on)
        with self._store.action(f"Rename {before} to {after}"):
            parts.keep_former_name(self._store, organisation, before, after, until)
            self._store.update(schema.Organisation, organisation, name=after)

    def set_partnership(
        self, organisation: int, status: str, on: str | None = None, agreement: str = "", note: str = ""
    ) -> None:
        """Change the partnership with the cluster from a day: the period so far ends then."""
        with self._store.action(f"{self.name(organisation)}: {status or 'no partnership'}"):
            parts.set_partnership(self._store, organisation, status, on, agreement, note)

    def set_aliases(self, organisation: int, aliases: Iterable[Alias]) -> None:
        """Make an organisation's other names exactly these."""
        with self._store.action(self._label(organisation, ["other names"])):
            parts.set_aliases(self._store, organisation, aliases)

    def set_domains(self, organisation: int, domains: Iterable[Domain]) -> None:
        """Make an organisation's e-mail domains exactly these."""
        with self._store.action(self._label(organisation, ["e-mail domains"])):
            parts.set_domains(self._store, organisation, domains)

    def set_tags(self, organisation: int, names: Iterable[str]) -> None:
        """Make an organisation's tags exactly these; new ones are made."""
        with self._store.action(self._label(organisation, ["tags"])):
            tag_links.set_links(self._store, "organisation", "tag", organisation, names)

    def set_themes(self, organisation: int, names: Iterable[str]) -> None:
        """Make an organisation's themes exactly these; raises Invalid for one the vocabulary lacks."""
        with self._store.action(self._label(organisation, ["themes"])):
            tag_links.set_links(self._store, "organisation", "theme", organisation, names)

    def bulk_tag(self, selection: Selection, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
        """Put tags on all organisations of a selection and take others off; return how many it was for."""
        ids = self.ids(selection)
        names = ", ".join(f"#{name}" for name in (*add, *remove))
        with self._store.action(f"Tag {len(ids):,} organisation{'' if len(ids) == 1 else 's'} {names}"):
            tag_links.add(self._store, "organisation", "tag", ids, tag_links.ids_of(self._store, "tag", add))
            tag_links.remove(self._store, "organisation", "tag", ids, tag_links.ids_of(self._store, "tag", remove))
        return len(ids)

    # -- inside

    def _related(self, organisation: int | None) -> Related | None:
        if organisation is None:
            return None
        return self._store.first(queries.RELATED, into=Related, organisation=organisation)

    def _known(self) -> KnownOrganisations:
        """Return the names, codes and domains of this file, read again when anything was written."""
        state = self._store.state()
        if self._names is None or self._names[0] != state:
            self._names = state, KnownOrganisations(self._store)
        return self._names[1]

    def _label(self, organisation: int, what: Sequence[str]) -> str:
        return f"Edit {self.name(organisation)}: {', '.join(what)}"

    def _check_parent(self, organisation: int, parent: int) -> None:
        above: int | None = parent
        while above is not None:
            if above == organisation:
                raise Invalid("parent_id", "An organisation cannot stand above itself.")
            above = self._store.value(queries.ABOVE, organisation=above)


def _holds(started: str | None, ended: str | None, day: date) -> bool:
    return (not started or partial_start(started) <= day) and (not ended or partial_end(ended) >= day)
