"""Saved views: a screen's filter, columns and sort under a name."""

import json
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from peewee import fn

from crm.db import schema
from crm.db.query_builder import bind
from crm.db.schema import SavedView
from crm.db.store import Store
from crm.errors import Invalid, NotFound
from crm.filters import Filter
from crm.stale_filters import gone, refuse_gone, replaced
from crm.text import clean_line


class View(msgspec.Struct, frozen=True):
    """What a list shows, and how: `page` is contacts, organisations or pipeline; no columns means all."""

    page: str
    name: str
    shown: Filter
    sort: str = "name"
    descending: bool = False
    columns: tuple[str, ...] = ()
    id: int = 0


class _Kept(msgspec.Struct, frozen=True):
    """A saved view as the file holds it."""

    id: int
    page: str
    name: str
    spec: str


KEPT = (
    SavedView.select(SavedView.id, SavedView.page, SavedView.name, SavedView.spec)
    .where(bind("page").is_null() | (SavedView.page == bind("page")))
    .order_by(SavedView.position, SavedView.name)
)

NAMED = SavedView.select(SavedView.id).where(SavedView.page == bind("page"), SavedView.name == bind("name"))

NEXT_POSITION = SavedView.select(fn.coalesce(fn.max(SavedView.position), -1) + 1)


class Views:
    """Reads and writes saved_view."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, page: str | None = None) -> list[View]:
        """Return the saved views in their order, of one page where named; one that cannot be read is left out."""
        kept = self._store.all(KEPT, into=_Kept, page=page)
        return [view for each in kept if (view := _read(each)) is not None]

    def get(self, view: int) -> View:
        """Return one saved view; raises NotFound."""
        found = next((each for each in self.all() if each.id == view), None)
        if found is None:
            raise NotFound("saved view", view)
        return found

    def named(self, page: str, name: str) -> View:
        """Return the view of that name; raises NotFound."""
        found = next((each for each in self.all(page) if each.name.casefold() == name.casefold()), None)
        if found is None:
            raise NotFound("saved view", name)
        return found

    def save(self, view: View) -> int:
        """Save a view: over the one of its id, or of its page and name; else a new one. Raises Invalid."""
        name = clean_line(view.name)
        if not name:
            raise Invalid("name", "A saved view needs a name.")
        same = self._store.value(NAMED, page=view.page, name=name)
        if view.id and same not in (None, view.id):
            raise Invalid("name", f"There is a view “{name}” already.")
        held, spec = view.id or same, _spec(view)
        with self._store.action(f"Save view {name}"):
            if held:
                self._store.update(schema.SavedView, int(held), name=name, spec=spec)
                return int(held)
            position = self._store.value(NEXT_POSITION)
            return self._store.insert(schema.SavedView, page=view.page, name=name, spec=spec, position=position)

    def rename(self, view: int, name: str) -> None:
        """Give a view another name; raises Invalid for an empty one or one that is taken."""
        held, text = self.get(view), clean_line(name)
        if not text or any(each.name.casefold() == text.casefold() for each in self.all(held.page) if each.id != view):
            raise Invalid("name", f"“{text}” is taken or empty; a view needs a name of its own.")
        with self._store.action(f"Rename view {held.name} to {text}"):
            self._store.update(schema.SavedView, view, name=text)

    def reorder(self, views: Sequence[int]) -> None:
        """Put the views in this order."""
        with self._store.action("Reorder saved views"):
            for position, view in enumerate(views):
                self._store.update(schema.SavedView, view, position=position)

    def gone(self, shown: Filter) -> str:
        """Return what a filter asks for that was deleted, "a tag that was deleted"; empty where all of it is there."""
        return gone(self._store, shown)

    def usable(self, view: View) -> View:
        """Return a view that is to be acted on; raises Invalid where something it asks for was deleted."""
        refuse_gone(self._store, view.shown, f"The view “{view.name}”")
        return view

    def repoint(self, table: str, old: int, new: int) -> None:
        """Let every view that asks for one record of a table ask for another one, inside an action."""
        for view in self.all():
            shown = replaced(view.shown, table, old, new)
            if shown != view.shown:
                self._store.update(schema.SavedView, view.id, spec=_spec(replace(view, shown=shown)))

    def delete(self, view: int) -> None:
        """Remove a saved view; the records it showed stay."""
        with self._store.action(f"Delete view {self.get(view).name}"):
            self._store.delete(schema.SavedView, view)


def _spec(view: View) -> str:
    kept = {
        "shown": json.loads(view.shown.to_json()),
        "sort": view.sort,
        "descending": view.descending,
        "columns": list(view.columns),
    }
    return json.dumps(kept, ensure_ascii=False)


def _read(kept: _Kept) -> View | None:
    try:
        data = json.loads(kept.spec)
        shown = Filter.from_json(json.dumps(data["shown"]))
        columns = tuple(str(column) for column in data["columns"])
        return View(kept.page, kept.name, shown, str(data["sort"]), bool(data["descending"]), columns, kept.id)
    except (Invalid, ValueError, KeyError, TypeError):
        return None
