"""The saved views of the sample network: what a cluster head would look at again and again."""

from typing import Any

from crm.db.schema import Sector, SubRegion, Tag
from crm.db.store import Store
from crm.filters import Condition, Filter
from crm.sample.organisation_facts import INVESTOR, LANCASHIRE
from crm.views import View, Views


def save_views(store: Store) -> None:
    """Save the views, inside a running action."""
    views = Views(store)
    lancashire = Condition("sub_region", _ids(store, SubRegion, LANCASHIRE))
    partner = Condition("partnership", ("partner",))
    for view in (
        View(
            "contacts", "Clinical champions", Filter(parts=(Condition("tag", _ids(store, Tag, "clinical champion")),))
        ),
        View(
            "contacts",
            "Partners gone quiet",
            Filter(parts=(partner, Condition("not_within", (120,)))),
            sort="last_touch",
        ),
        View("contacts", "Partners in Lancashire", Filter(parts=(lancashire, partner))),
        View("contacts", "Investors", Filter(parts=(Condition("sector", _ids(store, Sector, INVESTOR)),))),
        View("organisations", "Prospects", Filter(parts=(Condition("partnership", ("prospect", "engaged")),))),
    ):
        if all(part.values for part in view.shown.parts if isinstance(part, Condition)):  # a vocabulary may be edited
            views.save(view)


def _ids(store: Store, words: Any, name: str) -> tuple[int, ...]:
    return tuple(store.column(words.select(words.id).where(words.name == name)))
