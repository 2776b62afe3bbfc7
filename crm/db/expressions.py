"""What a query says of a record that is written down once in SQL: names, what is current today, what stands first."""

from collections.abc import Iterable
from typing import Any

from peewee import SQL, ColumnBase, Context, Node, NodeList, Value, fn

from crm.db.derived.summaries import NAME, NO_FOLLOW_UP, PRIMARY
from crm.db.query_builder import Written
from crm.db.schema import FollowUp, Series
from crm.db.today import is_current as _is_current


class Unindexed(ColumnBase):
    """A column that no index may be walked for: the planner then takes that of another condition."""

    def __init__(self, column: Any) -> None:
        self._column = column

    def __sql__(self, ctx: Context) -> Context:
        ctx.literal("+").sql(self._column)
        return ctx


class IndexedBy(Node):
    """A table (its model) that is gone through along one index and no other: `Model.select(...).from_(...)`."""

    def __init__(self, model: Any, index: str) -> None:
        self._model = model
        self._index = index

    def __sql__(self, ctx: Context) -> Context:
        return ctx.sql(self._model).literal(f" INDEXED BY {self._index}")


def name_of(contact: Any) -> Any:
    """Return the name of a contact (the model or an alias of it) as it is shown."""
    return Written(NAME.format(contact="{x}"), contact)


def is_current(affiliation: Any) -> Any:
    """Return whether an affiliation (the model or an alias of it) is current today, 1 or 0."""
    return Written(_is_current("{x}"), affiliation)


def primary_of(contact: Any, column: str = "id") -> Any:
    """Return the id of the affiliation that the contact in that column of a table stands for first."""
    return Written(PRIMARY.format(contact=f"{{x}}.{column}"), contact)


def huddle_label(huddle: Any) -> Any:
    """Return what a huddle (the model or an alias of it) is called in a line: "Huddle 41", or its title."""
    series = Series.alias()
    name = series.select(series.name).where(series.id == huddle.series_id)
    return fn.iif(huddle.number.is_null(), huddle.title, fn.coalesce(name, "Huddle").concat(" ").concat(huddle.number))


def first_due(column: str, record: Any) -> Any:
    """Return the id of the open follow-up of a record (the model or an alias of it) that is due first, no day last."""
    own = FollowUp.alias()
    return (
        own.select(own.id)
        .where(
            getattr(own, column) == record.id, own.done_at.is_null(), own.dropped_at.is_null(), own.deleted_at.is_null()
        )
        .order_by(own.due_on.is_null(), own.due_on, own.id)
        .limit(1)
    )


def today() -> Any:
    """Return the local day as ISO text."""
    return fn.today()


def next_follow_up(summary: Any) -> Any:
    """Return the day of the next follow-up of a summary's record, '' for none."""
    return fn.iif(summary.next_follow_up_on == NO_FOLLOW_UP, "", summary.next_follow_up_on)


def as_given(values: Iterable[Any]) -> list[Any]:
    """Return values that stay as they are beside a column: `in_` makes numbers of words for a column of numbers."""
    return [Value(value, converter=False) for value in values]


def word(text: str) -> Any:
    """Return a word of the schema as it stands in the text of a query, for a column that a partial index asks of.

    As a value it would be unknown to the planner: it looks at it, and so plans the query anew whenever it runs.
    """
    return SQL(f"'{text}'")


def nocase(column: Any) -> Any:
    """Return a column compared and sorted without regard to the case of plain letters."""
    return NodeList((column, SQL("COLLATE NOCASE")))


def binary(column: Any) -> Any:
    """Return a column compared letter by letter."""
    return NodeList((column, SQL("COLLATE BINARY")))
