"""Tags and themes on contacts, organisations and interactions: one way to set, add and take away."""

from collections.abc import Iterable, Sequence

from crm.db import schema
from crm.db.store import Store
from crm.errors import Invalid
from crm.text import clean_line


def tag_name(text: str) -> str:
    """Return the name of a tag as it is kept, however it was written: "#imaging", " imaging" are imaging."""
    return clean_line(text).lstrip("#").strip()


def tag_id(store: Store, name: str) -> int:
    """Return the id of a tag, made where it is new; inside an action. Raises Invalid where the name is blank."""
    name = tag_name(name)
    if not name:
        raise Invalid("tags", "A tag needs a name.")
    found = store.value("SELECT id FROM tag WHERE name = ?", (name,))
    return int(found) if found is not None else store.insert(schema.Tag, name=name)


def theme_id(store: Store, name: str) -> int:
    """Return the id of a theme; raises Invalid where the vocabulary does not know it."""
    found = store.value("SELECT id FROM theme WHERE name = ?", (clean_line(name),))
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
    held = [row[0] for row in store.rows(f"SELECT {link}_id FROM {subject}_{link} WHERE {subject}_id = ?", (record,))]
    remove(store, subject, link, [record], [id_ for id_ in held if id_ not in wanted])
    add(store, subject, link, [record], [id_ for id_ in wanted if id_ not in held])


def add(store: Store, subject: str, link: str, records: Sequence[int], ids: Sequence[int]) -> None:
    """Put tags or themes on records that lack them, inside an action."""
    store.executemany(
        f"INSERT OR IGNORE INTO {subject}_{link} ({subject}_id, {link}_id) VALUES (?, ?)",
        ((record, id_) for id_ in ids for record in records),
    )


def remove(store: Store, subject: str, link: str, records: Sequence[int], ids: Sequence[int]) -> None:
    """Take tags or themes off records, inside an action."""
    store.executemany(
        f"DELETE FROM {subject}_{link} WHERE {subject}_id = ? AND {link}_id = ?",
        ((record, id_) for id_ in ids for record in records),
    )
