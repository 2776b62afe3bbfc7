"""Directories of migrations for tests: the real ones and steps that a later version might bring."""

import shutil
from pathlib import Path

from crm.db import migrate

HEAD = '"""A step of a later version."""\n\n\ndef up(migrator, db):\n'

ADD_COLUMNS = (
    'db.execute_sql("ALTER TABLE contact ADD COLUMN nickname TEXT")',
    "db.execute_sql(\"ALTER TABLE organisation ADD COLUMN motto TEXT NOT NULL DEFAULT ''\")",
    'db.execute_sql("CREATE TABLE room (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)")',
    'db.execute_sql("CREATE INDEX room_name ON room (name)")',
    'db.execute_sql("UPDATE contact SET nickname = substr(given_name, 1, 3)")',
)
NEW_TABLE = (
    'db.execute_sql("CREATE TABLE room (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)")',
    'db.execute_sql("INSERT INTO room (name) VALUES (1), (2)")',
)
CHANGE_ROWS = (*NEW_TABLE, 'db.execute_sql("UPDATE contact SET family_name = given_name WHERE id = 2")')
ADD_ROWS = (
    *NEW_TABLE,
    "db.execute_sql(\"INSERT INTO contact (uid, given_name, created_at) VALUES ('u', 'Ida', 'x')\")",
)
LOSE_ROWS = ('db.execute_sql("DELETE FROM contact_email WHERE id = 1")',)
LOSE_PARENTS = ('db.execute_sql("DELETE FROM contact WHERE id = 1")',)
FAIL_LATE = (*ADD_COLUMNS, 'db.execute_sql("INSERT INTO no_such_table VALUES (1)")')


def before(folder: Path, name: str) -> Path:
    """Return a directory with the real migrations older than the one called `name`."""
    folder.mkdir()
    for path in migrate.DIRECTORY.glob("[0-9]*.py"):
        if path.stem < name:
            shutil.copy(path, folder)
    return folder


def later(folder: Path, *statements: str) -> Path:
    """Return a directory with the real migrations and one more step made of `statements`."""
    folder.mkdir()
    for path in migrate.DIRECTORY.glob("[0-9]*.py"):
        shutil.copy(path, folder)
    (folder / "0999_later.py").write_text(HEAD + "".join(f"    {statement}\n" for statement in statements))
    return folder
