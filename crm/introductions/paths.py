"""Who can introduce us to a person: people we are in touch with who share something with them.

Everything is read from our own records: affiliations that overlap in time, huddles and interactions both were at,
relationships we were told of, and introductions that were made.
"""

import json
from collections.abc import Iterable
from datetime import date

import msgspec

from crm import dates
from crm.db.store import Store
from crm.db.today import is_current
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

_HELD = "i.status = 'held' AND i.deleted_at IS NULL AND i.kind <> 'note'"
_BEGUN = "coalesce({0}.started, '0000')"
_ENDED = "CASE WHEN {0}.ended IS NOT NULL THEN {0}.ended || '~' WHEN {0}.is_current THEN '9999' "
_ENDED += "ELSE coalesce({0}.started, '0000') || '~' END"

_AFFILIATED = f"""SELECT b.contact_id, o.name, max({_BEGUN.format("a")}, {_BEGUN.format("b")}),
    min({_ENDED.format("a")}, {_ENDED.format("b")}),
    (SELECT count(*) FROM affiliation n WHERE n.organisation_id = a.organisation_id)
    FROM affiliation a JOIN affiliation b ON b.organisation_id = a.organisation_id AND b.contact_id <> a.contact_id
    JOIN organisation o ON o.id = a.organisation_id WHERE a.contact_id = ?
    AND {_BEGUN.format("a")} <= {_ENDED.format("b")} AND {_BEGUN.format("b")} <= {_ENDED.format("a")}"""
_GATHERED = """SELECT b.contact_id, count(*), max(a.starts_at) FROM attendance a JOIN huddle h ON h.id = a.huddle_id
    AND h.deleted_at IS NULL JOIN attendance b ON b.huddle_id = a.huddle_id AND b.presence = 'attended'
    AND b.contact_id <> a.contact_id WHERE a.contact_id = ? AND a.presence = 'attended' GROUP BY b.contact_id"""
_TOGETHER = f"""SELECT q.contact_id, count(*), max(p.happened_at) FROM participant p
    CROSS JOIN interaction i ON i.id = p.interaction_id CROSS JOIN participant q ON q.interaction_id = i.id
    WHERE p.contact_id = ?1 AND q.contact_id <> ?1 AND {_HELD} GROUP BY q.contact_id"""
_RELATED = """SELECT other_id, kind, note FROM relationship WHERE contact_id = ?1
    UNION ALL SELECT contact_id, kind, note FROM relationship WHERE other_id = ?1"""
_INTRODUCED = """SELECT q.contact_id, i.made_on, coalesce((SELECT u.step FROM outcome u WHERE u.introduction_id = i.id
    ORDER BY u.reached_on DESC, u.id DESC LIMIT 1), '') FROM introduction_party p
    JOIN introduction i ON i.id = p.introduction_id AND i.made_on IS NOT NULL AND i.deleted_at IS NULL
    JOIN introduction_party q ON q.introduction_id = i.id AND q.contact_id <> p.contact_id WHERE p.contact_id = ?"""
_MOST_THERE = 25
_THERE = f"""SELECT a.contact_id FROM affiliation a JOIN contact c ON c.id = a.contact_id AND c.deleted_at IS NULL
    AND c.active WHERE a.organisation_id = ? AND {is_current("a")} GROUP BY a.contact_id
    ORDER BY max(a.is_lead) DESC, max(a.is_primary) DESC, a.contact_id LIMIT ?"""
"""Who works at an organisation now, its lead contacts first, of a large one only so many."""
_KNOWN = """SELECT s.contact_id, s.name, s.last_touch_at FROM json_each(?) t
    CROSS JOIN contact_summary s ON s.contact_id = t.value JOIN contact c ON c.id = s.contact_id
    WHERE s.last_touch_at <> '' AND c.deleted_at IS NULL AND c.active"""
_TOUCHES = f"""SELECT t.value, (SELECT count(*) FROM participant p CROSS JOIN interaction i ON i.id = p.interaction_id
    WHERE p.contact_id = t.value AND p.happened_at >= ?2 AND {_HELD}),
    (SELECT count(*) FROM attendance a WHERE a.contact_id = t.value AND a.starts_at >= ?2 AND a.presence = 'attended')
    FROM json_each(?1) t"""


class _Evidence(msgspec.Struct, frozen=True):
    """Why two people may know each other: `strength` 1 to 99, and the words that say so."""

    strength: int
    words: str


def find_paths(store: Store, target: int, today: date, limit: int) -> list[Path]:
    """Return the strongest paths from us to a contact, of one or two hops."""
    evidence = _evidence(store, target, today)
    known = {row[0]: row for row in store.rows(_KNOWN, (json.dumps([target, *evidence]),))}
    # Only the likely ones are asked how often we were in touch: that reads their interactions.
    likely = sorted(
        (id_ for id_ in evidence if id_ in known),
        key=lambda id_: (-_aged(_together(evidence[id_]), known[id_][2], today), id_),
    )[: 2 * limit]
    ours = _our_hops(store, [known[id_] for id_ in (target, *likely) if id_ in known], today)
    name = str(store.value("SELECT name FROM contact_summary WHERE contact_id = ?", (target,)) or "")
    found = [Path((ours[target],))] if target in ours else []
    for id_ in likely:
        said = sorted(evidence[id_], key=lambda each: -each.strength)
        words = tuple(each.words for each in said)
        found.append(Path((ours[id_], Hop(id_, known[id_][1], target, name, words, _together(said)))))
    found.sort(key=lambda path: (-path.strength, len(path.hops), path.hops[0].to_id))
    return found[:limit]


