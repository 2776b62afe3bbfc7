"""Pages of long lists: the same rows in the same order however they are reached, and never an old answer."""

from collections.abc import Iterator
from datetime import date

import pytest

from crm import contacts, listing, organisations
from crm.contacts import ContactDraft, Email
from crm.filters import EVERYTHING, Condition, Filter
from crm.listing import queries
from crm.sample import make_sample
from crm.workspace import Workspace

FILTERS = {
    "everyone": EVERYTHING,
    "most": Filter(parts=(Condition("has_organisation"),)),
    "some": Filter(parts=(Condition("sector", (1, 2)),)),
    "few": Filter("dr", parts=(Condition("has_email"), Condition("within", (400,)))),
    "nobody": Filter("zzzzzz"),
}


SHOWN_BY = {"last_touch": "last_touch_at", "next_follow_up": "next_follow_up_on"}
"""The field of a row that a column shows, where it is called otherwise."""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path_factory.mktemp("network") / "cluster.desk")
    make_sample(made.store, contacts=900, interactions=600, seed=5, today=date(2026, 5, 22))
    yield made
    made.close()


@pytest.mark.parametrize("near", [40, 4_000], ids=["ids kept", "along the index"])
@pytest.mark.parametrize("shown", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", contacts.SORTS)
def test_every_page_and_position_agree_with_the_whole_list(
    network: Workspace, sort: str, descending: bool, shown: Filter, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_NEAR", near)
    whole = [row.id for row in network.contacts.stream(shown, sort, descending)]
    assert network.contacts.count(shown) == len(whole)
    assert network.contacts.ids(shown, sort, descending) == whole
    for offset in (0, 7, len(whole) // 3, len(whole) // 2, max(0, len(whole) - 20), len(whole), len(whole) + 5):
        page = network.contacts.page(shown, sort, descending, offset, 20)
        assert [row.id for row in page] == whole[offset : offset + 20]
    for place in (*range(0, len(whole), 97), *range(len(whole) - 1, len(whole))):
        if place >= 0:
            assert network.contacts.position(whole[place], shown, sort, descending) == place


@pytest.mark.parametrize("sort", organisations.SORTS)
def test_pages_of_organisations_agree_with_the_whole_list(network: Workspace, sort: str) -> None:
    whole = [row.id for row in network.organisations.stream(EVERYTHING, sort, True)]
    pages = [network.organisations.page(sort=sort, descending=True, offset=at, limit=30) for at in (0, 30, 60)]
    assert [row.id for page in pages for row in page] == whole[:90]


@pytest.mark.parametrize("shown", [EVERYTHING, FILTERS["some"]], ids=["everyone", "filtered"])
@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("sort", [sort for sort in contacts.SORTS if sort != "name"])
def test_what_is_not_known_of_people_stands_last_whichever_way_a_list_is_sorted(
    network: Workspace, sort: str, descending: bool, shown: Filter
) -> None:
    shows = SHOWN_BY.get(sort, sort)
    known = [bool(getattr(row, shows)) for row in network.contacts.stream(shown, sort, descending)]
    assert known == sorted(known, reverse=True)
    page = network.contacts.page(shown, sort, descending, 0, 20)
    assert [bool(getattr(row, shows)) for row in page] == known[:20]


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("sort", [sort for sort in organisations.SORTS if sort not in ("name", "people")])
def test_what_is_not_known_of_organisations_stands_last_whichever_way_a_list_is_sorted(
    network: Workspace, sort: str, descending: bool
) -> None:
    rows = network.organisations.page(EVERYTHING, sort, descending, 0, 1_000)
    known = [bool(getattr(row, SHOWN_BY.get(sort, sort))) for row in rows]
    assert known == sorted(known, reverse=True)


def test_who_is_hidden_by_the_filter_has_no_position(network: Workspace) -> None:
    someone = network.contacts.ids(EVERYTHING)[0]
    assert network.contacts.position(someone, Filter("zzzzzz")) is None
    assert network.contacts.position(10**9) is None


def test_a_list_shows_what_was_written_a_moment_ago(workspace: Workspace) -> None:
    reachable = Filter(parts=(Condition("has_email"),))
    ann = workspace.contacts.create(ContactDraft("Ann", "Lee"))
    assert (workspace.contacts.count(), workspace.contacts.ids(reachable)) == (1, [])
    workspace.contacts.set_emails(ann, (Email("ann@x.example"),))
    assert (workspace.contacts.count(reachable), workspace.contacts.ids(reachable)) == (1, [ann])
    workspace.undo()
    assert (workspace.contacts.count(reachable), workspace.contacts.ids(reachable)) == (0, [])
    workspace.redo()
    assert workspace.contacts.count(reachable) == 1


def test_a_list_asked_amid_an_action_is_asked_again_after_it(workspace: Workspace) -> None:
    reachable = Filter(parts=(Condition("has_email"),))
    with workspace.store.action("Add two people"):
        workspace.contacts.create(ContactDraft("Ann", "Lee", emails=(Email("ann@x.example"),)))
        workspace.contacts.count(reachable)
    assert workspace.contacts.count(reachable) == 1


def test_rows_come_in_the_order_asked_for_and_any_number_of_them(network: Workspace) -> None:
    some = network.contacts.ids(EVERYTHING, "last_touch", True)[:50]
    assert [row.id for row in network.contacts.rows(some)] == some
    assert len(network.contacts.rows(some * 1000)) == 50_000


def test_another_word_in_the_filter_makes_no_other_query_and_stays_in_none(network: Workspace) -> None:
    made = (queries.number_with, queries.along, queries.in_order, queries.place, queries.before)

    def asked(text: str) -> list[int]:
        for row in network.contacts.page(Filter(text), limit=3):
            network.contacts.position(row.id, Filter(text), "name", False)
        return [each.cache_info().misses for each in made]

    assert asked("ma") == asked("sa") == asked("jo")
