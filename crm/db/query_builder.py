"""Queries built from the models of `crm.db.schema`: compiled once, run by name, read into records by name.

A fixed query is a module constant that says `bind("contact")` where a value comes when it runs. It is compiled on first
use and kept with the query; from then on it costs what hand-written SQL costs.
"""

import enum
import re
import types
import typing
import weakref
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec
from peewee import SQL, Alias, BooleanField, ColumnBase, Context, Field, Function, Select, fn
from playhouse.sqlcipher_ext import SqlCipherDatabase

Made = TypeVar("Made")

Values = dict[str, Any]
"""The values of a query's named parameters, as the library takes them."""

_KEPT_AS = "_compiled"
_PLAIN = frozenset({int, str, float, bytes, bool, type(None)})


class bind(ColumnBase):
    """The value of that name, given when the query runs."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __hash__(self) -> int:
        return hash(self.name)

    def __sql__(self, ctx: Context) -> Context:
        return ctx.literal(f":{self.name}")


class Written(ColumnBase):
    """SQL text of `crm.db` over the columns of one table: `{x}.name` is that column, wherever the table stands."""

    def __init__(self, text: str, table: Any) -> None:
        self._text = re.split(r"\{x\}\.(\w+)", text)
        self._table = table

    def __sql__(self, ctx: Context) -> Context:
        for number, part in enumerate(self._text):
            if number % 2:
                ctx.sql(getattr(self._table, part))
            else:
                ctx.literal(part)
        return ctx


class _Named(Context):
    """Writes every value of a query as a named one: the driver refuses a mixture of these and question marks.

    But whole numbers stand in the text: the library prepares a statement anew at every run for a LIMIT that is a value
    (8 us become 20), and takes an index over some rows only for a condition that it can read.
    """

    __slots__ = ()

    def value(self, value: Any, converter: Any = None, add_param: bool = True) -> Any:
        before = len(self._values)
        super().value(value, converter, add_param=False)
        if len(self._values) > before:
            if not add_param:
                raise TypeError("SQL text in a query takes its values by bind(), not by question marks")
            if isinstance(self._values[before], int):
                self.literal(str(int(self._values.pop())))
            else:
                self.literal(f":p{before}")
        return self


class Database(SqlCipherDatabase):
    """Peewee's database of an open file, over connections that the Store guards: it opens, begins and ends nothing."""

    context_class = _Named

    def __init__(self, connection: Callable[[], Any]) -> None:
        super().__init__(None)
        self._guarded = connection

    def connection(self) -> Any:
        """Return the calling thread's connection."""
        return self._guarded()

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """Run a statement that this database wrote down."""
        return self.connection().execute(sql, {f"p{number}": value for number, value in enumerate(params or ())})


class Compiled:
    """A query as the library takes it: its SQL, the values that stand in it, and the names of its columns."""

    __slots__ = ("_flags", "_makers", "_of", "columns", "constants", "names", "sql")

    def __init__(self, query: Any) -> None:
        self.sql, given = _WRITING.get_sql_context().parse(query)
        self.constants: Values = {f"p{number}": stored(value) for number, value in enumerate(given)}
        self.names = frozenset(_names(self.sql)) - self.constants.keys()
        self.columns = columns(query)
        self._flags = tuple(isinstance(each, BooleanField) for each in _selected(query))
        self._makers: dict[type[Any], Callable[[Iterable[Sequence[Any]]], list[Any]]] = {}
        self._of = weakref.ref(query)

    def is_of(self, query: Any) -> bool:
        """Return whether this is that very query: peewee copies all that it keeps with one into those built on it."""
        return self._of() is query

    def values(self, given: Values) -> Values:
        """Return all values of a run; raises TypeError where one is missing or not asked for."""
        if given.keys() != self.names:
            raise TypeError(f"the query takes {sorted(self.names)}, not {sorted(given)}")
        made = self.constants | given
        for name, value in given.items():
            if type(value) not in _PLAIN:
                made[name] = stored(value)
        return made

    def into(self, record: type[Made]) -> Callable[[Iterable[Sequence[Any]]], list[Made]]:
        """Return what makes records of rows; raises TypeError where columns and fields are not the same."""
        made = self._makers.get(record)
        if made is None:
            made = self._makers[record] = _maker(record, self.columns)
        return made

    def by_name(self, row: Sequence[Any]) -> dict[str, Any]:
        """Return a row by the names of its columns, those that are flags as such."""
        return {
            name: bool(value) if is_flag else value
            for name, is_flag, value in zip(self.columns, self._flags, row, strict=True)
        }


