"""Who can introduce us, in a large network, and 1,000 needs matched with 1,000 offers."""

import random
import tempfile
from itertools import cycle
from pathlib import Path

from crm.db import schema
from crm.db.schema.allowed import NEED_CATEGORIES
from crm.db.store import Store, new_uid
from crm.workspace import Workspace
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, compared

_EACH = 1_000
_AT = "2026-05-21T11:00:00Z"


def figures(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the time of the paths to people who take part in the most interactions."""
    workspace = Workspace.open(material.network(size), read_only=True)
    try:
        store = workspace.store
        busiest = store.rows(
            "SELECT contact_id FROM participant WHERE contact_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 20"
        )
        ours, raw = cycle(busiest), cycle(busiest)
        taken = compared(
            lambda: workspace.introductions.paths(next(ours)[0]),
            lambda: store.rows(
                "SELECT q.contact_id, count(*) FROM participant p CROSS JOIN participant q "
                "ON q.interaction_id = p.interaction_id WHERE p.contact_id = ? GROUP BY 1",
                next(raw),
            ),
            rounds,
        )
    finally:
        workspace.close()
    return [Figure("who can introduce us to someone", size, *taken, Ceiling(at_most=0.2), note="two hops")]


def matching(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the time to match 1,000 needs with 1,000 offers; neither `material` nor `size` is asked."""
    with tempfile.TemporaryDirectory(prefix="cluster-desk-matching-") as folder:
        workspace = Workspace.create(Path(folder) / "needs.desk")
        try:
            store = workspace.store
            _write(store)
            taken = compared(
                workspace.needs.matches,
                lambda: store.rows(
                    "SELECT n.id, f.id FROM need_offer n JOIN need_offer f ON f.kind = 'offer' "
                    "AND f.category = n.category WHERE n.kind = 'need'"
                ),
                rounds,
            )
        finally:
            workspace.close()
    return [Figure("1,000 needs matched with 1,000 offers", 0, *taken, Ceiling(at_most=2.0))]


def _write(store: Store) -> None:
    rng = random.Random(1)
    themes = [row[0] for row in store.rows("SELECT id FROM theme")]
    with store.action("Add needs and offers"):
        for number in range(_EACH):
            place = store.insert(
                schema.Organisation,
                uid=new_uid(),
                name=f"Place {number}",
                sub_region_id=1 + number % 4,
                created_at=_AT,
            )
            for kind in ("need", "offer"):
                least = rng.randint(1, 7)
                made = store.insert(
                    schema.NeedOffer, uid=new_uid(), kind=kind, category=rng.choice(NEED_CATEGORIES), title="X",
                    organisation_id=place, maturity_from=least, maturity_to=least + 2, created_at=_AT,
                )  # fmt: skip
                for theme in rng.sample(themes, 2):
                    store.insert(schema.NeedOfferTheme, need_offer_id=made, theme_id=theme)
