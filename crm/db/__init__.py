"""The database: connection, lock, change log, backups, schema, migrations."""
