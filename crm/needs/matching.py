"""Which offer may fit which need: pairs of one category or theme, scored in the database, with reasons in words."""

from typing import Any

from crm import clock
from crm.db.store import Store, moment_text
from crm.needs.reading import NeedReader
from crm.needs.records import Match, NeedRow

_THEME, _CATEGORY, _PLACE, _MATURITY, _HUDDLE, _NEW = 20, 30, 15, 10, 15, 10

_ENTRIES = """entry AS MATERIALIZED (
    SELECT n.id, n.kind, n.category, coalesce(n.organisation_id, s.organisation_id) AS organisation,
        coalesce(n.sub_region_id, o.sub_region_id) AS place, coalesce(n.maturity_from, 1) AS least,
        coalesce(n.maturity_to, 9) AS most, n.maturity_from IS NOT NULL OR n.maturity_to IS NOT NULL AS told,
        coalesce(n.contact_id,
            (SELECT g.contact_id FROM attendance g WHERE g.huddle_id = :huddle AND g.organisation_id = n.organisation_id
                AND (g.registration = 'registered' OR g.presence = 'attended') ORDER BY g.id LIMIT 1),
            (SELECT f.contact_id FROM affiliation f WHERE f.organisation_id = n.organisation_id AND f.is_lead LIMIT 1)
        ) AS who
    FROM need_offer n LEFT JOIN contact_summary s ON s.contact_id = n.contact_id
    LEFT JOIN organisation o ON o.id = coalesce(n.organisation_id, s.organisation_id)
    WHERE n.closed_at IS NULL AND n.deleted_at IS NULL AND (n.expires_on IS NULL OR n.expires_on >= :today)),
here AS MATERIALIZED (
    SELECT e.*, EXISTS (SELECT 1 FROM attendance a WHERE a.huddle_id = :huddle AND a.contact_id = e.who
        AND (a.registration = 'registered' OR a.presence = 'attended')) AS comes FROM entry e)"""

_FIT = """n.organisation IS NOT coalesce(f.organisation, -1) AND coalesce(n.who, -1) IS NOT f.who AND n.least <= f.most
    AND f.least <= n.most AND (NOT :only OR n.comes AND f.comes)"""
_FACTS = """coalesce(n.place = f.place, 0) AS near, n.told AND f.told AS ripe, n.comes AND f.comes AS meet,
    n.who AS asks, f.who AS gives"""

_PAIRS = f"""WITH {_ENTRIES},
asked AS MATERIALIZED (SELECT * FROM here WHERE kind = 'need' AND (:need IS NULL OR id = :need)),
offered AS MATERIALIZED (SELECT * FROM here WHERE kind = 'offer' AND (:offer IS NULL OR id = :offer)),
themed AS MATERIALIZED (
    SELECT t.theme_id, f.id FROM offered f CROSS JOIN need_offer_theme t ON t.need_offer_id = f.id),
shared AS MATERIALIZED (
    SELECT n.id AS need, t.id AS offer, count(*) AS themes FROM asked n
    CROSS JOIN need_offer_theme a ON a.need_offer_id = n.id CROSS JOIN themed t ON t.theme_id = a.theme_id
    GROUP BY n.id, t.id),
pair AS (
    SELECT n.id AS need, f.id AS offer, 0 AS themes, {_CATEGORY} AS alike, {_FACTS}
        FROM asked n JOIN offered f ON f.category = n.category WHERE {_FIT}
        AND NOT EXISTS (SELECT 1 FROM shared s WHERE s.need = n.id AND s.offer = f.id)
    UNION ALL SELECT n.id, f.id, s.themes, {_CATEGORY} * (n.category = f.category), {_FACTS}
        FROM shared s JOIN asked n ON n.id = s.need JOIN offered f ON f.id = s.offer WHERE {_FIT}),
best AS (
    SELECT need, offer, near, ripe, meet, asks, gives, {_THEME} * min(themes, 3) + alike + {_PLACE} * near
        + {_MATURITY} * ripe + {_HUDDLE} * meet AS score FROM pair p
    WHERE NOT EXISTS (SELECT 1 FROM match_decision d WHERE d.need_id = p.need AND d.offer_id = p.offer)
    ORDER BY score DESC, need, offer LIMIT :limit)
SELECT best.*, EXISTS (SELECT 1 FROM introduction_party x
    JOIN introduction_party y ON y.introduction_id = x.introduction_id AND y.contact_id = gives
    JOIN introduction i ON i.id = x.introduction_id AND i.deleted_at IS NULL WHERE x.contact_id = asks) FROM best"""


