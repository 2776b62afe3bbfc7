"""Saved views: a filter, columns and sort under a name."""

import pytest

from crm.errors import Invalid, NotFound
from crm.filters import Condition, Filter
from crm.views import View
from crm.workspace import Workspace

PARTNERS = Filter("imaging", parts=(Condition("partnership", ("partner",)), Condition("tag", (1, 2), negated=True)))


def test_a_view_comes_back_as_it_was_saved(workspace: Workspace) -> None:
    saved = View("contacts", "Imaging partners", PARTNERS, "last_touch", True, ("name", "organisation"))
    made = workspace.views.save(saved)
    held = workspace.views.get(made)
    assert (held.shown, held.sort, held.descending, held.columns) == (PARTNERS, "last_touch", True, saved.columns)
    assert workspace.views.named("contacts", "IMAGING partners") == held


def test_a_view_saved_again_under_its_name_replaces_itself(workspace: Workspace) -> None:
    first = workspace.views.save(View("contacts", "Imaging people", Filter("imaging")))
    assert workspace.views.save(View("contacts", "imaging PEOPLE", Filter("scan"))) == first
    assert [view.shown.text for view in workspace.views.all()] == ["scan"]


def test_pages_have_views_of_the_same_name(workspace: Workspace) -> None:
    workspace.views.save(View("contacts", "Partners", Filter("a")))
    workspace.views.save(View("organisations", "Partners", Filter("b")))
    assert [view.shown.text for view in workspace.views.all("organisations")] == ["b"]
    assert len(workspace.views.all()) == 2


def test_a_view_needs_a_name_of_its_own(workspace: Workspace) -> None:
    first = workspace.views.save(View("contacts", "First", Filter("a")))
    second = workspace.views.save(View("contacts", "Second", Filter("b")))
    for name in (" ", "FIRST"):
        with pytest.raises(Invalid):
            workspace.views.rename(second, name)
        with pytest.raises(Invalid):
            workspace.views.save(View("contacts", name, Filter("c"), id=second))
    assert [(view.id, view.name, view.shown.text) for view in workspace.views.all()] == [
        (first, "First", "a"),
        (second, "Second", "b"),
    ]


def test_views_stand_in_the_order_they_are_put(workspace: Workspace) -> None:
    made = [workspace.views.save(View("contacts", name, Filter())) for name in ("A", "B", "C")]
    workspace.views.reorder(made[::-1])
    assert [view.name for view in workspace.views.all("contacts")] == ["C", "B", "A"]


def test_a_deleted_view_comes_back_by_undo(workspace: Workspace) -> None:
    made = workspace.views.save(View("contacts", "Partners", PARTNERS))
    workspace.views.delete(made)
    assert workspace.views.all() == []
    assert workspace.undo() == "Delete view Partners"
    assert workspace.views.get(made).shown == PARTNERS


def test_a_view_that_cannot_be_read_is_left_out_and_spoils_no_other(workspace: Workspace) -> None:
    good = workspace.views.save(View("contacts", "Good", PARTNERS))
    bad = workspace.views.save(View("contacts", "Bad", PARTNERS))
    with workspace.store.action("Damage a view"):
        workspace.store.execute("UPDATE saved_view SET spec = '{\"shown\": 7}' WHERE id = ?", (bad,))
    assert [view.id for view in workspace.views.all()] == [good]
    with pytest.raises(NotFound):
        workspace.views.get(bad)
