"""Looking things up without a window: search, pages of lists, a record with its history."""

import random
import time
from collections.abc import Callable
from statistics import median

from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.filters import Condition, Filter
from crm.text import words
from crm.workspace import Workspace
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, compared

_TYPED = (
    "sarah ahm",
    "łukasz w",
    "mersey reach",
    "ann",
    "sensor trial",
    "procure",
    "07700 900",
    "kowal",
    "head of inn",
)


def figures(material: Material, size: int, rounds: int = ROUNDS) -> list[Figure]:
    """Return the figures of reading a file of that size."""
    workspace = Workspace.open(material.network(size), read_only=True)
    try:
        return [
            *_searching(workspace, size, rounds),
            *_lists(workspace, size, rounds),
            *_records(workspace, size, rounds),
        ]
    finally:
        workspace.close()


def _searching(workspace: Workspace, size: int, rounds: int) -> list[Figure]:
    typed = [text[:end] for text in _TYPED for end in range(1, len(text) + 1)]
    taken: list[list[float]] = [[] for _ in typed]
    raw: list[list[float]] = [[] for _ in typed]
    for text in typed:  # once for the cache
        workspace.search.find(text)
    for _ in range(rounds):
        for place, text in enumerate(typed):
            taken[place].append(_seconds(workspace.search.find, text))
            raw[place].append(_seconds(_raw_search(workspace), text))
    ours = [median(each) for each in taken]
    base = [median(each) for each in raw]
    slowest = typed[ours.index(max(ours))]
    return [
        Figure("search, a key pressed: median", size, median(ours), median(base), Ceiling(at_most=0.002)),
        Figure("search, a key pressed: worst", size, max(ours), max(base), Ceiling(at_most=0.008), note=f"“{slowest}”"),
    ]


def _seconds(work: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    work(text)
    return time.perf_counter() - start


def _raw_search(workspace: Workspace) -> Callable[[str], None]:
    """Return what finds the records that the last word begins, in both indexes, with no ranking across words."""
    tokens = "SELECT id FROM search_token WHERE kind = ? AND token >= ? AND token < ? LIMIT 50"
    texts = "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid LIMIT 50"

    def find(text: str) -> None:
        if found := words(text):
            for kind in (CONTACT, ORGANISATION):
                workspace.store.rows(tokens, (kind, found[-1], found[-1] + "\U0010ffff"))
            workspace.store.rows(texts, (f'"{found[-1]}"*',))

    return find


def _lists(workspace: Workspace, size: int, rounds: int) -> list[Figure]:
    contacts, store = workspace.contacts, workspace.store
    page = "SELECT contact_id, name, role, organisation_name, email FROM contact_summary"
    partners = Filter(parts=(Condition("partnership", ("partner",)),))
    middle = size // 2
    cases: tuple[tuple[str, Callable[[], object], Callable[[], object]], ...] = (
        ("list: first page", lambda: contacts.page(offset=0, limit=200),
         lambda: store.rows(f"{page} ORDER BY sort_name, contact_id LIMIT 200")),
        ("list: jump to the end", lambda: contacts.page(offset=size - 200, limit=200),
         lambda: store.rows(f"{page} ORDER BY sort_name, contact_id LIMIT 200 OFFSET {max(0, size - 200)}")),
        ("list: the middle, by last contact", lambda: contacts.page(sort="last_touch", offset=middle, limit=200),
         lambda: store.rows(f"{page} ORDER BY last_touch_at, sort_name, contact_id LIMIT 200 OFFSET {middle}")),
        ("list: filtered and counted", lambda: (contacts.count(partners), contacts.page(partners, offset=0, limit=200)),
         lambda: (store.value("SELECT count(*) FROM contact_summary WHERE partnership = 'partner'"),
                  store.rows(f"{page} WHERE partnership = 'partner' ORDER BY sort_name, contact_id LIMIT 200"))),
    )  # fmt: skip
    return [Figure(what, size, *compared(ours, raw, rounds), Ceiling(at_most=0.04)) for what, ours, raw in cases]


def _records(workspace: Workspace, size: int, rounds: int) -> list[Figure]:
    rng = random.Random(3)
    people = [rng.randint(1, size) for _ in range(20)]
    most = workspace.store.value("SELECT max(id) FROM organisation")
    places = [rng.randint(1, most) for _ in range(20)]

    def contact() -> None:
        for row in people:
            workspace.contacts.get(row)
            workspace.timeline.contact(row, limit=50)

    def organisation() -> None:
        for row in places:
            workspace.organisations.get(row)
            workspace.timeline.organisation(row, limit=50)

    def raw(table: str, rows: list[int]) -> Callable[[], None]:
        def run() -> None:
            for row in rows:
                workspace.store.rows(f"SELECT * FROM {table} WHERE id = ?", (row,))
                workspace.store.rows(
                    "SELECT i.* FROM participant p JOIN interaction i ON i.id = p.interaction_id "
                    f"WHERE p.{table}_id = ? ORDER BY p.happened_at DESC LIMIT 50",
                    (row,),
                )

        return run

    figures = []
    for what, ours, table, rows in (
        ("contact with its history, read", contact, "contact", people),
        ("organisation with its history, read", organisation, "organisation", places),
    ):
        taken, base = compared(ours, raw(table, rows), rounds)
        figures.append(Figure(what, size, taken / len(rows), base / len(rows), Ceiling(at_most=0.03)))
    return figures