def find_matches(
    store: Store, reader: NeedReader, need_id: int | None, offer_id: int | None, huddle_id: int | None, limit: int
) -> list[Match]:
    """Return the pairs that may fit, the best first; with a huddle, those of which both will be there."""
    soon = huddle_id if huddle_id is not None else _next_huddle(store)
    found = store.rows(
        _PAIRS,
        {
            "huddle": soon,
            "today": clock.today().isoformat(),
            "need": need_id,
            "offer": offer_id,
            "only": huddle_id is not None,
            "limit": 4 * limit,
        },
    )
    rows = reader.of_ids([id_ for pair in found for id_ in pair[:2]])
    label = _label(store, soon)
    made = [_match(pair, rows, label) for pair in found]
    made.sort(key=lambda match: (-match.score, match.need.id, match.offer.id))
    return made[:limit]


def dismissed_matches(store: Store, reader: NeedReader, limit: int) -> list[Match]:
    """Return the pairs that were dismissed, the latest first, with what needs and offers themselves say for them."""
    found = store.rows(
        "SELECT d.need_id, d.offer_id FROM match_decision d JOIN need_offer n ON n.id = d.need_id "
        "JOIN need_offer f ON f.id = d.offer_id WHERE d.decision = 'dismissed' AND n.deleted_at IS NULL "
        "AND f.deleted_at IS NULL ORDER BY d.at DESC, d.id DESC LIMIT ?",
        (limit,),
    )
    rows = reader.of_ids([id_ for pair in found for id_ in pair])
    made = []
    for need, offer in found:
        ours, theirs = rows[need], rows[offer]
        near = ours.sub_region_id is not None and ours.sub_region_id == theirs.sub_region_id
        told = (ours.maturity_from or ours.maturity_to) and (theirs.maturity_from or theirs.maturity_to)
        ripe = bool(told) and _meet(ours, theirs)
        made.append(_match((need, offer, near, ripe, False, ours.contact_id, theirs.contact_id, 0, True), rows, ""))
    return made


def _match(pair: tuple[Any, ...], rows: dict[int, NeedRow], huddle: str) -> Match:
    need, offer, near, ripe, meet, asks, gives, score, introduced = pair
    ours, theirs = rows[need], rows[offer]
    reasons = []
    if themes := [theme for theme in ours.themes if theme in theirs.themes]:
        reasons.append(f"shared {'theme' if len(themes) == 1 else 'themes'}: {', '.join(themes)}")
    if ours.category == theirs.category:
        reasons.append(f"both about {ours.category}")
    if near:
        reasons.append(f"both in {ours.sub_region}")
    if ripe:
        reasons.append(f"maturity overlaps: {_overlap(ours, theirs)}")
    if meet:
        reasons.append(f"both at {huddle}")
    if not introduced and asks is not None and gives is not None:
        reasons.append("never introduced")
        score += _NEW
    return Match(ours, theirs, score, tuple(reasons), asks, gives)


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
    found = store.value(
        "SELECT id FROM huddle WHERE deleted_at IS NULL AND status = 'planned' AND ends_at >= ? "
        "ORDER BY starts_at, id LIMIT 1",
        (moment_text(clock.now()),),
    )
    return None if found is None else int(found)


def _label(store: Store, huddle_id: int | None) -> str:
    return str(store.value("SELECT title FROM huddle WHERE id = ?", (huddle_id,)) or "")
