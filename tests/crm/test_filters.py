"""What a list shows: every combination of conditions agrees with asking each record one by one."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.contacts import ContactRow
from crm.errors import Invalid
from crm.filters import FIELDS, Condition, Filter, compiled
from crm.sample import make_sample
from crm.views import View
from crm.workspace import Workspace

DAY = date(2026, 5, 22)

conditions = st.one_of(
    st.builds(
        Condition, st.just("sector"), st.lists(st.integers(0, 6), min_size=1, max_size=3).map(tuple), st.booleans()
    ),
    st.builds(Condition, st.just("sub_region"), st.lists(st.integers(0, 6), max_size=3).map(tuple), st.booleans()),
    st.builds(
        Condition,
        st.just("partnership"),
        st.lists(st.sampled_from(["partner", "prospect", "left", ""]), min_size=1).map(tuple),
        st.booleans(),
    ),
    st.builds(Condition, st.sampled_from(["within", "not_within"]), st.tuples(st.integers(0, 800)), st.booleans()),
    st.builds(
        Condition,
        st.sampled_from(["never", "has_email", "has_phone", "has_organisation", "has_follow_up"]),
        st.just(()),
        st.booleans(),
    ),
)
filters = st.recursive(
    st.builds(Filter, st.just(""), st.booleans(), st.lists(conditions, max_size=3).map(tuple)),
    lambda inner: st.builds(
        Filter, st.just(""), st.booleans(), st.lists(st.one_of(conditions, inner), max_size=3).map(tuple)
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("network") / "cluster.desk")
    make_sample(made.store, contacts=60, interactions=120, seed=3, today=DAY)
    return made


def says_something(part: Condition | Filter) -> bool:
    """An empty group of conditions says nothing, wherever it stands."""
    return isinstance(part, Condition) or any(says_something(inner) for inner in part.parts)


def holds(part: Condition | Filter, row: ContactRow, ids: dict[str, dict[str, int]]) -> bool:
    if isinstance(part, Filter):
        each = [holds(inner, row, ids) for inner in part.parts if says_something(inner)]
        return not each or (any(each) if part.any_of else all(each))
    touched = row.last_touch_at[:10]
    limit = date.fromordinal(DAY.toordinal() - int(part.values[0])).isoformat() if "within" in part.field else ""
    found = {
        "sector": lambda: ids["sector"].get(row.sector, 0) in part.values,
        "sub_region": lambda: ids["sub_region"].get(row.sub_region, 0) in part.values,
        "partnership": lambda: row.partnership in part.values,
        "within": lambda: bool(touched) and row.last_touch_at >= limit,
        "not_within": lambda: row.last_touch_at < limit,
        "never": lambda: not touched,
        "has_email": lambda: bool(row.email),
        "has_phone": lambda: bool(row.phone),
        "has_organisation": lambda: row.organisation_id is not None,
        "has_follow_up": lambda: bool(row.next_follow_up_on),
    }[part.field]()
    return found != part.negated


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shown=filters)
def test_a_filter_shows_exactly_whom_it_describes(network: Workspace, shown: Filter) -> None:
    ids = {key: {t.name: t.id for t in network.vocabularies.terms(key)} for key in ("sector", "sub_region")}
    where, params = compiled(shown, "contact", DAY)
    found = network.store.rows(f"SELECT contact_id FROM contact_summary s {'WHERE ' + where if where else ''}", params)
    expected = {row.id for row in network.contacts.page(limit=1000) if holds(shown, row, ids)}
    assert {row[0] for row in found} == expected


@settings(max_examples=80, deadline=None)
@given(shown=filters, text=st.text(max_size=20))
def test_a_filter_survives_being_saved(shown: Filter, text: str) -> None:
    saved = shown.with_text(text)
    assert Filter.from_json(saved.to_json()) == saved


def test_a_text_finds_people_by_the_beginning_of_any_word(network: Workspace) -> None:
    someone = network.contacts.page(limit=1)[0]
    given_name, family_name = someone.name.split()[0], someone.name.split()[-1]
    assert someone.id in network.contacts.ids(Filter(f"{family_name.upper()} {given_name[:2].lower()}"))


def test_clinicians_at_partner_organisations_are_found_through_their_organisation(network: Workspace) -> None:
    shown = Filter(parts=(Condition("partnership", ("partner",)), Condition("sector", (3,))))
    rows = network.contacts.page(shown, limit=500)
    assert rows
    assert {(row.partnership, row.sector) for row in rows} == {("partner", "Public sector")}


def test_a_field_no_list_knows_is_refused_with_a_sentence(network: Workspace) -> None:
    with pytest.raises(Invalid):
        network.contacts.count(Filter(parts=(Condition("shoe size", (9,)),)))


def test_every_offered_field_can_be_asked(network: Workspace) -> None:
    for field in FIELDS["contact"]:
        network.contacts.count(Filter(parts=(Condition(field.key, (1,)),)))
    for field in FIELDS["organisation"]:
        network.organisations.count(Filter(parts=(Condition(field.key, (1,)),)))


def test_a_view_saved_again_under_its_name_replaces_itself(network: Workspace) -> None:
    first = network.views.save(View("contacts", "Imaging people", Filter("imaging")))
    again = network.views.save(View("contacts", "imaging PEOPLE", Filter("scan"), "last_touch", True))
    assert first == again
    view = network.views.named("contacts", "Imaging people")
    assert (view.shown.text, view.sort, view.descending) == ("scan", "last_touch", True)