def compiled(query: Any) -> Compiled:
    """Return a query as the library takes it, made on first use and kept with it."""
    held: Compiled | None = query.__dict__.get(_KEPT_AS)
    if held is None or not held.is_of(query):
        held = Compiled(query)
        query.__dict__[_KEPT_AS] = held
    return held


def columns(query: Any) -> tuple[str, ...]:
    """Return the names of a query's columns: its aliases, or the columns of the tables; '' for one without a name."""
    return tuple(map(_column, _selected(query)))


def moment_text(moment: datetime) -> str:
    """Return an aware datetime as the UTC text that the database holds: `YYYY-MM-DDTHH:MM:SSZ`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stored(value: Any) -> Any:
    """Return a value as the file holds it: days and moments as text, several values as a JSON list for `each_of`."""
    if isinstance(value, list | tuple | set | frozenset):
        return msgspec.json.encode(value).decode()
    if isinstance(value, typing.KeysView):
        return stored(list(value))
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return moment_text(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def each_of(name: str) -> Any:
    """Return the query of the several values of that name: `Contact.id.in_(each_of("ids"))`."""
    return Select([fn.json_each(bind(name))], [SQL("value")])


def in_order_of(name: str) -> Any:
    """Return the several values of that name as a table to join: `c.value`, and `c.key` for the order they came in."""
    return Select([fn.json_each(bind(name))], [SQL("key"), SQL("value")]).alias(name)


def at_most(name: str) -> Any:
    """Return the value of that name for a LIMIT, where no plan needs to know it.

    For one that stands there bare the library prepares the statement anew at every run: the pages of a contact's
    history took 930 us with them, and take 310.
    """
    return bind(name) + 0


def _names(sql: str) -> Iterable[str]:
    # Not within quotes: a name of a column or a word between them may hold a colon.
    return re.findall(r":(\w+)", re.sub(r"'[^']*'|\"[^\"]*\"", "", sql))


def _selected(query: Any) -> Sequence[Any]:
    while not isinstance(query, Select) and hasattr(query, "lhs"):  # of a UNION its first part names them
        query = query.lhs
    return getattr(query, "_returning", None) or ()


def _column(selected: Any) -> str:
    if isinstance(selected, Alias | Select):  # a query within the query is given its name as a table is
        return str(selected._alias or "")
    if isinstance(selected, Field):
        return str(selected.column_name)
    if isinstance(selected, Function):  # whatever it is asked for it makes a function of
        return ""
    return str(getattr(selected, "column_name", None) or getattr(selected, "name", "") or "")


def _maker(record: Any, names: Sequence[str]) -> Callable[[Iterable[Sequence[Any]]], list[Any]]:
    fields = msgspec.structs.fields(record)
    wanted = [field.name for field in fields]
    if sorted(wanted) != sorted(names):
        lacking, over = sorted(set(wanted) - set(names)), sorted(set(names) - set(wanted))
        raise TypeError(f"{record.__name__}: the query lacks {lacking}, the record lacks {over}")
    if len(record.__match_args__) < len(fields):
        raise TypeError(f"{record.__name__} takes some fields by name alone: rows are given in order")
    places = [names.index(name) for name in wanted]
    readers = [(place, reader) for place, field in enumerate(fields) if (reader := _reader(field.type)) is not None]
    in_order = places == list(range(len(names)))
    if in_order and not readers:
        return lambda rows: [record(*row) for row in rows]

    def make(rows: Iterable[Sequence[Any]]) -> list[Any]:
        made = []
        for row in rows:
            values = list(row) if in_order else [row[place] for place in places]
            for place, reader in readers:
                if values[place] is not None:
                    values[place] = reader(values[place])
            made.append(record(*values))
        return made

    return make


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """Return what turns a stored value into one of a record's field, None where it is one already."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kinds = [each for each in typing.get_args(kind) if each is not type(None)]
        return _reader(kinds[0]) if len(kinds) == 1 else None
    if typing.get_origin(kind) is tuple:
        return lambda text: msgspec.json.decode(text, type=kind)
    if typing.get_origin(kind) is dict:
        return msgspec.json.decode
    if not isinstance(kind, type):
        return None
    if issubclass(kind, enum.Enum):
        return _Members(kind).__getitem__
    if kind is bool:
        return kind
    if issubclass(kind, datetime | date):
        return kind.fromisoformat
    return None


class _Members(dict[Any, Any]):
    """The members of an enumeration by their values: asking it itself takes five times as long, at every row."""

    def __init__(self, kind: type[enum.Enum]) -> None:
        super().__init__((member.value, member) for member in kind)
        self._kind = kind

    def __missing__(self, value: Any) -> Any:
        return self._kind(value)


def _no_file() -> Any:
    raise RuntimeError("there is no file behind the database that writes queries down")


_WRITING = Database(_no_file)
