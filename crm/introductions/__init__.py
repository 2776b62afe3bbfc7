"""Introductions: bringing people together with their consent, and what came of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from crm import clock
from crm.contacts import Contacts
from crm.contacts.affiliations import on_date
from crm.dates import partial_end
from crm.db import schema
from crm.db.schema.allowed import (
    INTRODUCTION_CONSENTS,
    INTRODUCTION_SOURCES,
    INTRODUCTION_STEPS,
    RELATIONSHIP_KINDS,
)
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import INTRODUCTION, cleaned_texts
from crm.followups import FollowUpDraft, FollowUps
from crm.grouping import by_parent
from crm.huddles.letters import Letter
from crm.interactions import in_words
from crm.introductions import queries
from crm.introductions.letter import Biography, write_introduction
from crm.introductions.paths import find_paths, find_paths_into
from crm.introductions.records import (
    STATUSES,
    Hop,
    IntroductionDraft,
    IntroductionParty,
    IntroductionRow,
    LedgerFilter,
    OutcomeRow,
    Path,
    RelationshipRow,
)
from crm.known_or_new import KnownOrNew, Meant
from crm.search.query import patterns
from crm.settings import USER_NAME, Settings
from crm.text import clean, clean_line

__all__ = [
    "CHECK_DAYS",
    "INTRODUCTION_SOURCES",
    "INTRODUCTION_STEPS",
    "RELATIONSHIP_KINDS",
    "STATUSES",
    "Hop",
    "IntroductionDraft",
    "IntroductionParty",
    "IntroductionRow",
    "Introductions",
    "LedgerFilter",
    "OutcomeRow",
    "Path",
    "RelationshipRow",
]

CHECK_DAYS = (30, 90)
"""How many days after an introduction we ask what came of it."""

_ANSWERS = {"": "Not asked", "asked": "Asked", "yes": "Yes", "no": "No"}
_SAID = {**_ANSWERS, "yes": "Agreed", "no": "Said no"}

EVERYTHING = LedgerFilter()


class _Found(msgspec.Struct, frozen=True):
    """An introduction as the file holds it; the days may be partial ones."""

    id: int
    reason: str
    notes: str
    source: str
    huddle_id: int | None
    pitch_id: int | None
    made_on: str | None
    created_at: str
    is_trashed: bool
    check_id: int | None
    check_on: str | None


class _Party(IntroductionParty, frozen=True):
    """A party with the introduction that it is one of."""

    introduction_id: int

    def row(self) -> IntroductionParty:
        """Return it as it stands in its introduction."""
        return IntroductionParty(
            self.contact_id, self.contact, self.organisation_id, self.organisation, self.consent, self.consent_at
        )


class _Outcome(OutcomeRow, frozen=True):
    """A step with the introduction that reached it."""

    introduction_id: int

    def row(self) -> OutcomeRow:
        """Return it as it stands in its introduction."""
        return OutcomeRow(self.id, self.step, self.reached_on, self.note)


class Introductions:
    """Reads and writes introductions, their parties and outcomes, and who knows whom, with the paths to a person.

    Checks are made by their own service.
    """

    def __init__(self, store: Store, contacts: Contacts, followups: FollowUps, meanings: KnownOrNew) -> None:
        self._store = store
        self._contacts, self._followups, self._meanings = contacts, followups, meanings

    def get(self, introduction_id: int) -> IntroductionRow:
        """Return one introduction, a trashed one too; raises NotFound."""
        found = self._read(queries.ROW, introduction=introduction_id)
        if not found:
            raise NotFound("introduction", introduction_id)
        return found[0]

    def rows(self, offset: int = 0, limit: int = 500) -> list[IntroductionRow]:
        """Return the ledger, what was made or noted last first."""
        return self._read(queries.ROWS, limit=limit, offset=offset)

    def ledger(
        self, shown: LedgerFilter = EVERYTHING, sort: str = "newest", descending: bool = True
    ) -> list[IntroductionRow]:
        """Return the introductions of a filter in an order; raises Invalid where there is no such order or status."""
        if sort not in queries.SORTS:
            raise Invalid("sort", f"Introductions cannot be sorted by “{sort}”.")
        if shown.status and shown.status not in queries.STATUSES:
            raise Invalid("status", f"No introduction has the status “{shown.status}”.")
        words = patterns(shown.words)
        return self._read(queries.ledger(shown.status, len(words), sort, descending), **words)

    def to_make_count(self) -> int:
        """Return how many are noted and not made yet."""
        return int(self._store.value(queries.TO_MAKE_COUNT))

    def of(self, record: str, record_id: int) -> list[IntroductionRow]:
        """Return the introductions of a `contact` or an `organisation`, newest first."""
        return self._read(queries.ROWS_OF[record], record=record_id)

    def add(self, draft: IntroductionDraft) -> int:
        """Note an introduction to be made; return its id. Raises Invalid (reason, parties, source) or NotFound."""
        columns = self._columns(draft)
        with self._store.action(f"Add the introduction “{columns['reason']}”"):
            made = self._store.insert(
                schema.Introduction, uid=new_uid(), created_at=moment_text(clock.now()), **columns
            )
            for contact_id in dict.fromkeys(draft.contact_ids):
                self._join(made, contact_id, clock.today())
        return made

    def edit(self, introduction_id: int, draft: IntroductionDraft) -> None:
        """Make an introduction what the draft says; who stays a party keeps consent and organisation."""
        row, columns = self.get(introduction_id), self._columns(draft)
        held = [party.contact_id for party in row.parties]
        with self._store.action(f"Edit the introduction “{columns['reason']}”"):
            self._store.update(schema.Introduction, introduction_id, **columns)
            for contact_id in held:
                if contact_id not in draft.contact_ids:
                    self._store.delete(schema.IntroductionParty, self._party_id(introduction_id, contact_id))
            for contact_id in dict.fromkeys(draft.contact_ids):
                if contact_id not in held:
                    self._join(introduction_id, contact_id, row.made_on or clock.today())

    def save(self, draft: IntroductionDraft, parties: Sequence[Meant], introduction_id: int | None = None) -> int:
        """Add an introduction of those meant, or make it that, people of a new name with it, as one action.

        Return its id; raises what `add` does, and then nothing is written.
        """
        verb = "Add" if introduction_id is None else "Edit"
        with self._store.action(f"{verb} the introduction “{draft.reason.strip()}”"):
            draft = replace(draft, contact_ids=tuple(self._meanings.contact(each) for each in parties))
            if introduction_id is None:
                return self.add(draft)
            self.edit(introduction_id, draft)
        return introduction_id

    def consent(self, introduction_id: int, contact_id: int, answer: str) -> None:
        """Note that a party was asked, said yes or no, now; '' takes it back. Raises Invalid, NotFound."""
        if answer not in INTRODUCTION_CONSENTS:
            raise Invalid("consent", f"“{answer}” is no answer. A party was asked, or said yes or no.")
        party = self._party_id(introduction_id, contact_id)
        row = self.get(introduction_id)
        with self._store.action(f"{_ANSWERS[answer]}: {self._contacts.name(contact_id)}, “{row.reason}”"):
            at = moment_text(clock.now()) if answer else None
            self._store.update(schema.IntroductionParty, party, consent=answer, consent_at=at)

    def consents(self, introduction_id: int, contact_ids: Sequence[int], answer: str) -> None:
        """Note the same answer of several parties as one action; raises what `consent` does."""
        who = in_words([self._contacts.name(each) for each in contact_ids])
        reason = self.get(introduction_id).reason
        with self._store.action(f"{_SAID.get(answer, answer)}: {who}, “{reason}”"):
            for contact_id in contact_ids:
                self.consent(introduction_id, contact_id, answer)

    def made(self, introduction_id: int, on: date | None = None) -> list[int]:
        """Say that an introduction was made, today or on a day, as one action; return the ids of its checks.

        The parties' organisations become those of that day (rule 1). Raises Invalid where it was made already, a party
        said no, or the day is still to come.
        """
        row, day = self.get(introduction_id), on or clock.today()
        refused = [party.contact for party in row.parties if party.consent == "no"]
        if row.made_on is not None:
            raise Invalid("made_on", f"“{row.reason}” was made already.")
        if refused:
            raise Invalid("consent", f"{in_words(refused)} said no to this introduction. Nothing was changed.")
        if day > clock.today():
            raise Invalid("made_on", "That day is still to come. Say so when the introduction was made.")
        with self._store.action(f"Introduce {row.who}"):
            self._store.update(schema.Introduction, introduction_id, made_on=day.isoformat())
            for party in row.parties:
                self._store.update(
                    schema.IntroductionParty,
                    self._party_id(introduction_id, party.contact_id),
                    organisation_id=on_date(self._store, party.contact_id, day),
                )
            return [self._check_after(self.get(introduction_id), day, days) for days in CHECK_DAYS]

    def outcome(self, introduction_id: int, step: str, on: date | None = None, note: str = "") -> int:
        """Note a step that an introduction reached; return its id. Raises Invalid (step, reached_on), NotFound."""
        row, day = self.get(introduction_id), on or clock.today()
        if step not in INTRODUCTION_STEPS:
            raise Invalid("step", f"“{step}” is no step of an introduction.")
        if row.made_on is None:
            raise Invalid("made_on", "Say first when the introduction was made.")
        if not row.made_on <= day <= clock.today():
            raise Invalid("reached_on", "The day lies between that of the introduction and today.")
        with self._store.action(f"{step.capitalize()}: {row.who}"):
            return self._store.insert(
                schema.Outcome,
                introduction_id=introduction_id,
                step=step,
                reached_on=day.isoformat(),
                note=clean(note),
                created_at=moment_text(clock.now()),
            )

    def letter(self, introduction_id: int) -> Letter:
        """Return the text that introduces the parties to each other, from what we know of each of them."""
        row = self.get(introduction_id)
        people = self._store.all(queries.BIOGRAPHIES, into=Biography, introduction=introduction_id)
        return write_introduction(row.reason, people, Settings(self._store).get(USER_NAME))

    # -- who knows whom

    def relationships(self, contact_id: int) -> list[RelationshipRow]:
        """Return whom a person knows, as we were told, by name."""
        return self._store.all(queries.RELATIONSHIPS, into=RelationshipRow, contact=contact_id)

    def paths(self, contact_id: int, limit: int = 10) -> list[Path]:
        """Return who can introduce us to a person, the strongest path first; of one or two hops. Raises NotFound."""
        self._store.check_there((schema.Contact, contact_id))
        return find_paths(self._store, contact_id, clock.today(), limit)

    def paths_into(self, organisation_id: int, limit: int = 10) -> list[Path]:
        """Return who can introduce us to somebody at an organisation, or whom we know there; raises NotFound.

        The strongest path comes first, and one for each person to ask; of 25 people there at most.
        """
        self._store.check_there((schema.Organisation, organisation_id))
        return find_paths_into(self._store, organisation_id, clock.today(), limit)

    def relate(self, contact_id: int, other_id: int, kind: str = "knows", note: str = "") -> int:
        """Note that two people know each other, or how; return the id. Raises Invalid (kind, other) or NotFound."""
        if kind not in RELATIONSHIP_KINDS:
            raise Invalid("kind", f"“{kind}” is no kind of relationship.")
        if contact_id == other_id:
            raise Invalid("other", "Nobody needs to be introduced to themselves. Choose another person.")
        names = self._contacts.name(contact_id), self._contacts.name(other_id)
        first, second = sorted((contact_id, other_id))
        held = self._store.value(queries.RELATIONSHIP_OF, contact=first, other=second)
        with self._store.action(f"Note that {names[0]} and {names[1]} know each other"):
            if held is not None:
                self._store.update(schema.Relationship, held, kind=kind, note=clean_line(note))
                return int(held)
            return self._store.insert(
                schema.Relationship,
                contact_id=first,
                other_id=second,
                kind=kind,
                note=clean_line(note),
                created_at=moment_text(clock.now()),
            )

    def unrelate(self, relationship_id: int) -> None:
        """Take back that two people know each other."""
        row = self._store.row(queries.RELATIONSHIP, relationship=relationship_id)
        if row is None:
            raise NotFound("relationship", relationship_id)
        names = [self._contacts.name(id_) for id_ in row]
        with self._store.action(f"Take back that {in_words(names)} know each other"):
            self._store.delete(schema.Relationship, relationship_id)

    # -- inside

    def _read(self, query: Any, **values: Any) -> list[IntroductionRow]:
        found = self._store.all(query, into=_Found, **values)
        ids = [each.id for each in found]
        parties = by_parent(
            (each.introduction_id, each.row())
            for each in self._store.all(queries.PARTIES, into=_Party, introductions=ids)
        )
        outcomes = by_parent(
            (each.introduction_id, each.row())
            for each in self._store.all(queries.OUTCOMES, into=_Outcome, introductions=ids)
        )
        return [_row(each, parties.get(each.id, ()), outcomes.get(each.id, ())) for each in found]

    def _columns(self, draft: IntroductionDraft) -> dict[str, Any]:
        texts = cleaned_texts(INTRODUCTION, draft)
        if len(set(draft.contact_ids)) < 2:
            raise Invalid("parties", "An introduction needs at least two people.")
        if draft.source not in INTRODUCTION_SOURCES:
            raise Invalid("source", f"“{draft.source}” is not known as a source.")
        self._store.check_there(
            *((schema.Contact, id_) for id_ in draft.contact_ids),
            (schema.Huddle, draft.huddle_id),
            (schema.Pitch, draft.pitch_id),
        )
        return {
            **texts,
            "source": draft.source,
            "huddle_id": draft.huddle_id,
            "pitch_id": draft.pitch_id,
        }

    def _join(self, introduction_id: int, contact_id: int, day: date) -> None:
        self._store.insert(
            schema.IntroductionParty,
            introduction_id=introduction_id,
            contact_id=contact_id,
            organisation_id=on_date(self._store, contact_id, day),
        )

    def _check_after(self, row: IntroductionRow, day: date, days: int) -> int:
        first = row.parties[0]
        return self._followups.add(
            FollowUpDraft(
                f"Ask what came of introducing {row.who}",
                day + timedelta(days=days),
                notes=row.reason,
                contact_id=first.contact_id,
                organisation_id=first.organisation_id,
                introduction_id=row.id,
            )
        )

    def _party_id(self, introduction_id: int, contact_id: int) -> int:
        found = self._store.value(queries.PARTY, introduction=introduction_id, contact=contact_id)
        if found is None:
            raise NotFound("party", contact_id)
        return int(found)


def _row(found: _Found, parties: tuple[IntroductionParty, ...], outcomes: tuple[OutcomeRow, ...]) -> IntroductionRow:
    return IntroductionRow(
        found.id,
        found.reason,
        found.notes,
        found.source,
        found.huddle_id,
        found.pitch_id,
        _day(found.made_on),
        found.created_at,
        found.is_trashed,
        parties,
        outcomes,
        found.check_id,
        _day(found.check_on),
    )


def _day(text: str | None) -> date | None:
    return partial_end(text) if text else None
