"""Drafts: what is being typed, kept beside the records until it is saved or thrown away, so that no crash costs it."""

import json
from typing import Any

import msgspec

from crm import clock
from crm.db.store import Store, moment_text
from crm.notices import Notice, NoticeKind

Content = dict[str, Any]


class Draft(msgspec.Struct, frozen=True):
    """One kept draft: the form's key, its content, and when it was last kept (UTC text)."""

    key: str
    content: Content
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
        self._store.write_unlogged(
            "INSERT INTO draft (key, content, saved_at) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at",
            (key, json.dumps(content), moment_text(clock.now())),
        )
        return None

    def load(self, key: str) -> Content | None:
        """Return what was kept under a key, or None."""
        found = self._store.value("SELECT content FROM draft WHERE key = ?", (key,))
        return _read(found) if found is not None else None

    def discard(self, key: str) -> None:
        """Throw away what was kept under a key, if anything was."""
        if not self._store.read_only and self.load(key) is not None:
            self._store.write_unlogged("DELETE FROM draft WHERE key = ?", (key,))

    def all(self) -> list[Draft]:
        """Return all kept drafts, the latest first."""
        rows = self._store.rows("SELECT key, content, saved_at FROM draft ORDER BY saved_at DESC, id DESC")
        return [Draft(key, content, saved_at) for key, text, saved_at in rows if (content := _read(text)) is not None]


def _read(text: Any) -> Content | None:
    """Return a draft's content; one that cannot be read any more is as good as none."""
    try:
        content = json.loads(text)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
