"""What an interaction is called in the label of an action: "meeting with Jane Roe and 3 others"."""

from collections.abc import Sequence

from crm.db.store import Store
from crm.errors import NotFound
from crm.interactions.queries import KIND, NAMES_IN
from crm.interactions.records import in_words


def said(kind: str, names: Sequence[str]) -> str:
    """Return what an interaction of a kind, with these, is called."""
    between = " about " if kind == "note" else " with "
    return kind + (between + in_words(names) if names else "")


def called(store: Store, interaction_id: int) -> str:
    """Return what an interaction is called, in the trash or not; raises NotFound."""
    kind = store.value(KIND, interaction=interaction_id)
    if kind is None:
        raise NotFound("interaction", interaction_id)
    return said(str(kind), store.column(NAMES_IN, interaction=interaction_id))
