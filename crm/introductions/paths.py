"""Who can introduce us to a person: people we are in touch with who share something with them.

Everything is read from our own records: affiliations that overlap in time, huddles and interactions both were at,
relationships we were told of, and introductions that were made.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from crm import dates
from crm.db.store import Store
from crm.introductions import path_queries as queries
from crm.introductions.queries import NAMES
from crm.introductions.records import Hop, Path

_OLD_DAYS = 730
"""What happened earlier than this counts half."""

_STATED = {"knows well": 90, "family": 90, "friend": 85, "colleague": 70, "knows": 55, "other": 45}
_SAID = {
    "knows well": "knows them well",
    "family": "is family",
    "friend": "is a friend",
    "colleague": "is a colleague",
    "knows": "knows them",
    "other": "is connected to them",
}
_CROWD = 40
"""People known of an organisation from which on working there says little about who knows whom."""

_MOST_THERE = 25
"""Of so many people at an organisation it is asked who can introduce us to them."""


class _Known(msgspec.Struct, frozen=True):
    """Somebody whom we are in touch with."""

    contact_id: int
    name: str
    last_touch_on: date


class _Touches(msgspec.Struct, frozen=True):
    """How often we were in touch with somebody of late."""

    contact_id: int
    interactions: int
    huddles: int


class _Shared(msgspec.Struct, frozen=True):
    """The person asked about, and somebody who may know them."""

    target: int
    contact_id: int


class _Place(_Shared, frozen=True):
    """Where both were from when to when, as `path_queries` words it, and how many people are known of that place."""

    place: str
    begun: str
    ended: str
    people: int


class _Met(_Shared, frozen=True):
    """How often both were at the same, and when last."""

    times: int
    last_on: date


class _Stated(_Shared, frozen=True):
    """How they know each other, as we were told."""

    kind: str
    note: str


class _Introduced(_Shared, frozen=True):
    """When we introduced them, and the step reached last, '' for none."""

    made_on: str
    step: str


class _Evidence(msgspec.Struct, frozen=True):
    """Why two people may know each other: `strength` 1 to 99, and the words that say so."""

    strength: int
    words: str


def find_paths(store: Store, target: int, today: date, limit: int) -> list[Path]:
    """Return the strongest paths from us to a contact, of one or two hops."""
    return _paths_to(store, [target], today, limit)[target]


def find_paths_into(store: Store, organisation: int, today: date, limit: int) -> list[Path]:
    """Return the strongest paths to whoever works at an organisation now, one for each first hop."""
    people = store.column(queries.THERE, organisation=organisation, limit=_MOST_THERE)
    best: dict[int, Path] = {}
    for paths in _paths_to(store, people, today, limit).values():
        for path in paths:
            first = path.hops[0].to_id
            # Whom we know there needs no colleague to be introduced by.
            if (len(path.hops) == 1 or first not in people) and (
                first not in best or best[first].strength < path.strength
            ):
                best[first] = path
    return sorted(best.values(), key=lambda path: (-path.strength, len(path.hops), path.hops[0].to_id))[:limit]


def _paths_to(store: Store, targets: Sequence[int], today: date, limit: int) -> dict[int, list[Path]]:
    """Return the strongest paths to each of these people."""
    evidence = _evidence(store, targets, today)
    others = {id_ for found in evidence.values() for id_ in found}
    known = {each.contact_id: each for each in store.all(queries.KNOWN, into=_Known, ids={*targets, *others})}
    # Only the likely ones are asked how often we were in touch: that reads their interactions.
    likely = {target: _likely(found, known, today)[: 2 * limit] for target, found in evidence.items()}
    asked = {id_ for target, ids in likely.items() for id_ in (target, *ids)}
    ours = _our_hops(store, [known[id_] for id_ in asked if id_ in known], today)
    names = dict(store.rows(NAMES, ids=targets))
    made = {}
    for target, ids in likely.items():
        found = [Path((ours[target],))] if target in ours else []
        for id_ in ids:
            said = sorted(evidence[target][id_], key=lambda each: -each.strength)
            words, name = tuple(each.words for each in said), names.get(target, "")
            found.append(Path((ours[id_], Hop(id_, known[id_].name, target, name, words, _together(said)))))
        found.sort(key=lambda path: (-path.strength, len(path.hops), path.hops[0].to_id))
        made[target] = found[:limit]
    return made


def _likely(evidence: Mapping[int, list[_Evidence]], known: Mapping[int, _Known], today: date) -> list[int]:
    """Return whom we know of those who may know a person, the likely ones first."""
    return sorted(
        (id_ for id_ in evidence if id_ in known),
        key=lambda id_: (-_aged(_together(evidence[id_]), known[id_].last_touch_on, today), id_),
    )


def _our_hops(store: Store, known: Sequence[_Known], today: date) -> dict[int, Hop]:
    """Return the hop from us to each of these people."""
    since = date.fromordinal(today.toordinal() - _OLD_DAYS)
    asked = [each.contact_id for each in known]
    touches = {each.contact_id: each for each in store.all(queries.TOUCHES, into=_Touches, ids=asked, since=since)}
    made = {}
    for each in known:
        talks, huddles = touches[each.contact_id].interactions, touches[each.contact_id].huddles
        words = [f"last in touch {dates.ago(each.last_touch_on, today)}"]
        if talks:
            words.append(f"{_many(talks, 'interaction')} in two years")
        if huddles:
            words.append(f"{_many(huddles, 'huddle')} in two years")
        often = _aged(min(95, 30 + 8 * talks + 4 * huddles), each.last_touch_on, today)
        made[each.contact_id] = Hop(None, "We", each.contact_id, each.name, tuple(words), often)
    return made


def _evidence(store: Store, targets: Sequence[int], today: date) -> dict[int, dict[int, list[_Evidence]]]:
    """Return what speaks for somebody's knowing each of these people, by these and by who may know them."""
    found: dict[int, dict[int, list[_Evidence]]] = {target: {} for target in targets}

    def add(target: int, id_: int, strength: int, words: str) -> None:
        found[target].setdefault(id_, []).append(_Evidence(strength, words))

    best: dict[tuple[int, int, str], tuple[int, str]] = {}
    for at in store.all(queries.AFFILIATED, into=_Place, targets=targets):
        told = _of_affiliation(at, today)
        key = at.target, at.contact_id, at.place
        if (held := best.get(key)) is None or held[0] < told[0]:
            best[key] = told
    for (target, id_, _), told in best.items():
        add(target, id_, *told)
    for met in store.all(queries.GATHERED, into=_Met, targets=targets):
        strength = _aged(min(45, 10 + 5 * met.times), met.last_on, today)
        add(met.target, met.contact_id, strength, f"both at {_many(met.times, 'huddle')}, {_the_last(met, today)}")
    for met in store.all(queries.TOGETHER, into=_Met, targets=targets):
        strength = _aged(min(80, 30 + 10 * met.times), met.last_on, today)
        add(met.target, met.contact_id, strength, f"both in {_many(met.times, 'interaction')}, {_the_last(met, today)}")
    for each in store.all(queries.RELATED, into=_Stated, targets=targets):
        said = f"{_SAID[each.kind]}, as we were told" + (f": {each.note}" if each.note else "")
        add(each.target, each.contact_id, _STATED[each.kind], said)
    for made in store.all(queries.INTRODUCED, into=_Introduced, targets=targets):
        strength = {"no contact": 10, "": 45}.get(made.step, 75)
        said = f"introduced by us on {dates.show_partial(made.made_on)}" + (f": {made.step}" if made.step else "")
        add(made.target, made.contact_id, strength, said)
    return found


