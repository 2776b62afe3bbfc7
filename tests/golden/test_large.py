"""A large list is read, sorted, filtered, searched and found in as before: by other ways than a small one."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from crm.filters import Condition, Filter
from crm.sample import make_sample
from crm.workspace import Workspace
from tests.golden.day import TODAY
from tests.golden.frozen import Answers

_SHOWN = (
    Filter("example"), Filter("s"), Filter("dr"), Filter("former: trust"), Filter("a s"), Filter("nhs trust"),
    Filter(parts=(Condition("sector", (3,)),)), Filter("an", parts=(Condition("has_follow_up"),)),
    Filter("example", parts=(Condition("added", (9_000,)),)),
    Filter(parts=(Condition("theme", (1,)), Condition("never"))),
    Filter(parts=(Condition("has_follow_up"),)), Filter("carter"),
)  # fmt: skip
_SORTS = {
    "contact": ("name", "organisation", "sector", "email", "last_touch", "next_follow_up"),
    "organisation": ("name", "people", "partnership"),
}
_AT = (0, 40, 990, 1_500, 2_400, 3_900)
_QUERIES = (
    "a", "s", "an", "example", "john", "mary a", "nhs trust", "s t", "director", "head of", "university", "dr", "zzz",
    "a b c", "hussain", "o'", "north west", "ex trust",
)  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, _evening: None) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path_factory.mktemp("large") / "large.desk")
    make_sample(workspace.store, contacts=4_300, interactions=200, huddles=2, circle=30, today=TODAY)
    yield workspace
    workspace.close()


@pytest.mark.parametrize("what", ["contact", "organisation"])
def test_pages_of_a_large_list_are_as_before(large: Workspace, answers: Answers, what: str) -> None:
    service: Any = getattr(large, f"{what}s")
    made: dict[str, object] = {}
    for sort, descending in product(_SORTS[what], (False, True)):
        made[f"by {sort}{' down' if descending else ''}"] = [
            _page(service, Filter(), sort, descending, at) for at in _AT
        ]
    for number, shown in enumerate(_SHOWN):
        made[f"shown, {number}"] = service.count(shown)
        for sort, descending in (("name", False), ("last_touch", True)):
            pages = [_page(service, shown, sort, descending, at) for at in _AT]
            made[f"shown, {number}, by {sort}"] = pages
            made[f"places, {number}, by {sort}"] = [service.position(at, shown, sort, descending) for at in (1, 40, 99)]
    answers.check(f"large_{what}_list", made)


def test_searches_in_a_large_file_find_what_they_found(large: Workspace, answers: Answers) -> None:
    names, made = large.entries.names(), dict[str, object]()
    for query in _QUERIES:
        hits = large.search.find(query, 24)
        made[f"“{query}”"] = [[hit.kind, hit.id, hit.title, hit.excerpt] for hit in hits]
        made[f"number of “{query}”"] = " ".join(f"{kind} {count}" for kind, count in large.search.count(query).items())
        made[f"names “{query}”"] = [
            [hit.id for hit in found]
            for found in (names.people(query), names.people_starting(query), names.organisations(query))
        ]
        made[f"at the door “{query}”"] = [each.contact_id for each in large.attendance.candidates(1, query)]
    answers.check("large_search", made)


def _page(service: Any, shown: Filter, sort: str, descending: bool, at: int) -> list[int]:
    return [row.id for row in service.page(shown, sort, descending, at, 9)]
