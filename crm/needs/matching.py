"""Which offer may fit which need: pairs of one category or theme, scored in the database, with reasons in words."""

from collections.abc import Callable, Sequence

import msgspec

from crm import clock
from crm.db.store import Store
from crm.needs import queries
from crm.needs.pair_queries import PAIRS
from crm.needs.records import Match, NeedRow

OfIds = Callable[[Sequence[int]], dict[int, NeedRow]]
"""What reads needs and offers by their ids."""

_NEW = 10
"""What it adds to a pair's score that the two were never introduced."""


class _Pair(msgspec.Struct, frozen=True):
    """A need and an offer by their ids, what speaks for them, and who would be introduced to whom."""

    need: int
    offer: int
    near: bool
    ripe: bool
    meet: bool
    asks: int | None
    gives: int | None
    score: int
    introduced: bool


def find_matches(
    store: Store, of_ids: OfIds, need_id: int | None, offer_id: int | None, huddle_id: int | None, limit: int
) -> list[Match]:
    """Return the pairs that may fit, the best first; with a huddle, those of which both will be there."""
    soon = huddle_id if huddle_id is not None else _next_huddle(store)
    found = store.all(
        PAIRS,
        into=_Pair,
        huddle=soon,
        today=clock.today(),
        need=need_id,
        offer=offer_id,
        only=huddle_id is not None,
        limit=4 * limit,
    )
    rows = of_ids([id_ for pair in found for id_ in (pair.need, pair.offer)])
    label = _label(store, soon)
    made = [_match(pair, rows, label) for pair in found]
    made.sort(key=lambda match: (-match.score, match.need.id, match.offer.id))
    return made[:limit]


def dismissed_matches(store: Store, of_ids: OfIds, limit: int) -> list[Match]:
    """Return the pairs that were dismissed, the latest first, with what needs and offers themselves say for them."""
    found = store.rows(queries.DISMISSED, limit=limit)
    rows = of_ids([id_ for pair in found for id_ in pair])
    made = []
    for need, offer in found:
        ours, theirs = rows[need], rows[offer]
        near = ours.sub_region_id is not None and ours.sub_region_id == theirs.sub_region_id
        told = (ours.maturity_from or ours.maturity_to) and (theirs.maturity_from or theirs.maturity_to)
        ripe = bool(told) and _meet(ours, theirs)
        pair = _Pair(need, offer, near, ripe, False, ours.contact_id, theirs.contact_id, 0, True)
        made.append(_match(pair, rows, ""))
    return made


def _match(pair: _Pair, rows: dict[int, NeedRow], huddle: str) -> Match:
    ours, theirs, score = rows[pair.need], rows[pair.offer], pair.score
    reasons = []
    if themes := [theme for theme in ours.themes if theme in theirs.themes]:
        reasons.append(f"shared {'theme' if len(themes) == 1 else 'themes'}: {', '.join(themes)}")
    if ours.category == theirs.category:
        reasons.append(f"both about {ours.category}")
    if pair.near:
        reasons.append(f"both in {ours.sub_region}")
    if pair.ripe:
        reasons.append(f"maturity overlaps: {_overlap(ours, theirs)}")
    if pair.meet:
        reasons.append(f"both at {huddle}")
    if not pair.introduced and pair.asks is not None and pair.gives is not None:
        reasons.append("never introduced")
        score += _NEW
    return Match(ours, theirs, score, tuple(reasons), pair.asks, pair.gives)


def _overlap(need: NeedRow, offer: NeedRow) -> str:
    least, most = _common(need, offer)
    return str(least) if least == most else f"{least} to {most}"


def _meet(need: NeedRow, offer: NeedRow) -> bool:
    least, most = _common(need, offer)
    return least <= most


def _common(need: NeedRow, offer: NeedRow) -> tuple[int, int]:
    return (
        max(need.maturity_from or 1, offer.maturity_from or 1),
        min(need.maturity_to or 9, offer.maturity_to or 9),
    )


def _next_huddle(store: Store) -> int | None:
    found = store.value(queries.NEXT_HUDDLE, now=clock.now())
    return None if found is None else int(found)


def _label(store: Store, huddle_id: int | None) -> str:
    return str(store.value(queries.TITLE_OF_HUDDLE, huddle=huddle_id) or "")
