"""Drafts: what is being typed, kept beside the records until it is saved or thrown away, so that no crash costs it."""

import json
from typing import Any

import msgspec

from crm import clock
from crm.db import schema
from crm.db.query_builder import bind
from crm.db.store import Store, moment_text
from crm.notices import Notice, NoticeKind

Content = dict[str, Any]

CONTENT = schema.Draft.select(schema.Draft.content).where(schema.Draft.key == bind("key"))

KEPT = schema.Draft.select(schema.Draft.key, schema.Draft.content, schema.Draft.saved_at).order_by(
    schema.Draft.saved_at.desc(), schema.Draft.id.desc()
)

KEEP = schema.Draft.insert(key=bind("key"), content=bind("content"), saved_at=bind("saved_at")).on_conflict(
    conflict_target=[schema.Draft.key], preserve=[schema.Draft.content, schema.Draft.saved_at]
)

DISCARD = schema.Draft.delete().where(schema.Draft.key == bind("key"))


class Draft(msgspec.Struct, frozen=True):
    """One kept draft: the form's key, its content, and when it was last kept (UTC text)."""

    key: str
    content: Content
    saved_at: str


class _Kept(msgspec.Struct, frozen=True):
    """A draft as it is kept: its content is text that may be damaged."""

    key: str
    content: str
    saved_at: str


class Drafts:
    """Keeps drafts by the key of their form (`log`, `contact:7`); writes only `draft`, outside the change log."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, key: str, content: Content) -> Notice | None:
        """Keep a form's content (what JSON can hold), in place of what was kept under the key.

        In a file that is open read-only nothing is kept: the notice says so.
        """
        if self._store.read_only:
            return Notice(NoticeKind.DRAFT_NOT_KEPT, "This file is open read-only: what you type here is not kept.")
        self._store.write_unlogged(KEEP, key=key, content=json.dumps(content), saved_at=moment_text(clock.now()))
        return None

    def load(self, key: str) -> Content | None:
        """Return what was kept under a key, or None."""
        found = self._store.value(CONTENT, key=key)
        return _read(found) if found is not None else None

    def discard(self, key: str) -> None:
        """Throw away what was kept under a key, if anything was."""
        if not self._store.read_only and self.load(key) is not None:
            self._store.write_unlogged(DISCARD, key=key)

    def all(self) -> list[Draft]:
        """Return all kept drafts, the latest first."""
        kept = self._store.all(KEPT, into=_Kept)
        return [
            Draft(each.key, content, each.saved_at) for each in kept if (content := _read(each.content)) is not None
        ]


def _read(text: Any) -> Content | None:
    """Return a draft's content; one that cannot be read any more is as good as none."""
    try:
        content = json.loads(text)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
