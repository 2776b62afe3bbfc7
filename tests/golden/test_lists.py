"""The lists of people and organisations: rows, every sort both ways, every filter, texts, places in the list."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crm.errors import CrmError
from crm.filters import Condition, Filter
from crm.lifecycle_states import STATES
from crm.workspace import Workspace
from tests.golden.frozen import Answers

_OF_BOTH = (
    "sector", "sub_region", "theme", "tag", "partnership", "within", "not_within", "never", "lifecycle", "attended",
    "added", "has_follow_up",
)  # fmt: skip
_FIELDS = {
    "contact": (
        *_OF_BOTH, "has_email", "has_phone", "has_organisation", "active", "organisation_tag", "organisation",
    ),
    "organisation": (*_OF_BOTH, "has_people"),
}  # fmt: skip
_TAGS, _DAYS = ((1,), (2, 3), (0,)), ((7,), (30,), (120,), (400,))
_VALUES: dict[str, tuple[tuple[int | str, ...], ...]] = {
    "sector": ((1,), (2, 3), (0,), (0, 1)),
    "sub_region": ((3,), (1, 4), (0,)),
    "theme": ((1,), (2, 9), (0,), (0, 1)),
    "tag": _TAGS,
    "organisation_tag": _TAGS,
    "partnership": (("partner",), ("prospect", "engaged"), ("",)),
    "within": _DAYS,
    "not_within": _DAYS,
    "added": _DAYS,
    "lifecycle": (*((state,) for state in STATES), STATES[:3], STATES),
    "attended": ((8,), (1, 2), (0,)),
    "organisation": ((1,), (2, 3), (0,), (0, 1)),
}
_SORTS = {
    "contact": (
        "name", "role", "organisation", "sector", "sub_region", "partnership", "email", "last_touch", "next_follow_up",
    ),
    "organisation": ("name", "sector", "sub_region", "partnership", "people", "last_touch", "next_follow_up"),
}  # fmt: skip
_TEXTS = (
    "anna", "nhs", "trust liv", "o'", "ż", "zoe carver", "former: trust", "scientist", "07700", "@acme.example", "L1",
    "!!", "univ -x", "director former: nhs",
)  # fmt: skip
_MIXED = (
    Filter("trust", parts=(Condition("sector", (3,)), Condition("has_follow_up"))),
    Filter(any_of=True, parts=(Condition("sub_region", (1,)), Condition("never"))),
    Filter(
        parts=(
            Condition("partnership", ("partner",), True),
            Filter("a", True, (Condition("tag", (1,)), Condition("theme", (1,)))),
        )
    ),
)


@pytest.mark.parametrize("what", ["contact", "organisation"])
def test_a_list_shows_what_it_showed(desk: Workspace, answers: Answers, what: str) -> None:
    service: Any = getattr(desk, f"{what}s")
    made: dict[str, object] = {"rows": service.page(limit=1_000)}
    for sort in _SORTS[what]:
        for descending in (False, True):
            made[f"sorted by {sort}{' down' if descending else ''}"] = _along(service, sort, descending)
    for shown in _filters(what):
        made[f"shown: {_told(shown)}"] = [
            service.count(shown),
            service.ids(shown),
            [row.id for row in service.page(shown, "last_touch", True, 0, 5)],
            [row.id for row in service.page(shown, "name", False, 3, 4)],
        ]
    for shown in _MIXED:
        made[f"streamed: {_told(shown)}"] = [row.id for row in service.stream(shown, "sub_region", True)]
    made["some rows"] = service.rows((3, 1, 9_999, 2))
    made["some ids"] = service.ids((5, 1))
    made["refused"] = [
        _refused(lambda: service.page(sort="colour")),
        _refused(lambda: service.count(Filter(parts=(Condition("colour"),)))),
        _refused(lambda: service.name(9_999)),
        _refused(lambda: service.get(9_999)),
    ]
    answers.check(f"{what}_list", made)


def _along(service: Any, sort: str, descending: bool) -> list[object]:
    """Return the ids of a list in its order, read in one go and page by page, and the places of some of them."""
    ids = service.ids(Filter(), sort, descending)
    paged = [row.id for at in range(0, len(ids), 37) for row in service.page(Filter(), sort, descending, at, 37)]
    assert paged == ids
    assert [service.position(each, Filter(), sort, descending) for each in ids[::9]] == list(range(0, len(ids), 9))
    found = Filter("an")
    return [ids, [service.position(each, found, sort, descending) for each in ids[:12]]]


def _filters(what: str) -> Iterator[Filter]:
    yield Filter()
    for field in _FIELDS[what]:
        for values in _VALUES.get(field, ((),)):
            for negated in (False, True):
                yield Filter(parts=(Condition(field, values, negated),))
    yield from map(Filter, _TEXTS)
    yield from _MIXED


def _told(shown: Filter) -> str:
    return shown.to_json()


def _refused(call: Callable[[], object]) -> str:
    with pytest.raises(CrmError) as refusal:
        call()
    return f"{type(refusal.value).__name__}: {refusal.value}"
