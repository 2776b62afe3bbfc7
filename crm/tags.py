"""Tags: the words themselves. What carries them is set by the services of contacts, organisations and interactions."""

from typing import Any

import msgspec
from peewee import fn

from crm import tag_links
from crm.db import schema
from crm.db.query_builder import bind
from crm.db.schema import ContactTag, InteractionTag, OrganisationTag, Tag
from crm.db.store import Store
from crm.errors import Invalid
from crm.merging import Mergeable, merge
from crm.record_names import name_in
from crm.text import fold
from crm.trash import Trash


class TagRow(msgspec.Struct, frozen=True):
    """A tag and how many people, organisations and interactions carry it."""

    id: int
    name: str
    contacts: int
    organisations: int
    interactions: int

    @property
    def used(self) -> int:
        """Return how many records carry it."""
        return self.contacts + self.organisations + self.interactions


def _used(link: Any) -> Any:
    return link.select(fn.count(link.id)).where(link.tag == Tag.id)


USED = Tag.select(
    Tag.id,
    Tag.name,
    _used(ContactTag).alias("contacts"),
    _used(OrganisationTag).alias("organisations"),
    _used(InteractionTag).alias("interactions"),
).order_by(Tag.name)
"""Every tag with its use."""

NAMES = Tag.select(Tag.id, Tag.name).order_by(Tag.name)

NAMESAKE = Tag.select(Tag.id).where(Tag.name == bind("name"), Tag.id != bind("but"))

PUT_ON = tuple(
    link.insert_from(
        link.select(owner, bind("into")).where(link.tag == bind("gone")), [owner, link.tag]
    ).on_conflict_ignore()
    for link, owner in (
        (ContactTag, ContactTag.contact),
        (OrganisationTag, OrganisationTag.organisation),
        (InteractionTag, InteractionTag.interaction),
    )
)
"""What puts a tag on all that carries another one."""

MERGED = Mergeable("tag", PUT_ON)


class Tags:
    """Reads and writes tag."""

    def __init__(self, store: Store, trash: Trash) -> None:
        self._store, self._trash = store, trash

    def all(self) -> list[TagRow]:
        """Return every tag by name, with its use."""
        return self._store.all(USED, into=TagRow)

    def names(self, beginning: str = "", limit: int = 20) -> list[str]:
        """Return the names of tags that begin so, letters' case and accents aside."""
        return [name for _, name in self.beginning(beginning, limit)]

    def beginning(self, text: str, limit: int = 20) -> list[tuple[int, str]]:
        """Return (id, name) of the tags that begin so, then of those where a later word does; compared like `names`."""
        begins = fold(text.lstrip("#"))
        rows = [(int(tag), str(name)) for tag, name in self._store.rows(NAMES)]
        first = [row for row in rows if fold(row[1]).startswith(begins)]
        later = [row for row in rows if row not in first and f" {begins}" in fold(row[1]).replace("-", " ")]
        return [*first, *later][:limit]

    def create(self, name: str) -> int:
        """Add a tag, or return the one of that name."""
        with self._store.action(f"Add tag #{tag_links.tag_name(name)}"):
            return tag_links.tag_id(self._store, name)

    def rename(self, tag: int, name: str) -> None:
        """Give a tag another name; with the name of another tag the two become one."""
        before, after = name_in(self._store, "tag", tag), tag_links.tag_name(name)
        if not after:
            raise Invalid("name", "A tag needs a name.")
        other = self._store.value(NAMESAKE, name=after, but=tag)
        if other is not None:
            self.merge(tag, int(other))
            return
        with self._store.action(f"Rename {before} to #{after}"):
            self._store.update(schema.Tag, tag, name=after)

    def merge(self, gone: int, into: int) -> None:
        """Put `into` on all that carries `gone`, and remove `gone`; a tag merged into itself stays.

        Saved views that ask for `gone` ask for `into` from then on.
        """
        if gone == into:
            return
        merge(self._store, self._trash, MERGED, gone, into)

    def delete(self, tag: int) -> None:
        """Remove a tag; the people and organisations that carried it stay (rule 10)."""
        with self._store.action(f"Delete tag {name_in(self._store, 'tag', tag)}"):
            self._store.delete(schema.Tag, tag)