def _the_last(met: _Met, today: date) -> str:
    return f"the last {dates.ago(met.last_on, today)}"


def _of_affiliation(at: _Place, today: date) -> tuple[int, str]:
    begun, ended = at.begun, at.ended.rstrip("~")
    now = ended == "9999"
    months = 0
    if begun != "0000":
        last = today if now else dates.partial_end(ended)
        months = max(1, (last - dates.partial_start(begun)).days // 30)
    strength = min(70, 35 + months // 2)
    if at.people > _CROWD:
        strength = 15
    if not now and ended != "0000":
        strength = _aged(strength, dates.partial_end(ended), today)
    if now:
        since = f" since {dates.show_partial(begun)}" if begun != "0000" else " now"
        return strength, f"both at {at.place}{since}"
    if ended == "0000":
        return strength, f"both were at {at.place}"
    # A partial beginning is as much as is known of it.
    span = dates.show_partial(ended) if begun in (ended, "0000") else f"{_said(begun)} to {_said(ended)}"
    return strength, f"both at {at.place}, {span}"


def _said(partial: str) -> str:
    return dates.show_partial(partial)


def _aged(strength: int, last_on: date, today: date) -> int:
    return strength // 2 if (today - last_on).days > _OLD_DAYS else strength


def _together(evidence: Iterable[_Evidence]) -> int:
    """Return how strong several pieces of evidence are: each takes its share of the doubt that is left."""
    doubt = 1.0
    for each in evidence:
        doubt *= 1 - each.strength / 100
    return max(1, min(99, round(100 * (1 - doubt))))


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
