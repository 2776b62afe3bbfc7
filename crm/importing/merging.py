"""Putting a row into the records: a new contact, or what an existing one lacks.

What differs is named and kept, or taken from the file where a person chose so.
"""

from typing import Any

from crm import clock
from crm.db.schema.allowed import AFFILIATION_KINDS
from crm.db.store import new_uid
from crm.formats.rows import ReadJob
from crm.identity import Agreement, agreement, name_of, phone_key, profile_key
from crm.importing import organisation_upsert
from crm.importing.differences import Differences
from crm.importing.existing_contacts import ExistingContact, Job
from crm.importing.organisation_lookup import OrganisationLookup
from crm.importing.organisation_upsert import OrganisationUpsert
from crm.importing.row_labels import SAID_LABELS, Sink, Vocabulary, joined
from crm.importing.row_mapping import FIELDS, LABELS, MappedRow, address_key
from crm.text import fold, words

COLUMNS: dict[str, tuple[str, ...]] = {
    "tag": ("id", "name"),
    "organisation": organisation_upsert.COLUMNS,
    "organisation_alias": ("id", "organisation_id", "name"),
    "organisation_theme": ("id", "organisation_id", "theme_id"),
    "organisation_domain": ("id", "organisation_id", "domain", "shared"),
    "organisation_tag": ("id", "organisation_id", "tag_id"),
    "partnership": ("id", "organisation_id", "status", "started_on", "ended_on", "agreement", "note"),
    "contact": ("id", "uid", *FIELDS, "about", "created_at"),
    "contact_alias": ("id", "contact_id", "name", "kind"),
    "contact_email": ("id", "contact_id", "value", "kind", "is_primary", "state"),
    "contact_phone": ("id", "contact_id", "e164", "typed", "extension", "kind"),
    "contact_address": ("id", "contact_id", "kind", "street", "town", "region", "postcode", "country"),
    "contact_theme": ("id", "contact_id", "theme_id"),
    "contact_tag": ("id", "contact_id", "tag_id"),
    "affiliation": (
        *("id", "contact_id", "organisation_id", "role", "department", "kind"),
        *("started", "ended", "is_lead", "is_current", "is_primary"),
    ),
    "consent": ("id", "contact_id", "purpose_id", "act", "method", "wording", "evidence", "at"),
    "import_batch": ("id", "file_name", "format", "sha256", "imported_at", "counts"),
    "import_row": ("id", "batch_id", "line", "outcome", "reason", "content"),
}  # fmt: skip
"""What an import writes, parents before children."""


_CADENCES = ("cadence_aim", "cadence_limit")


