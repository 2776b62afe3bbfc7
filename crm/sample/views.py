"""The saved views of the sample network: what a cluster head would look at again and again."""

from crm.db.store import Store
from crm.filters import Condition, Filter
from crm.sample.organisation_facts import INVESTOR, LANCASHIRE
from crm.views import View, Views


def save_views(store: Store) -> None:
    """Save the views, inside a running action."""
    views = Views(store)
    lancashire = Condition("sub_region", _ids(store, "sub_region", LANCASHIRE))
    partner = Condition("partnership", ("partner",))
    for view in (
        View(
            "contacts", "Clinical champions", Filter(parts=(Condition("tag", _ids(store, "tag", "clinical champion")),))
        ),
        View(
            "contacts",
            "Partners gone quiet",
            Filter(parts=(partner, Condition("not_within", (120,)))),
            sort="last_touch",
        ),
        View("contacts", "Partners in Lancashire", Filter(parts=(lancashire, partner))),
        View("contacts", "Investors", Filter(parts=(Condition("sector", _ids(store, "sector", INVESTOR)),))),
        View("organisations", "Prospects", Filter(parts=(Condition("partnership", ("prospect", "engaged")),))),
    ):
        if all(part.values for part in view.shown.parts if isinstance(part, Condition)):  # a vocabulary may be edited
            views.save(view)


def _ids(store: Store, table: str, name: str) -> tuple[int, ...]:
    return tuple(int(row) for (row,) in store.rows(f"SELECT id FROM {table} WHERE name = ?", (name,)))
