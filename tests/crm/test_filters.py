"""What a list shows: every combination of conditions agrees with asking each record one by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm.contacts import AffiliationDraft, ContactDetail, ContactDraft, ContactRow
from crm.errors import Invalid
from crm.filters import FIELDS, SUMMARIES, Condition, Filter, condition, key_of
from crm.listing.queries import Asked, List, Sort, in_order
from crm.organisations import OrganisationDetail, OrganisationDraft, OrganisationRow
from crm.sample import make_sample
from crm.search import read_listed
from crm.text import words
from crm.workspace import Workspace

DAY = date(2026, 5, 22)
TEXTS = (
    *("", "univ", "hospital tr", "head", "labs", "dr", "zzz", "example", "ma", "imaging", "trust manager"),
    *("former:trust", "former: hospital tr", "m formerly:head", "former:"),
)


def some(values: st.SearchStrategy[int | str]) -> st.SearchStrategy[tuple[int | str, ...]]:
    return st.lists(values, max_size=3).map(tuple)


def on(field: str, values: st.SearchStrategy[tuple[int | str, ...]]) -> st.SearchStrategy[Condition]:
    return st.builds(Condition, st.just(field), values, st.booleans())


ids, days = st.integers(0, 8), st.tuples(st.integers(0, 800))
shared = [
    *(on(field, some(ids)) for field in ("sector", "sub_region", "theme", "tag")),
    on("partnership", some(st.sampled_from(["partner", "prospect", "left", ""]))),
    *(on(field, days) for field in ("within", "not_within", "added")),
    *(on(field, st.just(())) for field in ("never", "has_follow_up")),
]
of_contacts = st.one_of(
    *shared,
    on("organisation", some(st.integers(0, 12))),
    on("organisation_tag", some(ids)),
    *(on(field, st.just(())) for field in ("has_email", "has_phone", "has_organisation", "active")),
)
of_organisations = st.one_of(*shared, on("has_people", st.just(())))


def filters_of(conditions: st.SearchStrategy[Condition]) -> st.SearchStrategy[Filter]:
    def group(parts: st.SearchStrategy[Condition | Filter]) -> st.SearchStrategy[Filter]:
        return st.builds(Filter, st.sampled_from(TEXTS), st.booleans(), st.lists(parts, max_size=3).map(tuple))

    return st.recursive(group(conditions), lambda inner: group(st.one_of(conditions, inner)), max_leaves=6)


@dataclass(frozen=True)
class Record:
    """What is known of a person or an organisation, and their words, of now and of the past, gathered one by one."""

    row: ContactRow | OrganisationRow
    detail: ContactDetail | OrganisationDetail
    employer: OrganisationDetail | None
    words: frozenset[str]
    past: frozenset[str] = frozenset()


@dataclass
class Network:
    workspace: Workspace
    ids: dict[str, dict[str, int]]
    records: dict[str, list[Record]]


def words_of(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


def person(workspace: Workspace, row: ContactRow) -> Record:
    detail = workspace.contacts.get(row.id)
    employers = [workspace.organisations.get(each.organisation_id) for each in detail.affiliations]
    said = [detail.given_name, detail.family_name, detail.preferred_name, *detail.former_names, *detail.tags]
    said += [email.value for email in detail.emails]
    jobs = {True: list[str](), False: list[str]()}
    now = {each.id for each in detail.now}
    for each, employer in zip(detail.affiliations, employers, strict=True):
        names = (employer.name, employer.short_name, *(alias.name for alias in employer.aliases))
        jobs[each.id in now] += [each.role, each.department, *names]
    said += jobs[True]
    letters = f"{detail.given_name[:1]}{detail.family_name[:1]}"
    primary = next((each for each in employers if each.id == row.organisation_id), None)
    return Record(row, detail, primary, words_of(letters, *said), words_of(*jobs[False]))


def organisation(workspace: Workspace, row: OrganisationRow) -> Record:
    detail = workspace.organisations.get(row.id)
    said = [detail.name, detail.short_name, *(alias.name for alias in detail.aliases), *detail.tags]
    said += [domain.domain for domain in detail.domains]
    said += [detail.ods_code, detail.company_number, detail.town, detail.website]
    initials = "".join(word[0] for word in words(detail.name))
    return Record(row, detail, None, words_of(initials, *said))


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    made = Workspace.create(tmp_path_factory.mktemp("network") / "cluster.desk")
    make_sample(made.store, contacts=60, interactions=120, seed=3, today=DAY)
    everyone = made.contacts.page(limit=1000)
    made.contacts.bulk_edit([row.id for row in everyone[::7]], active=False)
    for row in made.organisations.page(limit=1000)[::3]:
        made.organisations.set_tags(row.id, ["imaging", "pilot site"])
    made.contacts.create(ContactDraft("Nobody", "Known"))
    found = {key: {term.name: term.id for term in made.vocabularies.terms(key)} for key in ("sector", "sub_region")}
    found["theme"] = {term.name: term.id for term in made.vocabularies.terms("theme")}
    found["tag"] = {tag.name: tag.id for tag in made.tags.all()}
    yield Network(
        made,
        found,
        {
            "contact": [person(made, row) for row in made.contacts.page(limit=1000)],
            "organisation": [organisation(made, row) for row in made.organisations.page(limit=1000)],
        },
    )
    made.close()


def says_something(part: Condition | Filter) -> bool:
    """An empty group of conditions says nothing, wherever it stands."""
    return isinstance(part, Condition) or bool(part.text) or any(says_something(inner) for inner in part.parts)


def fits(part: Condition | Filter, record: Record, ids: dict[str, dict[str, int]]) -> bool:
    if isinstance(part, Filter):
        each = [fits(inner, record, ids) for inner in part.parts if says_something(inner)]
        now, _, past = part.text.replace("formerly:", "former:").partition("former:")
        text = all(
            any(word.startswith(start) for word in said)
            for asked, said in ((now, record.words), (past, record.past))
            for start in words(asked)
        )
        return text and (not each or (any(each) if part.any_of else all(each)))
    return answer(part, record, ids) != part.negated


def answer(part: Condition, record: Record, ids: dict[str, dict[str, int]]) -> bool:
    row, detail, employer = record.row, record.detail, record.employer
    limit = ""
    if part.field in ("within", "not_within", "added"):
        limit = (DAY - timedelta(days=int(part.values[0]))).isoformat()

    def any_named(key: str, names: tuple[str, ...]) -> bool:
        return any(ids[key][name] in part.values for name in names) if names else 0 in part.values

    asked: dict[str, Callable[[], bool]] = {
        "sector": lambda: ids["sector"].get(row.sector, 0) in part.values,
        "sub_region": lambda: ids["sub_region"].get(row.sub_region, 0) in part.values,
        "partnership": lambda: row.partnership in part.values,
        "theme": lambda: any_named("theme", detail.themes + (employer.themes if employer else ())),
        "tag": lambda: any_named("tag", detail.tags),
        "within": lambda: row.last_touch_at >= limit,
        "not_within": lambda: row.last_touch_at < limit,
        "added": lambda: detail.created_at >= limit,
        "never": lambda: not row.last_touch_at,
        "has_follow_up": lambda: bool(row.next_follow_up_on),
        "organisation_tag": lambda: any_named("tag", employer.tags if employer else ()),
    }
    if isinstance(row, ContactRow) and isinstance(detail, ContactDetail):
        there = {each.organisation_id for each in detail.now} | ({0} if row.organisation_id is None else set())
        asked |= {
            "has_email": lambda: bool(row.email),
            "has_phone": lambda: bool(row.phone),
            "has_organisation": lambda: row.organisation_id is not None,
            "active": lambda: detail.active,
            "organisation": lambda: bool(there & set(part.values)),
        }
    else:
        asked["has_people"] = lambda: row.people > 0  # type: ignore[union-attr]
    return asked[part.field]()


def check(network: Network, subject: str, shown: Filter) -> None:
    wanted = {each.row.id for each in network.records[subject] if fits(shown, each, network.ids)}
    store, everyone = network.workspace.store, SUMMARIES[subject].select(key_of(subject))
    where = condition(shown, subject, DAY)
    assert set(store.column(everyone if where is None else everyone.where(where))) == wanted
    of, text = List(subject, "name", Sort(SUMMARIES[subject].sort_name, None)), read_listed(shown.text)
    for row_by_row in (False, True):
        asked = Asked(replace(shown, text=""), text.numbers, DAY, row_by_row)
        assert set(store.column(in_order(of, asked), **text.values)) == wanted
    if not shown.parts:  # others may ask for today
        counts = {"contact": network.workspace.contacts.count, "organisation": network.workspace.organisations.count}
        assert counts[subject](shown) == len(wanted)


@settings(max_examples=150)
@given(shown=filters_of(of_contacts))
def test_a_filter_shows_exactly_the_people_it_describes(network: Network, shown: Filter) -> None:
    check(network, "contact", shown)


@settings(max_examples=80)
@given(shown=filters_of(of_organisations))
def test_a_filter_shows_exactly_the_organisations_it_describes(network: Network, shown: Filter) -> None:
    check(network, "organisation", shown)


@settings(max_examples=80)
@given(shown=filters_of(of_contacts), text=st.text(max_size=20))
def test_a_filter_survives_being_saved(shown: Filter, text: str) -> None:
    saved = shown.with_text(text)
    assert Filter.from_json(saved.to_json()) == saved


def test_a_text_and_a_condition_both_hold(network: Network) -> None:
    contacts = network.workspace.contacts
    someone = next(row for row in contacts.page() if row.sector)
    theirs = (network.ids["sector"][someone.sector],)
    assert someone.id in contacts.ids(Filter(someone.name, parts=(Condition("sector", theirs),)))
    assert someone.id not in contacts.ids(Filter(someone.name, parts=(Condition("sector", theirs, negated=True),)))


def test_a_text_finds_people_by_the_beginning_of_any_word(network: Network) -> None:
    someone = network.workspace.contacts.page(limit=1)[0]
    given_name, family_name = someone.name.split()[0], someone.name.split()[-1]
    found = network.workspace.contacts.ids(Filter(f"{family_name.upper()} {given_name[:2].lower()}"))
    assert someone.id in found


def test_people_at_partners_of_a_sector_are_found_through_their_organisation(network: Network) -> None:
    public = network.ids["sector"]["Public sector"]
    shown = Filter(parts=(Condition("partnership", ("partner",)), Condition("sector", (public,))))
    rows = network.workspace.contacts.page(shown, limit=500)
    assert rows
    assert {(row.partnership, row.sector) for row in rows} == {("partner", "Public sector")}


def test_a_board_member_is_among_the_people_of_both_organisations(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    charity = workspace.organisations.create(OrganisationDraft("Mersey Charity"))
    contact = workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))
    workspace.contacts.add_affiliation(contact, AffiliationDraft(charity, "Trustee", kind="board"))
    for firm in (acme, charity):
        assert workspace.contacts.ids(Filter(parts=(Condition("organisation", (firm,)),))) == [contact]


@pytest.mark.parametrize("field", ["shoe size", "has_people"])
def test_a_field_the_list_does_not_know_is_refused_with_a_sentence(network: Network, field: str) -> None:
    with pytest.raises(Invalid, match=field):
        network.workspace.contacts.count(Filter(parts=(Condition(field, (9,)),)))


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"field": "tag"}', '{"field": "tag", "values": [[1]], "negated": false}', '"x"']
)
def test_what_is_no_filter_is_refused_when_read(text: str) -> None:
    with pytest.raises(Invalid):
        Filter.from_json(text)


def test_every_offered_field_can_be_asked(network: Network) -> None:
    for subject, service in (
        ("contact", network.workspace.contacts),
        ("organisation", network.workspace.organisations),
    ):
        for field in FIELDS[subject]:
            service.count(Filter(parts=(Condition(field.key, (1,)),)))


def test_people_without_a_tag_are_listed_and_those_with_one_left_out(workspace: Workspace) -> None:
    people = {
        name: workspace.contacts.create(ContactDraft(name, "X", tags=tags))
        for name, tags in {"Ada": ("it's",), "Ben": ("vip", "it's"), "Cal": ("100%",), "Di": ()}.items()
    }
    vip = next(tag.id for tag in workspace.tags.all() if tag.name == "vip")

    def shown(*values: int, negated: bool = False) -> list[str]:
        found = workspace.contacts.ids(Filter(parts=(Condition("tag", values, negated),)))
        return [name for name, id_ in people.items() if id_ in found]

    assert shown(0) == ["Di"]
    assert shown(0, negated=True) == ["Ada", "Ben", "Cal"]
    assert shown(0, vip) == ["Ben", "Di"]
    assert shown(0, vip, negated=True) == ["Ada", "Cal"]


def test_none_can_be_asked_of_every_field_whose_values_are_linked(workspace: Workspace) -> None:
    theme = workspace.vocabularies.terms("theme")[0].name
    acme = workspace.organisations.create(OrganisationDraft("Acme", themes=(theme,), tags=("pilot",)))
    bare = workspace.organisations.create(OrganisationDraft("Bare"))
    ann = workspace.contacts.create(ContactDraft("Ann", "A", organisation_id=acme))
    bob = workspace.contacts.create(ContactDraft("Bob", "B", organisation_id=bare, themes=(theme,)))
    cat = workspace.contacts.create(ContactDraft("Cat", "C"))

    def none(field: str) -> set[int]:
        return set(workspace.contacts.ids(Filter(parts=(Condition(field, (0,)),))))

    assert none("theme") == {cat}
    assert none("organisation_tag") == {bob, cat}
    assert none("attended") == none("tag") == {ann, bob, cat}
    for field in ("theme", "tag", "attended"):
        found = workspace.organisations.ids(Filter(parts=(Condition(field, (0,)),)))
        assert found == ([acme, bare] if field == "attended" else [bare])


# -- those who left


def test_a_text_finds_who_is_there_now_and_behind_former_who_left(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("University of the Dee"))
    stays = workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme, role="Engineer"))
    left = workspace.contacts.create(ContactDraft("Ravi", "Shah", organisation_id=acme, role="Engineer"))
    workspace.contacts.change_job(left, AffiliationDraft(dee, "Reader"))

    def found(text: str) -> list[int]:
        assert workspace.contacts.count(Filter(text)) == len(workspace.contacts.ids(Filter(text)))
        return sorted(workspace.contacts.ids(Filter(text)))

    assert found("acme") == found("acme engineer") == found("engineer") == [stays]
    for asked in (
        "former:acme",
        "Former: acme",
        "formerly: engineer",
        "ravi former:acme eng",
        "worked at: acme",
        "ex:acme",
    ):
        assert found(asked) == [left], asked
    assert found("jane former:acme") == found("former:dee") == found("former acme") == []
    assert found("dee") == found("ravi") == [left]
    assert found("former:") == sorted([stays, left])


def test_who_left_and_came_back_is_found_both_ways(workspace: Workspace) -> None:
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    dee = workspace.organisations.create(OrganisationDraft("University of the Dee"))
    jane = workspace.contacts.create(ContactDraft("Jane", "Roe", organisation_id=acme))
    for firm in (dee, acme):
        workspace.contacts.change_job(jane, AffiliationDraft(firm, "Director"))
    for text in ("acme", "former:acme", "former:dee"):
        assert workspace.contacts.ids(Filter(text)) == [jane], text
    assert workspace.contacts.ids(Filter("dee")) == []


def test_a_job_ends_in_the_filter_when_its_day_is_over(workspace: Workspace) -> None:
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False) as at:
        acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
        jane = workspace.contacts.create(ContactDraft("Jane", "Roe"))
        workspace.contacts.add_affiliation(jane, AffiliationDraft(acme, "Head", ended="2026-03-31"))
        assert workspace.contacts.ids(Filter("acme")) == [jane]
        assert workspace.contacts.ids(Filter("former:acme")) == []
        at.move_to(datetime(2026, 4, 1, 12, tzinfo=UTC))
        workspace.begin_day()
        assert workspace.contacts.ids(Filter("acme")) == []
        assert workspace.contacts.ids(Filter("former:acme")) == [jane]
