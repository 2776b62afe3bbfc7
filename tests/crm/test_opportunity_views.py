"""What of the pipeline is shown, kept as a saved view."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crm.filters import Condition, Filter
from crm.opportunities import OpportunityDraft, OpportunityFilter, queries
from crm.opportunities.saved_views import PAGE, of_view, to_view
from crm.views import View
from crm.workspace import Workspace

IDS, FLAGS = st.none() | st.integers(1, 9), st.booleans()
FILTERS = st.builds(
    OpportunityFilter,
    pipeline_id=IDS,
    text=st.sampled_from(("", "sepsis", "fylde trust")),
    sector_id=IDS,
    sub_region_id=IDS,
    stale=FLAGS,
    no_next_step=FLAGS,
    organisation_id=IDS,
    contact_id=IDS,
    closed=FLAGS,
)


@given(FILTERS)
def test_a_filter_comes_back_from_a_view_as_it_was(shown: OpportunityFilter) -> None:
    assert of_view(Filter.from_json(to_view(shown).to_json())) == shown


def test_what_a_view_says_that_nobody_knows_is_left_out() -> None:
    strange = Filter("imaging", parts=(Condition("weather", ("wet",)), Condition("sector", ("wet",))))
    assert of_view(strange) == OpportunityFilter(text="imaging", closed=False)


def test_a_view_of_the_closed_counts_them_alone(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "network.desk")
    try:
        stages = {stage.name: stage.id for stage in workspace.pipelines.get(None).stages}
        for title, stage in (("A", "Idea"), ("B", "Won"), ("C", "Lost")):
            workspace.opportunities.create(OpportunityDraft(title, stages[stage]))
        view = workspace.views.save(View(PAGE, "Over", to_view(OpportunityFilter(closed=True)), "stage"))
        kept = of_view(workspace.views.get(view).shown)
        assert [row.title for row in workspace.opportunities.rows(kept)] == ["B", "C"]
        assert workspace.opportunities.count(of_view(Filter())) == 1
    finally:
        workspace.close()


def test_a_whole_page_pasted_as_words_is_looked_for_like_any_other_text(workspace: Workspace) -> None:
    workspace.opportunities.create(OpportunityDraft("Sepsis pilot"))
    rows = workspace.opportunities.rows
    assert [row.title for row in rows(OpportunityFilter(text="sepsis " * 2_000))] == ["Sepsis pilot"]
    assert rows(OpportunityFilter(text=" ".join(f"word{number}" for number in range(2_000)))) == []


def test_another_word_and_other_ids_make_no_other_query_and_stay_in_none(workspace: Workspace) -> None:
    first, second = (workspace.opportunities.create(OpportunityDraft(title)) for title in ("Imaging", "Sepsis"))

    def asked(text: str, *ids: int) -> tuple[list[str], int]:
        found = workspace.opportunities.rows(OpportunityFilter(text=text, ids=ids))
        return [row.title for row in found], queries.rows_of.cache_info().misses

    (imaging, made), (sepsis, made_then), (none, made_last) = asked("ima", first), asked("sep", second), asked("s")
    assert (imaging, sepsis, none) == (["Imaging"], ["Sepsis"], [])
    assert made == made_then == made_last