def find_paths_into(store: Store, organisation: int, today: date, limit: int) -> list[Path]:
    """Return the strongest paths to whoever works at an organisation now, one for each first hop."""
    people = [row[0] for row in store.rows(_THERE, (organisation, _MOST_THERE))]
    best: dict[int, Path] = {}
    for target in people:
        for path in find_paths(store, target, today, limit):
            first = path.hops[0].to_id
            # Whom we know there needs no colleague to be introduced by.
            if (len(path.hops) == 1 or first not in people) and (
                first not in best or best[first].strength < path.strength
            ):
                best[first] = path
    return sorted(best.values(), key=lambda path: (-path.strength, len(path.hops), path.hops[0].to_id))[:limit]


def _our_hops(store: Store, known: list[tuple[int, str, str]], today: date) -> dict[int, Hop]:
    """Return the hop from us to each of these people."""
    since = date.fromordinal(today.toordinal() - _OLD_DAYS).isoformat()
    counts = {row[0]: row[1:] for row in store.rows(_TOUCHES, (json.dumps([row[0] for row in known]), since))}
    made = {}
    for id_, name, last in known:
        day = date.fromisoformat(last[:10])
        talks, huddles = counts[id_]
        words = [f"last in touch {dates.ago(day, today)}"]
        if talks:
            words.append(f"{_many(talks, 'interaction')} in two years")
        if huddles:
            words.append(f"{_many(huddles, 'huddle')} in two years")
        often = min(95, 30 + 8 * talks + 4 * huddles)
        made[id_] = Hop(None, "We", id_, name, tuple(words), _aged(often, last, today))
    return made


def _evidence(store: Store, target: int, today: date) -> dict[int, list[_Evidence]]:
    found: dict[int, list[_Evidence]] = {}
    best: dict[tuple[int, str], _Evidence] = {}
    for id_, place, begun, ended, people in store.rows(_AFFILIATED, (target,)):
        each = _Evidence(*_of_affiliation(place, begun, ended.rstrip("~"), people, today))
        if (held := best.get((id_, place))) is None or held.strength < each.strength:
            best[id_, place] = each
    for (id_, _), each in best.items():
        found.setdefault(id_, []).append(each)
    for id_, count, last in store.rows(_GATHERED, (target,)):
        strength = _aged(min(45, 10 + 5 * count), last, today)
        words = f"both at {_many(count, 'huddle')}, the last {dates.ago(date.fromisoformat(last[:10]), today)}"
        found.setdefault(id_, []).append(_Evidence(strength, words))
    for id_, count, last in store.rows(_TOGETHER, (target,)):
        strength = _aged(min(80, 30 + 10 * count), last, today)
        words = f"both in {_many(count, 'interaction')}, the last {dates.ago(date.fromisoformat(last[:10]), today)}"
        found.setdefault(id_, []).append(_Evidence(strength, words))
    for id_, kind, note in store.rows(_RELATED, (target,)):
        said = f"{_SAID[kind]}, as we were told" + (f": {note}" if note else "")
        found.setdefault(id_, []).append(_Evidence(_STATED[kind], said))
    for id_, on, step in store.rows(_INTRODUCED, (target,)):
        strength = {"no contact": 10, "": 45}.get(step, 75)
        words = f"introduced by us on {dates.show_partial(on)}" + (f": {step}" if step else "")
        found.setdefault(id_, []).append(_Evidence(strength, words))
    return found


def _of_affiliation(place: str, begun: str, ended: str, people: int, today: date) -> tuple[int, str]:
    now = ended == "9999"
    months = 0
    if begun != "0000":
        last = today if now else dates.partial_end(ended)
        months = max(1, (last - dates.partial_start(begun)).days // 30)
    strength = min(70, 35 + months // 2)
    if people > _CROWD:
        strength = 15
    if not now and ended != "0000":
        strength = _aged(strength, dates.partial_end(ended).isoformat(), today)
    if now:
        since = f" since {dates.show_partial(begun)}" if begun != "0000" else " now"
        return strength, f"both at {place}{since}"
    if ended == "0000":
        return strength, f"both were at {place}"
    # A partial beginning is as much as is known of it.
    span = dates.show_partial(ended) if begun in (ended, "0000") else f"{_said(begun)} to {_said(ended)}"
    return strength, f"both at {place}, {span}"


def _said(partial: str) -> str:
    return dates.show_partial(partial)


def _aged(strength: int, last: str, today: date) -> int:
    return strength // 2 if (today - date.fromisoformat(last[:10])).days > _OLD_DAYS else strength


def _together(evidence: Iterable[_Evidence]) -> int:
    """Return how strong several pieces of evidence are: each takes its share of the doubt that is left."""
    doubt = 1.0
    for each in evidence:
        doubt *= 1 - each.strength / 100
    return max(1, min(99, round(100 * (1 - doubt))))


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
