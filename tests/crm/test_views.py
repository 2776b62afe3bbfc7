"""Saved views: a filter, columns and sort under a name."""

from pathlib import Path

import pytest

from crm.contacts import ContactDraft
from crm.db.dump import logical_dump
from crm.errors import Invalid, NotFound
from crm.filters import Condition, Filter
from crm.opportunities import OpportunityFilter
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


def people(workspace: Workspace) -> dict[int, str]:
    """Write Ada, who is not to be mailed, Ben, who is important, and Cal."""
    tags = {"Ada": ("no mail",), "Ben": ("vip",), "Cal": ()}
    return {workspace.contacts.create(ContactDraft(name, "X", tags=each)): name for name, each in tags.items()}


def tag_of(workspace: Workspace, name: str) -> int:
    return next(tag.id for tag in workspace.tags.all() if tag.name == name)


def shown(workspace: Workspace, names: dict[int, str], view: str) -> list[str]:
    return sorted(names[id_] for id_ in workspace.contacts.ids(workspace.views.named("contacts", view).shown))


def save_both(workspace: Workspace) -> None:
    no_mail, vip = tag_of(workspace, "no mail"), tag_of(workspace, "vip")
    mailed = Filter(parts=(Filter(parts=(Condition("tag", (no_mail,), negated=True),)),))
    workspace.views.save(View("contacts", "May be mailed", mailed, "last_touch", True, ("name",)))
    workspace.views.save(View("contacts", "VIPs", Filter(parts=(Condition("tag", (vip,)),))))


@pytest.mark.parametrize("by_name", [False, True], ids=["merged", "renamed to the name of another"])
def test_a_view_asks_for_the_tag_that_its_own_became(workspace: Workspace, by_name: bool) -> None:
    names = people(workspace)
    save_both(workspace)
    before = logical_dump(workspace.store.connection())
    for old, new in (("no mail", "do not mail"), ("vip", "VIP people")):
        into = workspace.tags.create(new)
        if by_name:
            workspace.tags.rename(tag_of(workspace, old), new)
        else:
            workspace.tags.merge(tag_of(workspace, old), into)
    assert shown(workspace, names, "May be mailed") == ["Ben", "Cal"]
    assert shown(workspace, names, "VIPs") == ["Ben"]
    kept = workspace.views.named("contacts", "May be mailed")
    assert (kept.sort, kept.descending, kept.columns) == ("last_touch", True, ("name",))
    for _ in range(4):
        workspace.undo()
    assert logical_dump(workspace.store.connection()) == before
    for _ in range(4):
        workspace.redo()
    assert shown(workspace, names, "May be mailed") == ["Ben", "Cal"]


def test_a_view_of_both_tags_that_became_one_asks_for_it_once(workspace: Workspace) -> None:
    people(workspace)
    no_mail, vip = tag_of(workspace, "no mail"), tag_of(workspace, "vip")
    both = (Condition("tag", (no_mail, vip)), Condition("organisation_tag", (vip,)), Condition("theme", (vip,)))
    made = workspace.views.save(View("contacts", "Both", Filter(parts=both)))
    workspace.tags.merge(vip, no_mail)
    assert workspace.views.get(made).shown.parts == (
        Condition("tag", (no_mail,)),
        Condition("organisation_tag", (no_mail,)),
        Condition("theme", (vip,)),  # of another vocabulary, whatever its number
    )


def test_a_view_says_what_it_asks_for_and_is_deleted(workspace: Workspace, tmp_path: Path) -> None:
    people(workspace)
    save_both(workspace)
    view = workspace.views.named("contacts", "May be mailed")
    assert workspace.views.usable(view) == view
    workspace.tags.delete(tag_of(workspace, "no mail"))
    assert workspace.views.gone(view.shown) == "a tag that was deleted"
    with pytest.raises(Invalid, match="“May be mailed” asks for a tag that was deleted"):
        workspace.views.usable(view)
    target = tmp_path / "list.csv"
    with pytest.raises(Invalid, match="asks for a tag that was deleted"):
        workspace.exporting.export("contacts", target, selection=view.shown)
    assert not target.exists()
    workspace.undo()
    assert workspace.exporting.export("contacts", target, selection=view.shown).rows == 2


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("sector", "a sector"),
        ("sub_region", "a sub-region"),
        ("theme", "a theme"),
        ("tag", "a tag"),
        ("organisation_tag", "a tag"),
        ("organisation", "an organisation"),
        ("attended", "a huddle"),
    ],
)
def test_whatever_a_view_names_is_missed_when_it_is_gone(workspace: Workspace, field: str, said: str) -> None:
    asked = Filter(any_of=True, parts=(Condition("never"), Filter(parts=(Condition(field, (0, 999)),))))
    assert workspace.views.gone(asked) == f"{said} that was deleted"
    assert workspace.views.gone(Filter(parts=(Condition(field, (0,)),))) == ""
    assert workspace.views.gone(Filter(parts=(Condition("within", (999,)),))) == ""


def test_a_view_of_the_pipeline_misses_a_sector_that_is_gone(workspace: Workspace, tmp_path: Path) -> None:
    sector = workspace.vocabularies.add("sector", "Charities")
    asked = OpportunityFilter(sector_id=sector)
    target = tmp_path / "list.csv"
    workspace.exporting.opportunities(target, shown=asked)
    workspace.vocabularies.delete("sector", sector)
    with pytest.raises(Invalid, match="a sector that was deleted"):
        workspace.exporting.opportunities(target, shown=asked)


def test_several_that_are_gone_are_named_together(workspace: Workspace) -> None:
    asked = Filter(parts=(Condition("tag", (998, 999)), Condition("theme", (999,))))
    assert workspace.views.gone(asked) == "a tag and a theme that were deleted"
