"""Organisations as rows of a file: made on the way for their people, or rows of their own; never overwritten."""

from typing import Any

import msgspec
from msgspec.structs import replace

from crm.db.query_builder import bind
from crm.db.schema import Organisation
from crm.db.schema.allowed import ALIAS_KINDS, PARTNERSHIP_STATUSES
from crm.db.store import Store, new_uid
from crm.errors import Invalid
from crm.fields import ORGANISATION, Field, Imported, Kind, cleaned
from crm.identity import OrganisationMatch, phone_key, uid_key
from crm.importing import queries
from crm.importing.differences import Differences
from crm.importing.organisation_lookup import OrganisationLookup
from crm.importing.row_labels import SAID_LABELS, Sink, Vocabulary, joined
from crm.importing.row_mapping import MappedRow, web_line
from crm.phones import parse_phones
from crm.text import fold

_KINDS = (Kind.TEXT, Kind.LINES, Kind.LONG_TEXT, Kind.LINK)
FACTS = tuple(
    field.key
    for field, _ in ORGANISATION.told("imported", Imported)
    if field.is_stored and field.kind in _KINDS and field.key not in ("uid", "name")
)
_FACTS_HELD = Organisation.select(*(getattr(Organisation, key) for key in FACTS)).where(
    Organisation.id == bind("organisation")
)
COLUMNS = ("id", "uid", "name", "sector_id", "sub_region_id", *FACTS, "created_at")


class _Ranks(msgspec.Struct, frozen=True):
    """The sector and the sub-region of an organisation."""

    id: int
    sector_id: int | None
    sub_region_id: int | None


class _Said(msgspec.Struct, frozen=True):
    """What is shown beside an organisation: days as ISO text, '' for none."""

    partnership: str
    people: int
    touch: str
    next_follow_up: str


