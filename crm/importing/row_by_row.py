"""Reading a file into the records row by row, for a preview or for good: the same steps, so that both say the same."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec

from crm.db import schema
from crm.db.bulk import BulkWriter
from crm.db.store import Store
from crm.errors import Invalid
from crm.formats.rows import ReadContact
from crm.identity import LoadedKeys, Match, Matcher, OrganisationMatch, Person, is_no_organisation, phone_key
from crm.importing.existing_contacts import ExistingContact, load
from crm.importing.job_moves import Moves
from crm.importing.merging import COLUMNS, Merger
from crm.importing.objections import Objections
from crm.importing.organisation_lookup import OrganisationLookup
from crm.importing.organisation_upsert import OrganisationUpsert
from crm.importing.records import (
    MOVED,
    SHOWN_ROWS,
    SHOWN_TO_CHOOSE,
    Candidate,
    Counts,
    Decisions,
    Move,
    MoveDecisions,
    OrganisationDecisions,
    OrganisationQuestion,
    Outcome,
    PlannedRow,
)
from crm.importing.row_labels import Vocabulary
from crm.importing.row_mapping import MappedRow, person_of, wanted_from
from crm.reviewing import NEW_CONTACT, Known, known_people


class PreviewSink:
    """Takes rows and writes none; its keys are as if they were written."""

    def __init__(self, store: Store) -> None:
        self._used = Counter(store.used_keys())
        self.total = 0

    def next_id(self, table: str) -> int:
        """Return a key that was never used."""
        self._used[table] += 1
        return self._used[table]

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """Count a new row."""
        self.total += 1

    def update(self, table: str, row: int, values: dict[str, Any]) -> None:
        """Count a change."""
        self.total += 1

    def write(self) -> None:
        """Write nothing."""


class WritingSink(BulkWriter):
    """Takes rows and changes, and writes them in order."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, COLUMNS)
        self._store_ = store
        self._changes: list[tuple[str, int, dict[str, Any]]] = []
        self._changed = 0

    @property
    def total(self) -> int:
        """Return how many rows and changes were taken."""
        return super().total + self._changed

    def update(self, table: str, row: int, values: dict[str, Any]) -> None:
        """Take a change of a row; its columns come from this package alone."""
        self._changes.append((table, row, values))
        self._changed += 1

    def write(self) -> None:
        """Hand everything to the database, new rows before changes."""
        super().write()
        for table, row, values in self._changes:
            self._store_.update(schema.BY_TABLE[table], row, **values)
        self._changes.clear()


class RowAside(msgspec.Struct):
    """A row kept aside: why, and what it held as JSON."""

    number: int
    line: int
    outcome: str
    reason: str
    content: str


class _Step(msgspec.Struct):
    """A row on its way: what it wants and where it belongs."""

    wanted: MappedRow
    person: Person
    place: OrganisationMatch
    organisation: int | None = None
    match: Match = msgspec.field(default_factory=Match)
    is_same: bool = False
    created: int | None = None
    moved_from: int | None = None
    move: Move | None = None
    planned: PlannedRow | None = None


