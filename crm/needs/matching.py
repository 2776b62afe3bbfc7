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

_PAIRS = f"""WITH {_ENTRIES},
shared AS MATERIALIZED (
    SELECT a.need_offer_id AS need, b.need_offer_id AS offer, count(*) AS themes
    FROM need_offer_theme a JOIN here n ON n.id = a.need_offer_id AND n.kind = 'need'
    JOIN need_offer_theme b ON b.theme_id = a.theme_id JOIN here f ON f.id = b.need_offer_id AND f.kind = 'offer'
    GROUP BY a.need_offer_id, b.need_offer_id),
pair AS (
    SELECT n.id AS need, f.id AS offer FROM here n JOIN here f ON f.category = n.category AND f.kind = 'offer'
        WHERE n.kind = 'need'
    UNION SELECT need, offer FROM shared),
scored AS (
    SELECT p.need, p.offer, coalesce(s.themes, 0) AS themes, n.category = f.category AS alike,
        coalesce(n.place = f.place, 0) AS near, n.told AND f.told AND n.least <= f.most AND f.least <= n.most AS ripe,
        n.told AND f.told AND (n.least > f.most OR f.least > n.most) AS apart, n.comes AND f.comes AS meet,
        n.who AS asks, f.who AS gives
    FROM pair p JOIN here n ON n.id = p.need JOIN here f ON f.id = p.offer
    LEFT JOIN shared s ON s.need = p.need AND s.offer = p.offer
    WHERE (n.organisation IS NULL OR f.organisation IS NULL OR n.organisation <> f.organisation)
    AND n.who IS NOT f.who AND (:need IS NULL OR p.need = :need) AND (NOT :only OR n.comes AND f.comes)
    AND NOT EXISTS (SELECT 1 FROM match_decision d WHERE d.need_id = p.need AND d.offer_id = p.offer))
SELECT *, {_THEME} * min(themes, 3) + {_CATEGORY} * alike + {_PLACE} * near + {_MATURITY} * ripe
    + {_HUDDLE} * meet AS score, EXISTS (SELECT 1 FROM introduction_party x
        JOIN introduction_party y ON y.introduction_id = x.introduction_id AND y.contact_id = gives
        JOIN introduction i ON i.id = x.introduction_id AND i.deleted_at IS NULL
        WHERE x.contact_id = asks) AS introduced
    FROM scored WHERE NOT apart ORDER BY score DESC, need, offer LIMIT :limit"""


def find_matches(
    store: Store, reader: NeedReader, need_id: int | None, huddle_id: int | None, limit: int
) -> list[Match]:
    """Return the pairs that may fit, the best first; with a huddle, those of which both will be there."""
    soon = huddle_id if huddle_id is not None else _next_huddle(store)
    found = store.rows(
        _PAIRS,
        {
            "huddle": soon,
            "today": clock.today().isoformat(),
            "need": need_id,
            "only": huddle_id is not None,
            "limit": 4 * limit,
        },
    )
    rows = reader.of_ids([id_ for pair in found for id_ in pair[:2]])
    label = _label(store, soon)
    made = [_match(pair, rows, label) for pair in found]
    made.sort(key=lambda match: (-match.score, match.need.id, match.offer.id))
    return made[:limit]


def _match(pair: tuple[Any, ...], rows: dict[int, NeedRow], huddle: str) -> Match:
    need, offer, _, _, near, ripe, _, meet, asks, gives, score, introduced = pair
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
    least = max(need.maturity_from or 1, offer.maturity_from or 1)
    most = min(need.maturity_to or 9, offer.maturity_to or 9)
    return str(least) if least == most else f"{least} to {most}"


def _next_huddle(store: Store) -> int | None:
    found = store.value(
        "SELECT id FROM huddle WHERE deleted_at IS NULL AND status = 'planned' AND ends_at >= ? "
        "ORDER BY starts_at, id LIMIT 1",
        (moment_text(clock.now()),),
    )
    return None if found is None else int(found)


def _label(store: Store, huddle_id: int | None) -> str:
    return str(store.value("SELECT title FROM huddle WHERE id = ?", (huddle_id,)) or "")
