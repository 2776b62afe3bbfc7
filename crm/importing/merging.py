"""Putting a row into the records: a new contact, or what an existing one lacks; what differs is named and kept."""

from collections.abc import Iterable
from typing import Any, Protocol

from crm.db.store import Store, new_uid
from crm.importing.places import Place, Places
from crm.importing.states import Job, State
from crm.importing.wanted import FIELDS, LABELS, Wanted, address_key, link_key, phone_key
from crm.text import fold, words

COLUMNS: dict[str, tuple[str, ...]] = {
    "tag": ("id", "name"),
    "organisation": ("id", "uid", "name", "sector_id", "sub_region_id", "website", "phone", "street", "town",
                     "postcode", "country",
                     "about", "created_at"),
    "organisation_alias": ("id", "organisation_id", "name"),
    "contact": ("id", "uid", *FIELDS, "about", "created_at"),
    "contact_email": ("id", "contact_id", "value", "kind", "is_primary"),
    "contact_phone": ("id", "contact_id", "e164", "typed", "extension", "kind"),
    "contact_address": ("id", "contact_id", "kind", "street", "town", "region", "postcode", "country"),
    "contact_theme": ("id", "contact_id", "theme_id"),
    "contact_tag": ("id", "contact_id", "tag_id"),
    "affiliation": ("id", "contact_id", "organisation_id", "role", "department", "is_primary"),
    "import_batch": ("id", "file_name", "format", "sha256", "imported_at", "counts"),
    "import_row": ("id", "batch_id", "line", "outcome", "reason", "content"),
}  # fmt: skip
"""What an import writes, parents before children."""

_SAID_LABELS = {
    "last_met": "Last met", "sector": "Sector", "sub_region": "Sub-region", "partnership": "Partnership",
    "next_follow_up": "Next follow-up",
}  # fmt: skip


class Sink(Protocol):
    """Where rows go: into the database, or nowhere for a preview."""

    def next_id(self, table: str) -> int:
        """Return a key that was never used."""

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """Take a new row."""

    def update(self, table: str, row: int, values: dict[str, Any]) -> None:
        """Take a change of a row."""


class Vocabulary:
    """Tags (made where they are missing), themes, sectors and sub-regions by name."""

    def __init__(self, store: Store, sink: Sink) -> None:
        self._sink = sink
        self._tags = {name.lower(): row for row, name in store.rows("SELECT id, name FROM tag")}
        self.themes = _by_name(store, "theme")
        self.sectors = _by_name(store, "sector")
        self.sub_regions = _by_name(store, "sub_region")
        self.new_tags: list[str] = []

    def known_tags(self, names: Iterable[str]) -> set[int | None]:
        """Return the tags of these names; one that is not there stands as None."""
        return {self._tags.get(name.lower()) for name in names}

    def tag(self, name: str) -> int:
        """Return the tag of that name, made if there is none."""
        row = self._tags.get(name.lower())
        if row is None:
            row = self._tags[name.lower()] = self._sink.next_id("tag")
            self._sink.add("tag", (row, name))
            self.new_tags.append(name)
        return row


def _by_name(store: Store, table: str) -> dict[str, int]:
    return {fold(name): row for row, name in store.rows(f"SELECT id, name FROM {table}")}


