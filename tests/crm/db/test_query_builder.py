"""Queries built from the models: compiled once, run by name, read into records by name."""

import ast
import enum
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import SQL, BaseQuery, Select, Value, fn
from sqlcipher3 import dbapi2 as sqlite

import crm
from crm.contacts import ContactDraft
from crm.db.expressions import huddle_label, is_current, name_of, primary_of
from crm.db.query_builder import at_most, bind, columns, compiled, each_of, stored
from crm.db.schema import Affiliation, Contact, ContactEmail, Huddle, Organisation, Series
from crm.errors import NotFound
from crm.workspace import Workspace

EMAILS = (
    ContactEmail.select(ContactEmail.id, ContactEmail.value, ContactEmail.is_primary, ContactEmail.contact)
    .where(ContactEmail.contact == bind("contact"), ContactEmail.state == "ok")
    .order_by(ContactEmail.id)
)


class Email(msgspec.Struct, frozen=True):
    value: str
    is_primary: bool
    contact_id: int
    id: int


@pytest.fixture
def jane(workspace: Workspace) -> int:
    """A contact with two addresses that work and one that does not."""
    store = workspace.store
    with store.action("Add Jane"):
        contact = store.insert(
            Contact, uid="u", given_name="Jane", family_name="Roe", created_at="2026-01-01T00:00:00Z"
        )
        for value, primary, state in (
            ("j@acme.example", 1, "ok"),
            ("r@acme.example", 0, "ok"),
            ("x@x.example", 0, "former"),
        ):
            store.insert(ContactEmail, contact_id=contact, value=value, is_primary=primary, state=state)
    return contact


def test_rows_become_records_by_name_with_flags_as_booleans(workspace: Workspace, jane: int) -> None:
    found = workspace.store.all(EMAILS, into=Email, contact=jane)
    assert found == [Email("j@acme.example", True, jane, 1), Email("r@acme.example", False, jane, 2)]
    assert [type(each.is_primary) for each in found] == [bool, bool]
    assert workspace.store.first(EMAILS, into=Email, contact=jane) == found[0]
    assert list(workspace.store.each(EMAILS, into=Email, contact=jane)) == found
    assert workspace.store.first(EMAILS, into=Email, contact=jane + 1) is None


def test_a_record_that_is_not_what_the_query_gives_is_refused_at_the_first_compile() -> None:
    class Less(msgspec.Struct):
        value: str
        is_primary: bool
        id: int

    class More(Less):
        contact_id: int
        kind: str

    with pytest.raises(TypeError, match=r"the record lacks \['contact_id'\]"):
        compiled(EMAILS).into(Less)
    with pytest.raises(TypeError, match=r"the query lacks \['kind'\]"):
        compiled(EMAILS).into(More)


def test_a_record_that_takes_a_field_by_name_alone_is_refused_at_the_first_compile() -> None:
    class Named(msgspec.Struct, kw_only=True):
        id: int

    with pytest.raises(TypeError, match="by name alone"):
        compiled(Contact.select(Contact.id)).into(Named)


def test_a_value_that_is_missing_or_not_asked_for_is_refused(workspace: Workspace) -> None:
    for wrong in ({}, {"contact": 1, "state": "ok"}, {"contract": 1}):
        with pytest.raises(TypeError, match="the query takes"):
            workspace.store.all(EMAILS, into=Email, **wrong)


def test_a_query_is_compiled_once_and_one_built_on_it_is_another_query() -> None:
    assert compiled(EMAILS) is compiled(EMAILS)
    narrower = EMAILS.where(ContactEmail.is_primary)
    assert compiled(narrower) is not compiled(EMAILS)
    assert "is_primary" in compiled(narrower).sql.partition("WHERE")[2]
    assert "is_primary" not in compiled(EMAILS).sql.partition("WHERE")[2]


def test_text_with_question_marks_of_its_own_has_no_place_in_a_query() -> None:
    with pytest.raises(TypeError, match="by bind"):
        compiled(ContactEmail.select(ContactEmail.id).where(SQL("value = ?", ["a@b.example"])))


def test_whole_numbers_stand_in_the_text_and_words_are_values() -> None:
    some = compiled(
        ContactEmail.select(ContactEmail.id).where(ContactEmail.state == "ok", ContactEmail.id > 5).limit(7)
    )
    assert list(some.constants.values()) == ["ok"]
    assert "> 5" in some.sql
    assert some.sql.endswith("LIMIT 7")


