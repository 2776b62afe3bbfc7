"""What crosses the line about needs and offers, and the pairs of them that may fit."""

from datetime import date

import msgspec


class NeedDraft(msgspec.Struct, frozen=True):
    """A need or an offer as a form holds it; `kind` is need or offer.

    Maturity is a technology readiness level from 1 to 9; None leaves that end open. `themes` are names.
    """

    kind: str
    category: str
    title: str
    contact_id: int | None = None
    organisation_id: int | None = None
    notes: str = ""
    themes: tuple[str, ...] = ()
    sub_region_id: int | None = None
    maturity_from: int | None = None
    maturity_to: int | None = None
    expires_on: date | None = None
    confidential: bool = False
    pitch_id: int | None = None


class NeedRow(msgspec.Struct, frozen=True):
    """A need or an offer in a list; `state` is open, closed or expired.

    `organisation` is its own, else where its contact works now; so is `sub_region`, which is its own or theirs.
    """

    id: int
    kind: str
    category: str
    title: str
    notes: str
    contact_id: int | None
    contact: str
    organisation_id: int | None
    organisation: str
    symbol: str
    pitch_id: int | None
    sub_region_id: int | None
    sub_region: str
    maturity_from: int | None
    maturity_to: int | None
    expires_on: date | None
    confidential: bool
    state: str
    is_trashed: bool
    own_organisation_id: int | None
    own_sub_region_id: int | None
    themes: tuple[str, ...]

    def draft(self) -> NeedDraft:
        """Return the draft that, saved, changes nothing."""
        return NeedDraft(
            self.kind,
            self.category,
            self.title,
            self.contact_id,
            self.own_organisation_id,
            self.notes,
            self.themes,
            self.own_sub_region_id,
            self.maturity_from,
            self.maturity_to,
            self.expires_on,
            self.confidential,
            self.pitch_id,
        )


class Match(msgspec.Struct, frozen=True):
    """A need and an offer that may fit; `reasons` say why, in words. `score` orders pairs and means nothing else.

    `need_contact_id` and `offer_contact_id` are who would be introduced, None where nobody is known.
    """

    need: NeedRow
    offer: NeedRow
    score: int
    reasons: tuple[str, ...]
    need_contact_id: int | None
    offer_contact_id: int | None

    @property
    def is_confidential(self) -> bool:
        """Return whether either of them is not to be told to the other without asking."""
        return self.need.confidential or self.offer.confidential


class Conversation(msgspec.Struct, frozen=True):
    """Two people at a huddle who should talk, and the match that says why."""

    contact_id: int
    contact: str
    other_id: int
    other: str
    match: Match
