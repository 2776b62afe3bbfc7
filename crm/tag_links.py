"""Tags and themes on contacts, organisations and interactions: one way to set, add and take away."""

from collections.abc import Iterable, Sequence
from typing import Any

from crm.db import schema
from crm.db.query_builder import bind
from crm.db.store import Store
from crm.errors import Invalid
from crm.text import clean_line

TAG = schema.Tag.select(schema.Tag.id).where(schema.Tag.name == bind("name"))
THEME = schema.Theme.select(schema.Theme.id).where(schema.Theme.name == bind("name"))
_TABLES: dict[tuple[str, str], Any] = {
    ("contact", "tag"): schema.ContactTag,
    ("contact", "theme"): schema.ContactTheme,
    ("organisation", "tag"): schema.OrganisationTag,
    ("organisation", "theme"): schema.OrganisationTheme,
    ("interaction", "tag"): schema.InteractionTag,
    ("opportunity", "theme"): schema.OpportunityTheme,
    ("need_offer", "theme"): schema.NeedOfferTheme,
}


def _is_of(model: Any, subject: str) -> Any:
    return getattr(model, subject) == bind("record")


HELD: dict[tuple[str, str], Any] = {
    (subject, link): model.select(getattr(model, link)).where(_is_of(model, subject))
    for (subject, link), model in _TABLES.items()
}
"""The tags or themes of a record."""
ADDED: dict[tuple[str, str], Any] = {
    (subject, link): model.insert(**{subject: bind("record"), link: bind("link")}).on_conflict_ignore()
    for (subject, link), model in _TABLES.items()
}
REMOVED: dict[tuple[str, str], Any] = {
    (subject, link): model.delete().where(_is_of(model, subject), getattr(model, link) == bind("link"))
    for (subject, link), model in _TABLES.items()
}


def tag_name(text: str) -> str:
    """Return the name of a tag as it is kept, however it was written: "#imaging", " imaging" are imaging."""
    return clean_line(text).lstrip("#").strip()


def tag_id(store: Store, name: str) -> int:
    """Return the id of a tag, made where it is new; inside an action. Raises Invalid where the name is blank."""
    name = tag_name(name)
    if not name:
        raise Invalid("tags", "A tag needs a name.")
    found = store.value(TAG, name=name)
    return int(found) if found is not None else store.insert(schema.Tag, name=name)


def theme_id(store: Store, name: str) -> int:
    """Return the id of a theme; raises Invalid where the vocabulary does not know it."""
    found = store.value(THEME, name=clean_line(name))
    if found is None:
        raise Invalid("themes", f"There is no theme “{name}”. Themes are added in Settings.")
    return int(found)


def ids_of(store: Store, link: str, names: Iterable[str]) -> list[int]:
    """Return the ids of tags (made where new) or themes, each once, in the order given."""
    find = tag_id if link == "tag" else theme_id
    return list(dict.fromkeys(find(store, name) for name in names))


def set_links(store: Store, subject: str, link: str, record: int, names: Iterable[str]) -> None:
    """Make a record's tags or themes exactly these, inside an action."""
    wanted = ids_of(store, link, names)
    held = store.column(HELD[subject, link], record=record)
    remove(store, subject, link, [record], [id_ for id_ in held if id_ not in wanted])
    add(store, subject, link, [record], [id_ for id_ in wanted if id_ not in held])


def add(store: Store, subject: str, link: str, records: Sequence[int], ids: Sequence[int]) -> None:
    """Put tags or themes on records that lack them, inside an action."""
    store.run_for_each(ADDED[subject, link], ({"record": record, "link": id_} for id_ in ids for record in records))


def remove(store: Store, subject: str, link: str, records: Sequence[int], ids: Sequence[int]) -> None:
    """Take tags or themes off records, inside an action."""
    store.run_for_each(REMOVED[subject, link], ({"record": record, "link": id_} for id_ in ids for record in records))