def test_a_limit_that_is_given_is_no_bare_value_and_holds_all_the_same(workspace: Workspace, jane: int) -> None:
    some = ContactEmail.select(ContactEmail.value).order_by(ContactEmail.id).limit(at_most("most"))
    assert not compiled(some).sql.endswith("LIMIT :most")
    assert workspace.store.column(some, most=2) == ["j@acme.example", "r@acme.example"]
    assert workspace.store.column(some, most=0) == []


def test_several_values_are_given_as_one(workspace: Workspace, jane: int) -> None:
    among = ContactEmail.select(ContactEmail.value).where(ContactEmail.id.in_(each_of("ids"))).order_by(ContactEmail.id)
    assert workspace.store.column(among, ids=(3, 1)) == ["j@acme.example", "x@x.example"]
    assert workspace.store.column(among, ids=[]) == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.integers(0, 2**62))
def test_values_that_stand_in_a_query_come_back_as_they_were(words: str, number: int) -> None:
    made = compiled(
        Select(columns=[Value(words).alias("said"), Value(number).alias("number"), bind("more").alias("more")])
    )
    connection = sqlite.connect(":memory:")
    assert connection.execute(made.sql, made.values({"more": words})).fetchone() == (words, number, words)
    connection.close()


def test_days_moments_and_words_are_stored_as_the_file_holds_them() -> None:
    class Colour(enum.StrEnum):
        RED = "red"

    assert stored(date(2026, 5, 3)) == "2026-05-03"
    assert stored(datetime(2026, 5, 3, 9, 30, tzinfo=UTC)) == "2026-05-03T09:30:00Z"
    assert (type(stored(Colour.RED)), stored(Colour.RED)) == (str, "red")
    assert stored({"a": 1}.keys()) == '["a"]'


def test_days_words_and_lists_of_a_row_become_what_the_record_says(workspace: Workspace, jane: int) -> None:
    class Colour(enum.Enum):
        RED = "red"

    class Read(msgspec.Struct, frozen=True):
        day: date
        none: date | None
        colour: Colour
        names: tuple[str, ...]

    query = Contact.select(
        fn.substr(Contact.created_at, 1, 10).alias("day"),
        Contact.birthday.alias("none"),
        fn.lower("RED").alias("colour"),
        fn.json_array(Contact.given_name, Contact.family_name).alias("names"),
    )
    assert workspace.store.all(query, into=Read) == [Read(date(2026, 1, 1), None, Colour.RED, ("Jane", "Roe"))]


def test_names_of_a_union_are_those_of_its_first_part() -> None:
    both = Contact.select(Contact.id, name_of(Contact).alias("name")) | Organisation.select(
        Organisation.id, Organisation.name
    )
    assert columns(both) == ("id", "name")


def test_a_query_within_the_query_has_the_name_that_it_is_given() -> None:
    number = ContactEmail.select(fn.count(ContactEmail.id)).where(ContactEmail.contact == Contact.id)
    assert columns(Contact.select(Contact.id, number.alias("emails"), number)) == ("id", "emails", "")


def test_a_function_without_a_name_gives_a_column_without_one() -> None:
    assert columns(Contact.select(fn.lower(Contact.given_name), fn.count(Contact.id).alias("number"))) == ("", "number")


def test_what_is_written_in_sql_follows_its_table_wherever_that_stands(workspace: Workspace, jane: int) -> None:
    store = workspace.store
    with store.action("Add a role"):
        acme = store.insert(Organisation, uid="o", name="Acme", created_at="2026-01-01T00:00:00Z")
        role = store.insert(Affiliation, contact_id=jane, organisation_id=acme, is_primary=1)
    person, post = Contact.alias(), Affiliation.alias()
    query = (
        post.select(name_of(person), is_current(post), primary_of(person))
        .join(person, on=post.contact == person.id)
        .where(post.organisation == bind("organisation"))
    )
    assert store.rows(query, organisation=acme) == [("Jane Roe", 1, role)]