class OrganisationUpsert:
    """Makes organisations and fills in what they lack; `made` names those made."""

    def __init__(self, store: Store, sink: Sink, places: OrganisationLookup, vocabulary: Vocabulary, now: str) -> None:
        self._store, self._sink, self._places, self._vocabulary, self._now = store, sink, places, vocabulary, now
        self.ranks: dict[int, list[int | None]] = {
            each.id: [each.sector_id, each.sub_region_id] for each in store.all(queries.RANKS, into=_Ranks)
        }
        self.made: list[str] = []
        self._standing: dict[int, str] = dict(store.rows(queries.STANDINGS))
        self._uids: dict[str, int] = {uid_key(uid): int(row) for uid, row in store.rows(queries.UIDS)}
        self._records: set[int] = set()  # made of rows of one of our own files
        self._parents: list[tuple[int, MappedRow]] = []

    def record_of(self, wanted: MappedRow) -> OrganisationMatch:
        """Return which organisation a row of its own is: by its identifier, else by what it is called.

        In a file of ours another identifier is another organisation, however alike two are called.
        """
        known = self._uids.get(wanted.uid, 0) if wanted.uid else 0
        if known:
            return OrganisationMatch(known, reason="the same identifier")
        found = self._places.find(wanted)
        alike: set[int | None] = {each.id for each in found.candidates} or {found.organisation_id}
        return OrganisationMatch() if wanted.is_record and alike <= self._records else found

    def place_of(self, wanted: MappedRow, place: OrganisationMatch) -> int | None:
        """Return the organisation a person's row names, made if there is none; sector and sub-region are filled in."""
        row = place.organisation_id
        if row is None:
            return self._make(wanted, ("",) * len(FACTS)) if wanted.organisation else None
        self._keep_form(row, wanted, place)
        if wanted.known:
            self._rank(row, wanted, Differences())
        return row

    def make(self, wanted: MappedRow) -> int:
        """Make an organisation from a row of its own."""
        facts = _facts(wanted)
        unsaid = self._unsaid(wanted, None, {})
        facts["about"] = "\n\n".join(joined([text for text in (facts["about"], *unsaid) if text]))
        row = self._make(wanted, tuple(facts.values()))
        self._label(row, wanted, set(), set())
        if wanted.uid:
            self._uids.setdefault(wanted.uid, row)
        if wanted.own:
            self._records.add(row)
            self._names(row, wanted, set(), set())
            for period in wanted.own.get("partnerships", ()):
                if period["ended_on"] and period["status"] in PARTNERSHIP_STATUSES:
                    self._add_period(row, period)
            if wanted.own.get("closed_on"):
                self._sink.update("organisation", row, {"closed_on": wanted.own["closed_on"]})
        return row

    def complete(
        self, row: int, wanted: MappedRow, place: OrganisationMatch, *, takes: bool = False
    ) -> tuple[list[str], list[str]]:
        """Fill in what an organisation lacks; return what was added and what differs.

        `takes` puts what differs in the place of what we held.
        """
        # Of one that is made in this preview nothing is known.
        held = self._store.named(_FACTS_HELD, organisation=row) or dict.fromkeys(FACTS, "")
        values: dict[str, str] = {}
        differing = Differences(takes=takes)
        adds = self._keep_form(row, wanted, place)
        if not self._places.goes_by(row, wanted.organisation):  # the code told which one it is
            name = self._places.name(row)
            if differing.is_taken("Name", wanted.organisation, name):
                values["name"] = wanted.organisation
                self._places.add_name(row, name)
        for column, given in _facts(wanted).items():
            kept = held[column]
            if column == "about" or not given or fold(given) == fold(kept):
                continue
            label = column.replace("_", " ")
            if not kept:
                values[column] = given
                adds.append(f"{label} {given}")
            elif (column != "phone" or not _same_phone(given, kept)) and differing.is_taken(
                label.capitalize(), given, kept
            ):
                values[column] = given
        texts = [*_about(wanted), *self._unsaid(wanted, row, self._said(row))]
        if missing := [text for text in texts if text not in held["about"]]:
            values["about"] = "\n\n".join(joined([text for text in (held["about"], *missing) if text]))
            adds.append("notes")
        if values:
            self._sink.update("organisation", row, values)
            self._places.learn_codes(row, wanted)
        adds += self._rank(row, wanted, differing) + self._stand(row, wanted)
        adds += self._label(row, wanted, self._labels(row, "tag"), self._labels(row, "theme"))
        if wanted.own:
            adds += self._names(row, wanted, self._held(row, "alias"), self._held(row, "domain"))
        return adds + differing.taken, differing.kept

    def is_rank(self, row: int | None, key: str, value: str) -> bool:
        """Return whether an organisation's sector or sub-region (`key`) is the one of that name."""
        ranks = self.ranks.get(row or 0, [None, None])
        known = self._vocabulary.sectors if key == "sector" else self._vocabulary.sub_regions
        found = known.get(fold(value))
        return found is not None and found == ranks[key != "sector"]

    def is_standing(self, row: int | None, status: str) -> bool:
        """Return whether an organisation's standing in the cluster is the one of that name."""
        return row is not None and self._standing.get(row) == status.lower()

    def _keep_form(self, row: int, wanted: MappedRow, place: OrganisationMatch) -> list[str]:
        """Keep the legal form that a row tells and we do not have: then the name of another one is not taken for it."""
        if not place.lacks_form:
            return []
        self._places.add_name(row, wanted.organisation)
        return [f"other name {wanted.organisation}"]

    def named(self, name: str, wanted: MappedRow) -> int | None:
        """Return the organisation of a name that a row tells besides, made if there is none; None for several."""
        each = replace(wanted, organisation=name, known={}, own={}, emails=[], row=replace(wanted.row, kind="person"))
        place = self._places.find(each)
        if place.organisation_id is not None or place.asks:
            return place.organisation_id
        return self._make(each, ("",) * len(FACTS))

    def finish(self) -> None:
        """Put the organisations of our own cards under their parents, once all of them are there."""
        for row, wanted in self._parents:
            parent = self.named(wanted.own["parent"], wanted)
            if parent not in (None, row):
                self._sink.update("organisation", row, {"parent_id": parent})
        self._parents.clear()

    def _names(self, row: int, wanted: MappedRow, names: set[str], domains: set[str]) -> list[str]:
        """Add the other names and the e-mail domains that are not held, and note the parent; return what was added."""
        adds: list[str] = []
        for alias in wanted.own.get("aliases", ()):
            name, kind = alias["name"], alias["kind"]
            if not name or fold(name) in names:
                continue
            names.add(fold(name))
            self._places.add_name(row, name, kind if kind in ALIAS_KINDS else "also", alias["until"])
            adds.append(f"other name {name}")
        for each in wanted.own.get("domains", ()):
            domain = each["domain"]
            if domain and fold(domain) not in domains:
                domains.add(fold(domain))
                made = self._sink.next_id("organisation_domain")
                self._sink.add("organisation_domain", (made, row, domain, int(bool(each["shared"]))))
                adds.append(f"domain {domain}")
        if wanted.own.get("parent") and self._store.value(queries.PARENT, organisation=row) is None:
            self._parents.append((row, wanted))
        return adds

    def _held(self, row: int, kind: str) -> set[str]:
        return {fold(found) for found in self._store.column(queries.HELD[kind], organisation=row)}

    def _add_period(self, row: int, period: dict[str, Any]) -> None:
        """Write a period of an organisation's standing in the cluster."""
        dates = (period.get("started_on") or None, period.get("ended_on") or None)
        texts = (period.get("agreement", ""), period.get("note", ""))
        self._sink.add("partnership", (self._sink.next_id("partnership"), row, period["status"], *dates, *texts))

    def _uid(self, wanted: MappedRow) -> str:
        """Return the identifier of an organisation's own row, where nobody has it; else a new one."""
        if wanted.row.kind != "organisation" or not wanted.uid or wanted.uid in self._uids:
            return new_uid()
        return wanted.row.uid

    def _make(self, wanted: MappedRow, facts: tuple[str, ...]) -> int:
        row, name = self._sink.next_id("organisation"), wanted.organisation
        sector = self._vocabulary.sectors.get(fold(wanted.known.get("sector", "")))
        region = self._vocabulary.sub_regions.get(fold(wanted.known.get("sub_region", "")))
        self._sink.add("organisation", (row, self._uid(wanted), name, sector, region, *facts, self._now))
        self.ranks[row] = [sector, region]
        self._stand(row, wanted)
        self._places.learn(row, wanted)
        self.made.append(name)
        return row

    def _stand(self, row: int, wanted: MappedRow) -> list[str]:
        """Give an organisation without standing in the cluster the one the row names."""
        status = wanted.known.get("partnership", "").lower()
        if status not in PARTNERSHIP_STATUSES or row in self._standing:
            return []
        self._standing[row] = status
        told = (period for period in wanted.own.get("partnerships", ()) if not period["ended_on"])
        self._add_period(row, next((period for period in told if period["status"] == status), {"status": status}))
        return [f"partnership {status}"]

    def _rank(self, row: int, wanted: MappedRow, differing: Differences) -> list[str]:
        """Give an organisation the sector and sub-region it lacks, or that are taken from the file."""
        ranks = self.ranks[row]
        values: dict[str, int] = {}
        adds: list[str] = []
        kinds = (("sector", self._vocabulary.sectors), ("sub_region", self._vocabulary.sub_regions))
        for place, (key, known) in enumerate(kinds):
            given = known.get(fold(wanted.known.get(key, "")))
            if given is None or given == ranks[place]:
                continue
            label, name = SAID_LABELS[key], wanted.known[key]
            if ranks[place] is None:
                adds.append(f"{label.lower()} {name}")
            elif not differing.is_taken(label, name, "", ours="ours is another"):
                continue
            ranks[place] = values[f"{key}_id"] = given
        if values:
            self._sink.update("organisation", row, values)
        return adds

    def _labels(self, row: int, kind: str) -> set[int]:
        return set(self._store.column(queries.HELD[kind], organisation=row))

    def _label(self, row: int, wanted: MappedRow, tags: set[int], themes: set[int]) -> list[str]:
        sink, adds = self._sink, []
        for name in wanted.tags:
            tag = self._vocabulary.tag(name)
            if tag not in tags:
                tags.add(tag)
                sink.add("organisation_tag", (sink.next_id("organisation_tag"), row, tag))
                adds.append(f"tag {name}")
        for theme in self._vocabulary.themes_of(wanted.themes):
            if theme not in themes:
                themes.add(theme)
                sink.add("organisation_theme", (sink.next_id("organisation_theme"), row, theme))
                adds.append("theme")
        return adds

    def _said(self, row: int) -> dict[str, str]:
        said = self._store.first(queries.SAID_OF_ORGANISATION, into=_Said, organisation=row)
        if said is None:
            return {}
        return {
            "partnership": said.partnership,
            "people": str(said.people),
            "last_met": said.touch,
            "next_follow_up": said.next_follow_up,
        }

    def _unsaid(self, wanted: MappedRow, row: int | None, said: dict[str, str]) -> list[str]:
        """Return, as lines, what no column takes and what our records do not say already."""
        lines = [f"Theme: {name}" for name in self._vocabulary.unknown_themes(wanted.themes)]
        for key, value in wanted.known.items():
            if key in ("sector", "sub_region") and self._vocabulary.knows(key, value):
                continue
            if key == "people" or fold(value) == fold(said.get(key, "")):  # a number that is counted
                continue
            if key in _PLAIN and _plain(_PLAIN[key], value):  # in a column of its own
                continue
            if key == "partnership" and value.lower() in PARTNERSHIP_STATUSES:
                continue
            lines.append(f"{SAID_LABELS[key]}: {value}")
        return lines