class Run:
    """One pass over a file. Feed it rows in chunks; then `counts`, `rows` and `aside` say what came of them."""

    def __init__(
        self,
        store: Store,
        sink: PreviewSink | WritingSink,
        now: str = "",
        decisions: Decisions | None = None,
        takes: Collection[int] = (),
        organisations: OrganisationDecisions | None = None,
        moves: MoveDecisions | None = None,
        source: str = "",
    ) -> None:
        self._store, self._sink, self._decisions, self._takes = store, sink, decisions or {}, takes
        self._places = OrganisationLookup(store, sink, organisations or {})
        self._moves = Moves(store, moves)
        self._objections = Objections(store, sink, source, now)
        self._people = LoadedKeys(store)
        self._matcher = Matcher(self._people)
        self._vocabulary = Vocabulary(store, sink)
        self._firms = OrganisationUpsert(store, sink, self._places, self._vocabulary, now)
        self._merger = Merger(sink, self._places, self._firms, self._vocabulary, now)
        self._touched: set[int] = set()
        self._organisations_touched: set[int] = set()
        self._unwritten: set[int | None] = set()
        self._by_number: dict[int, int] = {}
        self._keeps_aside = isinstance(sink, WritingSink)
        self._shown: Counter[Outcome] = Counter()
        self._number = 0
        self.counts = Counts()
        self.rows: list[PlannedRow] = []
        self.aside: list[RowAside] = []

    @property
    def new_organisations(self) -> list[str]:
        """Return the names of the organisations made."""
        return self._firms.made

    @property
    def organisation_questions(self) -> tuple[OrganisationQuestion, ...]:
        """Return the organisations' names that ask."""
        return self._places.questions

    @property
    def new_tags(self) -> list[str]:
        """Return the names of the tags made."""
        return self._vocabulary.new_tags

    def feed(self, rows: Iterable[ReadContact]) -> None:
        """Take some rows all the way."""
        steps: list[_Step] = []
        for row in rows:
            self._number += 1
            try:
                wanted = wanted_from(self._number, row)
            except Invalid as error:
                self._fail(row, str(error))
                continue
            if row.kind == "organisation":
                self._organisation(wanted)
            else:
                steps.append(self._recognise(wanted))
        self._merge(steps)

    def write(self) -> None:
        """Hand to the database what was gathered so far."""
        self._sink.write()
        self._unwritten.clear()

    def finish(self) -> None:
        """Write the rest, and count what was made on the way."""
        self._firms.finish()
        self.write()
        self.counts.organisations = len(self.new_organisations)
        self.counts.tags = len(self.new_tags)

    # -- people

    def _recognise(self, wanted: MappedRow) -> _Step:
        """Say who a row is about, and know the row's keys for those that follow."""
        step = _Step(wanted, person_of(wanted), self._places.find(wanted))
        if wanted.organisation:
            meant = (each.id for each in step.place.candidates)
            step.person.organisations = tuple(meant) or (step.place.organisation_id or 0,)
        step.match = self._decided(wanted) or self._matcher.find(
            step.person, step.place.organisation_id, _as_written(wanted)
        )
        if step.place.asks:
            known = step.match.contact_id
            there = self._people.person(known).organisations if known is not None else ()
            step.place = self._places.settle(wanted, step.place, there)
        if step.place.asks:
            step.match = Match(reason=step.place.reason, asks=True)
        if wanted.number not in self._decisions:
            step.match = self._matcher.unless_in_trash(step.match)
        found = step.match.contact_id
        if found is not None:
            step.is_same = found in self._touched
            self._touched.add(found)
            self._settle_place(step, found)
            self._people.learn(found, step.person, step.organisation, wanted.number, wanted.name)
            self._by_number[wanted.number] = found
        elif not step.match.asks:
            step.organisation = self._firms.place_of(wanted, step.place)
            step.created = self._create(step)
        return step

    def _settle_place(self, step: _Step, contact: int) -> None:
        """Say where somebody known works by the row; who seems to have moved does so only where it was decided."""
        step.moved_from = self._moves.moved_from(contact, step.wanted, step.place)
        step.move = self._moves.decided(step.wanted) if step.moved_from is not None else None
        if step.moved_from is None or step.move in (Move.CHANGED, Move.BOTH):
            step.organisation = self._firms.place_of(step.wanted, step.place)
            if step.organisation is not None:
                self._moves.works_at(contact, step.organisation)

    def _decided(self, wanted: MappedRow) -> Match | None:
        decision = self._decisions.get(wanted.number)
        if decision is None:
            return None
        if decision == NEW_CONTACT:
            return Match(reason="decided: somebody new")
        found = decision if decision > 0 else self._by_number.get(-decision)
        return Match(found, "decided") if found is not None and self._people.is_known(found) else None

    def _create(self, step: _Step) -> int:
        wanted = step.wanted
        uid = wanted.row.uid if wanted.uid and not self._people.uid_is_taken(wanted.uid) else ""
        row = self._merger.create(wanted, step.organisation, uid)
        self._people.learn(row, step.person, step.organisation, wanted.number, wanted.name)
        if step.organisation is not None:
            self._moves.works_at(row, step.organisation)
        self._touched.add(row)
        self._unwritten.add(row)
        self._by_number[wanted.number] = row
        return row

    def _merge(self, steps: list[_Step]) -> None:
        """Put the recognised rows of a chunk into the records, those of known contacts together."""
        ids = {step.match.contact_id for step in steps if step.match.contact_id is not None}
        ids.update(row for step in steps for row in _may_be(step, self._people.origin))
        if not self._unwritten.isdisjoint(ids):
            self.write()
        states = load(self._store, [row for row in ids if row is not None]) if ids else {}
        for step in steps:
            self._conclude(step, states)

    def _conclude(self, step: _Step, states: dict[int, ExistingContact]) -> None:
        match = step.match
        if step.created is not None:
            self._note(step, Outcome.NEW, match.reason, step.created, self._object(step, step.created))
        elif match.contact_id is not None:
            self._complete(step, states.get(match.contact_id))
        elif known := [
            row for row in _may_be(step, self._people.origin) if self._says_nothing_new(step, states.get(row))
        ]:
            what = "the same name, and" if match.by_name_only else "no name, and"
            self._note(step, Outcome.UNCHANGED, f"{what} nothing that is new", known[0])
        else:
            self._ask(step)

    def _complete(self, step: _Step, state: ExistingContact | None) -> None:
        match = step.match
        if state is None:  # a preview: the person of an earlier row is in no database
            refused = self._object(step, match.contact_id) if match.contact_id is not None else ()
            self._note(step, Outcome.SAME, match.reason, match.contact_id, refused)
            return
        takes = step.wanted.number in self._takes
        changes_job = step.move is Move.CHANGED
        adds, differs = self._merger.complete(
            state, step.wanted, step.organisation, takes=takes, changes_job=changes_job
        )
        adds += self._object(step, state.id)
        if adds:
            self._unwritten.add(state.id)  # a later chunk reads it again
        outcome = Outcome.SAME if step.is_same else Outcome.UPDATED if adds else Outcome.UNCHANGED
        self._note(step, outcome, match.reason, state.id, adds, differs)

    def _object(self, step: _Step, contact: int) -> tuple[str, ...]:
        """Record that somebody does not want to be mailed; return what is said of it."""
        if not (step.wanted.refuses and self._objections.record(contact, step.wanted)):
            return ()
        self.counts.objected += 1
        return (f"“do not mail” ({'; '.join(step.wanted.refuses)})",)

    def _says_nothing_new(self, step: _Step, state: ExistingContact | None) -> bool:
        place = step.place.organisation_id
        return state is not None and self._merger.says_nothing_new(state, step.wanted, place)

    def _ask(self, step: _Step) -> None:
        wanted, match = step.wanted, step.match
        for address in step.person.emails if wanted.refuses else ():  # whoever has the address: it is not to be mailed
            for row in self._people.by_email(address):
                self._object(step, row)
        self._note(step, Outcome.ASK, match.reason, None, candidates=match.candidates)
        self._keep_aside(wanted.number, wanted.row, Outcome.ASK, match.reason)

    # -- organisations

    def _organisation(self, wanted: MappedRow) -> None:
        wanted.name = wanted.organisation = wanted.organisation or wanted.name
        step = _Step(wanted, Person(), self._firms.record_of(wanted))
        row = step.place.organisation_id
        if step.place.asks:
            step.place = self._places.settle(wanted, step.place)
            step.match = Match(reason=step.place.reason, asks=True)
            self._ask(step)
        elif row is not None:
            self._complete_organisation(step, row)
        elif is_no_organisation(wanted.organisation):
            self._fail(wanted.row, "it names no organisation")
        else:
            self._organisations_touched.add(self._firms.make(wanted))
            self._note(step, Outcome.NEW, "an organisation", None)

    def _complete_organisation(self, step: _Step, row: int) -> None:
        is_same = row in self._organisations_touched
        self._organisations_touched.add(row)
        self.write()  # it may have been made by the row before
        takes = step.wanted.number in self._takes
        adds, differs = self._firms.complete(row, step.wanted, step.place, takes=takes)
        outcome = Outcome.SAME if is_same else Outcome.UPDATED if adds else Outcome.UNCHANGED
        self._note(step, outcome, step.place.reason, None, adds, differs)

    # -- what is said about it

    def _note(
        self,
        step: _Step,
        outcome: Outcome,
        reason: str,
        contact_id: int | None,
        adds: Iterable[str] = (),
        differs: Iterable[str] = (),
        candidates: Iterable[int] = (),
    ) -> None:
        self.counts.add(outcome)
        if step.moved_from is not None:
            self._note_move(step)
        differing = tuple(differs)
        if differing:
            self.counts.differing += 1
        shown = self._shown.get(outcome, 0)
        to_choose = outcome in (Outcome.ASK, Outcome.SAME) or differing or step.moved_from is not None
        if shown >= (SHOWN_TO_CHOOSE if to_choose else SHOWN_ROWS):
            return
        self._shown[outcome] = shown + 1
        wanted = step.wanted
        is_ours = contact_id is not None and contact_id not in self._people.origin
        self.rows.append(
            PlannedRow(
                wanted.number,
                wanted.row.line,
                wanted.name or wanted.organisation,
                wanted.organisation,
                outcome,
                reason,
                contact_id if is_ours else None,
                tuple(adds),
                differing,
                self._candidates(list(candidates)),
                wanted.organisation if step.place.asks else "",
                self._places.name(step.moved_from) if step.moved_from is not None else "",
                wanted.row.kind == "organisation",
            )
        )

    def _note_move(self, step: _Step) -> None:
        """Count somebody who seems to have moved while nothing is decided: the row is kept aside, too."""
        if step.move is None and step.moved_from is not None:
            self.counts.moved += 1
            reason = f"seems to have moved from {self._places.name(step.moved_from)} to {step.wanted.organisation}"
            self._keep_aside(step.wanted.number, step.wanted.row, MOVED, reason)

    def _candidates(self, rows: Sequence[int]) -> tuple[Candidate, ...]:
        """Return who these are: contacts as our records show them, the people of earlier rows as the file does."""
        ours = [row for row in rows if row not in self._people.origin]
        known = {each.contact_id: each for each in known_people(self._store, ours)}
        return tuple(self._candidate(row, known.get(row)) for row in rows)

    def _candidate(self, row: int, known: Known | None) -> Candidate:
        person = self._people.person(row)
        email = next(iter(person.emails), "")
        place = self._places.name(person.organisations[0]) if person.organisations else ""
        if known is None:
            return Candidate(None, self._people.shown[row], place, email, row=self._people.origin[row])
        organisation = place if known.in_trash else known.organisation
        return Candidate(row, known.name, organisation, email, in_trash=known.in_trash)

    def _fail(self, row: ReadContact, reason: str) -> None:
        self.counts.add(Outcome.FAILED)
        name = row.name.display or row.organisation
        self.rows.append(PlannedRow(self._number, row.line, name, row.organisation, Outcome.FAILED, reason))
        self._keep_aside(self._number, row, Outcome.FAILED, reason)

    def _keep_aside(self, number: int, row: ReadContact, outcome: str, reason: str) -> None:
        if self._keeps_aside:
            content = json.dumps(row.as_json(), ensure_ascii=False, default=str)
            self.aside.append(RowAside(number, row.line, str(outcome), reason, content))


def _as_written(wanted: MappedRow) -> dict[str, str]:
    """Return the row's addresses and numbers as the file writes them, by how they are compared."""
    if not (wanted.emails or wanted.phones):
        return {}
    shown = {value.lower(): value for value, _, _ in wanted.emails}
    return shown | {phone_key(*phone[:3]): phone[1] for phone in wanted.phones}


def _may_be(step: _Step, of_file: Collection[int]) -> list[int]:
    """Return who, known before the file, needs no question where the row says nothing that is new of them.

    One namesake where only the name speaks; for a row without a name anybody who holds what it says.
    """
    match = step.match
    if not match.asks or step.place.asks or (step.person.is_named and not match.by_name_only):
        return []
    if step.person.is_named and len(match.candidates) != 1:
        return []
    return [row for row in match.candidates if row not in of_file]
