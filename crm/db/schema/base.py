"""What every table shares: column kinds with their defaults in the database, and the base model.

Models declare the schema only; they are bound to no database and hold no behaviour. Services read and write through
`crm.db.store.Store`.
"""

from typing import Any

from peewee import SQL, BigIntegerField, BooleanField, Check, ForeignKeyField, IntegerField, Model, TextField
from playhouse.sqlite_ext import AutoIncrementField


class Table(Model):
    """A logged table: an integer key that is never used twice, table name in snake case."""

    id = AutoIncrementField()

    class Meta:
        legacy_table_names = False


def text() -> Any:
    """Return a text column that is never NULL and empty by default."""
    return TextField(default="", constraints=[SQL("DEFAULT ''")])


def flag(default: bool = False) -> Any:
    """Return a yes/no column stored as 0 or 1."""
    return BooleanField(default=default, constraints=[SQL(f"DEFAULT {int(default)}")])


def number(default: int = 0) -> Any:
    """Return an integer column with a default."""
    return IntegerField(default=default, constraints=[SQL(f"DEFAULT {default}")])


def great_number(null: bool = True) -> Any:
    """Return an integer column whose values can pass 32 bits: pence, bytes, rows of the change log."""
    return BigIntegerField(null=null)


def moment(null: bool = True) -> Any:
    """Return a moment: UTC text `YYYY-MM-DDTHH:MM:SSZ`, which sorts by time."""
    return TextField(null=True) if null else TextField()


def day(null: bool = True) -> Any:
    """Return a local date or a partial date as ISO text (`2019`, `2019-05`, `2019-05-03`)."""
    return TextField(null=True) if null else TextField()


def owned_by(model: Any, index: bool = True) -> Any:
    """Return a reference from a part to its whole (an e-mail to its contact): the part goes with the whole.

    `index=False` where a composite index already begins with it.
    """
    return ForeignKeyField(model, on_delete="CASCADE", backref="+", lazy_load=False, index=index)


def refers_to(model: Any, null: bool = True, index: bool = True) -> Any:
    """Return a reference that keeps its target alive: history never cascades away."""
    return ForeignKeyField(model, null=null, on_delete="RESTRICT", backref="+", lazy_load=False, index=index)


def one_of(column: str, *allowed: str) -> Any:
    """Return the constraint that `column` holds one of `allowed`."""
    values = ", ".join(f"'{value}'" for value in allowed)
    return Check(f"{column} IN ({values})")