def test_a_huddle_is_called_by_its_series_and_number_or_by_its_title(workspace: Workspace) -> None:
    store = workspace.store
    at = {"starts_at": "2026-05-03T14:00:00Z", "ends_at": "2026-05-03T15:00:00Z", "created_at": "2026-01-01T00:00:00Z"}
    with store.action("Plan huddles"):
        series = store.insert(Series, name="Round table")
        for uid, of, number in (("a", series, 4), ("b", None, 7), ("c", series, None)):
            store.insert(Huddle, uid=uid, title="Summer party", series_id=of, number=number, **at)
    huddle = Huddle.alias()
    labels = huddle.select(huddle_label(huddle)).order_by(huddle.id)
    assert store.column(labels) == ["Round table 4", "Huddle 7", "Summer party"]


def test_a_record_that_is_not_there_is_named(workspace: Workspace, jane: int) -> None:
    store = workspace.store
    assert store.holds(Contact, jane)
    assert not store.holds(Contact, jane + 1)
    store.check_there((Contact, jane), (Organisation, None))
    with pytest.raises(NotFound) as refused:
        store.check_there((Contact, jane), (Organisation, 7), (Contact, jane + 1))
    assert (refused.value.what, refused.value.name) == ("organisation", 7)


def test_a_query_that_writes_runs_in_an_action_alone(workspace: Workspace, jane: int) -> None:
    store = workspace.store
    bounced = ContactEmail.update(state="bounced").where(ContactEmail.value == bind("value"))
    with pytest.raises(RuntimeError, match="outside an action"):
        store.run(bounced, value="j@acme.example")
    with store.action("Mark as bounced"):
        assert store.run(bounced, value="j@acme.example").rowcount == 1
        store.run_for_each(bounced, [{"value": "r@acme.example"}])
    assert store.all(EMAILS, into=Email, contact=jane) == []
    assert store.undo() == "Mark as bounced"
    assert len(store.all(EMAILS, into=Email, contact=jane)) == 2


def modules() -> Iterator[ModuleType]:
    """Yield every module of `crm` but the steps of migrations."""
    for module in pkgutil.walk_packages(crm.__path__, "crm."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            yield importlib.import_module(module.name)


def fixed_queries() -> Iterator[tuple[str, Any]]:
    """Yield every query that is a constant of a module of `crm`, by its dotted name."""
    for module in modules():
        for name, value in vars(module).items():
            among = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
            yield from ((f"{module.__name__}.{name}", each) for each in among if isinstance(each, BaseQuery))


def test_every_fixed_query_is_one_that_the_library_takes(workspace: Workspace) -> None:
    connection = workspace.store.connection()
    for name, query in fixed_queries():
        made = compiled(query)
        try:
            connection.execute(f"EXPLAIN {made.sql}", made.constants | dict.fromkeys(made.names)).fetchall()
        except Exception as error:
            if name.rpartition(".")[2].startswith("_") and "no such" in str(error):
                continue  # A part of others, of whose tables it speaks.
            raise AssertionError(f"{name}: {error}\n{made.sql}") from error


def read_into(module: ModuleType) -> Iterator[tuple[int, Any, Any]]:
    """Yield the line, the query and the record of every call that reads a named query into a named record."""
    known = vars(module)
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        record = next((each.value for each in node.keywords if each.arg == "into"), None)
        if isinstance(record, ast.Name) and record.id in known and (query := _named(node.args[0], known)) is not None:
            yield node.lineno, query, known[record.id]


def _named(node: ast.expr, known: dict[str, Any]) -> Any:
    """Return the query that a name stands for, `EMAILS` or `queries.EMAILS`; None for anything else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return vars(module).get(node.attr) if isinstance(module := known.get(node.value.id), ModuleType) else None
    return known.get(node.id) if isinstance(node, ast.Name) else None


def test_every_fixed_query_gives_what_the_record_it_is_read_into_holds() -> None:
    for module in modules():
        for line, query, record in read_into(module):
            try:
                compiled(query).into(record)
            except TypeError as error:
                raise AssertionError(f"{module.__name__}, line {line}: {error}") from error


def test_rows_by_the_names_of_their_columns_tell_flags_as_such(workspace: Workspace) -> None:
    contact = workspace.contacts.create(ContactDraft(given_name="Ann"))
    facts = Contact.select(Contact.given_name, Contact.active).where(Contact.id == bind("contact"))
    assert workspace.store.named(facts, contact=contact) == {"given_name": "Ann", "active": True}
    assert workspace.store.named(facts, contact=contact)["active"] is True
    assert workspace.store.all_named(facts, contact=contact) == [workspace.store.named(facts, contact=contact)]
    assert workspace.store.named(facts, contact=contact + 1) is None