class Merger:
    """Makes and completes contacts and organisations; `now` is the moment that new ones get."""

    def __init__(self, store: Store, sink: Sink, places: Places, vocabulary: Vocabulary, now: str) -> None:
        self._store, self._sink, self._places, self._vocabulary, self._now = store, sink, places, vocabulary, now
        self._ranked: dict[int, list[int | None]] = {
            row: [sector, region]
            for row, sector, region in store.rows("SELECT id, sector_id, sub_region_id FROM organisation")
        }
        self.new_organisations: list[str] = []

    # -- organisations

    def place_of(self, wanted: Wanted, place: Place) -> int | None:
        """Return the organisation the row names, made if there is none; sector and sub-region are filled in."""
        if place.organisation_id is None:
            if not wanted.organisation or place.is_ambiguous:
                return None
            return self._make_organisation(wanted.organisation, wanted)
        row = place.organisation_id
        if place.by_domain:  # the name is another one: from now on it is known
            self._sink.add("organisation_alias", (self._sink.next_id("organisation_alias"), row, wanted.organisation))
            self._places.learn_alias(row, wanted.organisation)
        if wanted.known:
            self._rank(row, wanted)
        return row

    def make_organisation(self, wanted: Wanted) -> int:
        """Make an organisation from a row that is about one."""
        return self._make_organisation(wanted.organisation or wanted.name, wanted, is_subject=True)

    def _make_organisation(self, name: str, wanted: Wanted, *, is_subject: bool = False) -> int:
        row = self._sink.next_id("organisation")
        sector = self._vocabulary.sectors.get(fold(wanted.known.get("sector", "")))
        region = self._vocabulary.sub_regions.get(fold(wanted.known.get("sub_region", "")))
        facts = organisation_facts(wanted) if is_subject else dict.fromkeys(ORGANISATION_FACTS, "")
        self._sink.add("organisation", (row, new_uid(), name, sector, region, *facts.values(), self._now))
        self._ranked[row] = [sector, region]
        self._places.learn(row, name)
        self.new_organisations.append(name)
        return row

    def complete_organisation(self, row: int, wanted: Wanted) -> tuple[list[str], list[str]]:
        """Fill in what an organisation lacks; return what was added and what differs."""
        facts = organisation_facts(wanted)
        found = self._store.row(f"SELECT {', '.join(facts)} FROM organisation WHERE id = ?", (row,))
        held = dict(zip(facts, found or ("",) * len(facts), strict=True))
        values: dict[str, str] = {}
        differs: list[str] = []
        for column, given in facts.items():
            kept = held[column]
            if not given or fold(given) in fold(kept):
                continue
            if column == "about":
                values[column] = f"{kept}\n\n{given}".strip()
            elif kept:
                differs.append(f"{column.capitalize()}: the file says “{given}”, kept “{kept}”")
            else:
                values[column] = given
        if values:
            self._sink.update("organisation", row, values)
        adds = [f"{column} {value}" if column != "about" else "notes" for column, value in values.items()]
        return adds + self._rank(row, wanted), differs

    def _rank(self, row: int, wanted: Wanted) -> list[str]:
        """Give an organisation the sector and sub-region it lacks."""
        ranked = self._ranked[row]
        values: dict[str, Any] = {}
        adds: list[str] = []
        for place, (key, known) in enumerate(
            (("sector", self._vocabulary.sectors), ("sub_region", self._vocabulary.sub_regions))
        ):
            given = known.get(fold(wanted.known.get(key, "")))
            if given is not None and ranked[place] is None:
                ranked[place] = values[f"{key}_id"] = given
                adds.append(f"{_SAID_LABELS[key].lower()} {wanted.known[key]}")
        if values:
            self._sink.update("organisation", row, values)
        return adds

    # -- people

    def create(self, wanted: Wanted, organisation: int | None, place: Place, uid: str) -> int:
        """Make a contact of everything the row says."""
        sink = self._sink
        row = sink.next_id("contact")
        about = "\n\n".join(_joined([*wanted.about, *self._unsaid(wanted, organisation, place, {})]))
        fields = wanted.fields
        values = [fields[name] or (None if name == "birthday" else "") for name in FIELDS]
        sink.add("contact", (row, uid or new_uid(), *values, about, self._now))
        primary = next((place for place, email in enumerate(wanted.emails) if email[2]), 0)
        for number, (value, kind, _) in enumerate(wanted.emails):
            sink.add("contact_email", (sink.next_id("contact_email"), row, value, kind, int(number == primary)))
        for phone in wanted.phones:
            sink.add("contact_phone", (sink.next_id("contact_phone"), row, *phone))
        for address in wanted.addresses:
            sink.add("contact_address", (sink.next_id("contact_address"), row, *address))
        for tag in dict.fromkeys(map(self._vocabulary.tag, wanted.tags)):
            sink.add("contact_tag", (sink.next_id("contact_tag"), row, tag))
        for theme in dict.fromkeys(self._themes(wanted)):
            sink.add("contact_theme", (sink.next_id("contact_theme"), row, theme))
        if organisation is not None:
            sink.add(
                "affiliation",
                (sink.next_id("affiliation"), row, organisation, wanted.role, wanted.department, 1),
            )
        return row

    def complete(
        self, state: State, wanted: Wanted, organisation: int | None, place: Place
    ) -> tuple[list[str], list[str]]:
        """Fill in what a contact lacks and add what is new; return what was added and what differs."""
        adds: list[str] = []
        differs: list[str] = []
        values = self._fields(state, wanted, adds, differs)
        self._reach(state, wanted, adds)
        self._label(state, wanted, adds)
        if organisation is not None:
            self._job(state, wanted, organisation, adds, differs)
        texts = [*wanted.about, *self._unsaid(wanted, organisation, place, state.said)]
        missing = [text for text in texts if text not in state.about]
        if missing:
            state.about = "\n\n".join(_joined([state.about, *missing] if state.about else missing))
            values["about"] = state.about
            adds.append("notes")
        if state.in_trash:
            values["deleted_at"] = None
            state.in_trash = False
            adds.append("taken out of the trash")
        if values:
            self._sink.update("contact", state.id, values)
        return adds, differs

    def says_nothing_new(self, state: State, wanted: Wanted, place: Place) -> bool:
        """Return whether the row holds nothing that the contact does not: then it does not matter who it is about."""
        if wanted.organisation or wanted.emails or state.in_trash:
            return False
        texts = [*wanted.about, *self._unsaid(wanted, None, place, state.said)]
        return (
            all(fold(state.fields[name]) == fold(value) for name, value in wanted.fields.items() if value)
            and state.phones.issuperset(phone_key(*phone[:3]) for phone in wanted.phones)
            and state.addresses.issuperset(map(address_key, wanted.addresses))
            and state.tags.issuperset(self._vocabulary.known_tags(wanted.tags))
            and state.themes.issuperset(self._themes(wanted))
            and all(text in state.about for text in texts)
        )

    def _fields(self, state: State, wanted: Wanted, adds: list[str], differs: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        given, held = wanted.fields, state.fields
        stand_in = "@" in held["given_name"] and not held["family_name"]
        for name in FIELDS:
            new, kept = given[name], held[name]
            if not new or new == kept or name in ("given_name", "family_name"):
                continue
            if not kept:
                values[name] = held[name] = new
                adds.append(f"{LABELS[name].lower()} {new}")
            elif link_key(new) != link_key(kept) if name == "linkedin_url" else fold(new) != fold(kept):
                differs.append(f"{LABELS[name]}: the file says “{new}”, kept “{kept}”")
        if wanted.row.name and not _is_known_name(state, wanted.name):
            if stand_in:
                values |= {name: given[name] for name in ("given_name", "family_name")}
                held.update(values)
                adds.append(f"name {wanted.name}")
            else:
                kept = f"{held['given_name']} {held['family_name']}".strip()
                differs.append(f"Name: the file says “{wanted.name}”, kept “{kept}”")
        return values

    def _reach(self, state: State, wanted: Wanted, adds: list[str]) -> None:
        sink = self._sink
        for value, kind, _ in wanted.emails:
            if value.lower() not in state.emails:
                state.emails.add(value.lower())
                primary = int(not state.has_primary_email)
                state.has_primary_email = True
                sink.add("contact_email", (sink.next_id("contact_email"), state.id, value, kind, primary))
                adds.append(f"e-mail {value}")
        for phone in wanted.phones:
            key = phone_key(*phone[:3])
            if key not in state.phones:
                state.phones.add(key)
                sink.add("contact_phone", (sink.next_id("contact_phone"), state.id, *phone))
                adds.append(f"phone {phone[1]}")
        for address in wanted.addresses:
            key = address_key(address)
            if key not in state.addresses:
                state.addresses.add(key)
                sink.add("contact_address", (sink.next_id("contact_address"), state.id, *address))
                adds.append(f"address {', '.join(part for part in address[1:] if part)}")

    def _label(self, state: State, wanted: Wanted, adds: list[str]) -> None:
        sink = self._sink
        for name in wanted.tags:
            tag = self._vocabulary.tag(name)
            if tag not in state.tags:
                state.tags.add(tag)
                sink.add("contact_tag", (sink.next_id("contact_tag"), state.id, tag))
                adds.append(f"tag {name}")
        for theme in self._themes(wanted):
            if theme not in state.themes:
                state.themes.add(theme)
                sink.add("contact_theme", (sink.next_id("contact_theme"), state.id, theme))
                adds.append("theme")

    def _job(self, state: State, wanted: Wanted, organisation: int, adds: list[str], differs: list[str]) -> None:
        there = [job for job in state.jobs if job.organisation == organisation]
        name = self._places.names.get(organisation, wanted.organisation)
        if not there:
            primary = not any(job.is_primary for job in state.jobs)
            row = self._sink.next_id("affiliation")
            self._sink.add("affiliation", (row, state.id, organisation, wanted.role, wanted.department, int(primary)))
            state.jobs.append(Job(row, organisation, wanted.role, wanted.department, primary, True))
            adds.append(f"{'at' if primary else 'also at'} {name}")
            return
        current = [job for job in there if job.is_current]
        if not current:
            differs.append(f"Organisation: the file says “{name}”, recorded as left")
            return
        for label, attribute, given in (("Role", "role", wanted.role), ("Department", "department", wanted.department)):
            held = [getattr(job, attribute) for job in current]
            if not given or fold(given) in map(fold, held):
                continue
            if held[0]:
                differs.append(f"{label} at {name}: the file says “{given}”, kept “{held[0]}”")
            else:
                setattr(current[0], attribute, given)
                self._sink.update("affiliation", current[0].id, {attribute: given})
                adds.append(f"{label.lower()} {given}")

    def _themes(self, wanted: Wanted) -> list[int]:
        return [self._vocabulary.themes[fold(name)] for name in wanted.themes if fold(name) in self._vocabulary.themes]

    def _unsaid(self, wanted: Wanted, organisation: int | None, place: Place, said: dict[str, str]) -> list[str]:
        """Return, as lines, what no field takes and what our records do not say already."""
        lines = [f"Theme: {name}" for name in wanted.themes if fold(name) not in self._vocabulary.themes]
        if place.is_ambiguous:
            lines += [f"Organisation: {wanted.organisation}"] + ([f"Role: {wanted.role}"] if wanted.role else [])
        ranked = self._ranked.get(organisation or 0, [None, None])
        for key, value in wanted.known.items():
            if key == "sector" and ranked[0] == self._vocabulary.sectors.get(fold(value), 0):
                continue
            if key == "sub_region" and ranked[1] == self._vocabulary.sub_regions.get(fold(value), 0):
                continue
            if key == "last_met" and said.get(key, "")[: len(value)] >= value:
                continue
            if fold(value) != fold(said.get(key, "")):
                lines.append(f"{_SAID_LABELS[key]}: {value}")
        return lines


ORGANISATION_FACTS = ("website", "phone", "street", "town", "postcode", "country", "about")


def organisation_facts(wanted: Wanted) -> dict[str, str]:
    """Return what a row about an organisation says, by column; what has none goes into `about`."""
    row = wanted.row
    address = wanted.addresses[0] if wanted.addresses else ("",) * 6
    website = next((url.value for url in row.urls if url.type != "linkedin"), "")
    about = [text for text in wanted.about if text != f"Web: {website}"]
    about += [f"E-mail: {value}" for value, _, _ in wanted.emails]
    about += [f"Phone: {typed}" for _, typed, _, _ in wanted.phones[1:]]
    about += [f"Region: {address[3]}"] if address[3] else []
    about += [", ".join(part for part in other[1:] if part) for other in wanted.addresses[1:]]
    about += [f"LinkedIn: {wanted.fields['linkedin_url']}"] if wanted.fields["linkedin_url"] else []
    about += [f"Tag: {tag}" for tag in wanted.tags]
    phone = (wanted.phones[0][0] or wanted.phones[0][1]) if wanted.phones else ""
    texts = (website, phone, address[1], address[2], address[4], address[5], "\n\n".join(_joined(about)))
    return dict(zip(ORGANISATION_FACTS, texts, strict=True))


def _joined(texts: list[str]) -> list[str]:
    """Return texts as paragraphs: single lines that follow each other stand together."""
    paragraphs: list[str] = []
    before = ""
    for text in texts:
        if paragraphs and "\n" not in text and "\n" not in before and _is_fact(text) and _is_fact(before):
            paragraphs[-1] += f"\n{text}"
        else:
            paragraphs.append(text)
        before = text
    return paragraphs


def _is_fact(text: str) -> bool:
    """Return whether a text is one of the lines made from a column (`Member since: 2024`)."""
    return 0 < text.find(": ") < 60


def _is_known_name(state: State, name: str) -> bool:
    """Return whether a name is one the contact goes by, whatever its middle names, case and accents."""
    given = words(name)
    fields = state.fields
    family = fields["family_name"]
    known = [f"{fields['given_name']} {family}", f"{fields['preferred_name']} {family}", *state.names]
    return any(
        given == held or (held and given[:1] == held[:1] and given[-1:] == held[-1:]) for held in map(words, known)
    )
