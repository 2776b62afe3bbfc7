"""What people's and organisations' rows share: where rows go, vocabularies, and how loose facts become text."""

from collections.abc import Iterable
from typing import Any, Protocol

from crm.db.store import Store
from crm.fields import ORGANISATION
from crm.importing import queries
from crm.text import fold

SAID_LABELS = {
    "last_met": "Last met",
    "sector": "Sector",
    "sub_region": "Sub-region",
    "partnership": "Partnership",
    "next_follow_up": "Next follow-up",
    "people": "People",
    "nickname": "Nickname",
    **{field.key: field.label for field in ORGANISATION.plain_texts},
}
"""Facts that stand in derived columns or in the organisation, with the words a file would use."""


class Sink(Protocol):
    """Where rows go: into the database, or nowhere for a preview."""

    def next_id(self, table: str) -> int:
        """Return a key that was never used."""

    def add(self, table: str, row: tuple[Any, ...]) -> None:
        """Take a new row."""

    def update(self, table: str, row: int, values: dict[str, Any]) -> None:
        """Take a change of a row."""


class Vocabulary:
    """Tags (made where they are missing), themes, sectors and sub-regions by name."""

    def __init__(self, store: Store, sink: Sink) -> None:
        self._sink = sink
        self._tags = {name.lower(): row for name, row in store.rows(queries.TAGS)}
        self._themes = _by_name(store, "theme")
        self.sectors = _by_name(store, "sector")
        self.sub_regions = _by_name(store, "sub_region")
        self.new_tags: list[str] = []

    def tag(self, name: str) -> int:
        """Return the tag of that name, made if there is none; the name is as `tag_name` gives it."""
        row = self._tags.get(name.lower())
        if row is None:
            row = self._tags[name.lower()] = self._sink.next_id("tag")
            self._sink.add("tag", (row, name))
            self.new_tags.append(name)
        return row

    def known_tags(self, names: Iterable[str]) -> set[int | None]:
        """Return the tags of these names; one that is not there stands as None."""
        return {self._tags.get(name.lower()) for name in names}

    def themes_of(self, names: Iterable[str]) -> list[int]:
        """Return the themes among these names."""
        return [self._themes[fold(name)] for name in names if fold(name) in self._themes]

    def unknown_themes(self, names: Iterable[str]) -> list[str]:
        """Return the names that are no theme."""
        return [name for name in names if fold(name) not in self._themes]

    def knows(self, key: str, name: str) -> bool:
        """Return whether there is a sector or sub-region (`key`) of that name."""
        return fold(name) in (self.sectors if key == "sector" else self.sub_regions)


def _by_name(store: Store, table: str) -> dict[str, int]:
    return {fold(name): row for name, row in store.rows(queries.VOCABULARIES[table])}


def joined(texts: list[str]) -> list[str]:
    """Return texts as paragraphs: single facts that follow each other stand together."""
    paragraphs: list[str] = []
    before = ""
    for text in texts:
        if paragraphs and _is_fact(text) and _is_fact(before):
            paragraphs[-1] += f"\n{text}"
        else:
            paragraphs.append(text)
        before = text
    return paragraphs


def _is_fact(text: str) -> bool:
    """Return whether a text is one of the lines made from a column (`Member since: 2024`)."""
    return "\n" not in text and 0 < text.find(": ") < 60