class Merger:
    """Makes and completes contacts; `now` is the moment that new ones get."""

    def __init__(
        self, sink: Sink, places: OrganisationLookup, firms: OrganisationUpsert, vocabulary: Vocabulary, now: str
    ) -> None:
        self._sink, self._places, self._firms, self._vocabulary, self._now = sink, places, firms, vocabulary, now

    def create(self, wanted: MappedRow, organisation: int | None, uid: str) -> int:
        """Make a contact of everything the row says."""
        sink = self._sink
        row = sink.next_id("contact")
        texts = wanted.about
        if wanted.known or wanted.themes:
            texts = [*texts, *self._unsaid(wanted, organisation, {})]
        elsewhere, untold = self._elsewhere(wanted)
        about = "\n\n".join(joined([*texts, *untold])) if texts or untold else ""
        fields = wanted.fields
        values = [fields[name] or (None if name == "birthday" else "") for name in FIELDS]
        sink.add("contact", (row, uid or new_uid(), *values, about, self._now))
        states = {email[0]: wanted.state_of(email[0]) for email in wanted.emails}
        in_use = [email for email in wanted.emails if states[email[0]] == "ok"]
        chosen = next((email for email in in_use if email[2]), in_use[0] if in_use else None)
        for email in wanted.emails:
            written = (sink.next_id("contact_email"), row, *email[:2], int(email is chosen), states[email[0]])
            sink.add("contact_email", written)
        for phone in wanted.phones:
            sink.add("contact_phone", (sink.next_id("contact_phone"), row, *phone))
        for address in wanted.addresses:
            sink.add("contact_address", (sink.next_id("contact_address"), row, *address))
        if wanted.tags:
            for tag in dict.fromkeys(map(self._vocabulary.tag, wanted.tags)):
                sink.add("contact_tag", (sink.next_id("contact_tag"), row, tag))
        if wanted.themes:
            for theme in dict.fromkeys(self._vocabulary.themes_of(wanted.themes)):
                sink.add("contact_theme", (sink.next_id("contact_theme"), row, theme))
        if organisation is not None:
            self._affiliate(row, organisation, wanted.job, primary=True)
        for job, there in elsewhere:
            self._affiliate(row, there, job, primary=False)
        if wanted.own:
            self._own(row, wanted.own)
        return row

    def complete(
        self,
        state: ExistingContact,
        wanted: MappedRow,
        organisation: int | None,
        *,
        takes: bool = False,
        changes_job: bool = False,
    ) -> tuple[list[str], list[str]]:
        """Fill in what a contact lacks and add what is new; return what was added and what differs.

        `takes` puts what differs in the place of what we held: then nothing differs, and all of it is added.
        `changes_job` ends the job that was the first one today; the one of the row begins, and is the first.
        """
        adds: list[str] = []
        found = Differences(takes=takes)
        values = self._fields(state, wanted, adds, found)
        self._reach(state, wanted, adds)
        self._label(state, wanted, adds)
        if organisation is not None:
            if changes_job:
                self._change_job(state, wanted, organisation, adds)
            else:
                self._job(state, wanted, organisation, adds, found)
        untold = self._also_at(state, wanted, adds)
        texts = [*wanted.about, *untold, *self._unsaid(wanted, organisation, state.said)]
        missing = [text for text in texts if text not in state.about]
        if missing:
            state.about = "\n\n".join(joined([state.about, *missing] if state.about else missing))
            values["about"] = state.about
            adds.append("notes")
        if state.in_trash:
            values["deleted_at"] = None
            state.in_trash = False
            adds.append("taken out of the trash")
        if values:
            self._sink.update("contact", state.id, values)
        return adds + found.taken, found.kept

    def says_nothing_new(self, state: ExistingContact, wanted: MappedRow, organisation: int | None) -> bool:
        """Return whether the row holds nothing that the contact does not: then it does not matter who it is about.

        `organisation` is the known one that it names, if it names one.
        """
        if state.in_trash or (wanted.organisation and not _works_as_said(state, wanted, organisation)):
            return False
        texts = [*wanted.about, *self._unsaid(wanted, organisation, state.said)]
        fields = dict(wanted.fields)
        if not wanted.row.name:
            fields["given_name"] = ""  # an address stands there
        return (
            all(fold(state.fields[name]) == fold(value) for name, value in fields.items() if value)
            and state.emails.issuperset(value.lower() for value, _, _ in wanted.emails)
            and state.phones.issuperset(phone_key(*phone[:3]) for phone in wanted.phones)
            and state.addresses.issuperset(map(address_key, wanted.addresses))
            and state.tags.issuperset(self._vocabulary.known_tags(wanted.tags))
            and state.themes.issuperset(self._vocabulary.themes_of(wanted.themes))
            and all(text in state.about for text in texts)
        )

    def _fields(self, state: ExistingContact, wanted: MappedRow, adds: list[str], found: Differences) -> dict[str, Any]:
        values: dict[str, Any] = {}
        given, held = wanted.fields, state.fields
        stand_in = "@" in held["given_name"] and not held["family_name"]
        for name in FIELDS:
            new, kept = given[name], held[name]
            if not new or new == kept or name in ("given_name", "family_name"):
                continue
            if not kept or (name == "birthday" and _is_fuller(new, kept)):
                values[name] = held[name] = new
                adds.append(f"{LABELS[name].lower()} {new}")
            elif not _same(name, new, kept) and found.is_taken(LABELS[name], new, kept):
                values[name] = held[name] = new
        known = not wanted.row.name or _is_known_name(state, wanted.name)
        if not known and not self._completes_name(state, wanted, values, adds):
            kept = f"{held['given_name']} {held['family_name']}".strip()
            if stand_in or found.is_taken("Name", wanted.name, kept):
                values |= {name: given[name] for name in ("given_name", "family_name")}
                held.update(values)
            if stand_in:
                adds.append(f"name {wanted.name}")
            elif found.takes:
                self._remember_name(state, kept)
        return values

    def _completes_name(
        self, state: ExistingContact, wanted: MappedRow, values: dict[str, Any], adds: list[str]
    ) -> bool:
        """Fill in a given name that is missing; one of which ours is short ("J", "Chris") is kept beside it.

        So that J Smith who turned out to be John is not taken for Jane by the next file.
        """
        held, given = state.fields, wanted.fields
        ours, theirs = (name_of(each["given_name"], each["family_name"]) for each in (held, given))
        if not (ours.family and ours.family == theirs.family and theirs.given):
            return False
        if not ours.given:
            values["given_name"] = held["given_name"] = given["given_name"]
            adds.append(f"first name {given['given_name']}")
            return True
        is_short = agreement(ours, theirs) in (Agreement.INITIAL, Agreement.SHORT)
        if is_short and len(theirs.given[0]) > len(ours.given[0]) and wanted.name not in state.names:
            self._remember_name(state, wanted.name, kind="also")
            adds.append(f"also called {wanted.name}")
        return False

    def _remember_name(self, state: ExistingContact, name: str, kind: str = "former") -> None:
        """Keep another name of somebody, such as the one they had until now: they are found by it."""
        if name not in state.names:
            state.names.add(name)
            self._sink.add("contact_alias", (self._sink.next_id("contact_alias"), state.id, name, kind))

    def _reach(self, state: ExistingContact, wanted: MappedRow, adds: list[str]) -> None:
        sink = self._sink
        for value, kind, _ in wanted.emails:
            if value.lower() not in state.emails:
                state.emails.add(value.lower())
                in_use = wanted.state_of(value) == "ok"
                primary = int(in_use and not state.has_primary_email)
                state.has_primary_email |= in_use
                values = (sink.next_id("contact_email"), state.id, value, kind, primary, wanted.state_of(value))
                sink.add("contact_email", values)
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

    def _label(self, state: ExistingContact, wanted: MappedRow, adds: list[str]) -> None:
        sink = self._sink
        for name in wanted.tags:
            tag = self._vocabulary.tag(name)
            if tag not in state.tags:
                state.tags.add(tag)
                sink.add("contact_tag", (sink.next_id("contact_tag"), state.id, tag))
                adds.append(f"tag {name}")
        for theme in self._vocabulary.themes_of(wanted.themes):
            if theme not in state.themes:
                state.themes.add(theme)
                sink.add("contact_theme", (sink.next_id("contact_theme"), state.id, theme))
                adds.append("theme")

    def _job(
        self, state: ExistingContact, wanted: MappedRow, organisation: int, adds: list[str], found: Differences
    ) -> None:
        there = [job for job in state.jobs if job.organisation == organisation]
        name = self._places.name(organisation) or wanted.organisation
        current = [job for job in there if job.is_current]
        if not there or (not current and found.is_taken("Organisation", name, "", ours="recorded as left")):
            primary = not any(job.is_primary for job in state.jobs)
            self._add_job(state, wanted, organisation, is_primary=primary)
            adds.append(f"{'at' if primary else 'also at'} {name}")
            return
        if not current:
            return
        for label, attribute, given in (("Role", "role", wanted.role), ("Department", "department", wanted.department)):
            held = [getattr(job, attribute) for job in current]
            if not given or fold(given) in map(fold, held):
                continue
            if held[0] and not found.is_taken(f"{label} at {name}", given, held[0]):
                continue
            setattr(current[0], attribute, given)
            self._sink.update("affiliation", current[0].id, {attribute: given})
            if not held[0]:
                adds.append(f"{label.lower()} {given}")

    def _add_job(self, state: ExistingContact, wanted: MappedRow, organisation: int, *, is_primary: bool) -> Job:
        row = self._affiliate(state.id, organisation, wanted.job, primary=is_primary)
        job = Job(row, organisation, wanted.role, wanted.department, is_primary, is_current=True)
        state.jobs.append(job)
        return job

    def _change_job(self, state: ExistingContact, wanted: MappedRow, organisation: int, adds: list[str]) -> None:
        """Make a job at an organisation the first one from today on, and end the one that was; no history moves."""
        today = clock.today().isoformat()
        new = next((job for job in state.jobs if job.organisation == organisation and job.is_current), None)
        if new is None:
            new = self._add_job(state, wanted, organisation, is_primary=False)
        former = next((job for job in state.jobs if job.is_primary and job is not new), None)
        if former is not None:
            former.is_primary = former.is_current = False
            ended = {"is_current": 0, "is_primary": 0, "is_lead": 0, "ended": today}
            self._sink.update("affiliation", former.id, ended)
        new.is_primary = True
        self._sink.update("affiliation", new.id, {"is_primary": 1, "started": today})
        adds.append(f"changed job, now at {self._places.name(organisation)}")

    def _affiliate(self, contact: int, organisation: int, job: ReadJob, *, primary: bool) -> int:
        row = self._sink.next_id("affiliation")
        kind = job.kind if job.kind in AFFILIATION_KINDS else "other"
        period = (job.started or None, job.ended or None, int(job.is_lead), int(job.is_current), int(primary))
        self._sink.add("affiliation", (row, contact, organisation, job.role, job.department, kind, *period))
        return row

    def _elsewhere(self, wanted: MappedRow) -> tuple[list[tuple[ReadJob, int]], list[str]]:
        """Return the further affiliations of a row with their organisations; as lines those that could be several."""
        found: list[tuple[ReadJob, int]] = []
        untold: list[str] = []
        for job in wanted.other_jobs:
            there = self._firms.named(job.organisation, wanted)
            if there is None:
                when = "Also at" if job.is_current else "Formerly at"
                untold.append(f"{when}: {job.organisation}{f', {job.role}' if job.role else ''}")
            else:
                found.append((job, there))
        return found, untold

    def _also_at(self, state: ExistingContact, wanted: MappedRow, adds: list[str]) -> list[str]:
        """Add the further affiliations of a row that are not held; return those that could be several as lines."""
        found, untold = self._elsewhere(wanted)
        held = {(job.organisation, job.is_current, fold(job.role)) for job in state.jobs}
        for job, there in found:
            if (there, job.is_current, fold(job.role)) in held:
                continue
            row = self._affiliate(state.id, there, job, primary=False)
            state.jobs.append(Job(row, there, job.role, job.department, False, job.is_current))
            adds.append(f"{'also' if job.is_current else 'formerly'} at {job.organisation}")
        return untold

    def _own(self, contact: int, own: dict[str, Any]) -> None:
        """Write what our own card tells of a contact made from it: former names, cadence, no longer in use."""
        for alias in own.get("aliases", ()):
            row = self._sink.next_id("contact_alias")
            self._sink.add("contact_alias", (row, contact, alias["name"], alias["kind"]))
        values: dict[str, Any] = {name: int(own[name]) for name in _CADENCES if own.get(name, "").isdecimal()}
        if own.get("inactive"):
            values["active"] = 0
        if values:
            self._sink.update("contact", contact, values)

    def _unsaid(self, wanted: MappedRow, organisation: int | None, said: dict[str, str]) -> list[str]:
        """Return, as lines, what no field takes and what our records do not say already."""
        lines = [f"Theme: {name}" for name in self._vocabulary.unknown_themes(wanted.themes)]
        for key, value in wanted.known.items():
            if wanted.own and key in ("sector", "sub_region", "partnership"):
                continue  # a list of ours: the organisation's own row tells
            if key in ("sector", "sub_region") and self._firms.is_rank(organisation, key, value):
                continue
            if key == "partnership" and self._firms.is_standing(organisation, value):
                continue
            if key == "last_met" and said.get(key, "")[: len(value)] >= value:
                continue
            if fold(value) != fold(said.get(key, "")):
                lines.append(f"{SAID_LABELS[key]}: {value}")
        return lines


def _works_as_said(state: ExistingContact, wanted: MappedRow, organisation: int | None) -> bool:
    return any(
        job.organisation == organisation
        and fold(wanted.role) in ("", fold(job.role))
        and fold(wanted.department) in ("", fold(job.department))
        for job in state.jobs
    )


def _same(field: str, new: str, kept: str) -> bool:
    if field == "birthday" and _is_fuller(kept, new):
        return True
    same_profile = field == "linkedin_url" and profile_key(new) == profile_key(kept) != ""
    return same_profile or fold(new) == fold(kept)


def _is_fuller(date: str, part: str) -> bool:
    """Return whether a date says what a partial one does (`1979`, `--05-09`), and more."""
    return date.startswith(f"{part}-") or (part.startswith("--") and date[4:] == part[1:])


def _is_known_name(state: ExistingContact, name: str) -> bool:
    """Return whether a name is one the contact goes by, whatever its middle names, case and accents."""
    given = words(name)
    fields = state.fields
    family = fields["family_name"]
    known = [f"{fields['given_name']} {family}", f"{fields['preferred_name']} {family}", *state.names]
    return any(
        given == held or (held and given[:1] == held[:1] and given[-1:] == held[-1:]) for held in map(words, known)
    )
