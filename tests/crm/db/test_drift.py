"""The schema that the migrations build is the schema that the models declare."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playhouse.schema_diff import diff_models

from crm.db import migrate, migration_runner, schema, schema_check
from crm.db.dump import TABLES
from crm.db.raw_connection import Access, connect
from crm.workspace import Workspace

MODELS = [*schema.LOGGED, *schema.UNLOGGED]


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Any]:
    """A file with what the migrations make, and nothing derived from it."""
    path = tmp_path / "migrated.desk"
    path.touch()
    connection = connect(path, Access.WRITE)
    connection.execute("BEGIN")
    migration_runner.run(connection, migrate.DIRECTORY)
    connection.execute("COMMIT")
    yield connection
    connection.close()


def test_the_migrations_build_what_the_models_declare(migrated: Any) -> None:
    with migration_runner.borrowed(migrated) as database, database.bind_ctx(MODELS):
        difference = diff_models(database, MODELS)
    assert not difference, str(difference)


def test_every_column_has_the_kind_and_the_rule_that_its_model_declares(migrated: Any) -> None:
    wrong = []
    for model in MODELS:
        table = model._meta.table_name
        found = {row[1]: row for row in migrated.execute(f"PRAGMA table_info({table})")}
        for field in model._meta.sorted_fields:
            _, _, kind, not_null, _, _ = found[field.column_name]
            if bool(not_null) == field.null or (kind == "TEXT") != (field.field_type == "TEXT"):
                wrong.append(f"{table}.{field.column_name}: {kind}, {not_null}")
    assert not wrong


def test_every_table_that_holds_records_is_known_to_backups_and_dumps(workspace: Workspace) -> None:
    assert set(schema_check.base_tables(workspace.store.connection())) == {model._meta.table_name for model in MODELS}


def test_the_populated_file_of_these_tests_has_rows_in_every_table_but_drafts(good: Path) -> None:
    connection = connect(good, Access.FROZEN)
    empty = [
        model._meta.table_name
        for model in MODELS
        if not connection.execute(f"SELECT count(*) FROM {model._meta.table_name}").fetchone()[0]
    ]
    connection.close()
    assert empty == ["draft"]


def test_the_fingerprint_by_which_a_start_knows_the_schema_is_that_of_a_new_file() -> None:
    assert schema_check.fingerprint(migrate.fresh()) == migrate.fingerprint()


def test_the_change_log_tells_of_every_logged_table() -> None:
    assert set(TABLES) == {model._meta.table_name for model in schema.LOGGED}
