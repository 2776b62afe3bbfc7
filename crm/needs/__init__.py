"""Needs and offers: standing requests and resources, and the pairs of them that may fit."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.db import schema
from crm.db.schema.allowed import NEED_CATEGORIES, NEED_KINDS
from crm.db.store import Store, moment_text, new_uid
from crm.errors import Invalid, NotFound
from crm.fields import NEED_OFFER, cleaned_texts
from crm.introductions import IntroductionDraft, Introductions
from crm.introductions.queries import NAMES
from crm.known_or_new import KnownOrNew, Meant
from crm.needs import queries
from crm.needs.matching import dismissed_matches, find_matches
from crm.needs.records import Conversation, Match, NeedDraft, NeedRow
from crm.pitches import Pitches
from crm.tag_links import set_links

__all__ = ["NEED_CATEGORIES", "Conversation", "Match", "NeedDraft", "NeedRow", "Needs"]

_KINDS = {"ask": "need", "offer": "offer"}


class Needs:
    """Reads and writes needs and offers, and what was decided about their pairs."""

    def __init__(self, store: Store, pitches: Pitches, introductions: Introductions, meanings: KnownOrNew) -> None:
        self._store = store
        self._pitches, self._introductions, self._meanings = pitches, introductions, meanings

    def get(self, need_id: int) -> NeedRow:
        """Return one need or offer, a trashed one too; raises NotFound."""
        found = self._all(queries.ROW, id=need_id)
        if not found:
            raise NotFound("need or offer", need_id)
        return found[0]

    def rows(self, kind: str = "", state: str = "open", limit: int = 500) -> list[NeedRow]:
        """Return the needs or offers ('' for both) of a state ('' for all), the newest first."""
        return self._all(queries.ROWS[state], kind=kind, limit=limit)

    def of(self, record: str, record_id: int) -> list[NeedRow]:
        """Return the needs and offers of a `contact` or an `organisation` (its own), the newest first."""
        return self._all(queries.ROWS_OF[record], record=record_id)

    def of_huddle(self, huddle_id: int) -> dict[int, NeedRow]:
        """Return what the pitches of a huddle became, by the pitch's id."""
        rows = self._all(queries.ROWS_OF_HUDDLE, huddle=huddle_id)
        return {row.pitch_id: row for row in rows if row.pitch_id is not None}

    def of_ids(self, ids: Sequence[int]) -> dict[int, NeedRow]:
        """Return needs and offers by id."""
        return {row.id: row for row in self._all(queries.ROWS_OF_IDS, ids=ids)}

    def add(self, draft: NeedDraft) -> int:
        """Write a need or an offer; return its id. Raises Invalid (kind, category, title, who, ...) or NotFound."""
        columns = self._columns(draft)
        with self._store.action(f"Add the {draft.kind} “{columns['title']}”"):
            made = self._store.insert(schema.NeedOffer, uid=new_uid(), created_at=moment_text(clock.now()), **columns)
            set_links(self._store, "need_offer", "theme", made, draft.themes)
        return made

    def edit(self, need_id: int, draft: NeedDraft) -> None:
        """Make a need or an offer what the draft says."""
        self.get(need_id)
        columns = self._columns(draft)
        with self._store.action(f"Edit the {draft.kind} “{columns['title']}”"):
            self._store.update(schema.NeedOffer, need_id, **columns)
            set_links(self._store, "need_offer", "theme", need_id, draft.themes)

    def save(self, draft: NeedDraft, at: Meant | None, need_id: int | None = None) -> int:
        """Add a need or an offer `at` the organisation meant, or make it that, a new one with it, as one action.

        Return its id; raises what `add` does, and then nothing is written.
        """
        verb = "Add" if need_id is None else "Edit"
        with self._store.action(f"{verb} the {draft.kind} “{draft.title.strip()}”"):
            place = self._meanings.organisation(at) if at is not None else None
            draft = replace(draft, organisation_id=place)
            if need_id is None:
                return self.add(draft)
            self.edit(need_id, draft)
        return need_id

    def from_pitch(self, pitch_id: int, category: str = "expertise", themes: Sequence[str] = ()) -> int:
        """Make the need of a pitch that asks, or the offer of one that offers; return its id.

        Raises Invalid for another kind of pitch, one that says neither who nor for whom, and one that has its own
        already.
        """
        pitch = self._pitches.get(pitch_id)
        if pitch.kind not in _KINDS:
            raise Invalid("kind", f"“{pitch.topic}” is neither an ask nor an offer.")
        if self._store.value(queries.OF_PITCH, pitch=pitch_id):
            raise Invalid("pitch", f"“{pitch.topic}” stands among the needs and offers already.")
        return self.add(
            NeedDraft(
                _KINDS[pitch.kind],
                category,
                pitch.topic,
                pitch.contact_id,
                pitch.organisation_id,
                pitch.notes,
                tuple(themes),
                pitch_id=pitch_id,
            )
        )

    def close(self, need_ids: Sequence[int]) -> None:
        """Say that needs are met, or that offers no longer stand."""
        self._set_closed(need_ids, moment_text(clock.now()), "Close {}")

    def reopen(self, need_ids: Sequence[int]) -> None:
        """Open closed needs and offers again."""
        self._set_closed(need_ids, None, "Reopen {}")

    # -- matches

    def matches(
        self,
        need_id: int | None = None,
        huddle_id: int | None = None,
        limit: int = 100,
        *,
        offer_id: int | None = None,
    ) -> list[Match]:
        """Return the pairs that may fit and of which nothing was decided, the best first.

        Of one need or offer, or of all; with a huddle, those of which both sides will be there. What is closed or
        expired, and pairs of one organisation, are left out.
        """
        return find_matches(self._store, self.of_ids, need_id, offer_id, huddle_id, limit)

    def dismissed(self, limit: int = 100) -> list[Match]:
        """Return the pairs that were dismissed, the latest first; `reconsider` lets one be suggested again."""
        return dismissed_matches(self._store, self.of_ids, limit)

    def conversations(self, huddle_id: int, most: int = 10) -> list[Conversation]:
        """Return who should talk to whom at a huddle, from its list: every pair of people once, the best first."""
        self._store.check_there((schema.Huddle, huddle_id))
        pairs: dict[frozenset[int], tuple[int, int, Match]] = {}
        for match in self.matches(huddle_id=huddle_id, limit=20 * most):
            one, other = match.need_contact_id, match.offer_contact_id
            if one is not None and other is not None and len(pairs) < most:
                pairs.setdefault(frozenset((one, other)), (one, other, match))
        names = dict(self._store.rows(NAMES, ids={id_ for pair in pairs for id_ in pair}))
        return [
            Conversation(one, names.get(one, ""), other, names.get(other, ""), match)
            for one, other, match in pairs.values()
        ]

    def accept(self, need_id: int, offer_id: int) -> int:
        """Make an introduction of a pair, as one action; return its id.

        Raises Invalid where nobody is known on a side, or the pair was decided already. The title of what is
        confidential is not in the introduction, whose reason both sides read.
        """
        need, offer = self._pair(need_id, offer_id)
        match = next(iter(self.matches(need_id, limit=1, offer_id=offer_id)), None)
        if match is None:
            raise Invalid("match", f"“{need.title}” and “{offer.title}” are no open pair any more.")
        if match.need_contact_id is None or match.offer_contact_id is None:
            nobody = need if match.need_contact_id is None else offer
            raise Invalid("contact", f"Say first who is to be introduced for “{nobody.title}”.")
        draft = IntroductionDraft(
            f"{_told(need)}; {_told(offer)}",
            (match.need_contact_id, match.offer_contact_id),
            "\n".join(match.reasons),
            "match",
            pitch_id=need.pitch_id or offer.pitch_id,
        )
        with self._store.action(f"Accept the match of “{need.title}” and “{offer.title}”"):
            made = self._introductions.add(draft)
            self._decide(need_id, offer_id, "accepted", made)
        return made

    def dismiss(self, need_id: int, offer_id: int) -> None:
        """Remember that a pair does not fit; it is suggested no more."""
        need, offer = self._pair(need_id, offer_id)
        with self._store.action(f"Dismiss the match of “{need.title}” and “{offer.title}”"):
            self._decide(need_id, offer_id, "dismissed", None)

    def reconsider(self, need_id: int, offer_id: int) -> None:
        """Forget what was decided about a pair: it may be suggested again; an introduction made of it stays."""
        need, offer = self._pair(need_id, offer_id)
        with self._store.action(f"Suggest “{need.title}” and “{offer.title}” again"):
            self._store.run(queries.FORGET, need=need_id, offer=offer_id)

    # -- inside

    def _all(self, query: Any, **values: Any) -> list[NeedRow]:
        return self._store.all(query, into=NeedRow, today=clock.today(), **values)

    def _columns(self, draft: NeedDraft) -> dict[str, Any]:
        texts = cleaned_texts(NEED_OFFER, draft)
        least, most = draft.maturity_from, draft.maturity_to
        if draft.kind not in NEED_KINDS:
            raise Invalid("kind", f"“{draft.kind}” is neither a need nor an offer.")
        if not texts["title"]:
            raise Invalid("title", f"Say what is {'needed' if draft.kind == 'need' else 'offered'}.")
        if draft.category not in NEED_CATEGORIES:
            raise Invalid("category", f"“{draft.category}” is no category of needs and offers.")
        if draft.contact_id is None and draft.organisation_id is None:
            raise Invalid("who", f"Say whose {draft.kind} it is: a person, an organisation or both.")
        if any(each is not None and not 1 <= each <= 9 for each in (least, most)):
            raise Invalid("maturity", "Maturity goes from 1 to 9.")
        if least is not None and most is not None and least > most:
            raise Invalid("maturity", "The maturity ends before it begins.")
        self._store.check_there(
            (schema.Contact, draft.contact_id),
            (schema.Organisation, draft.organisation_id),
            (schema.Pitch, draft.pitch_id),
            (schema.SubRegion, draft.sub_region_id),
        )
        return {
            "kind": draft.kind,
            "category": draft.category,
            **texts,
            "contact_id": draft.contact_id,
            "organisation_id": draft.organisation_id,
            "pitch_id": draft.pitch_id,
            "sub_region_id": draft.sub_region_id,
            "maturity_from": least,
            "maturity_to": most,
            "expires_on": draft.expires_on.isoformat() if draft.expires_on else None,
            "confidential": int(draft.confidential),
        }

    def _set_closed(self, need_ids: Sequence[int], moment: str | None, label: str) -> None:
        rows = [self.get(each) for each in need_ids]
        what = f"the {rows[0].kind} “{rows[0].title}”" if len(rows) == 1 else f"{len(rows):,} needs and offers"
        with self._store.action(label.format(what)):
            for row in rows:
                self._store.update(schema.NeedOffer, row.id, closed_at=moment)

    def _pair(self, need_id: int, offer_id: int) -> tuple[NeedRow, NeedRow]:
        need, offer = self.get(need_id), self.get(offer_id)
        if (need.kind, offer.kind) != ("need", "offer"):
            raise Invalid("match", "A match is of a need and an offer.")
        return need, offer

    def _decide(self, need_id: int, offer_id: int, decision: str, introduction_id: int | None) -> None:
        self._store.run(queries.FORGET, need=need_id, offer=offer_id)
        self._store.insert(
            schema.MatchDecision,
            need_id=need_id,
            offer_id=offer_id,
            decision=decision,
            introduction_id=introduction_id,
            at=moment_text(clock.now()),
        )


def _told(row: NeedRow) -> str:
    """Return what both sides may read of a need or an offer."""
    said = row.category if row.confidential else row.title
    return f"{'looking for' if row.kind == 'need' else 'offering'} {said}"
