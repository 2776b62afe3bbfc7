"""Vocabularies the user edits: sectors, sub-regions, themes, tags."""

from peewee import SQL, TextField

from crm.db.schema.allowed import SECTOR_SYMBOLS
from crm.db.schema.base import Table, flag, number, one_of, text


class Sector(Table):
    """The constituency; `symbol` chooses colour and shape on screen."""

    name = TextField(unique=True, collation="NOCASE")
    symbol = TextField(default="other", constraints=[SQL("DEFAULT 'other'")])
    position = number()
    active = flag(True)

    class Meta:
        constraints = [one_of("symbol", *SECTOR_SYMBOLS)]


class SubRegion(Table):
    """A part of the cluster's area."""

    name = TextField(unique=True, collation="NOCASE")
    position = number()
    active = flag(True)


class Theme(Table):
    """A field of interest."""

    name = TextField(unique=True, collation="NOCASE")
    position = number()
    active = flag(True)


class Tag(Table):
    """A free label."""

    name = TextField(unique=True, collation="NOCASE")
    description = text()