_PLAIN = {field.key: field for field in ORGANISATION.plain_texts}


def _facts(wanted: MappedRow) -> dict[str, str]:
    """Return what a row of an organisation says, by column."""
    row = wanted.row
    _, street, town, _, postcode, country = wanted.addresses[0] if wanted.addresses else ("",) * 6
    told = {
        "website": next((url.value for url in row.urls if url.type != "linkedin"), ""),
        "phone": wanted.phones[0][1] if wanted.phones else "",
        "street": street,
        "town": town,
        "postcode": postcode,
        "country": country,
        "about": "\n\n".join(joined(_about(wanted))),
        **{key: _plain(field, wanted.known.get(key, "")) for key, field in _PLAIN.items()},
    }
    return {key: told[key] for key in FACTS}


def _plain(field: Field, value: str) -> str:
    """Return a text as its field takes it, empty where it breaks the field's own rule: then it is told as a line."""
    if field.clean is None:
        return value
    try:
        return str(cleaned(field, value))
    except Invalid:
        return ""


def _about(wanted: MappedRow) -> list[str]:
    """Return the texts of an organisation's row: its notes, and what has no column."""
    website = next((web_line(url) for url in wanted.row.urls if url.type != "linkedin"), "")
    about = [text for text in wanted.about if text != website]
    about += [f"E-mail: {value}" for value, _, _ in wanted.emails]
    about += [f"Phone: {typed}" for _, typed, _, _ in wanted.phones[1:]]
    for place, address in enumerate(wanted.addresses):
        about += [f"Region: {address[3]}"] if not place and address[3] else []
        about += [", ".join(part for part in address[1:] if part)] if place else []
    return about + ([f"LinkedIn: {wanted.fields['linkedin_url']}"] if wanted.fields["linkedin_url"] else [])


def _same_phone(given: str, kept: str) -> bool:
    keys = [{phone_key(phone.e164, phone.typed, "") for phone in parse_phones(text)} for text in (given, kept)]
    return bool(keys[0] & keys[1])
