"""Places: the order of the cards in a stage of the board."""

from collections.abc import Collection

from crm.db import schema
from crm.db.store import Store
from crm.opportunities import queries

ROOM = 1024
"""Left between the positions of two cards of a column: one put between them changes no other."""


def end_of(store: Store, stage_id: int) -> int:
    """Return the position behind the last card of a stage."""
    last = store.value(queries.LAST_PLACE, stage=stage_id)
    return 0 if last is None else int(last) + ROOM


def put(
    store: Store, opportunity_id: int, stage_id: int, place: int | None, among: Collection[int] | None = None
) -> None:
    """Give it a place among the others of its stage, inside an action; only those in the way are moved on."""
    others = store.rows(queries.OTHERS_OF_STAGE, stage=stage_id, opportunity=opportunity_id)
    shown = [at for at, (other, _) in enumerate(others) if among is None or other in among]
    if place is None or not shown:
        at = len(others)
    elif place <= 0:
        at = shown[0]
    else:
        at = shown[min(place, len(shown)) - 1] + 1
    before, after = others[at - 1 : at] if at else [], others[at : at + 1]
    if before and after:
        free = max((before[0][1] + after[0][1]) // 2, before[0][1] + 1)
    else:
        free = before[0][1] + ROOM if before else after[0][1] - ROOM if after else 0
    store.update(schema.Opportunity, opportunity_id, position=free)
    for other, position in others[at:]:
        if position > free:
            break
        free += ROOM
        store.update(schema.Opportunity, other, position=free)
