"""Migrations: frozen, append-only, one file a step."""
